/* SPDX-License-Identifier: MIT */
/* herd.c — 1, 8 and 64 processes asleep on one object, of which one is released,
 * beside a bare FUTEX_WAKE of one; for the mutex, a futex mutex that wakes one. */
#include "mapwire_cases.h"
#include "peers/raw_signals.h"
#include "signals.h"

static int event(int sleepers) {
        const struct bench_rival rivals[] = {
                { "mapwire", bench_events(1, MW_SPIN_DEFAULT) },
                { "raw", &bench_raw_futex },
        };

        return bench_herd(rivals, 2, sleepers);
}

static int semaphore(int sleepers) {
        const struct bench_rival rivals[] = {
                { "mapwire", &bench_semaphore_signal },
                { "raw", &bench_raw_futex },
        };

        return bench_herd(rivals, 2, sleepers);
}

static int mutex(int sleepers) {
        const struct bench_rival rivals[] = {
                { "mapwire", &bench_mutex_signal },
                { "raw", &bench_raw_mutex },
        };

        return bench_convoy(rivals, 2, sleepers);
}

#define HERDS(kind)                                                                         \
        static int kind##_1(void) { return kind(1); }                                       \
        static int kind##_8(void) { return kind(8); }                                       \
        static int kind##_64(void) { return kind(64); }

HERDS(event)
HERDS(semaphore)
HERDS(mutex)

#define CASES(kind)                                                                         \
        { "herd." #kind ".1", "mapwire", kind##_1 },                                        \
        { "herd." #kind ".8", "mapwire", kind##_8 },                                        \
        { "herd." #kind ".64", "mapwire", kind##_64 },

const struct bench_case bench_herd_cases[] = {
        CASES(event)
        CASES(semaphore)
        CASES(mutex)
        { NULL, NULL, NULL },
};
