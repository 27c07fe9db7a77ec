/* SPDX-License-Identifier: MIT */
/* beginthread.c — the C library's way to threads: _beginthread, _beginthreadex.
 *
 * _beginthread's handle is closed by the thread's end, so it is of use only to whoever
 * knows that the thread still runs; _beginthreadex's is the caller's to close.
 */
#include "task.h"

#include <errno.h>
#include <process.h>
#include <stdlib.h>

/* The routine, and the handle that the thread closes. */
typedef struct simple {
        _beginthread_proc_type routine;
        atomic_uintptr_t handle; /* 0 until the creator has it */
} simple;

static _Thread_local HANDLE own_handle;

static DWORD call_simple(void *given, void *argument)
{
        simple work = { ((simple *) given)->routine, 0 };

        own_handle = (HANDLE) atomic_load(&((simple *) given)->handle);
        free(given);
        work.routine(argument);
        if (own_handle)
                CloseHandle(own_handle);
        return 0;
}

static DWORD call_extended(void *function, void *argument)
{
        return ((_beginthreadex_proc_type) function)(argument);
}

/* The thread begins suspended, so that it finds its own handle. */
uintptr_t _beginthread(_beginthread_proc_type routine, unsigned stack_bytes, void *argument)
{
        simple *work = routine ? calloc(1, sizeof *work) : NULL;
        HANDLE handle;

        if (!work) {
                errno = routine ? ENOMEM : EINVAL;
                return (uintptr_t) -1;
        }
        work->routine = routine;
        handle = mww_thread_create(NULL, stack_bytes, CREATE_SUSPENDED, call_simple, work, argument,
                                   NULL);
        if (!handle) {
                free(work);
                errno = EAGAIN;
                return (uintptr_t) -1;
        }
        atomic_store(&work->handle, (uintptr_t) handle);
        ResumeThread(handle);
        return (uintptr_t) handle;
}

uintptr_t _beginthreadex(void *security, unsigned stack_bytes, _beginthreadex_proc_type routine,
                         void *argument, unsigned flags, unsigned *out_id)
{
        DWORD id;
        HANDLE handle;

        if (!routine) {
                errno = EINVAL;
                return 0;
        }
        handle = mww_thread_create(security, stack_bytes, flags, call_extended, (void *) routine,
                                   argument, out_id ? &id : NULL);
        if (!handle)
                errno = EAGAIN;
        else if (out_id)
                *out_id = id;
        return (uintptr_t) handle;
}

void _endthread(void)
{
        if (own_handle)
                CloseHandle(own_handle);
        mww_thread_exit(0);
}

void _endthreadex(unsigned code)
{
        mww_thread_exit(code);
}
