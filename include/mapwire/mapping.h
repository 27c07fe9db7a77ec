/* SPDX-License-Identifier: MIT */
/* mapping.h — named bytes that processes share, and the views onto them.
 *
 *      mw_mapping *cam;
 *      void *bytes;
 *
 *      if (mw_mapping_open("cam", 1 << 20, MW_CREATE, NULL, &cam) < 0 ||
 *          mw_view_map(cam, 0, 0, 0, &bytes) < 0)
 *              return fprintf(stderr, "%s\n", mw_last_error()), 1;
 *      strcpy(bytes, "Information From Server");
 *      ...
 *      mw_view_unmap(bytes);
 *      mw_mapping_close(cam);
 *
 * Memory. Without a file the bytes live in memory, zero at first. Their space
 * is reserved when the mapping is made: MW_ENOSPC then, never SIGBUS later.
 * A mapping made with MW_LAZY reserves nothing; see mw_mapping_commit().
 *
 * File. With a file (path or descriptor) the bytes are the file's: what is
 * written to a view is in the file, for everybody, whether or not they use
 * mapwire. The file grows when size_bytes asks for it; it is never cut.
 *
 * Threads  any handle and any view from any thread.
 * Crash    a killed process's views and handles are closed by the kernel; the
 *          bytes stay as they were for the others. Bytes that it was writing
 *          may be half written: use a mutex, an event or a channel.
 * Caveats  whoever may write a file may also truncate it, and touching what is
 *          gone raises SIGBUS. Where that is to be feared: mw_guard_enable().
 */
#ifndef MAPWIRE_MAPPING_H
#define MAPWIRE_MAPPING_H

#include <mapwire/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flags of mw_view_map(), beside MW_READ_ONLY and MW_EXECUTABLE. */
enum {
        MW_COPY_ON_WRITE = 1 << 16, /* writes stay private to this view, page by page        */
        MW_NO_ACCESS     = 1 << 17, /* the range is reserved; touching it is SIGSEGV         */
        MW_DETACHED      = 1 << 18  /* the view keeps the bytes, but not the name (Windows)  */
};

typedef struct mw_mapping mw_mapping;

/* Rare settings of mw_mapping_open(); NULL means the defaults. */
typedef struct mw_mapping_options {
        uint32_t    struct_size;     /* sizeof(mw_mapping_options); set by the initialiser */
        uint32_t    mode;            /* permission bits of a new Global\ object; 0 = 0600  */
        const char *file_path;       /* the disk file behind the mapping; NULL = none      */
        int32_t     file_descriptor; /* or an open descriptor of it; -1 = none             */
        uint32_t    tag;             /* kept with a new mapping, see mw_mapping_tag()      */
} mw_mapping_options;
#define MW_MAPPING_OPTIONS_INIT { (uint32_t) sizeof(mw_mapping_options), 0, NULL, -1, 0 }

/* What mw_view_query() tells. */
typedef struct mw_view_info {
        uint32_t    struct_size;   /* in: sizeof(mw_view_info)                                */
        uint32_t    flags;         /* as given to mw_view_map()                               */
        void       *address;       /* first byte of the view                                  */
        uint64_t    size_bytes;    /* as asked for, or up to the mapping's end                */
        uint64_t    offset_bytes;  /* where in the mapping it begins                          */
        uint32_t    is_lost;       /* 1: the guard met bytes that were truncated away         */
        uint32_t    reserved;
} mw_view_info;

/* mw_mapping_open — get a handle to a mapping; make it if MW_CREATE says so
 *
 * Shape    name: NULL or "" for an unnamed one (needs MW_CREATE).
 *          flags: MW_CREATE, MW_EXCLUSIVE, MW_READ_ONLY, MW_LAZY, MW_EXECUTABLE.
 *          options->file_path or ->file_descriptor: the file behind a new
 *          mapping; the descriptor stays yours and may be closed at once. A
 *          path that doesn't exist is made (0666 less umask) if size_bytes > 0
 *          and the mapping isn't read-only, and removed again if this call fails.
 * Units    size_bytes: bytes of a new mapping, exact. 0 takes the file's size.
 *          Ignored when the mapping exists: ask mw_mapping_size_bytes().
 * Blocks   no, but waits up to 2 s for a process that is just opening or
 *          closing the same name; then MW_EBUSY.
 * Returns  MW_CREATED, or 0 if it existed.
 *          MW_ENOTFOUND  nobody has it and MW_CREATE is not given.
 *          MW_EEXIST     MW_EXCLUSIVE, and somebody has it.
 *          MW_EKIND      the name is an event's, a mutex's or a semaphore's.
 *          MW_ENOSPC     the space can't be reserved; nothing was made.
 *          MW_EEMPTY     size_bytes is 0 and the file is empty.
 *          MW_ECHANGED   the file recorded in the mapping was replaced.
 *          MW_ELOST      it was cut below the mapping's size.
 *          MW_EACCES     the file or its descriptor doesn't allow what flags ask.
 *          MW_EUNTRUSTED the name is another user's and MW_CREATE asked for ours;
 *                        or his mapping names a disk file that isn't his.
 *          MW_ENAME, MW_EINVAL, MW_ELIMIT, MW_ENOMEM, MW_EBUSY,
 *          MW_EFORMAT, MW_ECORRUPT, MW_EOS.
 * Crash    dying here leaves the name free or the object whole, never a half.
 * Source   docs/format.md, docs/design.md (lifetime).
 */
