/* SPDX-License-Identifier: MIT */
/* rules_processes.c — what two processes see of each other's objects: sections
 * 0.1, 1.9, 1.10, 5.9, 5.10, 9, 10.9 and 12.4 between real processes.
 *
 * A peer is this program again, in a role. It is given a stem from which both
 * derive the same names; its exit code is 0, or the number of what failed.
 */
#include "support.h"

static const char *part(const char *stem, const char *what)
{
        static char names[8][200];
        static unsigned next;
        char *name = names[next++ % 8];

        snprintf(name, sizeof names[0], "%s.%s", stem, what);
        return name;
}

static HANDLE event_of(const char *stem, const char *what)
{
        return CreateEventA(NULL, FALSE, FALSE, part(stem, what));
}

static HANDLE manual_of(const char *stem, const char *what)
{
        return CreateEventA(NULL, TRUE, FALSE, part(stem, what));
}

static DWORD wait_long(HANDLE handle)
{
        return WaitForSingleObject(handle, 30000);
}

/* Reads what the parent wrote, and answers in the same bytes. */
static int peer_read(const char *stem)
{
        HANDLE section =
                OpenFileMappingA(FILE_MAP_READ | FILE_MAP_WRITE, FALSE, part(stem, "bytes"));
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        HANDLE done = OpenEventA(EVENT_MODIFY_STATE, FALSE, part(stem, "done"));

        if (!view || !done)
                return 1;
        if (strcmp(view, "from the parent") != 0)
                return 2;
        strcpy(view, "from the peer");
        return SetEvent(done) ? 0 : 3;
}

/* Holds an event, set, and a view; then waits to be killed. */
static int peer_hold(const char *stem)
{
        HANDLE held = manual_of(stem, "held");
        HANDLE units = CreateSemaphoreA(NULL, 5, 9, part(stem, "units"));
        HANDLE section = memory_section(part(stem, "bytes"), 4096);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

        if (!held || !view)
                return 1;
        SetEvent(held);
        WaitForSingleObject(units, 0);
        strcpy(view, "left behind");
        SetEvent(event_of(stem, "ready"));
        Sleep(INFINITE);
        return 2;
}

/* Commits pages of the mapping, after its parent did; sees the parent's. */
static int peer_commit(const char *stem)
{
        HANDLE section = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, part(stem, "bytes"));
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        MEMORY_BASIC_INFORMATION info;

        if (!view || !VirtualQuery(view + 0x1000, &info, sizeof info))
                return 1;
        if (info.State != MEM_COMMIT || info.RegionSize != 0x2000 || info.Protect != PAGE_READWRITE)
                return 2;
        if (view[0x1000] != 'p')
                return 3;
        if (VirtualAlloc(view + 0x5000, 0x1000, MEM_COMMIT, PAGE_READWRITE) != view + 0x5000)
                return 4;
        view[0x5000] = 'c';
        return 0;
}

/* Ends with all of it open, by main's return. */
static int peer_leave(const char *stem)
{
        HANDLE held = manual_of(stem, "held");
        HANDLE section = memory_section(part(stem, "bytes"), 4096);

        CreateMutexA(NULL, TRUE, part(stem, "mutex"));
        return held && SetEvent(held) && MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0) ? 0 : 1;
}

/* Takes the mutex and ends, or waits to be killed. */
static int peer_own(const char *stem)
{
        HANDLE mutex = OpenMutexA(SYNCHRONIZE, FALSE, part(stem, "mutex"));

        return wait_long(mutex) == WAIT_OBJECT_0 ? 0 : 1;
}

static int peer_own_and_stay(const char *stem)
{
        if (peer_own(stem) != 0)
                return 1;
        SetEvent(event_of(stem, "ready"));
        Sleep(INFINITE);
        return 2;
}

/* Writes where it may only read. */
static int peer_poke(const char *stem)
{
        HANDLE section = OpenFileMappingA(FILE_MAP_READ, FALSE, part(stem, "bytes"));
        volatile char *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);

        if (!view)
                return 1;
        SetEvent(event_of(stem, "ready"));
        view[0] = 'x';
        return 2;
}

/* Uses a number that is the parent's handle. */
static int peer_number(const char *stem)
{
        HANDLE stolen = (HANDLE) (ULONG_PTR) strtoul(strrchr(stem, '.') + 1, NULL, 10);

        return FAILS(SetEvent(stolen), 6) ? 0 : 1;
}

