/* SPDX-License-Identifier: MIT */
/* herd.c — 1, 8 and 64 processes asleep on one object, of which one is released. */
#include "mapwire_cases.h"
#include "signals.h"

#define HERD(kind, sleepers, call)                                                          \
        static int run_##kind##_##sleepers(void) {                                          \
                return call;                                                                \
        }

HERD(event, 1, bench_herd(bench_events(1, MW_SPIN_DEFAULT), 1))
HERD(event, 8, bench_herd(bench_events(1, MW_SPIN_DEFAULT), 8))
HERD(event, 64, bench_herd(bench_events(1, MW_SPIN_DEFAULT), 64))
HERD(semaphore, 1, bench_herd(&bench_semaphore_signal, 1))
HERD(semaphore, 8, bench_herd(&bench_semaphore_signal, 8))
HERD(semaphore, 64, bench_herd(&bench_semaphore_signal, 64))
HERD(mutex, 1, bench_convoy(&bench_mutex_signal, 1))
HERD(mutex, 8, bench_convoy(&bench_mutex_signal, 8))
HERD(mutex, 64, bench_convoy(&bench_mutex_signal, 64))

const struct bench_case bench_herd_cases[] = {
        { "herd.event.1", "mapwire", run_event_1 },
        { "herd.event.8", "mapwire", run_event_8 },
        { "herd.event.64", "mapwire", run_event_64 },
        { "herd.semaphore.1", "mapwire", run_semaphore_1 },
        { "herd.semaphore.8", "mapwire", run_semaphore_8 },
        { "herd.semaphore.64", "mapwire", run_semaphore_64 },
        { "herd.mutex.1", "mapwire", run_mutex_1 },
        { "herd.mutex.8", "mapwire", run_mutex_8 },
        { "herd.mutex.64", "mapwire", run_mutex_64 },
        { NULL, NULL, NULL },
};
