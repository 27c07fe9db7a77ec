/* SPDX-License-Identifier: MIT */
/* peer_linux.c — other processes: started, spoken to by pipe, watched, killed.
 *
 * A started peer finds the pipe on which it hears "go" at descriptor 0 and the
 * one on which it says "reached X" at descriptor 3; a forked one keeps them
 * where they are, because descriptor 3 may be the library's.
 *
 * MW_TEST_PEERS is a directory with the same programs built otherwise, say with
 * 32 bits: the first stranger that a test starts is its program there, the second
 * this one, and so on in turn.
 */
#include "harness.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAR = 0, SAY = 3, MAX_ARGUMENTS = 14 };

int hear_pipe = HEAR, say_pipe = SAY;

struct start {
        const char *role;
        char *arguments[MAX_ARGUMENTS + 1]; /* ended by NULL */
        uid_t uid;
        bool pid_namespace, is_built_otherwise;
};

static void collect(struct start *start, va_list list)
{
        int count = 0;
        char *argument;

        while ((argument = va_arg(list, char *)) != NULL) {
                ASSERT(count < MAX_ARGUMENTS);
                start->arguments[count++] = argument;
        }
}

/* Pipes far from 0 and 3, so that they can't be in each other's way. */
static void make_pipe(int ends[2])
{
        int low[2];

        ASSERT_SYS(pipe2(low, O_CLOEXEC));
        for (int i = 0; i < 2; i++) {
                ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 20);
                ASSERT_SYS(ends[i]);
                close(low[i]);
        }
}

/* In the child: become the other user, then this binary again, or its other build. */
static _Noreturn void become(const struct start *start)
{
        char role[100], program[600] = "/proc/self/exe";
        char *argv[MAX_ARGUMENTS + 3] = { program_invocation_name, role };

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (start->uid && (setgroups(0, NULL) < 0 || setgid(start->uid) < 0 ||
                           setuid(start->uid) < 0))
                _exit(126);
        snprintf(role, sizeof role, "--role=%s", start->role);
        memcpy(argv + 2, start->arguments, sizeof start->arguments);
        if (start->is_built_otherwise)
                snprintf(program, sizeof program, "%s/%s", getenv("MW_TEST_PEERS"),
                         program_invocation_short_name);
        execv(program, argv);
        _exit(127);
}

/* The child of unshare(CLONE_NEWPID)'s caller is process 1 of the new
 * namespace; this process waits for it, and ends as it does. */
static void enter_pid_namespace(void)
{
        int status = 0;
        pid_t pid;

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (unshare(CLONE_NEWPID) < 0)
                _exit(125);
        pid = fork();
        if (pid == 0)
                return;
        closefrom(HEAR);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

static struct peer *spawn(struct start *start, void (*run)(void *), void *argument)
{
        static unsigned strangers;
        struct peer *peer = calloc(1, sizeof *peer);
        int hear[2], say[2];

        ASSERT(peer);
        if (start)
                start->is_built_otherwise = getenv("MW_TEST_PEERS") && strangers++ % 2 == 0;
        make_pipe(hear);
        make_pipe(say);
        fflush(NULL);
        peer->pid = fork();
        ASSERT_SYS(peer->pid);
        if (peer->pid == 0) {
                close(hear[1]);
                close(say[0]);
                if (start) {
                        dup2(hear[0], HEAR);
                        dup2(say[1], SAY);
                        if (start->pid_namespace)
                                enter_pid_namespace();
                        become(start);
                }
                hear_pipe = hear[0];
                say_pipe = say[1];
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                run(argument);
                exit(0);
        }
        close(hear[0]);
        close(say[1]);
        peer->to = hear[1];
        peer->from = say[0];
        return peer;
}

#define START(start_, last)                                                                 \
        do {                                                                                \
                va_list list;                                                               \
                                                                                            \
                va_start(list, last);                                                       \
                collect(&(start_), list);                                                   \
                va_end(list);                                                               \
        } while (0)

struct peer *peer_start(const char *role, ...)
{
        struct start start = { .role = role };

        START(start, role);
        return spawn(&start, NULL, NULL);
}

struct peer *peer_start_as(uid_t uid, const char *role, ...)
{
        struct start start = { .role = role, .uid = uid };

        START(start, role);
        return spawn(&start, NULL, NULL);
}

struct peer *peer_start_in_pid_namespace(const char *role, ...)
{
        struct start start = { .role = role, .pid_namespace = true };

        START(start, role);
        return spawn(&start, NULL, NULL);
}

struct peer *peer_fork(void (*run)(void *argument), void *argument)
{
        return spawn(NULL, run, argument);
}

size_t pipe_read(int pipe, void *out, size_t size)
{
        ssize_t got;

        do
                got = read(pipe, out, size);
        while (got < 0 && errno == EINTR);
        return got > 0 ? (size_t) got : 0;
}

void pipe_write(int pipe, const void *bytes, size_t size)
{
        signal(SIGPIPE, SIG_IGN);
        for (size_t done = 0; done < size;) {
                ssize_t put = write(pipe, (const char *) bytes + done, size - done);

                if (put < 0 && errno != EINTR)
                        return; /* it ended; whoever waits for an answer will see that */
                if (put > 0)
                        done += (size_t) put;
        }
}

bool peer_has_line(struct peer *peer)
{
        struct pollfd ready = { .fd = peer->from, .events = POLLIN };

        return poll(&ready, 1, 0) > 0;
}

int peer_status(struct peer *peer)
{
        int status = 0;

        close(peer->to);
        while (waitpid(peer->pid, &status, 0) < 0)
                ASSERT(errno == EINTR);
        close(peer->from);
        free(peer);
        return status;
}

void peer_kill(struct peer *peer)
{
        kill(peer->pid, SIGKILL);
        peer_status(peer);
}

/* futex and futex_waitv as /proc/PID/task/TID/syscall prints them: by the numbers of the
 * asked process, which may have other bits than we. */
static bool is_futex_call(const char *text)
{
        char *end;
        long number = strtol(text, &end, 10);

        if (end == text)
                return false; /* "running" */
#if defined(__x86_64__) || defined(__i386__)
        return number == 202 || number == 240 || number == 422 || number == 449;
#else
        return number == 98 || number == 449;
#endif
}

static bool read_text(const char *path, char *text, size_t size)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);

        if (fd >= 0)
                close(fd);
        text[got > 0 ? got : 0] = 0;
        return got > 0;
}

