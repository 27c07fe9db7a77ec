/* SPDX-License-Identifier: MIT */
/* owner.c — a mutex whose owner ends, in every way that a thread can end.
 *
 * Whoever waits has it at once and is told, once. A stopped owner stays owner.
 */
#include "thing.h"
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* argv: name. Locks it, and again, and stays until killed or told to end. */
ROLE(owner)
{
        struct thing mutex = thing_find(MUTEX, argv[0]);
        char line[16];

        ASSERT_OK(thing_wait(&mutex, MW_NEVER));
        ASSERT_OK(thing_wait(&mutex, MW_NEVER));
        reach("owning");
        await_line(line, sizeof line);
        _exit(0);
}

TEST_WITHIN(a_killed_owners_waiters_get_it_in_turn_and_are_told, 300)
{
        long rounds = test_amount(60, 600, 10000);
        struct thing mutex = thing_make(MUTEX, "m", 0), never = thing_make(AUTO, "never", 0);
        struct peer *peers[3];

        need_sleep_reports();
        for (int i = 0; i < 3; i++) {
                peers[i] = remote_start();
                remote_open(peers[i], MUTEX, "m");
                remote_open(peers[i], AUTO, "never");
        }
        for (long round = 0; round < rounds; round++) {
                struct peer *owner = peer_start("owner", "m", NULL);
                int abandoned = 0;

                peer_expect(owner, "owning");
                remote_sleep(peers[0], "one -1 0");
                remote_sleep(peers[1], "any -1 1 0");
                remote_sleep(peers[2], "all 600000 0");
                peer_kill(owner);
                for (int left = 3; left > 0; left--) {
                        struct peer *next = NULL;
                        int result, at = 0;

                        ASSERT_EQ(remote_released(peers, left), 1);
                        while (!peer_has_line(peers[at]))
                                at++;
                        next = peers[at];
                        result = remote_result(next, NULL);
                        ASSERT(result == MW_OK || result == MW_ABANDONED);
                        abandoned += result == MW_ABANDONED;
                        ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
                        ASSERT_IS(remote_call(next, "signal 0"), MW_OK);
                        peers[at] = peers[left - 1];
                        peers[left - 1] = next;
                }
                ASSERT_EQ(abandoned, 1);
                ASSERT_IS(thing_try(&mutex), MW_OK);
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        }
        for (int i = 0; i < 3; i++)
                peer_end(peers[i]);
        thing_close(&mutex);
        thing_close(&never);
}

TEST(a_chain_of_killed_owners_is_told_each_time)
{
        struct thing mutex = thing_make(MUTEX, "m", 0);
        long rounds = test_amount(200, 200, 200);

        for (long round = 0; round < rounds; round++) {
                struct peer *owner = peer_start("owner", "m", NULL);

                peer_expect(owner, "owning");
                ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
                peer_kill(owner);
                ASSERT_IS(thing_wait(&mutex, MW_NEVER), MW_ABANDONED);
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        }
        thing_close(&mutex);
}

TEST(a_stopped_owner_stays_owner)
{
        struct thing mutex = thing_make(MUTEX, "m", 0);
        struct peer *owner = peer_start("owner", "m", NULL);
        int status;

        peer_expect(owner, "owning");
        kill(owner->pid, SIGSTOP);
        ASSERT_SYS(waitpid(owner->pid, &status, WUNTRACED));
        ASSERT(WIFSTOPPED(status));
        ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
        ASSERT_IS(thing_wait(&mutex, mw_after_ns(50000000)), MW_ETIMEDOUT);
        kill(owner->pid, SIGCONT);
        peer_kill(owner);
        ASSERT_IS(thing_wait(&mutex, MW_NEVER), MW_ABANDONED);
        thing_close(&mutex);
}

TEST(an_owner_that_exits_properly_abandons_too)
{
        struct thing mutex = thing_make(MUTEX, "m", 0);
        struct peer *owner = peer_start("owner", "m", NULL);

        peer_expect(owner, "owning");
        peer_go(owner);
        peer_end(owner);
        ASSERT_IS(thing_try(&mutex), MW_ABANDONED);
        thing_close(&mutex);
}

/* --- threads --- */

enum ending { RETURN, EXIT, CANCEL, CANCEL_ASLEEP, ENDINGS };

struct owning {
        struct thing *mutex, *never;
        enum ending ending;
        pthread_barrier_t has_locked;
};

static void *own_and_end(void *argument)
{
        struct owning *owning = argument;

        ASSERT_OK(thing_wait(owning->mutex, MW_NEVER));
        pthread_barrier_wait(&owning->has_locked);
        switch (owning->ending) {
        case EXIT:
                pthread_exit(NULL);
        case CANCEL:
                for (;;)
                        pause();
        case CANCEL_ASLEEP:
                /* A wait is no cancellation point; the next one is. */
                ASSERT_IS(thing_wait(owning->never, mw_after_ns(5000000)), MW_ETIMEDOUT);
                for (;;)
                        pause();
        default:
                return NULL;
        }
}

