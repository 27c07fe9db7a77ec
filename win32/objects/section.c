/* SPDX-License-Identifier: MIT */
/* section.c — CreateFileMapping, OpenFileMapping.
 *
 * A section is a mapwire mapping with Windows' manners: a protection that
 * bounds every view of it, whoever makes it, and a size that is whole pages in
 * memory and exact on a disk file. The protection is kept with the mapping, as
 * its tag, so that all processes know it.
 */
#include "files/file.h"

#include <stdlib.h>
#include <unistd.h>

#define SEC_BITS                                                                                   \
  (SEC_FILE | SEC_IMAGE | SEC_PROTECTED_IMAGE | SEC_RESERVE | SEC_COMMIT | SEC_NOCACHE |           \
   SEC_WRITECOMBINE | SEC_LARGE_PAGES)
#define MEMORY_LIMIT_BYTES (1ull << 44)

/* The tag: protection in the low byte, and these. 0 = made by someone else. */
#define TAG_RESERVE 0x100u
#define TAG_FILE    0x200u

static void section_destroy(mww_object *object)
{
        mww_section *section = (mww_section *) object;

        mw_mapping_close(section->mapping);
        mww_backing_unref(section->backing);
        mww_object_free(object, sizeof *section);
}

const mww_class mww_section_class = {
        .all_access = SECTION_ALL_ACCESS,
        .also_valid = SECTION_MAP_EXECUTE_EXPLICIT | SYNCHRONIZE,
        .generic_read = STANDARD_RIGHTS_READ | SECTION_QUERY | SECTION_MAP_READ,
        .generic_write = STANDARD_RIGHTS_WRITE | SECTION_MAP_WRITE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SECTION_MAP_EXECUTE,
        .destroy = section_destroy,
};

mww_section *mww_section_new(void)
{
        return mww_object_new(&mww_section_class, sizeof(mww_section));
}

static bool allows_write(DWORD protect)
{
        return protect == PAGE_READWRITE || protect == PAGE_EXECUTE_READWRITE;
}

static bool allows_execute(DWORD protect)
{
        return protect >= PAGE_EXECUTE;
}

/* What CreateFileMapping asks of a section, apart from its name and file. */
typedef struct request {
        DWORD protect;
        DWORD kind; /* SEC_x bits */
        uint64_t size_bytes;
        bool is_memory;
} request;

static DWORD check_protection(const request *wanted)
{
        switch (wanted->protect) {
        case PAGE_READONLY:
        case PAGE_READWRITE:
        case PAGE_WRITECOPY:
        case PAGE_EXECUTE_READ:
        case PAGE_EXECUTE_READWRITE:
        case PAGE_EXECUTE_WRITECOPY:
                return ERROR_SUCCESS;
        default:
                return ERROR_INVALID_PARAMETER;
        }
}

