/* SPDX-License-Identifier: MIT */
/* path_search.c — SearchPath: where a file is, in a list of directories, or where
 * Windows looks: beside the program, in the current directory, in PATH. */
#include "file.h"

#include <stdlib.h>
#include <unistd.h>

/* Is directory/name there? Its whole path then, in Windows' form. */
static bool is_in(const char *directory, size_t length, const char *name, char out[PATH_MAX])
{
        char given[PATH_MAX];
        char path[PATH_MAX];

        if (length == 0 || snprintf(given, sizeof given, "%.*s/%s", (int) length, directory,
                                    name) >= (int) sizeof given)
                return false;
        return mww_path_from_a(given, path) == ERROR_SUCCESS && access(path, F_OK) == 0 &&
               mww_path_full(path, out) == ERROR_SUCCESS;
}

static bool is_in_list(const char *list, const char *separators, const char *name,
                       char out[PATH_MAX])
{
        while (list && *list) {
                size_t length = strcspn(list, separators);

                if (is_in(list, length, name, out))
                        return true;
                list += length + (list[length] != '\0');
        }
        return false;
}

static bool is_beside_program(const char *name, char out[PATH_MAX])
{
        char program[PATH_MAX];
        ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
        char *slash;

        if (length <= 0)
                return false;
        program[length] = '\0';
        slash = strrchr(program, '/');
        return slash && is_in(program, (size_t) (slash - program) + 1, name, out);
}

static DWORD search(LPCSTR list, LPCSTR given, LPCSTR extension, char out[PATH_MAX])
{
        char name[PATH_MAX];
        char path[PATH_MAX];
        bool has_directory;

        if (!given || !given[0])
                return ERROR_INVALID_PARAMETER;
        if (snprintf(name, sizeof name, "%s%s", given,
                     extension && !strchr(given, '.') ? extension : "") >= (int) sizeof name)
                return ERROR_FILENAME_EXCED_RANGE;
        has_directory = strpbrk(name, "\\/") || name[1] == ':';
        if (has_directory) {
                if (mww_path_from_a(name, path) == ERROR_SUCCESS && access(path, F_OK) == 0)
                        return mww_path_full(path, out);
        } else if (list) {
                if (is_in_list(list, ";", name, out))
                        return ERROR_SUCCESS;
        } else if (is_beside_program(name, out) || is_in(".", 1, name, out) ||
                   is_in_list(getenv("PATH"), ":;", name, out)) {
                return ERROR_SUCCESS;
        }
        return ERROR_FILE_NOT_FOUND;
}

DWORD SearchPathA(LPCSTR list, LPCSTR name, LPCSTR extension, DWORD room, LPSTR out,
                  LPSTR *out_name)
{
        char path[PATH_MAX];
        DWORD error = search(list, name, extension, path);
        DWORD length;

        if (error)
                return (DWORD) mww_fail(error);
        length = mww_give_a(path, out, room);
        if (out_name && out && length < room) {
                char *slash = strrchr(out, '\\');

                *out_name = slash ? slash + 1 : out;
        }
        return length;
}

DWORD SearchPathW(LPCWSTR list, LPCWSTR name, LPCWSTR extension, DWORD room, LPWSTR out,
                  LPWSTR *out_name)
{
        char bytes[3][PATH_MAX];
        LPCSTR text[3];
        char path[PATH_MAX];
        DWORD error;
        DWORD length;

        if (!mww_bytes_of_wide(list, bytes[0], &text[0]) ||
            !mww_bytes_of_wide(name, bytes[1], &text[1]) ||
            !mww_bytes_of_wide(extension, bytes[2], &text[2]))
                return 0;
        error = search(text[0], text[1], text[2], path);
        if (error)
                return (DWORD) mww_fail(error);
        length = mww_give_w(path, out, room);
        if (out_name && out && length < room)
                for (LPWSTR at = *out_name = out; *at; at++)
                        if (*at == '\\')
                                *out_name = at + 1;
        return length;
}
