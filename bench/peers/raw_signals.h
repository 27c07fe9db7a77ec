/* SPDX-License-Identifier: MIT */
/* raw_signals.h — bare words of shared memory as signals for duel.h: the limits
 * that mapwire's objects are held against, turn by turn. */
#ifndef MW_BENCH_RAW_SIGNALS_H
#define MW_BENCH_RAW_SIGNALS_H

#include "../duel.h"

/* Set: store 1 and FUTEX_WAKE of one. Wait: exchange with 0, else FUTEX_WAIT. */
extern const struct bench_signal bench_raw_futex;

/* The same, asleep in futex_waitv() on `width` words. NULL: this kernel has none. */
const struct bench_signal *bench_raw_waitv(unsigned width);

/* No kernel: set stores 1, wait spins until it sees 1 and stores 0. */
extern const struct bench_signal bench_raw_flag;

/* No kernel and no taking: a counter each, that only its setter writes. */
extern const struct bench_signal bench_raw_counter;

/* The three-state futex mutex of the textbooks: free, locked, locked with sleepers. */
extern const struct bench_signal bench_raw_mutex;

#endif
