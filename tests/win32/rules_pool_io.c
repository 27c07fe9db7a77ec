/* SPDX-License-Identifier: MIT */
/* rules_pool_io.c — callbacks when I/O is done: CreateThreadpoolIo and its kin,
 * BindIoCompletionCallback. A pipe is the file, so that a read can wait.
 */
#include "support.h"

typedef struct ends {
        HANDLE server;
        HANDLE client;
        OVERLAPPED io;
        char bytes[8];
} ends;

static volatile LONG calls;
static HANDLE called;
static HANDLE gate; /* the callback waits for it */
static struct {
        PVOID context;
        PVOID overlapped;
        ULONG error;
        ULONG_PTR bytes;
        PTP_IO io;
} last;

static VOID CALLBACK note(PTP_CALLBACK_INSTANCE instance, PVOID context, PVOID overlapped,
                          ULONG error, ULONG_PTR bytes, PTP_IO io)
{
        if (gate)
                WaitForSingleObject(gate, 10000);
        last.context = context;
        last.overlapped = overlapped;
        last.error = error;
        last.bytes = bytes;
        last.io = io;
        atomic_add(&calls, 1);
        SetEvent(called);
}

static VOID CALLBACK note_routine(DWORD error, DWORD bytes, LPOVERLAPPED overlapped)
{
        note(NULL, NULL, overlapped, error, bytes, NULL);
}

static int connected(ends *made)
{
        char name[MAX_PATH];
        HANDLE done = CreateEventA(NULL, TRUE, FALSE, NULL);
        OVERLAPPED connects = { .hEvent = done };
        DWORD bytes;
        int is_connected;

        snprintf(name, sizeof name, "\\\\.\\pipe\\%s", unique("pool-io"));
        made->server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0, 1, 512,
                                        512, 0, NULL);
        ConnectNamedPipe(made->server, &connects);
        made->client =
                CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        is_connected = made->client != INVALID_HANDLE_VALUE &&
                       GetOverlappedResult(made->server, &connects, &bytes, TRUE);
        CloseHandle(done);
        return is_connected;
}

static BOOL reads(ends *of)
{
        memset(&of->io, 0, sizeof of->io);
        return FAILS(ReadFile(of->server, of->bytes, sizeof of->bytes, NULL, &of->io),
                     ERROR_IO_PENDING);
}

static void writes(const ends *of, const char *text)
{
        DWORD done;

        WriteFile(of->client, text, (DWORD) strlen(text), &done, NULL);
}

static int is_called(const ends *of, ULONG error, ULONG_PTR bytes)
{
        return WaitForSingleObject(called, 5000) == WAIT_OBJECT_0 && last.overlapped == &of->io &&
               last.error == error && last.bytes == bytes;
}

/* Three callbacks were called before. */
static void waiting(PTP_IO io, ends *pipe)
{
        StartThreadpoolIo(io);
        CancelThreadpoolIo(io);
        WaitForThreadpoolIoCallbacks(io, FALSE);
        ROW("pool I/O: what did not begin is not waited for", atomic_get(&calls) == 3);
        gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        StartThreadpoolIo(io);
        reads(pipe);
        writes(pipe, "f");
        SetEvent(gate);
        WaitForThreadpoolIoCallbacks(io, FALSE);
        ROW("pool I/O: waited for", atomic_get(&calls) == 4 && is_called(pipe, 0, 1));
        StartThreadpoolIo(io);
        reads(pipe);
        WaitForThreadpoolIoCallbacks(io, TRUE);
        writes(pipe, "g");
        WaitForThreadpoolIoCallbacks(io, FALSE);
        ROW("pool I/O: what was cancelled is not called",
            atomic_get(&calls) == 4 && WaitForSingleObject(called, 50) == WAIT_TIMEOUT);
        StartThreadpoolIo(io);
        reads(pipe);
        CloseHandle(pipe->client);
        ROW("pool I/O: the other end goes", is_called(pipe, ERROR_BROKEN_PIPE, 0));
        CloseHandle(gate);
        gate = NULL;
}

static void pool_io(void)
{
        ends pipe;
        int context;
        PTP_IO io;

        calls = 0;
        if (!connected(&pipe))
                return ROW("pool I/O: a pipe", 0);
        io = CreateThreadpoolIo(pipe.server, note, &context, NULL);
        ROW("pool I/O: made", io != NULL);
        ROW("pool I/O: a file has one",
            FAILS(CreateThreadpoolIo(pipe.server, note, NULL, NULL), 87));
        ROW("pool I/O: nor a port besides",
            FAILS(CreateIoCompletionPort(pipe.server, NULL, 0, 0), 87));
        ROW("pool I/O: not for a file that waits",
            FAILS(CreateThreadpoolIo(pipe.client, note, NULL, NULL), 87));
        ROW("pool I/O: not a handle",
            FAILS(CreateThreadpoolIo((HANDLE) (ULONG_PTR) 0xdeadbee0, note, NULL, NULL), 6));

        StartThreadpoolIo(io);
        ROW("pool I/O: a read goes on", reads(&pipe));
        writes(&pipe, "abc");
        ROW("pool I/O: its end is called", is_called(&pipe, 0, 3) && last.context == &context &&
                                                   last.io == io &&
                                                   memcmp(pipe.bytes, "abc", 3) == 0);
        StartThreadpoolIo(io);
        writes(&pipe, "de");
        memset(&pipe.io, 0, sizeof pipe.io);
        ReadFile(pipe.server, pipe.bytes, sizeof pipe.bytes, NULL, &pipe.io);
        ROW("pool I/O: also of what was done at once", is_called(&pipe, 0, 2));
        StartThreadpoolIo(io);
        ROW("pool I/O: another read", reads(&pipe) && CancelIo(pipe.server));
        ROW("pool I/O: cancelled", is_called(&pipe, ERROR_OPERATION_ABORTED, 0));

        waiting(io, &pipe);
        CloseHandle(pipe.server);
        CloseThreadpoolIo(io);
}

static void bound_io(void)
{
        ends plain;

        if (!connected(&plain))
                return ROW("bound I/O: a pipe", 0);
        ROW("bound I/O: bound", BindIoCompletionCallback(plain.server, note_routine, 0));
        ROW("bound I/O: once", !BindIoCompletionCallback(plain.server, note_routine, 0));
        ROW("bound I/O: a read goes on", reads(&plain));
        writes(&plain, "abcd");
        ROW("bound I/O: its end is called", is_called(&plain, 0, 4));
        reads(&plain);
        CloseHandle(plain.client);
        ROW("bound I/O: a failure", WaitForSingleObject(called, 5000) == WAIT_OBJECT_0 &&
                                            last.overlapped == &plain.io && last.error != 0);
        CloseHandle(plain.server);
}

void rules_pool_io(void)
{
        called = CreateEventA(NULL, FALSE, FALSE, NULL);
        pool_io();
        bound_io();
        CloseHandle(called);
}
