/* SPDX-License-Identifier: MIT */
/* held.c — a waiter is held at one instruction while others signal and reset.
 *
 * By chance the scheduler does this once in a hundred thousand waits. Here the waiting
 * thread stops at a named step of the library until it is let go, so each moment is hit
 * every time. A reset of an auto-reset event keeps a token for each thread that waits;
 * what these have not used when they are gone must release nobody who comes later.
 */
#include "thing.h"
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/step.h"

static const char *_Atomic target; /* the step at which the waiter stops; NULL: nowhere */
static atomic_int has_arrived;
static __thread bool is_waiter;

static void stop_at_target(const char *name)
{
        const char *wanted = atomic_load(&target);

        if (!is_waiter || !wanted || strcmp(name, wanted) != 0)
                return;
        atomic_store(&has_arrived, 1);
        while (atomic_load(&target) == wanted)
                breathe();
}

static void aim_at(const char *step)
{
        atomic_store(&has_arrived, 0);
        atomic_store(&target, step);
}

static void until_there(void)
{
        while (!atomic_load(&has_arrived))
                breathe();
}

/* From where it stands to the next time that it comes to this step. */
static void move_to(const char *step)
{
        aim_at(step);
        until_there();
}

struct wait {
        mw_object *objects[2];
        uint32_t count, index;
        int result;
        pthread_t thread;
};

static void *wait_for_any(void *argument)
{
        struct wait *wait = argument;

        is_waiter = true;
        wait->result =
                mw_wait_any(wait->objects, wait->count, MW_NEVER, MW_SPIN_NONE, &wait->index);
        return NULL;
}

static void *try_all(void *argument)
{
        struct wait *wait = argument;

        is_waiter = true;
        wait->result = mw_wait_all(wait->objects, wait->count, MW_NOW, MW_SPIN_NONE);
        return NULL;
}

static void begin_until(struct wait *wait, void *(*run)(void *), const char *step)
{
        mwi_step_hook = stop_at_target;
        aim_at(step);
        ASSERT(pthread_create(&wait->thread, NULL, run, wait) == 0);
        until_there();
}

/* Waiting, and just about to sleep; what comes now wakes it. */
static void begin(struct wait *wait)
{
        begin_until(wait, wait_for_any, "wait.sleep.before");
}

/* It has its token, and is still counted; then the event is set once more. */
static void take_and_set(struct wait *wait, struct thing *event)
{
        begin(wait);
        ASSERT_IS(thing_signal(event), MW_OK);
        move_to("wait.take.after");
        ASSERT_IS(thing_signal(event), MW_OK);
}

static void let_go(struct wait *wait, int result)
{
        atomic_store(&target, NULL);
        ASSERT(pthread_join(wait->thread, NULL) == 0);
        ASSERT_IS(wait->result, result);
}

/* Not even for one who waits some time, and is counted. */
static void expect_clear(struct thing *event)
{
        ASSERT_IS(thing_try(event), MW_ETIMEDOUT);
        ASSERT_IS(thing_wait(event, mw_after_ns(20000000)), MW_ETIMEDOUT);
}

static void expect_one(struct thing *event)
{
        ASSERT_IS(thing_try(event), MW_OK);
        expect_clear(event);
}

TEST(what_is_set_after_a_take_is_gone_after_a_reset)
{
        struct thing event = thing_make(AUTO, NULL, 0);
        struct wait wait = { .objects = { event.object }, .count = 1 };

        take_and_set(&wait, &event);
        ASSERT_IS(mw_event_reset(event.event), MW_OK);
        ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        let_go(&wait, MW_OK);
        expect_clear(&event);
        ASSERT_IS(thing_signal(&event), MW_OK);
        expect_one(&event);
        thing_close(&event);
}

TEST(what_is_set_after_such_a_reset_stays)
{
        struct thing event = thing_make(AUTO, NULL, 0);
        struct wait wait = { .objects = { event.object }, .count = 1 };

        take_and_set(&wait, &event);
        ASSERT_IS(mw_event_reset(event.event), MW_OK);
        ASSERT_IS(thing_signal(&event), MW_OK);
        let_go(&wait, MW_OK);
        expect_one(&event);
        thing_close(&event);
}

