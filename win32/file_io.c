/* SPDX-License-Identifier: MIT */
/* file_io.c — ReadFile, WriteFile, sizes, pointers and ends of files.
 *
 * All of it is done when the call returns, as on a Windows handle that was
 * opened without FILE_FLAG_OVERLAPPED; with it, Windows allows the same.
 */
#include "internal.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static DWORD pin_file(HANDLE handle, DWORD needed, mww_pin *out_pin, int *out_descriptor)
{
        DWORD error = mww_handle_pin_as(handle, &mww_file_class, needed, out_pin);

        if (!error)
                *out_descriptor = ((mww_file *) out_pin->object)->descriptor;
        return error;
}

static uint64_t offset_of(const OVERLAPPED *overlapped)
{
        return (uint64_t) overlapped->OffsetHigh << 32 | overlapped->Offset;
}

/* Windows moves the handle's pointer also where the offset was given. */
static DWORD seek_to(int descriptor, uint64_t offset)
{
        if (offset > INT64_MAX)
                return ERROR_INVALID_PARAMETER;
        return lseek(descriptor, (off_t) offset, SEEK_SET) < 0 ? mww_error_of_errno(errno) :
                                                                 ERROR_SUCCESS;
}

static DWORD move_bytes(int descriptor, bool writes, void *data, DWORD size_bytes, DWORD *out_done)
{
        DWORD done = 0;

        while (done < size_bytes) {
                char *at = (char *) data + done;
                ssize_t n = writes ? write(descriptor, at, size_bytes - done) :
                                     read(descriptor, at, size_bytes - done);

                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0 && done == 0)
                        return mww_error_of_errno(errno);
                if (n <= 0)
                        break;
                done += (DWORD) n;
        }
        *out_done = done;
        return ERROR_SUCCESS;
}

static DWORD transfer(int descriptor, bool writes, bool appends, void *data, DWORD size_bytes,
                      DWORD *out_done, const OVERLAPPED *overlapped)
{
        DWORD error = ERROR_SUCCESS;

        if (appends || (writes && overlapped && offset_of(overlapped) == UINT64_MAX)) {
                if (lseek(descriptor, 0, SEEK_END) < 0)
                        error = mww_error_of_errno(errno);
        } else if (overlapped) {
                error = seek_to(descriptor, offset_of(overlapped));
        }
        if (!error)
                error = move_bytes(descriptor, writes, data, size_bytes, out_done);
        if (!error && !writes && overlapped && size_bytes > 0 && *out_done == 0)
                error = ERROR_HANDLE_EOF;
        return error;
}

static BOOL file_io(HANDLE handle, bool writes, void *data, DWORD size_bytes, LPDWORD out_done,
                    LPOVERLAPPED overlapped)
{
        DWORD done = 0;
        int descriptor;
        bool appends;
        mww_pin pin;
        DWORD error = pin_file(handle, 0, &pin, &descriptor);

        if (out_done)
                *out_done = 0;
        if (error)
                return mww_fail(error);
        appends = writes && ((mww_file *) pin.object)->is_append;
        if (!(pin.access & (writes ? FILE_WRITE_DATA | FILE_APPEND_DATA : FILE_READ_DATA)))
                error = ERROR_ACCESS_DENIED;
        else if (!out_done && !overlapped)
                error = ERROR_INVALID_PARAMETER;
        else
                error = transfer(descriptor, writes, appends, data, size_bytes, &done, overlapped);
        mww_handle_unpin(&pin);

        if (out_done)
                *out_done = done;
        if (overlapped) {
                overlapped->Internal = error;
                overlapped->InternalHigh = done;
                if (overlapped->hEvent && !error)
                        SetEvent(overlapped->hEvent);
        }
        return error ? mww_fail(error) : TRUE;
}

BOOL ReadFile(HANDLE handle, LPVOID data, DWORD size_bytes, LPDWORD out_done,
              LPOVERLAPPED overlapped)
{
        return file_io(handle, false, data, size_bytes, out_done, overlapped);
}

BOOL WriteFile(HANDLE handle, LPCVOID data, DWORD size_bytes, LPDWORD out_done,
               LPOVERLAPPED overlapped)
{
        return file_io(handle, true, (void *) (uintptr_t) data, size_bytes, out_done, overlapped);
}

BOOL GetFileSizeEx(HANDLE handle, PLARGE_INTEGER out_size)
{
        struct stat status;
        int descriptor;
        mww_pin pin;
        DWORD error = pin_file(handle, 0, &pin, &descriptor);

        if (error)
                return mww_fail(error);
        if (fstat(descriptor, &status) < 0)
                error = mww_error_of_errno(errno);
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
        int descriptor;
        mww_pin pin;
        DWORD error = pin_file(handle, 0, &pin, &descriptor);

        if (error)
                return error;
        error = target_of(descriptor, distance, method, out_target);
        if (!error && *out_target > limit)
                error = ERROR_INVALID_PARAMETER;
        if (!error)
                error = seek_to(descriptor, (uint64_t) *out_target);
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

BOOL SetEndOfFile(HANDLE handle)
{
        struct stat status;
        int descriptor;
        off_t end;
        mww_pin pin;
        DWORD error = pin_file(handle, FILE_WRITE_DATA, &pin, &descriptor);

        if (error)
                return mww_fail(error);
        end = lseek(descriptor, 0, SEEK_CUR);
        if (end < 0 || fstat(descriptor, &status) < 0)
                error = mww_error_of_errno(errno);
        else if (end < status.st_size && mww_backing_forbids(&status, (uint64_t) end))
                error = ERROR_USER_MAPPED_FILE;
        else if (ftruncate(descriptor, end) < 0)
                error = mww_error_of_errno(errno);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL FlushFileBuffers(HANDLE handle)
{
        int descriptor;
        mww_pin pin;
        DWORD error = pin_file(handle, 0, &pin, &descriptor);

        if (error)
                return mww_fail(error);
        if (!(pin.access & (FILE_WRITE_DATA | FILE_APPEND_DATA)))
                error = ERROR_ACCESS_DENIED;
        else if (fsync(descriptor) < 0)
                error = mww_error_of_errno(errno);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}
