/* SPDX-License-Identifier: MIT */
/* rules_events.c — section 10: events. */
#include "support.h"

enum { WAITERS = 3 };

static void start_waiters(waiter *waiters, HANDLE event)
{
        for (int at = 0; at < WAITERS; at++)
                waiter_start(&waiters[at], event, 30000);
        settle();
}

/* Lets those go who still wait, and takes all down. */
static void end_waiters(waiter *waiters, HANDLE event)
{
        while (waiters_done(waiters, WAITERS) < WAITERS) {
                SetEvent(event);
                Sleep(1);
        }
        for (int at = 0; at < WAITERS; at++)
                waiter_join(&waiters[at]);
}

/* So many have gone within 5 s, and no more within a while. */
static int released(waiter *waiters, int count)
{
        for (int tries = 0; waiters_done(waiters, WAITERS) < count && tries < 500; tries++)
                Sleep(10);
        settle();
        return waiters_done(waiters, WAITERS) == count;
}

static void creation(void)
{
        const char *name = unique("event");
        HANDLE event;
        HANDLE again;

        SetLastError(MARK);
        event = CreateEventA(NULL, 42, 42, name);
        ROW("10.1 a new event sets 0", event && GetLastError() == 0);
        ROW("10.1 42 is TRUE: initially set", WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        ROW("10.1 42 is TRUE: manual", WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        ROW("10.1 an existing one sets 183",
            SETS(again = CreateEventA(NULL, FALSE, FALSE, name), 183));
        ROW("10.1 initial state is ignored", WaitForSingleObject(again, 0) == WAIT_OBJECT_0);
        ROW("10.1 manual is ignored", WaitForSingleObject(again, 0) == WAIT_OBJECT_0);
        ROW("10.1 the handle has all rights", LEAVES(ResetEvent(again)));
        CloseHandle(again);
        ROW("10.2 Open of a missing one: 2",
            REFUSED(OpenEventA(SYNCHRONIZE, FALSE, unique("none")), 2));
        again = OpenEventA(SYNCHRONIZE, FALSE, name);
        ROW("10.2 SYNCHRONIZE alone: SetEvent 5", FAILS(SetEvent(again), 5));
        ROW("10.2 SYNCHRONIZE alone: ResetEvent 5", FAILS(ResetEvent(again), 5));
        ROW("10.2 SYNCHRONIZE alone: PulseEvent 5", FAILS(PulseEvent(again), 5));
        ROW("10.2 SYNCHRONIZE alone: it waits", WAITS(WaitForSingleObject(again, 0), WAIT_TIMEOUT));
        CloseHandle(again);
        again = OpenEventA(EVENT_MODIFY_STATE, FALSE, name);
        ROW("10.2 MODIFY_STATE alone: no wait, 5", WAIT_FAILS(WaitForSingleObject(again, 0), 5));
        ROW("10.2 MODIFY_STATE alone: SetEvent", LEAVES(SetEvent(again)));
        CloseHandle(again);
        again = OpenEventA(GENERIC_EXECUTE, FALSE, name);
        ROW("10.2 GENERIC_EXECUTE waits", WAITS(WaitForSingleObject(again, 0), 0));
        ROW("10.2 GENERIC_EXECUTE does not set: 5", FAILS(SetEvent(again), 5));
        CloseHandle(again);
        again = OpenEventA(GENERIC_WRITE, FALSE, name);
        ROW("10.2 GENERIC_WRITE sets", LEAVES(SetEvent(again)));
        CloseHandle(again);
        ROW_OR_WINE("13.5 OpenEvent with no access: 5", REFUSED(OpenEventA(0, FALSE, name), 5), 1);
        CloseHandle(event);
}

static void extended(void)
{
        HANDLE event = CreateEventExA(NULL, NULL, CREATE_EVENT_MANUAL_RESET, EVENT_ALL_ACCESS);
        HANDLE set;

        ROW("10.8 flag 1 is manual",
            SetEvent(event) && !WaitForSingleObject(event, 0) && !WaitForSingleObject(event, 0));
        CloseHandle(event);
        set = CreateEventExA(NULL, NULL, CREATE_EVENT_INITIAL_SET, EVENT_ALL_ACCESS);
        ROW("10.8 flag 2 is set", !WaitForSingleObject(set, 0));
        ROW("10.8 without flag 1 it is auto-reset", WaitForSingleObject(set, 0) == WAIT_TIMEOUT);
        CloseHandle(set);
        event = CreateEventExA(NULL, NULL, CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET,
                               EVENT_MODIFY_STATE);
        ROW("10.8 with MODIFY_STATE alone no wait: 5",
            WAIT_FAILS(WaitForSingleObject(event, 0), 5) && LEAVES(ResetEvent(event)));
        CloseHandle(event);
        event = CreateEventExA(NULL, NULL, 0, SYNCHRONIZE);
        ROW("10.8 with SYNCHRONIZE alone SetEvent: 5", FAILS(SetEvent(event), 5));
        CloseHandle(event);
        ROW_OR_WINE("10.1 a flag that isn't known: 87",
                    REFUSED(CreateEventExA(NULL, NULL, 4, EVENT_ALL_ACCESS), 87), 1);
        ROW_OR_WINE("10.1 nor beside those that are: 87",
                    REFUSED(CreateEventExW(NULL, NULL, 0x80000003, EVENT_ALL_ACCESS), 87), 1);
}

static void states(void)
{
        HANDLE manual = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE automatic = CreateEventA(NULL, FALSE, FALSE, NULL);

        ROW("10.3 a new event is not signalled",
            WAITS(WaitForSingleObject(manual, 0), WAIT_TIMEOUT));
        ROW("1.12 SetEvent leaves the last error", LEAVES(SetEvent(manual)));
        ROW("10.4 SetEvent twice", LEAVES(SetEvent(manual)));
        ROW("10.3 manual stays set",
            !WaitForSingleObject(manual, 0) && !WaitForSingleObject(manual, 0));
        ROW("10.4 ResetEvent",
            LEAVES(ResetEvent(manual)) && WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);
        ROW("10.4 ResetEvent of a reset one", LEAVES(ResetEvent(manual)));
        ROW("10.3 auto: set stays until one wait takes it",
            SetEvent(automatic) && !WaitForSingleObject(automatic, 0));
        ROW("10.3 auto: then it is reset", WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        SetEvent(automatic);
        SetEvent(automatic);
        ROW("10.3 auto: Set,Set without a waiter counts once",
            !WaitForSingleObject(automatic, 0) &&
                    WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        SetEvent(automatic);
        ROW("10.4 auto: ResetEvent takes it back",
            ResetEvent(automatic) && WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        SetEvent(manual);
        ROW("0.3 PulseEvent without a waiter", LEAVES(PulseEvent(manual)));
        ROW("0.3 leaves a manual event reset", WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);
        SetEvent(automatic);
        ROW("0.3 and an auto-reset one",
            PulseEvent(automatic) && WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        ROW("0.3 a lost pulse is lost",
            PulseEvent(manual) && WaitForSingleObject(manual, 20) == WAIT_TIMEOUT);
        CloseHandle(manual);
        CloseHandle(automatic);
}

static void bad_handles(void)
{
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE semaphore = CreateSemaphoreA(NULL, 1, 1, NULL);

        ROW("10.6 SetEvent(NULL): 6", FAILS(SetEvent(NULL), 6));
        ROW("10.6 ResetEvent(NULL): 6", FAILS(ResetEvent(NULL), 6));
        ROW("10.6 PulseEvent(NULL): 6", FAILS(PulseEvent(NULL), 6));
        ROW("10.6 SetEvent(mutex): 6", FAILS(SetEvent(mutex), 6));
        ROW("10.6 ResetEvent(mutex): 6", FAILS(ResetEvent(mutex), 6));
        ROW("10.6 PulseEvent(semaphore): 6", FAILS(PulseEvent(semaphore), 6));
        ROW("10.6 SetEvent(semaphore): 6", FAILS(SetEvent(semaphore), 6));
        ROW("10.6 PulseEvent(mutex): 6", FAILS(PulseEvent(mutex), 6));
        ROW("10.6 and the semaphore has its unit",
            WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
        ROW("10.6 SetEvent(INVALID_HANDLE_VALUE): 6", FAILS(SetEvent(INVALID_HANDLE_VALUE), 6));
        CloseHandle(mutex);
        CloseHandle(semaphore);
}

static void wakes(void)
{
        HANDLE manual = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE automatic = CreateEventA(NULL, FALSE, FALSE, NULL);
        waiter waiters[WAITERS];

        start_waiters(waiters, manual);
        SetEvent(manual);
        ROW("10.3 manual: Set releases all 3 waiters", released(waiters, 3));
        end_waiters(waiters, manual);
        ResetEvent(manual);

        start_waiters(waiters, automatic);
        SetEvent(automatic);
        ROW("10.3 auto: Set releases exactly one of 3 waiters", released(waiters, 1));
        ROW("10.3 auto: and is reset", WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        end_waiters(waiters, automatic);
        ResetEvent(automatic);

        start_waiters(waiters, automatic);
        SetEvent(automatic);
        SetEvent(automatic);
        ROW("10.3 auto: Set,Set with 3 waiters releases 2", released(waiters, 2));
        end_waiters(waiters, automatic);
        ResetEvent(automatic);

        start_waiters(waiters, manual);
        PulseEvent(manual);
        ROW("10.5 manual: Pulse releases all 3 waiters", released(waiters, 3));
        ROW("10.5 manual: and is reset", WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);
        end_waiters(waiters, manual);
        ResetEvent(manual);

        start_waiters(waiters, automatic);
        PulseEvent(automatic);
        ROW("10.5 auto: Pulse releases one of 3 waiters", released(waiters, 1));
        ROW("10.5 auto: and is reset", WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        end_waiters(waiters, automatic);
        CloseHandle(manual);
        CloseHandle(automatic);
}

static void set_and_reset(void)
{
        HANDLE manual = CreateEventA(NULL, TRUE, FALSE, NULL);
        waiter waiters[WAITERS];
        int all = 1;

        for (int round = 0; round < 8; round++) {
                start_waiters(waiters, manual);
                SetEvent(manual);
                ResetEvent(manual);
                for (int tries = 0; waiters_done(waiters, WAITERS) < WAITERS && tries < 300;
                     tries++)
                        Sleep(10);
                all = all && waiters_done(waiters, WAITERS) == WAITERS;
                end_waiters(waiters, manual);
                ResetEvent(manual);
        }
        ROW("0.2 SetEvent, ResetEvent at once releases all who waited, 8 of 8 times", all);
        CloseHandle(manual);
}

/* 10.5: a pulse reaches a wait for all only if the others are signalled. */
static void pulse_and_all(void)
{
        HANDLE pulsed = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE other = CreateEventA(NULL, FALSE, FALSE, NULL);
        waiter one;

        waiter_start_two(&one, pulsed, other, TRUE, 30000);
        settle();
        PulseEvent(pulsed);
        settle();
        ROW("10.5 a pulse leaves a wait for all whose rest is not signalled",
            !waiter_is_done(&one));
        SetEvent(other);
        settle();
        ROW("10.5 nor is it remembered", !waiter_is_done(&one));
        ROW("0.4 the other object was not taken meanwhile",
            WaitForSingleObject(other, 0) == WAIT_OBJECT_0);
        SetEvent(other);
        SetEvent(pulsed);
        waiter_join(&one);
        ROW("11.5 once both are set it has them", one.result == WAIT_OBJECT_0);
        CloseHandle(pulsed);
        CloseHandle(other);
}

/* Lets the waiter go, if it still waits. */
static void end_all(waiter *all, HANDLE first, HANDLE second)
{
        for (int tries = 0; !waiter_is_done(all) && tries < 500; tries++) {
                SetEvent(first);
                SetEvent(second);
                Sleep(10);
        }
        waiter_join(all);
        ResetEvent(first);
        ResetEvent(second);
}

static int is_released(waiter *all)
{
        for (int tries = 0; !waiter_is_done(all) && tries < 500; tries++)
                Sleep(10);
        return waiter_is_done(all) && all->result == WAIT_OBJECT_0;
}

/* 10.5: where all the others are signalled, a pulse satisfies a wait for all. */
static void pulse_completes_all(void)
{
        HANDLE pulsed = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE manual = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE set = CreateEventA(NULL, FALSE, TRUE, NULL);
        HANDLE semaphore = CreateSemaphoreA(NULL, 1, 1, NULL);
        waiter all;

        waiter_start_two(&all, pulsed, set, TRUE, 30000);
        settle();
        PulseEvent(pulsed);
        ROW("10.5 a pulse completes a wait for all whose rest is signalled", is_released(&all));
        ROW("10.5 which takes the others, too", WaitForSingleObject(set, 0) == WAIT_TIMEOUT);
        end_all(&all, pulsed, set);
        waiter_start_two(&all, semaphore, manual, TRUE, 30000);
        settle();
        PulseEvent(manual);
        ROW("10.5 so does one of a manual event, beside a semaphore",
            is_released(&all) && WaitForSingleObject(semaphore, 0) == WAIT_TIMEOUT);
        ROW("10.5 and the event is not set", WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);
        end_all(&all, manual, manual);
        SetEvent(set);
        waiter_start_two(&all, manual, set, TRUE, 30000);
        settle();
        SetEvent(manual);
        ResetEvent(manual);
        ROW("10.3 and SetEvent, ResetEvent at once", is_released(&all));
        end_all(&all, manual, set);
        CloseHandle(pulsed);
        CloseHandle(manual);
        CloseHandle(set);
        CloseHandle(semaphore);
}

/* 10.5: at that instant, not a moment later. */
static void pulse_in_a_lock(void)
{
        HANDLE pulsed = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE other = CreateEventA(NULL, TRUE, TRUE, NULL);
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        waiter all;
        int early;

        waiter_start_two(&all, mutex, pulsed, TRUE, 30000);
        for (int round = 0; round < 10; round++) {
                settle();
                WaitForSingleObject(mutex, INFINITE);
                PulseEvent(pulsed);
                ReleaseMutex(mutex);
        }
        settle();
        early = waiter_is_done(&all);
        ROW("10.5 a pulse while its mutex is locked does not complete a wait for all", !early);
        PulseEvent(pulsed);
        ROW("10.5 one while it is free does", is_released(&all));
        end_all(&all, pulsed, pulsed);
        waiter_start_two(&all, pulsed, other, TRUE, 30000);
        settle();
        ResetEvent(other);
        PulseEvent(pulsed);
        SetEvent(other);
        settle();
        ROW("10.5 nor does one while another event is reset for a moment", !waiter_is_done(&all));
        end_all(&all, pulsed, other);
        CloseHandle(pulsed);
        CloseHandle(other);
        CloseHandle(mutex);
}

/* 10.5: it passes by who can't be satisfied, and reaches who can. */
static void pulse_passes_by(void)
{
        HANDLE pulsed = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE unset = CreateEventA(NULL, FALSE, FALSE, NULL);
        waiter any;
        waiter poor;

        waiter_start_two(&poor, pulsed, unset, TRUE, 30000);
        settle();
        waiter_start_two(&any, unset, pulsed, FALSE, 30000);
        settle();
        PulseEvent(pulsed);
        settle();
        ROW("10.5 auto: a pulse passes by a wait for all that it can't satisfy",
            !waiter_is_done(&poor));
        ROW("10.5 auto: and releases one that it can",
            waiter_is_done(&any) && any.result == WAIT_OBJECT_0 + 1);
        for (int tries = 0; !waiter_is_done(&poor) && tries < 500; tries++) {
                SetEvent(unset);
                SetEvent(pulsed);
                Sleep(10);
        }
        waiter_join(&poor);
        waiter_join(&any);
        CloseHandle(pulsed);
        CloseHandle(unset);
}

/* 10.7: the order is nobody's to rely on; but nobody is passed by for ever, or twice served. */
static void each_in_turn(void)
{
        HANDLE automatic = CreateEventA(NULL, FALSE, FALSE, NULL);
        waiter waiters[WAITERS];
        int one_each = 1;

        start_waiters(waiters, automatic);
        for (int set = 1; set <= WAITERS; set++) {
                SetEvent(automatic);
                one_each = released(waiters, set) && one_each;
        }
        ROW("10.7 in whatever order, each set releases one more waiter, to the last", one_each);
        end_waiters(waiters, automatic);
        ROW("10.7 and nothing is left over", WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
        CloseHandle(automatic);
}

void rules_events(void)
{
        creation();
        extended();
        states();
        bad_handles();
        wakes();
        set_and_reset();
        pulse_and_all();
        pulse_completes_all();
        pulse_in_a_lock();
        pulse_passes_by();
        each_in_turn();
}
