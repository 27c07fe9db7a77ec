/* SPDX-License-Identifier: MIT */
/* rules_pipes.c — anonymous and named pipes. */
#include "support.h"

static const char *pipe_name(const char *stem)
{
        static char name[200];

        snprintf(name, sizeof name, "\\\\.\\pipe\\%s", unique(stem));
        return name;
}

static int writes(HANDLE pipe, const char *text, DWORD size)
{
        DWORD done = 99;

        return WriteFile(pipe, text, size, &done, NULL) && done == size;
}

static int reads(HANDLE pipe, const char *wanted, DWORD room)
{
        char text[300] = "";
        DWORD done = 99;

        return ReadFile(pipe, text, room, &done, NULL) && done == strlen(wanted) &&
               memcmp(text, wanted, done) == 0;
}

static HANDLE client_of(const char *name)
{
        return CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
}

static int lost(HANDLE handle, DWORD code)
{
        return handle == INVALID_HANDLE_VALUE && GetLastError() == code;
}

static void anonymous(void)
{
        HANDLE in = NULL;
        HANDLE out = NULL;
        char text[20] = "";
        DWORD done = 0;
        DWORD all = 0;

        ROW("11 CreatePipe", CreatePipe(&in, &out, NULL, 0) && in && out && in != out);
        ROW("11 what is written", writes(out, "some text", 9));
        ROW("11 can be looked at", PeekNamedPipe(in, text, 4, &done, &all, NULL) && done == 4 &&
                                           all == 9 && memcmp(text, "some", 4) == 0);
        ROW("11 and read in parts", reads(in, "some ", 5) && reads(in, "text", 20));
        ROW("11 then nothing is there", PeekNamedPipe(in, NULL, 0, NULL, &all, NULL) && all == 0);
        ROW("11 the read end can't be written: 5", FAILS(writes(in, "x", 1), 5));
        ROW("11 nor the write end read: 5", FAILS(ReadFile(out, text, 1, &done, NULL), 5));
        ROW("11 a pipe is a pipe", GetFileType(in) == FILE_TYPE_PIPE);
        writes(out, "last", 4);
        CloseHandle(out);
        ROW("11 what was written stays", reads(in, "last", 20));
        ROW("11 then the end: 109", FAILS(ReadFile(in, text, 1, &done, NULL), 109));
        ROW("11 to be seen, too: 109", FAILS(PeekNamedPipe(in, NULL, 0, NULL, &all, NULL), 109));
        CloseHandle(in);

        CreatePipe(&in, &out, NULL, 0);
        CloseHandle(in);
        ROW("11 nobody reads: 232", FAILS(WriteFile(out, "x", 1, &done, NULL), 232));
        CloseHandle(out);
        ROW("1.5 PeekNamedPipe of no pipe: 6",
            FAILS(PeekNamedPipe((HANDLE) 0x7ff0, NULL, 0, NULL, &all, NULL), 6));
}

/* The textbook's: what a child prints comes through a pipe. */
static void child_output(void)
{
        SECURITY_ATTRIBUTES inheritable = { sizeof inheritable, NULL, TRUE };
        STARTUPINFOA startup = { .cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES };
        PROCESS_INFORMATION made;
        HANDLE to[2];
        HANDLE from[2];
        char line[600];
        char text[100] = "";
        DWORD done = 0;
        DWORD code = 99;

        CreatePipe(&to[0], &to[1], &inheritable, 0);
        CreatePipe(&from[0], &from[1], &inheritable, 0);
        SetHandleInformation(to[1], HANDLE_FLAG_INHERIT, 0);
        SetHandleInformation(from[0], HANDLE_FLAG_INHERIT, 0);
        startup.hStdInput = to[0];
        startup.hStdOutput = from[1];
        startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
        snprintf(line, sizeof line, "\"%s\" child filter", own_path());
        ROW("15.8 a child between two pipes",
            CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &made));
        CloseHandle(to[0]);
        CloseHandle(from[1]);
        writes(to[1], "through a child", 15);
        CloseHandle(to[1]);
        ROW("15.8 gives back what it is given", ReadFile(from[0], text, sizeof text, &done, NULL) &&
                                                        done == 15 &&
                                                        memcmp(text, "THROUGH A CHILD", 15) == 0);
        ROW("15.8 and ends when its input does",
            WaitForSingleObject(made.hProcess, 30000) == WAIT_OBJECT_0 &&
                    GetExitCodeProcess(made.hProcess, &code) && code == 0);
        ROW("11 its end is its output's: 109",
            FAILS(ReadFile(from[0], text, sizeof text, &done, NULL), 109));
        CloseHandle(from[0]);
        CloseHandle(made.hThread);
        CloseHandle(made.hProcess);
}

