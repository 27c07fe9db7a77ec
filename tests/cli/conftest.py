# SPDX-License-Identifier: MIT
"""What the tests of the tool share.

Each test has directories of its own for Local\\ and Global\\. When it is over, all
processes that it started must have ended and nothing may be left in them.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("MAPWIRE_BIN") or shutil.which("mapwire")
PATIENCE = 30

sys.path.insert(0, str(ROOT / "tests/support"))
from home import home


class Tool:
    """The tool in directories of its own."""

    def __init__(self, base):
        self.base = pathlib.Path(base)
        self.directory = self.base / "local"
        self.directory.mkdir(mode=0o700)
        self.env = {key: value for key, value in os.environ.items()
                    if key not in ("NO_COLOR", "MAPWIRE_ABANDONED")}
        self.env["MAPWIRE_DIR"] = str(self.directory)
        self.env["MAPWIRE_GLOBAL_DIR"] = str(self.base / "global")
        self.env["PATH"] = os.path.dirname(BINARY) + ":" + self.env["PATH"]
        self.started = []

    def __call__(self, *words, code=0, input=b"", env=None, text=True, stdin=None):
        """Runs it to its end, checks the exit code, returns what it printed."""
        more = {"stdin": stdin} if stdin is not None else {"input": input}
        done = subprocess.run([BINARY, *words], env={**self.env, **(env or {})},
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=PATIENCE, **more)
        assert done.returncode == code, (words, done.returncode, done.stdout[:400], done.stderr)
        self.err = done.stderr.decode("utf-8", "replace")
        return done.stdout.decode() if text else done.stdout

    def json(self, *words, **more):
        """Its output as a list of the JSON values in it, one a line."""
        out = self(words[0], "--json", *words[1:], **more)
        return [json.loads(line) for line in out.splitlines()]

    def fails(self, code, *words, **more):
        """Must fail so, say so in one line with its own name, and print no data."""
        out = self(*words, code=code, **more)
        assert out == ""
        assert self.err.startswith("mapwire: ")
        return self.err

    def start(self, *words, **more):
        """Runs it beside the test, with its input open."""
        more.setdefault("stdin", subprocess.PIPE)
        process = subprocess.Popen([BINARY, *words], env={**self.env, **more.pop("env", {})},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.started.append(process)
        return process

    def hold(self, kind, name, *options):
        """An object, held until end() or the end of the test."""
        process = self.start("create", kind, name, *options)
        line = process.stdout.readline()
        assert line, process.stderr.read()
        return process

    def shell(self, script, code=0, shell="sh"):
        done = subprocess.run([shell, "-c", script], env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=PATIENCE)
        assert done.returncode == code, (done.stdout, done.stderr)
        self.err = done.stderr.decode()
        return done.stdout.decode()

    def files(self):
        return sorted(os.listdir(self.directory))

    def has_waiters(self, name):
        until(lambda: self.json("info", name)[0]["has_waiters"])


def end(process, code=0):
    """Ends a holder by the end of its input; returns the rest of its output."""
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, (process.args, out, err)
    return out.decode()


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


@pytest.fixture
def mw():
    assert BINARY, "MAPWIRE_BIN names the tool to test"
    with home() as base:
        yield from watched(Tool(base))


def watched(tool):
    """The tool for a test, and then a look at what that has left."""
    try:
        yield tool
        for process in tool.started:
            if process.poll() is None:
                end(process)
        if tool.files() == ["%registry"]:  # of a tool that was ended while it began: gc's
            tool.shell("mapwire gc")
        assert tool.files() == []
        if os.path.isdir(tool.env["MAPWIRE_GLOBAL_DIR"]):
            assert os.listdir(tool.env["MAPWIRE_GLOBAL_DIR"]) == []
    finally:
        for process in tool.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    try:
                        stream.close()
                    except BrokenPipeError:
                        pass
