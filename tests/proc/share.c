/* SPDX-License-Identifier: MIT */
/* share.c — objects handed to a stranger by bytes and a descriptor. */
#include "thing.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* One socket pair: the peer finds its end at descriptor 9. */
static int ends[2];

static void make_ends(void)
{
        ASSERT_SYS(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
        ASSERT_SYS(dup2(ends[1], 9));
        close(ends[1]);
}

static void close_ends(void)
{
        close(ends[0]);
        close(9);
}

static void send_share(int socket, mw_share *share)
{
        char room[CMSG_SPACE(sizeof(int))] = { 0 };
        struct iovec bytes = { share, sizeof *share };
        struct msghdr message = { .msg_iov = &bytes,
                                  .msg_iovlen = 1,
                                  .msg_control = room,
                                  .msg_controllen = sizeof room };
        struct cmsghdr *part = CMSG_FIRSTHDR(&message);

        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(part), &share->descriptor, sizeof(int));
        ASSERT_EQ(sendmsg(socket, &message, 0), sizeof *share);
        mw_share_close(share);
}

static mw_share receive_share(int socket)
{
        char room[CMSG_SPACE(sizeof(int))];
        mw_share share;
        struct iovec bytes = { &share, sizeof share };
        struct msghdr message = { .msg_iov = &bytes,
                                  .msg_iovlen = 1,
                                  .msg_control = room,
                                  .msg_controllen = sizeof room };

        ASSERT_EQ(recvmsg(socket, &message, MSG_CMSG_CLOEXEC), sizeof share);
        memcpy(&share.descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
        return share;
}

/* Takes an event of each sort, a semaphore, a mutex, a timer and a mapping. */
ROLE(taker)
{
        mw_event *manual, *automatic;
        mw_semaphore *semaphore;
        mw_mutex *mutex;
        mw_timer *timer;
        mw_mapping *mapping;
        void *bytes = NULL;
        mw_share share = receive_share(9);

        ASSERT_OK(mw_share_open_event(&share, &manual));
        mw_share_close(&share);
        share = receive_share(9);
        ASSERT_OK(mw_share_open_event(&share, &automatic));
        ASSERT(mw_event_is_auto_reset(automatic) && !mw_event_is_auto_reset(manual));
        mw_share_close(&share);
        share = receive_share(9);
        ASSERT_IS(mw_share_open_mutex(&share, &mutex), MW_EKIND);
        ASSERT_OK(mw_share_open_semaphore(&share, &semaphore));
        mw_share_close(&share);
        share = receive_share(9);
        ASSERT_OK(mw_share_open_mutex(&share, &mutex));
        mw_share_close(&share);
        share = receive_share(9);
        ASSERT_OK(mw_share_open_timer(&share, &timer));
        mw_share_close(&share);
        share = receive_share(9);
        ASSERT_OK(mw_share_open_mapping(&share, &mapping));
        mw_share_close(&share);

        reach("taken");
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &bytes));
        ASSERT_STR(bytes, "from the giver");
        ASSERT_OK(mw_mutex_lock(mutex, MW_NEVER));
        ASSERT_OK(mw_event_set(manual));
        ASSERT_OK(mw_event_wait(automatic, MW_NEVER));
        ASSERT_OK(mw_timer_wait(timer, MW_NEVER));
        strcpy(bytes, "from the taker");
        ASSERT_OK(mw_semaphore_release(semaphore, 2, NULL));
        reach("done"); /* and ends as the mutex's owner */
        await_go();
        mw_event_close(manual), mw_event_close(automatic), mw_semaphore_close(semaphore);
        mw_timer_close(timer), mw_view_unmap(bytes), mw_mapping_close(mapping);
}

