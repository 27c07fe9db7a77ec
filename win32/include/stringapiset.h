/* SPDX-License-Identifier: MIT */
/* stringapiset.h — between bytes and UTF-16, and comparing. Part of windows.h. */
#ifndef MWW_STRINGAPISET_H
#define MWW_STRINGAPISET_H

#include <winnls.h>

MWW_API int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCCH lpMultiByteStr,
                                       int cbMultiByte, LPWSTR lpWideCharStr, int cchWideChar);
MWW_API int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWCH lpWideCharStr,
                                       int cchWideChar, LPSTR lpMultiByteStr, int cbMultiByte,
                                       LPCCH lpDefaultChar, LPBOOL lpUsedDefaultChar);
MWW_API int WINAPI CompareStringA(LCID Locale, DWORD dwCmpFlags, PCCH lpString1, int cchCount1,
                                  PCCH lpString2, int cchCount2);
MWW_API int WINAPI CompareStringW(LCID Locale, DWORD dwCmpFlags, LPCWCH lpString1, int cchCount1,
                                  LPCWCH lpString2, int cchCount2);
MWW_API int WINAPI CompareStringOrdinal(LPCWCH lpString1, int cchCount1, LPCWCH lpString2,
                                        int cchCount2, BOOL bIgnoreCase);

#ifdef UNICODE
#  define CompareString CompareStringW
#else
#  define CompareString CompareStringA
#endif

#endif
