/* SPDX-License-Identifier: MIT */
/* killstep_own.c — kill -9 at every instruction of what counts units or knows an owner.
 *
 * As killstep_wait.c, for semaphores and mutexes: two units for two sleepers are
 * both there or neither; a dead owner's mutex comes to the next one at once, who
 * is told, and to nobody else.
 */
#include "partners.h"

/* Every instruction in `proof`; in `test` each state of the world (visible.h). */
#define TABLE(sweeps, least) sweep_table(sweeps, sizeof(sweeps) / sizeof *(sweeps), 1, least)

static void op_release(void) { mw_semaphore_release(objects[0].semaphore, 2, NULL); }

/* --- semaphores --- */

static void setup_semaphore_asleep(void)
{
        OBJECTS({ SEMAPHORE, 0, false }, { AUTO, 0, false });
        two_sleep();
}

static void empty_semaphore(int waiting)
{
        for (int i = 0; partners_released(waiting) < waiting && i < 10; i++)
                signal_it(0);
        CHECK(partners_released(waiting) == waiting);
        while (try(0) == MW_OK)
                ;
        signal_it(0);
        signal_it(0);
        CHECK(try(0) == MW_OK);
        CHECK(try(0) == MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        CHECK(!(word_of(0) & (MW_W | MW_H)));
}

/* Two units for two sleepers: both or none. A newcomer may take one of units
 * that were prepared and that nobody had seen. */
static void verify_release(void)
{
        int released = partners_released(2), mine;

        CHECK(released == 0 || released == 2);
        check_no_sleeper_before(0, released, 2);
        mine = try(0) == MW_OK;
        released = partners_released(2);
        CHECK(mine + released == 0 || mine + released == 2);
        sweep_done(mine + released == 2);
        CHECK(MW_UNITS(word_of(0)) == 0);
        empty_semaphore(2);
}

static void setup_semaphore_1(void)
{
        OBJECTS({ SEMAPHORE, 1, false });
        sweep_woke = true;
}

static void verify_take_unit(void)
{
        sweep_done(try(0) != MW_OK);
        empty_semaphore(0);
}

static void setup_semaphore_beside(void)
{
        OBJECTS({ SEMAPHORE, 0, false }, { AUTO, 0, false });
        partner_sleeps(0, "one -1 0");
}

static void verify_unit_beside(void)
{
        int released = partners_released(1);

        if (!released)
                CHECK(MW_UNITS(word_of(0)) == 0 && !(word_of(0) & MW_H));
        signal_it(0);
        CHECK(partners_released(1) == 1);
        if (released && sweep_woke)
                CHECK(try(0) == MW_OK);
        CHECK(try(0) == MW_ETIMEDOUT);
        empty_semaphore(1);
}

TEST_WITHIN(killed_in_semaphores, 900)
{
        static const struct sweep sweeps[] = {
                { "release of two, two asleep", setup_semaphore_asleep, NULL, NULL, op_release,
                  NULL, NULL, verify_release },
                { "semaphore wait, a unit there", setup_semaphore_1, have_slot, NULL, op_wait,
                  NULL, NULL, verify_take_unit },
                { "semaphore wait, beside another", setup_semaphore_beside, have_slot, NULL,
                  op_wait, wake_0, NULL, verify_unit_beside },
                { "semaphore in any, beside another", setup_semaphore_beside, have_slot, NULL,
                  op_any, wake_0, NULL, verify_unit_beside },
        };

        TABLE(sweeps, 800);
        end_partners();
}

/* --- mutexes --- */

static void setup_mutex(void) { OBJECTS({ MUTEX, 0, false }, { MUTEX, 0, false }); }

/* Partners come while the victim stands still at its point. */
static void two_arrive(void)
{
        partner_begins(0, "one -1 0");
        partners_released(1);
        partner_begins(1, "any -1 1 0");
        partners_released(2);
}

/* Partners 0 and 1 each get it once; how often "abandoned" was said. */
static int pass_round(int waiting)
{
        bool has_had[PARTNERS_MAX] = { false };
        int abandoned = 0;

        for (int turn = 0; turn < waiting; turn++) {
                int owner = -1;

                partners_released(waiting);
                for (int i = 0; i < waiting && owner < 0; i++)
                        if (!has_had[i] && partner_is_released(i))
                                owner = i;
                CHECK(owner >= 0);
                if (owner < 0)
                        return abandoned;
                has_had[owner] = true;
                abandoned += partner_result(owner, NULL) == MW_ABANDONED;
                CHECK(partner_result(owner, NULL) >= 0);
                CHECK(partner_unlocks(owner, 0) == MW_OK);
        }
        return abandoned;
}

static void check_mutex_is_free(void)
{
        CHECK(try(0) == MW_OK);
        CHECK(mw_mutex_unlock(objects[0].mutex) == MW_OK);
        CHECK(mw_mutex_unlock(objects[0].mutex) == MW_ENOTOWNER);
        CHECK(!(word_of(0) & (MW_W | MW_H)));
}

static void setup_mutex_watched(void)
{
        OBJECTS({ MUTEX, 0, false }, { AUTO, 0, false });
}

/* The victim locked it or not; each partner gets it, the first may be told. */
static void verify_lock(void)
{
        int abandoned = pass_round(2);

        CHECK(abandoned <= 1);
        sweep_done(abandoned == 1);
        check_mutex_is_free();
}

/* Owned by the controller, who unlocks when the victim sleeps; a partner waits. */
static void setup_mutex_contended(void)
{
        OBJECTS({ MUTEX, 1, false }, { AUTO, 0, false });
        partner_sleeps(0, "one -1 0");
}

static void verify_lock_contended(void)
{
        if (!sweep_woke)
                signal_it(0);
        CHECK(pass_round(1) <= 1);
        check_mutex_is_free();
}

static void setup_unlock(void) { OBJECTS({ MUTEX, 0, false }, { AUTO, 0, false }); }

static void lock_and_meet(void)
{
        ASSERT_OK(thing_wait(&objects[0], MW_NEVER));
        meet_controller();
}

static void lock_twice_and_meet(void)
{
        ASSERT_OK(thing_wait(&objects[0], MW_NEVER));
        ASSERT_OK(try(0));
        meet_controller();
}

/* The victim owns it by now, or will in a moment; then two sleep on it. */
static void sleep_on_victims(void)
{
        while (try(0) == MW_OK)
                ASSERT_IS(mw_mutex_unlock(objects[0].mutex), MW_OK);
        two_sleep();
        meet_victim();
}

static void verify_unlock(void)
{
        int abandoned = pass_round(2);

        CHECK(abandoned <= 1);
        sweep_done(abandoned == 0);
        check_mutex_is_free();
}

static void lock_alone(void) { ASSERT_OK(try(0)); }

static void verify_unlock_alone(void)
{
        int result = try(0);

        CHECK(result == MW_OK || result == MW_ABANDONED);
        sweep_done(result == MW_OK);
        CHECK(mw_mutex_unlock(objects[0].mutex) == MW_OK);
        check_mutex_is_free();
}

/* The inner of two unlocks leaves it owned: the dead owner abandons it always. */
static void verify_inner_unlock(void)
{
        CHECK(pass_round(2) == 1);
        check_mutex_is_free();
}

static void verify_slot(void)
{
        CHECK(try(0) == MW_OK);
        CHECK(mw_mutex_unlock(objects[0].mutex) == MW_OK);
        check_mutex_is_free();
}

static void op_claim_and_lock_other(void)
{
        mw_wait(objects[1].object, MW_NOW, MW_SPIN_NONE);
}

TEST_WITHIN(killed_in_mutexes, 1800)
{
        static const struct sweep sweeps[] = {
                { "slot claim and first lock", setup_mutex, NULL, NULL, op_claim_and_lock_other,
                  NULL, NULL, verify_slot },
                { "lock, two arrive meanwhile", setup_mutex_watched, have_slot, NULL, op_wait,
                  NULL, two_arrive, verify_lock },
                { "lock, sleeps beside one", setup_mutex_contended, have_slot, NULL, op_wait,
                  wake_0, NULL, verify_lock_contended },
                { "lock in any, sleeps beside one", setup_mutex_contended, have_slot, NULL, op_any,
                  wake_0, NULL, verify_lock_contended },
                { "unlock, two asleep", setup_unlock, lock_and_meet, sleep_on_victims, op_signal,
                  NULL, NULL, verify_unlock },
                { "inner unlock, two asleep", setup_unlock, lock_twice_and_meet, sleep_on_victims,
                  op_signal, NULL, NULL, verify_inner_unlock },
                { "unlock, nobody", setup_unlock, lock_alone, NULL, op_signal, NULL, NULL,
                  verify_unlock_alone },
        };

        TABLE(sweeps, 4000);
        end_partners();
}
