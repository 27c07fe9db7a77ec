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

/* What GetLocaleInfo tells. Code pages are this layer's, 65001. */
#define LOCALE_USE_CP_ACP            0x40000000u
#define LOCALE_RETURN_NUMBER         0x20000000u
#define LOCALE_ILANGUAGE             0x0001
#define LOCALE_SLANGUAGE             0x0002
#define LOCALE_SLOCALIZEDDISPLAYNAME 0x0002
#define LOCALE_SABBREVLANGNAME       0x0003
#define LOCALE_SNATIVELANGNAME       0x0004
#define LOCALE_SNATIVELANGUAGENAME   0x0004
#define LOCALE_ICOUNTRY              0x0005
#define LOCALE_IDIALINGCODE          0x0005
#define LOCALE_SCOUNTRY              0x0006
#define LOCALE_SLOCALIZEDCOUNTRYNAME 0x0006
#define LOCALE_SABBREVCTRYNAME       0x0007
#define LOCALE_SNATIVECTRYNAME       0x0008
#define LOCALE_SNATIVECOUNTRYNAME    0x0008
#define LOCALE_IDEFAULTLANGUAGE      0x0009
#define LOCALE_IDEFAULTCOUNTRY       0x000A
#define LOCALE_IDEFAULTCODEPAGE      0x000B
#define LOCALE_SLIST                 0x000C
#define LOCALE_IMEASURE              0x000D
#define LOCALE_SDECIMAL              0x000E
#define LOCALE_STHOUSAND             0x000F
#define LOCALE_SGROUPING             0x0010
#define LOCALE_IDIGITS               0x0011
#define LOCALE_ILZERO                0x0012
#define LOCALE_SNATIVEDIGITS         0x0013
#define LOCALE_SCURRENCY             0x0014
#define LOCALE_SINTLSYMBOL           0x0015
#define LOCALE_SMONDECIMALSEP        0x0016
#define LOCALE_SMONTHOUSANDSEP       0x0017
#define LOCALE_SMONGROUPING          0x0018
#define LOCALE_ICURRDIGITS           0x0019
#define LOCALE_IINTLCURRDIGITS       0x001A
#define LOCALE_ICURRENCY             0x001B
#define LOCALE_INEGCURR              0x001C
#define LOCALE_SDATE                 0x001D
#define LOCALE_STIME                 0x001E
#define LOCALE_SSHORTDATE            0x001F
#define LOCALE_SLONGDATE             0x0020
#define LOCALE_IDATE                 0x0021
#define LOCALE_ILDATE                0x0022
#define LOCALE_ITIME                 0x0023
#define LOCALE_ICENTURY              0x0024
#define LOCALE_ITLZERO               0x0025
#define LOCALE_IDAYLZERO             0x0026
#define LOCALE_IMONLZERO             0x0027
#define LOCALE_S1159                 0x0028
#define LOCALE_SAM                   0x0028
#define LOCALE_S2359                 0x0029
#define LOCALE_SPM                   0x0029
#define LOCALE_SDAYNAME1             0x002A
#define LOCALE_SDAYNAME2             0x002B
#define LOCALE_SDAYNAME3             0x002C
#define LOCALE_SDAYNAME4             0x002D
#define LOCALE_SDAYNAME5             0x002E
#define LOCALE_SDAYNAME6             0x002F
#define LOCALE_SDAYNAME7             0x0030
#define LOCALE_SABBREVDAYNAME1       0x0031
#define LOCALE_SABBREVDAYNAME2       0x0032
#define LOCALE_SABBREVDAYNAME3       0x0033
#define LOCALE_SABBREVDAYNAME4       0x0034
#define LOCALE_SABBREVDAYNAME5       0x0035
#define LOCALE_SABBREVDAYNAME6       0x0036
#define LOCALE_SABBREVDAYNAME7       0x0037
#define LOCALE_SMONTHNAME1           0x0038
#define LOCALE_SMONTHNAME2           0x0039
#define LOCALE_SMONTHNAME3           0x003A
#define LOCALE_SMONTHNAME4           0x003B
#define LOCALE_SMONTHNAME5           0x003C
#define LOCALE_SMONTHNAME6           0x003D
#define LOCALE_SMONTHNAME7           0x003E
#define LOCALE_SMONTHNAME8           0x003F
#define LOCALE_SMONTHNAME9           0x0040
#define LOCALE_SMONTHNAME10          0x0041
#define LOCALE_SMONTHNAME11          0x0042
#define LOCALE_SMONTHNAME12          0x0043
#define LOCALE_SABBREVMONTHNAME1     0x0044
#define LOCALE_SABBREVMONTHNAME2     0x0045
#define LOCALE_SABBREVMONTHNAME3     0x0046
#define LOCALE_SABBREVMONTHNAME4     0x0047
#define LOCALE_SABBREVMONTHNAME5     0x0048
#define LOCALE_SABBREVMONTHNAME6     0x0049
#define LOCALE_SABBREVMONTHNAME7     0x004A
#define LOCALE_SABBREVMONTHNAME8     0x004B
#define LOCALE_SABBREVMONTHNAME9     0x004C
#define LOCALE_SABBREVMONTHNAME10    0x004D
#define LOCALE_SABBREVMONTHNAME11    0x004E
#define LOCALE_SABBREVMONTHNAME12    0x004F
#define LOCALE_SPOSITIVESIGN         0x0050
#define LOCALE_SNEGATIVESIGN         0x0051
#define LOCALE_IPOSSIGNPOSN          0x0052
#define LOCALE_INEGSIGNPOSN          0x0053
#define LOCALE_IPOSSYMPRECEDES       0x0054
#define LOCALE_IPOSSEPBYSPACE        0x0055
#define LOCALE_INEGSYMPRECEDES       0x0056
#define LOCALE_INEGSEPBYSPACE        0x0057
#define LOCALE_SISO639LANGNAME       0x0059
#define LOCALE_SISO3166CTRYNAME      0x005A
#define LOCALE_SNAME                 0x005C
#define LOCALE_SISO639LANGNAME2      0x0067
#define LOCALE_SISO3166CTRYNAME2     0x0068
#define LOCALE_SENGLISHDISPLAYNAME   0x0072
#define LOCALE_SNATIVEDISPLAYNAME    0x0073
#define LOCALE_SPERCENT              0x0076
#define LOCALE_SSHORTTIME            0x0079
#define LOCALE_SENGLANGUAGE          0x1001
#define LOCALE_SENGLISHLANGUAGENAME  0x1001
#define LOCALE_SENGCOUNTRY           0x1002
#define LOCALE_SENGLISHCOUNTRYNAME   0x1002
#define LOCALE_STIMEFORMAT           0x1003
#define LOCALE_IDEFAULTANSICODEPAGE  0x1004
#define LOCALE_ITIMEMARKPOSN         0x1005
#define LOCALE_SYEARMONTH            0x1006
#define LOCALE_SENGCURRNAME          0x1007
#define LOCALE_SNATIVECURRNAME       0x1008
#define LOCALE_ICALENDARTYPE         0x1009
#define LOCALE_IPAPERSIZE            0x100A
#define LOCALE_IOPTIONALCALENDAR     0x100B
#define LOCALE_IFIRSTDAYOFWEEK       0x100C
#define LOCALE_IFIRSTWEEKOFYEAR      0x100D
#define LOCALE_INEGNUMBER            0x1010

