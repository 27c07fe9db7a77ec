/* SPDX-License-Identifier: MIT */
/* signals.h — mapwire's objects as signals for duel.h. */
#ifndef MW_BENCH_SIGNALS_H
#define MW_BENCH_SIGNALS_H

#include "duel.h"

#include <stdint.h>

/* Two auto-reset events. Each process opens them by name. A wait is a wait for
 * any of `width` events, of which the last is the one that is set; width 1 is
 * mw_wait(). spin_ns as in wait.h. */
const struct bench_signal *bench_events(uint32_t width, int64_t spin_ns);

extern const struct bench_signal bench_mutex_signal;
extern const struct bench_signal bench_semaphore_signal;

#endif
