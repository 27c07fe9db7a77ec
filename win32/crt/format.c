/* SPDX-License-Identifier: MIT */
/* format.c — printf by the rules of Windows' C run-time.
 *
 * What differs from C99's: `l` is 32 bits wide, as Windows' long is; I64, I32
 * and I are sizes; %s and %c are of the function's own kind, %S and %C of the
 * other, h says narrow and l or w wide; %p has all its digits, upper case and
 * without 0x; an unknown conversion prints its letter; %n is refused.
 */
#include "format.h"
#include "text/utf.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef enum size_prefix {
        SIZE_NONE,
        SIZE_CHAR,
        SIZE_SHORT,
        SIZE_LONG, /* 32 bit; wide for texts */
        SIZE_64,
        SIZE_POINTER,
        SIZE_LONG_DOUBLE,
        SIZE_WIDE
} size_prefix;

typedef struct conversion {
        bool is_left;
        bool has_plus;
        bool has_space;
        bool is_alternate;
        bool has_zeros;
        int width;
        int precision; /* -1: none */
        size_prefix size;
} conversion;

typedef struct formatter {
        mww_sink *sink;
        const mww_call *call;
        const char *at; /* in the format */
        va_list arguments;
        size_t units; /* written so far */
} formatter;

static void put(formatter *f, const char *bytes, size_t length)
{
        mww_sink_put(f->sink, bytes, length);
        f->units += f->call->is_wide ? mww_wide_count(bytes, length, f->call->wide_bytes) : length;
}

static void pad(formatter *f, char with, size_t count)
{
        mww_sink_pad(f->sink, with, count);
        f->units += count;
}

/* A text that counts as so many units, in its field. */
static void put_field(formatter *f, const conversion *how, const char *bytes, size_t length,
                      size_t units)
{
        size_t width = (size_t) how->width;
        size_t blanks = width > units ? width - units : 0;

        if (!how->is_left)
                pad(f, how->has_zeros ? '0' : ' ', blanks);
        put(f, bytes, length);
        if (how->is_left)
                pad(f, ' ', blanks);
}

/* ---- reading a conversion ------------------------------------------------------- */

static int read_number(formatter *f)
{
        long number = 0;

        while (*f->at >= '0' && *f->at <= '9') {
                number = number * 10 + (*f->at++ - '0');
                if (number > INT_MAX / 16)
                        number = INT_MAX / 16;
        }
        return (int) number;
}

static int read_number_or_star(formatter *f)
{
        int given;

        if (*f->at != '*')
                return read_number(f);
        f->at++;
        given = va_arg(f->arguments, int);
        return given > INT_MAX / 16    ? INT_MAX / 16 :
               given < -(INT_MAX / 16) ? -(INT_MAX / 16) :
                                         given;
}

static void read_flags(formatter *f, conversion *how)
{
        for (;; f->at++) {
                switch (*f->at) {
                case '-':
                        how->is_left = true;
                        break;
                case '+':
                        how->has_plus = true;
                        break;
                case ' ':
                        how->has_space = true;
                        break;
                case '#':
                        how->is_alternate = true;
                        break;
                case '0':
                        how->has_zeros = true;
                        break;
                default:
                        return;
                }
        }
}

static size_prefix read_size(formatter *f)
{
        const char *at = f->at;

        switch (*at) {
        case 'h':
                f->at += at[1] == 'h' ? 2 : 1;
                return at[1] == 'h' ? SIZE_CHAR : SIZE_SHORT;
        case 'l':
                f->at += at[1] == 'l' ? 2 : 1;
                return at[1] == 'l' ? SIZE_64 : SIZE_LONG;
        case 'L':
                f->at++;
                return SIZE_LONG_DOUBLE;
        case 'w':
                f->at++;
                return SIZE_WIDE;
        case 'j':
                f->at++;
                return SIZE_64;
        case 'z':
        case 't':
                f->at++;
                return SIZE_POINTER;
        case 'I':
                if (strncmp(at + 1, "64", 2) == 0) {
                        f->at += 3;
                        return SIZE_64;
                }
                if (strncmp(at + 1, "32", 2) == 0) {
                        f->at += 3;
                        return SIZE_LONG;
                }
                f->at++;
                return SIZE_POINTER;
        default:
                return SIZE_NONE;
        }
}

static void read_conversion(formatter *f, conversion *how)
{
        memset(how, 0, sizeof *how);
        how->precision = -1;
        read_flags(f, how);
        how->width = read_number_or_star(f);
        if (how->width < 0) {
                how->is_left = true;
                how->width = -how->width;
        }
        if (*f->at == '.') {
                f->at++;
                how->precision = read_number_or_star(f);
        }
        how->size = read_size(f);
        if (how->is_left)
                how->has_zeros = false;
}