/* Nobody is counted any more, and what was meant for him is still there. */
TEST(a_set_is_not_taken_for_what_is_void)
{
        struct thing event = thing_make(AUTO, NULL, 0);
        struct wait wait = { .objects = { event.object }, .count = 1 };

        take_and_set(&wait, &event);
        ASSERT_IS(mw_event_reset(event.event), MW_OK);
        move_to("event.member.left");
        ASSERT_IS(thing_signal(&event), MW_OK);
        let_go(&wait, MW_OK);
        expect_one(&event);
        thing_close(&event);
}

TEST(a_pulse_clears_what_is_set_after_a_take)
{
        struct thing event = thing_make(AUTO, NULL, 0);
        struct wait wait = { .objects = { event.object }, .count = 1 };

        take_and_set(&wait, &event);
        ASSERT_IS(mw_event_pulse(event.event), MW_OK);
        let_go(&wait, MW_OK);
        expect_clear(&event);
        thing_close(&event);
}

TEST(what_was_kept_for_one_who_took_another_is_gone)
{
        struct thing other = thing_make(MANUAL, NULL, 0), event = thing_make(AUTO, NULL, 0);
        struct wait wait = { .objects = { other.object, event.object }, .count = 2 };

        begin(&wait);
        ASSERT_IS(thing_signal(&event), MW_OK);
        ASSERT_IS(mw_event_reset(event.event), MW_OK);
        ASSERT_IS(thing_signal(&other), MW_OK);
        let_go(&wait, MW_OK);
        ASSERT_EQ(wait.index, 0);
        expect_clear(&event);
        thing_close(&event);
        thing_close(&other);
}

TEST(set_and_reset_release_who_waited_and_not_the_setter)
{
        struct thing event = thing_make(AUTO, NULL, 0), ready = thing_make(MANUAL, NULL, 1);
        struct wait wait = { .objects = { event.object }, .count = 1 };
        mw_object *both[] = { event.object, ready.object };

        begin(&wait);
        ASSERT_IS(thing_signal(&event), MW_OK);
        move_to("wait.sleep.after"); /* woken, and has not looked */
        ASSERT_IS(mw_event_reset(event.event), MW_OK);
        ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        ASSERT_IS(mw_wait_any(both, 1, MW_NOW, MW_SPIN_NONE, NULL), MW_ETIMEDOUT);
        ASSERT_IS(mw_wait_all(both, 2, MW_NOW, MW_SPIN_NONE), MW_ETIMEDOUT);
        let_go(&wait, MW_OK);
        expect_clear(&event);
        thing_close(&event);
        thing_close(&ready);
}

/* It has reserved the first of two, and finds the second taken. Which is the first only
 * chance decides: they go by their ids. 1: it was this one. */
static int reserve_and_reset(struct thing *event)
{
        struct thing other = thing_make(AUTO, NULL, 1);
        struct wait wait = { .objects = { event->object, other.object }, .count = 2 };
        int is_reserved;

        begin_until(&wait, try_all, "wait_all.reserve.own");
        ASSERT_IS(thing_try(&other), MW_OK);
        move_to("wait_all.reserved");
        is_reserved = thing_try(event) == MW_ETIMEDOUT;
        ASSERT_IS(mw_event_reset(event->event), MW_OK);
        let_go(&wait, MW_ETIMEDOUT);
        thing_close(&other);
        return is_reserved;
}

TEST(what_a_wait_for_all_gives_back_after_a_reset_is_gone)
{
        for (int tested = 0; tested < 3;) {
                struct thing event = thing_make(AUTO, NULL, 1);

                tested += reserve_and_reset(&event);
                expect_clear(&event);
                ASSERT_IS(thing_signal(&event), MW_OK);
                expect_one(&event);
                thing_close(&event);
        }
}
