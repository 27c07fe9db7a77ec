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

/* ---- seconds in 32 bits ---- */

static __time32_t cut(time_t seconds)
{
        if (seconds > INT32_MAX || seconds < 0) {
                errno = EINVAL;
                return -1;
        }
        return (__time32_t) seconds;
}

__time32_t _time32(__time32_t *out)
{
        __time32_t now = cut(time(NULL));

        if (out)
                *out = now;
        return now;
}

double _difftime32(__time32_t later, __time32_t earlier)
{
        return (double) later - (double) earlier;
}

__time32_t _mktime32(struct tm *broken)
{
        return cut(mktime(broken));
}

__time32_t _mkgmtime32(struct tm *broken)
{
        return cut(timegm(broken));
}

struct tm *_localtime32(const __time32_t *seconds)
{
        return seconds && *seconds >= 0 ? localtime(&(time_t){ *seconds }) : NULL;
}

struct tm *_gmtime32(const __time32_t *seconds)
{
        return seconds && *seconds >= 0 ? gmtime(&(time_t){ *seconds }) : NULL;
}

errno_t _localtime32_s(struct tm *out, const __time32_t *seconds)
{
        return localtime_s(out, seconds ? &(time_t){ *seconds } : NULL);
}

errno_t _gmtime32_s(struct tm *out, const __time32_t *seconds)
{
        return gmtime_s(out, seconds ? &(time_t){ *seconds } : NULL);
}

char *_ctime32(const __time32_t *seconds)
{
        return seconds && *seconds >= 0 ? ctime(&(time_t){ *seconds }) : NULL;
}

errno_t _ctime32_s(char *buffer, size_t count, const __time32_t *seconds)
{
        return ctime_s(buffer, count, seconds ? &(time_t){ *seconds } : NULL);
}

/* ---- the time zone ---- */

errno_t _get_timezone(long *out_seconds)
{
        if (!out_seconds)
                return mww_invalid_parameter(EINVAL);
        tzset();
        *out_seconds = timezone;
        return 0;
}

errno_t _get_daylight(int *out_hours)
{
        if (!out_hours)
                return mww_invalid_parameter(EINVAL);
        tzset();
        *out_hours = daylight != 0;
        return 0;
}

errno_t _get_dstbias(long *out_seconds)
{
        if (!out_seconds)
                return mww_invalid_parameter(EINVAL);
        tzset();
        *out_seconds = daylight ? -3600 : 0;
        return 0;
}

errno_t _get_tzname(size_t *out_needed, char *buffer, size_t count, int index)
{
        if (!out_needed || index < 0 || index > 1 || (!buffer && count))
                return mww_invalid_parameter(EINVAL);
        tzset();
        *out_needed = strlen(tzname[index]) + 1;
        if (!buffer)
                return 0;
        return count < *out_needed ? ERANGE : strcpy_s(buffer, count, tzname[index]);
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
