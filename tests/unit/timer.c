/* SPDX-License-Identifier: MIT */
/* timer.c — what each call on a timer returns, one process. */
#include "thing.h"
#include <pthread.h>
#include <stdatomic.h>

#define MS INT64_C(1000000)

static mw_timer *make(const char *name, uint32_t flags)
{
        mw_timer *timer;

        ASSERT_IS(mw_timer_open(name, flags | MW_CREATE, NULL, &timer), MW_CREATED);
        return timer;
}

TEST(a_new_timer_is_not_signalled_and_not_set)
{
        mw_timer *manual = make("m", 0), *automatic = make(NULL, MW_AUTO_RESET);

        ASSERT_EQ(mw_timer_is_auto_reset(manual), 0);
        ASSERT_EQ(mw_timer_is_auto_reset(automatic), 1);
        ASSERT_EQ(mw_object_kind(mw_timer_object(manual)), MW_KIND_TIMER);
        ASSERT_IS(mw_timer_wait(manual, mw_after_ns(5 * MS)), MW_ETIMEDOUT);
        ASSERT_IS(mw_timer_wait(automatic, mw_after_ns(5 * MS)), MW_ETIMEDOUT);
        mw_timer_close(manual);
        mw_timer_close(automatic);
        mw_timer_close(NULL);
}

TEST(what_the_header_does_not_allow_is_refused)
{
        mw_timer *timer = (mw_timer *) 16;

        ASSERT_IS(mw_timer_open("x", MW_CREATE, NULL, NULL), MW_EINVAL);
        ASSERT_IS(mw_timer_open("x", MW_CREATE | MW_SIGNALLED, NULL, &timer), MW_EINVAL);
        ASSERT_IS(mw_timer_open("x", MW_CREATE | MW_READ_ONLY, NULL, &timer), MW_EINVAL);
        ASSERT_IS(mw_timer_open("x", 0, NULL, &timer), MW_ENOTFOUND);
        ASSERT_IS(mw_timer_open(NULL, 0, NULL, &timer), MW_ENAME);
        ASSERT(timer == (mw_timer *) 16);
        timer = make("x", 0);
        ASSERT_IS(mw_timer_set(NULL, MW_NOW, 0), MW_EINVAL);
        ASSERT_IS(mw_timer_set(timer, -1, 0), MW_EINVAL);
        ASSERT_IS(mw_timer_set(timer, MW_NOW, -1), MW_EINVAL);
        ASSERT_IS(mw_timer_set(timer, MW_NEVER - 1, 0), MW_EINVAL);
        ASSERT_IS(mw_timer_set(timer, MW_NOW, MW_NEVER), MW_EINVAL);
        ASSERT_IS(mw_timer_cancel(NULL), MW_EINVAL);
        ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
        mw_timer_close(timer);
}

TEST(it_shares_the_name_space_of_all_kinds)
{
        mw_timer *timer = make("x", 0), *again;
        mw_event *event;

        ASSERT_IS(mw_event_open("x", MW_CREATE, NULL, &event), MW_EKIND);
        ASSERT_IS(mw_timer_open("x", MW_CREATE | MW_AUTO_RESET, NULL, &again), MW_OK);
        ASSERT_EQ(mw_timer_is_auto_reset(again), 0);
        mw_timer_close(again);
        ASSERT_IS(mw_timer_open("x", MW_CREATE | MW_EXCLUSIVE, NULL, &again), MW_EEXIST);
        mw_timer_close(timer);
        ASSERT_IS(mw_event_open("x", MW_CREATE, NULL, &event), MW_CREATED);
        ASSERT_IS(mw_timer_open("x", 0, NULL, &timer), MW_EKIND);
        mw_event_close(event);
}

