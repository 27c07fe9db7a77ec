/* SPDX-License-Identifier: MIT */
/* rules_crt.c — section 15.9: the C run-time as programs for Windows know it:
 * formats, _s functions, numbers as text, parts of paths.
 */
#include "support.h"

#include <float.h>
#include <search.h>

#include <errno.h>
#include <io.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>
#include <wchar.h>

/* mingw's compiler takes these formats for the standard's. */
#pragma GCC diagnostic ignored "-Wformat"

/* The last format that was printed, into memory. */
static char text[256];
static int print(const char *format, ...)
{
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = _vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        return length;
}
#define PRINTS(expected, ...) (print(__VA_ARGS__) >= 0 && strcmp(text, expected) == 0)

static void ignore(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
                   unsigned line, uintptr_t reserved)
{
        (void) expression;
        (void) function;
        (void) file;
        (void) line;
        (void) reserved;
}

static void formats(void)
{
        ROW("15.9 %I64d", PRINTS("-1234567890123", "%I64d", -1234567890123ll));
        ROW("15.9 %I64u", PRINTS("18446744073709551615", "%I64u", 18446744073709551615ull));
        ROW("15.9 %I64x in a field", PRINTS("00001234567890ab", "%016I64x", 0x1234567890ABll));
        ROW("15.9 %I32d", PRINTS("-5", "%I32d", -5));
        ROW("15.9 %Iu is as wide as a pointer",
            PRINTS(IS_64_BIT ? "18446744073709551615" : "4294967295", "%Iu", ~(SIZE_T) 0));
        ROW("15.9 %lld", PRINTS("-9", "%lld", -9ll));
        ROW("15.9 %lu with a DWORD", PRINTS("4294967295 7", "%lu %d", (DWORD) 0xFFFFFFFF, 7));
        ROW("15.9 %ld with a LONG", PRINTS("-1 7", "%ld %d", (LONG) -1, 7));
        ROW("15.9 %p: 16 digits (32 bit: 8), upper case, no 0x",
            PRINTS(IS_64_BIT ? "0000000002ABCDEF" : "02ABCDEF", "%p",
                   (void *) (ULONG_PTR) 0x2ABCDEF));
        ROW("15.9 %s, %hs are narrow", PRINTS("ab cd", "%s %hs", "ab", "cd"));
        ROW("15.9 %S, %ls are wide", PRINTS("ab cd", "%S %ls", L"ab", L"cd"));
        ROW("15.9 %C, %lc are wide", PRINTS("xyz", "%c%C%lc", 'x', L'y', L'z'));
        ROW("15.9 %s of NULL", PRINTS("(null)", "%s", (char *) NULL));
        ROW("15.9 fields and precision",
            PRINTS("[   ab][ab   ][a]", "[%5s][%-5s][%.1s]", "ab", "ab", "ab"));
        ROW("15.9 stars", PRINTS("[   ab][7   ]", "[%*s][%-*d]", 5, "ab", 4, 7));
        ROW("15.9 signs", PRINTS("+5  5 0x1f 017 0005", "%+d % d %#x %#o %.4d", 5, 5, 31, 15, 5));
        ROW("15.9 %f %g", PRINTS("1.500 0.25 100", "%.3f %g %g", 1.5, 0.25, 100.0));
        ROW("15.9 %hd, %hhd", PRINTS("-2 1", "%hd %hhd", 0xFFFE, 1));
        ROW("15.9 %% and what is no conversion", PRINTS("100%", "%d%%", 100));
        ROW("15.9 _snprintf tells -1 where it does not fit",
            _snprintf(text, 3, "%s", "abcd") == -1);
        ROW("15.9 _snprintf without room for the end",
            (memset(text, 'x', 8), _snprintf(text, 3, "abc") == 3) && text[2] == 'c' &&
                    text[3] == 'x');
        ROW("15.9 _scprintf counts", _scprintf("%d-%s", 10, "ab") == 5);
}

static void wide_formats(void)
{
        wchar_t out[64];

        ROW("15.9 wide: %s is wide, %S narrow",
            _snwprintf(out, 64, L"%s %S %hs %ls", L"w", "n", "h", L"l") == 7 &&
                    wcscmp(out, L"w n h l") == 0);
        ROW("15.9 wide: %c wide, %C narrow",
            _snwprintf(out, 64, L"%c%C", L'x', 'y') == 2 && wcscmp(out, L"xy") == 0);
        ROW("15.9 wide: %I64d, %p",
            _snwprintf(out, 64, L"%I64d %p", 5ll, (void *) (ULONG_PTR) 0xAB) ==
                            (IS_64_BIT ? 18 : 10) &&
                    wcscmp(out, IS_64_BIT ? L"5 00000000000000AB" : L"5 000000AB") == 0);
        ROW("15.9 wide: -1 where it does not fit", _snwprintf(out, 3, L"%s", L"abcd") == -1);
}

