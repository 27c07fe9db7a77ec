/* SPDX-License-Identifier: MIT */
/* virtual.c — VirtualAlloc, VirtualFree.
 *
 * Reserved pages are mapped without access, committed ones with what they are
 * committed for. Decommitting maps them anew, so that they are zero when they
 * are committed again. area.h keeps the states.
 */
#include "virtual.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>

#define TYPES                                                                                      \
  (MEM_COMMIT | MEM_RESERVE | MEM_RESET | MEM_RESET_UNDO | MEM_TOP_DOWN | MEM_LARGE_PAGES |        \
   MEM_WRITE_WATCH)
#define RESERVED_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)

#ifndef MAP_FIXED_NOREPLACE
#  define MAP_FIXED_NOREPLACE 0x100000
#endif

bool mww_is_protection(DWORD protect)
{
        DWORD modifiers = protect & (PAGE_GUARD | PAGE_NOCACHE | PAGE_WRITECOMBINE);

        switch (protect & ~modifiers) {
        case PAGE_NOACCESS:
                return !modifiers;
        case PAGE_READONLY:
        case PAGE_READWRITE:
        case PAGE_WRITECOPY:
        case PAGE_EXECUTE:
        case PAGE_EXECUTE_READ:
        case PAGE_EXECUTE_READWRITE:
        case PAGE_EXECUTE_WRITECOPY:
                return modifiers != (PAGE_NOCACHE | PAGE_WRITECOMBINE);
        default:
                return false;
        }
}

static bool is_writecopy(DWORD protect)
{
        return protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY);
}

/* More than this machine could ever hold. */
static bool is_beyond_memory(SIZE_T size_bytes)
{
        struct sysinfo machine;

        return sysinfo(&machine) == 0 &&
               size_bytes / machine.mem_unit > machine.totalram + machine.totalswap;
}

/* Address space that begins at a multiple of 64 KiB; NULL: there is none. */
static void *reserve_anywhere(SIZE_T size_bytes)
{
        char *range = mmap(NULL, size_bytes, PROT_NONE, RESERVED_FLAGS, -1, 0);
        uintptr_t skip;

        if (range == MAP_FAILED)
                return NULL;
        if ((uintptr_t) range % MWW_GRANULARITY_BYTES == 0)
                return range;
        munmap(range, size_bytes);
        if (size_bytes > SIZE_MAX - MWW_GRANULARITY_BYTES)
                return NULL;
        range = mmap(NULL, size_bytes + MWW_GRANULARITY_BYTES, PROT_NONE, RESERVED_FLAGS, -1, 0);
        if (range == MAP_FAILED)
                return NULL;
        skip = -(uintptr_t) range % MWW_GRANULARITY_BYTES;
        if (skip)
                munmap(range, skip);
        munmap(range + skip + size_bytes, MWW_GRANULARITY_BYTES - skip);
        return range + skip;
}

static void *reserve_at(void *address, SIZE_T size_bytes)
{
        void *range =
                mmap(address, size_bytes, PROT_NONE, RESERVED_FLAGS | MAP_FIXED_NOREPLACE, -1, 0);

        if (range == MAP_FAILED)
                return NULL;
        if (range != address) { /* an old kernel, which does not know the flag */
                munmap(range, size_bytes);
                return NULL;
        }
        return range;
}

/* A new area at *inout_base (NULL: anywhere), of reserved pages. */
static DWORD reserve(SIZE_T size_bytes, DWORD protect, void **inout_base)
{
        mww_area *area = mww_area_new(size_bytes / MWW_PAGE_BYTES, protect, 0);
        DWORD error = *inout_base ? ERROR_INVALID_ADDRESS : ERROR_NOT_ENOUGH_MEMORY;
        void *range;

        if (!area)
                return ERROR_NOT_ENOUGH_MEMORY;
        range = *inout_base ? reserve_at(*inout_base, size_bytes) : reserve_anywhere(size_bytes);
        if (!range) {
                mww_area_free(area);
                return error;
        }
        if (!mww_area_insert(area, range)) {
                munmap(range, size_bytes);
                mww_area_free(area);
                return ERROR_NOT_ENOUGH_MEMORY;
        }
        *inout_base = range;
        return ERROR_SUCCESS;
}

