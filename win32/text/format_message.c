/* SPDX-License-Identifier: MIT */
/* format_message.c — FormatMessage: texts with inserts, of the system or given.
 *
 * What it is. One engine for both forms. It reads and writes units of 16 bits,
 * which are UTF-16 in the W form and single bytes in the A form: what it looks
 * for, '%' and the ends of lines, is ASCII in both. Only strings of the other
 * form that are inserted are converted.
 */
#include "message_text.h"
#include "utf.h"

#include <stdio.h>
#include <stdlib.h>

#define INSERTS_MAX 99u
#define WHOLE_LINES 255u /* the width that means: no line ends but those of %n */

typedef struct text {
        uint16_t *units;
        size_t count;
        size_t capacity;
        bool has_failed; /* no memory */
} text;

/* What FormatMessage was given, and what is made of it. */
typedef struct job {
        const uint16_t *at; /* in the source, which ends in 0 */
        text out;
        bool is_wide;
        bool keeps_inserts;
        unsigned width; /* of lines; 0: as they are       */
        size_t line_start;
        size_t blank_end;       /* of the line's last blank; 0: none */
        va_list *list;          /* inserts: from here             */
        const DWORD_PTR *array; /* or here                      */
        DWORD_PTR inserts[INSERTS_MAX + 2];
        unsigned insert_count;
} job;

/* ---- output ---------------------------------------------------------------------- */

static void put(text *to, uint16_t unit)
{
        if (to->count == to->capacity) {
                size_t capacity = to->capacity ? to->capacity * 2 : 256;
                uint16_t *wider = realloc(to->units, capacity * sizeof *wider);

                if (!wider) {
                        to->has_failed = true;
                        return;
                }
                to->units = wider;
                to->capacity = capacity;
        }
        to->units[to->count++] = unit;
}

static void put_line_end(job *of)
{
        put(&of->out, '\r');
        put(&of->out, '\n');
        of->line_start = of->out.count;
        of->blank_end = 0;
}

/* A blank, or a line's end in the message that is none in the text. */
static void put_blank(job *of)
{
        put(&of->out, ' ');
        of->blank_end = of->out.count;
}

/* A line that has come to the width ends at its last blank that was in the message as
 * such, and the blanks before it go; without one it ends here. What an insert brings
 * stays in one piece. */
static void wrap(job *of)
{
        const size_t count = of->out.count;
        const size_t tail = of->blank_end;
        size_t kept = tail;

        if (!of->width || of->width == WHOLE_LINES || count - of->line_start < of->width)
                return;
        while (kept > of->line_start && of->out.units[kept - 1] == ' ')
                kept--;
        put_line_end(of);
        if (of->out.has_failed || !tail)
                return;
        memmove(&of->out.units[kept + 2], &of->out.units[tail],
                (count - tail) * sizeof *of->out.units);
        of->out.units[kept] = '\r';
        of->out.units[kept + 1] = '\n';
        of->out.count = kept + 2 + count - tail;
        of->line_start = kept + 2;
}

/* ---- inserts --------------------------------------------------------------------- */

static DWORD_PTR insert(job *of, unsigned number)
{
        if (of->array)
                return of->array[number - 1];
        if (!of->list || number > INSERTS_MAX + 2)
                return 0;
        while (of->insert_count < number)
                of->inserts[of->insert_count++] = va_arg(*of->list, DWORD_PTR);
        return of->inserts[number - 1];
}

/* A printf specification between the exclamation marks. */
typedef struct spec {
        char flags[8];
        int width;
        int precision; /* -1: none */
        bool is_64;
        bool is_16;
        bool is_wide;
        char kind; /* 0: none was given */
} spec;

/* The value that asterisks stand before. As Windows counts, the last of those is no
 * insert of its own in a list of arguments, so that "%1!*.*s!%3" takes four of them. */
static DWORD_PTR insert_after(job *of, unsigned number, unsigned asterisks)
{
        if (!of->list || !asterisks)
                return insert(of, number);
        of->insert_count--;
        return insert(of, of->insert_count + 1);
}

