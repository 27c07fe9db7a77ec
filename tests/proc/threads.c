/* SPDX-License-Identifier: MIT */
/* threads.c — many threads of one process on shared handles; made for ThreadSanitizer.
 *
 * ThreadSanitizer tells accesses by address, so it sees nothing of two processes,
 * or of two views of one page; here all share one view and one set of handles.
 * The plain data are guarded by the objects alone: a missing order between a
 * signal and the wait that it released is a reported race.
 */
#include "thing.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static struct {
        struct thing mutex, full, empty, done;
        long guarded;                  /* by mutex          */
        long slots[8], put, taken;     /* by the semaphores */
        long rounds;
        _Atomic long total;
} shared;

static void *lock_and_count(void *unused)
{
        (void) unused;
        for (long i = 0; i < shared.rounds; i++) {
                ASSERT_IS(thing_wait(&shared.mutex, MW_NEVER), MW_OK);
                shared.guarded++;
                ASSERT_IS(thing_signal(&shared.mutex), MW_OK);
        }
        return NULL;
}

TEST_WITHIN(a_mutex_orders_what_it_guards, 120)
{
        enum { THREADS = 4 };
        pthread_t threads[THREADS];

        shared.rounds = test_amount(5000, 50000, 1000000);
        for (int named = 0; named < 2; named++) {
                shared.guarded = 0;
                shared.mutex = thing_make(MUTEX, named ? "x" : NULL, 0);
                for (int i = 0; i < THREADS; i++)
                        ASSERT(pthread_create(&threads[i], NULL, lock_and_count, NULL) == 0);
                for (int i = 0; i < THREADS; i++)
                        pthread_join(threads[i], NULL);
                ASSERT_EQ(shared.guarded, THREADS * shared.rounds);
                thing_close(&shared.mutex);
        }
}

static void *produce(void *unused)
{
        (void) unused;
        for (long i = 1; i <= shared.rounds; i++) {
                ASSERT_IS(thing_wait(&shared.empty, MW_NEVER), MW_OK);
                shared.slots[shared.put++ % 8] = i;
                ASSERT_IS(thing_signal(&shared.full), MW_OK);
        }
        return NULL;
}

static void *consume(void *unused)
{
        (void) unused;
        for (long i = 1; i <= shared.rounds; i++) {
                ASSERT_IS(thing_wait(&shared.full, MW_NEVER), MW_OK);
                ASSERT_EQ(shared.slots[shared.taken++ % 8], i);
                ASSERT_IS(thing_signal(&shared.empty), MW_OK);
        }
        return NULL;
}

TEST_WITHIN(semaphores_order_what_passes_through_a_ring, 120)
{
        pthread_t producer, consumer;

        shared.rounds = test_amount(5000, 50000, 1000000);
        shared.full = thing_make(SEMAPHORE, "full", 0);
        shared.empty = thing_make(SEMAPHORE, "empty", 8);
        ASSERT(pthread_create(&producer, NULL, produce, NULL) == 0);
        ASSERT(pthread_create(&consumer, NULL, consume, NULL) == 0);
        pthread_join(producer, NULL);
        pthread_join(consumer, NULL);
        thing_close(&shared.full);
        thing_close(&shared.empty);
}

/* Two threads hand a plain number to and fro over two auto events. */
static void *play_back(void *argument)
{
        struct thing *events = argument;

        for (long i = 0; i < shared.rounds; i++) {
                mw_object *any[] = { shared.done.object, events[0].object };

                ASSERT_IS(mw_wait_any(any, 2, MW_NEVER, MW_SPIN_DEFAULT, NULL), MW_OK);
                shared.guarded++;
                ASSERT_IS(mw_event_set(events[1].event), MW_OK);
        }
        return NULL;
}

