/* SPDX-License-Identifier: MIT */
/* locale_info.c — GetLocaleInfo: what English of the United States writes like, and
 * LOCALE_INVARIANT, which is nobody's. There are no other locales.
 *
 * The code pages are the layer's, so that a program that asks for them gets its text whole.
 */
#include "locale.h"

#include <stdio.h>
#include <strings.h>

enum { ENGLISH_US = 0x0409, ENGLISH = 0x0009, INVARIANT = 0x007F };
enum { DAYS = 7, MONTHS = 12, TEXT_MAX = 128 };

/* What is text. */
static const struct {
        LCTYPE type;
        const char *text;
        const char *invariant; /* NULL: the same */
} texts[] = {
        { LOCALE_SLANGUAGE, "English (United States)", "Invariant Language (Invariant Country)" },
        { LOCALE_SABBREVLANGNAME, "ENU", "IVL" },
        { LOCALE_SNATIVELANGNAME, "English", "Invariant Language" },
        { LOCALE_SCOUNTRY, "United States", "Invariant Country" },
        { LOCALE_SABBREVCTRYNAME, "USA", "IVC" },
        { LOCALE_SNATIVECTRYNAME, "United States", "Invariant Country" },
        { LOCALE_SLIST, ",", NULL },
        { LOCALE_SDECIMAL, ".", NULL },
        { LOCALE_STHOUSAND, ",", NULL },
        { LOCALE_SGROUPING, "3;0", NULL },
        { LOCALE_SNATIVEDIGITS, "0123456789", NULL },
        { LOCALE_SCURRENCY, "$", "\u00a4" },
        { LOCALE_SINTLSYMBOL, "USD", "XDR" },
        { LOCALE_SMONDECIMALSEP, ".", NULL },
        { LOCALE_SMONTHOUSANDSEP, ",", NULL },
        { LOCALE_SMONGROUPING, "3;0", NULL },
        { LOCALE_SDATE, "/", NULL },
        { LOCALE_STIME, ":", NULL },
        { LOCALE_SSHORTDATE, "M/d/yyyy", "MM/dd/yyyy" },
        { LOCALE_SLONGDATE, "dddd, MMMM d, yyyy", "dddd, dd MMMM yyyy" },
        { LOCALE_S1159, "AM", NULL },
        { LOCALE_S2359, "PM", NULL },
        { LOCALE_SPOSITIVESIGN, "", "+" },
        { LOCALE_SNEGATIVESIGN, "-", NULL },
        { LOCALE_SISO639LANGNAME, "en", "iv" },
        { LOCALE_SISO3166CTRYNAME, "US", "IV" },
        { LOCALE_SNAME, "en-US", "" },
        { LOCALE_SISO639LANGNAME2, "eng", "ivl" },
        { LOCALE_SISO3166CTRYNAME2, "USA", "ivc" },
        { LOCALE_SENGLISHDISPLAYNAME, "English (United States)",
          "Invariant Language (Invariant Country)" },
        { LOCALE_SNATIVEDISPLAYNAME, "English (United States)",
          "Invariant Language (Invariant Country)" },
        { LOCALE_SPERCENT, "%", NULL },
        { LOCALE_SSHORTTIME, "h:mm tt", "HH:mm" },
        { LOCALE_SENGLANGUAGE, "English", "Invariant Language" },
        { LOCALE_SENGCOUNTRY, "United States", "Invariant Country" },
        { LOCALE_STIMEFORMAT, "h:mm:ss tt", "HH:mm:ss" },
        { LOCALE_SYEARMONTH, "MMMM yyyy", "yyyy MMMM" },
        { LOCALE_SENGCURRNAME, "US Dollar", "International Monetary Fund" },
        { LOCALE_SNATIVECURRNAME, "US Dollar", "International Monetary Fund" },
};

