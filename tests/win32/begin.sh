# SPDX-License-Identifier: MIT
# begin.sh — sourced by tests that compile programs against the build tree's package: a
# directory of their own, removed at the end, and the counters.
set -u
command -v pkg-config >/dev/null || { echo "skipped: no pkg-config"; exit 77; }
export PKG_CONFIG_PATH="$MW_BUILD/pkgconfig"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
passed=0 failed=0