TEST_WITHIN(events_order_what_is_handed_to_and_fro, 120)
{
        struct thing events[] = { thing_make(AUTO, "ping", 0), thing_make(AUTO, "pong", 0) };
        pthread_t thread;

        shared.done = thing_make(MANUAL, "done", 0);
        shared.guarded = 0;
        shared.rounds = test_amount(5000, 50000, 1000000);
        ASSERT(pthread_create(&thread, NULL, play_back, events) == 0);
        for (long i = 0; i < shared.rounds; i++) {
                shared.guarded++;
                ASSERT_IS(mw_event_set(events[0].event), MW_OK);
                ASSERT_IS(mw_event_wait(events[1].event, MW_NEVER), MW_OK);
        }
        pthread_join(thread, NULL);
        ASSERT_EQ(shared.guarded, 2 * shared.rounds);
        thing_close(&events[0]);
        thing_close(&events[1]);
        thing_close(&shared.done);
}

/* Opening and closing the same names from all threads at once. */
static void *open_and_close(void *argument)
{
        uint64_t state = (uintptr_t) argument;

        for (long i = 0; i < shared.rounds; i++) {
                enum what what = (enum what) (random_step(&state) % KINDS);
                struct thing thing;
                mw_mapping *mapping;
                void *address = NULL;

                ASSERT_OK(thing_open(&thing, what, what_name[what], MW_CREATE, 0));
                if (what != MUTEX)
                        ASSERT(thing_signal(&thing) != MW_EINVAL);
                thing_try(&thing);
                if (what == MUTEX)
                        thing_signal(&thing);
                thing_close(&thing);
                ASSERT_OK(mw_mapping_open("map", 5000, MW_CREATE, NULL, &mapping));
                ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
                mw_mapping_close(mapping);
                ASSERT_OK(mw_view_unmap(address));
        }
        return NULL;
}

TEST_WITHIN(all_threads_may_open_and_close_the_same_names, 120)
{
        enum { THREADS = 4 };
        pthread_t threads[THREADS];

        shared.rounds = test_amount(500, 5000, 100000);
        for (int i = 0; i < THREADS; i++)
                ASSERT(pthread_create(&threads[i], NULL, open_and_close,
                                      (void *) (uintptr_t) (i + 1)) == 0);
        for (int i = 0; i < THREADS; i++)
                pthread_join(threads[i], NULL);
        ASSERT_EQ(files_left(test_directory()), 0);
}

static void *take_pairs(void *unused)
{
        mw_object *both[] = { shared.full.object, shared.empty.object };

        (void) unused;
        for (long i = 0; i < shared.rounds; i++) {
                ASSERT_IS(mw_wait_all(both, 2, MW_NEVER, MW_SPIN_DEFAULT), MW_OK);
                atomic_fetch_add(&shared.total, 1);
        }
        return NULL;
}

TEST_WITHIN(wait_all_from_many_threads_takes_pairs_exactly, 120)
{
        enum { THREADS = 4 };
        pthread_t threads[THREADS];

        shared.rounds = test_amount(500, 5000, 100000);
        shared.full = thing_make(SEMAPHORE, "full", 0);
        shared.empty = thing_make(SEMAPHORE, "empty", 0);
        for (int i = 0; i < THREADS; i++)
                ASSERT(pthread_create(&threads[i], NULL, take_pairs, NULL) == 0);
        for (long i = 0; i < THREADS * shared.rounds; i++) {
                while (thing_signal(&shared.full) == MW_EFULL)
                        breathe();
                while (thing_signal(&shared.empty) == MW_EFULL)
                        breathe();
        }
        for (int i = 0; i < THREADS; i++)
                pthread_join(threads[i], NULL);
        ASSERT_EQ(atomic_load(&shared.total), THREADS * shared.rounds);
        ASSERT_IS(thing_try(&shared.full), MW_ETIMEDOUT);
        ASSERT_IS(thing_try(&shared.empty), MW_ETIMEDOUT);
        thing_close(&shared.full);
        thing_close(&shared.empty);
}
