/* SPDX-License-Identifier: MIT */
/* wait.c — a wait for any of 64 objects of which only the last is signalled.
 *
 * 63 auto-reset events and, last, a semaphore with units enough for every call,
 * so that each wait looks at 63 objects in vain and takes one unit. */
#include "mapwire_cases.h"

#include <stdio.h>

static mw_object *objects[MW_WAIT_MAX_OBJECTS];

static void wait_any(void *unused, long calls) {
        while (calls-- > 0) {
                uint32_t index;

                mw_wait_any(objects, MW_WAIT_MAX_OBJECTS, MW_NEVER, MW_SPIN_DEFAULT, &index);
        }
}

static int run(void) {
        mw_event *events[MW_WAIT_MAX_OBJECTS - 1];
        mw_semaphore *units;
        uint32_t count = MW_WAIT_MAX_OBJECTS - 1;

        bench_settle_alone();
        for (uint32_t i = 0; i < count; i++) {
                char name[32];

                snprintf(name, sizeof name, "bench.wait.%u", i);
                bench_mw(mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &events[i]));
                objects[i] = mw_event_object(events[i]);
        }
        bench_mw(mw_semaphore_open("bench.wait.units", MW_SEMAPHORE_MAX, MW_SEMAPHORE_MAX,
                                   MW_CREATE, NULL, &units));
        objects[count] = mw_semaphore_object(units);
        bench_report(NULL, bench_per_call_ns(wait_any, NULL), "ns");
        mw_semaphore_close(units);
        while (count > 0)
                mw_event_close(events[--count]);
        return 0;
}

const struct bench_case bench_wait_cases[] = {
        { "wait.any64", "mapwire", run },
        { NULL, NULL, NULL },
};
