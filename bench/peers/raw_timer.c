/* SPDX-License-Identifier: MIT */
/* raw_timer.c — to sleep until a time: the kernel's own call, and a timerfd. */
#include "../late.h"
#include "raw.h"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static struct timespec of_ns(int64_t ns) {
        return (struct timespec){ .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };
}

static void sleep_until(void *unused, int64_t due_ns) {
        struct timespec due = of_ns(due_ns);

        if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) != 0)
                bench_die("clock_nanosleep");
}

static int run_sleep(void) {
        bench_settle_alone();
        bench_report_late(sleep_until, NULL);
        return 0;
}

static void read_until(void *descriptor, int64_t due_ns) {
        struct itimerspec due = { .it_value = of_ns(due_ns) };
        int file = *(int *) descriptor;
        uint64_t times;

        if (timerfd_settime(file, TFD_TIMER_ABSTIME, &due, NULL) < 0 ||
            read(file, &times, sizeof times) != (ssize_t) sizeof times)
                bench_die("timerfd");
}

static int run_timerfd(void) {
        int file = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

        if (file < 0)
                bench_die("timerfd_create");
        bench_settle_alone();
        bench_report_late(read_until, &file);
        close(file);
        return 0;
}

const struct bench_case bench_raw_timer_cases[] = {
        { "timer.late", "raw", run_sleep },
        { "timer.late", "timerfd", run_timerfd },
        { NULL, NULL, NULL },
};
