/* SPDX-License-Identifier: MIT */
/* clock.c — deadlines, ticks, the fine clock, Sleep. */
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

/* The multimedia clock counts what the ticks count, and is as fine as it gets. */
DWORD timeGetTime(void)
{
        return GetTickCount();
}

MMRESULT timeGetDevCaps(LPTIMECAPS out_caps, UINT capacity_bytes)
{
        if (!out_caps || capacity_bytes < sizeof *out_caps)
                return TIMERR_STRUCT;
        out_caps->wPeriodMin = 1;
        out_caps->wPeriodMax = 1000000;
        return TIMERR_NOERROR;
}

MMRESULT timeBeginPeriod(UINT milliseconds)
{
        return milliseconds >= 1 && milliseconds <= 1000000 ? TIMERR_NOERROR : TIMERR_NOCANDO;
}

MMRESULT timeEndPeriod(UINT milliseconds)
{
        return timeBeginPeriod(milliseconds);
}

/* In 100 ns, as on Windows of today: programs that take the frequency for a
 * constant find the one they know. */
BOOL QueryPerformanceCounter(LARGE_INTEGER *out_count)
{
        struct timespec now;

        if (!out_count)
                return mww_fail(ERROR_NOACCESS);
        clock_gettime(CLOCK_MONOTONIC, &now);
        out_count->QuadPart = (LONGLONG) now.tv_sec * 10000000 + now.tv_nsec / 100;
        return TRUE;
}

BOOL QueryPerformanceFrequency(LARGE_INTEGER *out_frequency)
{
        if (!out_frequency)
                return mww_fail(ERROR_NOACCESS);
        out_frequency->QuadPart = 10000000;
        return TRUE;
}

/* Without the time that the machine slept. */
BOOL QueryUnbiasedInterruptTime(PULONGLONG out_time)
{
        LARGE_INTEGER count;

        if (!out_time)
                return mww_fail(ERROR_INVALID_PARAMETER);
        QueryPerformanceCounter(&count);
        *out_time = (ULONGLONG) count.QuadPart;
        return TRUE;
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