#define LOCALE_NAME_MAX_LENGTH       85
#define LOCALE_NAME_USER_DEFAULT     NULL
#define LOCALE_NAME_INVARIANT        L""
#define LOCALE_NAME_SYSTEM_DEFAULT   L"!x-sys-default-locale"
#define LCID_INSTALLED               0x00000001
#define LCID_SUPPORTED               0x00000002

MWW_API int WINAPI GetLocaleInfoA(LCID Locale, LCTYPE LCType, LPSTR lpLCData, int cchData);
MWW_API int WINAPI GetLocaleInfoW(LCID Locale, LCTYPE LCType, LPWSTR lpLCData, int cchData);
MWW_API int WINAPI GetLocaleInfoEx(LPCWSTR lpLocaleName, LCTYPE LCType, LPWSTR lpLCData,
                                   int cchData);
MWW_API int WINAPI GetUserDefaultLocaleName(LPWSTR lpLocaleName, int cchLocaleName);
MWW_API int WINAPI GetSystemDefaultLocaleName(LPWSTR lpLocaleName, int cchLocaleName);
MWW_API LCID WINAPI LocaleNameToLCID(LPCWSTR lpName, DWORD dwFlags);
MWW_API int WINAPI LCIDToLocaleName(LCID Locale, LPWSTR lpName, int cchName, DWORD dwFlags);
MWW_API BOOL WINAPI IsValidLocale(LCID Locale, DWORD dwFlags);

