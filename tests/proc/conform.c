/* SPDX-License-Identifier: MIT */
/* conform.c — what each operation means to processes that really sleep.
 *
 * The waiters are strangers that opened the objects by name. Before each step
 * the kernel is asked whether they sleep in a futex call, and afterwards whether
 * those that were not released sleep again; so "exactly one was released" is
 * meant literally, and nothing depends on time.
 */
#include "thing.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

enum { WAITERS = 3 };

/* Peers that have opened these objects, in this order. */
static void start(struct peer **peers, int count, const struct thing *things,
                  const char *const *names, int objects)
{
        need_sleep_reports();
        for (int i = 0; i < count; i++) {
                peers[i] = remote_start();
                for (int k = 0; k < objects; k++)
                        remote_open(peers[i], things[k].what, names[k]);
        }
}

static void end(struct peer **peers, int count, struct thing *things, int objects)
{
        for (int i = 0; i < count; i++)
                peer_end(peers[i]);
        for (int i = 0; i < objects; i++)
                thing_close(&things[i]);
}

static long rounds(void)
{
        return test_amount(40, 600, 20000);
}

/* Five ways to wait for object 0; object 1 is never signalled. */
static void five_sleep(struct peer **peers)
{
        remote_sleep(peers[0], "one -1 0");
        remote_sleep(peers[1], "one 600000 0");
        remote_sleep(peers[2], "any -1 1 0");
        remote_sleep(peers[3], "any -1 0 1");
        remote_sleep(peers[4], "any 600000 1 1 0");
}

static void five_answer(struct peer **peers)
{
        static const uint32_t indices[] = { 0, 0, 1, 0, 2 };

        for (int i = 0; i < 5; i++) {
                uint32_t index;

                ASSERT_IS(remote_result(peers[i], &index), MW_OK);
                ASSERT_EQ(index, indices[i]);
        }
}

TEST_WITHIN(manual_set_then_reset_releases_all_who_slept, 300)
{
        struct thing things[] = { thing_make(MANUAL, "e", 0), thing_make(AUTO, "never", 0) };
        struct peer *peers[5];

        start(peers, 5, things, (const char *[]){ "e", "never" }, 2);
        for (long round = 0; round < rounds(); round++) {
                five_sleep(peers);
                ASSERT_IS(mw_event_set(things[0].event), MW_OK);
                ASSERT_IS(mw_event_reset(things[0].event), MW_OK);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                ASSERT_EQ(remote_released(peers, 5), 5);
                five_answer(peers);
        }
        end(peers, 5, things, 2);
}

TEST_WITHIN(manual_pulse_releases_all_who_slept_and_nobody_later, 300)
{
        struct thing things[] = { thing_make(MANUAL, "e", 0), thing_make(AUTO, "never", 0) };
        struct peer *peers[5];

        start(peers, 5, things, (const char *[]){ "e", "never" }, 2);
        for (long round = 0; round < rounds(); round++) {
                five_sleep(peers);
                ASSERT_IS(mw_event_pulse(things[0].event), MW_OK);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                ASSERT_EQ(remote_released(peers, 5), 5);
                five_answer(peers);
                ASSERT_IS(mw_event_pulse(things[0].event), MW_OK);
        }
        end(peers, 5, things, 2);
}

TEST_WITHIN(manual_set_releases_all_and_those_who_come, 300)
{
        struct thing things[] = { thing_make(MANUAL, "e", 0), thing_make(AUTO, "never", 0) };
        struct peer *peers[5];

        start(peers, 5, things, (const char *[]){ "e", "never" }, 2);
        for (long round = 0; round < rounds(); round++) {
                five_sleep(peers);
                ASSERT_IS(mw_event_set(things[0].event), MW_OK);
                ASSERT_EQ(remote_released(peers, 5), 5);
                five_answer(peers);
                for (int i = 0; i < 5; i++)
                        ASSERT_IS(remote_call(peers[i], "one -1 0"), MW_OK);
                ASSERT_IS(mw_event_reset(things[0].event), MW_OK);
                for (int i = 0; i < 5; i++)
                        ASSERT_IS(remote_call(peers[i], "one 0 0"), MW_ETIMEDOUT);
        }
        end(peers, 5, things, 2);
}

