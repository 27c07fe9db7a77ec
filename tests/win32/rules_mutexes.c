/* SPDX-License-Identifier: MIT */
/* rules_mutexes.c — section 12: mutexes. The owner is a thread. */
#include "support.h"

static DWORD single(HANDLE handle)
{
        return WaitForSingleObject(handle, 0);
}

/* Another thread's try at a mutex: what its wait returned; it keeps it. */
typedef struct
try {
        HANDLE mutex;
        BOOL release;
        DWORD result;
        DWORD error;
}
try;

static void try_body(void *argument)
{
        try *one = argument;

        if (one->release) {
                one->result = (DWORD) ReleaseMutex(one->mutex);
                one->error = GetLastError();
        } else {
                one->result = WaitForSingleObject(one->mutex, 0);
        }
}

/* A thread that waits for the mutex, without releasing it, and ends. */
static DWORD elsewhere(HANDLE mutex)
{
        try one = { mutex, FALSE, 0, 0 };

        thread_join(thread_start(try_body, &one));
        return one.result;
}

static DWORD error_of_release_elsewhere(HANDLE mutex)
{
        try one = { mutex, TRUE, 0, 0 };

        thread_join(thread_start(try_body, &one));
        return one.result ? 0 : one.error;
}

static void ownership(void)
{
        const char *name = unique("mutex");
        HANDLE mutex;
        HANDLE again;
        int ok = 1;

        ROW("12.1 a new mutex sets 0", SETS(mutex = CreateMutexA(NULL, TRUE, name), 0));
        ROW("12.1 with owner TRUE it is the caller's", elsewhere(mutex) == WAIT_TIMEOUT);
        ROW("12.2 another thread can't release it: 288", error_of_release_elsewhere(mutex) == 288);
        ROW("12.2 the owner waits for it at once", WAITS(single(mutex), WAIT_OBJECT_0));
        ROW("1.12 ReleaseMutex leaves the last error", LEAVES(ReleaseMutex(mutex)));
        ROW("12.2 once for each wait", elsewhere(mutex) == WAIT_TIMEOUT);
        ROW("12.2 the last release frees it", LEAVES(ReleaseMutex(mutex)));
        ROW("12.2 one more: 288", FAILS(ReleaseMutex(mutex), 288));
        ROW("12.1 an existing one sets 183", SETS(again = CreateMutexA(NULL, TRUE, name), 183));
        ROW("12.1 and owner is ignored, though it is free", FAILS(ReleaseMutex(again), 288));
        for (int depth = 0; depth < 100; depth++)
                ok = ok && single(mutex) == WAIT_OBJECT_0;
        for (int depth = 0; depth < 100; depth++)
                ok = ok && ReleaseMutex(depth % 2 ? mutex : again);
        ROW("12.2 a hundred deep, through two handles", ok && FAILS(ReleaseMutex(mutex), 288));
        CloseHandle(again);
        CloseHandle(mutex);
        mutex = CreateMutexA(NULL, FALSE, NULL);
        ROW("12.1 without owner it is free: 288", FAILS(ReleaseMutex(mutex), 288));
        CloseHandle(mutex);
        mutex = CreateMutexExA(NULL, NULL, CREATE_MUTEX_INITIAL_OWNER, MUTEX_ALL_ACCESS);
        ROW("12.1 CreateMutexEx flag 1 owns it", LEAVES(ReleaseMutex(mutex)));
        CloseHandle(mutex);
}

static void rights(void)
{
        const char *name = unique("rights");
        HANDLE mutex = CreateMutexA(NULL, FALSE, name);
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE narrow;

        narrow = OpenMutexA(SYNCHRONIZE, FALSE, name);
        ROW("12.3 SYNCHRONIZE alone waits", WAITS(single(narrow), WAIT_OBJECT_0));
        ROW("12.3 and releases", LEAVES(ReleaseMutex(narrow)));
        CloseHandle(narrow);
        narrow = OpenMutexA(MUTEX_MODIFY_STATE, FALSE, name);
        ROW("12.3 MODIFY_STATE alone: no wait, 5", WAIT_FAILS(single(narrow), 5));
        single(mutex);
        ROW("12.3 it releases what was taken by another handle", LEAVES(ReleaseMutex(narrow)));
        CloseHandle(narrow);
        ROW("12.2 ReleaseMutex(NULL): 6", FAILS(ReleaseMutex(NULL), 6));
        ROW("12.2 ReleaseMutex(event): 6", FAILS(ReleaseMutex(event), 6));
        ROW("12.2 OpenMutex of a missing one: 2",
            REFUSED(OpenMutexA(SYNCHRONIZE, FALSE, unique("none")), 2));
        ROW_OR_WINE("13.5 OpenMutex with no access: 5", REFUSED(OpenMutexA(0, FALSE, name), 5), 1);
        ROW_OR_WINE("13.5 a right that mutexes lack: 5", REFUSED(OpenMutexA(0x10, FALSE, name), 5),
                    1);
        ROW_OR_WINE("13.5 ACCESS_SYSTEM_SECURITY: 1314",
                    REFUSED(OpenMutexA(ACCESS_SYSTEM_SECURITY, FALSE, name), 1314), 1);
        CloseHandle(event);
        CloseHandle(mutex);
}

