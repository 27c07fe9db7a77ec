/* SPDX-License-Identifier: MIT */
/* os_linux.c — what the tool needs of Linux. */
#include "os.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A descriptor 0, 1 or 2 that is closed would be given to the next file that
 * is opened, and our output would be written into it. */
static void fill_standard_descriptors(void) {
        static const int flags[] = { O_WRONLY, O_RDONLY, O_RDONLY };

        /* The wrong way round, so that reading and writing fail as on a closed one. */
        for (int fd = 0; fd < 3; fd++)
                if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags[fd]) != fd)
                        _exit(CLI_FAILURE);
}

void cli_os_begin(void) {
        struct sigaction old;

        fill_standard_descriptors();
        if (sigaction(SIGPIPE, NULL, &old) == 0)
                cli.sigpipe_was_ignored = old.sa_handler == SIG_IGN;
        signal(SIGPIPE, SIG_IGN);
}

void cli_os_end_by(int number) {
        signal(number, SIG_DFL);
        raise(number);
}

int cli_os_pipe_signal(void) {
        return SIGPIPE;
}

int cli_os_put(const void *data, size_t size) {
        const unsigned char *bytes = data;

        while (size > 0) {
                ssize_t n = write(STDOUT_FILENO, bytes, size);
                struct pollfd out = { STDOUT_FILENO, POLLOUT, 0 };

                if (n >= 0) {
                        bytes += n;
                        size -= (size_t) n;
                } else if (errno == EAGAIN)
                        poll(&out, 1, -1);
                else if (errno != EINTR)
                        return errno;
        }
        return 0;
}

bool cli_os_output_is_broken(void) {
        struct pollfd out = { STDOUT_FILENO, 0, 0 };

        return poll(&out, 1, 0) == 1 && out.revents & POLLERR;
}

long long cli_os_get(void *bytes, size_t size) {
        for (;;) {
                ssize_t n = read(STDIN_FILENO, bytes, size);
                struct pollfd in = { STDIN_FILENO, POLLIN, 0 };

                if (n >= 0)
                        return n;
                if (errno == EAGAIN)
                        poll(&in, 1, -1);
                else if (errno != EINTR)
                        return -1;
        }
}

bool cli_os_input_size(uint64_t *out_bytes) {
        struct stat st;
        off_t at = lseek(STDIN_FILENO, 0, SEEK_CUR);

        if (at < 0 || fstat(STDIN_FILENO, &st) < 0 || !S_ISREG(st.st_mode))
                return false;
        *out_bytes = st.st_size > at ? (uint64_t) (st.st_size - at) : 0;
        return true;
}

bool cli_os_matches(const char *pattern, const char *text) {
        return fnmatch(pattern, text, FNM_NOESCAPE) == 0;
}

void cli_os_setenv(const char *name, const char *value) {
        if (value)
                setenv(name, value, 1);
        else
                unsetenv(name);
}

int64_t cli_os_wall_ns(void) {
        struct timespec now;

        clock_gettime(CLOCK_REALTIME, &now);
        return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

bool cli_os_local_time(int64_t seconds, struct tm *out_parts) {
        time_t time = (time_t) seconds;

        return localtime_r(&time, out_parts) != NULL;
}

void cli_os_nap(int64_t ns) {
        struct timespec pause = { (time_t) (ns / 1000000000), (long) (ns % 1000000000) };

        nanosleep(&pause, NULL);
}
