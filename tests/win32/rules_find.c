/* SPDX-License-Identifier: MIT */
/* rules_find.c — section 15.4: searches and their patterns. */
#include "support.h"

static void make_in(const char *directory, const char *name)
{
        char path[300];

        snprintf(path, sizeof path, "%s\\%s", directory, name);
        CloseHandle(CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
}

static void remove_in(const char *directory, const char *name)
{
        char path[300];

        snprintf(path, sizeof path, "%s\\%s", directory, name);
        DeleteFileA(path);
}

/* The names that a pattern finds, with blanks in between; the last error at its
 * end must be ERROR_NO_MORE_FILES. */
static const char *found(const char *directory, const char *pattern)
{
        static char names[600];
        char path[300];
        WIN32_FIND_DATAA data;
        HANDLE search;

        snprintf(path, sizeof path, "%s\\%s", directory, pattern);
        search = FindFirstFileA(path, &data);
        names[0] = '\0';
        if (search == INVALID_HANDLE_VALUE)
                return GetLastError() == 2 ? "" : "wrong last error";
        do
                snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
                         names[0] ? " " : "", data.cFileName);
        while (FindNextFileA(search, &data));
        if (GetLastError() != 18 || !FindClose(search))
                return "wrong end";
        return names;
}

static void patterns(const char *directory)
{
        static const struct {
                const char *pattern;
                const char *names;
        } rules[] = {
                { "*", ". .. a.c a.txt ab.txt abc noext x.tar.gz" },
                { "*.*", ". .. a.c a.txt ab.txt abc noext x.tar.gz" },
                { "*.", ". .. abc noext" },
                { "*.txt", "a.txt ab.txt" },
                { "*.TXT", "a.txt ab.txt" },
                { "a*", "a.c a.txt ab.txt abc" },
                { "a?.txt", "a.txt ab.txt" },
                { "?.txt", "a.txt" },
                { "a.*", "a.c a.txt" },
                { "*.gz", "x.tar.gz" },
                { "*.tar.*", "x.tar.gz" },
                { "x*z", "x.tar.gz" },
                { "*t", "a.txt ab.txt noext" },
                { "abc", "abc" },
                { "ABC", "abc" },
                { "*.zip", "" },
                { "b*", "" },
        };
        int wrong = 0;

        for (size_t at = 0; at < sizeof rules / sizeof *rules; at++) {
                const char *names = found(directory, rules[at].pattern);

                if (strcmp(names, rules[at].names) != 0) {
                        wrong++;
                        if (!on_wine)
                                printf("   %s: \"%s\", not \"%s\"\n", rules[at].pattern, names,
                                       rules[at].names);
                }
        }
        ROW_OR_WINE("15.4 patterns of FindFirstFile, in order of names", wrong == 0,
                    wrong == 2); /* it knows neither "*." nor that a "?" may be none */
}

static void entries(const char *directory)
{
        char path[300];
        WIN32_FIND_DATAA data;
        WIN32_FIND_DATAW wide;
        HANDLE search;

        snprintf(path, sizeof path, "%s\\a.txt", directory);
        CloseHandle(open_file(path, GENERIC_WRITE));
        search = FindFirstFileA(path, &data);
        ROW("15.4 a file's entry: its size, its attributes",
            search != INVALID_HANDLE_VALUE && data.nFileSizeLow == 0 &&
                    data.dwFileAttributes == FILE_ATTRIBUTE_ARCHIVE);
        ROW("15.4 only one of that name: 18", FAILS(FindNextFileA(search, &data), 18));
        ROW("15.4 FindClose", LEAVES(FindClose(search)));
        ROW("15.4 FindNextFile then: 6", FAILS(FindNextFileA(search, &data), 6));
        search = FindFirstFileA(directory, &data);
        ROW("15.4 a directory's entry",
            search != INVALID_HANDLE_VALUE && (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) &&
                    strcmp(data.cFileName, directory) == 0);
        FindClose(search);
        search = FindFirstFileW(WIDE("mwt-no-such-file"), &wide);
        ROW("15.4 FindFirstFile of what isn't there: 2",
            search == INVALID_HANDLE_VALUE && GetLastError() == 2);
        search = FindFirstFileA("mwt-no-such-directory\\*", &data);
        ROW("15.4 in what isn't there: 3", search == INVALID_HANDLE_VALUE && GetLastError() == 3);
        snprintf(path, sizeof path, "%s\\a.txt\\*", directory);
        search = FindFirstFileA(path, &data);
        ROW_OR_WINE("15.4 in what is a file: 267",
                    search == INVALID_HANDLE_VALUE && GetLastError() == 267,
                    GetLastError() == 123);
        snprintf(path, sizeof path, "%s\\", directory);
        search = FindFirstFileA(path, &data);
        ROW("15.4 with nothing behind the backslash: 2",
            search == INVALID_HANDLE_VALUE && GetLastError() == 2);
        search = FindFirstFileA("", &data);
        ROW("15.4 of nothing: 3", search == INVALID_HANDLE_VALUE && GetLastError() == 3);
        search = FindFirstFileA("C:\\*", &data);
        ROW("15.4 a root has no . and no ..",
            search != INVALID_HANDLE_VALUE && strcmp(data.cFileName, ".") != 0);
        FindClose(search);
        ROW("15.4 FindClose of a bad handle: 6", FAILS(FindClose(NULL), 6));
        search = FindFirstFileExA("nul", FindExInfoBasic, &data, FindExSearchNameMatch, NULL, 0);
        ROW("15.4 NUL is found everywhere",
            search != INVALID_HANDLE_VALUE && data.nFileSizeLow == 0);
        FindClose(search);
        SetLastError(MARK);
        search = FindFirstFileExA("*", (FINDEX_INFO_LEVELS) 9, &data, FindExSearchNameMatch, NULL,
                                  0);
        ROW("15.4 an unknown level: 87", search == INVALID_HANDLE_VALUE && GetLastError() == 87);
}

void rules_find(void)
{
        static const char *const names[] = { "abc", "a.txt", "ab.txt", "noext", "x.tar.gz", "a.c" };
        const char *directory = unique_file("find");

        CreateDirectoryA(directory, NULL);
        for (size_t at = 0; at < sizeof names / sizeof *names; at++)
                make_in(directory, names[at]);
        patterns(directory);
        entries(directory);
        for (size_t at = 0; at < sizeof names / sizeof *names; at++)
                remove_in(directory, names[at]);
        RemoveDirectoryA(directory);
}
