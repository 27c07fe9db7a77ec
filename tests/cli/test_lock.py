# SPDX-License-Identifier: MIT
"""lock: flock(1) by name."""
import signal
import time

import pytest

from conftest import PATIENCE, end, until


def holding(mw, name="build", *options, command="echo; exec cat"):
    process = mw.start("lock", name, *options, "--", "sh", "-c", command)
    assert process.stdout.readline() == b"\n"
    return process


def test_the_command_runs_and_its_exit_code_is_ours(mw):
    assert mw("lock", "build", "--", "echo", "-n", "--json", "done") == "--json done"
    assert mw("lock", "build", "echo", "without", "--", "dashes") == "without -- dashes\n"
    assert mw("lock", "-n", "build", "--", "sh", "-c", "exit 9", code=9) == ""
    assert mw("lock", "build", "-W", "1", "--", "sh", "-c", "kill -15 $$", code=143) == ""
    assert "can't run 'nix-da'" in mw.fails(127, "lock", "build", "--", "nix-da",
                                                env={"PATH": "/usr/bin:/bin"})
    assert mw("lock", "build", "--", "cat", input=b"through") == "through"


def test_the_mutex_is_made_and_gone_with_it(mw):
    assert mw("lock", "build", "--", "mapwire", "ls", "--names") == "build\n"
    assert mw.files() == []


def test_only_one_at_a_time(mw):
    counter = mw.base / "counter"
    counter.write_text("0")
    script = f'n=$(cat {counter}); sleep 0.01; echo $((n + 1)) > {counter}'
    processes = [mw.start("lock", "count", "--", "sh", "-c", script) for _ in range(12)]
    for process in processes:
        end(process)
    assert counter.read_text() == "12\n"


def test_nonblock_and_timeout_and_the_conflict_code(mw):
    holder = holding(mw)
    assert "'build' is locked by somebody else" in mw.fails(4, "lock", "-n", "build", "--", "true")
    before = time.monotonic()
    mw.fails(124, "lock", "-W", "0.2", "build", "--", "true")
    assert time.monotonic() - before >= 0.2
    mw.fails(75, "lock", "-n", "-E", "75", "build", "--", "true")
    mw.fails(0, "lock", "-W0.01", "--conflict-exit-code=0", "build", "--", "true")
    assert mw("lock", "-nq", "build", "--", "true", code=4) == "" and mw.err == ""
    end(holder)
    mw("lock", "-n", "build", "--", "true")


def test_who_waits_gets_it(mw):
    holder = holding(mw)
    waiter = mw.start("lock", "build", "--", "echo", "mine")
    mw.has_waiters("build")
    end(holder)
    assert end(waiter) == "mine\n"


def test_a_killed_owner_is_told_and_its_command_ended(mw):
    mw.hold("mutex", "build")
    file = mw.base / "ended"
    holder = holding(mw, command=f"trap 'echo > {file}; exit' TERM; echo; while :; do sleep 0.05; "
                                 "done")
    holder.kill()
    holder.wait()
    out = mw("lock", "build", "--", "sh", "-c", "echo $MAPWIRE_ABANDONED")
    assert out == "1\n"
    assert "the last owner of 'build' ended without unlocking it" in mw.err
    assert mw("lock", "build", "--", "sh", "-c", "echo $MAPWIRE_ABANDONED",
              env={"MAPWIRE_ABANDONED": "1"}) == "\n"
    until(file.exists)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_passed_on_and_the_lock_held_to_the_end(mw, number):
    name = signal.Signals(number).name[3:]
    go = mw.base / "go"
    holder = holding(mw, command=f"trap 'echo caught; while [ ! -e {go} ]; do sleep 0.02; done; "
                                 f"exit 5' {name}; echo; while :; do sleep 0.02; done")
    holder.send_signal(number)
    assert holder.stdout.readline() == b"caught\n"
    mw.fails(4, "lock", "-n", "build", "--", "true")
    go.touch()
    end(holder, code=5)
    assert mw.files() == []


def test_a_signal_while_it_waits_ends_it_without_the_command(mw):
    holder = holding(mw)
    waiter = mw.start("lock", "build", "--", "echo", "never")
    mw.has_waiters("build")
    waiter.send_signal(signal.SIGINT)
    assert waiter.communicate(timeout=PATIENCE) == (b"", b"")
    assert waiter.returncode == -signal.SIGINT
    end(holder)


def test_a_stopped_owner_stays_owner(mw):
    holder = holding(mw)
    holder.send_signal(signal.SIGSTOP)
    mw.fails(124, "lock", "-W", "0.2", "build", "--", "true")
    holder.send_signal(signal.SIGCONT)
    end(holder)


def test_of_another_kind(mw):
    mw.hold("event", "ready")
    assert "'ready' is an event, not a mutex" in mw.fails(4, "lock", "ready", "--", "true")
