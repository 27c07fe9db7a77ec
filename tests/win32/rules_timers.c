/* SPDX-License-Identifier: MIT */
/* rules_timers.c — 15.1, waitable timers; calls queued to a thread (11.11), with
 * and without a timer; 15.2 and 11.9, SignalObjectAndWait.
 */
#include "support.h"

static HANDLE timer(BOOL manual, const char *name)
{
        return CreateWaitableTimerA(NULL, manual, name);
}

static BOOL set_in_ms(HANDLE handle, LONG milliseconds, LONG period)
{
        LARGE_INTEGER due;

        due.QuadPart = -10000ll * milliseconds;
        return SetWaitableTimer(handle, &due, period, NULL, NULL, FALSE);
}

static DWORD look(HANDLE handle)
{
        return WaitForSingleObject(handle, 0);
}

static void names(void)
{
        const char *name = unique("timer");
        HANDLE made;
        HANDLE second;
        HANDLE opened;

        ROW("15.1 a new timer", SETS(made = timer(TRUE, name), 0));
        ROW("15.1 an existing one", SETS(second = timer(FALSE, name), ERROR_ALREADY_EXISTS));
        ROW("15.1 OpenWaitableTimer",
            LEAVES(opened = OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, name)));
        ROW("15.1 its kind is the first's", set_in_ms(second, 1, 0) &&
                                                    WaitForSingleObject(opened, 2000) == 0 &&
                                                    look(made) == WAIT_OBJECT_0);
        ROW("15.1 a timer's name is no event's",
            REFUSED(CreateEventA(NULL, FALSE, FALSE, name), ERROR_INVALID_HANDLE));
        ROW("15.1 nor a mapping's", REFUSED(memory_section(name, 4096), ERROR_INVALID_HANDLE));
        ROW("15.1 nor is it opened as one",
            REFUSED(OpenEventA(EVENT_ALL_ACCESS, FALSE, name), ERROR_INVALID_HANDLE));
        CloseHandle(made);
        CloseHandle(second);
        CloseHandle(opened);
        ROW("15.1 the name goes with the last handle",
            REFUSED(OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, name), ERROR_FILE_NOT_FOUND));
        ROW("15.1 OpenWaitableTimer without a name",
            REFUSED(OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, NULL), ERROR_INVALID_PARAMETER));
        made = CreateEventA(NULL, FALSE, FALSE, name);
        ROW("15.1 an event's name is no timer's",
            REFUSED(timer(FALSE, name), ERROR_INVALID_HANDLE));
        ROW("15.1 nor opened as one",
            REFUSED(OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, name), ERROR_INVALID_HANDLE));
        ROW("15.1 an event is not set as a timer",
            FAILS(set_in_ms(made, 1, 0), ERROR_INVALID_HANDLE));
        ROW("15.1 nor cancelled", FAILS(CancelWaitableTimer(made), ERROR_INVALID_HANDLE));
        CloseHandle(made);
}

static void same_objects(void)
{
#ifndef _WIN32 /* of a newer Windows, in a library of its own there */
        const char *name = unique("same");
        HANDLE one = CreateEventA(NULL, TRUE, FALSE, name);
        HANDLE again = OpenEventA(SYNCHRONIZE, FALSE, name);
        HANDLE other = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE self = NULL;

        DuplicateHandle(GetCurrentProcess(), GetCurrentProcess(), GetCurrentProcess(), &self, 0,
                        FALSE, DUPLICATE_SAME_ACCESS);
        ROW("1.7 CompareObjectHandles: one object",
            CompareObjectHandles(one, again) && CompareObjectHandles(one, one));
        ROW("1.7 another", FAILS(CompareObjectHandles(one, other), ERROR_NOT_SAME_OBJECT));
        ROW("1.7 another kind", !CompareObjectHandles(one, self));
        ROW("1.7 this process", CompareObjectHandles(self, GetCurrentProcess()));
        ROW("1.7 no handle", FAILS(CompareObjectHandles(one, NULL), ERROR_INVALID_HANDLE));
        CloseHandle(one);
        CloseHandle(again);
        CloseHandle(other);
        CloseHandle(self);
#endif
}