/* A wait with a time-out that was stopped and goes on is a restart_syscall(): 219, 128 on
 * arm64, 0 on i386, which is another call elsewhere. So the kernel's function is asked. */
static bool is_restarted_futex(const char *text, pid_t pid, const char *thread)
{
        char path[300], function[64];
        char *end;
        long number = strtol(text, &end, 10);

        if (end == text || (number != 219 && number != 128 && number != 0))
                return false;
        snprintf(path, sizeof path, "/proc/%d/task/%s/wchan", pid, thread);
        return read_text(path, function, sizeof function) && strstr(function, "futex");
}

/* Both files are needed: a thread that was woken but not yet put on its
 * processor's queue still shows its call, but its state is R by then. */
static bool thread_is_asleep(pid_t pid, const char *thread)
{
        char path[300], text[400];
        const char *state;

        snprintf(path, sizeof path, "/proc/%d/task/%s/syscall", pid, thread);
        if (!read_text(path, text, sizeof text) ||
            (!is_futex_call(text) && !is_restarted_futex(text, pid, thread)))
                return false;
        snprintf(path, sizeof path, "/proc/%d/task/%s/stat", pid, thread);
        if (!read_text(path, text, sizeof text) || !(state = strrchr(text, ')')))
                return false;
        return state[1] == ' ' && state[2] == 'S';
}

bool is_asleep(pid_t pid)
{
        char path[64];
        struct dirent *thread;
        bool asleep = true;
        DIR *threads;

        snprintf(path, sizeof path, "/proc/%d/task", pid);
        threads = opendir(path);
        if (!threads)
                return false;
        while (asleep && (thread = readdir(threads)))
                if (thread->d_name[0] != '.')
                        asleep = thread_is_asleep(pid, thread->d_name);
        closedir(threads);
        return asleep;
}

/* "NUMBER 0x1 0x2 0x3 TIMEOUT ...": futex and futex_waitv have it in the same place. */
bool is_asleep_for_good(pid_t pid)
{
        char path[64], text[400];
        unsigned long timeout;

        if (!is_asleep(pid))
                return false;
        snprintf(path, sizeof path, "/proc/%d/syscall", pid);
        return read_text(path, text, sizeof text) && is_futex_call(text) &&
               sscanf(text, "%*s %*s %*s %*s %lx", &timeout) == 1 && timeout == 0;
}

/* Asked twice: a thread whose value had changed just before it slept is in the
 * call for a moment, too. */
void until_asleep(pid_t pid)
{
        int calm = 0;

        while (calm < 3) {
                if (is_asleep(pid)) {
                        calm++;
                        sched_yield();
                } else {
                        calm = 0;
                        breathe();
                }
        }
}

void need_sleep_reports(void)
{
        if (access("/proc/self/syscall", R_OK) < 0)
                test_skip("needs /proc/PID/syscall (CONFIG_HAVE_ARCH_TRACEHOOK)");
}

void need_root(void)
{
        if (geteuid() != 0)
                test_skip("needs root");
}

void breathe(void)
{
        usleep(50);
}
