/* SPDX-License-Identifier: MIT */
/* raw_share.c — a memfd of one page is given to another process, which maps and unmaps it.
 *
 * One byte travels with it, since a descriptor alone can't; an mw_share has some thousand. */
#include "../pass.h"
#include "raw.h"

#include <sys/mman.h>
#include <unistd.h>

#define PAGE_BYTES 4096

static int memory;

static void make(void) {
        memory = memfd_create("bench.raw", MFD_CLOEXEC);
        if (memory < 0 || ftruncate(memory, PAGE_BYTES) < 0)
                bench_die("memfd_create");
}

static void give(int socket) {
        bench_send(socket, "g", 1, memory);
}

static void take(int socket) {
        char byte;
        int taken = bench_receive(socket, &byte, 1);
        void *view = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, taken, 0);

        if (view == MAP_FAILED)
                bench_die("mmap");
        close(taken);
        munmap(view, PAGE_BYTES);
}

static void end(void) {
        close(memory);
}

static int run_give_take(void) {
        static const struct bench_pass pass = { make, give, take, end };

        return bench_report_pass(&pass);
}

const struct bench_case bench_raw_share_cases[] = {
        { "share.give_take", "raw", run_give_take },
        { NULL, NULL, NULL },
};
