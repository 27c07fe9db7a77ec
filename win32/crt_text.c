/* SPDX-License-Identifier: MIT */
/* crt_text.c — byte strings, numbers and paths by Windows' own names. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define UNIT               char
#define UNSIGNED           unsigned char
#define NAME(narrow, wide) narrow
#include "safe_text.h"
#include "path_parts.h"

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

errno_t strerror_s(char *buffer, size_t count, int given)
{
        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        strncpy_s(buffer, count, strerror(given), _TRUNCATE);
        return 0;
}
