/* SPDX-License-Identifier: MIT */
/* rules_wide.c — sections 2.7 and 13.7: a program with -DUNICODE. Natively it is
 * compiled with -fshort-wchar: L"..." and the wide C run-time have 16 bits.
 */
#define UNICODE
#define _UNICODE
#include "support.h"

#include <io.h>
#include <tchar.h>
#include <wchar.h>

static void types(void)
{
        ROW("13.7 wchar_t has 16 bits", sizeof(wchar_t) == 2 && sizeof(TCHAR) == 2);
        ROW("13.7 _T, TEXT, L",
            _tcscmp(_T("ab"), TEXT("ab")) == 0 && _tcscmp(L"ab", _T("ab")) == 0);
}

static void strings(void)
{
        TCHAR out[32];
        TCHAR line[] = _T("a b;c");
        TCHAR *rest = NULL;
        TCHAR *end = NULL;

        ROW("13.7 _tcscpy, _tcscat, _tcslen",
            _tcscat(_tcscpy(out, _T("ab")), _T("cd")) == out && _tcslen(out) == 4);
        ROW("13.7 _tcschr, _tcsrchr, _tcsstr",
            _tcschr(out, _T('c')) == out + 2 && _tcsrchr(out, _T('a')) == out &&
                    _tcsstr(out, _T("bc")) == out + 1 && !_tcschr(out, _T('x')));
        ROW("13.7 _tcsncmp, _tcsicmp",
            _tcsncmp(out, _T("abX"), 2) == 0 && _tcsicmp(out, _T("ABCD")) == 0);
        ROW("13.7 _tcsncpy pads", _tcsncpy(out, _T("x"), 3) == out && out[1] == 0 && out[2] == 0);
        ROW("13.7 _tcscpy_s, _tcscat_s", _tcscpy_s(out, 32, _T("ab")) == 0 &&
                                                 _tcscat_s(out, 32, _T("c")) == 0 &&
                                                 _tcscmp(out, _T("abc")) == 0);
        ROW("13.7 _tcstok_s", _tcscmp(_tcstok_s(line, _T(" ;"), &rest), _T("a")) == 0 &&
                                      _tcscmp(_tcstok_s(NULL, _T(" ;"), &rest), _T("b")) == 0);
        ROW("13.7 _tcstol, _ttoi",
            _tcstol(_T("42x"), &end, 10) == 42 && *end == _T('x') && _ttoi(_T("-7")) == -7);
        ROW("13.7 _itot", _tcscmp(_itot(255, out, 16), _T("ff")) == 0);
        ROW("13.7 _tcsupr, _tcslwr, _tcsrev",
            _tcscmp(_tcsupr(_tcscpy(out, _T("aBc"))), _T("ABC")) == 0 &&
                    _tcscmp(_tcsrev(_tcslwr(out)), _T("cba")) == 0);
        ROW("13.7 _totupper", _totupper(_T('q')) == _T('Q') && _istdigit(_T('5')));
        ROW("13.7 wmemcpy, wmemset, wmemcmp", wmemcpy(out, L"abc", 3) == out &&
                                                      wmemset(out + 3, L'z', 1) &&
                                                      wmemcmp(out, L"abcz", 4) == 0);
}

static void formats(void)
{
        TCHAR out[64];
        int number = 0;
        TCHAR word[8];

        ROW("13.7 _stprintf_s: %s is a TCHAR text",
            _stprintf_s(out, 64, _T("%s-%d-%S"), _T("w"), 5, "n") == 5 &&
                    _tcscmp(out, _T("w-5-n")) == 0);
        ROW("13.7 _sntprintf",
            _sntprintf(out, 64, _T("%I64d|%p"), 5ll, (void *) (ULONG_PTR) 1) ==
                            (IS_64_BIT ? 18 : 10) &&
                    _tcscmp(out, IS_64_BIT ? _T("5|0000000000000001") : _T("5|00000001")) == 0);
        ROW_OR_WINE("13.7 _stscanf",
                    _stscanf(_T("12 ab"), _T("%d %s"), &number, word) == 2 && number == 12 &&
                            _tcscmp(word, _T("ab")) == 0,
                    1);
}

static void conversions(void)
{
        wchar_t wide[8];
        char bytes[8];
        size_t converted = 0;

        ROW("13.7 mbstowcs, wcstombs", mbstowcs(wide, "abc", 8) == 3 && wcscmp(wide, L"abc") == 0 &&
                                               wcstombs(bytes, L"xyz", 8) == 3 &&
                                               strcmp(bytes, "xyz") == 0);
        ROW("13.7 mbstowcs_s",
            mbstowcs_s(&converted, wide, 8, "ab", _TRUNCATE) == 0 && converted == 3);
}

static void streams(void)
{
        FILE *stream = _tfopen(_T("mwt-t.bin"), _T("w+b"));
        TCHAR line[16];

        ROW("13.7 _tfopen, _fputts, fputs", stream && _fputts(_T("ab\n"), stream) >= 0);
        if (!stream)
                return;
        fseek(stream, 0, SEEK_SET);
        ROW("13.7 _fgetts", _fgetts(line, 16, stream) == line && _tcscmp(line, _T("ab\n")) == 0);
        ROW("13.7 _fgettc at the end", _fgettc(stream) == _TEOF);
        fclose(stream);
        _tremove(_T("mwt-t.bin"));
}

/* 2.7: the A and the W form reach one object. */
static void names(void)
{
        TCHAR name[64];
        HANDLE wide;
        HANDLE narrow;

        MultiByteToWideChar(CP_ACP, 0, unique("both"), -1, name, 64);
        wide = CreateEvent(NULL, TRUE, FALSE, name);
        narrow = OpenEventA(EVENT_MODIFY_STATE, FALSE, unique("both"));
        ROW("2.7 CreateEvent is CreateEventW, and OpenEventA finds it",
            wide && narrow && SetEvent(narrow) && WaitForSingleObject(wide, 0) == WAIT_OBJECT_0);
        CloseHandle(wide);
        CloseHandle(narrow);
}

static void files(void)
{
        int file = _tcreat(_T("mwt-wide.bin"), 0x180);
        FILE *stream = _tfdopen(file, _T("wb"));
        TCHAR *made = _ttempnam(_T("."), _T("mwt"));

        ROW("13.7 _tcreat, _tfdopen",
            stream && _fputts(_T("x"), stream) >= 0 && fclose(stream) == 0);
        ROW("13.7 _tremove", _tremove(_T("mwt-wide.bin")) == 0);
        ROW("13.7 _ttempnam", made && _tcsstr(made, _T("mwt")) != NULL);
        free(made);
        ROW("13.7 _tcserror", _tcslen(_tcserror(2)) > 5);
}

void rules_wide(void)
{
        types();
        strings();
        formats();
        conversions();
        streams();
        names();
        files();
}
