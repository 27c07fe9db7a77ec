/* SPDX-License-Identifier: MIT */
/* pipe.c — anonymous pipes, and what can be asked and set of any pipe.
 *
 * An anonymous pipe is Linux's own; its ends are files like any other stream, so a child
 * that knows nothing of this layer reads and writes it as its standard input and output.
 */
#include "pipe.h"

#include "threads/task.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIPE_BYTES 4096

BOOL CreatePipe(PHANDLE out_read, PHANDLE out_write, LPSECURITY_ATTRIBUTES attributes, DWORD bytes)
{
        bool inherit = mww_wants_inherit(attributes);
        HANDLE handles[2] = { NULL, NULL };
        mww_file *files[2];
        int ends[2];

        if (!out_read || !out_write)
                return mww_fail(ERROR_NOACCESS);
        if (pipe2(ends, O_CLOEXEC) < 0)
                return mww_fail(mww_error_of_errno(errno));
        if (bytes > 65536)
                fcntl(ends[1], F_SETPIPE_SZ, (int) (bytes < (1u << 20) ? bytes : 1u << 20));
        files[0] = mww_file_new(&mww_stream_kind, ends[0], 0);
        files[1] = mww_file_new(&mww_stream_kind, ends[1], 0);
        if (files[0] && files[1]) {
                handles[0] = mww_handle_new(&files[0]->base,
                                            FILE_GENERIC_READ | FILE_WRITE_ATTRIBUTES, inherit);
                handles[1] = mww_handle_new(&files[1]->base,
                                            FILE_GENERIC_WRITE | FILE_READ_ATTRIBUTES, inherit);
        }
        if (handles[0] && handles[1]) {
                *out_read = handles[0];
                *out_write = handles[1];
                return TRUE;
        }
        for (int end = 0; end < 2; end++)
                if (handles[end])
                        CloseHandle(handles[end]);
        return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
}

/* ---- looking ----------------------------------------------------------------------- */

/* tee() copies what is in a pipe into another without taking it. */
static ssize_t copy_from_pipe(int descriptor, void *out, size_t room)
{
        ssize_t size;
        int copy[2];

        if (pipe2(copy, O_CLOEXEC | O_NONBLOCK) < 0)
                return -1;
        size = tee(descriptor, copy[1], room, SPLICE_F_NONBLOCK);
        if (size > 0)
                size = read(copy[0], out, room);
        close(copy[0]);
        close(copy[1]);
        return size;
}

static DWORD peek_stream(const mww_file *file, void *out, DWORD room, DWORD *out_copied,
                         DWORD *out_all, DWORD *out_left)
{
        struct pollfd one = { file->descriptor, POLLIN, 0 };
        int waiting = 0;
        ssize_t size = 0;
        struct stat status;

        if (fstat(file->descriptor, &status) < 0 || ioctl(file->descriptor, FIONREAD, &waiting) < 0)
                return ERROR_INVALID_FUNCTION;
        if (waiting == 0 && poll(&one, 1, 0) > 0 && (one.revents & (POLLHUP | POLLIN)))
                return ERROR_BROKEN_PIPE; /* readable, and nothing in it: the end */
        if (room > 0 && waiting > 0 && S_ISFIFO(status.st_mode))
                size = copy_from_pipe(file->descriptor, out, room);
        else if (room > 0 && waiting > 0)
                size = recv(file->descriptor, out, room, MSG_PEEK | MSG_DONTWAIT);
        if (size < 0 && errno == EFAULT)
                return ERROR_NOACCESS;
        *out_copied = size > 0 ? (DWORD) size : 0;
        *out_all = (DWORD) waiting;
        *out_left = 0u - *out_copied; /* of a message of no bytes, as Windows counts */
        return ERROR_SUCCESS;
}

