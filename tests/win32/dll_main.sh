#!/bin/sh
# SPDX-License-Identifier: MIT
# dll_main.sh — a library's DllMain is called when it comes and goes and for threads, in
# C and in C++; and what a library doesn't export isn't found in it. The library is that
# of the textbooks: it shares memory by a named mapping that DllMain makes.
. "$(dirname "$0")/begin.sh"
cd "$scratch" || exit 1

cat >shared.c <<'C'
#include <windows.h>
#include <stdio.h>

static HANDLE mapping;
static char *memory;
static DWORD slot;
static int threads;

#ifdef __cplusplus
struct made_early { made_early() : value(1) {} int value; };
static made_early early;
#  define WAS_MADE (early.value == 1)
extern "C" {
__declspec(dllexport) void share(const char *text);
__declspec(dllexport) const char *shared(void);
__declspec(dllexport) int threads_value(void);
}
#else
#  define WAS_MADE 1
#endif

#ifndef INSTANCE
#  define INSTANCE HINSTANCE
#endif
BOOL WINAPI DllMain(INSTANCE self, DWORD reason, LPVOID reserved)
{
        char path[MAX_PATH];

        switch (reason) {
        case DLL_PROCESS_ATTACH:
                GetModuleFileNameA((HMODULE) self, path, sizeof path);
                mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096,
                                             "dllmemfilemap");
                memory = (char *) MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
                slot = TlsAlloc();
                printf("attach %s %s %d\n", strrchr(path, '\\') + 1,
                       reserved ? "static" : "dynamic", WAS_MADE);
                if (GetEnvironmentVariableA("DEAF", NULL, 0))
                        DisableThreadLibraryCalls((HMODULE) self);
                return GetEnvironmentVariableA("REFUSES", NULL, 0) == 0;
        case DLL_THREAD_ATTACH:
                threads++;
                TlsSetValue(slot, (void *) 5);
                break;
        case DLL_THREAD_DETACH:
                threads += 100;
                break;
        case DLL_PROCESS_DETACH:
                printf("detach %d %s\n", threads, reserved ? "exit" : "free");
                UnmapViewOfFile(memory);
                CloseHandle(mapping);
        }
        fflush(stdout);
        return TRUE;
}

__declspec(dllexport) void share(const char *text) { strcpy(memory, text); }
__declspec(dllexport) const char *shared(void) { return memory; }
__declspec(dllexport) int threads_value(void) { return (int) (INT_PTR) TlsGetValue(slot); }
int not_exported(void);
int not_exported(void) { return 1; }
C
cat >loads.c <<'C'
#include <windows.h>
#include <stdio.h>

static FARPROC value;

static DWORD WINAPI work(LPVOID how)
{
        DWORD got = (DWORD) ((int (*)(void)) value)();

        if (how)
                ExitThread(got);
        return got;
}

int main(void)
{
        HMODULE library = LoadLibraryA("./shared.dll");
        DWORD code = 0;

        if (!library) {
                printf("error %lu\n", GetLastError());
                return 1;
        }
        value = GetProcAddress(library, "threads_value");
        for (int way = 0; way < 2; way++) {
                HANDLE thread = CreateThread(NULL, 0, work, way ? (LPVOID) work : NULL, 0, NULL);

                WaitForSingleObject(thread, INFINITE);
                GetExitCodeThread(thread, &code);
                printf("thread %lu\n", code);
                CloseHandle(thread);
        }
        printf("not exported %d\n", GetProcAddress(library, "not_exported") != NULL);
        fflush(stdout);
        if (!GetEnvironmentVariableA("KEEPS", NULL, 0))
                FreeLibrary(library);
        puts("end");
        return 0;
}
C
cat >linked.c <<'C'
#include <windows.h>
#include <stdio.h>
__declspec(dllimport) void share(const char *text);
__declspec(dllimport) const char *shared(void);
int main(void)
{
        share("by main");
        puts(shared());
        fflush(stdout);
        return 0;
}
C

check() { # WANTED COMMAND...
        want=$1
        shift
        got=$(env "$@" 2>err | tr '\n' ';')
        if [ "$got" = "$want" ]; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $compiler $* gives '$got' instead of '$want'"
                cat err
        fi
}

all() { # how the library says that it was made
        begin="attach shared.dll dynamic 1"
        ran="thread 5;thread 5;not exported 0"
        check "$begin;$ran;detach 202 free;end;" ./loads
        check "$begin;$ran;end;detach 202 exit;" KEEPS=1 ./loads
        check "$begin;thread 0;thread 0;not exported 0;detach 0 free;end;" DEAF=1 ./loads
        check "$begin;detach 0 free;error 1114;" REFUSES=1 ./loads
        check "attach shared.dll static 1;by main;detach 0 exit;" ./linked
        check "attach shared.dll static 1;detach 0 exit;" REFUSES=1 ./linked
}

flags=$(pkg-config --cflags mapwire-win32)
libs=$(pkg-config --libs mapwire-win32)
for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        $compiler -Wall -Werror -shared -fPIC $flags shared.c -o shared.dll $libs &&
                $compiler -Wall -Werror $flags loads.c -o loads $libs &&
                $compiler -Wall -Werror $flags linked.c -o linked ./shared.dll $libs || exit 1
        all
done
for compiler in g++ clang++; do
        command -v $compiler >/dev/null || continue
        for instance in HINSTANCE HMODULE HANDLE; do
                $compiler -x c++ -Wall -Werror -DINSTANCE=$instance -shared -fPIC $flags \
                        shared.c -o shared.dll $libs || exit 1
                all
        done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
