/* SPDX-License-Identifier: MIT */
/* support.c — names, files, waiting threads, children: the same on both systems. */
#include "support.h"

int on_wine;
int is_verbose;
PROCESS_INFORMATION spawned;

int refused(HANDLE handle, DWORD code)
{
        int as_wanted = !handle && GetLastError() == code;

        if (handle)
                CloseHandle(handle);
        return as_wanted;
}

static const char *numbered(const char *pattern, const char *stem)
{
        static char names[16][160];
        static unsigned next;
        char *name = names[next++ % 16];

        snprintf(name, sizeof names[0], pattern, (unsigned long) GetCurrentProcessId(), stem);
        return name;
}

const char *unique(const char *stem)
{
        return numbered("mwt.%lu.%s", stem);
}

const char *unique_file(const char *stem)
{
        return numbered("mwt-%lu-%s.bin", stem);
}

HANDLE memory_section(const char *name, DWORD size_bytes)
{
        return CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, size_bytes, name);
}

HANDLE open_file(const char *path, DWORD access)
{
        return CreateFileA(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                           NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
}

void make_file(const char *path, DWORD size_bytes)
{
        FILE *file = fopen(path, "wb");

        if (!file) {
                printf("FAILED can't make the file %s\n", path);
                exit(1);
        }
        while (size_bytes-- > 0)
                fputc('a', file);
        fclose(file);
}

int ticks_pass(ULONGLONG milliseconds)
{
        ULONGLONG began = GetTickCount64();

        for (int tries = 0; GetTickCount64() - began < milliseconds; tries++) {
                if (tries == 1000)
                        return 0;
                Sleep(5);
        }
        return 1;
}

static void waiter_body(void *argument)
{
        waiter *one = argument;

        atomic_add(&one->state, 1);
        if (one->count == 1)
                one->result = WaitForSingleObject(one->handles[0], one->milliseconds);
        else
                one->result = WaitForMultipleObjects(one->count, one->handles, one->all,
                                                     one->milliseconds);
        atomic_add(&one->state, 1);
}

static void start(waiter *one)
{
        one->state = 0;
        one->result = 12345;
        one->thread = thread_start(waiter_body, one);
        while (atomic_get(&one->state) == 0)
                Sleep(1);
}

void waiter_start(waiter *one, HANDLE handle, DWORD milliseconds)
{
        one->handles[0] = handle;
        one->count = 1;
        one->milliseconds = milliseconds;
        start(one);
}

void waiter_start_two(waiter *one, HANDLE first, HANDLE second, BOOL all, DWORD milliseconds)
{
        one->handles[0] = first;
        one->handles[1] = second;
        one->count = 2;
        one->all = all;
        one->milliseconds = milliseconds;
        start(one);
}

int waiter_is_done(waiter *one)
{
        return atomic_get(&one->state) == 2;
}

void waiter_join(waiter *one)
{
        thread_join(one->thread);
}

int waiters_done(waiter *many, int count)
{
        int done = 0;

        for (int at = 0; at < count; at++)
                done += waiter_is_done(&many[at]);
        return done;
}

int spawn_with(const char *text, BOOL inherits, DWORD flags, void *environment,
               const char *directory, STARTUPINFOA *startup)
{
        STARTUPINFOA usual = { .cb = sizeof usual };
        char line[2048];

        snprintf(line, sizeof line, "\"%s\" child %s", own_path(), text);
        return CreateProcessA(NULL, line, NULL, NULL, inherits, flags, environment, directory,
                              startup ? startup : &usual, &spawned);
}

int spawn(const char *text, BOOL inherits)
{
        return spawn_with(text, inherits, 0, NULL, NULL, NULL);
}

DWORD ended(void)
{
        DWORD code = 0xEEEEEEEE;

        if (WaitForSingleObject(spawned.hProcess, 30000) != WAIT_OBJECT_0 ||
            !GetExitCodeProcess(spawned.hProcess, &code))
                code = 0xEEEEEEEE;
        CloseHandle(spawned.hThread);
        CloseHandle(spawned.hProcess);
        return code;
}

long atomic_add(volatile LONG *value, LONG add)
{
        return __atomic_add_fetch(value, add, __ATOMIC_SEQ_CST);
}

LONG atomic_get(volatile LONG *value)
{
        return __atomic_load_n(value, __ATOMIC_SEQ_CST);
}
