/* SPDX-License-Identifier: MIT */
/* raw_copy.c — memcpy between private memory and a bare shared mapping. */
#include "../copy.h"

#include "raw.h"

#include <sys/mman.h>

static int measure(size_t size_bytes, int is_read) {
        void *shared, *private;

        bench_settle_alone();
        shared = bench_shared(size_bytes);
        private = bench_copy_private(size_bytes);
        bench_report(NULL, bench_copy_ns(is_read ? private : shared, is_read ? shared : private,
                                         size_bytes),
                     "ns");
        munmap(shared, size_bytes);
        return 0;
}

#define COPY(label, size)                                                                   \
        static int write_##label(void) { return measure(size, 0); }                         \
        static int read_##label(void) { return measure(size, 1); }

BENCH_COPY_SIZES(COPY)

#define CASES(label, size)                                                                  \
        { "copy.write." #label, "raw", write_##label },                                     \
        { "copy.read." #label, "raw", read_##label },                                       \
        { "memcpy.write." #label, "raw", write_##label },                                   \
        { "memcpy.read." #label, "raw", read_##label },

const struct bench_case bench_raw_copy_cases[] = {
        BENCH_COPY_SIZES(CASES)
        { NULL, NULL, NULL },
};
