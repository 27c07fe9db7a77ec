/* SPDX-License-Identifier: MIT */
/* safe_text.h — the string functions that exist for bytes and for wide
 * characters alike: a source that is included with
 *
 *      UNIT          the type of a character
 *      UNSIGNED      its unsigned type
 *      NAME(narrow, wide)  the one of the two names that is meant
 *
 * What the _s functions share: a text that does not fit leaves an empty one,
 * and the handler for invalid parameters is told.
 */
#include "format.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

static size_t length_of(const UNIT *text, size_t most)
{
        size_t length = 0;

        while (length < most && text[length])
                length++;
        return length;
}

static UNIT lower(UNIT unit)
{
        return unit >= 'A' && unit <= 'Z' ? (UNIT) (unit + ('a' - 'A')) : unit;
}

static UNIT upper(UNIT unit)
{
        return unit >= 'a' && unit <= 'z' ? (UNIT) (unit - ('a' - 'A')) : unit;
}

static errno_t refuse(UNIT *to, size_t room, errno_t number)
{
        if (to && room)
                to[0] = 0;
        return mww_invalid_parameter(number);
}

/* from, or its first `most` units, behind the `used` units of to. */
static errno_t append(UNIT *to, size_t room, size_t used, const UNIT *from, size_t most)
{
        size_t length;

        if (!to || !room)
                return refuse(NULL, 0, EINVAL);
        if (!from && most == 0)
                return to[used] = 0, 0;
        if (!from)
                return refuse(to, room, EINVAL);
        length = length_of(from, most == _TRUNCATE ? room : most);
        if (length >= room - used) {
                if (most != _TRUNCATE)
                        return refuse(to, room, ERANGE);
                length = room - used - 1;
                memmove(to + used, from, length * sizeof *to);
                to[used + length] = 0;
                return 80; /* STRUNCATE */
        }
        memmove(to + used, from, length * sizeof *to);
        to[used + length] = 0;
        return 0;
}

errno_t NAME(strcpy_s, wcscpy_s)(UNIT *to, rsize_t room, const UNIT *from)
{
        return append(to, room, 0, from, SIZE_MAX - 1);
}

errno_t NAME(strncpy_s, wcsncpy_s)(UNIT *to, rsize_t room, const UNIT *from, rsize_t most)
{
        if (!to && !room && !most)
                return 0;
        return append(to, room, 0, from, most);
}

errno_t NAME(strcat_s, wcscat_s)(UNIT *to, rsize_t room, const UNIT *from)
{
        size_t used = to ? length_of(to, room) : 0;

        if (to && used == room)
                return refuse(to, room, EINVAL);
        return append(to, room, used, from, SIZE_MAX - 1);
}

errno_t NAME(strncat_s, wcsncat_s)(UNIT *to, rsize_t room, const UNIT *from, rsize_t most)
{
        size_t used = to ? length_of(to, room) : 0;

        if (!to && !room && !most)
                return 0;
        if (to && used == room)
                return refuse(to, room, EINVAL);
        return append(to, room, used, from, most);
}

size_t NAME(strnlen_s, wcsnlen_s)(const UNIT *text, size_t most)
{
        return text ? length_of(text, most) : 0;
}

static bool is_among(UNIT unit, const UNIT *some)
{
        for (; *some; some++)
                if (*some == unit)
                        return true;
        return false;
}

UNIT *NAME(strtok_s, wcstok_s)(UNIT *text, const UNIT *delimiters, UNIT **rest)
{
        UNIT *token;

        if (!delimiters || !rest || (!text && !*rest))
                return mww_invalid_parameter(EINVAL), NULL;
        for (token = text ? text : *rest; *token && is_among(*token, delimiters);)
                token++;
        for (*rest = token; **rest && !is_among(**rest, delimiters);)
                ++*rest;
        if (**rest)
                *(*rest)++ = 0;
        return *token ? token : NULL;
}

int NAME(_strnicmp, _wcsnicmp)(const UNIT *a, const UNIT *b, size_t count)
{
        for (size_t at = 0; at < count; at++) {
                UNSIGNED left = (UNSIGNED) lower(a[at]);
                UNSIGNED right = (UNSIGNED) lower(b[at]);

                if (left != right)
                        return left < right ? -1 : 1;
                if (!left)
                        break;
        }
        return 0;
}

int NAME(_stricmp, _wcsicmp)(const UNIT *a, const UNIT *b)
{
        return NAME(_strnicmp, _wcsnicmp)(a, b, SIZE_MAX);
}

UNIT *NAME(_strlwr, _wcslwr)(UNIT *text)
{
        for (UNIT *at = text; *at; at++)
                *at = lower(*at);
        return text;
}

