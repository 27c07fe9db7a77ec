/* SPDX-License-Identifier: MIT */
/* protect.c — VirtualProtect, VirtualLock, guard pages.
 *
 * On areas, by the area's rules. On other memory of the process (the program
 * itself, its stack, what malloc gave) there is nothing but the kernel's view.
 *
 * A guard page has no access until it is touched once. Where the program has a
 * vectored handler the touch ends in it, as EXCEPTION_GUARD_PAGE, and the page
 * is an ordinary one from then on; VirtualLock and IsBadReadPtr do the same.
 */
#include "threads/task.h"
#include "virtual.h"

#include <errno.h>
#include <sys/mman.h>

static DWORD protect_private(mww_area *area, size_t first, size_t count, DWORD protect)
{
        if (protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY))
                return ERROR_INVALID_PARAMETER;
        if (mprotect(mww_area_address(area, first), count * MWW_PAGE_BYTES,
                     mww_kernel_protection(protect)) < 0)
                return errno == EACCES ? ERROR_ACCESS_DENIED : ERROR_NOT_ENOUGH_MEMORY;
        return mww_area_set(area, first, count, mww_cached_as(area, protect)) ?
                       ERROR_SUCCESS :
                       ERROR_NOT_ENOUGH_MEMORY;
}

static DWORD protect_area(mww_area *area, const void *address, SIZE_T size_bytes, DWORD protect,
                          DWORD *out_before)
{
        size_t first;
        size_t count;
        size_t end;
        bool is_written;
        DWORD before;
        DWORD error;

        if (!mww_area_pages(area, address, size_bytes, &first, &count) ||
            !mww_area_is_committed(area, first, count))
                return ERROR_INVALID_ADDRESS;
        before = mww_area_run(area, first, &end)->protect & ~MWW_PAGE_LOCKED;
        if (mww_view_copies(area, before)) {
                mww_view_written(area, first, first + 1, &is_written);
                if (is_written) /* private for good */
                        before = mww_written_protection(before);
        }
        error = area->is_view ? mww_view_protect(area, first, count, protect) :
                                protect_private(area, first, count, protect);
        if (!error)
                *out_before = before;
        return error;
}

/* Memory that is no area's, nor a view's. */
static DWORD protect_other(const void *address, SIZE_T size_bytes, DWORD protect, DWORD *out_before)
{
        uintptr_t from = (uintptr_t) address & ~(uintptr_t) (MWW_PAGE_BYTES - 1);
        SIZE_T whole = mww_pages_of_bytes((uintptr_t) address + size_bytes - from) *
                       (SIZE_T) MWW_PAGE_BYTES;
        mww_vma vma;

        if (!mww_vma_from(from, &vma) || vma.from > from || size_bytes > SIZE_MAX - from)
                return ERROR_INVALID_ADDRESS;
        if (mprotect((void *) from, whole, mww_kernel_protection(protect)) < 0)
                return errno == EACCES ? ERROR_ACCESS_DENIED : ERROR_INVALID_ADDRESS;
        mww_access_changed();
        *out_before = vma.protect;
        return ERROR_SUCCESS;
}

