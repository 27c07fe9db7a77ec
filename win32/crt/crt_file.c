/* SPDX-License-Identifier: MIT */
/* crt_file.c — io.h: files by small numbers, as Windows' C run-time has them.
 *
 * The numbers are Linux's descriptors, so stdio and these functions agree on
 * them. Text mode changes nothing: a line ends in \n, as in Linux's files. A
 * descriptor and a HANDLE of one file find each other through a table:
 * _get_osfhandle() makes a handle when it is first asked for one, and _close()
 * closes it, too. What _sopen() excludes is a share mode (file_share.c).
 */
#include "files/file.h"

#include <errno.h>
#include <io.h>
#include <share.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

MWW_LOCK(lock)
static HANDLE *handles; /* by descriptor; under the lock, like the next */
static int handle_count;

/* What errno a last error stands for in the C run-time. */
static int errno_of(DWORD error)
{
        switch (error) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_NO_MORE_FILES:
                return ENOENT;
        case ERROR_ACCESS_DENIED:
        case ERROR_SHARING_VIOLATION:
        case ERROR_LOCK_VIOLATION:
                return EACCES;
        case ERROR_INVALID_HANDLE:
                return EBADF;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
                return EEXIST;
        case ERROR_FILENAME_EXCED_RANGE:
                return ENAMETOOLONG;
        case ERROR_NOT_ENOUGH_MEMORY:
                return ENOMEM;
        case ERROR_TOO_MANY_OPEN_FILES:
                return EMFILE;
        case ERROR_DISK_FULL:
                return ENOSPC;
        case ERROR_DIR_NOT_EMPTY:
                return ENOTEMPTY;
        default:
                return EINVAL;
        }
}

int mww_crt_fail(DWORD error)
{
        SetLastError(error);
        errno = errno_of(error);
        return -1;
}

int mww_crt_fail_errno(void)
{
        SetLastError(mww_error_of_errno(errno));
        return -1;
}

/* Remembers which handle goes with a descriptor. */
static bool note_handle(int descriptor, HANDLE handle)
{
        bool fits = true;

        pthread_mutex_lock(&lock);
        if (descriptor >= handle_count) {
                int count = descriptor + 64;
                HANDLE *more = realloc(handles, (size_t) count * sizeof *more);

                fits = more != NULL;
                if (more) {
                        memset(more + handle_count, 0,
                               (size_t) (count - handle_count) * sizeof *more);
                        handles = more;
                        handle_count = count;
                }
        }
        if (fits)
                handles[descriptor] = handle;
        pthread_mutex_unlock(&lock);
        return fits;
}

static HANDLE noted_handle(int descriptor, bool takes)
{
        HANDLE handle = NULL;

        pthread_mutex_lock(&lock);
        if (descriptor >= 0 && descriptor < handle_count) {
                handle = handles[descriptor];
                if (takes)
                        handles[descriptor] = NULL;
        }
        pthread_mutex_unlock(&lock);
        return handle;
}

static int linux_flags(int flags)
{
        static const struct {
                int windows;
                int linux_flag;
        } pairs[] = {
                { _O_APPEND, O_APPEND }, { _O_CREAT, O_CREAT },       { _O_TRUNC, O_TRUNC },
                { _O_EXCL, O_EXCL },     { _O_NOINHERIT, O_CLOEXEC },
        };
        int result = flags & 3; /* _O_RDONLY, _O_WRONLY, _O_RDWR have the same values */

        for (size_t at = 0; at < sizeof pairs / sizeof pairs[0]; at++)
                if (flags & pairs[at].windows)
                        result |= pairs[at].linux_flag;
        return result;
}

static DWORD share_of(int share)
{
        switch (share) {
        case _SH_DENYRW:
                return 0;
        case _SH_DENYWR:
                return FILE_SHARE_READ;
        case _SH_DENYRD:
                return FILE_SHARE_WRITE;
        default:
                return FILE_SHARE_READ | FILE_SHARE_WRITE;
        }
}

static DWORD access_of(int flags)
{
        int mode = flags & O_ACCMODE;

        return (mode != O_WRONLY ? FILE_READ_DATA : 0) | (mode != O_RDONLY ? FILE_WRITE_DATA : 0);
}

static bool is_read_only(const char *path)
{
        struct stat status;

        return stat(path, &status) == 0 && S_ISREG(status.st_mode) && !(status.st_mode & 0222);
}

