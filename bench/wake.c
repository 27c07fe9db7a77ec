/* SPDX-License-Identifier: MIT */
/* wake.c — a process that is known to be asleep is signalled. */
#include "mapwire_cases.h"
#include "signals.h"

static int run_one(void) {
        return bench_wake(bench_events(1, MW_SPIN_DEFAULT));
}

static int run_any2(void) {
        return bench_wake(bench_events(2, MW_SPIN_DEFAULT));
}

static int run_any64(void) {
        return bench_wake(bench_events(64, MW_SPIN_DEFAULT));
}

const struct bench_case bench_wake_cases[] = {
        { "wake.one", "mapwire", run_one },
        { "wake.any2", "mapwire", run_any2 },
        { "wake.any64", "mapwire", run_any64 },
        { NULL, NULL, NULL },
};
