/* SPDX-License-Identifier: MIT */
/* pipe_named.c — named pipes: instances, clients, how they meet.
 *
 * An instance is a number below the pipe's limit. It holds sockets that are bound in the
 * abstract name space, so that nothing is left when their process ends:
 *
 *      NAME.number!   for as long as the instance lives: the pipe exists
 *      NAME.number    while it waits for a client; it takes exactly one
 *      NAME.number?   just as long, for who looks without becoming a client
 *      NAME.number<   for as long as the instance lives, if its client can only write;
 *                     NAME.number> if he can only read
 *
 * The listening socket has room for one connection that nobody has accepted. The client
 * is connected as soon as it is in there, whether or not the server has called
 * ConnectNamedPipe, as on Windows. The server shuts the socket down before it accepts,
 * so that no second client slips in.
 *
 * A client tries the numbers from 0 on. None listens: are there instances at all? Then
 * the pipe is busy, else there is none. It finds a pipe of messages and one of bytes by
 * different kinds of sockets.
 *
 * NAME has the user's number in it, and both ends ask the kernel who the other is: other
 * users' pipes are not seen. Names are the same whatever their case.
 */
#include "pipe.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUFFER_BYTES (1 << 20)

/* ---- names ------------------------------------------------------------------------- */

static uint64_t mix(const char *text, uint64_t hash)
{
        for (; *text; text++)
                hash = (hash ^ (unsigned char) *text) * UINT64_C(1099511628211); /* FNV-1a */
        return hash;
}

DWORD mww_pipe_local_name(const char *given, const char *kind, char out[MWW_PIPE_NAME_BYTES])
{
        const size_t kind_length = strlen(kind);

        const char *directory = secure_getenv("MAPWIRE_DIR");
        char name[257];
        size_t length;

        if (!given || strncmp(given, "\\\\", 2) != 0 || !given[2] || given[3] != '\\' ||
            strncasecmp(given + 4, kind, kind_length) != 0 || given[4 + kind_length] != '\\')
                return ERROR_INVALID_NAME;
        given += 4 + kind_length + 1;
        length = strlen(given);
        if (length == 0 || length >= sizeof name)
                return ERROR_INVALID_NAME;
        for (size_t at = 0; at <= length; at++)
                name[at] = (char) tolower((unsigned char) given[at]);
        snprintf(out, MWW_PIPE_NAME_BYTES, "mapwire-%s.%u.%08x.%.28s.%016llx", kind,
                 (unsigned) geteuid(),
                 (unsigned) mix(directory ? directory : "", UINT64_C(14695981039346656037)), name,
                 (unsigned long long) mix(name, UINT64_C(14695981039346656037)));
        return ERROR_SUCCESS;
}

static DWORD name_of(const char *given, char out[MWW_PIPE_NAME_BYTES])
{
        return mww_pipe_local_name(given, "pipe", out);
}

#define ALIVE    "!"
#define FREE     "?"
#define ONLY_IN  "<"
#define ONLY_OUT ">"

static socklen_t address_of(const char *name, unsigned number, const char *suffix,
                            struct sockaddr_un *out)
{
        memset(out, 0, sizeof *out);
        out->sun_family = AF_UNIX;
        snprintf(out->sun_path + 1, sizeof out->sun_path - 1, "%s.%u%s", name, number, suffix);
        return (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + strlen(out->sun_path + 1));
}

static int new_socket(int type)
{
        int made = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
        int bytes = BUFFER_BYTES;

        if (made >= 0 && type != SOCK_DGRAM)
                setsockopt(made, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
        return made;
}

static bool is_our_user(int descriptor, struct ucred *out_who)
{
        socklen_t size = sizeof *out_who;

        return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, out_who, &size) == 0 &&
               (out_who->uid == geteuid() || out_who->uid == 0);
}

/* -1: somebody has it. */
static int bind_marker(const char *name, unsigned number, const char *suffix)
{
        struct sockaddr_un address;
        socklen_t size = address_of(name, number, suffix, &address);
        int marker = new_socket(SOCK_DGRAM);

        if (marker >= 0 && bind(marker, (const struct sockaddr *) &address, size) < 0) {
                close(marker);
                marker = -1;
        }
        return marker;
}

