/* SPDX-License-Identifier: MIT */
/* pool_task.c — what work, timers and waits of a pool have in common: the environment
 * that they are made with, their groups, waiting for their callbacks, their end.
 */
#include "pool.h"

#include <stdlib.h>

struct _TP_CLEANUP_GROUP {
        mww_task *members;
        bool is_closed;
};

/* ---- environments ------------------------------------------------------------------ */

void InitializeThreadpoolEnvironment(PTP_CALLBACK_ENVIRON environment)
{
        *environment = (TP_CALLBACK_ENVIRON){ .Version = 3,
                                              .CallbackPriority = TP_CALLBACK_PRIORITY_NORMAL,
                                              .Size = sizeof *environment };
}

void SetThreadpoolCallbackPool(PTP_CALLBACK_ENVIRON environment, PTP_POOL pool)
{
        environment->Pool = pool;
}

void SetThreadpoolCallbackCleanupGroup(PTP_CALLBACK_ENVIRON environment, PTP_CLEANUP_GROUP group,
                                       PTP_CLEANUP_GROUP_CANCEL_CALLBACK cancelled)
{
        environment->CleanupGroup = group;
        environment->CleanupGroupCancelCallback = cancelled;
}

void SetThreadpoolCallbackRunsLong(PTP_CALLBACK_ENVIRON environment)
{
        environment->u.s.LongFunction = 1;
}

void SetThreadpoolCallbackLibrary(PTP_CALLBACK_ENVIRON environment, PVOID library)
{
        environment->RaceDll = library;
}

void SetThreadpoolCallbackPriority(PTP_CALLBACK_ENVIRON environment, TP_CALLBACK_PRIORITY priority)
{
        environment->CallbackPriority = priority;
}

void SetThreadpoolCallbackPersistent(PTP_CALLBACK_ENVIRON environment)
{
        environment->u.s.Persistent = 1;
}

/* It holds nothing. */
void DestroyThreadpoolEnvironment(PTP_CALLBACK_ENVIRON environment)
{
}

/* ---- beginning and end --------------------------------------------------------------- */

/* Environments of Windows Vista's size have no priority. */
static DWORD adopt_environment(mww_task *task, const TP_CALLBACK_ENVIRON *environment)
{
        if (environment->Version >= 3)
                task->priority = (int) environment->CallbackPriority;
        if (task->priority < 0 || task->priority >= TP_CALLBACK_PRIORITY_COUNT)
                return ERROR_INVALID_PARAMETER;
        if (environment->RaceDll && !mww_library_hold((HMODULE) environment->RaceDll))
                return ERROR_MOD_NOT_FOUND;
        task->library = (HMODULE) environment->RaceDll;
        task->pool = environment->Pool;
        task->group = environment->CleanupGroup;
        task->cancelled = environment->CleanupGroupCancelCallback;
        task->finalize = environment->FinalizationCallback;
        task->runs_long = environment->u.s.LongFunction;
        task->is_persistent = environment->u.s.Persistent;
        return ERROR_SUCCESS;
}

DWORD mww_task_begin(mww_task *task, void *context, const TP_CALLBACK_ENVIRON *environment)
{
        DWORD error = ERROR_SUCCESS;

        task->context = context;
        task->priority = TP_CALLBACK_PRIORITY_NORMAL;
        if (environment)
                error = adopt_environment(task, environment);
        if (error)
                return error;
        if (!task->pool)
                task->pool = mww_pool_default();
        mww_pool_enter();
        mww_pool_hold(task->pool);
        if (task->group) {
                task->group_next = task->group->members;
                task->group_place = &task->group->members;
                if (task->group_next)
                        task->group_next->group_place = &task->group_next;
                task->group->members = task;
        }
        mww_pool_leave();
        return ERROR_SUCCESS;
}

