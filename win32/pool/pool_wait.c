/* SPDX-License-Identifier: MIT */
/* pool_wait.c — CreateThreadpoolWait, SetThreadpoolWait and their kin.
 *
 * A wait is for one time. Its handle is pinned meanwhile: who closes it takes the number
 * away, not the object.
 */
#include "pool.h"

struct _TP_WAIT {
        mww_task task;
        mww_lookout lookout;
        PTP_WAIT_CALLBACK function;
        mww_pin pin; /* while it is waited for          */
        bool is_pinned;
        unsigned signalled; /* of the calls that are pending   */
        unsigned abandoned;
};

static void call_wait(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        PTP_WAIT wait = (PTP_WAIT) task;
        DWORD result = WAIT_TIMEOUT;

        mww_pool_enter();
        if (wait->abandoned) {
                wait->abandoned--;
                result = WAIT_ABANDONED_0;
        } else if (wait->signalled) {
                wait->signalled--;
                result = WAIT_OBJECT_0;
        }
        mww_pool_leave();
        wait->function(instance, task->context, wait, result);
}

static void unpin(PTP_WAIT wait)
{
        if (wait->is_pinned)
                mww_handle_unpin(&wait->pin);
        wait->is_pinned = false;
}

static void wait_done(mww_lookout *lookout, DWORD result)
{
        PTP_WAIT wait = (PTP_WAIT) (void *) ((char *) lookout - offsetof(struct _TP_WAIT, lookout));

        unpin(wait);
        wait->signalled += result == WAIT_OBJECT_0;
        wait->abandoned += result == WAIT_ABANDONED_0;
        mww_task_submit(&wait->task);
}

static void stop_wait(mww_task *task)
{
        PTP_WAIT wait = (PTP_WAIT) task;

        mww_lookout_end(&wait->lookout);
        unpin(wait);
}

PTP_WAIT CreateThreadpoolWait(PTP_WAIT_CALLBACK function, PVOID context,
                              PTP_CALLBACK_ENVIRON environment)
{
        static const mww_task kind = { .call = call_wait, .stop = stop_wait };
        PTP_WAIT made = mww_task_new(sizeof *made, &kind, function, context, environment);

        if (made) {
                made->lookout.done = wait_done;
                made->function = function;
        }
        return made;
}

static DWORD begin_wait(PTP_WAIT wait, HANDLE handle, const FILETIME *timeout)
{
        int64_t deadline_ns = MW_NEVER;
        mw_object *object;
        DWORD error = mww_pin_to_wait(handle, &wait->pin, &object);

        if (error)
                return error;
        wait->is_pinned = true;
        if (timeout)
                deadline_ns = mww_due_of((int64_t) ((uint64_t) timeout->dwHighDateTime << 32 |
                                                    timeout->dwLowDateTime));
        if (mww_lookout_begin(&wait->lookout, object, deadline_ns))
                return ERROR_SUCCESS;
        unpin(wait);
        return ERROR_NOT_ENOUGH_MEMORY;
}

/* With no handle the time isn't looked at. A handle that can't be waited for raises an
 * exception on Windows; here the last error says so, and nothing is waited for. */
BOOL SetThreadpoolWaitEx(PTP_WAIT wait, HANDLE handle, PFILETIME timeout, PVOID reserved)
{
        DWORD error = ERROR_SUCCESS;
        BOOL was_set;

        mww_pool_enter();
        wait->task.users++;
        was_set = wait->lookout.waiter != NULL;
        stop_wait(&wait->task);
        if (handle)
                error = begin_wait(wait, handle, timeout);
        wait->task.users--;
        mww_task_settle(&wait->task);
        mww_pool_leave();
        if (error)
                SetLastError(error);
        return was_set;
}

void SetThreadpoolWait(PTP_WAIT wait, HANDLE handle, PFILETIME timeout)
{
        SetThreadpoolWaitEx(wait, handle, timeout, NULL);
}

/* What is pending may be cancelled; a wait that isn't over goes on. */
void WaitForThreadpoolWaitCallbacks(PTP_WAIT wait, BOOL cancels)
{
        mww_pool_enter();
        if (cancels)
                wait->signalled = wait->abandoned = 0;
        mww_task_wait(&wait->task, cancels, false);
        mww_pool_leave();
}

void CloseThreadpoolWait(PTP_WAIT wait)
{
        mww_pool_enter();
        mww_task_close(&wait->task);
        mww_pool_leave();
}
