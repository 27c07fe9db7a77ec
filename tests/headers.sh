#!/bin/sh
# SPDX-License-Identifier: MIT
# headers.sh — each public header alone, and all together, is clean C99 and C++11.
#
#   headers.sh INCLUDE_DIRECTORY
#
# With every compiler that is there. Exit 77 when there is none for a language.
include=${1:?usage: headers.sh INCLUDE_DIRECTORY}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 compilers=0

try() { # compiler, language, standard, header
        if printf '#include <mapwire/%s>\n#include <mapwire/%s>\nint main(void) { return 0; }\n' \
                  "$4" "$4" |
           "$1" -x "$2" -std="$3" -pedantic-errors -Wall -Wextra -Wshadow -Wundef -Werror \
                -I "$include" -fsyntax-only - 2> "$work/errors"
        then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED: $4 as $3 with $1"
                cat "$work/errors"
        fi
}

for compiler in gcc clang; do
        command -v $compiler > /dev/null || continue
        compilers=$((compilers + 1))
        for path in "$include"/mapwire/*.h; do
                header=${path##*/}
                for standard in c99 c11 c17; do try $compiler c $standard "$header"; done
        done
done
for compiler in g++ clang++; do
        command -v $compiler > /dev/null || continue
        for path in "$include"/mapwire/*.h; do
                header=${path##*/}
                for standard in c++11 c++17 c++20; do try $compiler c++ $standard "$header"; done
        done
done
[ $compilers -gt 0 ] || { echo "no compiler"; exit 77; }
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