static bool is_bound(const char *name, unsigned number, const char *suffix)
{
        struct sockaddr_un address;
        socklen_t size = address_of(name, number, suffix, &address);
        int probe = new_socket(SOCK_DGRAM);
        bool is_there;

        if (probe < 0)
                return false;
        is_there = connect(probe, (const struct sockaddr *) &address, size) == 0;
        close(probe);
        return is_there;
}

/* Somebody stands in the listening socket's queue: the kernel's list has a socket of that
 * name, connected and not yet anybody's (inode 0). Without the list nobody is seen. */
static bool is_awaited(const char *name, unsigned number)
{
        FILE *list = fopen("/proc/net/unix", "re");
        struct sockaddr_un address;
        bool found = false;
        char line[256];

        address_of(name, number, "", &address);
        while (list && !found && fgets(line, sizeof line, list)) {
                unsigned long inode = 1;
                int path = 0;

                line[strcspn(line, "\n")] = '\0';
                sscanf(line, "%*s %*s %*s %*s %*s %*s %lu @%n", &inode, &path);
                found = inode == 0 && path > 0 && strcmp(line + path, address.sun_path + 1) == 0;
        }
        if (list)
                fclose(list);
        return found;
}

/* Is there an instance that a client would get? */
static bool is_any_free(const char *name)
{
        for (unsigned number = 0; number < PIPE_UNLIMITED_INSTANCES; number++)
                if (is_bound(name, number, FREE) && !is_awaited(name, number))
                        return true;
        return false;
}

static bool is_any_bound(const char *name, const char *suffix)
{
        for (unsigned number = 0; number < PIPE_UNLIMITED_INSTANCES; number++)
                if (is_bound(name, number, suffix))
                        return true;
        return false;
}

/* ---- the server's end ---------------------------------------------------------------- */

static DWORD listen_again(mww_pipe *pipe)
{
        struct sockaddr_un address;
        socklen_t size = address_of(pipe->name, pipe->number, "", &address);
        int made = new_socket(pipe->is_message ? SOCK_SEQPACKET : SOCK_STREAM);

        if (made < 0)
                return mww_error_of_errno(errno);
        if (bind(made, (const struct sockaddr *) &address, size) < 0 || listen(made, 0) < 0) {
                close(made);
                return ERROR_PIPE_BUSY;
        }
        pipe->listener = made;
        pipe->free_marker = bind_marker(pipe->name, pipe->number, FREE);
        return ERROR_SUCCESS;
}

/* The suffix that says which way the bytes go; NULL: both ways. */
static const char *way_of(DWORD open_mode)
{
        return open_mode == PIPE_ACCESS_INBOUND  ? ONLY_IN :
               open_mode == PIPE_ACCESS_OUTBOUND ? ONLY_OUT :
                                                   NULL;
}

/* All instances of a pipe go the same way. */
static bool is_other_way(const char *name, DWORD open_mode, DWORD limit)
{
        for (unsigned number = 0; number < limit; number++)
                if (is_bound(name, number, ALIVE))
                        return is_bound(name, number, ONLY_IN) !=
                                       (open_mode == PIPE_ACCESS_INBOUND) ||
                               is_bound(name, number, ONLY_OUT) !=
                                       (open_mode == PIPE_ACCESS_OUTBOUND);
        return false;
}

static DWORD take_number(mww_pipe *pipe)
{
        for (unsigned number = 0; number < pipe->instance_limit; number++) {
                pipe->marker = bind_marker(pipe->name, number, ALIVE);
                pipe->number = number;
                if (pipe->marker < 0)
                        continue;
                if (way_of(pipe->open_mode))
                        pipe->one_way = bind_marker(pipe->name, number, way_of(pipe->open_mode));
                return ERROR_SUCCESS;
        }
        return ERROR_PIPE_BUSY;
}

static void stop_listening(mww_pipe *pipe)
{
        if (pipe->listener >= 0)
                close(pipe->listener);
        if (pipe->free_marker >= 0)
                close(pipe->free_marker);
        pipe->listener = pipe->free_marker = -1;
}

