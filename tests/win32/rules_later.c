/* SPDX-License-Identifier: MIT */
/* rules_later.c — I/O that finishes later, and what becomes of it when its handle is
 * closed or it is cancelled; pipes that go one way.
 */
#include "support.h"

#define WAITS_MS 10000

static const char *pipe_name(const char *stem)
{
        static char name[200];

        snprintf(name, sizeof name, "\\\\.\\pipe\\%s", unique(stem));
        return name;
}

static HANDLE server_of(const char *name, DWORD open_mode, DWORD pipe_mode)
{
        return CreateNamedPipeA(name, open_mode, pipe_mode, 2, 4096, 4096, 1000, NULL);
}

static HANDLE client_of(const char *name, DWORD access, DWORD flags)
{
        return CreateFileA(name, access, 0, NULL, OPEN_EXISTING, flags, NULL);
}

static int lost(HANDLE handle, DWORD code)
{
        return handle == INVALID_HANDLE_VALUE && GetLastError() == code;
}

static void one_way(void)
{
        const char *name = pipe_name("way");
        HANDLE server = server_of(name, PIPE_ACCESS_INBOUND, 0);
        HANDLE client;
        char byte;
        DWORD done;

        ROW("11 a client of an inbound pipe can't read: 5",
            lost(client_of(name, GENERIC_READ, 0), ERROR_ACCESS_DENIED));
        ROW("11 nor both: 5",
            lost(client_of(name, GENERIC_READ | GENERIC_WRITE, 0), ERROR_ACCESS_DENIED));
        ROW("11 another instance that goes the other way: 5",
            lost(server_of(name, PIPE_ACCESS_OUTBOUND, 0), ERROR_ACCESS_DENIED));
        client = client_of(name, GENERIC_WRITE, 0);
        ROW("11 it can write",
            client != INVALID_HANDLE_VALUE && WriteFile(client, "x", 1, &done, NULL) && done == 1);
        ROW("11 reading it: 5", FAILS(ReadFile(client, &byte, 1, &done, NULL), 5));
        ROW("11 the server reads, and can't write: 5",
            ReadFile(server, &byte, 1, &done, NULL) && byte == 'x' &&
                    FAILS(WriteFile(server, "x", 1, &done, NULL), 5));
        CloseHandle(client);
        CloseHandle(server);
        name = pipe_name("out");
        server = server_of(name, PIPE_ACCESS_OUTBOUND, 0);
        ROW("11 a client of an outbound pipe can't write: 5",
            lost(client_of(name, GENERIC_WRITE, 0), ERROR_ACCESS_DENIED));
        client = client_of(name, GENERIC_READ, 0);
        ROW("11 it can read", WriteFile(server, "y", 1, &done, NULL) &&
                                      ReadFile(client, &byte, 1, &done, NULL) && byte == 'y');
        CloseHandle(client);
        CloseHandle(server);
}

typedef struct write_later {
        OVERLAPPED state;
        BOOL done;
        DWORD error;
} write_later;

static void begin_write(HANDLE pipe, write_later *one, const void *data, DWORD size)
{
        memset(one, 0, sizeof *one);
        one->state.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        one->done = WriteFile(pipe, data, size, NULL, &one->state);
        one->error = GetLastError();
}

/* Reads so many bytes, each of which must be the fill of its block. */
static int reads_all(HANDLE pipe, size_t size, size_t block, int by_messages)
{
        char *room = malloc(block);
        size_t got = 0;
        int as_written = room != NULL;

        while (as_written && got < size) {
                DWORD done = 0;

                if (!ReadFile(pipe, room, (DWORD) block, &done, NULL) ||
                    (by_messages && done != block))
                        as_written = 0;
                for (DWORD at = 0; as_written && at < done; at++)
                        as_written = room[at] == (char) ('a' + (got + at) / block);
                got += done;
        }
        free(room);
        return as_written && got == size;
}

/* Three writes, of which not even the first has room in what a pipe buffers. */
static void full_pipe(int by_messages)
{
        enum { BLOCK = 6 << 20 };
        const char *name = pipe_name("full");
        DWORD mode = by_messages ? PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE : 0;
        HANDLE server = server_of(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, mode);
        HANDLE client = client_of(name, GENERIC_READ | GENERIC_WRITE, 0);
        DWORD reading = PIPE_READMODE_MESSAGE;
        char *data[3];
        write_later writes[3];
        DWORD done = 0;
        int finished = 1;

        if (by_messages)
                SetNamedPipeHandleState(client, &reading, NULL, NULL);
        for (int at = 0; at < 3; at++) {
                data[at] = malloc(BLOCK);
                memset(data[at], 'a' + at, BLOCK);
                begin_write(server, &writes[at], data[at], BLOCK);
        }
        ROW("11 a write to a full pipe, overlapped: 997",
            !writes[0].done && writes[0].error == ERROR_IO_PENDING);
        ROW("11 the next ones wait behind it: 997",
            !writes[1].done && writes[1].error == ERROR_IO_PENDING && !writes[2].done);
        ROW("11 it isn't done: 996",
            FAILS(GetOverlappedResult(server, &writes[0].state, &done, FALSE), 996));
        ROW("11 all of it comes out, in order",
            reads_all(client, (size_t) 3 * BLOCK, BLOCK, by_messages));
        for (int at = 0; at < 3; at++)
                finished =
                        finished &&
                        WaitForSingleObject(writes[at].state.hEvent, WAITS_MS) == WAIT_OBJECT_0 &&
                        GetOverlappedResult(server, &writes[at].state, &done, FALSE) &&
                        done == BLOCK;
        ROW("11 and then each is done", finished);
        for (int at = 0; at < 3; at++) {
                CloseHandle(writes[at].state.hEvent);
                free(data[at]);
        }
        CloseHandle(client);
        CloseHandle(server);
}

