/* SPDX-License-Identifier: MIT */
/* rules_locale.c — what a locale writes like; numbers and amounts of money as text. */
#include "support.h"

#include <ctype.h>
#include <locale.h>
#include <mbstring.h>

static const LCID us = 0x0409;

static int is(LCID id, LCTYPE type, const char *expected)
{
        char text[100] = "?";

        return GetLocaleInfoA(id, type, text, sizeof text) == (int) strlen(expected) + 1 &&
               strcmp(text, expected) == 0;
}

static void facts(void)
{
        ROW("locale's language", is(us, LOCALE_ILANGUAGE, "0409") &&
                                         is(us, LOCALE_SENGLANGUAGE, "English") &&
                                         is(us, LOCALE_SABBREVLANGNAME, "ENU"));
        ROW("locale's names",
            is(us, LOCALE_SISO639LANGNAME, "en") && is(us, LOCALE_SISO3166CTRYNAME, "US") &&
                    is(us, LOCALE_SNAME, "en-US") &&
                    is(us, LOCALE_SENGLISHDISPLAYNAME, "English (United States)"));
        ROW("locale's country", is(us, LOCALE_SENGCOUNTRY, "United States") &&
                                        is(us, LOCALE_ICOUNTRY, "1") &&
                                        is(us, LOCALE_SABBREVCTRYNAME, "USA"));
        ROW("locale's numbers",
            is(us, LOCALE_SDECIMAL, ".") && is(us, LOCALE_STHOUSAND, ",") &&
                    is(us, LOCALE_SGROUPING, "3;0") && is(us, LOCALE_IDIGITS, "2") &&
                    is(us, LOCALE_ILZERO, "1") && is(us, LOCALE_SLIST, ",") &&
                    is(us, LOCALE_INEGNUMBER, "1") && is(us, LOCALE_SNEGATIVESIGN, "-"));
        ROW("locale's money", is(us, LOCALE_SCURRENCY, "$") && is(us, LOCALE_SINTLSYMBOL, "USD") &&
                                      is(us, LOCALE_ICURRDIGITS, "2") &&
                                      is(us, LOCALE_ICURRENCY, "0"));
        ROW("locale's dates", is(us, LOCALE_SSHORTDATE, "M/d/yyyy") &&
                                      is(us, LOCALE_SLONGDATE, "dddd, MMMM d, yyyy") &&
                                      is(us, LOCALE_SDATE, "/") && is(us, LOCALE_IDATE, "0") &&
                                      is(us, LOCALE_SYEARMONTH, "MMMM yyyy"));
        ROW("locale's times", is(us, LOCALE_STIMEFORMAT, "h:mm:ss tt") &&
                                      is(us, LOCALE_STIME, ":") && is(us, LOCALE_ITIME, "0") &&
                                      is(us, LOCALE_S1159, "AM") && is(us, LOCALE_S2359, "PM"));
        ROW("locale's days", is(us, LOCALE_SDAYNAME1, "Monday") &&
                                     is(us, LOCALE_SDAYNAME7, "Sunday") &&
                                     is(us, LOCALE_SABBREVDAYNAME3, "Wed"));
        ROW("locale's months", is(us, LOCALE_SMONTHNAME1, "January") &&
                                       is(us, LOCALE_SMONTHNAME12, "December") &&
                                       is(us, LOCALE_SABBREVMONTHNAME9, "Sep"));
        ROW("locale of the user", is(LOCALE_USER_DEFAULT, LOCALE_SNAME, "en-US") &&
                                          is(LOCALE_SYSTEM_DEFAULT, LOCALE_SNAME, "en-US"));
        ROW("locale of nobody", is(LOCALE_INVARIANT, LOCALE_SNAME, "") &&
                                        is(LOCALE_INVARIANT, LOCALE_SSHORTDATE, "MM/dd/yyyy") &&
                                        is(LOCALE_INVARIANT, LOCALE_STIMEFORMAT, "HH:mm:ss") &&
                                        is(LOCALE_INVARIANT, LOCALE_ILANGUAGE, "007f") &&
                                        is(LOCALE_INVARIANT, LOCALE_SISO639LANGNAME, "iv"));
}