static int peer_echo(const char *stem)
{
        HANDLE ping = OpenEventA(SYNCHRONIZE, FALSE, part(stem, "ping"));
        HANDLE pong = OpenEventA(EVENT_MODIFY_STATE, FALSE, part(stem, "pong"));
        HANDLE section = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, part(stem, "bytes"));
        volatile int *numbers = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0);

        if (!ping || !pong || !numbers)
                return 1;
        for (int round = 0; round < 200; round++) {
                if (wait_long(ping) != WAIT_OBJECT_0)
                        return 2;
                numbers[1] = numbers[0] + 1;
                SetEvent(pong);
        }
        return 0;
}

/* Takes tokens of an auto-reset event and counts them in the mapping. */
static int peer_take(const char *stem)
{
        HANDLE both[2] = { OpenEventA(SYNCHRONIZE, FALSE, part(stem, "stop")),
                           OpenEventA(SYNCHRONIZE, FALSE, part(stem, "tokens")) };
        HANDLE section = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, part(stem, "bytes"));
        volatile LONG *taken = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0);
        HANDLE ready = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, part(stem, "ready"));
        DWORD which;

        if (!both[0] || !both[1] || !taken || !ReleaseSemaphore(ready, 1, NULL))
                return 1;
        for (;;) {
                which = WaitForMultipleObjects(2, both, FALSE, 30000);
                if (which == WAIT_OBJECT_0)
                        return 0;
                if (which != WAIT_OBJECT_0 + 1)
                        return 2;
                atomic_add(taken, 1);
        }
}

/* Votes for itself as the maker of the event, by 0 or 183. */
static int peer_elect(const char *stem)
{
        HANDLE start = OpenEventA(SYNCHRONIZE, FALSE, part(stem, "start"));
        HANDLE done = OpenEventA(SYNCHRONIZE, FALSE, part(stem, "stop"));
        HANDLE ready = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, part(stem, "ready"));
        HANDLE made;
        DWORD error;

        ReleaseSemaphore(ready, 1, NULL);
        if (wait_long(start) != WAIT_OBJECT_0)
                return 99;
        made = CreateEventA(NULL, TRUE, FALSE, part(stem, "elected"));
        error = GetLastError();
        ReleaseSemaphore(ready, 1, NULL);
        if (!made || wait_long(done) != WAIT_OBJECT_0)
                return 98;
        return error == ERROR_ALREADY_EXISTS ? 2 : error == 0 ? 1 : 97;
}

int peer_main(const char *role, const char *argument)
{
        static const struct {
                const char *role;
                int (*play)(const char *stem);
        } roles[] = {
                { "read", peer_read },         { "hold", peer_hold },     { "own", peer_own },
                { "stay", peer_own_and_stay }, { "poke", peer_poke },     { "number", peer_number },
                { "echo", peer_echo },         { "take", peer_take },     { "elect", peer_elect },
                { "leave", peer_leave },       { "commit", peer_commit },
        };

        for (size_t at = 0; at < sizeof roles / sizeof *roles; at++)
                if (strcmp(role, roles[at].role) == 0)
                        return roles[at].play(argument);
        return file_peer(role, argument);
}

static void exchange(void)
{
        const char *stem = unique("exchange");
        HANDLE section = memory_section(part(stem, "bytes"), 100);
        HANDLE done = event_of(stem, "done");
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        DWORD code = 9;
        peer *other;

        strcpy(view, "from the parent");
        other = peer_start("read", stem);
        ROW("10.9 a peer opens the mapping by its name and sets the event",
            wait_long(done) == WAIT_OBJECT_0);
        ROW("5.9 both see the same bytes", strcmp(view, "from the peer") == 0);
        ROW("5.9 the peer saw ours", peer_end(other, &code) && code == 0);
        UnmapViewOfFile(view);
        CloseHandle(section);
        CloseHandle(done);
}

/* 5.11: what one process commits is committed for all. */
static void committed_pages(void)
{
        const char *stem = unique("commit");
        HANDLE section =
                CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE | SEC_RESERVE, 0,
                                   0x10000, part(stem, "bytes"));
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        MEMORY_BASIC_INFORMATION info = { 0 };
        DWORD code = 9;

        VirtualAlloc(view + 0x1000, 0x2000, MEM_COMMIT, PAGE_READWRITE);
        view[0x1000] = 'p';
        ROW("5.11 a peer sees what we committed, and commits",
            peer_end(peer_start("commit", stem), &code) && code == 0);
        VirtualQuery(view + 0x5000, &info, sizeof info);
        ROW("5.11 we see what the peer committed",
            info.State == MEM_COMMIT && info.RegionSize == 0x1000 &&
                    info.Protect == PAGE_READWRITE && view[0x5000] == 'c');
        VirtualQuery(view + 0x3000, &info, sizeof info);
        ROW("5.11 between them it is reserved",
            info.State == MEM_RESERVE && info.RegionSize == 0x2000 && info.Protect == 0);
        UnmapViewOfFile(view);
        CloseHandle(section);
}

