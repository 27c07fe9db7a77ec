/* SPDX-License-Identifier: MIT */
/* srw.c — slim reader/writer locks.
 *
 * What it is. One word: how many readers hold the lock, or that a writer does,
 * and whether readers or writers sleep for it. Zero is free, so SRWLOCK_INIT
 * and zeroed memory are locks.
 *
 *      31..3 readers   2 READERS_WAIT   1 WRITERS_WAIT   0 WRITER
 *
 * Held by a writer with nobody waiting it is 1, as on Windows, where programs look.
 *
 * The invariant. WRITER is set only with 0 readers. A waiter sets its bit
 * before it sleeps, on the word with that bit; so whoever frees the lock sees
 * the bit, or the word has changed and the waiter looks again.
 *
 * While writers wait, no new reader comes in: a stream of readers can't keep
 * them out for ever. Who frees the lock wakes one writer, or, with none asleep,
 * all readers. As on Windows the lock is not recursive and knows no owner.
 */
#include "futex.h"

#define WRITER       1u
#define WRITERS_WAIT 2u
#define READERS_WAIT 4u
#define READER       8u /* one of them */
#define READERS      (~(READER - 1))
#define WAITERS      (WRITERS_WAIT | READERS_WAIT)

enum { CLASS_READER = 1, CLASS_WRITER = 2 };

static bool change(uint32_t *word, uint32_t *inout_seen, uint32_t wanted)
{
        return __atomic_compare_exchange_n(word, inout_seen, wanted, false, __ATOMIC_SEQ_CST,
                                           __ATOMIC_RELAXED);
}

static uint32_t look(const uint32_t *word)
{
        return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static bool admits_reader(uint32_t seen)
{
        return !(seen & (WRITER | WRITERS_WAIT));
}

static bool admits_writer(uint32_t seen)
{
        return !(seen & (WRITER | READERS));
}

/* Takes the lock (held is what that adds to the word), or sleeps under bit. */
static void acquire(uint32_t *word, bool (*admits)(uint32_t), uint32_t held, uint32_t bit,
                    uint32_t class)
{
        uint32_t seen = look(word);

        for (;;) {
                if (admits(seen)) {
                        if (change(word, &seen, seen + held))
                                return;
                } else if ((seen & bit) || change(word, &seen, seen | bit)) {
                        mww_futex_wait(word, seen | bit, MW_NEVER, class);
                        seen = look(word);
                }
        }
}

static bool try(uint32_t *word, bool (*admits)(uint32_t), uint32_t held)
{
        uint32_t seen = look(word);

        while (admits(seen))
                if (change(word, &seen, seen + held))
                        return true;
        return false;
}

/* The word says that nobody holds the lock and somebody waited. */
static void wake(uint32_t *word)
{
        uint32_t seen = look(word);

        while ((seen & WAITERS) && admits_writer(seen)) {
                uint32_t left = seen & WRITERS_WAIT ? seen & ~WRITERS_WAIT : 0;

                /* The bit stays while writers sleep: a second one may. */
                if ((seen & WRITERS_WAIT) && mww_futex_wake(word, 1, CLASS_WRITER) > 0)
                        return;
                if (!change(word, &seen, left))
                        continue; /* taken meanwhile: its holder wakes; or more wait */
                if (!left && (seen & READERS_WAIT)) {
                        mww_futex_wake(word, INT_MAX, CLASS_READER);
                        return;
                }
                seen = left;
        }
}

/* Who gives a lock back the other way than it was taken frees it all the same, as on
 * Windows: programs sleep with CONDITION_VARIABLE_LOCKMODE_SHARED on what a writer holds. */
static void release(uint32_t *word)
{
        uint32_t held = look(word) & WRITER ? WRITER : READER;
        uint32_t left = __atomic_sub_fetch(word, held, __ATOMIC_SEQ_CST);

        if ((left & WAITERS) && admits_writer(left))
                wake(word);
}

void InitializeSRWLock(PSRWLOCK lock)
{
        lock->Ptr = NULL;
}

void AcquireSRWLockExclusive(PSRWLOCK lock)
{
        acquire(mww_word_of(lock), admits_writer, WRITER, WRITERS_WAIT, CLASS_WRITER);
}

void AcquireSRWLockShared(PSRWLOCK lock)
{
        acquire(mww_word_of(lock), admits_reader, READER, READERS_WAIT, CLASS_READER);
}

BOOLEAN TryAcquireSRWLockExclusive(PSRWLOCK lock)
{
        return try(mww_word_of(lock), admits_writer, WRITER);
}

BOOLEAN TryAcquireSRWLockShared(PSRWLOCK lock)
{
        return try(mww_word_of(lock), admits_reader, READER);
}

void ReleaseSRWLockExclusive(PSRWLOCK lock)
{
        release(mww_word_of(lock));
}

void ReleaseSRWLockShared(PSRWLOCK lock)
{
        release(mww_word_of(lock));
}