static DWORD check_kind(const request *wanted)
{
        DWORD space = wanted->kind & (SEC_RESERVE | SEC_COMMIT);
        DWORD extra = wanted->kind & (SEC_NOCACHE | SEC_WRITECOMBINE | SEC_LARGE_PAGES);

        if (wanted->kind & (SEC_FILE | SEC_PROTECTED_IMAGE))
                return ERROR_INVALID_PARAMETER;
        if (wanted->kind & SEC_IMAGE)
                return space || extra ? ERROR_INVALID_PARAMETER : ERROR_SUCCESS;
        if (space == (SEC_RESERVE | SEC_COMMIT) || (extra && !space))
                return ERROR_INVALID_PARAMETER;
        if ((extra & SEC_LARGE_PAGES) && (space == SEC_RESERVE || !wanted->is_memory))
                return ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

static DWORD check_request(request *wanted)
{
        DWORD error = check_protection(wanted);

        if (!error)
                error = check_kind(wanted);
        if (error)
                return error;
        if (wanted->size_bytes > INT64_MAX ||
            (wanted->is_memory && wanted->size_bytes == 0 && !(wanted->kind & SEC_IMAGE)))
                return ERROR_INVALID_PARAMETER;
        /* No Windows program's code runs here, so no file is an image. */
        if (wanted->kind & SEC_IMAGE)
                return ERROR_BAD_EXE_FORMAT;
        if (wanted->kind & SEC_LARGE_PAGES)
                return ERROR_PRIVILEGE_NOT_HELD;
        if (wanted->is_memory) {
                if (wanted->size_bytes >= MEMORY_LIMIT_BYTES)
                        return ERROR_NOT_ENOUGH_MEMORY;
                wanted->size_bytes = (wanted->size_bytes + MWW_PAGE_BYTES - 1) &
                                     ~(uint64_t) (MWW_PAGE_BYTES - 1);
        }
        return ERROR_SUCCESS;
}

static DWORD access_for(DWORD protect)
{
        DWORD access = STANDARD_RIGHTS_REQUIRED | SECTION_QUERY | SECTION_MAP_READ;

        if (allows_write(protect))
                access |= SECTION_MAP_WRITE;
        if (allows_execute(protect))
                access |= SECTION_MAP_EXECUTE;
        return access;
}

/* The file of a section that another opened or made; NULL: it can't be had. */
static mww_backing *find_backing(const mww_section *section, const char *name)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mww_backing *backing;
        int file;

        if (mw_inspect_name(name, &info) < 0)
                return NULL;
        file = open(info.file_path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (file < 0)
                return NULL;
        backing = mww_backing_new(file, section->size_bytes, allows_write(section->protect));
        close(file);
        return backing;
}

/* Fills in what the mapping's maker said about it. */
static void read_tag(mww_section *section, const char *name)
{
        uint32_t tag = mw_mapping_tag(section->mapping);

        section->size_bytes = mw_mapping_size_bytes(section->mapping);
        section->protect = tag & 0xff ? tag & 0xff : PAGE_READWRITE;
        section->kind = tag & TAG_FILE    ? SEC_FILE | SEC_COMMIT :
                        tag & TAG_RESERVE ? SEC_RESERVE :
                                            SEC_COMMIT;
        if (tag & TAG_FILE)
                section->backing = find_backing(section, name);
}

/* Opens a section that exists. A mapping handle that may write is wanted when
 * writes is set; where the section itself is read-only for all, one that may
 * only read will do. */
static DWORD open_existing(const char *name, bool writes, mww_section **out_section)
{
        mww_section *section = mww_section_new();
        int r;

        if (!section)
                return ERROR_NOT_ENOUGH_MEMORY;
        section->can_write = writes;
        /* Executable views: the section's protection and the handle's rights decide. */
        r = mw_mapping_open(name, 0, MW_EXECUTABLE | (writes ? 0 : MW_READ_ONLY), NULL,
                            &section->mapping);
        if (r == MW_EACCES && writes) {
                section->can_write = false;
                r = mw_mapping_open(name, 0, MW_EXECUTABLE | MW_READ_ONLY, NULL, &section->mapping);
        }
        if (r < 0) {
                mww_object_free(&section->base, sizeof *section);
                return mww_error_of_result(r);
        }
        read_tag(section, name);
        if (writes && !section->can_write && allows_write(section->protect)) {
                mww_object_unref(&section->base);
                return ERROR_ACCESS_DENIED;
        }
        *out_section = section;
        return ERROR_SUCCESS;
}

mww_section *mww_section_reopen(mww_section *section, DWORD *out_error)
{
        mww_section *wider = NULL;
        mw_share share; /* knows the name */
        int r;

        if (!allows_write(section->protect)) { /* no more than this can be had */
                mww_object_ref(&section->base);
                return section;
        }
        r = mw_share_mapping(section->mapping, &share);
        if (r < 0) {
                *out_error = mww_error_of_result(r);
                return NULL;
        }
        *out_error = share.name[0] ? open_existing(share.name, true, &wider) : ERROR_ACCESS_DENIED;
        mw_share_close(&share);
        return wider;
}

/* The size of a section on this file; makes sure that the file allows it. */
static DWORD check_file(const mww_pin *pin, const struct stat *file, request *wanted)
{
        DWORD needed = FILE_READ_DATA;

        if (allows_write(wanted->protect))
                needed |= FILE_WRITE_DATA;
        if (allows_execute(wanted->protect))
                needed |= FILE_EXECUTE;
        if ((pin->access & needed) != needed)
                return ERROR_ACCESS_DENIED;
        if (!S_ISREG(file->st_mode) && wanted->size_bytes == 0)
                return ERROR_FILE_INVALID;
        if (wanted->size_bytes == 0) {
                if (file->st_size == 0)
                        return ERROR_FILE_INVALID;
                wanted->size_bytes = (uint64_t) file->st_size;
        }
        if (!allows_write(wanted->protect) && wanted->size_bytes > (uint64_t) file->st_size)
                return ERROR_NOT_ENOUGH_MEMORY;
        return ERROR_SUCCESS;
}

/* The file opened once more: what a handle excludes from it (file_share.c) must
 * end with the handle, and not with the section or its views. -1: it can't be. */
static int open_again(int descriptor)
{
        int rights = fcntl(descriptor, F_GETFL);
        char path[64];

        mww_descriptor_path(descriptor, path);
        return rights < 0 ? -1 : open(path, (rights & O_ACCMODE) | O_CLOEXEC | O_NOCTTY);
}

static int make_mapping(mww_section *section, const char *name, const request *wanted,
                        int descriptor)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        int again = wanted->is_memory ? -1 : open_again(descriptor);
        int r;
        uint32_t flags = MW_CREATE | MW_EXECUTABLE; /* see open_existing() */

        options.file_descriptor = again < 0 ? descriptor : again;
        options.tag = wanted->protect;
        if (wanted->kind & SEC_RESERVE) {
                options.tag |= TAG_RESERVE;
                if (wanted->is_memory)
                        flags |= MW_LAZY;
        }
        if (!wanted->is_memory)
                options.tag |= TAG_FILE;
        if (!allows_write(wanted->protect))
                flags |= MW_READ_ONLY;
        section->can_write = allows_write(wanted->protect);
        r = mw_mapping_open(name[0] ? name : NULL, wanted->size_bytes, flags, &options,
                            &section->mapping);
        if (again >= 0)
                close(again);
        return r;
}

