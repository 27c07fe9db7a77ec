/* SPDX-License-Identifier: MIT */
/* file_delete.c — DeleteFile. The name goes at once, as on today's Windows; who
 * has the file open, and shares its deletion, keeps it. */
#include "file.h"

#include <errno.h>
#include <unistd.h>

BOOL DeleteFileA(LPCSTR given)
{
        char path[PATH_MAX];
        struct stat status;
        mww_facts facts;
        DWORD error = mww_path_from_a(given, path);

        if (!error && mww_path_device(given) != MWW_NO_DEVICE)
                error = ERROR_FILE_NOT_FOUND;
        if (!error && lstat(path, &status) < 0)
                error = mww_path_error(path, errno);
        if (!error && S_ISDIR(status.st_mode))
                error = ERROR_ACCESS_DENIED;
        if (!error && S_ISREG(status.st_mode)) {
                error = mww_facts_of_path(path, &facts);
                if (!error && (facts.attributes & FILE_ATTRIBUTE_READONLY))
                        error = ERROR_ACCESS_DENIED;
                if (!error)
                        error = mww_share_check_delete(path, true);
        }
        if (!error && unlink(path) < 0)
                error = mww_path_error(path, errno);
        return error ? mww_fail(error) : TRUE;
}

BOOL DeleteFileW(LPCWSTR given)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) && DeleteFileA(text);
}
