/* SPDX-License-Identifier: MIT */
/* wide_scan.c — the scanf family, narrow and wide. Compiled twice, as
 * wide_print.c is.
 */
#include "format.h"
#include "text/utf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static int scan(mww_source *source, const mww_call *call, const char *format, va_list arguments)
{
        int result;

        if (source->stream)
                flockfile(source->stream);
        result = mww_scan(source, call, format, arguments);
        if (source->stream)
                funlockfile(source->stream);
        return result;
}

static int from_stream(FILE *stream, const char *format, va_list arguments, mww_call call)
{
        mww_source source = { .stream = stream };

        call.wide_bytes = sizeof(wchar_t);
        if (!stream || !format)
                return mww_invalid_parameter(EINVAL), EOF;
        return scan(&source, &call, format, arguments);
}

static int from_bytes(const char *bytes, const char *format, va_list arguments, mww_call call)
{
        mww_source source = { .bytes = bytes };

        call.wide_bytes = sizeof(wchar_t);
        if (!bytes || !format)
                return mww_invalid_parameter(EINVAL), EOF;
        source.length = strlen(bytes);
        return scan(&source, &call, format, arguments);
}

/* From a stream, or from wide text, by a wide format. */
static int scan_wide(FILE *stream, const wchar_t *text, const wchar_t *format, va_list arguments,
                     bool is_secure)
{
        const mww_call call = { .is_wide = true, .is_secure = is_secure };
        char *bytes = NULL;
        char *narrow;
        int result = EOF;

        if (!format || (!stream && !text))
                return mww_invalid_parameter(EINVAL), EOF;
        narrow = mww_utf8_of_wide(format, mww_wide_length(format, sizeof *format), sizeof *format);
        if (text)
                bytes = mww_utf8_of_wide(text, mww_wide_length(text, sizeof *text), sizeof *text);
        if (narrow && stream)
                result = from_stream(stream, narrow, arguments, call);
        else if (narrow && bytes)
                result = from_bytes(bytes, narrow, arguments, call);
        free(bytes);
        free(narrow);
        return result;
}

#define PASS_ON(last, call)                                                                        \
  va_list arguments;                                                                               \
  int result;                                                                                      \
                                                                                                   \
  va_start(arguments, last);                                                                       \
  result = call;                                                                                   \
  va_end(arguments);                                                                               \
  return result
#define NARROW(count) ((mww_call){ .longs = longs, .first = count })
#define SECURE(count) ((mww_call){ .longs = longs, .first = count, .is_secure = true })

int mww_scanf(unsigned long long longs, const char *format, ...)
{
        PASS_ON(format, from_stream(stdin, format, arguments, NARROW(1)));
}

int mww_scanf_s(unsigned long long longs, const char *format, ...)
{
        PASS_ON(format, from_stream(stdin, format, arguments, SECURE(1)));
}

int mww_fscanf(unsigned long long longs, FILE *stream, const char *format, ...)
{
        PASS_ON(format, from_stream(stream, format, arguments, NARROW(2)));
}

int mww_fscanf_s(unsigned long long longs, FILE *stream, const char *format, ...)
{
        PASS_ON(format, from_stream(stream, format, arguments, SECURE(2)));
}

int mww_sscanf(unsigned long long longs, const char *buffer, const char *format, ...)
{
        PASS_ON(format, from_bytes(buffer, format, arguments, NARROW(2)));
}

int mww_sscanf_s(unsigned long long longs, const char *buffer, const char *format, ...)
{
        PASS_ON(format, from_bytes(buffer, format, arguments, SECURE(2)));
}

int mww_vfscanf(FILE *stream, const char *format, va_list arguments)
{
        return from_stream(stream, format, arguments, (mww_call){ 0 });
}

int mww_vscanf(const char *format, va_list arguments)
{
        return mww_vfscanf(stdin, format, arguments);
}

int mww_vsscanf(const char *buffer, const char *format, va_list arguments)
{
        return from_bytes(buffer, format, arguments, (mww_call){ 0 });
}

int vfwscanf(FILE *stream, const wchar_t *format, va_list arguments)
{
        return scan_wide(stream, NULL, format, arguments, false);
}

int vwscanf(const wchar_t *format, va_list arguments)
{
        return scan_wide(stdin, NULL, format, arguments, false);
}

int vswscanf(const wchar_t *buffer, const wchar_t *format, va_list arguments)
{
        return scan_wide(NULL, buffer, format, arguments, false);
}

int wscanf(const wchar_t *format, ...)
{
        PASS_ON(format, scan_wide(stdin, NULL, format, arguments, false));
}

int wscanf_s(const wchar_t *format, ...)
{
        PASS_ON(format, scan_wide(stdin, NULL, format, arguments, true));
}

int fwscanf(FILE *stream, const wchar_t *format, ...)
{
        PASS_ON(format, scan_wide(stream, NULL, format, arguments, false));
}

int fwscanf_s(FILE *stream, const wchar_t *format, ...)
{
        PASS_ON(format, scan_wide(stream, NULL, format, arguments, true));
}

int swscanf(const wchar_t *buffer, const wchar_t *format, ...)
{
        PASS_ON(format, scan_wide(NULL, buffer, format, arguments, false));
}

int swscanf_s(const wchar_t *buffer, const wchar_t *format, ...)
{
        PASS_ON(format, scan_wide(NULL, buffer, format, arguments, true));
}
