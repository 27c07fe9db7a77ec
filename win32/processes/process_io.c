/* SPDX-License-Identifier: MIT */
/* process_io.c — GetProcessIoCounters, as /proc/PID/io counts; IsWow64Process. */
#include "child.h"

#include <stdio.h>
#include <sys/utsname.h>

static bool read_counters(const mww_process *process, IO_COUNTERS *out)
{
        unsigned long long numbers[4];
        char path[48];
        FILE *file;
        int count;

        snprintf(path, sizeof path, "/proc/%d/io", (int) process->id);
        file = fopen(path, "re");
        if (!file)
                return false;
        count = fscanf(file, "rchar: %llu wchar: %llu syscr: %llu syscw: %llu", &numbers[0],
                       &numbers[1], &numbers[2], &numbers[3]);
        fclose(file);
        if (count != 4)
                return false;
        *out = (IO_COUNTERS){ .ReadTransferCount = numbers[0],
                              .WriteTransferCount = numbers[1],
                              .ReadOperationCount = numbers[2],
                              .WriteOperationCount = numbers[3] };
        return true;
}

BOOL GetProcessIoCounters(HANDLE handle, PIO_COUNTERS out)
{
        IO_COUNTERS counters = { 0 };
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, &pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, &pin);
        if (error)
                return mww_fail(error);
        if (!atomic_load(&pin.process->has_ended) && !read_counters(pin.process, &counters))
                error = ERROR_ACCESS_DENIED; /* another user's */
        mww_process_unpin(&pin);
        if (!error && !mww_put(out, &counters, sizeof counters))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

/* A program of 32 bits that a kernel of 64 runs. Others are taken for ones like this. */
BOOL IsWow64Process(HANDLE handle, PBOOL out_is)
{
        mww_process_pin pin;
        struct utsname system;
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, &pin);
        BOOL is = FALSE;

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, &pin);
        if (error)
                return mww_fail(error);
        mww_process_unpin(&pin);
        if (sizeof(void *) == 4 && uname(&system) == 0)
                is = strstr(system.machine, "64") != NULL;
        return mww_put(out_is, &is, sizeof is) ? TRUE : mww_fail(ERROR_NOACCESS);
}
