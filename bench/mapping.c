/* SPDX-License-Identifier: MIT */
/* mapping.c — making, opening and ending a named mapping of 1 MiB.
 *
 * bench/run calls these cases in an empty namespace directory and in a crowded
 * one; bench_crowd fills it. */
#include "mapwire_cases.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE_BYTES (UINT64_C(1) << 20)

/* Windows' kind of view, which keeps the bytes and not the name: what the layer asks for. */
static uint32_t detached = MW_DETACHED;

static void create_and_close(void *view_flags, long calls) {
        uint32_t flags = view_flags ? *(uint32_t *) view_flags : 0;

        while (calls-- > 0) {
                mw_mapping *mapping;
                void *view = NULL;

                bench_mw(mw_mapping_open("bench.mapping", SIZE_BYTES, MW_CREATE | MW_EXCLUSIVE,
                                         NULL, &mapping));
                bench_mw(mw_view_map(mapping, 0, 0, flags, &view));
                bench_mw(mw_view_unmap(view));
                mw_mapping_close(mapping);
        }
}

static void open_and_close(void *view_flags, long calls) {
        uint32_t flags = view_flags ? *(uint32_t *) view_flags : 0;

        while (calls-- > 0) {
                mw_mapping *mapping;
                void *view = NULL;

                bench_mw(mw_mapping_open("bench.mapping", 0, 0, NULL, &mapping));
                bench_mw(mw_view_map(mapping, 0, 0, flags, &view));
                bench_mw(mw_view_unmap(view));
                mw_mapping_close(mapping);
        }
}

static int create(uint32_t *view_flags) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_close, view_flags), "ns");
        return 0;
}

static int run_create(void) {
        return create(NULL);
}

static int run_create_detached(void) {
        return create(&detached);
}

/* Another process makes it and holds it, so that each open here is a first one. */
static pid_t start_holder(void) {
        int made[2];
        pid_t holder;
        char one;

        if (pipe(made) < 0)
                bench_die("pipe");
        holder = fork();
        if (holder < 0)
                bench_die("fork");
        if (holder == 0) {
                mw_mapping *mapping;

                bench_mw(mw_mapping_open("bench.mapping", SIZE_BYTES, MW_CREATE, NULL, &mapping));
                if (write(made[1], "m", 1) == 1)
                        pause();
                _exit(1);
        }
        close(made[1]);
        if (read(made[0], &one, 1) != 1)
                bench_die("the holder failed");
        close(made[0]);
        return holder;
}

static int run_open(void) {
        pid_t holder = start_holder();

        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(open_and_close, NULL), "ns");
        kill(holder, SIGKILL);
        waitpid(holder, NULL, 0);
        return 0;
}

/* As above, but this process has it open already: the handles share what is attached. */
static int open_again(uint32_t *view_flags) {
        mw_mapping *holder;

        bench_settle_alone();
        bench_mw(mw_mapping_open("bench.mapping", SIZE_BYTES, MW_CREATE, NULL, &holder));
        bench_report(NULL, bench_per_call_ns(open_and_close, view_flags), "ns");
        mw_mapping_close(holder);
        return 0;
}

static int run_open_again(void) {
        return open_again(NULL);
}

static int run_open_again_detached(void) {
        return open_again(&detached);
}

const struct bench_case bench_mapping_cases[] = {
        { "mapping.create", "mapwire", run_create },
        { "mapping.create", "mapwire-detached", run_create_detached },
        { "mapping.open", "mapwire", run_open },
        { "mapping.open_again", "mapwire", run_open_again },
        { "mapping.open_again", "mapwire-detached", run_open_again_detached },
        { NULL, NULL, NULL },
};
