/* SPDX-License-Identifier: MIT */
/* futex.c — sleeping on words of shared memory.
 *
 * The one call that everything rests on is mwi_os_flush(): FUTEX_WAKE_OP with
 * the same address twice clears bits of the word and wakes its sleepers under
 * the kernel's own lock, so no death and no other thread gets in between.
 */
#include <limits.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "layout.h"
#include "os/linux/system.h"

#ifndef SYS_futex_waitv
#  define SYS_futex_waitv 449
#endif

static long futex(_Atomic uint32_t *word, int operation, uint32_t value, const void *timeout,
                  _Atomic uint32_t *other, uint32_t value3)
{
        return syscall(SYS_futex, word, operation, value, timeout, other, value3);
}

/* The call's own time structure, of two longs, whatever size libc's time_t has. With 32
 * bits it ends 68 years after the machine's start. */
struct futex_time {
        long seconds, nanoseconds;
};

static const struct futex_time *to_futex_time(int64_t deadline_ns, struct futex_time *out)
{
        int64_t seconds = deadline_ns / 1000000000;

        if (deadline_ns == MW_NEVER)
                return NULL;
        out->seconds = seconds > LONG_MAX ? LONG_MAX : (long) seconds;
        out->nanoseconds = (long) (deadline_ns % 1000000000);
        return out;
}

int mwi_os_sleep(const struct mwi_word *word, int64_t deadline_ns)
{
        struct futex_time at;

        return futex(word->word, FUTEX_WAIT_BITSET, word->value, to_futex_time(deadline_ns, &at),
                     NULL, FUTEX_BITSET_MATCH_ANY) == 0 ||
               errno != ETIMEDOUT;
}

int mwi_os_sleep_many(const struct mwi_word *words, uint32_t count, int64_t deadline_ns)
{
        struct futex_waitv entries[MWI_SLEEP_WORDS];
        /* the kernel's own time structure, of 64 bits on every architecture */
        struct {
                int64_t seconds, nanoseconds;
        } at = { deadline_ns / 1000000000, deadline_ns % 1000000000 };

        for (uint32_t i = 0; i < count; i++)
                entries[i] = (struct futex_waitv){
                        .uaddr = (uintptr_t) words[i].word,
                        .val = words[i].value,
                        .flags = FUTEX_32,
                };
        return (int) syscall(SYS_futex_waitv, entries, count, 0,
                             deadline_ns == MW_NEVER ? NULL : &at, CLOCK_MONOTONIC);
}

int mwi_os_can_sleep_many(void)
{
        static _Atomic int known; /* 0 not asked yet, 1 yes, 2 no */

        if (!known) {
                const char *off = getenv("MAPWIRE_NO_WAITV");
                long r = syscall(SYS_futex_waitv, NULL, 0, 0, NULL, CLOCK_MONOTONIC);

                known = (off && *off && *off != '0') || (r < 0 && errno == ENOSYS) ||
                                        (r < 0 && errno == EPERM) ?
                                2 :
                                1;
        }
        return known == 1;
}

int mwi_os_wake_all(_Atomic uint32_t *word)
{
        return futex(word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0) < 0 ? MW_ECORRUPT : MW_OK;
}

int mwi_os_flush(_Atomic uint32_t *word)
{
        int kept = errno;
        long r = futex(word, FUTEX_WAKE_OP, INT_MAX, NULL, word,
                       FUTEX_OP(FUTEX_OP_ANDN, (MW_W | MW_H), FUTEX_OP_CMP_EQ, 0));

        errno = kept;
        /* EINVAL: somebody parked a priority-inheritance waiter on our word (docs/caveats.md) */
        return r < 0 ? MW_ECORRUPT : MW_OK;
}

void mwi_os_sleep_private(_Atomic uint32_t *word, uint32_t value, int64_t deadline_ns)
{
        struct futex_time at;

        futex(word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, value, to_futex_time(deadline_ns, &at),
              NULL, FUTEX_BITSET_MATCH_ANY);
}

void mwi_os_wake_private(_Atomic uint32_t *word)
{
        futex(word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}