static void rights(void)
{
        const char *name = unique("timer-rights");
        HANDLE all = timer(FALSE, name);
        HANDLE waits = OpenWaitableTimerA(SYNCHRONIZE, FALSE, name);
        HANDLE sets = OpenWaitableTimerA(TIMER_MODIFY_STATE, FALSE, name);
        HANDLE wide = CreateWaitableTimerExW(NULL, WIDE("mwt.timer.wide"),
                                             CREATE_WAITABLE_TIMER_MANUAL_RESET, SYNCHRONIZE);

        ROW("15.1 to set one needs TIMER_MODIFY_STATE",
            FAILS(set_in_ms(waits, 1, 0), ERROR_ACCESS_DENIED));
        ROW("15.1 to cancel one, too", FAILS(CancelWaitableTimer(waits), ERROR_ACCESS_DENIED));
        ROW("15.1 with it, it is set", set_in_ms(sets, 1, 0));
        ROW("15.1 but not waited for", WAIT_FAILS(look(sets), ERROR_ACCESS_DENIED));
        ROW("15.1 who may wait does", WaitForSingleObject(waits, 2000) == WAIT_OBJECT_0);
        ROW("15.1 CreateWaitableTimerEx gives the rights asked for",
            wide && FAILS(set_in_ms(wide, 1, 0), ERROR_ACCESS_DENIED));
        ROW_OR_WINE("15.1 and knows its flags",
                    REFUSED(CreateWaitableTimerExA(NULL, NULL, 0x80, TIMER_ALL_ACCESS),
                            ERROR_INVALID_PARAMETER),
                    TRUE);
        CloseHandle(all);
        CloseHandle(waits);
        CloseHandle(sets);
        CloseHandle(wide);
}

static void states(void)
{
        HANDLE one = timer(TRUE, NULL);
        HANDLE other = timer(FALSE, NULL);
        HANDLE both[2] = { one, other };
        LARGE_INTEGER past;
        long long began;

        ROW("15.1 a new one is not signalled", look(one) == WAIT_TIMEOUT);
        began = clock_us();
        ROW("15.1 setting leaves the last error", LEAVES(set_in_ms(one, 30, 0)));
        ROW("15.1 it fires", WaitForSingleObject(one, 2000) == WAIT_OBJECT_0);
        ROW("15.1 at its time", clock_us() - began > 28000);
        ROW("15.1 a manual one stays signalled",
            look(one) == WAIT_OBJECT_0 && look(one) == WAIT_OBJECT_0);
        ROW("15.1 setting it again takes the signal",
            set_in_ms(one, 10000, 0) && look(one) == WAIT_TIMEOUT);
        ROW("15.1 cancelling leaves the last error", LEAVES(CancelWaitableTimer(one)));
        ROW("15.1 and it does not fire", WaitForSingleObject(one, 20) == WAIT_TIMEOUT);
        ROW("15.1 cancelling one that is not set", CancelWaitableTimer(one));
        set_in_ms(one, 1, 0);
        WaitForSingleObject(one, 2000);
        ROW("15.1 cancelling leaves the state", CancelWaitableTimer(one) && look(one) == 0);

        set_in_ms(other, 1, 0);
        ROW("15.1 an automatic one is taken",
            WaitForSingleObject(other, 2000) == 0 && look(other) == WAIT_TIMEOUT);
        set_in_ms(other, 10, 20);
        ROW("15.1 a period fires again and again", WaitForSingleObject(other, 2000) == 0 &&
                                                           WaitForSingleObject(other, 2000) == 0 &&
                                                           WaitForSingleObject(other, 2000) == 0);
        CancelWaitableTimer(other);
        look(other);
        past.QuadPart = 1;
        ROW("15.1 a time in the past fires at once",
            SetWaitableTimer(other, &past, 0, NULL, NULL, FALSE) &&
                    WaitForSingleObject(other, 100) == 0);
        past.QuadPart = 0;
        ROW("15.1 zero likewise", SetWaitableTimer(other, &past, 0, NULL, NULL, FALSE) &&
                                          WaitForSingleObject(other, 100) == 0);
        GetSystemTimeAsFileTime((LPFILETIME) (void *) &past);
        past.QuadPart += 300000;
        ROW("15.1 a date fires at that time",
            SetWaitableTimer(other, &past, 0, NULL, NULL, FALSE) && look(other) == WAIT_TIMEOUT &&
                    WaitForSingleObject(other, 2000) == 0);
        set_in_ms(one, 5, 0);
        set_in_ms(other, 100, 0);
        ROW("15.1 waiting for any of two", WaitForMultipleObjects(2, both, FALSE, 2000) == 0);
        ROW("15.1 waiting for both", WaitForMultipleObjects(2, both, TRUE, 2000) == 0);
        ROW("15.1 a bad handle", FAILS(set_in_ms(NULL, 1, 0), ERROR_INVALID_HANDLE) &&
                                         FAILS(CancelWaitableTimer(NULL), ERROR_INVALID_HANDLE));
        ROW_OR_WINE("15.1 a negative period", /* the last: Wine's timer is odd afterwards */
                    FAILS(set_in_ms(other, 1, -1), ERROR_INVALID_PARAMETER),
                    GetLastError() == MARK);
        CloseHandle(one);
        CloseHandle(other);
}

