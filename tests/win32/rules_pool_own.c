/* SPDX-License-Identifier: MIT */
/* rules_pool_own.c — the process's own pool: work items, registered waits, timer queues. */
#include "support.h"

static volatile LONG calls;
static volatile LONG late_calls;
static volatile LONG thread_of_call;

static int reaches(volatile LONG *value, LONG wanted)
{
        for (int tries = 0; tries < 10000 && atomic_get(value) < wanted; tries++)
                Sleep(1);
        return atomic_get(value) == wanted;
}

/* ---- work items ------------------------------------------------------------------------ */

static DWORD WINAPI count_item(LPVOID context)
{
        atomic_add(&calls, 1);
        return 0;
}

static DWORD WINAPI wait_item(LPVOID context)
{
        WaitForSingleObject(context, 30000);
        atomic_add(&calls, 1);
        return 0;
}

static DWORD tls_slot;

static DWORD WINAPI use_thread(LPVOID context)
{
        HANDLE event = context;
        int fine;

        TlsSetValue(tls_slot, event);
        SetLastError(77);
        fine = GetLastError() == 77 && TlsGetValue(tls_slot) == event;
        thread_of_call = fine ? (LONG) GetCurrentThreadId() : -1;
        SetEvent(event);
        return 0;
}

static void items(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        int queued = 1;

        calls = 0;
        for (int turn = 0; turn < 200; turn++)
                queued = QueueUserWorkItem(count_item, NULL,
                                           turn % 3 ? WT_EXECUTEDEFAULT : WT_EXECUTELONGFUNCTION) &&
                         queued;
        ROW("30.7 QueueUserWorkItem", queued);
        ROW("30.7 each is called once", reaches(&calls, 200));
        calls = 0;
        for (int turn = 0; turn < 20; turn++)
                QueueUserWorkItem(wait_item, gate, WT_EXECUTELONGFUNCTION);
        ROW("30.7 items that run long have a thread each",
            QueueUserWorkItem(count_item, NULL, WT_EXECUTEDEFAULT) && reaches(&calls, 1));
        SetEvent(gate);
        ROW("30.7 and end", reaches(&calls, 21));
        ResetEvent(gate);
        tls_slot = TlsAlloc();
        QueueUserWorkItem(use_thread, gate, WT_EXECUTEINPERSISTENTTHREAD);
        ROW("30.7 an item runs in a thread of its own with all that threads have",
            WaitForSingleObject(gate, 30000) == WAIT_OBJECT_0 && thread_of_call > 0 &&
                    thread_of_call != (LONG) GetCurrentThreadId());
        TlsFree(tls_slot);
        CloseHandle(gate);
}

/* ---- registered waits ------------------------------------------------------------------ */

static void CALLBACK note_wait(PVOID context, BOOLEAN is_late)
{
        if (context)
                WaitForSingleObject(context, 30000);
        atomic_add(is_late ? &late_calls : &calls, 1);
}

static HANDLE own_wait;
static volatile LONG own_result;

static void CALLBACK unregister_self(PVOID context, BOOLEAN is_late)
{
        WaitForSingleObject(context, 30000);
        SetLastError(MARK);
        own_result = UnregisterWait(own_wait) ? 1 : (LONG) GetLastError();
        atomic_add(&calls, 1);
}

static void registered(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE wait = NULL;

        calls = late_calls = 0;
        ROW("30.8 RegisterWaitForSingleObject leaves the last error alone",
            LEAVES(RegisterWaitForSingleObject(&wait, event, note_wait, NULL, INFINITE,
                                               WT_EXECUTEONLYONCE)));
        SetEvent(event);
        ROW("30.8 its callback is told of the signal", reaches(&calls, 1) && !late_calls);
        SetEvent(event);
        Sleep(30);
        ROW("30.8 once", calls == 1 && WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        ROW("30.8 UnregisterWaitEx waits, and is done",
            UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));

        RegisterWaitForSingleObject(&wait, event, note_wait, NULL, 20, WT_EXECUTEONLYONCE);
        ROW("30.8 or that the time is up", reaches(&late_calls, 1) && calls == 1);
        UnregisterWaitEx(wait, INVALID_HANDLE_VALUE);
        late_calls = calls = 0;
        RegisterWaitForSingleObject(&wait, event, note_wait, NULL, INFINITE, WT_EXECUTEDEFAULT);
        for (int turn = 1; turn <= 5; turn++) {
                SetEvent(event);
                reaches(&calls, turn);
        }
        ROW("30.8 again and again", calls == 5);
        ROW("30.8 no more calls after the end", UnregisterWaitEx(wait, INVALID_HANDLE_VALUE) &&
                                                        SetEvent(event) && (Sleep(30), calls == 5));
        ResetEvent(event);
        RegisterWaitForSingleObject(&wait, event, note_wait, NULL, 15, WT_EXECUTEDEFAULT);
        for (int tries = 0; tries < 5000 && atomic_get(&late_calls) < 3; tries++)
                Sleep(1);
        ROW_OR_WINE("30.8 each time the time is up", late_calls >= 3, late_calls == 1);
        UnregisterWaitEx(wait, INVALID_HANDLE_VALUE);
        calls = 0;
        RegisterWaitForSingleObject(&wait, event, note_wait, NULL, INFINITE,
                                    WT_EXECUTEINWAITTHREAD);
        for (int turn = 1; turn <= 3; turn++) {
                SetEvent(event);
                reaches(&calls, turn);
        }
        ROW("30.8 in the thread that waits", calls == 3);
        UnregisterWaitEx(wait, INVALID_HANDLE_VALUE);

        CloseHandle(event);
}

