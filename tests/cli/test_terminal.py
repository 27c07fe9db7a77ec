# SPDX-License-Identifier: MIT
"""What is only so on a terminal: progress, Ctrl-C, Ctrl-Z. The tool under a pty."""
import os
import pty
import re
import select
import signal
import subprocess
import time

from conftest import BINARY, PATIENCE, until


class Terminal:
    """The tool as a job in the foreground of a terminal of its own."""

    def __init__(self, mw, *words, stdin=None):
        self.shown = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if stdin is not None:
                os.dup2(stdin, 0)
            os.execve(BINARY, [BINARY, *words], {**mw.env, "TERM": "xterm"})

    def read(self, seconds):
        """What comes within so many seconds, or until the end."""
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                return self.shown
            try:
                data = os.read(self.fd, 4096)
            except OSError:
                return self.shown
            if not data:
                return self.shown
            self.shown += data

    def types(self, data):
        os.write(self.fd, data)

    def status(self):
        self.read(PATIENCE)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return status


def test_progress_is_one_line_that_is_wiped(mw):
    mw.hold("mapping", "m", "--size", "1M")
    ours, its = os.pipe()
    tool = Terminal(mw, "write", "m", stdin=ours)
    os.close(ours)
    began = time.monotonic()

    def writing_shows_it():
        os.write(its, b"x")
        return re.search(rb"\r[\d.]+K?, [\d.]+K?/s\x1b\[K", tool.read(0.05))

    until(writing_shows_it)
    assert time.monotonic() - began > 0.4   # not at once
    assert b"\n" not in tool.shown
    os.close(its)
    assert tool.status() == 0
    assert tool.shown.endswith(b"\r\x1b[K")


def test_what_is_quick_shows_no_progress(mw):
    mw.hold("mapping", "m", "--size", "1M")
    tool = Terminal(mw, "write", "m", "-m", "x")
    assert (tool.status(), tool.shown) == (0, b"")


def test_ctrl_c_ends_a_wait_for_all_of_64(mw):
    names = [f"e{i}" for i in range(64)]
    for name in names:
        mw.hold("event", name)
    tool = Terminal(mw, "wait", "--all", *names)
    mw.has_waiters("e0")
    with open(f"/proc/{tool.pid}/status", encoding="ascii") as file:
        status = dict(line.split(":", 1) for line in file)
    for mask in ("SigIgn", "SigBlk"):   # Ctrl-C, Ctrl-\\, kill, a closed terminal
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP):
            assert not int(status[mask], 16) >> (number - 1) & 1
    tool.types(b"\x03")
    assert os.WTERMSIG(tool.status()) == signal.SIGINT


def test_ctrl_z_stops_a_wait_and_it_goes_on(mw):
    mw.hold("event", "ready")
    tool = Terminal(mw, "wait", "ready")
    mw.has_waiters("ready")
    os.kill(tool.pid, signal.SIGSTOP)   # its group is an orphan: the terminal would not
    _, status = os.waitpid(tool.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    mw("set", "ready")
    os.kill(tool.pid, signal.SIGCONT)
    assert tool.status() == 0


def test_the_output_of_a_filter_is_not_mixed_with_progress(mw):
    mw.hold("mapping", "m", "--size", "64")
    done = subprocess.run([BINARY, "read", "m"], env=mw.env, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 64, b"")
