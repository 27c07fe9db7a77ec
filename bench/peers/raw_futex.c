/* SPDX-License-Identifier: MIT */
/* raw_futex.c — wakes and round trips by bare futexes and by bare flags. */
#include "raw.h"
#include "raw_signals.h"

static int run_wake(void) {
        return bench_wake(&bench_raw_futex);
}

static int wake_any(unsigned width) {
        const struct bench_signal *waitv = bench_raw_waitv(width);

        return waitv ? bench_wake(waitv) : bench_skip("this kernel has no futex_waitv()");
}

static int run_wake_any2(void) {
        return wake_any(2);
}

static int run_wake_any64(void) {
        return wake_any(64);
}

static int run_pingpong(void) {
        return bench_pingpong(&bench_raw_futex);
}

static int run_flag(void) {
        return bench_pingpong(&bench_raw_flag);
}

static int run_counter(void) {
        return bench_pingpong(&bench_raw_counter);
}

const struct bench_case bench_raw_futex_cases[] = {
        { "wake.one", "raw", run_wake },
        { "wake.any2", "raw", run_wake_any2 },
        { "wake.any64", "raw", run_wake_any64 },
        { "pingpong.default", "raw", run_pingpong },
        { "pingpong.spin", "raw", run_flag },
        { "pingpong.spin", "raw-counter", run_counter },
        { NULL, NULL, NULL },
};
