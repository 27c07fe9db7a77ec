/* SPDX-License-Identifier: MIT */
/* duel_stage.h — what duel.c, duel_trips.c and duel_herd.c share. */
#ifndef MW_BENCH_DUEL_STAGE_H
#define MW_BENCH_DUEL_STAGE_H

#include "bench.h"
#include "duel.h"

#include <stdatomic.h>
#include <sys/types.h>

#define MOST_SLEEPERS 64

/* One line a process, so that their stores do not disturb each other. */
struct line {
        _Alignas(128) _Atomic int64_t begun; /* waits that it is about to make, or made */
};

/* Shared memory of one rival's processes. */
struct stage {
        _Alignas(128) _Atomic int64_t ran_at;   /* when the first released one ran; 0 not yet */
        _Alignas(128) _Atomic int64_t finished; /* turns that ended                           */
        _Alignas(128) _Atomic uint32_t turn;    /* children sleep until it changes            */
        _Alignas(128) _Atomic int     is_over;
        _Atomic long                  trips;    /* of the turn that begins                    */
        struct line                   child[MOST_SLEEPERS];
};

/* One rival as the parent sees it. */
struct side {
        const struct bench_rival  *rival;
        const struct bench_signal *signal;
        struct stage              *stage;
        int                        sleepers;
        pid_t                      pid[MOST_SLEEPERS];
        int                        watch[MOST_SLEEPERS]; /* /proc/PID/syscall */
};

typedef void side_child(const struct side *side, int number);

/* Open the signal, fork the children (they run child() and never return). */
void side_start(struct side *side, const struct bench_rival *rival, int sleepers,
                side_child *child);
/* After the children were told to end: reap them, close the signal. */
void side_end(struct side *side);

/* All children have begun `due` waits, together, and all sleep in theirs. */
void side_await_sleep(const struct side *side, int64_t due);

/* One set: the time until a sleeper ran; *out_pays: the set alone. */
double side_wake(const struct side *side, double *out_pays);
/* The first who ran since the last set leaves its time. */
void stage_ran(struct stage *stage);

/* Children sleep between turns, so that only one rival's run. */
void stage_next_turn(struct stage *stage);
void stage_await_turn(struct stage *stage, uint32_t last);

void must(int result, const char *what);
void relax(void);

#endif
