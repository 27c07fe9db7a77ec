/* SPDX-License-Identifier: MIT */
/* 05_wait.c — wait for any of several things, or for all of them at once.
 *
 * Build  cc 05_wait.c $(pkg-config --cflags --libs mapwire) -pthread
 *
 * A worker serves two kinds of order and ends when it is told to stop: one wait
 * for any of three events, and the lowest index wins, so "stop" comes first. The
 * end needs both results and the printer's mutex: one wait for all three, which
 * takes nothing before it can take everything.
 */
#include <pthread.h>
#include <stdio.h>

#include <mapwire/mapwire.h>

#define PATIENCE_NS INT64_C(10000000000)

static mw_event *stop, *small_order, *big_order, *small_done, *big_done;
static mw_mutex *printer;

static int fail(const char *who)
{
        fprintf(stderr, "%s: %s\n", who, mw_last_error());
        return 1;
}

static void *work(void *unused)
{
        mw_object *orders[] = { mw_event_object(stop), mw_event_object(small_order),
                                mw_event_object(big_order) };
        uint32_t which;

        (void) unused;
        for (;;) {
                if (mw_wait_any(orders, 3, MW_NEVER, MW_SPIN_DEFAULT, &which) < 0)
                        break;
                if (which == 0)
                        return NULL;
                if (mw_event_set(which == 1 ? small_done : big_done) < 0)
                        break;
        }
        fail("worker");
        return &stop; /* any address but NULL: it failed */
}

static int open_all(void)
{
        mw_event **const events[] = { &small_order, &big_order, &small_done, &big_done };

        for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
                if (mw_event_open(NULL, MW_CREATE | MW_AUTO_RESET, NULL, events[i]) < 0)
                        return -1;
        /* manual-reset: "stop" is for everybody, and stays */
        if (mw_event_open(NULL, MW_CREATE, NULL, &stop) < 0)
                return -1;
        return mw_mutex_open(NULL, MW_CREATE, NULL, &printer);
}

static void close_all(void)
{
        mw_mutex_close(printer);
        mw_event_close(big_done);
        mw_event_close(small_done);
        mw_event_close(big_order);
        mw_event_close(small_order);
        mw_event_close(stop);
}

int main(void)
{
        mw_object *results[3];
        pthread_t worker;
        void *failed;
        int r;

        if (open_all() < 0)
                return fail("main");
        results[0] = mw_event_object(small_done);
        results[1] = mw_event_object(big_done);
        results[2] = mw_mutex_object(printer);
        if (pthread_create(&worker, NULL, work, NULL) != 0)
                return 1;

        /* Only one of the three is there: a wait for all takes nothing of it. */
        if (mw_event_set(small_order) < 0)
                return fail("main");
        r = mw_wait_all(results, 3, mw_after_ns(20000000), MW_SPIN_DEFAULT);
        printf("with one order: %s\n", mw_strerror(r));
        if (r != MW_ETIMEDOUT || mw_event_set(big_order) < 0)
                return 1;
        r = mw_wait_all(results, 3, mw_after_ns(PATIENCE_NS), MW_SPIN_DEFAULT);
        if (r < 0)
                return fail("main");
        printf("with both: done, and the printer is ours\n");

        if (mw_mutex_unlock(printer) < 0 || mw_event_set(stop) < 0 ||
            pthread_join(worker, &failed) != 0)
                return 1;
        close_all();
        return failed != NULL;
}
