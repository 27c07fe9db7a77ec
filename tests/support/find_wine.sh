# SPDX-License-Identifier: MIT
# find_wine.sh — sourced, from the directory $support: sets wine and server, and Wine's quiet
# environment; ends the test as skipped without Wine or without the compiler for it.
cc=x86_64-w64-mingw32-gcc
command -v $cc >/dev/null || { echo "skipped: no $cc (apt: gcc-mingw-w64-x86-64)"; exit 77; }
for bin in /usr/lib/wine /usr/bin; do
        [ -x $bin/wine64 ] && wine=${wine:-$bin/wine64}
        [ -x $bin/wineserver64 ] && server=${server:-$bin/wineserver64}
        [ -x $bin/wineserver ] && server=${server:-$bin/wineserver}
done
[ -n "${wine:-}" ] && [ -n "${server:-}" ] || { echo "skipped: no wine64 (apt: wine64)"; exit 77; }

# A prefix of its own, in $scratch, ended and removed afterwards.
. "$support/home.sh"
scratch=$disk
export WINEPREFIX="$scratch/prefix" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
export WINEARCH=win64 DISPLAY=
mkdir "$WINEPREFIX"
end_wine() {
        "$server" -k 2>/dev/null
        "$server" -w 2>/dev/null
        # Debian's Wine keeps the server's socket in a directory that the prefix names.
        case $(cat "$WINEPREFIX/wineserver" 2>/dev/null) in
        wine-??????) rm -rf "/tmp/$(cat "$WINEPREFIX/wineserver")" ;;
        esac
        rm -rf "$memory" "$disk"
}
trap end_wine EXIT