void *mww_task_new(size_t bytes, const mww_task *kind, bool has_function, void *context,
                   const TP_CALLBACK_ENVIRON *environment)
{
        DWORD error = has_function ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER;
        mww_task *made = has_function ? calloc(1, bytes) : NULL;

        if (made) {
                *made = *kind;
                error = mww_task_begin(made, context, environment);
        }
        if (!error)
                return made;
        free(made);
        SetLastError(error);
        return NULL;
}

static void leave_group(mww_task *task)
{
        PTP_CLEANUP_GROUP group = task->group;

        if (!group)
                return;
        *task->group_place = task->group_next;
        if (task->group_next)
                task->group_next->group_place = task->group_place;
        task->group = NULL;
        if (group->is_closed && !group->members)
                free(group);
}

bool mww_task_is_busy(const mww_task *task)
{
        return task->pending || task->running;
}

void mww_task_ring(mww_task *task)
{
        atomic_fetch_add(&task->bell, 1);
        mww_wake_all(&task->bell);
}

static void end_by_free(mww_task *task)
{
        free(task);
}

void mww_task_settle(mww_task *task)
{
        HMODULE library = task->library;
        PTP_POOL pool = task->pool;

        if (!task->is_closed || task->users || mww_task_is_busy(task))
                return;
        leave_group(task);
        if (task->leave)
                task->leave(task);
        mww_pool_leave();
        (task->end ? task->end : end_by_free)(task);
        if (library)
                FreeLibrary(library);
        mww_pool_enter();
        mww_pool_drop(pool);
}

void mww_task_close(mww_task *task)
{
        task->users++; /* stop lets go of the lock */
        if (task->stop)
                task->stop(task);
        task->users--;
        task->is_closed = true;
        mww_task_settle(task);
}

/* Those that were dissociated are waited for only when a group is closed. */
void mww_task_wait(mww_task *task, bool cancels, bool also_dissociated)
{
        task->users++;
        if (cancels)
                mww_task_unqueue(task);
        while (task->pending || (also_dissociated ? task->running : task->associated)) {
                unsigned heard = atomic_load(&task->bell);

                mww_pool_leave();
                mww_sleep_on(&task->bell, heard, MW_NEVER);
                mww_pool_enter();
        }
        task->users--;
        mww_task_settle(task);
}

/* ---- groups -------------------------------------------------------------------------- */

PTP_CLEANUP_GROUP CreateThreadpoolCleanupGroup(void)
{
        PTP_CLEANUP_GROUP made = calloc(1, sizeof *made);

        return made ? made : (mww_fail(ERROR_NOT_ENOUGH_MEMORY), NULL);
}

/* All stop before the first is waited for: one may be behind another in the queue. */
static mww_task *take_members(PTP_CLEANUP_GROUP group, bool cancels)
{
        mww_task *taken = NULL;

        while (group->members) {
                mww_task *task = group->members;

                leave_group(task);
                task->users++;
                task->group_next = taken;
                taken = task;
                if (task->stop)
                        task->stop(task);
                if (cancels)
                        mww_task_unqueue(task);
        }
        return taken;
}

/* Who was closed before is nobody's to cancel. */
void CloseThreadpoolCleanupGroupMembers(PTP_CLEANUP_GROUP group, BOOL cancels, PVOID context)
{
        mww_task *next;

        mww_pool_enter();
        for (mww_task *task = take_members(group, cancels); task; task = next) {
                bool was_closed = task->is_closed && !task->is_simple;

                next = task->group_next;
                mww_task_wait(task, cancels, true);
                if (cancels && task->cancelled && !was_closed) {
                        mww_pool_leave();
                        task->cancelled(task->context, context);
                        mww_pool_enter();
                }
                task->users--;
                task->is_closed = true;
                mww_task_settle(task);
        }
        mww_pool_leave();
}

void CloseThreadpoolCleanupGroup(PTP_CLEANUP_GROUP group)
{
        mww_pool_enter();
        if (group->members)
                group->is_closed = true;
        else
                free(group);
        mww_pool_leave();
}
