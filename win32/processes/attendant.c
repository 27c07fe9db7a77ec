/* SPDX-License-Identifier: MIT */
/* attendant.c — the thread that watches descriptors for this process.
 *
 * Other processes end, and ask for handles, whenever they like. One thread, started
 * when the first descriptor is to be watched, sleeps in epoll and calls whoever watches.
 * It blocks all signals, so it runs no handler of the program's.
 *
 * The invariant. A watch stands in the list until it is called or given up, whichever
 * takes it out; epoll knows it by a key, never by its address, which may be gone.
 *
 * Fork. The child has no such thread. Its epoll is its parent's open file, so the child
 * lets go of it and begins anew with the next watch; what the parent watched, the child
 * doesn't, unless its owner watches again.
 */
#include "attendant.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "internal.h"

#define STACK_BYTES (256u << 10)

MWW_LOCK(lock)
static int epoll = -1; /* under the lock, like the next */
static mww_watch *watches;
static uint64_t last_key;

/* Under the lock. Takes it out of the list; NULL: it isn't there any more. */
static mww_watch *take(uint64_t key)
{
        for (mww_watch **at = &watches; *at; at = &(*at)->next)
                if ((*at)->key == key) {
                        mww_watch *taken = *at;

                        *at = taken->next;
                        epoll_ctl(epoll, EPOLL_CTL_DEL, taken->descriptor, NULL);
                        return taken;
                }
        return NULL;
}

static void *attend(void *given)
{
        int watched = (int) (intptr_t) given;
        struct epoll_event events[16];

        for (;;) {
                int count = epoll_wait(watched, events, sizeof events / sizeof *events, -1);

                if (count < 0 && errno != EINTR)
                        return NULL; /* the program closed our descriptor */
                for (int at = 0; at < count; at++) {
                        mww_watch *watch;

                        pthread_mutex_lock(&lock);
                        watch = take(events[at].data.u64);
                        pthread_mutex_unlock(&lock);
                        if (watch)
                                watch->ready(watch);
                }
        }
}

/* Under the lock. */
static bool start(void)
{
        pthread_attr_t attributes;
        sigset_t all;
        sigset_t before;
        pthread_t id;
        int made;
        int r;

        made = epoll_create1(EPOLL_CLOEXEC);
        if (made < 0)
                return false;
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        r = pthread_create(&id, &attributes, attend, (void *) (intptr_t) made);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        pthread_attr_destroy(&attributes);
        if (r != 0) {
                close(made);
                return false;
        }
        epoll = made;
        return true;
}

bool mww_watch_once(mww_watch *watch)
{
        struct epoll_event event = { .events = watch->for_room ? EPOLLOUT : EPOLLIN };
        bool is_watched;

        pthread_mutex_lock(&lock);
        watch->key = event.data.u64 = ++last_key;
        is_watched = (epoll >= 0 || start()) &&
                     epoll_ctl(epoll, EPOLL_CTL_ADD, watch->descriptor, &event) == 0;
        if (is_watched) {
                watch->next = watches;
                watches = watch;
        }
        pthread_mutex_unlock(&lock);
        return is_watched;
}

bool mww_watch_give_up(mww_watch *watch)
{
        bool is_given_up;

        pthread_mutex_lock(&lock);
        is_given_up = take(watch->key) != NULL;
        pthread_mutex_unlock(&lock);
        return is_given_up;
}

static void begin_anew(void)
{
        if (epoll >= 0)
                close(epoll);
        epoll = -1;
        watches = NULL;
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, begin_anew);
}
