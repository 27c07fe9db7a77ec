/* SPDX-License-Identifier: MIT */
/* crt_path.c — io.h and direct.h: what takes a path. As their kin of
 * fileapi.h, with errno. */
#include "files/file.h"

#include <direct.h>
#include <errno.h>
#include <io.h>
#include <stdlib.h>
#include <unistd.h>

/* Runs a W form's A form. */
#define BY_BYTES(path, call)                                                                       \
  do {                                                                                             \
    char bytes_[PATH_MAX];                                                                         \
    LPCSTR text;                                                                                   \
                                                                                                   \
    if (!mww_bytes_of_wide(path, bytes_, &text))                                                   \
      return mww_crt_fail(ERROR_FILENAME_EXCED_RANGE);                                             \
    return call;                                                                                   \
  } while (0)

static int done(BOOL succeeded)
{
        return succeeded ? 0 : mww_crt_fail(GetLastError());
}

/* 0: is there; 2: may be written; 4: may be read. */
int _access(const char *given, int mode)
{
        DWORD attributes = GetFileAttributesA(given);

        if (attributes == INVALID_FILE_ATTRIBUTES)
                return mww_crt_fail(GetLastError());
        if ((mode & 2) && (attributes & FILE_ATTRIBUTE_READONLY) &&
            !(attributes & FILE_ATTRIBUTE_DIRECTORY))
                return mww_crt_fail(ERROR_ACCESS_DENIED);
        return 0;
}

int _waccess(const WCHAR *path, int mode)
{
        BY_BYTES(path, _access(text, mode));
}

int _access_s(const char *path, int mode)
{
        return _access(path, mode) < 0 ? errno : 0;
}

int _waccess_s(const WCHAR *path, int mode)
{
        return _waccess(path, mode) < 0 ? errno : 0;
}

int _unlink(const char *path)
{
        return done(DeleteFileA(path));
}

int _wunlink(const WCHAR *path)
{
        return done(DeleteFileW(path));
}

int _chmod(const char *path, int mode)
{
        DWORD attributes = GetFileAttributesA(path);

        if (attributes == INVALID_FILE_ATTRIBUTES)
                return mww_crt_fail(GetLastError());
        attributes &= ~(DWORD) FILE_ATTRIBUTE_READONLY;
        if (!(mode & _S_IWRITE))
                attributes |= FILE_ATTRIBUTE_READONLY;
        return done(SetFileAttributesA(path, attributes));
}

int _wchmod(const WCHAR *path, int mode)
{
        BY_BYTES(path, _chmod(text, mode));
}

int _mkdir(const char *path)
{
        return done(CreateDirectoryA(path, NULL));
}

int _wmkdir(const WCHAR *path)
{
        return done(CreateDirectoryW(path, NULL));
}

static int removed(BOOL succeeded)
{
        if (!succeeded && GetLastError() == ERROR_DIR_NOT_EMPTY) {
                errno = ENOTEMPTY;
                return -1;
        }
        return done(succeeded);
}

int _rmdir(const char *path)
{
        return removed(RemoveDirectoryA(path));
}

int _wrmdir(const WCHAR *path)
{
        return removed(RemoveDirectoryW(path));
}

int _chdir(const char *path)
{
        if (SetCurrentDirectoryA(path))
                return 0;
        mww_crt_fail(GetLastError());
        errno = ENOENT;
        return -1;
}

int _wchdir(const WCHAR *path)
{
        BY_BYTES(path, _chdir(text));
}

/* Without a buffer, one of at least that size is made. */
char *_getcwd(char *out, int room)
{
        char path[PATH_MAX];
        DWORD length = GetCurrentDirectoryA(sizeof path, path);

        if (length == 0 || length >= sizeof path) {
                mww_crt_fail(GetLastError());
                return NULL;
        }
        if (!out) {
                size_t size =
                        length + 1 > (DWORD) (room > 0 ? room : 0) ? length + 1 : (size_t) room;

                out = malloc(size);
                if (out)
                        strcpy(out, path);
                return out;
        }
        if (room <= 0 || length >= (DWORD) room) {
                errno = ERANGE;
                return NULL;
        }
        return strcpy(out, path);
}

WCHAR *_wgetcwd(WCHAR *out, int room)
{
        char path[PATH_MAX];
        size_t units;

        if (!_getcwd(path, sizeof path))
                return NULL;
        units = mww_wide_of_bytes(path, NULL, 0);
        if (!out) {
                room = units + 1 > (size_t) (room > 0 ? room : 0) ? (int) units + 1 : room;
                out = malloc((size_t) room * sizeof *out);
                if (!out)
                        return NULL;
        } else if (room <= 0 || units >= (size_t) room) {
                errno = ERANGE;
                return NULL;
        }
        mww_wide_of_bytes(path, out, units);
        out[units] = 0;
        return out;
}

/* There is C:, 3, and Z:, 26. */
int _getdrive(void)
{
        return 3;
}

int _chdrive(int drive)
{
        return drive == 3 || drive == 26 ? 0 : mww_crt_fail(ERROR_PATH_NOT_FOUND);
}

