/* SPDX-License-Identifier: MIT */
/* pid_namespaces.c — containers that share a directory: process ids mean nothing.
 *
 * In each container the peer is process 1, thread 1. A lock that believes thread
 * ids takes the one's death for the other's.
 */
#include "thing.h"
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void need_pid_namespaces(void)
{
        pid_t pid = fork();
        int status;

        need_sleep_reports();
        if (pid == 0)
                _exit(unshare(CLONE_NEWPID) < 0);
        ASSERT_SYS(waitpid(pid, &status, 0));
        if (status != 0)
                test_skip("needs root and PID namespaces");
}

/* Our number of the process that is 1 in there: the only child of the peer. */
static pid_t inner(const struct peer *peer)
{
        DIR *processes = opendir("/proc");
        struct dirent *entry;
        pid_t found = 0;

        while (processes && (entry = readdir(processes))) {
                char path[300], text[400];
                FILE *file;
                int parent;

                if (atoi(entry->d_name) <= 0)
                        continue;
                snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
                file = fopen(path, "re");
                if (!file)
                        continue;
                if (fgets(text, sizeof text, file) && strrchr(text, ')') &&
                    sscanf(strrchr(text, ')') + 1, " %*c %d", &parent) == 1 &&
                    parent == peer->pid)
                        found = atoi(entry->d_name);
                fclose(file);
        }
        if (processes)
                closedir(processes);
        ASSERT(found > 0);
        return found;
}

/* Kill process 1 of it; the peer itself ends then, too. */
static void kill_inside(struct peer *peer)
{
        kill(inner(peer), SIGKILL);
        peer_status(peer);
}

/* argv: name. Says its own idea of its number; locks; stays. */
ROLE(contained)
{
        struct thing mutex = thing_find(MUTEX, argv[0]);

        reach("%d", (int) getpid());
        ASSERT_OK(thing_wait(&mutex, MW_NEVER));
        reach("owning");
        await_go();
        ASSERT_OK(mw_mutex_unlock(mutex.mutex));
        reach("unlocked");
        await_go();
        thing_close(&mutex);
}

static void equal_ids(const char *name)
{
        struct thing mutex = thing_make(MUTEX, name, 0);

        for (int round = 0; round < 20; round++) {
                struct peer *owner = peer_start_in_pid_namespace("contained", name, NULL);
                struct peer *waiter;

                peer_expect(owner, "1");
                peer_expect(owner, "owning");
                waiter = peer_start_in_pid_namespace("contained", name, NULL);
                peer_expect(waiter, "1");
                until_asleep(inner(waiter));
                ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
                if (round % 2) {
                        /* the waiter's death is not the owner's */
                        kill_inside(waiter);
                        ASSERT_IS(thing_wait(&mutex, mw_after_ns(5000000)), MW_ETIMEDOUT);
                        peer_go(owner);
                        peer_expect(owner, "unlocked");
                        ASSERT_IS(thing_try(&mutex), MW_OK);
                        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
                        peer_go(owner);
                        peer_end(owner);
                } else {
                        /* the owner's death is the owner's */
                        kill_inside(owner);
                        peer_expect(waiter, "owning");
                        ASSERT_IS(thing_try(&mutex), MW_ETIMEDOUT);
                        kill_inside(waiter);
                        ASSERT_IS(thing_wait(&mutex, MW_NEVER), MW_ABANDONED);
                        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
                }
        }
        thing_close(&mutex);
}

TEST(equal_thread_ids_do_not_confuse_owners)
{
        need_pid_namespaces();
        equal_ids("m");
}

TEST(equal_thread_ids_do_not_confuse_owners_of_global_objects)
{
        need_pid_namespaces();
        equal_ids("Global\\m");
}

ROLE(holder)
{
        struct thing thing = thing_make(AUTO, argv[0], 0);

        reach("holding");
        await_go();
        thing_close(&thing);
}

TEST(a_holder_in_another_container_is_alive_and_its_death_is_seen)
{
        struct thing thing;
        struct peer *peer;

        need_pid_namespaces();
        for (int round = 0; round < 10; round++) {
                peer = peer_start_in_pid_namespace("holder", "x", NULL);
                peer_expect(peer, "holding");
                ASSERT_IS(thing_open(&thing, AUTO, "x", MW_CREATE | MW_EXCLUSIVE, 0), MW_EEXIST);
                thing = thing_find(AUTO, "x");
                thing_close(&thing);
                kill_inside(peer);
                ASSERT_IS(thing_open(&thing, AUTO, "x", 0, 0), MW_ENOTFOUND);
        }
        ASSERT_OK(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL));
}

TEST(waits_cross_containers)
{
        struct thing event = thing_make(AUTO, "e", 0), semaphore = thing_make(SEMAPHORE, "s", 0);
        struct peer *peers[2];

        need_pid_namespaces();
        for (int i = 0; i < 2; i++) {
                peers[i] = peer_start_in_pid_namespace("remote", NULL);
                remote_open(peers[i], AUTO, "e");
                remote_open(peers[i], SEMAPHORE, "s");
        }
        for (int round = 0; round < 50; round++) {
                remote_begin(peers[0], "all -1 0 1");
                until_asleep(inner(peers[0]));
                remote_begin(peers[1], "any -1 0 1");
                until_asleep(inner(peers[1]));
                ASSERT_IS(thing_signal(&event), MW_OK);
                ASSERT_IS(remote_result(peers[1], NULL), MW_OK);
                ASSERT_IS(thing_signal(&event), MW_OK);
                ASSERT_IS(thing_signal(&semaphore), MW_OK);
                ASSERT_IS(remote_result(peers[0], NULL), MW_OK);
                ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
                ASSERT_IS(thing_try(&semaphore), MW_ETIMEDOUT);
        }
        for (int i = 0; i < 2; i++)
                peer_end(peers[i]);
        thing_close(&event);
        thing_close(&semaphore);
}
