/* SPDX-License-Identifier: MIT */
/* watch.c — GetWriteWatch, ResetWriteWatch: which pages of memory that was
 * allocated with MEM_WRITE_WATCH were written.
 *
 * The kernel keeps the account, by page, of its own writes (as read(2) makes them)
 * too: userfaultfd with asynchronous write protection, and the ioctl PAGEMAP_SCAN,
 * both of Linux 6.7 and for anybody. Where either is missing or forbidden nothing
 * is allocated: ERROR_NOT_SUPPORTED. mprotect and a handler of SIGSEGV were
 * refused: the kernel's own writes would fail.
 *
 * Pages are marked as unwritten when they are committed. What an mmap puts in
 * place of watched memory is watched no more: mww_watch_begin() again.
 */
#include "virtual.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What older headers lack, by its values in the kernel. */
#define USER_MODE_ONLY      1
#define WP_UNPOPULATED      (UINT64_C(1) << 13)
#define WP_ASYNC            (UINT64_C(1) << 15)
#define PAGE_WAS_WRITTEN    (UINT64_C(1) << 1)
#define SCAN_MAKE_UNWRITTEN UINT64_C(1)
#define SCAN_ONLY_WATCHED   UINT64_C(2)

typedef struct scan_range {
        uint64_t from;
        uint64_t to;
        uint64_t categories;
} scan_range;

typedef struct scan {
        uint64_t struct_size;
        uint64_t flags;
        uint64_t from;
        uint64_t to;
        uint64_t walked_to; /* out: up to where it looked */
        uint64_t ranges;
        uint64_t range_count;
        uint64_t page_limit;
        uint64_t inverted;
        uint64_t all_of;
        uint64_t any_of;
        uint64_t returned;
} scan;
#define SCAN_PAGES _IOWR('f', 16, scan)

#define RANGES 64u

/* Under the areas' lock. A child of fork needs a descriptor of its own. */
static int watcher = -1;
static pid_t watcher_of;

static bool can_scan(void)
{
        int map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
        scan nothing = { .struct_size = sizeof nothing };
        bool can = map >= 0 && ioctl(map, SCAN_PAGES, &nothing) == 0;

        if (map >= 0)
                close(map);
        return can;
}

static bool has_watcher(void)
{
        struct uffdio_api wanted = { .api = UFFD_API, .features = WP_UNPOPULATED | WP_ASYNC };

        if (watcher >= 0 && watcher_of == getpid())
                return true;
        if (watcher >= 0)
                close(watcher);
        watcher = (int) syscall(SYS_userfaultfd, O_CLOEXEC | USER_MODE_ONLY);
        watcher_of = getpid();
        if (watcher >= 0 && ioctl(watcher, UFFDIO_API, &wanted) == 0 && can_scan())
                return true;
        if (watcher >= 0)
                close(watcher);
        watcher = -1;
        return false;
}

bool mww_watch_begin(void *address, size_t size_bytes)
{
        struct uffdio_register watched = { .range = { (uintptr_t) address, size_bytes },
                                           .mode = UFFDIO_REGISTER_MODE_WP };

        return has_watcher() && ioctl(watcher, UFFDIO_REGISTER, &watched) == 0;
}

bool mww_watch_mark(void *address, size_t size_bytes)
{
        struct uffdio_writeprotect marked = { .range = { (uintptr_t) address, size_bytes },
                                              .mode = UFFDIO_WRITEPROTECT_MODE_WP };

        /* A child of fork has the memory of its parent, of which nobody watches its copy. */
        return mww_watch_begin(address, size_bytes) &&
               ioctl(watcher, UFFDIO_WRITEPROTECT, &marked) == 0;
}

/* What is asked of the kernel, and what it told so far. */
typedef struct tally {
        int map;          /* /proc/self/pagemap                                       */
        bool resets;      /* pages that are told count as unwritten from then on      */
        PVOID *addresses; /* NULL: nobody wants to know which                         */
        ULONG_PTR room;
        ULONG_PTR found;
} tally;

static void note(tally *of, const scan_range *range)
{
        for (uint64_t page = range->from; page < range->to; page += MWW_PAGE_BYTES, of->found++)
                if (of->addresses)
                        of->addresses[of->found] = (PVOID) (uintptr_t) page;
}

