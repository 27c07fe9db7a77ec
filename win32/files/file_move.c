/* SPDX-License-Identifier: MIT */
/* file_move.c — MoveFile, ReplaceFile, links. */
#include "file.h"

#include <errno.h>
#include <unistd.h>

static bool is_same(const struct stat *one, const struct stat *other)
{
        return one->st_ino == other->st_ino && one->st_dev == other->st_dev;
}

/* The target as the program spells it, even where another file of the directory
 * differs only in case: it may be the source itself, whose case is to change. */
static DWORD target_path(LPCSTR given, const struct stat *source, char out[PATH_MAX])
{
        struct stat status;
        char spelled[PATH_MAX];
        DWORD error = mww_path_spell(given, spelled, false, NULL);

        if (error)
                return error;
        strcpy(out, spelled);
        mww_path_find_case(out);
        if (lstat(out, &status) == 0 && is_same(&status, source)) {
                char *name = strrchr(out, '/');
                const char *wanted = strrchr(spelled, '/');

                strcpy(name ? name + 1 : out, wanted ? wanted + 1 : spelled);
        }
        return ERROR_SUCCESS;
}

/* May the file that is there be replaced? */
static DWORD check_target(const char *path, const struct stat *source, DWORD flags)
{
        struct stat status;
        mww_facts facts;
        DWORD error;

        if (lstat(path, &status) < 0 || is_same(&status, source))
                return ERROR_SUCCESS;
        if (!(flags & MOVEFILE_REPLACE_EXISTING))
                return ERROR_ALREADY_EXISTS;
        if (S_ISDIR(status.st_mode) || S_ISDIR(source->st_mode))
                return ERROR_ACCESS_DENIED;
        error = mww_facts_of_path(path, &facts);
        if (!error && (facts.attributes & FILE_ATTRIBUTE_READONLY))
                error = ERROR_ACCESS_DENIED;
        if (!error) {
                error = mww_share_check_delete(path, true);
                if (error == ERROR_SHARING_VIOLATION)
                        error = ERROR_ACCESS_DENIED; /* as Windows calls it here */
        }
        return error;
}

static DWORD move_path(const char *from, const char *to, DWORD flags)
{
        if (rename(from, to) == 0)
                return ERROR_SUCCESS;
        if (errno != EXDEV)
                return errno == ENOENT ? ERROR_PATH_NOT_FOUND : mww_path_error(to, errno);
        if (!(flags & MOVEFILE_COPY_ALLOWED))
                return ERROR_NOT_SAME_DEVICE;
        if (!CopyFileA(from, to, FALSE)) /* Linux's paths are Windows', too */
                return GetLastError();
        return unlink(from) < 0 ? mww_path_error(from, errno) : ERROR_SUCCESS;
}

static DWORD move_file(LPCSTR given_from, LPCSTR given_to, DWORD flags)
{
        char from[PATH_MAX];
        char to[PATH_MAX];
        struct stat status;
        DWORD error = mww_path_from_a(given_from, from);

        if (!error && lstat(from, &status) < 0)
                error = mww_path_error(from, errno);
        if (error)
                return error;
        if (!given_to) /* MOVEFILE_DELAY_UNTIL_REBOOT would delete it */
                return ERROR_INVALID_PARAMETER;
        error = target_path(given_to, &status, to);
        if (!error)
                error = mww_share_check_delete(from, false);
        if (!error)
                error = check_target(to, &status, flags);
        return error ? error : move_path(from, to, flags);
}

BOOL MoveFileExA(LPCSTR from, LPCSTR to, DWORD flags)
{
        DWORD before = GetLastError();
        DWORD error;

        if (flags & MOVEFILE_DELAY_UNTIL_REBOOT)
                return mww_fail(ERROR_NOT_SUPPORTED);
        error = move_file(from, to, flags);
        if (!error && (flags & MOVEFILE_WRITE_THROUGH))
                sync();
        SetLastError(error ? error : before);
        return !error;
}

BOOL MoveFileExW(LPCWSTR from, LPCWSTR to, DWORD flags)
{
        char bytes[2][PATH_MAX];
        LPCSTR text[2];

        return mww_bytes_of_wide(from, bytes[0], &text[0]) &&
               mww_bytes_of_wide(to, bytes[1], &text[1]) && MoveFileExA(text[0], text[1], flags);
}

BOOL MoveFileA(LPCSTR from, LPCSTR to)
{
        return MoveFileExA(from, to, MOVEFILE_COPY_ALLOWED);
}

BOOL MoveFileW(LPCWSTR from, LPCWSTR to)
{
        return MoveFileExW(from, to, MOVEFILE_COPY_ALLOWED);
}