MW_API int mw_mapping_open(const char *name, uint64_t size_bytes, uint32_t flags,
                           const mw_mapping_options *options, mw_mapping **out_mapping);

/* mw_mapping_size_bytes — the exact size, as given at creation
 *
 * Blocks   never.
 */
MW_API uint64_t mw_mapping_size_bytes(const mw_mapping *mapping);

/* mw_mapping_tag — the number that the creator put on the mapping (options->tag)
 *
 * For a layer above that must tell every opener something; mapwire doesn't look
 * at it. 0 when none was given.
 * Blocks   never.
 */
MW_API uint32_t mw_mapping_tag(const mw_mapping *mapping);

/* mw_mapping_commit — reserve the space of a range of a MW_LAZY mapping
 *
 * Shape    any range inside the mapping; it is widened to whole pages.
 * Units    bytes.
 * Blocks   no; takes about as long as touching the pages.
 * Returns  0; committing what is committed is no error.
 *          MW_ENOSPC  not all of it could be reserved; what could, may stay.
 *          MW_EACCES  the handle is read-only.  MW_EINVAL  outside.
 * Crash    a part of the range may be committed; commit it again.
 */
MW_API int mw_mapping_commit(mw_mapping *mapping, uint64_t offset_bytes, uint64_t size_bytes);

/* mw_view_map — make a range of the mapping visible in this process's memory
 *
 * Shape    *out_address: where it begins, a multiple of 64 KiB. In: NULL, or
 *          the address that you want (a multiple of 64 KiB; MW_EADDRESS when
 *          something is there already).
 *          flags: 0 (read and write), MW_READ_ONLY, MW_COPY_ON_WRITE,
 *          MW_NO_ACCESS; MW_EXECUTABLE; MW_DETACHED.
 * Units    offset_bytes: a multiple of 65,536 below the size, else MW_EALIGN,
 *          MW_EINVAL. size_bytes: 0 = up to the end; past the end MW_EINVAL.
 * Blocks   never.
 * Returns  0.  MW_EACCES: a writable view through a read-only handle.
 *          MW_ENOMEM: no address space.  MW_ELIMIT: vm.max_map_count.
 * Crash    the kernel unmaps; nothing else changes.
 *
 * A view keeps its mapping, hence the name, even after the handle is closed
 * (unless MW_DETACHED). Several views at once are coherent.
 */
MW_API int mw_view_map(mw_mapping *mapping, uint64_t offset_bytes, uint64_t size_bytes,
                       uint32_t flags, void **inout_address);

/* mw_view_flush — write a view's changes to the file behind it
 *
 * Shape    any address inside a view; size_bytes 0 = up to the view's end.
 * Blocks   until the data is handed to the disk (fdatasync's guarantee).
 * Returns  0, also for memory, read-only and copy-on-write views, where there
 *          is nothing to write.  MW_EADDRESS: no view there, or past its end.
 *          MW_ELOST: the file was truncated (a detached view knows that only with
 *          mw_guard_enable()).  MW_EOS: the disk failed.
 */
MW_API int mw_view_flush(const void *address, uint64_t size_bytes);

/* mw_view_query — which view holds this address, its size and its rights
 *
 * Blocks   never.
 * Returns  0.  MW_EADDRESS: no view holds it.
 */
MW_API int mw_view_query(const void *address, mw_view_info *out_info);

/* mw_view_read, mw_view_write — copy out of and into a view
 *
 * Shape    address..address+size_bytes lies in one view, else MW_EADDRESS.
 * Blocks   never (page faults apart). Speed: memcpy's.
 * Returns  0.  MW_EACCES: the view's rights do not allow it.
 *          MW_ELOST: with mw_guard_enable(), the bytes were truncated away.
 */
MW_API int mw_view_read(const void *address, void *out_data, size_t size_bytes);
MW_API int mw_view_write(void *address, const void *data, size_t size_bytes);

/* mw_view_unmap — end the view that holds this address
 *
 * Shape    any address inside the view; the whole view goes.
 * Blocks   as mw_mapping_close(), when it was the last holder of the name.
 * Returns  0.  MW_EADDRESS: no view holds it; nothing was touched.
 */
MW_API int mw_view_unmap(const void *address);

/* mw_guard_enable — turn SIGBUS on a truncated file into an error code
 *
 * Installs, once a process, a SIGBUS handler that knows mapwire's views and
 * control pages: what was truncated away reads as zero from then on, the view
 * is marked lost, and mw_view_read(), mw_view_write(), mw_view_flush() and
 * mw_view_query() say so (MW_ELOST, is_lost). Any other SIGBUS goes to the
 * handler that was there before.
 *
 * Blocks   never.
 * Threads  any; call it early, before threads install handlers of their own.
 * Returns  0.
 */
MW_API int mw_guard_enable(void);

/* mw_mapping_close — give the handle back
 *
 * Takes NULL. Views stay valid and, unless detached, keep the name.
 * Blocks   no, but waits up to 2 s for a process that is just opening or
 *          closing the same name, when this was our last hold on it.
 */
MW_API void mw_mapping_close(mw_mapping *mapping);

#ifdef __cplusplus
}
#endif

#endif
