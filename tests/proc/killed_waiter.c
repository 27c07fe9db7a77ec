/* SPDX-License-Identifier: MIT */
/* killed_waiter.c — the waiter that a signal woke is killed before it can run.
 *
 * Two processes sleep; a signal comes; one of them is killed between being woken
 * and its first instruction. Its share must go to the other. To hit that moment
 * every time, all three share one processor and the victim is of the idle class,
 * so that it does not run while we are between the signal and the kill. A victim
 * that did run, and took the token, says so in shared memory; that round counts
 * as taken, not as lost.
 */
#include "thing.h"
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <signal.h>

enum how { ONE, ANY, ALL, HOWS };
static const char *const how_text[HOWS] = { "one -1 0", "any -1 1 0", "all -1 0" };

struct victim {
        struct thing thing, never;
        enum how how;
        atomic_int *has_taken;
};

static void be_idle(void)
{
        struct sched_param none = { 0 };

        sched_setscheduler(0, SCHED_IDLE, &none);
}

static void stay_here(void)
{
        cpu_set_t all, one;

        CPU_ZERO(&all);
        CPU_ZERO(&one);
        ASSERT_SYS(sched_getaffinity(0, sizeof all, &all));
        for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
                if (CPU_ISSET(cpu, &all)) {
                        CPU_SET(cpu, &one);
                        break;
                }
        ASSERT_SYS(sched_setaffinity(0, sizeof one, &one));
}

static void wait_and_tell(void *argument)
{
        struct victim *victim = argument;
        mw_object *any[] = { victim->never.object, victim->thing.object };
        int result;

        be_idle();
        if (victim->how == ONE)
                result = mw_wait(victim->thing.object, MW_NEVER, MW_SPIN_NONE);
        else if (victim->how == ANY)
                result = mw_wait_any(any, 2, MW_NEVER, MW_SPIN_NONE, NULL);
        else
                result = mw_wait_all(&any[1], 1, MW_NEVER, MW_SPIN_NONE);
        if (result >= 0)
                atomic_store(victim->has_taken, 1);
        for (;;)
                sched_yield();
}

/* One round; false: the token is gone. */
static bool keeps_token(struct victim *victim, struct peer *heir, const char *how_heir)
{
        struct thing *thing = &victim->thing;
        struct peer *peer;
        bool released;

        atomic_store(victim->has_taken, 0);
        if (thing->what == MUTEX)
                ASSERT_OK(thing_try(thing));
        peer = peer_fork(wait_and_tell, victim);
        until_asleep(peer->pid);
        remote_sleep(heir, "%s", how_heir);
        ASSERT_IS(thing_signal(thing), MW_OK);
        kill(peer->pid, SIGKILL);
        peer_kill(peer);
        released = remote_is_released(heir);
        if (released) {
                int result = remote_result(heir, NULL);

                ASSERT(result == MW_OK || (thing->what == MUTEX && result == MW_ABANDONED));
                if (thing->what == MUTEX)
                        ASSERT_IS(remote_call(heir, "signal 0"), MW_OK);
                return true;
        }
        /* The heir sleeps on. Unless the victim took it: lost. */
        released = atomic_load(victim->has_taken);
        ASSERT_IS(thing_signal(thing), MW_OK);
        ASSERT_IS(remote_result(heir, NULL), MW_OK);
        return released;
}

static void keep_all(enum what what)
{
        long rounds = test_amount(500, 2000, 20000), lost = 0;
        struct victim victim = { .thing = thing_make(what, "x", 0),
                                 .never = thing_make(MANUAL, "never", 0) };
        struct peer *heir;

        need_sleep_reports();
        stay_here();
        victim.has_taken = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                                -1, 0);
        ASSERT(victim.has_taken != MAP_FAILED);
        heir = remote_start();
        remote_open(heir, what, "x");
        remote_open(heir, MANUAL, "never");
        for (long round = 0; round < rounds; round++) {
                victim.how = (enum how) (round % HOWS);
                lost += !keeps_token(&victim, heir, how_text[round / HOWS % HOWS]);
        }
        ASSERT_EQ(lost, 0);
        printf("  %s: %ld of %ld tokens kept\n", what_name[what], rounds, rounds);
        peer_end(heir);
        ASSERT_IS(thing_try(&victim.thing), what == MUTEX ? MW_OK : MW_ETIMEDOUT);
        thing_close(&victim.thing);
        thing_close(&victim.never);
        munmap(victim.has_taken, 4096);
}

TEST_WITHIN(auto_event_keeps_500_of_500_signals, 300)
{
        keep_all(AUTO);
}

TEST_WITHIN(semaphore_keeps_500_of_500_units, 300)
{
        keep_all(SEMAPHORE);
}

TEST_WITHIN(mutex_keeps_500_of_500_hand_overs, 300)
{
        keep_all(MUTEX);
}
