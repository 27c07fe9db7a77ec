/* SPDX-License-Identifier: MIT */
/* mapping.c — making, opening and ending a named mapping of 1 MiB.
 *
 * bench/run calls these cases in an empty namespace directory and in a crowded
 * one; bench_crowd fills it. */
#include "mapwire_cases.h"

#include <stdlib.h>

#define SIZE_BYTES (UINT64_C(1) << 20)

static void create_and_close(void *unused, long calls) {
        while (calls-- > 0) {
                mw_mapping *mapping;
                void *view = NULL;

                bench_mw(mw_mapping_open("bench.mapping", SIZE_BYTES, MW_CREATE | MW_EXCLUSIVE,
                                         NULL, &mapping));
                bench_mw(mw_view_map(mapping, 0, 0, 0, &view));
                bench_mw(mw_view_unmap(view));
                mw_mapping_close(mapping);
        }
}

static void open_and_close(void *unused, long calls) {
        while (calls-- > 0) {
                mw_mapping *mapping;
                void *view = NULL;

                bench_mw(mw_mapping_open("bench.mapping", 0, 0, NULL, &mapping));
                bench_mw(mw_view_map(mapping, 0, 0, 0, &view));
                bench_mw(mw_view_unmap(view));
                mw_mapping_close(mapping);
        }
}

static int run_create(void) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_close, NULL), "ns");
        return 0;
}

static int run_open(void) {
        mw_mapping *holder;

        bench_settle_alone();
        bench_mw(mw_mapping_open("bench.mapping", SIZE_BYTES, MW_CREATE, NULL, &holder));
        bench_report(NULL, bench_per_call_ns(open_and_close, NULL), "ns");
        mw_mapping_close(holder);
        return 0;
}

const struct bench_case bench_mapping_cases[] = {
        { "mapping.create", "mapwire", run_create },
        { "mapping.open", "mapwire", run_open },
        { NULL, NULL, NULL },
};
