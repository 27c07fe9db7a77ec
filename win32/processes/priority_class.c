/* SPDX-License-Identifier: MIT */
/* priority_class.c — SetPriorityClass, GetPriorityClass.
 *
 * A class is kept where it was set, and told to Linux as the nice value of all threads,
 * where that can be taken back: who may not raise a process again would keep it low for
 * ever. Of other processes the nice value tells the class.
 */
#include "child.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static const struct {
        DWORD class;
        int nice;
} classes[] = {
        { REALTIME_PRIORITY_CLASS, -20 },    { HIGH_PRIORITY_CLASS, -10 },
        { ABOVE_NORMAL_PRIORITY_CLASS, -5 }, { NORMAL_PRIORITY_CLASS, 0 },
        { BELOW_NORMAL_PRIORITY_CLASS, 5 },  { IDLE_PRIORITY_CLASS, 19 },
};

#define CLASS_COUNT (sizeof classes / sizeof classes[0])

static bool can_set(int nice)
{
        struct rlimit limit;
        int needed = nice < 0 ? nice : 0;

        if (geteuid() == 0)
                return true;
        return getrlimit(RLIMIT_NICE, &limit) == 0 && limit.rlim_cur <= 40 &&
               20 - (int) limit.rlim_cur <= needed;
}

static void renice(pid_t id, int nice)
{
        char path[40];
        struct dirent *entry;
        DIR *tasks;

        snprintf(path, sizeof path, "/proc/%d/task", (int) id);
        tasks = opendir(path);
        while (tasks && (entry = readdir(tasks)) != NULL)
                if (entry->d_name[0] != '.')
                        setpriority(PRIO_PROCESS, (id_t) atoi(entry->d_name), nice);
        if (tasks)
                closedir(tasks);
}

BOOL SetPriorityClass(HANDLE handle, DWORD class)
{
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_SET_INFORMATION, &pin);
        size_t at = 0;

        if (error)
                return mww_fail(error);
        while (at < CLASS_COUNT && classes[at].class != class)
                at++;
        if (at == 0 && !can_set(classes[0].nice))
                at = 1; /* as Windows, without the privilege */
        if (at == CLASS_COUNT) {
                error = ERROR_INVALID_PARAMETER;
        } else {
                atomic_store(&pin.process->priority_class, classes[at].class);
                if (can_set(classes[at].nice) && !atomic_load(&pin.process->has_ended))
                        renice(pin.process->id, classes[at].nice);
        }
        mww_process_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

static DWORD class_of_nice(pid_t id)
{
        size_t at = 0;
        int nice;

        errno = 0;
        nice = getpriority(PRIO_PROCESS, (id_t) id);
        if (errno)
                return NORMAL_PRIORITY_CLASS; /* it has ended */
        while (at < CLASS_COUNT - 1 && nice > classes[at].nice)
                at++;
        return nice > 0 && nice < 5 ? NORMAL_PRIORITY_CLASS : classes[at].class;
}

DWORD GetPriorityClass(HANDLE handle)
{
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, &pin);
        DWORD class;

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, &pin);
        if (error)
                return (DWORD) mww_fail(error);
        class = atomic_load(&pin.process->priority_class);
        if (!class)
                class = class_of_nice(pin.process->id);
        mww_process_unpin(&pin);
        return class;
}
