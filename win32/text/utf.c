/* SPDX-License-Identifier: MIT */
/* utf.c — code points in UTF-8, UTF-16 and UTF-32. */
#include "utf.h"

#include <stdlib.h>
#include <string.h>

static unsigned following_bytes(unsigned char first)
{
        return first < 0x80 ? 0 :
               first < 0xC2 ? 4 :
               first < 0xE0 ? 1 :
               first < 0xF0 ? 2 :
               first < 0xF5 ? 3 :
                              4;
}

size_t mww_utf8_decode(const char *bytes, size_t length, uint32_t *out_point, bool *out_valid)
{
        static const uint32_t smallest[] = { 0, 0x80, 0x800, 0x10000 };
        const unsigned char *at = (const unsigned char *) bytes;
        unsigned more = following_bytes(at[0]);
        uint32_t point = more == 0 ? at[0] : at[0] & (0x3Fu >> more);
        bool valid = more < 4 && more < length;

        for (unsigned i = 1; valid && i <= more; i++) {
                valid = (at[i] & 0xC0) == 0x80;
                point = point << 6 | (at[i] & 0x3F);
        }
        valid = valid && point >= smallest[more] && point <= 0x10FFFF;
        *out_point = valid ? point : MWW_REPLACEMENT;
        if (out_valid)
                *out_valid = valid && (point < 0xD800 || point > 0xDFFF);
        return valid ? 1 + more : 1;
}

size_t mww_utf8_encode(uint32_t point, char out[4])
{
        if (point < 0x80) {
                out[0] = (char) point;
                return 1;
        }
        if (point < 0x800) {
                out[0] = (char) (0xC0 | point >> 6);
                out[1] = (char) (0x80 | (point & 0x3F));
                return 2;
        }
        if (point < 0x10000) {
                out[0] = (char) (0xE0 | point >> 12);
                out[1] = (char) (0x80 | (point >> 6 & 0x3F));
                out[2] = (char) (0x80 | (point & 0x3F));
                return 3;
        }
        if (point > 0x10FFFF)
                return mww_utf8_encode(MWW_REPLACEMENT, out);
        out[0] = (char) (0xF0 | point >> 18);
        out[1] = (char) (0x80 | (point >> 12 & 0x3F));
        out[2] = (char) (0x80 | (point >> 6 & 0x3F));
        out[3] = (char) (0x80 | (point & 0x3F));
        return 4;
}

/* Units may lie at odd addresses, as in a structure without padding. */
static uint32_t unit_at(const void *units, size_t index, unsigned unit_bytes)
{
        const char *at = (const char *) units + index * unit_bytes;
        uint16_t half;
        uint32_t whole;

        if (unit_bytes == 2) {
                memcpy(&half, at, sizeof half);
                return half;
        }
        memcpy(&whole, at, sizeof whole);
        return whole;
}

size_t mww_wide_decode(const void *units, size_t length, unsigned unit_bytes, uint32_t *out_point)
{
        uint32_t first = unit_at(units, 0, unit_bytes);
        uint32_t second;

        *out_point = first;
        if (unit_bytes != 2 || first < 0xD800 || first > 0xDBFF || length < 2)
                return 1;
        second = unit_at(units, 1, unit_bytes);
        if (second < 0xDC00 || second > 0xDFFF)
                return 1;
        *out_point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return 2;
}

size_t mww_wide_encode(uint32_t point, unsigned unit_bytes, void *out)
{
        uint16_t halves[2] = { (uint16_t) point, 0 };

        if (unit_bytes == 4) {
                memcpy(out, &point, sizeof point);
                return 1;
        }
        if (point < 0x10000) {
                memcpy(out, halves, sizeof halves[0]);
                return 1;
        }
        halves[0] = (uint16_t) (0xD800 + ((point - 0x10000) >> 10));
        halves[1] = (uint16_t) (0xDC00 + ((point - 0x10000) & 0x3FF));
        memcpy(out, halves, sizeof halves);
        return 2;
}

size_t mww_wide_length(const void *units, unsigned unit_bytes)
{
        size_t length = 0;

        while (unit_at(units, length, unit_bytes))
                length++;
        return length;
}

char *mww_utf8_of_wide(const void *units, size_t length, unsigned unit_bytes)
{
        char *text = malloc(length * (unit_bytes == 2 ? 3 : 4) + 1);
        size_t used = 0;

        for (size_t at = 0; text && at < length;) {
                uint32_t point;

                at += mww_wide_decode((const char *) units + at * unit_bytes, length - at,
                                      unit_bytes, &point);
                used += mww_utf8_encode(point, text + used);
        }
        if (text)
                text[used] = '\0';
        return text;
}

size_t mww_wide_count(const char *bytes, size_t length, unsigned unit_bytes)
{
        size_t units = 0;

        for (size_t at = 0; at < length;) {
                uint32_t point;

                at += mww_utf8_decode(bytes + at, length - at, &point, NULL);
                units += point > 0xFFFF && unit_bytes == 2 ? 2 : 1;
        }
        return units;
}

size_t mww_wide_fill(const char *bytes, size_t length, unsigned unit_bytes, void *out,
                     size_t room_units, size_t *out_used)
{
        size_t units = 0;
        size_t at = 0;

        while (at < length) {
                uint32_t point;
                size_t took = mww_utf8_decode(bytes + at, length - at, &point, NULL);
                size_t needed = point > 0xFFFF && unit_bytes == 2 ? 2 : 1;

                if (units + needed > room_units)
                        break;
                units += mww_wide_encode(point, unit_bytes, (char *) out + units * unit_bytes);
                at += took;
        }
        if (out_used)
                *out_used = at;
        return units;
}
