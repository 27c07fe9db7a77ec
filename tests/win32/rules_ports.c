/* SPDX-License-Identifier: MIT */
/* rules_ports.c — completion ports; on which processors a thread may run. */
#include "support.h"

typedef struct fetch {
        HANDLE port;
        BOOL result;
        DWORD error;
        DWORD bytes;
        ULONG_PTR key;
        OVERLAPPED *overlapped;
} fetch;

static void fetch_one(fetch *one, DWORD milliseconds)
{
        one->bytes = 77;
        one->key = 77;
        one->overlapped = (OVERLAPPED *) 77;
        SetLastError(MARK);
        one->result = GetQueuedCompletionStatus(one->port, &one->bytes, &one->key, &one->overlapped,
                                                milliseconds);
        one->error = GetLastError();
}

static void fetch_long(void *argument)
{
        fetch_one(argument, 3000);
}

static int got(const fetch *one, DWORD bytes, ULONG_PTR key, const void *overlapped)
{
        return one->result && one->bytes == bytes && one->key == key &&
               one->overlapped == overlapped;
}

static void packets(void)
{
        OVERLAPPED_ENTRY entries[4];
        OVERLAPPED first;
        fetch one;
        ULONG count = 9;
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
        thread *other;

        ROW("port: none without a file or a port",
            FAILS(CreateIoCompletionPort(INVALID_HANDLE_VALUE, event, 0, 0), 87));
        ROW("port: an event is none", FAILS(PostQueuedCompletionStatus(event, 0, 0, NULL), 6));
        one.port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
        ROW("port: made", one.port != NULL);
        fetch_one(&one, 0);
        ROW("port: empty is 258, and no overlapped",
            !one.result && one.error == WAIT_TIMEOUT && one.overlapped == NULL);
        ROW("port: a post", PostQueuedCompletionStatus(one.port, 5, 6, &first));
        PostQueuedCompletionStatus(one.port, 0xffffffff, 0, NULL);
        fetch_one(&one, 0);
        ROW("port: first in", got(&one, 5, 6, &first) && one.error == MARK);
        fetch_one(&one, INFINITE);
        ROW("port: first out; nothing but numbers", got(&one, 0xffffffff, 0, NULL));

        other = thread_start(fetch_long, &one);
        settle();
        PostQueuedCompletionStatus(one.port, 1, 2, NULL);
        thread_join(other);
        ROW("port: a post wakes who waits", got(&one, 1, 2, NULL));

        for (ULONG_PTR key = 0; key < 5; key++)
                PostQueuedCompletionStatus(one.port, 3, key, NULL);
        ROW("port: several at once",
            GetQueuedCompletionStatusEx(one.port, entries, 4, &count, 0, FALSE) && count == 4 &&
                    entries[0].lpCompletionKey == 0 && entries[3].lpCompletionKey == 3 &&
                    entries[3].dwNumberOfBytesTransferred == 3 && entries[1].Internal == 0);
        ROW("port: and the rest",
            GetQueuedCompletionStatusEx(one.port, entries, 4, &count, 1000, FALSE) && count == 1);
        ROW("port: several, none there",
            FAILS(GetQueuedCompletionStatusEx(one.port, entries, 4, &count, 10, FALSE), 258));
        ROW_OR_WINE("port: no room is refused",
                    FAILS(GetQueuedCompletionStatusEx(one.port, entries, 0, &count, 0, FALSE), 87),
                    1);

        other = thread_start(fetch_long, &one);
        settle();
        CloseHandle(one.port);
        thread_join(other);
        ROW_OR_WINE("port: closing sends waiters away with 735",
                    !one.result && one.error == ERROR_ABANDONED_WAIT_0 && one.overlapped == NULL,
                    !one.result);
        fetch_one(&one, 0);
        ROW("port: closed", !one.result && one.error == 6);
        CloseHandle(event);
}

static void files(void)
{
        const char *path = unique_file("port");
        OVERLAPPED io;
        char bytes[16];
        DWORD done = 0;
        HANDLE plain;
        HANDLE file;
        HANDLE port;
        fetch one;

        make_file(path, 10);
        plain = open_file(path, GENERIC_READ);
        ROW("port: a file that isn't overlapped",
            FAILS(CreateIoCompletionPort(plain, NULL, 1, 0), 87));
        CloseHandle(plain);
        file = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                           FILE_FLAG_OVERLAPPED, NULL);
        port = CreateIoCompletionPort(file, NULL, 42, 0);
        one.port = port;
        ROW("port: with a file at once", port != NULL);
        ROW("port: a file has one port", FAILS(CreateIoCompletionPort(file, port, 43, 0), 87));
        ROW("port: a bad handle", FAILS(CreateIoCompletionPort(NULL, port, 43, 0), 6));

        memset(&io, 0, sizeof io);
        if (!ReadFile(file, bytes, 4, NULL, &io))
                ROW("port: a read goes on", GetLastError() == ERROR_IO_PENDING);
        fetch_one(&one, 5000);
        ROW("port: a read is told", got(&one, 4, 42, &io));
        memset(&io, 0, sizeof io);
        io.Offset = 10;
        WriteFile(file, "abc", 3, NULL, &io);
        fetch_one(&one, 5000);
        ROW("port: a write is told", got(&one, 3, 42, &io));
        memset(&io, 0, sizeof io);
        io.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        io.hEvent = (HANDLE) ((ULONG_PTR) io.hEvent | 1);
        ReadFile(file, bytes, 4, NULL, &io);
        ROW("port: unless the event's low bit is set",
            GetOverlappedResult(file, &io, &done, TRUE) && done == 4);
        fetch_one(&one, 20);
        ROW("port: then nothing is told", !one.result && one.error == WAIT_TIMEOUT);
        CloseHandle((HANDLE) ((ULONG_PTR) io.hEvent & ~(ULONG_PTR) 1));
        CloseHandle(file);
        CloseHandle(port);
        DeleteFileA(path);
}

