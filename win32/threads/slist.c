/* SPDX-License-Identifier: MIT */
/* slist.c — InterlockedPushEntrySList and its kin.
 *
 * Each list is under one of a few locks, by its address. That is not as quick
 * as a compare and swap of two words, and never reads an entry that another
 * thread has popped and freed, which such a list does.
 *
 * Alignment: how many entries. Region: the first one.
 */
#include "internal.h"

#define LOCKS 64u

static pthread_mutex_t locks[LOCKS];

__attribute__((constructor)) static void make_locks(void)
{
        for (unsigned at = 0; at < LOCKS; at++)
                pthread_mutex_init(&locks[at], NULL);
}

/* A forked child has one thread, so nobody holds a lock there. */
__attribute__((constructor)) static void make_locks_in_children(void)
{
        pthread_atfork(NULL, NULL, make_locks);
}

static pthread_mutex_t *lock_of(PSLIST_HEADER list)
{
        pthread_mutex_t *lock = &locks[(uintptr_t) list / sizeof *list % LOCKS];

        pthread_mutex_lock(lock);
        return lock;
}

static PSLIST_ENTRY first_of(PSLIST_HEADER list)
{
        return (PSLIST_ENTRY) (uintptr_t) list->Region;
}

void InitializeSListHead(PSLIST_HEADER list)
{
        list->Alignment = 0;
        list->Region = 0;
}

PSLIST_ENTRY InterlockedPushEntrySList(PSLIST_HEADER list, PSLIST_ENTRY entry)
{
        pthread_mutex_t *lock = lock_of(list);
        PSLIST_ENTRY before = first_of(list);

        entry->Next = before;
        list->Region = (uintptr_t) entry;
        list->Alignment++;
        pthread_mutex_unlock(lock);
        return before;
}

PSLIST_ENTRY InterlockedPopEntrySList(PSLIST_HEADER list)
{
        pthread_mutex_t *lock = lock_of(list);
        PSLIST_ENTRY popped = first_of(list);

        if (popped) {
                list->Region = (uintptr_t) popped->Next;
                list->Alignment--;
        }
        pthread_mutex_unlock(lock);
        return popped;
}

PSLIST_ENTRY InterlockedFlushSList(PSLIST_HEADER list)
{
        pthread_mutex_t *lock = lock_of(list);
        PSLIST_ENTRY flushed = first_of(list);

        InitializeSListHead(list);
        pthread_mutex_unlock(lock);
        return flushed;
}

USHORT QueryDepthSList(PSLIST_HEADER list)
{
        pthread_mutex_t *lock = lock_of(list);
        USHORT depth = (USHORT) list->Alignment;

        pthread_mutex_unlock(lock);
        return depth;
}
