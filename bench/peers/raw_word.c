/* SPDX-License-Identifier: MIT */
/* raw_word.c — nobody else is there: compare-and-swaps on one's own cache line,
 * loads, and glibc's robust mutex as the limit for a lock. */
#include "raw.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define WORDS 64

/* The word's value is known beforehand: nothing but the locked instruction. */
static void swap_once(void *subject, long calls) {
        _Atomic uint32_t *word = subject;
        uint32_t value = atomic_load(word);

        while (calls-- > 0) {
                atomic_compare_exchange_strong(word, &value, value + 1);
                value++;
        }
}

static void swap_twice(void *subject, long calls) {
        swap_once(subject, 2 * calls);
}

static int measure_word(void (*body)(void *, long)) {
        _Alignas(64) static _Atomic uint32_t word;

        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(body, (void *) &word), "ns");
        return 0;
}

static int run_one(void) {
        return measure_word(swap_once);
}

static int run_two(void) {
        return measure_word(swap_twice);
}

/* The words of 64 objects, found through their addresses as a caller's list has
 * them; all but the last are 0. */
static _Atomic uint32_t *words[WORDS];

static void look_and_take(void *unused, long calls) {
        while (calls-- > 0) {
                for (int i = 0; i < WORDS; i++) {
                        uint32_t seen = atomic_load_explicit(words[i], memory_order_acquire);

                        if (seen != 0) {
                                atomic_compare_exchange_strong(words[i], &seen, seen + 1);
                                break;
                        }
                }
        }
}

/* 64 times what one load costs: each tells where the next is. Then a take. */
static void follow_and_take(void *first, long calls) {
        while (calls-- > 0) {
                void *volatile *at = first;
                _Atomic uint32_t *last;
                uint32_t seen;

                for (int i = 1; i < WORDS; i++)
                        at = *at;
                last = *at;
                seen = atomic_load_explicit(last, memory_order_acquire);
                atomic_compare_exchange_strong(last, &seen, seen + 1);
        }
}

static int run_follow(void) {
        char *memory = bench_shared((WORDS + 1) * 64);

        bench_settle_alone();
        for (int i = 0; i < WORDS; i++)
                *(void **) (memory + 64 * i) = memory + 64 * (i + 1);
        bench_report(NULL, bench_per_call_ns(follow_and_take, memory), "ns");
        return 0;
}

static int measure_words(size_t apart_bytes) {
        char *memory = bench_shared(WORDS * apart_bytes);

        bench_settle_alone();
        for (int i = 0; i < WORDS; i++)
                words[i] = (_Atomic uint32_t *) (memory + (size_t) i * apart_bytes);
        atomic_store(words[WORDS - 1], 1);
        bench_report(NULL, bench_per_call_ns(look_and_take, NULL), "ns");
        return 0;
}

static int run_look_lines(void) {
        return measure_words(64);
}

/* Equal offsets in 64 pages share one set of the first-level cache. */
static int run_look_pages(void) {
        return measure_words(4096);
}

static void lock_and_unlock(void *mutex, long calls) {
        while (calls-- > 0) {
                pthread_mutex_lock(mutex);
                pthread_mutex_unlock(mutex);
        }
}

static int run_robust(void) {
        pthread_mutexattr_t attributes;
        pthread_mutex_t *mutex = bench_shared(sizeof *mutex);

        bench_settle_alone();
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
        pthread_mutex_init(mutex, &attributes);
        bench_report(NULL, bench_per_call_ns(lock_and_unlock, mutex), "ns");
        return 0;
}

const struct bench_case bench_raw_word_cases[] = {
        { "event.set_reset", "raw", run_two },
        { "timer.set_cancel", "raw", run_two },
        { "event.set_wait", "raw", run_two },
        { "event.wait", "raw", run_one },
        { "mutex.lock_unlock", "raw", run_robust },
        { "semaphore.release_wait", "raw", run_two },
        { "wait.any64", "raw", run_follow },
        { "wait.any64", "raw-overlapping", run_look_lines },
        { "wait.any64", "raw-page-each", run_look_pages },
        { NULL, NULL, NULL },
};
