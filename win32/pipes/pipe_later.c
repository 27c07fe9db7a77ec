/* SPDX-License-Identifier: MIT */
/* pipe_later.c — what is done to a named pipe later: reads that wait for something,
 * writes that wait for room, servers that wait for a client.
 *
 * What it is. A pending operation is watched by the attendant, by a duplicate of the
 * socket, and goes on when that can. Of the writes of a handle, and of its reads, only the
 * oldest is, and the others wait behind it, so that they are served in the order of their
 * calls. Connects are watched each for itself.
 *
 * The invariant. A pending operation stands in the pipe's list until it is finished or
 * cancelled. It is freed by who takes it out, unless the attendant is just coming to it:
 * then by that. It has a reference of the file, so what it needs is there.
 *
 * The end. Whoever closes the last handle ends all of them, as Windows does; else
 * they would keep the pipe open, and its other end would never know. A message of which
 * a part is sent already can't be taken back: it is finished, or goes with the pipe.
 *
 * Who writes: everything here under the pipe's lock.
 */
#include "pipe.h"
#include "files/port.h"

#include <stdlib.h>
#include <unistd.h>

/* A copy of the listening socket holds the instance's name: it goes before anybody is told
 * that the client is there, who may soon listen again. */
static void let_name_go(mww_pending *one)
{
        if (one->doing != MWW_CONNECTS || one->is_watched)
                return;
        close(one->watch.descriptor);
        one->watch.descriptor = -1;
}

static void drop(mww_pending *one)
{
        if (one->watch.descriptor >= 0)
                close(one->watch.descriptor);
        mww_object_unref(&one->file->base);
        free(one);
}

static void unlink_pending(mww_pipe *pipe, mww_pending *one)
{
        for (mww_pending **at = &pipe->pending; *at; at = &(*at)->next)
                if (*at == one) {
                        *at = one->next;
                        return;
                }
}

static void finish(mww_pipe *pipe, mww_pending *one, DWORD error)
{
        OVERLAPPED *overlapped = one->transfer.overlapped;
        bool is_told = mww_port_is_told(one->file, overlapped, error, true);

        unlink_pending(pipe, one);
        one->is_over = true;
        let_name_go(one);
        mww_overlapped_done(overlapped, error, one->transfer.done_bytes);
        if (is_told)
                mww_port_tell(one->file, overlapped, error, one->transfer.done_bytes);
        if (pipe->done)
                mw_event_set(pipe->done);
}

static bool watch(mww_pending *one)
{
        return one->is_watched = mww_watch_once(&one->watch);
}

/* The newest stands first. */
static mww_pending *oldest(const mww_pipe *pipe, mww_doing doing)
{
        mww_pending *found = NULL;

        for (mww_pending *one = pipe->pending; one; one = one->next)
                if (one->doing == doing)
                        found = one;
        return found;
}

/* A read or a write; ERROR_IO_PENDING: it has to wait. */
static DWORD do_now(mww_file *file, mww_transfer *transfer, mww_doing doing)
{
        DWORD error = doing == MWW_WRITES ? mww_pipe_write_now(file, transfer, MWW_SEND_LATER) :
                                            mww_pipe_read_now(file, transfer, false);

        return doing == MWW_READS && error == ERROR_NO_DATA ? ERROR_IO_PENDING : error;
}

/* Writes on until the socket is full, or reads on until it is empty. keep: isn't freed,
 * whoever calls has it. */
static void go_on(mww_pipe *pipe, mww_doing doing, const mww_pending *keep)
{
        mww_pending *one;

        while ((one = oldest(pipe, doing)) != NULL && !one->is_watched) {
                DWORD error = do_now(one->file, &one->transfer, doing);

                if (error == ERROR_IO_PENDING && watch(one))
                        return;
                finish(pipe, one, error == ERROR_IO_PENDING ? ERROR_NOT_ENOUGH_MEMORY : error);
                if (one != keep)
                        drop(one);
        }
}

/* A connect; it is over, or watched again. */
static void connect_on(mww_pipe *pipe, mww_pending *one, DWORD error)
{
        if (error != ERROR_PIPE_LISTENING || !watch(one))
                finish(pipe, one, error);
}

static void pending_ready(mww_watch *watch)
{
        mww_pending *one = (mww_pending *) watch;
        mww_pipe *pipe = one->file->own;
        DWORD error = ERROR_SUCCESS;
        bool is_mine;

        if (one->doing == MWW_CONNECTS)
                error = mww_pipe_accept(one->file);
        pthread_mutex_lock(&pipe->lock);
        one->is_watched = false;
        if (one->doing != MWW_CONNECTS)
                go_on(pipe, one->doing, one);
        else if (!one->is_over)
                connect_on(pipe, one, error);
        is_mine = one->is_over;
        pthread_mutex_unlock(&pipe->lock);
        if (is_mine)
                drop(one);
}

