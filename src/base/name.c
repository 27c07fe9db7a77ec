/* SPDX-License-Identifier: MIT */
/* name.c — names of objects: their prefixes, their limits, and how messages show them.
 *
 * Any byte but backslash may stand in a name. How a name is written where the system
 * keeps it is for others to say: file_name.c where objects are files, windows/name.c
 * where the kernel has names of its own.
 */
#include "base/name.h"

#include <stdio.h>
#include <string.h>

#include <mapwire/inspect.h>

#include "base/error.h"

static const char digits[] = "0123456789ABCDEF";

const char *mwi_scope_prefix(uint32_t scope)
{
        return scope == MW_SCOPE_GLOBAL ? "Global\\" : "Local\\";
}

/* A copy that a terminal can take: odd bytes as \xHH, long ones cut with "...". */
static void quote(const char *text, uint32_t bytes, char *out, size_t room)
{
        size_t used = 0;

        for (uint32_t i = 0; i < bytes; i++) {
                unsigned char byte = (unsigned char) text[i];

                if (used + 8 > room) {
                        memcpy(out + used, "...", 3);
                        used += 3;
                        break;
                }
                if (byte >= ' ' && byte < 0x7f) {
                        out[used++] = (char) byte;
                } else {
                        out[used++] = '\\';
                        out[used++] = 'x';
                        out[used++] = digits[byte >> 4];
                        out[used++] = digits[byte & 15];
                }
        }
        out[used] = 0;
}

/* For a message about a name that is no good: all of it, prefix included. */
static const char *show(const char *name, struct mwi_name *out_name)
{
        quote(name, (uint32_t) strnlen(name, 4096), out_name->quoted, sizeof out_name->quoted);
        return out_name->quoted;
}

int mwi_name_check(const char *what, const char *name, struct mwi_name *out_name)
{
        const char *text = name;
        uint32_t scope = MW_SCOPE_LOCAL;
        size_t bytes;

        if (strncmp(name, "Local\\", 6) == 0) {
                text += 6;
        } else if (strncmp(name, "Global\\", 7) == 0) {
                text += 7;
                scope = MW_SCOPE_GLOBAL;
        }
        bytes = strlen(text);
        if (bytes == 0)
                return mwi_fail(MW_ENAME,
                                "%s: the name '%s' is only a prefix (write a name behind it)", what,
                                show(name, out_name));
        if (strchr(text, '\\'))
                return mwi_fail(
                        MW_ENAME,
                        "%s: the name '%s' holds a backslash that is not the one of "
                        "Local\\ or Global\\ (these two are the only prefixes, letter case counts)",
                        what, show(name, out_name));
        if (bytes > MW_NAME_MAX_BYTES)
                return mwi_fail(MW_ENAME, "%s: the name '%s' has %zu bytes (the limit is %u)", what,
                                show(name, out_name), bytes, MW_NAME_MAX_BYTES);
        out_name->scope = scope;
        out_name->text = text;
        out_name->bytes = (uint32_t) bytes;
        quote(text, out_name->bytes, out_name->quoted, sizeof out_name->quoted);
        return MW_OK;
}
