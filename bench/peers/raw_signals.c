/* SPDX-License-Identifier: MIT */
/* raw_signals.c — see raw_signals.h. */
#include "raw_signals.h"

#include "../bench.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_WIDTH 64

/* Each word in two lines of its own, because processors fetch pairs. */
struct line {
        _Alignas(128) _Atomic uint32_t word;
};

static long futex(struct line *line, int operation, uint32_t value) {
        return syscall(SYS_futex, &line->word, operation, value, NULL, NULL, 0);
}

static struct line *lines; /* 0 and 1 are the pair, the rest is never set */
static struct futex_waitv list[2][MAX_WIDTH];
static unsigned width;

static int futex_open(void) {
        lines = bench_shared((MAX_WIDTH + 1) * sizeof *lines);
        return 0;
}

static int futex_set(int number) {
        atomic_store(&lines[number].word, 1);
        return futex(&lines[number], FUTEX_WAKE, 1) < 0 ? -1 : 0;
}

static int futex_wait(int number) {
        while (!atomic_exchange(&lines[number].word, 0))
                futex(&lines[number], FUTEX_WAIT, 0);
        return 0;
}

const struct bench_signal bench_raw_futex = { futex_open, NULL, futex_set, futex_wait, NULL };

static int waitv_open(void) {
        futex_open();
        for (int number = 0; number < 2; number++) {
                for (unsigned i = 0; i < width; i++) {
                        unsigned line = i + 1 == width ? (unsigned) number : i + 2;

                        list[number][i].uaddr = (uintptr_t) &lines[line].word;
                        list[number][i].flags = FUTEX_32;
                }
        }
        return 0;
}

static int waitv_wait(int number) {
        while (!atomic_exchange(&lines[number].word, 0))
                syscall(SYS_futex_waitv, list[number], width, 0, NULL, CLOCK_MONOTONIC);
        return 0;
}

const struct bench_signal *bench_raw_waitv(unsigned wanted_width) {
        static const struct bench_signal waitv = { waitv_open, NULL, futex_set, waitv_wait, NULL };

        if (syscall(SYS_futex_waitv, NULL, 0, 0, NULL, 0) < 0 && errno == ENOSYS)
                return NULL;
        width = wanted_width;
        return &waitv;
}

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
}

static struct line *flags;

static int flag_open(void) {
        flags = bench_shared(2 * sizeof *flags);
        return 0;
}

static int flag_set(int number) {
        atomic_store_explicit(&flags[number].word, 1, memory_order_release);
        return 0;
}

static int flag_wait(int number) {
        while (!atomic_load_explicit(&flags[number].word, memory_order_acquire))
                relax();
        atomic_store_explicit(&flags[number].word, 0, memory_order_relaxed);
        return 0;
}

const struct bench_signal bench_raw_flag = { flag_open, NULL, flag_set, flag_wait, NULL };

static struct line *counters;
static uint32_t     expected[2]; /* the value that we wait for; each process has its own */

static int counter_open(void) {
        counters = bench_shared(2 * sizeof *counters);
        return 0;
}

static int counter_set(int number) {
        uint32_t next = atomic_load_explicit(&counters[number].word, memory_order_relaxed) + 1;

        atomic_store_explicit(&counters[number].word, next, memory_order_release);
        return 0;
}

static int counter_wait(int number) {
        uint32_t wanted = ++expected[number];

        while (atomic_load_explicit(&counters[number].word, memory_order_acquire) != wanted)
                relax();
        return 0;
}

const struct bench_signal bench_raw_counter = { counter_open, NULL, counter_set, counter_wait,
                                                NULL };

enum { FREE, LOCKED, LOCKED_WITH_SLEEPERS };

static struct line *mutex;

static int mutex_open(void) {
        mutex = bench_shared(sizeof *mutex);
        return 0;
}

static int mutex_lock(int number) {
        uint32_t seen = FREE;

        if (atomic_compare_exchange_strong(&mutex->word, &seen, LOCKED))
                return 0;
        while (atomic_exchange(&mutex->word, LOCKED_WITH_SLEEPERS) != FREE)
                futex(mutex, FUTEX_WAIT, LOCKED_WITH_SLEEPERS);
        return 0;
}

static int mutex_unlock(int number) {
        if (atomic_exchange(&mutex->word, FREE) == LOCKED_WITH_SLEEPERS)
                futex(mutex, FUTEX_WAKE, 1);
        return 0;
}

const struct bench_signal bench_raw_mutex = { mutex_open, NULL, mutex_unlock, mutex_lock, NULL };