static void scans(void)
{
        DWORD unsigned_number = 0;
        DWORD guard = 0x55555555;
        long number = -1;
        LONGLONG big = 0;
        char word[8];
        wchar_t wide[8];

        ROW("15.9 sscanf %lu into a DWORD", sscanf("4000000000", "%lu", &unsigned_number) == 1 &&
                                                    unsigned_number == 4000000000u &&
                                                    guard == 0x55555555);
        unsigned_number = 0;
        ROW("15.9 sscanf %u", sscanf("4000000000", "%u", &unsigned_number) == 1 &&
                                      unsigned_number == 4000000000u && guard == 0x55555555);
        ROW("15.9 sscanf %ld into a long", sscanf("-7", "%ld", &number) == 1 && number == -7);
        ROW("15.9 sscanf %I64d",
            sscanf("-1234567890123", "%I64d", &big) == 1 && big == -1234567890123ll);
        ROW("15.9 sscanf %s, %[", sscanf("ab cd", "%7s %[c]", text, word) == 2 &&
                                          strcmp(text, "ab") == 0 && strcmp(word, "c") == 0);
        ROW("15.9 sscanf %S", sscanf("ab", "%S", wide) == 1 && wcscmp(wide, L"ab") == 0);
        ROW("15.9 sscanf_s has the room behind a text",
            sscanf_s("ab", "%s", word, (unsigned) sizeof word) == 1 && strcmp(word, "ab") == 0);
        ROW("15.9 sscanf_s too long",
            sscanf_s("abcdefgh", "%s", word, (unsigned) sizeof word) == 0 && word[0] == 0);
        ROW("15.9 sscanf at the end", sscanf("", "%d", &guard) == EOF);
        ROW("15.9 sscanf mismatch", sscanf("x", "%d", &guard) == 0);
        ROW("15.9 sscanf %x, %i, %n", sscanf("ff 0x10 12", "%x %i %n", &guard,
                                             (int *) &unsigned_number, (int *) &word) == 2 &&
                                              guard == 255 && unsigned_number == 16);
}

static void safe_strings(void)
{
        char out[6];

        ROW("15.9 strcpy_s", strcpy_s(out, sizeof out, "abc") == 0 && strcmp(out, "abc") == 0);
        ROW("15.9 strcpy_s too long: ERANGE and nothing",
            strcpy_s(out, sizeof out, "abcdef") == ERANGE && out[0] == 0);
        ROW("15.9 strcat_s",
            strcpy_s(out, 6, "ab") == 0 && strcat_s(out, 6, "cd") == 0 && strcmp(out, "abcd") == 0);
        ROW("15.9 strcat_s too long", strcat_s(out, 6, "ef") == ERANGE && out[0] == 0);
        ROW("15.9 strncpy_s", strncpy_s(out, 6, "abcdef", 3) == 0 && strcmp(out, "abc") == 0);
        ROW("15.9 strncpy_s cuts",
            strncpy_s(out, 6, "abcdefgh", _TRUNCATE) == 80 && strcmp(out, "abcde") == 0);
        ROW("15.9 sprintf_s", sprintf_s(out, 6, "%d", 123) == 3 && strcmp(out, "123") == 0);
        ROW_OR_WINE("15.9 sprintf_s too long",
                    sprintf_s(out, 6, "%d", 1234567) == -1 && out[0] == 0, 1);
        ROW("15.9 _snprintf_s cuts",
            _snprintf_s(out, 6, _TRUNCATE, "%s", "abcdefgh") == -1 && strcmp(out, "abcde") == 0);
        ROW("15.9 _stricmp, _strnicmp", _stricmp("aBc", "AbC") == 0 && _stricmp("a", "B") < 0 &&
                                                _strnicmp("abX", "ABy", 2) == 0);
        strcpy(out, "aBc");
        ROW("15.9 _strupr, _strlwr, _strrev", strcmp(_strupr(out), "ABC") == 0 &&
                                                      strcmp(_strlwr(out), "abc") == 0 &&
                                                      strcmp(_strrev(out), "cba") == 0);
        ROW("15.9 memcpy_s too long clears", memcpy_s(out, 3, "12345", 5) == ERANGE && out[0] == 0);
}

static void tokens(void)
{
        char line[] = ",,a,b";
        char *rest = NULL;

        ROW("15.9 strtok_s", strcmp(strtok_s(line, ",", &rest), "a") == 0 &&
                                     strcmp(strtok_s(NULL, ",", &rest), "b") == 0 &&
                                     strtok_s(NULL, ",", &rest) == NULL);
}

