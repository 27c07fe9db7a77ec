/* SPDX-License-Identifier: MIT */
/* mapwire_cases.h — what each primitive's file gives to mapwire.c. */
#ifndef MW_BENCH_MAPWIRE_CASES_H
#define MW_BENCH_MAPWIRE_CASES_H

#include "bench.h"

#include <mapwire/mapwire.h>

#include <stdio.h>

extern const struct bench_case bench_event_cases[];
extern const struct bench_case bench_mutex_cases[];
extern const struct bench_case bench_semaphore_cases[];
extern const struct bench_case bench_timer_cases[];
extern const struct bench_case bench_wait_cases[];
extern const struct bench_case bench_wake_cases[];
extern const struct bench_case bench_pingpong_cases[];
extern const struct bench_case bench_herd_cases[];
extern const struct bench_case bench_mapping_cases[];
extern const struct bench_case bench_copy_cases[];
extern const struct bench_case bench_memory_cases[];
extern const struct bench_case bench_share_cases[];

/* A failed call ends the program with the library's own words. */
static inline int bench_mw(int result) {
        if (result < 0) {
                fprintf(stderr, "bench: %s\n", mw_last_error());
                bench_die(mw_strerror(result));
        }
        return result;
}

#endif