BOOL VirtualProtect(LPVOID address, SIZE_T size_bytes, DWORD protect, PDWORD out_before)
{
        mww_area *area;
        DWORD before = 0;
        DWORD error;

        if (IsBadWritePtr(out_before, sizeof *out_before))
                return mww_fail(ERROR_NOACCESS);
        if (!mww_is_protection(protect) || size_bytes == 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_areas_lock();
        area = mww_area_at(address);
        error = area ? protect_area(area, address, size_bytes, protect, &before) :
                       protect_other(address, size_bytes, protect, &before);
        mww_areas_unlock();
        if (error)
                return mww_fail(error);
        /* Where it shall go may lie on those pages: not to tell it is no failure. */
        mww_put(out_before, &before, sizeof before);
        return TRUE;
}

/* Under the lock: takes the guard off the page; false: it had none. */
static bool trip(mww_area *area, size_t page)
{
        size_t end;
        DWORD protect = mww_area_run(area, page, &end)->protect;
        DWORD without = protect & ~(DWORD) PAGE_GUARD;

        if (!(protect & PAGE_GUARD))
                return false;
        if (area->is_view)
                return mww_view_protect(area, page, 1, without) == ERROR_SUCCESS;
        return protect_private(area, page, 1, without) == ERROR_SUCCESS;
}

bool mww_guard_trip(const void *address)
{
        mww_area *area;
        bool was_guard = false;

        mww_areas_lock();
        area = mww_area_at(address);
        if (area)
                was_guard = trip(area, ((uintptr_t) address - area->base) / MWW_PAGE_BYTES);
        mww_areas_unlock();
        return was_guard;
}

/* Under the lock: may these pages be locked? */
static DWORD check_lock(mww_area *area, size_t first, size_t count)
{
        if (!mww_area_is_committed(area, first, count))
                return ERROR_NOACCESS;
        for (size_t page = first, end; page < first + count; page = end) {
                DWORD protect = mww_area_run(area, page, &end)->protect;

                if (protect & PAGE_GUARD) {
                        trip(area, page);
                        return STATUS_GUARD_PAGE_VIOLATION;
                }
                if (protect & PAGE_NOACCESS)
                        return ERROR_NOACCESS;
        }
        return ERROR_SUCCESS;
}

/* Marks the pages as locked or not; false: not all were locked. */
static bool mark(mww_area *area, size_t first, size_t count, bool locked)
{
        bool were_locked = true;

        for (size_t page = first, end; page < first + count; page = end) {
                DWORD protect = mww_area_run(area, page, &end)->protect;

                end = min(end, first + count);
                were_locked = were_locked && (protect & MWW_PAGE_LOCKED);
                protect = locked ? protect | MWW_PAGE_LOCKED : protect & ~MWW_PAGE_LOCKED;
                if (locked || were_locked)
                        mww_area_set(area, page, end - page, protect);
        }
        return were_locked;
}

static DWORD lock_area(mww_area *area, const void *address, SIZE_T size_bytes, bool wants_lock)
{
        size_t first;
        size_t count;
        DWORD error;

        if (!mww_area_pages(area, address, size_bytes, &first, &count))
                return wants_lock ? ERROR_NOACCESS : ERROR_NOT_LOCKED;
        if (!wants_lock) {
                if (!mark(area, first, count, false))
                        return ERROR_NOT_LOCKED;
                munlock(mww_area_address(area, first), count * MWW_PAGE_BYTES);
                return ERROR_SUCCESS;
        }
        error = check_lock(area, first, count);
        if (error)
                return error;
        if (mlock(mww_area_address(area, first), count * MWW_PAGE_BYTES) < 0)
                return ERROR_WORKING_SET_QUOTA;
        mark(area, first, count, true);
        return ERROR_SUCCESS;
}

static BOOL change_lock(const void *address, SIZE_T size_bytes, bool wants_lock)
{
        DWORD error = wants_lock ? ERROR_NOACCESS : ERROR_NOT_LOCKED;
        mww_area *area;
        mww_vma vma;

        mww_areas_lock();
        area = mww_area_at(address);
        if (area)
                error = lock_area(area, address, size_bytes, wants_lock);
        else if (mww_vma_from((uintptr_t) address, &vma) && vma.from <= (uintptr_t) address)
                error = (wants_lock ? mlock : munlock)(address, size_bytes) == 0 ? ERROR_SUCCESS :
                        errno == ENOMEM                                          ? error :
                                          ERROR_WORKING_SET_QUOTA;
        mww_areas_unlock();
        return error ? mww_fail(error) : TRUE;
}

BOOL VirtualLock(LPVOID address, SIZE_T size_bytes)
{
        return change_lock(address, size_bytes, true);
}

BOOL VirtualUnlock(LPVOID address, SIZE_T size_bytes)
{
        return change_lock(address, size_bytes, false);
}
