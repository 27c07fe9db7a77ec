/* SPDX-License-Identifier: MIT */
/* rules_profiles.c — initialisation files: GetPrivateProfileString and its kin. */
#include "support.h"

static char path[300];
static char room[400];

/* The file holds just this text. */
static void put(const char *text)
{
        HANDLE file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        DWORD done;

        WriteFile(file, text, (DWORD) strlen(text), &done, NULL);
        CloseHandle(file);
}

/* Does it? */
static int holds(const char *text)
{
        HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                                  OPEN_EXISTING, 0, NULL);
        char found[600] = "";
        DWORD done = 0;

        ReadFile(file, found, sizeof found - 1, &done, NULL);
        CloseHandle(file);
        return done == strlen(text) && memcmp(found, text, done) == 0;
}

static int reads(const char *section, const char *key, const char *wanted)
{
        DWORD length = GetPrivateProfileStringA(section, key, "none", room, sizeof room, path);

        return length == strlen(wanted) && strcmp(room, wanted) == 0;
}

static int lists(DWORD length, const char *wanted, DWORD size)
{
        return length == size && memcmp(room, wanted, size + 1) == 0;
}

static void strings(void)
{
        put("; a comment\r\n[First]\r\nname = some text  \r\nquoted=\"  kept  \"\r\n"
            "single='it'\r\nempty=\r\nalone\r\n;hidden=1\r\n\r\n[second]\r\nname=other\r\n"
            "equals=a=b\r\n");
        ROW("33.1 a string", reads("First", "name", "some text"));
        ROW("33.1 names in any case", reads("FIRST", "NAME", "some text"));
        ROW("33.1 quotes are taken off, what is in them is kept",
            reads("First", "quoted", "  kept  ") && reads("first", "single", "it"));
        ROW("33.1 an empty one is there", reads("First", "empty", ""));
        ROW("33.1 another section's", reads("second", "name", "other"));
        ROW("33.1 the first = counts", reads("second", "equals", "a=b"));
        ROW("33.1 a comment is none", reads("First", "hidden", "none"));
        ROW("33.1 no such key, no such section",
            reads("First", "missing", "none") && reads("third", "name", "none"));
        ROW("33.1 the default's blanks at its end go",
            GetPrivateProfileStringA("x", "y", " some  ", room, sizeof room, path) == 5 &&
                    strcmp(room, " some") == 0);
        ROW("33.1 no default is an empty one",
            GetPrivateProfileStringA("x", "y", NULL, room, sizeof room, path) == 0 && !room[0]);
        ROW("33.1 what doesn't fit is cut",
            GetPrivateProfileStringA("First", "name", "", room, 5, path) == 4 &&
                    strcmp(room, "some") == 0);
        ROW("33.1 no such file: the default",
            GetPrivateProfileStringA("a", "b", "none", room, sizeof room, ".\\no-such.ini") == 4 &&
                    GetLastError() == ERROR_FILE_NOT_FOUND);
}

static void lists_of_names(void)
{
        put("[one]\r\na=1\r\n b = 2 \r\n;c=3\r\n[two]\r\n[three]\r\nd=4");
        ROW("33.2 all sections",
            lists(GetPrivateProfileStringA(NULL, NULL, "", room, sizeof room, path),
                  "one\0two\0three\0", 14));
        ROW("33.2 by their own call", lists(GetPrivateProfileSectionNamesA(room, sizeof room, path),
                                            "one\0two\0three\0", 14));
        ROW("33.2 all keys",
            lists(GetPrivateProfileStringA("one", NULL, "", room, sizeof room, path), "a\0b\0", 4));
        ROW("33.2 a whole section",
            lists(GetPrivateProfileSectionA("one", room, sizeof room, path), "a=1\0b=2\0", 8) ||
                    memcmp(room, "a=1", 4) == 0);
        ROW("33.2 one without a line's end at the end",
            lists(GetPrivateProfileSectionA("three", room, sizeof room, path), "d=4\0", 4));
        ROW("33.2 what doesn't fit ends with two NULs",
            GetPrivateProfileSectionNamesA(room, 8, path) == 6 &&
                    memcmp(room, "one\0tw\0", 8) == 0);
}

static void numbers(void)
{
        put("[n]\r\na=12\r\nb=-7\r\nc=0x1F\r\nd=12abc\r\ne=abc\r\nf=\r\ng= 5 \r\n"
            "h=4294967295\r\n");
        ROW("33.3 a number", GetPrivateProfileIntA("n", "a", 9, path) == 12);
        ROW("33.3 a negative one", (INT) GetPrivateProfileIntA("n", "b", 9, path) == -7);
        ROW("33.3 one of base 16", GetPrivateProfileIntA("n", "c", 9, path) == 31);
        ROW("33.3 up to what is no digit", GetPrivateProfileIntA("n", "d", 9, path) == 12);
        ROW("33.3 no number is 0", GetPrivateProfileIntA("n", "e", 9, path) == 0);
        ROW("33.3 blanks", GetPrivateProfileIntA("n", "g", 9, path) == 5);
        ROW("33.3 32 bits", GetPrivateProfileIntA("n", "h", 9, path) == 0xFFFFFFFFu);
        ROW("33.3 no such key", GetPrivateProfileIntA("n", "x", 9, path) == 9);
}

