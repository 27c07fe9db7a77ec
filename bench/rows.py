# SPDX-License-Identifier: MIT
"""rows.py — what the table shows: every figure, what it is held against, its goal.

A row names a figure that the programs print (bench.h). "ratio" rows compare
mapwire's figure with the raw limit of the same run; "most" and "least" rows
compare it with a number. "times" and "adds" rows are about the Windows layer's
figure: how many times as fast as the others' it is, and what it adds to each of
so many calls of mapwire's own. Rows without a goal are there to be seen.
"""
from collections import namedtuple

Row = namedtuple("Row", "figure title case place crowd once raw rule goal")


def row(figure, title, raw="", goal=None, rule="ratio", place=None, crowd=False, once=False):
    """The case is the figure without its last words: those that the program adds."""
    case = figure
    if place:
        figure += "." + place
    return Row(figure, title, case, place, crowd, once, raw, rule, goal)


def part(figure, ending, title, **more):
    """A figure of a case that prints several: CASE.ending[.place]."""
    made = row(figure, title, **more)
    name = figure + "." + ending + ("." + made.place if made.place else "")
    return made._replace(figure=name)


def alone():
    cas = "compare-and-swap"
    return [
        row("event.set_reset", "manual event: set + reset", "2 x " + cas, 5),
        row("event.set_wait", "auto event: set + wait", "2 x " + cas, 5),
        row("event.wait", "signalled manual event: wait", cas, 5),
        row("semaphore.release_wait", "semaphore: release + wait", "2 x " + cas),
        row("mutex.lock_unlock", "mutex: lock + unlock", "glibc robust mutex", 1.3),
        row("timer.set_cancel", "timer: set + cancel", "2 x " + cas),
        row("wait.any64", "wait-any of 64, the last signalled", "64 loads in turn + " + cas, 1),
    ]


def late():
    """No goal: who looks at the clock after the kernel's wake is later by that."""
    return [row("timer.late", "timer: from its time until the waiter runs", "clock_nanosleep")]


PLACES = {"free": "free cores", "apart": "one core each", "together": "both on one core"}


def sleeper():
    rows = []
    for case, what, raw in (("wake.one", "event", "futex"),
                            ("wake.any2", "wait-any of 2", "futex_waitv of 2"),
                            ("wake.any64", "wait-any of 64", "futex_waitv of 64")):
        for place in ("free", "apart"):
            for ending, text in (("runs", "signal to running"), ("pays", "signaller pays")):
                rows.append(part(case, ending, f"{what}: {text}, {PLACES[place]}", raw=raw,
                                 goal=1.1, place=place))
    return rows


def round_trip():
    rows = []
    for place in ("free", "apart", "together"):
        rows.append(row("pingpong.default", f"round trip, default policy, {PLACES[place]}",
                        "futex ping-pong", 1.1, place=place))
    for place in ("free", "apart", "together"):
        rows.append(row("pingpong.spin", f"round trip, spinning, {PLACES[place]}",
                        "flags in one page", 1.15 if place != "together" else None, place=place))
    return rows


def herd():
    rows = []
    for kind, what in (("event", "auto event set"), ("semaphore", "semaphore release"),
                       ("mutex", "mutex unlock")):
        raw = "FUTEX_WAKE of one" if kind != "mutex" else "futex mutex that wakes one"
        last = ("all", "until all had it") if kind == "mutex" else ("cpu", "sleepers' cpu time")
        for count in (1, 8, 64):
            for ending, text, goal in (("pays", "signaller pays", 2), ("runs", "until one runs", 2),
                                       last + (None,)):
                rows.append(part(f"herd.{kind}.{count}", ending,
                                 f"{what}, {count} asleep: {text}", raw=raw,
                                 goal=goal if count == 8 else None, place="apart"))
    return rows


def mapping():
    return [
        row("mapping.create", "create + map + close, 1 MiB", "the bare calls", 1.5),
        row("mapping.open", "open + map + close of another process's", "the bare calls, with the "
            "locks of a lifetime", 1.5),
        row("mapping.open_again", "open + map + close of one we hold already", "the bare calls"),
        row("mapping.create", "create among 100,000 objects", "mapwire among none", 1.2,
            crowd=True),
        row("mapping.open", "open among 100,000 objects", "mapwire among none", 1.2, crowd=True),
    ]


def share():
    """No goal: ours says and checks what it is; the bare page is whatever the taker believes."""
    return [row("share.give_take", "unnamed event: give + take + answer", "memfd by SCM_RIGHTS")]


