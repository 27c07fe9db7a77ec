/* SPDX-License-Identifier: MIT */
/* date_text.c — GetDateFormat, GetTimeFormat: dates and times as English text.
 *
 * A picture ("dd MMM yyyy", "h:mm tt") is worked through letter by letter; what isn't a
 * letter of its own stays, as does what stands in '...'. Without a picture a form of the
 * locale is taken: en-US's, or that of LOCALE_INVARIANT.
 */
#include "locale.h"
#include "system/date.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 1024u

typedef struct output {
        char text[TEXT_MAX];
        size_t length;
} output;

const char *const mww_month_names[12] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };
const char *const mww_day_names[7] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday" };

static void put(output *out, const char *text, size_t most)
{
        for (; *text && most > 0 && out->length < TEXT_MAX - 1; most--)
                out->text[out->length++] = *text++;
}

static void put_number(output *out, unsigned number, size_t digits)
{
        char text[16];

        snprintf(text, sizeof text, "%0*u", (int) digits, number);
        put(out, text, sizeof text - 1);
}

/* One letter, so many times in a row; false: it means nothing here. */
static bool put_date(output *out, const SYSTEMTIME *when, char letter, size_t count)
{
        switch (letter) {
        case 'd':
                if (count > 2)
                        put(out, mww_day_names[when->wDayOfWeek], count == 3 ? 3 : 20);
                else
                        put_number(out, when->wDay, count);
                return true;
        case 'M':
                if (count > 2)
                        put(out, mww_month_names[when->wMonth - 1], count == 3 ? 3 : 20);
                else
                        put_number(out, when->wMonth, count);
                return true;
        case 'y':
                if (count > 2)
                        put_number(out, when->wYear, 1);
                else
                        put_number(out, when->wYear % 100u, count);
                return true;
        case 'g':
                put(out, "A.D.", 4);
                return true;
        default:
                return false;
        }
}

static bool put_time(output *out, const SYSTEMTIME *when, char letter, size_t count, DWORD flags)
{
        const size_t digits = count > 2 ? 2 : count;

        if (letter == 'h' && (flags & TIME_FORCE24HOURFORMAT))
                letter = 'H';
        switch (letter) {
        case 'h':
                put_number(out, when->wHour % 12u ? when->wHour % 12u : 12, digits);
                return true;
        case 'H':
                put_number(out, when->wHour, digits);
                return true;
        case 'm':
                put_number(out, when->wMinute, digits);
                return true;
        case 's':
                put_number(out, when->wSecond, digits);
                return true;
        case 't':
                put(out, when->wHour < 12 ? "AM" : "PM", digits);
                return true;
        default:
                return false;
        }
}

/* Behind the quote that ends it; two of them are one. */
static const char *put_quoted(output *out, const char *at)
{
        for (; *at; at++) {
                if (*at == '\'' && *++at != '\'')
                        return at;
                put(out, at, 1);
        }
        return at;
}

/* A time's letters that the flags leave out: with them goes what stands before. */
static bool is_left_out(char letter, DWORD flags)
{
        if (letter == 't')
                return flags & TIME_NOTIMEMARKER;
        if (letter == 's')
                return flags & (TIME_NOSECONDS | TIME_NOMINUTESORSECONDS);
        return letter == 'm' && (flags & TIME_NOMINUTESORSECONDS);
}

static void put_picture(output *out, const SYSTEMTIME *when, const char *at, bool is_time,
                        DWORD flags)
{
        size_t kept = 0; /* where the last part ended */

        while (*at) {
                const char letter = *at;
                size_t count = 1;

                if (letter == '\'') {
                        at = put_quoted(out, at + 1);
                        continue;
                }
                while (at[count] == letter)
                        count++;
                if (is_time && is_left_out(letter, flags)) {
                        out->length = kept;
                        while (letter == 't' && at[count] && !strchr("hHmst'", at[count]))
                                count++; /* what separates it from the next part goes, too */
                } else if (is_time ? put_time(out, when, letter, count, flags) :
                                     put_date(out, when, letter, count)) {
                        kept = out->length;
                } else {
                        put(out, at, count);
                }
                at += count;
        }
        out->text[out->length] = '\0';
}

/* ---- which picture -------------------------------------------------------------------- */

static const char *date_picture(bool is_invariant, DWORD flags)
{
        if (flags & DATE_LONGDATE)
                return is_invariant ? "dddd, dd MMMM yyyy" : "dddd, MMMM d, yyyy";
        if (flags & DATE_YEARMONTH)
                return is_invariant ? "yyyy MMMM" : "MMMM yyyy";
        return is_invariant ? "MM/dd/yyyy" : "M/d/yyyy";
}

