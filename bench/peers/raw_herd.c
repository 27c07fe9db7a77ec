/* SPDX-License-Identifier: MIT */
/* raw_herd.c — a bare FUTEX_WAKE of one, with 1, 8 and 64 asleep on the word; for
 * the mutex, a bare futex mutex that wakes one. */
#include "raw.h"
#include "raw_signals.h"

static int run_1(void) {
        return bench_herd(&bench_raw_futex, 1);
}

static int run_8(void) {
        return bench_herd(&bench_raw_futex, 8);
}

static int run_64(void) {
        return bench_herd(&bench_raw_futex, 64);
}

static int run_mutex_1(void) {
        return bench_convoy(&bench_raw_mutex, 1);
}

static int run_mutex_8(void) {
        return bench_convoy(&bench_raw_mutex, 8);
}

static int run_mutex_64(void) {
        return bench_convoy(&bench_raw_mutex, 64);
}

const struct bench_case bench_raw_herd_cases[] = {
        { "herd.event.1", "raw", run_1 },
        { "herd.event.8", "raw", run_8 },
        { "herd.event.64", "raw", run_64 },
        { "herd.semaphore.1", "raw", run_1 },
        { "herd.semaphore.8", "raw", run_8 },
        { "herd.semaphore.64", "raw", run_64 },
        { "herd.mutex.1", "raw", run_mutex_1 },
        { "herd.mutex.8", "raw", run_mutex_8 },
        { "herd.mutex.64", "raw", run_mutex_64 },
        { NULL, NULL, NULL },
};
