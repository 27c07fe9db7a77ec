/* SPDX-License-Identifier: MIT */
/* pool_timer.c — CreateThreadpoolTimer, SetThreadpoolTimer and their kin.
 *
 * A timer is set from SetThreadpoolTimer with a time until SetThreadpoolTimer with none,
 * whether it has rung or not. The window by which it may be late isn't used: each rings
 * when it is due. Calls of a period that were missed are one.
 */
#include "pool.h"

struct _TP_TIMER {
        mww_task task;
        mww_alarm alarm;
        PTP_TIMER_CALLBACK function;
        int64_t period_ns; /* 0: once */
        bool is_set;
};

static void call_timer(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        PTP_TIMER timer = (PTP_TIMER) task;

        timer->function(instance, task->context, timer);
}

static void ring_timer(mww_alarm *alarm)
{
        PTP_TIMER timer = (PTP_TIMER) (void *) ((char *) alarm - offsetof(struct _TP_TIMER, alarm));
        int64_t late_ns = mw_after_ns(0) - alarm->due_ns;

        if (timer->period_ns)
                mww_alarm_set(alarm,
                              alarm->due_ns + (late_ns / timer->period_ns + 1) * timer->period_ns);
        mww_task_submit(&timer->task);
}

static void stop_timer(mww_task *task)
{
        PTP_TIMER timer = (PTP_TIMER) task;

        mww_alarm_clear(&timer->alarm);
        timer->is_set = false;
}

PTP_TIMER CreateThreadpoolTimer(PTP_TIMER_CALLBACK function, PVOID context,
                                PTP_CALLBACK_ENVIRON environment)
{
        static const mww_task kind = { .call = call_timer, .stop = stop_timer };
        PTP_TIMER made = mww_task_new(sizeof *made, &kind, function, context, environment);

        if (made) {
                made->alarm.ring = ring_timer;
                made->function = function;
        }
        return made;
}

BOOL SetThreadpoolTimerEx(PTP_TIMER timer, PFILETIME due, DWORD period_ms, DWORD window_ms)
{
        int64_t ticks = 0;
        BOOL was_set;

        if (due)
                ticks = (int64_t) ((uint64_t) due->dwHighDateTime << 32 | due->dwLowDateTime);
        mww_pool_enter();
        was_set = timer->alarm.place != 0;
        mww_alarm_clear(&timer->alarm);
        timer->is_set = due != NULL;
        timer->period_ns = due ? period_ms * (int64_t) 1000000 : 0;
        if (due) {
                int64_t due_ns = mww_due_of(ticks);

                if (due_ns == MW_NOW) /* at once, in the order of the calls */
                        due_ns = mw_after_ns(0);
                if (ticks == 0 && !period_ms)
                        mww_task_submit(&timer->task);
                else
                        mww_alarm_set(&timer->alarm, due_ns);
        }
        mww_pool_leave();
        return was_set;
}

void SetThreadpoolTimer(PTP_TIMER timer, PFILETIME due, DWORD period_ms, DWORD window_ms)
{
        SetThreadpoolTimerEx(timer, due, period_ms, window_ms);
}

BOOL IsThreadpoolTimerSet(PTP_TIMER timer)
{
        BOOL is_set;

        mww_pool_enter();
        is_set = timer->is_set;
        mww_pool_leave();
        return is_set;
}

void WaitForThreadpoolTimerCallbacks(PTP_TIMER timer, BOOL cancels)
{
        mww_pool_enter();
        mww_task_wait(&timer->task, cancels, false);
        mww_pool_leave();
}

void CloseThreadpoolTimer(PTP_TIMER timer)
{
        mww_pool_enter();
        mww_task_close(&timer->task);
        mww_pool_leave();
}
