/* SPDX-License-Identifier: MIT */
/* crt_utime.c — sys/utime.h: the times of a file, in seconds. */
#include "files/file.h"

#include <errno.h>
#include <sys/utime.h>
#include <time.h>

#define TICKS_TO_1970    INT64_C(116444736000000000)
#define TICKS_PER_SECOND 10000000
#define SECONDS_MAX      INT64_C(32535215999) /* the last of the year 3000 */

static FILETIME ticks_of(int64_t seconds)
{
        return mww_filetime((uint64_t) (seconds * TICKS_PER_SECOND + TICKS_TO_1970));
}

static bool is_known(int64_t seconds)
{
        return seconds >= 0 && seconds <= SECONDS_MAX;
}

/* What is asked for; false: a time that the C run-time doesn't know. */
static bool wanted(const struct _utimbuf *times, FILETIME *out_accessed, FILETIME *out_written)
{
        const struct _utimbuf now = { time(NULL), time(NULL) };

        if (!times)
                times = &now;
        if (!is_known(times->actime) || !is_known(times->modtime))
                return false;
        *out_accessed = ticks_of(times->actime);
        *out_written = ticks_of(times->modtime);
        return true;
}

int _utime(const char *given, struct _utimbuf *times)
{
        char path[PATH_MAX];
        FILETIME accessed;
        FILETIME written;
        DWORD attributes = GetFileAttributesA(given);
        DWORD error;

        if (attributes == INVALID_FILE_ATTRIBUTES)
                return mww_crt_fail(GetLastError());
        if (!wanted(times, &accessed, &written))
                return mww_crt_fail(ERROR_INVALID_PARAMETER);
        if (attributes & FILE_ATTRIBUTE_READONLY)
                return mww_crt_fail(ERROR_ACCESS_DENIED);
        error = mww_path_from_a(given, path);
        if (!error)
                error = mww_set_times(path, NULL, &accessed, &written);
        return error ? mww_crt_fail(error) : 0;
}

int _wutime(const WCHAR *path, struct _utimbuf *times)
{
        char bytes[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(path, bytes, &text))
                return mww_crt_fail(ERROR_FILENAME_EXCED_RANGE);
        return _utime(text, times);
}

int _futime(int descriptor, struct _utimbuf *times)
{
        char path[64];
        FILETIME accessed;
        FILETIME written;
        DWORD error;

        if (fcntl(descriptor, F_GETFD) < 0)
                return mww_crt_fail(ERROR_INVALID_HANDLE);
        if (!wanted(times, &accessed, &written))
                return mww_crt_fail(ERROR_INVALID_PARAMETER);
        mww_descriptor_path(descriptor, path);
        error = mww_set_times(path, NULL, &accessed, &written);
        return error ? mww_crt_fail(error) : 0;
}
