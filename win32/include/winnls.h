/* SPDX-License-Identifier: MIT */
/* winnls.h — code pages, locales. Part of windows.h.
 *
 * The ANSI and the OEM code page are UTF-8, 65001, as a program may choose on
 * Windows. 1252, 437, 20127 (ASCII) and 28591 (Latin 1) are there by number.
 */
#ifndef MWW_WINNLS_H
#define MWW_WINNLS_H

#include <minwinbase.h>

#define CP_ACP                   0
#define CP_OEMCP                 1
#define CP_MACCP                 2
#define CP_THREAD_ACP            3
#define CP_UTF7                  65000
#define CP_UTF8                  65001

#define MB_PRECOMPOSED           0x00000001
#define MB_COMPOSITE             0x00000002
#define MB_USEGLYPHCHARS         0x00000004
#define MB_ERR_INVALID_CHARS     0x00000008
#define WC_DISCARDNS             0x00000010
#define WC_SEPCHARS              0x00000020
#define WC_DEFAULTCHAR           0x00000040
#define WC_ERR_INVALID_CHARS     0x00000080
#define WC_COMPOSITECHECK        0x00000200
#define WC_NO_BEST_FIT_CHARS     0x00000400

#define NORM_IGNORECASE          0x00000001
#define NORM_IGNORENONSPACE      0x00000002
#define NORM_IGNORESYMBOLS       0x00000004
#define LINGUISTIC_IGNORECASE    0x00000010
#define SORT_STRINGSORT          0x00001000
#define CSTR_LESS_THAN           1
#define CSTR_EQUAL               2
#define CSTR_GREATER_THAN        3

#define LOCALE_USER_DEFAULT      MAKELCID(LANG_USER_DEFAULT, SORT_DEFAULT)
#define LOCALE_SYSTEM_DEFAULT    MAKELCID(LANG_SYSTEM_DEFAULT, SORT_DEFAULT)
#define LOCALE_NEUTRAL           MAKELCID(MAKELANGID(LANG_NEUTRAL, SUBLANG_NEUTRAL), SORT_DEFAULT)
#define LOCALE_INVARIANT         MAKELCID(MAKELANGID(LANG_INVARIANT, SUBLANG_NEUTRAL), SORT_DEFAULT)
#define MAX_DEFAULTCHAR          2
#define MAX_LEADBYTES            12

typedef struct _cpinfo {
        UINT MaxCharSize;
        BYTE DefaultChar[MAX_DEFAULTCHAR];
        BYTE LeadByte[MAX_LEADBYTES];
} CPINFO, *LPCPINFO;

/* Dates and times as text, in English: en-US, or LOCALE_INVARIANT's forms. */
#define LOCALE_NOUSEROVERRIDE    0x80000000u
#define DATE_SHORTDATE           0x00000001
#define DATE_LONGDATE            0x00000002
#define DATE_YEARMONTH           0x00000008
#define TIME_NOMINUTESORSECONDS  0x00000001
#define TIME_NOSECONDS           0x00000002
#define TIME_NOTIMEMARKER        0x00000004
#define TIME_FORCE24HOURFORMAT   0x00000008

MWW_API int WINAPI GetDateFormatA(LCID Locale, DWORD dwFlags, const SYSTEMTIME *lpDate,
                                  LPCSTR lpFormat, LPSTR lpDateStr, int cchDate);
MWW_API int WINAPI GetDateFormatW(LCID Locale, DWORD dwFlags, const SYSTEMTIME *lpDate,
                                  LPCWSTR lpFormat, LPWSTR lpDateStr, int cchDate);
MWW_API int WINAPI GetTimeFormatA(LCID Locale, DWORD dwFlags, const SYSTEMTIME *lpTime,
                                  LPCSTR lpFormat, LPSTR lpTimeStr, int cchTime);
MWW_API int WINAPI GetTimeFormatW(LCID Locale, DWORD dwFlags, const SYSTEMTIME *lpTime,
                                  LPCWSTR lpFormat, LPWSTR lpTimeStr, int cchTime);
#ifdef UNICODE
#  define GetDateFormat GetDateFormatW
#  define GetTimeFormat GetTimeFormatW
#else
#  define GetDateFormat GetDateFormatA
#  define GetTimeFormat GetTimeFormatA
#endif

MWW_API UINT WINAPI GetACP(void);
MWW_API UINT WINAPI GetOEMCP(void);
MWW_API BOOL WINAPI IsValidCodePage(UINT CodePage);
MWW_API BOOL WINAPI GetCPInfo(UINT CodePage, LPCPINFO lpCPInfo);
MWW_API BOOL WINAPI IsDBCSLeadByte(BYTE TestChar);
MWW_API BOOL WINAPI IsDBCSLeadByteEx(UINT CodePage, BYTE TestChar);
MWW_API LCID WINAPI GetUserDefaultLCID(void);
MWW_API LCID WINAPI GetSystemDefaultLCID(void);
MWW_API LCID WINAPI GetThreadLocale(void);
MWW_API LANGID WINAPI GetUserDefaultLangID(void);
MWW_API LANGID WINAPI GetSystemDefaultLangID(void);

#endif