/* What is a number. */
static const struct {
        LCTYPE type;
        DWORD number;
        DWORD invariant;
} numbers[] = {
        { LOCALE_ILANGUAGE, ENGLISH_US, INVARIANT },
        { LOCALE_ICOUNTRY, 1, 1 },
        { LOCALE_IDEFAULTLANGUAGE, ENGLISH_US, ENGLISH_US },
        { LOCALE_IDEFAULTCOUNTRY, 1, 1 },
        { LOCALE_IDEFAULTCODEPAGE, 65001, 65001 },
        { LOCALE_IMEASURE, 1, 0 },
        { LOCALE_IDIGITS, 2, 2 },
        { LOCALE_ILZERO, 1, 1 },
        { LOCALE_ICURRDIGITS, 2, 2 },
        { LOCALE_IINTLCURRDIGITS, 2, 2 },
        { LOCALE_ICURRENCY, 0, 0 },
        { LOCALE_INEGCURR, 0, 0 },
        { LOCALE_IDATE, 0, 0 },
        { LOCALE_ILDATE, 0, 1 },
        { LOCALE_ITIME, 0, 1 },
        { LOCALE_ICENTURY, 1, 1 },
        { LOCALE_ITLZERO, 0, 1 },
        { LOCALE_IDAYLZERO, 0, 1 },
        { LOCALE_IMONLZERO, 0, 1 },
        { LOCALE_IPOSSIGNPOSN, 3, 3 },
        { LOCALE_INEGSIGNPOSN, 0, 0 },
        { LOCALE_IPOSSYMPRECEDES, 1, 1 },
        { LOCALE_IPOSSEPBYSPACE, 0, 0 },
        { LOCALE_INEGSYMPRECEDES, 1, 1 },
        { LOCALE_INEGSEPBYSPACE, 0, 0 },
        { LOCALE_IDEFAULTANSICODEPAGE, 65001, 65001 },
        { LOCALE_ITIMEMARKPOSN, 0, 0 },
        { LOCALE_ICALENDARTYPE, 1, 1 },
        { LOCALE_IPAPERSIZE, 1, 9 },
        { LOCALE_IOPTIONALCALENDAR, 0, 0 },
        { LOCALE_IFIRSTDAYOFWEEK, 6, 6 },
        { LOCALE_IFIRSTWEEKOFYEAR, 0, 0 },
        { LOCALE_INEGNUMBER, 1, 1 },
};
enum { TEXTS = sizeof texts / sizeof texts[0], NUMBERS = sizeof numbers / sizeof numbers[0] };

bool mww_locale_of_id(LCID id, bool *out_is_invariant)
{
        *out_is_invariant = id == INVARIANT;
        switch (id) {
        case INVARIANT:
        case ENGLISH:
        case ENGLISH_US:
        case LOCALE_NEUTRAL:
        case LOCALE_USER_DEFAULT:
        case LOCALE_SYSTEM_DEFAULT:
                return true;
        default:
                return false;
        }
}

static bool locale_of_name(LPCWSTR name, bool *out_is_invariant)
{
        char text[LOCALE_NAME_MAX_LENGTH * 3];

        *out_is_invariant = name && !name[0];
        if (!name || !name[0])
                return true;
        return mww_utf8_from_utf16(name, text, sizeof text) &&
               (strcasecmp(text, "en-US") == 0 || strcasecmp(text, "en") == 0 ||
                strcasecmp(text, "!x-sys-default-locale") == 0);
}

/* Names of days, from Monday, and of months; short ones have three letters. */
static bool find_name(LCTYPE type, char out[TEXT_MAX])
{
        const char *name = NULL;
        bool is_short = false;

        if (type - LOCALE_SDAYNAME1 < DAYS) {
                name = mww_day_names[(type - LOCALE_SDAYNAME1 + 1) % DAYS];
        } else if (type - LOCALE_SABBREVDAYNAME1 < DAYS) {
                name = mww_day_names[(type - LOCALE_SABBREVDAYNAME1 + 1) % DAYS];
                is_short = true;
        } else if (type - LOCALE_SMONTHNAME1 < MONTHS) {
                name = mww_month_names[type - LOCALE_SMONTHNAME1];
        } else if (type - LOCALE_SABBREVMONTHNAME1 < MONTHS) {
                name = mww_month_names[type - LOCALE_SABBREVMONTHNAME1];
                is_short = true;
        }
        if (name)
                snprintf(out, TEXT_MAX, "%.*s", is_short ? 3 : TEXT_MAX - 1, name);
        return name != NULL;
}

static bool find_text(bool is_invariant, LCTYPE type, char out[TEXT_MAX])
{
        for (size_t at = 0; at < TEXTS; at++)
                if (texts[at].type == type) {
                        const bool differs = is_invariant && texts[at].invariant;

                        snprintf(out, TEXT_MAX, "%s",
                                 differs ? texts[at].invariant : texts[at].text);
                        return true;
                }
        return find_name(type, out);
}

static bool find_number(bool is_invariant, LCTYPE type, DWORD *out_number)
{
        for (size_t at = 0; at < NUMBERS; at++)
                if (numbers[at].type == type) {
                        *out_number = is_invariant ? numbers[at].invariant : numbers[at].number;
                        return true;
                }
        return false;
}

