/* SPDX-License-Identifier: MIT */
/* fork.c — a child inherits and keeps alive; a program started by exec does not. */
#include "thing.h"
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void hold(void *unused)
{
        (void) unused;
        reach("holding");
        await_go();
}

TEST(a_child_keeps_its_parents_objects_alive)
{
        for (int what = 0; what < KINDS; what++) {
                struct thing thing = thing_make(what, "x", 0), again;
                struct peer *child = peer_fork(hold, NULL);

                peer_expect(child, "holding");
                thing_close(&thing);
                again = thing_find(what, "x");
                thing_close(&again);
                peer_go(child);
                peer_end(child);
                ASSERT_IS(thing_open(&again, what, "x", 0, 0), MW_ENOTFOUND);
        }
}

TEST(a_childs_death_ends_its_parents_hold_not)
{
        struct thing thing = thing_make(AUTO, "x", 0);
        struct peer *child = peer_fork(hold, NULL), *stranger;

        peer_expect(child, "holding");
        peer_kill(child);
        stranger = remote_start();
        remote_open(stranger, AUTO, "x");
        ASSERT_IS(thing_signal(&thing), MW_OK);
        ASSERT_IS(remote_call(stranger, "one -1 0"), MW_OK);
        peer_end(stranger);
        thing_close(&thing);
}

struct family {
        struct thing event, answer, mutex;
        unsigned char *bytes;
};

static void close_all(void *argument)
{
        struct family *family = argument;

        thing_close(&family->event);
        thing_close(&family->answer);
        thing_close(&family->mutex);
        reach("closed");
        await_go();
}

TEST(a_childs_close_is_its_own)
{
        struct family family = { thing_make(AUTO, "e", 0), thing_make(AUTO, "a", 0),
                                 thing_make(MUTEX, "m", 0), NULL };
        struct peer *child = peer_fork(close_all, &family), *stranger;

        peer_expect(child, "closed");
        stranger = remote_start();
        remote_open(stranger, AUTO, "e");
        remote_open(stranger, AUTO, "a");
        remote_open(stranger, MUTEX, "m");
        peer_end(stranger);
        peer_go(child);
        peer_end(child);
        ASSERT_IS(thing_signal(&family.event), MW_OK);
        thing_close(&family.event);
        thing_close(&family.answer);
        thing_close(&family.mutex);
        ASSERT_EQ(files_left(test_directory()), 0);
}

static void answer(void *argument)
{
        struct family *family = argument;

        reach("here");
        ASSERT_IS(thing_wait(&family->event, MW_NEVER), MW_OK);
        ASSERT_STR((char *) family->bytes, "question");
        strcpy((char *) family->bytes, "answer");
        ASSERT_IS(thing_signal(&family->answer), MW_OK);
        await_go();
}

TEST(parent_and_child_use_what_both_have_unnamed_too)
{
        static const char *const names[3][4] = { { "e", "a", "m", "b" },
                                                 { NULL, NULL, NULL, NULL },
                                                 { "Global\\e", "Global\\a", "Global\\m",
                                                   "Global\\b" } };

        for (int i = 0; i < 3; i++) {
                struct family family = { thing_make(AUTO, names[i][0], 0),
                                         thing_make(AUTO, names[i][1], 0),
                                         thing_make(MUTEX, names[i][2], 0), NULL };
                struct peer *child;
                mw_mapping *mapping;
                void *address = NULL;

                ASSERT_OK(mw_mapping_open(names[i][3], 100, MW_CREATE, NULL, &mapping));
                ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
                family.bytes = address;
                child = peer_fork(answer, &family);
                peer_expect(child, "here");
                strcpy(address, "question");
                ASSERT_IS(thing_signal(&family.event), MW_OK);
                ASSERT_IS(thing_wait(&family.answer, MW_NEVER), MW_OK);
                ASSERT_STR((char *) address, "answer");
                peer_go(child);
                peer_end(child);
                ASSERT_OK(mw_view_unmap(address));
                mw_mapping_close(mapping);
                thing_close(&family.event);
                thing_close(&family.answer);
                thing_close(&family.mutex);
        }
}

