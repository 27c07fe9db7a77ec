/* SPDX-License-Identifier: MIT */
/* file_io.c — ReadFile, WriteFile and the OVERLAPPED structure.
 *
 * A disk file's I/O is done when the call returns, on every handle; Windows
 * allows that on one with FILE_FLAG_OVERLAPPED, too. A kind that finishes later
 * returns ERROR_IO_PENDING and calls mww_overlapped_done().
 */
#include "port.h"

#include <errno.h>

typedef struct pair {
        DWORD error;
        DWORD status;
} pair;

/* What OVERLAPPED.Internal holds, an NTSTATUS, and what programs are told. */
static const pair statuses[] = {
        { ERROR_SUCCESS, 0 },
        { ERROR_IO_PENDING, STATUS_PENDING },
        { ERROR_HANDLE_EOF, 0xC0000011 },
        { ERROR_BROKEN_PIPE, 0xC000014B },
        { ERROR_NO_DATA, 0xC00000B1 },
        { ERROR_MORE_DATA, 0x80000005 },
        { ERROR_OPERATION_ABORTED, 0xC0000120 },
        { ERROR_INVALID_HANDLE, 0xC0000008 },
        { ERROR_ACCESS_DENIED, 0xC0000022 },
        { ERROR_LOCK_VIOLATION, 0xC0000054 },
        { ERROR_DISK_FULL, 0xC000007F },
        { ERROR_INVALID_PARAMETER, 0xC000000D },
        { ERROR_NOACCESS, 0xC0000005 },
        { ERROR_INVALID_USER_BUFFER, 0xC00000E8 },
        { ERROR_PIPE_CONNECTED, 0xC00000B2 },
        { ERROR_PIPE_NOT_CONNECTED, 0xC00000B0 },
        { ERROR_NOT_ENOUGH_MEMORY, 0xC0000017 },
};
#define STATUS_COUNT   (sizeof statuses / sizeof statuses[0])
#define STATUS_OF_CODE 0xC0070000u /* the status of a last error that has none */

DWORD mww_status_of_error(DWORD error)
{
        for (size_t at = 0; at < STATUS_COUNT; at++)
                if (statuses[at].error == error)
                        return statuses[at].status;
        return STATUS_OF_CODE | error;
}

static DWORD error_of_status(DWORD status)
{
        for (size_t at = 0; at < STATUS_COUNT; at++)
                if (statuses[at].status == status)
                        return statuses[at].error;
        return (status & 0xFFFF0000u) == STATUS_OF_CODE ? status & 0xFFFF : ERROR_GEN_FAILURE;
}

/* The low bit of hEvent asks that no completion port be told. */
static HANDLE event_of(const OVERLAPPED *overlapped)
{
        return (HANDLE) ((uintptr_t) overlapped->hEvent & ~(uintptr_t) 1);
}

void mww_overlapped_done(OVERLAPPED *overlapped, DWORD error, DWORD done_bytes)
{
        DWORD before = GetLastError();
        HANDLE event = event_of(overlapped);

        overlapped->InternalHigh = done_bytes;
        /* release overlapped.status: HasOverlappedIoCompleted() looks at it alone,
         * and then reads InternalHigh and the data. */
        __atomic_store_n(&overlapped->Internal, (ULONG_PTR) mww_status_of_error(error),
                         __ATOMIC_RELEASE);
        if (event)
                SetEvent(event);
        SetLastError(before);
}

DWORD mww_overlapped_begin(OVERLAPPED *overlapped)
{
        DWORD before = GetLastError();
        HANDLE event = event_of(overlapped);

        overlapped->Internal = STATUS_PENDING;
        overlapped->InternalHigh = 0;
        if (event && !ResetEvent(event))
                return ERROR_INVALID_HANDLE;
        SetLastError(before);
        return ERROR_SUCCESS;
}

/* Windows looks at a reader's buffer before it waits for something to put there: here at
 * its ends. Disk files don't wait, and leave it to the kernel. */
static bool is_wild(const mww_transfer *transfer)
{
        char *from = transfer->data;
        char *last = from + transfer->size_bytes - 1;

        if (transfer->size_bytes == 0)
                return false;
        return last < from || IsBadWritePtr(from, 1) ||
               ((uintptr_t) from / MWW_PAGE_BYTES != (uintptr_t) last / MWW_PAGE_BYTES &&
                IsBadWritePtr(last, 1));
}

static DWORD transfer_of(mww_file *file, bool writes, mww_transfer *transfer)
{
        DWORD(*function)
        (mww_file *, mww_transfer *) = writes ? file->kind->write : file->kind->read;

        if (!function)
                return ERROR_INVALID_FUNCTION;
        if ((file->flags & FILE_FLAG_OVERLAPPED) && !transfer->overlapped)
                return ERROR_INVALID_PARAMETER;
        return function(file, transfer);
}