/* 13.5: which single bits Windows' OpenMutex refuses. */
static void single_bits(void)
{
        const char *name = unique("bits");
        HANDLE mutex = CreateMutexA(NULL, FALSE, name);
        DWORD refused = 0;

        for (int bit = 0; bit < 32; bit++) {
                HANDLE opened = OpenMutexA(1u << bit, FALSE, name);

                if (!opened)
                        refused |= 1u << bit;
                CloseHandle(opened);
        }
        ROW_OR_WINE("13.5 of the single rights those of mask 0x0de0fffe are refused",
                    refused == 0x0de0fffe, 1);
        CloseHandle(mutex);
}

static void abandoned(void)
{
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE both[] = { event, mutex };
        waiter one;

        ROW("12.4 a thread takes it and ends", elsewhere(mutex) == WAIT_OBJECT_0);
        ROW("12.4 the next wait: WAIT_ABANDONED", WAITS(single(mutex), WAIT_ABANDONED));
        ROW("12.4 and owns it", elsewhere(mutex) == WAIT_TIMEOUT);
        ROW("12.5 once more: 0, it is told once", WAITS(single(mutex), WAIT_OBJECT_0));
        ReleaseMutex(mutex);
        ROW("12.4 it is released", LEAVES(ReleaseMutex(mutex)) && FAILS(ReleaseMutex(mutex), 288));
        ROW("12.4 later waits: 0", single(mutex) == WAIT_OBJECT_0 && ReleaseMutex(mutex));

        elsewhere(mutex);
        ROW("12.4 any: WAIT_ABANDONED_0 + index",
            WAITS(WaitForMultipleObjects(2, both, FALSE, 0), WAIT_ABANDONED_0 + 1));
        ReleaseMutex(mutex);
        elsewhere(mutex);
        SetEvent(event);
        ROW("12.4 all: WAIT_ABANDONED_0",
            WAITS(WaitForMultipleObjects(2, both, TRUE, 0), WAIT_ABANDONED_0));
        ReleaseMutex(mutex);
        ROW("12.4 and the event is taken", single(event) == WAIT_TIMEOUT);

        single(mutex);
        waiter_start(&one, mutex, 30000);
        settle();
        ROW("12.1 a waiter sleeps while it is owned", !waiter_is_done(&one));
        ReleaseMutex(mutex);
        waiter_join(&one);
        ROW("12.1 the release wakes it", one.result == WAIT_OBJECT_0);
        ROW("12.4 which ended as owner", single(mutex) == WAIT_ABANDONED);
        ReleaseMutex(mutex);
        CloseHandle(event);
        CloseHandle(mutex);
}

/* A thread dies as owner while another sleeps in front of the mutex. */
static HANDLE guarded;
static HANDLE go;

static void own_then_end(void *argument)
{
        WaitForSingleObject(guarded, INFINITE);
        WaitForSingleObject(go, INFINITE);
}

static void abandoned_before_sleeper(void)
{
        thread *owner;
        waiter one;

        guarded = CreateMutexA(NULL, FALSE, NULL);
        go = CreateEventA(NULL, FALSE, FALSE, NULL);
        owner = thread_start(own_then_end, NULL);
        settle();
        waiter_start(&one, guarded, 30000);
        settle();
        SetEvent(go);
        thread_join(owner);
        waiter_join(&one);
        ROW("12.4 a sleeping waiter is told WAIT_ABANDONED, too", one.result == WAIT_ABANDONED);
        CloseHandle(guarded);
        CloseHandle(go);
}

/* Counting under a mutex: no update is lost. */
static LONG counter;

static void count(void *argument)
{
        for (int at = 0; at < 500; at++) {
                WaitForSingleObject((HANDLE) argument, INFINITE);
                counter = counter + 1;
                ReleaseMutex((HANDLE) argument);
        }
}

static void exclusion(void)
{
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        thread *threads[3];

        counter = 0;
        for (int at = 0; at < 3; at++)
                threads[at] = thread_start(count, mutex);
        for (int at = 0; at < 3; at++)
                thread_join(threads[at]);
        ROW("12.2 three threads add under it, and no addition is lost", counter == 1500);
        CloseHandle(mutex);
}

void rules_mutexes(void)
{
        ownership();
        rights();
        single_bits();
        abandoned();
        abandoned_before_sleeper();
        exclusion();
}