TEST_WITHIN(readers_without_write_access_are_released_like_all_others, 300)
{
        mw_event *event;
        struct peer *peers[3];

        need_sleep_reports();
        ASSERT_OK(mw_event_open("e", MW_CREATE | MW_FOR_READERS, NULL, &event));
        for (int i = 0; i < 3; i++) {
                peers[i] = remote_start();
                ASSERT_IS(remote_call(peers[i], "open %d %d e", MANUAL, i ? MW_READ_ONLY : 0),
                          MW_OK);
        }
        for (long round = 0; round < rounds(); round++) {
                for (int i = 0; i < 3; i++)
                        remote_sleep(peers[i], i == 2 ? "one 600000 0" : "one -1 0");
                if (round % 3 == 0) {
                        ASSERT_IS(mw_event_pulse(event), MW_OK);
                } else {
                        ASSERT_IS(mw_event_set(event), MW_OK);
                        if (round % 3 == 1)
                                ASSERT_IS(mw_event_reset(event), MW_OK);
                }
                ASSERT_EQ(remote_released(peers, 3), 3);
                remote_results(peers, 3, MW_OK);
                ASSERT_IS(mw_event_reset(event), MW_OK);
        }
        end(peers, 3, NULL, 0);
        mw_event_close(event);
}

/* Object 0 by three kinds of wait; object 1 is a manual event nobody sets. */
static void three_sleep(struct peer **peers)
{
        remote_sleep(peers[0], "one -1 0");
        remote_sleep(peers[1], "any -1 1 0");
        remote_sleep(peers[2], "one 600000 0");
}

/* Give the answers of those that have one; release the others first. */
static void finish_three(struct peer **peers, struct thing *thing, int released)
{
        while (released++ < WAITERS)
                ASSERT_IS(thing_signal(thing), MW_OK);
        ASSERT_EQ(remote_released(peers, WAITERS), WAITERS);
        remote_results(peers, WAITERS, MW_OK);
        ASSERT_IS(thing_try(thing), MW_ETIMEDOUT);
}

/* Stopped in their waits: what becomes theirs lies there until they are let go. */
static void hold(struct peer **peers, int count)
{
        int status;

        for (int i = 0; i < count; i++) {
                ASSERT_SYS(kill((int) peers[i]->pid, SIGSTOP));
                ASSERT_SYS(waitpid((int) peers[i]->pid, &status, WUNTRACED));
                ASSERT(WIFSTOPPED(status));
        }
}

static void let_go(struct peer **peers, int count)
{
        for (int i = 0; i < count; i++)
                ASSERT_SYS(kill((int) peers[i]->pid, SIGCONT));
}

static void sets_release(struct peer **peers, struct thing *thing, int sets, bool reset, bool held)
{
        int released;

        three_sleep(peers);
        if (held)
                hold(peers, WAITERS);
        for (int i = 0; i < sets; i++)
                ASSERT_IS(mw_event_set(thing->event), MW_OK);
        if (reset)
                ASSERT_IS(mw_event_reset(thing->event), MW_OK);
        if (held)
                let_go(peers, WAITERS);
        released = remote_released(peers, WAITERS);
        ASSERT_EQ(released, sets < WAITERS ? sets : WAITERS);
        /* The fourth of four stays, unless it was reset; another never. */
        if (sets == 4 && !reset)
                ASSERT_IS(thing_try(thing), MW_OK);
        ASSERT_IS(thing_try(thing), MW_ETIMEDOUT);
        finish_three(peers, thing, released);
}

TEST_WITHIN(auto_n_sets_release_exactly_n, 300)
{
        struct thing things[] = { thing_make(AUTO, "e", 0), thing_make(MANUAL, "never", 0) };
        struct peer *peers[WAITERS];

        start(peers, WAITERS, things, (const char *[]){ "e", "never" }, 2);
        for (long round = 0; round < rounds(); round++)
                sets_release(peers, &things[0], (int) (round % 4) + 1, round / 4 % 2, false);
        end(peers, WAITERS, things, 2);
}

