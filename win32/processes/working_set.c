/* SPDX-License-Identifier: MIT */
/* working_set.c — GetProcessWorkingSetSize, SetProcessWorkingSetSize, EmptyWorkingSet, and
 * when a process ends in a shutdown.
 *
 * What shall be in memory is the kernel's affair on Linux: sizes are checked as on Windows
 * and kept where they were set. To empty a set gives back what the C library has in stock.
 */
#include "child.h"

#include <malloc.h>
#include <psapi.h>
#include <unistd.h>

#define PAGES(count) ((size_t) (count) *MWW_PAGE_BYTES)

/* What Windows begins with, and the least that it takes. */
static const size_t first_minimum = PAGES(50), first_maximum = PAGES(345), least = PAGES(20);

enum { NO_LIMITS = QUOTA_LIMITS_HARDWS_MIN_DISABLE | QUOTA_LIMITS_HARDWS_MAX_DISABLE };

static void trim(const mww_process *process)
{
        if (process->is_own)
                malloc_trim(0);
}

BOOL GetProcessWorkingSetSizeEx(HANDLE handle, PSIZE_T out_minimum, PSIZE_T out_maximum,
                                PDWORD out_flags)
{
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, &pin);
        SIZE_T minimum, maximum;
        DWORD flags;

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, &pin);
        if (error)
                return mww_fail(error);
        minimum = atomic_load(&pin.process->set_minimum);
        maximum = atomic_load(&pin.process->set_maximum);
        flags = atomic_load(&pin.process->set_limits);
        mww_process_unpin(&pin);
        if (!maximum) {
                minimum = first_minimum;
                maximum = first_maximum;
        }
        if (!flags)
                flags = NO_LIMITS;
        if (!mww_put(out_minimum, &minimum, sizeof minimum) ||
            !mww_put(out_maximum, &maximum, sizeof maximum) ||
            (out_flags && !mww_put(out_flags, &flags, sizeof flags)))
                return mww_fail(ERROR_NOACCESS);
        return TRUE;
}

BOOL GetProcessWorkingSetSize(HANDLE handle, PSIZE_T out_minimum, PSIZE_T out_maximum)
{
        return GetProcessWorkingSetSizeEx(handle, out_minimum, out_maximum, NULL);
}

static size_t whole_pages(size_t bytes)
{
        return bytes > SIZE_MAX - MWW_PAGE_BYTES ?
                       bytes :
                       (bytes + MWW_PAGE_BYTES - 1) / MWW_PAGE_BYTES * MWW_PAGE_BYTES;
}

static DWORD check_sizes(size_t minimum, size_t maximum)
{
        const long pages = sysconf(_SC_PHYS_PAGES);

        if (minimum == 0 || maximum == 0 || minimum > maximum)
                return ERROR_INVALID_PARAMETER;
        if (pages > 0 && minimum / MWW_PAGE_BYTES > (size_t) pages)
                return ERROR_NO_SYSTEM_RESOURCES;
        return ERROR_SUCCESS;
}

/* Each limit is switched on, or off, or left as it is. */
static DWORD check_flags(DWORD flags)
{
        const DWORD least_both = QUOTA_LIMITS_HARDWS_MIN_ENABLE | QUOTA_LIMITS_HARDWS_MIN_DISABLE;
        const DWORD most_both = QUOTA_LIMITS_HARDWS_MAX_ENABLE | QUOTA_LIMITS_HARDWS_MAX_DISABLE;

        if ((flags & ~(least_both | most_both)) || (flags & least_both) == least_both ||
            (flags & most_both) == most_both)
                return ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

static void set_flags(mww_process *process, DWORD flags)
{
        DWORD old = atomic_load(&process->set_limits);

        if (!old)
                old = NO_LIMITS;
        if (flags & 0x3u)
                old = (old & ~0x3u) | (flags & 0x3u);
        if (flags & 0xCu)
                old = (old & ~0xCu) | (flags & 0xCu);
        atomic_store(&process->set_limits, old);
}

BOOL SetProcessWorkingSetSizeEx(HANDLE handle, SIZE_T minimum, SIZE_T maximum, DWORD flags)
{
        const bool is_trim = minimum == SIZE_MAX && maximum == SIZE_MAX;
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_SET_QUOTA, &pin);

        if (error)
                return mww_fail(error);
        error = check_flags(flags);
        if (!error && !is_trim)
                error = check_sizes(minimum, maximum);
        if (!error && is_trim) {
                trim(pin.process);
        } else if (!error) {
                minimum = whole_pages(minimum < least ? least : minimum);
                maximum = whole_pages(maximum < minimum ? minimum : maximum);
                atomic_store(&pin.process->set_minimum, minimum);
                atomic_store(&pin.process->set_maximum, maximum);
                set_flags(pin.process, flags);
        }
        mww_process_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL SetProcessWorkingSetSize(HANDLE handle, SIZE_T minimum, SIZE_T maximum)
{
        return SetProcessWorkingSetSizeEx(handle, minimum, maximum, 0);
}

BOOL EmptyWorkingSet(HANDLE handle)
{
        return SetProcessWorkingSetSizeEx(handle, SIZE_MAX, SIZE_MAX, 0);
}

BOOL K32EmptyWorkingSet(HANDLE handle) __attribute__((alias("EmptyWorkingSet")));

/* ---- in a shutdown: kept, and of no consequence ---------------------------------------- */

static atomic_uint shutdown_level = 0x280;
static atomic_uint shutdown_flags;

BOOL GetProcessShutdownParameters(LPDWORD out_level, LPDWORD out_flags)
{
        DWORD level = atomic_load(&shutdown_level);
        DWORD flags = atomic_load(&shutdown_flags);

        if (!mww_put(out_level, &level, sizeof level) || !mww_put(out_flags, &flags, sizeof flags))
                return mww_fail(ERROR_NOACCESS);
        return TRUE;
}

BOOL SetProcessShutdownParameters(DWORD level, DWORD flags)
{
        if (flags & ~(DWORD) SHUTDOWN_NORETRY)
                return mww_fail(ERROR_INVALID_PARAMETER);
        atomic_store(&shutdown_level, level);
        atomic_store(&shutdown_flags, flags);
        return TRUE;
}
