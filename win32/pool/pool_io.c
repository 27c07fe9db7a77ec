/* SPDX-License-Identifier: MIT */
/* pool_io.c — CreateThreadpoolIo and its kin, BindIoCompletionCallback.
 *
 * What it is. A task of the pool that is told when I/O on its file is done, and calls the
 * program's function once for each, in that order.
 *
 * The invariant. Between StartThreadpoolIo and the end of that I/O it is counted in
 * started; from then until its callback it is in the list, and the task is pending. What
 * nobody started, or was cancelled since, is dropped. The file holds the task until it
 * ends, as who waits for it does.
 */
#include "pool.h"

#include "files/port.h"

#include <stdlib.h>

typedef struct done {
        struct done *next;
        OVERLAPPED *overlapped;
        DWORD error;
        DWORD bytes;
} done;

struct _TP_IO {
        mww_task task;
        mww_io_listener listener;
        PTP_WIN32_IO_CALLBACK function;
        LPOVERLAPPED_COMPLETION_ROUTINE routine; /* BindIoCompletionCallback's, instead     */
        unsigned started;                        /* I/O that isn't done                     */
        unsigned skipped;                        /* of which nobody wants to know any more  */
        done *first;                             /* without a callback yet                  */
        done **last;
};

static void drop_done(PTP_IO io)
{
        while (io->first) {
                done *next = io->first->next;

                free(io->first);
                io->first = next;
        }
        io->last = &io->first;
}

static bool take(PTP_IO io, done *out)
{
        done *first;

        mww_pool_enter();
        first = io->first;
        if (first) {
                *out = *first;
                io->first = first->next;
                if (!io->first)
                        io->last = &io->first;
        }
        mww_pool_leave();
        free(first);
        return first != NULL;
}

static void call_io(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        PTP_IO io = (PTP_IO) task;
        done is;

        if (!take(io, &is))
                return;
        if (io->routine)
                io->routine(is.error, is.bytes, is.overlapped);
        else
                io->function(instance, task->context, is.overlapped, is.error, is.bytes, io);
}

static void end_io(mww_task *task)
{
        drop_done((PTP_IO) task);
        free(task);
}

static PTP_IO io_of(mww_io_listener *listener)
{
        return (PTP_IO) (void *) ((char *) listener - offsetof(struct _TP_IO, listener));
}

/* With the lock: whether the end of an I/O is a callback. Nobody says when I/O starts that
 * goes to a routine. */
static bool counts(PTP_IO io)
{
        if (io->routine)
                return true;
        if (io->skipped)
                io->skipped--;
        else if (io->started)
                return io->started--;
        return false;
}

static void tell_io(mww_io_listener *listener, OVERLAPPED *overlapped, DWORD error,
                    DWORD done_bytes)
{
        PTP_IO io = io_of(listener);
        done *made = malloc(sizeof *made);

        mww_pool_enter();
        if (counts(io) && made) {
                *made = (done){ NULL, overlapped, error, done_bytes };
                *io->last = made;
                io->last = &made->next;
                made = NULL;
                mww_task_submit(&io->task);
        }
        mww_task_ring(&io->task);
        mww_pool_leave();
        free(made);
}

static void leave_io(mww_io_listener *listener)
{
        PTP_IO io = io_of(listener);

        mww_pool_enter();
        io->task.users--;
        io->task.is_closed |= io->routine != NULL;
        mww_task_settle(&io->task);
        mww_pool_leave();
}

/* One of both functions. */
static PTP_IO new_io(HANDLE file, PTP_WIN32_IO_CALLBACK function,
                     LPOVERLAPPED_COMPLETION_ROUTINE routine, void *context,
                     const TP_CALLBACK_ENVIRON *environment)
{
        static const mww_task kind = { .call = call_io, .end = end_io };
        PTP_IO made = mww_task_new(sizeof *made, &kind, function || routine, context, environment);
        DWORD error;

        if (!made)
                return NULL;
        made->last = &made->first;
        made->function = function;
        made->routine = routine;
        made->listener = (mww_io_listener){ .tell = tell_io, .leave = leave_io };
        made->task.users++;
        error = mww_file_listen(file, &made->listener);
        if (!error)
                return made;
        made->task.is_closed = true;
        leave_io(&made->listener);
        SetLastError(error);
        return NULL;
}

PTP_IO CreateThreadpoolIo(HANDLE file, PTP_WIN32_IO_CALLBACK function, PVOID context,
                          PTP_CALLBACK_ENVIRON environment)
{
        return new_io(file, function, NULL, context, environment);
}

BOOL BindIoCompletionCallback(HANDLE file, LPOVERLAPPED_COMPLETION_ROUTINE routine, ULONG flags)
{
        return new_io(file, NULL, routine, NULL, NULL) != NULL;
}

void StartThreadpoolIo(PTP_IO io)
{
        mww_pool_enter();
        io->started++;
        mww_pool_leave();
}

void CancelThreadpoolIo(PTP_IO io)
{
        mww_pool_enter();
        if (io->started)
                io->started--;
        mww_task_ring(&io->task);
        mww_pool_leave();
}

void WaitForThreadpoolIoCallbacks(PTP_IO io, BOOL cancels)
{
        mww_pool_enter();
        io->task.users++;
        if (cancels) {
                io->skipped += io->started;
                io->started = 0;
                drop_done(io);
        }
        while (io->started) {
                unsigned heard = atomic_load(&io->task.bell);

                mww_pool_leave();
                mww_sleep_on(&io->task.bell, heard, MW_NEVER);
                mww_pool_enter();
        }
        mww_task_wait(&io->task, cancels, false);
        io->task.users--;
        mww_task_settle(&io->task);
        mww_pool_leave();
}

void CloseThreadpoolIo(PTP_IO io)
{
        mww_pool_enter();
        mww_task_close(&io->task);
        mww_pool_leave();
}
