/* SPDX-License-Identifier: MIT */
/* duel.c — see duel.h. Each measurement forks its own processes and reaps them. */
#include "duel.h"

#include "bench.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WAKES       300
#define TRIPS       16       /* round trips between two looks at the clock */
#define TRIPS_NS    50000000 /* of round trips are one sample              */
#define MAX_HERD    64
#define HERD_ROUNDS 200

/* One line a process, so that their stores do not disturb each other. */
struct line {
        _Alignas(128) _Atomic int64_t begun; /* waits that it is about to make, or made */
};

/* What parent and children of one measurement share. */
struct stage {
        _Alignas(128) _Atomic int64_t ran_at;   /* when the first released one ran; 0 not yet */
        _Alignas(128) _Atomic int64_t finished; /* turns that ended                           */
        _Alignas(128) _Atomic int     is_over;
        _Alignas(128) _Atomic uint32_t round;   /* convoy: children wait for its change       */
        struct line                   child[MAX_HERD];
};

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
}

static void must(int result, const char *what) {
        if (result < 0)
                bench_die(what);
}

int bench_watch(pid_t child) {
        char path[64];
        int watch;

        snprintf(path, sizeof path, "/proc/%d/syscall", (int) child);
        watch = open(path, O_RDONLY | O_CLOEXEC);
        if (watch < 0)
                bench_die(path);
        return watch;
}

/* The file says "running", or the number of the system call that it sleeps in. */
static int is_asleep(int watch) {
        char text[128];
        ssize_t got = pread(watch, text, sizeof text, 0);

        if (got <= 0)
                bench_die("/proc/PID/syscall");
        return text[0] >= '0' && text[0] <= '9';
}

void bench_await_sleep(int watch) {
        while (!is_asleep(watch)) {
                /* On one core it can only go to sleep while we let it run. */
                sched_yield();
        }
}

static void reap(pid_t child) {
        int status;

        if (waitpid(child, &status, 0) != child || status != 0)
                bench_die("a child failed");
}

static void sleeper(const struct bench_signal *signal, struct stage *stage, int wakes) {
        bench_settle(BENCH_FAR);
        if (signal->attach)
                must(signal->attach(), "attach");
        for (int i = 0; i < wakes; i++) {
                atomic_store(&stage->child[0].begun, i + 1);
                must(signal->wait(0), "wait");
                atomic_store(&stage->ran_at, bench_now_ns());
        }
        _exit(0);
}

/* One wake: the time until the sleeper ran; *out_pays: the set alone. */
static double wake_once(const struct bench_signal *signal, struct stage *stage, double *out_pays) {
        int64_t start, returned, ran;

        atomic_store(&stage->ran_at, 0);
        start = bench_now_ns();
        must(signal->set(0), "set");
        returned = bench_now_ns();
        while ((ran = atomic_load(&stage->ran_at)) == 0)
                relax();
        *out_pays = (double) (returned - start);
        return (double) (ran - start);
}

int bench_wake(const struct bench_signal *signal) {
        static double runs[WAKES], pays[WAKES];
        int wakes = bench_sample.is_quick ? WAKES / 3 : WAKES, watch;
        struct stage *stage = bench_shared(sizeof *stage);
        pid_t child;

        must(signal->open(), "open");
        child = fork();
        must(child, "fork");
        if (child == 0)
                sleeper(signal, stage, wakes);
        bench_settle(BENCH_NEAR);
        watch = bench_watch(child);
        for (int i = 0; i < wakes; i++) {
                while (atomic_load(&stage->child[0].begun) != i + 1)
                        relax();
                bench_await_sleep(watch);
                runs[i] = wake_once(signal, stage, &pays[i]);
        }
        reap(child);
        close(watch);
        if (signal->close)
                signal->close();
        bench_report_placed("runs", bench_median(runs, (size_t) wakes), "ns");
        bench_report_placed("pays", bench_median(pays, (size_t) wakes), "ns");
        return 0;
}

static void answer(const struct bench_signal *signal, struct stage *stage) {
        bench_settle(BENCH_FAR);
        if (signal->attach)
                must(signal->attach(), "attach");
        for (;;) {
                must(signal->wait(0), "wait");
                if (atomic_load_explicit(&stage->is_over, memory_order_relaxed))
                        _exit(0);
                must(signal->set(1), "set");
        }
}

