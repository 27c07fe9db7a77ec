/* SPDX-License-Identifier: MIT */
/* killstep_both.c — kill -9 at every instruction of a wait for all over both namespaces.
 *
 * Object 0 is Local\, object 1 is Global\, of each pair of kinds. The decision is
 * one store in the Global\ slot, and a note of it in the Local\ slot (wait_all.c);
 * a death at any instruction of either must leave both objects taken or neither.
 * Who looks: a newcomer after the death; two who each wait for one object since
 * before it; one who waits for both.
 *
 * The last test is for the note: there nobody but the victim is in Global\, so its
 * registry, and the decision in it, end with the victim.
 */
#include "partners.h"
#include <string.h>

enum { PAIRS_MAX = KINDS * KINDS, NAME_BYTES = 64 };

/* A table of sweeps of one sort, a pair of kinds each. */
static struct {
        struct sweep sweep[PAIRS_MAX];
        struct wish wish[PAIRS_MAX][2];
        char name[PAIRS_MAX][NAME_BYTES];
        size_t count;
} table;

static const struct wish *wishes_now(void)
{
        return table.wish[sweep_now - table.sweep];
}

/* --- what the victim does --- */

static void have_both_slots(void)
{
        struct thing mutex;

        have_slot();
        ASSERT_OK(thing_open(&mutex, MUTEX, "Global\\slot", MW_CREATE, 1));
        ASSERT_OK(thing_signal(&mutex));
        thing_close(&mutex);
}

static void op_both(void)
{
        mw_object *both[] = { objects[1].object, objects[0].object };

        mw_wait_all(both, 2, MW_NEVER, MW_SPIN_NONE);
}

/* --- what the others find --- */

static void setup_pair(void)
{
        fresh_objects(2, wishes_now());
}

static void wake_1(void) { signal_it(1); }

enum fate { TAKEN, THERE, EITHER };

/* Of a manual event nothing can be told: it stays signalled. */
static enum fate fate_by_trying(int object)
{
        int result = try(object);

        switch (objects[object].what) {
        case MANUAL:
                CHECK(result == MW_OK);
                return EITHER;
        case MUTEX:
                CHECK(result == MW_OK || result == MW_ABANDONED);
                CHECK(mw_mutex_unlock(objects[object].mutex) == MW_OK);
                return result == MW_ABANDONED ? TAKEN : THERE;
        default:
                CHECK(result == MW_OK || result == MW_ETIMEDOUT);
                return result == MW_OK ? THERE : TAKEN;
        }
}

static void check_works_on(int object)
{
        switch (objects[object].what) {
        case MANUAL:
                CHECK(try(object) == MW_OK);
                reset_it(object);
                CHECK(try(object) == MW_ETIMEDOUT);
                signal_it(object); /* takes away the W of who watched it while it was set */
                CHECK(try(object) == MW_OK);
                reset_it(object);
                break;
        case MUTEX:
                CHECK(try(object) == MW_OK);
                CHECK(mw_mutex_unlock(objects[object].mutex) == MW_OK);
                CHECK(mw_mutex_unlock(objects[object].mutex) == MW_ENOTOWNER);
                break;
        default:
                CHECK(try(object) == MW_ETIMEDOUT);
                signal_it(object);
                CHECK(try(object) == MW_OK);
                CHECK(try(object) == MW_ETIMEDOUT);
        }
        CHECK(!(word_of(object) & (MW_W | MW_H | MW_R)));
}

static void check_same_fate(enum fate local, enum fate global)
{
        CHECK(local == EITHER || global == EITHER || local == global);
        sweep_done(local == TAKEN || global == TAKEN);
}

static void verify_pair(void)
{
        enum fate local, global;

        if (sweep_now->wake && !sweep_woke) {
                /* it was killed before there was anything to take */
                sweep_now->wake();
                CHECK(fate_by_trying(0) != TAKEN);
                CHECK(fate_by_trying(1) != TAKEN);
        } else {
                local = fate_by_trying(0);
                global = fate_by_trying(1);
                check_same_fate(local, global);
        }
        check_works_on(0);
        check_works_on(1);
}

/* --- others who wait while the victim stands still at its point --- */

static void each_arrives(void)
{
        partner_begins(0, "one -1 0");
        partner_begins(1, "one -1 1");
        partners_released(2);
}

/* Partner number i waits for this object. */
static enum fate fate_by_waiting(int object, int i)
{
        bool released = partner_is_released(i);
        int result;

        switch (objects[object].what) {
        case MANUAL:
                CHECK(released);
                return EITHER;
        case MUTEX:
                CHECK(released);
                if (!released)
                        return EITHER;
                result = partner_result(i, NULL);
                CHECK(result == MW_OK || result == MW_ABANDONED);
                CHECK(partner_unlocks(i, object) == MW_OK);
                return result == MW_ABANDONED ? TAKEN : THERE;
        default:
                if (!released)
                        signal_it(object);
                return released ? THERE : TAKEN;
        }
}

static void verify_each_arrived(void)
{
        enum fate local, global;

        partners_released(2);
        local = fate_by_waiting(0, 0);
        global = fate_by_waiting(1, 1);
        check_same_fate(local, global);
        CHECK(partners_released(2) == 2);
        check_works_on(0);
        check_works_on(1);
}

/* It need not sleep before the kill: while the victim stands between naming itself
 * and taking the unit, who wants all looks again and again. */
static void both_arrive(void)
{
        partner_begins(0, "all -1 0 1");
        for (int looks = 0; looks < 40 && !is_asleep(partners[0]->pid); looks++)
                breathe();
}

/* The partner waits for the same two: it has both at once, or when what was taken
 * is given anew. */
