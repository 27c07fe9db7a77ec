/* SPDX-License-Identifier: MIT */
/* system_windows.c — threads and processes of the table, as a Windows program. */
#include "support.h"
#include "below_windows.h"

struct thread {
        HANDLE handle;
        void (*body)(void *);
        void *argument;
};

struct peer {
        HANDLE process;
};

/* A crash ends the process with the exception's number, without a debugger. */
static LONG WINAPI crash(EXCEPTION_POINTERS *exception)
{
        TerminateProcess(GetCurrentProcess(), exception->ExceptionRecord->ExceptionCode);
        return EXCEPTION_EXECUTE_HANDLER;
}

static DWORD WINAPI run(LPVOID argument)
{
        thread *started = argument;

        started->body(started->argument);
        return 0;
}

thread *thread_start(void (*body)(void *), void *argument)
{
        thread *started = malloc(sizeof *started);

        started->body = body;
        started->argument = argument;
        started->handle = CreateThread(NULL, 0, run, started, 0, NULL);
        if (!started->handle)
                abort();
        return started;
}

void thread_join(thread *started)
{
        WaitForSingleObject(started->handle, INFINITE);
        CloseHandle(started->handle);
        free(started);
}

peer *peer_start(const char *role, const char *argument)
{
        peer *started = malloc(sizeof *started);
        char path[MAX_PATH];
        char line[1024];
        STARTUPINFOA startup = { .cb = sizeof startup };
        PROCESS_INFORMATION process;

        GetModuleFileNameA(NULL, path, sizeof path);
        snprintf(line, sizeof line, "\"%s\" peer %s \"%s\"", path, role, argument);
        if (!CreateProcessA(path, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
                abort();
        CloseHandle(process.hThread);
        started->process = process.hProcess;
        return started;
}

int peer_end(peer *started, DWORD *out_exit_code)
{
        DWORD code = 0;

        WaitForSingleObject(started->process, INFINITE);
        GetExitCodeProcess(started->process, &code);
        CloseHandle(started->process);
        free(started);
        *out_exit_code = code;
        return (code & 0xF0000000) != 0xC0000000; /* an exception's number */
}

void peer_kill(peer *started)
{
        TerminateProcess(started->process, 9);
        WaitForSingleObject(started->process, INFINITE);
        CloseHandle(started->process);
        free(started);
}

/* This process, in the system below: the one that has a file of this name mapped. */
static const char *directory_below(void)
{
        static char directory[BELOW_PATH];
        static int has_looked;
        char name[160];
        HANDLE file, mapping;
        void *view;

        if (has_looked || !on_wine)
                return directory;
        has_looked = 1;
        snprintf(name, sizeof name, "mwt-below-%lu-%lld", GetCurrentProcessId(), clock_us());
        make_file(name, 1);
        file = open_file(name, GENERIC_READ);
        mapping = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, NULL);
        view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
        below_find("maps", name, directory);
        if (view)
                UnmapViewOfFile(view);
        CloseHandle(mapping);
        CloseHandle(file);
        DeleteFileA(name);
        return directory;
}

/* Time enough, and under Wine, where it can be seen, until all but we sleep: three looks
 * in a row, as one sleep may be a short one on the way. */
void settle(void)
{
        const char *below = directory_below();
        int looks = 0;

        Sleep(250);
        for (int tries = 0; looks < 3 && tries < 100; tries++) {
                int awake = below_awake(below);

                if (awake < 0)
                        return;
                looks = awake <= 1 ? looks + 1 : 0;
                if (!looks)
                        Sleep(10);
        }
}

long long clock_us(void)
{
        LARGE_INTEGER now;
        LARGE_INTEGER second;

        QueryPerformanceCounter(&now);
        QueryPerformanceFrequency(&second);
        return (long long) ((double) now.QuadPart * 1e6 / (double) second.QuadPart);
}

int can_execute_views(void)
{
        return 1;
}

int runs_on_wine(void)
{
        return GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != NULL;
}

int runs_natively(void)
{
        return 0;
}

void end_at_a_crash(void)
{
        SetUnhandledExceptionFilter(crash);
}

const char *own_path(void)
{
        static char path[MAX_PATH];

        GetModuleFileNameA(NULL, path, sizeof path);
        return path;
}
