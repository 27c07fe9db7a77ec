/* SPDX-License-Identifier: MIT */
/* command_line.c — a command line into arguments, and arguments into one.
 *
 * On Windows a process is given one string, and its C library splits it. The rules, as
 * documented: blanks and tabs separate, outside of quotes; a quote begins or ends a
 * quoted part; two quotes inside of one are a quote, and it goes on; backslashes are
 * themselves, unless they precede a quote: then two are one, and an odd one makes the
 * quote an ordinary character. The first argument, the program, knows no backslashes.
 */
#include "command_line.h"

#include "internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_blank(char c)
{
        return c == ' ' || c == '\t';
}

/* ---- splitting ------------------------------------------------------------------- */

/* The program's name: up to a blank outside of quotes. */
static const char *split_first(const char *line, char **inout_out)
{
        bool is_quoted = false;
        char *out = *inout_out;

        for (; *line && (is_quoted || !is_blank(*line)); line++)
                if (*line == '"')
                        is_quoted = !is_quoted;
                else
                        *out++ = *line;
        *out++ = '\0';
        *inout_out = out;
        return line;
}

static const char *split_next(const char *line, char **inout_out)
{
        bool is_quoted = false;
        char *out = *inout_out;

        while (*line && (is_quoted || !is_blank(*line))) {
                size_t slashes = strspn(line, "\\");

                line += slashes;
                if (*line != '"') {
                        for (; slashes > 0; slashes--)
                                *out++ = '\\';
                        if (*line && (is_quoted || !is_blank(*line)))
                                *out++ = *line++;
                        continue;
                }
                for (size_t pairs = slashes / 2; pairs > 0; pairs--)
                        *out++ = '\\';
                if (slashes % 2) {
                        *out++ = '"';
                } else if (is_quoted && line[1] == '"') {
                        *out++ = '"';
                        line++;
                } else {
                        is_quoted = !is_quoted;
                }
                line++;
        }
        *out++ = '\0';
        *inout_out = out;
        return line;
}

char **mww_split_command_line(const char *line, int *out_count)
{
        size_t length = strlen(line);
        /* No argument is shorter than two characters, but the last. */
        char **arguments = malloc((length / 2 + 3) * sizeof *arguments + length + 2);
        char *out = arguments ? (char *) (arguments + length / 2 + 3) : NULL;
        int count = 0;

        if (!arguments)
                return NULL;
        arguments[count++] = out;
        line = split_first(line, &out);
        for (;;) {
                while (is_blank(*line))
                        line++;
                if (!*line)
                        break;
                arguments[count++] = out;
                line = split_next(line, &out);
        }
        arguments[count] = NULL;
        if (out_count)
                *out_count = count;
        return arguments;
}

/* ---- joining --------------------------------------------------------------------- */

static char *quote_one(char *out, const char *argument, bool is_first)
{
        bool needs = !argument[0] || argument[strcspn(argument, is_first ? " \t" : " \t\"")];
        size_t slashes = 0;

        if (!needs)
                return stpcpy(out, argument);
        *out++ = '"';
        for (; *argument; argument++) {
                if (*argument == '"' && !is_first) {
                        for (; slashes > 0; slashes--)
                                *out++ = '\\';
                        *out++ = '\\';
                }
                slashes = *argument == '\\' ? slashes + 1 : 0;
                *out++ = *argument;
        }
        for (; slashes > 0 && !is_first; slashes--)
                *out++ = '\\';
        *out++ = '"';
        *out = '\0';
        return out;
}

char *mww_join_command_line(const char *const *arguments)
{
        size_t room = 1;
        char *line;
        char *out;

        for (size_t at = 0; arguments[at]; at++)
                room += 2 * strlen(arguments[at]) + 3;
        line = out = malloc(room);
        if (!line)
                return NULL;
        *out = '\0';
        for (size_t at = 0; arguments[at]; at++) {
                if (at > 0)
                        *out++ = ' ';
                out = quote_one(out, arguments[at], at == 0);
        }
        return line;
}

/* ---- ours ------------------------------------------------------------------------ */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char *own_line;
static WCHAR *own_wide_line;

void mww_give_command_line(const char *line)
{
        own_line = strdup(line);
}

/* What Linux gave us, quoted so that it splits into the same again. */
static char *line_from_system(void)
{
        static char bytes[1 << 17];
        const char *arguments[4096];
        size_t count = 0;
        ssize_t size = -1;
        int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);

        if (file >= 0) {
                size = read(file, bytes, sizeof bytes - 1);
                close(file);
        }
        for (ssize_t at = 0; at < size && count < sizeof arguments / sizeof *arguments - 1;
             at += (ssize_t) strlen(bytes + at) + 1)
                arguments[count++] = bytes + at;
        arguments[count] = NULL;
        return mww_join_command_line(arguments);
}

static void find_line(void)
{
        size_t units;

        if (!own_line)
                own_line = line_from_system();
        if (!own_line)
                own_line = (char *) "";
        units = mww_wide_of_bytes(own_line, NULL, 0);
        own_wide_line = calloc(units + 1, sizeof *own_wide_line);
        if (own_wide_line)
                mww_wide_of_bytes(own_line, own_wide_line, units);
}

LPSTR GetCommandLineA(void)
{
        pthread_once(&once, find_line);
        return own_line;
}

LPWSTR GetCommandLineW(void)
{
        static WCHAR none[1];

        pthread_once(&once, find_line);
        return own_wide_line ? own_wide_line : none;
}
