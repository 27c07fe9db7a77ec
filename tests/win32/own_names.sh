#!/bin/sh
# SPDX-License-Identifier: MIT
# own_names.sh — a program's own functions stay its own, as on Windows: names that the C
# library has and Windows' has not can be defined, by any type; and this library never
# calls the program's function where it means the C library's.
. "$(dirname "$0")/begin.sh"

names='accept4 bind clone connect ffs getdelim getline index ioctl kill link listen mlock
pause poll random recv rindex send shutdown sleep socket statvfs stpcpy strsep sync
tee usleep wait'
cat >"$scratch/prog.c" <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <process.h>
#include <io.h>
#include <conio.h>
#include <tchar.h>

static void wrong(const char *name)
{
        printf("the program's own %s was called\n", name);
        exit(9);
}
#define OWN(name) void name(long double of) { wrong(#name); }
#include "own.h"

static DWORD WINAPI work(void *event)
{
        SetEvent(event);
        return 3;
}

int main(void)
{
        char text[4] = "", command[] = "/bin/true";
        MEMORY_BASIC_INFORMATION about;
        STARTUPINFOA how = { sizeof how };
        PROCESS_INFORMATION child;
        HANDLE pipe = CreateNamedPipeA("\\\\.\\pipe\\own", PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1,
                                       100, 100, 0, NULL);
        HANDLE client = CreateFileA("\\\\.\\pipe\\own", GENERIC_READ | GENERIC_WRITE, 0, NULL,
                                    OPEN_EXISTING, 0, NULL);
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, "Local\\own-event");
        HANDLE memory = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096,
                                           "Local\\own-memory");
        HANDLE thread = CreateThread(NULL, 0, work, event, 0, NULL);
        void *view = MapViewOfFile(memory, FILE_MAP_ALL_ACCESS, 0, 0, 0);
        DWORD size = 0, code = 0;

        if (!WriteFile(pipe, "abc", 3, &size, NULL) || !ReadFile(client, text, 3, &size, NULL) ||
            strcmp(text, "abc") != 0)
                return 1;
        if (WaitForSingleObject(event, 5000) || WaitForSingleObject(thread, 5000))
                return 2;
        if (!VirtualQuery(view, &about, sizeof about) || about.RegionSize != 4096 ||
            !VirtualQuery((void *) (size_t) main, &about, sizeof about) || !VirtualLock(view, 1))
                return 3;
        if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &how, &child) ||
            WaitForSingleObject(child.hProcess, 5000) ||
            !GetExitCodeProcess(child.hProcess, &code) || code != 0)
                return 4;
        Sleep(2);
        return 0;
}
C
for name in $names; do
        echo "OWN($name)"
done >"$scratch/own.h"
for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        for flags in -DNARROW "-DUNICODE -D_UNICODE -fshort-wchar"; do
                status=none
                if $compiler -Wall -Werror -Wno-builtin-declaration-mismatch \
                        -Wno-incompatible-library-redeclaration -Wno-unknown-warning-option \
                        $flags "$scratch/prog.c" $(pkg-config --cflags --libs mapwire-win32) \
                        -o "$scratch/prog"; then
                        "$scratch/prog"
                        status=$?
                fi
                if [ $status = 0 ]; then
                        passed=$((passed + 1))
                else
                        failed=$((failed + 1))
                        echo "FAILED $compiler $flags: $status"
                fi
        done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
