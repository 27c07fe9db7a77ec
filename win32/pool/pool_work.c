/* SPDX-License-Identifier: MIT */
/* pool_work.c — CreateThreadpoolWork, TrySubmitThreadpoolCallback, QueueUserWorkItem. */
#include "pool.h"

struct _TP_WORK {
        mww_task task;
        union {
                PTP_WORK_CALLBACK work;
                PTP_SIMPLE_CALLBACK simple;
                LPTHREAD_START_ROUTINE item;
        } function;
};

static void call_work(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        PTP_WORK work = (PTP_WORK) task;

        work->function.work(instance, task->context, work);
}

static void call_simple(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        ((PTP_WORK) task)->function.simple(instance, task->context);
}

static void call_item(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        ((PTP_WORK) task)->function.item(task->context);
}

/* Its function is stored by who makes it, before it is submitted. */
static PTP_WORK new_work(void (*call)(mww_task *, PTP_CALLBACK_INSTANCE), bool has_function,
                         void *context, const TP_CALLBACK_ENVIRON *environment)
{
        const mww_task kind = { .call = call };

        return mww_task_new(sizeof(struct _TP_WORK), &kind, has_function, context, environment);
}

PTP_WORK CreateThreadpoolWork(PTP_WORK_CALLBACK function, PVOID context,
                              PTP_CALLBACK_ENVIRON environment)
{
        PTP_WORK made = new_work(call_work, function, context, environment);

        if (made)
                made->function.work = function;
        return made;
}

void SubmitThreadpoolWork(PTP_WORK work)
{
        mww_pool_enter();
        mww_task_submit(&work->task);
        mww_pool_leave();
}

void WaitForThreadpoolWorkCallbacks(PTP_WORK work, BOOL cancels)
{
        mww_pool_enter();
        mww_task_wait(&work->task, cancels, false);
        mww_pool_leave();
}

void CloseThreadpoolWork(PTP_WORK work)
{
        mww_pool_enter();
        mww_task_close(&work->task);
        mww_pool_leave();
}

/* Goes with its only call. */
static void submit_once(PTP_WORK work)
{
        mww_pool_enter();
        work->task.is_simple = true;
        mww_task_submit(&work->task);
        mww_task_close(&work->task);
        mww_pool_leave();
}

BOOL TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK function, PVOID context,
                                 PTP_CALLBACK_ENVIRON environment)
{
        PTP_WORK made = new_work(call_simple, function, context, environment);

        if (!made)
                return FALSE;
        made->function.simple = function;
        submit_once(made);
        return TRUE;
}

BOOL QueueUserWorkItem(LPTHREAD_START_ROUTINE function, PVOID context, ULONG flags)
{
        PTP_WORK made = new_work(call_item, function, context, NULL);

        if (!made)
                return FALSE;
        made->function.item = function;
        made->task.runs_long = flags & WT_EXECUTELONGFUNCTION;
        made->task.is_persistent = flags & (WT_EXECUTEINPERSISTENTTHREAD |
                                            WT_EXECUTEINPERSISTENTIOTHREAD | WT_EXECUTEINIOTHREAD);
        if (flags >> 16) {
                mww_pool_enter();
                mww_pool_limit(made->task.pool, flags >> 16);
                mww_pool_leave();
        }
        submit_once(made);
        return TRUE;
}
