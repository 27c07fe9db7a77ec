/* SPDX-License-Identifier: MIT */
/* wide_calls.c — wide forms of calls that take a name: files, the environment,
 * commands; and numbers and times. Each is its narrow form with the text as
 * UTF-8. Compiled twice, for wide characters of 32 and of 16 bits.
 */
#include "crt.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

/* UTF-8 of a text, from malloc(); NULL for NULL. */
static char *narrow(const wchar_t *text)
{
        return text ? mww_utf8_of_wide(text, mww_wide_length(text, sizeof *text), sizeof *text) :
                      NULL;
}

/* UTF-8 into room units; false, and an empty text, where it does not fit. */
static bool widen(const char *from, wchar_t *to, size_t room)
{
        size_t length = strlen(from);
        size_t used;
        size_t units = mww_wide_fill(from, length, sizeof *to, to, room - 1, &used);

        to[used == length ? units : 0] = 0;
        return used == length;
}

/* ---- files ---------------------------------------------------------------------- */

FILE *_wfopen(const wchar_t *path, const wchar_t *mode)
{
        char *narrow_path = narrow(path);
        char *narrow_mode = narrow(mode);
        FILE *stream = mww_fopen(narrow_path, narrow_mode);

        free(narrow_path);
        free(narrow_mode);
        return stream;
}

errno_t _wfopen_s(FILE **out_stream, const wchar_t *path, const wchar_t *mode)
{
        if (!out_stream)
                return mww_invalid_parameter(EINVAL);
        *out_stream = _wfopen(path, mode);
        return *out_stream ? 0 : errno;
}

FILE *_wfsopen(const wchar_t *path, const wchar_t *mode, int share)
{
        (void) share; /* as _fsopen */
        return _wfopen(path, mode);
}

FILE *_wfreopen(const wchar_t *path, const wchar_t *mode, FILE *stream)
{
        char *narrow_path = narrow(path);
        char *narrow_mode = narrow(mode);
        FILE *result = mww_freopen(narrow_path, narrow_mode, stream);

        free(narrow_path);
        free(narrow_mode);
        return result;
}

errno_t _wfreopen_s(FILE **out_stream, const wchar_t *path, const wchar_t *mode, FILE *stream)
{
        if (!out_stream)
                return mww_invalid_parameter(EINVAL);
        *out_stream = _wfreopen(path, mode, stream);
        return *out_stream ? 0 : errno;
}

int _wremove(const wchar_t *path)
{
        char *narrow_path = narrow(path);
        int result = mww_remove(narrow_path);

        free(narrow_path);
        return result;
}

int _wrename(const wchar_t *from, const wchar_t *to)
{
        char *narrow_from = narrow(from);
        char *narrow_to = narrow(to);
        int result = mww_rename(narrow_from, narrow_to);

        free(narrow_from);
        free(narrow_to);
        return result;
}

void _wperror(const wchar_t *text)
{
        int number = errno;
        char *bytes = narrow(text);

        errno = number;
        perror(bytes);
        free(bytes);
}

int _wsystem(const wchar_t *command)
{
        char *bytes = narrow(command);
        int result = mww_system(bytes);

        free(bytes);
        return result;
}

FILE *_wfdopen(int descriptor, const wchar_t *mode)
{
        char *bytes = narrow(mode);
        FILE *stream = bytes ? fdopen(descriptor, bytes) : NULL;

        free(bytes);
        return stream;
}

/* A path of ours as wide text, from malloc(); takes bytes over. */
static wchar_t *widened(char *bytes)
{
        size_t room = bytes ? strlen(bytes) + 1 : 0;
        wchar_t *wide = bytes ? malloc(room * sizeof *wide) : NULL;

        if (wide)
                widen(bytes, wide, room);
        free(bytes);
        return wide;
}

wchar_t *_wtempnam(const wchar_t *directory, const wchar_t *prefix)
{
        char *narrow_directory = narrow(directory);
        char *narrow_prefix = narrow(prefix);
        char *made = _tempnam(narrow_directory, narrow_prefix);

        free(narrow_directory);
        free(narrow_prefix);
        return widened(made);
}

errno_t _wtmpnam_s(wchar_t *buffer, size_t count)
{
        char bytes[L_tmpnam + 1];
        errno_t failed;

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        failed = tmpnam_s(bytes, sizeof bytes);
        if (failed)
                return failed;
        return widen(bytes, buffer, count) ? 0 : mww_invalid_parameter(ERANGE);
}

wchar_t *_wtmpnam(wchar_t *buffer)
{
        static _Thread_local wchar_t own[L_tmpnam + 1];

        if (!buffer)
                buffer = own;
        return _wtmpnam_s(buffer, L_tmpnam) == 0 ? buffer : NULL;
}