TEST_WITHIN(an_owner_thread_that_ends_abandons_however_it_ends, 300)
{
        struct thing mutex = thing_make(MUTEX, "m", 0), never = thing_make(AUTO, "never", 0);
        struct peer *peer = remote_start();

        need_sleep_reports();
        remote_open(peer, MUTEX, "m");
        for (int round = 0; round < 40 * ENDINGS; round++) {
                struct owning owning = { &mutex, &never, (enum ending) (round % ENDINGS),
                                         { { 0 } } };
                pthread_t thread;

                pthread_barrier_init(&owning.has_locked, NULL, 2);
                ASSERT(pthread_create(&thread, NULL, own_and_end, &owning) == 0);
                pthread_barrier_wait(&owning.has_locked);
                if (owning.ending >= CANCEL) {
                        remote_sleep(peer, "one -1 0");
                        pthread_cancel(thread);
                } else {
                        remote_begin(peer, "one -1 0");
                }
                pthread_join(thread, NULL);
                ASSERT_IS(remote_result(peer, NULL), MW_ABANDONED);
                ASSERT_IS(remote_call(peer, "signal 0"), MW_OK);
                ASSERT_IS(thing_try(&mutex), MW_OK);
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
                pthread_barrier_destroy(&owning.has_locked);
        }
        peer_end(peer);
        thing_close(&mutex);
        thing_close(&never);
}

static void *own_many(void *argument)
{
        struct thing *mutexes = argument;
        mw_object *objects[MW_WAIT_MAX_OBJECTS];

        for (uint32_t i = 0; i < MW_WAIT_MAX_OBJECTS; i++)
                objects[i] = mutexes[i].object;
        ASSERT_IS(mw_wait_all(objects, MW_WAIT_MAX_OBJECTS, MW_NOW, MW_SPIN_NONE), MW_OK);
        return NULL;
}

TEST(all_64_mutexes_of_one_owner_are_abandoned_at_once)
{
        struct thing mutexes[MW_WAIT_MAX_OBJECTS];
        mw_object *objects[MW_WAIT_MAX_OBJECTS];
        pthread_t thread;

        for (uint32_t i = 0; i < MW_WAIT_MAX_OBJECTS; i++) {
                char name[40];

                snprintf(name, sizeof name, "%s%u", i % 2 ? "" : "Global\\", i);
                mutexes[i] = thing_make(MUTEX, name, 0);
                objects[i] = mutexes[i].object;
        }
        ASSERT(pthread_create(&thread, NULL, own_many, mutexes) == 0);
        pthread_join(thread, NULL);
        ASSERT_IS(mw_wait_all(objects, MW_WAIT_MAX_OBJECTS, MW_NEVER, MW_SPIN_NONE),
                  MW_ABANDONED);
        for (uint32_t i = 0; i < MW_WAIT_MAX_OBJECTS; i++) {
                ASSERT_IS(mw_mutex_unlock(mutexes[i].mutex), MW_OK);
                ASSERT_IS(thing_try(&mutexes[i]), MW_OK); /* told once, for all */
                thing_close(&mutexes[i]);
        }
}

/* argv: name. Owns it in another thread while its first thread has ended. */
static void *stay_owner(void *argument)
{
        struct thing *mutex = argument;
        char line[16];

        ASSERT_OK(thing_wait(mutex, MW_NEVER));
        reach("owning");
        await_line(line, sizeof line);
        _exit(0);
}

ROLE(headless)
{
        static struct thing mutex;
        pthread_t thread;

        mutex = thing_find(MUTEX, argv[0]);
        ASSERT(pthread_create(&thread, NULL, stay_owner, &mutex) == 0);
        pthread_exit(NULL);
}

TEST(an_owner_outlives_its_processs_first_thread)
{
        struct thing mutex = thing_make(MUTEX, "m", 0);
        struct peer *owner = peer_start("headless", "m", NULL);

        peer_expect(owner, "owning");
        ASSERT_IS(thing_wait(&mutex, mw_after_ns(20000000)), MW_ETIMEDOUT);
        peer_kill(owner);
        ASSERT_IS(thing_wait(&mutex, MW_NEVER), MW_ABANDONED);
        thing_close(&mutex);
}

/* argv: name. Locks, then becomes cat: the object and the ownership are gone. */
ROLE(becomes_cat)
{
        struct thing mutex = thing_find(MUTEX, argv[0]);

        ASSERT_OK(thing_wait(&mutex, MW_NEVER));
        reach("owning");
        await_go();
        dup2(3, 1);
        execl("/bin/cat", "cat", (char *) NULL);
        _exit(1);
}

TEST(exec_abandons_and_lets_go)
{
        struct thing mutex = thing_make(MUTEX, "m", 0);
        struct peer *owner = peer_start("becomes_cat", "m", NULL);

        peer_expect(owner, "owning");
        ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
        peer_go(owner);
        peer_say(owner, "are you a cat?");
        peer_expect(owner, "are you a cat?");
        ASSERT_IS(thing_try(&mutex), MW_ABANDONED);
        thing_close(&mutex);
        ASSERT_IS(thing_open(&mutex, MUTEX, "m", 0, 0), MW_ENOTFOUND);
        peer_end(owner);
}