static void killed_holder(void)
{
        const char *stem = unique("holder");
        HANDLE ready = event_of(stem, "ready");
        peer *other = peer_start("hold", stem);
        HANDLE held;
        HANDLE units;
        HANDLE section;
        LONG before = 0;
        char *view;

        ROW("9 a peer's objects are found by name", wait_long(ready) == WAIT_OBJECT_0);
        held = OpenEventA(SYNCHRONIZE, FALSE, part(stem, "held"));
        units = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, part(stem, "units"));
        section = OpenFileMappingA(FILE_MAP_READ, FALSE, part(stem, "bytes"));
        view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        peer_kill(other);
        ROW("1.10 a killed holder's semaphore keeps its count",
            ReleaseSemaphore(units, 1, &before) && before == 4);
        CloseHandle(units);
        ROW("1.10 a killed holder's event keeps its state while we hold it",
            held && WaitForSingleObject(held, 0) == WAIT_OBJECT_0);
        ROW("1.10 and its mapping the bytes", view && strcmp(view, "left behind") == 0);
        CloseHandle(held);
        ROW("9 with our handle the event ends: 2",
            REFUSED(OpenEventA(SYNCHRONIZE, FALSE, part(stem, "held")), 2));
        UnmapViewOfFile(view);
        CloseHandle(section);
        ROW("9 and the mapping: 2",
            REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, part(stem, "bytes")), 2));

        other = peer_start("hold", stem);
        wait_long(ready);
        peer_kill(other);
        ROW("9 a killed sole holder's name is free at once: 2",
            REFUSED(OpenEventA(SYNCHRONIZE, FALSE, part(stem, "held")), 2));
        ROW("9 its mapping's, too: 2",
            REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, part(stem, "bytes")), 2));
        ROW("9 a new one begins with zeros",
            SETS(section = memory_section(part(stem, "bytes"), 4096), 0) &&
                    (view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0)) && view[0] == 0);
        UnmapViewOfFile(view);
        CloseHandle(section);
        CloseHandle(ready);
}

static void left_open(void)
{
        const char *stem = unique("leaver");
        DWORD code = 9;
        peer *other = peer_start("leave", stem);

        ROW("1.10 a peer ends with handles and a view open", peer_end(other, &code) && code == 0);
        ROW("1.10 all are closed: 2",
            REFUSED(OpenEventA(SYNCHRONIZE, FALSE, part(stem, "held")), 2) &&
                    REFUSED(OpenMutexA(SYNCHRONIZE, FALSE, part(stem, "mutex")), 2) &&
                    REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, part(stem, "bytes")), 2));
}

static void dead_owner(void)
{
        const char *stem = unique("owner");
        HANDLE mutex = CreateMutexA(NULL, FALSE, part(stem, "mutex"));
        HANDLE ready = event_of(stem, "ready");
        waiter one;
        DWORD code = 9;
        peer *other = peer_start("own", stem);

        ROW("12.4 a peer takes the mutex and ends", peer_end(other, &code) && code == 0);
        ROW("12.4 the next wait: WAIT_ABANDONED", WAITS(wait_long(mutex), WAIT_ABANDONED));
        ReleaseMutex(mutex);
        ROW("12.4 then 0", WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0 && ReleaseMutex(mutex));

        other = peer_start("stay", stem);
        wait_long(ready);
        ROW("12.4 a living peer's mutex is not to be had",
            WAITS(WaitForSingleObject(mutex, 50), WAIT_TIMEOUT));
        ROW("12.2 nor to be released: 288", FAILS(ReleaseMutex(mutex), 288));
        waiter_start(&one, mutex, 30000);
        settle();
        peer_kill(other);
        waiter_join(&one);
        ROW("12.4 when it is killed a sleeper gets WAIT_ABANDONED", one.result == WAIT_ABANDONED);
        CloseHandle(mutex);
        CloseHandle(ready);
}