/* Eight rounds tell it: nothing here depends on who is faster. */
TEST(stopped_waiters_get_n_of_n_sets_despite_a_reset)
{
        struct thing things[] = { thing_make(AUTO, "e", 0), thing_make(MANUAL, "never", 0) };
        struct peer *peers[WAITERS];

        start(peers, WAITERS, things, (const char *[]){ "e", "never" }, 2);
        for (int round = 0; round < 8; round++)
                sets_release(peers, &things[0], round % 4 + 1, round / 4 % 2, true);
        end(peers, WAITERS, things, 2);
}

TEST(stopped_waiters_are_released_by_a_set_and_a_pulse_before_they_run)
{
        struct thing things[] = { thing_make(MANUAL, "e", 0), thing_make(AUTO, "never", 0) };
        struct peer *peers[5];

        start(peers, 5, things, (const char *[]){ "e", "never" }, 2);
        for (int round = 0; round < 8; round++) {
                five_sleep(peers);
                hold(peers, 5);
                if (round % 2) {
                        ASSERT_IS(mw_event_set(things[0].event), MW_OK);
                        ASSERT_IS(mw_event_reset(things[0].event), MW_OK);
                } else {
                        ASSERT_IS(mw_event_pulse(things[0].event), MW_OK);
                }
                let_go(peers, 5);
                ASSERT_EQ(remote_released(peers, 5), 5);
                five_answer(peers);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
        }
        end(peers, 5, things, 2);
}

TEST_WITHIN(auto_n_pulses_release_exactly_n, 300)
{
        struct thing things[] = { thing_make(AUTO, "e", 0), thing_make(MANUAL, "never", 0) };
        struct peer *peers[WAITERS];

        start(peers, WAITERS, things, (const char *[]){ "e", "never" }, 2);
        for (long round = 0; round < rounds(); round++) {
                int pulses = (int) (round % 4), released;

                three_sleep(peers);
                for (int i = 0; i < pulses; i++) {
                        ASSERT_IS(mw_event_pulse(things[0].event), MW_OK);
                        ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT); /* nobody later */
                }
                released = remote_released(peers, WAITERS);
                ASSERT_EQ(released, pulses);
                finish_three(peers, &things[0], released);
                ASSERT_IS(mw_event_pulse(things[0].event), MW_OK);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
        }
        end(peers, WAITERS, things, 2);
}

TEST_WITHIN(semaphore_n_units_release_exactly_n, 300)
{
        struct thing things[] = { thing_make(SEMAPHORE, "s", 0), thing_make(MANUAL, "never", 0) };
        struct peer *peers[WAITERS];

        start(peers, WAITERS, things, (const char *[]){ "s", "never" }, 2);
        for (long round = 0; round < rounds(); round++) {
                uint32_t units = (uint32_t) round % 4 + 1;
                int released;

                three_sleep(peers);
                ASSERT_IS(mw_semaphore_release(things[0].semaphore, 10, NULL), MW_EFULL);
                ASSERT_EQ(remote_released(peers, WAITERS), 0);
                ASSERT_IS(mw_semaphore_release(things[0].semaphore, units, NULL), MW_OK);
                released = remote_released(peers, WAITERS);
                ASSERT_EQ(released, units < WAITERS ? units : WAITERS);
                if (units == 4)
                        ASSERT_IS(thing_try(&things[0]), MW_OK);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                finish_three(peers, &things[0], released);
        }
        end(peers, WAITERS, things, 2);
}

