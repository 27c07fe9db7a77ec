/* SPDX-License-Identifier: MIT */
/* raw.c — see raw.h. */
#include "raw.h"

static const struct bench_case *const tables[] = {
        bench_raw_word_cases,  bench_raw_file_cases, bench_raw_copy_cases,
        bench_raw_start_cases, bench_raw_timer_cases, bench_raw_share_cases, NULL,
};

int main(int argc, char **argv) {
        return bench_main(argc, argv, tables);
}
