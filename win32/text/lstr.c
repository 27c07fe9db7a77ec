/* SPDX-License-Identifier: MIT */
/* lstr.c — lstrlen, lstrcpy and their kin: they take NULL, which is an empty
 * text to read and a failure to write. (Windows also survives wild pointers.)
 */
#include "internal.h"
#include "utf.h"

int lstrlenA(LPCSTR text)
{
        return text ? (int) strlen(text) : 0;
}

int lstrlenW(LPCWSTR text)
{
        return text ? (int) mww_wide_length(text, 2) : 0;
}

LPSTR lstrcpyA(LPSTR to, LPCSTR from)
{
        if (!to || !from)
                return NULL;
        return memmove(to, from, strlen(from) + 1);
}

LPWSTR lstrcpyW(LPWSTR to, LPCWSTR from)
{
        if (!to || !from)
                return NULL;
        return memmove(to, from, (mww_wide_length(from, 2) + 1) * sizeof *to);
}

LPSTR lstrcatA(LPSTR to, LPCSTR from)
{
        if (!to || !from)
                return NULL;
        lstrcpyA(to + strlen(to), from);
        return to;
}

LPWSTR lstrcatW(LPWSTR to, LPCWSTR from)
{
        if (!to || !from)
                return NULL;
        lstrcpyW(to + mww_wide_length(to, 2), from);
        return to;
}

/* At most room - 1 characters, and the end. */
LPSTR lstrcpynA(LPSTR to, LPCSTR from, int room)
{
        size_t length;

        if (!to || !from || room <= 0)
                return room == 0 ? to : NULL;
        length = strnlen(from, (size_t) room - 1);
        memmove(to, from, length);
        to[length] = '\0';
        return to;
}

LPWSTR lstrcpynW(LPWSTR to, LPCWSTR from, int room)
{
        size_t length = 0;

        if (!to || !from || room <= 0)
                return room == 0 ? to : NULL;
        while (length < (size_t) room - 1 && from[length])
                length++;
        memmove(to, from, length * sizeof *to);
        to[length] = 0;
        return to;
}
