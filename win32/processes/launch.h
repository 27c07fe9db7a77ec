/* SPDX-License-Identifier: MIT */
/* launch.h — a new process, from a path and descriptors. */
#ifndef MWW_LAUNCH_H
#define MWW_LAUNCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct mww_launch {
        const char  *path;
        char *const *arguments;
        char *const *environment;
        const char  *directory;  /* NULL: ours                                            */
        int          standard[3]; /* what becomes 0, 1, 2: no number below 3; -1: nothing  */
        const int   *kept;       /* descriptors that it keeps, rising, all above 2         */
        size_t       kept_count;
        int          start_line; /* begins when it is told so here; -1: at once            */
        void        *stack;      /* MWW_LAUNCH_STACK_BYTES; of a suspended one until it runs */
        int          pidfd;      /* out                                                    */
} mww_launch;

/* The new process's id, or minus an errno value. What it is to become is known when this
 * returns, except with a start_line: then a program that can't be run ends with 127. */
pid_t mww_launch_start(mww_launch *launch);

#endif
