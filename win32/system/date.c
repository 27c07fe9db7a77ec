/* SPDX-License-Identifier: MIT */
/* date.c — the date and time, and Windows' ways to write them: FILETIME, 100 ns
 * since 1601; SYSTEMTIME, calendar fields; and the two 16-bit words of DOS.
 */
#include "date.h"

#include <time.h>

#define DAYS_TO_1970 134774 /* from 1 January 1601 */

/* Days since 1601 of the first of March of that year, as if it were its first. */
static int64_t days_to_march(int64_t year)
{
        int64_t since = year - 1600;

        return since * 365 + since / 4 - since / 100 + since / 400 - 306;
}

static bool is_leap(unsigned year)
{
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_in(unsigned year, unsigned month)
{
        static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

        return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* With the year beginning in March, months have 153 days every five. */
static int64_t days_of_date(unsigned year, unsigned month, unsigned day)
{
        unsigned from_march = (month + 9) % 12;

        return days_to_march(month > 2 ? year : (int64_t) year - 1) + (153 * from_march + 2) / 5 +
               day - 1;
}

bool mww_ticks_of_fields(const SYSTEMTIME *fields, int64_t *out_ticks)
{
        int64_t seconds;

        if (fields->wYear < 1601 || fields->wYear > 30827 || fields->wMonth < 1 ||
            fields->wMonth > 12 || fields->wDay < 1 ||
            fields->wDay > days_in(fields->wYear, fields->wMonth) || fields->wHour > 23 ||
            fields->wMinute > 59 || fields->wSecond > 59 || fields->wMilliseconds > 999)
                return false;
        seconds = days_of_date(fields->wYear, fields->wMonth, fields->wDay) * 86400 +
                  fields->wHour * 3600 + fields->wMinute * 60 + fields->wSecond;
        *out_ticks = seconds * MWW_TICKS_A_SECOND + fields->wMilliseconds * (int64_t) 10000;
        return true;
}

void mww_fields_of_ticks(int64_t ticks, SYSTEMTIME *out_fields)
{
        int64_t seconds = ticks / MWW_TICKS_A_SECOND;
        int64_t days = seconds / 86400;
        unsigned year = 1601 + (unsigned) (days / 366);
        unsigned month = 1;

        while (days_of_date(year + 1, 1, 1) <= days)
                year++;
        while (month < 12 && days_of_date(year, month + 1, 1) <= days)
                month++;
        out_fields->wYear = (WORD) year;
        out_fields->wMonth = (WORD) month;
        out_fields->wDay = (WORD) (days - days_of_date(year, month, 1) + 1);
        out_fields->wDayOfWeek = (WORD) ((days + 1) % 7); /* 1601 began on a Monday */
        out_fields->wHour = (WORD) (seconds % 86400 / 3600);
        out_fields->wMinute = (WORD) (seconds % 3600 / 60);
        out_fields->wSecond = (WORD) (seconds % 60);
        out_fields->wMilliseconds = (WORD) (ticks / 10000 % 1000);
}

int64_t mww_ticks_now(void)
{
        struct timespec now;

        clock_gettime(CLOCK_REALTIME, &now);
        return ((int64_t) now.tv_sec + DAYS_TO_1970 * 86400ll) * MWW_TICKS_A_SECOND +
               now.tv_nsec / 100;
}

int64_t mww_seconds_of_ticks(int64_t ticks)
{
        return ticks / MWW_TICKS_A_SECOND - DAYS_TO_1970 * 86400ll;
}

static int64_t ticks_of(const FILETIME *time)
{
        return (int64_t) ((uint64_t) time->dwHighDateTime << 32 | time->dwLowDateTime);
}

static void write_ticks(int64_t ticks, LPFILETIME out_time)
{
        out_time->dwLowDateTime = (DWORD) ticks;
        out_time->dwHighDateTime = (DWORD) ((uint64_t) ticks >> 32);
}

void GetSystemTimeAsFileTime(LPFILETIME out_time)
{
        write_ticks(mww_ticks_now(), out_time);
}

void GetSystemTimePreciseAsFileTime(LPFILETIME out_time)
{
        write_ticks(mww_ticks_now(), out_time);
}

void GetSystemTime(LPSYSTEMTIME out_fields)
{
        mww_fields_of_ticks(mww_ticks_now(), out_fields);
}

void GetLocalTime(LPSYSTEMTIME out_fields)
{
        int64_t now = mww_ticks_now();

        mww_fields_of_ticks(now + mww_offset_ticks(now), out_fields);
}

static BOOL set_clock(const SYSTEMTIME *fields, bool is_local)
{
        struct timespec at = { 0 };
        int64_t ticks;

        if (!mww_ticks_of_fields(fields, &ticks))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (is_local)
                ticks -= mww_offset_ticks(mww_ticks_now());
        at.tv_sec = (time_t) mww_seconds_of_ticks(ticks);
        at.tv_nsec = (long) (ticks % MWW_TICKS_A_SECOND) * 100;
        return clock_settime(CLOCK_REALTIME, &at) == 0 ? TRUE : mww_fail(ERROR_PRIVILEGE_NOT_HELD);
}

BOOL SetSystemTime(const SYSTEMTIME *fields)
{
        return set_clock(fields, false);
}

BOOL SetLocalTime(const SYSTEMTIME *fields)
{
        return set_clock(fields, true);
}

BOOL SystemTimeToFileTime(const SYSTEMTIME *fields, LPFILETIME out_time)
{
        int64_t ticks;

        if (!mww_ticks_of_fields(fields, &ticks))
                return mww_fail(ERROR_INVALID_PARAMETER);
        write_ticks(ticks, out_time);
        return TRUE;
}

BOOL FileTimeToSystemTime(const FILETIME *time, LPSYSTEMTIME out_fields)
{
        if (ticks_of(time) < 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_fields_of_ticks(ticks_of(time), out_fields);
        return TRUE;
}

/* Both by the offset that holds today, as on Windows, whatever the date. */
BOOL FileTimeToLocalFileTime(const FILETIME *time, LPFILETIME out_time)
{
        if (ticks_of(time) < 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        write_ticks(ticks_of(time) + mww_offset_ticks(mww_ticks_now()), out_time);
        return TRUE;
}

BOOL LocalFileTimeToFileTime(const FILETIME *time, LPFILETIME out_time)
{
        if (ticks_of(time) < 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        write_ticks(ticks_of(time) - mww_offset_ticks(mww_ticks_now()), out_time);
        return TRUE;
}

LONG CompareFileTime(const FILETIME *one, const FILETIME *other)
{
        uint64_t first = (uint64_t) ticks_of(one);
        uint64_t second = (uint64_t) ticks_of(other);

        return (first > second) - (first < second);
}

/* DOS: year since 1980 (7 bits), month (4), day (5); hour, minute, two seconds. */
BOOL FileTimeToDosDateTime(const FILETIME *time, LPWORD out_date, LPWORD out_time)
{
        SYSTEMTIME fields;

        if (ticks_of(time) < 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        /* Two seconds are the unit, rounded up. */
        mww_fields_of_ticks(ticks_of(time) + 2 * MWW_TICKS_A_SECOND - 1, &fields);
        if (fields.wYear < 1980 || fields.wYear > 2107)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_date = (WORD) ((fields.wYear - 1980) << 9 | fields.wMonth << 5 | fields.wDay);
        *out_time = (WORD) (fields.wHour << 11 | fields.wMinute << 5 | fields.wSecond / 2);
        return TRUE;
}

BOOL DosDateTimeToFileTime(WORD date, WORD time, LPFILETIME out_time)
{
        SYSTEMTIME fields = {
                .wYear = (WORD) (1980 + (date >> 9)),
                .wMonth = date >> 5 & 15,
                .wDay = date & 31,
                .wHour = time >> 11,
                .wMinute = time >> 5 & 63,
                .wSecond = (WORD) ((time & 31) * 2),
        };

        return SystemTimeToFileTime(&fields, out_time);
}
