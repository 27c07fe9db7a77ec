#!/bin/sh
# SPDX-License-Identifier: MIT
# wine_test.sh SOURCE — the Win32 exchange as a Windows program, under Wine.
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

prefix=$(mktemp -d) || exit 1
export WINEPREFIX="$prefix/wine" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" WINEARCH=win64
export DISPLAY=
end() {
        "$server" -k 2>/dev/null
        "$server" -w 2>/dev/null
        rm -rf "$prefix"
}
trap end EXIT
trap 'exit 1' INT TERM
$cc -O1 -Wall -Wextra -o "$prefix/exchange.exe" "$1" || exit 1
mkdir "$WINEPREFIX"
"$wine" "$prefix/exchange.exe" 1 >/dev/null 2>&1 # makes the prefix, once
ROUNDS=3 sh "$here/exchange_test.sh" "$wine" "$prefix/exchange.exe"
