#!/bin/sh
# SPDX-License-Identifier: MIT
# wine_test.sh SOURCE... — the examples as Windows programs, under Wine; each must end with 0.
set -u
here=$(cd "$(dirname "$0")" && pwd)
support=$here/../../tests/support
. "$support/find_wine.sh"
status=0
for source in "$@"; do
        program=$scratch/$(basename "$source" .c).exe
        $cc -O1 -Wall -Wextra -o "$program" "$source" || exit 1
        (cd "$scratch" && "$wine" "$program") || {
                echo "$source: ended with $? under Wine"
                status=1
        }
done
exit $status
