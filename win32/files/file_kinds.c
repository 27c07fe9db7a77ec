/* SPDX-License-Identifier: MIT */
/* file_kinds.c — how the kinds of files read and write: disk files, streams
 * (pipes and sockets that the program was started with), devices.
 *
 * A disk file has a pointer, which all duplicates of a handle share: it is the
 * descriptor's own. An offset in an OVERLAPPED structure is read or written by
 * pread and pwrite, so that two threads may use one handle; on a handle without
 * FILE_FLAG_OVERLAPPED, Windows moves the pointer behind it.
 */
#include "changes.h"
#include "console/console.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

#define AT_POINTER (-1)

static DWORD error_of_io(int number, bool writes)
{
        switch (number) {
        case EFAULT:
                return writes ? ERROR_INVALID_USER_BUFFER : ERROR_NOACCESS;
        case EPIPE:
                return ERROR_NO_DATA;
        case EBADF:
                return ERROR_ACCESS_DENIED; /* not opened for this */
        case EISDIR:
                return ERROR_INVALID_FUNCTION;
        default:
                return mww_error_of_errno(number);
        }
}

static ssize_t move_some(int descriptor, bool writes, void *data, size_t size_bytes, int64_t offset)
{
        ssize_t moved;

        do {
                if (offset == AT_POINTER)
                        moved = writes ? write(descriptor, data, size_bytes) :
                                         read(descriptor, data, size_bytes);
                else
                        moved = writes ? pwrite(descriptor, data, size_bytes, offset) :
                                         pread(descriptor, data, size_bytes, offset);
        } while (moved < 0 && errno == EINTR);
        return moved;
}

/* All of it, or up to the end of the file. A buffer that ends in the middle is
 * refused as a whole, though some bytes went, and the pointer stays. */
static DWORD move_all(int descriptor, bool writes, mww_transfer *transfer, int64_t offset)
{
        DWORD done = 0;

        while (done < transfer->size_bytes) {
                ssize_t moved = move_some(descriptor, writes, (char *) transfer->data + done,
                                          transfer->size_bytes - done,
                                          offset == AT_POINTER ? AT_POINTER : offset + done);

                if (moved < 0 && (done == 0 || errno == EFAULT)) {
                        DWORD error = error_of_io(errno, writes);

                        if (done > 0 && offset == AT_POINTER)
                                lseek(descriptor, -(off_t) done, SEEK_CUR);
                        return error;
                }
                if (moved <= 0)
                        break;
                done += (DWORD) moved;
        }
        transfer->done_bytes = done;
        return ERROR_SUCCESS;
}

static DWORD append(int descriptor, mww_transfer *transfer)
{
        const struct iovec all = { transfer->data, transfer->size_bytes };
        ssize_t moved = pwritev2(descriptor, &all, 1, -1, RWF_APPEND);

        if (moved < 0)
                return error_of_io(errno, true);
        transfer->done_bytes = (DWORD) moved;
        return ERROR_SUCCESS;
}

static bool wants_end(const mww_file *file, const OVERLAPPED *overlapped)
{
        return (file->flags & MWW_FILE_APPENDS) ||
               (overlapped && overlapped->Offset == 0xFFFFFFFFu &&
                overlapped->OffsetHigh == 0xFFFFFFFFu);
}

/* Where the bytes go; false: nowhere that exists. */
static bool place_of(const mww_file *file, bool writes, const OVERLAPPED *overlapped,
                     int64_t *out_offset, int64_t *out_place)
{
        *out_offset = AT_POINTER;
        if (writes && wants_end(file, overlapped)) {
                struct stat status;

                *out_place = fstat(file->descriptor, &status) < 0 ? 0 : status.st_size;
        } else if (overlapped) {
                uint64_t offset = (uint64_t) overlapped->OffsetHigh << 32 | overlapped->Offset;

                if (offset > INT64_MAX)
                        return false;
                *out_offset = *out_place = (int64_t) offset;
        } else {
                *out_place = lseek(file->descriptor, 0, SEEK_CUR);
        }
        return true;
}

static bool can_be_filled(const mww_transfer *transfer)
{
        return transfer->size_bytes == 0 || !IsBadWritePtr(transfer->data, transfer->size_bytes);
}

