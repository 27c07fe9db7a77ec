/* SPDX-License-Identifier: MIT */
/* timer.c — setting a timer that nobody waits for, and how late a waiter learns. */
#include "late.h"
#include "mapwire_cases.h"

static mw_timer *open_timer(void) {
        mw_timer *timer;

        bench_settle_alone();
        bench_mw(mw_timer_open("bench.timer", MW_CREATE, NULL, &timer));
        return timer;
}

static void set_and_cancel(void *timer, long calls) {
        int64_t due_ns = mw_after_ns(INT64_C(3600000000000));

        while (calls-- > 0) {
                mw_timer_set(timer, due_ns, 0);
                mw_timer_cancel(timer);
        }
}

static void wait_until(void *timer, int64_t due_ns) {
        bench_mw(mw_timer_set(timer, due_ns, 0));
        bench_mw(mw_timer_wait(timer, MW_NEVER));
}

static int run_set_cancel(void) {
        mw_timer *timer = open_timer();

        bench_report(NULL, bench_per_call_ns(set_and_cancel, timer), "ns");
        mw_timer_close(timer);
        return 0;
}

static int run_late(void) {
        mw_timer *timer = open_timer();

        bench_report_late(wait_until, timer);
        mw_timer_close(timer);
        return 0;
}

const struct bench_case bench_timer_cases[] = {
        { "timer.set_cancel", "mapwire", run_set_cancel },
        { "timer.late", "mapwire", run_late },
        { NULL, NULL, NULL },
};
