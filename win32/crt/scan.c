/* SPDX-License-Identifier: MIT */
/* scan.c — scanf by the rules of Windows' C run-time.
 *
 * Sizes as in format.c: `l` stores 32 bits, unless the caller knows that the
 * argument points to a C long. Texts that are wide become wide on the way out.
 * The secure kind has the room of a text behind its address.
 */
#include "format.h"
#include "text/utf.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_BYTES = 512 }; /* longer numbers end there */

typedef enum scan_size { TO_INT, TO_CHAR, TO_SHORT, TO_LONG, TO_64, TO_POINTER } scan_size;

typedef struct scanner {
        mww_source *source;
        const mww_call *call;
        const char *at; /* in the format */
        va_list arguments;
        unsigned argument; /* the number of the next one */
        int done;          /* conversions stored */
        bool saw_input;
} scanner;

typedef struct request {
        bool is_stored; /* no `*` */
        size_t width;   /* SIZE_MAX: none */
        scan_size size;
        bool is_long_double;
        bool says_narrow; /* h */
        bool says_wide;   /* l, w */
} request;

/* What became of one conversion. */
typedef enum outcome { STORED, MISMATCH, AT_END } outcome;

static int next(scanner *s)
{
        mww_source *source = s->source;
        int byte = source->stream ? getc_unlocked(source->stream) :
                   source->position < source->length ?
                                    (unsigned char) source->bytes[source->position] :
                                    EOF;

        if (byte != EOF) {
                source->position++;
                s->saw_input = true;
        }
        return byte;
}

static void back(scanner *s, int byte)
{
        if (byte == EOF)
                return;
        s->source->position--;
        if (s->source->stream)
                ungetc(byte, s->source->stream);
}

static int skip_blanks(scanner *s)
{
        int byte;

        do
                byte = next(s);
        while (byte != EOF && isspace(byte));
        back(s, byte);
        return byte;
}

static void *take(scanner *s)
{
        s->argument++;
        return va_arg(s->arguments, void *);
}

static void read_request(scanner *s, request *r)
{
        memset(r, 0, sizeof *r);
        r->is_stored = *s->at != '*';
        s->at += *s->at == '*';
        r->width = 0;
        while (*s->at >= '0' && *s->at <= '9')
                r->width = r->width * 10 + (size_t) (*s->at++ - '0');
        if (!r->width)
                r->width = SIZE_MAX;
        for (;; s->at++) {
                switch (*s->at) {
                case 'h':
                        r->size = r->size == TO_SHORT ? TO_CHAR : TO_SHORT;
                        r->says_narrow = true;
                        break;
                case 'l':
                        r->size = r->size == TO_LONG ? TO_64 : TO_LONG;
                        r->says_wide = true;
                        break;
                case 'w':
                        r->says_wide = true;
                        break;
                case 'L':
                        r->is_long_double = true;
                        r->size = TO_64;
                        break;
                case 'j':
                        r->size = TO_64;
                        break;
                case 'z':
                case 't':
                        r->size = TO_POINTER;
                        break;
                case 'I':
                        r->size = TO_POINTER;
                        if (strncmp(s->at + 1, "64", 2) == 0 || strncmp(s->at + 1, "32", 2) == 0) {
                                r->size = s->at[1] == '6' ? TO_64 : TO_INT;
                                s->at += 2;
                        }
                        break;
                default:
                        return;
                }
        }
}

/* ---- numbers -------------------------------------------------------------------- */

static void store_integer(scanner *s, const request *r, uint64_t value)
{
        bool is_c_long = s->call->longs >> (s->argument & 63) & 1;
        void *to = take(s);

        switch (r->size) {
        case TO_CHAR:
                *(unsigned char *) to = (unsigned char) value;
                break;
        case TO_SHORT:
                *(unsigned short *) to = (unsigned short) value;
                break;
        case TO_LONG:
                if (is_c_long)
                        *(unsigned long *) to = (unsigned long) value;
                else
                        *(uint32_t *) to = (uint32_t) value;
                break;
        case TO_64:
                *(uint64_t *) to = value;
                break;
        case TO_POINTER:
                *(uintptr_t *) to = (uintptr_t) value;
                break;
        default:
                *(uint32_t *) to = (uint32_t) value;
                break;
        }
        s->done++;
}

