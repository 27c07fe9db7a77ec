/* SPDX-License-Identifier: MIT */
/* wake.c — a process that is known to be asleep is signalled. */
#include "mapwire_cases.h"
#include "peers/raw_signals.h"
#include "signals.h"

static int run_one(void) {
        const struct bench_rival rivals[] = {
                { "mapwire", bench_events(1, MW_SPIN_DEFAULT) },
                { "raw", &bench_raw_futex },
        };

        return bench_wake(rivals, 2);
}

static int wake_any(unsigned width) {
        const struct bench_rival rivals[] = {
                { "mapwire", bench_events(width, MW_SPIN_DEFAULT) },
                { "raw", bench_raw_waitv(width) },
        };

        /* Before Linux 5.16 there is no such limit to hold it against. */
        return bench_wake(rivals, rivals[1].signal ? 2 : 1);
}

static int run_any2(void) {
        return wake_any(2);
}

static int run_any64(void) {
        return wake_any(64);
}

const struct bench_case bench_wake_cases[] = {
        { "wake.one", "mapwire", run_one },
        { "wake.any2", "mapwire", run_any2 },
        { "wake.any64", "mapwire", run_any64 },
        { NULL, NULL, NULL },
};
