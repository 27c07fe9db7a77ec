/* SPDX-License-Identifier: MIT */
/* crowd.c — hold COUNT named events until standard input closes.
 *
 * usage: bench_crowd COUNT. Prints "ready" when all of them exist. A process
 * may have 65,530 mappings (vm.max_map_count), so several children share them. */
#include "mapwire_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHARE 40000L

static void hold(long first, long count, int ready) {
        char go;

        for (long i = first; i < first + count; i++) {
                char name[32];
                mw_event *event;

                snprintf(name, sizeof name, "crowd.%ld", i);
                bench_mw(mw_event_open(name, MW_CREATE, NULL, &event));
        }
        if (write(ready, "r", 1) != 1)
                bench_die("write");
        while (read(STDIN_FILENO, &go, 1) > 0)
                ;
        exit(0); /* the library's exit handler closes what we hold */
}

int main(int argc, char **argv) {
        long count = argc == 2 ? atol(argv[1]) : 0, children = 0;
        int ready[2], failed = 0, status;
        char one;

        if (count <= 0) {
                fprintf(stderr, "usage: %s COUNT\n", argv[0]);
                return 2;
        }
        if (pipe(ready) < 0)
                bench_die("pipe");
        for (long first = 0; first < count; first += SHARE, children++) {
                pid_t child = fork();

                if (child < 0)
                        bench_die("fork");
                if (child == 0)
                        hold(first, count - first < SHARE ? count - first : SHARE, ready[1]);
        }
        close(ready[1]);
        for (long i = 0; i < children; i++) {
                if (read(ready[0], &one, 1) != 1)
                        bench_die("a child could not make its events");
        }
        puts("ready");
        fflush(stdout);
        while (wait(&status) > 0)
                failed |= status;
        return failed != 0;
}
