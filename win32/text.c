/* SPDX-License-Identifier: MIT */
/* text.c — from Windows' UTF-16 to Linux's UTF-8. */
#include "internal.h"

static bool is_high_surrogate(unsigned unit)
{
        return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(unsigned unit)
{
        return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* Writes one code point; how many bytes. */
static size_t encode(uint32_t point, char out[4])
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
        out[0] = (char) (0xF0 | point >> 18);
        out[1] = (char) (0x80 | (point >> 12 & 0x3F));
        out[2] = (char) (0x80 | (point >> 6 & 0x3F));
        out[3] = (char) (0x80 | (point & 0x3F));
        return 4;
}

bool mww_utf8_from_utf16(LPCWSTR wide, char *out, size_t capacity_bytes)
{
        size_t used = 0;

        for (size_t at = 0; wide[at]; at++) {
                uint32_t point = (uint16_t) wide[at];
                char bytes[4];
                size_t length;

                if (is_high_surrogate(point) && is_low_surrogate((uint16_t) wide[at + 1])) {
                        at++;
                        point = 0x10000 + ((point - 0xD800) << 10) +
                                ((uint32_t) (uint16_t) wide[at] - 0xDC00);
                }
                length = encode(point, bytes);
                if (used + length >= capacity_bytes)
                        return false;
                memcpy(out + used, bytes, length);
                used += length;
        }
        out[used] = '\0';
        return true;
}
