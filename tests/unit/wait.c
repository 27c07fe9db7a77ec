/* SPDX-License-Identifier: MIT */
/* wait.c — one, any and all, as far as one process sees them. */
#include "thing.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>

static const int64_t policies[] = { MW_SPIN_DEFAULT, MW_SPIN_NONE, 20000, MW_SPIN_ALWAYS };
enum { POLICIES = sizeof policies / sizeof *policies };

TEST(arguments_outside_their_range_are_refused)
{
        struct thing event = thing_make(AUTO, NULL, 1);
        mw_object *objects[65], *hole[3] = { event.object, NULL, event.object };
        uint32_t index = 77;

        for (int i = 0; i < 65; i++)
                objects[i] = event.object;
        ASSERT_IS(mw_wait(NULL, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_IS(mw_wait_any(NULL, 1, MW_NOW, MW_SPIN_NONE, &index), MW_EINVAL);
        ASSERT_IS(mw_wait_any(objects, 0, MW_NOW, MW_SPIN_NONE, &index), MW_EINVAL);
        ASSERT_IS(mw_wait_any(objects, 65, MW_NOW, MW_SPIN_NONE, &index), MW_EINVAL);
        ASSERT_IS(mw_wait_any(hole, 3, MW_NOW, MW_SPIN_NONE, &index), MW_EINVAL);
        ASSERT_IS(mw_wait_all(NULL, 1, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_IS(mw_wait_all(objects, 0, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_IS(mw_wait_all(objects, 65, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_IS(mw_wait_all(hole, 3, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_EQ(index, 77);
        ASSERT_IS(thing_try(&event), MW_OK); /* nothing of that took the signal */
        thing_close(&event);
}

TEST(objects_tell_their_kind_and_an_id_of_their_own)
{
        static const char *const names[] = { "x", NULL };
        uint64_t ids[2 * KINDS + 1];
        int count = 0;

        for (int n = 0; n < 2; n++)
                for (int what = 0; what < KINDS; what++) {
                        struct thing thing = thing_make(what, names[n], 0), other;

                        ASSERT_EQ(mw_object_kind(thing.object), what_kind(what));
                        ids[count++] = mw_object_id(thing.object);
                        if (names[n]) {
                                other = thing_find(what, names[n]);
                                ASSERT(mw_object_id(other.object) == ids[count - 1]);
                                thing_close(&other);
                        }
                        thing_close(&thing);
                }
        for (int i = 0; i < count; i++)
                for (int k = 0; k < i; k++)
                        ASSERT(ids[i] != ids[k]);
        ASSERT_EQ(mw_object_kind(NULL), 0);
        ASSERT_EQ(mw_object_id(NULL), 0);
}

TEST(now_tests_and_never_blocks)
{
        for (int what = 0; what < KINDS; what++)
                for (int p = 0; p < POLICIES; p++) {
                        struct thing free_one = thing_make(what, "free", what == MUTEX ? 0 : 1);

                        ASSERT_IS(mw_wait(free_one.object, MW_NOW, policies[p]), MW_OK);
                        if (what == AUTO || what == SEMAPHORE)
                                ASSERT_IS(mw_wait(free_one.object, MW_NOW, policies[p]),
                                          MW_ETIMEDOUT);
                        else
                                ASSERT_IS(mw_wait(free_one.object, MW_NOW, policies[p]), MW_OK);
                        thing_close(&free_one);
                }
}

TEST(a_deadline_is_kept_and_not_early)
{
        struct thing a = thing_make(AUTO, "a", 0), b = thing_make(SEMAPHORE, "b", 0);
        mw_object *both[] = { a.object, b.object };

        for (int p = 0; p < POLICIES; p++)
                for (int64_t delay_ns = 1; delay_ns < 30000000; delay_ns *= 9) {
                        int64_t deadline_ns = mw_after_ns(delay_ns);

                        ASSERT_IS(mw_wait(a.object, deadline_ns, policies[p]), MW_ETIMEDOUT);
                        ASSERT(mw_now_ns() >= deadline_ns);
                        deadline_ns = mw_after_ns(delay_ns);
                        ASSERT_IS(mw_wait_any(both, 2, deadline_ns, policies[p], NULL),
                                  MW_ETIMEDOUT);
                        ASSERT(mw_now_ns() >= deadline_ns);
                        deadline_ns = mw_after_ns(delay_ns);
                        ASSERT_IS(mw_wait_all(both, 2, deadline_ns, policies[p]), MW_ETIMEDOUT);
                        ASSERT(mw_now_ns() >= deadline_ns);
                }
        thing_close(&a);
        thing_close(&b);
}

TEST(a_past_deadline_still_takes_what_is_signalled)
{
        struct thing event = thing_make(AUTO, "x", 1);

        ASSERT_IS(mw_wait(event.object, 1, MW_SPIN_NONE), MW_OK);
        ASSERT_IS(mw_wait(event.object, 1, MW_SPIN_NONE), MW_ETIMEDOUT);
        thing_close(&event);
}

TEST(any_takes_the_lowest_signalled_and_only_that)
{
        struct thing things[4] = { thing_make(AUTO, "a", 0), thing_make(SEMAPHORE, "s", 2),
                                   thing_make(AUTO, "b", 1), thing_make(MUTEX, "m", 0) };
        mw_object *objects[4];
        static const uint32_t wanted[] = { 1, 1, 2, 3, 3 };

        for (int i = 0; i < 4; i++)
                objects[i] = things[i].object;
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
                uint32_t index = 77;

                ASSERT_IS(mw_wait_any(objects, 4, MW_NEVER, policies[i % POLICIES], &index),
                          MW_OK);
                ASSERT_EQ(index, wanted[i]);
        }
        ASSERT_IS(mw_mutex_unlock(things[3].mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(things[3].mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(things[3].mutex), MW_ENOTOWNER);
        for (int i = 0; i < 4; i++)
                thing_close(&things[i]);
}

TEST(any_of_one_and_of_64_and_twice_the_same)
{
        struct thing things[64];
        mw_object *objects[64];
        uint32_t index;

        for (int i = 0; i < 64; i++) {
                things[i] = thing_make(i % KINDS == MUTEX ? AUTO : i % KINDS, NULL, 0);
                objects[i] = things[i].object;
        }
        ASSERT_IS(mw_wait_any(objects, 64, mw_after_ns(1000000), MW_SPIN_NONE, &index),
                  MW_ETIMEDOUT);
        for (int i = 63; i >= 0; i--) {
                ASSERT_IS(thing_signal(&things[i]), MW_OK);
                ASSERT_IS(mw_wait_any(objects, 64, MW_NEVER, MW_SPIN_NONE, &index), MW_OK);
                ASSERT_EQ(index, i);
                ASSERT_IS(mw_wait_any(&objects[i], 1, MW_NOW, MW_SPIN_NONE, &index),
                          things[i].what == MANUAL ? MW_OK : MW_ETIMEDOUT);
                if (things[i].what == MANUAL)
                        ASSERT_IS(mw_event_reset(things[i].event), MW_OK);
        }
        objects[0] = objects[5];
        ASSERT_IS(thing_signal(&things[5]), MW_OK);
        ASSERT_IS(mw_wait_any(objects, 64, MW_NOW, MW_SPIN_NONE, &index), MW_OK);
        ASSERT_EQ(index, 0);
        ASSERT_IS(mw_wait_any(objects, 64, MW_NOW, MW_SPIN_NONE, &index), MW_ETIMEDOUT);
        for (int i = 0; i < 64; i++)
                thing_close(&things[i]);
}

TEST(all_takes_everything_or_nothing)
{
        struct thing a = thing_make(AUTO, "a", 1), s = thing_make(SEMAPHORE, "s", 0);
        struct thing m = thing_make(MANUAL, "m", 0), x = thing_make(MUTEX, "x", 0);
        mw_object *objects[] = { x.object, s.object, m.object, a.object };

        ASSERT_IS(mw_wait_all(objects, 4, MW_NOW, MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(thing_signal(&s), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 4, mw_after_ns(1000000), MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_ENOTOWNER);
        ASSERT_IS(thing_try(&s), MW_OK);
        ASSERT_IS(thing_try(&a), MW_OK);
        ASSERT_IS(thing_signal(&s), MW_OK);
        ASSERT_IS(thing_signal(&a), MW_OK);
        ASSERT_IS(thing_signal(&m), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 4, MW_NOW, MW_SPIN_NONE), MW_OK);
        ASSERT_IS(thing_try(&s), MW_ETIMEDOUT);
        ASSERT_IS(thing_try(&a), MW_ETIMEDOUT);
        ASSERT_IS(thing_try(&m), MW_OK);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_ENOTOWNER);
        thing_close(&a);
        thing_close(&s);
        thing_close(&m);
        thing_close(&x);
}

TEST(all_locks_a_mutex_that_we_own_once_more)
{
        struct thing x = thing_make(MUTEX, "x", 1), a = thing_make(AUTO, "a", 1);
        mw_object *objects[] = { a.object, x.object };

        ASSERT_IS(mw_wait_all(objects, 2, MW_NOW, MW_SPIN_NONE), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 2, MW_NOW, MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_ENOTOWNER);
        thing_close(&a);
        thing_close(&x);
}

TEST(all_refuses_the_same_object_twice_also_through_two_handles)
{
        struct thing one = thing_make(SEMAPHORE, "x", 5), other = thing_find(SEMAPHORE, "x");
        struct thing a = thing_make(AUTO, NULL, 1);
        mw_object *same[] = { one.object, a.object, one.object };
        mw_object *handles[] = { one.object, a.object, other.object };
        uint32_t previous;

        ASSERT_IS(mw_wait_all(same, 3, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_IS(mw_wait_all(handles, 3, MW_NOW, MW_SPIN_NONE), MW_EINVAL);
        ASSERT_IS(mw_semaphore_release(one.semaphore, 1, &previous), MW_OK);
        ASSERT_EQ(previous, 5);
        thing_close(&one);
        thing_close(&other);
        thing_close(&a);
}

TEST(all_of_64_in_three_namespaces)
{
        struct thing things[64];
        mw_object *objects[64];

        for (int i = 0; i < 64; i++) {
                char name[40];

                snprintf(name, sizeof name, "%s%d", i % 3 == 1 ? "Global\\" : "", i);
                things[i] = thing_make(i % KINDS, i % 3 == 2 ? NULL : name,
                                       i == 40 || i % KINDS == MUTEX ? 0 : 1);
                objects[i] = things[i].object;
        }
        ASSERT_IS(mw_wait_all(objects, 64, MW_NOW, MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(mw_wait_all(objects, 64, mw_after_ns(1000000), MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(thing_signal(&things[40]), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 64, MW_NEVER, MW_SPIN_NONE), MW_OK);
        for (int i = 0; i < 64; i++) {
                if (things[i].what == MUTEX)
                        ASSERT_IS(mw_mutex_unlock(things[i].mutex), MW_OK);
                else
                        ASSERT_IS(thing_try(&things[i]),
                                  things[i].what == MANUAL ? MW_OK : MW_ETIMEDOUT);
                thing_close(&things[i]);
        }
}

static void *lock_and_return(void *argument)
{
        ASSERT_OK(mw_wait(argument, MW_NEVER, MW_SPIN_DEFAULT));
        return NULL;
}

static void abandon(struct thing *mutex)
{
        pthread_t thread;

        ASSERT(pthread_create(&thread, NULL, lock_and_return, mutex->object) == 0);
        ASSERT(pthread_join(thread, NULL) == 0);
}

TEST(any_and_all_tell_of_an_abandoned_mutex)
{
        struct thing x = thing_make(MUTEX, "x", 0), a = thing_make(AUTO, "a", 0);
        mw_object *objects[] = { a.object, x.object };
        uint32_t index = 77;

        abandon(&x);
        ASSERT_IS(mw_wait_any(objects, 2, MW_NOW, MW_SPIN_NONE, &index), MW_ABANDONED);
        ASSERT_EQ(index, 1);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_OK);
        abandon(&x);
        ASSERT_IS(mw_wait_all(objects, 2, MW_NOW, MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(thing_signal(&a), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 2, MW_NOW, MW_SPIN_NONE), MW_ABANDONED);
        ASSERT_IS(thing_try(&a), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(x.mutex), MW_OK);
        ASSERT_IS(thing_try(&x), MW_OK); /* told once */
        thing_close(&x);
        thing_close(&a);
}

TEST(a_timed_out_all_leaves_an_abandoned_mutex_abandoned)
{
        struct thing x = thing_make(MUTEX, "x", 0), a = thing_make(AUTO, "a", 0);
        mw_object *objects[] = { x.object, a.object };

        abandon(&x);
        ASSERT_IS(mw_wait_all(objects, 2, mw_after_ns(1000000), MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(thing_try(&x), MW_ABANDONED);
        thing_close(&x);
        thing_close(&a);
}

static void nothing(int signal_number)
{
        (void) signal_number;
}

TEST(signals_do_not_end_a_wait)
{
        struct sigaction action = { .sa_handler = nothing };
        struct itimerval often = { { 0, 300 }, { 0, 300 } }, never = { { 0, 0 }, { 0, 0 } };
        struct thing a = thing_make(AUTO, "a", 0), x = thing_make(MANUAL, "x", 0);
        mw_object *objects[] = { a.object, x.object };
        int64_t deadline_ns = mw_after_ns(20000000);

        sigaction(SIGALRM, &action, NULL); /* without SA_RESTART */
        setitimer(ITIMER_REAL, &often, NULL);
        errno = 0;
        ASSERT_IS(mw_wait(a.object, deadline_ns, MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT(mw_now_ns() >= deadline_ns);
        deadline_ns = mw_after_ns(20000000);
        ASSERT_IS(mw_wait_any(objects, 2, deadline_ns, MW_SPIN_NONE, NULL), MW_ETIMEDOUT);
        ASSERT(mw_now_ns() >= deadline_ns);
        deadline_ns = mw_after_ns(20000000);
        ASSERT_IS(mw_wait_all(objects, 2, deadline_ns, MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT(mw_now_ns() >= deadline_ns);
        setitimer(ITIMER_REAL, &never, NULL);
        thing_close(&a);
        thing_close(&x);
}

TEST(no_call_changes_errno_when_it_succeeds)
{
        struct thing a = thing_make(AUTO, "a", 0), m = thing_make(MANUAL, "m", 0);

        errno = 4242;
        ASSERT_IS(mw_event_set(a.event), MW_OK);
        ASSERT_IS(mw_event_set(m.event), MW_OK);
        ASSERT_IS(mw_event_reset(m.event), MW_OK);
        ASSERT_EQ(errno, 4242);
        thing_close(&a);
        thing_close(&m);
}
