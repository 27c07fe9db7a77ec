/* SPDX-License-Identifier: MIT */
/* letters.c — upper and lower case by the C library's tables. */
#include "letters.h"
#include "utf.h"

#include <locale.h>
#include <pthread.h>
#include <wctype.h>

static locale_t unicode;

static void make_unicode(void)
{
        unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
}

/* 0 where the system has no such locale: letters are then those of ASCII. */
static locale_t locale_of_letters(void)
{
        static pthread_once_t once = PTHREAD_ONCE_INIT;

        pthread_once(&once, make_unicode);
        return unicode;
}

uint32_t mww_upper(uint32_t point)
{
        locale_t locale = point < 0x80 ? (locale_t) 0 : locale_of_letters();

        if (point < 0x80)
                return point >= 'a' && point <= 'z' ? point - 32 : point;
        return locale ? (uint32_t) towupper_l((wint_t) point, locale) : point;
}

uint32_t mww_lower(uint32_t point)
{
        locale_t locale = point < 0x80 ? (locale_t) 0 : locale_of_letters();

        if (point < 0x80)
                return point >= 'A' && point <= 'Z' ? point + 32 : point;
        return locale ? (uint32_t) towlower_l((wint_t) point, locale) : point;
}

bool mww_is_letter(uint32_t point)
{
        locale_t locale = point < 0x80 ? (locale_t) 0 : locale_of_letters();

        if (point < 0x80)
                return (point | 32) >= 'a' && (point | 32) <= 'z';
        return locale && iswalpha_l((wint_t) point, locale);
}

bool mww_is_digit(uint32_t point)
{
        return point >= '0' && point <= '9';
}

/* ---- order ---------------------------------------------------------------------- */

typedef struct reader {
        const char *at;
        size_t left; /* units */
        unsigned unit_bytes;
} reader;

static uint32_t next(reader *from)
{
        uint32_t point;
        size_t took;

        if (!from->left)
                return 0;
        took = from->unit_bytes == 1 ?
                       mww_utf8_decode(from->at, from->left, &point, NULL) :
                       mww_wide_decode(from->at, from->left, from->unit_bytes, &point);
        from->at += took * from->unit_bytes;
        from->left -= took;
        return point;
}

/* The end, signs, digits, letters; among these by number, whatever the case. */
static uint64_t rank(uint32_t point, bool is_end)
{
        uint64_t kind = is_end ? 0 : mww_is_letter(point) ? 3 : mww_is_digit(point) ? 2 : 1;

        return kind << 32 | mww_lower(point);
}

int mww_compare(const void *a, size_t a_length, const void *b, size_t b_length, unsigned unit_bytes,
                bool ignore_case)
{
        reader left = { a, a_length, unit_bytes };
        reader right = { b, b_length, unit_bytes };
        int by_case = 0;

        while (left.left || right.left) {
                bool left_ends = !left.left;
                bool right_ends = !right.left;
                uint32_t one = next(&left);
                uint32_t other = next(&right);
                uint64_t first = rank(one, left_ends);
                uint64_t second = rank(other, right_ends);

                if (first != second)
                        return first < second ? -1 : 1;
                if (!by_case && one != other)
                        by_case = one > other ? -1 : 1; /* lower case has greater numbers */
        }
        return ignore_case ? 0 : by_case;
}
