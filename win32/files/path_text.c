/* SPDX-License-Identifier: MIT */
/* path_text.c — paths as programs are given them, and text for A and W callers.
 *
 * What comes out has Windows' form, `C:\dir\file`, because programs look for
 * the last `\` in it. What goes in may have either form (path.c).
 */
#include "file.h"

#include <ctype.h>
#include <errno.h>
#include <unistd.h>

bool mww_bytes_of_wide(LPCWSTR wide, char out[PATH_MAX], LPCSTR *out_text)
{
        *out_text = wide ? out : NULL;
        if (!wide || mww_utf8_from_utf16(wide, out, PATH_MAX))
                return true;
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return false;
}

/* One code point of UTF-8, or of the three bytes that stand for half of one. */
static const char *decode(const char *text, uint32_t *out_point)
{
        const unsigned char *at = (const unsigned char *) text;
        unsigned more = at[0] < 0xC0 ? 0 : at[0] < 0xE0 ? 1 : at[0] < 0xF0 ? 2 : 3;
        uint32_t point = more == 0 ? at[0] : at[0] & (0x3Fu >> more);

        for (unsigned i = 1; i <= more; i++) {
                if ((at[i] & 0xC0) != 0x80) { /* not UTF-8: a byte as it is */
                        *out_point = at[0];
                        return text + 1;
                }
                point = point << 6 | (at[i] & 0x3F);
        }
        *out_point = point;
        return text + 1 + more;
}

size_t mww_wide_of_bytes(const char *text, LPWSTR out, size_t room)
{
        size_t used = 0;

        while (*text) {
                uint32_t point;
                unsigned units;

                text = decode(text, &point);
                units = point < 0x10000 ? 1 : 2;
                if (used + units <= room && units == 1) {
                        out[used] = (WCHAR) point;
                } else if (used + units <= room) {
                        out[used] = (WCHAR) (0xD800 + ((point - 0x10000) >> 10));
                        out[used + 1] = (WCHAR) (0xDC00 + ((point - 0x10000) & 0x3FF));
                }
                used += units;
        }
        return used;
}

DWORD mww_give_a(const char *text, LPSTR out, DWORD room)
{
        size_t length = strlen(text);

        if (!out || length >= room)
                return (DWORD) length + 1;
        memcpy(out, text, length + 1);
        return (DWORD) length;
}

DWORD mww_give_w(const char *text, LPWSTR out, DWORD room)
{
        size_t length = mww_wide_of_bytes(text, NULL, 0);

        if (!out || length >= room)
                return (DWORD) length + 1;
        mww_wide_of_bytes(text, out, room);
        out[length] = 0;
        return (DWORD) length;
}

bool mww_path_to_windows(const char *path, char out[PATH_MAX])
{
        if (strlen(path) + 3 > PATH_MAX)
                return false;
        out[0] = 'C';
        out[1] = ':';
        strcpy(out + 2, path);
        for (char *at = out; *at; at++)
                if (*at == '/')
                        *at = '\\';
        return true;
}

/* A device's name is that of no file, wherever it stands: `\\.\name`. What is said to be
 * the kernel's own spelling keeps its front. Both without what doesn't count. False: an
 * ordinary path. */
static bool is_special(const char *given, char out[PATH_MAX], DWORD *out_error)
{
        const char *rest = mww_path_behind_prefix(given);
        bool is_drive = rest != given && isalpha((unsigned char) rest[0]) && rest[1] == ':';
        const char *last;

        if (is_drive) {
                *out_error = mww_path_full(rest, out);
                if (!*out_error && strlen(out) + 5 > PATH_MAX)
                        *out_error = ERROR_FILENAME_EXCED_RANGE;
                if (*out_error)
                        return true;
                memmove(out + 4, out, strlen(out) + 1);
                memcpy(out, given[2] == '?' ? "\\\\?\\" : "\\\\.\\", 4);
                return true;
        }
        if (mww_path_device(given) == MWW_NO_DEVICE)
                return false;
        *out_error = strlen(given) + 5 > PATH_MAX ? ERROR_FILENAME_EXCED_RANGE : ERROR_SUCCESS;
        if (*out_error)
                return true;
        if (rest != given) {
                strcpy(out, given);
                for (char *at = out; *at; at++)
                        if (*at == '/')
                                *at = '\\';
                return true;
        }
        last = given;
        for (const char *at = given; *at; at++)
                if (*at == '\\' || *at == '/' || (*at == ':' && at == given + 1))
                        last = at + 1;
        snprintf(out, PATH_MAX, "\\\\.\\%.*s", (int) mww_path_device_length(last), last);
        return true;
}

DWORD mww_path_full(const char *given, char out[PATH_MAX])
{
        char whole[PATH_MAX];
        char path[PATH_MAX];
        bool ends_in_slash = false;
        DWORD error = ERROR_SUCCESS;
        size_t length;

        if (given && is_special(given, out, &error))
                return error;
        error = mww_path_spell(given, path, true, &ends_in_slash);
        if (error)
                return error;
        if (path[0] != '/') { /* read again, below where we are */
                if (!getcwd(whole, sizeof whole))
                        return mww_error_of_errno(errno);
                length = strlen(whole);
                if (length + strlen(path) + 2 > sizeof whole)
                        return ERROR_FILENAME_EXCED_RANGE;
                whole[length] = '/';
                strcpy(whole + length + 1, path);
                error = mww_path_spell(whole, path, true, NULL);
        }
        length = strlen(path);
        if (!error && ends_in_slash && path[length - 1] != '/') {
                if (length + 2 > sizeof path)
                        return ERROR_FILENAME_EXCED_RANGE;
                strcpy(path + length, "/");
        }
        if (!error && !mww_path_to_windows(path, out))
                error = ERROR_FILENAME_EXCED_RANGE;
        return error;
}