static void crashes_and_numbers(void)
{
        const char *stem = unique("poke");
        char number[200];
        HANDLE section = memory_section(part(stem, "bytes"), 100);
        HANDLE ready = event_of(stem, "ready");
        char *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        DWORD code = 9;
        peer *other = peer_start("poke", stem);

        ROW("5.10 a peer with a read-only view", wait_long(ready) == WAIT_OBJECT_0);
        ROW("5.10 that writes is ended by the system", !peer_end(other, &code));
        ROW("5.10 and nothing was written", view[0] == 0);
        UnmapViewOfFile(view);
        CloseHandle(section);

        snprintf(number, sizeof number, "%s.%lu", stem, (unsigned long) (ULONG_PTR) ready);
        other = peer_start("number", number);
        ROW("1.9 our handle's number means nothing in a peer: 6",
            peer_end(other, &code) && code == 0);
        ROW("1.9 the event was not set", WaitForSingleObject(ready, 0) == WAIT_TIMEOUT);
        CloseHandle(ready);
}

static void round_trips(void)
{
        const char *stem = unique("echo");
        HANDLE ping = event_of(stem, "ping");
        HANDLE pong = event_of(stem, "pong");
        HANDLE section = memory_section(part(stem, "bytes"), 100);
        volatile int *numbers = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        DWORD code = 9;
        int ok = 1;
        peer *other = peer_start("echo", stem);

        /* A signal may be set before the peer opened the event: it stays. */
        for (int round = 0; round < 200 && ok; round++) {
                numbers[0] = round * 7;
                SetEvent(ping);
                ok = wait_long(pong) == WAIT_OBJECT_0 && numbers[1] == round * 7 + 1;
        }
        ROW("10.9 200 round trips between two processes", ok);
        ROW("10.9 the peer counted as many", peer_end(other, &code) && code == 0);
        UnmapViewOfFile((void *) (ULONG_PTR) numbers);
        CloseHandle(section);
        CloseHandle(ping);
        CloseHandle(pong);
}

static void tokens_between_processes(void)
{
        enum { PEERS = 2, TOKENS = 200 };
        const char *stem = unique("tokens");
        HANDLE tokens = event_of(stem, "tokens");
        HANDLE stop = manual_of(stem, "stop");
        HANDLE ready = CreateSemaphoreA(NULL, 0, PEERS, part(stem, "ready"));
        HANDLE section = memory_section(part(stem, "bytes"), 100);
        volatile LONG *taken = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        peer *peers[PEERS];
        DWORD code = 9;
        int exact = 1;

        for (int at = 0; at < PEERS; at++)
                peers[at] = peer_start("take", stem);
        for (int at = 0; at < PEERS; at++)
                wait_long(ready);
        for (LONG given = 1; given <= TOKENS && exact; given++) {
                SetEvent(tokens);
                for (int tries = 0; atomic_get(taken) < given && tries < 5000; tries++)
                        Sleep(tries < 10 ? 0 : 1);
                exact = atomic_get(taken) == given;
        }
        ROW("10.3 an auto-reset event's signal goes to exactly one process", exact);
        SetEvent(stop);
        for (int at = 0; at < PEERS; at++)
                exact = peer_end(peers[at], &code) && code == 0 && exact;
        ROW("10.3 a manual-reset event's to all", exact);
        UnmapViewOfFile((void *) (ULONG_PTR) taken);
        CloseHandle(section);
        CloseHandle(tokens);
        CloseHandle(stop);
        CloseHandle(ready);
}

static void election(void)
{
        enum { PEERS = 4 };
        const char *stem = unique("elect");
        HANDLE begin = manual_of(stem, "start");
        HANDLE stop = manual_of(stem, "stop");
        HANDLE ready = CreateSemaphoreA(NULL, 0, 2 * PEERS, part(stem, "ready"));
        peer *peers[PEERS];
        int firsts = 0;
        int others = 0;

        for (int at = 0; at < PEERS; at++)
                peers[at] = peer_start("elect", stem);
        for (int at = 0; at < PEERS; at++)
                wait_long(ready);
        SetEvent(begin);
        for (int at = 0; at < PEERS; at++)
                wait_long(ready);
        SetEvent(stop);
        for (int at = 0; at < PEERS; at++) {
                DWORD code = 0;

                peer_end(peers[at], &code);
                firsts += code == 1;
                others += code == 2;
        }
        ROW("2.10 of several processes that create one name at once exactly one gets 0",
            firsts == 1);
        ROW("2.10 the others 183", others == PEERS - 1);
        CloseHandle(begin);
        CloseHandle(stop);
        CloseHandle(ready);
}

void rules_processes(void)
{
        exchange();
        committed_pages();
        killed_holder();
        left_open();
        dead_owner();
        crashes_and_numbers();
        round_trips();
        tokens_between_processes();
        election();
}
