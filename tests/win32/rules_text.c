/* SPDX-License-Identifier: MIT */
/* rules_text.c — section 15.9: code pages, and the text functions of Windows
 * itself: lstr..., wsprintf, CharUpper, CompareString.
 */
#include "support.h"

/* A euro sign in 1252 and as UTF-8; a box's corner in 437. */
static const char euro_1252[] = "\x80";
static const char euro_utf8[] = "\xE2\x82\xAC";
static const char corner_437[] = "\xC9";

static void to_wide(void)
{
        WCHAR out[16];

        memset(out, 0x55, sizeof out);
        ROW("15.9 UTF-8: 3 bytes are 1 unit, and the end",
            MultiByteToWideChar(CP_UTF8, 0, euro_utf8, -1, out, 16) == 2 && out[0] == 0x20AC &&
                    out[1] == 0);
        ROW("15.9 a length: no end", MultiByteToWideChar(CP_UTF8, 0, euro_utf8, 3, out, 16) == 1);
        ROW("15.9 4 bytes are a pair",
            MultiByteToWideChar(CP_UTF8, 0, "\xF0\x9F\x98\x80", 4, out, 16) == 2 &&
                    out[0] == 0xD83D && out[1] == 0xDE00);
        ROW("15.9 room 0 asks for the size",
            MultiByteToWideChar(CP_UTF8, 0, "abc", -1, NULL, 0) == 4);
        ROW("15.9 1252",
            MultiByteToWideChar(1252, 0, euro_1252, 1, out, 16) == 1 && out[0] == 0x20AC);
        ROW("15.9 437",
            MultiByteToWideChar(437, 0, corner_437, 1, out, 16) == 1 && out[0] == 0x2554);
        ROW("15.9 28591 is Latin 1",
            MultiByteToWideChar(28591, 0, "\xE9", 1, out, 16) == 1 && out[0] == 0xE9);
        ROW("15.9 too small: 122", FAILS(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, out, 2), 122));
        ROW("15.9 no text: 87", FAILS(MultiByteToWideChar(CP_UTF8, 0, NULL, -1, out, 2), 87));
        ROW("15.9 length 0: 87", FAILS(MultiByteToWideChar(CP_UTF8, 0, "abc", 0, out, 2), 87));
        ROW("15.9 no such page: 87", FAILS(MultiByteToWideChar(12345, 0, "abc", -1, out, 4), 87));
        ROW("15.9 not UTF-8 becomes U+FFFD",
            MultiByteToWideChar(CP_UTF8, 0, "a\xFFz", 3, out, 16) == 3 && out[1] == 0xFFFD);
        ROW("15.9 not UTF-8, checked: 1113",
            FAILS(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xFFz", 3, out, 16), 1113));
        ROW("15.9 success leaves the last error",
            LEAVES(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, out, 16)));
        ROW("15.9 CP_ACP takes MB_PRECOMPOSED",
            MultiByteToWideChar(CP_ACP, MB_PRECOMPOSED, "abc", -1, out, 16) == 4);
        ROW_OR_WINE("15.9 CP_UTF8 does not: 1004",
            FAILS(MultiByteToWideChar(CP_UTF8, MB_PRECOMPOSED, "abc", -1, out, 16), 1004), 1);
}

static void to_bytes(void)
{
        static const WCHAR text[] = { 'a', 0x20AC, 0x4E2D, 0 };
        static const WCHAR half[] = { 0xD83D, 'x', 0 };
        char out[32];
        BOOL used = 42;

        ROW("15.9 to UTF-8", WideCharToMultiByte(CP_UTF8, 0, text, -1, out, 32, NULL, NULL) == 8 &&
                                     memcmp(out, "a\xE2\x82\xAC\xE4\xB8\xAD", 8) == 0);
        ROW("15.9 to 1252, a character that it has not",
            WideCharToMultiByte(1252, 0, text, -1, out, 32, NULL, &used) == 4 && used == TRUE &&
                    strcmp(out, "a\x80?") == 0);
        ROW("15.9 a default of one's own",
            WideCharToMultiByte(1252, 0, text, -1, out, 32, "#", &used) == 4 && out[2] == '#');
        ROW("15.9 all is there: not used",
            WideCharToMultiByte(1252, 0, text, 2, out, 32, NULL, &used) == 2 && used == FALSE);
        ROW_OR_WINE("15.9 CP_UTF8 with a default: 87",
            FAILS(WideCharToMultiByte(CP_UTF8, 0, text, -1, out, 32, "?", NULL), 87), 1);
        ROW_OR_WINE("15.9 CP_UTF8 with an answer wanted: 87",
            FAILS(WideCharToMultiByte(CP_UTF8, 0, text, -1, out, 32, NULL, &used), 87), 1);
        ROW("15.9 too small: 122",
            FAILS(WideCharToMultiByte(CP_UTF8, 0, text, -1, out, 5, NULL, NULL), 122));
        ROW("15.9 half a pair is U+FFFD",
            WideCharToMultiByte(CP_UTF8, 0, half, 2, out, 32, NULL, NULL) == 4 &&
                    memcmp(out, "\xEF\xBF\xBDx", 4) == 0);
        ROW("15.9 half a pair, checked: 1113",
            FAILS(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, half, 2, out, 32, NULL, NULL),
                  1113));
}

