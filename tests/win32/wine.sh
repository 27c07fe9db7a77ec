#!/bin/sh
# SPDX-License-Identifier: MIT
# wine.sh — the table as a Windows program: compiled by mingw-w64, run by Wine
# in a prefix of its own, which is ended and removed afterwards.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cc=x86_64-w64-mingw32-gcc
command -v $cc >/dev/null || { echo "skipped: no $cc (apt: gcc-mingw-w64-x86-64)"; exit 77; }
for bin in /usr/lib/wine /usr/bin; do
        [ -x $bin/wine64 ] && wine=$bin/wine64
        [ -x $bin/wineserver64 ] && server=$bin/wineserver64
        [ -x $bin/wineserver ] && server=${server:-$bin/wineserver}
done
[ -n "${wine:-}" ] && [ -n "${server:-}" ] || { echo "skipped: no wine64 (apt: wine64)"; exit 77; }

scratch=$(mktemp -d) || exit 1
export WINEPREFIX="$scratch/prefix" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
export WINEARCH=win64 DISPLAY=
end() {
        "$server" -k 2>/dev/null
        "$server" -w 2>/dev/null
        rm -rf "$scratch"
}
trap end EXIT
trap 'exit 1' INT TERM

$cc -std=gnu17 -O1 -Wall -Wextra -Wno-unused-parameter -o "$scratch/table.exe" \
        "$here"/table.c "$here"/support.c "$here"/system_windows.c "$here"/rules_*.c || exit 1
mkdir "$WINEPREFIX" "$scratch/run" && cd "$scratch/run" || exit 1
"$wine" "$scratch/table.exe" 2>"$scratch/wine.log"
status=$?
[ $status -eq 0 ] || tail -n 20 "$scratch/wine.log"
exit $status