/* Under the lock. Accepts who is in the queue. */
static DWORD accept_one(mww_file *file, mww_pipe *pipe)
{
        struct pollfd one = { pipe->listener, POLLIN, 0 };
        struct ucred who;
        int accepted;

        if (poll(&one, 1, 0) <= 0)
                return ERROR_PIPE_LISTENING;
        shutdown(pipe->listener, SHUT_RDWR);
        accepted = accept4(pipe->listener, NULL, NULL, SOCK_CLOEXEC);
        stop_listening(pipe);
        if (accepted < 0 || !is_our_user(accepted, &who)) {
                if (accepted >= 0)
                        close(accepted);
                return listen_again(pipe) ? ERROR_PIPE_BUSY : ERROR_PIPE_LISTENING;
        }
        /* The number stays the same: another thread may just be using it. */
        if (file->descriptor < 0) {
                file->descriptor = accepted;
        } else {
                dup3(accepted, file->descriptor, O_CLOEXEC);
                close(accepted);
        }
        pipe->is_connected = true;
        return ERROR_SUCCESS;
}

DWORD mww_pipe_accept(mww_file *file)
{
        mww_pipe *pipe = file->own;
        DWORD error = ERROR_PIPE_NOT_CONNECTED;

        pthread_mutex_lock(&pipe->lock);
        if (pipe->is_connected)
                error = ERROR_SUCCESS;
        else if (pipe->listener >= 0)
                error = accept_one(file, pipe);
        pthread_mutex_unlock(&pipe->lock);
        return error;
}

DWORD mww_pipe_ready(mww_file *file)
{
        return mww_pipe_accept(file);
}

static DWORD create_instance(const char *given, DWORD open_mode, DWORD pipe_mode, DWORD limit,
                             const DWORD sizes[2], mww_file **out_file)
{
        char name[MWW_PIPE_NAME_BYTES];
        DWORD error = name_of(given, name);
        mww_pipe *pipe;

        if ((open_mode & 3) == 0 || limit == 0 || limit > PIPE_UNLIMITED_INSTANCES ||
            ((pipe_mode & PIPE_READMODE_MESSAGE) && !(pipe_mode & PIPE_TYPE_MESSAGE)) ||
            (pipe_mode & ~(DWORD) 0xf))
                return ERROR_INVALID_PARAMETER;
        if (error)
                return error;
        if ((open_mode & FILE_FLAG_FIRST_PIPE_INSTANCE) && is_any_bound(name, ALIVE))
                return ERROR_ACCESS_DENIED;
        if (is_other_way(name, open_mode & 3, limit))
                return ERROR_ACCESS_DENIED;
        *out_file = mww_pipe_new(true, pipe_mode & PIPE_TYPE_MESSAGE,
                                 open_mode & (FILE_FLAG_OVERLAPPED | FILE_FLAG_WRITE_THROUGH));
        if (!*out_file)
                return ERROR_NOT_ENOUGH_MEMORY;
        pipe = (*out_file)->own;
        pipe->reads_messages = pipe_mode & PIPE_READMODE_MESSAGE;
        pipe->never_waits = pipe_mode & PIPE_NOWAIT;
        pipe->open_mode = open_mode & 3;
        pipe->instance_limit = limit;
        memcpy(pipe->sizes, sizes, sizeof pipe->sizes);
        strcpy(pipe->name, name);
        error = take_number(pipe);
        if (!error)
                error = listen_again(pipe);
        if (error)
                mww_object_unref(&(*out_file)->base);
        return error;
}

HANDLE CreateNamedPipeA(LPCSTR name, DWORD open_mode, DWORD pipe_mode, DWORD limit, DWORD out_bytes,
                        DWORD in_bytes, DWORD timeout, LPSECURITY_ATTRIBUTES attributes)
{
        const DWORD sizes[2] = { out_bytes, in_bytes };
        DWORD access = SYNCHRONIZE | READ_CONTROL | FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES;
        mww_file *file = NULL;
        HANDLE handle;
        DWORD error = name ? create_instance(name, open_mode, pipe_mode, limit, sizes, &file) :
                             ERROR_PATH_NOT_FOUND;

        if (open_mode & PIPE_ACCESS_INBOUND)
                access |= FILE_GENERIC_READ;
        if (open_mode & PIPE_ACCESS_OUTBOUND)
                access |= FILE_GENERIC_WRITE;
        handle = error ? NULL : mww_handle_new(&file->base, access, mww_wants_inherit(attributes));
        if (!error && !handle)
                error = ERROR_NOT_ENOUGH_MEMORY;
        SetLastError(error);
        return error ? INVALID_HANDLE_VALUE : handle;
}