static void releases_waiters(void)
{
        HANDLE one = timer(TRUE, NULL);
        waiter waiters[3];

        for (int at = 0; at < 3; at++)
                waiter_start(&waiters[at], one, 5000);
        settle();
        set_in_ms(one, 20, 0);
        for (int at = 0; at < 3; at++)
                waiter_join(&waiters[at]);
        ROW("15.1 a manual one releases all who wait",
            waiters[0].result == 0 && waiters[1].result == 0 && waiters[2].result == 0);
        CloseHandle(one);
}

static int call_count;
static ULONG_PTR called_with;

static VOID CALLBACK call(ULONG_PTR argument)
{
        call_count++;
        called_with = argument;
}

static VOID CALLBACK call_again(ULONG_PTR argument)
{
        call_count++;
        if (argument)
                QueueUserAPC(call_again, GetCurrentThread(), argument - 1);
}

static void queued_calls(void)
{
        HANDLE set = CreateEventA(NULL, TRUE, TRUE, NULL);
        HANDLE clear = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE both[2] = { clear, set };

        ROW("11.11 SleepEx without a call", SleepEx(1, TRUE) == 0 && SleepEx(0, TRUE) == 0);
        ROW("11.11 QueueUserAPC", QueueUserAPC(call, GetCurrentThread(), 7) != 0);
        ROW("11.11 it is not made in a plain wait", look(clear) == WAIT_TIMEOUT && !call_count);
        ROW("11.11 nor in SleepEx that is not alertable", SleepEx(1, FALSE) == 0 && !call_count);
        ROW("11.11 what is signalled comes first",
            WaitForSingleObjectEx(set, 0, TRUE) == WAIT_OBJECT_0 && !call_count);
        ROW("11.11 an alertable wait makes it",
            WaitForSingleObjectEx(clear, INFINITE, TRUE) == WAIT_IO_COMPLETION);
        ROW("11.11 with its argument, once", call_count == 1 && called_with == 7);
        ROW("11.11 and not again", WaitForSingleObjectEx(clear, 1, TRUE) == WAIT_TIMEOUT);
        QueueUserAPC(call, GetCurrentThread(), 1);
        QueueUserAPC(call, GetCurrentThread(), 2);
        call_count = 0;
        ROW("11.11 SleepEx makes all that are queued",
            SleepEx(INFINITE, TRUE) == WAIT_IO_COMPLETION && call_count == 2 && called_with == 2);
        QueueUserAPC(call, GetCurrentThread(), 3);
        ROW("11.11 SleepEx(0) likewise", SleepEx(0, TRUE) == WAIT_IO_COMPLETION);
        QueueUserAPC(call, GetCurrentThread(), 3);
        ROW("11.11 WaitForMultipleObjectsEx for all",
            WaitForMultipleObjectsEx(2, both, TRUE, 5000, TRUE) == WAIT_IO_COMPLETION);
        QueueUserAPC(call, GetCurrentThread(), 3);
        ROW("11.11 WaitForMultipleObjectsEx for any takes what is signalled",
            WaitForMultipleObjectsEx(2, both, FALSE, 5000, TRUE) == WAIT_OBJECT_0 + 1);
        ROW("11.11 SignalObjectAndWait",
            SignalObjectAndWait(set, clear, 5000, TRUE) == WAIT_IO_COMPLETION);
        call_count = 0;
        QueueUserAPC(call_again, GetCurrentThread(), 3);
        ROW("11.11 a call may queue calls, and they are made",
            SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && call_count == 4);
        ROW("11.11 QueueUserAPC of no thread",
            FAILS(QueueUserAPC(call, NULL, 0), ERROR_INVALID_HANDLE));
        ROW("11.11 nor of an event", FAILS(QueueUserAPC(call, set, 0), ERROR_INVALID_HANDLE));
        CloseHandle(set);
        CloseHandle(clear);
}