static const char *time_picture(bool is_invariant)
{
        if (is_invariant)
                return "HH:mm:ss";
        return "h:mm:ss tt";
}

static DWORD check_flags(bool is_time, DWORD flags, bool has_picture)
{
        const DWORD forms = DATE_SHORTDATE | DATE_LONGDATE | DATE_YEARMONTH;

        flags &= ~LOCALE_NOUSEROVERRIDE;
        if (is_time)
                return flags & ~0xFu ? ERROR_INVALID_FLAGS : ERROR_SUCCESS;
        if ((flags & ~forms) || (flags & forms & ((flags & forms) - 1)) ||
            (has_picture && (flags & forms)))
                return ERROR_INVALID_FLAGS;
        return ERROR_SUCCESS;
}

/* Of a date its day of the week is found, whatever was given. */
static DWORD moment_of(const SYSTEMTIME *given, bool is_time, SYSTEMTIME *out)
{
        int64_t ticks;

        if (!given) {
                GetLocalTime(out);
                return ERROR_SUCCESS;
        }
        *out = *given;
        if (is_time)
                return out->wHour > 23 || out->wMinute > 59 || out->wSecond > 59 ?
                               ERROR_INVALID_PARAMETER :
                               ERROR_SUCCESS;
        out->wHour = out->wMinute = out->wSecond = out->wMilliseconds = 0;
        if (!mww_ticks_of_fields(out, &ticks))
                return ERROR_INVALID_PARAMETER;
        mww_fields_of_ticks(ticks, out);
        return ERROR_SUCCESS;
}

/* The text, as UTF-8; 0 or the last error. */
static DWORD make(LCID locale, DWORD flags, const SYSTEMTIME *given, const char *picture,
                  bool is_time, output *out)
{
        const bool is_invariant = (locale & 0x3FF) == LANG_INVARIANT;
        DWORD error = check_flags(is_time, flags, picture != NULL);
        SYSTEMTIME when;

        if (!error)
                error = moment_of(given, is_time, &when);
        if (error)
                return error;
        out->length = 0;
        put_picture(out, &when,
                    picture ? picture :
                    is_time ? time_picture(is_invariant) :
                              date_picture(is_invariant, flags),
                    is_time, flags);
        return ERROR_SUCCESS;
}

static int give(LCID locale, DWORD flags, const SYSTEMTIME *given, const char *picture,
                bool is_time, char *out, int room)
{
        output made;
        DWORD error = make(locale, flags, given, picture, is_time, &made);

        if (!error && (room < 0 || (room > 0 && !out)))
                error = ERROR_INVALID_PARAMETER;
        else if (!error && room > 0 && (size_t) room < made.length + 1)
                error = ERROR_INSUFFICIENT_BUFFER;
        if (error)
                return mww_fail(error);
        if (room > 0)
                memcpy(out, made.text, made.length + 1);
        return (int) made.length + 1;
}

static int give_wide(LCID locale, DWORD flags, const SYSTEMTIME *given, LPCWSTR picture,
                     bool is_time, WCHAR *out, int room)
{
        char narrow[TEXT_MAX];
        output made;
        DWORD error;

        if (picture && !mww_utf8_from_utf16(picture, narrow, sizeof narrow))
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = make(locale, flags, given, picture ? narrow : NULL, is_time, &made);
        if (error)
                return mww_fail(error);
        return MultiByteToWideChar(CP_UTF8, 0, made.text, -1, out, room);
}

int GetDateFormatA(LCID locale, DWORD flags, const SYSTEMTIME *date, LPCSTR picture, LPSTR out,
                   int room)
{
        return give(locale, flags, date, picture, false, out, room);
}

int GetDateFormatW(LCID locale, DWORD flags, const SYSTEMTIME *date, LPCWSTR picture, LPWSTR out,
                   int room)
{
        return give_wide(locale, flags, date, picture, false, out, room);
}

int GetTimeFormatA(LCID locale, DWORD flags, const SYSTEMTIME *time, LPCSTR picture, LPSTR out,
                   int room)
{
        return give(locale, flags, time, picture, true, out, room);
}

int GetTimeFormatW(LCID locale, DWORD flags, const SYSTEMTIME *time, LPCWSTR picture, LPWSTR out,
                   int room)
{
        return give_wide(locale, flags, time, picture, true, out, room);
}
