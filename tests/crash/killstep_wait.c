/* SPDX-License-Identifier: MIT */
/* killstep_wait.c — kill -9 at every instruction of signals to events, waits for one or any.
 *
 * What must hold after each death, whoever looks: nobody sleeps in front of a
 * visible signal; what the dead one did counts whole or not at all, and once it
 * counts it stays; no token, unit or ownership is lost or doubled for the living;
 * everything works on.
 *
 * The controller (this process) looks with waits that don't block; partners sleep.
 */
#include "partners.h"

/* Every instruction in `proof`; in `test` each state of the world (visible.h). */
#define TABLE(sweeps, least) sweep_table(sweeps, sizeof(sweeps) / sizeof *(sweeps), 2, least)

static void op_reset(void) { mw_event_reset(objects[0].event); }
static void op_pulse(void) { mw_event_pulse(objects[0].event); }

/* --- events: the victim signals, two partners sleep, one of them in an any --- */

static void setup_manual_asleep(void)
{
        OBJECTS({ MANUAL, 0, false }, { AUTO, 0, false });
        two_sleep();
}

static void setup_auto_asleep(void)
{
        OBJECTS({ AUTO, 0, false }, { AUTO, 0, false });
        two_sleep();
}

/* All or nobody, and never somebody asleep while a newcomer passes. */
static void verify_manual_set(void)
{
        int released = partners_released(2), result;

        CHECK(released == 0 || released == 2);
        check_no_sleeper_before(0, released, 2);
        result = try(0);
        released = partners_released(2);
        CHECK((result == MW_OK) == (released == 2));
        sweep_done(result == MW_OK);
        signal_it(0);
        CHECK(partners_released(2) == 2);
        CHECK(try(0) == MW_OK);
        reset_it(0);
        CHECK(try(0) == MW_ETIMEDOUT);
}