/* Digits, or '*', which takes an insert of its own: those begin at *inout_next. */
static int number_of(job *of, const uint16_t **at, unsigned *inout_next)
{
        int number = 0;

        if (**at == '*') {
                (*at)++;
                return (int) insert(of, (*inout_next)++);
        }
        while (**at >= '0' && **at <= '9' && number < 100000)
                number = number * 10 + *(*at)++ - '0';
        return number;
}

static void read_lengths(const uint16_t **at, spec *out)
{
        for (;; (*at)++) {
                if (**at == 'I' && (*at)[1] == '6' && (*at)[2] == '4') {
                        out->is_64 = true;
                        *at += 2;
                } else if (**at == 'l' && (*at)[1] == 'l') {
                        out->is_64 = true;
                        (*at)++;
                } else if (**at == 'I' && (*at)[1] == '3' && (*at)[2] == '2') {
                        *at += 2;
                } else if (**at == 'l' || **at == 'w') {
                        out->is_wide = true;
                } else if (**at == 'h') {
                        out->is_wide = false;
                        out->is_16 = true;
                } else if (**at == 'I' || **at == 'z') {
                        out->is_64 = sizeof(void *) == 8;
                } else {
                        return;
                }
        }
}

/* Reads what stands between the marks; false: there is no second one. */
static bool read_spec(job *of, const uint16_t **inout_at, unsigned *inout_next, spec *out)
{
        const uint16_t *at = *inout_at;
        size_t flags = 0;

        *out = (spec){ .precision = -1, .is_wide = of->is_wide };
        while (*at == '-' || *at == '+' || *at == '0' || *at == '#' || *at == ' ') {
                if (flags < sizeof out->flags - 1)
                        out->flags[flags++] = (char) *at;
                at++;
        }
        out->width = number_of(of, &at, inout_next);
        if (*at == '.') {
                at++;
                out->precision = number_of(of, &at, inout_next);
        }
        read_lengths(&at, out);
        if (*at && *at != '!')
                out->kind = (char) *at++;
        if (out->kind == 'S' || out->kind == 'C') { /* the other form's */
                out->is_wide = !of->is_wide;
                out->kind = out->kind == 'S' ? 's' : 'c';
        }
        if (*at != '!')
                return false;
        *inout_at = at + 1;
        return true;
}

/* A string in its own form, as units of ours. */
static void convert(const void *string, bool is_wide, int precision, text *out, bool wants_wide)
{
        const char *bytes = string;
        const WCHAR *units = string;
        size_t length = 0;

        while ((precision < 0 || length < (size_t) precision) &&
               (is_wide ? units[length] != 0 : bytes[length] != 0))
                length++;
        for (size_t at = 0; at < length;) {
                char encoded[4];
                uint32_t point;
                size_t count = 1;
                bool is_valid;

                if (is_wide == wants_wide) {
                        put(out, is_wide ? (uint16_t) units[at] : (unsigned char) bytes[at]);
                        at++;
                } else if (wants_wide) {
                        at += mww_utf8_decode(bytes + at, length - at, &point, &is_valid);
                        if (point > 0xFFFF) {
                                put(out, (uint16_t) (0xD800 + ((point - 0x10000) >> 10)));
                                point = 0xDC00 + ((point - 0x10000) & 0x3FF);
                        }
                        put(out, (uint16_t) point);
                } else {
                        point = (uint16_t) units[at++];
                        if (point >= 0xD800 && point < 0xDC00 && at < length)
                                point = 0x10000 + ((point - 0xD800) << 10) +
                                        ((uint32_t) (uint16_t) units[at++] - 0xDC00);
                        count = mww_utf8_encode(point, encoded);
                        for (size_t byte = 0; byte < count; byte++)
                                put(out, (unsigned char) encoded[byte]);
                }
        }
}

static void put_string(job *of, const spec *how, DWORD_PTR value)
{
        text shown = { 0 };
        WCHAR one[2] = { (WCHAR) value, 0 };
        char byte[2] = { (char) value, 0 };
        const void *string = (const void *) value;
        bool is_left = strchr(how->flags, '-') != NULL;
        size_t blanks;

        if (how->kind == 'c')
                string = how->is_wide ? (const void *) one : (const void *) byte;
        if (string)
                convert(string, how->is_wide, how->precision, &shown, of->is_wide);
        else
                convert("(null)", false, -1, &shown, of->is_wide);
        blanks = how->width > 0 && (size_t) how->width > shown.count ?
                         (size_t) how->width - shown.count :
                         0;
        for (; !is_left && blanks > 0; blanks--)
                put(&of->out, strchr(how->flags, '0') ? '0' : ' ');
        for (size_t at = 0; at < shown.count; at++)
                put(&of->out, shown.units[at]);
        for (; blanks > 0; blanks--)
                put(&of->out, ' ');
        of->out.has_failed = of->out.has_failed || shown.has_failed;
        free(shown.units);
}

