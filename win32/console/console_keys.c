/* SPDX-License-Identifier: MIT */
/* console_keys.c — single keys, as _getch() tells them: Enter is \r, arrows and
 * function keys are two numbers.
 *
 * From standard input. Where that is a terminal, it is asked for single keys just
 * while one is read or looked for, so that lines can be read the usual way in
 * between. Where it is none, its bytes are keys, and at its end there is none:
 * then _kbhit() is 0 and _getch() is EOF.
 */
#include "console.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SEQUENCE_MS 30 /* what follows an escape within that time belongs to it */

/* What a terminal sends behind ESC [ or ESC O, and what Windows says then: the
 * first number, the second, the virtual key. */
static const struct {
        const char *sequence;
        int prefix;
        int code;
        WORD virtual_key;
} specials[] = {
        { "A", 0xE0, 72, 0x26 },    { "B", 0xE0, 80, 0x28 },  { "C", 0xE0, 77, 0x27 },
        { "D", 0xE0, 75, 0x25 },    { "H", 0xE0, 71, 0x24 },  { "F", 0xE0, 79, 0x23 },
        { "1~", 0xE0, 71, 0x24 },   { "2~", 0xE0, 82, 0x2D }, { "3~", 0xE0, 83, 0x2E },
        { "4~", 0xE0, 79, 0x23 },   { "5~", 0xE0, 73, 0x21 }, { "6~", 0xE0, 81, 0x22 },
        { "P", 0, 59, 0x70 },       { "Q", 0, 60, 0x71 },     { "R", 0, 61, 0x72 },
        { "S", 0, 62, 0x73 },       { "11~", 0, 59, 0x70 },   { "12~", 0, 60, 0x71 },
        { "13~", 0, 61, 0x72 },     { "14~", 0, 62, 0x73 },   { "15~", 0, 63, 0x74 },
        { "17~", 0, 64, 0x75 },     { "18~", 0, 65, 0x76 },   { "19~", 0, 66, 0x77 },
        { "20~", 0, 67, 0x78 },     { "21~", 0, 68, 0x79 },   { "23~", 0xE0, 133, 0x7A },
        { "24~", 0xE0, 134, 0x7B },
};

static bool waits_for_input(int milliseconds)
{
        struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

        return poll(&input, 1, milliseconds) == 1;
}

/* One byte of the terminal; -1: none. */
static int read_byte(void)
{
        unsigned char byte;
        ssize_t n;

        do
                n = read(STDIN_FILENO, &byte, 1);
        while (n < 0 && errno == EINTR);
        return n == 1 ? byte : -1;
}

/* What follows an escape; false: it was the Escape key. */
static bool read_special(mww_key *out_key)
{
        char text[8];
        size_t used = 0;
        int byte;

        if (!waits_for_input(SEQUENCE_MS))
                return false;
        byte = read_byte();
        if (byte != '[' && byte != 'O') { /* Alt and a key: the key counts */
                out_key->code = byte;
                return true;
        }
        while (used < sizeof text - 1 && waits_for_input(SEQUENCE_MS)) {
                byte = read_byte();
                if (byte < 0)
                        break;
                text[used++] = (char) byte;
                if (byte == '~' || (byte >= 'A' && byte <= 'Z'))
                        break;
        }
        text[used] = '\0';
        for (size_t at = 0; at < sizeof specials / sizeof specials[0]; at++) {
                if (strcmp(specials[at].sequence, text) != 0)
                        continue;
                out_key->is_special = true;
                out_key->prefix = specials[at].prefix;
                out_key->code = specials[at].code;
                out_key->virtual_key = specials[at].virtual_key;
                return true;
        }
        return false; /* unknown: Escape */
}

static bool read_terminal(mww_key *out_key)
{
        struct termios before;
        bool changed = mww_terminal_change(STDIN_FILENO, ICANON | ECHO, &before);
        int byte = read_byte();

        out_key->code = byte;
        if (byte == 27 && !read_special(out_key))
                out_key->code = 27;
        if (byte == '\n')
                out_key->code = '\r';
        if (byte == 127) /* what terminals send for Backspace */
                out_key->code = '\b';
        if (changed)
                mww_terminal_restore(STDIN_FILENO, &before);
        return byte >= 0;
}

bool mww_key_read(mww_key *out_key)
{
        int byte;

        *out_key = (mww_key){ 0 };
        fflush(stdout);
        if (isatty(STDIN_FILENO))
                return read_terminal(out_key);
        byte = getc(stdin);
        out_key->code = byte == '\n' ? '\r' : byte;
        return byte != EOF;
}

/* Has the C library read ahead? */
static bool library_has_input(void)
{
        return stdin->_IO_read_ptr < stdin->_IO_read_end;
}

bool mww_key_is_there(void)
{
        struct termios before;
        struct stat status;
        int waiting = 0;
        bool is_there;

        fflush(stdout);
        if (isatty(STDIN_FILENO)) {
                bool changed = mww_terminal_change(STDIN_FILENO, ICANON | ECHO, &before);

                is_there = waits_for_input(0);
                if (changed)
                        mww_terminal_restore(STDIN_FILENO, &before);
                return is_there;
        }
        if (library_has_input())
                return true;
        if (fstat(STDIN_FILENO, &status) < 0)
                return false;
        if (S_ISREG(status.st_mode))
                return lseek(STDIN_FILENO, 0, SEEK_CUR) < status.st_size;
        /* The end of a pipe is readable, too, but there is nothing in it. */
        return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting > 0;
}
