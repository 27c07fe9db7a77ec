/* SPDX-License-Identifier: MIT */
/* rules_waits.c — section 11: waits for one, any, all. */
#include "support.h"

#define BOGUS ((HANDLE) (ULONG_PTR) 0x7ffff0)

static HANDLE event(BOOL manual, BOOL set)
{
        return CreateEventA(NULL, manual, set, NULL);
}

static DWORD any(HANDLE first, HANDLE second, DWORD milliseconds)
{
        HANDLE both[] = { first, second };

        return WaitForMultipleObjects(2, both, FALSE, milliseconds);
}

static DWORD all(HANDLE first, HANDLE second, DWORD milliseconds)
{
        HANDLE both[] = { first, second };

        return WaitForMultipleObjects(2, both, TRUE, milliseconds);
}

static DWORD single(HANDLE handle)
{
        return WaitForSingleObject(handle, 0);
}

static void times(void)
{
        static const DWORD lengths[] = { 1, 10, 50, 100 };
        HANDLE never = event(TRUE, FALSE);

        ROW("11.1 0 never blocks", WAITS(WaitForSingleObject(never, 0), WAIT_TIMEOUT));
        for (size_t at = 0; at < sizeof lengths / sizeof *lengths; at++) {
                char rule[80];
                long long began = clock_us();
                DWORD result = WaitForSingleObject(never, lengths[at]);
                long long took = clock_us() - began;

                snprintf(rule, sizeof rule, "11.1 %lu ms take at least that",
                         (unsigned long) lengths[at]);
                /* Windows' own clock is a millisecond coarse. */
                ROW(rule, result == WAIT_TIMEOUT && took + 1000 >= lengths[at] * 1000ll);
                snprintf(rule, sizeof rule, "11.1 %lu ms do not take seconds",
                         (unsigned long) lengths[at]);
                ROW(rule, took < 3000000);
        }
        ROW("11.2 a time-out leaves the last error",
            WAITS(WaitForSingleObject(never, 1), WAIT_TIMEOUT));
        ROW("11.2 of several likewise", WAITS(any(never, never, 1), WAIT_TIMEOUT));
        ROW("11.1 WaitForSingleObjectEx",
            WAITS(WaitForSingleObjectEx(never, 1, TRUE), WAIT_TIMEOUT));
        ROW("11.1 WaitForMultipleObjectsEx",
            WAITS(WaitForMultipleObjectsEx(1, &never, FALSE, 1, TRUE), WAIT_TIMEOUT));
        CloseHandle(never);
}

static void bad_handles(void)
{
        HANDLE set = event(TRUE, TRUE);
        HANDLE automatic = event(FALSE, TRUE);
        HANDLE section = memory_section(NULL, 100);
        HANDLE closed = event(TRUE, TRUE);
        HANDLE handles[65];
        long long began;

        CloseHandle(closed);
        ROW("11.2 NULL fails at once, even for ever: 6",
            WAIT_FAILS(WaitForSingleObject(NULL, INFINITE), 6));
        ROW("11.2 a value never issued: 6", WAIT_FAILS(WaitForSingleObject(BOGUS, INFINITE), 6));
        ROW("11.2 a closed handle: 6", WAIT_FAILS(WaitForSingleObject(closed, INFINITE), 6));
        began = clock_us();
        ROW("11.3 this process: a time-out",
            WAITS(WaitForSingleObject(GetCurrentProcess(), 30), WAIT_TIMEOUT));
        ROW("11.3 and it takes its time", clock_us() - began >= 25000);
        began = clock_us();
        ROW("11.3 this thread: a time-out",
            WAITS(WaitForSingleObject(GetCurrentThread(), 30), WAIT_TIMEOUT));
        ROW("11.3 and that takes its time", clock_us() - began >= 25000);
        ROW_OR_WINE("11.3 a pseudo handle among several: 6",
                    WAIT_FAILS(any(set, GetCurrentProcess(), 0), 6), 1);
        for (int at = 0; at < 65; at++)
                handles[at] = set;
        ROW("11.4 no handle: 87", WAIT_FAILS(WaitForMultipleObjects(0, handles, FALSE, 0), 87));
        ROW("11.4 65 handles: 87", WAIT_FAILS(WaitForMultipleObjects(65, handles, FALSE, 0), 87));
        ROW("11.4 64 handles", WAITS(WaitForMultipleObjects(64, handles, FALSE, 0), 0));
        ROW("11.4 a bad one behind a signalled one: 6", WAIT_FAILS(any(automatic, BOGUS, 0), 6));
        ROW("11.4 NULL among several: 6", WAIT_FAILS(any(automatic, NULL, 0), 6));
        ROW("11.4 one that can't be waited for: 5", WAIT_FAILS(any(automatic, section, 0), 5));
        ROW("11.4 for all likewise: 6", WAIT_FAILS(all(automatic, BOGUS, 0), 6));
        ROW("11.4 for all likewise: 5", WAIT_FAILS(all(automatic, section, 0), 5));
        ROW("11.4 nothing is taken by it", single(automatic) == WAIT_OBJECT_0);
        CloseHandle(set);
        CloseHandle(automatic);
        CloseHandle(section);
}