/* Digits of the base, and what stands before them, into text. */
static size_t read_digits(scanner *s, size_t width, unsigned *base, char *text)
{
        size_t used = 0;
        int byte = next(s);

        if (width > NUMBER_BYTES - 1)
                width = NUMBER_BYTES - 1;
        if (used < width && (byte == '+' || byte == '-')) {
                text[used++] = (char) byte;
                byte = next(s);
        }
        if (used < width && byte == '0' && (*base == 0 || *base == 16)) {
                text[used++] = '0';
                byte = next(s);
                if (used < width && (byte == 'x' || byte == 'X')) {
                        *base = 16;
                        text[used++] = 'x';
                        byte = next(s);
                } else if (*base == 0) {
                        *base = 8;
                }
        }
        if (*base == 0)
                *base = 10;
        for (; used < width && byte != EOF; byte = next(s)) {
                int digit = isdigit(byte) ? byte - '0' :
                            isalpha(byte) ? tolower(byte) - 'a' + 10 :
                                            99;

                if (digit >= (int) *base)
                        break;
                text[used++] = (char) byte;
        }
        back(s, byte);
        text[used] = '\0';
        return used;
}

static outcome read_integer(scanner *s, const request *r, unsigned base, bool is_signed)
{
        char text[NUMBER_BYTES];
        uint64_t value;
        int saved = errno;
        size_t used;

        if (skip_blanks(s) == EOF)
                return AT_END;
        used = read_digits(s, r->width, &base, text);
        if (!used || !isxdigit((unsigned char) text[used - 1]))
                return MISMATCH;
        value = is_signed && text[0] == '-' ? (uint64_t) strtoll(text, NULL, (int) base) :
                                              strtoull(text, NULL, (int) base);
        errno = saved;
        if (r->is_stored)
                store_integer(s, r, value);
        return STORED;
}

static bool continues_number(const char *text, size_t used, int byte)
{
        bool is_hex = used > 1 && (text[1] == 'x' || text[2] == 'x' || text[1] == 'X');
        char before = used ? text[used - 1] : '\0';

        if (isdigit(byte) || byte == '.')
                return true;
        if (byte == '+' || byte == '-')
                return !used || ((before | 0x20) == (is_hex ? 'p' : 'e'));
        return isalpha(byte) &&
               (is_hex || strchr("eEpPxXiInNfFaAtTyY", byte)); /* also inf and nan */
}

static outcome read_floating(scanner *s, const request *r)
{
        char text[NUMBER_BYTES];
        size_t used = 0;
        long double value;
        char *end;
        int byte;

        if (skip_blanks(s) == EOF)
                return AT_END;
        memset(text, 0, 4);
        for (byte = next(s); byte != EOF && used < r->width && used < sizeof text - 1;
             byte = next(s)) {
                if (!continues_number(text, used, byte))
                        break;
                text[used++] = (char) byte;
        }
        back(s, byte);
        text[used] = '\0';
        value = strtold(text, &end);
        if (end == text || *end)
                return MISMATCH;
        if (!r->is_stored)
                return STORED;
        if (r->is_long_double)
                *(long double *) take(s) = value;
        else if (r->size == TO_LONG)
                *(double *) take(s) = strtod(text, NULL);
        else
                *(float *) take(s) = strtof(text, NULL);
        s->done++;
        return STORED;
}

/* ---- texts ---------------------------------------------------------------------- */

/* Which bytes a %[...] accepts; the format goes behind it. */
static void read_set(scanner *s, bool accepts[256])
{
        bool is_inverse = *s->at == '^';
        const char *begin;

        s->at += is_inverse;
        memset(accepts, is_inverse, 256);
        begin = s->at;
        while (*s->at && (*s->at != ']' || s->at == begin)) {
                unsigned char first = (unsigned char) *s->at++;
                unsigned char last = first;

                if (s->at[0] == '-' && s->at[1] && s->at[1] != ']') {
                        last = (unsigned char) s->at[1];
                        s->at += 2;
                }
                for (unsigned byte = first; byte <= last; byte++)
                        accepts[byte] = !is_inverse;
        }
        if (*s->at)
                s->at++;
}

/* A text as it is collected: bytes, or wide characters that are put together
 * from bytes. */
typedef struct collector {
        char *to;    /* NULL: dropped */
        size_t room; /* units */
        size_t used; /* units */
        unsigned unit_bytes;
        char pending[4];
        size_t pending_count;
        bool overflowed;
} collector;

static void collect_point(collector *c, uint32_t point)
{
        size_t units = point > 0xFFFF && c->unit_bytes == 2 ? 2 : 1;

        if (c->used + units > c->room) {
                c->overflowed = true;
                return;
        }
        if (c->to)
                mww_wide_encode(point, c->unit_bytes, c->to + c->used * c->unit_bytes);
        c->used += units;
}

static void collect(collector *c, int byte)
{
        unsigned char first;
        size_t needed;
        uint32_t point;

        if (c->unit_bytes == 1) {
                if (c->used >= c->room)
                        c->overflowed = true;
                else if (c->to)
                        c->to[c->used++] = (char) byte;
                else
                        c->used++;
                return;
        }
        c->pending[c->pending_count++] = (char) byte;
        first = (unsigned char) c->pending[0];
        needed = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (c->pending_count < needed)
                return;
        mww_utf8_decode(c->pending, c->pending_count, &point, NULL);
        c->pending_count = 0;
        collect_point(c, point);
}

