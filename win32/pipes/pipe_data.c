/* SPDX-License-Identifier: MIT */
/* pipe_data.c — reading from and writing to a named pipe.
 *
 * A pipe of bytes is a stream socket. One of messages is a socket that keeps the bounds
 * of what is sent; each piece has a byte in front, 1 if the message goes on with the
 * next, so that a message may be empty, and longer than the socket takes at once.
 *
 * Messages are received whole. A reader that takes less finds the rest next time, and is
 * told ERROR_MORE_DATA if it reads by messages.
 *
 * A handle with FILE_FLAG_OVERLAPPED: what can't be done at once is left for later
 * (pipe_later.c).
 */
#include "pipe.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_BYTES 32768u
#define PIECES_MAX  4096 /* that are counted */

static DWORD error_of_io(int number)
{
        switch (number) {
        case EAGAIN:
                return ERROR_NO_DATA;
        case EPIPE:
                return ERROR_NO_DATA;
        case ECONNRESET:
        case ENOTCONN:
                return ERROR_BROKEN_PIPE;
        case EFAULT:
                return ERROR_NOACCESS;
        default:
                return mww_error_of_errno(number);
        }
}

/* ---- receiving --------------------------------------------------------------------- */

/* One piece behind what is in rest. 0; or errno; EPIPE: the end. */
static int receive_piece(mww_pipe *pipe, int descriptor, int flags, bool *out_goes_on)
{
        char *bigger = realloc(pipe->rest, pipe->rest_bytes + PIECE_BYTES);
        char front;
        struct iovec parts[2];
        struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
        ssize_t size;

        if (!bigger)
                return ENOMEM;
        pipe->rest = bigger;
        parts[0] = (struct iovec){ &front, 1 };
        parts[1] = (struct iovec){ bigger + pipe->rest_bytes, PIECE_BYTES };
        do
                size = recvmsg(descriptor, &message, flags);
        while (size < 0 && errno == EINTR);
        if (size <= 0)
                return size < 0 ? errno : EPIPE;
        pipe->rest_bytes += (size_t) size - 1;
        *out_goes_on = front != 0;
        return 0;
}

/* The next message, if none is begun; is_waiting: until one comes. */
static DWORD receive_message(mww_pipe *pipe, int descriptor, bool is_waiting)
{
        bool goes_on = true;
        int flags = is_waiting ? 0 : MSG_DONTWAIT;

        if (pipe->rest)
                return ERROR_SUCCESS;
        pipe->rest_at = pipe->rest_bytes = 0;
        while (goes_on) {
                int number = receive_piece(pipe, descriptor, flags, &goes_on);

                if (number) {
                        free(pipe->rest);
                        pipe->rest = NULL;
                        return number == EPIPE ? ERROR_BROKEN_PIPE : error_of_io(number);
                }
                flags = 0; /* the rest of it is on its way */
        }
        return ERROR_SUCCESS;
}

static DWORD take_from_rest(mww_pipe *pipe, mww_transfer *transfer)
{
        size_t left = pipe->rest_bytes - pipe->rest_at;
        size_t size = transfer->size_bytes - transfer->done_bytes;

        if (size > left)
                size = left;
        if (IsBadWritePtr((char *) transfer->data + transfer->done_bytes, size))
                return ERROR_NOACCESS; /* and the message stays */
        memcpy((char *) transfer->data + transfer->done_bytes, pipe->rest + pipe->rest_at, size);
        transfer->done_bytes += (DWORD) size;
        pipe->rest_at += size;
        if (pipe->rest_at < pipe->rest_bytes)
                return pipe->reads_messages ? ERROR_MORE_DATA : ERROR_SUCCESS;
        free(pipe->rest);
        pipe->rest = NULL;
        return ERROR_SUCCESS;
}

/* Under reading. By messages one; by bytes as much as is there. */
static DWORD read_messages(mww_file *file, mww_transfer *transfer, bool is_waiting)
{
        mww_pipe *pipe = file->own;
        DWORD error = receive_message(pipe, file->descriptor, is_waiting);

        if (!error)
                error = take_from_rest(pipe, transfer);
        while (!error && !pipe->reads_messages && transfer->done_bytes < transfer->size_bytes &&
               receive_message(pipe, file->descriptor, false) == ERROR_SUCCESS)
                error = take_from_rest(pipe, transfer);
        return error;
}

static DWORD read_bytes(mww_file *file, mww_transfer *transfer, bool is_waiting)
{
        ssize_t size;

        do
                size = recv(file->descriptor, transfer->data, transfer->size_bytes,
                            is_waiting ? 0 : MSG_DONTWAIT);
        while (size < 0 && errno == EINTR);
        if (size < 0)
                return error_of_io(errno);
        if (size == 0 && transfer->size_bytes > 0)
                return ERROR_BROKEN_PIPE;
        transfer->done_bytes = (DWORD) size;
        return ERROR_SUCCESS;
}

