/* SPDX-License-Identifier: MIT */
/* file.c — CreateFile, DeleteFile, sizes and pointers: the disk files behind
 * mappings.
 *
 * A path is Linux's own, but `\` separates as `/` does and a leading `Z:` (the
 * whole file system, as under Wine) is dropped. Share modes are accepted; no
 * other program is kept out (mapwire-win32(7)).
 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static mw_object *file_waitable(mww_object *object)
{
        mww_file *file = (mww_file *) object;
        /* acquire file.always: pairs with the release of the exchange below. */
        mw_event *event = atomic_load_explicit(&file->always, memory_order_acquire);
        mw_event *made;

        if (event)
                return mw_event_object(event);
        /* Nothing is ever pending on a file here: it is always signalled. */
        if (mw_event_open(NULL, MW_CREATE | MW_SIGNALLED, NULL, &made) < 0)
                return NULL;
        if (!atomic_compare_exchange_strong_explicit(&file->always, &event, made,
                                                     memory_order_acq_rel, memory_order_acquire))
                mw_event_close(made);
        else
                event = made;
        return mw_event_object(event);
}

static void file_destroy(mww_object *object)
{
        mww_file *file = (mww_file *) object;

        if (file->path)
                unlink(file->path);
        close(file->descriptor);
        mw_event_close(file->always);
        free(file->path);
        free(file);
}

const mww_class mww_file_class = {
        .all_access = FILE_ALL_ACCESS,
        .generic_read = FILE_GENERIC_READ,
        .generic_write = FILE_GENERIC_WRITE,
        .generic_execute = FILE_GENERIC_EXECUTE,
        .waitable = file_waitable,
        .destroy = file_destroy,
};

/* Windows' spelling of a path in, Linux's out. */
static DWORD local_path(const char *given, char path[PATH_MAX])
{
        if (!given || !given[0])
                return ERROR_PATH_NOT_FOUND;
        if ((given[0] == 'Z' || given[0] == 'z') && given[1] == ':' &&
            (given[2] == '\\' || given[2] == '/'))
                given += 2;
        if (strlen(given) >= PATH_MAX)
                return ERROR_FILENAME_EXCED_RANGE;
        strcpy(path, given);
        for (char *at = path; *at; at++)
                if (*at == '\\')
                        *at = '/';
        return ERROR_SUCCESS;
}

/* Windows tells a missing file from a missing directory on the way to it. */
static DWORD error_of_open(const char *path, int number)
{
        char parent[PATH_MAX];
        char *slash;

        if (number != ENOENT)
                return mww_error_of_errno(number);
        strcpy(parent, path);
        slash = strrchr(parent, '/');
        if (!slash || slash == parent)
                return ERROR_FILE_NOT_FOUND;
        *slash = '\0';
        return access(parent, F_OK) == 0 ? ERROR_FILE_NOT_FOUND : ERROR_PATH_NOT_FOUND;
}

static int open_flags(DWORD access, DWORD disposition, DWORD attributes)
{
        bool reads = access & (FILE_READ_DATA | FILE_EXECUTE);
        bool writes = access & (FILE_WRITE_DATA | FILE_APPEND_DATA);
        int flags = O_CLOEXEC | O_NOCTTY;

        /* Windows lets a handle without write access begin with an empty file. */
        if (disposition == CREATE_ALWAYS || disposition == TRUNCATE_EXISTING)
                reads = writes = true;
        flags |= writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY;
        if (attributes & FILE_FLAG_WRITE_THROUGH)
                flags |= O_DSYNC;
        return flags;
}

/* Opens or makes the file. *out_existed: somebody had made it before. */
static DWORD open_file(const char *path, int flags, DWORD disposition, DWORD attributes,
                       int *out_descriptor, bool *out_existed)
{
        mode_t mode = attributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0666;
        bool may_make = disposition == CREATE_NEW || disposition == CREATE_ALWAYS ||
                        disposition == OPEN_ALWAYS;
        int descriptor = -1;

        /* Somebody may make or remove the file between our two looks. */
        for (int tries = 0; tries < 16 && descriptor < 0; tries++) {
                *out_existed = false;
                if (may_make)
                        descriptor = open(path, flags | O_CREAT | O_EXCL, mode);
                if (descriptor >= 0 || disposition == CREATE_NEW || (may_make && errno != EEXIST))
                        break;
                *out_existed = true;
                descriptor = open(path, flags);
                if (descriptor < 0 && (errno != ENOENT || !may_make))
                        break;
        }
        if (descriptor < 0)
                return error_of_open(path, errno);
        *out_descriptor = descriptor;
        return ERROR_SUCCESS;
}