BOOL PeekNamedPipe(HANDLE handle, LPVOID out, DWORD room, LPDWORD out_copied, LPDWORD out_all,
                   LPDWORD out_left)
{
        DWORD copied = 0;
        DWORD all = 0;
        DWORD left = 0;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, FILE_READ_DATA, &pin, &file);

        if (error)
                return mww_fail(error);
        if (!out)
                room = 0;
        if (file->kind == &mww_pipe_kind)
                error = mww_pipe_peek(file, out, room, &copied, &all, &left);
        else if (file->kind == &mww_stream_kind)
                error = peek_stream(file, out, room, &copied, &all, &left);
        else
                error = ERROR_INVALID_FUNCTION;
        mww_handle_unpin(&pin);
        if (error == ERROR_PIPE_LISTENING || error == ERROR_PIPE_NOT_CONNECTED)
                error = ERROR_BAD_PIPE;
        if (error)
                return mww_fail(error);
        if (out_copied)
                *out_copied = copied;
        if (out_all)
                *out_all = all;
        if (out_left)
                *out_left = left;
        return TRUE;
}

/* ---- states ------------------------------------------------------------------------ */

/* A pipe of either kind; the named one's own part, or NULL. */
static DWORD pin_pipe(HANDLE handle, mww_pin *out_pin, mww_file **out_file, mww_pipe **out_pipe)
{
        DWORD error = mww_file_pin(handle, 0, out_pin, out_file);

        if (error)
                return error;
        *out_pipe = mww_pipe_of(*out_file);
        if (*out_pipe || (*out_file)->kind == &mww_stream_kind)
                return ERROR_SUCCESS;
        mww_handle_unpin(out_pin);
        return ERROR_INVALID_FUNCTION;
}

