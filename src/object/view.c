/* SPDX-License-Identifier: MIT */
/* view.c — views: which range of which mapping is where in this process.
 *
 * A view counts as a reference to its mapping's handle, so the name lives on
 * while a view is open; a detached view doesn't, and is mapped from an open file
 * that holds no lock. That is the whole difference between the two rules of
 * lifetime.
 *
 * Views are found by any address inside them, in the sorted list of guard.c. The
 * list's lock is also the lock of this file; system calls are made outside it.
 *
 * If a process dies: the kernel unmaps; nothing is shared here.
 */
#include "object/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include "base/error.h"
#include "base/macro.h"
#include "base/step.h"
#include "namespace/guard.h"
#include "os/os.h"

struct view {
        struct mw_mapping *mapping; /* NULL: detached                                     */
        uint64_t size_bytes, offset_bytes;
        uint32_t flags;
        uint8_t is_file;
        uint8_t holds_name; /* mapped from the open file that holds the name      */
};

/* Guards mapping->plain; views come and go outside the list's spinning lock. */
static pthread_mutex_t plain_lock = PTHREAD_MUTEX_INITIALIZER;

static size_t mapped_bytes(uint64_t size_bytes)
{
        return (size_t) MWI_ROUND_UP(size_bytes, (uint64_t) mwi_os_page_bytes());
}

static int rights_of(uint32_t flags)
{
        int rights = flags & MW_NO_ACCESS     ? MWI_MAP_NONE :
                     flags & MW_COPY_ON_WRITE ? MWI_MAP_COPY :
                     flags & MW_READ_ONLY     ? MWI_MAP_READ :
                                                MWI_MAP_READ | MWI_MAP_WRITE;

        return flags & MW_EXECUTABLE ? rights | MWI_MAP_EXECUTE : rights;
}

static int list_view(void *address, struct view *view)
{
        int r;

        mwi_ranges_lock();
        r = mwi_ranges_insert((uintptr_t) address, mapped_bytes(view->size_bytes), view);
        mwi_ranges_unlock();
        return r;
}

static int fail_map(int r, uint64_t size, void *at)
{
        if (r == MW_EADDRESS)
                return mwi_fail(r, "map: something is at %p already", at);
        if (r == MW_ELIMIT)
                return mwi_fail(
                        r, "map: this process has as many mappings as the system allows (raise "
                           "vm.max_map_count)");
        return mwi_fail_os(r, "map: can't map %llu bytes", (unsigned long long) size);
}

int mw_view_map(mw_mapping *mapping, uint64_t offset_bytes, uint64_t size_bytes, uint32_t flags,
                void **inout_address)
{
        struct mwi_allowed allowed = mwi_allowed_by(mapping);
        struct view *view;
        void *address;
        int file, r;

        if ((r = mwi_check_map(mapping ? &allowed : NULL, offset_bytes, size_bytes, flags,
                               inout_address)) < 0)
                return r;
        if (size_bytes == 0)
                size_bytes = mapping->size_bytes - offset_bytes;
        if (!(view = calloc(1, sizeof *view)))
                return mwi_fail(MW_ENOMEM, "map: no memory for a view");
        *view = (struct view){
                .mapping = flags & MW_DETACHED ? NULL : mapping,
                .size_bytes = size_bytes,
                .offset_bytes = offset_bytes,
                .flags = flags,
                .is_file = mapping->is_file,
                .holds_name = mapping->holds_name && !(flags & MW_DETACHED),
        };
        if (flags & MW_DETACHED && mapping->holds_name) {
                pthread_mutex_lock(&plain_lock);
                r = mwi_mapping_plain(mapping, &file);
                pthread_mutex_unlock(&plain_lock);
                if (r < 0)
                        mwi_fail_os(r, "map: can't open the mapping's file a second time");
        } else {
                r = mwi_mapping_file(mapping, "map", &file);
        }
        if (r == MW_OK) {
                r = mwi_os_map(file, offset_bytes, (size_t) size_bytes, rights_of(flags),
                               *inout_address, MW_VIEW_GRANULARITY_BYTES, &address);
                if (r < 0)
                        fail_map(r, size_bytes, *inout_address);
        }
        if (r == MW_OK && (r = list_view(address, view)) < 0) {
                mwi_os_unmap(address, mapped_bytes(size_bytes));
                mwi_fail(r, "map: no memory for the list of views");
        }
        if (r < 0) {
                free(view);
                return r;
        }
        if (view->mapping)
                mwi_mapping_keep(mapping);
        *inout_address = address;
        return MW_OK;
}

