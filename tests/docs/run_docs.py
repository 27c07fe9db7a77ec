#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""run_docs.py BUILD DOCUMENT.md: do what a document tells its reader to do.

From the document's fenced blocks, in their order, one bash script is made:

    ```c file=NAME     is written to the file NAME (any language, as long as it has file=)
    ```sh              is run; each command must succeed
    ```text            right behind such a block: what it prints, "..." standing for anything
                       within a line, a line "..." for any number of lines
    ```shell           is for commands that the test run itself consists of: ./run ... only

The script runs in an empty directory, with the tool and the pkg-config files of the build tree
BUILD and a namespace of its own. Afterwards that namespace must be empty, too.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from home import home

FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.M | re.S)
MARK = "\036"
TIMEOUT_S = 120


def blocks(text):
    """[(language, options, body, line, gap)]: gap is what stands between it and the one before."""
    end = 0
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield match[1], match[2].strip(), match[3], line, text[end:match.start()].strip()
        end = match.end()


def pattern(expected):
    """A regular expression for the text with its dots."""
    lines = [".*" if line.strip() == "..." else
             ".*?".join(re.escape(part) for part in re.sub(r"\s+", " ", line.strip()).split("..."))
             for line in expected.strip().splitlines()]
    return re.compile("\n".join(lines).replace("\n.*\n", "\n(?:.*\n)*"))


def squeeze(text):
    """Blanks within lines don't count: tables fit themselves to their content. Nor does the one
    line of `mapwire create` in the background, which comes when it comes."""
    text = re.sub(r"^(?:created|opened) \w+ \w+\n", "", text, flags=re.M)
    return "\n".join(re.sub(r"\s+", " ", line.strip()) for line in text.strip().splitlines())


def read(path):
    """(script, {number: (line, expected output)})."""
    script, wanted, number, last = ["set -euo pipefail\n"], {}, 0, None
    for language, options, body, line, gap in blocks(path.read_text()):
        file = re.search(r"\bfile=(\S+)", options)
        if file:
            script.append(f"cat >{file[1]} <<'END_OF_THE_BLOCK'\n{body}END_OF_THE_BLOCK\n")
        elif language == "sh":
            number += 1
            wanted[number] = (line, None)
            script.append(f"printf '{MARK}{number}\\n'; printf '{MARK}{number}\\n' >&2\n{body}")
        elif language == "text" and last == "sh" and not gap:
            wanted[number] = (wanted[number][0], body)
        elif language == "shell":
            for command in body.splitlines():
                if not re.match(r"(git clone|cd|\./run) ?", command):
                    sys.exit(f"{path.name}:{line}: '{command}' is run by nobody (use ```sh)")
        last = None if file else language
    return "".join(script), wanted


def output_of(text):
    """{number: what that block printed}."""
    parts = text.split(MARK)
    return {int(part.split("\n", 1)[0]): part.split("\n", 1)[1] for part in parts[1:]}


def run(script, build, names, scratch):
    environment = dict(os.environ, MAPWIRE_DIR=names,
                       MAPWIRE_GLOBAL_DIR=f"{os.path.dirname(names)}/global",
                       LC_ALL="C.UTF-8", NO_COLOR="1",
                       PATH=f"{build}/cli:{os.environ['PATH']}",
                       PKG_CONFIG_PATH=f"{build}/pkgconfig")
    shell = subprocess.Popen(["bash", "-c", script], cwd=scratch, env=environment, text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, errors = shell.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        out, errors = shell.communicate()
        errors += f"\n(killed after {TIMEOUT_S} s)"
        return 124, out, errors
    return shell.returncode, out, errors


def judge(path, wanted, status, out, errors, left):
    """The number of blocks that did not do what the document says."""
    printed, said, failed = output_of(out), output_of(errors), 0
    for number, (line, expected) in wanted.items():
        fault = None
        if number not in printed:
            fault = "was not reached"
        elif number == max(printed) and status != 0:
            fault = f"ended with {status}"
        elif expected is not None and not pattern(expected).fullmatch(squeeze(printed[number])):
            fault = f"should print\n{squeeze(expected)}\nand printed\n{squeeze(printed[number])}"
        if fault:
            failed += 1
            print(f"{path.name}:{line}: the block {fault}\n{said.get(number, '')}", file=sys.stderr)
    if left:
        failed += 1
        print(f"{path.name}: afterwards there is {', '.join(left)}", file=sys.stderr)
    return failed


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[0])
    build, path = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    script, wanted = read(path)
    with home("/tmp") as disk, home() as memory:
        scratch, names = f"{disk}/scratch", f"{memory}/local"
        os.mkdir(scratch)
        os.mkdir(names, 0o700)
        status, out, errors = run(script, build, names, scratch)
        left = os.listdir(names)
    failed = judge(path, wanted, status, out, errors, left)
    print(f"{len(wanted) + 1 - failed} passed, {failed} failed")
    return 1 if failed or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
