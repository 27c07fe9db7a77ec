/* SPDX-License-Identifier: MIT */
/* peer.c — what is said between a test and its peers: the same on every system.
 *
 * Messages are lines. Whoever finds the other end closed ends, so nobody outlives a failed
 * test. How a peer is started, ended and watched is in peer_linux.c and peer_windows.c.
 */
#include "harness.h"
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

/* Byte by byte: what follows the line must stay in the pipe. */
static bool read_line(int pipe, char *line, size_t size)
{
        size_t used = 0;
        char byte;

        while (pipe_read(pipe, &byte, 1) == 1) {
                if (byte == '\n') {
                        line[used] = 0;
                        return true;
                }
                if (used + 1 < size)
                        line[used++] = byte;
        }
        line[0] = 0;
        return false;
}

static void write_line(int pipe, const char *format, va_list arguments)
{
        char line[3000];
        int size = vsnprintf(line, sizeof line - 1, format, arguments);

        ASSERT(size >= 0 && (size_t) size < sizeof line - 1);
        line[size++] = '\n';
        pipe_write(pipe, line, (size_t) size);
}

void peer_line(struct peer *peer, char *line, size_t size)
{
        read_line(peer->from, line, size);
}

void peer_expect(struct peer *peer, const char *what)
{
        char line[3000];

        peer_line(peer, line, sizeof line);
        if (strcmp(line, what) != 0)
                test_fail(__FILE__, __LINE__, "peer %d said \"%s\", not \"%s\"", (int) peer->pid,
                          line, what);
}

void peer_say(struct peer *peer, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        write_line(peer->to, format, arguments);
        va_end(arguments);
}

void peer_go(struct peer *peer)
{
        peer_say(peer, "go");
}

void peer_end(struct peer *peer)
{
        int pid = (int) peer->pid, status = peer_status(peer);

        if (status != 0)
                test_fail(__FILE__, __LINE__, "peer %d ended with status %#x", pid, status);
}

void reach(const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        write_line(say_pipe, format, arguments);
        va_end(arguments);
}

bool await_line(char *line, size_t size)
{
        return read_line(hear_pipe, line, size);
}

void await_go(void)
{
        char line[16];

        if (!await_line(line, sizeof line))
                _exit(0);
        ASSERT_STR(line, "go");
}
