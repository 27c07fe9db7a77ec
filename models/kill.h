/* SPDX-License-Identifier: MIT */
/* kill.h — what all models share: a process may be killed before each step.
 *
 * A step is one atomic instruction on shared memory or one system call. What a
 * process does between two steps touches only its own memory, so to be killed
 * "before the next step" is to be killed anywhere since the last one.
 *
 * Each proctype has a label `killed`: there stands what the kernel does when
 * the process is dead (locks released, robust list walked), and nothing else.
 */

#ifndef MAY_BE_KILLED           /* a model may define its own */
#ifndef DEATHS
#define DEATHS 1
#endif
byte deaths;                    /* how many may still be killed; set in init, DEATHS at most */
#define MAY_BE_KILLED   deaths > 0 -> deaths--
#endif

/* One step; the process may be killed instead. */
#define STEP(...)                                                                       \
        atomic { if :: true :: MAY_BE_KILLED; goto killed fi; __VA_ARGS__ }

/* A system call that blocks until `condition`; one can be killed while blocked. */
#define STEP_WHEN(condition, ...)                                                       \
        atomic { if :: (condition) -> __VA_ARGS__ :: MAY_BE_KILLED; goto killed fi }

#ifndef MUT                     /* a mutant: the number of the one fault planted; 0 none */
#define MUT 0
#endif
