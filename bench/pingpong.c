/* SPDX-License-Identifier: MIT */
/* pingpong.c — round trips of two processes over two auto-reset events. */
#include "mapwire_cases.h"
#include "peers/raw_signals.h"
#include "signals.h"

static int run_default(void) {
        const struct bench_rival rivals[] = {
                { "mapwire", bench_events(1, MW_SPIN_DEFAULT) },
                { "raw", &bench_raw_futex },
        };

        return bench_pingpong(rivals, 2);
}

static int run_spinning(void) {
        const struct bench_rival rivals[] = {
                { "mapwire", bench_events(1, MW_SPIN_ALWAYS) },
                { "raw", &bench_raw_flag },
                { "raw-counter", &bench_raw_counter },
        };

        return bench_pingpong(rivals, 3);
}

const struct bench_case bench_pingpong_cases[] = {
        { "pingpong.default", "mapwire", run_default },
        { "pingpong.spin", "mapwire", run_spinning },
        { NULL, NULL, NULL },
};
