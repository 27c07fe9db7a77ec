/* SPDX-License-Identifier: MIT */
/* bench.h — what all benchmarks share: clock, median, placement, one output line.
 *
 * A contestant (mapwire, the bare limit, a peer) is one program with a table of
 * cases. `program list` names them; `program CASE` runs one sample of one case
 * and prints what it measured, a line a figure, for bench/run to collect:
 *
 *      bench FIGURE WHO VALUE UNIT
 *      skip CASE WHO REASON
 *      note TEXT
 *
 * A sample is short (some 30 ms), because bench/run interleaves the samples of
 * all contestants and takes the median of each: whatever disturbs the machine
 * disturbs all of them alike. Nothing here passes or fails by its speed.
 *
 * Any contestant that has the same case name does the same job, so the one with
 * who = "raw" is the limit that the others are held against.
 */
#ifndef MW_BENCH_H
#define MW_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where the two processes of a case run. The first allowed processor is that
 * of the one who measures, the last allowed one is the other's. */
enum bench_place {
        BENCH_FREE,    /* wherever the scheduler puts them */
        BENCH_APART,   /* pinned, one core each            */
        BENCH_TOGETHER /* pinned, both to one core         */
};

enum bench_side { BENCH_NEAR, BENCH_FAR }; /* who measures; the other */

struct bench_case {
        const char *name;
        const char *who; /* the contestant's name in the table */
        int (*run)(void); /* 0, or negative: it can't be measured, see bench_skip() */
};

/* The sample that is being made. */
struct bench_sample {
        const struct bench_case *now;
        enum bench_place         place;
        int                      is_quick;
};
extern struct bench_sample bench_sample;

/* The path of this program, as it was called. */
extern const char *bench_program;

/* Monotonic, nanoseconds; the same clock in all processes. */
int64_t bench_now_ns(void);

/* Sorts values. */
double bench_median(double *values, size_t count);

/* What one call of body costs, in ns: the smallest of several timings, each long
 * enough for the clock. body does its work `calls` times in a loop of its own,
 * so that nothing of the harness is inside it. */
double bench_per_call_ns(void (*body)(void *subject, long calls), void *subject);

/* Confine the calling process as bench_sample.place says. */
void bench_settle(enum bench_side side);
/* Confine it to one processor, whatever the place: for cases of one process. */
void bench_settle_alone(void);

/* Print a figure. The name is the case's name, then ".part" unless part is NULL. */
void bench_report(const char *part, double value, const char *unit);
/* The same of a rival (duel.h), with ".free", ".apart" or ".together" behind it. */
void bench_report_rival(const char *who, const char *part, double value, const char *unit);

/* Why this case can't be measured here; returns -1. */
int bench_skip(const char *reason);

/* End the program: the benchmark itself failed, which no figure may hide. */
void bench_die(const char *what);

/* size_bytes of memory, zero, that is shared with the children that we fork. */
void *bench_shared(size_t size_bytes);

/* Bytes that malloc has handed out; descriptors that are open. */
double bench_heap_bytes(void);
int    bench_descriptors(void);

/* Run the program: `list`, or `CASE [--place free|apart|together] [--quick]`, or `end`,
 * which does nothing. */
int bench_main(int argc, char **argv, const struct bench_case *const *tables);

/* Keep a value that the compiler could otherwise see is not needed. */
#define BENCH_KEEP(value) __asm__ volatile("" : : "g"(value) : "memory")

#ifdef __cplusplus
}
#endif

#endif
