/* SPDX-License-Identifier: MIT */
/* registered_wait.c — RegisterWaitForSingleObject, UnregisterWait and UnregisterWaitEx.
 *
 * The handle of a registered wait is its address. One that isn't for once waits again
 * when its callback begins, not before: so an event that stays set, which makes one call
 * after the other, at least never has more than one pending.
 */
#include "pool.h"

#include <stdlib.h>

#define WAIT_MARK 0x57616974u

typedef struct registered {
        mww_task task;
        mww_lookout lookout;
        uint32_t mark;
        WAITORTIMERCALLBACK function;
        DWORD milliseconds;
        bool is_once;
        bool is_here; /* called in the thread that waits          */
        bool is_over; /* unregistered                             */
        bool is_late; /* the call that is pending: the time is up */
        DWORD caller; /* the waiting thread while it calls; or 0  */
        mww_pin pin;
        mw_object *object;
        HANDLE completion;
} registered;

/* Under the lock. */
static bool begin_wait(registered *wait)
{
        return mww_lookout_begin(&wait->lookout, wait->object, mww_deadline_ns(wait->milliseconds));
}

static void call_registered(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        registered *wait = (registered *) task;
        bool is_late;

        mww_pool_enter();
        is_late = wait->is_late;
        if (!wait->is_once && !wait->is_over && !wait->is_here)
                begin_wait(wait);
        mww_pool_leave();
        wait->function(task->context, is_late);
}

/* In the waiting thread itself the next wait begins after the callback. */
static void wait_done(mww_lookout *lookout, DWORD result)
{
        registered *wait =
                (registered *) (void *) ((char *) lookout - offsetof(registered, lookout));

        wait->is_late = result == WAIT_TIMEOUT;
        if (!wait->is_here) {
                mww_task_submit(&wait->task);
                return;
        }
        wait->task.users++;
        wait->caller = GetCurrentThreadId();
        mww_task_call(&wait->task);
        wait->caller = 0;
        if (!wait->is_once && !wait->is_over)
                begin_wait(wait);
        wait->task.users--;
        mww_task_settle(&wait->task);
}

static void stop_registered(mww_task *task)
{
        registered *wait = (registered *) task;

        wait->is_over = true;
        mww_lookout_end(&wait->lookout);
}

static void end_registered(mww_task *task)
{
        registered *wait = (registered *) task;
        HANDLE completion = wait->completion;

        wait->mark = 0;
        mww_handle_unpin(&wait->pin);
        free(wait);
        if (completion)
                SetEvent(completion);
}

static DWORD begin_registered(registered *made, PVOID context, ULONG flags)
{
        DWORD error = mww_task_begin(&made->task, context, NULL);

        if (error)
                return error;
        made->task.runs_long = flags & WT_EXECUTELONGFUNCTION;
        made->task.is_persistent = flags & (WT_EXECUTEINPERSISTENTTHREAD | WT_EXECUTEINIOTHREAD);
        mww_pool_enter();
        if (!begin_wait(made)) {
                error = ERROR_NOT_ENOUGH_MEMORY;
                mww_pool_drop(made->task.pool);
        }
        mww_pool_leave();
        return error;
}

BOOL RegisterWaitForSingleObject(PHANDLE out_wait, HANDLE handle, WAITORTIMERCALLBACK function,
                                 PVOID context, ULONG milliseconds, ULONG flags)
{
        registered *made = function ? calloc(1, sizeof *made) : NULL;
        DWORD error;

        if (!made)
                return mww_fail(function ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
        made->task.call = call_registered;
        made->task.stop = stop_registered;
        made->task.end = end_registered;
        made->lookout.done = wait_done;
        made->mark = WAIT_MARK;
        made->function = function;
        made->milliseconds = milliseconds;
        made->is_once = flags & WT_EXECUTEONLYONCE;
        made->is_here = flags & WT_EXECUTEINWAITTHREAD;
        error = mww_pin_to_wait(handle, &made->pin, &made->object);
        if (error) {
                free(made);
                return mww_fail(error);
        }
        if (!mww_put(out_wait, &(HANDLE){ made }, sizeof(HANDLE)))
                error = ERROR_NOACCESS;
        if (!error)
                error = begin_registered(made, context, flags);
        if (error) {
                mww_handle_unpin(&made->pin);
                free(made);
                return mww_fail(error);
        }
        return TRUE;
}

/* To a callback in the waiting thread its own call is none that is under way. */
BOOL UnregisterWaitEx(HANDLE handle, HANDLE completion)
{
        registered *wait = handle;
        bool is_busy;

        if (!wait || handle == INVALID_HANDLE_VALUE || wait->mark != WAIT_MARK)
                return mww_fail(ERROR_INVALID_HANDLE);
        mww_pool_enter();
        wait->task.users++;
        stop_registered(&wait->task);
        wait->task.users--;
        is_busy = mww_task_is_busy(&wait->task) && wait->caller != GetCurrentThreadId();
        if (completion == INVALID_HANDLE_VALUE) {
                mww_task_wait(&wait->task, false, true);
                is_busy = false;
        } else {
                wait->completion = completion;
        }
        mww_task_close(&wait->task);
        mww_pool_leave();
        return is_busy ? mww_fail(ERROR_IO_PENDING) : TRUE;
}

BOOL UnregisterWait(HANDLE handle)
{
        return UnregisterWaitEx(handle, NULL);
}
