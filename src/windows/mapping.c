/* SPDX-License-Identifier: MIT */
/* mapping.c — named bytes: the kernel's sections.
 *
 * Where the bytes are: in memory that the kernel has promised (SEC_COMMIT), in memory
 * that is promised page by page (MW_LAZY, SEC_RESERVE), or in a disk file. They begin at
 * offset 0 of what any other program maps under the same name.
 *
 * The size. The kernel knows it in pages, a file's to the byte; the exact size of memory
 * stands in the mark (mark.c), and counts if it is what the kernel's was rounded from.
 *
 * If a process dies: the kernel closes and unmaps. A disk file may have been grown
 * already; it is never cut.
 */
#include <stdlib.h>
#include <string.h>

#include "windows/view.h"

#define WHAT "open mapping"

struct making {
        HANDLE file;
        uint64_t size_bytes;
};

uint64_t mwi_page_bytes(void)
{
        static volatile DWORD page;
        SYSTEM_INFO info;

        if (page == 0) {
                GetSystemInfo(&info);
                page = info.dwPageSize;
        }
        return page;
}

/* ---- opening ------------------------------------------------------------------------- */

static HANDLE create(const struct mwi_want *want, SECURITY_ATTRIBUTES *security,
                     const wchar_t *name)
{
        const struct making *making = want->context;
        int executable = (want->flags & MW_EXECUTABLE) != 0;
        int only_reads = making->file && want->flags & MW_READ_ONLY;
        DWORD protection = only_reads ? (executable ? PAGE_EXECUTE_READ : PAGE_READONLY) :
                                        (executable ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE);

        if (!making->file && want->flags & MW_LAZY)
                protection |= SEC_RESERVE;
        return CreateFileMappingW(making->file ? making->file : INVALID_HANDLE_VALUE, security,
                                  protection, (DWORD) (making->size_bytes >> 32),
                                  (DWORD) making->size_bytes, name);
}

static DWORD rights_of(uint32_t flags)
{
        return SECTION_QUERY | SECTION_MAP_READ | (flags & MW_READ_ONLY ? 0 : SECTION_MAP_WRITE) |
               (flags & MW_EXECUTABLE ? SECTION_MAP_EXECUTE : 0);
}

/* What the kernel says counts; the mark only says where in the last page it ends. */
static int learn(mw_mapping *mapping, const struct mwi_mark *mark)
{
        struct mwi_section_basic basic;

        if (NtQuerySection(mapping->object.handle, MWI_BASIC, &basic, sizeof basic, NULL) < 0)
                return mwi_fail(MW_EACCES, WHAT ": the system doesn't tell the mapping's size");
        mapping->size_bytes = (uint64_t) basic.size.QuadPart;
        if (mark->size_bytes > 0 && MWI_ROUND_UP(mark->size_bytes, mwi_page_bytes()) ==
                                            MWI_ROUND_UP(mapping->size_bytes, mwi_page_bytes()))
                mapping->size_bytes = mark->size_bytes;
        mapping->tag = mark->tag;
        mapping->is_file = (basic.attributes & SEC_FILE) != 0;
        mapping->is_lazy = (basic.attributes & SEC_RESERVE) != 0;
        return MW_OK;
}

static void end(struct mw_object *object)
{
        struct mw_mapping *mapping = MWI_CONTAINER(object, struct mw_mapping, object);

        if (mapping->file)
                CloseHandle(mapping->file);
}

/* A handle that was made with all rights keeps only those that were asked for. */
static int restrict_rights(mw_mapping *mapping, uint32_t flags)
{
        HANDLE self = GetCurrentProcess(), narrow;

        if (!DuplicateHandle(self, mapping->object.handle, self, &narrow,
                             rights_of(flags) | READ_CONTROL, FALSE, 0))
                return mwi_fail_os(mwi_windows_result(GetLastError()),
                                   WHAT ": can't get a read-only handle");
        CloseHandle(mapping->object.handle);
        mapping->object.handle = narrow;
        return MW_OK;
}

static int open_handle(const struct mwi_want *want, const char *name, mw_mapping **out_mapping)
{
        mw_mapping *mapping = calloc(1, sizeof *mapping);
        struct mwi_mark mark;
        int r, learned;

        if (!mapping)
                return mwi_fail(MW_ENOMEM, WHAT ": no memory for a handle");
        if ((r = mwi_open(want, name, &mapping->object.handle, &mark)) < 0) {
                free(mapping);
                return r;
        }
        mapping->object.references = 1;
        mapping->object.kind = MW_KIND_MAPPING;
        mapping->object.id = mark.id;
        mapping->object.end = end;
        mapping->object.read_only = (want->flags & MW_READ_ONLY) != 0;
        mapping->can_write = !mapping->object.read_only;
        mapping->is_executable = (want->flags & MW_EXECUTABLE) != 0;
        learned = learn(mapping, &mark);
        if (learned == MW_OK && want->flags & MW_READ_ONLY)
                learned = restrict_rights(mapping, want->flags);
        if (learned < 0) {
                mw_mapping_close(mapping);
                return learned;
        }
        *out_mapping = mapping;
        return r;
}

/* ---- making -------------------------------------------------------------------------- */

static int size_backing(const struct mwi_backing *backing, uint64_t *inout_size, uint32_t flags)
{
        if (*inout_size == 0 && backing->size_bytes == 0)
                return mwi_fail(MW_EEMPTY,
                                WHAT ": the file is empty (say how big the mapping shall be, and "
                                     "the file grows)");
        if (*inout_size == 0)
                *inout_size = backing->size_bytes;
        if (flags & MW_READ_ONLY && *inout_size > backing->size_bytes)
                return mwi_fail(MW_EACCES,
                                WHAT ": the file has %llu bytes and can't grow to %llu, since it "
                                     "is open for reading only",
                                (unsigned long long) backing->size_bytes,
                                (unsigned long long) *inout_size);
        return MW_OK;
}

