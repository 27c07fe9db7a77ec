/* SPDX-License-Identifier: MIT */
/* thread_info.c — what can be asked of a thread: its number, exit code, priority.
 *
 * Priorities are kept, and told to Linux as the thread's nice value where that can be
 * taken back: who may not raise a thread again would keep it low for ever.
 */
#include "task.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

/* Either right will do. */
static DWORD pin_to_ask(HANDLE handle, mww_thread_pin *out_pin)
{
        DWORD error = mww_thread_pin_as(handle, THREAD_QUERY_LIMITED_INFORMATION, out_pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_thread_pin_as(handle, THREAD_QUERY_INFORMATION, out_pin);
        return error;
}

BOOL GetExitCodeThread(HANDLE handle, LPDWORD out_code)
{
        mww_thread_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        DWORD code;

        if (error)
                return mww_fail(error);
        code = atomic_load(&pin.thread->exit_code);
        if (pin.thread->process)
                error = mww_process_exit_code(pin.thread->process, &code);
        else if (pin.thread->is_elsewhere && mw_event_wait(pin.thread->ended, MW_NOW) == MW_OK)
                error = ERROR_NOT_SUPPORTED; /* only its own process knows */
        mww_thread_unpin(&pin);
        if (!error && !mww_put(out_code, &code, sizeof code))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

DWORD GetThreadId(HANDLE handle)
{
        mww_thread_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        DWORD id;

        if (error)
                return mww_fail(error);
        while (!(id = atomic_load(&pin.thread->id)))
                mww_sleep_on(&pin.thread->id, 0, MW_NEVER);
        mww_thread_unpin(&pin);
        return id;
}

DWORD GetProcessIdOfThread(HANDLE handle)
{
        mww_thread_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        DWORD id;

        if (error)
                return mww_fail(error);
        id = pin.thread->process ? mww_process_id(pin.thread->process) : (DWORD) getpid();
        mww_thread_unpin(&pin);
        return id;
}

/* ---- priority -------------------------------------------------------------------- */

static int nice_of(int priority)
{
        switch (priority) {
        case THREAD_PRIORITY_IDLE:
                return 19;
        case THREAD_PRIORITY_LOWEST:
                return 10;
        case THREAD_PRIORITY_BELOW_NORMAL:
                return 5;
        case THREAD_PRIORITY_ABOVE_NORMAL:
                return -5;
        case THREAD_PRIORITY_HIGHEST:
                return -10;
        case THREAD_PRIORITY_TIME_CRITICAL:
                return -20;
        default:
                return 0;
        }
}

static bool can_raise_to(int nice_value)
{
        struct rlimit limit;

        if (geteuid() == 0)
                return true;
        return getrlimit(RLIMIT_NICE, &limit) == 0 && limit.rlim_cur <= 40 &&
               20 - (int) limit.rlim_cur <= nice_value;
}

BOOL SetThreadPriority(HANDLE handle, int priority)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_SET_LIMITED_INFORMATION, &pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_thread_pin_as(handle, THREAD_SET_INFORMATION, &pin);
        if (error)
                return mww_fail(error);
        if (priority == THREAD_PRIORITY_NORMAL || nice_of(priority) != 0) {
                unsigned id = atomic_load(&pin.thread->id);

                atomic_store(&pin.thread->priority, priority);
                if (id && can_raise_to(0) && !atomic_load(&pin.thread->has_ended))
                        setpriority(PRIO_PROCESS, id, nice_of(priority));
        } else {
                error = ERROR_INVALID_PARAMETER;
        }
        mww_thread_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

int GetThreadPriority(HANDLE handle)
{
        mww_thread_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        int priority;

        if (error)
                return mww_fail(error), (int) THREAD_PRIORITY_ERROR_RETURN;
        priority = atomic_load(&pin.thread->priority);
        mww_thread_unpin(&pin);
        return priority;
}

BOOL SetThreadPriorityBoost(HANDLE handle, BOOL disables)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_SET_INFORMATION, &pin);

        if (error)
                return mww_fail(error);
        atomic_store(&pin.thread->is_boost_disabled, disables != 0);
        mww_thread_unpin(&pin);
        return TRUE;
}

BOOL GetThreadPriorityBoost(HANDLE handle, PBOOL out_disables)
{
        mww_thread_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        BOOL disables;

        if (error)
                return mww_fail(error);
        disables = (BOOL) atomic_load(&pin.thread->is_boost_disabled);
        mww_thread_unpin(&pin);
        return mww_put(out_disables, &disables, sizeof disables) ? TRUE : mww_fail(ERROR_NOACCESS);
}

/* Did another thread run? The kernel counts how often this one was set aside. */
BOOL SwitchToThread(void)
{
        struct rusage before;
        struct rusage after;

        getrusage(RUSAGE_THREAD, &before);
        sched_yield();
        getrusage(RUSAGE_THREAD, &after);
        return after.ru_nvcsw + after.ru_nivcsw != before.ru_nvcsw + before.ru_nivcsw;
}