static void any_of(void)
{
        HANDLE first = event(FALSE, FALSE);
        HANDLE second = event(FALSE, FALSE);
        HANDLE units = CreateSemaphoreA(NULL, 1, 5, NULL);
        HANDLE many[64];

        SetEvent(second);
        ROW("0.5 any: the index of the signalled one",
            WAITS(any(first, second, 0), WAIT_OBJECT_0 + 1));
        ROW("0.5 it is taken", single(second) == WAIT_TIMEOUT);
        SetEvent(first);
        SetEvent(second);
        ROW("0.5 any: the lowest index wins", any(first, second, 0) == WAIT_OBJECT_0);
        ROW("0.5 only that one is taken",
            single(first) == WAIT_TIMEOUT && single(second) == WAIT_OBJECT_0);
        SetEvent(first);
        ROW("11.5 any: one object twice is legal", any(first, first, 0) == WAIT_OBJECT_0);
        ROW("11.6 any: a semaphore named twice costs one",
            any(units, units, 0) == WAIT_OBJECT_0 && single(units) == WAIT_TIMEOUT);
        for (int at = 0; at < 64; at++)
                many[at] = first;
        many[63] = second;
        SetEvent(second);
        ROW("0.5 any of 64: the last",
            WaitForMultipleObjects(64, many, FALSE, 0) == WAIT_OBJECT_0 + 63);
        CloseHandle(first);
        CloseHandle(second);
        CloseHandle(units);
}

static void all_of(void)
{
        HANDLE first = event(FALSE, TRUE);
        HANDLE second = event(FALSE, FALSE);
        HANDLE units = CreateSemaphoreA(NULL, 2, 2, NULL);
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE copy;
        HANDLE many[64];
        int ok = 1;

        ROW("0.4 all: not while one is missing", WAITS(all(first, second, 10), WAIT_TIMEOUT));
        ROW("0.4 all: nothing was taken", single(first) == WAIT_OBJECT_0);
        SetEvent(first);
        SetEvent(second);
        ROW("11.5 all: returns 0", WAITS(all(second, first, 0), WAIT_OBJECT_0));
        ROW("11.6 all: every one is taken",
            single(first) == WAIT_TIMEOUT && single(second) == WAIT_TIMEOUT);
        ROW("11.6 all: a unit and a mutex", all(units, mutex, 0) == WAIT_OBJECT_0);
        ROW("11.6 all: the unit is gone",
            single(units) == WAIT_OBJECT_0 && single(units) == WAIT_TIMEOUT);
        ROW("11.6 all: the mutex is ours",
            LEAVES(ReleaseMutex(mutex)) && FAILS(ReleaseMutex(mutex), 288));
        SetEvent(first);
        ROW_OR_WINE("13.2 all: one object twice: 87", WAIT_FAILS(all(first, first, 0), 87), 1);
        SetEvent(first);
        DuplicateHandle(GetCurrentProcess(), first, GetCurrentProcess(), &copy, 0, FALSE,
                        DUPLICATE_SAME_ACCESS);
        ROW_OR_WINE("13.2 all: one object by two handles: 87", WAIT_FAILS(all(first, copy, 0), 87),
                    1);
        CloseHandle(copy);
        for (int at = 0; at < 64; at++)
                many[at] = event(FALSE, at != 40);
        ROW("0.4 all of 64: one is missing",
            WaitForMultipleObjects(64, many, TRUE, 0) == WAIT_TIMEOUT);
        SetEvent(many[40]);
        ROW("0.4 all of 64", WaitForMultipleObjects(64, many, TRUE, 0) == WAIT_OBJECT_0);
        for (int at = 0; at < 64; at++)
                ok = ok && single(many[at]) == WAIT_TIMEOUT && CloseHandle(many[at]);
        ROW("11.6 all of 64 were taken", ok);
        CloseHandle(first);
        CloseHandle(second);
        CloseHandle(units);
        CloseHandle(mutex);
}

static void duplicates_by_name(void)
{
        const char *name = unique("twice");
        HANDLE first = CreateEventA(NULL, TRUE, TRUE, name);
        HANDLE second = OpenEventA(EVENT_ALL_ACCESS, FALSE, name);

        ROW_OR_WINE("13.2 all: one name opened twice: 87", WAIT_FAILS(all(first, second, 0), 87),
                    1);
        ROW("11.5 any: one name opened twice is legal", any(first, second, 0) == WAIT_OBJECT_0);
        CloseHandle(first);
        CloseHandle(second);
}

