/* SPDX-License-Identifier: MIT */
/* console_io.c — text to the console and lines from it.
 *
 * A line of the console ends in \r\n, as programs expect that cut two characters
 * off; the terminal gives \n. What doesn't fit into a reader's buffer is kept for
 * the next.
 *
 * Where standard input or output is no terminal, Windows refuses ReadConsole and
 * WriteConsole. Here they read and write what is there instead: a program that
 * forgot the case then works with its output in a pipe. GetConsoleMode() tells
 * the truth.
 */
#include "console.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define LINE_BYTES 4096 /* what a terminal gives at once */

MWW_LOCK(lock)
static char kept[2 * LINE_BYTES]; /* read, but not yet given; under the lock */
static size_t kept_from;
static size_t kept_to;

static ssize_t read_some(int descriptor, char *out, size_t room)
{
        ssize_t n;

        do
                n = read(descriptor, out, room);
        while (n < 0 && errno == EINTR);
        return n;
}

/* A line of a file or a pipe, byte by byte, so that nothing behind it is taken;
 * standard input from the C library, which may have read ahead. */
static ssize_t read_plain_line(int descriptor, char *out, size_t room)
{
        size_t used = 0;

        while (used < room) {
                char byte;
                int c;

                if (descriptor == STDIN_FILENO) {
                        c = getc(stdin);
                } else {
                        ssize_t n = read_some(descriptor, &byte, 1);

                        if (n < 0)
                                return -1;
                        c = n ? (unsigned char) byte : EOF;
                }
                if (c == EOF)
                        break;
                out[used++] = (char) c;
                if (c == '\n')
                        break;
        }
        return (ssize_t) used;
}

/* Fills what is kept; false: the end, or a fault with errno. Under the lock. */
static bool read_line(const mww_file *file)
{
        char line[LINE_BYTES];
        bool is_terminal = file->kind == &mww_console_kind;
        bool by_lines = !is_terminal || (mww_console_input_mode() & ENABLE_LINE_INPUT);
        ssize_t length = is_terminal ? read_some(file->descriptor, line, sizeof line) :
                                       read_plain_line(file->descriptor, line, sizeof line);

        kept_from = kept_to = 0;
        errno = length == 0 ? 0 : errno;
        for (ssize_t at = 0; at < length; at++) {
                bool is_after_return = kept_to > 0 && kept[kept_to - 1] == '\r';

                if (line[at] == '\n' && !is_after_return)
                        kept[kept_to++] = '\r';
                if (line[at] != '\n' || by_lines)
                        kept[kept_to++] = line[at];
        }
        return kept_to > 0;
}

/* Up to size_bytes of the line. */
static DWORD take_bytes(const mww_file *file, char *out, size_t size_bytes, DWORD *out_done)
{
        size_t length;

        *out_done = 0;
        if (kept_from == kept_to && !read_line(file))
                return errno ? mww_error_of_errno(errno) : ERROR_SUCCESS;
        length = kept_to - kept_from < size_bytes ? kept_to - kept_from : size_bytes;
        memcpy(out, kept + kept_from, length);
        kept_from += length;
        *out_done = (DWORD) length;
        return ERROR_SUCCESS;
}

DWORD mww_console_read(mww_file *file, mww_transfer *transfer)
{
        DWORD error;

        fflush(stdout);
        pthread_mutex_lock(&lock);
        error = take_bytes(file, transfer->data, transfer->size_bytes, &transfer->done_bytes);
        pthread_mutex_unlock(&lock);
        return error;
}

static DWORD pin_to_read(HANDLE handle, mww_pin *out_pin, mww_file **out_file)
{
        DWORD error = mww_file_pin(handle, FILE_READ_DATA, out_pin, out_file);

        if (!error && !(*out_file)->kind->read) {
                mww_handle_unpin(out_pin);
                error = ERROR_INVALID_HANDLE;
        }
        return error;
}

BOOL ReadConsoleA(HANDLE handle, LPVOID out, DWORD room, LPDWORD out_done,
                  PCONSOLE_READCONSOLE_CONTROL control)
{
        mww_transfer transfer = { out, room, 0, NULL };
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_to_read(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        error = mww_console_read(file, &transfer);
        mww_handle_unpin(&pin);
        *out_done = transfer.done_bytes;
        return error ? mww_fail(error) : TRUE;
}

/* How many of so many bytes are whole characters of at most so many units. */
static size_t whole_characters(const char *text, size_t size_bytes, size_t units)
{
        size_t used = 0;

        while (used < size_bytes && units > 0) {
                unsigned char first = (unsigned char) text[used];
                size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
                size_t needs = length == 4 ? 2 : 1;

                if (used + length > size_bytes || needs > units)
                        break;
                used += length;
                units -= needs;
        }
        return used ? used : size_bytes;
}

BOOL ReadConsoleW(HANDLE handle, LPVOID out, DWORD room, LPDWORD out_done,
                  PCONSOLE_READCONSOLE_CONTROL control)
{
        char bytes[sizeof kept + 1];
        mww_file *file;
        mww_pin pin;
        DWORD done = 0;
        DWORD error = pin_to_read(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        fflush(stdout);
        pthread_mutex_lock(&lock);
        if (kept_from < kept_to || read_line(file)) {
                done = (DWORD) whole_characters(kept + kept_from, kept_to - kept_from, room);
                memcpy(bytes, kept + kept_from, done);
                kept_from += done;
        } else if (errno) {
                error = mww_error_of_errno(errno);
        }
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        bytes[done] = '\0';
        *out_done = (DWORD) mww_wide_of_bytes(bytes, out, room);
        return error ? mww_fail(error) : TRUE;
}

static BOOL write_text(HANDLE handle, const char *text, size_t size_bytes)
{
        mww_transfer transfer = { (void *) (uintptr_t) text, (DWORD) size_bytes, 0, NULL };
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, FILE_WRITE_DATA, &pin, &file);

        if (error)
                return mww_fail(error);
        error = file->kind->write ? file->kind->write(file, &transfer) : ERROR_INVALID_HANDLE;
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL WriteConsoleA(HANDLE handle, const void *text, DWORD count, LPDWORD out_done, LPVOID reserved)
{
        BOOL done = write_text(handle, text, count);

        if (out_done)
                *out_done = done ? count : 0;
        return done;
}

BOOL WriteConsoleW(HANDLE handle, const void *text, DWORD count, LPDWORD out_done, LPVOID reserved)
{
        size_t room = (size_t) count * 3 + 4;
        WCHAR *wide = malloc(((size_t) count + 1) * sizeof *wide);
        char *bytes = malloc(room);
        BOOL done = FALSE;

        if (!wide || !bytes) {
                mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        } else {
                size_t used = 0;

                /* piece by piece, since a NUL among them is a character like others */
                memcpy(wide, text, count * sizeof *wide);
                wide[count] = 0;
                for (DWORD at = 0; at < count;) {
                        DWORD length = 0;

                        if (wide[at] == 0) {
                                bytes[used++] = '\0';
                                at++;
                                continue;
                        }
                        while (wide[at + length])
                                length++;
                        mww_utf8_from_utf16(wide + at, bytes + used, room - used);
                        used += strlen(bytes + used);
                        at += length;
                }
                done = write_text(handle, bytes, used);
        }
        free(wide);
        free(bytes);
        if (out_done)
                *out_done = done ? count : 0;
        return done;
}
