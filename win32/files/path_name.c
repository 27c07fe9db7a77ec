/* SPDX-License-Identifier: MIT */
/* path_name.c — paths that programs are told: whole ones, for temporary files,
 * of the system, of a file that is searched. All have Windows' form. */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static char *last_part(char *path)
{
        char *slash = strrchr(path, '\\');

        return slash && slash[1] ? slash + 1 : NULL;
}

DWORD GetFullPathNameA(LPCSTR given, DWORD room, LPSTR out, LPSTR *out_name)
{
        char path[PATH_MAX];
        DWORD error = given && given[0] ? mww_path_full(given, path) : ERROR_INVALID_NAME;
        DWORD length;

        if (error)
                return (DWORD) mww_fail(error);
        length = mww_give_a(path, out, room);
        if (out_name)
                *out_name = out && length < room ? last_part(out) : NULL;
        return length;
}

DWORD GetFullPathNameW(LPCWSTR given, DWORD room, LPWSTR out, LPWSTR *out_name)
{
        char bytes[PATH_MAX];
        char path[PATH_MAX];
        LPCSTR text;
        DWORD error;
        DWORD length;

        if (!mww_bytes_of_wide(given, bytes, &text))
                return 0;
        error = text && text[0] ? mww_path_full(text, path) : ERROR_INVALID_NAME;
        if (error)
                return (DWORD) mww_fail(error);
        length = mww_give_w(path, out, room);
        if (!out_name)
                return length;
        *out_name = NULL;
        if (out && length < room)
                for (LPWSTR at = out; *at; at++)
                        if (*at == '\\')
                                *out_name = at[1] ? at + 1 : NULL;
        return length;
}

/* There are no short names: the long one is the only one. It must exist. */
static DWORD existing(LPCSTR given, char out[PATH_MAX])
{
        char path[PATH_MAX];
        DWORD error = mww_path_from_a(given, path);

        if (!error && access(path, F_OK) < 0)
                error = mww_path_error(path, errno);
        if (error)
                return error;
        if (strlen(given) >= PATH_MAX)
                return ERROR_FILENAME_EXCED_RANGE;
        strcpy(out, given);
        return ERROR_SUCCESS;
}

DWORD GetLongPathNameA(LPCSTR given, LPSTR out, DWORD room)
{
        char path[PATH_MAX];
        DWORD error = existing(given, path);

        return error ? (DWORD) mww_fail(error) : mww_give_a(path, out, room);
}

DWORD GetLongPathNameW(LPCWSTR given, LPWSTR out, DWORD room)
{
        char bytes[PATH_MAX];
        char path[PATH_MAX];
        LPCSTR text;
        DWORD error;

        if (!mww_bytes_of_wide(given, bytes, &text))
                return 0;
        error = existing(text, path);
        return error ? (DWORD) mww_fail(error) : mww_give_w(path, out, room);
}

DWORD GetShortPathNameA(LPCSTR given, LPSTR out, DWORD room)
{
        return GetLongPathNameA(given, out, room);
}

DWORD GetShortPathNameW(LPCWSTR given, LPWSTR out, DWORD room)
{
        return GetLongPathNameW(given, out, room);
}

/* With a backslash at its end, as Windows gives it. */
static DWORD temporary(char out[PATH_MAX])
{
        const char *names[] = { "TMP", "TEMP", "TMPDIR" };
        const char *found = NULL;
        size_t length;
        DWORD error;

        for (size_t at = 0; at < sizeof names / sizeof names[0] && !found; at++) {
                found = getenv(names[at]);
                if (found && !found[0])
                        found = NULL;
        }
        error = mww_path_full(found ? found : "/tmp", out);
        if (error)
                return error;
        length = strlen(out);
        if (out[length - 1] != '\\') {
                if (length + 2 > PATH_MAX)
                        return ERROR_FILENAME_EXCED_RANGE;
                strcpy(out + length, "\\");
        }
        return ERROR_SUCCESS;
}

