# SPDX-License-Identifier: MIT
"""The command line itself: help, options, completion, did-you-mean, the manual page."""
import re
import shutil
import subprocess

import pytest

from conftest import ROOT

VERBS = ("demo ls info create read write dump set reset pulse release wait lock gc doctor "
         "win32 completion version help").split()


def test_without_a_verb_it_shows_the_overview_and_fails(mw):
    mw(code=2)
    assert all(f"  {verb} " in mw.err for verb in VERBS)


def test_help_lists_every_verb(mw):
    out = mw("help")
    assert all(f"  {verb} " in out for verb in VERBS)
    assert mw("--help") == out == mw("-h")
    assert all(len(line) <= 90 for line in out.splitlines())


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_teaches(mw, verb):
    out = mw("help", verb)
    assert out == mw(verb, "--help") == mw(verb, "-h")
    assert out.startswith(f"mapwire {verb}: ")
    assert "\nOptions\n" in out and "\nExamples\n" in out
    assert f"mapwire {verb}" in out.split("Examples")[1]
    assert all(len(line) <= 96 for line in out.splitlines())


def test_help_of_no_verb(mw):
    assert "there is no verb 'raed'; did you mean 'read'?" in mw.fails(2, "help", "raed")
    assert "did you mean" not in mw.fails(2, "help", "xylophone")


def test_help_json_describes_the_tool(mw):
    described = mw.json("help")
    assert [verb["verb"] for verb in described] == VERBS
    for verb in described:
        assert {"summary", "usage", "details", "examples", "exit_codes", "options"} <= set(verb)
    assert mw.json("help", "wait") == [verb for verb in described if verb["verb"] == "wait"]


def test_version(mw):
    assert re.fullmatch(r"mapwire \d+\.\d+\.\d+\n", mw("version"))
    assert mw("--version") == mw("version")
    told = mw.json("version")[0]
    assert told["version"] == told["header_version"]


@pytest.mark.parametrize("word, meant", [("raed", "read"), ("wiat", "wait"), ("lok", "lock"),
                                         ("Set", "set"), ("craete", "create")])
def test_did_you_mean_a_verb(mw, word, meant):
    assert f"did you mean '{meant}'?" in mw.fails(2, word)


def test_no_verb_is_near(mw):
    assert "did you mean" not in mw.fails(2, "xylophone")


@pytest.mark.parametrize("words, text", [
    (("read", "x", "--ofset", "1"), "did you mean --offset?"),
    (("read", "x", "--quatsch"), "no option --quatsch"),
    (("read", "x", "-Y"), "no option -Y"),
    (("read", "x", "--offset"), "needs a value: --offset SIZE"),
    (("wait", "x", "-W"), "needs a value: -W SECONDS"),
    (("read", "x", "--text=1"), "takes no value"),
    (("wait", "x", "--a"), "could be several"),
    (("read", "x", "--offset", "1X"), "'1X' is not a size"),
    (("read", "x", "--size", "-1"), "'-1' is not a size"),
    (("read", "x", "--size", "99999999999999999999"), "is not a size"),
    (("read", "x", "--size", "16E"), "is not a size"),
    (("read", "x", "--size", "5 "), "'5 ' is not a size"),
    (("wait", "x", "-W", "soon"), "a number of seconds, not 'soon'"),
    (("wait", "x", "-C", "0"), "a number from 1 on"),
    (("wait",), "something is missing: mapwire wait"),
    (("read", "x", "y"), "'y' is one word too many"),
    (("ls", "--kind", "queue"), "there is no kind 'queue': mapping, event, mutex"),
    (("",), "an empty word is no verb"),
    (("--color=never", ""), "an empty word is no verb"),
    (("ls", "--color", "red"), "--color is auto, always or never"),
    (("--quatsch",), "no option --quatsch before the verb"),
    (("completion", "csh"), "bash, zsh and fish, not 'csh'"),
    (("version", "x"), "one word too many"),
    (("demo", "--plain", "--json"), "exclude each other"),
    (("lock", "x"), "which command?"),
    (("lock", "x", "--"), "no command after --"),
    (("lock", "x", "-E", "256", "--", "true"), "from 0 to 255"),
    (("release", "x", "-C", "0"), "from 1 to"),
    (("wait", "--exists", "--gone", "x"), "exclude each other"),
    (("wait", "--exists", "-C", "2", "x"), "stand alone"),
    (("wait", *[f"n{i}" for i in range(65)]), "at most 64 names"),
])
def test_wrong_usage_is_told(mw, words, text):
    err = mw.fails(2, *words)
    assert text in err and "(see: mapwire help" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("kind, usage", [
    ("mapping", "create mapping NAME --size SIZE"),
    ("event", "create event|mutex|semaphore|timer NAME"),
    ("timer", "create event|mutex|semaphore|timer NAME"),
])
def test_a_missing_name_shows_the_usage_of_that_kind(mw, kind, usage):
    assert f"something is missing: mapwire {usage}" in mw.fails(2, "create", kind)
    assert "is no kind of object" in mw.fails(2, "create", kind[:-1])


def test_a_missing_kind_shows_both_usages(mw):
    err = mw.fails(2, "create")
    assert "mapwire create mapping NAME --size SIZE" in err and err.count("\n") == 1
    assert ", or mapwire create event|mutex|semaphore|timer NAME" in err


def test_options_in_every_form(mw):
    mw.hold("mapping", "cam", "--size", "64")
    mw("write", "cam", "-mhello")
    for words in (("--offset", "1", "--size=3"), ("--off=1", "--si", "3"),
                  ("--size", "3", "--offset", "0x1")):
        assert mw("read", "cam", *words) == "ell"
        assert mw("read", *words, "cam") == "ell"
        assert mw("read", *words, "--", "cam") == "ell"