TEST_WITHIN(mutex_is_handed_to_one_waiter_at_a_time, 300)
{
        struct thing things[] = { thing_make(MUTEX, "m", 0), thing_make(MANUAL, "never", 0) };
        struct peer *peers[WAITERS];

        start(peers, WAITERS, things, (const char *[]){ "m", "never" }, 2);
        for (long round = 0; round < rounds(); round++) {
                int done = 0;

                ASSERT_IS(thing_try(&things[0]), MW_OK);
                three_sleep(peers);
                ASSERT_IS(mw_mutex_unlock(things[0].mutex), MW_OK);
                while (done < WAITERS) {
                        ASSERT_EQ(remote_released(peers, WAITERS - done), 1);
                        for (int i = 0; i < WAITERS - done; i++)
                                if (peer_has_line(peers[i])) {
                                        struct peer *owner = peers[i];

                                        ASSERT_IS(remote_result(owner, NULL), MW_OK);
                                        ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                                        /* the released to the end, the sleepers in front */
                                        peers[i] = peers[WAITERS - done - 1];
                                        peers[WAITERS - done - 1] = owner;
                                        done++;
                                        ASSERT_IS(remote_call(owner, "signal 0"), MW_OK);
                                        break;
                                }
                }
                ASSERT_IS(thing_try(&things[0]), MW_OK);
                ASSERT_IS(mw_mutex_unlock(things[0].mutex), MW_OK);
        }
        end(peers, WAITERS, things, 2);
}

TEST_WITHIN(any_takes_one_of_what_becomes_signalled_together, 300)
{
        struct thing things[] = { thing_make(AUTO, "a", 0), thing_make(AUTO, "b", 0) };
        struct peer *peer;

        start(&peer, 1, things, (const char *[]){ "a", "b" }, 2);
        for (long round = 0; round < rounds(); round++) {
                uint32_t index = 77;

                remote_sleep(peer, "any -1 0 1");
                ASSERT_IS(mw_event_set(things[0].event), MW_OK);
                ASSERT_IS(mw_event_set(things[1].event), MW_OK);
                ASSERT_IS(mw_event_set(things[1].event), MW_OK);
                ASSERT_IS(remote_result(peer, &index), MW_OK);
                ASSERT_EQ(index, 0);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[1]), MW_OK);
                ASSERT_IS(thing_try(&things[1]), MW_ETIMEDOUT);
        }
        end(&peer, 1, things, 2);
}

