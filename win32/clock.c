/* SPDX-License-Identifier: MIT */
/* clock.c — deadlines, ticks, Sleep. */
#include "internal.h"

#include <errno.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

int64_t mww_deadline_ns(DWORD milliseconds)
{
        if (milliseconds == 0)
                return MW_NOW;
        if (milliseconds == INFINITE)
                return MW_NEVER;
        return mw_after_ns((int64_t) milliseconds * 1000000);
}

/* A program's ticks go on while the machine sleeps, as on Windows. */
ULONGLONG GetTickCount64(void)
{
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return (ULONGLONG) now.tv_sec * 1000 + (ULONGLONG) now.tv_nsec / 1000000;
}

DWORD GetTickCount(void)
{
        return (DWORD) GetTickCount64();
}

void Sleep(DWORD milliseconds)
{
        int64_t deadline_ns = mww_deadline_ns(milliseconds);
        struct timespec at = {
                .tv_sec = (time_t) (deadline_ns / 1000000000),
                .tv_nsec = (long) (deadline_ns % 1000000000),
        };

        if (milliseconds == 0) {
                sched_yield();
                return;
        }
        while (milliseconds == INFINITE)
                pause();
        /* An interrupted sleep goes on to the same point in time. */
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
                ;
}
