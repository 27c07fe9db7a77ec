/* SPDX-License-Identifier: MIT */
/* event.c — an event that nobody else uses: no system call may be made. */
#include "mapwire_cases.h"

static mw_event *open_event(uint32_t flags) {
        mw_event *event;

        bench_settle_alone();
        bench_mw(mw_event_open("bench.event", MW_CREATE | flags, NULL, &event));
        return event;
}

static void set_and_reset(void *event, long calls) {
        while (calls-- > 0) {
                mw_event_set(event);
                mw_event_reset(event);
        }
}

static void set_and_wait(void *event, long calls) {
        while (calls-- > 0) {
                mw_event_set(event);
                mw_event_wait(event, MW_NOW);
        }
}

static void wait_only(void *event, long calls) {
        while (calls-- > 0)
                mw_event_wait(event, MW_NEVER);
}

static int measure(uint32_t flags, void (*body)(void *event, long calls)) {
        mw_event *event = open_event(flags);

        bench_report(NULL, bench_per_call_ns(body, event), "ns");
        mw_event_close(event);
        return 0;
}

static int run_set_reset(void) {
        return measure(0, set_and_reset);
}

static int run_set_wait(void) {
        return measure(MW_AUTO_RESET, set_and_wait);
}

static int run_wait(void) {
        return measure(MW_SIGNALLED, wait_only);
}

const struct bench_case bench_event_cases[] = {
        { "event.set_reset", "mapwire", run_set_reset },
        { "event.set_wait", "mapwire", run_set_wait },
        { "event.wait", "mapwire", run_wait },
        { NULL, NULL, NULL },
};