/* Pages that become committed are not written yet; those that are stay what they are. */
static bool mark_new(const mww_area *area, size_t first, size_t count)
{
        for (size_t page = first, end; page < first + count; page = end) {
                DWORD protect = mww_area_run(area, page, &end)->protect;

                end = min(end, first + count);
                if (!protect &&
                    !mww_watch_mark(mww_area_address(area, page), (end - page) * MWW_PAGE_BYTES))
                        return false;
        }
        return true;
}

static DWORD commit_private(mww_area *area, size_t first, size_t count, DWORD protect)
{
        if (is_writecopy(protect))
                return ERROR_INVALID_PARAMETER;
        if (is_beyond_memory(count * MWW_PAGE_BYTES))
                return ERROR_COMMITMENT_LIMIT;
        if (area->is_watched && !mark_new(area, first, count))
                return ERROR_COMMITMENT_LIMIT;
        if (mprotect(mww_area_address(area, first), count * MWW_PAGE_BYTES,
                     mww_kernel_protection(protect)) < 0)
                return errno == EACCES ? ERROR_ACCESS_DENIED : ERROR_COMMITMENT_LIMIT;
        return mww_area_set(area, first, count, mww_cached_as(area, protect)) ?
                       ERROR_SUCCESS :
                       ERROR_NOT_ENOUGH_MEMORY;
}

static DWORD commit(void *address, SIZE_T size_bytes, DWORD protect)
{
        mww_area *area = mww_area_at(address);
        size_t first;
        size_t count;

        if (!area || !mww_area_pages(area, address, size_bytes, &first, &count))
                return ERROR_INVALID_ADDRESS;
        return area->is_view ? mww_view_commit(area, first, count, protect) :
                               commit_private(area, first, count, protect);
}

/* MEM_RESET: the contents are no longer of interest, and reserved pages have none;
 * undoing it, they are again, and since nothing was taken away they are still there. */
static DWORD reset(void *address, SIZE_T size_bytes, bool undoes)
{
        const mww_area *area = mww_area_at(address);
        size_t first;
        size_t count;

        if (!area || !mww_area_pages(area, address, size_bytes, &first, &count) ||
            (undoes && !mww_area_is_committed(area, first, count)))
                return ERROR_INVALID_ADDRESS;
        return ERROR_SUCCESS;
}

