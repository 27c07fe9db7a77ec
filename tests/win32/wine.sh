#!/bin/sh
# SPDX-License-Identifier: MIT
# wine.sh — the table as a Windows program: compiled by mingw-w64, run by Wine.
set -u
here=$(cd "$(dirname "$0")" && pwd)
support=$here/../support
. "$support/find_wine.sh"

$cc -std=gnu17 -O1 -Wall -Wextra -Wno-unused-parameter -I"$support" \
        -o "$scratch/table.exe" "$here"/table.c "$here"/support.c "$here"/system_windows.c \
        "$support"/below_windows.c "$here"/rules_*.c \
        -lsynchronization -lpsapi -lwinmm || exit 1
mkdir "$scratch/run" && cd "$scratch/run" || exit 1
timeout -k 10 540 "$wine" "$scratch/table.exe" 2>"$scratch/wine.log" # the table itself tells
status=$?                                                             # where it is stuck
[ $status -lt 124 ] || echo "FAILED the table didn't end under Wine within 540 s: $status"
[ $status -eq 0 ] || tail -n 20 "$scratch/wine.log"
exit $status