/* Round trips in blocks until the time is up; how many. */
static long serve(const struct bench_signal *signal, int64_t until_ns) {
        long rounds = 0;

        do {
                for (int i = 0; i < TRIPS; i++) {
                        must(signal->set(0), "set");
                        must(signal->wait(1), "wait");
                }
                rounds += TRIPS;
        } while (bench_now_ns() < until_ns);
        return rounds;
}

static long voluntary_switches(void) {
        struct rusage usage;

        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_nvcsw;
}

int bench_pingpong(const struct bench_signal *signal) {
        struct stage *stage = bench_shared(sizeof *stage);
        int64_t sample_ns = bench_sample.is_quick ? TRIPS_NS / 3 : TRIPS_NS, start, spent;
        long switches, rounds;
        pid_t child;

        must(signal->open(), "open");
        child = fork();
        must(child, "fork");
        if (child == 0)
                answer(signal, stage);
        bench_settle(BENCH_NEAR);
        serve(signal, bench_now_ns() + sample_ns / 10);
        switches = voluntary_switches();
        start = bench_now_ns();
        rounds = serve(signal, start + sample_ns);
        spent = bench_now_ns() - start;
        switches = voluntary_switches() - switches;
        atomic_store(&stage->is_over, 1);
        must(signal->set(0), "set");
        reap(child);
        if (signal->close)
                signal->close();
        bench_report_placed(NULL, (double) spent / (double) rounds, "ns");
        bench_report_placed("sleeps", (double) switches / (double) rounds, "times");
        return 0;
}

/* Only the first who ran since the last reset leaves its time. */
static void tell_ran(struct stage *stage) {
        int64_t none = 0;

        atomic_compare_exchange_strong(&stage->ran_at, &none, bench_now_ns());
}

static void herd_member(const struct bench_signal *signal, struct stage *stage, int number) {
        struct line *mine = &stage->child[number];

        bench_settle(BENCH_FAR);
        if (signal->attach)
                must(signal->attach(), "attach");
        while (!atomic_load(&stage->is_over)) {
                atomic_fetch_add(&mine->begun, 1);
                must(signal->wait(0), "wait");
                tell_ran(stage);
        }
        _exit(0);
}

/* The children of a herd or convoy, as the parent sees them. */
struct herd {
        int   sleepers;
        pid_t pid[MAX_HERD];
        int   watch[MAX_HERD];
};

/* All have begun the wait that they are due for, and all sleep in it. */
static void await_herd(const struct herd *herd, struct stage *stage, int64_t due) {
        for (;;) {
                int64_t begun = 0;

                for (int i = 0; i < herd->sleepers; i++)
                        begun += atomic_load(&stage->child[i].begun);
                if (begun == due)
                        break;
                sched_yield();
        }
        for (int i = 0; i < herd->sleepers; i++)
                bench_await_sleep(herd->watch[i]);
}

/* Processor time that all of them have used so far. */
static double herd_cpu_ns(const struct herd *herd) {
        double sum = 0;

        for (int i = 0; i < herd->sleepers; i++) {
                struct timespec spent;
                clockid_t clock;

                if (clock_getcpuclockid(herd->pid[i], &clock) != 0 ||
                    clock_gettime(clock, &spent) < 0)
                        bench_die("clock of a child");
                sum += (double) spent.tv_sec * 1e9 + (double) spent.tv_nsec;
        }
        return sum;
}

static void start_herd(const struct bench_signal *signal, struct stage *stage, struct herd *herd,
                       int sleepers,
                       void (*member)(const struct bench_signal *, struct stage *, int)) {
        herd->sleepers = sleepers;
        for (int i = 0; i < sleepers; i++) {
                herd->pid[i] = fork();
                must(herd->pid[i], "fork");
                if (herd->pid[i] == 0)
                        member(signal, stage, i);
                herd->watch[i] = bench_watch(herd->pid[i]);
        }
        bench_settle(BENCH_NEAR);
}