static void answers(void)
{
        const int number = (int) LOCALE_RETURN_NUMBER;
        char text[40];
        WCHAR wide[40];
        DWORD value = 0;

        ROW("locale how long", GetLocaleInfoA(us, LOCALE_SDAYNAME1, NULL, 0) == 7 &&
                                       GetLocaleInfoW(us, LOCALE_SDAYNAME1, NULL, 0) == 7);
        ROW("locale in too small a room: 122",
            FAILS(GetLocaleInfoA(us, LOCALE_SDAYNAME1, text, 6), ERROR_INSUFFICIENT_BUFFER) &&
                    FAILS(GetLocaleInfoW(us, LOCALE_SDAYNAME1, wide, 6),
                          ERROR_INSUFFICIENT_BUFFER));
        ROW("locale, wide", GetLocaleInfoW(us, LOCALE_SDAYNAME1, wide, 40) == 7 && wide[0] == 'M' &&
                                    wide[5] == 'y' && wide[6] == 0);
        ROW("locale as a number",
            GetLocaleInfoA(us, LOCALE_IDIGITS | number, (LPSTR) &value, sizeof value) == 4 &&
                    value == 2);
        ROW("locale as a number, wide",
            GetLocaleInfoW(us, LOCALE_ILANGUAGE | number, (LPWSTR) &value, 2) == 2 &&
                    value == 0x409);
        ROW("locale as a number in too small a room: 122",
            FAILS(GetLocaleInfoW(us, LOCALE_IDIGITS | number, wide, 1), ERROR_INSUFFICIENT_BUFFER));
        ROW("locale's text as a number: 1004",
            FAILS(GetLocaleInfoW(us, LOCALE_SDECIMAL | number, wide, 2), ERROR_INVALID_FLAGS));
        ROW("locale's what: 1004",
            FAILS(GetLocaleInfoA(us, 0x0FFF, text, 40), ERROR_INVALID_FLAGS));
        ROW("locale that there isn't: 87",
            FAILS(GetLocaleInfoA(0x7777, LOCALE_SDECIMAL, text, 40), ERROR_INVALID_PARAMETER));
        ROW("locale in less than no room: 87",
            FAILS(GetLocaleInfoA(us, LOCALE_SDECIMAL, text, -1), ERROR_INVALID_PARAMETER));
        ROW("locale by name",
            GetLocaleInfoEx((LPCWSTR) WIDE("en-us"), LOCALE_SDECIMAL, wide, 40) == 2 &&
                    wide[0] == '.');
        ROW("locale by no name", GetLocaleInfoEx(NULL, LOCALE_SNAME, wide, 40) == 6);
        ROW("locale by a name that there isn't: 87",
            FAILS(GetLocaleInfoEx((LPCWSTR) WIDE("qq-QQ-12345-&"), LOCALE_SNAME, wide, 40), 87));
        ROW("locale's name", GetUserDefaultLocaleName(wide, 40) == 6 && wide[1] == 'n' &&
                                     wide[5] == 0 && GetSystemDefaultLocaleName(wide, 40) == 6);
        ROW("locale's name in too small a room: 122",
            FAILS(GetUserDefaultLocaleName(wide, 5), ERROR_INSUFFICIENT_BUFFER));
        ROW("locale from name to number and back",
            LocaleNameToLCID((LPCWSTR) WIDE("en-US"), 0) == us &&
                    LCIDToLocaleName(us, wide, 40, 0) == 6 && wide[4] == 'S');
        ROW("locale is valid", IsValidLocale(us, LCID_INSTALLED) && !IsValidLocale(0x7777, 1));
}

/* ---- numbers --------------------------------------------------------------------------- */

static int number_is(const char *value, const NUMBERFMTA *form, const char *expected)
{
        char text[100] = "?";
        int length = GetNumberFormatA(us, 0, value, form, text, sizeof text);

        return length == (int) strlen(expected) + 1 && strcmp(text, expected) == 0;
}

static int money_is(const char *value, const CURRENCYFMTA *form, const char *expected)
{
        char text[100] = "?";
        int length = GetCurrencyFormatA(us, 0, value, form, text, sizeof text);

        return length == (int) strlen(expected) + 1 && strcmp(text, expected) == 0;
}

