/* SPDX-License-Identifier: MIT */
/* pingpong.c — round trips of two processes over two auto-reset events. */
#include "mapwire_cases.h"
#include "signals.h"

static int run_default(void) {
        return bench_pingpong(bench_events(1, MW_SPIN_DEFAULT));
}

static int run_spinning(void) {
        return bench_pingpong(bench_events(1, MW_SPIN_ALWAYS));
}

const struct bench_case bench_pingpong_cases[] = {
        { "pingpong.default", "mapwire", run_default },
        { "pingpong.spin", "mapwire", run_spinning },
        { NULL, NULL, NULL },
};
