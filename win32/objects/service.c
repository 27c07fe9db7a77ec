/* SPDX-License-Identifier: MIT */
/* service.c — DuplicateHandle between processes, and exit codes of strangers.
 *
 * On Windows a process with the right to another may take handles out of it and put
 * handles in, without its doing. On Linux a process's descriptors are its own; so it
 * must do it, and its attendant does. It listens on a socket whose name tells the
 * process: its id and when it began, in the abstract name space, so that nothing is left
 * behind. Both ends ask the kernel who the other is: only the same user is answered, and
 * only the process that was meant is asked.
 *
 *      TAKE    value            ->  parcel, rights
 *      GIVE    parcel, rights   ->  value
 *      TICKET                   ->  the file of its ticket
 *
 * A process listens when it was made by CreateProcess, or has asked for its own id; who
 * did neither can't be told to anybody. Whoever asks waits two seconds at most: a
 * stopped process is an error, not a hang. The attendant never waits for who asks.
 *
 * A program that was just started listens a moment later, when it is loaded; and a parent
 * gives its child handles as soon as CreateProcess returns. So nobody is taken for one
 * that won't listen before it is a second old.
 */
#include "service.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MAGIC UINT32_C(0x31565357) /* "WSV1" */
#define FILES 3                    /* of a parcel, at most */

enum { TAKE = 1, GIVE, TICKET };

typedef struct message {
        uint32_t magic;
        uint32_t what;
        uint32_t error; /* of an answer: Windows' number */
        uint32_t access;
        uint32_t options; /* DUPLICATE_x; of GIVE: 1 = inheritable */
        uint32_t reserved;
        uint64_t handle;
        mww_parcel parcel;
} message;

/* ---- messages with descriptors ----------------------------------------------------- */

static void collect(void *given, int32_t *descriptor)
{
        int *files = given;

        files[1 + files[0]++] = *descriptor;
}

static bool send_message(int socket, message *what)
{
        union {
                struct cmsghdr part;
                char room[CMSG_SPACE(FILES * sizeof(int))];
        } control = { 0 };
        struct iovec bytes = { what, sizeof *what };
        struct msghdr all = { .msg_iov = &bytes, .msg_iovlen = 1 };
        int files[1 + FILES] = { 0 };

        mww_parcel_each(&what->parcel, collect, files);
        if (files[0] > 0) {
                all.msg_control = &control;
                all.msg_controllen = CMSG_SPACE((size_t) files[0] * sizeof(int));
                control.part.cmsg_level = SOL_SOCKET;
                control.part.cmsg_type = SCM_RIGHTS;
                control.part.cmsg_len = CMSG_LEN((size_t) files[0] * sizeof(int));
                memcpy(CMSG_DATA(&control.part), &files[1], (size_t) files[0] * sizeof(int));
        }
        return sendmsg(socket, &all, MSG_NOSIGNAL) == (ssize_t) sizeof *what;
}

/* The numbers under which the files arrived, in the order of their going. */
typedef struct arrived {
        int files[FILES];
        size_t count;
        size_t next;
} arrived;

static void replace(void *given, int32_t *descriptor)
{
        arrived *all = given;

        *descriptor = all->next < all->count ? all->files[all->next++] : -1;
}

/* What came is ours to close, whatever it says. */
static bool receive_message(int socket, message *out)
{
        union {
                struct cmsghdr part;
                char room[CMSG_SPACE(FILES * sizeof(int))];
        } control;
        struct iovec bytes = { out, sizeof *out };
        struct msghdr all = { .msg_iov = &bytes,
                              .msg_iovlen = 1,
                              .msg_control = &control,
                              .msg_controllen = sizeof control };
        ssize_t size = recvmsg(socket, &all, MSG_CMSG_CLOEXEC);
        struct cmsghdr *part = size >= 0 ? CMSG_FIRSTHDR(&all) : NULL;
        arrived files = { .count = 0 };

        if (part && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS) {
                files.count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
                memcpy(files.files, CMSG_DATA(part), files.count * sizeof(int));
        }
        if (size == (ssize_t) sizeof *out && out->magic == MAGIC)
                mww_parcel_each(&out->parcel, replace, &files);
        else
                size = -1;
        while (files.next < files.count)
                close(files.files[files.next++]);
        return size > 0;
}

