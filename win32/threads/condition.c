/* SPDX-License-Identifier: MIT */
/* condition.c — condition variables, with critical sections and SRW locks.
 *
 * What it is. One word: a count of wakes, and in its lowest bit whether anybody
 * may be asleep. A sleeper sets the bit, gives the lock back and sleeps while
 * the word is as it left it. A wake changes the count first, so a sleeper that
 * was not asleep yet does not go to sleep; with the bit clear it does nothing.
 *
 * Only a wake of all clears the bit. (A wake of one can't: another sleeper may
 * have come between its look and its change, and would be forgotten.)
 *
 * As on Windows, a sleep may end without a wake.
 */
#include "futex.h"

#define SLEEPERS 1u
#define ONE_WAKE 2u

static BOOL sleep_on(PCONDITION_VARIABLE condition, DWORD milliseconds, void (*leave)(void *),
                     void (*enter)(void *), void *lock)
{
        uint32_t *word = mww_word_of(condition);
        int64_t deadline_ns = mww_deadline_ns(milliseconds);
        uint32_t seen = __atomic_or_fetch(word, SLEEPERS, __ATOMIC_SEQ_CST);
        bool in_time;

        leave(lock);
        in_time = mww_futex_wait(word, seen, deadline_ns, MWW_EVERYBODY);
        enter(lock);
        return in_time ? TRUE : mww_fail(ERROR_TIMEOUT);
}

static void leave_section(void *section)
{
        LeaveCriticalSection(section);
}

static void enter_section(void *section)
{
        EnterCriticalSection(section);
}

static void leave_exclusive(void *lock)
{
        ReleaseSRWLockExclusive(lock);
}

static void enter_exclusive(void *lock)
{
        AcquireSRWLockExclusive(lock);
}

static void leave_shared(void *lock)
{
        ReleaseSRWLockShared(lock);
}

static void enter_shared(void *lock)
{
        AcquireSRWLockShared(lock);
}

void InitializeConditionVariable(PCONDITION_VARIABLE condition)
{
        condition->Ptr = NULL;
}

BOOL SleepConditionVariableCS(PCONDITION_VARIABLE condition, PCRITICAL_SECTION section,
                              DWORD milliseconds)
{
        return sleep_on(condition, milliseconds, leave_section, enter_section, section);
}

BOOL SleepConditionVariableSRW(PCONDITION_VARIABLE condition, PSRWLOCK lock, DWORD milliseconds,
                               ULONG flags)
{
        if (flags & ~(ULONG) CONDITION_VARIABLE_LOCKMODE_SHARED)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (flags & CONDITION_VARIABLE_LOCKMODE_SHARED)
                return sleep_on(condition, milliseconds, leave_shared, enter_shared, lock);
        return sleep_on(condition, milliseconds, leave_exclusive, enter_exclusive, lock);
}

void WakeConditionVariable(PCONDITION_VARIABLE condition)
{
        uint32_t *word = mww_word_of(condition);

        if (!(__atomic_load_n(word, __ATOMIC_SEQ_CST) & SLEEPERS))
                return;
        __atomic_fetch_add(word, ONE_WAKE, __ATOMIC_SEQ_CST);
        mww_futex_wake(word, 1, MWW_EVERYBODY);
}

void WakeAllConditionVariable(PCONDITION_VARIABLE condition)
{
        uint32_t *word = mww_word_of(condition);
        uint32_t seen = __atomic_load_n(word, __ATOMIC_SEQ_CST);

        while (seen & SLEEPERS) {
                if (!__atomic_compare_exchange_n(word, &seen, (seen + ONE_WAKE) & ~SLEEPERS, false,
                                                 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
                        continue;
                mww_futex_wake(word, INT_MAX, MWW_EVERYBODY);
                return;
        }
}