errno_t _wcserror_s(wchar_t *buffer, size_t count, int number)
{
        char bytes[128];

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        strerror_s(bytes, sizeof bytes, number);
        bytes[strlen(bytes) < count ? strlen(bytes) : count - 1] = '\0';
        widen(bytes, buffer, count);
        return 0;
}

wchar_t *_wcserror(int number)
{
        static _Thread_local wchar_t buffer[128];

        return _wcserror_s(buffer, 128, number) == 0 ? buffer : NULL;
}

errno_t _wsearchenv_s(const wchar_t *name, const wchar_t *variable, wchar_t *out, size_t room)
{
        char path[4096];
        char *narrow_name = narrow(name);
        char *narrow_variable = narrow(variable);
        errno_t failed = EINVAL;

        if (name && out && room) {
                out[0] = 0;
                failed = _searchenv_s(narrow_name, narrow_variable, path, sizeof path);
        }
        free(narrow_name);
        free(narrow_variable);
        if (failed == EINVAL)
                return mww_invalid_parameter(EINVAL);
        return failed || widen(path, out, room) ? failed : mww_invalid_parameter(ERANGE);
}

void _wsearchenv(const wchar_t *name, const wchar_t *variable, wchar_t *out)
{
        _wsearchenv_s(name, variable, out, _MAX_PATH);
}

/* Behind it the text stays until the next call of this thread. */
wchar_t *_wsetlocale(int category, const wchar_t *name)
{
        static _Thread_local wchar_t wide[256];
        char *bytes = narrow(name);
        const char *now = setlocale(category, bytes);

        free(bytes);
        return now && widen(now, wide, 256) ? wide : NULL;
}

errno_t _get_wpgmptr(wchar_t **out_path)
{
        static wchar_t path[4096];

        if (!out_path)
                return mww_invalid_parameter(EINVAL);
        if (!path[0]) /* always the same: two threads may write it */
                widen(mww_program(), path, 4096);
        *out_path = path;
        return 0;
}

/* ---- environment ---------------------------------------------------------------- */

wchar_t *_wgetenv(const wchar_t *name)
{
        char *bytes = narrow(name);
        const void *value = bytes ? mww_wide_environment(bytes, sizeof(wchar_t)) : NULL;

        free(bytes);
        return (wchar_t *) (uintptr_t) value;
}

errno_t _wdupenv_s(wchar_t **out_value, size_t *out_count, const wchar_t *name)
{
        const wchar_t *value;

        if (!out_value || !name)
                return mww_invalid_parameter(EINVAL);
        value = _wgetenv(name);
        *out_value = value ? _wcsdup(value) : NULL;
        if (value && !*out_value)
                return ENOMEM;
        if (out_count)
                *out_count = value ? mww_wide_length(value, sizeof *value) + 1 : 0;
        return 0;
}

errno_t _wgetenv_s(size_t *out_needed, wchar_t *buffer, size_t count, const wchar_t *name)
{
        const wchar_t *value;
        size_t needed;

        if (!out_needed || !name || (!buffer && count))
                return mww_invalid_parameter(EINVAL);
        value = _wgetenv(name);
        needed = value ? mww_wide_length(value, sizeof *value) + 1 : 0;
        *out_needed = needed;
        if (count)
                buffer[0] = 0;
        if (!count || !needed)
                return 0;
        return needed > count ? ERANGE : wcscpy_s(buffer, count, value);
}

int _wputenv(const wchar_t *assignment)
{
        char *bytes = narrow(assignment);
        int result = _putenv(bytes);

        free(bytes);
        return result;
}

errno_t _wputenv_s(const wchar_t *name, const wchar_t *value)
{
        char *narrow_name = narrow(name);
        char *narrow_value = narrow(value);
        errno_t result = _putenv_s(narrow_name, narrow_value);

        free(narrow_name);
        free(narrow_value);
        return result;
}

/* ---- numbers -------------------------------------------------------------------- */

/* A number is ASCII: as many bytes as units. */
enum { NUMBER_UNITS = 400 };

static const char *digits_of(const wchar_t *text, char out[NUMBER_UNITS])
{
        size_t used = 0;

        while (used < NUMBER_UNITS - 1 && text[used] && text[used] < 0x80) {
                out[used] = (char) text[used];
                used++;
        }
        out[used] = '\0';
        return out;
}

#define NUMBER(type, name, call)                                                                   \
  type name(const wchar_t *text, wchar_t **end, int base)                                          \
  {                                                                                                \
    char bytes[NUMBER_UNITS];                                                                      \
    char *narrow_end;                                                                              \
    type value = call(digits_of(text, bytes), &narrow_end, base);                                  \
                                                                                                   \
    if (end)                                                                                       \
      *end = (wchar_t *) (uintptr_t) text + (narrow_end - bytes);                                  \
    return value;                                                                                  \
  }
