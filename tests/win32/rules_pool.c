/* SPDX-License-Identifier: MIT */
/* rules_pool.c — pools of threads: work, timers, waits, groups, and what a callback may
 * ask for. Those of the process's own pool are in rules_pool_own.c.
 */
#include "support.h"

static volatile LONG calls;
static volatile LONG others;

static int reaches(volatile LONG *value, LONG wanted)
{
        for (int tries = 0; tries < 10000 && atomic_get(value) < wanted; tries++)
                Sleep(1);
        return atomic_get(value) == wanted;
}

static FILETIME in_ms(long long milliseconds)
{
        ULARGE_INTEGER ticks;
        FILETIME due;

        ticks.QuadPart = (ULONGLONG) (milliseconds * -10000);
        due.dwLowDateTime = ticks.LowPart;
        due.dwHighDateTime = ticks.HighPart;
        return due;
}

/* ---- work ---------------------------------------------------------------------------- */

static void CALLBACK count_work(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
        atomic_add(context, 1);
}

static void CALLBACK slow_work(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
        Sleep(20);
        atomic_add(context, 1);
}

static void CALLBACK wait_work(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
        WaitForSingleObject(context, 30000);
        atomic_add(&calls, 1);
}

static void CALLBACK count_simple(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
        atomic_add(context, 1);
}

static void works(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        PTP_WORK work = CreateThreadpoolWork(count_work, (PVOID) &calls, NULL);
        PTP_WORK slow = CreateThreadpoolWork(slow_work, (PVOID) &others, NULL);
        PTP_WORK held = CreateThreadpoolWork(wait_work, gate, NULL);

        calls = others = 0;
        ROW("30.1 a work is made", work && slow && held);
        for (int turn = 0; turn < 1000; turn++)
                SubmitThreadpoolWork(work);
        WaitForThreadpoolWorkCallbacks(work, FALSE);
        ROW("30.1 each submission is a call", atomic_get(&calls) == 1000);
        SubmitThreadpoolWork(slow);
        WaitForThreadpoolWorkCallbacks(slow, FALSE);
        ROW("30.1 a wait waits for calls that run", atomic_get(&others) == 1);
        WaitForThreadpoolWorkCallbacks(slow, FALSE);
        ROW("30.1 and for nothing when there are none", atomic_get(&others) == 1);
        CloseThreadpoolWork(work);
        SubmitThreadpoolWork(slow);
        CloseThreadpoolWork(slow);
        ROW("30.1 closing forgets no call", reaches(&others, 2));

        calls = 0;
        for (int turn = 0; turn < 12; turn++)
                SubmitThreadpoolWork(held);
        work = CreateThreadpoolWork(count_work, (PVOID) &others, NULL);
        SubmitThreadpoolWork(work);
        ROW("30.1 12 calls that wait don't keep another one waiting", reaches(&others, 3));
        SetEvent(gate);
        WaitForThreadpoolWorkCallbacks(held, FALSE);
        ROW("30.1 all of them end", atomic_get(&calls) == 12);
        CloseThreadpoolWork(work);
        CloseThreadpoolWork(held);
        others = 0;
        ROW("30.1 TrySubmitThreadpoolCallback",
            TrySubmitThreadpoolCallback(count_simple, (PVOID) &others, NULL) &&
                    reaches(&others, 1));
        CloseHandle(gate);
}

/* ---- pools of their own -------------------------------------------------------------- */

