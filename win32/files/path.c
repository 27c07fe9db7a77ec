/* SPDX-License-Identifier: MIT */
/* path.c — Windows' spelling of a path in, Linux's out.
 *
 * What a program gives is read as Windows reads it: `\` and `/` separate, `.`
 * and `..` go before the disk is asked, blanks and dots at a name's end don't
 * count, and `<>:"|?*` are in no name. The drives `C:` and `Z:` are the whole
 * file system; there is no other drive. `\\?\` and `\\.\` in front of a drive
 * are dropped.
 *
 * Case. A name is taken as spelled if it is there so; if not, one that differs
 * only in the case of A to Z is taken, so that a program finds `Config.ini` by
 * `CONFIG.INI`. Two files whose names differ only in case stay two.
 */
#include "file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <strings.h>
#include <unistd.h>

static bool is_slash(char c)
{
        return c == '\\' || c == '/';
}

/* Behind `\\?\` or `\\.\`, which say: take it as it stands. */
const char *mww_path_behind_prefix(const char *given)
{
        if (is_slash(given[0]) && is_slash(given[1]) && (given[2] == '?' || given[2] == '.') &&
            is_slash(given[3]))
                return given + 4;
        return given;
}

static bool is_in_no_name(char c)
{
        return (unsigned char) c < 32 || strchr("<>:\"|?*", c);
}

/* Blanks and dots at a name's end don't count. */
static size_t trimmed(const char *name, size_t length)
{
        while (length > 0 && (name[length - 1] == '.' || name[length - 1] == ' '))
                length--;
        return length;
}

/* A path of names that is being put together in out. */
typedef struct spelling {
        char *out;
        size_t used;
        size_t root;   /* bytes that ".." can't take away: "/", or "../../" */
        bool any_name; /* wildcards and the like, too                       */
} spelling;

static void go_up(spelling *path)
{
        size_t at = path->used;

        if (path->used > path->root) {
                while (at > path->root && path->out[at - 1] != '/')
                        at--;
                path->used = at > path->root ? at - 1 : at;
                if (path->used == 0 && path->out[0] == '/')
                        path->used = 1;
        } else if (path->root == 0 || path->out[0] != '/') { /* above where we are */
                memcpy(path->out + path->used, "../", 3);
                path->used += 3;
                path->root = path->used;
        }
}

static DWORD add_name(spelling *path, const char *name, size_t length)
{
        if (length == 0 || (length == 1 && name[0] == '.'))
                return ERROR_SUCCESS;
        if (path->used + length + 5 > PATH_MAX)
                return ERROR_FILENAME_EXCED_RANGE;
        if (length == 2 && name[0] == '.' && name[1] == '.') {
                go_up(path);
                return ERROR_SUCCESS;
        }
        for (size_t at = 0; at < length; at++)
                if (is_in_no_name(name[at]) && !path->any_name)
                        return ERROR_INVALID_NAME;
        if (!path->any_name || !memchr(name, '*', length)) /* "*." is a pattern of its own */
                length = trimmed(name, length);
        if (length == 0)
                return ERROR_SUCCESS;
        if (path->used > 0 && path->out[path->used - 1] != '/')
                path->out[path->used++] = '/';
        memcpy(path->out + path->used, name, length);
        path->used += length;
        return ERROR_SUCCESS;
}

DWORD mww_path_spell(const char *given, char out[PATH_MAX], bool any_name, bool *out_ends_in_slash)
{
        spelling path = { out, 0, 0, any_name };
        const char *rest;
        DWORD error = ERROR_SUCCESS;

        if (!given || !given[0])
                return ERROR_PATH_NOT_FOUND;
        rest = mww_path_behind_prefix(given);
        if (rest == given && given[0] == '\\' && given[1] == '\\')
                return ERROR_BAD_NETPATH; /* no other machine's files are here */
        if (isalpha((unsigned char) rest[0]) && rest[1] == ':') {
                if (!strchr("cCzZ", rest[0]))
                        return ERROR_PATH_NOT_FOUND;
                rest += 2;
        }
        if (is_slash(*rest)) {
                out[0] = '/';
                path.used = path.root = 1;
        }
        while (*rest && !error) {
                size_t length = strcspn(rest, "\\/");

                error = add_name(&path, rest, length);
                rest += length;
                rest += *rest != '\0';
        }
        if (path.used == 0)
                out[path.used++] = '.';
        if (path.used > 1 && out[path.used - 1] == '/')
                path.used--;
        out[path.used] = '\0';
        if (out_ends_in_slash)
                *out_ends_in_slash = is_slash(rest[-1]);
        return error;
}