static void verify_manual_pulse(void)
{
        int released = partners_released(2);

        CHECK(released == 0 || released == 2);
        CHECK(try(0) == MW_ETIMEDOUT);
        released = partners_released(2);
        CHECK(released == 0 || released == 2);
        sweep_done(released == 2);
        ASSERT_IS(mw_event_pulse(objects[0].event), MW_OK);
        CHECK(partners_released(2) == 2);
        CHECK(try(0) == MW_ETIMEDOUT);
        ASSERT_IS(mw_event_pulse(objects[0].event), MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(!(word_of(0) & (MW_W | MW_H)));
}

static void setup_manual(void) { OBJECTS({ MANUAL, 0, false }); }
static void setup_manual_set(void) { OBJECTS({ MANUAL, 1, false }); }
static void setup_auto(void) { OBJECTS({ AUTO, 0, false }); }
static void setup_auto_set(void) { OBJECTS({ AUTO, 1, false }); }

static void verify_set_alone(void)
{
        sweep_done(try(0) == MW_OK);
        reset_it(0);
        CHECK(try(0) == MW_ETIMEDOUT);
        signal_it(0);
        CHECK(try(0) == MW_OK);
}

static void verify_reset_alone(void)
{
        sweep_done(try(0) == MW_ETIMEDOUT);
        signal_it(0);
        CHECK(try(0) == MW_OK);
        reset_it(0);
        CHECK(try(0) == MW_ETIMEDOUT);
}

static void verify_pulse_alone(void)
{
        int result = try(0);

        /* it was signalled; a pulse clears it */
        sweep_done(result == MW_ETIMEDOUT);
        reset_it(0);
        CHECK(try(0) == MW_ETIMEDOUT);
        signal_it(0);
        CHECK(try(0) == MW_OK);
}

/* Release whoever sleeps still; then one set is one token, and two are one. */
static void finish_auto(int waiting)
{
        for (int i = 0; partners_released(waiting) < waiting && i < 10; i++)
                signal_it(0);
        CHECK(partners_released(waiting) == waiting);
        CHECK(try(0) == MW_ETIMEDOUT);
        signal_it(0);
        signal_it(0);
        CHECK(try(0) == MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        signal_it(0);
        reset_it(0);
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(!(word_of(0) & (MW_W | MW_H)));
}

static void verify_auto_set(void)
{
        bool is_prepared = word_of(0) & MW_H;
        int released = partners_released(2), then;

        CHECK(released <= 1);
        check_no_sleeper_before(0, released, 2);
        sweep_done(released == 1 || is_prepared);
        signal_it(0); /* completes what was prepared, too */
        then = partners_released(2);
        CHECK(then == released + 1 || (is_prepared && then == 2));
        CHECK(try(0) == MW_ETIMEDOUT);
        finish_auto(2);
}

static void verify_auto_pulse(void)
{
        int released = partners_released(2), then;

        CHECK(released <= 1);
        CHECK(try(0) == MW_ETIMEDOUT);
        ASSERT_IS(mw_event_pulse(objects[0].event), MW_OK);
        then = partners_released(2);
        CHECK(then >= 1 && then >= released + 1);
        CHECK(try(0) == MW_ETIMEDOUT);
        for (int i = 0; partners_released(2) < 2 && i < 10; i++)
                ASSERT_IS(mw_event_pulse(objects[0].event), MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        finish_auto(2);
}

TEST_WITHIN(killed_in_set_reset_pulse, 900)
{
        static const struct sweep sweeps[] = {
                { "manual set, two asleep", setup_manual_asleep, NULL, NULL, op_signal, NULL, NULL,
                  verify_manual_set },
                { "manual set, nobody", setup_manual, NULL, NULL, op_signal, NULL, NULL,
                  verify_set_alone },
                { "manual reset", setup_manual_set, NULL, NULL, op_reset, NULL, NULL,
                  verify_reset_alone },
                { "manual pulse, two asleep", setup_manual_asleep, NULL, NULL, op_pulse, NULL,
                  NULL, verify_manual_pulse },
                { "manual pulse, signalled", setup_manual_set, NULL, NULL, op_pulse, NULL, NULL,
                  verify_pulse_alone },
                { "auto set, two asleep", setup_auto_asleep, NULL, NULL, op_signal, NULL, NULL,
                  verify_auto_set },
                { "auto set, nobody", setup_auto, NULL, NULL, op_signal, NULL, NULL,
                  verify_set_alone },
                { "auto reset", setup_auto_set, NULL, NULL, op_reset, NULL, NULL,
                  verify_reset_alone },
                { "auto pulse, two asleep", setup_auto_asleep, NULL, NULL, op_pulse, NULL, NULL,
                  verify_auto_pulse },
                { "auto pulse, signalled", setup_auto_set, NULL, NULL, op_pulse, NULL, NULL,
                  verify_pulse_alone },
        };

        TABLE(sweeps, 250);
        end_partners();
}

/* --- waits: the victim waits; when it sleeps, the controller signals once --- */

static void setup_two_autos(void) { OBJECTS({ AUTO, 0, false }, { AUTO, 0, false }); }

static void setup_two_autos_set(void)
{
        OBJECTS({ AUTO, 1, false }, { AUTO, 0, false });
        sweep_woke = true; /* the signal has been given already */
}

/* One signal was given (or none yet): the victim took it, or it is still there. */
static void verify_wait_alone(void)
{
        int result = try(0);

        if (sweep_woke)
                sweep_done(result != MW_OK);
        else
                CHECK(result == MW_ETIMEDOUT);
        check_auto_is_as_new(0);
        check_auto_is_as_new(1);
}

static void setup_beside_one(void)
{
        OBJECTS({ AUTO, 0, false }, { AUTO, 0, false });
        partner_sleeps(0, "one -1 0");
}

/* One signal for two: the victim or the partner; never neither, never both. */
static void verify_wait_beside(void)
{
        int released = partners_released(1);
        bool victim_has_it = sweep_woke && !released;

        if (!released)
                CHECK(!is_visibly_signalled(0) && !(word_of(0) & MW_H));
        signal_it(0);
        CHECK(partners_released(1) == 1);
        if (released)
                CHECK(try(0) == MW_OK); /* ours stayed, the partner had the first */
        else if (!victim_has_it)
                CHECK(try(0) == MW_ETIMEDOUT);
        check_auto_is_as_new(0);
        check_auto_is_as_new(1);
}

static void setup_manual_beside_two(void)
{
        OBJECTS({ MANUAL, 0, false }, { AUTO, 0, false });
        two_sleep();
}

static void verify_wait_manual(void)
{
        if (sweep_woke)
                CHECK(partners_released(2) == 2);
        reset_it(0);
        CHECK(try(0) == MW_ETIMEDOUT);
        signal_it(0);
        CHECK(partners_released(2) == 2);
        CHECK(try(0) == MW_OK);
        reset_it(0);
        signal_it(0);
        CHECK(!(word_of(0) & (MW_W | MW_H)));
        check_auto_is_as_new(1);
}

TEST_WITHIN(killed_in_wait_one_and_any, 900)
{
        static const struct sweep sweeps[] = {
                { "wait, auto, signalled", setup_two_autos_set, have_slot, NULL, op_wait, NULL,
                  NULL, verify_wait_alone },
                { "wait, auto, sleeps", setup_two_autos, have_slot, NULL, op_wait, wake_0, NULL,
                  verify_wait_alone },
                { "wait, auto, beside another", setup_beside_one, have_slot, NULL, op_wait, wake_0,
                  NULL, verify_wait_beside },
                { "any of two, signalled", setup_two_autos_set, have_slot, NULL, op_any, NULL,
                  NULL, verify_wait_alone },
                { "any of two, sleeps", setup_two_autos, have_slot, NULL, op_any, wake_0, NULL,
                  verify_wait_alone },
                { "any of two, beside another", setup_beside_one, have_slot, NULL, op_any, wake_0,
                  NULL, verify_wait_beside },
                { "wait, manual, beside two", setup_manual_beside_two, have_slot, NULL, op_wait,
                  wake_0, NULL, verify_wait_manual },
                { "any, manual, beside two", setup_manual_beside_two, have_slot, NULL, op_any,
                  wake_0, NULL, verify_wait_manual },
                { "wait, auto, sleeps, first ever", setup_two_autos, NULL, NULL, op_wait, wake_0,
                  NULL, verify_wait_alone },
        };

        TABLE(sweeps, 1500);
        end_partners();
}
