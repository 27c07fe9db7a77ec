/* SPDX-License-Identifier: MIT */
/* wide_spawn.c — the wide forms of _spawn, _exec and _popen: each is its narrow form with
 * the texts as UTF-8. Compiled twice, for wide characters of 32 and of 16 bits.
 */
#include "crt.h"

#include <errno.h>
#include <process.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define ARGUMENTS_MAX 256

static char *narrow(const wchar_t *text)
{
        return text ? mww_utf8_of_wide(text, mww_wide_length(text, sizeof *text), sizeof *text) :
                      NULL;
}

static void free_all(char **texts)
{
        for (size_t at = 0; texts && texts[at]; at++)
                free(texts[at]);
        free(texts);
}

/* NULL for NULL, and without memory. */
static char **narrow_all(const wchar_t *const *texts)
{
        size_t count = 0;
        char **all;

        while (texts && texts[count])
                count++;
        all = texts ? calloc(count + 1, sizeof *all) : NULL;
        for (size_t at = 0; all && at < count; at++) {
                all[at] = narrow(texts[at]);
                if (!all[at]) {
                        free_all(all);
                        return NULL;
                }
        }
        return all;
}

static intptr_t start(int mode, const wchar_t *file, const wchar_t *const *arguments,
                      const wchar_t *const *environment, bool searches)
{
        char *path = narrow(file);
        char **all = narrow_all(arguments);
        char **variables = narrow_all(environment);
        intptr_t result = -1;

        if ((file && !path) || (arguments && !all) || (environment && !variables))
                errno = ENOMEM;
        else if (searches)
                result = _spawnvpe(mode, path, (const char *const *) all,
                                   (const char *const *) variables);
        else
                result = _spawnve(mode, path, (const char *const *) all,
                                  (const char *const *) variables);
        free(path);
        free_all(all);
        free_all(variables);
        return result;
}

/* Arguments one by one, up to NULL; then maybe the environment. */
static intptr_t start_list(int mode, const wchar_t *file, const wchar_t *first, va_list list,
                           bool has_environment, bool searches)
{
        const wchar_t *arguments[ARGUMENTS_MAX] = { first };
        size_t count = first ? 1 : 0;

        while (count > 0 && count < ARGUMENTS_MAX - 1 &&
               (arguments[count] = va_arg(list, const wchar_t *)) != NULL)
                count++;
        arguments[count] = NULL;
        return start(mode, file, arguments,
                     has_environment ? va_arg(list, const wchar_t *const *) : NULL, searches);
}

#define EACH_AS(name, has_environment, searches)                                                   \
  intptr_t _wspawn##name(int mode, const wchar_t *file, const wchar_t *first, ...)                 \
  {                                                                                                \
    intptr_t result;                                                                               \
    va_list list;                                                                                  \
                                                                                                   \
    va_start(list, first);                                                                         \
    result = start_list(mode, file, first, list, has_environment, searches);                       \
    va_end(list);                                                                                  \
    return result;                                                                                 \
  }                                                                                                \
  intptr_t _wexec##name(const wchar_t *file, const wchar_t *first, ...)                            \
  {                                                                                                \
    intptr_t result;                                                                               \
    va_list list;                                                                                  \
                                                                                                   \
    va_start(list, first);                                                                         \
    result = start_list(_P_OVERLAY, file, first, list, has_environment, searches);                 \
    va_end(list);                                                                                  \
    return result;                                                                                 \
  }

EACH_AS(l, false, false)
EACH_AS(lp, false, true)
EACH_AS(le, true, false)
EACH_AS(lpe, true, true)

#define EACH(name, searches)                                                                       \
  intptr_t _wspawn##name(int mode, const wchar_t *file, const wchar_t *const *arguments)           \
  {                                                                                                \
    return start(mode, file, arguments, NULL, searches);                                           \
  }                                                                                                \
  intptr_t _wexec##name(const wchar_t *file, const wchar_t *const *arguments)                      \
  {                                                                                                \
    return start(_P_OVERLAY, file, arguments, NULL, searches);                                     \
  }                                                                                                \
  intptr_t _wspawn##name##e(int mode, const wchar_t *file, const wchar_t *const *arguments,        \
                            const wchar_t *const *environment)                                     \
  {                                                                                                \
    return start(mode, file, arguments, environment, searches);                                    \
  }                                                                                                \
  intptr_t _wexec##name##e(const wchar_t *file, const wchar_t *const *arguments,                   \
                           const wchar_t *const *environment)                                      \
  {                                                                                                \
    return start(_P_OVERLAY, file, arguments, environment, searches);                              \
  }

EACH(v, false)
EACH(vp, true)

FILE *_wpopen(const wchar_t *command, const wchar_t *mode)
{
        char *narrow_command = narrow(command);
        char *narrow_mode = narrow(mode);
        FILE *stream = _popen(narrow_command, narrow_mode);

        free(narrow_command);
        free(narrow_mode);
        return stream;
}
