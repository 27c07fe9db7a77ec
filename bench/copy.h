/* SPDX-License-Identifier: MIT */
/* copy.h — what the copies of all contestants have in common. */
#ifndef MW_BENCH_COPY_H
#define MW_BENCH_COPY_H

#include <stddef.h>

/* X(label, bytes) for each size that is measured. */
#define BENCH_COPY_SIZES(X)                                                                 \
        X(64B, 64)                                                                          \
        X(4KiB, (size_t) 4 << 10)                                                           \
        X(1MiB, (size_t) 1 << 20)                                                           \
        X(64MiB, (size_t) 64 << 20)

/* Touched private memory. */
void *bench_copy_private(size_t size_bytes);

/* memcpy itself, ns a copy. */
double bench_copy_ns(void *to, const void *from, size_t size_bytes);

#endif
