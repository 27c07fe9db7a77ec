/* SPDX-License-Identifier: MIT */
/* console.c — modes, code pages, title and life of the console.
 *
 * Line input, echo and Ctrl-C as a signal are settings of the terminal; the
 * other modes are remembered. Code pages are remembered, too: bytes pass as they
 * are, and where WCHAR text becomes bytes it is UTF-8.
 */
#include "console.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define INPUT_MODES  0x03FFu
#define OUTPUT_MODES 0x001Fu

MWW_LOCK(lock)
static DWORD input_mode = 0x01F7; /* all but WINDOW_INPUT, as a new console has it */
static DWORD output_mode = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT;
static UINT input_page = 65001;
static UINT output_page = 65001;
static char *title;

/* What the terminal was like before we changed it; under the lock. */
static struct termios at_start;
static int changed_descriptor = -1;

DWORD mww_console_pin(HANDLE handle, DWORD needed, mww_pin *out_pin, mww_file **out_file)
{
        DWORD error = mww_file_pin(handle, needed, out_pin, out_file);

        if (!error && (*out_file)->kind != &mww_console_kind) {
                mww_handle_unpin(out_pin);
                error = ERROR_INVALID_HANDLE;
        }
        return error;
}

bool mww_console_is_output(const mww_file *file)
{
        return (file->flags & MWW_FILE_IS_OUTPUT) || file->descriptor == STDOUT_FILENO ||
               file->descriptor == STDERR_FILENO;
}

DWORD mww_console_input_mode(void)
{
        DWORD mode;

        pthread_mutex_lock(&lock);
        mode = input_mode;
        pthread_mutex_unlock(&lock);
        return mode;
}

__attribute__((destructor)) static void restore_terminal(void)
{
        if (changed_descriptor >= 0)
                tcsetattr(changed_descriptor, TCSANOW, &at_start);
}

/* Notes how the terminal was, the first time. Under the lock. */
static void note_start(int descriptor, const struct termios *now)
{
        if (changed_descriptor < 0) {
                at_start = *now;
                changed_descriptor = descriptor;
        }
}

bool mww_terminal_change(int descriptor, tcflag_t clear, struct termios *out_before)
{
        struct termios wanted;

        if (tcgetattr(descriptor, out_before) < 0)
                return false;
        pthread_mutex_lock(&lock);
        note_start(descriptor, out_before);
        pthread_mutex_unlock(&lock);
        wanted = *out_before;
        wanted.c_lflag &= ~clear;
        wanted.c_cc[VMIN] = 1;
        wanted.c_cc[VTIME] = 0;
        return tcsetattr(descriptor, TCSANOW, &wanted) == 0;
}

void mww_terminal_restore(int descriptor, const struct termios *before)
{
        tcsetattr(descriptor, TCSANOW, before);
}

void mww_terminal_write(int descriptor, const char *text, size_t size_bytes)
{
        while (size_bytes > 0) {
                ssize_t n = write(descriptor, text, size_bytes);

                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return;
                text += n;
                size_bytes -= (size_t) n;
        }
}

/* The settings of a terminal that a mode stands for. */
static void apply_input_mode(int descriptor, DWORD mode)
{
        struct termios now;

        if (tcgetattr(descriptor, &now) < 0)
                return;
        note_start(descriptor, &now);
        now.c_lflag &= ~(tcflag_t) (ICANON | ECHO | ISIG);
        if (mode & ENABLE_LINE_INPUT)
                now.c_lflag |= ICANON;
        if (mode & ENABLE_ECHO_INPUT)
                now.c_lflag |= ECHO;
        if (mode & ENABLE_PROCESSED_INPUT)
                now.c_lflag |= ISIG;
        now.c_cc[VMIN] = 1;
        now.c_cc[VTIME] = 0;
        tcsetattr(descriptor, TCSANOW, &now);
}

BOOL GetConsoleMode(HANDLE handle, LPDWORD out_mode)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_console_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&lock);
        *out_mode = mww_console_is_output(file) ? output_mode : input_mode;
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