static void exchange(const char *names[6])
{
        mw_event *manual, *automatic;
        mw_semaphore *semaphore;
        mw_mutex *mutex;
        mw_timer *timer;
        mw_mapping *mapping;
        void *bytes = NULL;
        mw_share shares[6];
        struct peer *peer;

        make_ends();
        ASSERT_IS(mw_event_open(names[0], MW_CREATE, NULL, &manual), MW_CREATED);
        ASSERT_IS(mw_event_open(names[1], MW_CREATE | MW_AUTO_RESET, NULL, &automatic), MW_CREATED);
        ASSERT_IS(mw_semaphore_open(names[2], 0, 5, MW_CREATE, NULL, &semaphore), MW_CREATED);
        ASSERT_IS(mw_mutex_open(names[3], MW_CREATE, NULL, &mutex), MW_CREATED);
        ASSERT_IS(mw_timer_open(names[4], MW_CREATE | MW_AUTO_RESET, NULL, &timer), MW_CREATED);
        ASSERT_IS(mw_mapping_open(names[5], 100, MW_CREATE, NULL, &mapping), MW_CREATED);
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &bytes));
        strcpy(bytes, "from the giver");
        ASSERT_OK(mw_share_object(mw_event_object(manual), &shares[0]));
        ASSERT_OK(mw_share_object(mw_event_object(automatic), &shares[1]));
        ASSERT_OK(mw_share_object(mw_semaphore_object(semaphore), &shares[2]));
        ASSERT_OK(mw_share_object(mw_mutex_object(mutex), &shares[3]));
        ASSERT_OK(mw_share_object(mw_timer_object(timer), &shares[4]));
        ASSERT_OK(mw_share_mapping(mapping, &shares[5]));
        for (int i = 0; i < 6; i++)
                send_share(ends[0], &shares[i]);
        peer = peer_start("taker", NULL);
        peer_expect(peer, "taken");
        ASSERT_OK(mw_event_wait(manual, MW_NEVER));
        ASSERT_IS(mw_mutex_lock(mutex, MW_NOW), MW_ETIMEDOUT);
        ASSERT_OK(mw_event_set(automatic));
        ASSERT_OK(mw_timer_set(timer, MW_NOW, 0));
        ASSERT_OK(mw_semaphore_wait(semaphore, MW_NEVER));
        ASSERT_IS(mw_semaphore_wait(semaphore, MW_NEVER), MW_OK);
        ASSERT_IS(mw_semaphore_wait(semaphore, MW_NOW), MW_ETIMEDOUT);
        ASSERT_STR(bytes, "from the taker");
        peer_expect(peer, "done");
        peer_go(peer);
        ASSERT_IS(mw_mutex_lock(mutex, MW_NEVER), MW_ABANDONED);
        ASSERT_OK(mw_mutex_unlock(mutex));
        peer_end(peer);
        mw_event_close(manual), mw_event_close(automatic), mw_semaphore_close(semaphore);
        mw_mutex_close(mutex), mw_timer_close(timer), mw_view_unmap(bytes);
        mw_mapping_close(mapping);
        close_ends();
}

TEST(unnamed_objects_reach_a_stranger)
{
        const char *names[6] = { NULL };

        exchange(names);
}

