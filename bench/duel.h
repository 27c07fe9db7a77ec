/* SPDX-License-Identifier: MIT */
/* duel.h — two (or many) real processes and a signal between them.
 *
 * The same measurements for whatever can be set and waited for:
 *      wake      one process sleeps, the other signals it
 *      pingpong  each signals the other in turn
 *      herd      many sleep on one signal
 *      convoy    many sleep on one lock
 *
 * How long a wake takes depends first on what the other processor was doing
 * (running, idle, halted by a hypervisor: 6 us or 60), and that changes from one
 * moment to the next. So rivals are not measured one after the other: all have
 * their processes at the same time, and take turns within each sample.
 *
 * That a sleeper sleeps is not assumed: it says that it is about to wait, and
 * then /proc/PID/syscall must show it inside a system call, off the processor.
 */
#ifndef MW_BENCH_DUEL_H
#define MW_BENCH_DUEL_H

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

struct bench_rival {
        const char                *who; /* in the table */
        const struct bench_signal *signal;
};

#define BENCH_MOST_RIVALS 3

/* Reports wake's ".runs" (from before the set until the sleeper runs) and
 * ".pays" (what the set costs the signaller), medians of one sample. */
int bench_wake(const struct bench_rival *rivals, int count);

/* Reports the round trip, and ".sleeps": how often the measuring side slept in one. */
int bench_pingpong(const struct bench_rival *rivals, int count);

/* `sleepers` processes wait for signal 0. Reports ".pays", ".runs" (until the
 * first of them runs) and ".cpu" (processor time of all sleepers a signal). */
int bench_herd(const struct bench_rival *rivals, int count, int sleepers);

/* The same for a lock: signal->wait(0) locks it, signal->set(0) unlocks it.
 * A round begins with the measuring side as owner and all others asleep; it
 * unlocks, and each of them has the lock once. Reports ".pays", ".runs" and
 * ".all" (until the last one has had it). */
int bench_convoy(const struct bench_rival *rivals, int count, int sleepers);

#ifdef __cplusplus
}
#endif

#endif