static void numbers(void)
{
        char out[40];

        ROW("15.9 _itoa", strcmp(_itoa(-42, out, 10), "-42") == 0);
        ROW("15.9 _itoa, base 16: 32 bits", strcmp(_itoa(-1, out, 16), "ffffffff") == 0);
        ROW("15.9 _itoa, base 2", strcmp(_itoa(10, out, 2), "1010") == 0);
        ROW("15.9 _ltoa", strcmp(_ltoa(-1, out, 16), "ffffffff") == 0);
        ROW("15.9 _ultoa", strcmp(_ultoa(4000000000u, out, 10), "4000000000") == 0);
        ROW("15.9 _i64toa", strcmp(_i64toa(-1234567890123ll, out, 10), "-1234567890123") == 0);
        ROW("15.9 _ui64toa",
            strcmp(_ui64toa(0xFFFFFFFFFFFFFFFFull, out, 16), "ffffffffffffffff") == 0);
        ROW("15.9 _itoa_s too small", _itoa_s(12345, out, 3, 10) == ERANGE && out[0] == 0);
        ROW("15.9 _atoi64", _atoi64("-1234567890123") == -1234567890123ll);
        srand(1);
        ROW("15.9 rand: Windows' series", rand() == 41 && rand() == 18467 && rand() == 6334);
        ROW("15.9 RAND_MAX", RAND_MAX == 0x7FFF);
}

static void paths(void)
{
        char drive[3];
        char directory[256];
        char name[256];
        char extension[256];
        char path[260];

        _splitpath("C:\\dir\\sub.d\\file.tar.gz", drive, directory, name, extension);
        ROW("15.9 _splitpath",
            strcmp(drive, "C:") == 0 && strcmp(directory, "\\dir\\sub.d\\") == 0 &&
                    strcmp(name, "file.tar") == 0 && strcmp(extension, ".gz") == 0);
        _splitpath("/a/b", drive, directory, name, extension);
        ROW("15.9 _splitpath without drive and extension",
            drive[0] == 0 && strcmp(directory, "/a/") == 0 && strcmp(name, "b") == 0 &&
                    extension[0] == 0);
        _makepath(path, "C", "dir", "name", "txt");
        ROW("15.9 _makepath", strcmp(path, "C:dir\\name.txt") == 0);
}

static void times(void)
{
        time_t zero = 86400;
        struct tm broken;
        char out[32];
        clock_t before = clock();

        ROW("15.9 gmtime_s: the structure comes first",
            gmtime_s(&broken, &zero) == 0 && broken.tm_mday == 2 && broken.tm_year == 70);
        ROW("15.9 asctime_s", asctime_s(out, sizeof out, &broken) == 0 &&
                                      strcmp(out, "Fri Jan 02 00:00:00 1970\n") == 0);
        ROW("15.9 _strdate, _strtime", strlen(_strdate(out)) == 8 && out[2] == '/' &&
                                               strlen(_strtime(out)) == 8 && out[2] == ':');
        Sleep(60);
        ROW("15.9 clock() goes on while the program sleeps, in thousandths",
            CLOCKS_PER_SEC == 1000 && clock() - before >= 50);
}

static void environment(void)
{
        char out[16];
        size_t needed = 0;
#ifndef _WIN32
        char *copy = NULL;
#endif

        ROW("15.9 _putenv, getenv_s",
            _putenv("MWT_VALUE=some") == 0 &&
                    getenv_s(&needed, out, sizeof out, "MWT_VALUE") == 0 && needed == 5 &&
                    strcmp(out, "some") == 0);
#ifndef _WIN32 /* newer than the library that mingw links */
        ROW("15.9 _dupenv_s", _dupenv_s(&copy, &needed, "MWT_VALUE") == 0 && copy && needed == 5 &&
                                      strcmp(copy, "some") == 0);
        free(copy);
#endif
        ROW("15.9 _putenv with nothing removes",
            _putenv("MWT_VALUE=") == 0 && getenv("MWT_VALUE") == NULL);
}

