/* SPDX-License-Identifier: MIT */
/* crt_time.c — the C run-time's clock and dates by Windows' rules. */
#include "crt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timeb.h>
#include <time.h>

static struct timespec began;

__attribute__((constructor)) static void begin(void)
{
        clock_gettime(CLOCK_MONOTONIC, &began);
}

/* Windows' clock() is a wall clock: it goes on while the program sleeps. */
clock_t mww_clock(void)
{
        struct timespec now;

        clock_gettime(CLOCK_MONOTONIC, &now);
        return (now.tv_sec - began.tv_sec) * 1000 + (now.tv_nsec - began.tv_nsec) / 1000000;
}

errno_t localtime_s(struct tm *out, const time_t *time)
{
        if (!out || !time)
                return mww_invalid_parameter(EINVAL);
        return *time >= 0 && localtime_r(time, out) ? 0 : EINVAL;
}

errno_t gmtime_s(struct tm *out, const time_t *time)
{
        if (!out || !time)
                return mww_invalid_parameter(EINVAL);
        return *time >= 0 && gmtime_r(time, out) ? 0 : EINVAL;
}

errno_t asctime_s(char *buffer, size_t count, const struct tm *time)
{
        char text[64];

        if (!buffer || !count || !time)
                return mww_invalid_parameter(EINVAL);
        /* Windows' days have a leading zero, as strftime's %d has. */
        if (!strftime(text, sizeof text, "%a %b %d %H:%M:%S %Y\n", time))
                return mww_invalid_parameter(EINVAL);
        return strcpy_s(buffer, count, text);
}

errno_t ctime_s(char *buffer, size_t count, const time_t *time)
{
        struct tm broken;
        errno_t failed = localtime_s(&broken, time);

        return failed ? failed : asctime_s(buffer, count, &broken);
}

static errno_t now_as(const char *format, char *buffer, size_t count)
{
        time_t now = time(NULL);
        struct tm broken;

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        if (count < 9) {
                buffer[0] = '\0';
                return mww_invalid_parameter(ERANGE);
        }
        localtime_r(&now, &broken);
        strftime(buffer, count, format, &broken);
        return 0;
}

errno_t _strdate_s(char *buffer, size_t count)
{
        return now_as("%m/%d/%y", buffer, count);
}

errno_t _strtime_s(char *buffer, size_t count)
{
        return now_as("%H:%M:%S", buffer, count);
}

char *_strdate(char *buffer)
{
        now_as("%m/%d/%y", buffer, 9);
        return buffer;
}

char *_strtime(char *buffer)
{
        now_as("%H:%M:%S", buffer, 9);
        return buffer;
}

errno_t _ftime_s(struct _timeb *out)
{
        struct timespec now;
        struct tm broken;

        if (!out)
                return mww_invalid_parameter(EINVAL);
        clock_gettime(CLOCK_REALTIME, &now);
        localtime_r(&now.tv_sec, &broken);
        out->time = now.tv_sec;
        out->millitm = (unsigned short) (now.tv_nsec / 1000000);
        out->timezone = (short) (-(broken.tm_gmtoff - (broken.tm_isdst > 0 ? 3600 : 0)) / 60);
        out->dstflag = broken.tm_isdst > 0;
        return 0;
}

void _ftime(struct _timeb *out)
{
        _ftime_s(out);
}
