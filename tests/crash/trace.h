/* SPDX-License-Identifier: MIT */
/* trace.h — a process that is killed at one chosen instruction.
 *
 * The points of an operation are named by how many system calls it has made and
 * how many instructions it has executed since; that is faster than counting
 * instructions from the start, because calls are passed in one leap. Beside the
 * instructions, each call that blocks gives one more point: killed asleep.
 */
#ifndef MW_TEST_TRACE_H
#define MW_TEST_TRACE_H

#include "test.h"

/* How one operation is swept. All but name, op and verify may be NULL. */
struct sweep {
        const char *name;
        void (*setup)(void);    /* controller, before each point                            */
        void (*prepare)(void);  /* victim, before it is traced                               */
        void (*started)(void);  /* controller, while the victim waits in prepare: see meet() */
        void (*op)(void);       /* victim, traced                                            */
        void (*wake)(void);     /* controller, once, when the victim sleeps                  */
        void (*arrive)(void);   /* controller, at the point, before the kill                 */
        void (*verify)(void);   /* controller, after the kill                                */
};

/* Known to verify(): */
extern const struct sweep *sweep_now;
extern bool sweep_woke;     /* wake() was called                                              */
extern bool sweep_finished; /* the operation had returned when the victim was killed          */

/* A violation, told with its point; the sweep goes on. */
#define CHECK(condition)                                                                    \
        do {                                                                                \
                if (!(condition))                                                           \
                        sweep_violation(__FILE__, __LINE__, #condition);                    \
        } while (0)
void sweep_violation(const char *file, int line, const char *what);

/* "Once done, never undone": told at each point whether the operation counts as
 * done; going back to not done at a later point is a violation. */
void sweep_done(bool done);

/* In prepare(): wait until the controller's started() has called meet_victim(). */
void meet_controller(void);
void meet_victim(void);

/* Skip the test where it can't be done. */
void need_single_steps(void);

/* Kill once in each state of the world that the operation leads through (visible.h),
 * and, unless stride is 0, at every stride-th instruction. Returns the number of
 * points. */
long sweep_all(const struct sweep *sweep, int stride);
/* The same for a table of them: the states in `test`, with a stride in `proof`, and
 * every instruction where MW_TEST_LEVEL is soak. Prints a line each; fails the test
 * after violations, or when in `proof` there were fewer points than this. */
void sweep_table(const struct sweep *sweeps, size_t count, int stride_in_proof,
                 long least_in_proof);

#endif
