/* SPDX-License-Identifier: MIT */
/* conio.c — the functions of conio.h: keys and text straight from and to the
 * console. What is printed goes through stdout, in step with printf. */
#include "console.h"

#include <conio.h>
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

int _cscanf(const char *format, ...)
{
        va_list arguments;
        int count;

        va_start(arguments, format);
        count = mww_vfscanf(stdin, format, arguments);
        va_end(arguments);
        return count;
}
