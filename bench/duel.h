/* SPDX-License-Identifier: MIT */
/* duel.h — two (or many) real processes and a signal between them.
 *
 * The same three measurements for whatever can be set and waited for:
 *      wake      one process sleeps, the other signals it
 *      pingpong  each signals the other in turn
 *      herd      many sleep on one signal
 *
 * That a sleeper sleeps is not assumed: it says that it is about to wait, and
 * then /proc/PID/syscall must show it inside a system call, off the processor.
 */
#ifndef MW_BENCH_DUEL_H
#define MW_BENCH_DUEL_H

#include <sys/types.h> /* pid_t */

#ifdef __cplusplus
extern "C" {
#endif

/* Something to signal with. Two of them, numbered 0 and 1, are open at once.
 * Every function returns 0, or negative when it failed. */
struct bench_signal {
        int (*open)(void);       /* the parent, before it forks                          */
        int (*attach)(void);     /* the child, after the fork; NULL: nothing to do       */
        int (*set)(int number);  /* release one who waits for it, now or later           */
        int (*wait)(int number); /* and take it                                          */
        void (*close)(void);     /* the parent, after the child ended; NULL: nothing     */
};

/* Reports wake's ".runs" (from before the set until the sleeper runs) and
 * ".pays" (what the set costs the signaller), medians of one sample. */
int bench_wake(const struct bench_signal *signal);

/* Reports the round trip, and ".sleeps": how often the measuring side slept in one. */
int bench_pingpong(const struct bench_signal *signal);

/* `sleepers` processes wait for signal 0. Reports ".pays", ".runs" (until the
 * first of them runs) and ".cpu" (processor time of all sleepers a signal). */
int bench_herd(const struct bench_signal *signal, int sleepers);

/* The same for a lock: signal->wait(0) locks it, signal->set(0) unlocks it.
 * A round begins with the measuring side as owner and all others asleep; it
 * unlocks, and each of them has the lock once. Reports ".pays", ".runs" and
 * ".all" (until the last one has had it). */
int bench_convoy(const struct bench_signal *signal, int sleepers);

/* Opens /proc/PID/syscall of a child, and returns once it shows a sleeper. */
int  bench_watch(pid_t child);
void bench_await_sleep(int watch);

#ifdef __cplusplus
}
#endif

#endif
