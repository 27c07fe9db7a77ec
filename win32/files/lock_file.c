/* SPDX-License-Identifier: MIT */
/* lock_file.c — LockFile, UnlockFile: ranges that only one handle may use.
 *
 * What it is. A lock is a lock of the same bytes of the file (F_OFD_SETLK), so it
 * holds between processes and ends with the process. ReadFile and WriteFile of
 * other handles look first and fail with ERROR_LOCK_VIOLATION; a mapping isn't
 * looked at, as on Windows.
 *
 * A kernel lock of our own neither contradicts us nor counts, and Windows'
 * locks do both: so each file object has a list of its locks. What the kernel
 * holds is always the union of that list. The kernel gives an exclusive lock
 * only to a descriptor that can write; for a handle that can't, the file is
 * opened once more for its locks alone, and where that isn't allowed, an
 * exclusive lock excludes only exclusive ones and writers.
 *
 * Who writes: the list, under the lock below.
 */
#include "file_share.h"
#include "port.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct range {
        struct range *next;
        uint64_t from;
        uint64_t size_bytes;
        bool is_exclusive;
} range;

struct mww_locks {
        range *all;     /* under the lock                                */
        int descriptor; /* that carries the locks: ours, or the file's   */
        bool is_own;
};

MWW_LOCK(lock)

void mww_locks_free(mww_locks *locks)
{
        if (!locks)
                return;
        for (range *at = locks->all; at;) {
                range *next = at->next;

                free(at);
                at = next;
        }
        if (locks->is_own)
                close(locks->descriptor);
        free(locks);
}

/* The file's locks, made when they are first needed. Under the lock. */
static mww_locks *locks_of(mww_file *file)
{
        /* relaxed: written under the lock. */
        mww_locks *locks = atomic_load_explicit(&file->locks, memory_order_relaxed);
        char path[64];

        if (locks)
                return locks;
        locks = calloc(1, sizeof *locks);
        if (!locks)
                return NULL;
        locks->descriptor = file->descriptor;
        if ((fcntl(file->descriptor, F_GETFL) & O_ACCMODE) != O_RDWR) {
                mww_descriptor_path(file->descriptor, path);
                locks->descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
                locks->is_own = locks->descriptor >= 0;
                if (!locks->is_own)
                        locks->descriptor = file->descriptor;
        }
        /* release file.locks: mww_lock_check() reads it without the lock. */
        atomic_store_explicit(&file->locks, locks, memory_order_release);
        return locks;
}

/* What the kernel can lock of a range: none of the bytes that this layer uses. */
static bool clip(uint64_t from, uint64_t size_bytes, uint64_t *out_from, uint64_t *out_size)
{
        *out_from = from < MWW_MAPPED_AT ? from : MWW_MAPPED_AT - 1;
        *out_size = size_bytes < MWW_MAPPED_AT - *out_from ? size_bytes : MWW_MAPPED_AT - *out_from;
        return *out_size > 0;
}

static bool overlap(const range *one, uint64_t from, uint64_t size_bytes)
{
        uint64_t last = from + size_bytes - 1;
        uint64_t one_last = one->from + one->size_bytes - 1;

        if (size_bytes == 0 && one->size_bytes == 0)
                return false;
        if (size_bytes == 0) /* between two bytes: inside, not at an edge */
                return from > one->from && from <= one_last;
        if (one->size_bytes == 0)
                return one->from > from && one->from <= last;
        return one->from <= last && from <= one_last;
}

/* What the list wants of the byte at from, and up to where all bytes want that. */
static short wanted_at(const mww_locks *locks, uint64_t from, uint64_t *inout_end)
{
        short wanted = F_UNLCK;

        for (const range *one = locks->all; one; one = one->next) {
                uint64_t end = one->from + one->size_bytes;
                uint64_t border = one->from > from ? one->from : end;

                if (one->size_bytes == 0)
                        continue;
                if (one->from <= from && (end > from || end < one->from)) {
                        if (wanted != F_WRLCK)
                                wanted = one->is_exclusive ? F_WRLCK : F_RDLCK;
                }
                if (border > from && border < *inout_end)
                        *inout_end = border;
        }
        return wanted;
}

