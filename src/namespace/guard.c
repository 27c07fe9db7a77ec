/* SPDX-License-Identifier: MIT */
/* guard.c — SIGBUS on a truncated file becomes an error code.
 *
 * Who may write a file may shorten it, and touching a mapped page past its end
 * raises SIGBUS. The handler looks whether the address is in one of our ranges;
 * then it puts a private page of zeros there, notes that the range has lost
 * bytes, and lets the access happen again. Calls that copy look at the note.
 *
 * The handler may interrupt anything. The list's lock is a plain word that spins;
 * its holder never touches memory that can fault, so a SIGBUS comes only from
 * threads that don't hold it, except that a program's own signal handler may
 * interrupt the holder and fault: then, and only then, the word says that we are
 * in the way of ourselves, and the fault goes to the handler that was there
 * before, as if there were no guard.
 */
#include "namespace/guard.h"

#include <stdlib.h>
#include <string.h>

#include <mapwire/base.h>

#include "base/atomic.h"
#include "base/error.h"
#include "os/os.h"

static struct mwi_range *ranges;
static size_t used, room;
static _Atomic uint32_t locked;
static __thread int is_mine __attribute__((tls_model("initial-exec")));

_Atomic uint32_t mwi_ranges_changes = 1;
_Atomic uint32_t mwi_guard_on;
_Atomic uint32_t mwi_control_pages_lost;

void mwi_ranges_lock(void)
{
        is_mine = 1; /* first: a signal may come, and fault, right after we have it */
        atomic_signal_fence(memory_order_seq_cst);
        for (uint32_t spins = 0; !mwi_cas(&locked, 0, 1); spins++) {
                if (spins < 100)
                        mwi_pause();
                else
                        mwi_os_yield();
        }
}

void mwi_ranges_unlock(void)
{
        /* release: pairs with the next lock's compare-and-swap */
        atomic_store_explicit(&locked, 0, memory_order_release);
        atomic_signal_fence(memory_order_seq_cst);
        is_mine = 0;
}

/* Index of the first range that begins at or below the address. */
static size_t search(uintptr_t address)
{
        size_t low = 0, high = used;

        while (low < high) {
                size_t middle = low + (high - low) / 2;

                if (ranges[middle].address > address)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}

int mwi_ranges_insert(uintptr_t address, size_t bytes, void *view)
{
        size_t at = search(address);

        if (used == room) {
                size_t more = room ? room * 2 : 16;
                struct mwi_range *bigger = realloc(ranges, more * sizeof *ranges);

                if (!bigger)
                        return MW_ENOMEM;
                ranges = bigger;
                room = more;
        }
        memmove(&ranges[at + 1], &ranges[at], (used - at) * sizeof *ranges);
        ranges[at] = (struct mwi_range){ address, bytes, view, 0 };
        used++;
        mwi_add(&mwi_ranges_changes, 1);
        return MW_OK;
}

struct mwi_range *mwi_ranges_find(uintptr_t address)
{
        size_t at = search(address);

        return at < used && address - ranges[at].address < ranges[at].bytes ? &ranges[at] : NULL;
}

struct mwi_range *mwi_ranges_at(size_t index)
{
        return index < used ? &ranges[index] : NULL;
}

void mwi_ranges_remove(uintptr_t address)
{
        struct mwi_range *range = mwi_ranges_find(address);

        if (range) {
                memmove(range, range + 1, (size_t) (&ranges[used] - (range + 1)) * sizeof *range);
                used--;
                mwi_add(&mwi_ranges_changes, 1);
        }
}

void mwi_guard_add(void *address, size_t bytes)
{
        if (!mwi_load(&mwi_guard_on))
                return;
        mwi_ranges_lock();
        if (!mwi_ranges_find((uintptr_t) address))
                mwi_ranges_insert((uintptr_t) address, bytes, NULL);
        mwi_ranges_unlock();
}

void mwi_guard_remove(void *address)
{
        if (!mwi_load(&mwi_guard_on))
                return;
        mwi_ranges_lock();
        mwi_ranges_remove((uintptr_t) address);
        mwi_ranges_unlock();
}

static int handle(void *address)
{
        uintptr_t page = (uintptr_t) address & ~(uintptr_t) (mwi_os_page_bytes() - 1);
        struct mwi_range *range;
        int is_ours;

        if (is_mine)
                return 0;
        mwi_ranges_lock();
        range = mwi_ranges_find((uintptr_t) address);
        is_ours = range && mwi_os_replace((void *) page, mwi_os_page_bytes()) == MW_OK;
        if (is_ours) {
                range->lost = 1;
                if (!range->view)
                        mwi_add(&mwi_control_pages_lost, 1);
        }
        mwi_ranges_unlock();
        return is_ours;
}

int mwi_guard_start(void)
{
        if (!mwi_cas(&mwi_guard_on, 0, 1))
                return 0;
        mwi_os_page_bytes();
        mwi_os_on_bus_error(handle);
        return 1;
}
