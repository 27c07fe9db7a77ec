/* SPDX-License-Identifier: MIT */
/* mapwire.c — the contestant "mapwire": the cases of all files beside this one. */
#include "mapwire_cases.h"

static const struct bench_case *const tables[] = {
        bench_event_cases, bench_mutex_cases, bench_semaphore_cases, bench_wait_cases,
        bench_wake_cases,  bench_pingpong_cases, bench_herd_cases,   bench_mapping_cases,
        bench_copy_cases,  bench_memory_cases,   bench_timer_cases,  bench_share_cases,
        NULL,
};

int main(int argc, char **argv) {
        return bench_main(argc, argv, tables);
}