static void put_number(job *of, const spec *how, DWORD_PTR value)
{
        int width = min(max(how->width, -500), 500);
        int precision = min(how->precision, 500);
        bool is_signed = how->kind == 'd' || how->kind == 'i';
        long long number = how->is_64 ? (long long) value :
                           how->is_16 ? is_signed ? (short) value : (unsigned short) value :
                           is_signed  ? (int) value :
                                        (long long) (unsigned) value;
        char format[32];
        char shown[1100];

        if (how->kind == 'p') {
                snprintf(shown, sizeof shown, "%0*llX", (int) sizeof(void *) * 2,
                         (unsigned long long) value);
        } else {
                snprintf(format, sizeof format, "%%%s*.*ll%c", how->flags, how->kind);
                snprintf(shown, sizeof shown, format, width, precision, number);
        }
        for (const char *at = shown; *at; at++)
                put(&of->out, (unsigned char) *at);
}

/* %1 ... %99, with or without a specification; at stands on the digits. */
static bool put_insert(job *of)
{
        const uint16_t *at = of->at;
        unsigned number = (unsigned) (*at++ - '0');
        spec how = { .precision = -1, .kind = 's', .is_wide = of->is_wide };
        unsigned next;

        if (*at >= '0' && *at <= '9')
                number = number * 10 + (unsigned) (*at++ - '0');
        next = number;
        if (*at == '!') {
                at++;
                if (!read_spec(of, &at, &next, &how))
                        return false;
        }
        of->at = at;
        if (!of->list && !of->array)
                return false;
        if (how.kind == 's' || how.kind == 'c')
                put_string(of, &how, insert_after(of, next, next - number));
        else if (how.kind && strchr("diouxXp", how.kind))
                put_number(of, &how, insert_after(of, next, next - number));
        else if (how.kind) /* printf's answer to what it doesn't know, numbers with points too */
                put(&of->out, (uint16_t) how.kind);
        return true;
}

/* ---- the text -------------------------------------------------------------------- */

/* What follows a '%'. False: the text is malformed. *out_ends: it was %0. */
static bool put_escape(job *of, bool *out_ends)
{
        uint16_t unit = *of->at;

        if (!unit)
                return false;
        if (unit >= '1' && unit <= '9') {
                if (!of->keeps_inserts)
                        return put_insert(of);
                put(&of->out, '%');
                return true;
        }
        of->at++;
        switch (unit) {
        case '0':
                *out_ends = true;
                return true;
        case 'n':
                put_line_end(of);
                return true;
        case 'r':
                put(&of->out, '\r');
                of->line_start = of->out.count;
                of->blank_end = 0;
                return true;
        case 't':
                put(&of->out, '\t');
                return true;
        default:
                if (of->keeps_inserts)
                        put(&of->out, '%');
                put(&of->out, unit);
                return true;
        }
}

/* The end of a line in the source: "\r\n", "\n" or "\r". */
static void put_source_line_end(job *of)
{
        if (of->at[0] == '\r' && of->at[1] == '\n')
                of->at++;
        of->at++;
        if (!of->width)
                put_line_end(of);
        else
                put_blank(of);
}

static DWORD format(job *of)
{
        bool ends = false;

        while (*of->at && !ends && !of->out.has_failed) {
                if (*of->at == '%') {
                        of->at++;
                        if (!put_escape(of, &ends))
                                return ERROR_INVALID_PARAMETER;
                } else if (*of->at == '\r' || *of->at == '\n') {
                        put_source_line_end(of);
                } else if (*of->at == ' ') {
                        of->at++;
                        put_blank(of);
                } else {
                        put(&of->out, *of->at++);
                }
                wrap(of);
        }
        put(&of->out, 0);
        return of->out.has_failed ? ERROR_NOT_ENOUGH_MEMORY : ERROR_SUCCESS;
}

