/* SPDX-License-Identifier: MIT */
/* time.c — clocks. Deadlines are on CLOCK_MONOTONIC: nobody sets it. */
#include <time.h>

#include "os/os.h"

int64_t mw_now_ns(void)
{
        struct timespec now;

        clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t mw_after_ns(int64_t delay_ns)
{
        int64_t now = mw_now_ns();

        if (delay_ns <= 0)
                return now;
        return delay_ns > MW_NEVER - now ? MW_NEVER : now + delay_ns;
}

int64_t mwi_os_unix_ns(void)
{
        struct timespec now;

        clock_gettime(CLOCK_REALTIME, &now);
        return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

void mwi_os_nap(int64_t ns)
{
        struct timespec duration = { (time_t) (ns / 1000000000), (long) (ns % 1000000000) };

        nanosleep(&duration, NULL);
}
