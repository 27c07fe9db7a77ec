/* SPDX-License-Identifier: MIT */
/* wide_console.c — conio.h with wide characters. Compiled twice, for those of 32 and of
 * 16 bits, where a key may be two of them.
 */
#include "crt.h"

#include <conio.h>
#include <errno.h>
#include <stdio.h>
#include <wchar.h>

static _Thread_local wint_t second_half; /* of a pair that was read; 0: none */

static wint_t read_key(bool *out_is_special)
{
        wint_t unit = second_half;
        wchar_t units[2];
        int point;

        *out_is_special = false;
        second_half = 0;
        if (unit)
                return unit;
        point = mww_console_point(out_is_special);
        if (point == EOF)
                return WEOF;
        if (mww_wide_encode((uint32_t) point, sizeof(wchar_t), units) == 2)
                second_half = (wint_t) units[1];
        return (wint_t) units[0];
}

wint_t _getwch(void)
{
        bool is_special;

        return read_key(&is_special);
}

wint_t _getwche(void)
{
        bool is_special;
        wint_t unit = read_key(&is_special);

        if (unit != WEOF && !is_special)
                _putwch((wchar_t) unit);
        return unit;
}

wint_t _ungetwch(wint_t unit)
{
        return unit != WEOF && mww_console_unget((int) unit) ? unit : WEOF;
}

wint_t _putwch(wchar_t character)
{
        wint_t result = fputwc(character, stdout);

        fflush(stdout);
        return result;
}

int _cputws(const wchar_t *text)
{
        int result;

        if (!text) {
                mww_invalid_parameter(EINVAL);
                return -1;
        }
        result = fputws(text, stdout) < 0 ? -1 : 0;
        fflush(stdout);
        return result;
}

/* A line of less than room characters; a longer one is cut. False: the end. */
static bool read_line(wchar_t *out, size_t room, size_t *out_used)
{
        size_t used = 0;
        wint_t unit;

        while ((unit = _getwche()) != WEOF && unit != L'\r') {
                if (unit == L'\b')
                        used -= used > 0;
                else if (used + 1 < room)
                        out[used++] = (wchar_t) unit;
        }
        out[used] = 0;
        *out_used = used;
        return unit != WEOF || used > 0;
}

/* buffer[0]: the room; out: buffer[1], the length, and the text behind it. */
wchar_t *_cgetws(wchar_t *buffer)
{
        size_t used = 0;
        bool is_there = buffer && buffer[0] > 0 && read_line(buffer + 2, (size_t) buffer[0], &used);

        if (buffer)
                buffer[1] = (wchar_t) used;
        return is_there ? buffer + 2 : NULL;
}

errno_t _cgetws_s(wchar_t *buffer, size_t count, size_t *out_read)
{
        if (!buffer || !count || !out_read)
                return mww_invalid_parameter(EINVAL);
        read_line(buffer, count, out_read);
        return 0;
}

int _vcwprintf(const wchar_t *format, va_list arguments)
{
        int length = vfwprintf(stdout, format, arguments);

        fflush(stdout);
        return length;
}

int _cwprintf(const wchar_t *format, ...)
{
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = _vcwprintf(format, arguments);
        va_end(arguments);
        return length;
}

int _cwscanf(const wchar_t *format, ...)
{
        va_list arguments;
        int count;

        va_start(arguments, format);
        count = vfwscanf(stdin, format, arguments);
        va_end(arguments);
        return count;
}