NUMBER(long long, _wcstoi64, strtoll)
NUMBER(unsigned long long, _wcstoui64, strtoull)

int _wtoi(const wchar_t *text)
{
        return (int) _wcstoi64(text, NULL, 10);
}

long _wtol(const wchar_t *text)
{
        return (long) _wcstoi64(text, NULL, 10);
}

long long _wtoi64(const wchar_t *text)
{
        return _wcstoi64(text, NULL, 10);
}

double _wtof(const wchar_t *text)
{
        char bytes[NUMBER_UNITS];

        return strtod(digits_of(text, bytes), NULL);
}

/* ---- times ---------------------------------------------------------------------- */

errno_t _wasctime_s(wchar_t *buffer, size_t count, const struct tm *time)
{
        char bytes[64];
        errno_t failed = asctime_s(bytes, sizeof bytes, time);

        if (failed || !buffer || !count)
                return failed ? failed : mww_invalid_parameter(EINVAL);
        return widen(bytes, buffer, count) ? 0 : mww_invalid_parameter(ERANGE);
}

errno_t _wctime_s(wchar_t *buffer, size_t count, const time_t *time)
{
        struct tm broken;
        errno_t failed = localtime_s(&broken, time);

        return failed ? failed : _wasctime_s(buffer, count, &broken);
}

wchar_t *_wasctime(const struct tm *time)
{
        static _Thread_local wchar_t buffer[64];

        return _wasctime_s(buffer, 64, time) == 0 ? buffer : NULL;
}

wchar_t *_wctime(const time_t *time)
{
        static _Thread_local wchar_t buffer[64];

        return _wctime_s(buffer, 64, time) == 0 ? buffer : NULL;
}

wchar_t *_wstrdate(wchar_t *buffer)
{
        char bytes[9];

        widen(_strdate(bytes), buffer, sizeof bytes);
        return buffer;
}

wchar_t *_wstrtime(wchar_t *buffer)
{
        char bytes[9];

        widen(_strtime(bytes), buffer, sizeof bytes);
        return buffer;
}

errno_t _wstrdate_s(wchar_t *buffer, size_t count)
{
        char bytes[9];

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        return widen(_strdate(bytes), buffer, count) ? 0 : mww_invalid_parameter(ERANGE);
}

errno_t _wstrtime_s(wchar_t *buffer, size_t count)
{
        char bytes[9];

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        return widen(_strtime(bytes), buffer, count) ? 0 : mww_invalid_parameter(ERANGE);
}

/* ---- wide text and bytes -------------------------------------------------------- */

errno_t mbstowcs_s(size_t *out_converted, wchar_t *to, size_t room, const char *from, size_t most)
{
        size_t length;
        size_t units;
        size_t fits;

        if (out_converted)
                *out_converted = 0;
        if (!from || !to != !room)
                return mww_invalid_parameter(EINVAL);
        length = strlen(from);
        units = mww_wide_count(from, length, sizeof *to);
        if (!to) {
                if (out_converted)
                        *out_converted = units + 1;
                return 0;
        }
        fits = units < most ? units : most;
        if (fits >= room) {
                if (most != _TRUNCATE) {
                        to[0] = 0;
                        return mww_invalid_parameter(ERANGE);
                }
                fits = room - 1;
        }
        fits = mww_wide_fill(from, length, sizeof *to, to, fits, NULL);
        to[fits] = 0;
        if (out_converted)
                *out_converted = fits + 1;
        return fits < units && most == _TRUNCATE ? 80 /* STRUNCATE */ : 0;
}

errno_t wcstombs_s(size_t *out_converted, char *to, size_t room, const wchar_t *from, size_t most)
{
        char *bytes;
        size_t length;
        size_t fits;
        errno_t failed = 0;

        if (out_converted)
                *out_converted = 0;
        if (!from || !to != !room)
                return mww_invalid_parameter(EINVAL);
        bytes = narrow(from);
        if (!bytes)
                return ENOMEM;
        length = strlen(bytes);
        fits = to && length > most ? most : length;
        if (to && fits >= room) {
                fits = most == _TRUNCATE ? room - 1 : 0;
                failed = most == _TRUNCATE ? 80 : mww_invalid_parameter(ERANGE);
        }
        while (to && fits < length && fits > 0 && (bytes[fits] & 0xC0) == 0x80)
                fits--;
        if (to)
                memcpy(to, bytes, fits);
        if (to)
                to[fits] = '\0';
        if (out_converted && failed != ERANGE)
                *out_converted = fits + 1;
        free(bytes);
        return failed;
}