static void strings(void)
{
        char out[16];

        ROW("15.9 lstrlen of NULL is 0", lstrlenA(NULL) == 0 && lstrlenA("abc") == 3);
        ROW("15.9 lstrcpyn ends its text",
            lstrcpynA(out, "abcdef", 4) == out && strcmp(out, "abc") == 0);
        ROW("15.9 lstrcpy, lstrcat",
            lstrcpyA(out, "ab") && lstrcatA(out, "cd") == out && strcmp(out, "abcd") == 0);
        ROW("15.9 lstrcmp orders as words: lower before upper", lstrcmpA("abc", "ABC") < 0);
        ROW("15.9 lstrcmp orders as words: a before B", lstrcmpA("a", "B") < 0);
        ROW("15.9 lstrcmp equal", lstrcmpA("abc", "abc") == 0);
        ROW("15.9 lstrcmpi", lstrcmpiA("aBc", "AbC") == 0 && lstrcmpiA("a", "b") < 0);
        ROW("15.9 CompareString: 2 is equal",
            CompareStringA(LOCALE_USER_DEFAULT, NORM_IGNORECASE, "AB", -1, "ab", 2) == CSTR_EQUAL &&
                    CompareStringA(LOCALE_USER_DEFAULT, 0, "a", -1, "b", -1) == CSTR_LESS_THAN);
        ROW("15.9 CompareString NULL: 87",
            FAILS(CompareStringA(LOCALE_USER_DEFAULT, 0, NULL, -1, "b", -1), 87));
        ROW("15.9 CompareStringOrdinal",
            CompareStringOrdinal(WIDE("AB"), -1, WIDE("ab"), -1, TRUE) == CSTR_EQUAL &&
                    CompareStringOrdinal(WIDE("B"), -1, WIDE("a"), -1, FALSE) == CSTR_LESS_THAN);
        ROW("15.9 wsprintf",
            wsprintfA(out, "%s-%lu-%04X", "x", 7ul, 0xABu) == 8 && strcmp(out, "x-7-00AB") == 0);
        lstrcpyA(out, "aBz1");
        ROW("15.9 CharUpper in place", CharUpperA(out) == out && strcmp(out, "ABZ1") == 0);
        ROW("15.9 CharLower in place", CharLowerA(out) == out && strcmp(out, "abz1") == 0);
        ROW("15.9 CharUpper of a character",
            (ULONG_PTR) CharUpperA((LPSTR) (ULONG_PTR) 'q') == 'Q');
        ROW("15.9 CharNext, CharPrev",
            CharNextA(out) == out + 1 && CharPrevA(out, out + 2) == out + 1);
        ROW("15.9 IsCharAlpha", IsCharAlphaA('x') && !IsCharAlphaA('1') &&
                                        IsCharAlphaNumericA('1') && IsCharUpperA('X') &&
                                        !IsCharUpperA('x') && IsCharLowerA('x'));
}

static void wide_strings(void)
{
        WCHAR out[16];

        ROW("15.9 lstrcpyW, lstrlenW", lstrcpyW(out, WIDE("abc")) == out && lstrlenW(out) == 3);
        ROW("15.9 lstrcmpiW", lstrcmpiW(WIDE("\x00C4"), WIDE("\x00E4")) == 0);
        ROW("15.9 CharUpperW knows all letters",
            CharUpperW(lstrcpyW(out, WIDE("\x00E4\x0436"))) == out && out[0] == 0xC4 &&
                    out[1] == 0x416);
        ROW("15.9 wsprintfW: %s is wide, %S narrow",
            wsprintfW(out, WIDE("%s-%S-%d"), WIDE("w"), "n", 5) == 5 &&
                    lstrcmpW(out, WIDE("w-n-5")) == 0);
}

static void arguments(void)
{
        int count = 0;
        LPWSTR *list = CommandLineToArgvW(WIDE("prog \"a b\" c\\\"d e\\\\\"f g\""), &count);

        ROW("15.8 CommandLineToArgvW: four arguments", list && count == 4);
        ROW("15.8 quotes keep blanks together", list && lstrcmpW(list[1], WIDE("a b")) == 0);
        ROW("15.8 a backslash before a quote keeps it",
            list && lstrcmpW(list[2], WIDE("c\"d")) == 0);
        ROW("15.8 two are one", list && lstrcmpW(list[3], WIDE("e\\f g")) == 0);
        LocalFree(list);
}

void rules_text(void)
{
        to_wide();
        to_bytes();
        strings();
        wide_strings();
        arguments();
}
