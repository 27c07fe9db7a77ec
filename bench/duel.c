/* SPDX-License-Identifier: MIT */
/* duel.c — see duel.h: the processes of a rival, and the wake of one sleeper. */
#include "duel_stage.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAKES 300

void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
}

void must(int result, const char *what) {
        if (result < 0)
                bench_die(what);
}

static int open_watch(pid_t child) {
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

void side_start(struct side *side, const struct bench_rival *rival, int sleepers,
                side_child *child) {
        side->rival = rival;
        side->signal = rival->signal;
        side->stage = bench_shared(sizeof *side->stage);
        side->sleepers = sleepers;
        must(side->signal->open(), "open");
        for (int i = 0; i < sleepers; i++) {
                side->pid[i] = fork();
                must(side->pid[i], "fork");
                if (side->pid[i] == 0) {
                        bench_settle(BENCH_FAR);
                        if (side->signal->attach)
                                must(side->signal->attach(), "attach");
                        child(side, i);
                        _exit(0);
                }
                side->watch[i] = open_watch(side->pid[i]);
        }
}

void side_end(struct side *side) {
        for (int i = 0; i < side->sleepers; i++) {
                int status;

                if (waitpid(side->pid[i], &status, 0) != side->pid[i] || status != 0)
                        bench_die("a child failed");
                close(side->watch[i]);
        }
        if (side->signal->close)
                side->signal->close();
        munmap(side->stage, sizeof *side->stage);
}

void side_await_sleep(const struct side *side, int64_t due) {
        for (;;) {
                int64_t begun = 0;

                for (int i = 0; i < side->sleepers; i++)
                        begun += atomic_load(&side->stage->child[i].begun);
                if (begun == due)
                        break;
                sched_yield();
        }
        for (int i = 0; i < side->sleepers; i++) {
                while (!is_asleep(side->watch[i]))
                        sched_yield(); /* on one core it needs ours to go to sleep */
        }
}

double side_wake(const struct side *side, double *out_pays) {
        int64_t start, returned, ran;

        atomic_store(&side->stage->ran_at, 0);
        start = bench_now_ns();
        must(side->signal->set(0), "set");
        returned = bench_now_ns();
        while ((ran = atomic_load(&side->stage->ran_at)) == 0)
                relax();
        *out_pays = (double) (returned - start);
        return (double) (ran - start);
}

void stage_ran(struct stage *stage) {
        int64_t none = 0;

        atomic_compare_exchange_strong(&stage->ran_at, &none, bench_now_ns());
}

void stage_next_turn(struct stage *stage) {
        atomic_fetch_add(&stage->turn, 1);
        syscall(SYS_futex, &stage->turn, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void stage_await_turn(struct stage *stage, uint32_t last) {
        while (atomic_load(&stage->turn) == last)
                syscall(SYS_futex, &stage->turn, FUTEX_WAIT, last, NULL, NULL, 0);
}

static void sleeper(const struct side *side, int number) {
        int wakes = bench_sample.is_quick ? WAKES / 3 : WAKES;

        for (int i = 0; i < wakes; i++) {
                atomic_fetch_add(&side->stage->child[number].begun, 1);
                must(side->signal->wait(0), "wait");
                stage_ran(side->stage);
        }
}

int bench_wake(const struct bench_rival *rivals, int count) {
        static double runs[BENCH_MOST_RIVALS][WAKES], pays[BENCH_MOST_RIVALS][WAKES];
        static struct side sides[BENCH_MOST_RIVALS];
        int wakes = bench_sample.is_quick ? WAKES / 3 : WAKES;

        for (int r = 0; r < count; r++)
                side_start(&sides[r], &rivals[r], 1, sleeper);
        bench_settle(BENCH_NEAR);
        for (int i = 0; i < wakes; i++) {
                for (int r = 0; r < count; r++) {
                        side_await_sleep(&sides[r], i + 1);
                        runs[r][i] = side_wake(&sides[r], &pays[r][i]);
                }
        }
        for (int r = 0; r < count; r++) {
                side_end(&sides[r]);
                bench_report_rival(rivals[r].who, "runs", bench_median(runs[r], (size_t) wakes),
                                   "ns");
                bench_report_rival(rivals[r].who, "pays", bench_median(pays[r], (size_t) wakes),
                                   "ns");
        }
        return 0;
}
