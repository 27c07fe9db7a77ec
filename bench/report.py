# SPDX-License-Identifier: MIT
"""report.py — the table as text, Markdown and CSV, and the picture."""
import csv
import os
import shutil
import statistics
import subprocess

SCALES = {"ns": ((1e6, "ms"), (1e3, "us"), (1, "ns")),
          "bytes": ((1 << 20, "MiB"), (1 << 10, "KiB"), (1, "B"))}


def pretty(value, unit):
    for scale, name in SCALES.get(unit, ()):
        if abs(value) >= scale or scale == 1:
            return f"{value / scale:.3g} {name}" if value < 1000 * scale else \
                f"{value / scale:.0f} {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"


class Line:
    """A row with what was measured for it."""

    def __init__(self, row, bench):
        self.row = row
        self.figure = row.figure + (".crowd" if row.crowd else "")
        self.unit = bench.units.get(self.figure, "")
        self.samples = {who: values for (figure, who), values in bench.values.items()
                        if figure == self.figure}
        self.medians = {who: statistics.median(values) for who, values in self.samples.items()}
        self.of_layer = row.rule in ("times", "adds")
        self.ours = self.medians.get("win32-layer" if self.of_layer else "mapwire")
        self.raw = None if self.of_layer else self.medians.get("raw")
        self.ratio = None if self.of_layer else self.ratio_of("mapwire")
        self.times = self.times_of() if row.rule == "times" else None
        self.adds = self.adds_of() if row.rule == "adds" else None

    def pairs_with(self, who):
        return list(zip(self.samples.get("win32-layer", ()), self.samples.get(who, ())))

    def times_of(self):
        """How many times as fast as the fastest of the others, and who that is."""
        found = [(statistics.median(other / one for one, other in pairs), who)
                 for who, pairs in ((who, self.pairs_with(who)) for who in self.row.raw) if pairs]
        return min(found) if found else None

    def own(self):
        """Whose calls the layer makes: with views there is a contestant that does as it does."""
        return "mapwire-detached" if "mapwire-detached" in self.samples else "mapwire"

    def adds_of(self):
        """What the layer adds to a call of mapwire's own, in ns."""
        pairs = self.pairs_with(self.own())
        return statistics.median(one - own for one, own in pairs) / self.row.raw if pairs else None

    def ratio_of(self, who):
        """Sample by sample to the limit's of the same round, then the median: what disturbs
        the machine for a while then counts on both sides."""
        pairs = list(zip(self.samples.get(who, ()), self.samples.get("raw", ())))
        return statistics.median(one / raw for one, raw in pairs) if pairs else None

    def is_met(self):
        """True, False, or None when there is no goal or no figure."""
        if self.row.goal is None or self.ours is None:
            return None
        if self.row.rule == "times":
            return self.times and self.times[0] >= self.row.goal
        if self.row.rule == "adds":
            return None if self.adds is None else self.adds <= self.row.goal
        if self.row.rule == "most":
            return self.ours <= self.row.goal
        if self.row.rule == "least":
            return self.ours >= self.row.goal
        return None if self.ratio is None else self.ratio <= self.row.goal

    def goal_text(self):
        if self.row.goal is None:
            return "-"
        if self.row.rule == "ratio":
            return f"<= {self.row.goal:g}x"
        if self.row.rule == "times":
            return f">= {self.row.goal:,}x"
        if self.row.rule == "adds":
            return f"<= {self.row.goal} ns a call"
        sign = "<=" if self.row.rule == "most" else ">="
        return f"{sign} {pretty(self.row.goal, self.unit)}"

    def limit_cells(self):
        """The columns "raw limit" and "ratio"."""
        if self.times:
            factor, who = self.times
            return [f"{pretty(self.medians[who], self.unit)} ({who})",
                    f"{factor:,.0f}x" if factor >= 10 else f"{factor:.2g}x"]
        if self.adds is not None:
            return [f"{pretty(self.medians[self.own()], self.unit)} (mapwire's own calls)",
                    f"{self.adds:+.3g} ns"]
        return ["-" if self.raw is None else f"{pretty(self.raw, self.unit)} ({self.row.raw})",
                "-" if self.ratio is None else f"{self.ratio:.2f}x"]

    def cells(self):
        met = {True: "yes", False: "NO", None: "-"}[self.is_met()]
        peers = ", ".join(f"{who} {pretty(value, self.unit)}"
                          for who, value in self.medians.items() if who not in self.shown())
        return [self.row.title,
                "-" if self.ours is None else pretty(self.ours, self.unit),
                *self.limit_cells(), self.goal_text(), met, peers]

    def shown(self):
        """Who has a column already; the raw limit of the layer's rows has none."""
        return ("win32-layer", self.times[1] if self.times else self.own()) if self.of_layer \
            else ("mapwire", "raw")


HEADINGS = ["", "mapwire", "raw limit", "ratio", "goal", "met", "beside it"]


def text(groups):
    lines = []
    for title, rows in groups:
        cells = [HEADINGS] + [line.cells() for line in rows]
        widths = [max(len(cell[i]) for cell in cells) for i in range(6)]
        lines += ["", title]
        for cell in cells:
            left = cell[0].ljust(widths[0])
            middle = "  ".join(cell[i].rjust(widths[i]) for i in range(1, 6))
            lines.append(f"  {left}  {middle}  {cell[6]}".rstrip())
    return "\n".join(lines)