static void bytes(void)
{
        const char *name = pipe_name("bytes");
        HANDLE server =
                CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 4096, 4096, 0, NULL);
        HANDLE client;
        char text[10];
        DWORD done;
        DWORD all;

        ROW("11 CreateNamedPipe", server != INVALID_HANDLE_VALUE);
        ROW("11 one more than its limit: 231",
            lost(CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 0, 0, 0, NULL),
                 231));
        ROW("11 nobody is there: 536", FAILS(ReadFile(server, text, 1, &done, NULL), 536));
        ROW("11 WaitNamedPipe", WaitNamedPipeA(name, 1000));
        client = client_of(name);
        ROW("11 a client", client != INVALID_HANDLE_VALUE);
        ROW("11 a second one: 231", lost(client_of(name), 231));
        ROW("11 ConnectNamedPipe after the client: 535",
            FAILS(ConnectNamedPipe(server, NULL), 535));
        ROW("11 to the server",
            writes(client, "to the server", 13) && reads(server, "to the server", 50));
        ROW("11 to the client",
            writes(server, "one", 3) && writes(server, "two", 3) && reads(client, "onetwo", 50));
        writes(client, "abc", 3);
        ROW("11 PeekNamedPipe", PeekNamedPipe(server, text, 2, &done, &all, NULL) && done == 2 &&
                                        all == 3 && reads(server, "abc", 10));
        ROW("11 WaitNamedPipe of a busy one: 121", FAILS(WaitNamedPipeA(name, 20), 121));
        CloseHandle(client);
        ROW("11 the client has gone: 109", FAILS(ReadFile(server, text, 1, &done, NULL), 109));
        ROW("11 DisconnectNamedPipe", DisconnectNamedPipe(server));
        ROW("11 not connected: 233", FAILS(ReadFile(server, text, 1, &done, NULL), 233));
        CloseHandle(server);
        ROW("11 no such pipe: 2", lost(client_of(name), 2));
        ROW("11 to wait for: 2", FAILS(WaitNamedPipeA(name, 1000), 2));
        ROW("11 a bad name: 123",
            lost(CreateNamedPipeA("mwt", PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, NULL), 123));
        server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, 0, 0, 0, 0, 0, NULL);
        ROW_OR_WINE("11 no instances: 87", lost(server, 87), CloseHandle(server));
        ROW("1.5 ConnectNamedPipe of no handle: 6",
            FAILS(ConnectNamedPipe((HANDLE) 0x7ff0, NULL), 6));
}

