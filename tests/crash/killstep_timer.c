/* SPDX-License-Identifier: MIT */
/* killstep_timer.c — kill -9 at every instruction of set, cancel, fire and take.
 *
 * What must hold after each death, whoever looks: a set that came through fires, one
 * that didn't does not; each firing is taken once, by the living or by the dead, and
 * never twice; who sleeps is released by the next set; everything works on.
 *
 * The controller (this process) sets and looks; one stranger may sleep on the timer.
 */
#include "thing.h"
#include "trace.h"

#define HOUR                 INT64_C(3600000000000)
#define TABLE(sweeps, least) sweep_table(sweeps, sizeof(sweeps) / sizeof *(sweeps), 9, least)

static mw_timer *timer;
static struct peer *sleeper;

ROLE(sleeper)
{
        mw_timer *mine;

        (void) argv;
        ASSERT_IS(mw_timer_open("t", 0, NULL, &mine), MW_OK);
        reach("open");
        reach("%s", result_name(mw_wait(mw_timer_object(mine), MW_NEVER, MW_SPIN_NONE)));
        mw_timer_close(mine);
}

static void end_point(void)
{
        if (sleeper)
                peer_kill(sleeper);
        sleeper = NULL;
        mw_timer_close(timer);
        timer = NULL;
}

static void fresh(uint32_t flags, int64_t due_ns, int64_t period_ns)
{
        end_point();
        ASSERT_IS(mw_timer_open("t", MW_CREATE | MW_EXCLUSIVE | flags, NULL, &timer), MW_CREATED);
        if (due_ns != MW_NEVER)
                ASSERT_IS(mw_timer_set(timer, due_ns, period_ns), MW_OK);
}

static void one_sleeps(void)
{
        sleeper = peer_start("sleeper", NULL);
        peer_expect(sleeper, "open");
        until_asleep(sleeper->pid);
}

static bool is_released(void)
{
        while (!peer_has_line(sleeper))
                if (is_asleep_for_good(sleeper->pid) && !peer_has_line(sleeper))
                        return false;
        return true;
}

static void auto_new(void)
{
        fresh(MW_AUTO_RESET, MW_NEVER, 0);
}
static void auto_later(void)
{
        fresh(MW_AUTO_RESET, mw_after_ns(HOUR), 0);
}
static void auto_due(void)
{
        fresh(MW_AUTO_RESET, MW_NOW, 0);
}
static void auto_every_hour(void)
{
        fresh(MW_AUTO_RESET, MW_NOW, HOUR);
}
static void manual_new(void)
{
        fresh(0, MW_NEVER, 0);
}
static void manual_due(void)
{
        fresh(0, MW_NOW, 0);
}
static void auto_asleep(void)
{
        auto_new();
        one_sleeps();
}

static void op_set(void)
{
        mw_timer_set(timer, MW_NOW, 0);
}
static void op_clear(void)
{
        mw_timer_set(timer, MW_NEVER, 0);
}
static void op_cancel(void)
{
        mw_timer_cancel(timer);
}
static void op_look(void)
{
        mw_timer_wait(timer, MW_NOW);
}
static void op_wait(void)
{
        mw_wait(mw_timer_object(timer), MW_NEVER, MW_SPIN_NONE);
}
static void wake(void)
{
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
}

static int look(void)
{
        return mw_timer_wait(timer, MW_NOW);
}

/* Whatever was left: the next set fires once, the next cancel cancels. */
static void works_on(void)
{
        int then = mw_timer_is_auto_reset(timer) ? MW_ETIMEDOUT : MW_OK;

        ASSERT_IS(mw_timer_set(timer, MW_NEVER, 0), MW_OK);
        CHECK(look() == MW_ETIMEDOUT);
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
        CHECK(look() == MW_OK);
        CHECK(look() == then);
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(200000), 0), MW_OK);
        ASSERT_IS(mw_timer_cancel(timer), MW_OK);
        CHECK(mw_timer_wait(timer, mw_after_ns(300000)) == MW_ETIMEDOUT);
}

