/* SPDX-License-Identifier: MIT */
/* timer_queue.c — CreateTimerQueue, CreateTimerQueueTimer and their kin.
 *
 * A timer's handle is its address; a queue's, too. Calls that are due when a timer is
 * deleted are made all the same; the timer is gone after them, and so says the event
 * that was given.
 */
#include "pool.h"

#include <stdlib.h>

#define TIMER_MARK 0x54696D65u
#define QUEUE_MARK 0x51756575u

typedef struct timer_queue {
        uint32_t mark;
        bool is_deleted;
        struct timer *timers;
        HANDLE completion;
        unsigned waiters;
        atomic_uint bell; /* changes when the last timer goes */
} timer_queue;

typedef struct timer {
        mww_task task;
        mww_alarm alarm;
        uint32_t mark;
        WAITORTIMERCALLBACK function;
        int64_t period_ns;
        bool is_here; /* called in the thread that knows the time */
        bool has_rung;
        HANDLE completion;
        timer_queue *queue;
        struct timer *next;
        struct timer **place;
} timer;

static timer_queue default_queue = { .mark = QUEUE_MARK };

/* ---- timers, under the lock ---------------------------------------------------------- */

static void call_timer(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        ((timer *) task)->function(task->context, TRUE);
}

static void fire(timer *one)
{
        one->has_rung = true;
        if (one->is_here)
                mww_task_call(&one->task); /* it may be gone now */
        else
                mww_task_submit(&one->task);
}

static void ring_timer(mww_alarm *alarm)
{
        timer *one = (timer *) (void *) ((char *) alarm - offsetof(timer, alarm));
        int64_t late_ns = mw_after_ns(0) - alarm->due_ns;

        if (one->period_ns)
                mww_alarm_set(alarm,
                              alarm->due_ns + (late_ns / one->period_ns + 1) * one->period_ns);
        fire(one);
}

static void stop_timer(mww_task *task)
{
        mww_alarm_clear(&((timer *) task)->alarm);
}

static void free_queue_if_over(timer_queue *queue)
{
        HANDLE completion = queue->completion;

        if (!queue->is_deleted || queue->timers || queue->waiters)
                return;
        queue->mark = 0;
        free(queue);
        if (completion)
                SetEvent(completion);
}

static void leave_queue(mww_task *task)
{
        timer *one = (timer *) task;
        timer_queue *queue = one->queue;

        *one->place = one->next;
        if (one->next)
                one->next->place = one->place;
        if (!queue->timers) {
                atomic_fetch_add(&queue->bell, 1);
                mww_wake_all(&queue->bell);
        }
        free_queue_if_over(queue);
}

static void end_timer(mww_task *task)
{
        timer *one = (timer *) task;
        HANDLE completion = one->completion;

        one->mark = 0;
        free(one);
        if (completion)
                SetEvent(completion);
}

static bool set_times(timer *one, DWORD due_ms, DWORD period_ms)
{
        one->period_ns = period_ms * (int64_t) 1000000;
        return due_ms == INFINITE ||
               mww_alarm_set(&one->alarm, mw_after_ns(due_ms * (int64_t) 1000000));
}

/* ---- the program's calls ------------------------------------------------------------- */

static timer_queue *queue_of(HANDLE handle)
{
        timer_queue *queue = handle ? handle : &default_queue;

        return handle != INVALID_HANDLE_VALUE && queue->mark == QUEUE_MARK && !queue->is_deleted ?
                       queue :
                       NULL;
}

static timer *timer_of(HANDLE handle)
{
        timer *one = handle;

        return handle && handle != INVALID_HANDLE_VALUE && one->mark == TIMER_MARK ? one : NULL;
}

static DWORD enter_timer(timer *made, timer_queue *queue, DWORD due_ms, DWORD period_ms)
{
        DWORD error = ERROR_SUCCESS;

        mww_pool_enter();
        made->queue = queue;
        made->next = queue->timers;
        made->place = &queue->timers;
        if (made->next)
                made->next->place = &made->next;
        queue->timers = made;
        if (due_ms || made->is_here) {
                if (!set_times(made, due_ms, period_ms))
                        error = ERROR_NOT_ENOUGH_MEMORY;
        } else {
                made->period_ns = period_ms * (int64_t) 1000000;
                if (period_ms && !mww_alarm_set(&made->alarm, mw_after_ns(made->period_ns)))
                        error = ERROR_NOT_ENOUGH_MEMORY;
                else
                        fire(made);
        }
        if (error)
                mww_task_close(&made->task);
        mww_pool_leave();
        return error;
}

