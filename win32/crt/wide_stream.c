/* SPDX-License-Identifier: MIT */
/* wide_stream.c — wide text on streams, which are UTF-8. Compiled twice, for
 * wide characters of 32 and of 16 bits.
 *
 * A stream keeps no orientation. With 16 bits a character may be two units: of
 * a pair that is read or written unit by unit, one half waits here, for each
 * thread.
 */
#include "crt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

typedef struct half {
        FILE *stream;
        uint32_t unit;
} half;

static _Thread_local half unread;    /* the second half, not given out yet   */
static _Thread_local half unwritten; /* the first half, waiting for the second */

static wint_t read_unit(FILE *stream)
{
        char bytes[4];
        size_t count = 0;
        size_t needed;
        uint32_t point;
        wchar_t units[2];
        int byte;

        if (unread.stream == stream && stream) {
                unread.stream = NULL;
                return unread.unit;
        }
        byte = getc_unlocked(stream);
        if (byte == EOF)
                return WEOF;
        bytes[count++] = (char) byte;
        needed = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        while (count < needed && (byte = getc_unlocked(stream)) != EOF) {
                if ((byte & 0xC0) != 0x80) { /* the next character's */
                        ungetc(byte, stream);
                        break;
                }
                bytes[count++] = (char) byte;
        }
        mww_utf8_decode(bytes, count, &point, NULL);
        if (mww_wide_encode(point, sizeof(wchar_t), units) == 2)
                unread = (half){ stream, (uint32_t) units[1] };
        return (wint_t) units[0];
}

static bool write_unit(FILE *stream, uint32_t unit)
{
        char bytes[4];
        size_t length;

        if (sizeof(wchar_t) == 2 && unit >= 0xD800 && unit <= 0xDBFF) {
                unwritten = (half){ stream, unit };
                return true;
        }
        if (unwritten.stream == stream && unit >= 0xDC00 && unit <= 0xDFFF)
                unit = 0x10000 + ((unwritten.unit - 0xD800) << 10) + (unit - 0xDC00);
        unwritten.stream = NULL;
        length = mww_utf8_encode(unit, bytes);
        return fwrite_unlocked(bytes, 1, length, stream) == length;
}

wint_t fgetwc(FILE *stream)
{
        wint_t unit;

        flockfile(stream);
        unit = read_unit(stream);
        funlockfile(stream);
        return unit;
}

wint_t getwchar(void)
{
        return fgetwc(stdin);
}

wint_t fputwc(wchar_t character, FILE *stream)
{
        bool done;

        flockfile(stream);
        done = write_unit(stream, (uint32_t) character);
        funlockfile(stream);
        return done ? (wint_t) character : WEOF;
}

wint_t putwchar(wchar_t character)
{
        return fputwc(character, stdout);
}

wint_t ungetwc(wint_t character, FILE *stream)
{
        char bytes[4];
        size_t length;

        if (character == WEOF)
                return WEOF;
        if (sizeof(wchar_t) == 2 && character >= 0xDC00 && character <= 0xDFFF) {
                unread = (half){ stream, character };
                return character;
        }
        length = mww_utf8_encode(character, bytes);
        while (length > 0)
                if (ungetc((unsigned char) bytes[--length], stream) == EOF)
                        return WEOF;
        return character;
}

wchar_t *fgetws(wchar_t *buffer, int count, FILE *stream)
{
        int used = 0;

        if (!buffer || count <= 0 || !stream)
                return mww_invalid_parameter(EINVAL), NULL;
        flockfile(stream);
        while (used < count - 1) {
                wint_t unit = read_unit(stream);

                if (unit == WEOF)
                        break;
                buffer[used++] = (wchar_t) unit;
                if (unit == '\n')
                        break;
        }
        funlockfile(stream);
        if (used == 0 && count > 1)
                return NULL;
        buffer[used] = 0;
        return buffer;
}

int fputws(const wchar_t *text, FILE *stream)
{
        char *bytes;
        size_t length;
        bool done;

        if (!text || !stream)
                return mww_invalid_parameter(EINVAL), EOF;
        bytes = mww_utf8_of_wide(text, mww_wide_length(text, sizeof *text), sizeof *text);
        if (!bytes)
                return EOF;
        length = strlen(bytes);
        done = fwrite(bytes, 1, length, stream) == length;
        free(bytes);
        return done ? 0 : EOF;
}

int _putws(const wchar_t *text)
{
        return fputws(text, stdout) == EOF || putc('\n', stdout) == EOF ? EOF : 0;
}

wchar_t *_getws_s(wchar_t *buffer, size_t count)
{
        size_t used = 0;
        wint_t unit;

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL), NULL;
        unit = fgetwc(stdin);
        if (unit == WEOF)
                return NULL;
        for (; unit != WEOF && unit != '\n'; unit = fgetwc(stdin)) {
                if (used + 1 >= count) {
                        buffer[0] = 0;
                        return mww_invalid_parameter(ERANGE), NULL;
                }
                buffer[used++] = (wchar_t) unit;
        }
        buffer[used] = 0;
        return buffer;
}

wchar_t *_getws(wchar_t *buffer)
{
        return _getws_s(buffer, SIZE_MAX);
}