/* The text; with LOCALE_RETURN_NUMBER the number. 0, or the last error. */
static DWORD ask(bool is_invariant, LCTYPE type, char out[TEXT_MAX], DWORD *out_number)
{
        const LCTYPE plain =
                type & ~(LOCALE_NOUSEROVERRIDE | LOCALE_USE_CP_ACP | LOCALE_RETURN_NUMBER);
        const bool is_language = plain == LOCALE_ILANGUAGE || plain == LOCALE_IDEFAULTLANGUAGE;

        if (find_number(is_invariant, plain, out_number))
                snprintf(out, TEXT_MAX, is_language ? "%04x" : "%u", (unsigned) *out_number);
        else if ((type & LOCALE_RETURN_NUMBER) || !find_text(is_invariant, plain, out))
                return ERROR_INVALID_FLAGS;
        return ERROR_SUCCESS;
}

static int give_number(DWORD number, void *out, int room, int needed)
{
        if (room > 0 && room < needed)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        if (room > 0)
                memcpy(out, &number, sizeof number);
        return needed;
}

static int give_wide(const char *text, LPWSTR out, int room)
{
        return MultiByteToWideChar(CP_UTF8, 0, text, -1, out, room);
}

int GetLocaleInfoA(LCID id, LCTYPE type, LPSTR out, int room)
{
        char text[TEXT_MAX];
        bool is_invariant;
        DWORD number = 0;
        DWORD error;
        int length;

        if (room < 0 || (room > 0 && !out) || !mww_locale_of_id(id, &is_invariant))
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = ask(is_invariant, type, text, &number);
        if (error)
                return mww_fail(error);
        if (type & LOCALE_RETURN_NUMBER)
                return give_number(number, out, room, sizeof number);
        length = (int) strlen(text) + 1;
        if (room > 0 && room < length)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        if (room > 0)
                memcpy(out, text, (size_t) length);
        return length;
}

static int give_info(bool is_invariant, LCTYPE type, LPWSTR out, int room)
{
        char text[TEXT_MAX];
        DWORD number = 0;
        DWORD error;

        if (room < 0 || (room > 0 && !out))
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = ask(is_invariant, type, text, &number);
        if (error)
                return mww_fail(error);
        if (type & LOCALE_RETURN_NUMBER)
                return give_number(number, out, room, sizeof number / sizeof *out);
        return give_wide(text, out, room);
}

int GetLocaleInfoW(LCID id, LCTYPE type, LPWSTR out, int room)
{
        bool is_invariant;

        if (!mww_locale_of_id(id, &is_invariant))
                return mww_fail(ERROR_INVALID_PARAMETER);
        return give_info(is_invariant, type, out, room);
}

int GetLocaleInfoEx(LPCWSTR name, LCTYPE type, LPWSTR out, int room)
{
        bool is_invariant;

        if (!locale_of_name(name, &is_invariant))
                return mww_fail(ERROR_INVALID_PARAMETER);
        return give_info(is_invariant, type, out, room);
}

/* ---- names and numbers ----------------------------------------------------------------- */

LCID LocaleNameToLCID(LPCWSTR name, DWORD flags)
{
        bool is_invariant;

        (void) flags; /* neutral names: there is one, and it means the same */
        if (!locale_of_name(name, &is_invariant))
                return (LCID) mww_fail(ERROR_INVALID_PARAMETER);
        return is_invariant ? INVARIANT : ENGLISH_US;
}

int LCIDToLocaleName(LCID id, LPWSTR out, int room, DWORD flags)
{
        bool is_invariant;

        (void) flags;
        if (room < 0 || (room > 0 && !out) || !mww_locale_of_id(id, &is_invariant))
                return mww_fail(ERROR_INVALID_PARAMETER);
        return give_wide(is_invariant ? "" : "en-US", out, room);
}

int GetUserDefaultLocaleName(LPWSTR out, int room)
{
        return LCIDToLocaleName(ENGLISH_US, out, room, 0);
}

int GetSystemDefaultLocaleName(LPWSTR out, int room)
{
        return LCIDToLocaleName(ENGLISH_US, out, room, 0);
}

BOOL IsValidLocale(LCID id, DWORD flags)
{
        (void) flags; /* supported or installed */
        return id == ENGLISH_US || id == ENGLISH || id == INVARIANT;
}
