/* SPDX-License-Identifier: MIT */
/* address.c — WaitOnAddress, WakeByAddressSingle, WakeByAddressAll; barriers.
 *
 * What it is. Sleepers by address. The kernel's futex would do for four bytes;
 * these waits are for one to eight, so the sleepers stand in lists here, found
 * by a hash of the address, first come, first woken.
 *
 * The invariant. A sleeper compares the bytes while it holds the list's lock,
 * and stands in the list when it lets go. So who changes the bytes and wakes
 * afterwards either finds it, or it has seen the change. Whoever takes a sleeper
 * out of the list sets its word, under the lock; the sleeper's own stack holds
 * it, and it leaves only when it is out.
 */
#include "futex.h"

#define LISTS 128u

typedef struct sleeper {
        struct sleeper *next;
        const volatile void *address;
        uint32_t is_woken;
} sleeper;

typedef struct list {
        pthread_mutex_t lock;
        sleeper *first;
        sleeper **end;
} list;

static list lists[LISTS];

__attribute__((constructor)) static void make_lists(void)
{
        for (unsigned at = 0; at < LISTS; at++) {
                pthread_mutex_init(&lists[at].lock, NULL);
                lists[at].first = NULL;
                lists[at].end = &lists[at].first;
        }
}

/* A forked child has one thread, hence no sleeper, and no lock that is held. */
__attribute__((constructor)) static void make_lists_in_children(void)
{
        pthread_atfork(NULL, NULL, make_lists);
}

static list *list_of(const volatile void *address)
{
        uintptr_t number = (uintptr_t) address;

        return &lists[(number >> 3 ^ number >> 10) % LISTS];
}

/* Under the lock. */
static void append(list *among, sleeper *one)
{
        one->next = NULL;
        *among->end = one;
        among->end = &one->next;
}

static sleeper *take_at(list *among, sleeper **at)
{
        sleeper *taken = *at;

        *at = taken->next;
        if (!*at)
                among->end = at;
        return taken;
}

static void remove_from(list *among, const sleeper *one)
{
        for (sleeper **at = &among->first; *at; at = &(*at)->next) {
                if (*at != one)
                        continue;
                take_at(among, at);
                return;
        }
}

static bool is_same(const volatile void *one, const void *other, SIZE_T size_bytes)
{
        switch (size_bytes) {
        case 1:
                return *(const volatile uint8_t *) one == *(const uint8_t *) other;
        case 2:
                return *(const volatile uint16_t *) one == *(const uint16_t *) other;
        case 4:
                return *(const volatile uint32_t *) one == *(const uint32_t *) other;
        default:
                return *(const volatile uint64_t *) one == *(const uint64_t *) other;
        }
}

BOOL WaitOnAddress(volatile VOID *address, PVOID compare, SIZE_T size_bytes, DWORD milliseconds)
{
        int64_t deadline_ns = mww_deadline_ns(milliseconds);
        sleeper self = { .address = address };
        list *among = list_of(address);
        bool in_time = true;

        if (size_bytes != 1 && size_bytes != 2 && size_bytes != 4 && size_bytes != 8)
                return mww_fail(ERROR_INVALID_PARAMETER);
        pthread_mutex_lock(&among->lock);
        if (!is_same(address, compare, size_bytes)) {
                pthread_mutex_unlock(&among->lock);
                return TRUE;
        }
        append(among, &self);
        pthread_mutex_unlock(&among->lock);

        while (in_time && !__atomic_load_n(&self.is_woken, __ATOMIC_ACQUIRE))
                in_time = mww_futex_wait(&self.is_woken, 0, deadline_ns, MWW_EVERYBODY);
        pthread_mutex_lock(&among->lock); /* so that who woke us is done with self */
        if (!self.is_woken)
                remove_from(among, &self);
        pthread_mutex_unlock(&among->lock);
        return self.is_woken ? TRUE : mww_fail(ERROR_TIMEOUT);
}

static void wake(PVOID address, bool all)
{
        list *among = list_of(address);
        sleeper **at = &among->first;

        pthread_mutex_lock(&among->lock);
        while (*at) {
                sleeper *woken;

                if ((*at)->address != address) {
                        at = &(*at)->next;
                        continue;
                }
                woken = take_at(among, at);
                __atomic_store_n(&woken->is_woken, 1, __ATOMIC_RELEASE);
                mww_futex_wake(&woken->is_woken, 1, MWW_EVERYBODY);
                if (!all)
                        break;
        }
        pthread_mutex_unlock(&among->lock);
}

void WakeByAddressSingle(PVOID address)
{
        wake(address, false);
}

void WakeByAddressAll(PVOID address)
{
        wake(address, true);
}

/* Barriers. Reserved1: how many are still to come. Reserved2: how many take
 * part. Reserved3[0]: the round, on which those who came sleep. */
BOOL InitializeSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier, LONG count, LONG spins)
{
        if (count <= 0 || spins < -1)
                return mww_fail(ERROR_INVALID_PARAMETER);
        memset(barrier, 0, sizeof *barrier);
        barrier->Reserved1 = (DWORD) count;
        barrier->Reserved2 = (DWORD) count;
        return TRUE;
}

BOOL EnterSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier, DWORD flags)
{
        uint32_t *round_word = mww_word_of(&barrier->Reserved3[0]);
        uint32_t round = __atomic_load_n(round_word, __ATOMIC_SEQ_CST);

        if (__atomic_sub_fetch(&barrier->Reserved1, 1, __ATOMIC_SEQ_CST) > 0) {
                while (__atomic_load_n(round_word, __ATOMIC_SEQ_CST) == round)
                        mww_futex_wait(round_word, round, MW_NEVER, MWW_EVERYBODY);
                return FALSE;
        }
        __atomic_store_n(&barrier->Reserved1, barrier->Reserved2, __ATOMIC_SEQ_CST);
        __atomic_add_fetch(round_word, 1, __ATOMIC_SEQ_CST);
        mww_futex_wake(round_word, INT_MAX, MWW_EVERYBODY);
        return TRUE;
}

/* Threads that were let go may still look at the round: the memory must stay
 * until they have left, which Windows asks of the program likewise. */
BOOL DeleteSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier)
{
        return TRUE;
}