def markdown(path, groups, facts, bench):
    with open(path, "w", encoding="utf-8") as out:
        print("# mapwire: measured\n", file=out)
        for fact in facts:
            print(f"- {fact}", file=out)
        for title, rows in groups:
            print(f"\n## {title}\n", file=out)
            print("| " + " | ".join(HEADINGS) + " |", file=out)
            print("|---|--:|--:|--:|--:|---|---|", file=out)
            for line in rows:
                print("| " + " | ".join(line.cells()) + " |", file=out)
        if bench.notes or bench.missing:
            print("\n## Notes\n", file=out)
        for note in bench.notes:
            print(f"- {note}", file=out)
        for peer, reason in bench.missing:
            print(f"- left out: {peer}: {reason}", file=out)


def table(path, groups, bench):
    """One line a figure and contestant, extra figures (sleeps) included."""
    lines = {line.figure: line for _, rows in groups for line in rows if not line.of_layer}
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["figure", "who", "unit", "median", "least", "most", "samples",
                         "ratio_to_raw", "rule", "goal", "met"])
        for (figure, who), values in sorted(bench.values.items()):
            line = lines.get(figure)
            median = statistics.median(values)
            ratio = f"{line.ratio_of(who):.4g}" if line and line.raw else ""
            ours = line is not None and who == "mapwire"
            goal = line.row.goal if ours and line.row.goal is not None else ""
            met = {True: "yes", False: "no", None: ""}[line.is_met()] if ours else ""
            writer.writerow([figure, who, bench.units[figure], f"{median:.6g}",
                             f"{min(values):.6g}", f"{max(values):.6g}", len(values), ratio,
                             line.row.rule if goal != "" else "", goal, met])
        for line in (line for _, rows in groups for line in rows if line.of_layer):
            layer_line(writer, line)


def layer_line(writer, line):
    """What a row about the Windows layer found, as a figure of its own."""
    value = line.times[0] if line.times else line.adds
    if value is not None:
        rule = line.row.rule
        unit = "ns" if rule == "adds" else "times"
        met = "yes" if line.is_met() else "no"
        writer.writerow([f"{line.figure}.{rule}", "win32-layer", unit, f"{value:.6g}",
                         "", "", "", "", rule, line.row.goal, met])


PICTURE = """
set terminal svg size 1000,{height} font "sans,12" background "#ffffff"
set output "{path}"
set title "mapwire held against the raw limit of the same run"
set xlabel "times the limit: left of 1 is better"
set logscale x
set xrange [0.1:100]
set yrange [0:{top}]
set xtics (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, "100 and more" 100)
set ytics ({labels}) scale 0
set grid xtics
set key outside top center horizontal maxrows 1
set style fill solid 0.85 noborder
set arrow 1 from 1, graph 0 to 1, graph 1 nohead lc rgb "#444444" lw 1
$bars << EOD
{bars}
EOD
$goals << EOD
{goals}
EOD
$dots << EOD
{dots}
EOD
low(x) = x < 1 ? x : 0.98
high(x) = x < 1 ? 1 : (x > 1.02 ? x : 1.02)
plot $bars using 1:2:(low($1)):(high($1)):($2-0.33):($2+0.33):3 with boxxyerror \\
             lc rgb variable title "mapwire (green: goal met, red: not, grey: none)", \\
     $goals using 1:($2-0.42):(0):(0.84) with vectors nohead lw 3 lc rgb "#000000" \\
             title "goal", \\
     $dots using 1:2 with points pt 7 ps 0.35 lc rgb "#3366aa" title "peers"
"""


def picture(path, groups):
    """Ratios to the raw limit as bars, goals as strokes, peers as dots. None, or why not."""
    if not shutil.which("gnuplot"):
        return "no picture: gnuplot is not installed"
    lines = [line for _, rows in groups for line in rows if line.ratio is not None]
    if not lines:
        return "no picture: no ratio was measured"
    bars, goals, dots, labels = [], [], [], []
    for i, line in enumerate(lines):
        y = len(lines) - i
        colour = {True: 0x2E8B57, False: 0xC0504D, None: 0x8899AA}[line.is_met()]
        bars.append(f"{line.ratio:.4g} {y} {colour}")
        title = line.row.title.replace("`", "").replace('"', "")
        labels.append(f'"{title}" {y}')
        if line.row.goal is not None:
            goals.append(f"{line.row.goal:g} {y}")
        for who in line.medians:
            if who not in ("mapwire", "raw"):
                dots.append(f"{min(100, line.ratio_of(who)):.4g} {y}")
    script = PICTURE.format(path=path, height=22 * len(lines) + 130, top=len(lines) + 1,
                            labels=", ".join(labels), bars="\n".join(bars),
                            goals="\n".join(goals) or "nan nan",
                            dots="\n".join(dots) or "nan nan")
    done = subprocess.run(["gnuplot"], input=script, text=True, stderr=subprocess.PIPE,
                          check=False)
    if done.returncode != 0:
        return f"no picture: gnuplot: {done.stderr.strip()}"
    return None


def write(directory, groups, facts, bench):
    os.makedirs(directory, exist_ok=True)
    problem = picture(os.path.join(directory, "bench.svg"), groups)
    if problem:
        bench.notes.append(problem)
    table(os.path.join(directory, "bench.csv"), groups, bench)
    markdown(os.path.join(directory, "bench.md"), groups, facts, bench)