static void pools(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        PTP_POOL pool = CreateThreadpool(NULL);
        TP_CALLBACK_ENVIRON how;
        PTP_WORK held;
        PTP_WORK one;
        PTP_WORK two;

        InitializeThreadpoolEnvironment(&how);
        SetThreadpoolCallbackPool(&how, pool);
        SetThreadpoolThreadMaximum(pool, 1);
        ROW("30.2 SetThreadpoolThreadMinimum", SetThreadpoolThreadMinimum(pool, 1));
        held = CreateThreadpoolWork(wait_work, gate, &how);
        one = CreateThreadpoolWork(slow_work, (PVOID) &others, &how);
        two = CreateThreadpoolWork(count_work, (PVOID) &others, &how);
        calls = others = 0;
        SubmitThreadpoolWork(held);
        SubmitThreadpoolWork(one);
        Sleep(50);
        ROW("30.2 a pool of one thread makes one call at a time", atomic_get(&others) == 0);
        for (int turn = 0; turn < 5; turn++)
                SubmitThreadpoolWork(two);
        WaitForThreadpoolWorkCallbacks(two, TRUE);
        SetEvent(gate);
        WaitForThreadpoolWorkCallbacks(one, FALSE);
        ROW("30.2 what was pending was cancelled", atomic_get(&others) == 1);
        for (int turn = 0; turn < 20; turn++)
                SubmitThreadpoolWork(one);
        SubmitThreadpoolWork(two);
        others = 0;
        WaitForThreadpoolWorkCallbacks(two, FALSE);
        ROW("30.2 a work with many calls doesn't keep the others waiting", atomic_get(&others) < 8);
        WaitForThreadpoolWorkCallbacks(one, TRUE);
        SubmitThreadpoolWork(one);
        CloseThreadpoolWork(held);
        CloseThreadpoolWork(two);
        CloseThreadpool(pool);
        others = 0;
        WaitForThreadpoolWorkCallbacks(one, FALSE);
        ROW("30.2 a closed pool makes the calls of what it has", atomic_get(&others) == 1);
        CloseThreadpoolWork(one);
        DestroyThreadpoolEnvironment(&how);
        CloseHandle(gate);
}

static volatile LONG order[3];

static void CALLBACK note_order(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
        order[(LONG_PTR) context] = atomic_add(&calls, 1);
}

static void CALLBACK wait_simple(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
        atomic_add(&others, 1);
        WaitForSingleObject(context, 30000);
}

static void priorities(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        PTP_POOL pool = CreateThreadpool(NULL);
        TP_CALLBACK_ENVIRON how;

        InitializeThreadpoolEnvironment(&how);
        SetThreadpoolCallbackPool(&how, pool);
        SetThreadpoolThreadMaximum(pool, 1);
        calls = others = 0;
        TrySubmitThreadpoolCallback(wait_simple, gate, &how);
        reaches(&others, 1); /* the only thread has that one */
        SetThreadpoolCallbackPriority(&how, TP_CALLBACK_PRIORITY_LOW);
        TrySubmitThreadpoolCallback(note_order, (PVOID) 2, &how);
        SetThreadpoolCallbackPriority(&how, TP_CALLBACK_PRIORITY_NORMAL);
        TrySubmitThreadpoolCallback(note_order, (PVOID) 1, &how);
        SetThreadpoolCallbackPriority(&how, TP_CALLBACK_PRIORITY_HIGH);
        TrySubmitThreadpoolCallback(note_order, (PVOID) 0, &how);
        SetEvent(gate);
        ROW("30.2 all three are called", reaches(&calls, 3));
        ROW("30.2 those of a higher priority first",
            order[0] == 1 && order[1] == 2 && order[2] == 3);
        CloseThreadpool(pool);
        CloseHandle(gate);
}

/* ---- what a callback asks for ---------------------------------------------------------- */

typedef struct wishes {
        HANDLE event;
        HANDLE semaphore;
        HANDLE mutex;
        HANDLE done;
        CRITICAL_SECTION section;
        volatile LONG had_event;
} wishes;

static void CALLBACK ask_for_all(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
        wishes *wanted = context;

        WaitForSingleObject(wanted->mutex, INFINITE);
        EnterCriticalSection(&wanted->section);
        SetEventWhenCallbackReturns(instance, wanted->event);
        ReleaseSemaphoreWhenCallbackReturns(instance, wanted->semaphore, 2);
        ReleaseMutexWhenCallbackReturns(instance, wanted->mutex);
        LeaveCriticalSectionWhenCallbackReturns(instance, &wanted->section);
        Sleep(20);
        wanted->had_event = WaitForSingleObject(wanted->event, 0) == WAIT_OBJECT_0;
}