/* Copy what is known of the view at this address. MW_EADDRESS: there is none. */
static int find_view(const char *what, const void *address, struct mwi_range *out_range,
                     struct view *out_view)
{
        struct mwi_range *range;

        mwi_ranges_lock();
        range = mwi_ranges_find((uintptr_t) address);
        if (range && range->view) {
                *out_range = *range;
                *out_view = *(struct view *) range->view;
        } else {
                range = NULL;
        }
        mwi_ranges_unlock();
        return range ? MW_OK : mwi_fail(MW_EADDRESS, "%s: no view at %p", what, address);
}

int mw_view_query(const void *address, mw_view_info *out_info)
{
        struct mwi_range range;
        struct view view;
        int r;

        if ((r = mwi_check_view_info(out_info)) < 0 ||
            (r = find_view("query", address, &range, &view)) < 0)
                return r;
        mwi_hand_out_view(&(mw_view_info){ .flags = view.flags,
                                           .address = (void *) range.address,
                                           .size_bytes = view.size_bytes,
                                           .offset_bytes = view.offset_bytes,
                                           .is_lost = range.lost },
                          out_info);
        return MW_OK;
}

int mw_view_flush(const void *address, uint64_t size_bytes)
{
        struct mwi_range range;
        struct view view;
        uintptr_t from = (uintptr_t) address & ~(uintptr_t) (mwi_os_page_bytes() - 1);
        struct mwi_os_stat st;
        uint64_t into;
        int r;

        if ((r = find_view("flush", address, &range, &view)) < 0)
                return r;
        into = (uintptr_t) address - range.address;
        if (size_bytes > range.bytes - into)
                return mwi_fail(MW_EADDRESS, "flush: %llu bytes from %p reach past the view's end",
                                (unsigned long long) size_bytes, address);
        if (range.lost)
                return mwi_fail(MW_ELOST, "flush: bytes of the view at %p were truncated away",
                                (void *) range.address);
        if (!view.is_file || view.flags & (MW_READ_ONLY | MW_COPY_ON_WRITE | MW_NO_ACCESS))
                return MW_OK;
        if (view.mapping && mwi_mapping_has(view.mapping, view.mapping->data) &&
            mwi_os_stat(view.mapping->data, &st) == MW_OK &&
            st.size_bytes < view.offset_bytes + view.size_bytes)
                return mwi_fail(MW_ELOST,
                                "flush: the file was cut to %llu bytes, the view at %p has more",
                                (unsigned long long) st.size_bytes, (void *) range.address);
        if (size_bytes == 0)
                size_bytes = range.bytes - into;
        r = mwi_os_sync((void *) from, (size_t) ((uintptr_t) address + size_bytes - from));
        return r < 0 ? mwi_fail_os(r, "flush: the view at %p", (void *) range.address) : MW_OK;
}

/* ---- copying ----------------------------------------------------------------------- */

/* The view that this thread copied to or from last: finding it again costs no lock.
 * of[] is how many bytes of it may be read, and written. */
static __thread struct {
        uint32_t version; /* of the list when it was found; 0 never                 */
        uint32_t flags;
        uintptr_t address;
        uint64_t size_bytes;
        uint64_t of[2];
} last __attribute__((tls_model("initial-exec")));

enum { READ, WRITE };
static const char *const names[] = { "read", "write" };
static const uint32_t denied[] = { MW_NO_ACCESS, MW_NO_ACCESS | MW_READ_ONLY };

/* Is it the same view as the last time, and all of the bytes in it? */
static inline int is_in_last(const void *address, size_t size_bytes, int way)
{
        uint64_t into = (uintptr_t) address - last.address;

        return last.version == mwi_ranges_version() && into < last.of[way] &&
               size_bytes <= last.of[way] - into;
}

