/* SPDX-License-Identifier: MIT */
/* console_screen.c — colours, the cursor, text at a place of the screen.
 *
 * All of it is done by the terminal's control sequences (ECMA-48, as xterm takes
 * them). Where the output is no terminal, these calls fail with
 * ERROR_INVALID_HANDLE, as on Windows, and nothing is written.
 *
 * What can't be: a terminal doesn't tell what stands on its screen, so the colour
 * of text that is there can't be changed (FillConsoleOutputAttribute sets it for
 * cells that are written later only when it fills the whole screen).
 */
#include "console.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ANSWER_MS 200 /* a terminal that says nothing has no cursor to tell of */

MWW_LOCK(lock)
static WORD attributes = FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE;
static CONSOLE_CURSOR_INFO cursor = { 25, TRUE };

static DWORD pin_screen(HANDLE handle, mww_pin *out_pin, mww_file **out_file)
{
        DWORD error = mww_console_pin(handle, 0, out_pin, out_file);

        if (!error)
                fflush(stdout); /* what the C library holds back comes first */
        return error;
}

void mww_screen_size(int descriptor, COORD *out_size)
{
        struct winsize size;

        out_size->X = 80;
        out_size->Y = 25;
        if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
                out_size->X = (SHORT) size.ws_col;
                out_size->Y = (SHORT) size.ws_row;
        }
}

/* Asks the terminal, which answers ESC [ row ; column R on its input. */
static void ask_cursor(int descriptor, COORD *out_place)
{
        struct pollfd answer = { .fd = descriptor, .events = POLLIN };
        struct termios before;
        char text[32];
        size_t used = 0;
        int row = 1;
        int column = 1;

        out_place->X = out_place->Y = 0;
        if (!mww_terminal_change(descriptor, ICANON | ECHO, &before))
                return;
        mww_terminal_write(descriptor, "\033[6n", 4);
        while (used < sizeof text - 1 && poll(&answer, 1, ANSWER_MS) == 1) {
                if (read(descriptor, text + used, 1) != 1)
                        break;
                if (used == 0 && text[0] != '\033')
                        continue; /* a key that was pressed before is lost here */
                if (text[used++] == 'R')
                        break;
        }
        text[used] = '\0';
        mww_terminal_restore(descriptor, &before);
        if (sscanf(text, "\033[%d;%dR", &row, &column) == 2) {
                out_place->X = (SHORT) (column - 1);
                out_place->Y = (SHORT) (row - 1);
        }
}

BOOL GetConsoleScreenBufferInfo(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFO out)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        memset(out, 0, sizeof *out);
        mww_screen_size(file->descriptor, &out->dwSize);
        out->dwMaximumWindowSize = out->dwSize;
        out->srWindow.Right = (SHORT) (out->dwSize.X - 1);
        out->srWindow.Bottom = (SHORT) (out->dwSize.Y - 1);
        pthread_mutex_lock(&lock);
        ask_cursor(file->descriptor, &out->dwCursorPosition);
        out->wAttributes = attributes;
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

static bool is_on_screen(int descriptor, COORD place)
{
        COORD size;

        mww_screen_size(descriptor, &size);
        return place.X >= 0 && place.Y >= 0 && place.X < size.X && place.Y < size.Y;
}

static void send(int descriptor, const char *text)
{
        mww_terminal_write(descriptor, text, strlen(text));
}

static void go_to(int descriptor, COORD place)
{
        char text[32];

        snprintf(text, sizeof text, "\033[%d;%dH", place.Y + 1, place.X + 1);
        send(descriptor, text);
}

BOOL SetConsoleCursorPosition(HANDLE handle, COORD place)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        if (is_on_screen(file->descriptor, place))
                go_to(file->descriptor, place);
        else
                error = ERROR_INVALID_PARAMETER;
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* Windows' blue, green, red bits as a terminal counts colours: red, green, blue. */
static int colour_of(WORD bits)
{
        return (bits & 4 ? 1 : 0) + (bits & 2 ? 2 : 0) + (bits & 1 ? 4 : 0);
}

void mww_colour_text(WORD wanted, char out[48])
{
        int length;

        if ((wanted & 0xFF) == 0x07) /* as terminals are by themselves */
                length = snprintf(out, 48, "\033[0m");
        else
                length = snprintf(out, 48, "\033[0;%d;%dm",
                                  (wanted & FOREGROUND_INTENSITY ? 90 : 30) + colour_of(wanted),
                                  (wanted & BACKGROUND_INTENSITY ? 100 : 40) +
                                          colour_of((WORD) (wanted >> 4)));
        snprintf(out + length, 48 - (size_t) length, "%s%s",
                 wanted & COMMON_LVB_REVERSE_VIDEO ? "\033[7m" : "",
                 wanted & COMMON_LVB_UNDERSCORE ? "\033[4m" : "");
}

WORD mww_colours(void)
{
        WORD now;

        pthread_mutex_lock(&lock);
        now = attributes;
        pthread_mutex_unlock(&lock);
        return now;
}

