/* SPDX-License-Identifier: MIT */
/* name.c — names of objects: Windows' syntax in, mapwire's out.
 *
 * `Local\x` and `x` are one object, `Global\x` another. The prefixes are
 * directories that contain links to each other, so `Local\Global\x` is
 * `Global\x`; once in `Global\`, `Local\` leads back to it. A backslash
 * elsewhere asks for a directory that isn't there. All other characters are
 * part of the name.
 */
#include "internal.h"

#define ANSI_MAX_CHARACTERS 259 /* MAX_PATH with its NUL */

#define GLOBAL       "Global\\"
#define GLOBAL_BYTES (sizeof GLOBAL - 1)

static const char *after_prefix(const char *text, const char *prefix, size_t bytes)
{
        return text[0] == prefix[0] && strncmp(text, prefix, bytes) == 0 ? text + bytes : NULL;
}

/* Strips prefixes from *text; says whether the object is the machine's. */
static bool strip_prefixes(const char **text)
{
        bool is_global = false;

        for (;;) {
                const char *rest = after_prefix(*text, "Local\\", sizeof "Local\\" - 1);

                if (!rest) {
                        rest = after_prefix(*text, GLOBAL, GLOBAL_BYTES);
                        if (!rest)
                                return is_global;
                        is_global = true;
                }
                *text = rest;
        }
}

/* The directories themselves are not objects of ours. */
static bool is_directory(const char *rest)
{
        return (rest[0] == 'L' || rest[0] == 'G') &&
               (strcmp(rest, "Local") == 0 || strcmp(rest, "Global") == 0);
}

/* What follows the prefixes, and whether they lead to Global\. */
static DWORD name_object(const char *rest, size_t bytes, bool is_global, mww_name *out_name)
{
        if (is_directory(rest))
                return ERROR_INVALID_HANDLE;
        if (bytes > MW_NAME_MAX_BYTES)
                return ERROR_FILENAME_EXCED_RANGE;
        out_name->text = rest;
        out_name->bytes = bytes;
        if (!is_global)
                return ERROR_SUCCESS;
        out_name->bytes += GLOBAL_BYTES;
        if (memcmp(rest - GLOBAL_BYTES, GLOBAL, GLOBAL_BYTES) == 0) {
                out_name->text = rest - GLOBAL_BYTES;
                return ERROR_SUCCESS;
        }
        memmove(out_name->room + GLOBAL_BYTES, rest, bytes + 1);
        memcpy(out_name->room, GLOBAL, GLOBAL_BYTES);
        out_name->text = out_name->room;
        return ERROR_SUCCESS;
}

static DWORD resolve_prefixed(const char *given, size_t most_bytes, mww_name *out_name)
{
        size_t bytes = strlen(given);
        const char *rest = given;
        bool is_global;

        if (bytes > most_bytes)
                return ERROR_FILENAME_EXCED_RANGE;
        if (given[0] == '\\')
                return ERROR_BAD_PATHNAME;
        is_global = strip_prefixes(&rest);
        if (rest[0] == '\0' || rest[0] == '\\')
                return ERROR_INVALID_NAME;
        if (strchr(rest, '\\'))
                return ERROR_PATH_NOT_FOUND;
        return name_object(rest, bytes - (size_t) (rest - given), is_global, out_name);
}

/* Given may be out_name's own room. Most names are short and have no prefix: one loop
 * finds that out sooner than calls do. */
static inline DWORD resolve(const char *given, size_t most_bytes, mww_name *out_name)
{
        const char *end = given;

        for (; *end; end++)
                if (*end == '\\')
                        return resolve_prefixed(given, most_bytes, out_name);
        if ((size_t) (end - given) > most_bytes)
                return ERROR_FILENAME_EXCED_RANGE;
        return name_object(given, (size_t) (end - given), false, out_name);
}

/* True: that is all that there is to say of this name. */
static bool is_none(bool is_null, bool is_empty, mww_name *out_name)
{
        out_name->text = "";
        out_name->bytes = 0;
        out_name->is_null = is_null;
        out_name->is_empty = is_empty;
        return is_null || is_empty;
}

DWORD mww_name_from_a(LPCSTR given, mww_name *out_name)
{
        if (is_none(!given, given && given[0] == '\0', out_name))
                return ERROR_SUCCESS;
        return resolve(given, ANSI_MAX_CHARACTERS, out_name);
}

DWORD mww_name_from_w(LPCWSTR given, mww_name *out_name)
{
        if (is_none(!given, given && given[0] == 0, out_name))
                return ERROR_SUCCESS;
        if (!mww_utf8_from_utf16(given, out_name->room, sizeof out_name->room))
                return ERROR_FILENAME_EXCED_RANGE;
        return resolve(out_name->room, sizeof out_name->room, out_name);
}

DWORD mww_name_check_open(const mww_name *name)
{
        if (name->is_null)
                return ERROR_INVALID_PARAMETER;
        return name->is_empty ? ERROR_INVALID_HANDLE : ERROR_SUCCESS;
}
