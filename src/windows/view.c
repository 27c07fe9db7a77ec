/* SPDX-License-Identifier: MIT */
/* view.c — views: which range of which mapping is where in this process.
 *
 * A view counts as a reference to its mapping's handle, so the name lives on while a view
 * is open; a detached view doesn't, and then the name goes with the last handle, as any
 * other program's does.
 *
 * Views stand in one array, sorted by address, under a lock for readers and writers.
 * The kernel's calls are made outside it.
 *
 * If a process dies: the kernel unmaps; nothing is shared here.
 */
#include "windows/view.h"

#include <stdlib.h>
#include <string.h>

struct view {
        uintptr_t address;
        uint64_t size_bytes, offset_bytes;
        struct mw_mapping *mapping; /* NULL: detached */
        uint32_t flags;
        uint8_t is_lazy, is_file;
};

static SRWLOCK lock = SRWLOCK_INIT;
static struct view *views;
static size_t count, room;

/* ---- the list ------------------------------------------------------------------------ */

/* Under the lock: how many views begin at the address or below. */
static size_t rank_of(uintptr_t address)
{
        size_t low = 0, high = count;

        while (low < high) {
                size_t middle = low + (high - low) / 2;

                if (views[middle].address <= address)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}

/* Under the lock. A view takes whole pages. */
static struct view *holder_of(const void *address)
{
        size_t rank = rank_of((uintptr_t) address);
        struct view *view = rank > 0 ? &views[rank - 1] : NULL;

        if (!view ||
            (uintptr_t) address - view->address >= MWI_ROUND_UP(view->size_bytes, mwi_page_bytes()))
                return NULL;
        return view;
}

static int insert(const struct view *view)
{
        size_t rank;
        int r = MW_OK;

        AcquireSRWLockExclusive(&lock);
        if (count == room) {
                struct view *bigger = realloc(views, (room ? room * 2 : 16) * sizeof *views);

                if (bigger) {
                        views = bigger;
                        room = room ? room * 2 : 16;
                } else {
                        r = MW_ENOMEM;
                }
        }
        if (r == MW_OK) {
                rank = rank_of(view->address);
                memmove(views + rank + 1, views + rank, (count - rank) * sizeof *views);
                views[rank] = *view;
                count++;
        }
        ReleaseSRWLockExclusive(&lock);
        return r;
}

static int find(const char *what, const void *address, struct view *out_view)
{
        struct view *view;

        AcquireSRWLockShared(&lock);
        if ((view = holder_of(address)))
                *out_view = *view;
        ReleaseSRWLockShared(&lock);
        return view ? MW_OK : mwi_fail(MW_EADDRESS, "%s: no view at %p", what, address);
}

/* ---- mapping ------------------------------------------------------------------------- */

static DWORD access_of(uint32_t flags)
{
        DWORD access = flags & MW_COPY_ON_WRITE              ? FILE_MAP_COPY :
                       flags & (MW_READ_ONLY | MW_NO_ACCESS) ? FILE_MAP_READ :
                                                               FILE_MAP_READ | FILE_MAP_WRITE;

        return flags & MW_EXECUTABLE ? access | FILE_MAP_EXECUTE : access;
}

static int fail_map(const struct view *view, const void *at)
{
        DWORD error = GetLastError();

        if (error == ERROR_INVALID_ADDRESS)
                return mwi_fail(MW_EADDRESS, "map: something is at %p already", at);
        return mwi_fail_os(mwi_windows_result(error), "map: can't map %llu bytes",
                           (unsigned long long) view->size_bytes);
}

int mw_view_map(mw_mapping *mapping, uint64_t offset_bytes, uint64_t size_bytes, uint32_t flags,
                void **inout_address)
{
        struct mwi_allowed allowed = mwi_allowed_by(mapping);
        struct view view;
        DWORD old;
        void *address;
        int r;

        if ((r = mwi_check_map(mapping ? &allowed : NULL, offset_bytes, size_bytes, flags,
                               inout_address)) < 0)
                return r;
        view = (struct view){
                .mapping = flags & MW_DETACHED ? NULL : mapping,
                .size_bytes = size_bytes ? size_bytes : mapping->size_bytes - offset_bytes,
                .offset_bytes = offset_bytes,
                .flags = flags,
                .is_lazy = mapping->is_lazy,
                .is_file = mapping->is_file,
        };
        address = MapViewOfFileEx(mapping->object.handle, access_of(flags),
                                  (DWORD) (offset_bytes >> 32), (DWORD) offset_bytes,
                                  (SIZE_T) view.size_bytes, *inout_address);
        if (address && *inout_address && address != *inout_address) {
                UnmapViewOfFile(address); /* Wine, when it is asked for the kernel's half */
                SetLastError(ERROR_INVALID_ADDRESS);
                address = NULL;
        }
        if (!address)
                return fail_map(&view, *inout_address);
        /* what isn't committed has no protection yet, and can't be touched anyway */
        if (flags & MW_NO_ACCESS && !view.is_lazy &&
            !VirtualProtect(address, (SIZE_T) view.size_bytes, PAGE_NOACCESS, &old))
                r = mwi_fail_os(MW_EOS, "map: can't protect the view");
        view.address = (uintptr_t) address;
        if (r == MW_OK && (r = insert(&view)) < 0)
                mwi_fail(r, "map: no memory for the list of views");
        if (r < 0) {
                UnmapViewOfFile(address);
                return r;
        }
        if (view.mapping)
                mwi_object_keep(&mapping->object);
        *inout_address = address;
        return MW_OK;
}

int mw_view_query(const void *address, mw_view_info *out_info)
{
        struct view view;
        int r;

        if ((r = mwi_check_view_info(out_info)) < 0 || (r = find("query", address, &view)) < 0)
                return r;
        mwi_hand_out_view(&(mw_view_info){ .flags = view.flags,
                                           .address = (void *) view.address,
                                           .size_bytes = view.size_bytes,
                                           .offset_bytes = view.offset_bytes },
                          out_info);
        return MW_OK;
}

/* FlushViewOfFile() hands the pages to the system; that they are on the disk takes the
 * file's handle, which only who made the mapping has (docs/porting.md). */
int mw_view_flush(const void *address, uint64_t size_bytes)
{
        struct view view;
        uint64_t into, mapped;
        int r;

        if ((r = find("flush", address, &view)) < 0)
                return r;
        mapped = MWI_ROUND_UP(view.size_bytes, mwi_page_bytes());
        into = (uintptr_t) address - view.address;
        if (size_bytes > mapped - into)
                return mwi_fail(MW_EADDRESS, "flush: %llu bytes from %p reach past the view's end",
                                (unsigned long long) size_bytes, address);
        if (!view.is_file || view.flags & (MW_READ_ONLY | MW_COPY_ON_WRITE | MW_NO_ACCESS))
                return MW_OK;
        if (size_bytes == 0)
                size_bytes = mapped - into;
        if (!FlushViewOfFile(address, (SIZE_T) size_bytes) ||
            (view.mapping && view.mapping->file && !FlushFileBuffers(view.mapping->file)))
                return mwi_fail_os(MW_EOS, "flush: the view at %p", (void *) view.address);
        return MW_OK;
}

/* ---- copying ------------------------------------------------------------------------- */

static int may_copy(const char *what, uint32_t denied, const void *address, const void *data,
                    size_t size_bytes)
{
        struct view view;
        uint64_t into;
        int r;

        if (!data && size_bytes > 0)
                return mwi_fail(MW_EINVAL, "%s: the data is NULL", what);
        if ((r = find(what, address, &view)) < 0)
                return r;
        into = (uintptr_t) address - view.address;
        if (into > view.size_bytes || size_bytes > view.size_bytes - into)
                return mwi_fail(MW_EADDRESS, "%s: %zu bytes from %p reach past the view's end",
                                what, size_bytes, address);
        if (view.flags & denied)
                return mwi_fail(MW_EACCES, "%s: the view at %p doesn't allow it", what,
                                (void *) view.address);
        if (view.is_lazy && size_bytes > 0 &&
            (r = mwi_commit((void *) address, size_bytes, view.flags)) < 0)
                return mwi_fail_os(r, "%s: can't reserve %zu bytes", what, size_bytes);
        return MW_OK;
}

int mw_view_read(const void *address, void *out_data, size_t size_bytes)
{
        int r = may_copy("read", MW_NO_ACCESS, address, out_data, size_bytes);

        if (r == MW_OK && size_bytes > 0)
                memcpy(out_data, address, size_bytes);
        return r;
}

int mw_view_write(void *address, const void *data, size_t size_bytes)
{
        int r = may_copy("write", MW_NO_ACCESS | MW_READ_ONLY, address, data, size_bytes);

        if (r == MW_OK && size_bytes > 0)
                memcpy(address, data, size_bytes);
        return r;
}

/* ---- ending -------------------------------------------------------------------------- */

int mw_view_unmap(const void *address)
{
        struct view *found, view;

        AcquireSRWLockExclusive(&lock);
        if ((found = holder_of(address))) {
                view = *found;
                memmove(found, found + 1, (size_t) (views + count - (found + 1)) * sizeof *views);
                count--;
        }
        ReleaseSRWLockExclusive(&lock);
        if (!found)
                return mwi_fail(MW_EADDRESS, "unmap: no view at %p", address);
        UnmapViewOfFile((void *) view.address);
        if (view.mapping)
                mw_mapping_close(view.mapping);
        return MW_OK;
}
