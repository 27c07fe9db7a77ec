/* SPDX-License-Identifier: MIT */
/* pipe.h — named pipes: what their sources share.
 *
 *      pipe.c          CreatePipe, PeekNamedPipe, what can be asked and set
 *      pipe_named.c    instances, ConnectNamedPipe, clients
 *      pipe_data.c     reading and writing, messages
 *      pipe_later.c    what finishes later
 */
#ifndef MWW_PIPE_H
#define MWW_PIPE_H

#include "processes/attendant.h"
#include "files/file.h"

#define MWW_PIPE_NAME_BYTES 92 /* leaves room for an instance in a socket's name */

typedef enum mww_doing { MWW_READS, MWW_WRITES, MWW_CONNECTS } mww_doing;

/* A read, write or connect that finishes later. */
typedef struct mww_pending {
        mww_watch    watch;     /* on a duplicate of the descriptor                  */
        mww_file    *file;      /* a reference                                       */
        mww_transfer transfer;  /* of a connect only overlapped                      */
        mww_doing    doing;
        bool         is_watched; /* of reads, and of writes, only the oldest is       */
        bool         is_over;   /* done or cancelled: whoever comes last frees it    */
        struct mww_pending *next;
} mww_pending;

/* file->own of a named pipe's end. All of it under its lock, but what is constant; a
 * reader holds `reading` for as long as it waits. */
typedef struct mww_pipe {
        pthread_mutex_t lock;
        pthread_mutex_t reading;
        pthread_mutex_t writing;
        bool     is_server;     /* constant                                          */
        bool     is_message;    /* its type; constant                                */
        bool     reads_messages;
        bool     never_waits;   /* PIPE_NOWAIT                                       */
        bool     is_connected;
        int      listener;      /* server: -1 when it doesn't listen                 */
        int      marker;        /* server: bound to the instance's name              */
        int      free_marker;   /* server: while it listens                          */
        int      one_way;       /* server: says which way, unless it is both         */
        DWORD    open_mode;     /* server: PIPE_ACCESS_x                             */
        DWORD    sizes[2];      /* as asked for: out, in                             */
        DWORD    instance_limit;
        unsigned number;
        char     name[MWW_PIPE_NAME_BYTES]; /* without the instance's number                     */
        char    *rest;          /* of a message that was read in part; under reading */
        size_t   rest_at;
        size_t   rest_bytes;
        mw_event *done;         /* what a wait for the handle waits for              */
        mww_pending *pending;
} mww_pipe;

extern const mww_file_kind mww_pipe_kind;

/* What is behind \\.\KIND\, made short enough for a socket's name. */
DWORD mww_pipe_local_name(const char *given, const char *kind, char out[MWW_PIPE_NAME_BYTES]);
/* CreateFile of \\.\pipe\NAME; given is the whole of it. */
DWORD mww_pipe_open(const char *given, DWORD access, DWORD flags, mww_file **out_file);
/* A connected end that came from another process; NULL: no memory. The descriptor is
 * taken over. */
mww_file *mww_pipe_adopt(int descriptor, DWORD flags, bool is_server);
/* A new end, not connected. */
mww_file *mww_pipe_new(bool is_server, bool is_message, DWORD flags);
static inline mww_pipe *mww_pipe_of(mww_file *file)
{
        return file->kind == &mww_pipe_kind ? file->own : NULL;
}

/* pipe_named.c: takes a client that is there; 0, ERROR_PIPE_LISTENING: none is. */
DWORD mww_pipe_accept(mww_file *file);
/* Is there somebody to talk to? 0, or why not. */
DWORD mww_pipe_ready(mww_file *file);

/* pipe_later.c: what can't be done at once the attendant finishes; ERROR_IO_PENDING. */
DWORD mww_pipe_connect_later(mww_file *file, OVERLAPPED *overlapped);
DWORD mww_pipe_do_or_defer(mww_file *file, mww_transfer *transfer, mww_doing doing);
void mww_pipe_disconnected(mww_pipe *pipe); /* ends what is pending; under the lock */
DWORD mww_pipe_cancel(mww_file *file, OVERLAPPED *overlapped);
void mww_pipe_closed(mww_file *file); /* a handle was */

/* pipe_data.c: what can be done now; ERROR_NO_DATA: nothing is there to read. */
DWORD mww_pipe_read_now(mww_file *file, mww_transfer *transfer, bool is_waiting);
typedef enum mww_sending {
        MWW_SEND_WAITING,
        MWW_SEND_WHAT_FITS,
        MWW_SEND_LATER, /* ERROR_IO_PENDING: some of it is left */
} mww_sending;
DWORD mww_pipe_write_now(mww_file *file, mww_transfer *transfer, mww_sending how);
/* Looks, without taking: how much is there, how much of it in the next message. */
DWORD mww_pipe_peek(mww_file *file, void *out, DWORD room, DWORD *out_copied, DWORD *out_all,
                    DWORD *out_left);

#endif
