/* SPDX-License-Identifier: MIT */
/* timer.c — timers between processes: who set it may be gone, who waits may die. */
#include "thing.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define MS INT64_C(1000000)

static mw_timer *make(uint32_t flags)
{
        mw_timer *timer;

        ASSERT_IS(mw_timer_open("x", flags | MW_CREATE, NULL, &timer), MW_CREATED);
        return timer;
}

/* waiter MILLISECONDS|-1: opens "x", waits for it once, says the result. */
ROLE(waiter)
{
        long milliseconds = strtol(argv[0], NULL, 10);
        mw_timer *timer;

        ASSERT_IS(mw_timer_open("x", 0, NULL, &timer), MW_OK);
        reach("open");
        reach("%s", result_name(mw_wait(mw_timer_object(timer),
                                        milliseconds < 0 ? MW_NEVER :
                                                           mw_after_ns(milliseconds * MS),
                                        MW_SPIN_NONE)));
        mw_timer_close(timer);
}

/* setter MILLISECONDS: sets "x", and dies. */
ROLE(setter)
{
        mw_timer *timer;

        ASSERT_IS(mw_timer_open("x", 0, NULL, &timer), MW_OK);
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(strtol(argv[0], NULL, 10) * MS), 0), MW_OK);
        reach("set");
        raise(SIGKILL);
}

static struct peer *asleep(const char *milliseconds)
{
        struct peer *peer = peer_start("waiter", milliseconds, NULL);

        peer_expect(peer, "open");
        until_asleep(peer->pid);
        return peer;
}

TEST(it_fires_though_its_setter_is_dead)
{
        mw_timer *timer = make(MW_AUTO_RESET);
        struct peer *waiter, *setter;

        need_sleep_reports();
        waiter = asleep("-1");
        setter = peer_start("setter", "30", NULL);
        peer_expect(setter, "set");
        peer_kill(setter);
        peer_expect(waiter, "MW_OK");
        peer_end(waiter);
        mw_timer_close(timer);
}

/* Put a sleeper's time off after he has seen one that was near; false: it came first, since
 * processes start slowly here, or others run. */
static bool is_put_off(mw_timer *timer, int64_t delay_ns, bool cancel)
{
        int64_t due_ns;
        struct peer *waiter;
        bool in_time;

        ASSERT_IS(mw_timer_set(timer, mw_after_ns(3600000 * MS), 0), MW_OK);
        waiter = asleep("-1");
        due_ns = mw_after_ns(delay_ns);
        ASSERT_IS(mw_timer_set(timer, due_ns, 0), MW_OK);
        for (int calm = 0; calm < 3 && mw_now_ns() < due_ns;)
                calm = is_asleep(waiter->pid) ? calm + 1 : 0;
        ASSERT_IS(cancel ? mw_timer_cancel(timer) :
                           mw_timer_set(timer, mw_after_ns(3600000 * MS), 0),
                  MW_OK);
        in_time = mw_now_ns() < due_ns;
        if (in_time) {
                ASSERT_IS(mw_timer_wait(timer, due_ns + 50 * MS), MW_ETIMEDOUT);
                ASSERT(!peer_has_line(waiter));
        }
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK); /* if not taken yet, then now */
        peer_expect(waiter, "MW_OK");
        peer_end(waiter);
        return in_time;
}

TEST(sleepers_learn_of_a_new_time)
{
        mw_timer *timer = make(MW_AUTO_RESET);
        struct peer *waiter;

        need_sleep_reports();
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(3600000 * MS), 0), MW_OK);
        waiter = asleep("-1");
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(20 * MS), 0), MW_OK); /* earlier */
        peer_expect(waiter, "MW_OK");
        peer_end(waiter);

        for (int cancel = 0; cancel < 2; cancel++)
                for (int64_t delay_ns = 100 * MS; !is_put_off(timer, delay_ns, cancel);)
                        delay_ns *= 2;
        mw_timer_close(timer);
}

TEST(a_manual_timer_releases_all_who_waited_also_if_it_is_set_again_at_once)
{
        enum { WAITERS = 4 };
        mw_timer *timer = make(0);
        struct peer *waiters[WAITERS];

        need_sleep_reports();
        for (int i = 0; i < WAITERS; i++)
                waiters[i] = asleep("-1");
        ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
        ASSERT_IS(mw_timer_set(timer, mw_after_ns(3600000 * MS), 0), MW_OK);
        for (int i = 0; i < WAITERS; i++) {
                peer_expect(waiters[i], "MW_OK");
                peer_end(waiters[i]);
        }
        ASSERT_IS(mw_timer_wait(timer, MW_NOW), MW_ETIMEDOUT);
        mw_timer_close(timer);
}

TEST(an_auto_timer_releases_one_and_again_one)
{
        enum { WAITERS = 4 };
        mw_timer *timer = make(MW_AUTO_RESET);
        struct peer *waiters[WAITERS];

        need_sleep_reports();
        for (int i = 0; i < WAITERS; i++)
                waiters[i] = asleep("-1");
        for (int released = 1; released <= WAITERS; released++) {
                ASSERT_IS(mw_timer_set(timer, MW_NOW, 0), MW_OK);
                while (remote_released(waiters, WAITERS) < released)
                        breathe();
                ASSERT_EQ(remote_released(waiters, WAITERS), released);
        }
        for (int i = 0; i < WAITERS; i++) {
                peer_expect(waiters[i], "MW_OK");
                peer_end(waiters[i]);
        }
        mw_timer_close(timer);
}

/* ---- a storm: each firing is taken at most once, and the rest go on ------------------- */

struct tally {
        atomic_long taken;
};

static void take_for_ever(void *argument)
{
        struct tally *tally = argument;
        mw_timer *timer;

        ASSERT_OK(mw_timer_open("x", 0, NULL, &timer));
        for (;;)
                if (mw_timer_wait(timer, MW_NEVER) == MW_OK)
                        atomic_fetch_add(&tally->taken, 1);
}

TEST(takers_that_are_killed_take_nothing_with_them)
{
        enum { TAKERS = 4, PERIOD_NS = 500000 };
        struct tally *tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        mw_timer *timer = make(MW_AUTO_RESET);
        struct peer *takers[TAKERS];
        long rounds = test_amount(100, 1000, 100000);
        int64_t began_ns;

        for (int i = 0; i < TAKERS; i++)
                takers[i] = peer_fork(take_for_ever, tally);
        began_ns = mw_now_ns();
        ASSERT_IS(mw_timer_set(timer, began_ns, PERIOD_NS), MW_OK);
        for (long round = 0; round < rounds; round++) {
                long before = atomic_load(&tally->taken);
                uint32_t victim = test_random() % TAKERS;

                peer_kill(takers[victim]);
                takers[victim] = peer_fork(take_for_ever, tally);
                while (atomic_load(&tally->taken) < before + 2) /* the others go on */
                        breathe();
        }
        ASSERT_IS(mw_timer_cancel(timer), MW_OK);
        ASSERT(atomic_load(&tally->taken) <= (mw_now_ns() - began_ns) / PERIOD_NS + 1);
        for (int i = 0; i < TAKERS; i++)
                peer_kill(takers[i]);
        munmap(tally, sizeof *tally);
        mw_timer_close(timer);
}