static void CALLBACK run_long(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
        volatile LONG *result = context;

        SetLastError(MARK);
        *result = CallbackMayRunLong(instance) ? 1 : 2;
}

static void when_returned(void)
{
        wishes wanted = { .event = CreateEventA(NULL, TRUE, FALSE, NULL),
                          .semaphore = CreateSemaphoreA(NULL, 0, 5, NULL),
                          CreateMutexA(NULL, FALSE, NULL) };
        volatile LONG result = 0;
        PTP_POOL pool = CreateThreadpool(NULL);
        TP_CALLBACK_ENVIRON how;

        InitializeCriticalSection(&wanted.section);
        ROW("30.3 a callback with wishes", TrySubmitThreadpoolCallback(ask_for_all, &wanted, NULL));
        ROW("30.3 the event is set", WaitForSingleObject(wanted.event, 30000) == WAIT_OBJECT_0);
        ROW("30.3 when it returns, not before", !wanted.had_event);
        ROW("30.3 the semaphore by 2",
            WaitForSingleObject(wanted.semaphore, 0) == WAIT_OBJECT_0 &&
                    WaitForSingleObject(wanted.semaphore, 0) == WAIT_OBJECT_0 &&
                    WaitForSingleObject(wanted.semaphore, 0) == WAIT_TIMEOUT);
        ROW("30.3 the mutex is free, not abandoned",
            WaitForSingleObject(wanted.mutex, 0) == WAIT_OBJECT_0);
        ROW("30.3 and the critical section", TryEnterCriticalSection(&wanted.section));
        LeaveCriticalSection(&wanted.section);
        ReleaseMutex(wanted.mutex);

        TrySubmitThreadpoolCallback(run_long, (PVOID) &result, NULL);
        ROW("30.3 CallbackMayRunLong: others find a thread", reaches(&result, 1));
        InitializeThreadpoolEnvironment(&how);
        SetThreadpoolCallbackPool(&how, pool);
        SetThreadpoolThreadMaximum(pool, 1);
        result = 0;
        TrySubmitThreadpoolCallback(run_long, (PVOID) &result, &how);
        ROW("30.3 not in a pool of one", reaches(&result, 2));
        CloseThreadpool(pool);
        DeleteCriticalSection(&wanted.section);
        CloseHandle(wanted.event);
        CloseHandle(wanted.semaphore);
        CloseHandle(wanted.mutex);
}

static void CALLBACK dissociate(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
        DisassociateCurrentThreadFromCallback(instance);
        WaitForSingleObject(context, 30000);
        atomic_add(&others, 1);
}

static void dissociations(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        PTP_WORK work = CreateThreadpoolWork(dissociate, gate, NULL);

        others = 0;
        SubmitThreadpoolWork(work);
        WaitForThreadpoolWorkCallbacks(work, FALSE);
        ROW("30.3 a dissociated callback isn't waited for", atomic_get(&others) == 0);
        SetEvent(gate);
        ROW("30.3 it runs on", reaches(&others, 1));
        CloseThreadpoolWork(work);
        CloseHandle(gate);
}

/* ---- groups ---------------------------------------------------------------------------- */

static volatile LONG cancelled;
static volatile LONG_PTR cancelled_with;

static void CALLBACK note_cancelled(PVOID object_context, PVOID cleanup_context)
{
        cancelled_with = (LONG_PTR) object_context + (LONG_PTR) cleanup_context;
        atomic_add(&cancelled, 1);
}

static void CALLBACK no_timer(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER timer)
{
        atomic_add(&others, 1000);
}