static void numbers(void)
{
        NUMBERFMTA form = { 0, 1, 3, (char[]){ "." }, (char[]){ "'" }, 1 };
        char text[40];
        WCHAR wide[40];

        /* Wine takes the locale's groups for one group. */
        ROW_OR_WINE("number", number_is("1234567.891", NULL, "1,234,567.89"),
                    number_is("1234567.891", NULL, "1234,567.89"));
        ROW("number, filled up", number_is("0", NULL, "0.00") && number_is("12", NULL, "12.00"));
        ROW("number that is negative", number_is("-1234.5", NULL, "-1,234.50"));
        ROW("number that is rounded", number_is("0.995", NULL, "1.00") &&
                                              number_is("9999.999", NULL, "10,000.00") &&
                                              number_is("1.004", NULL, "1.00"));
        ROW("number of a form", number_is("1234567.5", &form, "1'234'568"));
        form.Grouping = 32;
        ROW("number in groups of two", number_is("1234567", &form, "12'34'567"));
        form.Grouping = 0;
        ROW("number without groups", number_is("1234567", &form, "1234567"));
        form.NumDigits = 3;
        form.LeadingZero = 0;
        ROW("number without a zero in front", number_is("0.5", &form, ".500"));
        form.NegativeOrder = 0;
        ROW("number in brackets", number_is("-7", &form, "(7.000)"));
        form.NegativeOrder = 4;
        ROW("number with a sign behind", number_is("-7", &form, "7.000 -"));
        form.NegativeOrder = 5;
        ROW("number's form that there isn't: 87",
            FAILS(GetNumberFormatA(us, 0, "-1", &form, text, 40), 87));
        ROW("number that is none: 87",
            FAILS(GetNumberFormatA(us, 0, "1,5", NULL, text, 40), 87) &&
                    FAILS(GetNumberFormatA(us, 0, "x", NULL, text, 40), 87));
        ROW("number how long", GetNumberFormatW(us, 0, (LPCWSTR) WIDE("1000"), NULL, NULL, 0) == 9);
        ROW("number in too small a room: 122",
            FAILS(GetNumberFormatA(us, 0, "1000", NULL, text, 8), ERROR_INSUFFICIENT_BUFFER));
        ROW("number, wide",
            GetNumberFormatW(us, 0, (LPCWSTR) WIDE("-1000"), NULL, wide, 40) == 10 &&
                    wide[0] == '-' && wide[2] == ',' && wide[9] == 0);
}

static void money(void)
{
        CURRENCYFMTA form = { 2, 1, 3, (char[]){ "," }, (char[]){ "." }, 8, 3, (char[]){ "EUR" } };
        WCHAR wide[40];

        ROW_OR_WINE("money", money_is("1234567.891", NULL, "$1,234,567.89"),
                    money_is("1234567.891", NULL, "$1234,567.89"));
        ROW_OR_WINE("money that is owed", money_is("-1234.5", NULL, "($1,234.50)"),
                    money_is("-1234.5", NULL, "-$1,234.50"));
        ROW("money of a form", money_is("1234.5", &form, "1.234,50 EUR") &&
                                       money_is("-1234.5", &form, "-1.234,50 EUR"));
        form.NegativeOrder = 15;
        ROW("money in brackets", money_is("-0.5", &form, "(0,50 EUR)"));
        form.PositiveOrder = 2;
        ROW("money behind its sign", money_is("12", &form, "EUR 12,00"));
        ROW("money, wide", GetCurrencyFormatW(us, 0, (LPCWSTR) WIDE("5"), NULL, wide, 40) == 6 &&
                                   wide[0] == '$' && wide[1] == '5');
}

/* ---- the C run-time's ------------------------------------------------------------------ */

static void run_time(void)
{
        const unsigned char text[] = "ab";
        char *end = NULL;

        ROW("_atof_l, _strtod_l",
            _atof_l("1.5x", NULL) == 1.5 && _strtod_l("2.25x", &end, NULL) == 2.25 && *end == 'x');
        ROW("_atoi_l, _strtoi64_l",
            _atoi_l("12", NULL) == 12 && _strtoi64_l("-7f", NULL, 16, NULL) == -127);
        ROW("_isalpha_l, _tolower_l",
            _isalpha_l('x', NULL) && !_isalpha_l('1', NULL) && _tolower_l('X', NULL) == 'x');
        ROW("_stricmp_l, _strnicmp_l, _strcoll_l",
            _stricmp_l("AbC", "aBc", NULL) == 0 && _strnicmp_l("ABx", "abY", 2, NULL) == 0 &&
                    _strcoll_l("a", "b", NULL) < 0);
        ROW("_mbslen, _mbsinc, _mbsnextc", _mbslen(text) == 2 && _mbsinc(text) == text + 1 &&
                                                   _mbsnextc(text) == 'a' && !_ismbblead('a'));
        ROW("_mbsdec, _mbschr, _mbscmp", _mbsdec(text, text + 1) == text && !_mbsdec(text, text) &&
                                                 _mbschr(text, 'b') == text + 1 &&
                                                 _mbscmp(text, text) == 0);
#ifndef _WIN32 /* which mingw's library doesn't know */
        {
                _locale_t plain = _create_locale(LC_ALL, "C");

                ROW("_create_locale", plain && _atof_l("1.5", plain) == 1.5 &&
                                              _toupper_l('x', plain) == 'X' &&
                                              _strcoll_l("B", "a", plain) < 0);
                ROW("_create_locale that there isn't", !_create_locale(LC_ALL, "xx_YY.nothing") &&
                                                               !_create_locale(99, "C") &&
                                                               !_create_locale(LC_ALL, NULL));
                _free_locale(plain);
                plain = _get_current_locale();
                ROW("_get_current_locale", plain && _isdigit_l('1', plain));
                _free_locale(plain);
        }
#endif
}

void rules_locale(void)
{
        run_time();
        facts();
        answers();
        numbers();
        money();
}