static void changes(void)
{
        put("; first\r\n[a]\r\nx=1\r\n\r\n[b]\r\ny=2\r\n");
        ROW_OR_WINE("33.4 a value is changed in its place",
                    WritePrivateProfileStringA("a", "x", "new", path) &&
                            holds("; first\r\n[a]\r\nx=new\r\n\r\n[b]\r\ny=2\r\n"),
                    reads("a", "x", "new"));
        ROW_OR_WINE("33.4 a new key goes behind the others",
                    WritePrivateProfileStringA("a", "z", "3", path) &&
                            holds("; first\r\n[a]\r\nx=new\r\nz=3\r\n\r\n[b]\r\ny=2\r\n"),
                    reads("a", "z", "3"));
        ROW("33.4 a new section to the end",
            WritePrivateProfileStringA("c", "k", "v", path) && reads("c", "k", "v"));
        ROW("33.4 a key without a value goes", WritePrivateProfileStringA("a", "x", NULL, path) &&
                                                       reads("a", "x", "none") &&
                                                       reads("a", "z", "3"));
        ROW("33.4 a section without a key goes",
            WritePrivateProfileStringA("b", NULL, NULL, path) && reads("b", "y", "none") &&
                    reads("c", "k", "v"));
        ROW("33.4 what isn't there can go",
            WritePrivateProfileStringA("nothing", "x", NULL, path) &&
                    WritePrivateProfileStringA("nothing", NULL, NULL, path));
        ROW("33.4 a section as a whole", WritePrivateProfileSectionA("c", "one=1\0two=2\0", path) &&
                                                 reads("c", "k", "none") &&
                                                 reads("c", "one", "1") && reads("c", "two", "2"));
        DeleteFileA(path);
        ROW("33.4 a file that isn't there is made",
            WritePrivateProfileStringA("new", "key", "value", path) &&
                    holds("[new]\r\nkey=value\r\n"));
        ROW("33.4 no such directory: 3",
            FAILS(WritePrivateProfileStringA("a", "b", "c", ".\\no-such-dir\\x.ini"), 3));
}

static const WCHAR *wide_of(const char *text)
{
        static WCHAR buffers[6][300];
        static int at;

        at = (at + 1) % 6;
        MultiByteToWideChar(CP_ACP, 0, text, -1, buffers[at], 300);
        return buffers[at];
}

static void wide(void)
{
        static const unsigned char utf16[] = { 0xFF, 0xFE, '[',  0, 's',  0, ']', 0,
                                               '\r', 0,    '\n', 0, 'k',  0, '=', 0,
                                               0xA9, 0x03, '\r', 0, '\n', 0 };
        HANDLE file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        WCHAR text[100];
        WCHAR cut[3];
        DWORD done;

        WriteFile(file, utf16, sizeof utf16, &done, NULL);
        CloseHandle(file);
        ROW("33.5 a file of UTF-16",
            GetPrivateProfileStringW(wide_of("s"), wide_of("k"), wide_of("-"), text, 100,
                                     wide_of(path)) == 1 &&
                    text[0] == 0x3A9 && text[1] == 0);
        ROW("33.5 stays one",
            WritePrivateProfileStringW(wide_of("s"), wide_of("n"), wide_of("12"), wide_of(path)) &&
                    GetPrivateProfileIntW(wide_of("s"), wide_of("n"), 0, wide_of(path)) == 12 &&
                    GetPrivateProfileStringW(wide_of("s"), wide_of("k"), wide_of("-"), text, 100,
                                             wide_of(path)) == 1 &&
                    text[0] == 0x3A9);
        ROW("33.5 is cut", GetPrivateProfileStringW(wide_of("s"), wide_of("x"), wide_of("long"),
                                                    cut, 3, wide_of(path)) == 2 &&
                                   cut[0] == 'l' && cut[1] == 'o' && cut[2] == 0);
        ROW("33.5 lists", GetPrivateProfileSectionNamesW(text, 100, wide_of(path)) == 2 &&
                                  text[0] == 's' && !text[1] && !text[2]);
}

void rules_profiles(void)
{
        snprintf(path, sizeof path, ".\\%s.ini", unique("profile"));
        strings();
        lists_of_names();
        numbers();
        changes();
        wide();
        DeleteFileA(path);
}
