/* SPDX-License-Identifier: MIT */
/* exchange.c — two processes exchange a text through a named file mapping,
 * kept in step by two named events. Start it twice; in Win32 calls.
 *
 *      Linux    cc exchange.c $(pkg-config --cflags --libs mapwire-win32) -o exchange
 *      Windows  x86_64-w64-mingw32-gcc exchange.c -o exchange.exe
 *
 *      exchange [SECONDS]     how long to wait for the other one; default 30
 *
 * Who is who. CreateEvent both looks and makes, in one step: whoever made the
 * event `written` is the SERVER, everybody else (ERROR_ALREADY_EXISTS) a CLIENT.
 * To look first and make then, as in many textbooks, lets two servers be.
 *
 * In step. The server makes everything, writes, and only then sets `written`; so
 * a client never finds a mapping that is missing or half filled. `written` is
 * manual-reset, because the text stays there for whoever comes. `taken` is
 * auto-reset: it tells one waiter one thing. Both are set, never pulsed: a pulse
 * reaches only those who wait at that very moment.
 *
 * If the other one dies. Each wait has an end and says what it waited for. A
 * client that finds `written` set and the mapping gone has met the last moment
 * of a server that was done; it begins again, and may become the server itself.
 * `written` is closed last: who makes it anew knows that the round is over.
 *
 * Exit code: 0 exchanged; 1 a call failed; 124 nobody came in time.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_WRITTEN "Local\\mapwire.book.written"
#define NAME_TAKEN   "Local\\mapwire.book.taken"
#define NAME_MEMORY  "Local\\mapwire.book.memory"
#define MESSAGE      "Information From Server"

enum { MEMORY_BYTES = 100, EXCHANGED = 0, FAILED = 1, NOBODY_CAME = 124, AGAIN = -1 };

static int failed(const char *what)
{
        fprintf(stderr, "exchange: %s failed with error %lu\n", what,
                (unsigned long) GetLastError());
        return FAILED;
}

static int waited(DWORD result, const char *whom, DWORD milliseconds)
{
        if (result == WAIT_OBJECT_0)
                return EXCHANGED;
        if (result != WAIT_TIMEOUT)
                return failed("WaitForSingleObject");
        fprintf(stderr, "exchange: waited %lu s for %s, in vain\n",
                (unsigned long) milliseconds / 1000, whom);
        return NOBODY_CAME;
}

/* A text that ends within its buffer, whatever was in the memory. */
static void read_text(char text[MEMORY_BYTES], const char *memory)
{
        memcpy(text, memory, MEMORY_BYTES);
        text[MEMORY_BYTES - 1] = '\0';
}

static void say(const char *when, const char *text)
{
        printf("%s RECORD:\n%s\n", when, text[0] ? text : "Buffer Is Empty");
        fflush(stdout);
}

static int write_and_wait(char *memory, HANDLE written, DWORD milliseconds)
{
        HANDLE taken = CreateEventA(NULL, FALSE, FALSE, NAME_TAKEN);
        char text[MEMORY_BYTES];
        int result;

        if (!taken)
                return failed("CreateEvent");
        printf("SERVER\n");
        read_text(text, memory);
        say("BEFORE", text);
        strcpy(memory, MESSAGE);
        read_text(text, memory);
        say("AFTER", text);
        if (SetEvent(written))
                result = waited(WaitForSingleObject(taken, milliseconds), "a client", milliseconds);
        else
                result = failed("SetEvent");
        CloseHandle(taken);
        return result;
}

static int serve(HANDLE written, DWORD milliseconds)
{
        HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                            MEMORY_BYTES, NAME_MEMORY);
        char *memory;
        int result;

        if (!mapping)
                return failed("CreateFileMapping");
        memory = (char *) MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, MEMORY_BYTES);
        if (memory) {
                result = write_and_wait(memory, written, milliseconds);
                UnmapViewOfFile(memory);
        } else {
                result = failed("MapViewOfFile");
        }
        CloseHandle(mapping);
        return result;
}

static int read_and_tell(const char *memory)
{
        HANDLE taken = OpenEventA(EVENT_MODIFY_STATE, FALSE, NAME_TAKEN);
        char text[MEMORY_BYTES] = "";
        int result = EXCHANGED;

        printf("CLIENT\n");
        say("BEFORE", text);
        read_text(text, memory);
        say("AFTER", text);
        if (!taken) /* another client was quicker, and the server has ended */
                return GetLastError() == ERROR_FILE_NOT_FOUND ? EXCHANGED : failed("OpenEvent");
        if (!SetEvent(taken))
                result = failed("SetEvent");
        CloseHandle(taken);
        return result;
}

static int take(HANDLE written, DWORD milliseconds)
{
        HANDLE mapping;
        const char *memory;
        int result = waited(WaitForSingleObject(written, milliseconds), "the server to write",
                            milliseconds);

        if (result != EXCHANGED)
                return result;
        mapping = OpenFileMappingA(FILE_MAP_READ, FALSE, NAME_MEMORY);
        if (!mapping)
                return GetLastError() == ERROR_FILE_NOT_FOUND ? AGAIN : failed("OpenFileMapping");
        memory = (const char *) MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, MEMORY_BYTES);
        if (memory) {
                result = read_and_tell(memory);
                UnmapViewOfFile(memory);
        } else {
                result = failed("MapViewOfFile");
        }
        CloseHandle(mapping);
        return result;
}

static int take_part(DWORD milliseconds)
{
        HANDLE written = CreateEventA(NULL, TRUE, FALSE, NAME_WRITTEN);
        BOOL is_first = GetLastError() != ERROR_ALREADY_EXISTS;
        int result;

        if (!written)
                return failed("CreateEvent");
        result = is_first ? serve(written, milliseconds) : take(written, milliseconds);
        CloseHandle(written);
        return result;
}

int main(int argument_count, char **arguments)
{
        long seconds = argument_count > 1 ? strtol(arguments[1], NULL, 10) : 30;
        ULONGLONG end;
        int result;

        if (argument_count > 2 || seconds < 1 || seconds > 86400) {
                fprintf(stderr, "usage: exchange [SECONDS]\n");
                return 2;
        }
        end = GetTickCount64() + (ULONGLONG) seconds * 1000;
        while ((result = take_part((DWORD) seconds * 1000)) == AGAIN) {
                if (GetTickCount64() > end)
                        return waited(WAIT_TIMEOUT, "a server that stays", (DWORD) seconds * 1000);
                Sleep(5 + GetCurrentProcessId() % 11); /* not all at the same moment again */
        }
        return result;
}
