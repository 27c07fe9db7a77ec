/* SPDX-License-Identifier: MIT */
/* name.c — names of objects as the kernel has them: UTF-16, under the same prefix.
 *
 * A name is UTF-8, so that `cam` and `Größe` are what any other Windows program means
 * by them. mapwire's names may hold any byte, though: one that is no part of valid
 * UTF-8 becomes the lone surrogate U+DC00 + byte, which no text contains and the
 * kernel takes like any other unit. Encoded surrogates are no valid UTF-8, so two
 * different names never meet, and each comes back as it was.
 *
 * Another program's name with other lone surrogates is listed with U+FFFD for each of
 * them; such an object can't be named here.
 */
#include <stdlib.h>
#include <string.h>

#include "windows/system.h"

/* The code point that begins here, and how many bytes it takes; 0: not valid UTF-8. */
static int decode(const unsigned char *at, size_t left, uint32_t *out_point)
{
        static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
        int bytes = at[0] < 0x80       ? 1 :
                    at[0] >> 5 == 0x06 ? 2 :
                    at[0] >> 4 == 0x0e ? 3 :
                    at[0] >> 3 == 0x1e ? 4 :
                                         0;
        uint32_t point = bytes == 1 ? at[0] : bytes == 0 ? 0 : at[0] & (0x7fu >> bytes);

        if (bytes == 0 || (size_t) bytes > left)
                return 0;
        for (int i = 1; i < bytes; i++) {
                if (at[i] >> 6 != 2)
                        return 0;
                point = point << 6 | (at[i] & 0x3f);
        }
        if (point < least[bytes] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
                return 0;
        *out_point = point;
        return bytes;
}

void mwi_wide_name(const struct mwi_name *name, wchar_t out[MWI_WIDE_ROOM])
{
        const unsigned char *text = (const unsigned char *) name->text;
        size_t used = 0;

        for (const char *at = mwi_scope_prefix(name->scope); *at; at++)
                out[used++] = (wchar_t) *at;
        for (size_t i = 0; i < name->bytes;) {
                uint32_t point = 0;
                int bytes = decode(text + i, name->bytes - i, &point);

                if (bytes == 0) {
                        out[used++] = (wchar_t) (0xdc00 + text[i++]);
                } else if (point < 0x10000) {
                        out[used++] = (wchar_t) point;
                        i += (size_t) bytes;
                } else {
                        out[used++] = (wchar_t) (0xd7c0 + (point >> 10));
                        out[used++] = (wchar_t) (0xdc00 + (point & 0x3ff));
                        i += (size_t) bytes;
                }
        }
        out[used] = 0;
}

/* One code point as UTF-8. */
static size_t encode(uint32_t point, unsigned char *out)
{
        if (point < 0x80) {
                out[0] = (unsigned char) point;
                return 1;
        }
        if (point < 0x800) {
                out[0] = (unsigned char) (0xc0 | point >> 6);
                out[1] = (unsigned char) (0x80 | (point & 0x3f));
                return 2;
        }
        if (point < 0x10000) {
                out[0] = (unsigned char) (0xe0 | point >> 12);
                out[1] = (unsigned char) (0x80 | (point >> 6 & 0x3f));
                out[2] = (unsigned char) (0x80 | (point & 0x3f));
                return 3;
        }
        out[0] = (unsigned char) (0xf0 | point >> 18);
        out[1] = (unsigned char) (0x80 | (point >> 12 & 0x3f));
        out[2] = (unsigned char) (0x80 | (point >> 6 & 0x3f));
        out[3] = (unsigned char) (0x80 | (point & 0x3f));
        return 4;
}

int mwi_narrow_name(const wchar_t *wide, size_t units, char *out, size_t room)
{
        size_t used = 0;

        for (size_t i = 0; i < units; i++) {
                uint32_t unit = (uint16_t) wide[i],
                         next = i + 1 < units ? (uint16_t) wide[i + 1] : 0;
                unsigned char bytes[4];
                size_t count;

                if (unit >> 10 == 0x36 && next >> 10 == 0x37) {
                        count = encode(0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff), bytes);
                        i++;
                } else if (unit >= 0xdc80 && unit < 0xdd00) {
                        bytes[0] = (unsigned char) unit;
                        count = 1;
                } else {
                        count = encode(unit >> 11 == 0x1b ? 0xfffd : unit, bytes);
                }
                if (used + count + 1 > room)
                        return -1;
                memcpy(out + used, bytes, count);
                used += count;
        }
        out[used] = 0;
        return (int) used;
}

wchar_t *mwi_wide_path(const char *path)
{
        int units = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, NULL, 0);
        wchar_t *wide = units > 0 ? malloc((size_t) units * sizeof *wide) : NULL;

        if (wide)
                MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, units);
        return wide;
}
