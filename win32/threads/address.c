/* SPDX-License-Identifier: MIT */
/* address.c — WaitOnAddress, WakeByAddressSingle, WakeByAddressAll.
 *
 * What it is. Sleepers by address. The kernel's futex would do for four bytes;
 * these waits are for one to eight, so the sleepers stand in lists here, found
 * by a hash of the address, first come, first woken. Locks whose word the kernel
 * refuses to sleep on, because it lies across, sleep here, too.
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
        uint32_t class; /* of a lock's sleeper; 0: WaitOnAddress */
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

/* True: woken, or the bytes are others already. */
static bool sleep_at(sleeper *self, const void *compare, SIZE_T size_bytes, int64_t deadline_ns)
{
        list *among = list_of(self->address);
        bool in_time = true;

        pthread_mutex_lock(&among->lock);
        if (!is_same(self->address, compare, size_bytes)) {
                pthread_mutex_unlock(&among->lock);
                return true;
        }
        append(among, self);
        pthread_mutex_unlock(&among->lock);

        while (in_time && !__atomic_load_n(&self->is_woken, __ATOMIC_ACQUIRE))
                in_time = mww_futex_wait(&self->is_woken, 0, deadline_ns, MWW_EVERYBODY);
        pthread_mutex_lock(&among->lock); /* so that who woke us is done with self */
        if (!self->is_woken)
                remove_from(among, self);
        pthread_mutex_unlock(&among->lock);
        return self->is_woken;
}

BOOL WaitOnAddress(volatile VOID *address, PVOID compare, SIZE_T size_bytes, DWORD milliseconds)
{
        int64_t deadline_ns = mww_deadline_ns(milliseconds);
        sleeper self = { .address = address };

        if (size_bytes != 1 && size_bytes != 2 && size_bytes != 4 && size_bytes != 8)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return sleep_at(&self, compare, size_bytes, deadline_ns) ? TRUE : mww_fail(ERROR_TIMEOUT);
}

/* Classes 0: those in WaitOnAddress. */
static bool is_meant(const sleeper *one, const volatile void *address, uint32_t classes)
{
        return one->address == address && (classes ? (one->class & classes) != 0 : !one->class);
}

static int wake(const volatile void *address, int count, uint32_t classes)
{
        list *among = list_of(address);
        sleeper **at = &among->first;
        int woken_count = 0;

        pthread_mutex_lock(&among->lock);
        while (*at && woken_count < count) {
                sleeper *woken;

                if (!is_meant(*at, address, classes)) {
                        at = &(*at)->next;
                        continue;
                }
                woken = take_at(among, at);
                __atomic_store_n(&woken->is_woken, 1, __ATOMIC_RELEASE);
                mww_futex_wake(&woken->is_woken, 1, MWW_EVERYBODY);
                woken_count++;
        }
        pthread_mutex_unlock(&among->lock);
        return woken_count;
}

void WakeByAddressSingle(PVOID address)
{
        wake(address, 1, 0);
}

void WakeByAddressAll(PVOID address)
{
        wake(address, INT_MAX, 0);
}

bool mww_across_wait(const uint32_t *word, uint32_t expected, int64_t deadline_ns, uint32_t class)
{
        sleeper self = { .address = word, .class = class };

        return sleep_at(&self, &expected, sizeof expected, deadline_ns);
}

int mww_across_wake(const uint32_t *word, int count, uint32_t classes)
{
        return wake(word, count, classes);
}
