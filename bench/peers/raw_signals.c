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

/* One page; each word in two lines of its own, because processors fetch pairs. */
struct line {
        _Alignas(128) _Atomic uint32_t word;
};
static struct line *lines;         /* 0 and 1 are the pair, the rest is never set */
static uint32_t     expected[2];   /* counters: the value that we wait for, each side its own */
static struct futex_waitv list[2][MAX_WIDTH];
static unsigned width;

static int open_page(void) {
        lines = bench_shared((MAX_WIDTH + 1) * sizeof *lines);
        return 0;
}

static long futex(int number, int operation, uint32_t value) {
        return syscall(SYS_futex, &lines[number].word, operation, value, NULL, NULL, 0);
}

static int futex_set(int number) {
        atomic_store(&lines[number].word, 1);
        return futex(number, FUTEX_WAKE, 1) < 0 ? -1 : 0;
}

static int futex_wait(int number) {
        while (!atomic_exchange(&lines[number].word, 0))
                futex(number, FUTEX_WAIT, 0);
        return 0;
}

const struct bench_signal bench_raw_futex = { open_page, NULL, futex_set, futex_wait, NULL };

static int open_lists(void) {
        open_page();
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
        static const struct bench_signal waitv = { open_lists, NULL, futex_set, waitv_wait, NULL };

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

static int flag_set(int number) {
        atomic_store_explicit(&lines[number].word, 1, memory_order_release);
        return 0;
}

static int flag_wait(int number) {
        while (!atomic_load_explicit(&lines[number].word, memory_order_acquire))
                relax();
        atomic_store_explicit(&lines[number].word, 0, memory_order_relaxed);
        return 0;
}

const struct bench_signal bench_raw_flag = { open_page, NULL, flag_set, flag_wait, NULL };

static int counter_set(int number) {
        uint32_t next = atomic_load_explicit(&lines[number].word, memory_order_relaxed) + 1;

        atomic_store_explicit(&lines[number].word, next, memory_order_release);
        return 0;
}

static int counter_wait(int number) {
        uint32_t wanted = ++expected[number];

        while (atomic_load_explicit(&lines[number].word, memory_order_acquire) != wanted)
                relax();
        return 0;
}

const struct bench_signal bench_raw_counter = { open_page, NULL, counter_set, counter_wait, NULL };

enum { FREE, LOCKED, LOCKED_WITH_SLEEPERS };

static int mutex_lock(int number) {
        uint32_t seen = FREE;

        if (atomic_compare_exchange_strong(&lines[number].word, &seen, LOCKED))
                return 0;
        while (atomic_exchange(&lines[number].word, LOCKED_WITH_SLEEPERS) != FREE)
                futex(number, FUTEX_WAIT, LOCKED_WITH_SLEEPERS);
        return 0;
}

static int mutex_unlock(int number) {
        if (atomic_exchange(&lines[number].word, FREE) == LOCKED_WITH_SLEEPERS)
                futex(number, FUTEX_WAKE, 1);
        return 0;
}

const struct bench_signal bench_raw_mutex = { open_page, NULL, mutex_unlock, mutex_lock, NULL };