DWORD mww_pipe_read_now(mww_file *file, mww_transfer *transfer, bool is_waiting)
{
        mww_pipe *pipe = file->own;
        DWORD error;

        pthread_mutex_lock(&pipe->reading);
        error = pipe->is_message ? read_messages(file, transfer, is_waiting) :
                                   read_bytes(file, transfer, is_waiting);
        pthread_mutex_unlock(&pipe->reading);
        return error;
}

static DWORD pipe_read(mww_file *file, mww_transfer *transfer)
{
        const mww_pipe *pipe = file->own;
        DWORD error = mww_pipe_ready(file);

        if (error)
                return error;
        if ((file->flags & FILE_FLAG_OVERLAPPED) && transfer->overlapped)
                return mww_pipe_do_or_defer(file, transfer, MWW_READS);
        return mww_pipe_read_now(file, transfer, !pipe->never_waits);
}

/* ---- sending ----------------------------------------------------------------------- */

/* 0, or errno. */
static int send_piece(int descriptor, const char *data, size_t bytes, bool goes_on, int flags)
{
        char front = goes_on;
        struct iovec parts[2] = { { &front, 1 }, { (void *) (uintptr_t) data, bytes } };
        struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
        ssize_t size;

        do
                size = sendmsg(descriptor, &message, MSG_NOSIGNAL | flags);
        while (size < 0 && errno == EINTR);
        return size < 0 ? errno : 0;
}

/* A message that has begun is finished, if not later then at once: with PIPE_NOWAIT one
 * for whose beginning there is no room isn't sent, and that is no failure. */
static DWORD write_message(mww_file *file, mww_transfer *transfer, mww_sending how)
{
        int flags = how == MWW_SEND_WAITING ? 0 : MSG_DONTWAIT;

        do {
                DWORD left = transfer->size_bytes - transfer->done_bytes;
                DWORD size = left < PIECE_BYTES ? left : PIECE_BYTES;
                int number = send_piece(file->descriptor,
                                        (const char *) transfer->data + transfer->done_bytes, size,
                                        size < left, flags);

                if (number == EAGAIN)
                        return how == MWW_SEND_LATER ? ERROR_IO_PENDING : ERROR_SUCCESS;
                if (number)
                        return error_of_io(number);
                transfer->done_bytes += size;
                if (how == MWW_SEND_WHAT_FITS)
                        flags = 0;
        } while (transfer->done_bytes < transfer->size_bytes);
        return ERROR_SUCCESS;
}

static DWORD write_bytes(mww_file *file, mww_transfer *transfer, mww_sending how)
{
        int flags = MSG_NOSIGNAL | (how == MWW_SEND_WAITING ? 0 : MSG_DONTWAIT);

        while (transfer->done_bytes < transfer->size_bytes) {
                ssize_t size =
                        send(file->descriptor, (const char *) transfer->data + transfer->done_bytes,
                             transfer->size_bytes - transfer->done_bytes, flags);

                if (size < 0 && errno == EAGAIN)
                        return how == MWW_SEND_LATER ? ERROR_IO_PENDING : ERROR_SUCCESS;
                if (size < 0 && errno != EINTR)
                        return error_of_io(errno);
                if (size > 0)
                        transfer->done_bytes += (DWORD) size;
        }
        return ERROR_SUCCESS;
}

DWORD mww_pipe_write_now(mww_file *file, mww_transfer *transfer, mww_sending how)
{
        mww_pipe *pipe = file->own;
        DWORD error;

        pthread_mutex_lock(&pipe->writing);
        error = pipe->is_message ? write_message(file, transfer, how) :
                                   write_bytes(file, transfer, how);
        pthread_mutex_unlock(&pipe->writing);
        return error;
}

static DWORD pipe_write(mww_file *file, mww_transfer *transfer)
{
        const mww_pipe *pipe = file->own;
        DWORD error = mww_pipe_ready(file);

        if (error)
                return error;
        if (pipe->never_waits)
                return mww_pipe_write_now(file, transfer, MWW_SEND_WHAT_FITS);
        if ((file->flags & FILE_FLAG_OVERLAPPED) && transfer->overlapped)
                return mww_pipe_do_or_defer(file, transfer, MWW_WRITES);
        return mww_pipe_write_now(file, transfer, MWW_SEND_WAITING);
}

/* The other end went without having read all. */
static bool is_some_lost(int descriptor)
{
        int number = 0;
        socklen_t size = sizeof number;

        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size) == 0 &&
               number == ECONNRESET;
}

/* Until the other end has read all. If it goes meanwhile, what it did not read is lost; if
 * it had gone before, nothing is left to wait for. */
static DWORD pipe_flush(mww_file *file)
{
        DWORD error = mww_pipe_ready(file);
        bool has_waited = false;
        int unread = 1;

        while (!error) {
                struct pollfd gone = { file->descriptor, POLLHUP, 0 };

                if (ioctl(file->descriptor, TIOCOUTQ, &unread) < 0)
                        return mww_error_of_errno(errno);
                if (unread <= 0)
                        break;
                if (poll(&gone, 1, has_waited) > 0 && (gone.revents & POLLHUP))
                        return has_waited && is_some_lost(file->descriptor) ? ERROR_BROKEN_PIPE :
                                                                              ERROR_SUCCESS;
                has_waited = true;
        }
        return error;
}