/* The replaced file gives its attributes and its creation time to the new one. */
static DWORD replace_file(const char *replaced, const char *replacement, const char *backup)
{
        char link_name[PATH_MAX];
        struct stat status;
        mww_facts old;
        DWORD error = mww_facts_of_path(replaced, &old);

        if (!error && lstat(replacement, &status) < 0)
                error = mww_path_error(replacement, errno);
        if (!error && (old.attributes & FILE_ATTRIBUTE_READONLY))
                error = ERROR_ACCESS_DENIED;
        if (!error)
                error = mww_share_check_delete(replaced, true);
        if (!error)
                error = mww_share_check_delete(replacement, false);
        if (error)
                return error;
        if (backup[0]) {
                /* By a link, so that the name is never without a file. */
                if (snprintf(link_name, sizeof link_name, "%s~mw%d", backup, (int) getpid()) >=
                    (int) sizeof link_name)
                        return ERROR_FILENAME_EXCED_RANGE;
                unlink(link_name);
                if (link(replaced, link_name) < 0 || rename(link_name, backup) < 0) {
                        error = mww_path_error(backup, errno);
                        unlink(link_name);
                        return error;
                }
        }
        if (rename(replacement, replaced) < 0)
                return errno == EXDEV ? ERROR_UNABLE_TO_MOVE_REPLACEMENT :
                                        mww_path_error(replaced, errno);
        mww_set_times(replaced, &old.created, NULL, NULL);
        return mww_set_attributes(replaced, old.attributes);
}

BOOL ReplaceFileA(LPCSTR given_replaced, LPCSTR given_replacement, LPCSTR given_backup, DWORD flags,
                  LPVOID exclude, LPVOID reserved)
{
        char replaced[PATH_MAX];
        char replacement[PATH_MAX];
        char backup[PATH_MAX] = "";
        DWORD before = GetLastError();
        DWORD error;

        if (!given_replaced || !given_replacement)
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = mww_path_from_a(given_replaced, replaced);
        if (!error)
                error = mww_path_from_a(given_replacement, replacement);
        if (!error && given_backup)
                error = mww_path_from_a(given_backup, backup);
        if (!error)
                error = replace_file(replaced, replacement, backup);
        SetLastError(error ? error : before);
        return !error;
}

BOOL ReplaceFileW(LPCWSTR replaced, LPCWSTR replacement, LPCWSTR backup, DWORD flags,
                  LPVOID exclude, LPVOID reserved)
{
        char bytes[3][PATH_MAX];
        LPCSTR text[3];

        return mww_bytes_of_wide(replaced, bytes[0], &text[0]) &&
               mww_bytes_of_wide(replacement, bytes[1], &text[1]) &&
               mww_bytes_of_wide(backup, bytes[2], &text[2]) &&
               ReplaceFileA(text[0], text[1], text[2], flags, exclude, reserved);
}

BOOL CreateHardLinkA(LPCSTR given_name, LPCSTR given_file, LPSECURITY_ATTRIBUTES security)
{
        char name[PATH_MAX];
        char file[PATH_MAX];
        DWORD error = mww_path_from_a(given_name, name);

        if (!error)
                error = mww_path_from_a(given_file, file);
        if (!error && access(file, F_OK) < 0)
                error = mww_path_error(file, errno);
        if (!error && link(file, name) < 0) {
                error = errno == EEXIST ? ERROR_ALREADY_EXISTS : mww_path_error(name, errno);
                if (error == ERROR_FILE_NOT_FOUND)
                        error = ERROR_PATH_NOT_FOUND;
        }
        return error ? mww_fail(error) : TRUE;
}

BOOL CreateHardLinkW(LPCWSTR name, LPCWSTR file, LPSECURITY_ATTRIBUTES security)
{
        char bytes[2][PATH_MAX];
        LPCSTR text[2];

        return mww_bytes_of_wide(name, bytes[0], &text[0]) &&
               mww_bytes_of_wide(file, bytes[1], &text[1]) &&
               CreateHardLinkA(text[0], text[1], security);
}

/* The target is written as Linux spells it; it need not exist. */
BOOLEAN CreateSymbolicLinkA(LPCSTR given_name, LPCSTR given_target, DWORD flags)
{
        char name[PATH_MAX];
        char target[PATH_MAX];
        DWORD error = mww_path_from_a(given_name, name);

        if (!error)
                error = mww_path_spell(given_target, target, false, NULL);
        if (!error && symlink(target, name) < 0)
                error = errno == EEXIST ? ERROR_ALREADY_EXISTS : mww_path_error(name, errno);
        return (BOOLEAN) (error ? mww_fail(error) : TRUE);
}

BOOLEAN CreateSymbolicLinkW(LPCWSTR name, LPCWSTR target, DWORD flags)
{
        char bytes[2][PATH_MAX];
        LPCSTR text[2];

        return mww_bytes_of_wide(name, bytes[0], &text[0]) &&
               mww_bytes_of_wide(target, bytes[1], &text[1]) &&
               CreateSymbolicLinkA(text[0], text[1], flags);
}
