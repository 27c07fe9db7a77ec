#!/bin/sh
# SPDX-License-Identifier: MIT
# run_example.sh PROGRAM ARGUMENT... — runs an example among objects and files of
# its own; it must end with 0 and leave no object behind.
set -u
objects=$(mktemp -d /dev/shm/mwt.XXXXXX) || exit 1
files=$(mktemp -d) || exit 1
trap 'rm -rf "$objects" "$files"' EXIT
trap 'exit 1' INT TERM
cd "$files" || exit 1
MAPWIRE_DIR="$objects/names" "$@" || { echo "ended with $?"; exit 1; }
left=$(ls "$objects/names" 2>/dev/null | grep -v '^\.' )
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
