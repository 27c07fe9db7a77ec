#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""checks_can_fail.py LIBRARY BUILD: each check of scripts/ finds the fault that it is for.

A copy of the tree is made, every check passes on it or fails as it did on the original; then one
fault at a time is planted, and the check that is for it must say so. A check that never fails
proves nothing. The same for run_docs.py: documents that are not true.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIBRARY = "LIBRARY"
TABLES = ["layout-tables", "--check"]

# (check, file, what to replace: a regular expression, what with, a word of the complaint)
FAULTS = [
    (["check-exports", LIBRARY], "src/mapwire.map", r"mw_event_set;", "", "mw_event_set"),
    (["check-exports", LIBRARY], "src/mapwire.map", r"mw_gc;", "mw_gc;\n        mw_gd;", "mw_gd"),
    (["check-exports", LIBRARY], "src/mapwire.map", r"MAPWIRE_0\.1", "MAPWIRE_0.2", "version"),
    (["check-exports", LIBRARY], "include/mapwire/event.h", r"MW_API int mw_event_reset",
     "int mw_event_reset", "mw_event_reset"),
    (["check-man"], "man/mw_event.3.scd", r"int mw_event_set\(mw_event \*event\);", "",
     "mw_event_set"),
    (["check-man"], "man/mw_event.3.scd", r"wait\(mw_event \*event, int64_t deadline_ns\)",
     "wait(mw_event *event, int deadline)", "the header has"),
    (["check-man"], "man/mw_mutex.3.scd", r"mw_mutex_open, ", "", "NAME and SYNOPSIS"),
    (["check-man"], "man/mw_mutex.3.scd", r"## mw_mutex_lock", "## Locking", "no heading"),
    (["check-man"], "man/mw_wait.3.scd", r"^mw_wait\(3\)", "mw_wait(2)", "first line"),
    (["check-man"], "man/mw_error.3.scd", r"\*MW_EFULL\*", "MW_FULL", "MW_EFULL"),
    (["check-man"], "man/mw_error.3.scd", r"\*mw_mapping\*\(3\)", "*mw_maps*(3)", "mw_maps"),
    (["check-man"], "src/base/limits.h", r"#define MWI_MEMBERS 64u", "#define MWI_MEMBERS 65u",
     "MWI_MEMBERS"),
    (["check-layers"], "src/base/error.c", r'#include "base/error.h"',
     '#include "base/error.h"\n#include "os/os.h"', "not below base"),
    (["check-layers"], "src/object/event.c", r'#include "base/error.h"',
     "#include <unistd.h>", "belongs into src/os"),
    (["check-layers"], "src/namespace/slab.c", r'#include "namespace/slab.h"',
     '#include "namespace/slab.h"\n#include <mapwire/mutex.h>', "above namespace"),
    (["check-layers"], "src/object/object.h", r"\Z", "struct mw_more_shm {\n        int x;\n};\n",
     "shared structure"),
    (["check-layers"], "src/object/object.h", r"\Z", "#ifdef _WIN32\n#endif\n", "_WIN32"),
    (["check-layers"], "include/mapwire/base.h", r"#include <stdint.h>", "#include <unistd.h>",
     "unistd.h"),
    (["check-layers"], "cli/cli.h", r"\Z", "int mwi_secret(void);\n", "public functions"),
    (TABLES, "docs/format.md", r"MW_MAGIC, stored last", "MW_MAGIC", "--write"),
    (TABLES, "docs/format.md", r"<!-- layout: mw_slot_shm -->", "", "0 tables"),
    (TABLES, "src/layout.h", r"/\*  24  8  creator", "/*  20  8  creator", "the one before ends"),
    (TABLES, "src/layout.h", r"/\*  24  8  creator", "/*  24  4  creator", "the comment says"),
    (["check-style"], "src/base/macro.h", r"\Z", "\tint x;\n", "a tab"),
    (["check-style"], "src/base/macro.h", r"\Z", "/* " + 100 * "x" + " */\n", "columns"),
    (["check-style"], "src/base/macro.h", r"\Z", "int x; \n", "a blank"),
    (["check-style"], "src/base/macro.h", r"\Z", "\n", "one newline"),
    (["check-style"], "src/base/macro.h", r"\A/\* SPDX[^\n]*\n", "\n\n\n", "no licence line"),
    (["check-style"], "src/base/macro.h", r"\Z",
     "static int f(int a,\n             int b)\n{\n" + 71 * "        a++;\n" + "}\n", "71 lines"),
    (["check-links"], "README.md", r"\(docs/tutorial\.md\)", "(docs/lesson.md)", "not there"),
    (["check-links"], "README.md", r"\(docs/tutorial\.md\)", "(docs/tutorial.md#nowhere)",
     "no heading"),
]

# (a document, what run_docs.py must say of it)
DOCUMENTS = [
    ("```sh\nfalse\n```\n", "ended with 1"),
    ("```sh\necho a\n```\n\n```text\nb\n```\n", "should print"),
    ("```sh\nexit 0\n```\n\n```sh\necho b\n```\n", "was not reached"),
    ("```sh\ncc no.c\n```\n", "ended with"),
    ("```sh\nmapwire create event x -- sh -c 'kill -9 $PPID' || true\n```\n", "afterwards"),
    ("```shell\nmake\n```\n", "is run by nobody"),
    ("no commands\n", "0 failed"),
]


def run(tree, command, library):
    words = [library if word == LIBRARY else word for word in command]
    result = subprocess.run([tree / "scripts" / words[0], *words[1:]], capture_output=True,
                            text=True)
    return result.returncode, result.stdout + result.stderr


def try_fault(tree, library, fault):
    """None, or what is wrong with the check."""
    command, name, old, new, word = fault
    path = tree / name
    before = path.read_text()
    after, times = re.subn(old, lambda _: new, before, count=1, flags=re.M if old[0] == "^" else 0)
    if not times:
        return f"{name} has no '{old}' to spoil"
    _, said_before = run(tree, command, library)
    path.write_text(after)
    status, said = run(tree, command, library)
    path.write_text(before)
    complaints = [line for line in said.splitlines() if word in line and line not in said_before]
    if status == 0 or not complaints:
        return f"{' '.join(command)} ended with {status}: '{old}' -> '{new[:40]}' in {name}\n{said}"
    return None


def try_document(scratch, build, text, word):
    path = pathlib.Path(scratch) / "document.md"
    path.write_text(text)
    result = subprocess.run([sys.executable, ROOT / "tests/docs/run_docs.py", build, path],
                            capture_output=True, text=True)
    said = result.stdout + result.stderr
    if result.returncode == 0 or word not in said:
        return f"run_docs.py ended with {result.returncode} for\n{text}{said}"
    return None


def main():
    library, build = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        tree = pathlib.Path(scratch) / "tree"
        shutil.copytree(ROOT, tree,
                        ignore=shutil.ignore_patterns(".git", "build*", "__pycache__"))
        for fault in FAULTS:
            wrong = try_fault(tree, library, fault)
            if wrong:
                failed += 1
                print("checks_can_fail:", wrong, file=sys.stderr)
        for text, word in DOCUMENTS:
            wrong = try_document(scratch, build, text, word)
            if wrong:
                failed += 1
                print("checks_can_fail:", wrong, file=sys.stderr)
    print(f"{len(FAULTS) + len(DOCUMENTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
