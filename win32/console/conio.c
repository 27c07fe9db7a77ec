/* SPDX-License-Identifier: MIT */
/* conio.c — the functions of conio.h: keys and text straight from and to the
 * console. What is printed goes through stdout, in step with printf. */
#include "console.h"

#include "crt/crt.h"

#include <conio.h>
#include <errno.h>
#include <stdarg.h>

MWW_LOCK(lock)
static int pushed_back = -1; /* by _ungetch; under the lock, like the next */
static int second_number = -1;

/* A key that is left over; -1: none. */
static int take_left_over(void)
{
        int code = pushed_back;

        if (code >= 0) {
                pushed_back = -1;
                return code;
        }
        code = second_number;
        second_number = -1;
        return code;
}

int _getch(void)
{
        mww_key key;
        int code;

        pthread_mutex_lock(&lock);
        code = take_left_over();
        pthread_mutex_unlock(&lock);
        if (code >= 0)
                return code;
        if (!mww_key_read(&key))
                return EOF;
        if (!key.is_special)
                return key.code;
        pthread_mutex_lock(&lock);
        second_number = key.code;
        pthread_mutex_unlock(&lock);
        return key.prefix;
}

int _getche(void)
{
        int code = _getch();

        if (code >= 0)
                _putch(code);
        return code;
}

int _kbhit(void)
{
        bool is_left_over;

        pthread_mutex_lock(&lock);
        is_left_over = pushed_back >= 0 || second_number >= 0;
        pthread_mutex_unlock(&lock);
        return is_left_over || mww_key_is_there();
}

int _ungetch(int code)
{
        int result = EOF;

        pthread_mutex_lock(&lock);
        if (pushed_back < 0 && code != EOF)
                result = pushed_back = code & 0xFF;
        pthread_mutex_unlock(&lock);
        return result;
}

/* For wide characters: what is UTF-8 in the keys is one code point. */
int mww_console_point(bool *out_is_special)
{
        char bytes[4];
        size_t count = 0;
        size_t needed;
        uint32_t point;
        mww_key key;
        int code;

        *out_is_special = false;
        pthread_mutex_lock(&lock);
        code = take_left_over();
        pthread_mutex_unlock(&lock);
        if (code >= 0)
                return code;
        if (!mww_key_read(&key))
                return EOF;
        if (key.is_special) {
                *out_is_special = true;
                pthread_mutex_lock(&lock);
                second_number = key.code;
                pthread_mutex_unlock(&lock);
                return key.prefix;
        }
        needed = key.code < 0xC0 ? 1 : key.code < 0xE0 ? 2 : key.code < 0xF0 ? 3 : 4;
        bytes[count++] = (char) key.code;
        while (count < needed && mww_key_read(&key) && (key.code & 0xC0) == 0x80)
                bytes[count++] = (char) key.code;
        mww_utf8_decode(bytes, count, &point, NULL);
        return (int) point;
}

bool mww_console_unget(int point)
{
        bool is_free;

        pthread_mutex_lock(&lock);
        is_free = pushed_back < 0;
        if (is_free)
                pushed_back = point;
        pthread_mutex_unlock(&lock);
        return is_free;
}

int _putch(int code)
{
        int result = putchar(code & 0xFF);

        fflush(stdout);
        return result;
}

int _cputs(const char *text)
{
        int result = fputs(text, stdout) < 0 ? EOF : 0;

        fflush(stdout);
        return result;
}

int _vcprintf(const char *format, va_list arguments)
{
        int length = mww_vfprintf(stdout, format, arguments);

        fflush(stdout);
        return length;
}

int _cprintf(const char *format, ...)
{
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = _vcprintf(format, arguments);
        va_end(arguments);
        return length;
}

/* buffer[0]: the room; out: buffer[1], the length, and the text behind it. */
char *_cgets(char *buffer)
{
        unsigned room = (unsigned char) buffer[0];
        unsigned used = 0;
        int code = EOF;

        while (room > 0 && (code = _getche()) != EOF && code != '\r') {
                if (code == '\b')
                        used -= used > 0;
                else if (used + 1 < room)
                        buffer[2 + used++] = (char) code;
        }
        if (room > 0)
                buffer[2 + used] = '\0';
        buffer[1] = (char) used;
        return code == EOF && used == 0 ? NULL : buffer + 2;
}

/* A line of less than count characters, the end included; a longer one is cut. */
errno_t _cgets_s(char *buffer, size_t count, size_t *out_read)
{
        size_t used = 0;
        int code;

        if (!buffer || !count || !out_read)
                return mww_invalid_parameter(EINVAL);
        while ((code = _getche()) != EOF && code != '\r') {
                if (code == '\b')
                        used -= used > 0;
                else if (used + 1 < count)
                        buffer[used++] = (char) code;
        }
        buffer[used] = '\0';
        *out_read = used;
        return 0;
}

int _cscanf(const char *format, ...)
{
        va_list arguments;
        int count;

        va_start(arguments, format);
        count = mww_vfscanf(stdin, format, arguments);
        va_end(arguments);
        return count;
}
