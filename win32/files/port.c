/* SPDX-License-Identifier: MIT */
/* port.c — CreateIoCompletionPort, GetQueuedCompletionStatus, PostQueuedCompletionStatus.
 *
 * What it is. A port is a queue of packets in this process, first in, first out, and a
 * semaphore that threads wait for. I/O on a file that belongs to a port puts a packet in
 * when it is done; PostQueuedCompletionStatus puts in what it likes.
 *
 * The invariant. The semaphore has a unit for each packet, and besides at most one for
 * each thread that CloseHandle sends away: who wakes and finds no packet goes on waiting.
 * A thread that leaves without a packet, though it took a unit, gives it back.
 *
 * Who writes. The queue: under the port's lock. A file's listener: once, by who adds it.
 *
 * How many threads may run at once is not held to: Linux wakes whoever waits.
 */
#include "port.h"
#include "processes/job.h"

#include <stdlib.h>

typedef struct packet {
        struct packet *next;
        ULONG_PTR key;
        OVERLAPPED *overlapped;
        DWORD error;
        DWORD done_bytes;
} packet;

typedef struct port {
        mww_object base;
        pthread_mutex_t lock;
        packet *first;
        packet **last;
        unsigned waiters; /* threads that wait */
        HANDLE units;     /* the semaphore     */
} port;

/* What a file has of its port. */
typedef struct file_link {
        mww_io_listener base;
        port *port;
        ULONG_PTR key;
} file_link;

static void port_destroy(mww_object *object)
{
        port *one = (port *) object;

        while (one->first) {
                packet *next = one->first->next;

                free(one->first);
                one->first = next;
        }
        CloseHandle(one->units);
        pthread_mutex_destroy(&one->lock);
        free(one);
}

/* A handle is gone: those who wait by it must find that out. */
static void port_closed(mww_object *object)
{
        port *one = (port *) object;
        unsigned waiters;

        pthread_mutex_lock(&one->lock);
        waiters = one->waiters;
        pthread_mutex_unlock(&one->lock);
        if (waiters)
                ReleaseSemaphore(one->units, (LONG) waiters, NULL);
}

const mww_class mww_port_class = {
        .all_access = IO_COMPLETION_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | 1,
        .generic_write = STANDARD_RIGHTS_WRITE | IO_COMPLETION_MODIFY_STATE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
        .closed = port_closed,
        .destroy = port_destroy,
};

static port *port_new(void)
{
        port *one = mww_object_new(&mww_port_class, sizeof *one);

        if (!one)
                return NULL;
        one->units = CreateSemaphoreA(NULL, 0, 0x1FFFFFFF, NULL);
        if (!one->units) {
                free(one);
                return NULL;
        }
        one->last = &one->first;
        pthread_mutex_init(&one->lock, NULL);
        return one;
}

static bool put(port *one, packet *sent)
{
        packet *made = malloc(sizeof *made);

        if (!made)
                return false;
        *made = *sent;
        made->next = NULL;
        pthread_mutex_lock(&one->lock);
        *one->last = made;
        one->last = &made->next;
        pthread_mutex_unlock(&one->lock);
        return ReleaseSemaphore(one->units, 1, NULL);
}

static bool take(port *one, packet *out)
{
        packet *first;

        pthread_mutex_lock(&one->lock);
        first = one->first;
        if (first) {
                one->first = first->next;
                if (!one->first)
                        one->last = &one->first;
                *out = *first;
        }
        pthread_mutex_unlock(&one->lock);
        free(first);
        return first != NULL;
}

/* ---- files ------------------------------------------------------------------------ */

DWORD mww_file_listen(HANDLE handle, mww_io_listener *listener)
{
        mww_io_listener *before = NULL;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return error;
        if (!(file->flags & FILE_FLAG_OVERLAPPED) ||
            !atomic_compare_exchange_strong(&file->listener, &before, listener))
                error = ERROR_INVALID_PARAMETER;
        mww_handle_unpin(&pin);
        return error;
}

static void tell_port(mww_io_listener *listener, OVERLAPPED *overlapped, DWORD error,
                      DWORD done_bytes)
{
        const file_link *to = (file_link *) listener;
        packet sent = { NULL, to->key, overlapped, error, done_bytes };

        put(to->port, &sent);
}

static void leave_port(mww_io_listener *listener)
{
        mww_object_unref(&((file_link *) listener)->port->base);
        free(listener);
}

static DWORD join(HANDLE handle, port *one, ULONG_PTR key)
{
        file_link *made = malloc(sizeof *made);
        DWORD error;

        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        *made = (file_link){ { .tell = tell_port, .leave = leave_port }, one, key };
        mww_object_ref(&one->base);
        error = mww_file_listen(handle, &made->base);
        if (error)
                leave_port(&made->base);
        return error;
}

void mww_port_leave(mww_file *file)
{
        mww_io_listener *listener = atomic_load(&file->listener);

        if (listener)
                listener->leave(listener);
}