static void messages(void)
{
        const char *name = pipe_name("messages");
        HANDLE server =
                CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX,
                                 PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 2, 4096, 4096, 0, NULL);
        HANDLE client = client_of(name);
        DWORD mode = PIPE_READMODE_MESSAGE;
        char text[20] = "";
        DWORD done = 0;
        DWORD all = 0;
        DWORD left = 0;

        ROW("11 a client of a pipe of messages", client != INVALID_HANDLE_VALUE);
        writes(server, "one", 3);
        writes(server, "two", 3);
        ROW("11 reads bytes", reads(client, "onetwo", 50));
        ROW("11 until it asks for messages", SetNamedPipeHandleState(client, &mode, NULL, NULL));
        writes(server, "one", 3);
        writes(server, "second", 6);
        ROW("11 then one at a time", reads(client, "one", 50));
        ROW("11 PeekNamedPipe tells what is left of one",
            PeekNamedPipe(client, text, 2, &done, &all, &left) && done == 2 && left == 4);
        ROW("11 a short buffer: 234", FAILS(ReadFile(client, text, 2, &done, NULL), 234));
        ROW("11 and the rest", done == 2 && reads(client, "cond", 50));
        ROW("11 an empty message", writes(client, "", 0) && writes(client, "x", 1) &&
                                           reads(server, "", 50) && reads(server, "x", 50));
        writes(server, "unasked", 7);
        ROW("11 TransactNamedPipe before that is read: 231",
            FAILS(TransactNamedPipe(client, (void *) "question", 8, text, 20, &done, NULL), 231) &&
                    reads(client, "unasked", 50));
        CloseHandle(client);
        CloseHandle(server);
}

/* ---- a server in a thread ------------------------------------------------------------ */

static DWORD WINAPI serve(LPVOID argument)
{
        char text[100];
        DWORD done;

        for (int turn = 0; turn < 3; turn++) {
                if (!ConnectNamedPipe(argument, NULL) && GetLastError() != ERROR_PIPE_CONNECTED)
                        return 1;
                if (!ReadFile(argument, text, sizeof text, &done, NULL))
                        return 2;
                for (DWORD at = 0; at < done; at++)
                        text[at]++;
                if (!WriteFile(argument, text, done, &done, NULL))
                        return 3;
                if (!FlushFileBuffers(argument) && GetLastError() != ERROR_BROKEN_PIPE)
                        return 4;
                if (!DisconnectNamedPipe(argument))
                        return 5;
        }
        return 0;
}

static void calls(void)
{
        const char *name = pipe_name("calls");
        HANDLE server =
                CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX,
                                 PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 4096, 4096, 0, NULL);
        HANDLE task = CreateThread(NULL, 0, serve, server, 0, NULL);
        char text[20];
        DWORD done = 0;
        DWORD code = 9;
        int all = 1;

        for (int turn = 0; turn < 3; turn++) {
                all = CallNamedPipeA(name, (void *) "HAL", 3, text, sizeof text, &done, 5000) &&
                      done == 3 && memcmp(text, "IBM", 3) == 0 && all;
        }
        ROW("11 CallNamedPipe, three times, of a server that connects and disconnects", all);
        ROW("11 which went well", WaitForSingleObject(task, 30000) == WAIT_OBJECT_0 &&
                                          GetExitCodeThread(task, &code) && code == 0);
        CloseHandle(task);
        CloseHandle(server);
}

static void overlapped(void)
{
        const char *name = pipe_name("later");
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
        OVERLAPPED later = { .hEvent = event };
        HANDLE server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                                         PIPE_TYPE_BYTE, 1, 4096, 4096, 0, NULL);
        HANDLE client;
        char text[20] = "";
        DWORD done = 0;

        ROW("11 ConnectNamedPipe, later: 997", FAILS(ConnectNamedPipe(server, &later), 997));
        ROW("11 no client yet", WaitForSingleObject(event, 20) == WAIT_TIMEOUT);
        client = client_of(name);
        ROW("11 with one the event is set",
            WaitForSingleObject(event, 30000) == WAIT_OBJECT_0 &&
                    GetOverlappedResult(server, &later, &done, FALSE));
        ROW("11 ReadFile, later: 997", FAILS(ReadFile(server, text, 20, NULL, &later), 997));
        ROW("11 nothing yet: 996", FAILS(GetOverlappedResult(server, &later, &done, FALSE), 996));
        writes(client, "now", 3);
        ROW("11 done", GetOverlappedResult(server, &later, &done, TRUE) && done == 3 &&
                               memcmp(text, "now", 3) == 0);
        ReadFile(server, text, 20, NULL, &later);
        ROW("11 CancelIo", CancelIo(server) && WaitForSingleObject(event, 30000) == WAIT_OBJECT_0);
        ROW("11 aborted: 995", FAILS(GetOverlappedResult(server, &later, &done, FALSE), 995));
        CloseHandle(client);
        CloseHandle(server);
        CloseHandle(event);
}

