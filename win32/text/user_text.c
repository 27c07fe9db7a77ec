/* SPDX-License-Identifier: MIT */
/* user_text.c — the text functions of winuser.h: letters, wsprintf, the OEM
 * code page, which is the ANSI one.
 */
#include "internal.h"
#include "crt/format.h"
#include "letters.h"
#include "utf.h"

#include <stdlib.h>

/* ---- letters -------------------------------------------------------------------- */

/* Each character becomes one that has as many bytes, or stays as it is. */
static void change_bytes(char *text, size_t length, uint32_t (*change)(uint32_t))
{
        for (size_t at = 0; at < length;) {
                uint32_t point;
                bool valid;
                size_t took = mww_utf8_decode(text + at, length - at, &point, &valid);
                char bytes[4];

                if (valid && mww_utf8_encode(change(point), bytes) == took)
                        memcpy(text + at, bytes, took);
                at += took;
        }
}

static void change_units(WCHAR *text, size_t length, uint32_t (*change)(uint32_t))
{
        for (size_t at = 0; at < length; at++) {
                uint32_t changed = change(text[at]);

                if (changed <= 0xFFFF)
                        text[at] = (WCHAR) changed;
        }
}

/* What is not an address but a single character, by its number. */
static bool is_character(const void *text)
{
        return (uintptr_t) text <= 0xFFFF;
}

LPSTR CharUpperA(LPSTR text)
{
        if (is_character(text))
                return (LPSTR) (uintptr_t) ((uintptr_t) text < 0x80 ?
                                                    mww_upper((uint32_t) (uintptr_t) text) :
                                                    (uint32_t) (uintptr_t) text);
        change_bytes(text, strlen(text), mww_upper);
        return text;
}

LPSTR CharLowerA(LPSTR text)
{
        if (is_character(text))
                return (LPSTR) (uintptr_t) ((uintptr_t) text < 0x80 ?
                                                    mww_lower((uint32_t) (uintptr_t) text) :
                                                    (uint32_t) (uintptr_t) text);
        change_bytes(text, strlen(text), mww_lower);
        return text;
}

LPWSTR CharUpperW(LPWSTR text)
{
        if (is_character(text))
                return (LPWSTR) (uintptr_t) mww_upper((uint32_t) (uintptr_t) text);
        change_units(text, mww_wide_length(text, 2), mww_upper);
        return text;
}

LPWSTR CharLowerW(LPWSTR text)
{
        if (is_character(text))
                return (LPWSTR) (uintptr_t) mww_lower((uint32_t) (uintptr_t) text);
        change_units(text, mww_wide_length(text, 2), mww_lower);
        return text;
}

DWORD CharUpperBuffA(LPSTR text, DWORD length)
{
        if (text)
                change_bytes(text, length, mww_upper);
        return text ? length : 0;
}

DWORD CharUpperBuffW(LPWSTR text, DWORD length)
{
        if (text)
                change_units(text, length, mww_upper);
        return text ? length : 0;
}

DWORD CharLowerBuffA(LPSTR text, DWORD length)
{
        if (text)
                change_bytes(text, length, mww_lower);
        return text ? length : 0;
}

DWORD CharLowerBuffW(LPWSTR text, DWORD length)
{
        if (text)
                change_units(text, length, mww_lower);
        return text ? length : 0;
}

/* A byte behind ASCII is part of a character, and none itself. */
static uint32_t byte_point(CHAR byte)
{
        return (unsigned char) byte < 0x80 ? (unsigned char) byte : 0;
}

BOOL IsCharAlphaA(CHAR byte)
{
        return mww_is_letter(byte_point(byte));
}

BOOL IsCharAlphaW(WCHAR unit)
{
        return mww_is_letter(unit);
}

BOOL IsCharAlphaNumericA(CHAR byte)
{
        return IsCharAlphaA(byte) || mww_is_digit(byte_point(byte));
}

BOOL IsCharAlphaNumericW(WCHAR unit)
{
        return mww_is_letter(unit) || mww_is_digit(unit);
}

BOOL IsCharUpperA(CHAR byte)
{
        return mww_lower(byte_point(byte)) != byte_point(byte);
}

BOOL IsCharUpperW(WCHAR unit)
{
        return mww_lower(unit) != unit;
}

BOOL IsCharLowerA(CHAR byte)
{
        return mww_upper(byte_point(byte)) != byte_point(byte);
}

BOOL IsCharLowerW(WCHAR unit)
{
        return mww_upper(unit) != unit;
}

LPSTR CharNextA(LPCSTR text)
{
        return (LPSTR) (uintptr_t) (*text ? text + 1 : text);
}

LPWSTR CharNextW(LPCWSTR text)
{
        return (LPWSTR) (uintptr_t) (*text ? text + 1 : text);
}

LPSTR CharPrevA(LPCSTR begin, LPCSTR text)
{
        return (LPSTR) (uintptr_t) (text > begin ? text - 1 : begin);
}

LPWSTR CharPrevW(LPCWSTR begin, LPCWSTR text)
{
        return (LPWSTR) (uintptr_t) (text > begin ? text - 1 : begin);
}

/* ---- the OEM code page ---------------------------------------------------------- */

BOOL CharToOemA(LPCSTR from, LPSTR to)
{
        if (!from || !to)
                return FALSE;
        memmove(to, from, strlen(from) + 1);
        return TRUE;
}

BOOL OemToCharA(LPCSTR from, LPSTR to)
{
        return CharToOemA(from, to);
}

BOOL CharToOemW(LPCWSTR from, LPSTR to)
{
        return from && to &&
               WideCharToMultiByte(CP_OEMCP, 0, from, -1, to, INT32_MAX, NULL, NULL) > 0;
}

BOOL OemToCharW(LPCSTR from, LPWSTR to)
{
        return from && to && MultiByteToWideChar(CP_OEMCP, 0, from, -1, to, INT32_MAX) > 0;
}

/* ---- wsprintf ------------------------------------------------------------------- */

enum { MOST = 1024 }; /* characters that wsprintf writes, its end included */

int wvsprintfA(LPSTR out, LPCSTR format, va_list arguments)
{
        const mww_call call = { .wide_bytes = 2 };
        mww_sink sink = { .bytes = out, .room = MOST - 1 };
        int result = mww_format(&sink, &call, format, arguments);

        out[sink.length < MOST ? sink.length : MOST - 1] = '\0';
        return result < MOST ? result : MOST - 1;
}

int wvsprintfW(LPWSTR out, LPCWSTR format, va_list arguments)
{
        const mww_call call = { .is_wide = true, .wide_bytes = 2 };
        mww_sink sink = { .can_grow = true };
        char *bytes = mww_utf8_of_wide(format, mww_wide_length(format, 2), 2);
        size_t units = 0;

        if (bytes && mww_format(&sink, &call, bytes, arguments) >= 0)
                units = mww_wide_fill(sink.bytes, sink.length, 2, out, MOST - 1, NULL);
        out[units] = 0;
        free(sink.bytes);
        free(bytes);
        return (int) units;
}

int wsprintfA(LPSTR out, LPCSTR format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = wvsprintfA(out, format, arguments);
        va_end(arguments);
        return result;
}

int wsprintfW(LPWSTR out, LPCWSTR format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = wvsprintfW(out, format, arguments);
        va_end(arguments);
        return result;
}