/* ---- looking ----------------------------------------------------------------------- */

/* Under reading: the bytes of the messages that are still in the socket. Each is looked at
 * from behind the one before it. */
static DWORD bytes_in_socket(int descriptor)
{
        DWORD bytes = 0;
        int at = 0;
        char front;

        for (int pieces = 0; pieces < PIECES_MAX; pieces++) {
                ssize_t size;

                if (setsockopt(descriptor, SOL_SOCKET, SO_PEEK_OFF, &at, sizeof at) < 0)
                        break;
                size = recv(descriptor, &front, 1, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
                if (size <= 0)
                        break;
                bytes += (DWORD) size - 1;
                at += (int) size;
        }
        at = -1;
        setsockopt(descriptor, SOL_SOCKET, SO_PEEK_OFF, &at, sizeof at);
        return bytes;
}

DWORD mww_pipe_peek(mww_file *file, void *out, DWORD room, DWORD *out_copied, DWORD *out_all,
                    DWORD *out_left)
{
        mww_pipe *pipe = file->own;
        DWORD error = mww_pipe_ready(file);
        int waiting = 0;
        ssize_t size = 0;

        if (error)
                return error;
        pthread_mutex_lock(&pipe->reading);
        if (pipe->is_message) {
                error = receive_message(pipe, file->descriptor, false);
                size = error ? 0 : (ssize_t) (pipe->rest_bytes - pipe->rest_at);
                *out_all = (DWORD) size + bytes_in_socket(file->descriptor);
                *out_copied = size < (ssize_t) room ? (DWORD) size : room;
                if (IsBadWritePtr(out, *out_copied))
                        error = ERROR_NOACCESS;
                else if (*out_copied)
                        memcpy(out, pipe->rest + pipe->rest_at, *out_copied);
                *out_left = (DWORD) size - *out_copied;
        } else {
                char byte;

                size = recv(file->descriptor, room ? out : &byte, room ? room : 1,
                            MSG_PEEK | MSG_DONTWAIT);
                error = size < 0 ? error_of_io(errno) : size == 0 ? ERROR_BROKEN_PIPE : 0;
                ioctl(file->descriptor, FIONREAD, &waiting);
                *out_copied = size > 0 && room ? (DWORD) size : 0;
                *out_all = (DWORD) waiting;
                *out_left = 0u - *out_copied; /* of a message of no bytes, as Windows counts */
        }
        pthread_mutex_unlock(&pipe->reading);
        return error == ERROR_NO_DATA ? ERROR_SUCCESS : error;
}

/* ---- the kind -------------------------------------------------------------------------- */

static mw_object *pipe_waitable(mww_file *file)
{
        mww_pipe *pipe = file->own;
        mw_event *done;

        pthread_mutex_lock(&pipe->lock);
        if (!pipe->done)
                mw_event_open(NULL, MW_CREATE | (pipe->pending ? 0 : MW_SIGNALLED), NULL,
                              &pipe->done);
        done = pipe->done;
        pthread_mutex_unlock(&pipe->lock);
        return done ? mw_event_object(done) : NULL;
}

static void pipe_destroy(mww_file *file)
{
        mww_pipe *pipe = file->own;

        if (pipe->listener >= 0)
                close(pipe->listener);
        if (pipe->free_marker >= 0)
                close(pipe->free_marker);
        if (pipe->marker >= 0)
                close(pipe->marker);
        if (pipe->one_way >= 0)
                close(pipe->one_way);
        mw_event_close(pipe->done);
        free(pipe->rest);
        free(pipe);
}

const mww_file_kind mww_pipe_kind = {
        .type = FILE_TYPE_PIPE,
        .read = pipe_read,
        .write = pipe_write,
        .flush = pipe_flush,
        .cancel = mww_pipe_cancel,
        .closed = mww_pipe_closed,
        .waitable = pipe_waitable,
        .destroy = pipe_destroy,
};

mww_file *mww_pipe_new(bool is_server, bool is_message, DWORD flags)
{
        mww_pipe *pipe = calloc(1, sizeof *pipe);
        mww_file *file = pipe ? mww_file_new(&mww_pipe_kind, -1, flags) : NULL;

        if (!file) {
                free(pipe);
                return NULL;
        }
        pthread_mutex_init(&pipe->lock, NULL);
        pthread_mutex_init(&pipe->reading, NULL);
        pthread_mutex_init(&pipe->writing, NULL);
        pipe->is_server = is_server;
        pipe->is_message = is_message;
        pipe->listener = pipe->marker = pipe->free_marker = pipe->one_way = -1;
        file->own = pipe;
        return file;
}
