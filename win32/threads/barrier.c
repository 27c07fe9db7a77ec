/* SPDX-License-Identifier: MIT */
/* barrier.c — synchronization barriers.
 *
 * What it is. Windows' own structure. Reserved1: how many are still to come.
 * Reserved2: how many take part. Reserved3[0]: the round, on which those who came
 * sleep. Reserved4: how many are inside, of those that may find the barrier deleted
 * when they leave; DeleteSynchronizationBarrier sleeps on it until none is.
 *
 * Who enters with NO_DELETE says that the barrier stays, and is not counted.
 */
#include "futex.h"

#define FLAGS                                                                                      \
  (SYNCHRONIZATION_BARRIER_FLAGS_SPIN_ONLY | SYNCHRONIZATION_BARRIER_FLAGS_BLOCK_ONLY |            \
   SYNCHRONIZATION_BARRIER_FLAGS_NO_DELETE)

BOOL InitializeSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier, LONG count, LONG spins)
{
        if (!barrier || count <= 0 || spins < -1)
                return mww_fail(ERROR_INVALID_PARAMETER);
        memset(barrier, 0, sizeof *barrier);
        barrier->Reserved1 = (DWORD) count;
        barrier->Reserved2 = (DWORD) count;
        return TRUE;
}

/* TRUE to the last who comes; the others are told when he has. */
static BOOL meet(LPSYNCHRONIZATION_BARRIER barrier)
{
        uint32_t *round_word = mww_word_of(&barrier->Reserved3[0]);
        uint32_t round = __atomic_load_n(round_word, __ATOMIC_SEQ_CST);

        if (__atomic_sub_fetch(&barrier->Reserved1, 1, __ATOMIC_SEQ_CST) > 0) {
                while (__atomic_load_n(round_word, __ATOMIC_SEQ_CST) == round)
                        mww_futex_wait(round_word, round, MW_NEVER, MWW_EVERYBODY);
                return FALSE;
        }
        __atomic_store_n(&barrier->Reserved1, barrier->Reserved2, __ATOMIC_SEQ_CST);
        __atomic_add_fetch(round_word, 1, __ATOMIC_SEQ_CST);
        mww_futex_wake(round_word, INT_MAX, MWW_EVERYBODY);
        return TRUE;
}

BOOL EnterSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier, DWORD flags)
{
        uint32_t *inside = (uint32_t *) &barrier->Reserved4;
        BOOL is_last;

        if (flags & ~(DWORD) FLAGS)
                RaiseException(STATUS_INVALID_PARAMETER, EXCEPTION_NONCONTINUABLE, 0, NULL);
        if (flags & SYNCHRONIZATION_BARRIER_FLAGS_NO_DELETE)
                return meet(barrier);
        __atomic_add_fetch(inside, 1, __ATOMIC_SEQ_CST);
        is_last = meet(barrier);
        /* After this the memory may be gone; a wake by its address harms nobody. */
        if (__atomic_sub_fetch(inside, 1, __ATOMIC_SEQ_CST) == 0)
                mww_futex_wake(inside, INT_MAX, MWW_EVERYBODY);
        return is_last;
}

BOOL DeleteSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier)
{
        const uint32_t *inside = (const uint32_t *) &barrier->Reserved4;
        uint32_t seen;

        while ((seen = __atomic_load_n(inside, __ATOMIC_SEQ_CST)) != 0)
                mww_futex_wait(inside, seen, MW_NEVER, MWW_EVERYBODY);
        return TRUE;
}