char *_mktemp(char *pattern)
{
        size_t length = strlen(pattern);
        struct stat status;
        char path[PATH_MAX];

        if (length < 6 || strcmp(pattern + length - 6, "XXXXXX") != 0) {
                errno = EINVAL;
                return NULL;
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
                snprintf(pattern + length - 6, 7, "%c%05u", letter, (unsigned) getpid() % 100000);
                if (mww_path_from_a(pattern, path) != ERROR_SUCCESS || lstat(path, &status) < 0)
                        return pattern;
        }
        errno = EEXIST;
        return NULL;
}

int _mktemp_s(char *pattern, size_t room)
{
        if (!pattern || strnlen(pattern, room) == room)
                return errno = EINVAL;
        return _mktemp(pattern) ? 0 : errno;
}

/* The letters that change are the last six, and ASCII. */
WCHAR *_wmktemp(WCHAR *pattern)
{
        char bytes[PATH_MAX];
        LPCSTR text;
        size_t length = 0;

        if (!mww_bytes_of_wide(pattern, bytes, &text) || !text) {
                errno = EINVAL;
                return NULL;
        }
        if (!_mktemp(bytes))
                return NULL;
        while (pattern[length])
                length++;
        for (size_t at = 1; at <= 6; at++)
                pattern[length - at] = (WCHAR) bytes[strlen(bytes) - at];
        return pattern;
}

errno_t _wmktemp_s(WCHAR *pattern, size_t room)
{
        size_t length = 0;

        while (pattern && length < room && pattern[length])
                length++;
        if (!pattern || length == room)
                return errno = EINVAL;
        return _wmktemp(pattern) ? 0 : errno;
}

/* 0 is the current drive, 3 is C. */
static bool is_drive(int drive)
{
        bool is_there = drive == 0 ||
                        (drive > 0 && drive <= 26 && (GetLogicalDrives() & 1u << (drive - 1)));

        if (!is_there) {
                SetLastError(ERROR_INVALID_DRIVE);
                errno = EACCES;
        }
        return is_there;
}

char *_getdcwd(int drive, char *out, int room)
{
        return is_drive(drive) ? _getcwd(out, room) : NULL;
}

WCHAR *_wgetdcwd(int drive, WCHAR *out, int room)
{
        return is_drive(drive) ? _wgetcwd(out, room) : NULL;
}

unsigned long _getdrives(void)
{
        return GetLogicalDrives();
}

unsigned _getdiskfree(unsigned drive, struct _diskfree_t *out)
{
        char root[] = "@:\\";
        DWORD numbers[4];

        if (!out || drive > 26)
                return errno = EINVAL;
        root[0] = (char) ('@' + drive);
        if (!GetDiskFreeSpaceA(drive ? root : NULL, &numbers[0], &numbers[1], &numbers[2],
                               &numbers[3])) {
                mww_crt_fail(GetLastError());
                return GetLastError();
        }
        out->sectors_per_cluster = numbers[0];
        out->bytes_per_sector = numbers[1];
        out->avail_clusters = numbers[2];
        out->total_clusters = numbers[3];
        return 0;
}

/* In the directory that TMP names, else in the given one; to be freed. */
char *_tempnam(const char *given, const char *prefix)
{
        const char *directory = getenv("TMP");
        static atomic_uint number;
        struct stat status;
        char name[PATH_MAX];
        char path[PATH_MAX];

        if (!directory || !*directory || GetFileAttributesA(directory) == INVALID_FILE_ATTRIBUTES)
                directory = given;
        if (!directory || GetFileAttributesA(directory) == INVALID_FILE_ATTRIBUTES)
                directory = "/tmp";
        do {
                if (snprintf(name, sizeof name, "%s/%s%u.%u", directory, prefix ? prefix : "",
                             (unsigned) getpid(),
                             atomic_fetch_add(&number, 1)) >= (int) sizeof name) {
                        errno = ENAMETOOLONG;
                        return NULL;
                }
        } while (mww_path_from_a(name, path) == ERROR_SUCCESS && lstat(path, &status) == 0);
        return strdup(name);
}

/* out NULL: memory that the caller frees. */
char *_fullpath(char *out, const char *given, size_t room)
{
        char path[PATH_MAX];
        DWORD length = GetFullPathNameA(given && *given ? given : ".", sizeof path, path, NULL);

        if (!length || length >= sizeof path || (out && length >= room)) {
                errno = length ? ERANGE : EINVAL;
                return NULL;
        }
        return out ? strcpy(out, path) : strdup(path);
}

WCHAR *_wfullpath(WCHAR *out, const WCHAR *given, size_t room)
{
        const WCHAR here[] = { '.', 0 };
        WCHAR path[PATH_MAX];
        DWORD length = GetFullPathNameW(given && *given ? given : here, PATH_MAX, path, NULL);
        size_t bytes = (length + 1) * sizeof *out;

        if (!length || length >= PATH_MAX || (out && length >= room)) {
                errno = length ? ERANGE : EINVAL;
                return NULL;
        }
        if (!out)
                out = malloc(bytes);
        return out ? memcpy(out, path, bytes) : NULL;
}
