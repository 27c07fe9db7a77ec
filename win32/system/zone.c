/* SPDX-License-Identifier: MIT */
/* zone.c — time zones: Windows' rules for two changes a year, made of what the
 * C library knows about this place (TZ, /etc/localtime).
 */
#include "date.h"

#include <stdlib.h>
#include <time.h>

#define TICKS_A_MINUTE (60 * MWW_TICKS_A_SECOND)
#define TICKS_A_DAY    (86400 * MWW_TICKS_A_SECOND)

static void here_at(int64_t ticks, struct tm *out_local)
{
        time_t seconds = (time_t) mww_seconds_of_ticks(ticks);

        localtime_r(&seconds, out_local);
}

int64_t mww_offset_ticks(int64_t ticks)
{
        struct tm local = { 0 };

        here_at(ticks, &local);
        return local.tm_gmtoff * MWW_TICKS_A_SECOND;
}

static void write_name(const char *name, WCHAR *out)
{
        unsigned at = 0;

        for (; name && name[at] && at < 31; at++)
                out[at] = (unsigned char) name[at];
        out[at] = 0;
}

/* The moment between two that differ in daylight saving, to the second. */
static int64_t find_change(int64_t from, int64_t to)
{
        struct tm first = { 0 };
        struct tm middle = { 0 };

        here_at(from, &first);
        while (to - from > MWW_TICKS_A_SECOND) {
                int64_t half = from + (to - from) / 2 / MWW_TICKS_A_SECOND * MWW_TICKS_A_SECOND;

                here_at(half, &middle);
                if (middle.tm_isdst == first.tm_isdst)
                        from = half;
                else
                        to = half;
        }
        return to;
}

/* As a rule for every year: the nth such weekday of the month, 5 = the last. */
static void write_rule(int64_t change, int64_t offset_before, SYSTEMTIME *out_rule)
{
        SYSTEMTIME later;

        mww_fields_of_ticks(change + offset_before, out_rule);
        mww_fields_of_ticks(change + offset_before + 7 * TICKS_A_DAY, &later);
        out_rule->wDay = later.wMonth != out_rule->wMonth ? 5 : (WORD) ((out_rule->wDay + 6) / 7);
        out_rule->wYear = 0;
        out_rule->wMilliseconds = 0;
}

DWORD GetTimeZoneInformation(LPTIME_ZONE_INFORMATION out_zone)
{
        int64_t now = mww_ticks_now();
        SYSTEMTIME fields = { .wMonth = 1, .wDay = 1 };
        SYSTEMTIME today;
        struct tm local = { 0 };
        int64_t at = 0;
        bool has_changes = false;

        tzset();
        memset(out_zone, 0, sizeof *out_zone);
        here_at(now, &local);
        out_zone->Bias = (LONG) - ((local.tm_gmtoff - (local.tm_isdst > 0 ? 3600 : 0)) / 60);
        write_name(tzname[0], out_zone->StandardName);
        write_name(tzname[1], out_zone->DaylightName);
        mww_fields_of_ticks(now, &today);
        fields.wYear = today.wYear;
        mww_ticks_of_fields(&fields, &at);
        for (unsigned day = 0; day < 366; day++, at += TICKS_A_DAY) {
                struct tm before = { 0 };
                struct tm after = { 0 };

                here_at(at, &before);
                here_at(at + TICKS_A_DAY, &after);
                if (before.tm_isdst == after.tm_isdst)
                        continue;
                has_changes = true;
                write_rule(find_change(at, at + TICKS_A_DAY), before.tm_gmtoff * MWW_TICKS_A_SECOND,
                           after.tm_isdst > 0 ? &out_zone->DaylightDate : &out_zone->StandardDate);
                out_zone->DaylightBias = (LONG) -labs((after.tm_gmtoff - before.tm_gmtoff) / 60);
        }
        if (!has_changes)
                return TIME_ZONE_ID_UNKNOWN;
        return local.tm_isdst > 0 ? TIME_ZONE_ID_DAYLIGHT : TIME_ZONE_ID_STANDARD;
}

/* When a rule falls in a year, in the local time that holds before it. */
static int64_t rule_in_year(const SYSTEMTIME *rule, WORD year)
{
        SYSTEMTIME day = *rule;
        SYSTEMTIME later;
        int64_t ticks = 0;

        day.wYear = year;
        if (rule->wYear) /* a date, not a rule */
                return mww_ticks_of_fields(rule, &ticks) ? ticks : 0;
        day.wDay = 1;
        mww_ticks_of_fields(&day, &ticks);
        mww_fields_of_ticks(ticks, &day);
        ticks += (rule->wDayOfWeek + 7 - day.wDayOfWeek) % 7 * TICKS_A_DAY;
        for (WORD week = 1; week < rule->wDay; week++) {
                mww_fields_of_ticks(ticks + 7 * TICKS_A_DAY, &later);
                if (later.wMonth != rule->wMonth)
                        break;
                ticks += 7 * TICKS_A_DAY;
        }
        return ticks;
}

/* What the zone adds to UTC at that moment, which is UTC or the zone's own. */
static int64_t zone_offset(const TIME_ZONE_INFORMATION *zone, int64_t ticks, bool is_utc)
{
        int64_t standard = -(int64_t) (zone->Bias + zone->StandardBias) * TICKS_A_MINUTE;
        int64_t daylight = -(int64_t) (zone->Bias + zone->DaylightBias) * TICKS_A_MINUTE;
        SYSTEMTIME fields;
        int64_t begins;
        int64_t ends;
        bool is_daylight;

        if (!zone->StandardDate.wMonth || !zone->DaylightDate.wMonth)
                return standard;
        mww_fields_of_ticks(is_utc ? ticks + standard : ticks, &fields);
        begins = rule_in_year(&zone->DaylightDate, fields.wYear) - (is_utc ? standard : 0);
        ends = rule_in_year(&zone->StandardDate, fields.wYear) - (is_utc ? daylight : 0);
        if (begins < ends)
                is_daylight = ticks >= begins && ticks < ends;
        else /* the southern half */
                is_daylight = ticks >= begins || ticks < ends;
        return is_daylight ? daylight : standard;
}

/* What mktime makes of the fields, as ticks: it knows this place's history. */
static int64_t offset_here_of_local(int64_t local_ticks)
{
        time_t seconds = (time_t) mww_seconds_of_ticks(local_ticks);
        struct tm fields = { 0 };

        gmtime_r(&seconds, &fields);
        fields.tm_isdst = -1;
        mktime(&fields);
        return fields.tm_gmtoff * MWW_TICKS_A_SECOND;
}

BOOL SystemTimeToTzSpecificLocalTime(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *universal,
                                     LPSYSTEMTIME out_local)
{
        int64_t ticks;

        if (!mww_ticks_of_fields(universal, &ticks))
                return mww_fail(ERROR_INVALID_PARAMETER);
        ticks += zone ? zone_offset(zone, ticks, true) : mww_offset_ticks(ticks);
        if (ticks < 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_fields_of_ticks(ticks, out_local);
        return TRUE;
}

BOOL TzSpecificLocalTimeToSystemTime(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *local,
                                     LPSYSTEMTIME out_universal)
{
        int64_t ticks;

        if (!mww_ticks_of_fields(local, &ticks))
                return mww_fail(ERROR_INVALID_PARAMETER);
        ticks -= zone ? zone_offset(zone, ticks, false) : offset_here_of_local(ticks);
        if (ticks < 0)
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_fields_of_ticks(ticks, out_universal);
        return TRUE;
}
