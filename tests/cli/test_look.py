# SPDX-License-Identifier: MIT
"""ls, info, dump of a state, gc, doctor; and names of all sorts."""
import json
import os
import resource
import stat
import subprocess
import time

import pytest

from conftest import end, until


def test_an_empty_namespace(mw):
    assert mw("ls") == "" == mw("ls", "--names") == mw("ls", "--json")
    assert "nothing matches 'x*'" in mw.fails(3, "ls", "x*")


def make_all(mw):
    mw.hold("mapping", "cam", "--size", "1M")
    mw.hold("event", "ready", "--auto-reset", "--signalled")
    mw.hold("mutex", "build", "--locked")
    mw.hold("semaphore", "slots", "--initial", "2", "--max", "5")


def test_ls_is_a_table(mw):
    make_all(mw)
    lines = mw("ls").splitlines()
    assert lines[0].split() == ["NAME", "KIND", "SIZE", "STATE", "AGE", "BACKING"]
    rows = [line.split() for line in lines[1:]]
    assert [row[:2] for row in rows] == [["build", "mutex"], ["cam", "mapping"],
                                         ["ready", "event"], ["slots", "semaphore"]]
    assert rows[0][3] == "owned" and rows[1][2] == "1M" and rows[1][-1] == "memory"
    assert "set, auto" in lines[3] and "2 of 5" in lines[4]


def test_ls_filters(mw):
    make_all(mw)
    assert mw("ls", "--names") == "build\ncam\nready\nslots\n"
    assert mw("ls", "--names", "--kind", "event") == "ready\n"
    assert mw("ls", "--names", "[bc]*", "sl?ts") == "build\ncam\nslots\n"
    assert mw("ls", "--names", "Local\\cam") == "cam\n"
    assert mw("ls", "--names", "--local") == "build\ncam\nready\nslots\n"
    assert mw("ls", "--names", "--global") == ""
    assert mw.json("ls", "--names", "cam") == [{"name": "cam"}]


def test_ls_and_info_tell_the_holders(mw):
    first = mw.hold("mapping", "cam", "--size", "1")
    second = mw.start("create", "mapping", "cam", "--size", "1")
    second.stdout.readline()
    pids = sorted([first.pid, second.pid])
    assert f"{pids[0]}:mapwire,{pids[1]}:mapwire" in mw("ls", "-l")
    assert mw.json("ls", "--holders") == mw.json("ls", "-l")
    for told in mw.json("ls", "-l") + mw.json("info", "cam"):
        assert [holder["pid"] for holder in told["holders"]] == pids
        assert told["holder_count"] == 2
    assert f"{first.pid} mapwire" in mw("info", "cam")


FIELDS = {"name", "kind", "namespace", "state", "used_bytes", "owner_uid", "mode", "creator_pid",
          "created_unix", "id"}


def test_the_fields_of_json_are_these(mw):
    make_all(mw)
    told = {entry["name"]: entry for entry in mw.json("ls")}
    own = {"cam": {"size_bytes", "backing"},
           "ready": {"is_auto_reset", "is_signalled", "has_waiters"},
           "build": {"is_free", "is_abandoned", "depth", "has_waiters"},
           "slots": {"count", "max_count", "has_waiters"}}
    assert told.keys() == own.keys()
    for name, entry in told.items():
        assert set(entry) == FIELDS | own[name]
        assert entry["state"] == "live" and entry["namespace"] == "Local"
        assert entry["owner_uid"] == os.geteuid() and entry["mode"] == "0600"
        assert abs(entry["created_unix"] - time.time()) < 60
        assert len(entry["id"]) == 16
    assert (told["cam"]["size_bytes"], told["cam"]["backing"]) == (1 << 20, "memory")
    assert (told["ready"]["is_auto_reset"], told["ready"]["is_signalled"]) == (True, True)
    assert (told["build"]["is_free"], told["build"]["depth"]) == (False, 1)
    assert (told["slots"]["count"], told["slots"]["max_count"]) == (2, 5)
    assert len({entry["id"] for entry in told.values()}) == 4


def test_info_of_several_and_of_none(mw):
    make_all(mw)
    out = mw("info", "cam", "slots")
    assert "1048576 bytes (1M)" in out and "2 of 5" in out and "\n\n" in out
    assert mw("info", "nix", "cam", code=3).count("name ") == 1
    assert "no object 'nix'" in mw.err
    assert "did you mean 'slots'?" in mw.fails(3, "info", "slot")


