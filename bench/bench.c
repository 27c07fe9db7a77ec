/* SPDX-License-Identifier: MIT */
/* bench.c — see bench.h; what is the same on every system. */
#include "bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMINGS 5
#define TIMING_NS 4000000 /* far above the clock's grain, far below a scheduler's patience */

struct bench_sample bench_sample;
const char *bench_program;

static const char *const place_names[] = { "free", "apart", "together" };

static int compare(const void *left, const void *right) {
        double a = *(const double *) left, b = *(const double *) right;

        return (a > b) - (a < b);
}

double bench_median(double *values, size_t count) {
        qsort(values, count, sizeof *values, compare);
        if (count % 2)
                return values[count / 2];
        return (values[count / 2 - 1] + values[count / 2]) / 2;
}

double bench_per_call_ns(void (*body)(void *subject, long calls), void *subject) {
        double best = 0;
        long calls = 1;
        int64_t spent;

        /* How many calls fill a timing? This warms the caches too. */
        for (;;) {
                int64_t start = bench_now_ns();

                body(subject, calls);
                spent = bench_now_ns() - start;
                if (spent >= TIMING_NS / 4)
                        break;
                calls *= 2;
        }
        calls = (long) ((double) calls * TIMING_NS / (double) spent) + 1;

        for (int i = 0; i < TIMINGS; i++) {
                int64_t start = bench_now_ns();
                double each;

                body(subject, calls);
                each = (double) (bench_now_ns() - start) / (double) calls;
                if (i == 0 || each < best)
                        best = each;
        }
        return best;
}

static void report(const char *who, const char *part, const char *place, double value,
                   const char *unit) {
        printf("bench %s%s%s%s%s %s %.6g %s\n", bench_sample.now->name, part ? "." : "",
               part ? part : "", place ? "." : "", place ? place : "", who, value, unit);
}

void bench_report(const char *part, double value, const char *unit) {
        report(bench_sample.now->who, part, NULL, value, unit);
}

void bench_report_rival(const char *who, const char *part, double value, const char *unit) {
        report(who, part, place_names[bench_sample.place], value, unit);
}

int bench_skip(const char *reason) {
        printf("skip %s %s %s\n", bench_sample.now->name, bench_sample.now->who, reason);
        return -1;
}

void bench_die(const char *what) {
        fprintf(stderr, "bench: %s: %s: %s\n",
                bench_sample.now ? bench_sample.now->name : "start", what, strerror(errno));
        exit(1);
}

static int list(const struct bench_case *const *tables) {
        for (; *tables; tables++) {
                for (const struct bench_case *c = *tables; c->name; c++)
                        printf("%s %s\n", c->name, c->who);
        }
        return 0;
}

/* All contestants of this program that have the case: usually one. */
static int run(const struct bench_case *const *tables, const char *name) {
        int found = 0;

        for (; *tables; tables++) {
                for (const struct bench_case *c = *tables; c->name; c++) {
                        if (strcmp(c->name, name) != 0)
                                continue;
                        found = 1;
                        bench_sample.now = c;
                        c->run();
                        fflush(stdout);
                }
        }
        return found ? 0 : 2;
}

static int usage(const char *program) {
        fprintf(stderr, "usage: %s list\n       %s CASE [--place free|apart|together] [--quick]\n",
                program, program);
        return 2;
}

int bench_main(int argc, char **argv, const struct bench_case *const *tables) {
        if (argc < 2)
                return usage(argv[0]);
        bench_program = argv[0];
        if (strcmp(argv[1], "end") == 0)
                return 0;
        if (strcmp(argv[1], "list") == 0)
                return list(tables);
        for (int i = 2; i < argc; i++) {
                if (strcmp(argv[i], "--quick") == 0) {
                        bench_sample.is_quick = 1;
                } else if (strcmp(argv[i], "--place") == 0 && i + 1 < argc) {
                        int place = 0;

                        i++;
                        while (place < 3 && strcmp(argv[i], place_names[place]) != 0)
                                place++;
                        if (place == 3)
                                return usage(argv[0]);
                        bench_sample.place = (enum bench_place) place;
                } else {
                        return usage(argv[0]);
                }
        }
        return run(tables, argv[1]);
}
