/* SPDX-License-Identifier: MIT */
/* killstep_wait.c — kill -9 at every instruction of every signal and every wait.
 *
 * What must hold after each death, whoever looks: nobody sleeps in front of a
 * visible signal; what the dead one did counts whole or not at all, and once it
 * counts it stays; no token, unit or ownership is lost or doubled for the living;
 * everything works on.
 *
 * Objects are called 0 to 3 (names a to d). The controller (this process) looks
 * with waits that don't block; partners sleep.
 */
#include "partners.h"

/* Every instruction in `proof`; one of 29 in `test`. */
#define TABLE(sweeps, least) sweep_table(sweeps, sizeof(sweeps) / sizeof *(sweeps), 29, 1, least)
#define OBJECTS(...)                                                                        \
        do {                                                                                \
                const struct {                                                              \
                        enum what what;                                                     \
                        uint32_t initial;                                                   \
                } list_[] = { __VA_ARGS__ };                                                \
                enum what whats_[OBJECTS_MAX];                                              \
                uint32_t initials_[OBJECTS_MAX];                                            \
                int count_ = sizeof list_ / sizeof *list_;                                  \
                                                                                            \
                for (int i_ = 0; i_ < count_; i_++) {                                       \
                        whats_[i_] = list_[i_].what;                                        \
                        initials_[i_] = list_[i_].initial;                                  \
                }                                                                           \
                fresh_objects(count_, whats_, initials_);                                   \
        } while (0)

static int try(int object)
{
        return thing_try(&objects[object]);
}

static void signal_it(int object)
{
        ASSERT_IS(thing_signal(&objects[object]), MW_OK);
}

static void reset_it(int object)
{
        ASSERT_IS(mw_event_reset(objects[object].event), MW_OK);
}

/* The victim has its thread slot before the sweep of another operation begins. */
static void have_slot(void)
{
        struct thing mutex;

        ASSERT_OK(thing_open(&mutex, MUTEX, NULL, MW_CREATE, 1));
        ASSERT_OK(thing_signal(&mutex));
}

/* What the victim does. */
static void op_signal(void) { thing_signal(&objects[0]); }
static void op_reset(void) { mw_event_reset(objects[0].event); }
static void op_pulse(void) { mw_event_pulse(objects[0].event); }
static void op_release(void) { mw_semaphore_release(objects[0].semaphore, 2, NULL); }
static void op_wait(void) { mw_wait(objects[0].object, MW_NEVER, MW_SPIN_NONE); }
static void op_any(void)
{
        mw_object *any[] = { objects[1].object, objects[0].object };

        mw_wait_any(any, 2, MW_NEVER, MW_SPIN_NONE, NULL);
}
static void op_all(void)
{
        mw_object *all[] = { objects[3].object, objects[0].object, objects[2].object,
                             objects[1].object };

        mw_wait_all(all, 4, MW_NEVER, MW_SPIN_NONE);
}
static void wake_0(void) { signal_it(0); }

/* --- events: the victim signals, two partners sleep, one of them in an any --- */

static void two_sleep(void)
{
        partner_sleeps(0, "one -1 0");
        partner_sleeps(1, "any -1 1 0");
}

static void setup_manual_asleep(void)
{
        OBJECTS({ MANUAL, 0 }, { AUTO, 0 });
        two_sleep();
}

static void setup_auto_asleep(void)
{
        OBJECTS({ AUTO, 0 }, { AUTO, 0 });
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

static void setup_manual(void) { OBJECTS({ MANUAL, 0 }); }
static void setup_manual_set(void) { OBJECTS({ MANUAL, 1 }); }
static void setup_auto(void) { OBJECTS({ AUTO, 0 }); }
static void setup_auto_set(void) { OBJECTS({ AUTO, 1 }); }

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

        TABLE(sweeps, 500);
        end_partners();
}

/* --- waits: the victim waits; when it sleeps, the controller signals once --- */

static void setup_two_autos(void) { OBJECTS({ AUTO, 0 }, { AUTO, 0 }); }

static void setup_two_autos_set(void)
{
        OBJECTS({ AUTO, 1 }, { AUTO, 0 });
        sweep_woke = true; /* the signal has been given already */
}

static void check_auto_is_as_new(int object)
{
        CHECK(try(object) == MW_ETIMEDOUT);
        signal_it(object);
        signal_it(object);
        CHECK(try(object) == MW_OK);
        CHECK(try(object) == MW_ETIMEDOUT);
        signal_it(object);
        reset_it(object);
        CHECK(try(object) == MW_ETIMEDOUT);
        CHECK(!(word_of(object) & (MW_W | MW_H)));
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
        OBJECTS({ AUTO, 0 }, { AUTO, 0 });
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
        OBJECTS({ MANUAL, 0 }, { AUTO, 0 });
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

        TABLE(sweeps, 3000);
        end_partners();
}

/* --- semaphores --- */

static void setup_semaphore_asleep(void)
{
        OBJECTS({ SEMAPHORE, 0 }, { AUTO, 0 });
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
        OBJECTS({ SEMAPHORE, 1 });
        sweep_woke = true;
}

static void verify_take_unit(void)
{
        sweep_done(try(0) != MW_OK);
        empty_semaphore(0);
}

static void setup_semaphore_beside(void)
{
        OBJECTS({ SEMAPHORE, 0 }, { AUTO, 0 });
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

static void setup_mutex(void) { OBJECTS({ MUTEX, 0 }, { MUTEX, 0 }); }

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
        OBJECTS({ MUTEX, 0 }, { AUTO, 0 });
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
        OBJECTS({ MUTEX, 1 }, { AUTO, 0 });
        partner_sleeps(0, "one -1 0");
}

static void verify_lock_contended(void)
{
        if (!sweep_woke)
                signal_it(0);
        CHECK(pass_round(1) <= 1);
        check_mutex_is_free();
}

static void setup_unlock(void) { OBJECTS({ MUTEX, 0 }, { AUTO, 0 }); }

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

/* --- wait-all: auto 0, semaphore 1, manual 2, mutex 3 --- */

static void setup_all(void)
{
        OBJECTS({ AUTO, 1 }, { SEMAPHORE, 1 }, { MANUAL, 1 }, { MUTEX, 0 });
        sweep_woke = true;
}

static void setup_all_asleep(void)
{
        OBJECTS({ AUTO, 0 }, { SEMAPHORE, 1 }, { MANUAL, 1 }, { MUTEX, 0 });
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