def test_dump_of_what_has_no_bytes_is_its_state(mw):
    make_all(mw)
    assert "type       auto-reset" in mw("dump", "ready")
    assert "a thread has it" in mw("dump", "build")
    assert mw.json("dump", "slots")[0]["count"] == 2


ODD_NAMES = ["with space", "quote'double\"", "tab\there", "new\nline", "esc\x1b[31m",
             "\u00e9\u4e2d", "\U0001f600", "a/b/../c", "-n", "--help", "100%", "%s%n", "star*", ".",
             "..", ".hidden", "c1\u009bx", b"raw\xff\xfe", b"half\xc3", "x" * 1024]


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_odd_names_survive(mw, name):
    raw = name if isinstance(name, bytes) else name.encode()
    # For create "--" begins a command, so a name like an option is given its prefix.
    holder = mw.start("create", "event", (b"Local\\" if raw.startswith(b"-") else b"") + raw)
    line = holder.stdout.readline()
    assert line.startswith(b"created event "), holder.stderr.read()
    printed = mw("ls", "--names")
    assert printed.count("\n") == 1 and all(c >= " " and c != "\x7f" for c in printed[:-1])
    told = mw.json("ls")[0]
    assert told["name"].encode() == raw or bytes.fromhex(told["name_hex"]) == raw
    assert ("name_hex" in told) == (raw.decode("utf-8", "replace").encode() != raw)
    mw("set", "--", printed[:-1])           # what ls prints can be typed
    mw("set", "--", raw)
    for words in (("info",), ("dump",), ("wait", "-W", "0")):
        mw.json(*words, "--", printed[:-1])
        out = mw(*words, "--", raw)
        assert "\x1b" not in out
    assert mw.json("info", "--", raw)[0]["is_signalled"] is True


def test_errors_print_odd_names_escaped(mw):
    err = mw.fails(3, "info", b"evil\x1b[2J\xff")
    assert "evil\\x1b[2J\\xff" in err and "\x1b" not in err


def test_what_the_dead_left_is_shown_on_request_and_swept(mw):
    holder = mw.hold("mapping", "cam", "--size", "64K")
    holder.kill()
    holder.wait()
    assert mw("ls") == ""
    assert "leftover" in mw("ls", "-a")
    assert mw.json("ls", "--all")[0]["state"] == "leftover"
    assert "leftover: nobody holds it" in mw("info", "cam", code=3)
    mw.fails(3, "read", "cam")
    again = mw.hold("mapping", "other", "--size", "64K")
    again.kill()
    again.wait()
    dry = mw.json("gc", "--dry-run", "--local")[0]
    assert dry["dry_run"] is True and dry["removed"] >= 1 and dry["removed_bytes"] >= 65536
    assert dry["directory"] == str(mw.directory)
    assert "would remove" in mw("gc", "-n")
    assert mw.files() != []
    assert "Local\\  removed" in mw("gc")
    assert mw.files() == []
    assert [entry["removed"] for entry in mw.json("gc")] == [0, 0]


def test_gc_leaves_alone_what_is_held(mw):
    make_all(mw)
    before = mw.files()
    assert mw.json("gc")[0]["removed"] == 0
    assert mw.files() == before


def test_a_damaged_control_page_is_told(mw):
    holder = mw.hold("mapping", "cam", "--size", "4K")
    path = mw.directory / [name for name in mw.files() if "cam" in name][0]
    whole = path.read_bytes()
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 4096)
    assert mw.json("ls")[0]["state"] == "damaged"
    mw("info", "cam", code=6)
    for verb in ("read", "dump", "write"):
        mw.fails(6, verb, "cam")
    with open(path, "r+b") as file:
        file.write(whole)
    assert mw.json("ls")[0]["state"] == "live"
    end(holder)


def test_files_that_are_not_ours_are_told_and_left(mw):
    (mw.directory / "stranger").write_text("hello")
    os.mkfifo(mw.directory / "fifo")
    os.symlink("/etc/passwd", mw.directory / "link")
    assert mw("ls") == ""
    mw("ls", "-a")
    mw("ls", "-a", "--json")
    mw.hold("event", "mine")
    assert mw("ls", "--names") == "mine\n"
    for name in ("stranger", "fifo", "link"):
        os.unlink(mw.directory / name)


