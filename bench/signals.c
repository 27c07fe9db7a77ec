/* SPDX-License-Identifier: MIT */
/* signals.c — see signals.h. */
#include "signals.h"

#include "mapwire_cases.h"

#include <stdio.h>

static mw_event *pair[2];
static mw_event *others[MW_WAIT_MAX_OBJECTS]; /* those of a wide wait that are never set */
static mw_object *list[2][MW_WAIT_MAX_OBJECTS];
static uint32_t width;
static int64_t spin_ns;

static mw_event *event(const char *kind, uint32_t number) {
        char name[48];
        mw_event *opened;

        snprintf(name, sizeof name, "bench.signal.%s.%u", kind, number);
        bench_mw(mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &opened));
        return opened;
}

static int events_open(void) {
        for (uint32_t i = 0; i + 1 < width; i++) {
                others[i] = event("other", i);
                list[0][i] = list[1][i] = mw_event_object(others[i]);
        }
        for (uint32_t i = 0; i < 2; i++) {
                pair[i] = event("pair", i);
                list[i][width - 1] = mw_event_object(pair[i]);
        }
        return 0;
}

static int events_set(int number) {
        return mw_event_set(pair[number]);
}

static int events_wait(int number) {
        uint32_t index;

        if (width == 1)
                return mw_wait(list[number][0], MW_NEVER, spin_ns);
        return mw_wait_any(list[number], width, MW_NEVER, spin_ns, &index);
}

static void events_close(void) {
        mw_event_close(pair[0]);
        mw_event_close(pair[1]);
        for (uint32_t i = 0; i + 1 < width; i++)
                mw_event_close(others[i]);
}

const struct bench_signal *bench_events(uint32_t wanted_width, int64_t wanted_spin_ns) {
        /* Opened again in the child, by name, as an unrelated process would. */
        static const struct bench_signal events = { events_open, events_open, events_set,
                                                    events_wait, events_close };

        width = wanted_width;
        spin_ns = wanted_spin_ns;
        return &events;
}

static mw_mutex *mutex;

static int mutex_open(void) {
        return mw_mutex_open("bench.signal.mutex", MW_CREATE, NULL, &mutex);
}

static int mutex_unlock(int number) {
        return mw_mutex_unlock(mutex);
}

static int mutex_lock(int number) {
        return mw_mutex_lock(mutex, MW_NEVER);
}

static void mutex_close(void) {
        mw_mutex_close(mutex);
}

const struct bench_signal bench_mutex_signal = { mutex_open, mutex_open, mutex_unlock, mutex_lock,
                                                 mutex_close };

static mw_semaphore *semaphore;

static int semaphore_open(void) {
        return mw_semaphore_open("bench.signal.semaphore", 0, 1000, MW_CREATE, NULL, &semaphore);
}

static int semaphore_release(int number) {
        /* The end of a herd releases more often than anybody takes. */
        int result = mw_semaphore_release(semaphore, 1, NULL);

        return result == MW_EFULL ? 0 : result;
}

static int semaphore_wait(int number) {
        return mw_semaphore_wait(semaphore, MW_NEVER);
}

static void semaphore_close(void) {
        mw_semaphore_close(semaphore);
}

const struct bench_signal bench_semaphore_signal = { semaphore_open, semaphore_open,
                                                     semaphore_release, semaphore_wait,
                                                     semaphore_close };
