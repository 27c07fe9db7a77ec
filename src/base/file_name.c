/* SPDX-License-Identifier: MIT */
/* file_name.c — names of objects as file names, and back.
 *
 * A name may hold any byte but backslash, a file name may not ('/', "..").
 * So letters, digits, '.', '_' and '-' stand for themselves, except a dot in
 * front; every other byte becomes %XX. A name that grows too long for a file
 * name keeps its beginning, followed by "%%" and the 128-bit XXH3 of the whole
 * name; the control page has it in full, and who opens it compares.
 *
 * Nothing that the encoder writes begins with "%r", so "%registry" is free.
 */
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/name.h"

#define HASH_DIGITS 32

static const char digits[] = "0123456789ABCDEF";

static int is_plain(unsigned char byte, uint32_t position)
{
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
               (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
               (byte == '.' && position > 0);
}

/* Append the hash of the whole name behind what fits of it. */
static void shorten(struct mwi_name *name, size_t used)
{
        XXH128_hash_t hash = XXH3_128bits(name->text, name->bytes);

        if (used > MWI_FILE_NAME_MAX_BYTES - HASH_DIGITS - 2)
                used = MWI_FILE_NAME_MAX_BYTES - HASH_DIGITS - 2;
        /* never cut inside a %XX */
        for (size_t back = 1; back <= 2 && back <= used; back++)
                if (name->file[used - back] == '%') {
                        used -= back;
                        break;
                }
        snprintf(name->file + used, sizeof name->file - used, "%%%%%016llX%016llX",
                 (unsigned long long) hash.high64, (unsigned long long) hash.low64);
}

static void encode(struct mwi_name *name)
{
        size_t used = 0;

        for (uint32_t i = 0; i < name->bytes; i++) {
                unsigned char byte = (unsigned char) name->text[i];

                if (used + 3 > MWI_FILE_NAME_MAX_BYTES) {
                        shorten(name, used);
                        return;
                }
                if (is_plain(byte, i)) {
                        name->file[used++] = (char) byte;
                } else {
                        name->file[used++] = '%';
                        name->file[used++] = digits[byte >> 4];
                        name->file[used++] = digits[byte & 15];
                }
        }
        name->file[used] = 0;
}

int mwi_name_parse(const char *what, const char *name, struct mwi_name *out_name)
{
        int r = mwi_name_check(what, name, out_name);

        if (r == MW_OK)
                encode(out_name);
        return r;
}

static int digit(char letter)
{
        const char *at = letter ? strchr(digits, letter) : NULL;

        return at ? (int) (at - digits) : -1;
}

int mwi_name_decode(const char *file, char *out_text)
{
        int used = 0;

        for (const char *at = file; *at; at++) {
                if (used >= (int) MW_NAME_MAX_BYTES)
                        return -1;
                if (*at == '%') {
                        int high = digit(at[1]), low = high < 0 ? -1 : digit(at[2]);

                        if (low < 0 || high * 16 + low == 0)
                                return -1;
                        out_text[used++] = (char) (high * 16 + low);
                        at += 2;
                } else if (is_plain((unsigned char) *at, (uint32_t) (at - file))) {
                        out_text[used++] = *at;
                } else {
                        return -1;
                }
        }
        out_text[used] = 0;
        return used > 0 ? used : -1;
}
