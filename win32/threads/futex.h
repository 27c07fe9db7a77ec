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

/* Sleeps while *word is expected, as one of class; false: the deadline passed. */
static inline bool mww_futex_wait(const uint32_t *word, uint32_t expected, int64_t deadline_ns,
                                  uint32_t class)
{
        /* This call takes two longs, also where time_t has 64 bits and long 32. */
        long at[2] = { (long) (deadline_ns / 1000000000), (long) (deadline_ns % 1000000000) };
        int kept = errno; /* programs look at errno after our calls as little as on Windows */
        long r = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected,
                         deadline_ns == MW_NEVER ? NULL : at, NULL, class);
        bool is_late = r < 0 && errno == ETIMEDOUT;

        errno = kept;
        return !is_late;
}

/* Wakes up to count sleepers of these classes; how many. */
static inline int mww_futex_wake(const uint32_t *word, int count, uint32_t classes)
{
        int kept = errno;
        long woken =
                syscall(SYS_futex, word, FUTEX_WAKE_BITSET_PRIVATE, count, NULL, NULL, classes);

        errno = kept;
        return woken > 0 ? (int) woken : 0;
}

#endif
