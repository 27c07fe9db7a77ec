/* SPDX-License-Identifier: MIT */
/* os.h — what the tool needs of a system beyond C: os_linux.c and os_windows.c.
 *
 * Three verbs are so much the system's that each has a file of its own there:
 * child.c (commands and signals), doctor.c and demo.c.
 */
#ifndef MAPWIRE_CLI_OS_H
#define MAPWIRE_CLI_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* First of all: standard descriptors and signals as we need them, bytes as they are. */
void cli_os_begin(void);

/* Last of all: end by this signal, so that a shell sees it. */
void cli_os_end_by(int number);

/* The number of the signal that tells of a reader who has gone. */
int cli_os_pipe_signal(void);

/* All of it to standard output, whatever its pace. Returns 0 or errno. */
int cli_os_put(const void *bytes, size_t size);

/* Is standard output a pipe that nobody reads any more? */
bool cli_os_output_is_broken(void);

/* One read of at most size bytes from standard input; 0 at the end, -1 with errno. */
long long cli_os_get(void *bytes, size_t size);

/* How long standard input is, if that can be known: a file's rest. */
bool cli_os_input_size(uint64_t *out_bytes);

/* Does the text match a pattern with * ? [a-z]? */
bool cli_os_matches(const char *pattern, const char *text);

/* What a command that we start finds in its environment; NULL takes it away. */
void    cli_os_setenv(const char *name, const char *value);

int64_t cli_os_wall_ns(void);
bool    cli_os_local_time(int64_t seconds, struct tm *out_parts);
void    cli_os_nap(int64_t ns);

#endif