static void verify_both_arrived(void)
{
        bool has_mutex = false, has_units = false, is_there = partners_released(1) == 1;

        for (int i = 0; i < 2; i++) {
                has_mutex |= objects[i].what == MUTEX;
                has_units |= objects[i].what == AUTO || objects[i].what == SEMAPHORE;
        }
        if (!has_units)
                CHECK(is_there);
        for (int i = 0; i < 2 && !is_there; i++)
                if (objects[i].what == AUTO || objects[i].what == SEMAPHORE)
                        signal_it(i);
        CHECK(partners_released(1) == 1);
        if (!partner_is_released(0))
                return;
        if (has_mutex && has_units) /* taken by the victim: then the mutex was abandoned */
                CHECK(partner_result(0, NULL) == (is_there ? MW_OK : MW_ABANDONED));
        sweep_done(!is_there || partner_result(0, NULL) == MW_ABANDONED);
        for (int i = 0; i < 2; i++)
                if (objects[i].what == MUTEX)
                        CHECK(partner_unlocks(0, i) == MW_OK);
        check_works_on(0);
        check_works_on(1);
}

/* --- the tables --- */

/* For each pair but two manual events, with which nothing is decided; in `test` for
 * one of four, others in each run. `asleep`: the object that is not signalled, so
 * that the victim sleeps; or -1. */
static void fill(const char *how, const struct sweep *model, int asleep)
{
        int one_of = (int) test_amount(4, 1, 1), turn = (int) (test_random() % 4) % one_of;

        table.count = 0;
        for (int pair = 0; pair < PAIRS_MAX; pair++) {
                enum what what[2] = { (enum what) (pair / KINDS), (enum what) (pair % KINDS) };
                size_t n = table.count;

                if ((pair / KINDS + pair) % one_of != turn ||
                    (what[0] == MANUAL && what[1] == MANUAL))
                        continue;
                for (int i = 0; i < 2; i++)
                        table.wish[n][i] = (struct wish) {
                                what[i], (asleep == i) == (what[i] == MUTEX), i == 1
                        };
                table.sweep[n] = *model;
                table.sweep[n].name = table.name[n];
                snprintf(table.name[n], NAME_BYTES, "%s and Global\\ %s%s", what_name[what[0]],
                         what_name[what[1]], how);
                table.count++;
        }
}

/* A newcomer after each death: in each state, in `proof` every 51st instruction, too. */
#define TABLE(least) sweep_table(table.sweep, table.count, 51, least)

TEST_WITHIN(killed_in_wait_all_over_both, 1800)
{
        static const struct sweep model = { NULL, setup_pair, have_both_slots, NULL, op_both,
                                            NULL, NULL, verify_pair };

        fill("", &model, -1);
        TABLE(250);
        end_partners();
}

TEST_WITHIN(killed_asleep_in_wait_all_over_both, 1800)
{
        static const struct sweep models[] = {
                { NULL, setup_pair, have_both_slots, NULL, op_both, wake_0, NULL, verify_pair },
                { NULL, setup_pair, have_both_slots, NULL, op_both, wake_1, NULL, verify_pair },
        };

        fill(", asleep", &models[0], 0);
        TABLE(250);
        fill(", asleep on that", &models[1], 1);
        TABLE(250);
        end_partners();
}

TEST_WITHIN(killed_in_wait_all_over_both_while_others_wait, 1800)
{
        static const struct sweep models[] = {
                { NULL, setup_pair, have_both_slots, NULL, op_both, NULL, each_arrives,
                  verify_each_arrived },
                { NULL, setup_pair, have_both_slots, NULL, op_both, NULL, both_arrive,
                  verify_both_arrived },
        };

        fill(", each awaited", &models[0], -1);
        TABLE(250);
        fill(", both awaited", &models[1], -1);
        TABLE(250);
        end_partners();
}

/* --- Global\ ends with the victim: two objects in Local\, the third its own --- */

static struct thing own;

static void setup_local_pair(void)
{
        OBJECTS({ AUTO, 1, false }, { SEMAPHORE, 1, false });
}

static void have_a_global_of_my_own(void)
{
        have_slot();
        ASSERT_IS(thing_open(&own, MUTEX, "Global\\own", MW_CREATE, 1), MW_CREATED);
        ASSERT_OK(thing_signal(&own));
}

static void op_three(void)
{
        mw_object *three[] = { own.object, objects[0].object, objects[1].object };

        mw_wait_all(three, 3, MW_NEVER, MW_SPIN_NONE);
}

/* By a newcomer, who ends again: else his looking for the decision would keep a
 * registry of Global\ for the next victim. So this process must not look itself. */
static void verify_local_pair(void)
{
        struct peer *newcomer = remote_start();
        int event, units;

        remote_open(newcomer, AUTO, "a");
        remote_open(newcomer, SEMAPHORE, "b");
        event = remote_call(newcomer, "one 0 0");
        units = remote_call(newcomer, "one 0 1");
        CHECK(event == units);
        sweep_done(event == MW_ETIMEDOUT);
        for (int i = 0; i < 2; i++) {
                CHECK(remote_call(newcomer, "one 0 %d", i) == MW_ETIMEDOUT);
                CHECK(remote_call(newcomer, "signal %d", i) == MW_OK);
                CHECK(remote_call(newcomer, "one 0 %d", i) == MW_OK);
        }
        peer_end(newcomer);
        CHECK(files_left(test_directory()) == 2);
}

TEST_WITHIN(killed_as_the_last_of_global_in_wait_all, 900)
{
        static const struct sweep sweeps[] = {
                { "two, and the last Global\\ mutex", setup_local_pair, have_a_global_of_my_own,
                  NULL, op_three, NULL, NULL, verify_local_pair },
        };

        sweep_table(sweeps, 1, 1, 1000);
        end_partners();
        ASSERT_OK(mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL));
}
