/* SPDX-License-Identifier: MIT */
/* text.c — from Windows' UTF-16 to Linux's UTF-8. */
#include "internal.h"
#include "utf.h"

bool mww_utf8_from_utf16(LPCWSTR wide, char *out, size_t capacity_bytes)
{
        size_t used = 0;

        for (size_t at = 0; wide[at];) {
                uint32_t point;
                char bytes[4];
                size_t length;

                /* The unit behind this one is there: the end at least. */
                at += mww_wide_decode(wide + at, 2, sizeof *wide, &point);
                length = mww_utf8_encode(point, bytes);
                if (used + length >= capacity_bytes)
                        return false;
                memcpy(out + used, bytes, length);
                used += length;
        }
        out[used] = '\0';
        return true;
}
