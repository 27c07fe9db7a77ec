/* SPDX-License-Identifier: MIT */
/* copy.c — into and out of a view, by the library's call and by one's own memcpy. */
#include "copy.h"

#include "mapwire_cases.h"

static void *view;
static void *other; /* private memory on the other side of the copy */
static size_t size_bytes;

static void write_call(void *unused, long calls) {
        while (calls-- > 0)
                mw_view_write(view, other, size_bytes);
}

static void read_call(void *unused, long calls) {
        while (calls-- > 0)
                mw_view_read(view, other, size_bytes);
}

static void open_view(size_t size) {
        mw_mapping *mapping;

        bench_settle_alone();
        size_bytes = size;
        other = bench_copy_private(size);
        view = NULL;
        bench_mw(mw_mapping_open("bench.copy", size, MW_CREATE, NULL, &mapping));
        bench_mw(mw_view_map(mapping, 0, 0, 0, &view));
        mw_mapping_close(mapping); /* the view keeps it */
}

static int by_call(size_t size, void (*body)(void *, long)) {
        open_view(size);
        bench_report(NULL, bench_per_call_ns(body, NULL), "ns");
        bench_mw(mw_view_unmap(view));
        return 0;
}

static int by_memcpy(size_t size, int is_read) {
        open_view(size);
        bench_report(NULL, bench_copy_ns(is_read ? other : view, is_read ? view : other, size),
                     "ns");
        bench_mw(mw_view_unmap(view));
        return 0;
}

#define COPY(label, size)                                                                   \
        static int write_##label(void) { return by_call(size, write_call); }                \
        static int read_##label(void) { return by_call(size, read_call); }                  \
        static int write_##label##_own(void) { return by_memcpy(size, 0); }                 \
        static int read_##label##_own(void) { return by_memcpy(size, 1); }

BENCH_COPY_SIZES(COPY)

#define CASES(label, size)                                                                  \
        { "copy.write." #label, "mapwire", write_##label },                                 \
        { "copy.read." #label, "mapwire", read_##label },                                   \
        { "memcpy.write." #label, "mapwire", write_##label##_own },                         \
        { "memcpy.read." #label, "mapwire", read_##label##_own },

const struct bench_case bench_copy_cases[] = {
        BENCH_COPY_SIZES(CASES)
        { NULL, NULL, NULL },
};
