/* SPDX-License-Identifier: MIT */
/* win32.c — one Windows program, compiled three times: by mingw-w64 to run under
 * Wine, with WinPR, and with mapwire's own Windows layer.
 *
 * Under Wine a second process is a program that is started (bench_windows.c).
 * With the other two it is a fork. WinPR's names mean nothing outside a process,
 * so there the child uses the handles that it inherits; and it has no auto-reset
 * events, so there a semaphore stands in for one. */
#include "../bench.h"
#include "../duel.h"
#include "win32_start.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef BENCH_WINPR
#  include <winpr/handle.h>
#  include <winpr/synch.h>
#  include <winpr/wtypes.h>
#else
#  include <windows.h>
#endif

#define SIZE_BYTES (1u << 20)
#define HANDLES    1000

static HANDLE pair[2];
static HANDLE list[2][MAXIMUM_WAIT_OBJECTS];
static DWORD width = 1;

/* WinPR refuses to share by name, so it gets none. */
static const char *name_of(char *text, size_t size, const char *kind, int number) {
#ifdef BENCH_WINPR
        return NULL;
#else
        snprintf(text, size, "bench.win32.%s.%d", kind, number);
        return text;
#endif
}

static HANDLE event(const char *kind, int number, BOOL is_manual, BOOL is_set) {
        char name[64];
        HANDLE made = CreateEventA(NULL, is_manual, is_set,
                                   name_of(name, sizeof name, kind, number));

        if (!made)
                bench_die("CreateEvent");
        return made;
}

static HANDLE semaphore(LONG count, LONG max) {
        char name[64];
        HANDLE made = CreateSemaphoreA(NULL, count, max,
                                       name_of(name, sizeof name, "semaphore", (int) max));

        if (!made)
                bench_die("CreateSemaphore");
        return made;
}

static HANDLE mutex(void) {
        char name[64];
        HANDLE made = CreateMutexA(NULL, FALSE, name_of(name, sizeof name, "mutex", 0));

        if (!made)
                bench_die("CreateMutex");
        return made;
}

/* What releases exactly one waiter. */
static HANDLE one_shot(const char *kind, int number) {
#ifdef BENCH_WINPR
        return semaphore(0, 1000);
#else
        return event(kind, number, FALSE, FALSE);
#endif
}

static int fire(HANDLE handle) {
#ifdef BENCH_WINPR
        return ReleaseSemaphore(handle, 1, NULL) ? 0 : -1;
#else
        return SetEvent(handle) ? 0 : -1;
#endif
}

static void set_and_reset(void *handle, long calls) {
        while (calls-- > 0) {
                SetEvent(handle);
                ResetEvent(handle);
        }
}

static void set_and_wait(void *handle, long calls) {
        while (calls-- > 0) {
                SetEvent(handle);
                WaitForSingleObject(handle, 0);
        }
}

static void wait_only(void *handle, long calls) {
        while (calls-- > 0)
                WaitForSingleObject(handle, INFINITE);
}

static void lock_and_unlock(void *handle, long calls) {
        while (calls-- > 0) {
                WaitForSingleObject(handle, INFINITE);
                ReleaseMutex(handle);
        }
}

static void release_and_wait(void *handle, long calls) {
        while (calls-- > 0) {
                ReleaseSemaphore(handle, 1, NULL);
                WaitForSingleObject(handle, INFINITE);
        }
}

static void wait_any(void *unused, long calls) {
        while (calls-- > 0)
                WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, list[0], FALSE, INFINITE);
}

static int alone(HANDLE handle, void (*body)(void *, long)) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(body, handle), "ns");
        CloseHandle(handle);
        return 0;
}

static int run_set_reset(void) { return alone(event("event", 0, TRUE, FALSE), set_and_reset); }
static int run_wait(void) { return alone(event("event", 0, TRUE, TRUE), wait_only); }
static int run_mutex(void) { return alone(mutex(), lock_and_unlock); }
static int run_semaphore(void) { return alone(semaphore(0, 9), release_and_wait); }

static int run_set_wait(void) {
#ifdef BENCH_WINPR
        return bench_skip("WinPR has no auto-reset events");
#endif
        return alone(event("event", 0, FALSE, FALSE), set_and_wait);
}

/* The last one is signalled and stays so; a take of a unit would be more to do. */
static int run_any64(void) {
        for (int i = 0; i + 1 < MAXIMUM_WAIT_OBJECTS; i++)
                list[0][i] = one_shot("other", i);
        list[0][MAXIMUM_WAIT_OBJECTS - 1] = event("event", 0, TRUE, TRUE);
        return alone(list[0][MAXIMUM_WAIT_OBJECTS - 1], wait_any);
}

