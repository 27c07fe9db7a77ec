/* SPDX-License-Identifier: MIT */
/* win32_start.h — threads and processes of the Windows program: see win32_start.c. */
#ifndef MW_BENCH_WIN32_START_H
#define MW_BENCH_WIN32_START_H

#include "../bench.h"

extern const struct bench_case bench_win32_start_cases[];

#endif
