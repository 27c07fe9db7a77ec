/* SPDX-License-Identifier: MIT */
/* handle.c — the table of handles, CloseHandle and its kin.
 *
 * What it is. Slots in chunks that are never freed or moved, so that a lookup
 * needs no lock: handle number / 4 = index of the slot. Freed slots form a
 * stack; the number closed last is given out next, as on Windows.
 *
 * The invariant. A slot's word is LIVE plus the number of calls that use it
 * now. Only while LIVE is set may the number grow; CloseHandle clears LIVE;
 * whoever brings the word to 0 owns the slot alone, drops the object and frees
 * the slot. So a handle closed under a waiting call is gone for everybody else
 * at once, and what it stood for stays until that call returns.
 *
 * Who writes. object and access: the maker, before LIVE is set (release), and
 * whoever brought the word to 0. marks: any thread, atomically. next_free and
 * the stack: under the lock.
 *
 * Fork. The child has the same table; the lock is held across fork(). Calls of
 * the parent's other threads are not under way in the child, so what they had
 * pinned is not pinned there.
 */
#include "internal.h"

#include <stdlib.h>

#define SLOT_LIVE        0x80000000u
#define CHUNK_SLOTS      512u
#define CHUNK_COUNT_MAX  32768u          /* 2^24 handles, Windows' own limit */

typedef struct mww_slot {
        atomic_uint  word;
        atomic_uint  marks;              /* HANDLE_FLAG_x                       */
        DWORD        access;
        uint32_t     index;
        uint32_t     next_free;          /* index; 0 = end (number 0 is NULL)   */
        mww_object  *object;
} mww_slot;

static _Atomic(mww_slot *) chunks[CHUNK_COUNT_MAX];
MWW_LOCK(lock)
static uint32_t chunk_count; /* under the lock, like the next */
static uint32_t first_free;

static mww_slot *slot_at(uint32_t index)
{
        /* acquire handle.chunk: pairs with the release in add_chunk(). Without
         * it we could see the chunk's address before its slots' numbers. */
        mww_slot *chunk = atomic_load_explicit(&chunks[index / CHUNK_SLOTS], memory_order_acquire);

        return chunk ? &chunk[index % CHUNK_SLOTS] : NULL;
}

static mww_slot *slot_of_handle(HANDLE handle)
{
        uintptr_t index = (uintptr_t) handle >> 2; /* the low two bits don't count */

        if (index == 0 || index >= (uintptr_t) CHUNK_SLOTS * CHUNK_COUNT_MAX)
                return NULL;
        return slot_at((uint32_t) index);
}

/* Under the lock. Index 0 is never given out. */
static bool add_chunk(void)
{
        mww_slot *chunk;

        if (chunk_count == CHUNK_COUNT_MAX)
                return false;
        chunk = calloc(CHUNK_SLOTS, sizeof *chunk);
        if (!chunk)
                return false;
        for (uint32_t at = CHUNK_SLOTS; at-- > 0;) {
                chunk[at].index = chunk_count * CHUNK_SLOTS + at;
                if (chunk[at].index == 0)
                        continue;
                chunk[at].next_free = first_free;
                first_free = chunk[at].index;
        }
        /* release handle.chunk: see slot_at(). */
        atomic_store_explicit(&chunks[chunk_count++], chunk, memory_order_release);
        return true;
}

HANDLE mww_handle_new(mww_object *object, DWORD access, bool inherit)
{
        mww_slot *slot = NULL;

        pthread_mutex_lock(&lock);
        if (first_free || add_chunk()) {
                slot = slot_at(first_free);
                first_free = slot->next_free;
        }
        pthread_mutex_unlock(&lock);
        if (!slot) {
                mww_object_unref(object);
                return NULL;
        }

        slot->object = object;
        slot->access = access;
        /* relaxed: published by the release below. */
        atomic_store_explicit(&slot->marks, inherit ? HANDLE_FLAG_INHERIT : 0,
                              memory_order_relaxed);
        /* release handle.live: pairs with the acquire in pin_slot(). */
        atomic_store_explicit(&slot->word, SLOT_LIVE, memory_order_release);
        return (HANDLE) ((uintptr_t) slot->index << 2);
}

static bool pin_slot(mww_slot *slot)
{
        /* relaxed: the exchange below decides. */
        unsigned word = atomic_load_explicit(&slot->word, memory_order_relaxed);

        do {
                if (!(word & SLOT_LIVE))
                        return false;
                /* acquire handle.live: object and access are the maker's. */
        } while (!atomic_compare_exchange_weak_explicit(&slot->word, &word, word + 1,
                                                        memory_order_acquire,
                                                        memory_order_relaxed));
        return true;
}