static void verify_set(void)
{
        int result = look();

        sweep_done(result == MW_OK);
        if (result == MW_OK && mw_timer_is_auto_reset(timer))
                CHECK(look() == MW_ETIMEDOUT);
        works_on();
}

/* It was due, so it has fired, before it is cleared or not. */
static void verify_clear(void)
{
        sweep_done(look() == MW_ETIMEDOUT);
        works_on();
}

static void verify_cancel_due(void)
{
        CHECK(look() == MW_OK);
        CHECK(look() == MW_ETIMEDOUT);
        works_on();
}

static void verify_cancel(void)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;

        ASSERT_IS(mw_inspect_name("t", &info), MW_OK);
        sweep_done(info.due_ns == MW_NEVER);
        CHECK(look() == MW_ETIMEDOUT);
        works_on();
}

static void verify_take(void)
{
        sweep_done(look() != MW_OK);
        CHECK(look() == MW_ETIMEDOUT);
        works_on();
}

static void verify_take_manual(void)
{
        CHECK(look() == MW_OK);
        works_on();
}

/* The period goes on, whoever was killed while it was moved on. */
static void verify_take_periodic(void)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;

        sweep_done(look() != MW_OK);
        CHECK(look() == MW_ETIMEDOUT);
        ASSERT_IS(mw_inspect_name("t", &info), MW_OK);
        CHECK(info.due_ns != MW_NEVER && info.due_ns > mw_now_ns());
        CHECK(info.period_ns == HOUR);
        works_on();
}

static void wake_the_sleeper(void)
{
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
        CHECK(is_released());
}

/* One firing: the sleeper's or ours. What was prepared counts with our look. */
static void verify_set_asleep(void)
{
        bool released = is_released();
        int result = look();

        if (!released)
                released = is_released();
        if (mw_timer_is_auto_reset(timer))
                CHECK(!(released && result == MW_OK));
        else
                CHECK(released == (result == MW_OK));
        sweep_done(released || result == MW_OK);
        if (!released)
                wake_the_sleeper();
        works_on();
}

/* Alone: what was set for it is there until it is taken. */
static void verify_wait(void)
{
        int result = look();

        if (sweep_woke)
                sweep_done(result != MW_OK);
        else
                CHECK(result == MW_ETIMEDOUT);
        works_on();
}

/* One firing for two: one of them has it, the other the next. */
static void verify_wait_beside(void)
{
        bool released = is_released();

        CHECK(look() == MW_ETIMEDOUT);
        if (!released)
                wake_the_sleeper();
        works_on();
}

TEST_WITHIN(killed_in_set_and_cancel, 900)
{
        static const struct sweep sweeps[] = {
                { "set, new", auto_new, NULL, NULL, op_set, NULL, NULL, verify_set },
                { "set anew", auto_later, NULL, NULL, op_set, NULL, NULL, verify_set },
                { "set, manual", manual_new, NULL, NULL, op_set, NULL, NULL, verify_set },
                { "clear, due", auto_due, NULL, NULL, op_clear, NULL, NULL, verify_clear },
                { "cancel, due", auto_due, NULL, NULL, op_cancel, NULL, NULL, verify_cancel_due },
                { "cancel", auto_later, NULL, NULL, op_cancel, NULL, NULL, verify_cancel },
                { "set, one asleep", auto_asleep, NULL, NULL, op_set, NULL, NULL,
                  verify_set_asleep },
        };

        TABLE(sweeps, 300);
        end_point();
}

TEST_WITHIN(killed_in_fire_and_take, 900)
{
        static const struct sweep sweeps[] = {
                { "take, due", auto_due, NULL, NULL, op_look, NULL, NULL, verify_take },
                { "take, manual", manual_due, NULL, NULL, op_look, NULL, NULL, verify_take_manual },
                { "take, with a period", auto_every_hour, NULL, NULL, op_look, NULL, NULL,
                  verify_take_periodic },
                { "wait", auto_new, NULL, NULL, op_wait, wake, NULL, verify_wait },
                { "wait, beside another", auto_asleep, NULL, NULL, op_wait, wake, NULL,
                  verify_wait_beside },
        };

        TABLE(sweeps, 300);
        end_point();
}