/* Under the lock. NULL: no memory, no descriptor. */
static mww_pending *add_pending(mww_file *file, const mww_transfer *transfer, int descriptor,
                                mww_doing doing)
{
        mww_pipe *pipe = file->own;
        mww_pending *one = calloc(1, sizeof *one);
        int copy = one ? fcntl(descriptor, F_DUPFD_CLOEXEC, 3) : -1;

        if (copy < 0) {
                free(one);
                return NULL;
        }
        *one = (mww_pending){ .watch = { .ready = pending_ready,
                                         .descriptor = copy,
                                         .for_room = doing == MWW_WRITES },
                              .file = (mww_file *) mww_object_ref(&file->base),
                              .transfer = *transfer,
                              .doing = doing,
                              .next = pipe->pending };
        pipe->pending = one;
        if (pipe->done)
                mw_event_reset(pipe->done);
        return one;
}

/* Under the lock: a new one, watched if it is the first of its kind or a connect. */
static DWORD defer(mww_file *file, const mww_transfer *transfer, int descriptor, mww_doing doing)
{
        mww_pipe *pipe = file->own;
        mww_pending *one = add_pending(file, transfer, descriptor, doing);

        if (!one)
                return ERROR_NOT_ENOUGH_MEMORY;
        if ((doing != MWW_CONNECTS && oldest(pipe, doing) != one) || watch(one))
                return ERROR_IO_PENDING;
        unlink_pending(pipe, one);
        drop(one);
        return ERROR_NOT_ENOUGH_MEMORY;
}

DWORD mww_pipe_connect_later(mww_file *file, OVERLAPPED *overlapped)
{
        const mww_transfer nothing = { .overlapped = overlapped };
        mww_pipe *pipe = file->own;
        DWORD error;

        pthread_mutex_lock(&pipe->lock);
        error = defer(file, &nothing, pipe->listener, MWW_CONNECTS);
        pthread_mutex_unlock(&pipe->lock);
        return error;
}

DWORD mww_pipe_do_or_defer(mww_file *file, mww_transfer *transfer, mww_doing doing)
{
        mww_pipe *pipe = file->own;
        DWORD error = ERROR_IO_PENDING;

        pthread_mutex_lock(&pipe->lock);
        if (!oldest(pipe, doing))
                error = do_now(file, transfer, doing);
        if (error == ERROR_IO_PENDING)
                error = defer(file, transfer, file->descriptor, doing);
        pthread_mutex_unlock(&pipe->lock);
        return error;
}

static bool can_be_cancelled(const mww_pipe *pipe, const mww_pending *one)
{
        return one->doing != MWW_WRITES || !pipe->is_message || one->transfer.done_bytes == 0;
}

/* Under the lock, while the caller holds the file. */
static DWORD cancel(mww_pipe *pipe, const OVERLAPPED *overlapped, DWORD how, bool all)
{
        DWORD error = ERROR_NOT_FOUND;

        for (mww_pending *at = pipe->pending, *next; at; at = next) {
                next = at->next;
                if ((overlapped && at->transfer.overlapped != overlapped) ||
                    (!all && !can_be_cancelled(pipe, at)))
                        continue;
                finish(pipe, at, how);
                if (!at->is_watched || mww_watch_give_up(&at->watch))
                        drop(at);
                error = ERROR_SUCCESS;
        }
        return error;
}

DWORD mww_pipe_cancel(mww_file *file, OVERLAPPED *overlapped)
{
        mww_pipe *pipe = file->own;
        DWORD error;

        pthread_mutex_lock(&pipe->lock);
        error = cancel(pipe, overlapped, ERROR_OPERATION_ABORTED, false);
        go_on(pipe, MWW_WRITES, NULL); /* the oldest may be another now */
        go_on(pipe, MWW_READS, NULL);
        pthread_mutex_unlock(&pipe->lock);
        return error;
}

void mww_pipe_disconnected(mww_pipe *pipe)
{
        cancel(pipe, NULL, ERROR_PIPE_NOT_CONNECTED, true);
}

/* Are all references that are left those of what is pending, and the closed handle's? */
void mww_pipe_closed(mww_file *file)
{
        mww_pipe *pipe = file->own;
        unsigned count = 1;

        pthread_mutex_lock(&pipe->lock);
        for (const mww_pending *one = pipe->pending; one; one = one->next)
                count++;
        if (count > 1 && atomic_load(&file->base.reference_count) == count)
                cancel(pipe, NULL, ERROR_BROKEN_PIPE, true);
        pthread_mutex_unlock(&pipe->lock);
}