UNIT *NAME(_strupr, _wcsupr)(UNIT *text)
{
        for (UNIT *at = text; *at; at++)
                *at = upper(*at);
        return text;
}

errno_t NAME(_strlwr_s, _wcslwr_s)(UNIT *text, size_t room)
{
        if (!text || length_of(text, room) == room)
                return refuse(text, room, EINVAL);
        NAME(_strlwr, _wcslwr)(text);
        return 0;
}

errno_t NAME(_strupr_s, _wcsupr_s)(UNIT *text, size_t room)
{
        if (!text || length_of(text, room) == room)
                return refuse(text, room, EINVAL);
        NAME(_strupr, _wcsupr)(text);
        return 0;
}

UNIT *NAME(_strrev, _wcsrev)(UNIT *text)
{
        size_t length = length_of(text, SIZE_MAX);

        for (size_t at = 0; at < length / 2; at++) {
                UNIT left = text[at];

                text[at] = text[length - 1 - at];
                text[length - 1 - at] = left;
        }
        return text;
}

UNIT *NAME(_strnset, _wcsnset)(UNIT *text, NAME(int, wchar_t) with, size_t count)
{
        for (size_t at = 0; at < count && text[at]; at++)
                text[at] = (UNIT) with;
        return text;
}

UNIT *NAME(_strset, _wcsset)(UNIT *text, NAME(int, wchar_t) with)
{
        return NAME(_strnset, _wcsnset)(text, with, SIZE_MAX);
}

/* ---- numbers -------------------------------------------------------------------- */

/* A sign stands only before decimal numbers. */
static errno_t number(unsigned long long value, bool is_negative, UNIT *to, size_t room, int radix)
{
        UNIT digits[66];
        size_t at = sizeof digits / sizeof digits[0];

        if (!to || !room)
                return refuse(NULL, 0, EINVAL);
        if (radix < 2 || radix > 36)
                return refuse(to, room, EINVAL);
        digits[--at] = 0;
        do {
                unsigned digit = (unsigned) (value % (unsigned) radix);

                digits[--at] = (UNIT) (digit < 10 ? '0' + digit : 'a' + digit - 10);
                value /= (unsigned) radix;
        } while (value);
        if (is_negative)
                digits[--at] = '-';
        if (sizeof digits / sizeof digits[0] - at > room)
                return refuse(to, room, ERANGE);
        memcpy(to, digits + at, sizeof digits - at * sizeof digits[0]);
        return 0;
}

static errno_t signed_number(long long value, unsigned long long mask, UNIT *to, size_t room,
                             int radix)
{
        if (value < 0 && radix == 10)
                return number(0 - (unsigned long long) value, true, to, room, radix);
        return number((unsigned long long) value & mask, false, to, room, radix);
}

errno_t NAME(_itoa_s, _itow_s)(int value, UNIT *to, size_t room, int radix)
{
        return signed_number(value, 0xFFFFFFFF, to, room, radix);
}

/* Windows' long has 32 bits: a negative one has so many digits in base 16. */
errno_t NAME(_ltoa_s, _ltow_s)(long value, UNIT *to, size_t room, int radix)
{
        return signed_number(value, value == (int) value ? 0xFFFFFFFF : ~0ull, to, room, radix);
}

errno_t NAME(_ultoa_s, _ultow_s)(unsigned long value, UNIT *to, size_t room, int radix)
{
        return number(value, false, to, room, radix);
}

errno_t NAME(_i64toa_s, _i64tow_s)(long long value, UNIT *to, size_t room, int radix)
{
        return signed_number(value, ~0ull, to, room, radix);
}

errno_t NAME(_ui64toa_s, _ui64tow_s)(unsigned long long value, UNIT *to, size_t room, int radix)
{
        return number(value, false, to, room, radix);
}

UNIT *NAME(_itoa, _itow)(int value, UNIT *to, int radix)
{
        NAME(_itoa_s, _itow_s)(value, to, SIZE_MAX, radix);
        return to;
}

UNIT *NAME(_ltoa, _ltow)(long value, UNIT *to, int radix)
{
        NAME(_ltoa_s, _ltow_s)(value, to, SIZE_MAX, radix);
        return to;
}

UNIT *NAME(_ultoa, _ultow)(unsigned long value, UNIT *to, int radix)
{
        NAME(_ultoa_s, _ultow_s)(value, to, SIZE_MAX, radix);
        return to;
}

UNIT *NAME(_i64toa, _i64tow)(long long value, UNIT *to, int radix)
{
        NAME(_i64toa_s, _i64tow_s)(value, to, SIZE_MAX, radix);
        return to;
}

UNIT *NAME(_ui64toa, _ui64tow)(unsigned long long value, UNIT *to, int radix)
{
        NAME(_ui64toa_s, _ui64tow_s)(value, to, SIZE_MAX, radix);
        return to;
}