/* Everything that takes one of the library's own locks, in a child. */
static void open_and_make(void *argument)
{
        struct thing thing;
        mw_mapping *mapping;
        void *address = NULL;

        (void) argument;
        for (int round = 0; round < 3; round++) {
                for (int what = 0; what < KINDS; what++) {
                        thing = thing_find(what, what_name[what]);
                        thing_close(&thing);
                        thing = thing_make(what, "the child's", 0);
                        ASSERT_IS(thing_wait(&thing, mw_after_ns(1000000)),
                                  what == MUTEX ? MW_OK : MW_ETIMEDOUT);
                        thing_close(&thing);
                        thing = thing_make(what, NULL, 0);
                        thing_close(&thing);
                }
                ASSERT_OK(mw_mapping_open("map", 5000, MW_CREATE, NULL, &mapping));
                ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
                ASSERT_OK(mw_view_unmap(address));
                address = NULL;
                mw_mapping_close(mapping);
                ASSERT_OK(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL));
        }
}

TEST(a_child_opens_makes_and_closes)
{
        struct thing things[KINDS];

        for (int what = 0; what < KINDS; what++)
                things[what] = thing_make(what, what_name[what], 0);
        for (int i = 0; i < 5; i++)
                peer_end(peer_fork(open_and_make, NULL));
        open_and_make(NULL); /* and the parent, after its forks */
        for (int what = 0; what < KINDS; what++)
                thing_close(&things[what]);
}

static void not_mine(void *argument)
{
        struct family *family = argument;

        ASSERT_IS(mw_mutex_unlock(family->mutex.mutex), MW_ENOTOWNER);
        ASSERT_IS(thing_try(&family->mutex), MW_ETIMEDOUT);
        reach("asleep soon");
        ASSERT_IS(thing_wait(&family->mutex, MW_NEVER), MW_OK);
        reach("mine");
        await_go();
        _exit(0); /* abandons it */
}

TEST(a_child_does_not_own_what_its_parent_owns)
{
        static const char *const names[] = { "m", NULL, "Global\\m" };

        for (int i = 0; i < 3; i++) {
                struct family family = { .mutex = thing_make(MUTEX, names[i], 1) };
                struct peer *child = peer_fork(not_mine, &family);

                peer_expect(child, "asleep soon");
                ASSERT_IS(mw_mutex_unlock(family.mutex.mutex), MW_OK);
                peer_expect(child, "mine");
                ASSERT_IS(thing_try(&family.mutex), MW_ETIMEDOUT);
                peer_go(child);
                peer_end(child);
                ASSERT_IS(thing_wait(&family.mutex, MW_NEVER), MW_ABANDONED);
                thing_close(&family.mutex);
        }
}

static void end_at_once(void *unused)
{
        (void) unused;
        _exit(0);
}

TEST(a_parents_ownership_survives_its_childs_end)
{
        struct thing mutex = thing_make(MUTEX, "m", 1);
        struct peer *stranger = remote_start();

        remote_open(stranger, MUTEX, "m");
        for (int i = 0; i < 50; i++) {
                peer_end(peer_fork(end_at_once, NULL));
                ASSERT_IS(remote_call(stranger, "one 0 0"), MW_ETIMEDOUT);
        }
        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        ASSERT_IS(remote_call(stranger, "one -1 0"), MW_OK);
        peer_end(stranger);
        thing_close(&mutex);
}

/* --- a fork in the middle of another thread's wait --- */

struct sleeper {
        struct thing *thing;
        int result;
};