/* Enters the user of the open file, and empties it then. */
static DWORD begin(int descriptor, int flags, int share)
{
        DWORD error = mww_share_take(descriptor, access_of(flags), share_of(share));

        if (error || !(flags & O_TRUNC))
                return error;
        if (mww_backing_forbids(descriptor, 0))
                return ERROR_ACCESS_DENIED;
        return ftruncate(descriptor, 0) < 0 ? mww_error_of_errno(errno) : ERROR_SUCCESS;
}

static atomic_int not_given; /* of _S_IREAD, _S_IWRITE */

int _umask(int mode)
{
        return atomic_exchange(&not_given, mode & (_S_IREAD | _S_IWRITE));
}

errno_t _umask_s(int mode, int *out_before)
{
        if (!out_before)
                return errno = EINVAL;
        *out_before = atomic_load(&not_given);
        if (mode & ~(_S_IREAD | _S_IWRITE))
                return errno = EINVAL;
        *out_before = _umask(mode);
        return 0;
}

static int open_descriptor(const char *given, int windows_flags, int share, int mode)
{
        char path[PATH_MAX];
        DWORD error;
        int flags = linux_flags(windows_flags);
        int descriptor;

        if (!given)
                return mww_crt_fail(ERROR_INVALID_PARAMETER);
        if (mww_path_device(given) == MWW_NUL)
                return open("/dev/null", flags & (O_ACCMODE | O_CLOEXEC));
        error = mww_path_from_a(given, path);
        if (!error && (flags & O_ACCMODE) != O_RDONLY && is_read_only(path))
                error = ERROR_ACCESS_DENIED;
        if (error)
                return mww_crt_fail(error);
        mode &= ~atomic_load(&not_given);
        descriptor = open(path, flags & ~O_TRUNC, mode & _S_IWRITE ? 0666 : 0444);
        if (descriptor < 0)
                return mww_crt_fail_errno();
        error = begin(descriptor, flags, share);
        if (!error)
                return descriptor;
        close(descriptor);
        return mww_crt_fail(error);
}

int _open(const char *path, int flags, ...)
{
        va_list arguments;
        int mode = _S_IREAD | _S_IWRITE;

        if (flags & _O_CREAT) {
                va_start(arguments, flags);
                mode = va_arg(arguments, int);
                va_end(arguments);
        }
        return open_descriptor(path, flags, _SH_DENYNO, mode);
}

int _wopen(const WCHAR *path, int flags, ...)
{
        char bytes[PATH_MAX];
        va_list arguments;
        LPCSTR text;
        int mode = _S_IREAD | _S_IWRITE;

        if (flags & _O_CREAT) {
                va_start(arguments, flags);
                mode = va_arg(arguments, int);
                va_end(arguments);
        }
        if (!mww_bytes_of_wide(path, bytes, &text))
                return mww_crt_fail(ERROR_FILENAME_EXCED_RANGE);
        return open_descriptor(text, flags, _SH_DENYNO, mode);
}

int _sopen(const char *path, int flags, int share, ...)
{
        va_list arguments;
        int mode = _S_IREAD | _S_IWRITE;

        if (flags & _O_CREAT) {
                va_start(arguments, share);
                mode = va_arg(arguments, int);
                va_end(arguments);
        }
        return open_descriptor(path, flags, share, mode);
}

int _wsopen(const WCHAR *path, int flags, int share, ...)
{
        char bytes[PATH_MAX];
        va_list arguments;
        LPCSTR text;
        int mode = _S_IREAD | _S_IWRITE;

        if (flags & _O_CREAT) {
                va_start(arguments, share);
                mode = va_arg(arguments, int);
                va_end(arguments);
        }
        if (!mww_bytes_of_wide(path, bytes, &text))
                return mww_crt_fail(ERROR_FILENAME_EXCED_RANGE);
        return open_descriptor(text, flags, share, mode);
}

int _sopen_s(int *out_descriptor, const char *path, int flags, int share, int mode)
{
        if (!out_descriptor)
                return errno = EINVAL;
        *out_descriptor = open_descriptor(path, flags, share, mode);
        return *out_descriptor < 0 ? errno : 0;
}

int _wsopen_s(int *out_descriptor, const WCHAR *path, int flags, int share, int mode)
{
        char bytes[PATH_MAX];
        LPCSTR text;

        if (!out_descriptor || !mww_bytes_of_wide(path, bytes, &text))
                return errno = EINVAL;
        return _sopen_s(out_descriptor, text, flags, share, mode);
}