/* Makes a new section, or opens the one that another process made just now. */
static DWORD create_new(const char *name, request *wanted, HANDLE handle, mww_section **out_section,
                        int *out_result)
{
        mww_section *section;
        struct stat file;
        mww_pin pin = { 0 };
        DWORD error = ERROR_SUCCESS;
        int descriptor = -1;

        if (!wanted->is_memory) {
                error = mww_handle_pin_as(handle, &mww_file_class, 0, &pin);
                if (error)
                        return error;
                descriptor = ((mww_file *) pin.object)->descriptor;
                error = fstat(descriptor, &file) < 0 ? ERROR_INVALID_HANDLE :
                                                       check_file(&pin, &file, wanted);
        }
        section = error ? NULL : mww_section_new();
        if (!error && !section)
                error = ERROR_NOT_ENOUGH_MEMORY;
        if (section) {
                *out_result = make_mapping(section, name, wanted, descriptor);
                if (*out_result < 0) {
                        error = mww_error_of_result(*out_result);
                        if (*out_result == MW_ENOSPC && !wanted->is_memory)
                                error = ERROR_DISK_FULL;
                        mww_object_free(&section->base, sizeof *section);
                }
        }
        if (!error && *out_result != MW_CREATED) {
                read_tag(section, name);
        } else if (!error) {
                section->size_bytes = mw_mapping_size_bytes(section->mapping);
                section->protect = wanted->protect;
                section->kind = !wanted->is_memory         ? SEC_FILE | SEC_COMMIT :
                                wanted->kind & SEC_RESERVE ? SEC_RESERVE :
                                                             SEC_COMMIT;
                if (!wanted->is_memory)
                        section->backing = mww_backing_new(descriptor, wanted->size_bytes,
                                                           allows_write(wanted->protect));
        }
        if (!wanted->is_memory)
                mww_handle_unpin(&pin);
        if (error)
                return error;
        *out_section = section;
        return ERROR_SUCCESS;
}

