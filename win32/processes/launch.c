/* SPDX-License-Identifier: MIT */
/* launch.c — the system calls that make a process.
 *
 * Why not fork: the child of a fork has our memory, hence holds every name that we hold,
 * until it is another program; and it is slow for large programs. Why not posix_spawn:
 * a suspended process must exist and wait before its program begins, and must not keep
 * us waiting. So the child shares our memory, as posix_spawn's does, on a stack of its
 * own, and touches nothing of it but what is its own.
 *
 *      at once     we sleep until it is the new program, or has told why not
 *      suspended   we go on; it closes what it won't keep, so that it holds no name,
 *                  and listens on its start line. Numbers come there: one with a
 *                  descriptor, which gets that number (gift.c), or a negative one, which
 *                  lets it begin. If nobody is left who could send one, it ends.
 *
 * In the child all signals stay blocked until no handler of ours could run.
 */
#include "launch.h"

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct work {
        const mww_launch *launch;
        mww_launch own; /* a suspended child's copy                    */
        sigset_t mask;
        int error;
} work;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#  define PLAIN __attribute__((no_sanitize("address", "thread", "undefined")))
#else
#  define PLAIN
#endif

/* No handler of the program may run in its child. */
PLAIN static void drop_handlers(void)
{
        struct sigaction usual = { .sa_handler = SIG_DFL };
        struct sigaction now;

        for (int number = 1; number < NSIG; number++)
                if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN &&
                    now.sa_handler != SIG_DFL)
                        sigaction(number, &usual, NULL);
}

PLAIN static int arrange_descriptors(const mww_launch *launch)
{
        for (int number = 0; number < 3; number++) {
                if (launch->standard[number] < 0)
                        close(number);
                else if (dup2(launch->standard[number], number) < 0)
                        return errno;
        }
        for (size_t at = 0; at < launch->kept_count; at++)
                if (fcntl(launch->kept[at], F_SETFD, 0) < 0)
                        return errno;
        return 0;
}

/* All but the kept ones and the start line. */
PLAIN static void close_others(const mww_launch *launch)
{
        unsigned from = 3;

        for (size_t at = 0; at <= launch->kept_count; at++) {
                unsigned next = at < launch->kept_count ? (unsigned) launch->kept[at] : ~0u;

                if (launch->start_line >= (int) from && (unsigned) launch->start_line < next) {
                        if ((unsigned) launch->start_line > from)
                                syscall(SYS_close_range, from, launch->start_line - 1, 0);
                        from = (unsigned) launch->start_line + 1;
                }
                if (next > from)
                        syscall(SYS_close_range, from, next - 1, 0);
                from = next + 1;
        }
}

/* System calls without the C library's wrappers, which a sanitizer may watch. False:
 * nobody will ever say that it may begin. */
PLAIN static bool hear_start(int line)
{
        union {
                struct cmsghdr part;
                char room[CMSG_SPACE(sizeof(int))];
        } control;
        int number = -1;
        int come;

        for (;;) {
                struct iovec bytes = { &number, sizeof number };
                struct msghdr message = { .msg_iov = &bytes,
                                          .msg_iovlen = 1,
                                          .msg_control = &control,
                                          .msg_controllen = sizeof control };

                if (syscall(SYS_recvmsg, line, &message, 0) != (long) sizeof number)
                        return false;
                if (number < 0)
                        return true;
                if (message.msg_controllen < sizeof control.part ||
                    control.part.cmsg_type != SCM_RIGHTS)
                        return false; /* it has too many already */
                come = *(const int *) (const void *) CMSG_DATA(&control.part);
                if (come != number &&
                    (syscall(SYS_dup3, come, number, 0) < 0 || syscall(SYS_close, come) < 0))
                        return false;
        }
}

PLAIN static int child(void *given)
{
        work *my = given;
        const mww_launch *launch = my->launch;

        drop_handlers();
        my->error = arrange_descriptors(launch);
        if (!my->error && launch->directory && chdir(launch->directory) < 0)
                my->error = errno;
        if (!my->error && launch->start_line >= 0) {
                close_others(launch);
                if (!hear_start(launch->start_line))
                        _exit(1);
        }
        if (my->error)
                _exit(127);
        sigprocmask(SIG_SETMASK, &my->mask, NULL);
        execve(launch->path, launch->arguments, launch->environment);
        my->error = errno;
        _exit(127);
}

pid_t mww_launch_start(mww_launch *launch)
{
        /* A suspended child reads what lies on its own stack, after we have returned. */
        work *my = launch->stack;
        char *top = (char *) launch->stack + MWW_LAUNCH_STACK_BYTES;
        int flags = CLONE_VM | CLONE_PIDFD | SIGCHLD;
        sigset_t all;
        pid_t id;

        *my = (work){ .launch = launch };
        if (launch->start_line >= 0) {
                my->own = *launch;
                my->launch = &my->own;
        } else {
                flags |= CLONE_VFORK;
        }
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &my->mask);
        id = clone(child, (void *) ((uintptr_t) top & ~(uintptr_t) 63), flags, my, &launch->pidfd);
        if (id < 0)
                id = -errno;
        pthread_sigmask(SIG_SETMASK, &my->mask, NULL);
        if (id > 0 && launch->start_line < 0 && my->error) {
                int error = my->error;

                close(launch->pidfd);
                while (waitpid(id, NULL, 0) < 0 && errno == EINTR)
                        ;
                return -error;
        }
        return id;
}
