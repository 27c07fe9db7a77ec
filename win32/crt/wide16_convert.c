/* SPDX-License-Identifier: MIT */
/* wide16_convert.c — the standard's conversions for 16-bit characters: numbers,
 * times, and bytes, which are UTF-8 in every locale. Compiled only with
 * -fshort-wchar.
 */
#include "text/utf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

enum { NUMBER_UNITS = 400 };

static const char *digits_of(const wchar_t *text, char out[NUMBER_UNITS])
{
        size_t used = 0;

        while (used < NUMBER_UNITS - 1 && text[used] && text[used] < 0x80) {
                out[used] = (char) text[used];
                used++;
        }
        out[used] = '\0';
        return out;
}

#define NUMBER(type, name, parameters, call)                                                       \
  type name parameters                                                                             \
  {                                                                                                \
    char bytes[NUMBER_UNITS];                                                                      \
    char *narrow_end;                                                                              \
    type value;                                                                                    \
                                                                                                   \
    digits_of(text, bytes);                                                                        \
    value = call;                                                                                  \
    if (end)                                                                                       \
      *end = (wchar_t *) (uintptr_t) text + (narrow_end - bytes);                                  \
    return value;                                                                                  \
  }
NUMBER(long, wcstol, (const wchar_t *text, wchar_t **end, int base),
       strtol(bytes, &narrow_end, base))
NUMBER(unsigned long, wcstoul, (const wchar_t *text, wchar_t **end, int base),
       strtoul(bytes, &narrow_end, base))
NUMBER(double, wcstod, (const wchar_t *text, wchar_t **end), strtod(bytes, &narrow_end))
NUMBER(float, wcstof, (const wchar_t *text, wchar_t **end), strtof(bytes, &narrow_end))
NUMBER(long double, wcstold, (const wchar_t *text, wchar_t **end), strtold(bytes, &narrow_end))

/* ---- one character -------------------------------------------------------------- */

static size_t needed_bytes(const char *bytes)
{
        unsigned char first = (unsigned char) bytes[0];

        return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

size_t mbrtowc(wchar_t *out, const char *bytes, size_t length, mbstate_t *state)
{
        uint32_t point;
        bool valid;
        size_t took;

        (void) state; /* a call takes a whole character or none of it */
        if (!bytes)
                return 0;
        if (length < 1 || length < needed_bytes(bytes))
                return (size_t) -2;
        took = mww_utf8_decode(bytes, length, &point, &valid);
        if (!valid || point > 0xFFFF) {
                errno = EILSEQ;
                return (size_t) -1;
        }
        if (out)
                *out = (wchar_t) point;
        return point ? took : 0;
}

size_t mbrlen(const char *bytes, size_t length, mbstate_t *state)
{
        return mbrtowc(NULL, bytes, length, state);
}

int mbtowc(wchar_t *out, const char *bytes, size_t length)
{
        size_t took = mbrtowc(out, bytes, length, NULL);

        return took > 4 ? -1 : (int) took;
}

size_t wcrtomb(char *out, wchar_t character, mbstate_t *state)
{
        (void) state;
        return out ? mww_utf8_encode(character, out) : 1;
}

int wctomb(char *out, wchar_t character)
{
        return out ? (int) mww_utf8_encode(character, out) : 0;
}

/* ---- texts ---------------------------------------------------------------------- */

size_t mbsrtowcs(wchar_t *out, const char **bytes, size_t count, mbstate_t *state)
{
        size_t length = strlen(*bytes);
        size_t used;
        size_t units;

        (void) state;
        if (!out)
                return mww_wide_count(*bytes, length, sizeof *out);
        units = mww_wide_fill(*bytes, length, sizeof *out, out, count, &used);
        if (used < length || units == count) {
                *bytes += used;
                return units;
        }
        out[units] = 0;
        *bytes = NULL;
        return units;
}

size_t mbstowcs(wchar_t *out, const char *bytes, size_t count)
{
        return mbsrtowcs(out, &bytes, count, NULL);
}

size_t wcsrtombs(char *out, const wchar_t **text, size_t count, mbstate_t *state)
{
        size_t length = wcslen(*text);
        size_t used = 0;
        size_t at = 0;

        (void) state;
        while (at < length) {
                char bytes[4];
                uint32_t point;
                size_t took = mww_wide_decode(*text + at, length - at, sizeof **text, &point);
                size_t needed = mww_utf8_encode(point, bytes);

                if (out && used + needed > count) {
                        *text += at;
                        return used;
                }
                if (out)
                        memcpy(out + used, bytes, needed);
                used += needed;
                at += took;
        }
        if (out && used == count) {
                *text += at;
                return used;
        }
        if (out) {
                out[used] = '\0';
                *text = NULL;
        }
        return used;
}

size_t wcstombs(char *out, const wchar_t *text, size_t count)
{
        return wcsrtombs(out, &text, count, NULL);
}

size_t wcsftime(wchar_t *out, size_t count, const wchar_t *format, const struct tm *time)
{
        char *narrow = mww_utf8_of_wide(format, wcslen(format), sizeof *format);
        size_t room = count * 4 + 1;
        char *bytes = malloc(room);
        size_t units = 0;
        size_t length;
        size_t used;

        if (narrow && bytes && count) {
                length = strftime(bytes, room, narrow, time);
                units = mww_wide_fill(bytes, length, sizeof *out, out, count - 1, &used);
                out[units] = 0;
                if (used < length)
                        units = 0;
        }
        free(narrow);
        free(bytes);
        return units;
}