/* ---- names ------------------------------------------------------------------------- */

/* When a process began, as the kernel counts; 0: there is none. */
static unsigned long long began_at(pid_t id)
{
        unsigned long long ticks = 0;
        char path[40];
        char text[1024] = "";
        const char *at;
        FILE *stat;

        snprintf(path, sizeof path, "/proc/%d/stat", (int) id);
        stat = fopen(path, "re");
        if (!stat)
                return 0;
        if (!fgets(text, sizeof text, stat))
                text[0] = '\0';
        fclose(stat);
        at = strrchr(text, ')'); /* a program's name may have blanks */
        if (!at || sscanf(at + 1,
                          " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
                          "%*d %*d %*d %*d %llu",
                          &ticks) != 1)
                return 0;
        return ticks;
}

static socklen_t name_of(pid_t id, struct sockaddr_un *out)
{
        memset(out, 0, sizeof *out);
        out->sun_family = AF_UNIX;
        snprintf(out->sun_path + 1, sizeof out->sun_path - 1, "mapwire-win32.%d.%llu", (int) id,
                 began_at(id));
        return (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + strlen(out->sun_path + 1));
}

static bool is_our_user(int socket, pid_t *out_id)
{
        struct ucred who;
        socklen_t size = sizeof who;

        if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0)
                return false;
        *out_id = who.pid;
        return who.uid == geteuid() || who.uid == 0;
}

/* ---- who is asked -------------------------------------------------------------------- */

/* One connection: it asks once. */
typedef struct caller {
        mww_watch watch;
} caller;

static void take(message *about)
{
        HANDLE source = (HANDLE) (uintptr_t) about->handle;
        mww_pin pin;

        if ((about->options & DUPLICATE_CLOSE_SOURCE) && mww_handle_is_protected(source)) {
                about->error = ERROR_INVALID_HANDLE;
                return;
        }
        if (!mww_handle_pin(source, &pin)) {
                about->error = ERROR_INVALID_HANDLE;
                return;
        }
        about->access = pin.access;
        about->error = mww_parcel_pack(pin.object, &about->parcel);
        mww_handle_unpin(&pin);
        if (about->options & DUPLICATE_CLOSE_SOURCE)
                CloseHandle(source);
}

static void give(message *about)
{
        mww_object *object;

        about->handle = 0;
        about->error = mww_parcel_unpack(&about->parcel, &object);
        if (!about->error)
                about->handle = (uintptr_t) mww_handle_new(object, about->access, about->options);
        if (!about->error && !about->handle)
                about->error = ERROR_NOT_ENOUGH_MEMORY;
        mww_parcel_close(&about->parcel);
}

static void answer(mww_watch *watch)
{
        caller *one = (caller *) watch;
        int socket = watch->descriptor;
        message about;
        int ticket_file;

        if (receive_message(socket, &about)) {
                about.error = ERROR_INVALID_FUNCTION;
                if (about.what == TAKE) {
                        mww_parcel_close(&about.parcel);
                        take(&about);
                } else if (about.what == GIVE) {
                        give(&about);
                } else if (about.what == TICKET) {
                        mww_parcel_close(&about.parcel);
                        about.error =
                                mww_own_ticket(&ticket_file) ? ERROR_SUCCESS : ERROR_NOT_SUPPORTED;
                        if (!about.error)
                                about.parcel.descriptors[0] =
                                        fcntl(ticket_file, F_DUPFD_CLOEXEC, 3);
                }
                send_message(socket, &about);
                mww_parcel_close(&about.parcel);
        }
        close(socket);
        free(one);
}

MWW_LOCK(lock)
static int listener = -1; /* under the lock */
static mww_watch door;