HANDLE CreateNamedPipeW(LPCWSTR wide, DWORD open_mode, DWORD pipe_mode, DWORD limit,
                        DWORD out_bytes, DWORD in_bytes, DWORD timeout,
                        LPSECURITY_ATTRIBUTES attributes)
{
        char name[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(wide, name, &text))
                return INVALID_HANDLE_VALUE;
        return CreateNamedPipeA(text, open_mode, pipe_mode, limit, out_bytes, in_bytes, timeout,
                                attributes);
}

/* The client that is connected may have gone already. */
static bool is_gone(const mww_file *file)
{
        struct pollfd one = { file->descriptor, POLLIN, 0 };

        return poll(&one, 1, 0) > 0 && (one.revents & (POLLHUP | POLLERR));
}

static DWORD connect_instance(mww_file *file, OVERLAPPED *overlapped)
{
        mww_pipe *pipe = file->own;
        bool listens_anew = false;
        DWORD error = ERROR_SUCCESS;

        pthread_mutex_lock(&pipe->lock);
        if (pipe->is_connected)
                error = is_gone(file) ? ERROR_NO_DATA : ERROR_PIPE_CONNECTED;
        else if (pipe->listener < 0)
                listens_anew = (error = listen_again(pipe)) == ERROR_SUCCESS;
        else if (accept_one(file, pipe) == ERROR_SUCCESS)
                error = is_gone(file) ? ERROR_NO_DATA : ERROR_PIPE_CONNECTED;
        pthread_mutex_unlock(&pipe->lock);
        if (!error && pipe->never_waits) /* once it tells that there may be clients again */
                return listens_anew ? ERROR_SUCCESS : ERROR_PIPE_LISTENING;
        if (!error && (file->flags & FILE_FLAG_OVERLAPPED) && overlapped)
                return mww_pipe_connect_later(file, overlapped);
        while (!error) {
                struct pollfd one = { pipe->listener, POLLIN, 0 };

                if (poll(&one, 1, -1) < 0 && errno != EINTR)
                        return mww_error_of_errno(errno);
                error = mww_pipe_accept(file);
                if (error != ERROR_PIPE_LISTENING)
                        break;
                error = ERROR_SUCCESS;
        }
        return error;
}

BOOL ConnectNamedPipe(HANDLE handle, LPOVERLAPPED overlapped)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        if (!mww_pipe_of(file) || !mww_pipe_of(file)->is_server) {
                error = ERROR_INVALID_FUNCTION;
        } else {
                if (overlapped) {
                        overlapped->Internal = STATUS_PENDING;
                        overlapped->InternalHigh = 0;
                        if (overlapped->hEvent)
                                ResetEvent(overlapped->hEvent);
                }
                error = connect_instance(file, overlapped);
                if (overlapped && error != ERROR_IO_PENDING)
                        overlapped->Internal = mww_status_of_error(error);
        }
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL DisconnectNamedPipe(HANDLE handle)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, 0, &pin, &file);
        mww_pipe *pipe;

        if (error)
                return mww_fail(error);
        pipe = mww_pipe_of(file);
        if (!pipe || !pipe->is_server) {
                mww_handle_unpin(&pin);
                return mww_fail(ERROR_INVALID_FUNCTION);
        }
        pthread_mutex_lock(&pipe->lock);
        mww_pipe_disconnected(pipe);
        if (pipe->is_connected) {
                shutdown(file->descriptor, SHUT_RDWR);
                pipe->is_connected = false;
        } else if (pipe->listener >= 0) {
                stop_listening(pipe);
        } else {
                error = ERROR_PIPE_NOT_CONNECTED;
        }
        pthread_mutex_unlock(&pipe->lock);
        if (!error) {
                pthread_mutex_lock(&pipe->reading);
                free(pipe->rest);
                pipe->rest = NULL;
                pthread_mutex_unlock(&pipe->reading);
        }
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* ---- the client's end ---------------------------------------------------------------- */

