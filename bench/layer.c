/* SPDX-License-Identifier: MIT */
/* layer.c — what the Windows layer adds to mapwire's own calls on mappings.
 *
 * Both do the same with one mapping, in turns of some 50 calls in one process: the
 * difference is a fiftieth of what either takes, and the machine's mood changes faster
 * than two programs can be started. The median of the differences, a call.
 */
#include <windows.h>

#include "bench.h"

#include <mapwire/mapwire.h>
#include <stdlib.h>

#define NAME       "bench.layer"
#define SIZE_BYTES (1u << 20)
#define BLOCK      50

struct way {
        void (*by_layer)(int times);
        void (*by_own)(int times);
        int calls; /* of each, a time */
};

static HANDLE section;
static mw_mapping *mapping;

static void fail(const char *what) {
        bench_die(what);
}

static void open_by_layer(int times) {
        while (times-- > 0)
                CloseHandle(OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, NAME));
}

static void open_by_own(int times) {
        while (times-- > 0) {
                mw_mapping *opened = NULL;

                if (mw_mapping_open(NAME, 0, 0, NULL, &opened) < 0)
                        fail("open");
                mw_mapping_close(opened);
        }
}

static void view_by_layer(int times) {
        while (times-- > 0)
                if (!UnmapViewOfFile(MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0)))
                        fail("UnmapViewOfFile");
}

static void view_by_own(int times) {
        while (times-- > 0) {
                void *view = NULL;

                if (mw_view_map(mapping, 0, 0, MW_DETACHED, &view) < 0)
                        fail("map");
                mw_view_unmap(view);
        }
}

static void all_by_layer(int times) {
        while (times-- > 0) {
                HANDLE opened = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, NAME);

                if (!UnmapViewOfFile(MapViewOfFile(opened, FILE_MAP_ALL_ACCESS, 0, 0, 0)))
                        fail("UnmapViewOfFile");
                CloseHandle(opened);
        }
}

static void all_by_own(int times) {
        while (times-- > 0) {
                mw_mapping *opened = NULL;
                void *view = NULL;

                if (mw_mapping_open(NAME, 0, 0, NULL, &opened) < 0 ||
                    mw_view_map(opened, 0, 0, MW_DETACHED, &view) < 0)
                        fail("open and map");
                mw_view_unmap(view);
                mw_mapping_close(opened);
        }
}

static double timed_ns(void (*body)(int), int times) {
        int64_t begin = bench_now_ns();

        body(times);
        return (double) (bench_now_ns() - begin);
}

/* Each pair the other way round than the one before. */
static double difference_ns(const struct way *way, int turn) {
        double layer_ns, own_ns;

        if (turn % 2) {
                layer_ns = timed_ns(way->by_layer, BLOCK);
                own_ns = timed_ns(way->by_own, BLOCK);
        } else {
                own_ns = timed_ns(way->by_own, BLOCK);
                layer_ns = timed_ns(way->by_layer, BLOCK);
        }
        return (layer_ns - own_ns) / BLOCK / way->calls;
}

static int compare(const struct way *way) {
        int turns = bench_sample.is_quick ? 100 : 300;
        double *found = malloc((size_t) turns * sizeof *found);

        if (!found)
                fail("no memory");
        bench_settle_alone();
        section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, SIZE_BYTES,
                                     NAME);
        if (!section || mw_mapping_open(NAME, 0, 0, NULL, &mapping) < 0)
                fail("CreateFileMapping");
        way->by_layer(BLOCK);
        way->by_own(BLOCK);
        for (int turn = 0; turn < turns; turn++)
                found[turn] = difference_ns(way, turn);
        bench_report(NULL, bench_median(found, (size_t) turns), "ns");
        mw_mapping_close(mapping);
        CloseHandle(section);
        free(found);
        return 0;
}

static int run_open(void) {
        static const struct way way = { open_by_layer, open_by_own, 2 };

        return compare(&way);
}

static int run_view(void) {
        static const struct way way = { view_by_layer, view_by_own, 2 };

        return compare(&way);
}

static int run_all(void) {
        static const struct way way = { all_by_layer, all_by_own, 4 };

        return compare(&way);
}

static const struct bench_case cases[] = {
        { "layer.open", "mapwire", run_open },
        { "layer.view", "mapwire", run_view },
        { "layer.all", "mapwire", run_all },
        { NULL, NULL, NULL },
};

int main(int argc, char **argv) {
        static const struct bench_case *const tables[] = { cases, NULL };

        return bench_main(argc, argv, tables);
}