static int pair_open(void) {
        for (int number = 0; number < 2; number++) {
                pair[number] = one_shot("pair", number);
                for (DWORD i = 0; i + 1 < width; i++)
                        list[number][i] = number ? list[0][i] : one_shot("other", (int) i);
                list[number][width - 1] = pair[number];
        }
        return 0;
}

static int pair_set(int number) {
        return fire(pair[number]);
}

static int pair_wait(int number) {
        DWORD result = width == 1 ? WaitForSingleObject(pair[number], INFINITE)
                                  : WaitForMultipleObjects(width, list[number], FALSE, INFINITE);

        return result < WAIT_OBJECT_0 + width ? 0 : -1;
}

static void pair_close(void) {
        CloseHandle(pair[0]);
        CloseHandle(pair[1]);
        for (DWORD i = 0; i + 1 < width; i++)
                CloseHandle(list[0][i]);
}

#ifdef BENCH_WINPR
static const struct bench_signal events = { pair_open, NULL, pair_set, pair_wait, pair_close };
#else
static const struct bench_signal events = { pair_open, pair_open, pair_set, pair_wait,
                                            pair_close };
#endif

static const struct bench_rival rival = { BENCH_WHO, &events };

static int wake(DWORD wanted_width) {
        width = wanted_width;
        return bench_wake(&rival, 1);
}

static int run_wake_one(void) { return wake(1); }
static int run_wake_any2(void) { return wake(2); }
static int run_wake_any64(void) { return wake(MAXIMUM_WAIT_OBJECTS); }
static int run_pingpong(void) { return bench_pingpong(&rival, 1); }

#ifndef _WIN32
static int run_herd_1(void) { return bench_herd(&rival, 1, 1); }
static int run_herd_8(void) { return bench_herd(&rival, 1, 8); }
static int run_herd_64(void) { return bench_herd(&rival, 1, 64); }

/* Heap and descriptors of an event handle. */
static int run_memory(void) {
        static HANDLE many[HANDLES];
        HANDLE first = event("first", 0, TRUE, FALSE); /* what it costs once */
        double heap = bench_heap_bytes();
        int descriptors = bench_descriptors();

        for (int i = 0; i < HANDLES; i++)
                many[i] = event("many", i, TRUE, FALSE);
        bench_report("heap", (bench_heap_bytes() - heap) / HANDLES, "bytes");
        bench_report("descriptors", (double) (bench_descriptors() - descriptors) / HANDLES, "each");
        for (int i = 0; i < HANDLES; i++)
                CloseHandle(many[i]);
        CloseHandle(first);
        return 0;
}
#endif

#ifndef BENCH_WINPR
static void view_and_close(HANDLE mapping) {
        void *view = mapping ? MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, 0) : NULL;

        if (!view)
                bench_die("MapViewOfFile");
        UnmapViewOfFile(view);
        CloseHandle(mapping);
}

static void create_and_close(void *unused, long calls) {
        while (calls-- > 0)
                view_and_close(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                                  SIZE_BYTES, "bench.win32.mapping"));
}

static void open_and_close(void *unused, long calls) {
        while (calls-- > 0)
                view_and_close(OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE,
                                                "bench.win32.mapping"));
}

static int run_create(void) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_close, NULL), "ns");
        return 0;
}

static int run_open(void) {
        return alone(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, SIZE_BYTES,
                                        "bench.win32.mapping"),
                     open_and_close);
}
#endif

static const struct bench_case cases[] = {
        { "event.set_reset", BENCH_WHO, run_set_reset },
        { "event.set_wait", BENCH_WHO, run_set_wait },
        { "event.wait", BENCH_WHO, run_wait },
        { "mutex.lock_unlock", BENCH_WHO, run_mutex },
        { "semaphore.release_wait", BENCH_WHO, run_semaphore },
        { "wait.any64", BENCH_WHO, run_any64 },
        { "wake.one", BENCH_WHO, run_wake_one },
        { "wake.any2", BENCH_WHO, run_wake_any2 },
        { "wake.any64", BENCH_WHO, run_wake_any64 },
        { "pingpong.default", BENCH_WHO, run_pingpong },
#ifndef _WIN32
        { "herd.event.1", BENCH_WHO, run_herd_1 },
        { "herd.event.8", BENCH_WHO, run_herd_8 },
        { "herd.event.64", BENCH_WHO, run_herd_64 },
        { "memory.event", BENCH_WHO, run_memory },
#endif
#ifndef BENCH_WINPR
        { "mapping.create", BENCH_WHO, run_create },
        { "mapping.open_again", BENCH_WHO, run_open },
#endif
        { NULL, NULL, NULL },
};

int main(int argc, char **argv) {
        static const struct bench_case *const tables[] = { cases, bench_win32_start_cases, NULL };

        return bench_main(argc, argv, tables);
}
