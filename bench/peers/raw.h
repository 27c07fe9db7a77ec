/* SPDX-License-Identifier: MIT */
/* raw.h — the contestant "raw": the least that the hardware and the kernel ask for
 * the same work, without names, lifetimes, rights, or surviving anybody's death.
 * The limits of what needs two processes are in raw_signals.h. */
#ifndef MW_BENCH_RAW_H
#define MW_BENCH_RAW_H

#include "../bench.h"

extern const struct bench_case bench_raw_word_cases[];
extern const struct bench_case bench_raw_file_cases[];
extern const struct bench_case bench_raw_copy_cases[];
extern const struct bench_case bench_raw_start_cases[];
extern const struct bench_case bench_raw_timer_cases[];
extern const struct bench_case bench_raw_share_cases[];

#endif
