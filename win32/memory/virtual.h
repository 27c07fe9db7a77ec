/* SPDX-License-Identifier: MIT */
/* virtual.h — what the files about pages share: virtual.c, protect.c, view.c. */
#ifndef MWW_VIRTUAL_H
#define MWW_VIRTUAL_H

#include "area.h"

/* virtual.c */
bool mww_is_protection(DWORD protect); /* one that Windows knows */
void mww_area_release(mww_area *area); /* a private one; under the lock */

/* view.c: PAGE_x of a view by its flags. */
DWORD mww_view_protection(uint32_t flags);

/* view_pages.c, under the lock. Changes the access to pages of a view, or commits
 * them; 0 or the last error. */
DWORD mww_view_protect(mww_area *area, size_t first, size_t count, DWORD protect);
DWORD mww_view_commit(mww_area *area, size_t first, size_t count, DWORD protect);
/* How many pages from that one on, before end, answer alike: whether somebody
 * committed them; whether they were written and are private now. */
size_t mww_view_committed(const mww_area *area, size_t page, size_t end, bool *out_answer);
size_t mww_view_written(const mww_area *area, size_t page, size_t end, bool *out_answer);

/* Whether pages of that protection become the view's own with a write. */
static inline bool mww_view_copies(const mww_area *area, DWORD protect)
{
        return area->is_view && (protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY));
}

/* What a page of such a protection has when it was written. */
static inline DWORD mww_written_protection(DWORD protect)
{
        const DWORD copies = PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY;

        return (protect & ~copies) | (protect & copies) >> 1; /* PAGE_READWRITE and its like */
}

/* How pages are cached is the whole allocation's: no page of it gets, or loses, that. */
static inline DWORD mww_cached_as(const mww_area *area, DWORD protect)
{
        const DWORD caches = PAGE_NOCACHE | PAGE_WRITECOMBINE;

        if (protect & PAGE_NOACCESS)
                return protect;
        return (protect & ~caches) | (area->allocation_protect & caches);
}

/* watch.c, under the lock; false: the kernel can't, or has no memory. Writes to a
 * range are noted from now on; and none was made to its pages, which are committed. */
bool mww_watch_begin(void *address, size_t size_bytes);
bool mww_watch_mark(void *address, size_t size_bytes);

/* query.c: the kernel's list of what is mapped. */
typedef struct mww_vma {
        uintptr_t from;
        uintptr_t to;
        DWORD protect;
        bool is_file;
} mww_vma;
/* The first mapping that ends behind the address; false: there is none. */
bool mww_vma_from(uintptr_t address, mww_vma *out_vma);

#endif