int _creat(const char *path, int mode)
{
        return open_descriptor(path, _O_CREAT | _O_TRUNC | _O_RDWR, _SH_DENYNO, mode);
}

int _wcreat(const WCHAR *path, int mode)
{
        return _wopen(path, _O_CREAT | _O_TRUNC | _O_RDWR, mode);
}

int _close(int descriptor)
{
        HANDLE handle = noted_handle(descriptor, true);
        int result = close(descriptor);

        if (handle)
                CloseHandle(handle);
        return result < 0 ? mww_crt_fail_errno() : 0;
}

int _read(int descriptor, void *out, unsigned size_bytes)
{
        ssize_t n;

        do
                n = read(descriptor, out, size_bytes);
        while (n < 0 && errno == EINTR);
        return n < 0 ? mww_crt_fail_errno() : (int) n;
}

int _write(int descriptor, const void *data, unsigned size_bytes)
{
        ssize_t n;

        do
                n = write(descriptor, data, size_bytes);
        while (n < 0 && errno == EINTR);
        return n < 0 ? mww_crt_fail_errno() : (int) n;
}

int _dup(int descriptor)
{
        int copy = dup(descriptor);

        return copy < 0 ? mww_crt_fail_errno() : copy;
}

int _dup2(int from, int to)
{
        HANDLE handle = from == to ? NULL : noted_handle(to, true);

        if (handle)
                CloseHandle(handle);
        return dup2(from, to) < 0 ? mww_crt_fail_errno() : 0;
}

/* As on Windows, true for every character device. */
int _isatty(int descriptor)
{
        struct stat status;

        return fstat(descriptor, &status) == 0 && S_ISCHR(status.st_mode) ? 64 : 0;
}

/* Tells the mode before; there is only one. */
int _setmode(int descriptor, int mode)
{
        if (mode != _O_BINARY && mode != _O_TEXT && mode != _O_WTEXT && mode != _O_U16TEXT &&
            mode != _O_U8TEXT)
                return mww_crt_fail(ERROR_INVALID_PARAMETER);
        return fcntl(descriptor, F_GETFD) < 0 ? mww_crt_fail_errno() : _O_TEXT;
}

int _pipe(int *out_descriptors, unsigned size_bytes, int mode)
{
        return pipe2(out_descriptors, mode & _O_NOINHERIT ? O_CLOEXEC : 0) < 0 ?
                       mww_crt_fail_errno() :
                       0;
}

static DWORD handle_access(int mode)
{
        DWORD access = SYNCHRONIZE | FILE_READ_ATTRIBUTES;

        if ((mode & O_ACCMODE) != O_WRONLY)
                access |= FILE_GENERIC_READ;
        if ((mode & O_ACCMODE) != O_RDONLY)
                access |= FILE_GENERIC_WRITE;
        return access;
}

intptr_t _get_osfhandle(int descriptor)
{
        HANDLE handle = noted_handle(descriptor, false);
        mww_file *file;
        int mode;

        if (handle)
                return (intptr_t) handle;
        if (descriptor >= 0 && descriptor <= 2)
                return (intptr_t) GetStdHandle(STD_INPUT_HANDLE - (DWORD) descriptor);
        mode = fcntl(descriptor, F_GETFL);
        if (mode < 0)
                return mww_crt_fail(ERROR_INVALID_HANDLE);
        file = mww_file_new(mww_kind_of(descriptor), descriptor, MWW_FILE_BORROWS);
        handle = file ? mww_handle_new(&file->base, handle_access(mode), true) : NULL;
        if (!handle || !note_handle(descriptor, handle))
                return mww_crt_fail(ERROR_NOT_ENOUGH_MEMORY);
        return (intptr_t) handle;
}

/* From now on the handle is the descriptor's, and closed with it. */
int _open_osfhandle(intptr_t given, int flags)
{
        HANDLE handle = (HANDLE) given;
        mww_file *file;
        mww_pin pin;
        int descriptor;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return mww_crt_fail(error);
        descriptor = fcntl(file->descriptor, F_DUPFD, 3);
        mww_handle_unpin(&pin);
        if (descriptor < 0)
                return mww_crt_fail_errno();
        if (flags & _O_APPEND)
                fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_APPEND);
        if (!note_handle(descriptor, handle)) {
                close(descriptor);
                return mww_crt_fail(ERROR_NOT_ENOUGH_MEMORY);
        }
        return descriptor;
}
