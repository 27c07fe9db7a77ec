/* SPDX-License-Identifier: MIT */
/* crt_stat.c — sys/stat.h: what is known of a file, in the C run-time's form.
 * The kind and the rights are Linux's, of which Windows has the owner's bits with
 * the same values; the time of creation is the one that GetFileTime tells.
 */
#include "files/file.h"
#include "crt.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define TICKS_TO_1970 INT64_C(116444736000000000)

static struct timespec unix_time(const FILETIME *time)
{
        return (struct timespec){ ((int64_t) mww_ticks(time) - TICKS_TO_1970) / 10000000, 0 };
}

static void fill(const struct stat *status, const mww_facts *facts, struct _stat64 *out)
{
        *out = (struct _stat64){ .st_dev = 2, .st_rdev = 2 };
        out->st_mode = (unsigned short) status->st_mode;
        out->st_nlink = (short) (status->st_nlink > INT16_MAX ? INT16_MAX : status->st_nlink);
        out->st_size = (long long) facts->size_bytes;
        out->st_atim = unix_time(&facts->accessed);
        out->st_mtim = unix_time(&facts->written);
        out->st_ctim = unix_time(&facts->created);
}

int _stat64(const char *given, struct _stat64 *out)
{
        char path[PATH_MAX];
        struct stat status;
        mww_facts facts;
        DWORD error;

        if (!given || !out)
                return mww_invalid_parameter(EINVAL), -1;
        error = mww_path_from_a(given, path);
        if (!error)
                error = mww_facts_of_path(path, &facts);
        if (error)
                return mww_crt_fail(error);
        if (stat(path, &status) < 0)
                return mww_crt_fail_errno();
        fill(&status, &facts, out);
        return 0;
}

int _wstat64(const WCHAR *given, struct _stat64 *out)
{
        char bytes[PATH_MAX];
        LPCSTR text;

        if (!given || !out)
                return mww_invalid_parameter(EINVAL), -1;
        if (!mww_bytes_of_wide(given, bytes, &text))
                return mww_crt_fail(ERROR_FILENAME_EXCED_RANGE);
        return _stat64(text, out);
}

int _fstat64(int descriptor, struct _stat64 *out)
{
        struct stat status;
        mww_facts facts;
        DWORD error;

        if (!out)
                return mww_invalid_parameter(EINVAL), -1;
        if (fstat(descriptor, &status) < 0)
                return mww_crt_fail_errno();
        error = mww_facts_of_descriptor(descriptor, &facts);
        if (error)
                return mww_crt_fail(error);
        fill(&status, &facts, out);
        return 0;
}