TEST_WITHIN(all_takes_nothing_until_it_can_take_all, 300)
{
        static const char *const names[] = { "a", "s", "m", "x" };
        struct thing things[] = { thing_make(AUTO, "a", 0), thing_make(SEMAPHORE, "s", 0),
                                  thing_make(MANUAL, "m", 0), thing_make(MUTEX, "x", 0) };
        struct peer *peer;

        start(&peer, 1, things, names, 4);
        for (long round = 0; round < rounds(); round++) {
                ASSERT_IS(thing_try(&things[3]), MW_OK);
                remote_sleep(peer, "all -1 3 0 1 2");
                ASSERT_IS(thing_signal(&things[0]), MW_OK);
                ASSERT_IS(thing_signal(&things[0]), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(thing_try(&things[0]), MW_OK); /* others may take it meanwhile */
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                ASSERT_IS(thing_signal(&things[0]), MW_OK);
                ASSERT_IS(mw_semaphore_release(things[1].semaphore, 2, NULL), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(thing_signal(&things[2]), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(mw_mutex_unlock(things[3].mutex), MW_OK);
                ASSERT_IS(remote_result(peer, NULL), MW_OK);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[1]), MW_OK);
                ASSERT_IS(thing_try(&things[1]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[2]), MW_OK);
                ASSERT_IS(thing_try(&things[3]), MW_ETIMEDOUT);
                ASSERT_IS(remote_call(peer, "signal 3"), MW_OK);
                ASSERT_IS(mw_event_reset(things[2].event), MW_OK);
        }
        end(&peer, 1, things, 4);
}

/* None of them signalled: then no pulse, nor both one after the other, releases it. */
TEST_WITHIN(all_is_not_released_by_a_pulse_of_one, 300)
{
        struct thing things[] = { thing_make(MANUAL, "m", 0), thing_make(AUTO, "a", 0) };
        struct peer *peer;

        start(&peer, 1, things, (const char *[]){ "m", "a" }, 2);
        for (long round = 0; round < rounds(); round++) {
                remote_sleep(peer, "all -1 0 1");
                ASSERT_IS(mw_event_pulse(things[round % 2].event), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(mw_event_pulse(things[0].event), MW_OK);
                ASSERT_IS(mw_event_pulse(things[1].event), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(thing_signal(&things[0]), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(thing_signal(&things[1]), MW_OK);
                ASSERT_IS(remote_result(peer, NULL), MW_OK);
                ASSERT_IS(thing_try(&things[1]), MW_ETIMEDOUT);
                ASSERT_IS(mw_event_reset(things[0].event), MW_OK);
        }
        end(&peer, 1, things, 2);
}

/* A manual-reset and an auto-reset event to be pulsed, and one of each kind beside them. */
enum { PULSED_M, PULSED_A, BESIDE_A, BESIDE_S, BESIDE_M, BESIDE_X, PULSE_THINGS };

#define THINGS_TO_PULSE                                                                            \
  {                                                                                                \
    thing_make(MANUAL, "pm", 0), thing_make(AUTO, "pa", 0), thing_make(AUTO, "a", 1),              \
            thing_make(SEMAPHORE, "s", 1), thing_make(MANUAL, "m", 1), thing_make(MUTEX, "x", 0)   \
  }

static const char *const pulse_names[] = { "pm", "pa", "a", "s", "m", "x" };

/* Who waits for all with this event missing is asleep: a pulse releases it, or (manual)
 * a set and a reset at once. */
static void pulse_it(struct thing *thing, long round)
{
        if (thing->what == MANUAL && round % 4 == 2) {
                ASSERT_IS(mw_event_set(thing->event), MW_OK);
                ASSERT_IS(mw_event_reset(thing->event), MW_OK);
        } else {
                ASSERT_IS(mw_event_pulse(thing->event), MW_OK);
        }
}

TEST_WITHIN(all_is_released_by_a_pulse_while_the_others_are_signalled, 300)
{
        struct thing things[] = THINGS_TO_PULSE;
        struct peer *peer;

        start(&peer, 1, things, pulse_names, PULSE_THINGS);
        for (long round = 0; round < rounds(); round++) {
                remote_sleep(peer, "all -1 2 5 %ld 4 3", round % 2);
                pulse_it(&things[round % 2], round);
                ASSERT_IS(remote_result(peer, NULL), MW_OK);
                ASSERT_IS(thing_try(&things[round % 2]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[BESIDE_A]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[BESIDE_S]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[BESIDE_M]), MW_OK);
                ASSERT_IS(thing_try(&things[BESIDE_X]), MW_ETIMEDOUT);
                ASSERT_IS(remote_call(peer, "signal 5"), MW_OK);
                ASSERT_IS(thing_signal(&things[BESIDE_A]), MW_OK);
                ASSERT_IS(thing_signal(&things[BESIDE_S]), MW_OK);
                /* who comes later is not released by it */
                ASSERT_IS(remote_call(peer, "all 0 2 5 %ld 4 3", round % 2), MW_ETIMEDOUT);
        }
        end(&peer, 1, things, PULSE_THINGS);
}

/* They wait on, and wake for nothing but an object: a wait for all that was woken by one
 * of the others looks again after a millisecond, and then watches. */
static void until_at_rest(struct peer **peers, int count)
{
        for (int i = 0, calm = 0; i < count; i += calm == 3, calm %= 3) {
                ASSERT(!peer_has_line(peers[i]));
                calm = is_asleep_for_good(peers[i]->pid) ? calm + 1 : 0;
                if (!calm)
                        breathe();
        }
}

static void take_away(struct thing *thing)
{
        ASSERT_IS(thing->what == MANUAL ? mw_event_reset(thing->event) : thing_try(thing), MW_OK);
}

/* At the pulse one of the others was not signalled, though it is again before the waiter,
 * which is stopped, can look. */
TEST(stopped_all_is_not_released_by_a_pulse_while_another_was_taken)
{
        struct thing things[] = THINGS_TO_PULSE;
        struct peer *peer;

        start(&peer, 1, things, pulse_names, PULSE_THINGS);
        for (int beside = BESIDE_A; beside <= BESIDE_X; beside++)
                for (long round = 0; round < 8; round++) {
                        remote_sleep(peer, "all -1 %ld %d", round % 2, beside);
                        hold(&peer, 1);
                        take_away(&things[beside]);
                        pulse_it(&things[round % 2], round);
                        ASSERT_IS(thing_signal(&things[beside]), MW_OK);
                        let_go(&peer, 1);
                        ASSERT(!remote_is_released(peer));
                        pulse_it(&things[round % 2], round);
                        ASSERT_IS(remote_result(peer, NULL), MW_OK);
                        if (beside == BESIDE_X)
                                ASSERT_IS(remote_call(peer, "signal 5"), MW_OK);
                        else if (beside != BESIDE_M)
                                ASSERT_IS(thing_signal(&things[beside]), MW_OK);
                }
        end(&peer, 1, things, PULSE_THINGS);
}

/* What is taken and given back beforehand is watched anew, without a pulse in between. */
TEST_WITHIN(all_is_released_by_a_pulse_after_another_was_given_back, 300)
{
        struct thing things[] = THINGS_TO_PULSE;
        struct peer *peer;

        start(&peer, 1, things, pulse_names, PULSE_THINGS);
        for (long round = 0; round < rounds(); round++) {
                int beside = BESIDE_A + (int) (round / 2 % 4);

                remote_sleep(peer, "all -1 2 3 4 5 %ld", round % 2);
                for (int i = 0; i < 3; i++) {
                        take_away(&things[beside]);
                        ASSERT(!remote_is_released(peer));
                        ASSERT_IS(thing_signal(&things[beside]), MW_OK);
                        until_at_rest(&peer, 1);
                }
                pulse_it(&things[round % 2], round);
                ASSERT_IS(remote_result(peer, NULL), MW_OK);
                ASSERT_IS(remote_call(peer, "signal 5"), MW_OK);
                ASSERT_IS(thing_signal(&things[BESIDE_A]), MW_OK);
                ASSERT_IS(thing_signal(&things[BESIDE_S]), MW_OK);
        }
        end(&peer, 1, things, PULSE_THINGS);
}

/* Two watch one semaphore; only the first marks it. The other is stopped while a unit is
 * taken and given back and the first marks anew: the same word, and yet not the same. */
TEST(stopped_all_is_not_deceived_by_anothers_mark)
{
        struct thing things[] = THINGS_TO_PULSE;
        struct peer *peers[2];

        start(peers, 2, things, pulse_names, PULSE_THINGS);
        for (int round = 0; round < 8; round++) {
                int beside = round % 2 ? BESIDE_X : BESIDE_S;

                remote_sleep(peers[0], "all -1 1 %d", beside);
                remote_sleep(peers[1], "all -1 0 %d", beside);
                hold(&peers[1], 1);
                take_away(&things[beside]);
                ASSERT_IS(mw_event_pulse(things[PULSED_M].event), MW_OK);
                ASSERT_IS(thing_signal(&things[beside]), MW_OK);
                until_at_rest(peers, 1);
                let_go(&peers[1], 1);
                until_at_rest(peers, 2);
                for (int i = 0; i < 2; i++) {
                        pulse_it(&things[1 - i], 1);
                        ASSERT_IS(remote_result(peers[i], NULL), MW_OK);
                        ASSERT_IS(beside == BESIDE_X ? remote_call(peers[i], "signal 5") :
                                                       thing_signal(&things[beside]),
                                  MW_OK);
                        until_at_rest(&peers[i + 1], 1 - i);
                }
        }
        end(peers, 2, things, PULSE_THINGS);
}

/* One pulse of an auto-reset event: a wait for all that can be satisfied gets it, or a
 * single one; who can't be satisfied takes it from nobody. */
TEST_WITHIN(auto_pulse_goes_to_one_that_it_can_satisfy, 300)
{
        struct thing things[] = THINGS_TO_PULSE;
        struct peer *peers[3];

        start(peers, 3, things, pulse_names, PULSE_THINGS);
        for (long round = 0; round < rounds(); round++) {
                bool is_single = round % 2;
                int taken;

                remote_sleep(peers[0], "all -1 1 0"); /* 0 is never signalled */
                remote_sleep(peers[1], "all -1 1 2");
                remote_sleep(peers[2], is_single ? "one -1 1" : "all -1 2 1");
                ASSERT_IS(mw_event_pulse(things[PULSED_A].event), MW_OK);
                ASSERT_EQ(remote_released(peers, 3), 1);
                ASSERT(!remote_is_released(peers[0]));
                ASSERT_IS(thing_try(&things[PULSED_A]), MW_ETIMEDOUT);
                taken = thing_try(&things[BESIDE_A]) == MW_ETIMEDOUT;
                ASSERT_EQ(taken, !is_single || remote_is_released(peers[1]));
                ASSERT_IS(thing_signal(&things[BESIDE_A]), MW_OK);
                for (int i = 0; i < 3; i++)
                        if (!peer_has_line(peers[i]))
                                until_at_rest(&peers[i], 1);
                ASSERT_IS(mw_event_pulse(things[PULSED_A].event), MW_OK);
                ASSERT_EQ(remote_released(peers, 3), 2);
                ASSERT(!remote_is_released(peers[0]));
                remote_results(peers + 1, 2, MW_OK);
                thing_try(&things[BESIDE_A]);
                ASSERT_IS(thing_signal(&things[PULSED_M]), MW_OK);
                ASSERT_IS(thing_signal(&things[PULSED_A]), MW_OK);
                ASSERT_IS(remote_result(peers[0], NULL), MW_OK);
                ASSERT_IS(mw_event_reset(things[PULSED_M].event), MW_OK);
                ASSERT_IS(thing_signal(&things[BESIDE_A]), MW_OK);
        }
        end(peers, 3, things, PULSE_THINGS);
}

/* The waiter who marks a semaphore is killed: others watch it all the same. */
TEST(all_is_released_by_a_pulse_though_the_marker_was_killed)
{
        struct thing things[] = THINGS_TO_PULSE;
        struct peer *peers[2];

        start(peers, 1, things, pulse_names, PULSE_THINGS);
        for (int round = 0; round < 8; round++) {
                start(&peers[1], 1, things, pulse_names, PULSE_THINGS);
                remote_sleep(peers[1], "all -1 0 3 5");
                if (round % 2)
                        remote_sleep(peers[0], "all -1 0 3 5");
                peer_kill(peers[1]);
                if (round % 2 == 0)
                        remote_sleep(peers[0], "all -1 0 3 5");
                take_away(&things[BESIDE_S]);
                ASSERT_IS(thing_signal(&things[BESIDE_S]), MW_OK);
                until_at_rest(peers, 1);
                ASSERT_IS(mw_event_pulse(things[PULSED_M].event), MW_OK);
                ASSERT_IS(remote_result(peers[0], NULL), MW_OK);
                ASSERT_IS(remote_call(peers[0], "signal 5"), MW_OK);
                ASSERT_IS(thing_signal(&things[BESIDE_S]), MW_OK);
        }
        end(peers, 1, things, PULSE_THINGS);
}

/* Two wait-alls over the same two semaphores, in opposite order, never each
 * take one. */
TEST_WITHIN(two_alls_never_share_a_set_between_them, 300)
{
        struct thing things[] = { thing_make(SEMAPHORE, "s", 0), thing_make(SEMAPHORE, "t", 0) };
        struct peer *peers[2];

        start(peers, 2, things, (const char *[]){ "s", "t" }, 2);
        for (long round = 0; round < rounds(); round++) {
                remote_sleep(peers[0], "all -1 0 1");
                remote_sleep(peers[1], "all -1 1 0");
                ASSERT_IS(thing_signal(&things[0]), MW_OK);
                ASSERT_IS(thing_signal(&things[1]), MW_OK);
                ASSERT_EQ(remote_released(peers, 2), 1);
                ASSERT_IS(thing_try(&things[0]), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&things[1]), MW_ETIMEDOUT);
                ASSERT_IS(thing_signal(&things[1]), MW_OK);
                ASSERT_IS(thing_signal(&things[0]), MW_OK);
                ASSERT_EQ(remote_released(peers, 2), 2);
                remote_results(peers, 2, MW_OK);
        }
        end(peers, 2, things, 2);
}

TEST_WITHIN(all_across_the_two_namespaces_and_unnamed, 300)
{
        struct thing local = thing_make(AUTO, "Local\\l", 0);
        struct thing global = thing_make(SEMAPHORE, "Global\\g", 0);
        struct thing lock = thing_make(MUTEX, "Global\\x", 0);
        struct thing things[] = { local, global, lock };
        struct peer *peer;

        start(&peer, 1, things, (const char *[]){ "l", "Global\\g", "Global\\x" }, 3);
        for (long round = 0; round < rounds(); round++) {
                remote_sleep(peer, "all -1 0 1 2");
                ASSERT_IS(thing_signal(&things[round % 2]), MW_OK);
                ASSERT(!remote_is_released(peer));
                ASSERT_IS(thing_signal(&things[1 - round % 2]), MW_OK);
                ASSERT_IS(remote_result(peer, NULL), MW_OK);
                ASSERT_IS(thing_try(&lock), MW_ETIMEDOUT);
                ASSERT_IS(remote_call(peer, "signal 2"), MW_OK);
        }
        end(&peer, 1, things, 3);
}

/* Time-outs that race with sets: each set is taken once, by whom it may be. */
TEST_WITHIN(a_time_out_never_eats_a_signal, 300)
{
        struct thing things[] = { thing_make(AUTO, "a", 0), thing_make(SEMAPHORE, "s", 0) };
        struct peer *peers[2];
        long amount = test_amount(300, 5000, 100000);

        start(peers, 2, things, (const char *[]){ "a", "s" }, 2);
        for (long round = 0; round < amount; round++) {
                struct thing *thing = &things[round % 2];
                int taken = 0;

                remote_begin(peers[0], "one %ld %ld", round / 2 % 3, round % 2);
                remote_begin(peers[1], "any %ld %ld", round / 6 % 3, round % 2);
                ASSERT_IS(thing_signal(thing), MW_OK);
                for (int i = 0; i < 2; i++) {
                        int result = remote_result(peers[i], NULL);

                        ASSERT(result == MW_OK || result == MW_ETIMEDOUT);
                        taken += result == MW_OK;
                }
                taken += thing_try(thing) == MW_OK;
                ASSERT_EQ(taken, 1);
        }
        end(peers, 2, things, 2);
}

static void *out_when_released(void *argument)
{
        ASSERT_IS(mw_wait(argument, MW_NEVER, MW_SPIN_NONE), MW_OK);
        reach("out");
        return NULL;
}

/* argv: what, name, threads. */
ROLE(crowd)
{
        enum what what = (enum what)(argv[0][0] - '0');
        struct thing thing = thing_find(what, argv[1]);
        int count = 0;
        pthread_t threads[128];

        for (const char *digit = argv[2]; *digit; digit++)
                count = count * 10 + (*digit - '0');
        for (int i = 0; i < count; i++)
                ASSERT(pthread_create(&threads[i], NULL, out_when_released, thing.object) == 0);
        for (int i = 0; i < count; i++)
                pthread_join(threads[i], NULL);
        thing_close(&thing);
}

/* 64 threads of one process and 64 quick signals: all are released, none stays. */
TEST_WITHIN(a_crowd_of_64_is_released_by_64, 120)
{
        need_sleep_reports();
        for (int what = AUTO; what <= SEMAPHORE; what++) {
                struct thing thing;
                struct peer *peer;

                if (what == MUTEX)
                        continue;
                thing = thing_make(what, "x", 0);
                peer = peer_start("crowd", what == AUTO ? "1" : "3", "x", "64", NULL);
                until_asleep(peer->pid);
                for (int i = 0; i < 64; i++)
                        while (thing_signal(&thing) == MW_EFULL)
                                breathe(); /* the semaphore's maximum is 9 */
                for (int i = 0; i < 64; i++)
                        peer_expect(peer, "out");
                peer_end(peer);
                ASSERT_IS(thing_try(&thing), MW_ETIMEDOUT);
                thing_close(&thing);
        }
}