bool mww_port_is_told(mww_file *file, const OVERLAPPED *overlapped, DWORD error, bool was_pending)
{
        mww_io_listener *listener = atomic_load(&file->listener);

        if (!listener || ((uintptr_t) overlapped->hEvent & 1))
                return false;
        if (was_pending)
                return true;
        if (error == ERROR_SUCCESS)
                return !(atomic_load(&listener->modes) & FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
        return error == ERROR_MORE_DATA;
}

void mww_port_tell(mww_file *file, OVERLAPPED *overlapped, DWORD error, DWORD done_bytes)
{
        mww_io_listener *listener = atomic_load(&file->listener);
        DWORD before = GetLastError();

        listener->tell(listener, overlapped, error, done_bytes);
        SetLastError(before);
}

BOOL SetFileCompletionNotificationModes(HANDLE handle, UCHAR modes)
{
        mww_io_listener *listener;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        listener = atomic_load(&file->listener);
        if (modes & ~(FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE))
                error = ERROR_INVALID_PARAMETER;
        else if (listener) /* else there is nothing to skip */
                atomic_fetch_or(&listener->modes, modes);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* ---- ports ------------------------------------------------------------------------ */

HANDLE CreateIoCompletionPort(HANDLE file, HANDLE existing, ULONG_PTR key, DWORD threads)
{
        HANDLE result = existing;
        mww_pin pin;
        DWORD error = ERROR_SUCCESS;
        port *one;

        (void) threads;
        if (existing) {
                if (file == INVALID_HANDLE_VALUE)
                        return mww_fail_handle(ERROR_INVALID_PARAMETER);
                error = mww_handle_pin_as(existing, &mww_port_class, 0, &pin);
                if (error)
                        return mww_fail_handle(error);
                error = join(file, (port *) pin.object, key);
                mww_handle_unpin(&pin);
                return error ? mww_fail_handle(error) : result;
        }
        one = port_new();
        if (!one)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        if (file != INVALID_HANDLE_VALUE)
                error = join(file, one, key);
        if (error) {
                mww_object_unref(&one->base);
                return mww_fail_handle(error);
        }
        result = mww_handle_new(&one->base, IO_COMPLETION_ALL_ACCESS, false);
        return result ? result : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL PostQueuedCompletionStatus(HANDLE handle, DWORD done_bytes, ULONG_PTR key,
                                LPOVERLAPPED overlapped)
{
        packet sent = { NULL, key, overlapped, ERROR_SUCCESS, done_bytes };
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &mww_port_class, IO_COMPLETION_MODIFY_STATE, &pin);

        if (error)
                return mww_fail(error);
        if (!put((port *) pin.object, &sent))
                error = ERROR_NOT_ENOUGH_MEMORY;
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

bool mww_port_post(mww_object *object, DWORD bytes, ULONG_PTR key, OVERLAPPED *overlapped)
{
        packet sent = { NULL, key, overlapped, ERROR_SUCCESS, bytes };
        DWORD before = GetLastError();
        bool is_sent = put((port *) object, &sent);

        SetLastError(before);
        return is_sent;
}

static DWORD left_of(int64_t deadline_ns, DWORD milliseconds)
{
        int64_t left_ns = deadline_ns - mw_now_ns();

        if (milliseconds == INFINITE || milliseconds == 0)
                return milliseconds;
        return left_ns <= 0 ? 0 : (DWORD) ((left_ns + 999999) / 1000000);
}

/* Waits for one packet: 0, WAIT_TIMEOUT, WAIT_IO_COMPLETION, ERROR_ABANDONED_WAIT_0. */
static DWORD next(const mww_pin *pin, packet *out, DWORD milliseconds, BOOL alertable)
{
        port *one = (port *) pin->object;
        int64_t deadline_ns = mww_deadline_ns(milliseconds);
        DWORD result;

        pthread_mutex_lock(&one->lock);
        one->waiters++;
        pthread_mutex_unlock(&one->lock);
        for (;;) {
                if (!mww_pin_is_open(pin)) {
                        result = ERROR_ABANDONED_WAIT_0;
                        break;
                }
                result = WaitForSingleObjectEx(one->units, left_of(deadline_ns, milliseconds),
                                               alertable);
                if (result != WAIT_OBJECT_0)
                        break;
                if (!mww_pin_is_open(pin))
                        ReleaseSemaphore(one->units, 1, NULL); /* it may be a packet's */
                else if (take(one, out))
                        break;
        }
        pthread_mutex_lock(&one->lock);
        one->waiters--;
        pthread_mutex_unlock(&one->lock);
        return result;
}

BOOL GetQueuedCompletionStatus(HANDLE handle, LPDWORD out_bytes, PULONG_PTR out_key,
                               LPOVERLAPPED *out_overlapped, DWORD milliseconds)
{
        DWORD before = GetLastError();
        packet got = { 0 };
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &mww_port_class, 0, &pin);

        *out_overlapped = NULL;
        if (error)
                return mww_fail(error);
        error = next(&pin, &got, milliseconds, FALSE);
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        SetLastError(before);
        *out_bytes = got.done_bytes;
        *out_key = got.key;
        *out_overlapped = got.overlapped;
        return got.error ? mww_fail(got.error) : TRUE;
}

BOOL GetQueuedCompletionStatusEx(HANDLE handle, LPOVERLAPPED_ENTRY entries, ULONG room,
                                 PULONG out_count, DWORD milliseconds, BOOL alertable)
{
        DWORD before = GetLastError();
        ULONG count = 0;
        packet got;
        mww_pin pin;
        DWORD error;

        if (!room || !entries || !out_count)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_count = 0;
        error = mww_handle_pin_as(handle, &mww_port_class, 0, &pin);
        if (error)
                return mww_fail(error);
        error = next(&pin, &got, milliseconds, alertable);
        while (!error) {
                entries[count].lpCompletionKey = got.key;
                entries[count].lpOverlapped = got.overlapped;
                entries[count].Internal = mww_status_of_error(got.error);
                entries[count++].dwNumberOfBytesTransferred = got.done_bytes;
                if (count == room || next(&pin, &got, 0, FALSE))
                        break;
        }
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        SetLastError(before);
        *out_count = count;
        return TRUE;
}
