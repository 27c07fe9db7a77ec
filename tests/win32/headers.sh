#!/bin/sh
# SPDX-License-Identifier: MIT
# headers.sh — windows.h and its parts compile without a warning as every C from
# C99 to C17 and every C++ from C++11 on, each alone, before and after the C
# library's headers, as byte and as wide builds.
set -u
here=$(cd "$(dirname "$0")" && pwd)
include=$(cd "$here/../../win32/include" && pwd)
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
passed=0 failed=0

check() { # COMMAND...
        if "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I "$include"; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $*"
        fi
}

library='#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>'
use='int main(void) { HANDLE h = CreateEvent(NULL, TRUE, FALSE, NULL); TCHAR t[] = TEXT("text");
LARGE_INTEGER both; both.QuadPart = 1;
return h == INVALID_HANDLE_VALUE || t[0] == 0 || both.HighPart; }'
printf '#include "windows.h"\n%s\n' "$use" >"$scratch/alone.c"
printf '%s\n#include "windows.h"\n%s\n' "$library" "$use" >"$scratch/after.c"
printf '#include <windows.h>\n%s\n#include <tchar.h>\n%s\n' "$library" "$use" >"$scratch/before.c"
printf '#include <mapwire/mapwire.h>\n#include <windows.h>\n%s\n' "$use" >"$scratch/both.c"
for file in alone after before both; do
        cp "$scratch/$file.c" "$scratch/$file.cc"
done
core="-I $include/../../include"

for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        for file in alone after before both; do
                for standard in c99 c17 gnu17; do
                        check $compiler -std=$standard -D_GNU_SOURCE $core "$scratch/$file.c"
                done
                check $compiler -std=c17 -D_GNU_SOURCE -DUNICODE $core "$scratch/$file.c"
                check $compiler -std=c17 -D_GNU_SOURCE -DUNICODE -fshort-wchar $core \
                        "$scratch/$file.c"
        done
        [ $compiler = gcc ] || continue
        for header in "$include"/[!m]*.h "$include"/m[!w]*.h; do
                printf '#include <%s>\ntypedef int used;\n' "$(basename "$header")" \
                        >"$scratch/one.c"
                check $compiler -std=c99 "$scratch/one.c"
        done
done
for compiler in g++ clang++; do
        command -v $compiler >/dev/null || continue
        for file in alone after before both; do
                for standard in c++11 c++20; do
                        check $compiler -std=$standard $core "$scratch/$file.cc"
                        check $compiler -std=$standard -DUNICODE $core "$scratch/$file.cc"
                        check $compiler -std=$standard -DUNICODE -fshort-wchar $core \
                                "$scratch/$file.cc"
                done
        done
done

# What is not there fails by its name, and does not do nothing.
printf '#include <windows.h>\nint main(void) { return CreateWindowExA("x"); }\n' \
        >"$scratch/missing.c"
if gcc -fsyntax-only -I "$include" "$scratch/missing.c" \
        2>"$scratch/missing.log" || ! grep -q CreateWindowExA "$scratch/missing.log"; then
        failed=$((failed + 1))
        echo "FAILED a missing function is not refused by its name"
else
        passed=$((passed + 1))
fi

# Every declared function is exported by the library, and nothing else is.
"$here/../../scripts/win32-names" --symbols | LC_ALL=C sort -u >"$scratch/declared"
nm -D --defined-only "$MW_BUILD/win32/libmapwire-win32.so" |
        awk '$2 ~ /[TW]/ { print $3 }' | LC_ALL=C sort -u >"$scratch/exported"
if diff "$scratch/declared" "$scratch/exported"; then
        passed=$((passed + 1))
else
        failed=$((failed + 1))
        echo "FAILED declared (<) and exported (>) functions differ"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