/* Makes the kernel's locks in a range what the list says, piece by piece, so that
 * nothing that stays is let go in between. 0, or errno of the first that can't. */
static int settle(const mww_locks *locks, uint64_t from, uint64_t size_bytes)
{
        uint64_t at;
        uint64_t length;

        if (!clip(from, size_bytes, &at, &length))
                return 0;
        for (const uint64_t end = at + length; at < end; at += length) {
                uint64_t piece_end = end;
                short wanted = wanted_at(locks, at, &piece_end);
                int number;

                length = piece_end - at;
                number = mww_range_lock(locks->descriptor, wanted, at, length);
                if (number == EBADF) /* a descriptor that can do only the other kind */
                        number = mww_range_lock(locks->descriptor,
                                                wanted == F_WRLCK ? F_RDLCK : F_WRLCK, at, length);
                if (number == EAGAIN || number == EACCES)
                        return number;
        }
        return 0;
}

/* 0, ERROR_LOCK_VIOLATION, or another last error. Under the lock. */
static DWORD try_lock(mww_locks *locks, uint64_t from, uint64_t size_bytes, bool is_exclusive)
{
        range *made;

        for (const range *one = locks->all; one; one = one->next)
                if (is_exclusive && overlap(one, from, size_bytes))
                        return ERROR_LOCK_VIOLATION;
        made = malloc(sizeof *made);
        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        *made = (range){ locks->all, from, size_bytes, is_exclusive };
        locks->all = made;
        if (settle(locks, from, size_bytes) == 0)
                return ERROR_SUCCESS;
        locks->all = made->next;
        settle(locks, from, size_bytes);
        free(made);
        return ERROR_LOCK_VIOLATION;
}

DWORD mww_lock_range(mww_file *file, uint64_t from, uint64_t size_bytes, bool is_exclusive)
{
        mww_locks *locks;
        DWORD error;

        if (file->kind != &mww_disk_kind)
                return ERROR_INVALID_PARAMETER;
        if (size_bytes > 0 && from + size_bytes - 1 < from)
                return ERROR_INVALID_PARAMETER;
        pthread_mutex_lock(&lock);
        locks = locks_of(file);
        error = locks ? try_lock(locks, from, size_bytes, is_exclusive) : ERROR_NOT_ENOUGH_MEMORY;
        pthread_mutex_unlock(&lock);
        return error;
}

/* Not F_OFD_SETLKW: another thread must be able to unlock this handle. */
static DWORD await_lock(mww_file *file, uint64_t from, uint64_t size_bytes, bool is_exclusive)
{
        const struct timespec pause = { 0, MWW_LOCK_PAUSE_NS };
        DWORD error;

        while ((error = mww_lock_range(file, from, size_bytes, is_exclusive)) ==
               ERROR_LOCK_VIOLATION)
                nanosleep(&pause, NULL);
        return error;
}

static DWORD unlock_range(mww_file *file, uint64_t from, uint64_t size_bytes)
{
        range **found = NULL;
        mww_locks *locks;
        range *gone = NULL;

        pthread_mutex_lock(&lock);
        locks = atomic_load_explicit(&file->locks, memory_order_relaxed);
        for (range **at = locks ? &locks->all : NULL; at && *at; at = &(*at)->next)
                if ((*at)->from == from && (*at)->size_bytes == size_bytes &&
                    (!found || ((*at)->is_exclusive && !(*found)->is_exclusive)))
                        found = at; /* an exclusive one goes first */
        if (found) {
                gone = *found;
                *found = gone->next;
                settle(locks, from, size_bytes);
        }
        pthread_mutex_unlock(&lock);
        free(gone);
        return gone ? ERROR_SUCCESS : ERROR_NOT_LOCKED;
}