static int find_last(const char *what, const void *address)
{
        uint32_t version = mwi_ranges_version();
        struct mwi_range range;
        struct view view;
        int r = find_view(what, address, &range, &view);

        if (r < 0)
                return r;
        last.flags = view.flags;
        last.address = range.address;
        last.size_bytes = view.size_bytes;
        for (int way = READ; way <= WRITE; way++)
                last.of[way] = view.flags & denied[way] ? 0 : view.size_bytes;
        last.version = version;
        return MW_OK;
}

static __attribute__((noinline)) int may_copy(const void *address, const void *data,
                                              size_t size_bytes, int way)
{
        const char *what = names[way];
        uintptr_t into;
        int r;

        if (!data && size_bytes > 0)
                return mwi_fail(MW_EINVAL, "%s: the data is NULL", what);
        if ((r = find_last(what, address)) < 0)
                return r;
        into = (uintptr_t) address - last.address;
        if (into > last.size_bytes || size_bytes > last.size_bytes - into)
                return mwi_fail(MW_EADDRESS, "%s: %zu bytes from %p reach past the view's end",
                                what, size_bytes, address);
        if (last.flags & denied[way])
                return mwi_fail(MW_EACCES, "%s: the view at %p doesn't allow it", what,
                                (void *) last.address);
        return MW_OK;
}

/* Did the guard have to answer for this view? */
static __attribute__((noinline)) int after_copy(const void *address, int way)
{
        struct mwi_range *range;
        int lost;

        mwi_ranges_lock();
        range = mwi_ranges_find((uintptr_t) address);
        lost = range && range->lost;
        mwi_ranges_unlock();
        return lost ? mwi_fail(MW_ELOST, "%s: bytes of the view at %p were truncated away",
                               names[way], address) :
                      MW_OK;
}

/* `view` is the side that lies in a view: it is `to` when writing. */
static inline int copy(void *to, const void *from, const void *view, const void *data,
                       size_t size_bytes, int way)
{
        int r;

        if (MWI_UNLIKELY(!data || !is_in_last(view, size_bytes, way)) &&
            (r = may_copy(view, data, size_bytes, way)) < 0)
                return r;
        if (MWI_LIKELY(size_bytes > 0))
                memcpy(to, from, size_bytes);
        return MWI_LIKELY(!mwi_guard_is_on()) ? MW_OK : after_copy(view, way);
}

int mw_view_read(const void *address, void *out_data, size_t size_bytes)
{
        return copy(out_data, address, address, out_data, size_bytes, READ);
}

int mw_view_write(void *address, const void *data, size_t size_bytes)
{
        return copy(address, data, address, data, size_bytes, WRITE);
}

/* ---- ending ------------------------------------------------------------------------- */

int mw_view_unmap(const void *address)
{
        struct mwi_range *found, range;
        struct view *view = NULL;

        mwi_ranges_lock();
        found = mwi_ranges_find((uintptr_t) address);
        if (found && found->view) {
                range = *found;
                view = range.view;
                mwi_ranges_remove(range.address);
        }
        mwi_ranges_unlock();
        if (!view)
                return mwi_fail(MW_EADDRESS, "unmap: no view at %p", address);
        mwi_os_unmap((void *) range.address, range.bytes);
        MW_STEP("view.unmap.after");
        if (view->mapping)
                mw_mapping_close(view->mapping);
        free(view);
        return MW_OK;
}

void mwi_view_leave(void)
{
        struct mwi_range *range;

        mwi_ranges_lock();
        for (size_t i = 0; (range = mwi_ranges_at(i)); i++)
                if (range->view && ((struct view *) range->view)->holds_name)
                        mwi_let_go((void *) range->address, range->bytes);
        mwi_ranges_unlock();
}

int mw_guard_enable(void)
{
        if (!mwi_guard_start())
                return MW_OK;
        for (uint32_t scope = 0; scope < 2; scope++) {
                struct mwi_registry *registry = mwi_registry_of(scope);

                if (registry)
                        mwi_guard_add(registry->slots, mwi_registry_map_bytes());
        }
        mwi_object_each_control(mwi_guard_add);
        return MW_OK;
}

void mwi_view_fork_prepare(void)
{
        pthread_mutex_lock(&plain_lock);
}

void mwi_view_fork_done(void)
{
        pthread_mutex_unlock(&plain_lock);
}
