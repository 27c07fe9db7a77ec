/* SPDX-License-Identifier: MIT */
/* rules_messages.c — FormatMessage; error modes; libraries. */
#include "support.h"

#include <stdarg.h>

#define NO_WORK_DONE 235 /* ERROR_NO_WORK_DONE, which mingw doesn't have */

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

/* The same of wide text, told as bytes. */
static DWORD formatted_wide(DWORD flags, const WCHAR *source, ...)
{
        static WCHAR wide[1000];
        va_list list;
        DWORD length;

        memset(text, '-', sizeof text);
        memset(wide, 0, sizeof wide);
        va_start(list, source);
        length =
                FormatMessageW(FORMAT_MESSAGE_FROM_STRING | flags, source, 0, 0, wide, 1000, &list);
        va_end(list);
        for (int at = 0; at < 1000; at++)
                text[at] = (char) wide[at];
        return length;
}

static DWORD from_array(const char *source, DWORD_PTR *array)
{
        memset(text, '-', sizeof text);
        return FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, source, 0,
                              0, text, sizeof text, (va_list *) (void *) array);
}

static void inserts(void)
{
        DWORD_PTR array[] = { 4, 2, (DWORD_PTR) "Bill", (DWORD_PTR) "Bob", 6, (DWORD_PTR) "Bill" };

        ROW("message a width, a precision, both",
            gives(formatted(0, "%1!.3s!|%2!5.2s!|%3!-5.2s!|", "abcdef", "ghijk", "lmnop"),
                  "abc|   gh|lm   |"));
        ROW("message asterisks, then more, of a list",
            gives(formatted(0, "%1!*.*s! %3 %4!*s!", 4, 2, "Bill", "Bob", 6, "Bill"),
                  "  Bi Bob   Bill"));
        ROW("message asterisks, then more, of an array",
            gives(from_array("%1!*.*s! %4 %5!*s!", array), "  Bi Bob   Bill"));
        ROW("message an asterisk before a number",
            gives(formatted(0, "%1!*d!|%2!d!|", 5, 42, 7), "   42|7|"));
        ROW("message a precision of digits", gives(formatted(0, "%1!.*d!|", 4, 42), "0042|"));
        ROW("message an asterisk to the left", gives(formatted(0, "%1!-*d!|", 5, 42), "42   |"));
        ROW("message numbers' forms", gives(formatted(0, "%1!u! %2!x! %3!X! %4!o! %5!#x! %6!08lX!",
                                                      42, 255, 255, 8, 255, 0xBEEF),
                                            "42 ff FF 10 0xff 0000BEEF"));
        ROW("message numbers of 16 bits",
            gives(formatted(0, "%1!hd! %2!hu! %3!hd!", 70000, 70000, 40000), "4464 4464 -25536"));
        ROW("message numbers of 64 bits",
            !IS_64_BIT || gives(formatted(0, "%1!I64x! %2!lld! %3!I32d!", (LONGLONG) 1 << 32,
                                          (LONGLONG) -1, -3),
                                "100000000 -1 -3"));
        ROW("message signs", gives(formatted(0, "%1!+d!%2!+d!%3! d!", 5, -5, 6), "+5-5 6"));
        ROW("message characters", gives(formatted(0, "%1!5c!|%2!-3c!|", 'a', 'b'), "    a|b  |"));
        ROW("message strings of both forms",
            gives(formatted(0, "%1!hs!|%2!ls!|", "narrow", WIDE("wide")), "narrow|wide|"));
        ROW("message the tenth", gives(formatted(0, "%10%11", "1", "2", "3", "4", "5", "6", "7",
                                                 "8", "9", "ten", "eleven"),
                                       "teneleven"));
        ROW("message two digits at most",
            gives(formatted(0, "%100", "1", "2", "3", "4", "5", "6", "7", "8", "9", "ten"),
                  "ten0"));
        ROW("message an insert of NULL", gives(formatted(0, "%1!8s!", NULL), "  (null)"));
        ROW("message numbers with points are not known", gives(formatted(0, "%1!f!", 0), "f"));
        ROW("message a specification without an end",
            FAILS(formatted(0, "%1!d", 1), ERROR_INVALID_PARAMETER));
        ROW("message inserts, but nothing to insert",
            FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "%1", 0, 0, text, 100, NULL),
                  ERROR_INVALID_PARAMETER));
        ROW("message inserts, but no array",
            FAILS(from_array("%1", NULL), ERROR_INVALID_PARAMETER));
}

static void wide_inserts(void)
{
        ROW("message wide a width, a precision",
            gives(formatted_wide(0, WIDE("%1!.3s!|%2!5.2s!|"), WIDE("abcdef"), WIDE("ghijk")),
                  "abc|   gh|"));
        ROW("message wide asterisks, then more",
            gives(formatted_wide(0, WIDE("%1!*.*s! %3 %4!*s!"), 4, 2, WIDE("Bill"), WIDE("Bob"), 6,
                                 WIDE("Bill")),
                  "  Bi Bob   Bill"));
        ROW("message wide strings of both forms",
            gives(formatted_wide(0, WIDE("%1!hs!|%2!ls!|%3!S!"), "narrow", WIDE("wide"), "narrow"),
                  "narrow|wide|narrow"));
        ROW("message wide characters",
            gives(formatted_wide(0, WIDE("%1!c!%2!5c!"), 'a', 'b'), "a    b"));
        ROW("message wide escapes",
            gives(formatted_wide(0, WIDE("%%|% |%.|%!|%n|%r|%t|%0|")), "%| |.|!|\r\n|\r|\t|"));
        ROW("message wide lines", gives(formatted_wide(10, WIDE("one two three four five")),
                                        "one two\r\nthree\r\nfour five"));
}

