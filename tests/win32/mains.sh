#!/bin/sh
# SPDX-License-Identifier: MIT
# mains.sh — where C++ programs for Windows begin: wmain with each list of parameters
# that is in use, void main with MWW_VOID_MAIN; and the headers that every wizard's
# project includes, as they are spelled there.
. "$(dirname "$0")/begin.sh"

check() { # EXIT-CODE SOURCE FLAG...
        want=$1
        printf '%s\n' "$2" >"$scratch/prog.cc"
        shift 2
        status=none
        if $compiler -std=c++17 -Wall -Werror "$@" "$scratch/prog.cc" \
                $(pkg-config --cflags --libs mapwire-win32) -o "$scratch/prog"; then
                "$scratch/prog" x
                status=$?
        fi
        if [ "$status" = "$want" ]; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $compiler $* $(cat "$scratch/prog.cc"): $status instead of $want"
        fi
}

outer='wchar_t *const argv[]' both='const wchar_t *const argv[]' plain='wchar_t *argv[]'
one='argc == 2 && argv[1][0] == L'"'x' && !argv[1][1] ? 3 : 4"
for compiler in g++ clang++; do
        command -v $compiler >/dev/null || continue
        for wide in -DUNICODE "-DUNICODE -fshort-wchar" -DNARROW; do
                for argv in "$plain" "const $plain" "$outer" "$both"; do
                        check 3 "#include <windows.h>
int wmain(int argc, $argv) { return $one; }" $wide
                        check 3 "#include <windows.h>
int wmain(const int argc, $argv, $(echo "$argv" | sed s/argv/envp/))
{ (void) envp; return $one; }" $wide
                done
                check 3 '#include <windows.h>
int wmain() { return 3; }' $wide
                check 1 '#include <windows.h>
int wmain(int argc) { return argc - 1; }' $wide
        done
        check 0 '#include <windows.h>
void main() { if (__argc == 2) return; ExitProcess(5); }' -DMWW_VOID_MAIN
        check 0 '#include <windows.h>
void main(int argc, char *argv[]) { if (argc == 2 && argv[1][0] == 0x78) return; abort(); }' \
                -DMWW_VOID_MAIN
        check 0 '#include <WinSDKVer.h>
#include <SDKDDKVer.h>
#include <Windows.h>
#include <Thread>
#include <IOSTREAM>
#include <unistd.h>
int main() { return sqrt(4.0) == 2 && __argc == 2 && !isatty(-1) ? EXIT_SUCCESS : EXIT_FAILURE; }'
        check 0 '#include <iostream>
#include <windows.h>
using namespace std;
int index, rindex; double gamma = 4;
int main() { cout << sqrt(gamma) << std::tgamma(5.0) << endl; return index + rindex; }'
        check 0 '#include <iostream>
#include <string>
#include <vector>
#include <windows.h>
static int getline(char *line, int room) { return line[0] + room; }
static int random(int below) { return below - 1; }
static char *stpcpy(char *to) { return to; }
static int ffs, dprintf, strsep;
int main() { char a[2] = ""; std::string line; (void) std::getline(std::cin, line);
return getline(stpcpy(a), 1) - random(2) + ffs + dprintf + strsep; }'
        check 0 '#include <iostream.h>
#include <iomanip.h>
#include <fstream.h>
int main() { cout << hex << setw(4) << 255 << endl; return ifstream("/none") ? 1 : 0; }'
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
