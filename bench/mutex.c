/* SPDX-License-Identifier: MIT */
/* mutex.c — a mutex that nobody else wants. */
#include "mapwire_cases.h"

static void lock_and_unlock(void *mutex, long calls) {
        while (calls-- > 0) {
                mw_mutex_lock(mutex, MW_NEVER);
                mw_mutex_unlock(mutex);
        }
}

static int run(void) {
        mw_mutex *mutex;

        bench_settle_alone();
        bench_mw(mw_mutex_open("bench.mutex", MW_CREATE, NULL, &mutex));
        bench_report(NULL, bench_per_call_ns(lock_and_unlock, mutex), "ns");
        mw_mutex_close(mutex);
        return 0;
}

const struct bench_case bench_mutex_cases[] = {
        { "mutex.lock_unlock", "mapwire", run },
        { NULL, NULL, NULL },
};
