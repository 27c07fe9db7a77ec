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
static int run_open_again(void) {
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
        { "mapping.open_again", "mapwire", run_open_again },
        { NULL, NULL, NULL },
};
