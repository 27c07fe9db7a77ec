/* SPDX-License-Identifier: MIT */
/* area.h — the parts of this process's memory that Windows would know: what
 * VirtualAlloc gave out, and views. For each, the state of every page.
 *
 * The kernel knows what may be read and written; it does not know that a page
 * is reserved rather than without access, what protection a range was allocated
 * with, or where one allocation ends and the next begins. That is here.
 *
 * Of a view, mapwire knows where it is and what it was mapped for. It has an area
 * only if there is more to say: pages that are reserved, a file that must not be
 * cut; or as soon as a page of it is changed, when mww_area_at() makes one. So
 * mapping and unmapping what nobody changes takes neither memory nor a lock here.
 * The area of a view that was ended by mapwire's own call stays behind; it is told
 * by what mapwire says of the address, and dropped when it is met.
 *
 * All of it is under one lock: take it with mww_areas_lock() around find and
 * whatever is done with what it found.
 */
#ifndef MWW_AREA_H
#define MWW_AREA_H

#include "internal.h"

#include <sys/single_threaded.h>

/* In a run's protection beside PAGE_x: the pages are locked in memory. */
#define MWW_PAGE_LOCKED 0x80000000u

/* Pages in the same state, up to where the next run begins. */
typedef struct mww_run {
        size_t first_page;
        DWORD protect; /* PAGE_x and MWW_PAGE_LOCKED; 0 = reserved */
} mww_run;

typedef struct mww_area {
        uintptr_t base; /* a multiple of 64 KiB                       */
        size_t page_count;
        DWORD allocation_protect;
        mww_run *runs; /* run_count of them; the first begins at 0   */
        size_t run_count;
        mww_run only_run; /* where runs points while there is one       */
        bool is_watched;  /* private memory with MEM_WRITE_WATCH        */

        /* Views only. */
        bool is_view;
        bool is_lazy; /* SEC_RESERVE: pages are committed later     */
        bool is_file;
        mww_backing *backing;
} mww_area;

/* Counts how often this layer took access to pages away, or may have: what was
 * found to be readable before may not be so now. */
extern atomic_uint mww_access_changes;
static inline void mww_access_changed(void)
{
        /* relaxed: with one thread nobody else counts. */
        unsigned changes = atomic_load_explicit(&mww_access_changes, memory_order_relaxed);

        if (__libc_single_threaded)
                atomic_store_explicit(&mww_access_changes, changes + 1, memory_order_relaxed);
        else
                atomic_fetch_add(&mww_access_changes, 1);
}

/* How many views have an area. Whoever may end a view sees the area that it has. */
extern atomic_uint mww_view_areas;

void mww_areas_lock(void);
void mww_areas_unlock(void);

/* An area of its own, not yet in the list; NULL without memory. free takes it
 * and its runs, and gives its backing back. */
mww_area *mww_area_new(size_t page_count, DWORD allocation_protect, DWORD protect);
void mww_area_init(mww_area *area, size_t page_count, DWORD allocation_protect, DWORD protect);
void mww_area_free(mww_area *area);

/* Under the lock. What lay where the new one lies is left over, and is dropped. */
bool mww_area_insert(mww_area *area, void *base); /* false: no memory */
void mww_area_remove(const mww_area *area);
void mww_area_drop(const void *base, size_t page_count);
mww_area *mww_area_find(const void *address);

/* view.c, under the lock. What an area of the view at that address would be, whoever
 * made it; false: there is no view. And the area that is there: known has one already;
 * at makes one for a view that has none. NULL: nothing of ours, or no memory. */
bool mww_view_describe(const void *address, mww_area *out_area);
mww_area *mww_area_known(const void *address);
mww_area *mww_area_at(const void *address);

/* The run that holds a page; *out_end: the page after its last one. */
const mww_run *mww_area_run(const mww_area *area, size_t page, size_t *out_end);
/* Gives pages a state; false without memory, and nothing is changed. */
bool mww_area_set(mww_area *area, size_t first, size_t count, DWORD protect);
bool mww_area_is_committed(const mww_area *area, size_t first, size_t count);

/* A range of bytes as pages of an area; false: it reaches beyond. */
bool mww_area_pages(const mww_area *area, const void *address, SIZE_T size_bytes, size_t *out_first,
                    size_t *out_count);

static inline void *mww_area_address(const mww_area *area, size_t page)
{
        return (void *) (area->base + page * MWW_PAGE_BYTES);
}

static inline size_t mww_pages_of_bytes(uint64_t size_bytes)
{
        return (size_t) ((size_bytes + MWW_PAGE_BYTES - 1) / MWW_PAGE_BYTES);
}

/* A PAGE_x as mmap and mprotect take it. */
int mww_kernel_protection(DWORD protect);

#endif
