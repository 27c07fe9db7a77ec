#!/bin/sh
# SPDX-License-Identifier: MIT
# private.sh PROGRAM ARGUMENT... — runs a test among objects and files of its own.
# What is left in either namespace is a failure.
set -u
. "$(dirname "$0")/../support/home.sh"
mkdir "$disk/files" && cd "$disk/files" || exit 1
"$@" 8>&- 9>&-
status=$?
# What killed processes held goes with the next open, or with gc.
gc=${MW_BUILD:-.}/cli/mapwire
left=
if [ -x "$gc" ]; then
        "$gc" gc > "$disk/gc"
        left=$(ls -A "$MAPWIRE_DIR"; ls -A "$MAPWIRE_GLOBAL_DIR")
fi
if [ $status -eq 0 ] && [ -n "$left" ]; then
        echo "left behind: $left"
        exit 1
fi
exit $status