/* Of committed pages. Telling and resetting is one step. */
static bool collect(tally *of, uintptr_t from, uintptr_t to)
{
        scan_range ranges[RANGES];

        while (from < to && of->found < of->room) {
                scan wanted = {
                        .struct_size = sizeof wanted,
                        .flags = SCAN_ONLY_WATCHED | (of->resets ? SCAN_MAKE_UNWRITTEN : 0),
                        .from = from,
                        .to = to,
                        .ranges = (uintptr_t) ranges,
                        .range_count = RANGES,
                        .page_limit = of->room - of->found,
                        .all_of = PAGE_WAS_WRITTEN,
                        .returned = PAGE_WAS_WRITTEN,
                };
                int count = ioctl(of->map, SCAN_PAGES, &wanted);

                if (count < 0)
                        return false;
                for (int at = 0; at < count; at++)
                        note(of, &ranges[at]);
                from = (uintptr_t) wanted.walked_to;
        }
        return true;
}

/* Under the lock. Reserved pages bear no marks, and nobody can write to them. */
static DWORD collect_committed(const mww_area *area, size_t first, size_t count, tally *of)
{
        bool is_done = true;

        of->map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
        if (of->map < 0)
                return ERROR_NOT_SUPPORTED;
        for (size_t page = first, end; is_done && page < first + count; page = end) {
                DWORD protect = mww_area_run(area, page, &end)->protect;

                end = min(end, first + count);
                if (protect)
                        is_done = collect(of, (uintptr_t) mww_area_address(area, page),
                                          area->base + end * MWW_PAGE_BYTES);
        }
        close(of->map);
        return is_done ? ERROR_SUCCESS : ERROR_NOT_SUPPORTED;
}

/* Under the lock. The area that is watched and holds the range; NULL: there is none. */
static const mww_area *find_watched(const void *base, SIZE_T size_bytes, size_t *out_first,
                                    size_t *out_count)
{
        const mww_area *area = size_bytes ? mww_area_known(base) : NULL;

        if (!area || !area->is_watched ||
            !mww_area_pages(area, base, size_bytes, out_first, out_count))
                return NULL;
        return area;
}

static DWORD tell(const void *base, SIZE_T size_bytes, tally *of)
{
        const mww_area *area;
        size_t first;
        size_t count;
        DWORD error = ERROR_INVALID_PARAMETER;

        mww_areas_lock();
        area = find_watched(base, size_bytes, &first, &count);
        if (area)
                error = collect_committed(area, first, count, of);
        mww_areas_unlock();
        return error;
}

static UINT failed(DWORD error)
{
        SetLastError(error);
        return (UINT) -1;
}

UINT ResetWriteWatch(LPVOID base, SIZE_T size_bytes)
{
        tally all = { .resets = true, .room = SIZE_MAX };
        DWORD error = tell(base, size_bytes, &all);

        return error ? failed(error) : 0;
}

static DWORD check_places(const ULONG_PTR *count, const DWORD *granularity)
{
        if (IsBadWritePtr((LPVOID) count, sizeof *count) ||
            IsBadWritePtr((LPVOID) granularity, sizeof *granularity))
                return ERROR_NOACCESS;
        return *count ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;
}

/* Is the range watched, and is there room to name all its pages, or as many as shall be? */
static DWORD check_range(const void *base, SIZE_T size_bytes, const PVOID *addresses,
                         ULONG_PTR room)
{
        bool is_watched;
        size_t first;
        size_t count = 0;

        mww_areas_lock();
        is_watched = find_watched(base, size_bytes, &first, &count) != NULL;
        mww_areas_unlock();
        if (!is_watched)
                return ERROR_INVALID_PARAMETER;
        return IsBadWritePtr((LPVOID) addresses, min(room, count) * sizeof *addresses) ?
                       ERROR_NOACCESS :
                       ERROR_SUCCESS;
}

UINT GetWriteWatch(DWORD flags, PVOID base, SIZE_T size_bytes, PVOID *addresses,
                   ULONG_PTR *inout_count, LPDWORD out_granularity)
{
        tally written = { .resets = flags & WRITE_WATCH_FLAG_RESET, .addresses = addresses };
        DWORD error = check_places(inout_count, out_granularity);

        if (!error && (flags & ~(DWORD) WRITE_WATCH_FLAG_RESET))
                error = ERROR_INVALID_PARAMETER;
        if (!error)
                error = check_range(base, size_bytes, addresses, *inout_count);
        if (error)
                return failed(error);
        written.room = *inout_count;
        error = tell(base, size_bytes, &written); /* others may have freed it meanwhile */
        if (error)
                return failed(error);
        *inout_count = written.found;
        *out_granularity = MWW_PAGE_BYTES;
        return 0;
}
