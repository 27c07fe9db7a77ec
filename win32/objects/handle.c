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
 * at once, and what it stood for stays until that call returns. While the process
 * has one thread, words and the stack's top change without a locked instruction:
 * nobody else changes them, and a second thread, which only this one can make, sees it.
 *
 * Who writes. object and access: the maker, before LIVE is set (release), and
 * whoever brought the word to 0. marks: any thread, atomically. next_free: who
 * pushes the slot. The top of the stack: anybody, by compare-and-swap; it counts
 * its changes in its upper half, so that a top that came back is not taken for
 * one that stayed. Chunks: under the lock.
 *
 * Fork. The child has the same table; the lock is held across fork(). Calls of
 * the parent's other threads are not under way in the child, so what they had
 * pinned is not pinned there.
 */
#include "internal.h"

#include <stdlib.h>
#include <sys/single_threaded.h>

#define SLOT_LIVE       0x80000000u
#define CHUNK_SLOTS     512u
#define CHUNK_COUNT_MAX 32768u /* 2^24 handles, Windows' own limit */

typedef struct mww_slot {
        atomic_uint word;
        atomic_uint marks; /* HANDLE_FLAG_x                       */
        DWORD access;
        uint32_t index;
        _Atomic uint32_t next_free; /* index; 0 = end (number 0 is NULL)   */
        mww_object *object;
} mww_slot;

static _Atomic(mww_slot *) chunks[CHUNK_COUNT_MAX];
MWW_LOCK(lock)
static uint32_t chunk_count;      /* under the lock */
static _Atomic uint64_t free_top; /* index of the first free slot; << 32: changes */

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

/* The top of the stack becomes index. False: it has changed, *inout_seen is new. */
static bool change_top(uint64_t *inout_seen, uint32_t index)
{
        uint64_t top = ((*inout_seen >> 32) + 1) << 32 | index;

        if (__libc_single_threaded) { /* nobody else changes it */
                atomic_store_explicit(&free_top, top, memory_order_relaxed);
                return true;
        }
        /* acq_rel handle.top: whoever pops a slot sees what its last user left in
         * it, and the next_free of all below it. */
        return atomic_compare_exchange_weak_explicit(&free_top, inout_seen, top,
                                                     memory_order_acq_rel, memory_order_acquire);
}

/* Slots first to last, which are linked to each other. */
static void push_slots(mww_slot *first, mww_slot *last)
{
        /* relaxed: change_top() publishes, and finds out whether it is still so. */
        uint64_t seen = atomic_load_explicit(&free_top, memory_order_relaxed);

        do
                atomic_store_explicit(&last->next_free, (uint32_t) seen, memory_order_relaxed);
        while (!change_top(&seen, first->index));
}

static mww_slot *pop_slot(void)
{
        uint64_t seen = atomic_load_explicit(&free_top, memory_order_acquire);
        mww_slot *slot;

        do {
                if ((uint32_t) seen == 0)
                        return NULL;
                slot = slot_at((uint32_t) seen);
                /* relaxed: a number that another thread is writing is thrown away,
                 * since the top has changed then. */
        } while (!change_top(&seen, atomic_load_explicit(&slot->next_free, memory_order_relaxed)));
        return slot;
}

/* Under the lock. Index 0 is never given out. */
static bool add_chunk(void)
{
        mww_slot *chunk;
        uint32_t first = chunk_count == 0;

        if (chunk_count == CHUNK_COUNT_MAX)
                return false;
        chunk = calloc(CHUNK_SLOTS, sizeof *chunk);
        if (!chunk)
                return false;
        for (uint32_t at = 0; at < CHUNK_SLOTS; at++) {
                chunk[at].index = chunk_count * CHUNK_SLOTS + at;
                atomic_init(&chunk[at].next_free, chunk[at].index + 1);
        }
        /* release handle.chunk: see slot_at(). */
        atomic_store_explicit(&chunks[chunk_count++], chunk, memory_order_release);
        push_slots(&chunk[first], &chunk[CHUNK_SLOTS - 1]);
        return true;
}

static MWW_COLD mww_slot *make_slots(void)
{
        mww_slot *slot;

        pthread_mutex_lock(&lock);
        do
                slot = pop_slot();
        while (!slot && add_chunk());
        pthread_mutex_unlock(&lock);
        return slot;
}

