/* SPDX-License-Identifier: MIT */
/* environment.c — environment variables, as Windows names and expands them.
 *
 * The variables are the C library's, so getenv and a child see what is set here. Names
 * are the same whatever their case. A few that every Windows has and Linux calls
 * otherwise are answered when nobody has set them: TEMP, TMP, USERNAME, USERPROFILE,
 * COMPUTERNAME, NUMBER_OF_PROCESSORS.
 */
#include "environment.h"

#include "files/file.h"
#include "text/utf.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

extern char **environ;

MWW_LOCK(lock)

/* ---- names and values ------------------------------------------------------------- */

/* Under the lock. The variable as it is spelled; NULL. */
static const char *find(const char *name, size_t length)
{
        const char *other_case = NULL;

        for (char **at = environ; at && *at; at++) {
                if ((*at)[0] && strlen(*at) > length && (*at)[length] == '=') {
                        if (memcmp(*at, name, length) == 0)
                                return *at;
                        if (!other_case && strncasecmp(*at, name, length) == 0)
                                other_case = *at;
                }
        }
        return other_case;
}

static bool is_name(const char *name, size_t length, const char *wanted)
{
        return strlen(wanted) == length && strncasecmp(name, wanted, length) == 0;
}

/* What Linux calls otherwise. */
static char *usual_value(const char *name, size_t length)
{
        char text[PATH_MAX] = "";
        char host[256] = "";

        if (is_name(name, length, "TEMP") || is_name(name, length, "TMP")) {
                DWORD size = GetTempPathA(sizeof text, text);

                if (size > 1 && size < sizeof text)
                        text[size - 1] = '\0'; /* the last backslash */
        } else if (is_name(name, length, "USERNAME")) {
                snprintf(text, sizeof text, "%s", getenv("USER") ? getenv("USER") : "");
        } else if (is_name(name, length, "USERPROFILE")) {
                if (!getenv("HOME") || !mww_path_to_windows(getenv("HOME"), text))
                        text[0] = '\0';
        } else if (is_name(name, length, "COMPUTERNAME")) {
                gethostname(host, sizeof host - 1);
                snprintf(text, sizeof text, "%s", host);
        } else if (is_name(name, length, "NUMBER_OF_PROCESSORS")) {
                snprintf(text, sizeof text, "%ld", sysconf(_SC_NPROCESSORS_ONLN));
        }
        return text[0] ? strdup(text) : NULL;
}

/* A copy of the value, to be freed; NULL: there is no such variable. */
static char *value_of(const char *name, size_t length)
{
        const char *found;
        char *copy;

        if (length == 0)
                return NULL;
        pthread_mutex_lock(&lock);
        found = find(name, length);
        copy = found ? strdup(found + length + 1) : NULL;
        pthread_mutex_unlock(&lock);
        return copy ? copy : usual_value(name, length);
}

static char *bytes_of(LPCWSTR wide)
{
        return wide ? mww_utf8_of_wide(wide, mww_wide_length(wide, 2), 2) : NULL;
}

DWORD GetEnvironmentVariableA(LPCSTR name, LPSTR out, DWORD room)
{
        char *value = name ? value_of(name, strlen(name)) : NULL;
        DWORD length;

        if (!value)
                return mww_fail(ERROR_ENVVAR_NOT_FOUND);
        length = mww_give_a(value, out, room);
        if (!value[0])
                SetLastError(ERROR_SUCCESS);
        free(value);
        return length;
}

DWORD GetEnvironmentVariableW(LPCWSTR wide, LPWSTR out, DWORD room)
{
        char *name = bytes_of(wide);
        char *value = name ? value_of(name, strlen(name)) : NULL;
        DWORD length;

        free(name);
        if (!value)
                return mww_fail(ERROR_ENVVAR_NOT_FOUND);
        length = mww_give_w(value, out, room);
        if (!value[0])
                SetLastError(ERROR_SUCCESS);
        free(value);
        return length;
}

static DWORD set_variable(const char *name, const char *value)
{
        const char *found;
        char *spelled;
        int r = -1;

        if (!name || !name[0] || strchr(name, '='))
                return ERROR_INVALID_PARAMETER;
        pthread_mutex_lock(&lock);
        found = find(name, strlen(name));
        spelled = strndup(found ? found : name, strlen(name));
        if (spelled)
                r = value ? setenv(spelled, value, 1) : unsetenv(spelled);
        pthread_mutex_unlock(&lock);
        free(spelled);
        if (r < 0)
                return ERROR_NOT_ENOUGH_MEMORY;
        return !value && !found ? ERROR_ENVVAR_NOT_FOUND : ERROR_SUCCESS;
}

BOOL SetEnvironmentVariableA(LPCSTR name, LPCSTR value)
{
        DWORD error = set_variable(name, value);

        return error ? mww_fail(error) : TRUE;
}

BOOL SetEnvironmentVariableW(LPCWSTR wide_name, LPCWSTR wide_value)
{
        char *name = bytes_of(wide_name);
        char *value = bytes_of(wide_value);
        DWORD error = (wide_name && !name) || (wide_value && !value) ? ERROR_NOT_ENOUGH_MEMORY :
                                                                       set_variable(name, value);

        free(name);
        free(value);
        return error ? mww_fail(error) : TRUE;
}

/* ---- all of them ------------------------------------------------------------------ */

static int compare(const void *one, const void *other)
{
        return strcasecmp(*(char *const *) one, *(char *const *) other);
}