/* ---- numbers -------------------------------------------------------------------- */

static int64_t take_signed(formatter *f, size_prefix size)
{
        switch (size) {
        case SIZE_CHAR:
                return (signed char) va_arg(f->arguments, int);
        case SIZE_SHORT:
                return (short) va_arg(f->arguments, int);
        case SIZE_64:
        case SIZE_LONG_DOUBLE:
                return va_arg(f->arguments, int64_t);
        case SIZE_POINTER:
                return va_arg(f->arguments, intptr_t);
        default:
                return va_arg(f->arguments, int);
        }
}

static uint64_t take_unsigned(formatter *f, size_prefix size)
{
        switch (size) {
        case SIZE_CHAR:
                return (unsigned char) va_arg(f->arguments, int);
        case SIZE_SHORT:
                return (unsigned short) va_arg(f->arguments, int);
        case SIZE_64:
        case SIZE_LONG_DOUBLE:
                return va_arg(f->arguments, uint64_t);
        case SIZE_POINTER:
                return va_arg(f->arguments, uintptr_t);
        default:
                return va_arg(f->arguments, unsigned);
        }
}

/* sign or 0x, then zeros up to the precision, then the digits. */
static void put_integer(formatter *f, conversion *how, const char *prefix, uint64_t value,
                        unsigned base, bool is_upper)
{
        const char *letters = is_upper ? "0123456789ABCDEF" : "0123456789abcdef";
        char digits[24];
        size_t count = 0;
        size_t prefix_length = strlen(prefix);
        size_t zeros;
        size_t total;
        size_t width = (size_t) how->width;

        for (; value; value /= base)
                digits[sizeof digits - ++count] = letters[value % base];
        if (count == 0 && how->precision != 0)
                digits[sizeof digits - ++count] = '0';
        zeros = how->precision > 0 && (size_t) how->precision > count ?
                        (size_t) how->precision - count :
                        0;
        if (how->has_zeros && how->precision < 0 && width > prefix_length + count)
                zeros = width - prefix_length - count;
        total = prefix_length + zeros + count;
        if (!how->is_left && width > total)
                pad(f, ' ', width - total);
        put(f, prefix, prefix_length);
        pad(f, '0', zeros);
        put(f, digits + sizeof digits - count, count);
        if (how->is_left && width > total)
                pad(f, ' ', width - total);
}

static void put_signed(formatter *f, conversion *how)
{
        int64_t value = take_signed(f, how->size);
        const char *sign = value < 0 ? "-" : how->has_plus ? "+" : how->has_space ? " " : "";

        put_integer(f, how, sign, value < 0 ? 0 - (uint64_t) value : (uint64_t) value, 10, false);
}

static void put_unsigned(formatter *f, conversion *how, char type)
{
        uint64_t value = take_unsigned(f, how->size);
        bool is_upper = type == 'X';
        const char *prefix = "";

        if (type == 'u') {
                put_integer(f, how, "", value, 10, false);
        } else if (type == 'o') {
                put_integer(f, how, how->is_alternate && value ? "0" : "", value, 8, false);
        } else {
                if (how->is_alternate && value)
                        prefix = is_upper ? "0X" : "0x";
                put_integer(f, how, prefix, value, 16, is_upper);
        }
}

static void put_pointer(formatter *f, conversion *how)
{
        how->precision = (int) (2 * sizeof(void *));
        put_integer(f, how, how->is_alternate ? "0X" : "", va_arg(f->arguments, uintptr_t), 16,
                    true);
}

/* The C library formats these as Windows does. */
static void put_floating(formatter *f, conversion *how, char type)
{
        char format[16];
        char short_text[128];
        char *text = short_text;
        size_t used = 0;
        int length;
        long double wide = 0;
        double plain = 0;

        format[used++] = '%';
        if (how->has_plus)
                format[used++] = '+';
        if (how->has_space)
                format[used++] = ' ';
        if (how->is_alternate)
                format[used++] = '#';
        if (how->is_left)
                format[used++] = '-';
        if (how->has_zeros)
                format[used++] = '0';
        strcpy(format + used, how->size == SIZE_LONG_DOUBLE ? "*.*L" : "*.*");
        used += strlen(format + used);
        format[used++] = type;
        format[used] = '\0';
        if (how->size == SIZE_LONG_DOUBLE)
                wide = va_arg(f->arguments, long double);
        else
                plain = va_arg(f->arguments, double);
        for (size_t room = sizeof short_text;; room = (size_t) length + 1) {
                length = how->size == SIZE_LONG_DOUBLE ?
                                 snprintf(text, room, format, how->width, how->precision, wide) :
                                 snprintf(text, room, format, how->width, how->precision, plain);
                if (length < 0 || (size_t) length < room)
                        break;
                text = malloc((size_t) length + 1);
                if (!text)
                        break;
        }
        if (text && length >= 0)
                put(f, text, (size_t) length);
        else
                f->sink->has_failed = true;
        if (text != short_text)
                free(text);
}