DWORD GetTempPathA(DWORD room, LPSTR out)
{
        char path[PATH_MAX];
        DWORD error = temporary(path);

        return error ? (DWORD) mww_fail(error) : mww_give_a(path, out, room);
}

DWORD GetTempPathW(DWORD room, LPWSTR out)
{
        char path[PATH_MAX];
        DWORD error = temporary(path);

        return error ? (DWORD) mww_fail(error) : mww_give_w(path, out, room);
}

/* Makes an empty file of an unused number; 0 + last error. */
#define STEM_BYTES (MAX_PATH - 8) /* the number, ".tmp" and the end follow */

static UINT make_temporary(const char stem[STEM_BYTES], char out[MAX_PATH])
{
        struct timespec now;
        UINT first;

        clock_gettime(CLOCK_REALTIME, &now);
        first = (UINT) (now.tv_nsec / 100 ^ now.tv_sec ^ getpid() << 4) & 0xFFFF;
        for (UINT tries = 0; tries < 0x10000; tries++) {
                UINT number = (first + tries) & 0xFFFF;
                char path[PATH_MAX];
                DWORD error;
                int descriptor;

                if (number == 0)
                        continue;
                snprintf(out, MAX_PATH, "%.*s%X.tmp", STEM_BYTES - 1, stem, number);
                error = mww_path_spell(out, path, false, NULL);
                if (error)
                        return (UINT) mww_fail(error);
                descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
                if (descriptor >= 0) {
                        close(descriptor);
                        return number;
                }
                if (errno != EEXIST)
                        return (UINT) mww_fail(mww_path_error(path, errno));
        }
        return (UINT) mww_fail(ERROR_FILE_EXISTS);
}

UINT GetTempFileNameA(LPCSTR directory, LPCSTR prefix, UINT number, LPSTR out)
{
        char stem[STEM_BYTES];
        char path[PATH_MAX];
        struct stat status;
        size_t length;
        DWORD error;

        if (!directory || !out)
                return (UINT) mww_fail(ERROR_INVALID_PARAMETER);
        length = strlen(directory);
        if (length > MAX_PATH - 14)
                return (UINT) mww_fail(ERROR_BUFFER_OVERFLOW);
        error = mww_path_from_a(directory, path);
        if (error || (number == 0 && (stat(path, &status) < 0 || !S_ISDIR(status.st_mode))))
                return (UINT) mww_fail(ERROR_DIRECTORY);
        snprintf(stem, sizeof stem, "%s%s%.3s", directory,
                 directory[length - 1] == '\\' || directory[length - 1] == '/' ? "" : "\\",
                 prefix ? prefix : "");
        if (number == 0)
                return make_temporary(stem, out);
        snprintf(out, MAX_PATH, "%.*s%X.tmp", STEM_BYTES - 1, stem, number & 0xFFFF);
        return number & 0xFFFF;
}

UINT GetTempFileNameW(LPCWSTR directory, LPCWSTR prefix, UINT number, LPWSTR out)
{
        char bytes[2][PATH_MAX];
        LPCSTR text[2];
        char name[MAX_PATH];
        UINT made;

        if (!mww_bytes_of_wide(directory, bytes[0], &text[0]) ||
            !mww_bytes_of_wide(prefix, bytes[1], &text[1]))
                return 0;
        made = GetTempFileNameA(text[0], text[1], number, out ? name : NULL);
        if (made)
                mww_give_w(name, out, MAX_PATH);
        return made;
}

UINT GetWindowsDirectoryA(LPSTR out, UINT room)
{
        return mww_give_a("C:\\Windows", out, room);
}

UINT GetWindowsDirectoryW(LPWSTR out, UINT room)
{
        return mww_give_w("C:\\Windows", out, room);
}

UINT GetSystemDirectoryA(LPSTR out, UINT room)
{
        return mww_give_a("C:\\Windows\\System32", out, room);
}

UINT GetSystemDirectoryW(LPWSTR out, UINT room)
{
        return mww_give_w("C:\\Windows\\System32", out, room);
}