static void unpin_slot(mww_slot *slot)
{
        mww_object *object;

        /* acq_rel handle.live: what other calls did with the object is done
         * before the last one takes it away. */
        if (atomic_fetch_sub_explicit(&slot->word, 1, memory_order_acq_rel) != 1)
                return;

        object = slot->object;
        slot->object = NULL;
        pthread_mutex_lock(&lock);
        slot->next_free = first_free;
        first_free = slot->index;
        pthread_mutex_unlock(&lock);
        mww_object_unref(object);
}

bool mww_handle_pin(HANDLE handle, mww_pin *out_pin)
{
        mww_slot *slot = slot_of_handle(handle);

        if (!slot || !pin_slot(slot))
                return false;
        out_pin->slot = slot;
        out_pin->object = slot->object;
        out_pin->access = slot->access;
        return true;
}

void mww_handle_unpin(const mww_pin *pin)
{
        unpin_slot(pin->slot);
}

DWORD mww_handle_pin_as(HANDLE handle, const mww_class *class, DWORD needed, mww_pin *out_pin)
{
        DWORD error = ERROR_SUCCESS;

        if (!mww_handle_pin(handle, out_pin))
                return ERROR_INVALID_HANDLE;
        if (out_pin->object->class != class)
                error = ERROR_INVALID_HANDLE;
        else if ((out_pin->access & needed) != needed)
                error = ERROR_ACCESS_DENIED;
        if (error)
                mww_handle_unpin(out_pin);
        return error;
}

static void unpin_all_in_child(void)
{
        for (uint32_t index = 1; index < chunk_count * CHUNK_SLOTS; index++) {
                mww_slot *slot = slot_at(index);

                /* relaxed: a forked child has one thread. */
                if (atomic_load_explicit(&slot->word, memory_order_relaxed) & SLOT_LIVE)
                        atomic_store_explicit(&slot->word, SLOT_LIVE, memory_order_relaxed);
        }
}

__attribute__((constructor)) static void unpin_across_fork(void)
{
        pthread_atfork(NULL, NULL, unpin_all_in_child);
}

bool mww_handle_is_protected(HANDLE handle)
{
        bool is_protected;
        mww_pin pin;

        if (!mww_handle_pin(handle, &pin))
                return false;
        is_protected = atomic_load_explicit(&pin.slot->marks, memory_order_relaxed) &
                       HANDLE_FLAG_PROTECT_FROM_CLOSE;
        mww_handle_unpin(&pin);
        return is_protected;
}

BOOL CloseHandle(HANDLE handle)
{
        mww_slot *slot;

        if (mww_is_current_process(handle) || mww_is_current_thread(handle))
                return TRUE;
        slot = slot_of_handle(handle);
        if (!slot || !pin_slot(slot))
                return mww_fail(ERROR_INVALID_HANDLE);
        /* relaxed: a mark set by another thread at this moment may come late. */
        if (atomic_load_explicit(&slot->marks, memory_order_relaxed) &
            HANDLE_FLAG_PROTECT_FROM_CLOSE) {
                unpin_slot(slot);
                return mww_fail(ERROR_INVALID_HANDLE);
        }
        /* relaxed: unpin_slot() orders what follows. */
        if (!(atomic_fetch_and_explicit(&slot->word, ~SLOT_LIVE, memory_order_relaxed) &
              SLOT_LIVE)) {
                unpin_slot(slot); /* another thread closed it just now */
                return mww_fail(ERROR_INVALID_HANDLE);
        }
        unpin_slot(slot);
        return TRUE;
}

BOOL GetHandleInformation(HANDLE handle, LPDWORD out_flags)
{
        mww_pin pin;

        if (!mww_handle_pin(handle, &pin))
                return mww_fail(ERROR_INVALID_HANDLE);
        if (out_flags)
                *out_flags = atomic_load_explicit(&pin.slot->marks, memory_order_relaxed);
        mww_handle_unpin(&pin);
        return out_flags ? TRUE : mww_fail(ERROR_NOACCESS);
}

BOOL SetHandleInformation(HANDLE handle, DWORD mask, DWORD flags)
{
        unsigned marks;
        mww_pin pin;

        if (mask & ~(DWORD) (HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!mww_handle_pin(handle, &pin))
                return mww_fail(ERROR_INVALID_HANDLE);
        /* relaxed: marks order nothing else. */
        marks = atomic_load_explicit(&pin.slot->marks, memory_order_relaxed);
        while (!atomic_compare_exchange_weak_explicit(&pin.slot->marks, &marks,
                                                      (marks & ~mask) | (flags & mask),
                                                      memory_order_relaxed, memory_order_relaxed))
                ;
        mww_handle_unpin(&pin);
        return TRUE;
}
