#!/bin/sh
# SPDX-License-Identifier: MIT
# wine.sh PROGRAM [ARGUMENT...] — run a Windows program of a build tree under Wine, in a
# prefix of that tree: nothing of the user's own Wine is touched, nothing shows a window.
# There are two, 1 (or what MW_WINE_PREFIX says) and 2. Each has its own names, so one
# program in each can run at a time.
#
#   wine.sh --begin BUILD   make the prefixes and keep their servers alive
#   wine.sh --end BUILD     end whatever runs in them
#
# Exit: the program's, or 77 when there is no Wine.
set -u
for bin in /usr/lib/wine /usr/bin; do
        [ -x $bin/wine64 ] && wine=${wine:-$bin/wine64}
        [ -x $bin/wineserver64 ] && server=${server:-$bin/wineserver64}
        [ -x $bin/wineserver ] && server=${server:-$bin/wineserver}
done
[ -n "${wine:-}" ] && [ -n "${server:-}" ] || { echo "skipped: no wine64 (apt: wine64)"; exit 77; }

# The build tree of a program is the nearest directory above with a CMakeCache.txt.
tree_of() {
        at=$(cd "$(dirname "$1")" && pwd)
        while [ "$at" != / ] && [ ! -e "$at/CMakeCache.txt" ]; do
                at=$(dirname "$at")
        done
        [ "$at" != / ] || at=$(cd "$(dirname "$1")" && pwd)
        printf '%s\n' "$at"
}

case ${1:-} in
--begin | --end) tree=$2 ;;
*) tree=$(tree_of "$1") ;;
esac
export WINEPREFIX="$tree/wine/${MW_WINE_PREFIX:-1}" WINEARCH=win64 WINEDEBUG=-all DISPLAY=
export WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe="

case $1 in
--begin)
        begin() {
                WINEPREFIX="$tree/wine/$1"
                mkdir -p "$WINEPREFIX"
                "$wine" cmd /c exit >/dev/null 2>&1 || return 1 # makes the prefix, once
                "$server" -p300 2>/dev/null                     # it waits for the next test
                return 0
        }
        begin 1 &
        begin 2 && wait $!
        exit
        ;;
--end)
        for WINEPREFIX in "$tree"/wine/[12]; do
                [ -d "$WINEPREFIX" ] || continue
                "$server" -k 2>/dev/null
                "$server" -w 2>/dev/null
                # Debian's Wine keeps the server's socket in a directory that the prefix names.
                case $(cat "$WINEPREFIX/wineserver" 2>/dev/null) in
                wine-??????)
                        rm -rf "/tmp/$(cat "$WINEPREFIX/wineserver")" "$WINEPREFIX/wineserver"
                        ;;
                esac
        done
        exit 0
        ;;
esac
exec "$wine" "$@"