static DWORD disk_io(mww_file *file, bool writes, mww_transfer *transfer)
{
        int64_t offset;
        int64_t place;
        DWORD error;

        if (!place_of(file, writes, transfer->overlapped, &offset, &place))
                return ERROR_INVALID_PARAMETER;
        error = mww_lock_check(file, (uint64_t) place, transfer->size_bytes, writes);
        if (error)
                return error;
        if (writes && wants_end(file, transfer->overlapped))
                return append(file->descriptor, transfer);
        error = move_all(file->descriptor, writes, transfer, offset);
        if (!error && !writes && transfer->done_bytes == 0 && !can_be_filled(transfer))
                error = ERROR_NOACCESS; /* the kernel looks at the buffer only if it has bytes */
        if (!error && offset != AT_POINTER && !(file->flags & FILE_FLAG_OVERLAPPED))
                lseek(file->descriptor, offset + transfer->done_bytes, SEEK_SET);
        if (!error && !writes && transfer->overlapped && transfer->size_bytes > 0 &&
            transfer->done_bytes == 0)
                error = ERROR_HANDLE_EOF;
        return error;
}

static DWORD disk_read(mww_file *file, mww_transfer *transfer)
{
        return disk_io(file, false, transfer);
}

static DWORD disk_write(mww_file *file, mww_transfer *transfer)
{
        return disk_io(file, true, transfer);
}

static DWORD disk_flush(mww_file *file)
{
        return fsync(file->descriptor) < 0 ? mww_error_of_errno(errno) : ERROR_SUCCESS;
}

/* What the C library holds back for this descriptor goes first, so that printf
 * and WriteFile come out in the order of their calls, and prompts before reads. */
static void flush_library(const mww_file *file)
{
        if (file->descriptor <= STDERR_FILENO || file->kind == &mww_console_kind)
                fflush(stdout);
}

/* One read gives what is there; its end is an end for good. */
static DWORD stream_read(mww_file *file, mww_transfer *transfer)
{
        ssize_t moved;

        flush_library(file);
        moved = move_some(file->descriptor, false, transfer->data, transfer->size_bytes,
                          AT_POINTER);
        if (moved < 0)
                return error_of_io(errno, false);
        transfer->done_bytes = (DWORD) moved;
        return moved == 0 && transfer->size_bytes > 0 ? ERROR_BROKEN_PIPE : ERROR_SUCCESS;
}

static DWORD device_read(mww_file *file, mww_transfer *transfer)
{
        DWORD error = stream_read(file, transfer);

        return error == ERROR_BROKEN_PIPE ? ERROR_SUCCESS : error;
}

static void survive_broken_pipe(int number)
{
}

/* Windows tells a writer that nobody reads; it doesn't end him. A handler that
 * does nothing, since to ignore the signal would be inherited by children. */
static void catch_broken_pipes(void)
{
        struct sigaction now;

        if (sigaction(SIGPIPE, NULL, &now) < 0 || now.sa_handler != SIG_DFL)
                return;
        now.sa_handler = survive_broken_pipe;
        now.sa_flags = SA_RESTART;
        sigaction(SIGPIPE, &now, NULL);
}

/* Only a disk file's writer is told that it is his buffer that is wrong. */
static DWORD stream_write(mww_file *file, mww_transfer *transfer)
{
        static pthread_once_t once = PTHREAD_ONCE_INIT;
        DWORD error;

        pthread_once(&once, catch_broken_pipes);
        flush_library(file);
        error = move_all(file->descriptor, true, transfer, AT_POINTER);
        return error == ERROR_INVALID_USER_BUFFER ? ERROR_NOACCESS : error;
}

const mww_file_kind mww_disk_kind = {
        .type = FILE_TYPE_DISK,
        .read = disk_read,
        .write = disk_write,
        .flush = disk_flush,
        .cancel = mww_lock_cancel,
        .closed = mww_lock_closed,
};

const mww_file_kind mww_directory_kind = {
        .type = FILE_TYPE_DISK,
        .flush = disk_flush,
        .cancel = mww_directory_cancel,
        .waitable = mww_directory_waitable,
        .destroy = mww_directory_destroy,
};

const mww_file_kind mww_stream_kind = {
        .type = FILE_TYPE_PIPE,
        .read = stream_read,
        .write = stream_write,
};

const mww_file_kind mww_device_kind = {
        .type = FILE_TYPE_CHAR,
        .read = device_read,
        .write = stream_write,
};

const mww_file_kind mww_console_kind = {
        .type = FILE_TYPE_CHAR,
        .read = mww_console_read,
        .write = stream_write,
};
