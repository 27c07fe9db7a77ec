/* SPDX-License-Identifier: MIT */
/* wide_text.c — wide strings, numbers and paths by Windows' own names. */
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#define UNIT               wchar_t
#define UNSIGNED           wchar_t
#define NAME(narrow, wide) wide
#include "safe_text.h"
#include "files/path_parts.h"

errno_t wmemcpy_s(wchar_t *to, rsize_t room, const wchar_t *from, rsize_t count)
{
        return memcpy_s(to, room * sizeof *to, from, count * sizeof *to);
}

errno_t wmemmove_s(wchar_t *to, rsize_t room, const wchar_t *from, rsize_t count)
{
        return memmove_s(to, room * sizeof *to, from, count * sizeof *to);
}

wchar_t *_wcsdup(const wchar_t *text)
{
        size_t bytes = (length_of(text, SIZE_MAX) + 1) * sizeof *text;
        wchar_t *copy = malloc(bytes);

        return copy ? memcpy(copy, text, bytes) : NULL;
}