def test_global_names(mw):
    holder = mw.hold("event", "Global\\ready")
    mw.hold("event", "ready")
    assert mw("ls", "--names") == "ready\nGlobal\\ready\n"
    assert mw("ls", "--names", "--global") == "Global\\ready\n"
    assert mw("ls", "--names", "Global\\*") == "Global\\ready\n"
    mw("set", "Global\\ready")
    assert mw.json("info", "Global\\ready")[0]["is_signalled"] is True
    assert mw.json("info", "ready")[0]["is_signalled"] is False
    assert mw.json("info", "Global\\ready")[0]["namespace"] == "Global"
    end(holder)
    holder = mw.hold("event", "Global\\shared", "--mode", "0666")
    assert mw.json("info", "Global\\shared")[0]["mode"] == "0666"


def test_a_directory_open_to_others_is_refused(mw):
    os.chmod(mw.directory, 0o755)
    assert str(mw.directory) in mw.fails(5, "create", "event", "e")
    assert mw.fails(5, "ls")
    told = {entry["check"]: entry for entry in mw.json("doctor", code=1) if "check" in entry}
    assert told["local"]["verdict"] == "failed"
    os.chmod(mw.directory, 0o700)


@pytest.mark.parametrize("place, code, text", [
    ("missing/deeper", 1, "can't make the directory"),
    ("a-file", 5, "can't open the directory"),
    ("a-link", 5, "it must not be a link"),
    ("x" * 500, 2, "has over 511 bytes"),
])
def test_a_directory_that_can_not_be_is_told(mw, place, code, text):
    (mw.base / "a-file").touch()
    (mw.base / "a-link").symlink_to(mw.directory)
    env = {"MAPWIRE_DIR": str(mw.base / place)}
    for words in (("mapping", "m", "--size", "1"), ("event", "e")):
        assert text in mw.fails(code, "create", *words, env=env)
    told = {entry["check"]: entry for entry in mw.json("doctor", code=1, env=env)
            if "check" in entry}
    assert told["local"]["verdict"] == "failed"


def test_a_directory_that_can_not_be_written(mw):
    """By a user, since root may write everywhere."""
    place = mw.base / "mine"
    place.mkdir(mode=0o500)
    who = {}
    if os.geteuid() == 0:
        os.chmod(mw.base, 0o711)
        os.chown(place, 65534, 65534)
        who = {"user": 65534, "group": 65534, "extra_groups": []}
    env = {**mw.env, "MAPWIRE_DIR": str(place)}

    def run(*words):
        return subprocess.run(["mapwire", *words], env=env, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=30, **who)

    try:
        told = run("doctor")
    except PermissionError:
        pytest.skip("another user can't run this build")
    assert told.returncode == 1 and "nothing can be made in it" in told.stdout
    failed = run("create", "event", "e")
    assert failed.returncode == 5
    assert "can't make a file in" in failed.stderr and "(see: mapwire doctor)" in failed.stderr
    place.rmdir()


def test_doctor_finds_this_machine_well(mw):
    told = mw.json("doctor")
    checks = {entry["check"]: entry for entry in told if "check" in entry}
    assert {"lock-of-mapping", "lock-of-dead", "nameless", "futex", "wake-op", "robust-list",
            "futex-waitv", "reserve", "memfd", "proc", "local", "global", "space", "descriptors",
            "file-size",
            "map-count", "remove-ipc"} == set(checks)
    for entry in checks.values():
        assert entry["verdict"] in ("ok", "note", "lack", "failed", "skipped")
        assert entry["found"] and isinstance(entry["essential"], bool)
        assert (entry["cost"] == "") == (entry["verdict"] == "ok")
        if entry["essential"]:
            assert entry["verdict"] == "ok", entry
    settings = {entry["setting"]: entry for entry in told if "setting" in entry}
    assert settings["MAPWIRE_DIR"]["value"] == str(mw.directory)
    assert settings["MAPWIRE_DIR"]["source"] == "environment"
    assert settings["MAPWIRE_NO_WAITV"]["source"] == "default"
    out = mw("doctor")
    assert out.startswith("ok    a mapping keeps its lock")
    assert "MAPWIRE_DIR" in out


