#!/bin/sh
# SPDX-License-Identifier: MIT
# run_example.sh PROGRAM ARGUMENT... — runs an example among objects and files of
# its own; it must end with 0 and leave no object behind.
set -u
. "$(dirname "$0")/../tests/support/home.sh"
mkdir "$disk/files" && cd "$disk/files" || exit 1
"$@" 8>&- 9>&- || { echo "ended with $?"; exit 1; }
left=$(ls "$MAPWIRE_DIR" "$MAPWIRE_GLOBAL_DIR" 2>/dev/null | grep -v '^[./]' | grep .)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
