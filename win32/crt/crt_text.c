/* SPDX-License-Identifier: MIT */
/* crt_text.c — byte strings, numbers and paths by Windows' own names. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define UNIT               char
#define UNSIGNED           unsigned char
#define NAME(narrow, wide) narrow
#include "safe_text.h"
#include "files/path_parts.h"

/* memcpy_s clears what it can't fill. */
errno_t memcpy_s(void *to, rsize_t room, const void *from, rsize_t count)
{
        if (count == 0)
                return 0;
        if (!to)
                return mww_invalid_parameter(EINVAL);
        if (!from || room < count) {
                memset(to, 0, room);
                return mww_invalid_parameter(from ? ERANGE : EINVAL);
        }
        memcpy(to, from, count);
        return 0;
}

errno_t memmove_s(void *to, rsize_t room, const void *from, rsize_t count)
{
        if (count == 0)
                return 0;
        if (!to || !from)
                return mww_invalid_parameter(EINVAL);
        if (room < count)
                return mww_invalid_parameter(ERANGE);
        memmove(to, from, count);
        return 0;
}

int _memicmp(const void *a, const void *b, size_t count)
{
        const char *left = a;
        const char *right = b;

        for (size_t at = 0; at < count; at++) {
                int difference = (unsigned char) lower(left[at]) - (unsigned char) lower(right[at]);

                if (difference)
                        return difference;
        }
        return 0;
}

errno_t _strset_s(char *text, size_t room, int with)
{
        if (!text || strnlen(text, room) == room)
                return mww_invalid_parameter(EINVAL);
        _strset(text, with);
        return 0;
}

errno_t _strnset_s(char *text, size_t room, int with, size_t count)
{
        if (!text || strnlen(text, room) == room)
                return mww_invalid_parameter(EINVAL);
        _strnset(text, with, count);
        return 0;
}

errno_t _strerror_s(char *buffer, size_t count, const char *text)
{
        char whole[200];

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        snprintf(whole, sizeof whole, "%.94s%s%s\n", text && *text ? text : "",
                 text && *text ? ": " : "", strerror(errno));
        strncpy_s(buffer, count, whole, _TRUNCATE);
        return 0;
}

char *_strerror(const char *text)
{
        static _Thread_local char buffer[200];

        _strerror_s(buffer, sizeof buffer, text);
        return buffer;
}

void _swab(char *from, char *to, int count)
{
        for (int at = 0; at + 1 < count; at += 2) {
                char first = from[at];

                to[at] = from[at + 1];
                to[at + 1] = first;
        }
}

/* Windows' has a point always: "1.", "1.e+20". */
char *_gcvt(double value, int digits, char *buffer)
{
        size_t before;

        if (!buffer || digits < 0) {
                mww_invalid_parameter(EINVAL);
                return NULL;
        }
        sprintf(buffer, "%.*g", digits, value);
        before = strcspn(buffer, ".e");
        if (buffer[before] != '.' && !strpbrk(buffer, "nN")) {
                memmove(buffer + before + 1, buffer + before, strlen(buffer + before) + 1);
                buffer[before] = '.';
        }
        return buffer;
}

errno_t strerror_s(char *buffer, size_t count, int given)
{
        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        strncpy_s(buffer, count, strerror(given), _TRUNCATE);
        return 0;
}