static void let_in(mww_watch *watch)
{
        int socket = accept4(watch->descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        caller *one = socket >= 0 ? malloc(sizeof *one) : NULL;
        pid_t id;

        if (one)
                one->watch = (mww_watch){ .ready = answer, .descriptor = socket };
        if (socket >= 0 && (!one || !is_our_user(socket, &id) || !mww_watch_once(&one->watch))) {
                close(socket);
                free(one);
        }
        mww_watch_once(watch);
}

void mww_service_start(void)
{
        struct sockaddr_un name;
        socklen_t size;

        pthread_mutex_lock(&lock);
        if (listener < 0) {
                size = name_of(getpid(), &name);
                listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
                door = (mww_watch){ .ready = let_in, .descriptor = listener };
                if (listener >= 0 && (bind(listener, (const struct sockaddr *) &name, size) < 0 ||
                                      listen(listener, 64) < 0 || !mww_watch_once(&door))) {
                        close(listener);
                        listener = -1;
                }
        }
        pthread_mutex_unlock(&lock);
}

/* The child is another process, of another name. */
static void close_door(void)
{
        if (listener >= 0)
                close(listener);
        listener = -1;
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, close_door);
}

/* ---- who asks ------------------------------------------------------------------------ */

static DWORD error_of_call(int number)
{
        switch (number) {
        case EAGAIN:
                return ERROR_TIMEOUT; /* it is stopped           */
        case ECONNREFUSED:
                return ERROR_NOT_SUPPORTED; /* it doesn't use this layer */
        case EPIPE:
        case ECONNRESET:
                return ERROR_ACCESS_DENIED; /* it ended, or won't      */
        default:
                return mww_error_of_errno(number);
        }
}

/* Lives, and may still be loading. */
static bool is_young(pid_t id)
{
        unsigned long long ticks = (unsigned long long) sysconf(_SC_CLK_TCK);
        unsigned long long began = began_at(id);
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return began &&
               began + ticks > (unsigned long long) now.tv_sec * ticks +
                                       (unsigned long long) now.tv_nsec * ticks / 1000000000;
}

static bool call(int line, pid_t id)
{
        struct sockaddr_un name;
        socklen_t size = name_of(id, &name);

        while (connect(line, (const struct sockaddr *) &name, size) < 0) {
                if (errno != ECONNREFUSED)
                        return false;
                if (!is_young(id)) {
                        errno = ECONNREFUSED;
                        return false;
                }
                usleep(1000);
        }
        return true;
}

/* Sends it and gets the answer into it. */
static DWORD ask(pid_t id, message *about, long limit_us)
{
        struct timeval limit = { limit_us / 1000000, limit_us % 1000000 };
        int line = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
        DWORD error = ERROR_SUCCESS;
        pid_t there;

        if (line < 0)
                return mww_error_of_errno(errno);
        about->magic = MAGIC;
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        errno = 0;
        if (!call(line, id))
                error = error_of_call(errno);
        else if (!is_our_user(line, &there) || there != id)
                error = ERROR_ACCESS_DENIED;
        else if (!send_message(line, about) || !receive_message(line, about))
                error = error_of_call(errno ? errno : EPIPE);
        else
                error = about->error;
        close(line);
        return error;
}

static void begin(message *about, uint32_t what)
{
        memset(about, 0, sizeof *about);
        about->what = what;
        about->parcel.share.descriptor = -1;
        for (int at = 0; at < MWW_PARCEL_DESCRIPTORS; at++)
                about->parcel.descriptors[at] = -1;
}

DWORD mww_service_take(mww_process *process, HANDLE source, DWORD options, mww_parcel *out_parcel,
                       DWORD *out_access)
{
        message about;
        DWORD error;

        begin(&about, TAKE);
        about.handle = (uintptr_t) source;
        about.options = options;
        error = ask(process->id, &about, 2000000);
        if (error)
                return error;
        *out_parcel = about.parcel;
        *out_access = about.access;
        return ERROR_SUCCESS;
}

DWORD mww_service_give(mww_process *process, const mww_parcel *parcel, DWORD access, bool inherit,
                       HANDLE *out_handle)
{
        message about;
        DWORD error;

        begin(&about, GIVE);
        about.parcel = *parcel;
        about.access = access;
        about.options = inherit;
        error = ask(process->id, &about, 2000000);
        if (!error)
                *out_handle = (HANDLE) (uintptr_t) about.handle;
        return error;
}

int mww_service_ticket(pid_t id)
{
        message about;

        begin(&about, TICKET);
        return ask(id, &about, 300000) ? -1 : about.parcel.descriptors[0];
}
