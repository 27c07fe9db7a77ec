/* SPDX-License-Identifier: MIT */
/* semaphore.c — a unit given and taken by one thread. */
#include "mapwire_cases.h"

static void release_and_wait(void *semaphore, long calls) {
        while (calls-- > 0) {
                mw_semaphore_release(semaphore, 1, NULL);
                mw_semaphore_wait(semaphore, MW_NEVER);
        }
}

static int run(void) {
        mw_semaphore *semaphore;

        bench_settle_alone();
        bench_mw(mw_semaphore_open("bench.semaphore", 0, 9, MW_CREATE, NULL, &semaphore));
        bench_report(NULL, bench_per_call_ns(release_and_wait, semaphore), "ns");
        mw_semaphore_close(semaphore);
        return 0;
}

const struct bench_case bench_semaphore_cases[] = {
        { "semaphore.release_wait", "mapwire", run },
        { NULL, NULL, NULL },
};