static DWORD check_request(const void *address, SIZE_T size_bytes, DWORD type, DWORD protect)
{
        DWORD kind = type & (MEM_COMMIT | MEM_RESERVE | MEM_RESET | MEM_RESET_UNDO);

        if ((type & ~(DWORD) TYPES) || !kind || size_bytes == 0 || !mww_is_protection(protect) ||
            ((kind & MEM_RESET) && kind != MEM_RESET) ||
            ((kind & MEM_RESET_UNDO) && kind != MEM_RESET_UNDO))
                return ERROR_INVALID_PARAMETER;
        if (address && (uintptr_t) address < MWW_GRANULARITY_BYTES)
                return ERROR_INVALID_PARAMETER;
        if ((uintptr_t) address >= MWW_ADDRESS_LIMIT ||
            size_bytes > MWW_ADDRESS_LIMIT - (uintptr_t) address)
                return ERROR_INVALID_PARAMETER;
        if ((type & MEM_WRITE_WATCH) && !(kind & MEM_RESERVE))
                return ERROR_INVALID_PARAMETER;
        if (type & MEM_LARGE_PAGES)
                return kind == (MEM_COMMIT | MEM_RESERVE) ? ERROR_PRIVILEGE_NOT_HELD :
                                                            ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

/* What was just reserved is given back if it can't be watched. */
static DWORD watch(void *base, SIZE_T size_bytes)
{
        mww_area *area = mww_area_find(base);

        area->is_watched = mww_watch_begin(base, size_bytes);
        if (area->is_watched)
                return ERROR_SUCCESS;
        mww_area_release(area);
        return ERROR_NOT_SUPPORTED;
}

/* Under the lock. *inout_address: where; then, where it begins. */
static DWORD allocate(void **inout_address, SIZE_T size_bytes, DWORD type, DWORD protect)
{
        uintptr_t given = (uintptr_t) *inout_address;
        uintptr_t step = type & MEM_RESERVE ? MWW_GRANULARITY_BYTES : MWW_PAGE_BYTES;
        uintptr_t from = given & ~(step - 1);
        SIZE_T whole = mww_pages_of_bytes(given + size_bytes - from) * (SIZE_T) MWW_PAGE_BYTES;
        DWORD error;

        if (type & (MEM_RESET | MEM_RESET_UNDO))
                return reset(*inout_address, size_bytes, type & MEM_RESET_UNDO);
        if (!(type & MEM_RESERVE) && given) {
                *inout_address = (void *) from;
                return commit((void *) from, whole, protect);
        }
        if (is_writecopy(protect))
                return ERROR_INVALID_PARAMETER;
        if ((type & MEM_COMMIT) && is_beyond_memory(whole))
                return ERROR_COMMITMENT_LIMIT;
        *inout_address = (void *) from;
        error = reserve(whole, protect, inout_address);
        if (!error && (type & MEM_WRITE_WATCH))
                error = watch(*inout_address, whole);
        if (!error && (type & MEM_COMMIT)) {
                error = commit(*inout_address, whole, protect);
                if (error)
                        mww_area_release(mww_area_find(*inout_address));
        }
        return error;
}

LPVOID VirtualAlloc(LPVOID address, SIZE_T size_bytes, DWORD type, DWORD protect)
{
        DWORD error = check_request(address, size_bytes, type, protect);

        if (!error) {
                mww_areas_lock();
                error = allocate(&address, size_bytes, type, protect);
                mww_areas_unlock();
        }
        return error ? mww_fail_handle(error) : address;
}

void mww_area_release(mww_area *area)
{
        munmap((void *) area->base, area->page_count * MWW_PAGE_BYTES);
        mww_area_remove(area);
        mww_area_free(area);
}

static DWORD decommit(mww_area *area, void *address, SIZE_T size_bytes)
{
        size_t first = 0;
        size_t count = area->page_count;

        if (size_bytes == 0 &&
            ((uintptr_t) address & ~(uintptr_t) (MWW_PAGE_BYTES - 1)) != area->base)
                return ERROR_INVALID_ADDRESS;
        if (size_bytes && !mww_area_pages(area, address, size_bytes, &first, &count))
                return ERROR_INVALID_PARAMETER;
        if (!mww_area_set(area, first, count, 0))
                return ERROR_NOT_ENOUGH_MEMORY;
        if (mmap(mww_area_address(area, first), count * MWW_PAGE_BYTES, PROT_NONE,
                 RESERVED_FLAGS | MAP_FIXED, -1, 0) == MAP_FAILED)
                return ERROR_NOT_ENOUGH_MEMORY;
        if (area->is_watched &&
            !mww_watch_begin(mww_area_address(area, first), count * MWW_PAGE_BYTES))
                return ERROR_NOT_ENOUGH_MEMORY;
        return ERROR_SUCCESS;
}

BOOL VirtualFree(LPVOID address, SIZE_T size_bytes, DWORD type)
{
        DWORD error = ERROR_SUCCESS;
        mww_area *area;

        if ((type != MEM_DECOMMIT && type != MEM_RELEASE) || (type == MEM_RELEASE && size_bytes))
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_areas_lock();
        area = mww_area_at(address);
        if (!area)
                error = ERROR_INVALID_ADDRESS;
        else if (area->is_view)
                error = ERROR_INVALID_PARAMETER;
        else if (type == MEM_DECOMMIT)
                error = decommit(area, address, size_bytes);
        else if ((uintptr_t) address - area->base >= MWW_PAGE_BYTES)
                error = ERROR_INVALID_ADDRESS;
        else
                mww_area_release(area);
        mww_areas_unlock();
        return error ? mww_fail(error) : TRUE;
}
