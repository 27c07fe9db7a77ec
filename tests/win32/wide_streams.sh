#!/bin/sh
# SPDX-License-Identifier: MIT
# wide_streams.sh — C++ programs with wide text and wmain, with wchar_t of 32 and
# of 16 bits, say the same.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/begin.sh"
printf 'n=42 2.5 ff\n     7|true\nprintf 1\nwprintf w\303\274 n\ncout 1.5\n' >"$scratch/want"
printf '17 \303\266x 2\n[rest of it] 2 \303\244\n' >>"$scratch/want"

check() { # COMPILER FLAG...
        if "$@" -Wall -Werror "$here/wide_streams.cc" $(pkg-config --cflags --libs mapwire-win32) \
                -o "$scratch/prog" &&
                printf '17 \303\266x\nrest of it\n' |
                        "$scratch/prog" "$(printf '\303\244')" >"$scratch/got" &&
                diff "$scratch/want" "$scratch/got"; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $*"
        fi
}

for compiler in g++ clang++; do
        command -v $compiler >/dev/null || continue
        check $compiler -std=c++11
        check $compiler -std=c++20 -O2 -DUNICODE -D_UNICODE -fshort-wchar
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
