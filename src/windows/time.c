/* SPDX-License-Identifier: MIT */
/* time.c — clocks. Deadlines are on the performance counter: nobody sets it. */
#include "windows/object.h"
#include "windows/system.h"

int64_t mw_now_ns(void)
{
        static volatile LONG64 frequency; /* a constant of this boot, fetched once or twice */
        LARGE_INTEGER value;
        LONG64 hz = frequency;

        if (hz == 0) {
                QueryPerformanceFrequency(&value);
                frequency = hz = value.QuadPart;
        }
        QueryPerformanceCounter(&value);
        /* in two steps, since ticks times 10^9 doesn't fit */
        return value.QuadPart / hz * 1000000000 + value.QuadPart % hz * 1000000000 / hz;
}

int64_t mw_after_ns(int64_t delay_ns)
{
        int64_t now = mw_now_ns();

        if (delay_ns <= 0)
                return now;
        return delay_ns > MW_NEVER - now ? MW_NEVER : now + delay_ns;
}

int64_t mwi_unix_ns(void)
{
        static const int64_t epoch = INT64_C(116444736000000000); /* 1970 in 100 ns from 1601 */
        FILETIME now;

        GetSystemTimeAsFileTime(&now);
        return ((int64_t) ((uint64_t) now.dwHighDateTime << 32 | now.dwLowDateTime) - epoch) * 100;
}
