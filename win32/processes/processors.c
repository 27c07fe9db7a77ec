/* SPDX-License-Identifier: MIT */
/* processors.c — on which processors threads and the process may run.
 *
 * Linux has a mask for each thread and none for a process. So the process's is remembered
 * here, from its beginning, and told to each of its threads when the program sets it; a
 * thread's own mask must be within it. Of another process we know its first thread's.
 * A new thread begins with the mask of the one that makes it, as Linux has it.
 */
#include "threads/task.h"

#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#define MASK_BITS (sizeof(DWORD_PTR) * 8)

static _Atomic(DWORD_PTR) process_mask; /* 0: as it began, not yet asked for */

static DWORD_PTR system_mask(void)
{
        SYSTEM_INFO info;

        GetSystemInfo(&info);
        return info.dwActiveProcessorMask;
}

static DWORD_PTR mask_of(pid_t id)
{
        DWORD_PTR mask = 0;
        cpu_set_t set;

        if (sched_getaffinity(id, sizeof set, &set) != 0)
                return 0;
        for (size_t at = 0; at < MASK_BITS; at++)
                if (CPU_ISSET(at, &set))
                        mask |= (DWORD_PTR) 1 << at;
        return mask;
}

static bool set_mask(pid_t id, DWORD_PTR mask)
{
        cpu_set_t set;

        CPU_ZERO(&set);
        for (size_t at = 0; at < MASK_BITS; at++)
                if (mask >> at & 1)
                        CPU_SET(at, &set);
        return sched_setaffinity(id, sizeof set, &set) == 0;
}

static DWORD_PTR own_mask(void)
{
        DWORD_PTR mask = atomic_load(&process_mask);
        DWORD_PTR first = 0;

        if (mask)
                return mask;
        mask = mask_of(getpid());
        return atomic_compare_exchange_strong(&process_mask, &first, mask) ? mask : first;
}

/* The id of a process that a handle stands for; 0 and the last error. */
static pid_t id_of(HANDLE handle)
{
        return mww_is_current_process(handle) ? getpid() : (pid_t) GetProcessId(handle);
}

BOOL GetProcessAffinityMask(HANDLE handle, PDWORD_PTR out_process, PDWORD_PTR out_system)
{
        pid_t id = id_of(handle);
        DWORD_PTR mask;
        DWORD_PTR whole = system_mask();

        if (!id)
                return FALSE;
        mask = id == getpid() ? own_mask() : mask_of(id);
        if (!mask)
                return mww_fail(ERROR_ACCESS_DENIED); /* it has ended */
        if (!mww_put(out_process, &mask, sizeof mask) || !mww_put(out_system, &whole, sizeof whole))
                return mww_fail(ERROR_NOACCESS);
        return TRUE;
}

BOOL SetProcessAffinityMask(HANDLE handle, DWORD_PTR mask)
{
        pid_t id = id_of(handle);
        char path[32];
        DIR *threads;
        struct dirent *entry;

        if (!id)
                return FALSE;
        if (!mask || (mask & ~system_mask()))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!set_mask(id, mask))
                return mww_fail(errno == EINVAL ? ERROR_INVALID_PARAMETER : ERROR_ACCESS_DENIED);
        if (id == getpid())
                atomic_store(&process_mask, mask);
        snprintf(path, sizeof path, "/proc/%d/task", (int) id);
        threads = opendir(path);
        while (threads && (entry = readdir(threads)))
                if (atoi(entry->d_name) > 0)
                        set_mask(atoi(entry->d_name), mask); /* it may just have ended */
        if (threads)
                closedir(threads);
        return TRUE;
}

DWORD_PTR SetThreadAffinityMask(HANDLE handle, DWORD_PTR mask)
{
        pid_t id = handle == MWW_CURRENT_THREAD ? gettid() : (pid_t) GetThreadId(handle);
        DWORD_PTR before;

        if (!id)
                return 0;
        if ((mask & ~own_mask()) && (DWORD) mask == ~(DWORD) 0)
                mask = own_mask(); /* all bits: all that there are */
        if (!mask || (mask & ~own_mask()))
                return (DWORD_PTR) mww_fail(ERROR_INVALID_PARAMETER);
        before = mask_of(id);
        if (!before || !set_mask(id, mask))
                return (DWORD_PTR) mww_fail(ERROR_INVALID_PARAMETER);
        return before & own_mask();
}

/* A wish, which Linux does not know: the number last asked for. */
DWORD SetThreadIdealProcessor(HANDLE handle, DWORD processor)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_SET_INFORMATION, &pin);
        DWORD before;

        if (error) {
                mww_fail(error);
                return (DWORD) -1;
        }
        before = atomic_load(&pin.thread->ideal_processor);
        if (processor > MAXIMUM_PROCESSORS)
                error = ERROR_INVALID_PARAMETER;
        else if (processor < MAXIMUM_PROCESSORS)
                atomic_store(&pin.thread->ideal_processor, processor);
        mww_thread_unpin(&pin);
        if (!error)
                return before;
        mww_fail(error);
        return (DWORD) -1;
}

DWORD GetCurrentProcessorNumber(void)
{
        int number = sched_getcpu();

        return number < 0 ? 0 : (DWORD) number;
}

DWORD GetActiveProcessorCount(WORD group)
{
        SYSTEM_INFO info;

        if (group != 0 && group != ALL_PROCESSOR_GROUPS)
                return (DWORD) mww_fail(ERROR_INVALID_PARAMETER);
        GetSystemInfo(&info);
        return info.dwNumberOfProcessors;
}

WORD GetActiveProcessorGroupCount(void)
{
        return 1;
}