TEST(it_fires_when_it_is_time_and_never_before)
{
        for (uint32_t flags = 0; flags <= MW_AUTO_RESET; flags += MW_AUTO_RESET) {
                mw_timer *timer = make("x", flags);
                int64_t due_ns = mw_after_ns(20 * MS);

                ASSERT_IS(mw_timer_set(timer, due_ns, 0), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
                ASSERT_IS(mw_timer_wait(timer, MW_NEVER), MW_OK);
                ASSERT(mw_now_ns() >= due_ns);
                ASSERT_IS(mw_timer_wait(timer, mw_after_ns(2 * MS)), flags ? MW_ETIMEDOUT : MW_OK);
                mw_timer_close(timer);
        }
}

TEST(a_deadline_before_it_is_due_is_kept)
{
        mw_timer *timer = make("x", 0);

        ASSERT_IS(mw_timer_set(timer, mw_after_ns(3600000 * MS), 0), MW_OK);
        ASSERT_IS(mw_timer_wait(timer, mw_after_ns(3 * MS)), MW_ETIMEDOUT);
        mw_timer_close(timer);
}

TEST(set_clears_it)
{
        for (uint32_t flags = 0; flags <= MW_AUTO_RESET; flags += MW_AUTO_RESET) {
                mw_timer *timer = make("x", flags);

                ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
                ASSERT_IS(mw_timer_set(timer, MW_NEVER, 0), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
                ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_OK);
                mw_timer_close(timer);
        }
}

TEST(cancel_leaves_the_state)
{
        for (uint32_t flags = 0; flags <= MW_AUTO_RESET; flags += MW_AUTO_RESET) {
                mw_timer *timer = make("x", flags);
                int64_t due_ns = mw_after_ns(1 * MS);

                ASSERT_IS(mw_timer_set(timer, mw_after_ns(200 * MS), 0), MW_OK);
                ASSERT_IS(mw_timer_cancel(timer), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, mw_after_ns(250 * MS)), MW_ETIMEDOUT);
                ASSERT_IS(mw_timer_cancel(timer), MW_OK);
                ASSERT_IS(mw_timer_set(timer, due_ns, 1000 * MS), MW_OK);
                while (mw_now_ns() <= due_ns + 1000)
                        breathe(); /* it is due, and nobody has looked */
                ASSERT_IS(mw_timer_cancel(timer), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), flags ? MW_ETIMEDOUT : MW_OK);
                mw_timer_close(timer);
        }
}

TEST(periods_go_on_and_count_once_when_nobody_takes_them)
{
        mw_timer *timer = make("x", MW_AUTO_RESET);
        int64_t first_ns = mw_after_ns(2 * MS);

        ASSERT_IS(mw_timer_set(timer, first_ns, 3 * MS), MW_OK);
        for (int i = 0; i < 5; i++) {
                ASSERT_IS(mw_timer_wait(timer, MW_NEVER), MW_OK);
                ASSERT(mw_now_ns() >= first_ns + i * 3 * MS);
        }
        ASSERT_IS(mw_timer_set(timer, mw_now_ns(), 3600000 * MS), MW_OK);
        ASSERT_IS(mw_timer_set(timer, mw_now_ns() - 100 * MS, 3600000 * MS), MW_OK);
        ASSERT_IS(mw_timer_wait(timer, MW_NEVER), MW_OK);
        ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
        mw_timer_close(timer);
}

TEST(the_counts_in_its_word_may_wrap)
{
        mw_timer *timer = make("x", MW_AUTO_RESET);

        for (int i = 0; i < 17000; i++) {
                ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_OK);
                ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
        }
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 1), MW_OK);
        for (int i = 0; i < 17000; i++)
                ASSERT_IS(mw_timer_wait(timer, MW_NEVER), MW_OK);
        mw_timer_close(timer);
}

