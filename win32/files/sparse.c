/* SPDX-License-Identifier: MIT */
/* sparse.c — DeviceIoControl: sparse files, for those who have one.
 *
 * Every file here may have holes where its file system has them, so FSCTL_SET_SPARSE needs
 * nothing done; whether the program has asked for it stands in the attributes. Zeros are
 * made by a hole where that is possible, else by writing. Other codes have no meaning here.
 */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <winioctl.h>

static DWORD zero_by_writing(int descriptor, uint64_t from, uint64_t end)
{
        static const char zeros[65536];

        while (from < end) {
                size_t size = end - from < sizeof zeros ? (size_t) (end - from) : sizeof zeros;
                ssize_t done = pwrite(descriptor, zeros, size, (off_t) from);

                if (done < 0 && errno != EINTR)
                        return mww_error_of_errno(errno);
                from += done > 0 ? (uint64_t) done : 0;
        }
        return ERROR_SUCCESS;
}

/* Behind the end of the file nothing is to be done, and it doesn't grow. */
static DWORD set_zero(mww_file *file, const FILE_ZERO_DATA_INFORMATION *range)
{
        struct stat status;
        uint64_t from = (uint64_t) range->FileOffset.QuadPart;
        uint64_t end = (uint64_t) range->BeyondFinalZero.QuadPart;
        DWORD error;

        if (range->FileOffset.QuadPart < 0 || range->BeyondFinalZero.QuadPart < 0 || end < from)
                return ERROR_INVALID_PARAMETER;
        if (fstat(file->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        if (end > (uint64_t) status.st_size)
                end = (uint64_t) status.st_size;
        if (end <= from)
                return ERROR_SUCCESS;
        error = mww_lock_check(file, from, end - from, true);
        if (error)
                return error;
        if (fallocate(file->descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t) from,
                      (off_t) (end - from)) == 0)
                return ERROR_SUCCESS;
        return zero_by_writing(file->descriptor, from, end);
}

/* The parts of a range that are not holes, as many as fit: ERROR_MORE_DATA. */
static DWORD query_ranges(const mww_file *file, const FILE_ALLOCATED_RANGE_BUFFER *asked,
                          FILE_ALLOCATED_RANGE_BUFFER *out, DWORD room, DWORD *out_bytes)
{
        off_t at = (off_t) asked->FileOffset.QuadPart;
        off_t end;
        struct stat status;

        if (asked->FileOffset.QuadPart < 0 || asked->Length.QuadPart < 0 ||
            asked->Length.QuadPart > INT64_MAX - asked->FileOffset.QuadPart)
                return ERROR_INVALID_PARAMETER;
        if (fstat(file->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        end = at + (off_t) asked->Length.QuadPart;
        if (end > status.st_size)
                end = status.st_size;
        while (at < end) {
                off_t data = lseek(file->descriptor, at, SEEK_DATA);
                off_t hole = data < 0 ? -1 : lseek(file->descriptor, data, SEEK_HOLE);

                if (data < 0 && errno != ENXIO) { /* a file system that knows no holes */
                        data = at;
                        hole = end;
                }
                if (data < 0 || data >= end)
                        break;
                if (hole < 0 || hole > end)
                        hole = end;
                if (*out_bytes + sizeof *out > room)
                        return ERROR_MORE_DATA;
                out->FileOffset.QuadPart = data;
                out->Length.QuadPart = hole - data;
                out++;
                *out_bytes += (DWORD) sizeof *out;
                at = hole;
        }
        return ERROR_SUCCESS;
}

/* lseek moves the pointer that the handle's reads and writes use. */
static DWORD query_and_return(const mww_file *file, const void *in, void *out, DWORD room,
                              DWORD *out_bytes)
{
        off_t before = lseek(file->descriptor, 0, SEEK_CUR);
        DWORD error = query_ranges(file, in, out, room, out_bytes);

        lseek(file->descriptor, before, SEEK_SET);
        return error;
}

static DWORD control(const mww_pin *pin, mww_file *file, DWORD code, const void *in, DWORD in_bytes,
                     void *out, DWORD room, DWORD *out_bytes)
{
        bool may_write = pin->access & (FILE_WRITE_DATA | FILE_APPEND_DATA);
        bool is_sparse = !in_bytes || (in && *(const BOOLEAN *) in);

        if (file->kind != &mww_disk_kind)
                return code == FSCTL_SET_SPARSE && file->kind == &mww_directory_kind ?
                               ERROR_ACCESS_DENIED :
                               ERROR_INVALID_FUNCTION;
        switch (code) {
        case FSCTL_SET_SPARSE:
                if (!may_write)
                        return ERROR_ACCESS_DENIED;
                return mww_set_sparse(file->descriptor, is_sparse);
        case FSCTL_SET_ZERO_DATA:
                if (!may_write)
                        return ERROR_ACCESS_DENIED;
                if (in_bytes < sizeof(FILE_ZERO_DATA_INFORMATION) || !in)
                        return ERROR_INVALID_PARAMETER;
                return set_zero(file, in);
        case FSCTL_QUERY_ALLOCATED_RANGES:
                if (!(pin->access & FILE_READ_DATA))
                        return ERROR_ACCESS_DENIED;
                if (in_bytes < sizeof(FILE_ALLOCATED_RANGE_BUFFER) || !in || (!out && room))
                        return ERROR_INVALID_PARAMETER;
                return query_and_return(file, in, out, room, out_bytes);
        default:
                return ERROR_INVALID_FUNCTION;
        }
}

BOOL DeviceIoControl(HANDLE handle, DWORD code, LPVOID in, DWORD in_bytes, LPVOID out, DWORD room,
                     LPDWORD out_bytes, LPOVERLAPPED overlapped)
{
        DWORD bytes = 0;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        if (!out_bytes && !overlapped)
                error = ERROR_NOACCESS;
        else
                error = control(&pin, file, code, in, in_bytes, out, room, &bytes);
        mww_handle_unpin(&pin);
        if (out_bytes)
                *out_bytes = bytes;
        if (overlapped && (!error || error == ERROR_MORE_DATA))
                mww_overlapped_done(overlapped, error, bytes);
        return error ? mww_fail(error) : TRUE;
}
