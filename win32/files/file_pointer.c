/* SPDX-License-Identifier: MIT */
/* file_pointer.c — sizes, pointers and ends of files; FlushFileBuffers. */
#include "file.h"

#include <errno.h>
#include <unistd.h>

BOOL GetFileSizeEx(HANDLE handle, PLARGE_INTEGER out_size)
{
        struct stat status = { 0 };
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        if (fstat(file->descriptor, &status) < 0)
                error = mww_error_of_errno(errno);
        else if (file->kind->type == FILE_TYPE_CHAR)
                error = ERROR_INVALID_FUNCTION;
        mww_handle_unpin(&pin);
        if (!error && !out_size)
                error = ERROR_INVALID_PARAMETER;
        if (error)
                return mww_fail(error);
        out_size->QuadPart = status.st_size;
        return TRUE;
}

DWORD GetFileSize(HANDLE handle, LPDWORD out_high)
{
        LARGE_INTEGER size;

        if (!GetFileSizeEx(handle, &size))
                return INVALID_FILE_SIZE;
        if (out_high)
                *out_high = (DWORD) size.HighPart;
        if (size.LowPart == INVALID_FILE_SIZE)
                SetLastError(NO_ERROR); /* a size, not a failure */
        return size.LowPart;
}

/* Where a move leads to, or the last error. */
static DWORD target_of(int descriptor, int64_t distance, DWORD method, int64_t *out_target)
{
        struct stat status;
        int64_t base = 0;

        if (method == FILE_CURRENT)
                base = lseek(descriptor, 0, SEEK_CUR);
        else if (method == FILE_END)
                base = fstat(descriptor, &status) < 0 ? -1 : status.st_size;
        else if (method != FILE_BEGIN)
                return ERROR_INVALID_PARAMETER;
        if (base < 0)
                return mww_error_of_errno(errno);
        if (distance > 0 && base > INT64_MAX - distance)
                return ERROR_INVALID_PARAMETER;
        *out_target = base + distance;
        return *out_target < 0 ? ERROR_NEGATIVE_SEEK : ERROR_SUCCESS;
}

static DWORD move_pointer(HANDLE handle, int64_t distance, DWORD method, int64_t limit,
                          int64_t *out_target)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return error;
        if (file->kind->type != FILE_TYPE_DISK)
                error = file->kind->type == FILE_TYPE_PIPE ? ERROR_SEEK : ERROR_INVALID_HANDLE;
        if (!error)
                error = target_of(file->descriptor, distance, method, out_target);
        if (!error && *out_target > limit)
                error = ERROR_INVALID_PARAMETER;
        if (!error && lseek(file->descriptor, *out_target, SEEK_SET) < 0)
                error = mww_error_of_errno(errno);
        mww_handle_unpin(&pin);
        return error;
}

BOOL SetFilePointerEx(HANDLE handle, LARGE_INTEGER distance, PLARGE_INTEGER out_pointer,
                      DWORD method)
{
        int64_t target;
        DWORD error = move_pointer(handle, distance.QuadPart, method, INT64_MAX, &target);

        if (error)
                return mww_fail(error);
        if (out_pointer)
                out_pointer->QuadPart = target;
        return TRUE;
}

DWORD SetFilePointer(HANDLE handle, LONG distance, PLONG inout_high, DWORD method)
{
        LARGE_INTEGER target;
        int64_t full = distance;
        int64_t at;
        DWORD error;

        if (inout_high)
                full = (int64_t) ((uint64_t) (DWORD) *inout_high << 32 | (DWORD) distance);
        /* Without the high half only what fits into the low one can be told. */
        error = move_pointer(handle, full, method, inout_high ? INT64_MAX : UINT32_MAX, &at);
        if (error) {
                SetLastError(error);
                return INVALID_SET_FILE_POINTER;
        }
        target.QuadPart = at;
        if (inout_high)
                *inout_high = target.HighPart;
        if (target.LowPart == INVALID_SET_FILE_POINTER)
                SetLastError(NO_ERROR);
        return target.LowPart;
}

/* Cuts or lengthens, unless what would go is mapped. */
DWORD mww_file_set_size(mww_file *file, uint64_t size_bytes)
{
        struct stat status;

        if (file->kind != &mww_disk_kind)
                return ERROR_INVALID_PARAMETER;
        if (size_bytes > INT64_MAX)
                return ERROR_INVALID_PARAMETER;
        if (fstat(file->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        if (size_bytes < (uint64_t) status.st_size &&
            mww_backing_forbids(file->descriptor, size_bytes))
                return ERROR_USER_MAPPED_FILE;
        if (ftruncate(file->descriptor, (off_t) size_bytes) < 0)
                return errno == EFBIG ? ERROR_DISK_FULL : mww_error_of_errno(errno);
        return ERROR_SUCCESS;
}

BOOL SetEndOfFile(HANDLE handle)
{
        mww_file *file;
        mww_pin pin;
        off_t end;
        DWORD error = mww_file_pin(handle, FILE_WRITE_DATA, &pin, &file);

        if (error)
                return mww_fail(error);
        end = lseek(file->descriptor, 0, SEEK_CUR);
        error = end < 0 ? mww_error_of_errno(errno) : mww_file_set_size(file, (uint64_t) end);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL FlushFileBuffers(HANDLE handle)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        if (!(pin.access & (FILE_WRITE_DATA | FILE_APPEND_DATA)))
                error = ERROR_ACCESS_DENIED;
        else if (file->kind == &mww_console_kind)
                error = ERROR_INVALID_HANDLE;
        else if (file->kind->flush)
                error = file->kind->flush(file);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

DWORD GetFileType(HANDLE handle)
{
        mww_file *file;
        mww_pin pin;
        DWORD type;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error) {
                SetLastError(error);
                return FILE_TYPE_UNKNOWN;
        }
        type = file->kind->type;
        mww_handle_unpin(&pin);
        SetLastError(NO_ERROR); /* so that "unknown" can be told from a failure */
        return type;
}