static void pipes(void)
{
        char name[100];
        char bytes[16];
        OVERLAPPED io;
        OVERLAPPED connects;
        DWORD done;
        HANDLE server;
        HANDLE client;
        fetch one;

        snprintf(name, sizeof name, "\\\\.\\pipe\\%s", unique("port"));
        server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0, 1, 512, 512,
                                  0, NULL);
        one.port = CreateIoCompletionPort(server, NULL, 7, 0);
        memset(&connects, 0, sizeof connects);
        ROW("port: a pipe waits for a client",
            FAILS(ConnectNamedPipe(server, &connects), ERROR_IO_PENDING));
        client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        fetch_one(&one, 5000);
        ROW("port: the client is told", got(&one, 0, 7, &connects));
        memset(&io, 0, sizeof io);
        ROW("port: a read of a pipe goes on",
            FAILS(ReadFile(server, bytes, sizeof bytes, NULL, &io), ERROR_IO_PENDING));
        WriteFile(client, "hello", 5, &done, NULL);
        fetch_one(&one, 5000);
        ROW("port: and is told", got(&one, 5, 7, &io) && memcmp(bytes, "hello", 5) == 0);
        memset(&io, 0, sizeof io);
        ReadFile(server, bytes, sizeof bytes, NULL, &io);
        CloseHandle(client);
        fetch_one(&one, 5000);
        ROW("port: a failure, with its overlapped",
            !one.result && one.error == ERROR_BROKEN_PIPE && one.overlapped == &io && one.key == 7);
        CloseHandle(server);
        CloseHandle(one.port);
}

static void processors(void)
{
        DWORD_PTR process = 0;
        DWORD_PTR whole = 0;
        DWORD_PTR first;
        SYSTEM_INFO info;

        GetSystemInfo(&info);
        ROW("processors: the process's are of the system's",
            GetProcessAffinityMask(GetCurrentProcess(), &process, &whole) && process &&
                    !(process & ~whole));
        first = process & (0 - process);
        ROW("processors: a thread's before",
            SetThreadAffinityMask(GetCurrentThread(), first) == process);
        ROW("processors: and again", SetThreadAffinityMask(GetCurrentThread(), process) == first);
        ROW("processors: none is refused", FAILS(SetThreadAffinityMask(GetCurrentThread(), 0), 87));
        ROW("processors: all that could be are all that are",
            SetThreadAffinityMask(GetCurrentThread(), ~(DWORD_PTR) 0) == process &&
                    SetThreadAffinityMask(GetCurrentThread(), process) == process);
        ROW("processors: not a thread", FAILS(SetThreadAffinityMask(NULL, 1), 6));
        ROW("processors: the process's set",
            SetProcessAffinityMask(GetCurrentProcess(), first) &&
                    GetProcessAffinityMask(GetCurrentProcess(), &first, &whole) &&
                    SetThreadAffinityMask(GetCurrentThread(), first) == first);
        SetProcessAffinityMask(GetCurrentProcess(), process);
        ROW("processors: none for a process",
            FAILS(SetProcessAffinityMask(GetCurrentProcess(), 0), 87));
        ROW("processors: this one's number",
            GetCurrentProcessorNumber() < info.dwNumberOfProcessors);
        SetThreadIdealProcessor(GetCurrentThread(), 0);
        ROW("processors: the ideal one is remembered",
            SetThreadIdealProcessor(GetCurrentThread(), MAXIMUM_PROCESSORS) == 0);
        ROW("processors: there is none of that number",
            SetThreadIdealProcessor(GetCurrentThread(), MAXIMUM_PROCESSORS + 1) == (DWORD) -1);
        ROW("muldiv rounds", MulDiv(7, 3, 2) == 11 && MulDiv(-7, 3, 2) == -11 &&
                                     MulDiv(7, 3, -2) == -11 && MulDiv(1, 1, 3) == 0 &&
                                     MulDiv(1, 1, 0) == -1 && MulDiv(0x7fffffff, 3, 1) == -1);
        ROW_OR_WINE("heap: compacted", HeapCompact(GetProcessHeap(), 0) > 0, 1);
}

void rules_ports(void)
{
        packets();
        files();
        pipes();
        processors();
}