/* What has this name, or a new section. In memory one step does both. With a file we look
 * first: where the name exists, the file of this call is not touched. */
static DWORD open_or_create(const char *name, request *wanted, HANDLE file,
                            mww_section **out_section, int *out_result)
{
        DWORD error = ERROR_FILE_NOT_FOUND, found;
        bool writes = allows_write(wanted->protect);

        if (name[0] && !wanted->is_memory)
                error = open_existing(name, writes, out_section);
        if (error == ERROR_FILE_NOT_FOUND)
                error = create_new(name, wanted, file, out_section, out_result);
        if (!error || !name[0] || !wanted->is_memory)
                return error;
        /* There may be one that we can't have made: another user's, or a file's. */
        found = open_existing(name, writes, out_section);
        if (found == ERROR_FILE_NOT_FOUND)
                return error;
        *out_result = MW_OK;
        return found;
}

static HANDLE create_section(HANDLE file, LPSECURITY_ATTRIBUTES attributes, DWORD protect,
                             uint64_t size_bytes, const mww_name *name, DWORD name_error)
{
        request wanted = {
                .protect = protect & ~SEC_BITS,
                .kind = protect & SEC_BITS,
                .size_bytes = size_bytes,
                /* 0xFFFFFFFF: how 32-bit programs wrote INVALID_HANDLE_VALUE. */
                .is_memory =
                        file == INVALID_HANDLE_VALUE || !file || (uintptr_t) file == 0xFFFFFFFFu,
        };
        mww_section *section = NULL;
        DWORD error = check_request(&wanted);
        int result = MW_OK;

        if (!error)
                error = name_error;
        if (error)
                return mww_fail_handle(error);

        error = open_or_create(name->text, &wanted, file, &section, &result);
        if (error)
                return mww_fail_handle(error);
        return mww_done(mww_handle_new(&section->base, access_for(wanted.protect),
                                       mww_wants_inherit(attributes)),
                        result);
}

HANDLE CreateFileMappingA(HANDLE file, LPSECURITY_ATTRIBUTES attributes, DWORD protect,
                          DWORD size_high, DWORD size_low, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return create_section(file, attributes, protect, (uint64_t) size_high << 32 | size_low,
                              &name, error);
}

HANDLE CreateFileMappingW(HANDLE file, LPSECURITY_ATTRIBUTES attributes, DWORD protect,
                          DWORD size_high, DWORD size_low, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return create_section(file, attributes, protect, (uint64_t) size_high << 32 | size_low,
                              &name, error);
}

static HANDLE open_section(DWORD wanted, BOOL inherit, const mww_name *name)
{
        mww_section *section;
        DWORD access = 0;
        DWORD error = mww_name_check_open(name);
        DWORD refused;
        HANDLE handle;

        if (wanted == FILE_MAP_COPY)
                wanted = SECTION_MAP_READ | SECTION_QUERY;
        if (wanted & FILE_MAP_EXECUTE)
                wanted |= SECTION_MAP_EXECUTE;
        refused = mww_access_open(&mww_section_class, wanted, &access);
        if (!error)
                error = open_existing(name->text, access & SECTION_MAP_WRITE, &section);
        if (error)
                return mww_fail_handle(error);
        if (refused) { /* told only of names that are there */
                mww_object_unref(&section->base);
                return mww_fail_handle(refused);
        }
        handle = mww_handle_new(&section->base, access, inherit);
        return handle ? handle : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

HANDLE OpenFileMappingA(DWORD wanted, BOOL inherit, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : open_section(wanted, inherit, &name);
}

HANDLE OpenFileMappingW(DWORD wanted, BOOL inherit, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : open_section(wanted, inherit, &name);
}
