# SPDX-License-Identifier: MIT
"""create mapping, read, write, dump."""
import base64
import os
import subprocess

import pytest

from conftest import end, until


def test_the_exchange_without_code(mw):
    mw.hold("mapping", "cam", "--size", "100")
    mw("write", "cam", "-m", "Information From Server", "--nul")
    assert mw("read", "cam", "--text") == "Information From Server\n"
    assert mw("read", "cam") == "Information From Server" + "\0" * 77


def test_a_range_is_moved_exactly(mw):
    data = os.urandom(200_000)
    mw.hold("mapping", "cam", "--size", "1M")
    mw("write", "cam", "--offset", "70001", input=data)
    assert mw("read", "cam", "--offset", "70001", "--size", "200000", text=False) == data
    whole = mw("read", "cam", text=False)
    assert len(whole) == 1 << 20
    assert whole == bytes(70001) + data + bytes((1 << 20) - 70001 - 200_000)


def test_more_than_one_view_is_walked_through(mw):
    mw.hold("mapping", "big", "--size", "130M")
    mw("write", "big", "--offset", "67108860", "-m", "over the edge")
    assert mw("read", "big", "--offset", "67108860", "--text") == "over the edge\n"
    out = mw.shell("head -c 136314880 /dev/zero | tr '\\0' x | mapwire write big && "
                   "mapwire read big | tr -d x | wc -c && mapwire read big | wc -c")
    assert out.split() == ["0", "136314880"]
    assert mw("dump", "big").splitlines() == [
        "00000000  " + "78 " * 8 + " " + "78 " * 8 + " |" + "x" * 16 + "|", "*", "08200000"]


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 4095, 4096, 65537])
def test_dump_is_hexdump(mw, size):
    data = (os.urandom(40) + bytes(100) + b"text\n" * 20)
    data = (data * (size // len(data) + 1))[:size]
    mw.hold("mapping", "m", "--size", "128K")
    mw("write", "m", "--offset", "5", input=data)
    out = mw("dump", "m", "--offset", "5", "--size", str(size))
    assert out == hexdump(data, 5, True)
    assert mw("dump", "m", "--offset", "5", "--size", str(size), "-v") == hexdump(data, 5, False)
    told = mw.json("dump", "m", "--offset", "5", "--size", str(size))[0]
    assert bytes.fromhex(told["hex"]) == data
    assert (told["offset_bytes"], told["size_bytes"], told["kind"]) == (5, size, "mapping")


def hexdump(data, start, squeeze):
    """What hexdump -C (or -Cv) prints."""
    lines, last, starred = [], None, False
    for i in range(0, len(data), 16):
        row = data[i:i + 16]
        if squeeze and row == last and len(row) == 16:
            if not starred:
                lines.append("*")
            starred = True
            continue
        last, starred = row, False
        hexes = [f"{byte:02x}" for byte in row]
        left, right = " ".join(hexes[:8]), " ".join(hexes[8:])
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(f"{start + i:08x}  {left:<23}  {right:<23}  |{text}|")
    if data:
        lines.append(f"{start + len(data):08x}")
    return "".join(line + "\n" for line in lines)


def test_json_holds_text_or_base64(mw):
    mw.hold("mapping", "m", "--size", "64")
    text = 'quote " backslash \\ tab \t nul \0 e-acute \u00e9 smile \U0001f600 del \x7f'
    mw("write", "m", input=text.encode())
    size = len(text.encode())
    told = mw.json("read", "m", "--size", str(size))[0]
    assert told == {"name": "m", "offset_bytes": 0, "size_bytes": size, "text": text}
    for data in (b"\xff\xfe", b"a\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x80"):
        mw("write", "m", input=data)
        told = mw.json("read", "m", "--size", str(len(data)))[0]
        assert base64.b64decode(told["base64"], validate=True) == data
        assert "text" not in told
    mw("write", "m", "-m", "up to here", "-z")
    assert mw.json("read", "m", "--text")[0]["text"] == "up to here"


def test_write_tells_what_it_did(mw):
    mw.hold("mapping", "m", "--size", "64")
    assert mw.json("write", "m", "-m", "abc", "--offset", "3") == [
        {"name": "m", "offset_bytes": 3, "written_bytes": 3}]
    assert mw.json("write", "m", "-z", input=b"12345")[0]["written_bytes"] == 6


def test_write_can_clear_the_rest(mw):
    mw.hold("mapping", "m", "--size", "10")
    mw("write", "m", "-m", "xxxxxxxxxx")
    mw("write", "m", "-m", "ab", "--offset", "2", "--size", "5", "--zero-rest")
    assert mw("read", "m") == "xxab\0\0\0xxx"


def test_what_is_known_to_be_too_long_changes_nothing(mw, tmp_path):
    mw.hold("mapping", "m", "--size", "10")
    mw("write", "m", "-m", "0123456789")
    long = tmp_path / "long"
    long.write_bytes(b"x" * 11)
    with open(long, "rb") as file:
        err = mw.fails(4, "write", "m", stdin=file)
    assert "11 bytes do not fit" in err and "nothing was written" in err
    assert "nothing was written" in mw.fails(4, "write", "m", "-m", "y" * 11)
    assert "nothing was written" in mw.fails(4, "write", "m", "-m", "y" * 10, "--nul")
    assert "nothing was written" in mw.fails(4, "write", "m", "-m", "yy", "--offset", "9")
    with open(long, "rb") as file:
        os.lseek(file.fileno(), 1, os.SEEK_SET)
        mw.fails(4, "write", "m", "--nul", stdin=file)
    assert mw("read", "m") == "0123456789"
    with open(long, "rb") as file:
        mw("write", "m", "--size", "4", stdin=file)
    assert mw("read", "m") == "xxxx456789"


def test_of_a_pipe_that_is_too_long_what_fits_is_written(mw):
    mw.hold("mapping", "m", "--size", "10")
    err = mw.fails(4, "write", "m", input=b"a" * 11)
    assert "the first 10 bytes of the input were written" in err
    assert mw("read", "m") == "a" * 10
    mw("write", "m", input=b"b" * 10)
    assert "no room for the zero byte" in mw.fails(4, "write", "m", "--nul", input=b"c" * 10)


def test_a_range_past_the_end_is_refused(mw):
    mw.hold("mapping", "m", "--size", "10")
    for verb in ("read", "dump", "write"):
        err = mw.fails(2, verb, "m", "--offset", "11")
        assert "past the end of 'm', which has 10 bytes" in err
        assert "past the end" in mw.fails(2, verb, "m", "--offset", "3", "--size", "8")
    assert mw("read", "m", "--offset", "10") == ""
    assert mw("read", "m", "--size", "0") == ""


def test_a_mapping_that_is_not_there(mw):
    for verb in ("read", "dump", "write"):
        assert ("no mapping 'nix' in Local\\ (create it: mapwire create mapping nix --size 1M)"
                in mw.fails(3, verb, "nix"))
    assert "in Global\\ (create it: mapwire create mapping 'Global\\nix'" in mw.fails(
        3, "read", "Global\\nix")
    mw.hold("mapping", "camera", "--size", "1")
    assert "did you mean 'camera'?" in mw.fails(3, "read", "camrea")
    mw.hold("event", "cmaera")
    assert "did you mean 'camera'?" in mw.fails(3, "read", "camea")


def test_an_object_of_another_kind(mw):
    mw.hold("event", "e")
    assert "'e' is an event, not a mapping" in mw.fails(4, "read", "e")
    assert "'e' is an event, not a mapping" in mw.fails(4, "write", "e")
    assert "it has no bytes" in mw.fails(2, "dump", "e", "--size", "1")


def test_creating_one_that_exists_joins_it_or_fails(mw):
    first = mw.hold("mapping", "m", "--size", "4K")
    mw("write", "m", "-m", "kept")
    second = mw.start("create", "mapping", "m", "--size", "8K")
    assert second.stdout.readline() == b"opened mapping m\n"
    end(first)
    assert mw("read", "m", "--size", "4") == "kept"
    assert "'m' exists already, and its size is 4K" in second.communicate()[1].decode()
    mw.hold("mapping", "x", "--size", "1")
    assert "exist" in mw.fails(4, "create", "mapping", "x", "--size", "1", "--exclusive")
    assert "'x' is a mapping, not an event" in mw.fails(4, "create", "event", "x")


def test_a_file_behind_a_mapping(mw, tmp_path):
    path = tmp_path / "orders.bin"
    path.write_bytes(b"hello")
    holder = mw.hold("mapping", "orders", "--file", str(path))
    assert mw("read", "orders") == "hello"
    mw("write", "orders", "-m", "HE", "--flush")
    assert path.read_bytes() == b"HEllo"
    told = mw.json("info", "orders")[0]
    assert told["backing"] == "file" and told["file_path"] == str(path)
    assert told["size_bytes"] == 5
    assert str(path) in mw("ls", "orders")
    end(holder)
    mw.hold("mapping", "orders", "--file", str(path), "--size", "10")
    assert mw("read", "orders") == "HEllo" + "\0" * 5


def test_an_empty_file_can_not_be_mapped(mw, tmp_path):
    path = tmp_path / "empty"
    path.touch()
    assert "empty" in mw.fails(1, "create", "mapping", "m", "--file", str(path))


def test_a_file_that_was_cut_is_data_lost_and_no_signal(mw, tmp_path):
    path = tmp_path / "cut"
    mw.hold("mapping", "m", "--file", str(path), "--size", "128K")
    writer = mw.start("write", "m", "--offset", "64K")
    until(lambda: len(mw.json("info", "m")[0]["holders"]) == 2)
    os.truncate(path, 100)
    out, err = writer.communicate(input=b"x" * 5000)
    assert writer.returncode == 7, (out, err)
    assert b"truncated" in err
    mw.fails(7, "read", "m", "--offset", "64K")
    mw.fails(7, "dump", "m")


def test_a_lazy_mapping_may_be_a_tebibyte(mw):
    mw.hold("mapping", "huge", "--size", "1T", "--lazy")
    told = mw.json("info", "huge")[0]
    assert told["size_bytes"] == 1 << 40 and told["backing"] == "lazy"
    assert told["used_bytes"] < 1 << 20
    mw("write", "huge", "--offset", "1023G", "-m", "far away")
    assert mw("read", "huge", "--offset", "1023G", "--size", "8") == "far away"
    assert mw("read", "huge", "--offset", "1023G", "--text") == "far away\n"
    assert "say --size" in mw.fails(2, "read", "huge")
    assert "say --size" in mw.fails(2, "dump", "huge")
    assert "ff800000" not in mw("dump", "huge", "--size", "16")


def test_space_that_is_not_there_is_refused(mw):
    if os.statvfs(mw.directory).f_blocks * os.statvfs(mw.directory).f_frsize > 1 << 46:
        pytest.skip("the file system is too large to be filled")
    err = mw.fails(4, "create", "mapping", "huge", "--size", "1P")
    assert "space" in err
    assert mw.files() == []


@pytest.mark.parametrize("words, text", [
    (("mapping", "m"), "how large?"),
    (("mapping", "m", "--size", "0"), "--size 0 needs --file"),
    (("mapping", "m", "--size", "1", "--auto-reset"), "--auto-reset is not for a mapping"),
    (("mapping", "m", "--size", "1", "--lazy", "--file", "/tmp/x"), "--lazy is for memory"),
    (("event", "e", "--max", "3"), "--max is not for an event"),
    (("mutex", "e", "--size", "3"), "--size is not for a mutex"),
    (("semaphore", "e", "--locked"), "--locked is not for a semaphore"),
    (("semaphore", "e", "--initial", "3", "--max", "2"), "--initial 3 is more than --max 2"),
    (("semaphore", "e", "--max", "0"), "--max is a number from 1"),
    (("semaphore", "e", "--max", "536870912"), "--max is a number from 1"),
    (("semaphore", "e", "--initial", "-1"), "--initial is a number from 0"),
    (("mapping", "m", "--file", ""), "--file needs the path"),
    (("queue", "e"), "'queue' is no kind of object"),
    (("event",), "something is missing"),
    (("event", "e", "--mode", "888"), "--mode is octal"),
    (("event", "e", "-W", "x"), "a number of seconds"),
])
def test_create_refuses_what_makes_no_sense(mw, words, text):
    assert text in mw.fails(2, "create", *words)


@pytest.mark.parametrize("more", [(), ("--size", "10"), ("--size", "0")])
def test_a_file_that_is_not_there_is_told_and_not_the_name(mw, tmp_path, more):
    path = str(tmp_path / "missing" / "file")
    err = mw.fails(3, "create", "mapping", "m", "--file", path, *more)
    assert path in err and "No such file" in err and "create it" not in err


def test_a_lazy_mapping_on_a_full_file_system(mw):
    """There is no room for what is read: that is not a file that somebody cut."""
    place = mw.base / "small"
    place.mkdir()
    script = f"""
        mount -t tmpfs -o size=256k,mode=700 none {place} || exit 77
        export MAPWIRE_DIR={place}
        mapwire create mapping big --lazy --size 1G -- sh -c '
            mapwire wait --exists big
            head -c 2M /dev/zero | mapwire write big; echo $?
            mapwire read big --size 2M >{mw.base}/read; echo $?
            mapwire read big --size 2M --json >/dev/null; echo $?
            mapwire dump big --size 2M >/dev/null; echo $?'
        rm -f {place}/%registry"""
    done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
                          env=mw.env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60)
    place.rmdir()
    (mw.base / "read").unlink(missing_ok=True)
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("no mounts in a user namespace here")
    assert done.stdout.split() == ["4"] * 4, done.stderr
    assert done.stderr.count("no space left for all of 'big'") == 3
    assert "for big (df tells how much there is)" in done.stderr
    assert "truncated" not in done.stderr


@pytest.mark.parametrize("name", ["a\\b", "Nirgends\\x", "Local\\", "x" * 1025])
def test_malformed_names_are_usage_errors(mw, name):
    mw.fails(2, "create", "event", name, "-W", "0")
    mw.fails(2, "read", name)


def test_progress_is_for_terminals_only(mw):
    mw.hold("mapping", "m", "--size", "64")
    process = mw.start("write", "m")
    process.stdin.write(b"x")
    process.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.7)
    out, err = process.communicate(input=b"y")
    assert (process.returncode, out, err) == (0, b"", b"")
    assert mw("read", "m", "--size", "2") == "xy"
