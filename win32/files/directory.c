/* SPDX-License-Identifier: MIT */
/* directory.c — directories are made, removed, and one of them is the current. */
#include "file.h"

#include <errno.h>
#include <unistd.h>

BOOL CreateDirectoryA(LPCSTR given, LPSECURITY_ATTRIBUTES security)
{
        char path[PATH_MAX];
        DWORD error = mww_path_from_a(given, path);

        if (!error && mww_path_device(given) != MWW_NO_DEVICE)
                error = ERROR_DIRECTORY;
        if (!error && mkdir(path, 0777) < 0) {
                error = errno == EEXIST ? ERROR_ALREADY_EXISTS : mww_path_error(path, errno);
                if (error == ERROR_FILE_NOT_FOUND)
                        error = ERROR_PATH_NOT_FOUND;
        }
        return error ? mww_fail(error) : TRUE;
}

BOOL CreateDirectoryW(LPCWSTR given, LPSECURITY_ATTRIBUTES security)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) && CreateDirectoryA(text, security);
}

/* The directory that a process works in can't be removed on Windows. */
static bool is_current(const struct stat *status)
{
        struct stat current;

        return stat(".", &current) == 0 && current.st_ino == status->st_ino &&
               current.st_dev == status->st_dev;
}

BOOL RemoveDirectoryA(LPCSTR given)
{
        char path[PATH_MAX];
        struct stat status;
        DWORD error = mww_path_from_a(given, path);

        if (error)
                return mww_fail(error);
        if (lstat(path, &status) < 0)
                return mww_fail(mww_path_error(path, errno));
        if (!S_ISDIR(status.st_mode))
                return mww_fail(ERROR_DIRECTORY);
        if (is_current(&status))
                return mww_fail(ERROR_SHARING_VIOLATION);
        error = mww_share_check_delete(path, false);
        if (!error && rmdir(path) < 0)
                error = errno == ENOTEMPTY || errno == EEXIST ? ERROR_DIR_NOT_EMPTY :
                                                                mww_path_error(path, errno);
        return error ? mww_fail(error) : TRUE;
}

BOOL RemoveDirectoryW(LPCWSTR given)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) && RemoveDirectoryA(text);
}

BOOL SetCurrentDirectoryA(LPCSTR given)
{
        char path[PATH_MAX];
        DWORD error = mww_path_from_a(given, path);

        if (!error && chdir(path) < 0)
                error = errno == ENOTDIR ? ERROR_DIRECTORY : mww_path_error(path, errno);
        return error ? mww_fail(error) : TRUE;
}

BOOL SetCurrentDirectoryW(LPCWSTR given)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) && SetCurrentDirectoryA(text);
}

static DWORD current(char out[PATH_MAX])
{
        char path[PATH_MAX];

        if (!getcwd(path, sizeof path))
                return mww_error_of_errno(errno);
        return mww_path_to_windows(path, out) ? ERROR_SUCCESS : ERROR_FILENAME_EXCED_RANGE;
}

DWORD GetCurrentDirectoryA(DWORD room, LPSTR out)
{
        char path[PATH_MAX];
        DWORD error = current(path);

        return error ? (DWORD) mww_fail(error) : mww_give_a(path, out, room);
}

DWORD GetCurrentDirectoryW(DWORD room, LPWSTR out)
{
        char path[PATH_MAX];
        DWORD error = current(path);

        return error ? (DWORD) mww_fail(error) : mww_give_w(path, out, room);
}
