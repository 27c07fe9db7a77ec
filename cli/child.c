/* SPDX-License-Identifier: MIT */
/* child.c — commands that the tool runs, and the signals that end it.
 *
 * Signals. INT, TERM and HUP are caught, so that names are given back before
 * we end; then we end by the same signal (main.c). One that was ignored when we
 * began (nohup, background jobs of a script) stays ignored. Who waits for
 * objects waits for cli_signal_event() too.
 *
 * While a command runs, we never end before it does: what we hold for it must
 * hold. A signal that somebody sent to us is passed on to it; one from the
 * terminal reaches it anyway.
 */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP };
enum { END_SIGNAL_COUNT = sizeof(end_signals) / sizeof(end_signals[0]) };

static volatile sig_atomic_t caught;
static volatile pid_t child_pid;
static mw_event *signal_event;

static void on_signal(int number, siginfo_t *info, void *context) {
        int saved_errno = errno;

        (void) context;
        if (!caught)
                caught = number;
        if (child_pid > 0 && info->si_code <= 0) /* sent by a process, not by the terminal */
                kill(child_pid, number);
        if (signal_event)
                mw_event_set(signal_event);
        errno = saved_errno;
}

void cli_catch_signals(void) {
        struct sigaction action, old;

        if (signal_event)
                return;
        /* Without the event a signal would still end whoever polls; say nothing. */
        if (mw_event_open(NULL, MW_CREATE, NULL, &signal_event) < 0)
                signal_event = NULL;
        memset(&action, 0, sizeof(action));
        action.sa_sigaction = on_signal;
        action.sa_flags = SA_SIGINFO;
        sigfillset(&action.sa_mask);
        for (int i = 0; i < END_SIGNAL_COUNT; i++)
                if (sigaction(end_signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
                        sigaction(end_signals[i], &action, NULL);
}

int cli_caught_signal(void) {
        return caught;
}

mw_event *cli_signal_event(void) {
        return signal_event;
}

static void block_end_signals(sigset_t *out_old) {
        sigset_t set;

        sigemptyset(&set);
        for (int i = 0; i < END_SIGNAL_COUNT; i++)
                sigaddset(&set, end_signals[i]);
        sigprocmask(SIG_BLOCK, &set, out_old);
}

/* Whether the end of this input says anything. /dev/null, which a script gives
 * to its background jobs, and files are at their end from the start; and a
 * terminal is not ours to read while we are in the background. */
static bool is_worth_watching(int fd) {
        struct stat st;

        if (fd < 0 || fstat(fd, &st) < 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
                return false;
        if (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3))
                return false;
        return !isatty(fd) || tcgetpgrp(fd) == getpgrp();
}

/* Takes what has come. False: the input has ended, or is no longer ours. */
static bool drain(int fd, bool *out_ended) {
        char bytes[4096];
        ssize_t got = read(fd, bytes, sizeof(bytes));

        *out_ended = got == 0;
        return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Returns the signal that came, or 0: the input ended, or the deadline passed. */
int cli_hold_until_signal(int watch_fd, int64_t deadline_ns) {
        struct pollfd watched = { is_worth_watching(watch_fd) ? watch_fd : -1, POLLIN, 0 };
        sigset_t waiting_mask;

        cli_catch_signals();
        signal(SIGTTIN, SIG_IGN); /* a read in the background then fails instead of stopping us */
        block_end_signals(&waiting_mask);
        while (!caught) {
                struct timespec left, *timeout = NULL;
                bool ended;

                if (deadline_ns != MW_NEVER) {
                        int64_t ns = deadline_ns - mw_now_ns();

                        if (ns <= 0)
                                break;
                        left.tv_sec = (time_t) (ns / 1000000000);
                        left.tv_nsec = (long) (ns % 1000000000);
                        timeout = &left;
                }
                if (ppoll(&watched, 1, timeout, &waiting_mask) <= 0)
                        continue;
                if (!drain(watched.fd, &ended)) {
                        if (ended)
                                break;
                        watched.fd = -1;
                }
        }
        sigprocmask(SIG_SETMASK, &waiting_mask, NULL);
        return caught;
}

/* In the child: becomes the command, or says why not. */
static void become(char **command, const sigset_t *mask, pid_t parent, bool ends_with_us) {
        if (ends_with_us) {
                prctl(PR_SET_PDEATHSIG, SIGTERM);
                if (getppid() != parent)
                        _exit(128 + SIGTERM);
        }
        if (!cli.sigpipe_was_ignored)
                signal(SIGPIPE, SIG_DFL);
        for (int i = 0; i < END_SIGNAL_COUNT; i++) {
                struct sigaction old;

                if (sigaction(end_signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
                        signal(end_signals[i], SIG_DFL);
        }
        sigprocmask(SIG_SETMASK, mask, NULL);
        execvp(command[0], command);
        cli_note("can't run '%s': %s", cli_printable(command[0]), strerror(errno));
        _exit(errno == ENOENT || errno == ENOTDIR ? CLI_NO_COMMAND : CLI_CANT_RUN);
}

/* Runs the command to its end and returns its exit code, 128+n after signal n.
 * ends_with_us: if we are killed, it is asked to end (SIGTERM), because what
 * it relied on is gone. */
int cli_run_command(char **command, bool ends_with_us) {
        sigset_t mask;
        pid_t parent = getpid(), pid;
        int status;

        cli_catch_signals();
        fflush(stdout);
        block_end_signals(&mask);
        if (caught) {
                sigprocmask(SIG_SETMASK, &mask, NULL);
                cli.ended_by = caught;
                return CLI_FAILURE;
        }
        pid = fork();
        if (pid == 0)
                become(command, &mask, parent, ends_with_us);
        child_pid = pid > 0 ? pid : 0;
        sigprocmask(SIG_SETMASK, &mask, NULL);
        if (pid < 0)
                return cli_error(CLI_FAILURE, "can't start '%s': %s", cli_printable(command[0]),
                                 strerror(errno));
        /* Until it is reaped its id is its own, so a signal is never sent astray. */
        while (waitid(P_PID, (id_t) pid, &(siginfo_t) { 0 }, WEXITED | WNOWAIT) < 0 &&
               errno == EINTR)
                ;
        block_end_signals(&mask);
        child_pid = 0;
        while (waitpid(pid, &status, 0) < 0)
                if (errno != EINTR) {
                        sigprocmask(SIG_SETMASK, &mask, NULL);
                        return CLI_FAILURE;
                }
        sigprocmask(SIG_SETMASK, &mask, NULL);
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