/* Numbers and amounts of money as text. */
typedef struct _numberfmtA {
        UINT  NumDigits;
        UINT  LeadingZero;
        UINT  Grouping;
        LPSTR lpDecimalSep;
        LPSTR lpThousandSep;
        UINT  NegativeOrder;
} NUMBERFMTA, *LPNUMBERFMTA;
typedef struct _numberfmtW {
        UINT   NumDigits;
        UINT   LeadingZero;
        UINT   Grouping;
        LPWSTR lpDecimalSep;
        LPWSTR lpThousandSep;
        UINT   NegativeOrder;
} NUMBERFMTW, *LPNUMBERFMTW;
typedef struct _currencyfmtA {
        UINT  NumDigits;
        UINT  LeadingZero;
        UINT  Grouping;
        LPSTR lpDecimalSep;
        LPSTR lpThousandSep;
        UINT  NegativeOrder;
        UINT  PositiveOrder;
        LPSTR lpCurrencySymbol;
} CURRENCYFMTA, *LPCURRENCYFMTA;
typedef struct _currencyfmtW {
        UINT   NumDigits;
        UINT   LeadingZero;
        UINT   Grouping;
        LPWSTR lpDecimalSep;
        LPWSTR lpThousandSep;
        UINT   NegativeOrder;
        UINT   PositiveOrder;
        LPWSTR lpCurrencySymbol;
} CURRENCYFMTW, *LPCURRENCYFMTW;
MWW_API int WINAPI GetNumberFormatA(LCID Locale, DWORD dwFlags, LPCSTR lpValue,
                                    const NUMBERFMTA *lpFormat, LPSTR lpNumberStr, int cchNumber);
MWW_API int WINAPI GetNumberFormatW(LCID Locale, DWORD dwFlags, LPCWSTR lpValue,
                                    const NUMBERFMTW *lpFormat, LPWSTR lpNumberStr,
                                    int cchNumber);
MWW_API int WINAPI GetCurrencyFormatA(LCID Locale, DWORD dwFlags, LPCSTR lpValue,
                                      const CURRENCYFMTA *lpFormat, LPSTR lpCurrencyStr,
                                      int cchCurrency);
MWW_API int WINAPI GetCurrencyFormatW(LCID Locale, DWORD dwFlags, LPCWSTR lpValue,
                                      const CURRENCYFMTW *lpFormat, LPWSTR lpCurrencyStr,
                                      int cchCurrency);
#ifdef UNICODE
typedef NUMBERFMTW NUMBERFMT, *LPNUMBERFMT;
typedef CURRENCYFMTW CURRENCYFMT, *LPCURRENCYFMT;
#  define GetLocaleInfo     GetLocaleInfoW
#  define GetNumberFormat   GetNumberFormatW
#  define GetCurrencyFormat GetCurrencyFormatW
#else
typedef NUMBERFMTA NUMBERFMT, *LPNUMBERFMT;
typedef CURRENCYFMTA CURRENCYFMT, *LPCURRENCYFMT;
#  define GetLocaleInfo     GetLocaleInfoA
#  define GetNumberFormat   GetNumberFormatA
#  define GetCurrencyFormat GetCurrencyFormatA
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
