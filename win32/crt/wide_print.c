/* SPDX-License-Identifier: MIT */
/* wide_print.c — the printf family, narrow and wide. Compiled twice, for wide
 * characters of 32 and of 16 bits, since narrow formats can have wide texts too.
 */
#include "format.h"
#include "text/utf.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const mww_call narrow = { .wide_bytes = sizeof(wchar_t) };
static const mww_call wide = { .is_wide = true, .wide_bytes = sizeof(wchar_t) };

/* Calls a v function with what stands behind the last named parameter. */
#define PASS_ON(last, call)                                                                        \
  va_list arguments;                                                                               \
  int result;                                                                                      \
                                                                                                   \
  va_start(arguments, last);                                                                       \
  result = call;                                                                                   \
  va_end(arguments);                                                                               \
  return result

/* ---- streams -------------------------------------------------------------------- */

int mww_vfprintf(FILE *stream, const char *format, va_list arguments)
{
        char waiting[1024];
        mww_sink sink = { .stream = stream, .bytes = waiting, .room = sizeof waiting };
        int result;

        if (!stream || !format)
                return mww_invalid_parameter(EINVAL), -1;
        flockfile(stream);
        result = mww_format(&sink, &narrow, format, arguments);
        funlockfile(stream);
        return result;
}

int vfwprintf(FILE *stream, const wchar_t *format, va_list arguments)
{
        char waiting[1024];
        mww_sink sink = { .stream = stream, .bytes = waiting, .room = sizeof waiting };
        char *bytes;
        int result;

        if (!stream || !format)
                return mww_invalid_parameter(EINVAL), -1;
        bytes = mww_utf8_of_wide(format, mww_wide_length(format, sizeof *format), sizeof *format);
        if (!bytes)
                return -1;
        flockfile(stream);
        result = mww_format(&sink, &wide, bytes, arguments);
        funlockfile(stream);
        free(bytes);
        return result;
}

int mww_printf(const char *format, ...)
{
        PASS_ON(format, mww_vfprintf(stdout, format, arguments));
}

int mww_fprintf(FILE *stream, const char *format, ...)
{
        PASS_ON(format, mww_vfprintf(stream, format, arguments));
}

int mww_vprintf(const char *format, va_list arguments)
{
        return mww_vfprintf(stdout, format, arguments);
}

int wprintf(const wchar_t *format, ...)
{
        PASS_ON(format, vfwprintf(stdout, format, arguments));
}

int fwprintf(FILE *stream, const wchar_t *format, ...)
{
        PASS_ON(format, vfwprintf(stream, format, arguments));
}

int vwprintf(const wchar_t *format, va_list arguments)
{
        return vfwprintf(stdout, format, arguments);
}

/* ---- narrow memory -------------------------------------------------------------- */

/* As the standard's: ended whenever there is room for the end. */
int mww_vsnprintf(char *buffer, size_t count, const char *format, va_list arguments)
{
        mww_sink sink = { .bytes = buffer, .room = count ? count - 1 : 0 };
        int result;

        if (!format || (!buffer && count))
                return mww_invalid_parameter(EINVAL), -1;
        result = mww_format(&sink, &narrow, format, arguments);
        if (count)
                buffer[sink.length < count ? sink.length : count - 1] = '\0';
        return result;
}

/* As Windows' of old: no end where the text fills the buffer, and -1 where it
 * does not fit. */
int _vsnprintf(char *buffer, size_t count, const char *format, va_list arguments)
{
        mww_sink sink = { .bytes = buffer, .room = count };
        int result;

        if (!format || (!buffer && count))
                return mww_invalid_parameter(EINVAL), -1;
        result = mww_format(&sink, &narrow, format, arguments);
        if (sink.length < count)
                buffer[sink.length] = '\0';
        return buffer && sink.length > count ? -1 : result;
}

int _vsnprintf_s(char *buffer, size_t size, size_t count, const char *format, va_list arguments)
{
        size_t room = count == _TRUNCATE || count >= size ? size - 1 : count;
        mww_sink sink = { .bytes = buffer, .room = room };
        int result;

        if (!format || !buffer || !size)
                return mww_invalid_parameter(EINVAL), -1;
        result = mww_format(&sink, &narrow, format, arguments);
        buffer[sink.length < room ? sink.length : room] = '\0';
        if (sink.length <= room)
                return result;
        if (count != _TRUNCATE && count >= size) {
                buffer[0] = '\0';
                mww_invalid_parameter(ERANGE);
        }
        return -1;
}

int vsprintf_s(char *buffer, size_t count, const char *format, va_list arguments)
{
        return _vsnprintf_s(buffer, count, count, format, arguments);
}

