/* SPDX-License-Identifier: MIT */
/* program_path.c — which program a CreateProcess means.
 *
 * Windows' programs end in .exe and Linux's don't, and the source that says "child.exe"
 * may have been compiled to child. So a name is tried as it is, with .exe, and without.
 * A command line without quotes is ambiguous where names have blanks; Windows tries the
 * shortest first, and so do we.
 */
#include "program_path.h"

#include "files/file.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

/* 0: it can be run. */
static DWORD try_path(const char *path)
{
        struct stat status;

        if (stat(path, &status) < 0)
                return errno == ENOTDIR || errno == ENOENT ? ERROR_FILE_NOT_FOUND :
                                                             mww_error_of_errno(errno);
        if (S_ISDIR(status.st_mode))
                return ERROR_ACCESS_DENIED;
        if (access(path, X_OK) < 0)
                return access(path, R_OK) < 0 ? ERROR_ACCESS_DENIED : ERROR_BAD_EXE_FORMAT;
        return ERROR_SUCCESS;
}

/* A path in Linux's spelling, as it is, with .exe, without. */
static DWORD try_spellings(char path[PATH_MAX])
{
        size_t length = strlen(path);
        DWORD error = try_path(path);
        DWORD other;

        if (!error || error != ERROR_FILE_NOT_FOUND)
                return error;
        if (length > 4 && strcasecmp(path + length - 4, ".exe") == 0) {
                char kept = path[length - 4];

                path[length - 4] = '\0';
                other = try_path(path);
                if (other)
                        path[length - 4] = kept;
                return other ? error : ERROR_SUCCESS;
        }
        if (length + 5 > PATH_MAX)
                return error;
        strcpy(path + length, ".exe");
        other = try_path(path);
        if (other)
                path[length] = '\0';
        return other ? error : ERROR_SUCCESS;
}

static bool has_directory(const char *name)
{
        return name[strcspn(name, "\\/:")] != '\0';
}

/* In one directory; a missing one is none. */
static DWORD try_in(const char *directory, size_t length, const char *name, char out[PATH_MAX])
{
        if (length + strlen(name) + 2 > PATH_MAX)
                return ERROR_FILE_NOT_FOUND;
        memcpy(out, directory, length);
        out[length] = '\0';
        if (length > 0 && out[length - 1] != '/')
                strcat(out, "/");
        strcat(out, name);
        return try_spellings(out);
}

/* Where this program is, here, and along PATH. */
static DWORD search(const char *name, char out[PATH_MAX])
{
        const char *at = getenv("PATH");
        char own[PATH_MAX];
        ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
        DWORD error = ERROR_FILE_NOT_FOUND;

        if (length > 0) {
                own[length] = '\0';
                *strrchr(own, '/') = '\0';
                error = try_in(own, strlen(own), name, out);
        }
        if (error == ERROR_FILE_NOT_FOUND)
                error = try_in(".", 1, name, out);
        while (error && at && *at) {
                size_t size = strcspn(at, ":");

                if (size > 0 && try_in(at, size, name, out) == ERROR_SUCCESS)
                        error = ERROR_SUCCESS;
                at += size + (at[size] == ':');
        }
        return error;
}

static DWORD find(const char *name, char out[PATH_MAX])
{
        DWORD error;

        if (!has_directory(name) && strlen(name) < PATH_MAX)
                return search(name, out);
        error = mww_path_from_a(name, out);
        if (!error)
                error = try_spellings(out);
        if (error == ERROR_FILE_NOT_FOUND)
                error = mww_path_error(out, ENOENT);
        return error;
}

/* lpApplicationName: no search along PATH. */
static DWORD find_application(const char *name, char out[PATH_MAX])
{
        DWORD error = mww_path_from_a(name, out);

        if (!error)
                error = try_spellings(out);
        if (error == ERROR_FILE_NOT_FOUND)
                error = mww_path_error(out, ENOENT);
        return error;
}