static void looking(void)
{
        const char *name = pipe_name("looks");
        HANDLE server =
                CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX,
                                 PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 4096, 4096, 0, NULL);
        HANDLE client;
        HANDLE in;
        HANDLE out;
        char text[20];
        DWORD done;
        DWORD all = 0;
        DWORD left = 0;

        ROW("11 CreateNamedPipe without a name: 3",
            lost(CreateNamedPipeA(NULL, PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, NULL), 3));
        ROW("11 PeekNamedPipe before a client: 230",
            FAILS(PeekNamedPipe(server, NULL, 0, NULL, &all, NULL), 230));
        client = client_of(name);
        ROW("11 WaitNamedPipe, before the server looks at its client: 121",
            FAILS(WaitNamedPipeA(name, 20), 121));
        writes(client, "one", 3);
        writes(client, "", 0);
        writes(client, "second", 6);
        ROW("11 PeekNamedPipe counts all messages, and what is left of the first",
            PeekNamedPipe(server, text, 2, &done, &all, &left) && done == 2 && all == 9 &&
                    left == 1);
        ROW("11 and takes none",
            reads(server, "one", 20) && reads(server, "", 20) && reads(server, "second", 20));
        ROW("11 then nothing is there",
            PeekNamedPipe(server, NULL, 0, NULL, &all, &left) && all == 0 && left == 0);
        CloseHandle(client);
        ROW("11 what the client had read is flushed when it is gone", FlushFileBuffers(server));
        DisconnectNamedPipe(server);
        ROW("11 PeekNamedPipe when disconnected: 230",
            FAILS(PeekNamedPipe(server, NULL, 0, NULL, &all, NULL), 230));
        CloseHandle(server);
        CreatePipe(&in, &out, NULL, 0);
        ROW("11 GetNamedPipeInfo: who reads is the server",
            GetNamedPipeInfo(in, &done, NULL, NULL, NULL) && done == PIPE_SERVER_END &&
                    GetNamedPipeInfo(out, &done, NULL, NULL, NULL) && done == PIPE_CLIENT_END);
        writes(out, "abcdef", 6);
        ROW("11 of bytes there is as much less left as was looked at",
            PeekNamedPipe(in, text, 4, &done, &all, &left) && all == 6 && left == (DWORD) -4);
        CloseHandle(in);
        CloseHandle(out);
}

enum { TURNS = 200 };

/* Who has just got rid of a client waits for the next at once, every time. */
static void in_a_row(void)
{
        char name[200];
        HANDLE server;
        HANDLE is_there = CreateEventA(NULL, TRUE, FALSE, NULL);
        OVERLAPPED overlapped = { .hEvent = is_there };
        DWORD done;
        int turn;

        snprintf(name, sizeof name, "%s", pipe_name("row"));
        server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE,
                                  1, 4096, 4096, 0, NULL);
        for (turn = 0; turn < TURNS; turn++) {
                HANDLE client;
                BOOL is_done = ConnectNamedPipe(server, &overlapped);

                if (!is_done && GetLastError() != ERROR_IO_PENDING)
                        break;
                client = client_of(name);
                if (client == INVALID_HANDLE_VALUE ||
                    WaitForSingleObject(is_there, 10000) != WAIT_OBJECT_0 ||
                    !GetOverlappedResult(server, &overlapped, &done, FALSE))
                        break;
                DisconnectNamedPipe(server);
                CloseHandle(client);
        }
        ROW("11 a server that waits again at once", turn == TURNS);
        CloseHandle(server);
        CloseHandle(is_there);
}