DWORD mww_lock_check(mww_file *file, uint64_t offset, uint64_t size_bytes, bool writes)
{
        /* acquire file.locks: its descriptor is read. */
        const mww_locks *locks = atomic_load_explicit(&file->locks, memory_order_acquire);
        uint64_t at;
        uint64_t length;
        DWORD error = ERROR_SUCCESS;

        if (!clip(offset, size_bytes, &at, &length))
                return ERROR_SUCCESS;
        if (mww_range_is_locked(locks ? locks->descriptor : file->descriptor, !writes, at, length))
                return ERROR_LOCK_VIOLATION;
        if (!locks || !writes)
                return ERROR_SUCCESS;
        /* Nobody, its holder neither, writes into a shared lock. */
        pthread_mutex_lock(&lock);
        for (const range *one = locks->all; one && !error; one = one->next)
                if (!one->is_exclusive && overlap(one, offset, size_bytes))
                        error = ERROR_LOCK_VIOLATION;
        pthread_mutex_unlock(&lock);
        return error;
}

/* A handle that may lock. */
static DWORD pin(HANDLE handle, mww_pin *out_pin, mww_file **out_file)
{
        DWORD error = mww_file_pin(handle, 0, out_pin, out_file);

        if (!error && !(out_pin->access & (FILE_READ_DATA | FILE_WRITE_DATA))) {
                mww_handle_unpin(out_pin);
                error = ERROR_ACCESS_DENIED;
        }
        return error;
}

static uint64_t both(DWORD high, DWORD low)
{
        return (uint64_t) high << 32 | low;
}

BOOL LockFile(HANDLE handle, DWORD offset_low, DWORD offset_high, DWORD size_low, DWORD size_high)
{
        mww_file *file;
        mww_pin used;
        DWORD error = pin(handle, &used, &file);

        if (error)
                return mww_fail(error);
        error = mww_lock_range(file, both(offset_high, offset_low), both(size_high, size_low),
                               true);
        mww_handle_unpin(&used);
        return error ? mww_fail(error) : TRUE;
}

BOOL UnlockFile(HANDLE handle, DWORD offset_low, DWORD offset_high, DWORD size_low, DWORD size_high)
{
        mww_file *file;
        mww_pin used;
        DWORD error = pin(handle, &used, &file);

        if (error)
                return mww_fail(error);
        error = unlock_range(file, both(offset_high, offset_low), both(size_high, size_low));
        mww_handle_unpin(&used);
        return error ? mww_fail(error) : TRUE;
}

/* What must wait is left for later on a handle with FILE_FLAG_OVERLAPPED. */
static DWORD lock_overlapped(mww_file *file, DWORD flags, uint64_t size_bytes,
                             OVERLAPPED *overlapped)
{
        uint64_t from = both(overlapped->OffsetHigh, overlapped->Offset);
        bool is_exclusive = flags & LOCKFILE_EXCLUSIVE_LOCK;
        DWORD error = mww_overlapped_begin(overlapped);
        bool is_told;

        if (!error)
                error = mww_lock_range(file, from, size_bytes, is_exclusive);
        if (error == ERROR_LOCK_VIOLATION && !(flags & LOCKFILE_FAIL_IMMEDIATELY))
                error = file->flags & FILE_FLAG_OVERLAPPED ?
                                mww_lock_defer(file, from, size_bytes, is_exclusive, overlapped) :
                                await_lock(file, from, size_bytes, is_exclusive);
        if (error == ERROR_IO_PENDING)
                return error;
        is_told = mww_port_is_told(file, overlapped, error, false);
        mww_overlapped_done(overlapped, error, 0);
        if (is_told)
                mww_port_tell(file, overlapped, error, 0);
        return error;
}

BOOL LockFileEx(HANDLE handle, DWORD flags, DWORD reserved, DWORD size_low, DWORD size_high,
                LPOVERLAPPED overlapped)
{
        mww_file *file;
        mww_pin used;
        DWORD error = ERROR_INVALID_PARAMETER;

        if (!reserved && overlapped)
                error = pin(handle, &used, &file);
        if (error)
                return mww_fail(error);
        error = lock_overlapped(file, flags, both(size_high, size_low), overlapped);
        mww_handle_unpin(&used);
        return error ? mww_fail(error) : TRUE;
}

BOOL UnlockFileEx(HANDLE handle, DWORD reserved, DWORD size_low, DWORD size_high,
                  LPOVERLAPPED overlapped)
{
        if (reserved || !overlapped)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return UnlockFile(handle, overlapped->Offset, overlapped->OffsetHigh, size_low, size_high);
}
