/* SPDX-License-Identifier: MIT */
/* mailslot.c — CreateMailslot, GetMailslotInfo, SetMailslotInfo, and the writing end.
 *
 * What it is. A slot is a datagram socket, bound in the abstract name space as a pipe's
 * are, so that nothing is left of it when its process ends; who writes is connected to
 * it. What arrives is taken from the socket at once, by the attendant or by whoever asks,
 * and waits in a list: so a writer waits for nobody, and messages can be counted.
 *
 * Who writes. A slot: under its lock. It lasts as long as its file or its watch.
 *
 * An overlapped read that has no time limit is finished by the attendant; one with a
 * limit waits, as one without OVERLAPPED does. A message that is longer than the slot
 * takes is dropped when it arrives. Other users' messages are, too.
 */
#include "mailslot.h"
#include "pipe.h"
#include "files/port.h"
#include "threads/task.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define WAITING_MAX_BYTES (64u << 20) /* then the writers wait */
#define BUFFER_BYTES      (1 << 20)

typedef struct message {
        struct message *next;
        DWORD size_bytes;
        char data[];
} message;

/* An overlapped read that waits. */
typedef struct pending {
        struct pending *next;
        mww_transfer transfer;
} pending;

typedef struct slot {
        mww_watch watch; /* first: the attendant gives it back */
        pthread_mutex_t lock;
        pthread_cond_t arrived;
        unsigned users; /* the file, the watch             */
        mww_file *file; /* NULL: it is closed              */
        int socket;
        DWORD max_bytes; /* of a message; 0: any           */
        DWORD timeout;
        bool is_watched;
        message *first;
        message **last;
        DWORD count;
        size_t waiting_bytes;
        pending *reads;
} slot;

static const mww_file_kind slot_kind;
static const mww_file_kind writer_kind;

/* ---- arriving -------------------------------------------------------------------- */

static bool is_trusted(struct msghdr *head)
{
        const struct cmsghdr *control = CMSG_FIRSTHDR(head);
        struct ucred who;

        if (!control || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_CREDENTIALS)
                return false;
        memcpy(&who, CMSG_DATA(control), sizeof who);
        return who.uid == geteuid() || who.uid == 0;
}

