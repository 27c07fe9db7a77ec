/* SPDX-License-Identifier: MIT */
/* rules_messages.c — FormatMessage; error modes; libraries. */
#include "support.h"

#include <stdarg.h>

static char text[1000];

static DWORD formatted(DWORD flags, const char *source, ...)
{
        va_list list;
        DWORD length;

        memset(text, '-', sizeof text);
        va_start(list, source);
        length = FormatMessageA(FORMAT_MESSAGE_FROM_STRING | flags, source, 0, 0, text, sizeof text,
                                &list);
        va_end(list);
        return length;
}

/* The text comes out so, and its length is told. */
static int gives(DWORD length, const char *wanted)
{
        return length == strlen(wanted) && strcmp(text, wanted) == 0;
}

static void strings(void)
{
        ROW("message plain", gives(formatted(0, "test"), "test"));
        ROW("message an insert", gives(formatted(0, "%1 and %2", "one", "two"), "one and two"));
        ROW("message in another order", gives(formatted(0, "%2%1%2", "b", "a"), "aba"));
        ROW("message a number", gives(formatted(0, "%1!d!", 39), "39"));
        ROW("message with a width",
            gives(formatted(0, "%1!04d!|%2!-5x!|", 39, 255), "0039|ff   |"));
        ROW("message %1!s!", gives(formatted(0, "%1!s!", "str"), "str"));
        ROW("message a wide string", gives(formatted(0, "%1!S!", WIDE("wide")), "wide"));
        ROW("message a string's width",
            gives(formatted(0, "%1!5s!%2!-5s!|", "ab", "cd"), "   abcd   |"));
        ROW("message a string cut", gives(formatted(0, "%1!.2s!", "abcdef"), "ab"));
        ROW("message asterisks", gives(formatted(0, "%1!*.*s!", 5, 2, "abcdef"), "   ab"));
        ROW("message a character", gives(formatted(0, "%1!c!", 'x'), "x"));
        ROW("message unsigned", gives(formatted(0, "%1!u!", -1), "4294967295"));
        ROW("message 64 bits",
            !IS_64_BIT || gives(formatted(0, "%1!I64d!", (LONGLONG) 1 << 40), "1099511627776"));
        ROW("message %%", gives(formatted(0, "100%%"), "100%"));
        ROW("message %n, %r", gives(formatted(0, "a%nb%rc"), "a\r\nb\rc"));
        ROW("message %0 ends it", gives(formatted(0, "abc%0def"), "abc"));
        ROW("message other escapes", gives(formatted(0, "a%.%!% b"), "a.! b"));
        ROW("message line ends", gives(formatted(0, "a\nb\r\nc\r"), "a\r\nb\r\nc\r\n"));
        ROW("message one line",
            gives(formatted(FORMAT_MESSAGE_MAX_WIDTH_MASK, "a\nb\r\nc"), "a b c"));
        ROW("message inserts ignored",
            gives(formatted(FORMAT_MESSAGE_IGNORE_INSERTS, "%1 %2!d!"), "%1 %2!d!"));
        ROW("message a lone percent",
            formatted(0, "test%") == 0 && GetLastError() == ERROR_INVALID_PARAMETER);
}

static void of_the_system(void)
{
        DWORD_PTR array[] = { (DWORD_PTR) "array", 7 };
        WCHAR wide[200];
        char *made = NULL;
        DWORD length;

        length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_FILE_NOT_FOUND,
                                MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT), text, sizeof text, NULL);
        ROW_OR_WINE("message of an error",
                    gives(length, "The system cannot find the file specified.\r\n"), length > 0);
        length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL,
                                ERROR_ACCESS_DENIED, 0, (LPSTR) (void *) &made, 0, NULL);
        ROW_OR_WINE("message in a buffer of its own",
                    made && length == strlen(made) && !strcmp(made, "Access is denied.\r\n"),
                    made && length == strlen(made));
        ROW("message which LocalFree frees", !LocalFree(made));
        length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_INVALID_HANDLE, 0, wide,
                                200, NULL);
        ROW("message wide", length > 10 && wide[length] == 0 && wide[length - 1] == '\n');
        ROW("message inserts from an array",
            gives(FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY,
                                 "%1 %2!d!", 0, 0, text, sizeof text, (va_list *) (void *) array),
                  "array 7"));
        ROW("message too small a buffer",
            FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "long text", 0, 0, text, 5, NULL),
                  ERROR_INSUFFICIENT_BUFFER));
        ROW("message an unknown error", FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL,
                                                             0x1234567, 0, text, sizeof text, NULL),
                                              ERROR_MR_MID_NOT_FOUND));
        ROW("message from nowhere",
            FAILS(FormatMessageA(0, "x", 0, 0, text, sizeof text, NULL), ERROR_INVALID_PARAMETER));
}

static void modes_and_libraries(void)
{
        UINT before = SetErrorMode(SEM_FAILCRITICALERRORS);
        HMODULE kernel = GetModuleHandleA("kernel32.dll");
        HMODULE loaded = LoadLibraryA("KERNEL32");
        BOOL(WINAPI * set_event)(HANDLE);
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);

        ROW("error mode SetErrorMode gives the one before",
            SetErrorMode(before) == SEM_FAILCRITICALERRORS);
        ROW("library kernel32.dll", kernel != NULL && loaded == kernel);
        set_event = (BOOL(WINAPI *)(HANDLE))(void *) GetProcAddress(kernel, "SetEvent");
        ROW("library its functions",
            set_event && set_event(event) && WaitForSingleObject(event, 0) == 0);
        ROW("library a function that is not there",
            FAILS(GetProcAddress(kernel, "NoSuchFunction"), ERROR_PROC_NOT_FOUND));
        ROW("library FreeLibrary", FreeLibrary(loaded));
        ROW("library that is not there",
            FAILS(LoadLibraryA("no-such-library.dll"), ERROR_MOD_NOT_FOUND));
        ROW("library this program", GetModuleHandleA(NULL) != NULL);
        ROW("library its file",
            GetModuleFileNameA(NULL, text, sizeof text) == strlen(text) && strchr(text, '\\'));
        ROW_OR_WINE("library cut short",
                    SETS(GetModuleFileNameA(NULL, text, 5) == 5, ERROR_INSUFFICIENT_BUFFER) &&
                            strlen(text) == 4,
                    TRUE);
        CloseHandle(event);
}

void rules_messages(void)
{
        strings();
        of_the_system();
        modes_and_libraries();
}