/* What is checked and done once the file is open. */
static DWORD begin_file(mww_file *file, const char *path, DWORD disposition, bool existed,
                        DWORD attributes)
{
        struct stat status;

        if (fstat(file->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        if (S_ISDIR(status.st_mode))
                return ERROR_ACCESS_DENIED;
        if (existed && (disposition == CREATE_ALWAYS || disposition == TRUNCATE_EXISTING)) {
                if (mww_backing_forbids(&status, 0))
                        return ERROR_USER_MAPPED_FILE;
                if (ftruncate(file->descriptor, 0) < 0)
                        return mww_error_of_errno(errno);
        }
        if (attributes & FILE_FLAG_DELETE_ON_CLOSE) {
                file->path = realpath(path, NULL);
                if (!file->path)
                        return mww_error_of_errno(errno);
        }
        return ERROR_SUCCESS;
}

static DWORD create_file(const char *given, DWORD wanted, DWORD disposition, DWORD attributes,
                         mww_file **out_file, DWORD *out_access, bool *out_existed)
{
        char path[PATH_MAX];
        mww_file *file;
        DWORD error = local_path(given, path);

        if (!error)
                error = mww_access_any(&mww_file_class, wanted, out_access);
        if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING ||
            (disposition == TRUNCATE_EXISTING && !error && !(*out_access & FILE_WRITE_DATA)))
                error = ERROR_INVALID_PARAMETER;
        if (error)
                return error;
        /* Every file handle may be waited for and asked for its size. */
        *out_access |= SYNCHRONIZE | FILE_READ_ATTRIBUTES;

        file = mww_object_new(&mww_file_class, sizeof *file);
        if (!file)
                return ERROR_NOT_ENOUGH_MEMORY;
        file->is_append = (*out_access & FILE_APPEND_DATA) && !(*out_access & FILE_WRITE_DATA);
        error = open_file(path, open_flags(*out_access, disposition, attributes), disposition,
                          attributes, &file->descriptor, out_existed);
        if (error) {
                free(file);
                return error;
        }
        error = begin_file(file, path, disposition, *out_existed, attributes);
        if (error)
                mww_object_unref(&file->base);
        else
                *out_file = file;
        return error;
}

HANDLE CreateFileA(LPCSTR given, DWORD wanted, DWORD share, LPSECURITY_ATTRIBUTES security,
                   DWORD disposition, DWORD attributes, HANDLE template_file)
{
        mww_file *file;
        DWORD access;
        bool existed;
        HANDLE handle;
        DWORD error = create_file(given, wanted, disposition, attributes, &file, &access, &existed);

        if (error) {
                SetLastError(error);
                return INVALID_HANDLE_VALUE;
        }
        handle = mww_handle_new(&file->base, access, mww_wants_inherit(security));
        if (!handle) {
                SetLastError(ERROR_NOT_ENOUGH_MEMORY);
                return INVALID_HANDLE_VALUE;
        }
        SetLastError(existed && (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS) ?
                             ERROR_ALREADY_EXISTS :
                             ERROR_SUCCESS);
        return handle;
}

HANDLE CreateFileW(LPCWSTR given, DWORD wanted, DWORD share, LPSECURITY_ATTRIBUTES security,
                   DWORD disposition, DWORD attributes, HANDLE template_file)
{
        char path[PATH_MAX];

        if (given && !mww_utf8_from_utf16(given, path, sizeof path)) {
                SetLastError(ERROR_FILENAME_EXCED_RANGE);
                return INVALID_HANDLE_VALUE;
        }
        return CreateFileA(given ? path : NULL, wanted, share, security, disposition, attributes,
                           template_file);
}

BOOL DeleteFileA(LPCSTR given)
{
        char path[PATH_MAX];
        struct stat status;
        DWORD error = local_path(given, path);

        if (error)
                return mww_fail(error);
        if (lstat(path, &status) < 0)
                return mww_fail(error_of_open(path, errno));
        if (S_ISDIR(status.st_mode) || mww_backing_forbids(&status, 0))
                return mww_fail(ERROR_ACCESS_DENIED);
        if (unlink(path) < 0)
                return mww_fail(error_of_open(path, errno));
        return TRUE;
}

BOOL DeleteFileW(LPCWSTR given)
{
        char path[PATH_MAX];

        if (given && !mww_utf8_from_utf16(given, path, sizeof path))
                return mww_fail(ERROR_FILENAME_EXCED_RANGE);
        return DeleteFileA(given ? path : NULL);
}
