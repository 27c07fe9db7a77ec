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

static const char *after_prefix(const char *text, const char *prefix)
{
        size_t length = strlen(prefix);

        return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

/* Strips prefixes from *text; says whether the object is the machine's. */
static bool strip_prefixes(const char **text)
{
        bool is_global = false;

        for (;;) {
                const char *rest = after_prefix(*text, "Local\\");

                if (!rest) {
                        rest = after_prefix(*text, "Global\\");
                        if (!rest)
                                return is_global;
                        is_global = true;
                }
                *text = rest;
        }
}

static DWORD resolve(const char *given, mww_name *out_name)
{
        const char *rest = given;
        bool is_global;

        if (given[0] == '\\')
                return ERROR_BAD_PATHNAME;
        is_global = strip_prefixes(&rest);
        if (rest[0] == '\0')
                return ERROR_INVALID_NAME;
        if (strchr(rest, '\\'))
                return rest[0] == '\\' ? ERROR_INVALID_NAME : ERROR_PATH_NOT_FOUND;
        if (strcmp(rest, "Local") == 0 || strcmp(rest, "Global") == 0)
                return ERROR_INVALID_HANDLE; /* the directories themselves */
        if (strlen(rest) > MW_NAME_MAX_BYTES)
                return ERROR_FILENAME_EXCED_RANGE;

        strcpy(out_name->text, is_global ? "Global\\" : "");
        strcat(out_name->text, rest);
        return ERROR_SUCCESS;
}

DWORD mww_name_from_a(LPCSTR given, mww_name *out_name)
{
        out_name->text[0] = '\0';
        out_name->is_null = !given;
        out_name->is_empty = given && given[0] == '\0';
        if (!given || !given[0])
                return ERROR_SUCCESS;
        if (strnlen(given, ANSI_MAX_CHARACTERS + 1) > ANSI_MAX_CHARACTERS)
                return ERROR_FILENAME_EXCED_RANGE;
        return resolve(given, out_name);
}

DWORD mww_name_from_w(LPCWSTR given, mww_name *out_name)
{
        /* Room for a few prefixes more than are kept. */
        char text[MW_NAME_MAX_BYTES + 64];

        out_name->text[0] = '\0';
        out_name->is_null = !given;
        out_name->is_empty = given && given[0] == 0;
        if (!given || !given[0])
                return ERROR_SUCCESS;
        if (!mww_utf8_from_utf16(given, text, sizeof text))
                return ERROR_FILENAME_EXCED_RANGE;
        return resolve(text, out_name);
}

DWORD mww_name_check_open(const mww_name *name)
{
        if (name->is_null)
                return ERROR_INVALID_PARAMETER;
        return name->is_empty ? ERROR_INVALID_HANDLE : ERROR_SUCCESS;
}
