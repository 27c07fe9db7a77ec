#!/bin/sh
# SPDX-License-Identifier: MIT
# wine_test.sh SOURCE — the Win32 exchange as a Windows program, under Wine.
set -u
here=$(cd "$(dirname "$0")" && pwd)
support=$here/../../tests/support
. "$support/find_wine.sh"
$cc -O1 -Wall -Wextra -o "$scratch/exchange.exe" "$1" || exit 1
"$wine" "$scratch/exchange.exe" 1 >/dev/null 2>&1 # makes the prefix, once
ROUNDS=3 sh "$here/exchange_test.sh" "$wine" "$scratch/exchange.exe"