static void files(void)
{
        const char *path = unique_file("crt");
        FILE *stream = NULL;
        char line[16] = "";

        ROW("15.9 fopen_s, mode wt", fopen_s(&stream, path, "wt") == 0 && stream &&
                                             fprintf(stream, "%I64d %s", 5ll, "x") == 3 &&
                                             fclose(stream) == 0);
        stream = fopen(path, "rt");
        ROW("15.9 fopen, mode rt",
            stream && fgets(line, sizeof line, stream) && strcmp(line, "5 x") == 0);
        if (stream)
                fclose(stream);
        ROW("15.9 fopen_s of none",
            fopen_s(&stream, unique_file("none"), "r") == ENOENT && !stream);
        stream = _wfopen(L"mwt-wide.bin", L"wb");
        ROW("15.9 _wfopen; printf and wprintf on one stream",
            stream && fprintf(stream, "a") == 1 && fwprintf(stream, L"%s", L"b") == 1 &&
                    fprintf(stream, "c") == 1);
        if (stream)
                fclose(stream);
        ROW("15.9 rename does not replace", rename(path, "mwt-wide.bin") != 0 && errno == EEXIST);
        ROW("15.9 remove", remove(path) == 0 && _wremove(L"mwt-wide.bin") == 0);
}

static void stats(void)
{
        const char *path = unique_file("stat");
        FILE *stream = fopen(path, "wb");
        struct _stat status;
        struct _stat64 large;
        __time64_t now = time(NULL);

        ROW("15.9 _fstat64, of what is flushed",
            stream && fputs("12345", stream) >= 0 && fflush(stream) == 0 &&
                    _fstat64(_fileno(stream), &large) == 0 && large.st_size == 5);
        if (stream)
                fclose(stream);
        ROW("15.9 _stat: size, kind, links", _stat(path, &status) == 0 && status.st_size == 5 &&
                                                     status.st_nlink == 1 &&
                                                     (status.st_mode & _S_IFMT) == _S_IFREG);
        ROW("15.9 _stat: may be written, not executed",
            (status.st_mode & (_S_IREAD | _S_IWRITE | _S_IEXEC)) == (_S_IREAD | _S_IWRITE));
        ROW("15.9 _stat: its times", status.st_mtime >= now - 2 && status.st_mtime <= now + 60 &&
                                             status.st_ctime >= now - 2);
        SetFileAttributesA(path, FILE_ATTRIBUTE_READONLY);
        ROW("15.9 _stat64 of a read-only file",
            _stat64(path, &large) == 0 && !(large.st_mode & _S_IWRITE) && large.st_size == 5);
        SetFileAttributesA(path, FILE_ATTRIBUTE_NORMAL);
        DeleteFileA(path);
        ROW("15.9 _stat of none: ENOENT", _stat(path, &status) == -1 && errno == ENOENT);
        ROW("15.9 _wstat of a directory",
            _wstat((LPCWSTR) u".", &status) == 0 && (status.st_mode & _S_IFMT) == _S_IFDIR);
        ROW_OR_WINE("15.9 _fstat of no descriptor: EBADF",
                    _fstat(1000, &status) == -1 && errno == EBADF, _fstat(1000, &status) == -1);
}

static int by_last_digit(void *context, const void *one, const void *other)
{
        int base = *(int *) context;

        return *(const int *) one % base - *(const int *) other % base;
}

static int by_value(const void *one, const void *other)
{
        return *(const int *) one - *(const int *) other;
}

static void searches(void)
{
        int values[5] = { 19, 31, 47, 22 };
        unsigned count = 4;
        int key = 47;
        int base = 10;
        double zero = 0.0;

        ROW("crt _lfind", _lfind(&key, values, &count, sizeof(int), by_value) == &values[2]);
        key = 55;
        ROW("crt _lfind what isn't there",
            _lfind(&key, values, &count, sizeof(int), by_value) == NULL && count == 4);
        ROW("crt _lsearch puts it in",
            _lsearch(&key, values, &count, sizeof(int), by_value) == &values[4] && count == 5 &&
                    values[4] == 55);
        qsort_s(values, 5, sizeof(int), by_last_digit, &base);
        ROW("crt qsort_s", values[0] == 31 && values[1] == 22 && values[2] == 55 &&
                                   values[3] == 47 && values[4] == 19);
        ROW("crt _finite, _isnan", _finite(1.0) && !_finite(1.0 / zero) && _isnan(zero / zero) &&
                                           !_isnan(1.0));
        ROW("crt _fpclass", _fpclass(-1.0) == _FPCLASS_NN && _fpclass(1 / zero) == _FPCLASS_PINF);
        ROW("crt _copysign", _copysign(2.0, -1.0) == -2.0 && _chgsign(3.0) == -3.0);
}

void rules_crt(void)
{
        searches();
        _invalid_parameter_handler old = _set_invalid_parameter_handler(ignore);

        formats();
        wide_formats();
        scans();
        safe_strings();
        tokens();
        numbers();
        paths();
        times();
        environment();
        files();
        stats();
        _set_invalid_parameter_handler(old);
}