typedef struct sleeper {
        HANDLE self;
        HANDLE ready;
        DWORD result;
} sleeper;

static void sleep_alertably(void *argument)
{
        sleeper *one = argument;

        DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &one->self, 0,
                        FALSE, DUPLICATE_SAME_ACCESS);
        SetEvent(one->ready);
        one->result = SleepEx(10000, TRUE);
}

static void calls_of_others(void)
{
        sleeper one = { NULL, CreateEventA(NULL, FALSE, FALSE, NULL), 99 };
        thread *started = thread_start(sleep_alertably, &one);
        DWORD gone;

        WaitForSingleObject(one.ready, INFINITE);
        settle();
        call_count = 0;
        ROW("11.11 a call queued to a sleeping thread", QueueUserAPC(call, one.self, 5) != 0);
        thread_join(started);
        ROW("11.11 wakes it, and is made there",
            one.result == WAIT_IO_COMPLETION && call_count == 1);
        WaitForSingleObject(one.self, 2000);
        gone = QueueUserAPC(call, one.self, 6);
        ROW("11.11 none is queued to a thread that has ended", gone == 0);
        CloseHandle(one.self);
        CloseHandle(one.ready);
}

static int completions;
static DWORD stamp[2];

static VOID CALLBACK complete(LPVOID argument, DWORD low, DWORD high)
{
        completions += argument == &completions;
        stamp[0] = low;
        stamp[1] = high;
}

static void completion_routines(void)
{
        HANDLE one = timer(FALSE, NULL);
        LARGE_INTEGER due;
        ULARGE_INTEGER told;
        ULARGE_INTEGER now;
        FILETIME clock;
        int before;

        due.QuadPart = -100000;
        SetWaitableTimer(one, &due, 0, complete, &completions, FALSE);
        ROW("15.1 a completion routine is not called in a plain wait",
            WaitForSingleObject(one, 2000) == 0 && !completions);
        ROW("15.1 but in an alertable one",
            SleepEx(2000, TRUE) == WAIT_IO_COMPLETION && completions == 1);
        GetSystemTimeAsFileTime(&clock);
        now.LowPart = clock.dwLowDateTime;
        now.HighPart = clock.dwHighDateTime;
        told.LowPart = stamp[0];
        told.HighPart = stamp[1];
        ROW_OR_WINE("15.1 with the time", now.QuadPart - told.QuadPart < 20000000, TRUE);
        SetWaitableTimer(one, &due, 10, complete, &completions, FALSE);
        for (int at = 0; at < 3; at++)
                SleepEx(2000, TRUE);
        ROW("15.1 of a period, each time", completions >= 4); /* more, on a slow machine */
        CancelWaitableTimer(one);
        SleepEx(0, TRUE);
        before = completions;
        ROW("15.1 cancelled, no more", SleepEx(30, TRUE) == 0 && completions == before);
        due.QuadPart = -500000;
        SetWaitableTimer(one, &due, 0, complete, &completions, FALSE);
        SetWaitableTimer(one, &due, 0, NULL, NULL, FALSE);
        ROW("15.1 set anew without one, none", SleepEx(100, TRUE) == 0 && completions == before);
        SetWaitableTimer(one, &due, 0, complete, &completions, FALSE);
        CloseHandle(one);
        ROW("15.1 closed, none", SleepEx(100, TRUE) == 0 && completions == before);
}