DWORD mww_program_path(const char *application, const char *line, char out[PATH_MAX])
{
        char name[PATH_MAX];
        DWORD first = ERROR_FILE_NOT_FOUND;
        size_t shortest;

        if (application)
                return find_application(application, out);
        while (*line == ' ' || *line == '\t')
                line++;
        if (*line == '"') {
                size_t size = strcspn(line + 1, "\"");

                if (size >= sizeof name)
                        return ERROR_FILENAME_EXCED_RANGE;
                memcpy(name, line + 1, size);
                name[size] = '\0';
                return size ? find(name, out) : ERROR_ACCESS_DENIED;
        }
        shortest = strcspn(line, " \t");
        for (size_t size = shortest;; size += strcspn(line + size, " \t")) {
                DWORD error;

                if (size >= sizeof name)
                        return ERROR_FILENAME_EXCED_RANGE;
                memcpy(name, line, size);
                name[size] = '\0';
                error = size ? find(name, out) : ERROR_FILE_NOT_FOUND;
                if (error == ERROR_PATH_NOT_FOUND && size > shortest)
                        error = ERROR_FILE_NOT_FOUND; /* "cmd.exe /c": no path was meant */
                if (!error || (first != ERROR_FILE_NOT_FOUND && !line[size]))
                        return error ? first : error;
                if (first == ERROR_FILE_NOT_FOUND)
                        first = error;
                if (!line[size])
                        return first;
                size += strspn(line + size, " \t");
                if (!line[size])
                        return first;
        }
}

/* ---- cmd ------------------------------------------------------------------------------ */

/* Is this the command interpreter's name, in whatever directory? */
static bool is_cmd(const char *name, size_t length)
{
        size_t begin = length;

        while (begin > 0 && !strchr("\\/:", name[begin - 1]))
                begin--;
        length -= begin;
        return (length == 3 && strncasecmp(name + begin, "cmd", 3) == 0) ||
               (length == 7 && strncasecmp(name + begin, "cmd.exe", 7) == 0);
}

/* Behind the program's name. */
static const char *behind_name(const char *line, bool *out_is_cmd)
{
        bool is_quoted;
        size_t length;

        line += strspn(line, " \t");
        is_quoted = *line == '"';
        line += is_quoted;
        length = strcspn(line, is_quoted ? "\"" : " \t/");
        *out_is_cmd = is_cmd(line, length);
        if (!*out_is_cmd && !is_quoted) { /* its directory may be spelled with slashes */
                length = strcspn(line, " \t");
                *out_is_cmd = is_cmd(line, length);
        }
        line += length;
        return is_quoted && *line ? line + 1 : line;
}

/* Behind /c, and options before that: NULL: there is none. */
static const char *command_of(const char *line)
{
        for (;;) {
                line += strspn(line, " \t");
                if (*line != '/' || !line[1])
                        return NULL;
                if (line[1] == 'c' || line[1] == 'C')
                        return line + 2 + strspn(line + 2, " \t");
                line += 1 + strcspn(line + 1, " \t/");
        }
}

char **mww_command_shell(const char *application, const char *line)
{
        bool is = application && is_cmd(application, strlen(application));
        bool line_is = false;
        const char *rest = line ? behind_name(line, &line_is) : NULL;
        const char *command = rest && (is || (!application && line_is)) ? command_of(rest) : NULL;
        size_t length = command ? strlen(command) : 0;
        char **made;
        char *text;

        if (!command)
                return NULL;
        /* Quotes around all of it, with others inside, are only cmd's. */
        if (length > 2 && command[0] == '"' && command[length - 1] == '"' &&
            memchr(command + 1, '"', length - 2)) {
                command++;
                length -= 2;
        }
        made = malloc(4 * sizeof *made + sizeof "sh\0-c" + length + 1);
        if (!made)
                return NULL;
        text = (char *) (made + 4);
        memcpy(text, "sh\0-c", sizeof "sh\0-c");
        memcpy(text + sizeof "sh\0-c", command, length);
        text[sizeof "sh\0-c" + length] = '\0';
        made[0] = text;
        made[1] = text + sizeof "sh";
        made[2] = text + sizeof "sh\0-c";
        made[3] = NULL;
        return made;
}