static void groups(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        PTP_POOL pool = CreateThreadpool(NULL);
        PTP_CLEANUP_GROUP group = CreateThreadpoolCleanupGroup();
        TP_CALLBACK_ENVIRON how;
        FILETIME soon = in_ms(60);
        PTP_TIMER timer;
        PTP_WORK work;

        InitializeThreadpoolEnvironment(&how);
        SetThreadpoolCallbackPool(&how, pool);
        SetThreadpoolThreadMaximum(pool, 1);
        SetThreadpoolCallbackCleanupGroup(&how, group, note_cancelled);
        calls = others = cancelled = 0;
        work = CreateThreadpoolWork(slow_work, (PVOID) &others, &how);
        for (int turn = 0; turn < 5; turn++)
                SubmitThreadpoolWork(work);
        CloseThreadpoolCleanupGroupMembers(group, FALSE, NULL);
        ROW("30.4 the end of a group waits for all calls", atomic_get(&others) == 5);
        ROW("30.4 nobody is cancelled", atomic_get(&cancelled) == 0);

        work = CreateThreadpoolWork(wait_work, gate, &how);
        timer = CreateThreadpoolTimer(no_timer, NULL, &how);
        SetThreadpoolTimer(timer, &soon, 0, 0);
        SetEvent(gate);
        for (int turn = 0; turn < 10; turn++)
                SubmitThreadpoolWork(work);
        CloseThreadpoolCleanupGroupMembers(group, TRUE, (PVOID) 7);
        ROW("30.4 a cancelled group tells each member once", atomic_get(&cancelled) == 2);
        Sleep(100);
        ROW("30.4 a timer of it doesn't ring any more", atomic_get(&others) == 5);

        cancelled = 0;
        work = CreateThreadpoolWork(wait_work, (PVOID) 100, &how);
        CloseThreadpoolCleanupGroupMembers(group, TRUE, (PVOID) 7);
        ROW("30.4 with both contexts", cancelled_with == 107 && atomic_get(&cancelled) == 1);
        cancelled = 0;
        work = CreateThreadpoolWork(wait_work, gate, &how);
        CloseThreadpoolWork(work);
        CloseThreadpoolCleanupGroupMembers(group, TRUE, NULL);
        ROW("30.4 who was closed before isn't told", atomic_get(&cancelled) == 0);
        CloseThreadpoolCleanupGroup(group);
        CloseThreadpool(pool);
        CloseHandle(gate);
}

/* ---- timers ---------------------------------------------------------------------------- */

static void CALLBACK count_timer(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER timer)
{
        atomic_add(context, 1);
}

static void timers(void)
{
        PTP_TIMER timer = CreateThreadpoolTimer(count_timer, (PVOID) &calls, NULL);
        FILETIME due = in_ms(40);
        ULARGE_INTEGER at;
        long long before;

        calls = 0;
        ROW("30.5 a new timer isn't set", timer && !IsThreadpoolTimerSet(timer));
        before = clock_us();
        SetThreadpoolTimer(timer, &due, 0, 0);
        ROW("30.5 then it is", IsThreadpoolTimerSet(timer));
        WaitForThreadpoolTimerCallbacks(timer, FALSE);
        ROW("30.5 a wait waits for calls, not for the time", atomic_get(&calls) == 0);
        ROW("30.5 it rings, not early", reaches(&calls, 1) && clock_us() - before >= 39000);
        ROW("30.5 and counts as set", IsThreadpoolTimerSet(timer));

        due = in_ms(0);
        SetThreadpoolTimer(timer, &due, 0, 0);
        ROW("30.5 due at once", reaches(&calls, 2));
        GetSystemTimeAsFileTime(&due);
        at.LowPart = due.dwLowDateTime;
        at.HighPart = due.dwHighDateTime;
        at.QuadPart += 300000;
        due.dwLowDateTime = at.LowPart;
        due.dwHighDateTime = at.HighPart;
        SetThreadpoolTimer(timer, &due, 0, 0);
        ROW("30.5 at a time of day", reaches(&calls, 3));

        calls = 0;
        due = in_ms(10);
        SetThreadpoolTimer(timer, &due, 15, 0);
        for (int tries = 0; tries < 5000 && atomic_get(&calls) < 4; tries++)
                Sleep(1);
        ROW("30.5 a period", atomic_get(&calls) >= 4);
        SetThreadpoolTimer(timer, NULL, 0, 0);
        WaitForThreadpoolTimerCallbacks(timer, TRUE);
        calls = 0;
        Sleep(50);
        ROW("30.5 unset it is silent", atomic_get(&calls) == 0 && !IsThreadpoolTimerSet(timer));
        due = in_ms(30);
        SetThreadpoolTimer(timer, &due, 0, 0);
        CloseThreadpoolTimer(timer);
        Sleep(60);
        ROW("30.5 nor does it ring when it is closed", atomic_get(&calls) == 0);
}

