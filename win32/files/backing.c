/* SPDX-License-Identifier: MIT */
/* backing.c — which disk files are mapped, by whomever, and how far.
 *
 * Windows refuses to cut a file below what a section or view of it covers, and
 * to delete it. Linux lets both happen, and touching what is gone is then
 * SIGBUS. So each section on a file holds a descriptor of its own, with a lock
 * on one byte behind the file's end for each byte that is mapped
 * (file_share.c). SetEndOfFile, CreateFile and DeleteFile ask first, in every
 * process; when a process ends, the kernel drops the lock.
 *
 * The descriptor is not the program's: the share mode of a handle must end when
 * the handle is closed, though the section stays. A section that may write
 * counts as a writer until it and its views are gone, as on Windows.
 */
#include "file_share.h"

#include <stdlib.h>
#include <unistd.h>

struct mww_backing {
        int descriptor;
        atomic_uint reference_count;
};

mww_backing *mww_backing_new(int descriptor, uint64_t size_bytes, bool can_write)
{
        mww_backing *made = malloc(sizeof *made);
        char path[64];

        if (!made)
                return NULL;
        mww_descriptor_path(descriptor, path);
        made->descriptor = open(path, O_RDONLY | O_CLOEXEC);
        if (made->descriptor < 0) {
                free(made);
                return NULL;
        }
        atomic_init(&made->reference_count, 1);
        if (size_bytes > MWW_MAPPED_BYTES_MAX)
                size_bytes = MWW_MAPPED_BYTES_MAX;
        mww_range_lock(made->descriptor, F_RDLCK, MWW_MAPPED_AT, size_bytes);
        if (can_write)
                mww_share_enter_writer(made->descriptor);
        return made;
}

mww_backing *mww_backing_ref(mww_backing *backing)
{
        /* relaxed: the caller holds a reference. */
        if (backing)
                atomic_fetch_add_explicit(&backing->reference_count, 1, memory_order_relaxed);
        return backing;
}

void mww_backing_unref(mww_backing *backing)
{
        /* acq_rel: the last one closes after all others' use. */
        if (!backing ||
            atomic_fetch_sub_explicit(&backing->reference_count, 1, memory_order_acq_rel) != 1)
                return;
        close(backing->descriptor);
        free(backing);
}

bool mww_backing_forbids(int descriptor, uint64_t new_size_bytes)
{
        return new_size_bytes < MWW_MAPPED_BYTES_MAX &&
               mww_range_is_locked(descriptor, false, MWW_MAPPED_AT + new_size_bytes,
                                   MWW_MAPPED_BYTES_MAX - new_size_bytes);
}

int mww_backing_descriptor(const mww_backing *backing)
{
        return backing->descriptor;
}