mww_file *mww_pipe_adopt(int descriptor, DWORD flags, bool is_server)
{
        int type = SOCK_STREAM;
        socklen_t size = sizeof type;
        mww_file *file;

        getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size);
        file = mww_pipe_new(is_server, type == SOCK_SEQPACKET, flags);
        if (!file) {
                close(descriptor);
                return NULL;
        }
        file->descriptor = descriptor;
        ((mww_pipe *) file->own)->is_connected = true;
        return file;
}

/* 0; ERROR_PIPE_BUSY: it listens, but somebody is there; ERROR_FILE_NOT_FOUND. */
static DWORD try_instance(const char *name, unsigned number, int type, int *out_descriptor)
{
        struct sockaddr_un address;
        socklen_t size = address_of(name, number, "", &address);
        int made = new_socket(type | SOCK_NONBLOCK);
        struct ucred who;
        int number_of_error;

        if (made < 0)
                return mww_error_of_errno(errno);
        if (connect(made, (const struct sockaddr *) &address, size) == 0) {
                if (is_our_user(made, &who)) {
                        fcntl(made, F_SETFL, O_RDWR);
                        *out_descriptor = made;
                        return ERROR_SUCCESS;
                }
                errno = ECONNREFUSED;
        }
        number_of_error = errno;
        close(made);
        if (number_of_error == ECONNREFUSED && type == SOCK_SEQPACKET)
                return try_instance(name, number, SOCK_STREAM, out_descriptor);
        return number_of_error == EAGAIN ? ERROR_PIPE_BUSY : ERROR_FILE_NOT_FOUND;
}

/* Does the client want what this instance's way doesn't allow? */
static bool is_wrong_way(const char *name, unsigned number, DWORD access)
{
        if ((access & (GENERIC_READ | GENERIC_ALL | FILE_READ_DATA)) &&
            is_bound(name, number, ONLY_IN))
                return true;
        return (access & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA)) &&
               is_bound(name, number, ONLY_OUT);
}

DWORD mww_pipe_open(const char *given, DWORD access, DWORD flags, mww_file **out_file)
{
        char name[MWW_PIPE_NAME_BYTES];
        int descriptor;
        DWORD error = name_of(given, name);

        if (error)
                return error;
        for (unsigned number = 0; number < PIPE_UNLIMITED_INSTANCES; number++) {
                if (is_wrong_way(name, number, access))
                        return ERROR_ACCESS_DENIED;
                if (try_instance(name, number, SOCK_SEQPACKET, &descriptor) != ERROR_SUCCESS)
                        continue;
                *out_file = mww_pipe_adopt(descriptor, flags & FILE_FLAG_OVERLAPPED, false);
                return *out_file ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        return is_any_bound(name, ALIVE) ? ERROR_PIPE_BUSY : ERROR_FILE_NOT_FOUND;
}

BOOL WaitNamedPipeA(LPCSTR given, DWORD timeout)
{
        int64_t deadline_ns = timeout == NMPWAIT_WAIT_FOREVER     ? MW_NEVER :
                              timeout == NMPWAIT_USE_DEFAULT_WAIT ? mw_after_ns(50000000) :
                                                                    mww_deadline_ns(timeout);
        char name[MWW_PIPE_NAME_BYTES];
        DWORD error = name_of(given, name);

        if (error)
                return mww_fail(error);
        for (;;) {
                if (is_any_free(name))
                        return TRUE;
                if (!is_any_bound(name, ALIVE))
                        return mww_fail(ERROR_FILE_NOT_FOUND);
                if (mw_now_ns() >= deadline_ns)
                        return mww_fail(ERROR_SEM_TIMEOUT);
                usleep(1000);
        }
}

BOOL WaitNamedPipeW(LPCWSTR wide, DWORD timeout)
{
        char name[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(wide, name, &text) && WaitNamedPipeA(text, timeout);
}
