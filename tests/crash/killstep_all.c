/* SPDX-License-Identifier: MIT */
/* killstep_all.c — kill -9 at every instruction of a wait for all, in one namespace.
 *
 * What must hold after each death: all was taken (and each mutex abandoned) or
 * nothing was, whoever looks first, and whether he looks after the death or waits
 * since before; what counts as taken stays taken; everything works on. The same
 * for one that a pulse releases.
 * Two namespaces: killstep_both.c.
 */
#include "partners.h"

/* Every instruction in `proof`; in `test` each state of the world (visible.h). */
#define TABLE(sweeps, least) sweep_table(sweeps, sizeof(sweeps) / sizeof *(sweeps), 1, least)

static void op_all(void)
{
        mw_object *all[] = { objects[3].object, objects[0].object, objects[2].object,
                             objects[1].object };

        mw_wait_all(all, 4, MW_NEVER, MW_SPIN_NONE);
}

/* Auto 0, semaphore 1, manual 2, mutex 3. */

static void setup_all(void)
{
        OBJECTS({ AUTO, 1, false }, { SEMAPHORE, 1, false }, { MANUAL, 1, false },
                { MUTEX, 0, false });
        sweep_woke = true;
}

static void setup_all_asleep(void)
{
        OBJECTS({ AUTO, 0, false }, { SEMAPHORE, 1, false }, { MANUAL, 1, false },
                { MUTEX, 0, false });
}

/* All are taken (and the mutex abandoned) or none is. */
static void verify_all(void)
{
        int mutex = try(3), event, unit;

        CHECK(mutex == MW_OK || mutex == MW_ABANDONED);
        CHECK(try(2) == MW_OK);
        event = try(0);
        unit = try(1);
        sweep_done(mutex == MW_ABANDONED);
        if (mutex == MW_ABANDONED) {
                CHECK(event == MW_ETIMEDOUT && unit == MW_ETIMEDOUT);
        } else {
                CHECK(unit == MW_OK);
                CHECK((event == MW_OK) == sweep_woke);
        }
        CHECK(mw_mutex_unlock(objects[3].mutex) == MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(try(1) == MW_ETIMEDOUT);
        CHECK(try(2) == MW_OK);
        CHECK(try(3) == MW_OK);
        CHECK(mw_mutex_unlock(objects[3].mutex) == MW_OK);
        signal_it(0);
        signal_it(0);
        CHECK(try(0) == MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
}

/* One waits for each of what the victim has reserved. */
static void three_arrive(void)
{
        partner_begins(0, "one -1 0");
        partner_begins(1, "one -1 1");
        partner_begins(2, "one -1 3");
        partners_released(3);
}

static void verify_all_watched(void)
{
        bool event, unit;

        partners_released(3);
        event = partner_is_released(0);
        unit = partner_is_released(1);
        CHECK(partner_is_released(2));
        CHECK(event == unit); /* both were taken by the dead one, or both are here */
        sweep_done(!event);
        if (partner_is_released(2)) {
                CHECK(partner_result(2, NULL) == (event ? MW_OK : MW_ABANDONED));
                CHECK(partner_unlocks(2, 3) == MW_OK);
        }
        signal_it(0);
        signal_it(1);
        CHECK(partners_released(3) == 3);
        if (event) {
                CHECK(try(0) == MW_OK);
                CHECK(try(1) == MW_OK);
        }
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(try(1) == MW_ETIMEDOUT);
        CHECK(try(3) == MW_OK);
        CHECK(mw_mutex_unlock(objects[3].mutex) == MW_OK);
}

/* --- released by a pulse: the event is not signalled, before and after --- */

static void setup_all_manual_clear(void)
{
        OBJECTS({ AUTO, 1, false }, { SEMAPHORE, 1, false }, { MANUAL, 0, false },
                { MUTEX, 0, false });
}

static void pulse_0(void)
{
        ASSERT_IS(mw_event_pulse(objects[0].event), MW_OK);
}

static void pulse_2(void)
{
        ASSERT_IS(mw_event_pulse(objects[2].event), MW_OK);
}

/* All but the pulsed one are taken (and the mutex abandoned) or none is. */
static void verify_all_pulsed(void)
{
        int pulsed = sweep_now->wake == pulse_2 ? 2 : 0, mutex = try(3), unit;

        CHECK(mutex == MW_OK || mutex == MW_ABANDONED);
        CHECK(try(pulsed) == MW_ETIMEDOUT);
        CHECK(!sweep_finished || mutex == MW_ABANDONED);
        sweep_done(mutex == MW_ABANDONED);
        unit = try(1);
        CHECK(unit == (mutex == MW_OK ? MW_OK : MW_ETIMEDOUT));
        if (pulsed == 2)
                CHECK(try(0) == unit);
        else
                CHECK(try(2) == MW_OK);
        CHECK(mw_mutex_unlock(objects[3].mutex) == MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(try(1) == MW_ETIMEDOUT);
        for (int i = 0; i < 3; i++) {
                signal_it(i);
                CHECK(try(i) == MW_OK);
        }
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(try(1) == MW_ETIMEDOUT);
}

static void op_all_beside(void)
{
        mw_object *all[] = { objects[1].object, objects[0].object };

        mw_wait_all(all, 2, MW_NEVER, MW_SPIN_NONE);
}

static void setup_all_beside(void)
{
        setup_all_asleep();
        partner_sleeps(0, "all -1 0 1");
}

/* The partner has the pulse and the unit, or gets others: it watches, whoever marked. */
static void verify_all_beside(void)
{
        int unit;

        if (partners_released(1) == 0) {
                unit = try(1);
                CHECK(!sweep_finished || unit == MW_ETIMEDOUT);
                signal_it(1);
                for (int tries = 0; partners_released(1) == 0 && tries < 1000; tries++)
                        pulse_0();
        }
        CHECK(partners_released(1) == 1);
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(try(1) == MW_ETIMEDOUT);
        signal_it(1);
        CHECK(try(1) == MW_OK);
        check_auto_is_as_new(0);
}

TEST_WITHIN(killed_in_wait_all_by_a_pulse, 1800)
{
        static const struct sweep sweeps[] = {
                { "all of four, an auto pulse", setup_all_asleep, have_slot, NULL, op_all, pulse_0,
                  NULL, verify_all_pulsed },
                { "all of four, a manual pulse", setup_all_manual_clear, have_slot, NULL, op_all,
                  pulse_2, NULL, verify_all_pulsed },
                { "all of two, another beside it", setup_all_beside, have_slot, NULL, op_all_beside,
                  pulse_0, NULL, verify_all_beside },
        };

        TABLE(sweeps, 3000);
        end_partners();
}

TEST_WITHIN(killed_in_wait_all, 1800)
{
        static const struct sweep sweeps[] = {
                { "all of four, signalled", setup_all, have_slot, NULL, op_all, NULL, NULL,
                  verify_all },
                { "all of four, sleeps", setup_all_asleep, have_slot, NULL, op_all, wake_0, NULL,
                  verify_all },
                { "all of four, three arrive meanwhile", setup_all, have_slot, NULL, op_all, NULL,
                  three_arrive, verify_all_watched },
        };

        TABLE(sweeps, 3000);
        end_partners();
}
