/* SPDX-License-Identifier: MIT */
/* peer_windows.c — other processes on Windows: started, spoken to by pipe, watched, killed.
 *
 * A peer finds its two pipes as handles in its environment. Whether all its threads
 * sleep is asked of the system: on Windows it lists each thread's state, under Wine the
 * system below does (below_windows.h). There a peer is found by the last word of its
 * command line.
 */
#include "below_windows.h"
#include "harness.h"
#include <windows.h>

#include <winternl.h>

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { PEERS_MAX = 512 };

/* What a pid of ours is: its process, and where the system below has it. */
static struct started {
        HANDLE process;
        int pid;
        char key[64];               /* what stands on its command line, and no other's */
        char directory[BELOW_PATH]; /* of /proc, under Wine                            */
} started[PEERS_MAX];

/* test.h keeps descriptors; these are handles, whose 32 bits are all that count. */
static HANDLE handle_of(int number)
{
        return (HANDLE) (intptr_t) number;
}

static int number_of(HANDLE handle)
{
        return (int) (intptr_t) handle;
}

int hear_pipe, say_pipe;

/* A peer finds its pipes in its environment, before it has a second thread. */
__attribute__((constructor)) static void find_pipes(void)
{
        const char *text = getenv("MW_PEER_PIPES");
        char *end;

        if (!text)
                return;
        hear_pipe = (int) strtol(text, &end, 10);
        say_pipe = (int) strtol(end, NULL, 10);
}

static void append_quoted(char *command, size_t room, const char *argument)
{
        size_t used = strlen(command);

        ASSERT(!strchr(argument, '"') &&
               (*argument == 0 || argument[strlen(argument) - 1] != '\\'));
        snprintf(command + used, room - used, " \"%s\"", argument);
}

static struct started *slot_of(int pid)
{
        for (int i = 0; i < PEERS_MAX; i++)
                if (started[i].process && started[i].pid == pid)
                        return &started[i];
        return NULL;
}