static void signal_and_wait(void)
{
        HANDLE automatic = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE set = CreateEventA(NULL, TRUE, TRUE, NULL);
        HANDLE clear = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE semaphore = CreateSemaphoreA(NULL, 0, 1, NULL);
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE section = memory_section(NULL, 4096);
        HANDLE not_to_wait = CreateSemaphoreExA(NULL, 1, 1, NULL, 0, SEMAPHORE_MODIFY_STATE);
        int passes = 0;

        ROW("11.9 nothing to signal",
            WAIT_FAILS(SignalObjectAndWait(NULL, set, 0, FALSE), ERROR_INVALID_HANDLE));
        ROW("11.9 nothing to signal, no right to wait: 6",
            WAIT_FAILS(SignalObjectAndWait(NULL, not_to_wait, 0, FALSE), ERROR_INVALID_HANDLE));
        ROW("11.9 no right to wait: 5",
            WAIT_FAILS(SignalObjectAndWait(automatic, not_to_wait, 0, FALSE), ERROR_ACCESS_DENIED));
        ROW("11.9 nothing to wait for",
            WAIT_FAILS(SignalObjectAndWait(automatic, NULL, 0, FALSE), ERROR_INVALID_HANDLE));
        ROW("11.9 then nothing is signalled", look(automatic) == WAIT_TIMEOUT);
        ROW("11.9 it signals, and waits", WAITS(SignalObjectAndWait(automatic, set, 0, FALSE), 0));
        ROW("11.9 it is signalled", look(automatic) == WAIT_OBJECT_0);
        for (int at = 0; at < 1000; at++)
                passes += SignalObjectAndWait(automatic, automatic, 0, FALSE) == WAIT_OBJECT_0;
        ROW("11.9 an event for itself", passes == 1000 && look(automatic) == WAIT_TIMEOUT);
        ROW("11.9 the time-out",
            WAITS(SignalObjectAndWait(automatic, clear, 10, FALSE), WAIT_TIMEOUT));
        ROW("15.2 after it the signal stands", look(automatic) == WAIT_OBJECT_0);
        ROW("11.9 a semaphore", SignalObjectAndWait(semaphore, clear, 0, FALSE) == WAIT_TIMEOUT &&
                                        look(semaphore) == 0);
        ROW("11.9 a semaphore for itself",
            SignalObjectAndWait(semaphore, semaphore, 0, FALSE) == 0);
        ReleaseSemaphore(semaphore, 1, NULL);
        ROW("15.2 a full semaphore",
            WAIT_FAILS(SignalObjectAndWait(semaphore, set, 0, FALSE), ERROR_TOO_MANY_POSTS));
        ROW("15.2 a mutex that is not owned",
            WAIT_FAILS(SignalObjectAndWait(mutex, set, 0, FALSE), ERROR_NOT_OWNER));
        WaitForSingleObject(mutex, 0);
        ROW("11.9 a mutex", SignalObjectAndWait(mutex, set, 0, FALSE) == 0 &&
                                    FAILS(ReleaseMutex(mutex), ERROR_NOT_OWNER));
        ROW("11.9 a mapping is not signalled",
            WAIT_FAILS(SignalObjectAndWait(section, set, 0, FALSE), ERROR_INVALID_HANDLE));
        CloseHandle(automatic);
        CloseHandle(set);
        CloseHandle(clear);
        CloseHandle(semaphore);
        CloseHandle(mutex);
        CloseHandle(section);
        CloseHandle(not_to_wait);
}

void rules_timers(void)
{
        names();
        same_objects();
        rights();
        states();
        releases_waiters();
        queued_calls();
        calls_of_others();
        completion_routines();
        signal_and_wait();
}
