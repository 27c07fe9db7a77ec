/* SPDX-License-Identifier: MIT */
/* step.h — named points at which a test may kill us or fail a system call.
 *
 * In the testing build each MW_STEP("object.action.moment") calls a hook, and
 * each system call asks another hook whether to fail. In every other build
 * both are nothing at all.
 */
#ifndef MWI_STEP_H
#define MWI_STEP_H

#ifdef MW_TESTING

/* Called at each step when set; it may raise SIGKILL and never return. */
extern void (*mwi_step_hook)(const char *name);

/* Called before each system call when set: 0 goes on, an errno value makes the
 * call fail with it without being made. */
extern int (*mwi_fault_hook)(const char *call);

#define MW_STEP(name)                                                                       \
        do {                                                                                \
                if (mwi_step_hook)                                                          \
                        mwi_step_hook(name);                                                \
        } while (0)

/* True when the call must fail; errno is set. */
#define MWI_FAULT(call)                                                                     \
        (mwi_fault_hook && (errno = mwi_fault_hook(call)) != 0)

#else

#define MW_STEP(name) ((void) 0)
#define MWI_FAULT(call) 0

#endif

#endif