BOOL SetConsoleTextAttribute(HANDLE handle, WORD wanted)
{
        char text[48];
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        mww_colour_text(wanted, text);
        pthread_mutex_lock(&lock);
        attributes = wanted;
        send(file->descriptor, text);
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

/* Text at a place; the cursor stays where it is. */
static DWORD put_at(HANDLE handle, COORD place, const char *text, size_t size_bytes)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return error;
        if (!is_on_screen(file->descriptor, place)) {
                error = ERROR_INVALID_PARAMETER;
        } else {
                send(file->descriptor, "\0337");
                go_to(file->descriptor, place);
                mww_terminal_write(file->descriptor, text, size_bytes);
                send(file->descriptor, "\0338");
        }
        mww_handle_unpin(&pin);
        return error;
}

static BOOL fill(HANDLE handle, const char *character, DWORD count, COORD place, LPDWORD out_done)
{
        size_t length = strlen(character);
        char *text = malloc(count * length + 1);
        DWORD error = text ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;

        for (DWORD at = 0; at < count && text; at++)
                memcpy(text + at * length, character, length);
        if (!error)
                error = put_at(handle, place, text, count * length);
        free(text);
        *out_done = error ? 0 : count;
        return error ? mww_fail(error) : TRUE;
}

BOOL FillConsoleOutputCharacterA(HANDLE handle, CHAR character, DWORD count, COORD place,
                                 LPDWORD out_done)
{
        const char text[2] = { character, '\0' };

        return fill(handle, character ? text : " ", count, place, out_done);
}

BOOL FillConsoleOutputCharacterW(HANDLE handle, WCHAR character, DWORD count, COORD place,
                                 LPDWORD out_done)
{
        const WCHAR wide[2] = { character, 0 };
        char text[8];

        if (!mww_utf8_from_utf16(wide, text, sizeof text))
                return mww_fail(ERROR_INVALID_PARAMETER);
        return fill(handle, text[0] ? text : " ", count, place, out_done);
}

BOOL WriteConsoleOutputCharacterA(HANDLE handle, LPCSTR text, DWORD count, COORD place,
                                  LPDWORD out_done)
{
        DWORD error = put_at(handle, place, text, count);

        *out_done = error ? 0 : count;
        return error ? mww_fail(error) : TRUE;
}

BOOL WriteConsoleOutputCharacterW(HANDLE handle, LPCWSTR text, DWORD count, COORD place,
                                  LPDWORD out_done)
{
        WCHAR wide[PATH_MAX / 4];
        char bytes[PATH_MAX];
        DWORD error;

        if (count >= sizeof wide / sizeof *wide)
                return mww_fail(ERROR_INVALID_PARAMETER);
        memcpy(wide, text, count * sizeof *wide);
        wide[count] = 0;
        mww_utf8_from_utf16(wide, bytes, sizeof bytes);
        error = put_at(handle, place, bytes, strlen(bytes));
        *out_done = error ? 0 : count;
        return error ? mww_fail(error) : TRUE;
}

BOOL FillConsoleOutputAttribute(HANDLE handle, WORD wanted, DWORD count, COORD place,
                                LPDWORD out_done)
{
        COORD size;
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        *out_done = 0;
        if (error)
                return mww_fail(error);
        mww_screen_size(file->descriptor, &size);
        if (!is_on_screen(file->descriptor, place))
                error = ERROR_INVALID_PARAMETER;
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        *out_done = count;
        if (place.X == 0 && place.Y == 0 && count >= (DWORD) size.X * (DWORD) size.Y)
                return SetConsoleTextAttribute(handle, wanted);
        return TRUE;
}

BOOL GetConsoleCursorInfo(HANDLE handle, PCONSOLE_CURSOR_INFO out)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&lock);
        *out = cursor;
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

BOOL SetConsoleCursorInfo(HANDLE handle, const CONSOLE_CURSOR_INFO *wanted)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        if (wanted->dwSize < 1 || wanted->dwSize > 100) {
                error = ERROR_INVALID_PARAMETER;
        } else {
                pthread_mutex_lock(&lock);
                cursor = *wanted;
                send(file->descriptor, wanted->bVisible ? "\033[?25h" : "\033[?25l");
                pthread_mutex_unlock(&lock);
        }
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* Asks the terminal to be so big; it need not obey. */
static BOOL resize(HANDLE handle, int columns, int rows)
{
        char text[32];
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        if (columns < 1 || rows < 1) {
                error = ERROR_INVALID_PARAMETER;
        } else {
                snprintf(text, sizeof text, "\033[8;%d;%dt", rows, columns);
                send(file->descriptor, text);
        }
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL SetConsoleScreenBufferSize(HANDLE handle, COORD size)
{
        return resize(handle, size.X, size.Y > 200 ? 200 : size.Y); /* its buffer is the window */
}

BOOL SetConsoleWindowInfo(HANDLE handle, BOOL is_absolute, const SMALL_RECT *window)
{
        COORD size = { 0, 0 };
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error)
                return mww_fail(error);
        if (!is_absolute)
                mww_screen_size(file->descriptor, &size);
        mww_handle_unpin(&pin);
        if (is_absolute)
                return resize(handle, window->Right - window->Left + 1,
                              window->Bottom - window->Top + 1);
        return resize(handle, size.X + window->Right - window->Left,
                      size.Y + window->Bottom - window->Top);
}

COORD GetLargestConsoleWindowSize(HANDLE handle)
{
        COORD size = { 0, 0 };
        mww_file *file;
        mww_pin pin;
        DWORD error = pin_screen(handle, &pin, &file);

        if (error) {
                SetLastError(error);
                return size;
        }
        mww_screen_size(file->descriptor, &size);
        mww_handle_unpin(&pin);
        return size;
}