/* What is due at once is in the pool's queue when this returns. */
BOOL CreateTimerQueueTimer(PHANDLE out_timer, HANDLE handle, WAITORTIMERCALLBACK function,
                           PVOID context, DWORD due_ms, DWORD period_ms, ULONG flags)
{
        timer_queue *queue = queue_of(handle);
        timer *made;
        DWORD error;

        if (!queue || !function)
                return mww_fail(queue ? ERROR_INVALID_PARAMETER : ERROR_INVALID_HANDLE);
        made = calloc(1, sizeof *made);
        if (!made)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        made->task.call = call_timer;
        made->task.stop = stop_timer;
        made->task.leave = leave_queue;
        made->task.end = end_timer;
        made->alarm.ring = ring_timer;
        made->mark = TIMER_MARK;
        made->function = function;
        made->is_here = flags & WT_EXECUTEINTIMERTHREAD;
        error = mww_task_begin(&made->task, context, NULL);
        if (!error && !mww_put(out_timer, &(HANDLE){ made }, sizeof(HANDLE))) {
                mww_pool_enter();
                mww_pool_drop(made->task.pool);
                mww_pool_leave();
                free(made);
                return mww_fail(ERROR_NOACCESS);
        }
        made->task.runs_long = flags & WT_EXECUTELONGFUNCTION;
        made->task.is_persistent = flags & WT_EXECUTEINPERSISTENTTHREAD;
        error = enter_timer(made, queue, due_ms, flags & WT_EXECUTEONLYONCE ? 0 : period_ms);
        return error ? mww_fail(error) : TRUE;
}

/* A timer that rang its only time stays as it is. */
BOOL ChangeTimerQueueTimer(HANDLE queue, HANDLE handle, ULONG due_ms, ULONG period_ms)
{
        timer *one = timer_of(handle);
        bool done = true;

        if (!one || !queue_of(queue))
                return mww_fail(ERROR_INVALID_HANDLE);
        mww_pool_enter();
        if (one->period_ns || !one->has_rung) {
                mww_alarm_clear(&one->alarm);
                done = set_times(one, due_ms, period_ms);
        }
        mww_pool_leave();
        return done ? TRUE : mww_fail(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL DeleteTimerQueueTimer(HANDLE queue, HANDLE handle, HANDLE completion)
{
        timer *one = timer_of(handle);
        bool is_busy;

        if (!one)
                return mww_fail(handle ? ERROR_INVALID_HANDLE : ERROR_INVALID_PARAMETER);
        if (!queue_of(queue))
                return mww_fail(ERROR_INVALID_HANDLE);
        mww_pool_enter();
        stop_timer(&one->task);
        is_busy = mww_task_is_busy(&one->task);
        if (completion && completion != INVALID_HANDLE_VALUE)
                one->completion = completion;
        if (completion == INVALID_HANDLE_VALUE) {
                mww_task_wait(&one->task, false, true);
                is_busy = false;
        }
        mww_task_close(&one->task);
        mww_pool_leave();
        return is_busy ? mww_fail(ERROR_IO_PENDING) : TRUE;
}

HANDLE CreateTimerQueue(void)
{
        timer_queue *made = calloc(1, sizeof *made);

        if (!made)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        made->mark = QUEUE_MARK;
        return made;
}

/* Closing one takes it out of the list, now or later, and lets go of the lock: so all
 * are held first. */
static void close_timers(timer_queue *queue)
{
        timer *next;

        for (timer *one = queue->timers; one; one = one->next) {
                stop_timer(&one->task);
                one->task.users++;
        }
        for (timer *one = queue->timers; one; one = next) {
                next = one->next;
                one->task.is_closed = true;
                one->task.users--;
                mww_task_settle(&one->task);
        }
}

BOOL DeleteTimerQueueEx(HANDLE handle, HANDLE completion)
{
        timer_queue *queue = handle ? queue_of(handle) : NULL;
        bool is_busy;

        if (!queue)
                return mww_fail(ERROR_INVALID_HANDLE);
        mww_pool_enter();
        queue->is_deleted = true;
        queue->waiters++;
        close_timers(queue);
        while (completion == INVALID_HANDLE_VALUE && queue->timers) {
                unsigned heard = atomic_load(&queue->bell);

                mww_pool_leave();
                mww_sleep_on(&queue->bell, heard, MW_NEVER);
                mww_pool_enter();
        }
        is_busy = queue->timers != NULL;
        queue->completion = completion == INVALID_HANDLE_VALUE ? NULL : completion;
        queue->waiters--;
        free_queue_if_over(queue);
        mww_pool_leave();
        return is_busy ? mww_fail(ERROR_IO_PENDING) : TRUE;
}

BOOL DeleteTimerQueue(HANDLE queue)
{
        return DeleteTimerQueueEx(queue, NULL);
}