/* ---- waits ----------------------------------------------------------------------------- */

static volatile LONG results[4];

static void CALLBACK note_wait(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WAIT wait,
                               TP_WAIT_RESULT result)
{
        atomic_add(&results[result == WAIT_OBJECT_0 ? 0 : result == WAIT_TIMEOUT ? 1 : 2], 1);
}

static void waits(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        PTP_WAIT wait = CreateThreadpoolWait(note_wait, NULL, NULL);
        FILETIME soon = in_ms(30);
        FILETIME now = in_ms(0);

        results[0] = results[1] = results[2] = 0;
        SetThreadpoolWait(wait, event, NULL);
        Sleep(30);
        ROW("30.6 nothing comes before the signal", !results[0] && !results[1]);
        SetEvent(event);
        ROW("30.6 then WAIT_OBJECT_0", reaches(&results[0], 1));
        ROW("30.6 which took it", WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
        SetEvent(event);
        Sleep(30);
        ROW("30.6 a wait is for once", results[0] == 1 && WaitForSingleObject(event, 0) == 0);
        SetThreadpoolWait(wait, event, &soon);
        ROW("30.6 time passes: WAIT_TIMEOUT", reaches(&results[1], 1));
        SetThreadpoolWait(wait, event, &now);
        ROW("30.6 no time at all", reaches(&results[1], 2));
        SetEvent(event);
        SetThreadpoolWait(wait, event, &now);
        /* Wine doesn't look. */
        ROW_OR_WINE("30.6 or the signal that is there", reaches(&results[0], 2), results[1] == 3);
        ResetEvent(event);
        results[0] = results[1] = 0;

        SetThreadpoolWait(wait, event, &soon);
        SetThreadpoolWait(wait, NULL, NULL);
        SetEvent(event);
        Sleep(50);
        ROW("30.6 a wait that is taken back takes nothing",
            !results[0] && !results[1] && WaitForSingleObject(event, 0) == 0);
        SetThreadpoolWait(wait, event, NULL);
        CloseThreadpoolWait(wait);
        SetEvent(event);
        Sleep(20);
        ROW("30.6 nor one that is closed",
            !results[0] && WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        CloseHandle(event);
}

static void many_waits(void)
{
        enum { COUNT = 150 };
        PTP_WAIT many[COUNT];
        HANDLE events[COUNT];
        int none_left = 1;

        results[0] = results[1] = 0;
        for (int at = 0; at < COUNT; at++) {
                events[at] = CreateEventA(NULL, FALSE, FALSE, NULL);
                many[at] = CreateThreadpoolWait(note_wait, NULL, NULL);
                SetThreadpoolWait(many[at], events[at], NULL);
        }
        for (int at = COUNT; at-- > 0;)
                SetEvent(events[at]);
        ROW("30.6 150 waits at once", reaches(&results[0], COUNT));
        for (int at = 0; at < COUNT; at++) {
                none_left = WaitForSingleObject(events[at], 0) == WAIT_TIMEOUT && none_left;
                CloseThreadpoolWait(many[at]);
                CloseHandle(events[at]);
        }
        ROW("30.6 each took its own", none_left);
}

void rules_pool(void)
{
        works();
        pools();
        priorities();
        when_returned();
        dissociations();
        groups();
        timers();
        waits();
        many_waits();
}