BOOL SetConsoleMode(HANDLE handle, DWORD mode)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_console_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&lock);
        if (mww_console_is_output(file)) {
                if (mode & ~OUTPUT_MODES)
                        error = ERROR_INVALID_PARAMETER;
                else
                        output_mode = mode;
        } else if ((mode & ~INPUT_MODES) ||
                   ((mode & ENABLE_ECHO_INPUT) && !(mode & ENABLE_LINE_INPUT))) {
                error = ERROR_INVALID_PARAMETER;
        } else {
                input_mode = mode;
                apply_input_mode(file->descriptor, mode);
        }
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

static UINT get_page(const UINT *page)
{
        UINT now;

        pthread_mutex_lock(&lock);
        now = *page;
        pthread_mutex_unlock(&lock);
        return now;
}

static BOOL set_page(UINT *page, UINT wanted)
{
        if (wanted == 0 || wanted > 65535)
                return mww_fail(ERROR_INVALID_PARAMETER);
        pthread_mutex_lock(&lock);
        *page = wanted;
        pthread_mutex_unlock(&lock);
        return TRUE;
}

UINT GetConsoleCP(void)
{
        return get_page(&input_page);
}

UINT GetConsoleOutputCP(void)
{
        return get_page(&output_page);
}

BOOL SetConsoleCP(UINT page)
{
        return set_page(&input_page, page);
}

BOOL SetConsoleOutputCP(UINT page)
{
        return set_page(&output_page, page);
}

BOOL SetConsoleTitleA(LPCSTR text)
{
        char *kept = text ? strdup(text) : NULL;

        if (!kept)
                return mww_fail(text ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
        pthread_mutex_lock(&lock);
        free(title);
        title = kept;
        if (isatty(STDOUT_FILENO)) {
                mww_terminal_write(STDOUT_FILENO, "\033]0;", 4);
                mww_terminal_write(STDOUT_FILENO, kept, strlen(kept));
                mww_terminal_write(STDOUT_FILENO, "\007", 1);
        }
        pthread_mutex_unlock(&lock);
        return TRUE;
}

BOOL SetConsoleTitleW(LPCWSTR text)
{
        char bytes[PATH_MAX];
        LPCSTR narrow;

        return mww_bytes_of_wide(text, bytes, &narrow) && SetConsoleTitleA(narrow);
}

DWORD GetConsoleTitleA(LPSTR out, DWORD room)
{
        DWORD length;

        pthread_mutex_lock(&lock);
        length = mww_give_a(title ? title : "", out, room);
        pthread_mutex_unlock(&lock);
        return length < room ? length : 0;
}

DWORD GetConsoleTitleW(LPWSTR out, DWORD room)
{
        DWORD length;

        pthread_mutex_lock(&lock);
        length = mww_give_w(title ? title : "", out, room);
        pthread_mutex_unlock(&lock);
        return length < room ? length : 0;
}

/* A process has the terminal that it was started in, and only that. */
static bool has_console(void)
{
        int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

        if (terminal >= 0)
                close(terminal);
        return terminal >= 0 || isatty(STDIN_FILENO) || isatty(STDOUT_FILENO);
}

BOOL AllocConsole(void)
{
        /* What would be a new window is standard input and output, as they are. */
        return has_console() ? mww_fail(ERROR_ACCESS_DENIED) : TRUE;
}

BOOL FreeConsole(void)
{
        return has_console() ? TRUE : mww_fail(ERROR_INVALID_PARAMETER);
}

BOOL AttachConsole(DWORD process)
{
        return mww_fail(has_console() ? ERROR_ACCESS_DENIED : ERROR_INVALID_HANDLE);
}

HWND GetConsoleWindow(void)
{
        return NULL; /* a terminal's window isn't ours */
}

BOOL Beep(DWORD hertz, DWORD milliseconds)
{
        if (hertz < 37 || hertz > 32767)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (isatty(STDOUT_FILENO))
                mww_terminal_write(STDOUT_FILENO, "\007", 1);
        Sleep(milliseconds);
        return TRUE;
}
