/* SPDX-License-Identifier: MIT */
/* pool.h — what the sources of thread pools share.
 *
 *      pool.c         pools, their workers, and the queue between both
 *      pool_call.c    one call of a callback
 *      pool_task.c    what is common to all that has callbacks; environments, groups
 *      pool_work.c    work, simple callbacks, QueueUserWorkItem
 *      alarm.c        the thread that knows the time
 *      pool_timer.c   SetThreadpoolTimer        timer_queue.c     CreateTimerQueueTimer
 *      lookout.c      the threads that wait
 *      pool_wait.c    SetThreadpoolWait         registered_wait.c RegisterWaitForSingleObject
 *      pool_io.c      CreateThreadpoolIo, BindIoCompletionCallback
 *
 * All of it is under one lock, pool.c's, which nobody holds while a callback runs.
 */
#ifndef MWW_POOL_H
#define MWW_POOL_H

#include "threads/task.h"

#define MWW_POOL_IDLE_NS 10000000000 /* after so long an idle thread ends */

/* Whatever has callbacks: work, a timer, a wait. Its kind's first member.
 *
 * The invariant. It is in its pool's queue, once, while calls are pending. It goes when
 * it is closed and nothing is pending or running and nobody waits for it. */
typedef struct mww_task {
        void (*call)(struct mww_task *task, PTP_CALLBACK_INSTANCE instance); /* unlocked       */
        void (*stop)(struct mww_task *task); /* no more calls from now on; locked; or NULL     */
        void (*leave)(struct mww_task *task); /* just before its end; locked; or NULL          */
        void (*end)(struct mww_task *task);  /* frees it; unlocked; NULL: free() does          */
        PTP_POOL          pool;
        PTP_CLEANUP_GROUP group;             /* NULL: none                                     */
        struct mww_task  *group_next;
        struct mww_task **group_place;
        PTP_CLEANUP_GROUP_CANCEL_CALLBACK cancelled;
        PTP_SIMPLE_CALLBACK finalize;        /* after each call                                */
        HMODULE           library;           /* kept loaded                                    */
        void             *context;
        int               priority;
        bool              runs_long;
        bool              is_persistent;     /* its worker never ends                          */
        bool              is_simple;
        bool              is_closed;
        bool              is_queued;
        unsigned          pending;           /* calls that are queued                          */
        unsigned          running;
        unsigned          associated;        /* those of them that a wait waits for            */
        unsigned          users;             /* who waits for it                               */
        struct mww_task  *next;              /* in the queue                                   */
        atomic_uint       bell;              /* changes when a call ends                       */
} mww_task;

/* A callback that runs, on the stack of its worker. */
struct _TP_CALLBACK_INSTANCE {
        mww_task *task;
        PTP_POOL pool;
        bool is_associated;
        bool is_long;
        HANDLE event;
        HANDLE mutex;
        HANDLE semaphore;
        DWORD release_count;
        CRITICAL_SECTION *section;
        HMODULE library;
        struct _TP_CALLBACK_INSTANCE *next;
        struct _TP_CALLBACK_INSTANCE **place;
};

/* pool.c. Those from mww_pool_hold() on: under the lock. */
void mww_pool_enter(void);
void mww_pool_leave(void);
PTP_POOL mww_pool_default(void);
void mww_pool_hold(PTP_POOL pool);
void mww_pool_drop(PTP_POOL pool);
void mww_pool_limit(PTP_POOL pool, unsigned maximum);
void mww_pool_long(PTP_POOL pool, int change); /* of how many calls run long */
/* A thread of the layer that nobody has a handle to. */
bool mww_pool_thread(mww_routine routine, void *argument, SIZE_T stack_bytes);
void mww_task_submit(mww_task *task);
void mww_task_unqueue(mww_task *task); /* what is pending is forgotten */

/* pool_call.c, with the lock, which is let go meanwhile. IS_FORKED: this is a child that
 * the callback forked, where nobody counts the call. */
typedef enum mww_call_end { MWW_CALL_RETURNED, MWW_CALL_EXITED, MWW_CALL_IS_FORKED } mww_call_end;
mww_call_end mww_task_call(mww_task *task); /* in the thread that is here */
void mww_calls_forget(void);                /* in a forked child          */

/* pool_task.c. A task by an environment or NULL; 0 or the last error. Not locked. */
DWORD mww_task_begin(mww_task *task, void *context, const TP_CALLBACK_ENVIRON *environment);
/* The same in zeroed memory of so many bytes, which begins as kind does; NULL with the last
 * error. Function: for a NULL one, it is an invalid parameter. */
void *mww_task_new(size_t bytes, const mww_task *kind, bool has_function, void *context,
                   const TP_CALLBACK_ENVIRON *environment);
/* All with the lock, which the last three let go for a moment. */
bool mww_task_is_busy(const mww_task *task);
void mww_task_ring(mww_task *task); /* who sleeps on its bell looks again */
void mww_task_wait(mww_task *task, bool cancels, bool also_dissociated);
void mww_task_close(mww_task *task);
void mww_task_settle(mww_task *task);

/* alarm.c, with the lock. ring() is called with it, once, when the time has come. */
typedef struct mww_alarm {
        void (*ring)(struct mww_alarm *alarm);
        int64_t due_ns;
        size_t place; /* in the heap; 0: not set */
} mww_alarm;
bool mww_alarm_set(mww_alarm *alarm, int64_t due_ns);
void mww_alarm_clear(mww_alarm *alarm);

/* lookout.c, with the lock. A wait for one object; done() is called with the lock in a
 * waiting thread, when it is over. The object must stay until then. */
typedef struct mww_lookout {
        void (*done)(struct mww_lookout *lookout, DWORD result);
        struct mww_waiter *waiter; /* NULL: it isn't waited for now */
        mw_object *object;
        int64_t deadline_ns;
        bool is_leaving;
} mww_lookout;
bool mww_lookout_begin(mww_lookout *lookout, mw_object *object, int64_t deadline_ns);
/* It is not waited for when this returns, done() may have been called meanwhile. */
void mww_lookout_end(mww_lookout *lookout);

#endif
