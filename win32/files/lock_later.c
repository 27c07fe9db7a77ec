/* SPDX-License-Identifier: MIT */
/* lock_later.c — LockFileEx of a range that isn't free, on a handle with
 * FILE_FLAG_OVERLAPPED: the call returns, and the lock comes later.
 *
 * What it is. A list of those that wait, and one thread that tries them in the order
 * of their calls, again and again, since the kernel tells nobody that somebody else's
 * lock is gone. It ends with the last of them.
 *
 * The end. Each has a reference of its file; whoever closes the file's last handle
 * cancels them. The locks themselves are the kernel's, so a process that is killed
 * leaves nothing.
 *
 * Fork. The child has no such thread: what waits there is its parent's.
 *
 * Who writes: the list, under the lock below.
 */
#include "pool/pool.h"
#include "port.h"

#include <stdlib.h>
#include <time.h>

typedef struct late {
        struct late *next;
        mww_file *file;
        uint64_t from;
        uint64_t size_bytes;
        bool is_exclusive;
        OVERLAPPED *overlapped;
} late;

MWW_LOCK(lock)
static late *lates; /* under the lock, like the next */
static bool is_tried;

/* Under the lock. A file that isn't used any more is gone after the lock only. */
static mww_file *finish(late **at, DWORD error)
{
        late *one = *at;
        mww_file *file = one->file;
        bool is_told = mww_port_is_told(file, one->overlapped, error, true);

        *at = one->next;
        mww_overlapped_done(one->overlapped, error, 0);
        if (is_told)
                mww_port_tell(file, one->overlapped, error, 0);
        free(one);
        return file;
}

/* Under the lock: the first that isn't in the way any more is finished. */
static mww_file *try_all(void)
{
        for (late **at = &lates; *at; at = &(*at)->next) {
                DWORD error = mww_lock_range((*at)->file, (*at)->from, (*at)->size_bytes,
                                             (*at)->is_exclusive);

                if (error != ERROR_LOCK_VIOLATION)
                        return finish(at, error);
        }
        return NULL;
}

static DWORD try_on(void *unused, void *unused_too)
{
        const struct timespec pause = { 0, MWW_LOCK_PAUSE_NS };
        bool goes_on;

        do {
                mww_file *done;

                pthread_mutex_lock(&lock);
                done = try_all();
                goes_on = is_tried = lates != NULL;
                pthread_mutex_unlock(&lock);
                if (done)
                        mww_object_unref(&done->base);
                else if (goes_on)
                        nanosleep(&pause, NULL);
        } while (goes_on);
        return 0;
}

DWORD mww_lock_defer(mww_file *file, uint64_t from, uint64_t size_bytes, bool is_exclusive,
                     OVERLAPPED *overlapped)
{
        late *made = malloc(sizeof *made);
        late **end = &lates;
        DWORD error = ERROR_IO_PENDING;

        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        *made = (late){ NULL, file, from, size_bytes, is_exclusive, overlapped };
        pthread_mutex_lock(&lock);
        while (*end)
                end = &(*end)->next;
        *end = made;
        if (!is_tried)
                is_tried = mww_pool_thread(try_on, NULL, 0);
        if (is_tried) {
                mww_object_ref(&file->base);
        } else {
                *end = NULL;
                free(made);
                error = ERROR_NOT_ENOUGH_MEMORY;
        }
        pthread_mutex_unlock(&lock);
        return error;
}

/* While the caller holds the file. */
DWORD mww_lock_cancel(mww_file *file, OVERLAPPED *overlapped)
{
        DWORD error = ERROR_NOT_FOUND;

        pthread_mutex_lock(&lock);
        for (late **at = &lates; *at;) {
                if ((*at)->file != file || (overlapped && (*at)->overlapped != overlapped)) {
                        at = &(*at)->next;
                        continue;
                }
                mww_object_unref(&finish(at, ERROR_OPERATION_ABORTED)->base);
                error = ERROR_SUCCESS;
        }
        pthread_mutex_unlock(&lock);
        return error;
}

/* Are all references that are left those of what waits, and the closed handle's? */
void mww_lock_closed(mww_file *file)
{
        unsigned count = 1;

        pthread_mutex_lock(&lock);
        for (const late *one = lates; one; one = one->next)
                count += one->file == file;
        pthread_mutex_unlock(&lock);
        if (count > 1 && atomic_load(&file->base.reference_count) == count)
                mww_lock_cancel(file, NULL);
}

static void forget(void)
{
        lates = NULL;
        is_tried = false;
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget);
}
