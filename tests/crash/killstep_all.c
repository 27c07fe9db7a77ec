/* SPDX-License-Identifier: MIT */
/* killstep_all.c — kill -9 at every instruction of a wait for all, in one namespace.
 *
 * What must hold after each death: all was taken (and each mutex abandoned) or
 * nothing was, whoever looks first, and whether he looks after the death or waits
 * since before; what counts as taken stays taken; everything works on.
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