static int make(struct mwi_want *want, const char *name, uint64_t size_bytes,
                const mw_mapping_options *options, mw_mapping **out_mapping)
{
        struct making making;
        struct mwi_backing backing;
        int r = mwi_backing_open(options, want->flags,
                                 size_bytes > 0 && !(want->flags & MW_READ_ONLY), &backing);

        if (r < 0)
                return r;
        if (backing.file)
                r = size_backing(&backing, &size_bytes, want->flags);
        else if (size_bytes == 0)
                r = mwi_fail(MW_EINVAL,
                             WHAT ": the size is 0 and there is no file to take it from");
        making = (struct making){ backing.file, size_bytes };
        want->context = &making;
        want->mark.size_bytes = size_bytes;
        want->mark.tag = options ? options->tag : 0;
        if (r == MW_OK)
                r = open_handle(want, name, out_mapping);
        if (r == MW_ENOMEM && !backing.file)
                r = MW_ENOSPC; /* memory is what its space is made of */
        if (r == MW_CREATED) {
                (*out_mapping)->file = backing.file;
                backing.file = NULL;
        }
        mwi_backing_end(&backing, r < 0);
        return r;
}

static int has_descriptor(const mw_mapping_options *options)
{
        return options->file_descriptor != -1;
}

int mw_mapping_open(const char *name, uint64_t size_bytes, uint32_t flags,
                    const mw_mapping_options *options, mw_mapping **out_mapping)
{
        struct mwi_want want = {
                .what = WHAT,
                .kind = MW_KIND_MAPPING,
                .flags = flags,
                .mode = options ? options->mode : 0,
                .rights = rights_of(flags),
                .least_rights = rights_of(flags),
                .create = create,
                .open = OpenFileMappingW,
        };
        int is_named = name && *name;
        int r = mwi_check_mapping_open(WHAT, name, size_bytes, flags, options, has_descriptor,
                                       out_mapping);

        if (r < 0)
                return r;
        if (!(flags & MW_CREATE))
                return open_handle(&want, name, out_mapping);
        if (is_named && options && (options->file_path || has_descriptor(options))) {
                /* who has it already has its file, too; ours must not be touched then */
                want.flags = flags & ~(uint32_t) (MW_CREATE | MW_EXCLUSIVE);
                r = open_handle(&want, name, out_mapping);
                want.flags = flags;
                if (r >= 0 && flags & MW_EXCLUSIVE) {
                        mw_mapping_close(*out_mapping);
                        return mwi_fail(MW_EEXIST, WHAT ": '%s' exists already", name);
                }
                if (r != MW_ENOTFOUND)
                        return r;
        }
        return make(&want, name, size_bytes, options, out_mapping);
}

/* ---- using --------------------------------------------------------------------------- */

uint64_t mw_mapping_size_bytes(const mw_mapping *mapping)
{
        return mapping ? mapping->size_bytes : 0;
}

uint32_t mw_mapping_tag(const mw_mapping *mapping)
{
        return mapping ? mapping->tag : 0;
}

int mwi_commit(void *address, uint64_t size_bytes, uint32_t view_flags)
{
        int executable = (view_flags & MW_EXECUTABLE) != 0;
        DWORD protection = view_flags & MW_READ_ONLY ?
                                   (executable ? PAGE_EXECUTE_READ : PAGE_READONLY) :
                                   (executable ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE);
        DWORD error;

        if (VirtualAlloc(address, (SIZE_T) size_bytes, MEM_COMMIT, protection))
                return MW_OK;
        error = GetLastError();
        return error == ERROR_NOT_ENOUGH_MEMORY ? MW_ENOSPC : mwi_windows_result(error);
}

/* Through views of our own, since a page that one view commits is there for all. */
int mw_mapping_commit(mw_mapping *mapping, uint64_t offset_bytes, uint64_t size_bytes)
{
        enum { AT_ONCE = 256 << 20 };
        struct mwi_allowed allowed = mwi_allowed_by(mapping);
        uint64_t end_bytes = offset_bytes + size_bytes;
        int r;

        if ((r = mwi_check_commit(mapping ? &allowed : NULL, offset_bytes, size_bytes)) < 0)
                return r;
        if (!mapping->is_lazy)
                return MW_OK;
        while (offset_bytes < end_bytes && r == MW_OK) {
                uint64_t from = offset_bytes & ~(uint64_t) (MW_VIEW_GRANULARITY_BYTES - 1);
                uint64_t to = end_bytes - from > AT_ONCE ? from + AT_ONCE : end_bytes;
                unsigned char *view =
                        MapViewOfFile(mapping->object.handle, FILE_MAP_READ | FILE_MAP_WRITE,
                                      (DWORD) (from >> 32), (DWORD) from, (SIZE_T) (to - from));

                if (!view)
                        return mwi_fail_os(mwi_windows_result(GetLastError()),
                                           "commit: can't map the range");
                r = mwi_commit(view + (offset_bytes - from), to - offset_bytes, 0);
                if (r < 0)
                        mwi_fail_os(r, "commit: can't reserve %llu bytes",
                                    (unsigned long long) (to - offset_bytes));
                UnmapViewOfFile(view);
                offset_bytes = to;
        }
        return r;
}

int mw_guard_enable(void)
{
        return MW_OK; /* the system lets nobody cut a file that is mapped (backing.c) */
}

void mw_mapping_close(mw_mapping *mapping)
{
        if (mapping)
                mwi_object_drop(&mapping->object);
}
