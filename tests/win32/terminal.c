/* SPDX-License-Identifier: MIT */
/* terminal.c — the console on a terminal, which the table doesn't have: a child
 * with a pseudo terminal as its console does what it is told by name, and its
 * parent types, and reads the screen. */
#include "windows.h"

#include <conio.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int passed;
static int failed;

static void check(const char *what, int holds, const char *seen)
{
        if (holds)
                passed++;
        else
                printf("FAILED %s (on the screen: \"%s\")\n", what, seen);
        failed += !holds;
}

/* ---- the child's parts; each ends with the exit code that it returns ----------- */

static int part_line(void)
{
        HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
        char line[50];
        DWORD done;

        printf("name? ");
        if (!ReadConsoleA(input, line, 3, &done, NULL) || done != 3)
                return 1;
        if (!ReadFile(input, line + 3, 40, &done, NULL) || done != 4)
                return 2;
        return memcmp(line, "abcde\r\n", 7) == 0 ? 42 : 3;
}

static int part_keys(void)
{
        printf("keys? ");
        if (_getch() != 'x' || _getch() != '\r')
                return 1;
        if (_getch() != 0xE0 || _getch() != 72) /* the arrow upwards */
                return 2;
        if (_kbhit())
                return 3;
        printf("more? ");
        fflush(stdout);
        while (!_kbhit())
                Sleep(1);
        return _getche() == 'y' ? 42 : 4;
}

static int part_modes(void)
{
        HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
        HANDLE output = CreateFileA("CONOUT$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_WRITE, NULL,
                                    OPEN_EXISTING, 0, NULL);
        INPUT_RECORD events[4];
        DWORD mode;
        DWORD count;

        if (!GetConsoleMode(output, &mode) || !(mode & ENABLE_PROCESSED_OUTPUT))
                return 1;
        if (!GetConsoleMode(input, &mode) || !(mode & ENABLE_LINE_INPUT))
                return 2;
        if (SetConsoleMode(input, ENABLE_ECHO_INPUT) || GetLastError() != 87)
                return 3;
        SetConsoleMode(input, mode & ~(DWORD) (ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT));
        WriteConsoleW(output, u"t\u00FCr? ", 5, &count, NULL);
        if (!ReadConsoleInputA(input, events, 4, &count) || count != 2 ||
            events[0].EventType != KEY_EVENT || !events[0].Event.KeyEvent.bKeyDown ||
            events[0].Event.KeyEvent.wVirtualKeyCode != 'Q' ||
            events[0].Event.KeyEvent.uChar.AsciiChar != 'q')
                return 4;
        return GetFileType(output) == FILE_TYPE_CHAR ? 42 : 5;
}

/* Two rows of two, of three that are there; the last column is beyond the screen. */
static int write_cells(HANDLE output)
{
        CHAR_INFO cells[6];
        COORD size = { 3, 2 };
        COORD from = { 1, 0 };
        SMALL_RECT region = { 98, 10, 100, 11 };

        for (int at = 0; at < 6; at++) {
                cells[at].Char.UnicodeChar = 0;
                cells[at].Char.AsciiChar = (CHAR) ('a' + at);
                cells[at].Attributes = at < 5 ? FOREGROUND_GREEN : FOREGROUND_BLUE;
        }
        if (!WriteConsoleOutputA(output, cells, size, from, &region))
                return 1;
        return region.Left != 98 || region.Right != 99 || region.Top != 10 || region.Bottom != 11;
}

static int part_screen(void)
{
        HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
        CONSOLE_SCREEN_BUFFER_INFO info;
        COORD place = { 4, 2 };
        DWORD done;

        printf("screen ");
        if (!GetConsoleScreenBufferInfo(output, &info) || info.dwSize.X != 100 ||
            info.dwSize.Y != 30)
                return 1;
        if (info.dwCursorPosition.X != 6 || info.dwCursorPosition.Y != 4)
                return 2;
        if (!SetConsoleTextAttribute(output, FOREGROUND_RED | FOREGROUND_INTENSITY) ||
            !SetConsoleCursorPosition(output, place) ||
            !FillConsoleOutputCharacterA(output, '#', 3, place, &done))
                return 3;
        if (write_cells(output) != 0)
                return 5;
        place.X = 100;
        return !SetConsoleCursorPosition(output, place) && GetLastError() == 87 ? 42 : 4;
}

/* The end of the number's line is no key. */
static int part_pause(void)
{
        int number = 0;

        printf("number? ");
        fflush(stdout);
        if (scanf("%d", &number) != 1 || number != 5)
                return 1;
        if (system("cls") != 0 || system("color 0C") != 0 || system("title a b") != 0 ||
            system("pause") != 0)
                return 2;
        printf("went on ");
        fflush(stdout);
        return _getch() == 'y' ? 42 : 3;
}

