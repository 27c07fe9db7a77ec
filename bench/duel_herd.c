/* SPDX-License-Identifier: MIT */
/* duel_herd.c — see duel.h: many sleepers on one signal, many on one lock. */
#include "duel_stage.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 200

/* What a rival's rounds gave. */
struct score {
        double pays[ROUNDS];
        double runs[ROUNDS];
        double all[ROUNDS];
};

static struct side sides[BENCH_MOST_RIVALS];
static struct score scores[BENCH_MOST_RIVALS];

static void member(const struct side *side, int number) {
        while (!atomic_load(&side->stage->is_over)) {
                atomic_fetch_add(&side->stage->child[number].begun, 1);
                must(side->signal->wait(0), "wait");
                stage_ran(side->stage);
        }
        atomic_fetch_add(&side->stage->finished, 1);
}

static void end_herd(struct side *side) {
        atomic_store(&side->stage->is_over, 1);
        while (atomic_load(&side->stage->finished) != side->sleepers) {
                /* Sets may merge, so set until the last one is gone. */
                must(side->signal->set(0), "set");
                usleep(50);
        }
        side_end(side);
}

/* Processor time that all of them have used so far. */
static double cpu_ns(const struct side *side) {
        double sum = 0;

        for (int i = 0; i < side->sleepers; i++) {
                struct timespec spent;
                clockid_t clock;

                if (clock_getcpuclockid(side->pid[i], &clock) != 0 ||
                    clock_gettime(clock, &spent) < 0)
                        bench_die("clock of a child");
                sum += (double) spent.tv_sec * 1e9 + (double) spent.tv_nsec;
        }
        return sum;
}

static void report(const char *who, struct score *score, int rounds) {
        bench_report_rival(who, "pays", bench_median(score->pays, (size_t) rounds), "ns");
        bench_report_rival(who, "runs", bench_median(score->runs, (size_t) rounds), "ns");
}

int bench_herd(const struct bench_rival *rivals, int count, int sleepers) {
        int rounds = sleepers > 8 || bench_sample.is_quick ? ROUNDS / 4 : ROUNDS;
        double spent[BENCH_MOST_RIVALS] = { 0 };

        for (int r = 0; r < count; r++)
                side_start(&sides[r], &rivals[r], sleepers, member);
        bench_settle(BENCH_NEAR);
        /* A first turn of everybody, unmeasured: a new process's first steps are slow. */
        for (int i = -sleepers; i < rounds; i++) {
                for (int r = 0; r < count; r++) {
                        double ran, paid;

                        side_await_sleep(&sides[r], 2 * sleepers + i);
                        if (i == 0)
                                spent[r] = cpu_ns(&sides[r]);
                        ran = side_wake(&sides[r], &paid);
                        if (i >= 0) {
                                scores[r].runs[i] = ran;
                                scores[r].pays[i] = paid;
                        }
                }
        }
        for (int r = 0; r < count; r++) {
                side_await_sleep(&sides[r], 2 * sleepers + rounds);
                spent[r] = cpu_ns(&sides[r]) - spent[r];
                end_herd(&sides[r]);
                report(rivals[r].who, &scores[r], rounds);
                bench_report_rival(rivals[r].who, "cpu", spent[r] / rounds, "ns");
        }
        return 0;
}

static void convoy_member(const struct side *side, int number) {
        struct stage *stage = side->stage;

        for (uint32_t turn = 0;; turn++) {
                stage_await_turn(stage, turn);
                if (atomic_load(&stage->is_over))
                        return;
                atomic_fetch_add(&stage->child[number].begun, 1);
                must(side->signal->wait(0), "lock");
                stage_ran(stage);
                must(side->signal->set(0), "unlock");
                atomic_fetch_add(&stage->finished, 1);
        }
}

/* Everybody goes for the lock that we own; we unlock; each has it once. */
static void convoy_round(const struct side *side, struct score *score, int round) {
        int64_t due = (int64_t) side->sleepers * (round + 1), start;

        stage_next_turn(side->stage);
        side_await_sleep(side, due);
        start = bench_now_ns();
        score->runs[round] = side_wake(side, &score->pays[round]);
        while (atomic_load(&side->stage->finished) != due)
                sched_yield();
        score->all[round] = (double) (bench_now_ns() - start);
        must(side->signal->wait(0), "lock");
}

int bench_convoy(const struct bench_rival *rivals, int count, int sleepers) {
        int rounds = sleepers > 8 || bench_sample.is_quick ? ROUNDS / 8 : ROUNDS / 2;

        for (int r = 0; r < count; r++) {
                side_start(&sides[r], &rivals[r], sleepers, convoy_member);
                must(rivals[r].signal->wait(0), "lock");
        }
        bench_settle(BENCH_NEAR);
        for (int i = 0; i < rounds; i++) {
                for (int r = 0; r < count; r++)
                        convoy_round(&sides[r], &scores[r], i);
        }
        for (int r = 0; r < count; r++) {
                atomic_store(&sides[r].stage->is_over, 1);
                stage_next_turn(sides[r].stage);
                must(rivals[r].signal->set(0), "unlock");
                side_end(&sides[r]);
                report(rivals[r].who, &scores[r], rounds);
                bench_report_rival(rivals[r].who, "all",
                                   bench_median(scores[r].all, (size_t) rounds), "ns");
        }
        return 0;
}
