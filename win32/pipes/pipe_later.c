/* SPDX-License-Identifier: MIT */
/* pipe_later.c — what is done to a named pipe later: reads that wait for something,
 * writes that wait for room, servers that wait for a client.
 *
 * What it is. A pending operation is watched by the attendant, by a duplicate of the
 * socket, and goes on when that can. Reads and connects are watched each for itself. Of
 * the writes of a handle only the oldest is, and the others wait behind it, so that
 * they go out in the order of their calls.
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
static mww_pending *oldest_write(const mww_pipe *pipe)
{
        mww_pending *oldest = NULL;

        for (mww_pending *one = pipe->pending; one; one = one->next)
                if (one->doing == MWW_WRITES)
                        oldest = one;
        return oldest;
}

/* Writes on until the socket is full. keep: isn't freed, whoever calls has it. */
static void write_on(mww_pipe *pipe, const mww_pending *keep)
{
        mww_pending *one;

        while ((one = oldest_write(pipe)) != NULL && !one->is_watched) {
                DWORD error = mww_pipe_write_now(one->file, &one->transfer, MWW_SEND_LATER);

                if (error == ERROR_IO_PENDING && watch(one))
                        return;
                finish(pipe, one, error == ERROR_IO_PENDING ? ERROR_NOT_ENOUGH_MEMORY : error);
                if (one != keep)
                        drop(one);
        }
}

/* A read or a connect; it is over, or watched again. */
static void try_again(mww_pipe *pipe, mww_pending *one, DWORD error)
{
        bool waits_on;

        if (one->doing == MWW_READS)
                error = mww_pipe_read_now(one->file, &one->transfer, false);
        waits_on = error == (one->doing == MWW_READS ? ERROR_NO_DATA : ERROR_PIPE_LISTENING);
        if (!waits_on || !watch(one))
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
        if (one->doing == MWW_WRITES)
                write_on(pipe, one);
        else if (!one->is_over)
                try_again(pipe, one, error);
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

DWORD mww_pipe_defer(mww_file *file, const mww_transfer *transfer, int descriptor, mww_doing doing)
{
        mww_pipe *pipe = file->own;
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;
        mww_pending *one;

        pthread_mutex_lock(&pipe->lock);
        one = add_pending(file, transfer, descriptor, doing);
        if (one && watch(one)) {
                error = ERROR_IO_PENDING;
        } else if (one) {
                unlink_pending(pipe, one);
                drop(one);
        }
        pthread_mutex_unlock(&pipe->lock);
        return error;
}

DWORD mww_pipe_write_or_defer(mww_file *file, mww_transfer *transfer)
{
        mww_pipe *pipe = file->own;
        DWORD error = ERROR_IO_PENDING;

        pthread_mutex_lock(&pipe->lock);
        if (!oldest_write(pipe))
                error = mww_pipe_write_now(file, transfer, MWW_SEND_LATER);
        if (error == ERROR_IO_PENDING) {
                mww_pending *one = add_pending(file, transfer, file->descriptor, MWW_WRITES);

                if (!one)
                        error = ERROR_NOT_ENOUGH_MEMORY;
                else if (oldest_write(pipe) == one && !watch(one)) {
                        unlink_pending(pipe, one);
                        drop(one);
                        error = ERROR_NOT_ENOUGH_MEMORY;
                }
        }
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
        write_on(pipe, NULL); /* the oldest write may be another now */
        pthread_mutex_unlock(&pipe->lock);
        return error;
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