def copy():
    rows = []
    for size in ("64B", "4KiB", "1MiB", "64MiB"):
        for way, what in (("write", "into a view"), ("read", "out of a view")):
            rows.append(row(f"memcpy.{way}.{size}", f"memcpy {what}, {size}", "memcpy", 1.1))
    for size in ("64B", "4KiB", "1MiB", "64MiB"):
        for way, what in (("write", "into a view"), ("read", "out of a view")):
            # The call finds and checks the view first; that shows when little is copied.
            rows.append(row(f"copy.{way}.{size}", f"mw_view_{way}, {size}", "memcpy",
                            None if size == "64B" else 1.1))
    return rows


def memory():
    def of(case, ending, title, goal, rule="most"):
        return part(case, ending, title, goal=goal, rule=rule, once=True)

    rows = []
    for kind in ("mapping", "event", "mutex", "semaphore"):
        rows.append(of(f"memory.{kind}", "heap", f"named {kind}: private heap a handle", 256))
        # A mapping may be mapped again, so it keeps the one descriptor that this takes.
        rows.append(of(f"memory.{kind}", "descriptors", f"named {kind}: descriptors a handle",
                       1 if kind == "mapping" else 0))
        if kind != "mapping":
            rows.append(of(f"memory.{kind}", "shared", f"named {kind}: shared memory", 4096))
    for kind, goal in (("auto", 384), ("manual", 64), ("mutex", 64), ("semaphore", 64)):
        what = kind + " event" if kind in ("auto", "manual") else kind
        rows.append(of(f"memory.unnamed.{kind}", "shared", f"unnamed {what}: shared memory", goal))
        rows.append(of(f"memory.unnamed.{kind}", "heap", f"unnamed {what}: private heap", 256))
    rows.append(of("memory.many", "count", "named events open under 1,024 descriptors", 50000,
                   "least"))
    rows.append(of("memory.unnamed.auto", "count", "unnamed events open", 1000000, "least"))
    rows.append(row("memory.library", "shared library, stripped", goal=150 * 1024, rule="most",
                    once=True))
    rows.append(row("memory.idle", "resident set of an idle `mapwire wait`", goal=2 << 20,
                    rule="most", once=True))
    return rows


def face():
    """Each: the case, what it is, how many calls, and how many times the others it must be."""
    rows = []
    for case, title, calls, goal in (
            ("event.set_reset", "SetEvent + ResetEvent", 2, 1000),
            ("event.wait", "WaitForSingleObject, signalled", 1, 1000),
            ("event.set_wait", "SetEvent + WaitForSingleObject, auto-reset", 2, 1000),
            ("mutex.lock_unlock", "WaitForSingleObject + ReleaseMutex", 2, 1000),
            ("semaphore.release_wait", "ReleaseSemaphore + WaitForSingleObject", 2, 1000),
            ("wait.any64", "WaitForMultipleObjects of 64, each handle", 64, 1),
            ("pingpong.default", "round trip over two events, one core each", None, 1),
            ("mapping.create", "CreateFileMapping, MapViewOfFile, Unmap, Close, 1 MiB", None, 1),
            ("mapping.open_again", "OpenFileMapping, MapViewOfFile, Unmap, Close", None, 1),
            ("thread.create_join", "CreateThread + wait", None, 1),
            ("process.create_wait", "CreateProcess + wait", None, 1)):
        place = "apart" if case.startswith("pingpong") else None
        raw = ["wine"] if goal > 1 else ["wine", "winpr"]
        rows.append(row(case, title, raw, goal, "times", place))
        if calls:
            rows.append(row(case, f"{title}: the layer adds", calls, 30, "adds", place))
    for case, title in (("layer.open", "OpenFileMapping, CloseHandle"),
                        ("layer.view", "MapViewOfFile, UnmapViewOfFile"),
                        ("layer.all", "all four in turn")):
        rows.append(row(case, f"{title}: the layer adds to each", goal=30, rule="most"))
    return rows


GROUPS = [
    ("Nobody asleep, no system call (a pair or a call; one process, pinned)", alone()),
    ("A sleeper that sleeps: two processes", sleeper()),
    ("A sleeper until a time (one process, pinned)", late()),
    ("Round trip of two processes over two auto-reset events", round_trip()),
    ("The herd: the signaller on one core, all sleepers on the other", herd()),
    ("Named mappings (one process, pinned)", mapping()),
    ("Given to another process over a socket (both on one core)", share()),
    ("Copies into and out of a view (one process, pinned)", copy()),
    ("The Windows face: one Windows program, through the layer and by others", face()),
    ("Memory and limits", memory()),
]