HANDLE mww_handle_new(mww_object *object, DWORD access, bool inherit)
{
        mww_slot *slot = pop_slot();

        if (!slot)
                slot = make_slots();
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

static inline bool pin_slot(mww_slot *slot)
{
        /* relaxed: the exchange below decides. */
        unsigned word = atomic_load_explicit(&slot->word, memory_order_relaxed);

        if (__libc_single_threaded) {
                if (!(word & SLOT_LIVE))
                        return false;
                atomic_store_explicit(&slot->word, word + 1, memory_order_relaxed);
                return true;
        }
        do {
                if (!(word & SLOT_LIVE))
                        return false;
                /* acquire handle.live: object and access are the maker's. */
        } while (!atomic_compare_exchange_weak_explicit(
                &slot->word, &word, word + 1, memory_order_acquire, memory_order_relaxed));
        return true;
}

/* The word is 0: the caller owns the slot. */
static void free_slot(mww_slot *slot)
{
        mww_object *object = slot->object;

        slot->object = NULL;
        push_slots(slot, slot);
        mww_object_unref(object);
}

static void unpin_slot(mww_slot *slot)
{
        /* acquire handle.live, and acq_rel below: what other calls did with the object
         * is done before the last one takes it away. */
        unsigned word = atomic_load_explicit(&slot->word, memory_order_acquire);

        if (word == 1) /* closed, and only we are left: nobody else changes it */
                atomic_store_explicit(&slot->word, 0, memory_order_relaxed);
        else if (__libc_single_threaded)
                return atomic_store_explicit(&slot->word, word - 1, memory_order_relaxed);
        else if (atomic_fetch_sub_explicit(&slot->word, 1, memory_order_acq_rel) != 1)
                return;
        free_slot(slot);
}

static inline bool pin(HANDLE handle, mww_pin *out_pin)
{
        mww_slot *slot = slot_of_handle(handle);

        if (!slot || !pin_slot(slot))
                return false;
        out_pin->slot = slot;
        out_pin->object = slot->object;
        out_pin->access = slot->access;
        return true;
}

bool mww_handle_pin(HANDLE handle, mww_pin *out_pin)
{
        return pin(handle, out_pin);
}

void mww_handle_unpin(const mww_pin *pin)
{
        unpin_slot(pin->slot);
}

bool mww_pin_is_open(const mww_pin *pin)
{
        return atomic_load(&pin->slot->word) & SLOT_LIVE;
}

DWORD mww_handle_pin_as(HANDLE handle, const mww_class *class, DWORD needed, mww_pin *out_pin)
{
        DWORD error = ERROR_SUCCESS;

        if (!pin(handle, out_pin))
                return ERROR_INVALID_HANDLE;
        if (out_pin->object->class != class)
                error = ERROR_INVALID_HANDLE;
        else if ((out_pin->access & needed) != needed)
                error = ERROR_ACCESS_DENIED;
        if (error)
                mww_handle_unpin(out_pin);
        return error;
}

DWORD mww_handle_use_as(HANDLE handle, const mww_class *class, DWORD needed, mww_pin *out_pin)
{
        mww_slot *slot;

        if (!__libc_single_threaded)
                return mww_handle_pin_as(handle, class, needed, out_pin);
        slot = slot_of_handle(handle);
        if (!slot || !(atomic_load_explicit(&slot->word, memory_order_relaxed) & SLOT_LIVE) ||
            slot->object->class != class)
                return ERROR_INVALID_HANDLE;
        out_pin->slot = NULL;
        out_pin->object = slot->object;
        return (slot->access & needed) == needed ? ERROR_SUCCESS : ERROR_ACCESS_DENIED;
}

mww_object *mww_handle_peek(HANDLE handle, DWORD needed)
{
        const mww_slot *slot = __libc_single_threaded ? slot_of_handle(handle) : NULL;

        if (!slot || !(atomic_load_explicit(&slot->word, memory_order_relaxed) & SLOT_LIVE) ||
            (slot->access & needed) != needed)
                return NULL;
        return slot->object;
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

DWORD mww_handle_count(void)
{
        DWORD count = 0;
        uint32_t end;

        pthread_mutex_lock(&lock);
        end = chunk_count * CHUNK_SLOTS;
        pthread_mutex_unlock(&lock);
        for (uint32_t index = 1; index < end; index++)
                /* relaxed: what others open and close meanwhile counts or doesn't. */
                count += (atomic_load_explicit(&slot_at(index)->word, memory_order_relaxed) &
                          SLOT_LIVE) != 0;
        return count;
}

/* ---- for child processes --------------------------------------------------------- */

size_t mww_handle_list_inheritable(mww_handle_entry **out_entries)
{
        mww_handle_entry *entries = NULL;
        size_t count = 0;
        size_t room = 0;
        uint32_t end;

        pthread_mutex_lock(&lock);
        end = chunk_count * CHUNK_SLOTS;
        pthread_mutex_unlock(&lock);
        for (uint32_t index = 1; index < end; index++) {
                HANDLE handle = (HANDLE) ((uintptr_t) index << 2);
                unsigned marks;
                mww_pin pin;

                if (!mww_handle_pin(handle, &pin))
                        continue;
                /* relaxed: a mark set at this moment may come late. */
                marks = atomic_load_explicit(&pin.slot->marks, memory_order_relaxed);
                if ((marks & HANDLE_FLAG_INHERIT) && count == room) {
                        size_t more = room ? room * 2 : 16;
                        mww_handle_entry *bigger = realloc(entries, more * sizeof *entries);

                        room = bigger ? more : room;
                        entries = bigger ? bigger : entries;
                }
                if ((marks & HANDLE_FLAG_INHERIT) && count < room)
                        entries[count++] = (mww_handle_entry){ handle, mww_object_ref(pin.object),
                                                               pin.access, marks };
                mww_handle_unpin(&pin);
        }
        *out_entries = entries;
        return count;
}

bool mww_handle_place(const mww_handle_entry *entry)
{
        uint32_t index = (uint32_t) ((uintptr_t) entry->handle >> 2);
        mww_slot *slot;

        while (index >= chunk_count * CHUNK_SLOTS)
                if (!add_chunk())
                        return false;
        slot = slot_at(index);
        if (index == 0 || (atomic_load(&slot->word) & SLOT_LIVE))
                return false;
        slot->object = mww_object_ref(entry->object);
        slot->access = entry->access;
        atomic_store(&slot->marks, entry->marks);
        atomic_store(&slot->word, SLOT_LIVE);
        return true;
}

void mww_handle_placed(void)
{
        atomic_store(&free_top, 0);
        for (uint32_t index = chunk_count * CHUNK_SLOTS; index-- > 1;) {
                mww_slot *slot = slot_at(index);

                if (!(atomic_load(&slot->word) & SLOT_LIVE))
                        push_slots(slot, slot);
        }
}

/* What the word of an open slot becomes when it is closed: nobody's, where no call uses
 * it; else pinned by us, too. */
static inline unsigned closed_word(unsigned word)
{
        return word == SLOT_LIVE ? 0 : (word & ~SLOT_LIVE) + 1;
}

/* Takes LIVE away; false: it isn't open, or protected. *out_word: what was left. */
static inline bool close_slot(mww_slot *slot, unsigned *out_word)
{
        unsigned word = atomic_load_explicit(&slot->word, memory_order_relaxed);

        do {
                /* relaxed: a mark set by another thread at this moment may come late. */
                if (!(word & SLOT_LIVE) ||
                    (atomic_load_explicit(&slot->marks, memory_order_relaxed) &
                     HANDLE_FLAG_PROTECT_FROM_CLOSE))
                        return false;
                *out_word = closed_word(word);
                if (__libc_single_threaded) {
                        atomic_store_explicit(&slot->word, *out_word, memory_order_relaxed);
                        return true;
                }
                /* acq_rel handle.live: the object is the maker's, and what other calls did
                 * with it is done. */
        } while (!atomic_compare_exchange_weak_explicit(
                &slot->word, &word, *out_word, memory_order_acq_rel, memory_order_relaxed));
        return true;
}

BOOL CloseHandle(HANDLE handle)
{
        mww_slot *slot;
        unsigned word;

        if (mww_is_current_process(handle) || mww_is_current_thread(handle))
                return TRUE;
        slot = slot_of_handle(handle);
        if (!slot || !close_slot(slot, &word))
                return mww_fail(ERROR_INVALID_HANDLE);
        if (slot->object->class->closed)
                slot->object->class->closed(slot->object);
        if (word == 0)
                free_slot(slot);
        else
                unpin_slot(slot);
        return TRUE;
}

BOOL GetHandleInformation(HANDLE handle, LPDWORD out_flags)
{
        mww_pin pin;

        if ((mww_is_current_process(handle) || mww_is_current_thread(handle)) && out_flags) {
                *out_flags = 0;
                return TRUE;
        }
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