static void registered_ends(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE over = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE wait = NULL;

        calls = 0;
        RegisterWaitForSingleObject(&wait, event, note_wait, gate, INFINITE, WT_EXECUTEONLYONCE);
        SetEvent(event);
        Sleep(50);
        ROW("30.8 UnregisterWait while the callback runs: 997", FAILS(UnregisterWait(wait), 997));
        SetEvent(gate);
        ROW("30.8 which ends", reaches(&calls, 1));
        ResetEvent(gate);
        RegisterWaitForSingleObject(&wait, event, note_wait, gate, INFINITE, WT_EXECUTEONLYONCE);
        SetEvent(event);
        Sleep(50);
        ROW("30.8 with an event: 997", FAILS(UnregisterWaitEx(wait, over), 997));
        ROW("30.8 which isn't set yet", WaitForSingleObject(over, 20) == WAIT_TIMEOUT);
        SetEvent(gate);
        ROW("30.8 but when the callback has ended",
            WaitForSingleObject(over, 30000) == WAIT_OBJECT_0 && atomic_get(&calls) == 2);
        ResetEvent(over);
        ResetEvent(gate);
        RegisterWaitForSingleObject(&wait, event, note_wait, NULL, INFINITE, WT_EXECUTEONLYONCE);
        ROW("30.8 or at once, with none",
            UnregisterWaitEx(wait, over) && WaitForSingleObject(over, 30000) == 0);
        calls = 0;
        RegisterWaitForSingleObject(&own_wait, event, unregister_self, gate, INFINITE,
                                    WT_EXECUTEONLYONCE);
        SetEvent(event);
        SetEvent(gate);
        ROW("30.8 UnregisterWait in its own callback: 997",
            reaches(&calls, 1) && own_result == 997);
        RegisterWaitForSingleObject(&own_wait, event, unregister_self, gate, INFINITE,
                                    WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD);
        SetEvent(event);
        ROW_OR_WINE("30.8 but in the thread that waits it has ended the wait",
                    reaches(&calls, 2) && own_result == 1, own_result == 997);
        wait = NULL;
        ROW_OR_WINE("30.8 no handle to wait for: 6",
                    FAILS(RegisterWaitForSingleObject(&wait, NULL, note_wait, NULL, 100, 8), 6),
                    wait && UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
        ROW("30.8 UnregisterWait of NULL: 6", FAILS(UnregisterWait(NULL), 6));
        CloseHandle(event);
        CloseHandle(gate);
        CloseHandle(over);
}

/* ---- timer queues ---------------------------------------------------------------------- */

static void CALLBACK count_timer(PVOID context, BOOLEAN fired)
{
        if (fired)
                atomic_add(context, 1);
}

static void CALLBACK wait_timer(PVOID context, BOOLEAN fired)
{
        WaitForSingleObject(context, 30000);
        atomic_add(&calls, 1);
}

static void timer_queues(void)
{
        HANDLE queue = CreateTimerQueue();
        HANDLE deleted;
        HANDLE once;
        HANDLE slow;
        HANDLE fast;
        HANDLE late;
        volatile LONG counts[5] = { 0, 0, 0, 0, 0 };
        BOOL done;

        ROW("30.9 CreateTimerQueue", queue);
        ROW("30.9 CreateTimerQueueTimer",
            CreateTimerQueueTimer(&deleted, queue, count_timer, (PVOID) &counts[0], 0, 300, 0));
        SetLastError(MARK);
        done = DeleteTimerQueueTimer(queue, deleted, NULL);
        ROW("30.9 deleted at once", done || GetLastError() == 997);
        CreateTimerQueueTimer(&once, queue, count_timer, (PVOID) &counts[1], 0, 0, 0);
        CreateTimerQueueTimer(&slow, queue, count_timer, (PVOID) &counts[2], 0, 100, 0);
        CreateTimerQueueTimer(&fast, queue, count_timer, (PVOID) &counts[3], 0, 10,
                              WT_EXECUTEINTIMERTHREAD);
        CreateTimerQueueTimer(&late, queue, count_timer, (PVOID) &counts[4], 10000, 10, 0);
        Sleep(250);
        ROW("30.9 with INVALID_HANDLE_VALUE it is waited for",
            LEAVES(DeleteTimerQueueTimer(queue, once, INVALID_HANDLE_VALUE)) &&
                    LEAVES(DeleteTimerQueueTimer(queue, slow, INVALID_HANDLE_VALUE)));
        ROW("30.9 and the whole queue", DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
        ROW_OR_WINE("30.9 what was due when it was deleted was called", counts[0] == 1,
                    counts[0] == 0);
        ROW("30.9 one without a period once", counts[1] == 1);
        ROW("30.9 slow ones and fast ones", counts[2] >= 2 && counts[2] < counts[3]);
        ROW("30.9 one that is due later not", counts[4] == 0);
        fast = NULL;
        counts[0] = 0;
        ROW("30.9 the queue of the process",
            CreateTimerQueueTimer(&fast, NULL, count_timer, (PVOID) &counts[0], 10000, 0, 0) &&
                    fast && ChangeTimerQueueTimer(NULL, fast, 10, 10));
        for (int tries = 0; tries < 5000 && atomic_get(&counts[0]) < 3; tries++)
                Sleep(1);
        ROW("30.9 a changed timer", counts[0] >= 3);
        ROW("30.9 is deleted", DeleteTimerQueueTimer(NULL, fast, INVALID_HANDLE_VALUE));
        ROW("30.9 that queue can't be deleted: 6", FAILS(DeleteTimerQueueEx(NULL, NULL), 6));
        ROW("30.9 no timer: 87", FAILS(DeleteTimerQueueTimer(NULL, NULL, NULL), 87));
}

static void timer_ends(void)
{
        HANDLE gate = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE over = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE queue = CreateTimerQueue();
        HANDLE timer;
        BOOL done;

        calls = 0;
        CreateTimerQueueTimer(&timer, queue, wait_timer, gate, 0, 0, WT_EXECUTELONGFUNCTION);
        Sleep(50);
        ROW("30.9 DeleteTimerQueueTimer while its callback runs: 997",
            FAILS(DeleteTimerQueueTimer(queue, timer, over), 997));
        ROW("30.9 the event isn't set yet", WaitForSingleObject(over, 20) == WAIT_TIMEOUT);
        SetEvent(gate);
        ROW("30.9 but then", WaitForSingleObject(over, 30000) == WAIT_OBJECT_0 && calls == 1);
        ResetEvent(over);
        CreateTimerQueueTimer(&timer, queue, wait_timer, gate, 0, 0, 0);
        ROW("30.9 a timer that has rung", reaches(&calls, 2));
        Sleep(30);
        ROW("30.9 sets it at once", LEAVES(DeleteTimerQueueTimer(queue, timer, over)) &&
                                            WaitForSingleObject(over, 30000) == 0);
        ResetEvent(over);
        ResetEvent(gate);
        CreateTimerQueueTimer(&timer, queue, wait_timer, gate, 0, 0, WT_EXECUTELONGFUNCTION);
        Sleep(50);
        SetLastError(MARK);
        done = DeleteTimerQueueEx(queue, over);
        ROW("30.9 a queue is deleted with an event", done || GetLastError() == 997);
        ROW_OR_WINE("30.9 not set while a callback runs",
                    WaitForSingleObject(over, 20) == WAIT_TIMEOUT, TRUE);
        SetEvent(gate);
        ROW("30.9 then it is", WaitForSingleObject(over, 30000) == WAIT_OBJECT_0 && calls == 3);
        CloseHandle(gate);
        CloseHandle(over);
}

void rules_pool_own(void)
{
        items();
        registered();
        registered_ends();
        timer_queues();
        timer_ends();
}
