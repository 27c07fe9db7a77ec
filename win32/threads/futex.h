/* SPDX-License-Identifier: MIT */
/* futex.h — the kernel's sleep on a word, for locks of one process.
 *
 * A critical section, a lock or a condition variable of Windows is memory that
 * the program owns, as large as Windows says; all that fits in is a word. So
 * these locks are built on the kernel's private futex directly. What processes
 * share (events, mutexes ...) is mapwire's, not here.
 */
#ifndef MWW_FUTEX_H
#define MWW_FUTEX_H

#include "internal.h"

#include <errno.h>
#include <linux/futex.h>
#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MWW_EVERYBODY FUTEX_BITSET_MATCH_ANY

/* The 32 bits of a pointer-sized field that a futex can sleep on: its low ones. */
static inline uint32_t *mww_word_of(void *field)
{
        return (uint32_t *) field + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ && sizeof(void *) == 8);
}

/* address.c: the same for words that lie across, as in a packed structure. The kernel
 * refuses those, Windows does not. */
bool mww_across_wait(const uint32_t *word, uint32_t expected, int64_t deadline_ns, uint32_t class);
int mww_across_wake(const uint32_t *word, int count, uint32_t classes);

static inline bool mww_lies_across(const uint32_t *word)
{
        return (uintptr_t) word % sizeof *word != 0;
}

/* Sleeps while *word is expected, as one of class; false: the deadline passed. */
static inline bool mww_futex_wait(const uint32_t *word, uint32_t expected, int64_t deadline_ns,
                                  uint32_t class)
{
        /* This call takes two longs, also where time_t has 64 bits and long 32. */
        long at[2] = { (long) (deadline_ns / 1000000000), (long) (deadline_ns % 1000000000) };
        int kept = errno; /* programs look at errno after our calls as little as on Windows */
        bool is_late;
        long r;

        if (mww_lies_across(word))
                return mww_across_wait(word, expected, deadline_ns, class);
        r = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected,
                    deadline_ns == MW_NEVER ? NULL : at, NULL, class);
        is_late = r < 0 && errno == ETIMEDOUT;
        errno = kept;
        return !is_late;
}

/* Wakes up to count sleepers of these classes; how many. */
static inline int mww_futex_wake(const uint32_t *word, int count, uint32_t classes)
{
        int kept = errno;
        long woken;

        if (mww_lies_across(word))
                return mww_across_wake(word, count, classes);
        woken = syscall(SYS_futex, word, FUTEX_WAKE_BITSET_PRIVATE, count, NULL, NULL, classes);
        errno = kept;
        return woken > 0 ? (int) woken : 0;
}

#endif
