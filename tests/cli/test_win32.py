# SPDX-License-Identifier: MIT
"""win32 --check: what a program for Windows will find."""
import re
import subprocess

from conftest import ROOT

SOURCE = """\
#include <Windows.h>
#include <winsock2.h>
#include "own.h"
/* CreateWindowExA( */ // RegOpenKeyExA(
int main(void)
{
        HANDLE event = CreateEvent(NULL, TRUE, FALSE, "CreateProcess(");
        WSADATA data;

        PulseEvent(event);
        RegOpenKeyExA(0);
        mine(SetEvent (event), "\\\\"); RegOpenKeyExA(1);
        const char *raw = R"x( RegCloseKey( )" )x";
        return WSAStartup != NULL;
}
"""


def check(mw, tmp_path, source, *options, code=0):
    path = tmp_path / "prog.c"
    path.write_text(source)
    return mw("win32", "--check", *options, str(path), code=code).replace(str(path), "prog.c")


def test_it_tells_what_is_missing_and_what_differs(mw, tmp_path):
    lines = check(mw, tmp_path, SOURCE, code=1).splitlines()
    assert lines[0] == "prog.c:2: <winsock2.h> is missing (a header)"
    assert lines[1] == "prog.c:8: WSADATA is missing (a type)"
    assert lines[2].startswith("prog.c:10: PulseEvent differs: releases exactly those who wait")
    assert lines[3] == "prog.c:11: RegOpenKeyExA is missing (a call of advapi32)"
    assert lines[4].endswith(" 1 of them differ; missing: 3")
    assert len(lines) == 5


def test_of_some_that_are_missing_it_tells_the_way_out(mw, tmp_path):
    source = "int main(void) { return GetAsyncKeyState(27) || ReadConsoleOutputA(0); }\n"
    lines = check(mw, tmp_path, source, code=1).splitlines()
    assert lines[0].startswith("prog.c:1: GetAsyncKeyState is missing (a call of user32): ")
    assert "_kbhit" in lines[0]
    assert lines[1].startswith("prog.c:1: ReadConsoleOutputA is missing (a call of kernel32): ")
    assert "WriteConsoleOutput" in lines[1]


def test_json_tells_every_name_once(mw, tmp_path):
    path = tmp_path / "prog.c"
    path.write_text(SOURCE)
    told = {one["name"]: one for one in mw.json("win32", "--check", str(path), code=1)}
    assert told["RegOpenKeyExA"]["count"] == 2 and told["RegOpenKeyExA"]["library"] == "advapi32"
    assert told["RegOpenKeyExA"]["state"] == "missing" and told["RegOpenKeyExA"]["kind"] == "call"
    assert told["SetEvent"]["state"] == "there" and told["HANDLE"]["kind"] == "type"
    assert told["PulseEvent"]["state"] == "differs" and "waiter" in told["PulseEvent"]["note"]
    assert not {"CreateWindowExA", "CreateProcess", "RegCloseKey", "mine", "WSAStartup"} & set(told)


def test_a_program_that_has_all_is_told_so(mw, tmp_path):
    source = "#include <windows.h>\nint main(void) { return CloseHandle(0); }\n"
    assert check(mw, tmp_path, source).splitlines() == [
        "prog.c: 2 of Windows' names are there, 0 of them differ; missing: 0"]
    assert "prog.c:2: CloseHandle is there" in check(mw, tmp_path, source, "--all")


def test_a_header_of_the_programs_own(mw, tmp_path):
    (tmp_path / "winsock2.h").write_text("")
    check(mw, tmp_path, '#include "winsock2.h"\n')
    check(mw, tmp_path, "#include <winsock2.h>\n", code=1)


def test_a_file_as_windows_editors_save_it(mw, tmp_path):
    path = tmp_path / "prog.c"
    path.write_bytes(b"\xef\xbb\xbf#include <winsock2.h>\r\nint main(void) { return 0; }\r\n")
    told = mw("win32", "--check", str(path), code=1)
    assert f"{path}:1: <winsock2.h> is missing" in told


def test_what_is_wrong_is_said(mw, tmp_path):
    assert "no such file" in mw.fails(3, "win32", "--check", str(tmp_path / "none.c")).lower()
    assert "--check is all" in mw.fails(2, "win32", "prog.c")
    mw.fails(2, "win32", "--check")


def test_a_directory_is_no_source(mw, tmp_path):
    assert "Is a directory" in mw.fails(1, "win32", "--check", str(tmp_path))


def test_any_bytes_are_read_to_their_end(mw, tmp_path):
    for source in ("", '"', "'", "/*", "//", "#", "#include", "#include <", 'R"(',
                   "\0\xff\\", "x" * 9999,
                   "#include <" + "y" * 9999 + ">", "\\\n" * 99, "CreateFile"):
        check(mw, tmp_path, source)


def test_its_table_is_the_headers(mw, tmp_path):
    """A function that a header declares is there, by each of its names."""
    out = subprocess.run([ROOT / "scripts/win32-names", "--symbols"], stdout=subprocess.PIPE,
                         check=True).stdout.decode().split()
    names = [name for name in out if re.match(r"[A-Z]", name)]
    assert len(names) > 200
    source = "".join(f"{name}(0);\n" for name in names)
    path = tmp_path / "all.c"
    path.write_text(source)
    told = {one["name"]: one["state"] for one in mw.json("win32", "--check", str(path))}
    assert set(names) <= set(told) and "missing" not in told.values()


def test_where_a_program_of_cpp_begins(mw, tmp_path):
    def told(name, source):
        path = tmp_path / name
        path.write_text(source)
        return [one["name"] for one in mw.json("win32", "--check", str(path))
                if one["name"] in ("void main", "wmain", "_tmain")]
    ends = "int wmain() { if (1) { return 1; } run(); }\nint after() { return 2; }\n"
    assert told("a.cpp", "void main(void) { return; }\n") == ["void main"]
    assert told("a.c", "void main(void) { return; }\n" + ends) == []
    assert told("b.cpp", "int _tmain();\n" + ends) == ["wmain"]
    assert told("c.cpp", "int _tmain(int n, char **v) { run(); return 0; }\n") == []
    assert told("d.cpp", "void wmain() { run(); }\nint main() { run(); }\n") == []
