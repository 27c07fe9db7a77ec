/* SPDX-License-Identifier: MIT */
/* crt_search.c — searching and sorting by Windows' names: in arrays, and for a file in
 * the directories that a variable lists. */
#include "crt.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

void *_lfind(const void *key, const void *base, unsigned *count, unsigned width,
             mww_compare compare)
{
        const char *at = base;

        for (unsigned left = *count; left > 0; left--, at += width)
                if (compare(key, at) == 0)
                        return (void *) (uintptr_t) at;
        return NULL;
}

void *_lsearch(const void *key, void *base, unsigned *count, unsigned width, mww_compare compare)
{
        char *found = _lfind(key, base, count, width, compare);

        if (!found) {
                found = (char *) base + (size_t) *count * width;
                memcpy(found, key, width);
                ++*count;
        }
        return found;
}

/* Here the context comes first; the C library has it last. */
typedef struct sorting {
        int (*compare)(void *context, const void *a, const void *b);
        void *context;
} sorting;

static int compare_two(const void *a, const void *b, void *how)
{
        const sorting *with = how;

        return with->compare(with->context, a, b);
}

void qsort_s(void *base, size_t count, size_t width,
             int (*compare)(void *context, const void *a, const void *b), void *context)
{
        sorting how = { compare, context };

        if ((!base && count) || !width || !compare) {
                mww_invalid_parameter(EINVAL);
                return;
        }
        qsort_r(base, count, width, compare_two, &how);
}

void *bsearch_s(const void *key, const void *base, size_t count, size_t width,
                int (*compare)(void *context, const void *key, const void *entry), void *context)
{
        const char *from = base;

        if ((!base && count) || !width || !compare) {
                mww_invalid_parameter(EINVAL);
                return NULL;
        }
        while (count > 0) {
                const char *middle = from + count / 2 * width;
                int order = compare(context, key, middle);

                if (order == 0)
                        return (void *) (uintptr_t) middle;
                if (order > 0) {
                        from = middle + width;
                        count--;
                }
                count /= 2;
        }
        return NULL;
}

#define ENVIRONMENT_MAX 32768

/* PATH may be as Linux writes it. */
static const char *directories_of(const char *variable, char room[ENVIRONMENT_MAX])
{
        const char *list = getenv(variable);

        if (!list || _stricmp(variable, "PATH") != 0 || strlen(list) >= ENVIRONMENT_MAX)
                return list;
        strcpy(room, list);
        for (char *at = room; (at = strchr(at, ':')) != NULL;)
                *at = ';';
        return room;
}

/* Here, then in the directories. errno, and an empty path where it is nowhere. */
errno_t _searchenv_s(const char *name, const char *variable, char *out, size_t room)
{
        char room_for_list[ENVIRONMENT_MAX];
        const char *list;
        DWORD length;

        if (!name || !out || !room)
                return mww_invalid_parameter(EINVAL);
        out[0] = '\0';
        list = variable ? directories_of(variable, room_for_list) : NULL;
        length = *name ? SearchPathA(".", name, NULL, (DWORD) room, out, NULL) : 0;
        if (length == 0 && *name && list && *list)
                length = SearchPathA(list, name, NULL, (DWORD) room, out, NULL);
        if (length > 0 && length < room)
                return 0;
        out[0] = '\0';
        return length ? mww_invalid_parameter(ERANGE) : (errno = ENOENT);
}

void _searchenv(const char *name, const char *variable, char *out)
{
        _searchenv_s(name, variable, out, _MAX_PATH);
}