static BOOL file_io(HANDLE handle, bool writes, mww_transfer *transfer, LPDWORD out_done)
{
        const DWORD rights = writes ? FILE_WRITE_DATA | FILE_APPEND_DATA : FILE_READ_DATA;
        OVERLAPPED *overlapped = transfer->overlapped;
        mww_file *file;
        mww_pin pin;
        DWORD error;

        if (out_done)
                *out_done = 0;
        error = mww_file_pin(handle, 0, &pin, &file);
        if (error)
                return mww_fail(error);
        if (!(pin.access & rights))
                error = ERROR_ACCESS_DENIED;
        else if (!writes && file->kind != &mww_disk_kind && is_wild(transfer))
                error = ERROR_NOACCESS;
        else if (overlapped)
                error = mww_overlapped_begin(overlapped);
        if (!error) {
                error = transfer_of(file, writes, transfer);
                if (overlapped && error != ERROR_IO_PENDING) {
                        bool is_told = mww_port_is_told(file, overlapped, error, false);

                        mww_overlapped_done(overlapped, error, transfer->done_bytes);
                        if (is_told)
                                mww_port_tell(file, overlapped, error, transfer->done_bytes);
                }
        }
        mww_handle_unpin(&pin);
        /* With an OVERLAPPED a failure, ERROR_MORE_DATA too, tells the count only there. */
        if (out_done && error != ERROR_IO_PENDING && !(overlapped && error))
                *out_done = transfer->done_bytes;
        return error ? mww_fail(error) : TRUE;
}

BOOL ReadFile(HANDLE handle, LPVOID data, DWORD size_bytes, LPDWORD out_done,
              LPOVERLAPPED overlapped)
{
        mww_transfer transfer = { data, size_bytes, 0, overlapped };

        return file_io(handle, false, &transfer, out_done);
}

BOOL WriteFile(HANDLE handle, LPCVOID data, DWORD size_bytes, LPDWORD out_done,
               LPOVERLAPPED overlapped)
{
        mww_transfer transfer = { (void *) (uintptr_t) data, size_bytes, 0, overlapped };

        return file_io(handle, true, &transfer, out_done);
}

static DWORD await(HANDLE handle, const OVERLAPPED *overlapped, DWORD milliseconds, BOOL alertable)
{
        HANDLE event = event_of(overlapped);
        DWORD result = WaitForSingleObjectEx(event ? event : handle, milliseconds, alertable);

        if (result == WAIT_TIMEOUT)
                return milliseconds ? WAIT_TIMEOUT : ERROR_IO_INCOMPLETE;
        if (result == WAIT_IO_COMPLETION)
                return WAIT_IO_COMPLETION;
        return result == WAIT_FAILED ? GetLastError() : ERROR_SUCCESS;
}

BOOL GetOverlappedResultEx(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD out_done,
                           DWORD milliseconds, BOOL alertable)
{
        /* acquire overlapped.status: see mww_overlapped_done(). */
        DWORD status = (DWORD) __atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE);
        DWORD error;

        while (status == STATUS_PENDING) {
                if (milliseconds == 0)
                        return mww_fail(ERROR_IO_INCOMPLETE);
                error = await(handle, overlapped, milliseconds, alertable);
                if (error)
                        return mww_fail(error);
                status = (DWORD) __atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE);
        }
        *out_done = (DWORD) overlapped->InternalHigh;
        error = error_of_status(status);
        return error ? mww_fail(error) : TRUE;
}

BOOL GetOverlappedResult(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD out_done, BOOL waits)
{
        return GetOverlappedResultEx(handle, overlapped, out_done, waits ? INFINITE : 0, FALSE);
}

static DWORD cancel(HANDLE handle, OVERLAPPED *overlapped, DWORD if_nothing)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return error;
        error = file->kind->cancel ? file->kind->cancel(file, overlapped) : ERROR_NOT_FOUND;
        mww_handle_unpin(&pin);
        return error == ERROR_NOT_FOUND ? if_nothing : error;
}

BOOL CancelIo(HANDLE handle)
{
        DWORD error = cancel(handle, NULL, ERROR_SUCCESS);

        return error ? mww_fail(error) : TRUE;
}

BOOL CancelIoEx(HANDLE handle, LPOVERLAPPED overlapped)
{
        DWORD error = cancel(handle, overlapped, ERROR_NOT_FOUND);

        return error ? mww_fail(error) : TRUE;
}