/* The block, sorted by name as on Windows. */
LPSTR GetEnvironmentStringsA(void)
{
        size_t bytes = 2;
        size_t count = 0;
        char **sorted;
        char *block = NULL;
        char *out;

        pthread_mutex_lock(&lock);
        for (char **at = environ; at && *at; at++, count++)
                bytes += strlen(*at) + 1;
        sorted = malloc((count + 1) * sizeof *sorted);
        if (sorted)
                block = calloc(1, bytes);
        if (block) {
                memcpy(sorted, environ, count * sizeof *sorted);
                qsort(sorted, count, sizeof *sorted, compare);
                out = block;
                for (size_t at = 0; at < count; at++)
                        out = stpcpy(out, sorted[at]) + 1;
        }
        pthread_mutex_unlock(&lock);
        free(sorted);
        return block ? block : (mww_fail(ERROR_NOT_ENOUGH_MEMORY), NULL);
}

LPWSTR GetEnvironmentStringsW(void)
{
        char *block = GetEnvironmentStringsA();
        size_t units = 1;
        WCHAR *wide;
        WCHAR *out;

        if (!block)
                return NULL;
        for (const char *at = block; *at; at += strlen(at) + 1)
                units += mww_wide_of_bytes(at, NULL, 0) + 1;
        wide = out = calloc(units + 1, sizeof *wide);
        for (const char *at = block; wide && *at; at += strlen(at) + 1)
                out += mww_wide_of_bytes(at, out, SIZE_MAX) + 1;
        free(block);
        return wide ? wide : (mww_fail(ERROR_NOT_ENOUGH_MEMORY), NULL);
}

BOOL FreeEnvironmentStringsA(LPSTR block)
{
        free(block);
        return TRUE;
}

BOOL FreeEnvironmentStringsW(LPWSTR block)
{
        free(block);
        return TRUE;
}

/* ---- expanding -------------------------------------------------------------------- */

/* %NAME% becomes its value; what has none stays as it is. To be freed. */
static char *expand(const char *from)
{
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);

        if (!out)
                return NULL;
        while (*from) {
                const char *end = *from == '%' ? strchr(from + 1, '%') : NULL;
                char *value = end ? value_of(from + 1, (size_t) (end - from - 1)) : NULL;

                if (value) {
                        fputs(value, out);
                        from = end + 1;
                } else {
                        fputc(*from++, out);
                        while (*from && *from != '%')
                                fputc(*from++, out);
                }
                free(value);
        }
        fclose(out);
        return text;
}

DWORD ExpandEnvironmentStringsA(LPCSTR from, LPSTR out, DWORD room)
{
        char *text = from ? expand(from) : NULL;
        DWORD needed;

        if (!text)
                return mww_fail(from ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
        needed = (DWORD) strlen(text) + 1;
        if (out && room >= needed)
                memcpy(out, text, needed);
        else if (out && room > 0)
                out[0] = '\0';
        free(text);
        return needed;
}

DWORD ExpandEnvironmentStringsW(LPCWSTR wide, LPWSTR out, DWORD room)
{
        char *from = bytes_of(wide);
        char *text = from ? expand(from) : NULL;
        DWORD needed;

        free(from);
        if (!text)
                return mww_fail(wide ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
        needed = (DWORD) mww_wide_of_bytes(text, NULL, 0) + 1;
        if (out && room >= needed) {
                mww_wide_of_bytes(text, out, room);
                out[needed - 1] = 0;
        } else if (out && room > 0) {
                out[0] = 0;
        }
        free(text);
        return needed;
}

/* ---- a child's -------------------------------------------------------------------- */

/* Names that a child needs to meet us and to find our library: on Windows neither hangs
 * on the environment. */
static bool is_needed(const char *variable)
{
        return strncmp(variable, "MAPWIRE_", 8) == 0 ||
               strncmp(variable, "LD_LIBRARY_PATH=", 16) == 0;
}

static bool has_name_of(char **variables, size_t count, const char *other)
{
        size_t length = (size_t) (strchrnul(other, '=') - other);

        for (size_t at = 0; at < count; at++)
                if (strncasecmp(variables[at], other, length + 1) == 0)
                        return true;
        return false;
}

/* The block's strings, those that Windows hides ("=C:=...") left out. */
static char **copy_block(const char *block, const char *extra)
{
        size_t bytes = 0;
        size_t count = 0;
        size_t used = 0;
        char **variables;
        char *text;

        for (const char *at = block; *at; at += strlen(at) + 1, count++)
                bytes += strlen(at) + 1;
        pthread_mutex_lock(&lock);
        for (char **at = environ; at && *at; at++, count++)
                bytes += strlen(*at) + 1;
        bytes += strlen(extra) + 1;
        variables = malloc((count + 2) * sizeof *variables + bytes);
        text = variables ? (char *) (variables + count + 2) : NULL;
        for (const char *at = block; variables && *at; at += strlen(at) + 1)
                if (*at != '=') {
                        variables[used++] = text;
                        text = stpcpy(text, at) + 1;
                }
        for (char **at = environ; variables && at && *at; at++)
                if (is_needed(*at) && !has_name_of(variables, used, *at)) {
                        variables[used++] = text;
                        text = stpcpy(text, *at) + 1;
                }
        pthread_mutex_unlock(&lock);
        if (!variables)
                return NULL;
        strcpy(text, extra);
        variables[used++] = text;
        variables[used] = NULL;
        return variables;
}

char **mww_environment_for(const void *block, bool is_wide, const char *extra)
{
        const WCHAR *units = block;
        char *bytes;
        char **variables;

        if (!block) {
                bytes = GetEnvironmentStringsA();
        } else if (!is_wide) {
                return copy_block(block, extra);
        } else {
                size_t end = 0;

                while (units[end]) /* a text each turn */
                        end += mww_wide_length(units + end, 2) + 1;
                bytes = mww_utf8_of_wide(units, end + 1, 2);
        }
        if (!bytes)
                return NULL;
        variables = copy_block(bytes, extra);
        free(bytes);
        return variables;
}