/* The entry of a directory that name is but for its case; written over it. */
static bool find_entry(const char *directory, char *name)
{
        DIR *list = opendir(directory);
        const struct dirent *entry;
        bool found = false;

        while (list && !found && (entry = readdir(list)) != NULL) {
                found = strcasecmp(entry->d_name, name) == 0;
                if (found) /* the case of ASCII letters: the same length */
                        memcpy(name, entry->d_name, strlen(name));
        }
        if (list)
                closedir(list);
        return found;
}

void mww_path_find_case(char path[PATH_MAX])
{
        struct stat status;
        char *name = path + (path[0] == '/');

        if (lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR))
                return;
        for (;;) { /* name by name, from the root on */
                char *slash = strchr(name, '/');
                bool is_there;

                if (slash)
                        *slash = '\0';
                is_there = lstat(path, &status) == 0;
                if (!is_there) {
                        if (name == path) {
                                is_there = find_entry(".", name);
                        } else {
                                char parent[PATH_MAX];

                                memcpy(parent, path, (size_t) (name - path));
                                parent[name - path] = '\0';
                                is_there = find_entry(parent, name);
                        }
                }
                if (slash)
                        *slash = '/';
                if (!slash || !is_there)
                        return;
                name = slash + 1;
        }
}

DWORD mww_path_from_a(LPCSTR given, char out[PATH_MAX])
{
        DWORD error = mww_path_spell(given, out, false, NULL);

        if (!error)
                mww_path_find_case(out);
        return error;
}

DWORD mww_path_from_w(LPCWSTR given, char out[PATH_MAX])
{
        char bytes[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(given, bytes, &text))
                return ERROR_FILENAME_EXCED_RANGE;
        return mww_path_from_a(text, out);
}

DWORD mww_path_error(const char *path, int number)
{
        char parent[PATH_MAX];
        struct stat status;
        char *slash;

        if (number != ENOENT)
                return mww_error_of_errno(number);
        strcpy(parent, path);
        slash = strrchr(parent, '/');
        if (!slash || slash == parent)
                return ERROR_FILE_NOT_FOUND;
        *slash = '\0';
        return stat(parent, &status) == 0 && S_ISDIR(status.st_mode) ? ERROR_FILE_NOT_FOUND :
                                                                       ERROR_PATH_NOT_FOUND;
}

size_t mww_path_device_length(const char *name)
{
        return trimmed(name, strcspn(name, ":"));
}

mww_device mww_path_device(const char *given)
{
        static const struct {
                const char *name;
                mww_device device;
        } names[] = {
                { "NUL", MWW_NUL },        { "CON", MWW_CON },          { "CONIN$", MWW_CONIN },
                { "CONOUT$", MWW_CONOUT }, { "PRN", MWW_OTHER_DEVICE }, { "AUX", MWW_OTHER_DEVICE },
        };
        const char *rest = mww_path_behind_prefix(given);
        const char *last = NULL;
        bool is_prefixed = rest != given;
        size_t length;

        if (is_prefixed && strncasecmp(rest, "pipe", 4) == 0 && is_slash(rest[4]))
                return MWW_PIPE;
        if ((is_prefixed && strncasecmp(rest, "mailslot", 8) == 0 && is_slash(rest[8])) ||
            strncasecmp(given, "\\\\*\\mailslot\\", 13) == 0)
                return MWW_MAILSLOT;
        if (is_prefixed && isalpha((unsigned char) rest[0]) && rest[1] == ':')
                return MWW_NO_DEVICE;
        for (const char *at = rest; *at; at++)
                if (is_slash(*at))
                        last = at + 1;
        if (last) /* the name is a device's in every directory */
                rest = last;
        if (isalpha((unsigned char) rest[0]) && rest[1] == ':')
                rest += 2;
        length = mww_path_device_length(rest);
        for (size_t at = 0; at < sizeof names / sizeof names[0]; at++)
                if (strlen(names[at].name) == length &&
                    strncasecmp(names[at].name, rest, length) == 0)
                        return names[at].device;
        if (length == 4 && rest[3] >= '1' && rest[3] <= '9' &&
            (strncasecmp(rest, "COM", 3) == 0 || strncasecmp(rest, "LPT", 3) == 0))
                return MWW_OTHER_DEVICE;
        /* `\\.\name` is a device; `\\?\name` without a drive is none, either */
        return is_prefixed ? MWW_OTHER_DEVICE : MWW_NO_DEVICE;
}
