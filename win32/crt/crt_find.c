/* SPDX-License-Identifier: MIT */
/* crt_find.c — _findfirst and its kin: FindFirstFile with times of the C
 * library. */
#include "files/file.h"

#include <errno.h>
#include <io.h>

#define TICKS_TO_1970 UINT64_C(116444736000000000)

static long long unix_time(const FILETIME *time)
{
        return mww_ticks(time) ? (long long) (mww_ticks(time) - TICKS_TO_1970) / 10000000 : -1;
}

/* _A_NORMAL is 0, not FILE_ATTRIBUTE_NORMAL. */
static unsigned attributes_of(DWORD attributes)
{
        return attributes == FILE_ATTRIBUTE_NORMAL ? _A_NORMAL : attributes;
}

/* The entries differ only in the types of their fields. */
#define GIVE(data, out)                                                                            \
  do {                                                                                             \
    (out)->attrib = attributes_of((data)->dwFileAttributes);                                       \
    (out)->time_create = unix_time(&(data)->ftCreationTime);                                       \
    (out)->time_access = unix_time(&(data)->ftLastAccessTime);                                     \
    (out)->time_write = unix_time(&(data)->ftLastWriteTime);                                       \
    (out)->size = (data)->nFileSizeLow;                                                            \
    memcpy((out)->name, (data)->cFileName, sizeof(out)->name);                                     \
  } while (0)
#define WHOLE_SIZE(data) ((LONGLONG) (data)->nFileSizeHigh << 32 | (data)->nFileSizeLow)

static intptr_t began(HANDLE search)
{
        return search == INVALID_HANDLE_VALUE ? mww_crt_fail(GetLastError()) : (intptr_t) search;
}

static int went_on(BOOL found)
{
        if (found)
                return 0;
        mww_crt_fail(GetLastError());
        if (GetLastError() == ERROR_NO_MORE_FILES)
                errno = ENOENT;
        return -1;
}

intptr_t _findfirst(const char *pattern, struct _finddata_t *out)
{
        WIN32_FIND_DATAA data;
        HANDLE search = FindFirstFileA(pattern, &data);

        if (search != INVALID_HANDLE_VALUE)
                GIVE(&data, out);
        return began(search);
}

int _findnext(intptr_t search, struct _finddata_t *out)
{
        WIN32_FIND_DATAA data;
        BOOL found = FindNextFileA((HANDLE) search, &data);

        if (found)
                GIVE(&data, out);
        return went_on(found);
}

intptr_t _findfirst64(const char *pattern, struct __finddata64_t *out)
{
        WIN32_FIND_DATAA data;
        HANDLE search = FindFirstFileA(pattern, &data);

        if (search != INVALID_HANDLE_VALUE) {
                GIVE(&data, out);
                out->size = WHOLE_SIZE(&data);
        }
        return began(search);
}

int _findnext64(intptr_t search, struct __finddata64_t *out)
{
        WIN32_FIND_DATAA data;
        BOOL found = FindNextFileA((HANDLE) search, &data);

        if (found) {
                GIVE(&data, out);
                out->size = WHOLE_SIZE(&data);
        }
        return went_on(found);
}

intptr_t _wfindfirst64(const WCHAR *pattern, struct _wfinddata64_t *out)
{
        WIN32_FIND_DATAW data;
        HANDLE search = FindFirstFileW(pattern, &data);

        if (search != INVALID_HANDLE_VALUE) {
                GIVE(&data, out);
                out->size = WHOLE_SIZE(&data);
        }
        return began(search);
}

int _wfindnext64(intptr_t search, struct _wfinddata64_t *out)
{
        WIN32_FIND_DATAW data;
        BOOL found = FindNextFileW((HANDLE) search, &data);

        if (found) {
                GIVE(&data, out);
                out->size = WHOLE_SIZE(&data);
        }
        return went_on(found);
}

intptr_t _wfindfirst(const WCHAR *pattern, struct _wfinddata_t *out)
{
        WIN32_FIND_DATAW data;
        HANDLE search = FindFirstFileW(pattern, &data);

        if (search != INVALID_HANDLE_VALUE)
                GIVE(&data, out);
        return began(search);
}

int _wfindnext(intptr_t search, struct _wfinddata_t *out)
{
        WIN32_FIND_DATAW data;
        BOOL found = FindNextFileW((HANDLE) search, &data);

        if (found)
                GIVE(&data, out);
        return went_on(found);
}

int _findclose(intptr_t search)
{
        return FindClose((HANDLE) search) ? 0 : mww_crt_fail(GetLastError());
}