def test_doctor_sees_limits_and_switches(mw):
    def checks(**more):
        done = subprocess.run(["mapwire", "doctor", "--json"], stdout=subprocess.PIPE, check=True,
                              **more)
        return {entry["check"]: entry for entry in map(json.loads, done.stdout.splitlines())
                if "check" in entry}

    assert checks(env={**mw.env, "MAPWIRE_NO_WAITV": "1"})["futex-waitv"]["verdict"] in (
        "note", "lack")
    limited = checks(env=mw.env, preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)))
    assert limited["file-size"]["found"] == "1M" and limited["file-size"]["verdict"] == "lack"
    done = subprocess.run(["mapwire", "doctor"], stdout=subprocess.PIPE, text=True, env=mw.env,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert done.returncode == 1 and "FAIL" in done.stdout and "SETTING" in done.stdout


def test_doctor_sets_the_global_directory_up(mw):
    path = mw.env["MAPWIRE_GLOBAL_DIR"]
    if os.geteuid() != 0:
        assert "only root" in mw.fails(5, "doctor", "--setup-global")
        pytest.skip("the rest needs root")
    os.mkdir(path, 0o777)
    os.chown(path, 12345, 12345)
    assert "user 12345" in mw.fails(5, "create", "event", "Global\\e")
    mw("doctor", "--setup-global")
    found = os.stat(path)
    assert (found.st_uid, stat.S_IMODE(found.st_mode)) == (0, 0o1777)
    mw.hold("event", "Global\\e")
    end(mw.started.pop())
    os.rmdir(path)
    os.symlink("/tmp", path)
    mw("doctor", "--setup-global", code=1)
    os.unlink(path)


def test_what_another_user_does_not_allow_is_told(mw):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    os.chmod(mw.base, 0o711)
    mw("doctor", "--setup-global")
    for kind, name, mode, more in (("event", "e", "0644", ()), ("mutex", "l", "0600", ()),
                                   ("mapping", "m", "0644", ("--size", "9"))):
        mw.hold(kind, f"Global\\{name}", "--mode", mode, *more)
    stranger = {"user": 65534, "group": 65534, "extra_groups": []}
    env = {**mw.env, "MAPWIRE_DIR": str(mw.base / "none")}
    try:
        subprocess.run(["mapwire", "version"], env=env, stdout=subprocess.DEVNULL, check=True,
                       **stranger)
    except PermissionError:
        pytest.skip("another user can't run this build")
    for words in (("set", "Global\\e"), ("wait", "Global\\e"), ("create", "event", "Global\\e"),
                  ("lock", "Global\\l", "--", "true"), ("write", "Global\\m", "-m", "x")):
        done = subprocess.run(["mapwire", *words], env=env, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=30, **stranger)
        name = next(word for word in words if word.startswith("Global"))
        assert done.returncode == 5, (words, done)
        assert f"'{name}' belongs to user 0, and its mode" in done.stderr
        assert ("--for-readers" in done.stderr) == (words[0] == "wait")
    done = subprocess.run(["mapwire", "read", "Global\\m", "--size", "1"], env=env, check=True,
                          stdout=subprocess.PIPE, **stranger)
    assert done.stdout == b"\0"
    for process in mw.started:
        end(process)
    os.rmdir(mw.env["MAPWIRE_GLOBAL_DIR"])


def test_a_file_that_is_no_object(mw):
    path = mw.directory / "text"
    path.write_text("not mapwire's")
    assert mw("ls") == "" and mw.json("ls", "-a")[0]["state"] == "foreign"
    assert "removes it" not in mw("info", "text")
    mw.fails(3, "read", "text")
    mw.fails(124, "wait", "--exists", "text", "-W", "0")
    mw("wait", "--gone", "text", "-W", "0")
    mw("gc")
    path.unlink()


def test_many_objects_are_listed(mw):
    script = "\n".join(f"mapwire create event e{i:03} -W 20 &" for i in range(60))
    process = subprocess.Popen(["sh", "-c", script + "\nwait"], env=mw.env,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    until(lambda: mw("ls", "--names").count("\n") == 60)
    names = mw("ls", "--names").split()
    assert names == sorted(names)
    assert [entry["name"] for entry in mw.json("ls")] == names
    for entry in mw.json("ls"):
        os.kill(entry["creator_pid"], 15)
    process.wait(timeout=30)
    assert mw.files() == []
