/* SPDX-License-Identifier: MIT */
/* harness.h — between test.c, peer.c and the system's part of them.
 *
 * test_linux.c and test_windows.c, peer_linux.c and peer_windows.c fulfil it.
 */
#ifndef MW_TEST_HARNESS_H
#define MW_TEST_HARNESS_H

#include "test.h"

enum { EXIT_SKIP = 77 };

/* First of all, in each process of ours. It may take its own last argument away. */
void begin_process(int *argc, char **argv);
/* Around all tests, in the runner. false: it can't begin, and has said why. */
bool begin_runner(void);
void end_runner(void);
bool goes_on(void); /* false: it was told to end */

/* In the runner: the test in a process of its own; 0, 1 or EXIT_SKIP. */
int run_apart(struct test *test);
int limit_of(const struct test *test);
/* In that process: the test, and then whether it left something. */
void run_and_look(struct test *test);

/* In the environment, for our processes to come. */
void put_setting(const char *name, const char *value);

/* A peer's two pipes, as numbers; its own, when this is one. */
extern int hear_pipe, say_pipe;
/* How many bytes came; 0: none will any more. */
size_t pipe_read(int pipe, void *out, size_t size);
/* All of it, or as much as somebody was there to read. */
void pipe_write(int pipe, const void *bytes, size_t size);

#endif
