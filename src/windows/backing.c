/* SPDX-License-Identifier: MIT */
/* backing.c — the disk file behind a mapping: opened, made, or taken from a handle.
 *
 * Windows keeps a mapped file from being cut (ERROR_USER_MAPPED_FILE) and keeps the very
 * file for as long as the section lives, so nothing can be lost or exchanged behind a
 * mapping here, and nothing need be checked later.
 */
#include <stdlib.h>
#include <string.h>

#include "windows/view.h"

#define WHAT  "open mapping"
#define SHARE (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

static int look_at(struct mwi_backing *backing, const char *shown)
{
        LARGE_INTEGER size;

        if (GetFileType(backing->file) != FILE_TYPE_DISK)
                return mwi_fail(MW_EINVAL, WHAT ": %s is no regular file", shown);
        if (!GetFileSizeEx(backing->file, &size))
                return mwi_fail_os(mwi_windows_result(GetLastError()),
                                   WHAT ": can't look at the file %s", shown);
        backing->size_bytes = (uint64_t) size.QuadPart;
        return MW_OK;
}

static int open_path(const char *path, uint32_t flags, int make, struct mwi_backing *backing)
{
        DWORD rights = GENERIC_READ | (flags & MW_READ_ONLY ? 0 : GENERIC_WRITE) |
                       (flags & MW_EXECUTABLE ? GENERIC_EXECUTE : 0);
        DWORD attributes;
        HANDLE file;

        if (strlen(path) > MW_PATH_MAX_BYTES)
                return mwi_fail(MW_EINVAL, WHAT ": the file's path has over %u bytes",
                                MW_PATH_MAX_BYTES);
        if (!(backing->path = mwi_wide_path(path)))
                return mwi_fail(MW_EINVAL, WHAT ": the file's path is not UTF-8");
        attributes = GetFileAttributesW(backing->path);
        if (attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY)
                return mwi_fail(MW_EINVAL, WHAT ": %s is no regular file", path);
        file = CreateFileW(backing->path, rights, SHARE, NULL, OPEN_EXISTING, 0, NULL);
        if (file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND && make) {
                file = CreateFileW(backing->path, rights, SHARE, NULL, CREATE_NEW, 0, NULL);
                backing->was_made = file != INVALID_HANDLE_VALUE;
        }
        if (file == INVALID_HANDLE_VALUE)
                return mwi_fail_os(mwi_windows_result(GetLastError()),
                                   WHAT ": can't open the file %s", path);
        backing->file = file;
        return look_at(backing, path);
}

/* The 32 bits of a handle that mean something. The caller's stays the caller's. */
static int take_handle(int32_t descriptor, struct mwi_backing *backing)
{
        HANDLE theirs = (HANDLE) (intptr_t) descriptor;
        HANDLE self = GetCurrentProcess();

        if (!DuplicateHandle(self, theirs, self, &backing->file, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
                backing->file = NULL;
                return mwi_fail_os(MW_EINVAL, WHAT ": %#x is no handle of a file",
                                   (unsigned) descriptor);
        }
        return look_at(backing, "the given handle");
}

int mwi_backing_open(const mw_mapping_options *options, uint32_t flags, int make,
                     struct mwi_backing *out_backing)
{
        int r = MW_OK;

        memset(out_backing, 0, sizeof *out_backing);
        if (options && options->file_path)
                r = open_path(options->file_path, flags, make, out_backing);
        else if (options && options->file_descriptor != -1)
                r = take_handle(options->file_descriptor, out_backing);
        if (r < 0)
                mwi_backing_end(out_backing, 1);
        return r;
}

void mwi_backing_end(struct mwi_backing *backing, int failed)
{
        if (backing->file)
                CloseHandle(backing->file);
        if (failed && backing->was_made)
                DeleteFileW(backing->path);
        free(backing->path);
        memset(backing, 0, sizeof *backing);
}
