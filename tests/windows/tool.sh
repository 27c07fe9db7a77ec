#!/bin/sh
# SPDX-License-Identifier: MIT
# tool.sh MAPWIRE.EXE — the tool on Windows, from outside: output, exit codes, commands.
set -u
mapwire=$1
wine=$(cd "$(dirname "$0")" && pwd)/wine.sh
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
passed=0 failed=0
here="Z:$mapwire"

run() { sh "$wine" "$mapwire" "$@"; }

is() { # WHAT WANTED-STATUS WANTED-TEXT COMMAND...: what it prints holds the text
        what=$1 status=$2 text=$3
        shift 3
        "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
        got=$?
        if [ $got -eq "$status" ] &&
                { [ -z "$text" ] || cat "$scratch/out" "$scratch/err" | grep -q -e "$text"; }; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $what: exit $got, not $status, or no '$text' in:"
                head -5 "$scratch/out" "$scratch/err"
        fi
}

# A holder in the background, which ends when its input does.
hold() {
        rm -f "$scratch/held"
        mkfifo "$scratch/input"
        run create "$@" <"$scratch/input" >"$scratch/held" 2>&1 &
        holder=$!
        exec 9>"$scratch/input"
        tries=0
        while [ ! -s "$scratch/held" ] && kill -0 $holder 2>/dev/null && [ $tries -lt 600 ]; do
                tries=$((tries + 1))
                sleep 0.1
        done
}
let_go() {
        exec 9>&-
        wait $holder
        rm "$scratch/input"
}

is 'version' 0 '^mapwire ' run version
is 'no verb' 2 'usage' run
is 'an unknown verb' 2 'lss' run lss
is 'not found' 3 "no event 'nobody'" run set nobody
is 'doctor' 0 'Local names' run doctor
is 'gc has nothing to do' 0 '' run gc
is 'demo says where it is' 1 'book_exchange' run demo
is 'a command sees the object' 0 'size       5000 bytes' \
        run create mapping cam --size 5000 -- "$here" info cam
is 'a command gives its exit code' 3 '' run create event ready -- "$here" set other

hold mapping 'gr\xc3\xb6\xc3\x9fe' --size 100
is 'ls shows it' 0 'mapping' run ls
is 'ls takes patterns' 0 'mapping' run ls 'gr*e'
is 'exists already' 4 'exists already' run create mapping 'gr\xc3\xb6\xc3\x9fe' --size 1 --exclusive
is 'another kind' 4 'is a mapping' run set 'gr\xc3\xb6\xc3\x9fe'
is 'did you mean' 3 'did you mean' run info 'gr\xc3\xb6\xc3\x9f'
printf 'a\nb\r\n\032c' >"$scratch/bytes"
run write 'gr\xc3\xb6\xc3\x9fe' <"$scratch/bytes"
run read 'gr\xc3\xb6\xc3\x9fe' --size 7 >"$scratch/back"
is 'bytes pass as they are' 0 '' cmp "$scratch/bytes" "$scratch/back"
is 'json' 0 '"size' run info 'gr\xc3\xb6\xc3\x9fe' --json
is 'dump' 0 '61 0a 62 0d 0a 1a 63' run dump 'gr\xc3\xb6\xc3\x9fe' --size 16
let_go
is 'gone with its holder' 3 'no object' run info 'gr\xc3\xb6\xc3\x9fe'

hold event ready --auto-reset
is 'time-out' 124 '' run wait ready -W 0.05
is 'set' 0 '' run set ready
is 'wait takes it' 0 '' run wait ready -W 5
is 'and only once' 124 '' run wait ready -W 0
let_go

is 'lock runs a command' 0 'mapwire ' run lock gate -- "$here" version
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
