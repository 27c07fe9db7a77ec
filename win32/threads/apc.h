/* SPDX-License-Identifier: MIT */
/* apc.h — calls that are queued to a thread, which makes them while it waits
 * alertably.
 */
#ifndef MWW_APC_H
#define MWW_APC_H

#include "internal.h"

/* A queued call: call(target, context, low, high). */
typedef struct mww_apc {
        struct mww_apc *next;
        void (*call)(const struct mww_apc *self);
        void *target;      /* the program's function */
        ULONG_PTR context; /* its argument           */
        DWORD low;         /* a timer's due time     */
        DWORD high;
} mww_apc;

/* Queues a copy to a thread; 0 or the last error. */
DWORD mww_apc_queue(mww_object *thread, const mww_apc *call);

/* For the calling thread. end: what an alertable wait sleeps on beside its own
 * objects, NULL without memory. run: makes all calls; false: there were none. */
mw_event *mww_apc_event(void);
bool mww_apc_run(void);

/* Timers with a completion routine: when the calling thread's next one is due,
 * MW_NEVER if there is none; and queues the calls of those that are. */
int64_t mww_apc_next_due(void);
void mww_apc_fire(void);
/* Sets what the timer shall call, in the calling thread; call NULL: nothing. */
DWORD mww_apc_arm(const void *timer, const mww_apc *call, int64_t due_ns, int64_t period_ns);

/* wait.c: sleeps until the deadline, or until the calling thread made calls. */
DWORD mww_sleep_alertably(int64_t deadline_ns);

#endif