static void end_herd(const struct bench_signal *signal, struct stage *stage,
                     const struct herd *herd) {
        int left = herd->sleepers, status;

        atomic_store(&stage->is_over, 1);
        while (left > 0) {
                /* Sets may merge, so set until the last one is gone. */
                must(signal->set(0), "set");
                while (waitpid(-1, &status, WNOHANG) > 0) {
                        if (status != 0)
                                bench_die("a child failed");
                        left--;
                }
                usleep(100);
        }
        for (int i = 0; i < herd->sleepers; i++)
                close(herd->watch[i]);
        if (signal->close)
                signal->close();
}

int bench_herd(const struct bench_signal *signal, int sleepers) {
        static double runs[HERD_ROUNDS], pays[HERD_ROUNDS];
        int rounds = sleepers > 8 || bench_sample.is_quick ? HERD_ROUNDS / 4 : HERD_ROUNDS;
        struct stage *stage = bench_shared(sizeof *stage);
        struct herd herd;
        double spent = 0;

        must(signal->open(), "open");
        start_herd(signal, stage, &herd, sleepers, herd_member);
        /* A first turn of everybody, unmeasured: a new process's first steps are slow. */
        for (int i = -sleepers; i < rounds; i++) {
                double ran, paid;

                await_herd(&herd, stage, 2 * sleepers + i);
                if (i == 0)
                        spent = herd_cpu_ns(&herd);
                ran = wake_once(signal, stage, &paid);
                if (i >= 0) {
                        runs[i] = ran;
                        pays[i] = paid;
                }
        }
        await_herd(&herd, stage, 2 * sleepers + rounds);
        spent = herd_cpu_ns(&herd) - spent;
        end_herd(signal, stage, &herd);
        bench_report_placed("pays", bench_median(pays, (size_t) rounds), "ns");
        bench_report_placed("runs", bench_median(runs, (size_t) rounds), "ns");
        bench_report_placed("cpu", spent / rounds, "ns");
        return 0;
}

static void convoy_member(const struct bench_signal *signal, struct stage *stage, int number) {
        struct line *mine = &stage->child[number];
        uint32_t round = 0;

        bench_settle(BENCH_FAR);
        if (signal->attach)
                must(signal->attach(), "attach");
        for (;;) {
                while (atomic_load(&stage->round) == round)
                        syscall(SYS_futex, &stage->round, FUTEX_WAIT, round, NULL, NULL, 0);
                round++;
                if (atomic_load(&stage->is_over))
                        _exit(0);
                atomic_fetch_add(&mine->begun, 1);
                must(signal->wait(0), "lock");
                tell_ran(stage);
                must(signal->set(0), "unlock");
                atomic_fetch_add(&stage->finished, 1);
        }
}

static void next_round(struct stage *stage) {
        atomic_fetch_add(&stage->round, 1);
        syscall(SYS_futex, &stage->round, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void end_convoy(const struct bench_signal *signal, struct stage *stage,
                       const struct herd *herd) {
        atomic_store(&stage->is_over, 1);
        next_round(stage);
        for (int i = 0; i < herd->sleepers; i++) {
                reap(herd->pid[i]);
                close(herd->watch[i]);
        }
        must(signal->set(0), "unlock");
        if (signal->close)
                signal->close();
}

int bench_convoy(const struct bench_signal *signal, int sleepers) {
        static double runs[HERD_ROUNDS], pays[HERD_ROUNDS], all[HERD_ROUNDS];
        int rounds = sleepers > 8 || bench_sample.is_quick ? HERD_ROUNDS / 8 : HERD_ROUNDS / 2;
        struct stage *stage = bench_shared(sizeof *stage);
        struct herd herd;

        must(signal->open(), "open");
        must(signal->wait(0), "lock");
        start_herd(signal, stage, &herd, sleepers, convoy_member);
        for (int i = 0; i < rounds; i++) {
                int64_t due = (int64_t) sleepers * (i + 1), start;

                next_round(stage);
                await_herd(&herd, stage, due);
                start = bench_now_ns();
                runs[i] = wake_once(signal, stage, &pays[i]);
                while (atomic_load(&stage->finished) != due)
                        sched_yield();
                all[i] = (double) (bench_now_ns() - start);
                must(signal->wait(0), "lock");
        }
        end_convoy(signal, stage, &herd);
        bench_report_placed("pays", bench_median(pays, (size_t) rounds), "ns");
        bench_report_placed("runs", bench_median(runs, (size_t) rounds), "ns");
        bench_report_placed("all", bench_median(all, (size_t) rounds), "ns");
        return 0;
}