static void make_pipe(HANDLE *out_read, HANDLE *out_write, HANDLE *for_peer)
{
        ASSERT(CreatePipe(out_read, out_write, NULL, 1 << 16));
        ASSERT(SetHandleInformation(*for_peer, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
}

/* Under Wine a process in some ten thousand ends before its first instruction, and that is
 * "internal error": none of what is tested has run, so it may begin once more. */
static BOOL create_process(const char *path, char *command, STARTUPINFOA *start,
                           PROCESS_INFORMATION *process)
{
        for (int tries = 0; tries < 3; tries++) {
                if (CreateProcessA(path, command, NULL, NULL, TRUE, 0, NULL, NULL, start, process))
                        return TRUE;
                if (GetLastError() != ERROR_INTERNAL_ERROR)
                        break;
        }
        return FALSE;
}

struct peer *peer_start(const char *role, ...)
{
        STARTUPINFOA start = { .cb = sizeof start };
        HANDLE hear, to, from, say;
        PROCESS_INFORMATION process;
        char path[MAX_PATH], command[8000], pipes[64];
        struct peer *peer = calloc(1, sizeof *peer);
        static unsigned serial;
        const char *argument;
        va_list list;
        int slot = 0;

        ASSERT(peer);
        while (slot < PEERS_MAX && started[slot].process)
                slot++;
        ASSERT(slot < PEERS_MAX);
        make_pipe(&hear, &to, &hear);
        make_pipe(&from, &say, &say);
        GetModuleFileNameA(NULL, path, sizeof path);
        snprintf(command, sizeof command, "\"%s\" --role=%s", path, role);
        va_start(list, role);
        while ((argument = va_arg(list, const char *)) != NULL)
                append_quoted(command, sizeof command, argument);
        va_end(list);
        snprintf(started[slot].key, sizeof started[slot].key, "mwpeer-%lu-%u-%lld",
                 GetCurrentProcessId(), ++serial, (long long) mw_now_ns());
        append_quoted(command, sizeof command, started[slot].key);
        snprintf(pipes, sizeof pipes, "%d %d", number_of(hear), number_of(say));
        SetEnvironmentVariableA("MW_PEER_PIPES", pipes);
        fflush(NULL);
        if (!create_process(path, command, &start, &process))
                test_fail(__FILE__, __LINE__, "can't start %s: error %lu", role, GetLastError());
        CloseHandle(hear);
        CloseHandle(say);
        CloseHandle(process.hThread);
        started[slot].process = process.hProcess;
        started[slot].pid = (int) process.dwProcessId;
        started[slot].directory[0] = 0;
        peer->pid = (pid_t) process.dwProcessId;
        peer->to = number_of(to);
        peer->from = number_of(from);
        return peer;
}

struct peer *peer_fork(void (*run)(void *argument), void *argument)
{
        (void) run, (void) argument;
        test_skip("needs fork(), which Windows doesn't have");
}

struct peer *peer_start_as(uid_t uid, const char *role, ...)
{
        (void) uid, (void) role;
        test_skip("needs Unix users");
}

struct peer *peer_start_in_pid_namespace(const char *role, ...)
{
        (void) role;
        test_skip("needs Linux' PID namespaces");
}

size_t pipe_read(int pipe, void *out, size_t size)
{
        DWORD got = 0;

        return ReadFile(handle_of(pipe), out, (DWORD) size, &got, NULL) ? got : 0;
}

void pipe_write(int pipe, const void *bytes, size_t size)
{
        DWORD put;

        WriteFile(handle_of(pipe), bytes, (DWORD) size, &put, NULL); /* ended: the reader sees */
}

bool peer_has_line(struct peer *peer)
{
        DWORD ready = 0;

        return !PeekNamedPipe(handle_of(peer->from), NULL, 0, NULL, &ready, NULL) || ready > 0;
}

int peer_status(struct peer *peer)
{
        struct started *slot = slot_of((int) peer->pid);
        DWORD status = 1;

        ASSERT(slot);
        CloseHandle(handle_of(peer->to));
        WaitForSingleObject(slot->process, INFINITE);
        GetExitCodeProcess(slot->process, &status);
        CloseHandle(slot->process);
        slot->process = NULL;
        CloseHandle(handle_of(peer->from));
        free(peer);
        return (int) status;
}

void peer_kill(struct peer *peer)
{
        struct started *slot = slot_of((int) peer->pid);

        ASSERT(slot);
        TerminateProcess(slot->process, 9);
        peer_status(peer);
}

/* ---- is it asleep? --------------------------------------------------------------------- */

static bool is_asleep_below(struct started *slot)
{
        if (!slot->directory[0])
                below_find("cmdline", slot->key, slot->directory);
        return below_awake(slot->directory) == 0;
}

/* As Windows itself lists it: every thread waits, and for what a program asked. */
static bool is_asleep_here(DWORD pid)
{
        enum { WAITING = 5, USER_REQUEST = 6, ROOM = 4 << 20 };
        struct thread {
                LARGE_INTEGER times[3];
                ULONG wait_time;
                PVOID start;
                CLIENT_ID id;
                LONG priority, base_priority;
                ULONG switches, state, reason;
        };
        char *all = malloc(ROOM), *at = all;
        bool asleep = false;
        ULONG size;

        ASSERT(all);
        if (NtQuerySystemInformation(SystemProcessInformation, all, ROOM, &size) >= 0)
                for (;;) {
                        SYSTEM_PROCESS_INFORMATION *process = (void *) at;
                        struct thread *threads = (void *) (process + 1);

                        if ((DWORD) (ULONG_PTR) process->UniqueProcessId == pid) {
                                asleep = true;
                                for (ULONG i = 0; i < process->NumberOfThreads; i++)
                                        asleep = asleep && threads[i].state == WAITING &&
                                                 threads[i].reason == USER_REQUEST;
                                break;
                        }
                        if (process->NextEntryOffset == 0)
                                break;
                        at += process->NextEntryOffset;
                }
        free(all);
        return asleep;
}

bool is_asleep(pid_t pid)
{
        struct started *slot = slot_of((int) pid);

        ASSERT(slot);
        if (GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version"))
                return is_asleep_below(slot);
        return is_asleep_here((DWORD) pid);
}

bool is_asleep_for_good(pid_t pid)
{
        return is_asleep(pid); /* whether a sleep has an end, nobody tells here */
}

void until_asleep(pid_t pid)
{
        for (int calm = 0; calm < 3; calm = is_asleep(pid) ? calm + 1 : 0)
                ;
}

void need_sleep_reports(void)
{
}

void need_root(void)
{
        test_skip("needs Unix users");
}

void breathe(void)
{
        Sleep(1);
}
