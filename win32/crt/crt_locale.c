/* SPDX-License-Identifier: MIT */
/* crt_locale.c — locales that a call is told (_create_locale, _strtod_l ...): the C
 * library's. NULL is the one that setlocale() set.
 */
#include <ctype.h>
#include <locale.h>
#include <mbstring.h>
#include <stdlib.h>
#include <string.h>

_locale_t _create_locale(int category, const char *name)
{
        if (!name || category < LC_CTYPE || category > LC_ALL)
                return NULL;
        return (_locale_t) newlocale(category == LC_ALL ? LC_ALL_MASK : 1 << category, name,
                                     (locale_t) 0);
}

_locale_t _get_current_locale(void)
{
        return (_locale_t) duplocale(uselocale((locale_t) 0));
}

void _free_locale(_locale_t locale)
{
        if (locale)
                freelocale((locale_t) locale);
}

/* ---- numbers --------------------------------------------------------------------------- */

/* The C library's functions don't take its global locale; those without a locale mean it. */
double _strtod_l(const char *text, char **end, _locale_t locale)
{
        return locale ? strtod_l(text, end, (locale_t) locale) : strtod(text, end);
}

long _strtol_l(const char *text, char **end, int base, _locale_t locale)
{
        return locale ? strtol_l(text, end, base, (locale_t) locale) : strtol(text, end, base);
}

unsigned long _strtoul_l(const char *text, char **end, int base, _locale_t locale)
{
        return locale ? strtoul_l(text, end, base, (locale_t) locale) : strtoul(text, end, base);
}

long long _strtoi64_l(const char *text, char **end, int base, _locale_t locale)
{
        return locale ? strtoll_l(text, end, base, (locale_t) locale) : strtoll(text, end, base);
}

unsigned long long _strtoui64_l(const char *text, char **end, int base, _locale_t locale)
{
        return locale ? strtoull_l(text, end, base, (locale_t) locale) : strtoull(text, end, base);
}

double _atof_l(const char *text, _locale_t locale)
{
        return _strtod_l(text, NULL, locale);
}

int _atoi_l(const char *text, _locale_t locale)
{
        return (int) _strtol_l(text, NULL, 10, locale);
}

long _atol_l(const char *text, _locale_t locale)
{
        return _strtol_l(text, NULL, 10, locale);
}

long long _atoi64_l(const char *text, _locale_t locale)
{
        return _strtoi64_l(text, NULL, 10, locale);
}

/* ---- letters --------------------------------------------------------------------------- */

#define ASKS(name, plain)                                                                          \
  int name(int character, _locale_t locale)                                                        \
  {                                                                                                \
    return locale ? plain##_l(character, (locale_t) locale) : plain(character);                    \
  }
ASKS(_isalnum_l, isalnum)
ASKS(_isalpha_l, isalpha)
ASKS(_iscntrl_l, iscntrl)
ASKS(_isdigit_l, isdigit)
ASKS(_isgraph_l, isgraph)
ASKS(_islower_l, islower)
ASKS(_isprint_l, isprint)
ASKS(_ispunct_l, ispunct)
ASKS(_isspace_l, isspace)
ASKS(_isupper_l, isupper)
ASKS(_isxdigit_l, isxdigit)
ASKS(_tolower_l, tolower)
ASKS(_toupper_l, toupper)

int _strcoll_l(const char *a, const char *b, _locale_t locale)
{
        return locale ? strcoll_l(a, b, (locale_t) locale) : strcoll(a, b);
}

size_t _strxfrm_l(char *to, const char *from, size_t count, _locale_t locale)
{
        return locale ? strxfrm_l(to, from, count, (locale_t) locale) : strxfrm(to, from, count);
}

/* Letters are compared by the layer's own rules, in all locales alike. */
int _stricmp_l(const char *a, const char *b, _locale_t locale)
{
        (void) locale;
        return _stricmp(a, b);
}

int _strnicmp_l(const char *a, const char *b, size_t count, _locale_t locale)
{
        (void) locale;
        return _strnicmp(a, b, count);
}

/* ---- bytes as characters --------------------------------------------------------------- */

unsigned char *_mbsinc(const unsigned char *text)
{
        return (unsigned char *) text + 1;
}

unsigned char *_mbsdec(const unsigned char *start, const unsigned char *text)
{
        return text > start ? (unsigned char *) text - 1 : NULL;
}

unsigned _mbsnextc(const unsigned char *text)
{
        return *text;
}

size_t _mbclen(const unsigned char *text)
{
        (void) text;
        return 1;
}

int _ismbblead(unsigned character)
{
        (void) character;
        return 0;
}

int _ismbbtrail(unsigned character)
{
        (void) character;
        return 0;
}