/* ---- texts ---------------------------------------------------------------------- */

static bool is_wide_text(const formatter *f, const conversion *how, char type)
{
        if (how->size == SIZE_SHORT)
                return false;
        if (how->size == SIZE_LONG || how->size == SIZE_WIDE)
                return true;
        return f->call->is_wide == (type == 's' || type == 'c');
}

/* The precision counts units of the function's own kind. */
static void put_narrow(formatter *f, const conversion *how, const char *text)
{
        size_t limit = how->precision < 0 ? SIZE_MAX : (size_t) how->precision;
        size_t length;
        size_t units;

        if (!f->call->is_wide) {
                length = strnlen(text, limit);
                put_field(f, how, text, length, length);
                return;
        }
        for (length = 0, units = 0; units < limit && text[length];) {
                uint32_t point;
                size_t rest = strnlen(text + length, 4);

                length += mww_utf8_decode(text + length, rest, &point, NULL);
                units += point > 0xFFFF && f->call->wide_bytes == 2 ? 2 : 1;
        }
        put_field(f, how, text, length, units);
}

static void put_wide(formatter *f, const conversion *how, const void *text)
{
        size_t limit = how->precision < 0 ? SIZE_MAX : (size_t) how->precision;
        size_t length = 0;
        size_t bytes_length;
        char *bytes;

        for (uint32_t point = 1; length < limit; length++) {
                mww_wide_decode((const char *) text + length * f->call->wide_bytes, 1,
                                f->call->wide_bytes, &point);
                if (!point)
                        break;
        }
        bytes = mww_utf8_of_wide(text, length, f->call->wide_bytes);
        if (!bytes) {
                f->sink->has_failed = true;
                return;
        }
        bytes_length = strlen(bytes);
        if (!f->call->is_wide && bytes_length > limit)
                for (bytes_length = limit; bytes_length && (bytes[bytes_length] & 0xC0) == 0x80;)
                        bytes_length--;
        put_field(f, how, bytes, bytes_length, f->call->is_wide ? length : bytes_length);
        free(bytes);
}

static void put_text(formatter *f, const conversion *how, char type)
{
        const void *text = va_arg(f->arguments, const void *);

        if (!text)
                put_narrow(f, how, "(null)");
        else if (is_wide_text(f, how, type))
                put_wide(f, how, text);
        else
                put_narrow(f, how, text);
}

static void put_character(formatter *f, const conversion *how, char type)
{
        int given = va_arg(f->arguments, int);
        char bytes[4] = { (char) given };
        size_t length = 1;

        if (is_wide_text(f, how, type))
                length = mww_utf8_encode(
                        f->call->wide_bytes == 2 ? (uint16_t) given : (uint32_t) given, bytes);
        put_field(f, how, bytes, length, f->call->is_wide ? 1 : length);
}

/* ---- the whole ------------------------------------------------------------------ */

/* False: the conversion is refused. */
static bool put_conversion(formatter *f)
{
        conversion how;
        char type;

        read_conversion(f, &how);
        type = *f->at ? *f->at++ : '\0';
        switch (type) {
        case 'd':
        case 'i':
                put_signed(f, &how);
                break;
        case 'u':
        case 'o':
        case 'x':
        case 'X':
                put_unsigned(f, &how, type);
                break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
        case 'a':
        case 'A':
                put_floating(f, &how, type);
                break;
        case 'p':
                put_pointer(f, &how);
                break;
        case 's':
        case 'S':
                put_text(f, &how, type);
                break;
        case 'c':
        case 'C':
                put_character(f, &how, type);
                break;
        case 'n':
                return false;
        case 0:
                break;
        default:
                put(f, &type, 1);
                break;
        }
        return true;
}

int mww_format(mww_sink *sink, const mww_call *call, const char *format, va_list arguments)
{
        formatter f = { .sink = sink, .call = call, .at = format };
        bool is_refused = false;

        va_copy(f.arguments, arguments);
        while (*f.at && !sink->has_failed && !is_refused) {
                size_t plain = strcspn(f.at, "%");

                put(&f, f.at, plain);
                f.at += plain;
                if (!*f.at)
                        break;
                f.at++;
                if (*f.at == '%')
                        put(&f, f.at++, 1);
                else
                        is_refused = !put_conversion(&f);
        }
        va_end(f.arguments);
        mww_sink_flush(sink);
        if (is_refused)
                mww_invalid_parameter(EINVAL);
        return is_refused || sink->has_failed || f.units > INT_MAX ? -1 : (int) f.units;
}
