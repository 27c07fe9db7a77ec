/* SPDX-License-Identifier: MIT */
/* console_signal.c — SetConsoleCtrlHandler: Ctrl-C and its kin.
 *
 *      SIGINT   CTRL_C_EVENT         SIGQUIT  CTRL_BREAK_EVENT
 *      SIGHUP   CTRL_CLOSE_EVENT     SIGTERM  CTRL_SHUTDOWN_EVENT
 *
 * As on Windows the handlers run in a thread of their own, the last one first,
 * until one returns TRUE; if none does, the process ends as it would have without
 * any. A signal is caught from the first handler on, until the last is taken
 * away. What the signal does is one write to a pipe that the thread reads.
 *
 * Fork. A child has the handlers, but not the thread, which it starts when it is
 * told of a signal by SetConsoleCtrlHandler again; until then signals do there
 * what they do by themselves.
 */
#include "console.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const struct {
        int number;
        DWORD event;
} events[] = {
        { SIGINT, CTRL_C_EVENT },
        { SIGQUIT, CTRL_BREAK_EVENT },
        { SIGHUP, CTRL_CLOSE_EVENT },
        { SIGTERM, CTRL_SHUTDOWN_EVENT },
};
#define EVENT_COUNT (sizeof events / sizeof events[0])

MWW_LOCK(lock)
static PHANDLER_ROUTINE *handlers; /* under the lock, like the next */
static size_t handler_count;
static bool ignores_ctrl_c;
static struct sigaction before[EVENT_COUNT];
static bool is_caught;
static int wake[2] = { -1, -1 };

static void catch (int number)
{
        int kept = errno;
        char byte = (char) number;

        if (write(wake[1], &byte, 1) < 0)
                errno = kept; /* a full pipe has been told often enough */
        errno = kept;
}

/* Under the lock. */
static void set_signals(bool catches)
{
        struct sigaction action = { .sa_handler = catch, .sa_flags = SA_RESTART };

        if (catches == is_caught)
                return;
        for (size_t at = 0; at < EVENT_COUNT; at++) {
                if (catches)
                        sigaction(events[at].number, NULL, &before[at]);
                /* Who started us with a signal ignored wants it so. */
                if (before[at].sa_handler == SIG_IGN)
                        continue;
                sigaction(events[at].number, catches ? &action : &before[at], NULL);
        }
        is_caught = catches;
}

static size_t index_of(int number)
{
        size_t at = 0;

        while (at < EVENT_COUNT - 1 && events[at].number != number)
                at++;
        return at;
}

/* As if nobody had caught it. */
static void end_by(int number)
{
        sigset_t only;

        fflush(NULL);
        signal(number, SIG_DFL);
        sigemptyset(&only);
        sigaddset(&only, number);
        pthread_sigmask(SIG_UNBLOCK, &only, NULL);
        kill(getpid(), number);
}

static void tell(int number)
{
        PHANDLER_ROUTINE *all;
        size_t count;
        bool is_ignored;
        bool is_handled = false;

        pthread_mutex_lock(&lock);
        is_ignored = number == SIGINT && ignores_ctrl_c;
        count = handler_count;
        all = malloc((count + 1) * sizeof *all);
        if (all && count > 0)
                memcpy(all, handlers, count * sizeof *all);
        pthread_mutex_unlock(&lock);
        for (size_t at = all && !is_ignored ? count : 0; at-- > 0 && !is_handled;)
                is_handled = all[at](events[index_of(number)].event);
        free(all);
        if (!is_handled && !is_ignored)
                end_by(number);
}

static void *listen(void *unused)
{
        char byte;

        for (;;) {
                ssize_t n = read(wake[0], &byte, 1);

                if (n == 1)
                        tell(byte);
                else if (n == 0 || errno != EINTR)
                        return NULL;
        }
}

/* Under the lock. The thread lives as long as the process. */
static DWORD start_thread(void)
{
        pthread_attr_t attributes;
        pthread_t thread;
        sigset_t all;
        sigset_t kept;
        int number;

        if (wake[0] >= 0)
                return ERROR_SUCCESS;
        if (pipe2(wake, O_CLOEXEC) < 0)
                return mww_error_of_errno(errno);
        fcntl(wake[1], F_SETFL, O_NONBLOCK);
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &kept); /* signals go to other threads */
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        number = pthread_create(&thread, &attributes, listen, NULL);
        pthread_attr_destroy(&attributes);
        pthread_sigmask(SIG_SETMASK, &kept, NULL);
        if (number == 0)
                return ERROR_SUCCESS;
        close(wake[0]);
        close(wake[1]);
        wake[0] = wake[1] = -1;
        return ERROR_NOT_ENOUGH_MEMORY;
}

static void forget_thread_in_child(void)
{
        if (wake[0] < 0)
                return;
        close(wake[0]);
        close(wake[1]);
        wake[0] = wake[1] = -1;
        set_signals(false);
}

__attribute__((constructor)) static void forget_thread_across_fork(void)
{
        pthread_atfork(NULL, NULL, forget_thread_in_child);
}

/* Under the lock. */
static DWORD add_handler(PHANDLER_ROUTINE handler)
{
        DWORD error = start_thread();
        PHANDLER_ROUTINE *more;

        if (error)
                return error;
        more = realloc(handlers, (handler_count + 1) * sizeof *more);
        if (!more)
                return ERROR_NOT_ENOUGH_MEMORY;
        handlers = more;
        handlers[handler_count++] = handler;
        set_signals(true);
        return ERROR_SUCCESS;
}

/* Under the lock. The one that was added last goes first. */
static DWORD remove_handler(PHANDLER_ROUTINE handler)
{
        size_t at = handler_count;

        while (at > 0 && handlers[at - 1] != handler)
                at--;
        if (at == 0)
                return ERROR_INVALID_PARAMETER;
        memmove(handlers + at - 1, handlers + at, (handler_count - at) * sizeof *handlers);
        handler_count--;
        if (handler_count == 0)
                set_signals(false);
        return ERROR_SUCCESS;
}

/* NULL: Ctrl-C is ignored, by children that are started then, too. */
static DWORD ignore_ctrl_c(bool ignores)
{
        if (!is_caught)
                signal(SIGINT, ignores ? SIG_IGN : SIG_DFL);
        ignores_ctrl_c = ignores;
        return ERROR_SUCCESS;
}

BOOL SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL adds)
{
        DWORD error;

        pthread_mutex_lock(&lock);
        if (!handler)
                error = ignore_ctrl_c(adds);
        else
                error = adds ? add_handler(handler) : remove_handler(handler);
        pthread_mutex_unlock(&lock);
        return error ? mww_fail(error) : TRUE;
}

/* To a group of processes; 0: Windows tells all of the console. Here that is this
 * process, since its group may be that of the shell or test that started it. */
BOOL GenerateConsoleCtrlEvent(DWORD event, DWORD group)
{
        int number = event == CTRL_C_EVENT ? SIGINT : SIGQUIT;

        if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (group > INT_MAX)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (group == 0 || group == (DWORD) getpid())
                return kill(getpid(), number) == 0 ? TRUE : mww_fail(ERROR_ACCESS_DENIED);
        if (kill(-(pid_t) group, number) < 0 && kill((pid_t) group, number) < 0)
                return mww_fail(errno == ESRCH ? ERROR_INVALID_PARAMETER : ERROR_ACCESS_DENIED);
        return TRUE;
}
