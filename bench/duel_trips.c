/* SPDX-License-Identifier: MIT */
/* duel_trips.c — see duel.h: round trips, in turns of about a millisecond a rival. */
#include "duel_stage.h"

#include <sys/resource.h>

#define MOST_TURNS 40
#define LEAST_TURNS 3
#define TURN_NS   1000000
#define SAMPLE_NS 40000000 /* of all turns of a rival, unless they are few and long */
#define WARM_UP   4        /* trips at the head of a turn that are not counted      */

/* What a rival's turns gave. */
struct score {
        long   trips;    /* in a turn */
        int    turns;
        double spent_ns;
        double each_ns[MOST_TURNS];
        double sleeps;
        double trips_done;
};

static void answer(const struct side *side, int number) {
        for (uint32_t turn = 0;; turn++) {
                stage_await_turn(side->stage, turn);
                if (atomic_load(&side->stage->is_over))
                        return;
                for (long i = atomic_load(&side->stage->trips); i > 0; i--) {
                        must(side->signal->wait(0), "wait");
                        must(side->signal->set(1), "set");
                }
        }
}

static void serve(const struct side *side, long trips) {
        while (trips-- > 0) {
                must(side->signal->set(0), "set");
                must(side->signal->wait(1), "wait");
        }
}

static long voluntary_switches(void) {
        struct rusage usage;

        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_nvcsw;
}

/* One turn of score->trips; what it took, *out_sleeps times asleep. */
static double take_turn(const struct side *side, long trips, double *out_sleeps) {
        int64_t start, spent;
        long switches;

        atomic_store(&side->stage->trips, trips + WARM_UP);
        stage_next_turn(side->stage);
        serve(side, WARM_UP);
        switches = voluntary_switches();
        start = bench_now_ns();
        serve(side, trips);
        spent = bench_now_ns() - start;
        *out_sleeps = (double) (voluntary_switches() - switches);
        return (double) spent;
}

/* How many trips fill a turn. */
static void calibrate(const struct side *side, struct score *score) {
        double spent, sleeps;

        score->trips = 4;
        for (;;) {
                spent = take_turn(side, score->trips, &sleeps);
                if (spent > TURN_NS / 2.0)
                        break;
                score->trips *= 2;
        }
}

static void count_turn(const struct side *side, struct score *score) {
        double sleeps, spent = take_turn(side, score->trips, &sleeps);

        score->each_ns[score->turns++] = spent / (double) score->trips;
        score->spent_ns += spent;
        score->sleeps += sleeps;
        score->trips_done += (double) score->trips;
}

static int is_enough(const struct score *score) {
        double wanted = bench_sample.is_quick ? SAMPLE_NS / 3.0 : SAMPLE_NS;

        return score->turns == MOST_TURNS ||
               (score->turns >= LEAST_TURNS && score->spent_ns > wanted);
}

int bench_pingpong(const struct bench_rival *rivals, int count) {
        static struct side sides[BENCH_MOST_RIVALS];
        static struct score scores[BENCH_MOST_RIVALS];
        int is_done = 0;

        for (int r = 0; r < count; r++)
                side_start(&sides[r], &rivals[r], 1, answer);
        bench_settle(BENCH_NEAR);
        for (int r = 0; r < count; r++)
                calibrate(&sides[r], &scores[r]);
        while (!is_done) {
                is_done = 1;
                for (int r = 0; r < count; r++) {
                        if (is_enough(&scores[r]))
                                continue;
                        count_turn(&sides[r], &scores[r]);
                        is_done = 0;
                }
        }
        for (int r = 0; r < count; r++) {
                atomic_store(&sides[r].stage->is_over, 1);
                stage_next_turn(sides[r].stage);
                side_end(&sides[r]);
                bench_report_rival(rivals[r].who, NULL,
                                   bench_median(scores[r].each_ns, (size_t) scores[r].turns), "ns");
                bench_report_rival(rivals[r].who, "sleeps",
                                   scores[r].sleeps / scores[r].trips_done, "times");
        }
        return 0;
}
