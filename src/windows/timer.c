/* SPDX-License-Identifier: MIT */
/* timer.c — the kernel's waitable timers.
 *
 * Ours are set to a point of the monotonic clock; the kernel's to a point of the wall
 * clock, which is set now and then, or to a time from now, which isn't. We take the
 * latter. Its periods are whole milliseconds, so ours are rounded up to one here.
 */
#include "windows/object.h"

#define WHAT  "open timer"
#define FLAGS (MW_CREATE | MW_EXCLUSIVE | MW_AUTO_RESET)

/* As on every system: what 48 bits of microseconds hold. */
#define LATEST_NS ((INT64_C(1) << 48) * 1000 - 1000)

static HANDLE create(const struct mwi_want *want, SECURITY_ATTRIBUTES *security,
                     const wchar_t *name)
{
        return CreateWaitableTimerW(security, !(want->flags & MW_AUTO_RESET), name);
}

int mw_timer_open(const char *name, uint32_t flags, const mw_options *options, mw_timer **out_timer)
{
        struct mwi_want want = {
                .what = WHAT,
                .kind = MW_KIND_TIMER,
                .flags = flags,
                .rights = SYNCHRONIZE | TIMER_MODIFY_STATE | TIMER_QUERY_STATE,
                .least_rights = SYNCHRONIZE | TIMER_MODIFY_STATE,
                .mark.flags = flags & MW_AUTO_RESET ? MWI_MARK_AUTO_RESET : 0,
                .create = create,
                .open = OpenWaitableTimerW,
        };
        struct mw_object *object;
        int r;

        if ((r = mwi_check_open(&want, FLAGS, options, out_timer)) < 0)
                return r;
        if ((r = mwi_open_object(&want, name, sizeof(struct mw_timer), &object)) >= 0)
                *out_timer = MWI_CONTAINER(object, struct mw_timer, object);
        return r;
}

int mw_timer_set(mw_timer *timer, int64_t due_ns, int64_t period_ns)
{
        int64_t left_ns = due_ns - mw_now_ns(), period_ms;
        LARGE_INTEGER due;

        if (!timer || due_ns < 0 || period_ns < 0)
                return mwi_fail(MW_EINVAL, "set timer: %s",
                                timer ? "a time is negative" : "timer is NULL");
        period_ms = period_ns / 1000000 + (period_ns % 1000000 != 0);
        if ((due_ns != MW_NEVER && due_ns > LATEST_NS) || period_ns > LATEST_NS)
                return mwi_fail(MW_EINVAL, "set timer: a time is later than 8.9 years");
        if (period_ms > INT32_MAX)
                return mwi_fail(MW_EINVAL, "set timer: Windows knows no period over 24.8 days");
        if (due_ns == MW_NEVER) { /* clearing is what setting does first */
                left_ns = LATEST_NS;
                period_ms = 0;
        }
        /* 0: the year 1601, which fires before the call returns; a time from now doesn't */
        due.QuadPart = left_ns <= 0 ? 0 : -(left_ns / 100 + (left_ns % 100 != 0));
        /* Setting clears it. Wine leaves an auto-reset one as it was, so take its signal
         * first: elsewhere that comes to the same, a moment earlier. */
        if (timer->object.is_auto_reset)
                WaitForSingleObject(timer->object.handle, 0);
        if (!SetWaitableTimer(timer->object.handle, &due, (LONG) period_ms, NULL, NULL, FALSE) ||
            (due_ns == MW_NEVER && !CancelWaitableTimer(timer->object.handle)))
                return mwi_fail_os(MW_EOS, "set timer");
        return MW_OK;
}

int mw_timer_cancel(mw_timer *timer)
{
        if (!timer)
                return mwi_fail(MW_EINVAL, "cancel timer: timer is NULL");
        return CancelWaitableTimer(timer->object.handle) ? MW_OK :
                                                           mwi_fail_os(MW_EOS, "cancel timer");
}

int mw_timer_wait(mw_timer *timer, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(timer), deadline_ns, MW_SPIN_DEFAULT);
}

int mw_timer_is_auto_reset(const mw_timer *timer)
{
        return timer && timer->object.is_auto_reset;
}

mw_object *mw_timer_object(mw_timer *timer)
{
        return MWI_OBJECT_OF(timer);
}

void mw_timer_close(mw_timer *timer)
{
        if (timer)
                mwi_object_drop(&timer->object);
}