/* One message from the socket; false: none is there. */
static bool take_one(slot *of)
{
        char control[CMSG_SPACE(sizeof(struct ucred))];
        ssize_t size = recv(of->socket, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
        message *made = size < 0 ? NULL : malloc(sizeof *made + (size_t) size);
        struct iovec into = { made ? made->data : NULL, made ? (size_t) size : 0 };
        struct msghdr head = { .msg_iov = &into,
                               .msg_iovlen = 1,
                               .msg_control = control,
                               .msg_controllen = sizeof control };

        if (!made || recvmsg(of->socket, &head, MSG_DONTWAIT) < 0) {
                free(made);
                return false;
        }
        if (!is_trusted(&head) || (of->max_bytes && (size_t) size > of->max_bytes)) {
                free(made);
                return true;
        }
        made->next = NULL;
        made->size_bytes = (DWORD) size;
        *of->last = made;
        of->last = &made->next;
        of->count++;
        of->waiting_bytes += (size_t) size;
        pthread_cond_signal(&of->arrived);
        return true;
}

/* The oldest message into a buffer; one that is too long for it stays. */
static DWORD give_first(slot *of, mww_transfer *transfer)
{
        message *first = of->first;

        if (first->size_bytes > transfer->size_bytes)
                return ERROR_INSUFFICIENT_BUFFER;
        if (!mww_put(transfer->data, first->data, first->size_bytes))
                return ERROR_NOACCESS;
        transfer->done_bytes = first->size_bytes;
        of->first = first->next;
        if (!of->first)
                of->last = &of->first;
        of->count--;
        of->waiting_bytes -= first->size_bytes;
        free(first);
        return ERROR_SUCCESS;
}

static void finish(slot *of, pending *one, DWORD error)
{
        OVERLAPPED *overlapped = one->transfer.overlapped;
        bool is_told = of->file && mww_port_is_told(of->file, overlapped, error, true);

        mww_overlapped_done(overlapped, error, one->transfer.done_bytes);
        if (is_told)
                mww_port_tell(of->file, overlapped, error, one->transfer.done_bytes);
        free(one);
}

static void drain(slot *of)
{
        while (of->waiting_bytes < WAITING_MAX_BYTES && take_one(of))
                ;
        while (of->reads && of->first) {
                pending *one = of->reads;
                DWORD error = give_first(of, &one->transfer);

                of->reads = one->next;
                finish(of, one, error);
        }
}

/* ---- its watch, its end ------------------------------------------------------------ */

static void slot_ready(mww_watch *watch);

static void watch_again(slot *of)
{
        if (of->is_watched || !of->file || of->waiting_bytes >= WAITING_MAX_BYTES)
                return;
        of->watch = (mww_watch){ .ready = slot_ready, .descriptor = of->socket };
        of->is_watched = true;
        of->users++;
        if (!mww_watch_once(&of->watch)) {
                of->is_watched = false;
                of->users--;
        }
}

/* Unlocks, too. */
static void leave(slot *of)
{
        bool is_last = --of->users == 0;

        pthread_mutex_unlock(&of->lock);
        if (!is_last)
                return;
        while (of->first) {
                message *next = of->first->next;

                free(of->first);
                of->first = next;
        }
        close(of->socket);
        pthread_cond_destroy(&of->arrived);
        pthread_mutex_destroy(&of->lock);
        free(of);
}

static void slot_ready(mww_watch *watch)
{
        slot *of = (slot *) (void *) watch;

        pthread_mutex_lock(&of->lock);
        of->is_watched = false;
        if (of->file)
                drain(of);
        watch_again(of);
        leave(of);
}

/* The socket is bound until it is closed, which must not wait for the attendant. */
static void slot_destroy(mww_file *file)
{
        slot *of = file->own;

        pthread_mutex_lock(&of->lock);
        while (of->reads) {
                pending *one = of->reads;

                of->reads = one->next;
                finish(of, one, ERROR_OPERATION_ABORTED);
        }
        of->file = NULL;
        if (of->is_watched && mww_watch_give_up(&of->watch)) {
                of->is_watched = false;
                of->users--;
        }
        leave(of);
}

/* ---- reading ------------------------------------------------------------------------ */

static DWORD await(slot *of)
{
        struct timespec until;

        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += of->timeout / 1000;
        until.tv_nsec += (long) (of->timeout % 1000) * 1000000;
        if (until.tv_nsec >= 1000000000) {
                until.tv_sec++;
                until.tv_nsec -= 1000000000;
        }
        while (!of->first) {
                if (of->timeout == MAILSLOT_WAIT_FOREVER)
                        pthread_cond_wait(&of->arrived, &of->lock);
                else if (pthread_cond_timedwait(&of->arrived, &of->lock, &until) != 0)
                        break;
                drain(of);
        }
        return of->first ? ERROR_SUCCESS : ERROR_SEM_TIMEOUT;
}

static DWORD defer(slot *of, const mww_transfer *transfer)
{
        pending *made = calloc(1, sizeof *made);
        pending **end = &of->reads;

        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        made->transfer = *transfer;
        while (*end)
                end = &(*end)->next;
        *end = made;
        return ERROR_IO_PENDING;
}

static DWORD slot_read(mww_file *file, mww_transfer *transfer)
{
        slot *of = file->own;
        DWORD error = ERROR_SUCCESS;

        pthread_mutex_lock(&of->lock);
        drain(of);
        if (!of->first && of->timeout == 0)
                error = ERROR_SEM_TIMEOUT;
        else if (!of->first && transfer->overlapped && of->timeout == MAILSLOT_WAIT_FOREVER)
                error = defer(of, transfer);
        else if (!of->first)
                error = await(of);
        if (!error)
                error = give_first(of, transfer);
        watch_again(of);
        pthread_mutex_unlock(&of->lock);
        return error;
}

static DWORD slot_cancel(mww_file *file, OVERLAPPED *overlapped)
{
        slot *of = file->own;
        DWORD error = ERROR_NOT_FOUND;

        pthread_mutex_lock(&of->lock);
        for (pending **at = &of->reads; *at;) {
                pending *one = *at;

                if (overlapped && one->transfer.overlapped != overlapped) {
                        at = &one->next;
                        continue;
                }
                *at = one->next;
                finish(of, one, ERROR_OPERATION_ABORTED);
                error = ERROR_SUCCESS;
        }
        pthread_mutex_unlock(&of->lock);
        return error;
}

static const mww_file_kind slot_kind = {
        .type = FILE_TYPE_UNKNOWN,
        .read = slot_read,
        .cancel = slot_cancel,
        .destroy = slot_destroy,
};

/* ---- making, asking -------------------------------------------------------------------- */

static DWORD address_of(const char *given, struct sockaddr_un *out, socklen_t *out_size)
{
        char name[MWW_PIPE_NAME_BYTES];
        DWORD error = mww_pipe_local_name(given, "mailslot", name);

        if (error)
                return error;
        memset(out, 0, sizeof *out);
        out->sun_family = AF_UNIX;
        strcpy(out->sun_path + 1, name);
        *out_size = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
        return ERROR_SUCCESS;
}

static slot *slot_new(DWORD max_bytes, DWORD timeout, int socket)
{
        slot *made = calloc(1, sizeof *made);
        pthread_condattr_t clock;

        if (!made)
                return NULL;
        pthread_mutex_init(&made->lock, NULL);
        pthread_condattr_init(&clock);
        pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
        pthread_cond_init(&made->arrived, &clock);
        pthread_condattr_destroy(&clock);
        made->users = 1;
        made->socket = socket;
        made->max_bytes = max_bytes;
        made->timeout = timeout;
        made->last = &made->first;
        return made;
}

static DWORD create(const char *given, DWORD max_bytes, DWORD timeout, mww_file **out_file)
{
        struct sockaddr_un address;
        socklen_t size;
        DWORD error = address_of(given, &address, &size);
        int made;
        int on = 1;
        slot *of;

        if (error)
                return error;
        made = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (made < 0)
                return mww_error_of_errno(errno);
        setsockopt(made, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
        if (bind(made, (const struct sockaddr *) &address, size) < 0) {
                error = errno == EADDRINUSE ? ERROR_ALREADY_EXISTS : mww_error_of_errno(errno);
                close(made);
                return error;
        }
        of = slot_new(max_bytes, timeout, made);
        *out_file = of ? mww_file_new(&slot_kind, -1, 0) : NULL;
        if (!*out_file) {
                close(made);
                free(of);
                return ERROR_NOT_ENOUGH_MEMORY;
        }
        (*out_file)->own = of;
        pthread_mutex_lock(&of->lock);
        of->file = *out_file;
        watch_again(of);
        pthread_mutex_unlock(&of->lock);
        return ERROR_SUCCESS;
}

HANDLE CreateMailslotA(LPCSTR name, DWORD max_bytes, DWORD timeout,
                       LPSECURITY_ATTRIBUTES attributes)
{
        mww_file *file = NULL;
        DWORD error = create(name, max_bytes, timeout, &file);
        HANDLE handle = error ? NULL :
                                mww_handle_new(&file->base,
                                               FILE_GENERIC_READ | FILE_WRITE_ATTRIBUTES |
                                                       WRITE_DAC | SYNCHRONIZE,
                                               mww_wants_inherit(attributes));

        if (!error && !handle)
                error = ERROR_NOT_ENOUGH_MEMORY;
        SetLastError(error);
        return error ? INVALID_HANDLE_VALUE : handle;
}

HANDLE CreateMailslotW(LPCWSTR wide, DWORD max_bytes, DWORD timeout,
                       LPSECURITY_ATTRIBUTES attributes)
{
        char name[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(wide, name, &text))
                return INVALID_HANDLE_VALUE;
        return CreateMailslotA(text, max_bytes, timeout, attributes);
}

static DWORD pin_slot(HANDLE handle, mww_pin *out_pin, slot **out_slot)
{
        mww_file *file;
        DWORD error = mww_file_pin(handle, 0, out_pin, &file);

        if (error)
                return error;
        if (file->kind != &slot_kind) {
                mww_handle_unpin(out_pin);
                return ERROR_INVALID_PARAMETER;
        }
        *out_slot = file->own;
        return ERROR_SUCCESS;
}

BOOL GetMailslotInfo(HANDLE handle, LPDWORD out_max, LPDWORD out_next, LPDWORD out_count,
                     LPDWORD out_timeout)
{
        mww_pin pin;
        slot *of;
        DWORD error = pin_slot(handle, &pin, &of);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&of->lock);
        drain(of);
        if (out_max)
                *out_max = of->max_bytes;
        if (out_next)
                *out_next = of->first ? of->first->size_bytes : MAILSLOT_NO_MESSAGE;
        if (out_count)
                *out_count = of->count;
        if (out_timeout)
                *out_timeout = of->timeout;
        pthread_mutex_unlock(&of->lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

BOOL SetMailslotInfo(HANDLE handle, DWORD timeout)
{
        mww_pin pin;
        slot *of;
        DWORD error = pin_slot(handle, &pin, &of);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&of->lock);
        of->timeout = timeout;
        pthread_mutex_unlock(&of->lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

/* ---- the end that writes ------------------------------------------------------------------ */

static DWORD writer_write(mww_file *file, mww_transfer *transfer)
{
        ssize_t sent;

        do {
                sent = send(file->descriptor, transfer->data, transfer->size_bytes, MSG_NOSIGNAL);
        } while (sent < 0 && errno == EINTR);
        if (sent < 0)
                return errno == EFAULT                              ? ERROR_INVALID_USER_BUFFER :
                       errno == ECONNREFUSED || errno == ECONNRESET ? ERROR_HANDLE_EOF :
                       errno == EMSGSIZE                            ? ERROR_INVALID_PARAMETER :
                                                                      mww_error_of_errno(errno);
        transfer->done_bytes = (DWORD) sent;
        return ERROR_SUCCESS;
}

static const mww_file_kind writer_kind = {
        .type = FILE_TYPE_UNKNOWN,
        .write = writer_write,
};

DWORD mww_mailslot_open(const char *given, DWORD access, DWORD flags, mww_file **out_file)
{
        struct sockaddr_un address;
        socklen_t size;
        DWORD error = address_of(given, &address, &size);
        int bytes = BUFFER_BYTES;
        int made;

        if (error)
                return error;
        made = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (made < 0)
                return mww_error_of_errno(errno);
        setsockopt(made, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
        if (connect(made, (const struct sockaddr *) &address, size) < 0) {
                close(made);
                return ERROR_FILE_NOT_FOUND;
        }
        *out_file = mww_file_new(&writer_kind, made, flags & FILE_FLAG_OVERLAPPED);
        return *out_file ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}
