/* SPDX-License-Identifier: MIT */
/* pool_call.c — one call of a task: the callback, what it asked for its return, its end.
 *
 * The callbacks that run are in a list, under the pool's lock, so that a child that one
 * of them forked knows which calls nobody there will account for.
 */
#include "pool.h"

static PTP_CALLBACK_INSTANCE instances; /* callbacks that run */

/* In Windows' order. */
static void do_what_was_asked_for(const struct _TP_CALLBACK_INSTANCE *instance)
{
        if (instance->section)
                LeaveCriticalSection(instance->section);
        if (instance->mutex)
                ReleaseMutex(instance->mutex);
        if (instance->semaphore)
                ReleaseSemaphore(instance->semaphore, (LONG) instance->release_count, NULL);
        if (instance->event)
                SetEvent(instance->event);
        if (instance->library)
                FreeLibrary(instance->library);
}

/* Apart, because what is in registers is lost where ExitThread jumps. */
static __attribute__((noinline)) bool has_exited(mww_task *task, PTP_CALLBACK_INSTANCE instance)
{
        jmp_buf place;
        jmp_buf *volatile before = mww_thread_exits_to(&place);
        volatile bool exited = true;

        if (setjmp(place) == 0) {
                task->call(task, instance);
                if (task->finalize)
                        task->finalize(instance, task->context);
                exited = false;
        }
        mww_thread_exits_to(before);
        return exited;
}

mww_call_end mww_task_call(mww_task *task)
{
        struct _TP_CALLBACK_INSTANCE instance = {
                .task = task,
                .pool = task->pool,
                .is_associated = true,
                .is_long = task->runs_long,
                .next = instances,
                .place = &instances,
        };
        bool exited;

        if (instances)
                instances->place = &instance.next;
        instances = &instance;
        mww_pool_long(task->pool, instance.is_long);
        task->running++;
        task->associated++;
        mww_pool_leave();
        exited = has_exited(task, &instance);
        do_what_was_asked_for(&instance);
        mww_pool_enter();
        if (!instance.place)
                return MWW_CALL_IS_FORKED;
        *instance.place = instance.next;
        if (instance.next)
                instance.next->place = instance.place;
        mww_pool_long(task->pool, -instance.is_long);
        task->running--;
        task->associated -= instance.is_associated;
        mww_task_ring(task);
        mww_task_settle(task);
        return exited ? MWW_CALL_EXITED : MWW_CALL_RETURNED;
}

void mww_calls_forget(void)
{
        for (PTP_CALLBACK_INSTANCE one = instances; one; one = one->next) {
                one->task->running = one->task->associated = 0;
                one->place = NULL;
        }
        instances = NULL;
}

/* ---- what a callback may ask for ----------------------------------------------------- */

void SetEventWhenCallbackReturns(PTP_CALLBACK_INSTANCE instance, HANDLE event)
{
        instance->event = event;
}

void ReleaseSemaphoreWhenCallbackReturns(PTP_CALLBACK_INSTANCE instance, HANDLE semaphore,
                                         DWORD count)
{
        instance->semaphore = semaphore;
        instance->release_count = count;
}

void ReleaseMutexWhenCallbackReturns(PTP_CALLBACK_INSTANCE instance, HANDLE mutex)
{
        instance->mutex = mutex;
}

void LeaveCriticalSectionWhenCallbackReturns(PTP_CALLBACK_INSTANCE instance,
                                             PCRITICAL_SECTION section)
{
        instance->section = section;
}

void FreeLibraryWhenCallbackReturns(PTP_CALLBACK_INSTANCE instance, HMODULE library)
{
        instance->library = library;
}

void DisassociateCurrentThreadFromCallback(PTP_CALLBACK_INSTANCE instance)
{
        mww_task *task = instance->task;

        mww_pool_enter();
        if (instance->is_associated) {
                instance->is_associated = false;
                task->associated--;
                atomic_fetch_add(&task->bell, 1);
                mww_wake_all(&task->bell);
        }
        mww_pool_leave();
}