static volatile LONG interrupts;

static BOOL WINAPI on_ctrl(DWORD event)
{
        InterlockedIncrement(&interrupts);
        return event == CTRL_C_EVENT;
}

static int part_ctrl_c(void)
{
        SetConsoleCtrlHandler(on_ctrl, TRUE);
        printf("ready ");
        fflush(stdout);
        while (interrupts < 1)
                Sleep(1);
        SetConsoleCtrlHandler(on_ctrl, FALSE);
        printf("again ");
        fflush(stdout);
        Sleep(10000); /* the second one ends us */
        return 1;
}

/* ---- the parent ------------------------------------------------------------------ */

typedef struct screen {
        int terminal;
        pid_t child;
        char seen[4096];
        size_t length;
} screen;

static void begin(screen *one, int (*part)(void))
{
        const struct winsize size = { .ws_row = 30, .ws_col = 100 };

        fflush(stdout);
        memset(one, 0, sizeof *one);
        one->child = forkpty(&one->terminal, NULL, NULL, &size);
        if (one->child == 0)
                exit(part());
}

/* Reads on until text is on the screen; 0: it never was. */
static int await(screen *one, const char *text)
{
        struct pollfd more = { .fd = one->terminal, .events = POLLIN };

        while (!strstr(one->seen, text)) {
                ssize_t n;

                if (one->length >= sizeof one->seen - 1 || poll(&more, 1, 10000) != 1)
                        return 0;
                n = read(one->terminal, one->seen + one->length,
                         sizeof one->seen - 1 - one->length);
                if (n <= 0)
                        return 0;
                one->length += (size_t) n;
        }
        return 1;
}

static void type(const screen *one, const char *text)
{
        if (write(one->terminal, text, strlen(text)) < 0)
                perror("write");
}

/* Its exit code; 1000 and the signal that ended it. */
static int end(screen *one)
{
        int status = 0;

        await(one, "\x01never"); /* all that comes, so that it needn't wait for us */
        waitpid(one->child, &status, 0);
        close(one->terminal);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

int main(void)
{
        screen one;

        begin(&one, part_line);
        check("a prompt comes before its answer is read", await(&one, "name? "), one.seen);
        type(&one, "abcde\n");
        check("lines end in \\r\\n, and go on where a buffer ended", end(&one) == 42, one.seen);

        begin(&one, part_keys);
        await(&one, "keys? ");
        type(&one, "x\n\033[A");
        check("_kbhit is 0 when nothing was typed", await(&one, "more? "), one.seen);
        type(&one, "y");
        check("keys come one by one", end(&one) == 42, one.seen);

        begin(&one, part_modes);
        check("wide text is UTF-8 on the screen", await(&one, "t\u00FCr? "), one.seen);
        type(&one, "q");
        check("modes, and keys as events", end(&one) == 42, one.seen);

        begin(&one, part_screen);
        check("the terminal is asked for its cursor", await(&one, "\033[6n"), one.seen);
        type(&one, "\033[5;7R");
        check("size, cursor, colours", end(&one) == 42, one.seen);
        check("red is red", strstr(one.seen, "\033[0;91;40m") != NULL, one.seen);
        check("cells have their colours, and go where they should",
              strstr(one.seen, "\0337\033[11;99H\033[0;32;40mbc\033[12;99He\033[0;34;40mf"
                               "\033[0;91;40m\0338") != NULL,
              one.seen);
        check("the cursor goes where it should", strstr(one.seen, "\033[3;5H###") != NULL,
              one.seen);

        begin(&one, part_pause);
        await(&one, "number? ");
        type(&one, "5\n");
        check("pause asks for a key", await(&one, "Press any key to continue . . . "), one.seen);
        check("cls clears", strstr(one.seen, "\033[2J") != NULL, one.seen);
        check("color colours", strstr(one.seen, "\033[0;91;40m") != NULL, one.seen);
        check("title names the window", strstr(one.seen, ";a b\007") != NULL, one.seen);
        type(&one, "x");
        check("any key will do", await(&one, "went on "), one.seen);
        type(&one, "y");
        check("pause took a key, not what was left of a line", end(&one) == 42, one.seen);

        begin(&one, part_ctrl_c);
        await(&one, "ready ");
        type(&one, "\003");
        check("Ctrl-C calls the handler", await(&one, "again "), one.seen);
        type(&one, "\003");
        check("without one it ends the program", end(&one) == 1000 + SIGINT, one.seen);
        printf("%d passed, %d failed\n", passed, failed);
        return failed > 0;
}
