#!/bin/sh
# SPDX-License-Identifier: MIT
# private.sh PROGRAM ARGUMENT... — runs a test among objects and files of its own.
# What is left in either namespace is a failure.
set -u
. "$(dirname "$0")/../support/home.sh"
objects=$memory/local global=$memory/global files=$disk/files
mkdir -m 700 "$objects" "$global" "$files" && cd "$files" || exit 1
MAPWIRE_DIR=$objects MAPWIRE_GLOBAL_DIR=$global "$@" 8>&- 9>&-
status=$?
# What killed processes held goes with the next open, or with gc.
gc=${MW_BUILD:-.}/cli/mapwire
left=
if [ -x "$gc" ]; then
        export MAPWIRE_DIR="$objects" MAPWIRE_GLOBAL_DIR="$global"
        "$gc" gc > "$disk/gc"
        left=$(ls -A "$objects"; ls -A "$global")
fi
if [ $status -eq 0 ] && [ -n "$left" ]; then
        echo "left behind: $left"
        exit 1
fi
exit $status
