# SPDX-License-Identifier: MIT
"""demo: the textbook's exchange."""
import os
import re
import signal
import subprocess
import time

import pytest

from conftest import PATIENCE, until

SERVER = "SERVER\nBEFORE RECORD:\nBuffer Is Empty \nAFTER RECORD:\nBuffer Is Empty \n"
CLIENT = "CLIENT\nBEFORE RECORD: \nBuffer Is Empty \nAFTER RECORD: \nInformation From Server\n"


def test_plain_prints_the_textbooks_lines(mw):
    assert mw("demo", "--plain") == SERVER + CLIENT
    assert mw.err == ""
    assert mw.files() == []


def test_two_real_processes_see_one_page(mw):
    steps = mw.json("demo")
    assert steps.pop() == {"done": True, "names_left": 0}
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    first = [step for step in steps if step["process"] == 1]
    second = [step for step in steps if step["process"] == 2]
    assert {step["role"] for step in first} == {"SERVER"}
    assert {step["role"] for step in second} == {"CLIENT"}
    pids = {step["pid"] for step in steps}
    assert len(pids) == 2
    pages = {step["page"] for step in steps if "page" in step}
    assert len(pages) == 1 and re.fullmatch(r"device \w+:\w+ inode \d+", pages.pop())
    addresses = {step["role"]: step["address"] for step in steps if "address" in step}
    assert set(addresses) == {"SERVER", "CLIENT"}
    waits = [step["step"] for step in steps if step["waits"]]
    wakes = [step["step"] for step in steps if step["wakes"]]
    assert len(waits) == len(wakes) == 1 and waits < wakes
    assert steps[wakes[0]]["process"] == 1          # the next step is the woken one's
    assert "woken" in steps[wakes[0]]["result"]
    assert any("Information From Server" in step["result"] for step in second)


def test_the_picture_fits_80_columns(mw):
    out = mw("demo")
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "one page" in out and "the kernel wakes it" in out
    assert "SERVER" in out and "CLIENT" in out
    assert out.endswith("Of the three names nothing is left.\n")
    assert "\033" not in out
    assert "\033" in mw("demo", "--color", "always")


def test_many_at_once_do_not_meet(mw):
    processes = [mw.start("demo", "--plain") for _ in range(6)]
    for process in processes:
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out.decode(), err) == (0, SERVER + CLIENT, b"")


def test_a_pause_pauses(mw):
    before = time.monotonic()
    mw("demo", "--plain", "--pause", "0.02")
    assert time.monotonic() - before >= 0.02 * 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ended_in_the_middle_it_leaves_nothing(mw, number):
    show = subprocess.Popen(["mapwire", "demo", "--pause", "0.1"], env=mw.env,
                            stdout=subprocess.DEVNULL, start_new_session=True)
    until(lambda: mw("ls", "--names").count("\n") == 3)
    if number == signal.SIGINT:
        os.killpg(show.pid, number)     # as a terminal does
    else:
        show.send_signal(number)
    assert show.wait(timeout=PATIENCE) == -number
    until(lambda: mw.files() == [])


def test_without_a_terminal_and_without_input(mw):
    assert mw.shell("mapwire demo --plain < /dev/null 2>&1 | cat") == SERVER + CLIENT
    assert mw.shell("mapwire demo --plain <&-") == SERVER + CLIENT