def test_sizes_are_powers_of_1024(mw):
    for text, size in (("4096", 4096), ("64K", 65536), ("1M", 1 << 20), ("1.5k", 1536),
                       ("1MiB", 1 << 20), ("2kb", 2048), ("0x10", 16)):
        holder = mw.start("create", "mapping", "m", "--size", text, "--json")
        assert f'"size_bytes":{size},' in holder.stdout.readline().decode()
        holder.communicate()


def test_colour_is_a_matter_of_the_terminal_and_of_choice(mw):
    assert "\033" not in mw("help")
    assert "\033[1m" in mw("--color=always", "help")
    assert "\033[1m" in mw("help", "wait", "--color", "always")
    assert "\033" not in mw("help", "wait", "--color=never")
    script = shutil.which("script")
    if script:
        for env, colours in ((("env",), True), (("env", "NO_COLOR=1"), False)):
            out = subprocess.run([script, "-qec", " ".join([*env, "TERM=xterm", "mapwire help"]),
                                  "/dev/null"], env=mw.env, stdout=subprocess.PIPE, check=True,
                                 stdin=subprocess.DEVNULL).stdout
            assert (b"\033[1m" in out) is colours


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_with_every_verb_and_option(mw, shell, tmp_path):
    out = mw("completion", shell)
    for verb in mw.json("help"):
        assert verb["verb"] in out
        for option in verb["options"]:
            dashes = f"-l {option['name']}" if shell == "fish" else f"--{option['name']}"
            assert dashes in out
    if shutil.which(shell):
        (tmp_path / "script").write_text(out)
        subprocess.run([shell, "-n", tmp_path / "script"], check=True)


def complete_in_bash(mw, line):
    script = ('source <(mapwire completion bash); '
              f'COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); '
              '_mapwire; printf "%s\\n" "${COMPREPLY[@]}"')
    return mw.shell(script, shell="bash").split("\n")[:-1]


def test_bash_completes_verbs_options_choices_and_names(mw):
    mw.hold("mapping", "cam", "--size", "1")
    mw.hold("event", "calm")
    assert complete_in_bash(mw, "mapwire re") == ["read", "reset", "release"]
    assert complete_in_bash(mw, "mapwire read --o") == ["--offset"]
    assert complete_in_bash(mw, "mapwire read ca") == ["cam"]
    assert complete_in_bash(mw, "mapwire set ca") == ["calm"]
    assert complete_in_bash(mw, "mapwire info ca") == ["calm", "cam"]
    assert complete_in_bash(mw, "mapwire ls --kind m") == ["mapping", "mutex"]
    assert complete_in_bash(mw, "mapwire create s") == ["semaphore"]


def test_fish_completes_names(mw):
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    mw.hold("mapping", "cam", "--size", "1")
    mw.hold("event", "calm")
    out = mw.shell("mapwire completion fish | source; complete -C 'mapwire set ca'", shell="fish")
    assert out.split() == ["calm"]


def test_zsh_loads_its_script(mw):
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    out = mw.shell("autoload -Uz compinit && compinit -u -D && source <(mapwire completion zsh) "
                   "&& print $_comps[mapwire]", shell="zsh")
    assert out == "_mapwire\n"


def test_the_manual_page_names_every_verb_and_option(mw):
    page = (ROOT / "man/mapwire.1.scd").read_text()
    for verb in mw.json("help"):
        synopsis = page.split("# DESCRIPTION")[0]
        assert re.search(rf"\*mapwire {verb['verb']}\b", synopsis), verb["verb"]
        section = re.search(rf"^## mapwire [^\n]*\b{verb['verb']}\b.*?(?=^#|\Z)", page,
                            re.M | re.S)
        assert section, verb["verb"]
        for option in verb["options"]:
            known = section[0]
            if option["name"] in ("json", "color", "help"):
                known = page
            assert f"*--{option['name']}*" in known, (verb["verb"], option["name"])
            if "letter" in option:
                assert f"*-{option['letter']}*" in known, (verb["verb"], option["letter"])
    if shutil.which("scdoc"):
        subprocess.run(["scdoc"], input=page.encode(), stdout=subprocess.DEVNULL, check=True)


def test_output_that_does_not_arrive_is_a_failure(mw):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(["mapwire", "help"], env=mw.env, stdout=full,
                              stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert b"standard output: " in done.stderr


def test_a_reader_that_goes_is_no_fault(mw):
    mw.hold("mapping", "big", "--size", "4M")
    assert mw.shell("mapwire read big | head -c 3 | wc -c; ").strip() == "3"
    out = mw.shell("set -o pipefail; { mapwire read big; echo code $? >&2; } | head -c 1 | wc -c",
                   shell="bash")
    assert out.strip() == "1"
    assert mw.err == "code 141\n"
    mw.shell("set -o pipefail; mapwire demo --plain | true; test $? = 0 -o $? = 141", shell="bash")
    assert "is something wrong" not in mw.err


def test_closed_standard_descriptors_do_no_harm(mw):
    mw.hold("mapping", "cam", "--size", "64")
    mw.shell("mapwire write cam <&-", code=1)
    assert "standard input: Bad file descriptor" in mw.err
    mw.shell("mapwire read cam >&-", code=1)
    mw.shell("mapwire ls >&- 2>&-", code=1)
    assert mw("read", "cam", "--text") == "\n"