static void closed_while_pending(void)
{
        const char *name = pipe_name("closed");
        HANDLE server = server_of(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0);
        HANDLE client = client_of(name, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
        OVERLAPPED one = { 0 };
        OVERLAPPED two = { 0 };
        static char room[10];
        BOOL is_read;
        DWORD done;

        one.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        two.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        ROW("11 a read waits: 997", FAILS(ReadFile(client, room, 10, NULL, &one), 997));
        ROW("11 another, too: 997", FAILS(ReadFile(client, room, 10, NULL, &two), 997));
        ROW("11 CancelIoEx takes one",
            CancelIoEx(client, &two) && WaitForSingleObject(two.hEvent, WAITS_MS) == 0);
        ROW("11 which was aborted: 995",
            FAILS(GetOverlappedResult(client, &two, &done, FALSE), ERROR_OPERATION_ABORTED));
        ROW("11 again there is nothing: 1168", FAILS(CancelIoEx(client, &two), 1168));
        CloseHandle(client);
        ROW_OR_WINE("11 the last handle's end ends the other",
                    WaitForSingleObject(one.hEvent, WAITS_MS) == WAIT_OBJECT_0 &&
                            (DWORD) one.Internal == 0xC000014B,
                    1);
        memset(&two, 0, sizeof two);
        two.hEvent = one.hEvent;
        ResetEvent(two.hEvent);
        is_read = ReadFile(server, room, 10, NULL, &two);
        if (!is_read && GetLastError() == ERROR_IO_PENDING &&
            WaitForSingleObject(two.hEvent, WAITS_MS) == WAIT_OBJECT_0)
                is_read = GetOverlappedResult(server, &two, &done, FALSE);
        ROW("11 and the pipe's other end is told: 109", !is_read && GetLastError() == 109);
        CloseHandle(two.hEvent);
        CloseHandle(server);
}

static HANDLE overlapped_file(const char *path)
{
        return CreateFileA(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                           NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
}

static void locks(void)
{
        const char *path = unique_file("later");
        OVERLAPPED held = { 0 };
        OVERLAPPED late = { 0 };
        HANDLE holder;
        HANDLE other;
        DWORD done;

        make_file(path, 100);
        holder = overlapped_file(path);
        other = overlapped_file(path);
        late.hEvent = CreateEventA(NULL, TRUE, TRUE, NULL);
        ROW("15.4 LockFileEx of what is free",
            LockFileEx(holder, LOCKFILE_EXCLUSIVE_LOCK, 0, 10, 0, &held));
        ROW("15.4 of what isn't, at once: 33",
            FAILS(LockFileEx(other, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 10, 0,
                             &late),
                  ERROR_LOCK_VIOLATION));
        ROW("15.4 and without hurry, overlapped: 997",
            FAILS(LockFileEx(other, LOCKFILE_EXCLUSIVE_LOCK, 0, 10, 0, &late), 997));
        /* Wine's lock can't be given up, nor do others wait for it. */
        ROW_OR_WINE("15.4 its event is reset", WaitForSingleObject(late.hEvent, 50) == WAIT_TIMEOUT,
                    1);
        ROW_OR_WINE("15.4 CancelIoEx gives it up: 995",
                    CancelIoEx(other, &late) && WaitForSingleObject(late.hEvent, WAITS_MS) == 0 &&
                            FAILS(GetOverlappedResult(other, &late, &done, FALSE), 995),
                    1);
        ROW("15.4 once more: 997", FAILS(LockFileEx(other, 0, 0, 10, 0, &late), 997));
        ROW("15.4 when it is free, the lock comes",
            UnlockFileEx(holder, 0, 10, 0, &held) &&
                    WaitForSingleObject(late.hEvent, WAITS_MS) == WAIT_OBJECT_0 &&
                    GetOverlappedResult(other, &late, &done, TRUE));
        ROW_OR_WINE("15.4 and is a lock: 33",
                    FAILS(LockFileEx(holder, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0,
                                     10, 0, &held),
                          33),
                    1);
        CloseHandle(late.hEvent);
        CloseHandle(other);
        CloseHandle(holder);
        DeleteFileA(path);
}

static void bad_buffers(void)
{
        const char *path = unique_file("buffer");
        HANDLE file;
        DWORD done = 1;

        make_file(path, 10);
        file = open_file(path, GENERIC_READ);
        SetFilePointer(file, 0, NULL, FILE_END);
        ROW("15.5 at the end of a file there is nothing",
            ReadFile(file, (char[4]){ 0 }, 4, &done, NULL) && done == 0);
        ROW_OR_WINE("15.5 into no buffer: 998", FAILS(ReadFile(file, NULL, 4, &done, NULL), 998),
                    1);
        ROW("15.5 no bytes need no buffer", ReadFile(file, NULL, 0, &done, NULL) && done == 0);
        CloseHandle(file);
        DeleteFileA(path);
}

void rules_later(void)
{
        one_way();
        full_pipe(0);
        full_pipe(1);
        closed_while_pending();
        locks();
        bad_buffers();
}