static void *sleep_on(void *argument)
{
        struct sleeper *sleeper = argument;
        mw_object *objects[] = { sleeper->thing[0].object, sleeper->thing[1].object };

        sleeper->result = mw_wait_any(objects, 2, MW_NEVER, MW_SPIN_NONE, NULL);
        return NULL;
}

static void use_and_end(void *argument)
{
        struct thing *things = argument;

        /* The child has no thread that waits; it can wait and signal itself. */
        ASSERT_IS(thing_wait(&things[0], mw_after_ns(1000000)), MW_ETIMEDOUT);
        ASSERT_IS(thing_signal(&things[2]), MW_OK);
        ASSERT_IS(thing_wait(&things[2], MW_NEVER), MW_OK);
}

TEST_WITHIN(a_fork_while_threads_wait_disturbs_nobody, 120)
{
        struct thing things[] = { thing_make(AUTO, "a", 0), thing_make(SEMAPHORE, "s", 0),
                                  thing_make(AUTO, "c", 0) };

        for (int round = 0; round < 100; round++) {
                struct sleeper sleepers[3];
                pthread_t threads[3];

                for (int i = 0; i < 3; i++) {
                        sleepers[i].thing = things;
                        ASSERT(pthread_create(&threads[i], NULL, sleep_on, &sleepers[i]) == 0);
                }
                peer_end(peer_fork(use_and_end, things));
                for (int i = 0; i < 3; i++)
                        ASSERT_IS(thing_signal(&things[1]), MW_OK);
                for (int i = 0; i < 3; i++) {
                        pthread_join(threads[i], NULL);
                        ASSERT_IS(sleepers[i].result, MW_OK);
                }
                ASSERT_IS(thing_try(&things[1]), MW_ETIMEDOUT);
        }
        for (int i = 0; i < 3; i++)
                thing_close(&things[i]);
}

static void grandchild(void *argument)
{
        struct family *family = argument;

        hold(NULL);
        thing_close(&family->event);
}

static void parent_of_one(void *argument)
{
        struct peer *child = peer_fork(grandchild, argument);

        peer_expect(child, "holding");
        reach("holding");
        await_go();
        peer_go(child);
        peer_end(child);
}

TEST(a_grandchild_inherits_too)
{
        struct family family = { .event = thing_make(AUTO, "e", 0) };
        struct peer *child = peer_fork(parent_of_one, &family);

        peer_expect(child, "holding");
        thing_close(&family.event);
        family.event = thing_find(AUTO, "e");
        thing_close(&family.event);
        peer_go(child);
        peer_end(child);
        ASSERT_IS(thing_open(&family.event, AUTO, "e", 0, 0), MW_ENOTFOUND);
}

/* argv: none. Opens everything, then becomes cat. */
ROLE(becomes_cat)
{
        mw_mapping *mapping;
        void *address = NULL;

        for (int what = 0; what < KINDS; what++)
                thing_make(what, what_name[what], 0);
        ASSERT_OK(mw_mapping_open("mapping", 100, MW_CREATE, NULL, &mapping));
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
        reach("open");
        await_go();
        dup2(3, 1);
        execl("/bin/cat", "cat", (char *) NULL);
        _exit(1);
}

TEST(exec_inherits_nothing)
{
        struct peer *peer = peer_start("becomes_cat", NULL);
        mw_mapping *mapping;
        struct thing thing;

        peer_expect(peer, "open");
        for (int what = 0; what < KINDS; what++) {
                thing = thing_find(what, what_name[what]);
                thing_close(&thing);
        }
        peer_go(peer);
        peer_say(peer, "are you a cat?");
        peer_expect(peer, "are you a cat?");
        for (int what = 0; what < KINDS; what++)
                ASSERT_IS(thing_open(&thing, what, what_name[what], 0, 0), MW_ENOTFOUND);
        ASSERT_IS(mw_mapping_open("mapping", 0, 0, NULL, &mapping), MW_ENOTFOUND);
        peer_end(peer);
        ASSERT_OK(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL));
}