/* What waits on one handle is served in the order of its calls. */
static void in_order(void)
{
        enum { READS = 50 };

        static OVERLAPPED reads[READS];
        static char got[READS];
        char name[200];
        HANDLE server;
        HANDLE client;
        DWORD done;
        int in_turn = 0;
        int pending = 0;

        snprintf(name, sizeof name, "%s", pipe_name("order"));
        server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE,
                                  1, 4096, 4096, 0, NULL);
        client = client_of(name);
        for (int at = 0; at < READS; at++) {
                reads[at] = (OVERLAPPED){ .hEvent = CreateEventA(NULL, TRUE, FALSE, NULL) };
                pending += FAILS(ReadFile(server, &got[at], 1, NULL, &reads[at]), 997);
        }
        ROW("11 many reads wait", pending == READS);
        writes(client, "0", 1);
        ROW("11 the first gets what comes first",
            WaitForSingleObject(reads[0].hEvent, 10000) == WAIT_OBJECT_0 && got[0] == '0' &&
                    WaitForSingleObject(reads[1].hEvent, 0) == WAIT_TIMEOUT);
        for (int at = 1; at < READS; at++)
                writes(client, &"0123456789"[at % 10], 1);
        for (int at = 0; at < READS; at++)
                in_turn += WaitForSingleObject(reads[at].hEvent, 10000) == WAIT_OBJECT_0 &&
                           GetOverlappedResult(server, &reads[at], &done, FALSE) && done == 1 &&
                           got[at] == "0123456789"[at % 10];
        ROW("11 and each in its turn", in_turn == READS);
        ReadFile(server, &got[0], 1, NULL, &reads[0]);
        DisconnectNamedPipe(server);
        ROW("11 DisconnectNamedPipe ends what waits: 233",
            WaitForSingleObject(reads[0].hEvent, 10000) == WAIT_OBJECT_0 &&
                    FAILS(GetOverlappedResult(server, &reads[0], &done, FALSE), 233));
        for (int at = 0; at < READS; at++)
                CloseHandle(reads[at].hEvent);
        CloseHandle(client);
        CloseHandle(server);
}

static void flush(void *pipe)
{
        if (FlushFileBuffers(*(HANDLE *) pipe))
                SetLastError(0);
        *(HANDLE *) pipe = (HANDLE) (ULONG_PTR) GetLastError();
}

/* Whoever waits for his bytes to be read is told if they never will be. */
static void flushing(void)
{
        char name[200];
        HANDLE server;
        HANDLE client;
        HANDLE told;
        thread *flusher;

        snprintf(name, sizeof name, "%s", pipe_name("flush"));
        server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 4096, 4096, 0, NULL);
        client = client_of(name);
        writes(server, "unread", 6);
        told = server;
        flusher = thread_start(flush, &told);
        Sleep(100);
        CloseHandle(client);
        thread_join(flusher);
        ROW("11 flushing what nobody will read: 109", told == (HANDLE) 109);
        ROW("11 nothing is left to flush then", FlushFileBuffers(server));
        CloseHandle(server);
}

static void without_waiting(void)
{
        char name[200];
        HANDLE server;

        snprintf(name, sizeof name, "%s", pipe_name("nowait"));
        server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_NOWAIT, 1, 4096,
                                  4096, 0, NULL);
        ROW("11 NOWAIT: nobody is there: 536", FAILS(ConnectNamedPipe(server, NULL), 536));
        CloseHandle(client_of(name));
        ROW("11 NOWAIT: he has gone: 232", FAILS(ConnectNamedPipe(server, NULL), 232));
        DisconnectNamedPipe(server);
        ROW_OR_WINE("11 NOWAIT: there may be clients again", ConnectNamedPipe(server, NULL), 1);
        ROW("11 NOWAIT: told once: 536", FAILS(ConnectNamedPipe(server, NULL), 536));
        CloseHandle(server);
}

void rules_pipes(void)
{
        anonymous();
        child_output();
        bytes();
        messages();
        calls();
        overlapped();
        looking();
        in_a_row();
        in_order();
        flushing();
        without_waiting();
}