static void collect_end(collector *c)
{
        static const char zeros[4];

        if (c->to)
                memcpy(c->to + c->used * c->unit_bytes, zeros, c->unit_bytes);
}

static void begin_collecting(scanner *s, const request *r, char type, collector *c)
{
        bool is_other_kind = type == 'S' || type == 'C';
        bool is_wide = r->says_narrow ? false :
                       r->says_wide   ? true :
                                        s->call->is_wide != is_other_kind;

        memset(c, 0, sizeof *c);
        c->unit_bytes = is_wide ? s->call->wide_bytes : 1;
        c->room = SIZE_MAX;
        if (!r->is_stored)
                return;
        c->to = take(s);
        if (s->call->is_secure) {
                s->argument++;
                c->room = va_arg(s->arguments, unsigned);
        }
}

static outcome end_collecting(scanner *s, const request *r, collector *c, bool has_end)
{
        if (c->overflowed) {
                c->used = 0;
                if (c->room)
                        collect_end(c);
                errno = ENOMEM;
                return MISMATCH;
        }
        if (has_end)
                collect_end(c);
        s->done += r->is_stored;
        return STORED;
}

static outcome read_text(scanner *s, const request *r, char type)
{
        bool accepts[256];
        collector into;
        size_t count = 0;
        size_t room;
        int byte;

        begin_collecting(s, r, type, &into);
        room = into.room;
        if (type == '[')
                read_set(s, accepts);
        else if (skip_blanks(s) == EOF)
                return AT_END;
        into.room -= room > 0; /* for the end */
        for (byte = next(s); byte != EOF; byte = next(s), count++) {
                if (count == r->width || into.overflowed ||
                    (type == '[' ? !accepts[byte] : isspace(byte)))
                        break;
                collect(&into, byte);
        }
        back(s, byte);
        into.room = room;
        if (count == 0)
                return byte == EOF ? AT_END : MISMATCH;
        return end_collecting(s, r, &into, true);
}

static outcome read_characters(scanner *s, const request *r, char type)
{
        size_t wanted = r->width == SIZE_MAX ? 1 : r->width;
        collector into;

        begin_collecting(s, r, type, &into);
        while (into.used < wanted && !into.overflowed) {
                int byte = next(s);

                if (byte == EOF)
                        return into.used ? MISMATCH : AT_END;
                collect(&into, byte);
        }
        return end_collecting(s, r, &into, false);
}

/* ---- the whole ------------------------------------------------------------------ */

static outcome read_literal(scanner *s, int wanted)
{
        int byte = next(s);

        if (byte == wanted)
                return STORED;
        back(s, byte);
        return byte == EOF ? AT_END : MISMATCH;
}

static outcome read_conversion(scanner *s)
{
        request r;
        char type;

        read_request(s, &r);
        type = *s->at ? *s->at++ : '\0';
        switch (type) {
        case 'd':
                return read_integer(s, &r, 10, true);
        case 'i':
                return read_integer(s, &r, 0, true);
        case 'u':
                return read_integer(s, &r, 10, false);
        case 'o':
                return read_integer(s, &r, 8, false);
        case 'x':
        case 'X':
                return read_integer(s, &r, 16, false);
        case 'p':
                r.size = TO_POINTER;
                return read_integer(s, &r, 16, false);
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
        case 'a':
        case 'A':
                return read_floating(s, &r);
        case 's':
        case 'S':
        case '[':
                return read_text(s, &r, type);
        case 'c':
        case 'C':
                return read_characters(s, &r, type);
        case 'n':
                if (r.is_stored) {
                        store_integer(s, &r, s->source->position);
                        s->done--;
                }
                return STORED;
        case '%':
                skip_blanks(s);
                return read_literal(s, '%');
        default:
                return MISMATCH;
        }
}

int mww_scan(mww_source *source, const mww_call *call, const char *format, va_list arguments)
{
        scanner s = { .source = source, .call = call, .at = format, .argument = call->first };
        outcome came = STORED;
        int result;

        va_copy(s.arguments, arguments);
        while (*s.at && came == STORED) {
                unsigned char wanted = (unsigned char) *s.at++;

                if (isspace(wanted))
                        skip_blanks(&s);
                else if (wanted == '%')
                        came = read_conversion(&s);
                else
                        came = read_literal(&s, wanted);
        }
        va_end(s.arguments);
        result = s.done;
        if (came == AT_END && s.done == 0)
                result = EOF;
        return result;
}