TEST(it_may_be_one_of_many)
{
        mw_timer *timer = make("t", MW_AUTO_RESET), *manual = make("m", 0);
        struct thing event = thing_make(AUTO, "e", 0), mutex = thing_make(MUTEX, "x", 0);
        mw_object *objects[] = { event.object, mw_timer_object(timer), mw_timer_object(manual),
                                 mutex.object };
        uint32_t index = 9;

        ASSERT_IS(mw_timer_set(timer, mw_after_ns(5 * MS), 0), MW_OK);
        ASSERT_IS(mw_wait_any(objects, 3, MW_NEVER, MW_SPIN_NONE, &index), MW_OK);
        ASSERT_EQ(index, 1);
        ASSERT_IS(mw_timer_set(manual, mw_after_ns(5 * MS), 0), MW_OK);
        ASSERT_IS(mw_wait_any(objects, 3, MW_NEVER, MW_SPIN_DEFAULT, &index), MW_OK);
        ASSERT_EQ(index, 2);
        /* all: nothing is taken as long as one is missing */
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 4, mw_after_ns(5 * MS), MW_SPIN_NONE), MW_ETIMEDOUT);
        ASSERT_IS(thing_signal(&event), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 4, MW_NOW, MW_SPIN_NONE), MW_OK);
        ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
        ASSERT_IS(mw_timer_wait(manual, MW_NOW), MW_OK);
        /* the last that is missing is a timer that is due later */
        ASSERT_IS(thing_signal(&event), MW_OK);
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(5 * MS), 0), MW_OK);
        ASSERT_IS(mw_wait_all(objects, 4, MW_NEVER, MW_SPIN_DEFAULT), MW_OK);
        ASSERT_IS(thing_signal(&mutex), MW_OK);
        ASSERT_IS(thing_signal(&mutex), MW_OK);
        thing_close(&event);
        thing_close(&mutex);
        mw_timer_close(timer);
        mw_timer_close(manual);
}

TEST(spinning_finds_it_as_well)
{
        mw_timer *timer = make("x", MW_AUTO_RESET);

        ASSERT_IS(mw_timer_set(timer, mw_after_ns(2 * MS), 0), MW_OK);
        ASSERT_IS(mw_wait(mw_timer_object(timer), MW_NEVER, MW_SPIN_ALWAYS), MW_OK);
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(2 * MS), 0), MW_OK);
        ASSERT_IS(mw_wait(mw_timer_object(timer), MW_NEVER, 50 * MS), MW_OK);
        mw_timer_close(timer);
}

TEST(inspection_tells_when_it_is_due)
{
        mw_timer *timer = make("x", MW_AUTO_RESET);
        mw_object_info info = MW_OBJECT_INFO_INIT;
        int64_t due_ns = mw_after_ns(3600000 * MS) / 1000 * 1000;

        ASSERT_IS(mw_inspect_name("x", &info), MW_OK);
        ASSERT_EQ(info.kind, MW_KIND_TIMER);
        ASSERT_STR(mw_kind_name(info.kind), "timer");
        ASSERT_EQ(info.due_ns, MW_NEVER);
        ASSERT_EQ(info.is_auto_reset, 1);
        ASSERT_IS(mw_timer_set(timer, due_ns, 7 * MS), MW_OK);
        ASSERT_IS(mw_inspect_name("x", &info), MW_OK);
        ASSERT_EQ(info.due_ns, due_ns);
        ASSERT_EQ(info.period_ns, 7 * MS);
        ASSERT_EQ(info.is_signalled, 0);
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
        ASSERT_IS(mw_inspect_name("x", &info), MW_OK);
        ASSERT_EQ(info.is_signalled, 1); /* due, though nobody has looked */
        mw_timer_close(timer);
}

static void *take_until_it_ends(void *argument)
{
        struct {
                mw_timer *timer;
                atomic_long taken;
        } *shared = argument;

        while (mw_timer_wait(shared->timer, mw_after_ns(300 * MS)) == MW_OK)
                atomic_fetch_add(&shared->taken, 1);
        return NULL;
}

TEST(each_firing_is_taken_once)
{
        struct {
                mw_timer *timer;
                atomic_long taken;
        } shared = { make("x", MW_AUTO_RESET), 0 };
        pthread_t threads[6];
        enum { FIRINGS = 300 };

        for (int i = 0; i < 6; i++)
                pthread_create(&threads[i], NULL, take_until_it_ends, &shared);
        for (int i = 0; i < FIRINGS; i++) {
                ASSERT_IS(mw_timer_set(shared.timer, mw_after_ns(i % 3 * 20000), 0), MW_OK);
                while (atomic_load(&shared.taken) == i)
                        breathe();
        }
        for (int i = 0; i < 6; i++)
                pthread_join(threads[i], NULL);
        ASSERT_EQ(atomic_load(&shared.taken), FIRINGS);
        mw_timer_close(shared.timer);
}
