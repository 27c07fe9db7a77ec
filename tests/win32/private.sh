#!/bin/sh
# SPDX-License-Identifier: MIT
# private.sh PROGRAM ARGUMENT... — runs a test among objects and files of its own.
set -u
objects=$(mktemp -d /dev/shm/mwt.XXXXXX) || exit 1
files=$(mktemp -d) || exit 1
trap 'rm -rf "$objects" "$files"' EXIT
trap 'exit 1' INT TERM
cd "$files" || exit 1
MAPWIRE_DIR=$objects "$@"
