# SPDX-License-Identifier: MIT
"""Every example that `mapwire help VERB` shows works as it is shown."""
import json
import os
import shutil
import subprocess

import pytest

from conftest import BINARY, PATIENCE

VERBS = [json.loads(line) for line in subprocess.run(
    [BINARY, "help", "--json"], stdout=subprocess.PIPE, check=True).stdout.splitlines()]

# What the examples find: objects that others hold, files, commands of the user's.
WORLD = """
mapwire create mapping cam --size 1M & cam=$!
mapwire create event ready --signalled &
mapwire create event stop & mapwire create semaphore slots --initial 0 --max 9 &
mapwire wait --exists --all cam ready stop slots -W 20
mapwire write cam -m 'Information From Server' --nul
"""
TIMER = "mapwire create timer tick & mapwire wait --exists tick -W 20\n"
FILES = ("head -c 4096 /dev/zero > part.bin; cp part.bin frame.bin; mkdir src\n"
         "echo 'int main(void) { return CloseHandle(0); }' > prog.c\n")
COMMANDS = {"make": "exit 0", "rsync": "exit 0", "sudo": 'exec "$@"'}
# A verb whose examples make their objects themselves, or need none.
WITHOUT_WORLD = {"create", "demo", "doctor", "completion", "version", "help"}


def run(mw, tmp_path, line, before, shell="bash"):
    """The line in a shell; the jobs that it and its world began are ended."""
    (tmp_path / "bin").mkdir()
    for name, text in COMMANDS.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    script = (f"{before}\n{line}\ncode=$?\n"
              "for job in $(jobs -p); do kill $job 2>/dev/null; done\nwait\nexit $code\n")
    done = subprocess.run([shell, "-c", script], cwd=tmp_path, stdin=subprocess.DEVNULL,
                          env={**mw.env, "PATH": f"{tmp_path}/bin:{mw.env['PATH']}"},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=2 * PATIENCE)
    assert done.returncode == 0, (line, done.returncode, done.stdout, done.stderr)
    return done


@pytest.mark.parametrize("verb, line", [
    (verb["verb"], line) for verb in VERBS for line in verb["examples"].splitlines()])
def test_it_works(mw, tmp_path, verb, line):
    shell = "bash"
    before = FILES
    if verb == "completion":
        shell = next(name for name in ("bash", "zsh", "fish") if f"completion {name}" in line)
        if not shutil.which(shell):
            pytest.skip(f"needs {shell}")
        if shell == "zsh":
            before += "autoload -Uz compinit && compinit -D -u\n"
        if shell == "fish":
            done = subprocess.run([shell, "-c", line], env=mw.env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            assert (done.returncode, done.stderr) == (0, b"")
            return
    if "--setup-global" in line and os.geteuid() != 0:
        pytest.skip("needs root")
    if verb not in WITHOUT_WORLD:
        before += WORLD
    if "tick" in line and verb != "create":
        before += TIMER
    if "--gone cam" in line:
        before += "(sleep 0.2; kill $cam) &\n"  # whoever has it lets go
    if verb == "create" and "wait --exists" in line:
        before += WORLD
    if verb == "release":
        assert "slots" in line
    done = run(mw, tmp_path, line, before, shell)
    if "--text" in line:
        assert b"Information From Server" in done.stdout


def test_every_verb_has_some():
    assert all(verb["examples"].strip() for verb in VERBS)