static void escapes(void)
{
        ROW("message escapes",
            gives(formatted(0, "%%|% |%.|%!|%n|%r|%t|%0|"), "%| |.|!|\r\n|\r|\t|"));
        ROW("message an escape that is none", gives(formatted(0, "a%qb%-c"), "aqb-c"));
        ROW("message nothing", FAILS(formatted(0, ""), NO_WORK_DONE));
        ROW("message nothing before %0", FAILS(formatted(0, "%0"), NO_WORK_DONE));
        ROW("message escapes beside inserts that are ignored",
            gives(formatted(FORMAT_MESSAGE_IGNORE_INSERTS, "100%% a% b%.c%!d%ne%tf%rg%0h"),
                  "100%% a% b%.c%!d\r\ne\tf\rg"));
        ROW("message a bad specification that is ignored",
            gives(formatted(FORMAT_MESSAGE_IGNORE_INSERTS, "%1!d"), "%1!d"));
}

/* A line that comes to the width is broken, at the width itself, too. */
static void lines(void)
{
        const DWORD whole = FORMAT_MESSAGE_MAX_WIDTH_MASK;

        ROW("message lines end as they are", gives(formatted(0, "a\r\r\n\nb"), "a\r\n\r\n\r\nb"));
        ROW("message %n in one line", gives(formatted(whole, "a\nb%nc%n\nd"), "a b\r\nc\r\n d"));
        ROW("message lines of 10",
            gives(formatted(10, "one two three four five"), "one two\r\nthree\r\nfour five"));
        ROW("message lines of 10, of several lines",
            gives(formatted(10, "one\ntwo\r\nthree four"), "one two\r\nthree\r\nfour"));
        ROW("message lines of 10 and %n",
            gives(formatted(10, "one%ntwo three four"), "one\r\ntwo three\r\nfour"));
        ROW("message a word that is too long",
            gives(formatted(10, "aa bbbbbbbbbbbbbbbbbbbbbbbbbb cc"),
                  "aa\r\nbbbbbbbbbb\r\nbbbbbbbbbb\r\nbbbbbb cc"));
        ROW("message blanks at a line's end",
            gives(formatted(10, "one two \n three"), "one two\r\nthree"));
        ROW("message a blank that doesn't break",
            gives(formatted(10, "abc def% ghijk"), "abc\r\ndef ghijk"));
        ROW("message an insert in one piece",
            gives(formatted(10, "ab %1 x y", "cd efgh"), "ab\r\ncd efgh x\r\ny"));
        ROW("message an insert that is too long",
            gives(formatted(5, "ab %1 x y", "abcdefghij"), "ab\r\nabcdefghij\r\nx y"));
        ROW("message an insert's own lines",
            gives(formatted(whole, "%1\n%2", "a\nb", "c"), "a\nb c"));
}

static void buffers(void)
{
        const DWORD own = FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ALLOCATE_BUFFER;
        WCHAR wide[8] = { 0 };
        char *made = NULL;

        ROW("message that just fits",
            FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "abcd", 0, 0, text, 5, NULL) == 4);
        ROW("message no room for the end",
            FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "abcd", 0, 0, text, 4, NULL),
                  ERROR_INSUFFICIENT_BUFFER));
        ROW("message no room",
            FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "a", 0, 0, text, 0, NULL),
                  ERROR_INSUFFICIENT_BUFFER));
        ROW("message wide that just fits",
            FormatMessageW(FORMAT_MESSAGE_FROM_STRING, WIDE("abcd"), 0, 0, wide, 5, NULL) == 4);
        ROW("message wide no room for the end",
            FAILS(FormatMessageW(FORMAT_MESSAGE_FROM_STRING, WIDE("abcd"), 0, 0, wide, 4, NULL),
                  ERROR_INSUFFICIENT_BUFFER));
        ROW("message a buffer of at least so much",
            FormatMessageA(own, "abc", 0, 0, (LPSTR) (void *) &made, 100, NULL) == 3 && made &&
                    !strcmp(made, "abc") && LocalSize(made) >= 100);
        LocalFree(made);
        made = text;
        ROW("message nothing in no buffer",
            FAILS(FormatMessageA(own, "", 0, 0, (LPSTR) (void *) &made, 100, NULL), NO_WORK_DONE) &&
                    !made);
        made = text;
        ROW("message a failure makes no buffer",
            FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL,
                                 0x12345, 0, (LPSTR) (void *) &made, 0, NULL),
                  ERROR_MR_MID_NOT_FOUND) &&
                    !made);
        ROW("message wide an unknown error",
            FAILS(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 0x12345, 0, wide, 8, NULL),
                  ERROR_MR_MID_NOT_FOUND));
        ROW("message of an error in one line",
            FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_MAX_WIDTH_MASK, NULL,
                           ERROR_ACCESS_DENIED, 0, text, sizeof text, NULL) > 5 &&
                    !strchr(text, '\n') && strstr(text, ". ") == text + strlen(text) - 2);
        ROW("message of an error with an insert that isn't there",
            FAILS(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_BAD_EXE_FORMAT, 0, text,
                                 sizeof text, NULL),
                  ERROR_INVALID_PARAMETER));
        ROW("message of an error with an insert that is ignored",
            FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                           ERROR_BAD_EXE_FORMAT, 0, text, sizeof text, NULL) > 5 &&
                    strstr(text, "%1"));
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
                    GetLastError() == ERROR_INSUFFICIENT_BUFFER && text[4] != 0);
        CloseHandle(event);
}

void rules_messages(void)
{
        strings();
        inserts();
        wide_inserts();
        escapes();
        lines();
        buffers();
        of_the_system();
        modes_and_libraries();
}
