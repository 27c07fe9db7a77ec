/* SPDX-License-Identifier: MIT */
/* strsafe.h — strings that are always ended, and say by an HRESULT what became
 * of them. Cch counts characters, Cb bytes.
 */
#ifndef MWW_STRSAFE_H
#define MWW_STRSAFE_H

#include <windows.h>

#define STRSAFE_MAX_CCH               2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT) 0x8007007Au)
#define STRSAFE_E_INVALID_PARAMETER   ((HRESULT) 0x80070057u)
#define STRSAFE_E_END_OF_FILE         ((HRESULT) 0x80070026u)
typedef LPSTR  STRSAFE_LPSTR;
typedef LPCSTR STRSAFE_LPCSTR;
typedef LPWSTR STRSAFE_LPWSTR;
typedef LPCWSTR STRSAFE_LPCWSTR;

MWW_API HRESULT WINAPI StringCchCopyA(LPSTR pszDest, size_t cchDest, LPCSTR pszSrc);
MWW_API HRESULT WINAPI StringCchCopyW(LPWSTR pszDest, size_t cchDest, LPCWSTR pszSrc);
MWW_API HRESULT WINAPI StringCchCopyNA(LPSTR pszDest, size_t cchDest, LPCSTR pszSrc,
                                       size_t cchToCopy);
MWW_API HRESULT WINAPI StringCchCopyNW(LPWSTR pszDest, size_t cchDest, LPCWSTR pszSrc,
                                       size_t cchToCopy);
MWW_API HRESULT WINAPI StringCchCatA(LPSTR pszDest, size_t cchDest, LPCSTR pszSrc);
MWW_API HRESULT WINAPI StringCchCatW(LPWSTR pszDest, size_t cchDest, LPCWSTR pszSrc);
MWW_API HRESULT WINAPI StringCchCatNA(LPSTR pszDest, size_t cchDest, LPCSTR pszSrc,
                                      size_t cchToAppend);
MWW_API HRESULT WINAPI StringCchCatNW(LPWSTR pszDest, size_t cchDest, LPCWSTR pszSrc,
                                      size_t cchToAppend);
MWW_API HRESULT WINAPI StringCchPrintfA(LPSTR pszDest, size_t cchDest, LPCSTR pszFormat, ...);
MWW_API HRESULT WINAPI StringCchPrintfW(LPWSTR pszDest, size_t cchDest, LPCWSTR pszFormat, ...);
MWW_API HRESULT WINAPI StringCchVPrintfA(LPSTR pszDest, size_t cchDest, LPCSTR pszFormat,
                                         va_list argList);
MWW_API HRESULT WINAPI StringCchVPrintfW(LPWSTR pszDest, size_t cchDest, LPCWSTR pszFormat,
                                         va_list argList);
MWW_API HRESULT WINAPI StringCchGetsA(LPSTR pszDest, size_t cchDest);
MWW_API HRESULT WINAPI StringCchGetsW(LPWSTR pszDest, size_t cchDest);
MWW_API HRESULT WINAPI StringCchLengthA(LPCSTR psz, size_t cchMax, size_t *pcchLength);
MWW_API HRESULT WINAPI StringCchLengthW(LPCWSTR psz, size_t cchMax, size_t *pcchLength);
MWW_API HRESULT WINAPI StringCbCopyA(LPSTR pszDest, size_t cbDest, LPCSTR pszSrc);
MWW_API HRESULT WINAPI StringCbCopyW(LPWSTR pszDest, size_t cbDest, LPCWSTR pszSrc);
MWW_API HRESULT WINAPI StringCbCopyNA(LPSTR pszDest, size_t cbDest, LPCSTR pszSrc,
                                      size_t cbToCopy);
MWW_API HRESULT WINAPI StringCbCopyNW(LPWSTR pszDest, size_t cbDest, LPCWSTR pszSrc,
                                      size_t cbToCopy);
MWW_API HRESULT WINAPI StringCbCatA(LPSTR pszDest, size_t cbDest, LPCSTR pszSrc);
MWW_API HRESULT WINAPI StringCbCatW(LPWSTR pszDest, size_t cbDest, LPCWSTR pszSrc);
MWW_API HRESULT WINAPI StringCbCatNA(LPSTR pszDest, size_t cbDest, LPCSTR pszSrc,
                                     size_t cbToAppend);
MWW_API HRESULT WINAPI StringCbCatNW(LPWSTR pszDest, size_t cbDest, LPCWSTR pszSrc,
                                     size_t cbToAppend);
MWW_API HRESULT WINAPI StringCbPrintfA(LPSTR pszDest, size_t cbDest, LPCSTR pszFormat, ...);
MWW_API HRESULT WINAPI StringCbPrintfW(LPWSTR pszDest, size_t cbDest, LPCWSTR pszFormat, ...);
MWW_API HRESULT WINAPI StringCbVPrintfA(LPSTR pszDest, size_t cbDest, LPCSTR pszFormat,
                                        va_list argList);
MWW_API HRESULT WINAPI StringCbVPrintfW(LPWSTR pszDest, size_t cbDest, LPCWSTR pszFormat,
                                        va_list argList);
MWW_API HRESULT WINAPI StringCbGetsA(LPSTR pszDest, size_t cbDest);
MWW_API HRESULT WINAPI StringCbGetsW(LPWSTR pszDest, size_t cbDest);
MWW_API HRESULT WINAPI StringCbLengthA(LPCSTR psz, size_t cbMax, size_t *pcbLength);
MWW_API HRESULT WINAPI StringCbLengthW(LPCWSTR psz, size_t cbMax, size_t *pcbLength);

#ifdef UNICODE
#  define StringCchCopy    StringCchCopyW
#  define StringCchCopyN   StringCchCopyNW
#  define StringCchCat     StringCchCatW
#  define StringCchCatN    StringCchCatNW
#  define StringCchPrintf  StringCchPrintfW
#  define StringCchVPrintf StringCchVPrintfW
#  define StringCchGets    StringCchGetsW
#  define StringCchLength  StringCchLengthW
#  define StringCbCopy     StringCbCopyW
#  define StringCbCopyN    StringCbCopyNW
#  define StringCbCat      StringCbCatW
#  define StringCbCatN     StringCbCatNW
#  define StringCbPrintf   StringCbPrintfW
#  define StringCbVPrintf  StringCbVPrintfW
#  define StringCbGets     StringCbGetsW
#  define StringCbLength   StringCbLengthW
#else
#  define StringCchCopy    StringCchCopyA
#  define StringCchCopyN   StringCchCopyNA
#  define StringCchCat     StringCchCatA
#  define StringCchCatN    StringCchCatNA
#  define StringCchPrintf  StringCchPrintfA
#  define StringCchVPrintf StringCchVPrintfA
#  define StringCchGets    StringCchGetsA
#  define StringCchLength  StringCchLengthA
#  define StringCbCopy     StringCbCopyA
#  define StringCbCopyN    StringCbCopyNA
#  define StringCbCat      StringCbCatA
#  define StringCbCatN     StringCbCatNA
#  define StringCbPrintf   StringCbPrintfA
#  define StringCbVPrintf  StringCbVPrintfA
#  define StringCbGets     StringCbGetsA
#  define StringCbLength   StringCbLengthA
#endif

#endif
