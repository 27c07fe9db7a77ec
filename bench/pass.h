/* SPDX-License-Identifier: MIT */
/* pass.h — how long it takes to give a process something and to hear that it has it.
 *
 * Giver and taker are two processes on one processor with a socket between them; the
 * taker is forked first, so that it inherits nothing of what is given.
 */
#ifndef MW_BENCH_PASS_H
#define MW_BENCH_PASS_H

#include <stddef.h>

struct bench_pass {
        void (*make)(void);       /* the giver, once: what is given again and again */
        void (*give)(int socket); /* sends it                                       */
        void (*take)(int socket); /* receives it, has it in its memory, ends that   */
        void (*end)(void);        /* the giver, once                                */
};

/* Reports the time of one give, take and answer. */
int bench_report_pass(const struct bench_pass *pass);

/* Bytes and a descriptor in one message. */
void bench_send(int socket, const void *bytes, size_t size_bytes, int descriptor);
int  bench_receive(int socket, void *bytes, size_t size_bytes);

#endif
