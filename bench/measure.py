# SPDX-License-Identifier: MIT
"""measure.py — runs the contestants' programs and collects what they print.

The samples of one case are interleaved: A B C A B C ... Each is a short run of
its own program, so that no contestant profits from a quiet moment.
"""
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections import namedtuple

TIMEOUT_S = 120
SLOW_ROUNDS = 3      # Wine takes part in so many: it needs seconds for what others do in ms
CROWD = 100_000

Contestant = namedtuple("Contestant", "name command cases")


class Failed(Exception):
    """A program failed to run: the only thing that makes bench/run fail (at its end)."""


def run_program(command, environment):
    """Its output; the program and all that it started are gone afterwards."""
    try:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, start_new_session=True)
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}") from error
    try:
        out, err = process.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Failed(f"{' '.join(command)}: not done after {TIMEOUT_S} s")
    if process.returncode != 0:
        # Children of one that failed may still wait for it.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        raise Failed(f"{' '.join(command)}: exit {process.returncode}: {err.strip()[-500:]}")
    return out


def find_wine():
    for path in (shutil.which("wine64"), "/usr/lib/wine/wine64", shutil.which("wine")):
        if path and os.access(path, os.X_OK):
            return path
    return None


class Bench:
    """The contestants of a build directory, and the figures that they gave."""

    def __init__(self, build, quick):
        self.directory = os.path.join(build, "bench")
        self.build = build
        self.quick = quick
        self.values = {}    # (figure, who) -> samples
        self.units = {}     # figure -> unit
        self.missing = []   # (peer, reason)
        self.notes = []
        self.failures = []  # what programs that failed said
        self.contestants = []
        self.namespace = tempfile.mkdtemp(prefix="mwb.", dir="/dev/shm")
        self.crowded = None
        self.environment = dict(os.environ, MAPWIRE_DIR=self.namespace,
                                MAPWIRE_GLOBAL_DIR=os.path.join(self.namespace, "global"),
                                WLOG_LEVEL="OFF",
                                WINEDEBUG="-all", LC_ALL="C",
                                WINEPREFIX=os.path.join(self.directory, "wineprefix"))
        self.wine = None

    def close(self):
        if self.crowded:
            process, directory = self.crowded
            if process:
                process.stdin.close()
                process.wait()
            shutil.rmtree(directory, ignore_errors=True)
        shutil.rmtree(self.namespace, ignore_errors=True)
        if self.wine:
            server = os.path.join(os.path.dirname(self.wine), "wineserver")
            subprocess.run([server, "-k"], env=self.environment, check=False,
                           stderr=subprocess.DEVNULL)
            self.remove_wine_socket()

    def remove_wine_socket(self):
        """Debian's Wine keeps the server's socket in a directory that the prefix names."""
        named = os.path.join(self.environment["WINEPREFIX"], "wineserver")
        try:
            with open(named, encoding="ascii") as file:
                name = file.read().strip()
        except OSError:
            return
        if name.startswith("wine-") and "/" not in name:
            shutil.rmtree(os.path.join("/tmp", name), ignore_errors=True)
            os.unlink(named)

    def find(self, peers):
        """Which contestants there are; those that can't be had, with the reason."""
        self.add("bench_mapwire", None)
        self.add("bench_raw", None)
        if not peers:
            return
        self.add("bench_win32", "mapwire's Windows layer was not built")
        self.add("bench_layer", "mapwire's Windows layer was not built")
        self.add("bench_posix", None)
        self.add("bench_boost", "no C++ compiler or no libboost-dev when it was built")
        self.add("bench_winpr", "no libwinpr2-dev when it was built")
        wine = find_wine()
        if not wine:
            self.missing.append(("wine", "wine64 is not installed"))
        elif self.add("bench_wine.exe", "no gcc-mingw-w64-x86-64 when it was built", [wine]):
            self.wine = wine

    def add(self, program, reason, prefix=()):
        path = os.path.join(self.directory, program)
        if not os.path.exists(path):
            if reason is None:
                raise Failed(f"{path}: not built")
            self.missing.append((program.replace("bench_", "").replace(".exe", ""), reason))
            return False
        command = [*prefix, path]
        listed = run_program([*command, "list"], self.environment).split("\n")
        self.contestants.append(Contestant(program, command, {line.split(" ")[0]
                                                              for line in listed if line}))
        return True

    def take(self, contestant, job, environment, who=None, ending=""):
        """One sample. who, ending: other names for what it prints."""
        command = [*contestant.command, job.case]
        if job.place:
            command += ["--place", job.place]
        if self.quick:
            command.append("--quick")
        for line in run_program(command, environment).splitlines():
            words = line.split(" ")
            if words[0] == "bench":
                figure = words[1] + ending
                self.values.setdefault((figure, who or words[2]), []).append(float(words[3]))
                self.units[figure] = words[4]
            elif words[0] == "skip" and (words[2], words[3:]) not in self.missing:
                reason = (words[2], f"{words[1]}: {' '.join(words[3:])}")
                if reason not in self.missing:
                    self.missing.append(reason)
            elif words[0] == "note" and line[5:] not in self.notes:
                self.notes.append(line[5:])

    def measure(self, job, rounds):
        takers = [c for c in self.contestants if job.case in c.cases]
        if job.crowd:
            self.measure_crowd(job, takers[0], rounds)
            return
        for done in range(rounds):
            for contestant in list(takers):
                if done >= SLOW_ROUNDS and contestant.name == "bench_wine.exe":
                    continue
                try:
                    self.take(contestant, job, self.environment)
                except Failed as failure:
                    self.failures.append(str(failure))
                    takers.remove(contestant)

    def measure_crowd(self, job, ours, rounds):
        crowd = dict(self.environment, MAPWIRE_DIR=self.crowd_directory())
        for _ in range(rounds):
            self.take(ours, job, crowd, ending=".crowd")
            self.take(ours, job, self.environment, who="raw", ending=".crowd")

    def crowd_directory(self):
        """A namespace with many objects, made at first use and held until the end."""
        if not self.crowded:
            count = CROWD // 10 if self.quick else CROWD
            free = os.statvfs("/dev/shm").f_bavail * os.statvfs("/dev/shm").f_frsize
            most = free // 2 // 4096
            if count > most:
                self.notes.append(f"/dev/shm is small: {most} objects instead of {count}")
                count = most
            directory = tempfile.mkdtemp(prefix="mwb.crowd.", dir="/dev/shm")
            start = time.monotonic()
            filler = os.path.join(self.directory, "bench_crowd")
            self.crowded = None, directory
            process = subprocess.Popen([filler, str(count)],
                                       env=dict(self.environment, MAPWIRE_DIR=directory),
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.crowded = process, directory
            if process.stdout.readline() != "ready\n":
                raise Failed("bench_crowd: could not make its objects")
            self.notes.append(f"the crowd: {count} named events, made in "
                              f"{time.monotonic() - start:.1f} s")
        return self.crowded[1]

    def measure_library(self):
        """Bytes of the shared library as a package would install it."""
        library = os.path.join(self.build, "libmapwire.so")
        stripped = os.path.join(self.directory, "libmapwire.stripped")
        run_program(["strip", "-o", stripped, os.path.realpath(library)], self.environment)
        self.values[("memory.library", "mapwire")] = [float(os.path.getsize(stripped))]
        self.units["memory.library"] = "bytes"

    def measure_idle(self):
        """What a waiting tool keeps in memory."""
        tool = next((path for path in (os.path.join(self.build, "cli", "mapwire"),
                                       os.path.join(self.build, "mapwire"))
                     if os.access(path, os.X_OK)), None)
        if not tool:
            self.missing.append(("mapwire", "memory.idle: the tool was not built"))
            return
        keeper = subprocess.Popen([tool, "create", "event", "bench.idle"], env=self.environment,
                                  stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        waiter = subprocess.Popen([tool, "wait", "bench.idle"], env=self.environment,
                                  stdout=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            if waiter.poll() is not None:
                raise Failed(f"{tool} wait: ended with {waiter.returncode}")
            with open(f"/proc/{waiter.pid}/smaps_rollup", encoding="ascii") as rollup:
                sizes = {line.split(":")[0]: float(line.split()[1]) * 1024
                         for line in rollup if line.endswith("kB\n")}
        finally:
            waiter.kill()
            waiter.wait()
            keeper.stdin.close()
            keeper.wait()
        self.values[("memory.idle", "mapwire")] = [sizes["Rss"]]
        self.units["memory.idle"] = "bytes"
        private = sizes["Private_Clean"] + sizes["Private_Dirty"]
        self.notes.append(f"of the idle `mapwire wait`, {private / 1024:.0f} KiB are its own, "
                          "the rest is shared with other programs (libc and the like)")
