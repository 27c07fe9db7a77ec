/* SPDX-License-Identifier: MIT */
/* bench_linux.c — see bench.h: clock, processors, memory, descriptors. */
#include "bench.h"

#include <dirent.h>
#include <malloc.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

int64_t bench_now_ns(void) {
        struct timespec now;

        clock_gettime(CLOCK_MONOTONIC, &now);
        return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* The first or last processor that we were allowed at the start. */
static int processor(enum bench_side side) {
        static cpu_set_t allowed; /* as we were started, before we pin anything */
        int first = -1, last = -1;

        if (CPU_COUNT(&allowed) == 0 && sched_getaffinity(0, sizeof allowed, &allowed) < 0)
                bench_die("sched_getaffinity");
        for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
                if (!CPU_ISSET(cpu, &allowed))
                        continue;
                if (first < 0)
                        first = cpu;
                last = cpu;
        }
        return side == BENCH_NEAR ? first : last;
}

static void pin(int cpu) {
        cpu_set_t only;

        CPU_ZERO(&only);
        CPU_SET(cpu, &only);
        if (sched_setaffinity(0, sizeof only, &only) < 0)
                bench_die("sched_setaffinity");
}

void bench_settle(enum bench_side side) {
        if (bench_sample.place == BENCH_APART)
                pin(processor(side));
        else if (bench_sample.place == BENCH_TOGETHER)
                pin(processor(BENCH_FAR));
}

void bench_settle_alone(void) {
        pin(processor(BENCH_FAR));
}

void *bench_shared(size_t size_bytes) {
        void *memory = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

        if (memory == MAP_FAILED)
                bench_die("mmap");
        return memory;
}

double bench_heap_bytes(void) {
        struct mallinfo2 info = mallinfo2();

        return (double) info.uordblks + (double) info.hblkhd;
}

int bench_descriptors(void) {
        DIR *directory = opendir("/proc/self/fd");
        int count = -3; /* ".", "..", and the directory's own */

        if (!directory)
                bench_die("/proc/self/fd");
        while (readdir(directory))
                count++;
        closedir(directory);
        return count;
}
