/* SPDX-License-Identifier: MIT */
/* timer.c — CreateWaitableTimer, OpenWaitableTimer, SetWaitableTimer and Cancel.
 *
 * mapwire's timers are what they are: named, and waited for like events. Only a
 * completion routine is this process's own, see apc.c: it is called by the
 * thread that set it, and forgotten when this process sets or cancels the timer
 * again. (When another process does, Windows forgets it; here it is still
 * called.)
 */
#include "threads/apc.h"

typedef struct timer {
        mww_object base;
        mw_timer *timer;
} timer;

static mw_object *timer_waitable(mww_object *object)
{
        return mw_timer_object(((timer *) object)->timer);
}

static void timer_destroy(mww_object *object)
{
        mww_apc_arm(object, NULL, 0, 0);
        mw_timer_close(((timer *) object)->timer);
        mww_object_free(object, sizeof(timer));
}

const mww_class mww_timer_class = {
        .all_access = TIMER_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | TIMER_QUERY_STATE,
        .generic_write = STANDARD_RIGHTS_WRITE | TIMER_MODIFY_STATE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
        .waitable = timer_waitable,
        .destroy = timer_destroy,
};

mww_object *mww_timer_wrap(mw_timer *given)
{
        timer *made = mww_object_new(&mww_timer_class, sizeof *made);

        if (!made) {
                mw_timer_close(given);
                return NULL;
        }
        made->timer = given;
        return &made->base;
}

static HANDLE create_timer(LPSECURITY_ATTRIBUTES attributes, const mww_name *name, DWORD flags,
                           DWORD wanted)
{
        timer *made;
        DWORD access;
        DWORD error = mww_access_any(&mww_timer_class, wanted, &access);
        int r;

        /* All are as fine as the machine's clock, asked for or not. */
        if (flags &
            ~(DWORD) (CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION))
                error = ERROR_INVALID_PARAMETER;
        if (error)
                return mww_fail_handle(error);
        made = mww_object_new(&mww_timer_class, sizeof *made);
        if (!made)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_timer_open(mww_name_or_null(name),
                          MW_CREATE |
                                  (flags & CREATE_WAITABLE_TIMER_MANUAL_RESET ? 0u : MW_AUTO_RESET),
                          NULL, &made->timer);
        if (r < 0) {
                mww_object_free(&made->base, sizeof *made);
                return mww_fail_handle(mww_error_of_result(r));
        }
        return mww_done(mww_handle_new(&made->base, access, mww_wants_inherit(attributes)), r);
}

static HANDLE open_timer(DWORD wanted, BOOL inherit, const mww_name *name)
{
        timer *opened;
        DWORD access = 0;
        DWORD error = mww_name_check_open(name);
        DWORD refused = mww_access_open(&mww_timer_class, wanted, &access);
        HANDLE handle;
        int r;

        if (error)
                return mww_fail_handle(error);
        opened = mww_object_new(&mww_timer_class, sizeof *opened);
        if (!opened)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_timer_open(name->text, 0, NULL, &opened->timer);
        if (r < 0) {
                mww_object_free(&opened->base, sizeof *opened);
                return mww_fail_handle(mww_error_of_result(r));
        }
        if (refused) { /* told only of names that are there */
                mww_object_unref(&opened->base);
                return mww_fail_handle(refused);
        }
        handle = mww_handle_new(&opened->base, access, inherit);
        return handle ? handle : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

HANDLE CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES attributes, LPCSTR given, DWORD flags,
                              DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : create_timer(attributes, &name, flags, wanted);
}

HANDLE CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES attributes, LPCWSTR given, DWORD flags,
                              DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : create_timer(attributes, &name, flags, wanted);
}

HANDLE CreateWaitableTimerA(LPSECURITY_ATTRIBUTES attributes, BOOL manual, LPCSTR name)
{
        return CreateWaitableTimerExA(attributes, name,
                                      manual ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0,
                                      TIMER_ALL_ACCESS);
}

HANDLE CreateWaitableTimerW(LPSECURITY_ATTRIBUTES attributes, BOOL manual, LPCWSTR name)
{
        return CreateWaitableTimerExW(attributes, name,
                                      manual ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0,
                                      TIMER_ALL_ACCESS);
}

HANDLE OpenWaitableTimerA(DWORD wanted, BOOL inherit, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : open_timer(wanted, inherit, &name);
}

HANDLE OpenWaitableTimerW(DWORD wanted, BOOL inherit, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : open_timer(wanted, inherit, &name);
}

int64_t mww_due_of(int64_t ticks)
{
        LARGE_INTEGER now;
        FILETIME clock;

        if (ticks >= 0) {
                GetSystemTimeAsFileTime(&clock);
                now.LowPart = clock.dwLowDateTime;
                now.HighPart = (LONG) clock.dwHighDateTime;
                ticks = now.QuadPart - ticks;
        }
        if (ticks >= 0) /* it was in the past */
                return MW_NOW;
        return ticks < -(INT64_MAX / 400) ? MW_NEVER : mw_after_ns(-ticks * 100);
}

static void call_completion(const mww_apc *self)
{
        ((PTIMERAPCROUTINE) self->target)((LPVOID) self->context, self->low, self->high);
}

static DWORD set_timer(timer *one, int64_t due_ns, int64_t period_ns, PTIMERAPCROUTINE routine,
                       LPVOID argument)
{
        mww_apc call = { .call = call_completion,
                         .target = (void *) routine,
                         .context = (ULONG_PTR) argument };
        DWORD error = mww_apc_arm(one, routine ? &call : NULL, due_ns, period_ns);
        int r;

        if (error)
                return error;
        r = mw_timer_set(one->timer, due_ns, period_ns);
        if (r == MW_EINVAL) /* later than can be kept: nobody lives to see it */
                r = mw_timer_set(one->timer, MW_NEVER, 0);
        return r < 0 ? mww_error_of_result(r) : ERROR_SUCCESS;
}

BOOL SetWaitableTimer(HANDLE handle, const LARGE_INTEGER *due, LONG period_ms,
                      PTIMERAPCROUTINE routine, LPVOID argument, BOOL resume)
{
        mww_pin pin;
        DWORD error;

        if (!due || period_ms < 0)
                return mww_fail(due ? ERROR_INVALID_PARAMETER : ERROR_NOACCESS);
        error = mww_handle_pin_as(handle, &mww_timer_class, TIMER_MODIFY_STATE, &pin);
        if (error)
                return mww_fail(error);
        error = set_timer((timer *) pin.object, mww_due_of(due->QuadPart),
                          period_ms * (int64_t) 1000000, routine, argument);
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        if (resume) /* set, but this will not wake the machine; Windows tells it so */
                SetLastError(ERROR_NOT_SUPPORTED);
        return TRUE;
}

BOOL SetWaitableTimerEx(HANDLE handle, const LARGE_INTEGER *due, LONG period_ms,
                        PTIMERAPCROUTINE routine, LPVOID argument, PREASON_CONTEXT reason,
                        ULONG tolerable_delay_ms)
{
        return SetWaitableTimer(handle, due, period_ms, routine, argument, FALSE);
}

BOOL CancelWaitableTimer(HANDLE handle)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &mww_timer_class, TIMER_MODIFY_STATE, &pin);
        int r;

        if (error)
                return mww_fail(error);
        mww_apc_arm(pin.object, NULL, 0, 0);
        r = mw_timer_cancel(((timer *) pin.object)->timer);
        mww_handle_unpin(&pin);
        return r < 0 ? mww_fail(mww_error_of_result(r)) : TRUE;
}