int mww_vsprintf(char *buffer, const char *format, va_list arguments)
{
        return mww_vsnprintf(buffer, INT_MAX, format, arguments);
}

int _vscprintf(const char *format, va_list arguments)
{
        return mww_vsnprintf(NULL, 0, format, arguments);
}

int mww_sprintf(char *buffer, const char *format, ...)
{
        PASS_ON(format, mww_vsprintf(buffer, format, arguments));
}

int mww_snprintf(char *buffer, size_t count, const char *format, ...)
{
        PASS_ON(format, mww_vsnprintf(buffer, count, format, arguments));
}

int sprintf_s(char *buffer, size_t count, const char *format, ...)
{
        PASS_ON(format, vsprintf_s(buffer, count, format, arguments));
}

int _snprintf(char *buffer, size_t count, const char *format, ...)
{
        PASS_ON(format, _vsnprintf(buffer, count, format, arguments));
}

int _snprintf_s(char *buffer, size_t size, size_t count, const char *format, ...)
{
        PASS_ON(format, _vsnprintf_s(buffer, size, count, format, arguments));
}

int _scprintf(const char *format, ...)
{
        PASS_ON(format, _vscprintf(format, arguments));
}

/* ---- wide memory ---------------------------------------------------------------- */

/* Formats into up to room units, without an end. How many units the text has,
 * or -1. */
static int fill(wchar_t *buffer, size_t room, const wchar_t *format, va_list arguments)
{
        mww_sink sink = { .can_grow = true };
        char *bytes;
        int result = -1;

        bytes = mww_utf8_of_wide(format, mww_wide_length(format, sizeof *format), sizeof *format);
        if (bytes)
                result = mww_format(&sink, &wide, bytes, arguments);
        if (result >= 0 && room)
                mww_wide_fill(sink.bytes, sink.length, sizeof *buffer, buffer, room, NULL);
        free(sink.bytes);
        free(bytes);
        return result;
}

int vswprintf(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments)
{
        int result;

        if (!format || !buffer || !count)
                return mww_invalid_parameter(EINVAL), -1;
        memset(buffer, 0, sizeof *buffer);
        result = fill(buffer, count - 1, format, arguments);
        if (result < 0 || (size_t) result >= count) {
                buffer[count - 1] = 0;
                return -1;
        }
        buffer[result] = 0;
        return result;
}

int _vsnwprintf(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments)
{
        int result;

        if (!format || (!buffer && count))
                return mww_invalid_parameter(EINVAL), -1;
        result = fill(buffer, count, format, arguments);
        if (result >= 0 && (size_t) result < count)
                buffer[result] = 0;
        return buffer && result >= 0 && (size_t) result > count ? -1 : result;
}

int _vsnwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format,
                  va_list arguments)
{
        size_t room = count == _TRUNCATE || count >= size ? size - 1 : count;
        int result;

        if (!format || !buffer || !size)
                return mww_invalid_parameter(EINVAL), -1;
        result = fill(buffer, room, format, arguments);
        buffer[result < 0 ? 0 : (size_t) result < room ? (size_t) result : room] = 0;
        if (result < 0 || (size_t) result <= room)
                return result;
        if (count != _TRUNCATE && count >= size) {
                buffer[0] = 0;
                mww_invalid_parameter(ERANGE);
        }
        return -1;
}

int vswprintf_s(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments)
{
        return _vsnwprintf_s(buffer, count, count, format, arguments);
}

int _vswprintf(wchar_t *buffer, const wchar_t *format, va_list arguments)
{
        return vswprintf(buffer, INT_MAX, format, arguments);
}

int _vscwprintf(const wchar_t *format, va_list arguments)
{
        if (!format)
                return mww_invalid_parameter(EINVAL), -1;
        return fill(NULL, 0, format, arguments);
}

int swprintf(wchar_t *buffer, size_t count, const wchar_t *format, ...)
{
        PASS_ON(format, vswprintf(buffer, count, format, arguments));
}

int _swprintf(wchar_t *buffer, const wchar_t *format, ...)
{
        PASS_ON(format, _vswprintf(buffer, format, arguments));
}

int swprintf_s(wchar_t *buffer, size_t count, const wchar_t *format, ...)
{
        PASS_ON(format, vswprintf_s(buffer, count, format, arguments));
}

int _snwprintf(wchar_t *buffer, size_t count, const wchar_t *format, ...)
{
        PASS_ON(format, _vsnwprintf(buffer, count, format, arguments));
}

int _snwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, ...)
{
        PASS_ON(format, _vsnwprintf_s(buffer, size, count, format, arguments));
}

int _scwprintf(const wchar_t *format, ...)
{
        PASS_ON(format, _vscwprintf(format, arguments));
}