static void all_and_others(void)
{
        HANDLE first = event(FALSE, FALSE);
        HANDLE second = event(FALSE, FALSE);
        waiter one;

        waiter_start_two(&one, first, second, TRUE, 30000);
        settle();
        SetEvent(first);
        settle();
        ROW("0.4 a wait for all does not take the first of two", !waiter_is_done(&one));
        ROW("0.4 another thread may take it meanwhile", single(first) == WAIT_OBJECT_0);
        SetEvent(second);
        settle();
        ROW("0.4 the second alone does not do, either", !waiter_is_done(&one));
        SetEvent(first);
        waiter_join(&one);
        ROW("0.4 both at once do", one.result == WAIT_OBJECT_0);
        ROW("0.4 and both are taken",
            single(first) == WAIT_TIMEOUT && single(second) == WAIT_TIMEOUT);

        waiter_start_two(&one, first, second, FALSE, 30000);
        settle();
        SetEvent(second);
        waiter_join(&one);
        ROW("0.5 a sleeping wait for any tells the index", one.result == WAIT_OBJECT_0 + 1);
        CloseHandle(first);
        CloseHandle(second);
}

/* 11.10: undefined by the documents, but no crash; here the wait goes on. */
static void closed_meanwhile(void)
{
        const char *name = unique("closed");
        HANDLE waited = CreateEventA(NULL, FALSE, FALSE, name);
        HANDLE other = CreateEventA(NULL, FALSE, FALSE, name);
        waiter one;

        waiter_start(&one, waited, 30000);
        settle();
        CloseHandle(waited);
        ROW("11.10 a handle closed under a wait is gone: 6", FAILS(SetEvent(waited), 6));
        SetEvent(other);
        waiter_join(&one);
        ROW("11.10 the wait ends when the event is set", one.result == WAIT_OBJECT_0);
        CloseHandle(other);
}

/* 11.8: each set of an auto-reset event is one success, whoever times out. */
static HANDLE tokens;
static volatile LONG taken;
static volatile LONG stop;

static void take_tokens(void *argument)
{
        while (!atomic_get(&stop))
                if (WaitForSingleObject(tokens, 1) == WAIT_OBJECT_0)
                        atomic_add(&taken, 1);
}

static void no_token_lost(void)
{
        enum { ROUNDS = 300, TAKERS = 3 };
        thread *takers[TAKERS];
        int exact = 1;

        tokens = event(FALSE, FALSE);
        taken = stop = 0;
        for (int at = 0; at < TAKERS; at++)
                takers[at] = thread_start(take_tokens, NULL);
        for (LONG round = 1; round <= ROUNDS; round++) {
                SetEvent(tokens);
                for (int tries = 0; atomic_get(&taken) < round && tries < 5000; tries++)
                        Sleep(tries < 10 ? 0 : 1);
                exact = exact && atomic_get(&taken) == round;
        }
        Sleep(20);
        atomic_add(&stop, 1);
        for (int at = 0; at < TAKERS; at++)
                thread_join(takers[at]);
        ROW("11.8 a set of an auto-reset event is exactly one success, with time-outs around",
            exact && taken == ROUNDS);
        CloseHandle(tokens);
}

/* 11.8: ping-pong between two threads. */
static HANDLE ping;
static HANDLE pong;
static char *table;

static void play(void *argument)
{
        for (int round = 0; round < 500; round++) {
                if (WaitForSingleObject(ping, 30000) != WAIT_OBJECT_0)
                        return;
                table[1] = (char) (table[0] + 1);
                SetEvent(pong);
        }
}

static void ping_pong(void)
{
        char bytes[2] = { 0 };
        int ok = 1;
        thread *other;

        table = bytes;
        ping = event(FALSE, FALSE);
        pong = event(FALSE, FALSE);
        other = thread_start(play, NULL);
        for (int round = 0; round < 500 && ok; round++) {
                table[0] = (char) round;
                SetEvent(ping);
                ok = WaitForSingleObject(pong, 30000) == WAIT_OBJECT_0 &&
                     table[1] == (char) (round + 1);
        }
        thread_join(other);
        ROW("10.9 500 rounds of two auto-reset events, each seeing the other's bytes", ok);
        CloseHandle(ping);
        CloseHandle(pong);
}

static void sleeps(void)
{
        long long began = clock_us();

        Sleep(50);
        ROW("11.11 Sleep(50) takes at least that", clock_us() - began >= 49000);
        SetLastError(MARK);
        Sleep(0);
        ROW("11.11 Sleep(0) leaves the last error", GetLastError() == MARK);
}

void rules_waits(void)
{
        times();
        bad_handles();
        any_of();
        all_of();
        duplicates_by_name();
        all_and_others();
        closed_meanwhile();
        no_token_lost();
        ping_pong();
        sleeps();
}