/* ---- where the text comes from, and goes to -------------------------------------- */

/* A system's text is in English, and that is what there is. */
static bool is_english(DWORD language)
{
        DWORD primary = language & 0x3FF;

        return primary == LANG_NEUTRAL || primary == LANG_ENGLISH || primary == LANG_INVARIANT;
}

static DWORD find_source(DWORD flags, LPCVOID source, DWORD number, DWORD language, bool is_wide,
                         text *out)
{
        const char *found;

        if (flags & FORMAT_MESSAGE_FROM_STRING) {
                if (!source)
                        return ERROR_INVALID_PARAMETER;
                convert(source, is_wide, -1, out, is_wide);
        } else if (flags & FORMAT_MESSAGE_FROM_SYSTEM) {
                found = mww_message_text(number);
                if (!found)
                        return ERROR_MR_MID_NOT_FOUND;
                if (!is_english(language))
                        return ERROR_RESOURCE_LANG_NOT_FOUND;
                convert(found, false, -1, out, false); /* ASCII: the same in both forms */
                put(out, '\r');
                put(out, '\n');
        } else if (flags & FORMAT_MESSAGE_FROM_HMODULE) { /* none has such texts */
                return ERROR_RESOURCE_TYPE_NOT_FOUND;
        } else {
                return ERROR_INVALID_PARAMETER;
        }
        put(out, 0);
        return out->has_failed ? ERROR_NOT_ENOUGH_MEMORY : ERROR_SUCCESS;
}

/* The result, end included, into the caller's buffer or one that he shall free. */
static DWORD deliver(DWORD flags, const text *result, bool is_wide, void *buffer, DWORD capacity)
{
        size_t unit_bytes = is_wide ? sizeof(WCHAR) : 1;

        if (!buffer)
                return ERROR_INVALID_PARAMETER;
        if (result->count == 1)
                return ERROR_NO_WORK_DONE;
        if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
                void *made =
                        LocalAlloc(LMEM_FIXED, max((size_t) capacity, result->count) * unit_bytes);

                *(void **) buffer = made;
                if (!made)
                        return ERROR_NOT_ENOUGH_MEMORY;
                buffer = made;
        } else if (capacity < result->count) {
                return ERROR_INSUFFICIENT_BUFFER;
        }
        for (size_t at = 0; at < result->count; at++) {
                if (is_wide)
                        ((WCHAR *) buffer)[at] = (WCHAR) result->units[at];
                else
                        ((char *) buffer)[at] = (char) result->units[at];
        }
        return ERROR_SUCCESS;
}

static DWORD format_message(DWORD flags, LPCVOID source, DWORD number, DWORD language, void *buffer,
                            DWORD capacity, va_list *arguments, bool is_wide)
{
        job work = {
                .is_wide = is_wide,
                .keeps_inserts = flags & FORMAT_MESSAGE_IGNORE_INSERTS,
                .width = flags & FORMAT_MESSAGE_MAX_WIDTH_MASK,
        };
        text given = { 0 };
        DWORD error = find_source(flags, source, number, language, is_wide, &given);

        if ((flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) && buffer)
                *(void **) buffer = NULL;
        if (flags & FORMAT_MESSAGE_ARGUMENT_ARRAY)
                work.array = (const DWORD_PTR *) (const void *) arguments;
        else
                work.list = arguments;
        work.at = given.units;
        if (!error)
                error = format(&work);
        if (!error)
                error = deliver(flags, &work.out, is_wide, buffer, capacity);
        free(given.units);
        free(work.out.units);
        return error ? (DWORD) mww_fail(error) : (DWORD) work.out.count - 1;
}

DWORD FormatMessageA(DWORD flags, LPCVOID source, DWORD number, DWORD language, LPSTR buffer,
                     DWORD capacity, va_list *arguments)
{
        return format_message(flags, source, number, language, buffer, capacity, arguments, false);
}

DWORD FormatMessageW(DWORD flags, LPCVOID source, DWORD number, DWORD language, LPWSTR buffer,
                     DWORD capacity, va_list *arguments)
{
        return format_message(flags, source, number, language, buffer, capacity, arguments, true);
}
