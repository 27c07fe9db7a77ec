/* SPDX-License-Identifier: MIT */
/* late.h — how late a wait that ends at a time really ends; the same for all contestants. */
#ifndef MW_BENCH_LATE_H
#define MW_BENCH_LATE_H

#include "bench.h"

enum { LATE_WAITS = 20, LATE_AHEAD_NS = 1000000 };

/* Waits until due_ns on bench_now_ns()'s clock. */
typedef void bench_wait_until(void *subject, int64_t due_ns);

/* The median over LATE_WAITS waits of 1 ms, reported in ns. */
static inline void bench_report_late(bench_wait_until *wait_until, void *subject) {
        double late[LATE_WAITS];

        for (int i = 0; i < LATE_WAITS; i++) {
                int64_t due_ns = bench_now_ns() + LATE_AHEAD_NS;

                wait_until(subject, due_ns);
                late[i] = (double) (bench_now_ns() - due_ns);
        }
        bench_report(NULL, bench_median(late, LATE_WAITS), "ns");
}

#endif
