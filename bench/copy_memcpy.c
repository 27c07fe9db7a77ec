/* SPDX-License-Identifier: MIT */
/* copy_memcpy.c — see copy.h. The size is not a constant for the compiler, so
 * that it calls memcpy, as a program with a size from elsewhere does. */
#include "copy.h"

#include "bench.h"

#include <stdlib.h>
#include <string.h>

struct copy {
        void       *to;
        const void *from;
        size_t      size_bytes;
};

static void copy_all(void *subject, long calls) {
        const struct copy *copy = subject;

        while (calls-- > 0) {
                memcpy(copy->to, copy->from, copy->size_bytes);
                BENCH_KEEP(copy->to);
        }
}

void *bench_copy_private(size_t size_bytes) {
        void *memory = aligned_alloc(4096, (size_bytes + 4095) & ~(size_t) 4095);

        if (!memory)
                bench_die("aligned_alloc");
        memset(memory, 1, size_bytes);
        return memory;
}

double bench_copy_ns(void *to, const void *from, size_t size_bytes) {
        struct copy copy = { to, from, size_bytes };

        memset(to, 2, size_bytes);
        return bench_per_call_ns(copy_all, &copy);
}