BOOL SetNamedPipeHandleState(HANDLE handle, LPDWORD mode, LPDWORD collection, LPDWORD timeout)
{
        mww_pipe *pipe;
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_pipe(handle, &pin, &file, &pipe);

        if (error)
                return mww_fail(error);
        if (mode) {
                bool by_messages = *mode & PIPE_READMODE_MESSAGE;

                if ((*mode & ~(DWORD) (PIPE_READMODE_MESSAGE | PIPE_NOWAIT)) ||
                    (by_messages && (!pipe || !pipe->is_message))) {
                        error = ERROR_INVALID_PARAMETER;
                } else if (pipe) {
                        pipe->reads_messages = by_messages;
                        pipe->never_waits = *mode & PIPE_NOWAIT;
                } else {
                        int flags = fcntl(file->descriptor, F_GETFL);

                        fcntl(file->descriptor, F_SETFL,
                              *mode & PIPE_NOWAIT ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
                }
        }
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL GetNamedPipeHandleStateA(HANDLE handle, LPDWORD out_state, LPDWORD out_instances,
                              LPDWORD out_collection, LPDWORD out_timeout, LPSTR out_user,
                              DWORD user_room)
{
        mww_pipe *pipe;
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_pipe(handle, &pin, &file, &pipe);

        if (error)
                return mww_fail(error);
        if (out_state && pipe)
                *out_state = (pipe->reads_messages ? PIPE_READMODE_MESSAGE : 0) |
                             (pipe->never_waits ? PIPE_NOWAIT : 0);
        else if (out_state)
                *out_state = fcntl(file->descriptor, F_GETFL) & O_NONBLOCK ? PIPE_NOWAIT : 0;
        if (out_instances)
                *out_instances = 1;
        mww_handle_unpin(&pin);
        if (out_collection)
                *out_collection = 0;
        if (out_timeout)
                *out_timeout = 0;
        if (out_user && user_room > 0)
                mww_give_a(getenv("USER") ? getenv("USER") : "", out_user, user_room);
        return TRUE;
}

BOOL GetNamedPipeInfo(HANDLE handle, LPDWORD out_flags, LPDWORD out_bytes, LPDWORD in_bytes,
                      LPDWORD out_limit)
{
        bool is_server;
        mww_pipe *pipe;
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_pipe(handle, &pin, &file, &pipe);

        if (error)
                return mww_fail(error);
        is_server = pipe  ? pipe->is_server : /* of an anonymous one who reads */
                            (fcntl(file->descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY;
        if (out_flags)
                *out_flags = (pipe && pipe->is_message ? PIPE_TYPE_MESSAGE : 0) |
                             (is_server ? PIPE_SERVER_END : 0);
        if (out_bytes)
                *out_bytes = pipe ? pipe->sizes[0] : PIPE_BYTES;
        if (in_bytes)
                *in_bytes = pipe ? pipe->sizes[1] : PIPE_BYTES;
        if (out_limit)
                *out_limit = pipe && pipe->is_server ? pipe->instance_limit : 1;
        mww_handle_unpin(&pin);
        return TRUE;
}

/* Who is at the other end, by the kernel's word. */
static BOOL tell_other_end(HANDLE handle, bool asks_server, PULONG out_id)
{
        struct ucred who = { 0 };
        socklen_t size = sizeof who;
        mww_pipe *pipe;
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_pipe(handle, &pin, &file, &pipe);

        if (error)
                return mww_fail(error);
        if (!pipe)
                error = ERROR_INVALID_FUNCTION;
        else if (pipe->is_server == asks_server)
                who.pid = getpid();
        else if (mww_pipe_ready(file) ||
                 getsockopt(file->descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0)
                error = ERROR_PIPE_NOT_CONNECTED;
        mww_handle_unpin(&pin);
        if (!error && !mww_put(out_id, &(ULONG){ (ULONG) who.pid }, sizeof(ULONG)))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

BOOL GetNamedPipeClientProcessId(HANDLE handle, PULONG out_id)
{
        return tell_other_end(handle, false, out_id);
}

BOOL GetNamedPipeServerProcessId(HANDLE handle, PULONG out_id)
{
        return tell_other_end(handle, true, out_id);
}

/* ---- question and answer -------------------------------------------------------------- */

BOOL TransactNamedPipe(HANDLE handle, LPVOID question, DWORD question_bytes, LPVOID answer,
                       DWORD answer_room, LPDWORD out_bytes, LPOVERLAPPED overlapped)
{
        bool by_messages;
        mww_pipe *pipe;
        mww_file *file;
        mww_pin pin;
        DWORD unread = 0;
        DWORD left;
        DWORD done;
        DWORD error = pin_pipe(handle, &pin, &file, &pipe);

        if (error)
                return mww_fail(error);
        by_messages = pipe && pipe->reads_messages;
        if (by_messages)
                error = mww_pipe_peek(file, NULL, 0, &done, &unread, &left);
        mww_handle_unpin(&pin);
        if (!by_messages)
                return mww_fail(ERROR_BAD_PIPE);
        if (error || unread > 0) /* an answer to what was not asked */
                return mww_fail(error ? error : ERROR_PIPE_BUSY);
        if (!WriteFile(handle, question, question_bytes, &done, overlapped))
                return FALSE;
        return ReadFile(handle, answer, answer_room, out_bytes, overlapped);
}

BOOL CallNamedPipeA(LPCSTR name, LPVOID question, DWORD question_bytes, LPVOID answer,
                    DWORD answer_room, LPDWORD out_bytes, DWORD timeout)
{
        DWORD mode = PIPE_READMODE_MESSAGE;
        BOOL is_done;
        HANDLE handle;
        DWORD error;

        while ((handle = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0,
                                     NULL)) == INVALID_HANDLE_VALUE) {
                if (GetLastError() != ERROR_PIPE_BUSY || timeout == NMPWAIT_NOWAIT ||
                    !WaitNamedPipeA(name, timeout))
                        return FALSE;
        }
        is_done = SetNamedPipeHandleState(handle, &mode, NULL, NULL) &&
                  TransactNamedPipe(handle, question, question_bytes, answer, answer_room,
                                    out_bytes, NULL);
        error = GetLastError();
        CloseHandle(handle);
        return is_done ? TRUE : mww_fail(error);
}

BOOL CallNamedPipeW(LPCWSTR wide, LPVOID question, DWORD question_bytes, LPVOID answer,
                    DWORD answer_room, LPDWORD out_bytes, DWORD timeout)
{
        char name[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(wide, name, &text) &&
               CallNamedPipeA(text, question, question_bytes, answer, answer_room, out_bytes,
                              timeout);
}