TEST(named_objects_reach_a_stranger)
{
        const char *names[6] = { "manual", "auto", "semaphore", "mutex", "timer", "mapping" };

        exchange(names);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(a_name_lives_in_a_message_that_nobody_has_read)
{
        mw_event *event, *again;
        mw_share share;

        make_ends();
        ASSERT_OK(mw_event_open("x", MW_CREATE | MW_SIGNALLED, NULL, &event));
        ASSERT_OK(mw_share_object(mw_event_object(event), &share));
        send_share(ends[0], &share);
        mw_event_close(event);
        share = receive_share(9);
        ASSERT_OK(mw_share_open_event(&share, &again));
        ASSERT_IS(mw_event_wait(again, MW_NOW), MW_OK);
        mw_share_close(&share);
        mw_share_close(&share);
        mw_event_close(again);
        ASSERT_IS(mw_event_open("x", 0, NULL, &again), MW_ENOTFOUND);
        ASSERT_EQ(files_left(test_directory()), 0);
        close_ends();
}

TEST(closing_the_last_share_ends_the_name)
{
        mw_event *event;
        mw_share share;

        ASSERT_OK(mw_event_open("x", MW_CREATE, NULL, &event));
        ASSERT_OK(mw_share_object(mw_event_object(event), &share));
        mw_event_close(event);
        ASSERT_EQ(files_left(test_directory()), 1);
        mw_share_close(&share);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(bytes_that_are_no_share_are_refused)
{
        mw_event *event, *other;
        mw_mapping *mapping;
        mw_share share, bad;
        char path[] = "/tmp/mwt.share.XXXXXX";
        int file = mkostemp(path, O_CLOEXEC);

        ASSERT_SYS(file);
        ASSERT_SYS(unlink(path));
        ASSERT_SYS(ftruncate(file, 65536));
        ASSERT_IS(mw_share_object(NULL, &share), MW_EINVAL);
        ASSERT_OK(mw_event_open(NULL, MW_CREATE, NULL, &event));
        ASSERT_IS(mw_share_object(mw_event_object(event), NULL), MW_EINVAL);
        ASSERT_OK(mw_share_object(mw_event_object(event), &share));
        bad = share, bad.descriptor = file; /* somebody may shorten it */
        ASSERT_IS(mw_share_open_event(&bad, &other), MW_ECORRUPT);
        bad = share, bad.offset_bytes = UINT64_MAX - 63;
        ASSERT_IS(mw_share_open_event(&bad, &other), MW_ECORRUPT);
        bad = share, bad.offset_bytes = 8;
        ASSERT_IS(mw_share_open_event(&bad, &other), MW_ECORRUPT);
        bad = share, bad.registry_id++;
        ASSERT_IS(mw_share_open_event(&bad, &other), MW_ECHANGED);
        bad = share, bad.struct_size--;
        ASSERT_IS(mw_share_open_event(&bad, &other), MW_ECORRUPT);
        bad = share, memset(bad.name, 'x', sizeof bad.name);
        ASSERT_IS(mw_share_open_event(&bad, &other), MW_ECORRUPT);
        bad = share, bad.kind = MW_KIND_MAPPING, bad.size_bytes = UINT64_C(1) << 40;
        ASSERT_IS(mw_share_open_mapping(&bad, &mapping), MW_ECORRUPT);
        bad = share, bad.descriptor = -1;
        ASSERT(mw_share_open_event(&bad, &other) < 0);
        ASSERT_IS(mw_share_open_event(NULL, &other), MW_EINVAL);
        ASSERT_IS(mw_share_open_event(&share, NULL), MW_EINVAL);
        ASSERT_OK(mw_share_open_event(&share, &other));
        ASSERT(mw_object_id(mw_event_object(event)) == mw_object_id(mw_event_object(other)));
        mw_event_close(other);
        mw_share_close(&share);
        mw_event_close(event);
        close(file);
}

/* After a share nothing that is given back may be handed out again: the other
 * process may go on using it. */
TEST(memory_that_another_process_has_is_not_used_again)
{
        mw_event *event, *other;
        mw_share share;

        ASSERT_OK(mw_event_open(NULL, MW_CREATE, NULL, &event));
        ASSERT_OK(mw_share_object(mw_event_object(event), &share));
        mw_event_close(event);
        ASSERT_OK(mw_share_open_event(&share, &other));
        for (int i = 0; i < 1000; i++) {
                mw_event *fresh;

                ASSERT_OK(mw_event_open(NULL, MW_CREATE | MW_SIGNALLED, NULL, &fresh));
                mw_event_close(fresh);
        }
        ASSERT_IS(mw_event_wait(other, MW_NOW), MW_ETIMEDOUT);
        mw_event_close(other);
        mw_share_close(&share);
}

TEST(many_shares_leave_nothing)
{
        for (int i = 0; i < 5000; i++) {
                mw_semaphore *one, *two;
                mw_share share;

                ASSERT_OK(mw_semaphore_open(NULL, 0, 1, MW_CREATE, NULL, &one));
                ASSERT_OK(mw_share_object(mw_semaphore_object(one), &share));
                ASSERT_OK(mw_share_open_semaphore(&share, &two));
                ASSERT_OK(mw_semaphore_release(two, 1, NULL));
                ASSERT_OK(mw_semaphore_wait(one, MW_NOW));
                mw_share_close(&share);
                mw_semaphore_close(one);
                mw_semaphore_close(two);
        }
}

/* ---- mw_thread_leave() ------------------------------------------------------------ */

static mw_mutex *mutexes[2];
static mw_event *left;

static void *own_and_leave(void *unused)
{
        ASSERT_OK(mw_mutex_lock(mutexes[0], MW_NEVER));
        ASSERT_OK(mw_mutex_lock(mutexes[1], MW_NEVER));
        mw_thread_leave();
        ASSERT_IS(mw_mutex_unlock(mutexes[0]), MW_ENOTOWNER);
        ASSERT_IS(mw_mutex_lock(mutexes[0], MW_NOW), MW_ABANDONED); /* as another owner */
        ASSERT_OK(mw_event_set(left));
        ASSERT_OK(mw_event_wait(left, MW_NEVER));
        return NULL;
}

static void leave_in(const char *global)
{
        pthread_t thread;

        ASSERT_OK(mw_mutex_open(NULL, MW_CREATE, NULL, &mutexes[0]));
        ASSERT_OK(mw_mutex_open(global, MW_CREATE, NULL, &mutexes[1]));
        ASSERT_OK(mw_event_open(NULL, MW_CREATE, NULL, &left));
        for (int i = 0; i < 200; i++) {
                ASSERT_OK(mw_event_reset(left));
                ASSERT(pthread_create(&thread, NULL, own_and_leave, NULL) == 0);
                ASSERT_OK(mw_event_wait(left, MW_NEVER));
                ASSERT_IS(mw_mutex_lock(mutexes[1], MW_NOW), MW_ABANDONED);
                ASSERT_OK(mw_mutex_unlock(mutexes[1]));
                ASSERT_IS(mw_mutex_lock(mutexes[0], MW_NEVER), MW_ABANDONED);
                ASSERT_OK(mw_mutex_unlock(mutexes[0]));
                ASSERT(pthread_join(thread, NULL) == 0);
        }
        mw_mutex_close(mutexes[0]), mw_mutex_close(mutexes[1]), mw_event_close(left);
}

TEST(a_thread_that_leaves_abandons_what_it_owns)
{
        leave_in("Local\\left");
}

TEST(a_thread_that_leaves_abandons_what_it_owns_in_global)
{
        leave_in("Global\\left");
}
