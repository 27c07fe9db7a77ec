/* SPDX-License-Identifier: MIT */
/* winbase_profile.h — initialisation files. Part of windows.h. */
#ifndef MWW_WINBASE_PROFILE_H
#define MWW_WINBASE_PROFILE_H

#include <windef.h>

MWW_API DWORD WINAPI GetPrivateProfileStringA(LPCSTR lpAppName, LPCSTR lpKeyName, LPCSTR lpDefault,
                                              LPSTR lpReturnedString, DWORD nSize, LPCSTR
                                              lpFileName);
MWW_API DWORD WINAPI GetPrivateProfileStringW(LPCWSTR lpAppName, LPCWSTR lpKeyName, LPCWSTR
                                              lpDefault, LPWSTR lpReturnedString, DWORD nSize,
                                              LPCWSTR lpFileName);
MWW_API DWORD WINAPI GetProfileStringA(LPCSTR lpAppName, LPCSTR lpKeyName, LPCSTR lpDefault, LPSTR
                                       lpReturnedString, DWORD nSize);
MWW_API DWORD WINAPI GetProfileStringW(LPCWSTR lpAppName, LPCWSTR lpKeyName, LPCWSTR lpDefault,
                                       LPWSTR lpReturnedString, DWORD nSize);
MWW_API UINT WINAPI GetPrivateProfileIntA(LPCSTR lpAppName, LPCSTR lpKeyName, INT nDefault, LPCSTR
                                          lpFileName);
MWW_API UINT WINAPI GetPrivateProfileIntW(LPCWSTR lpAppName, LPCWSTR lpKeyName, INT nDefault,
                                          LPCWSTR lpFileName);
MWW_API UINT WINAPI GetProfileIntA(LPCSTR lpAppName, LPCSTR lpKeyName, INT nDefault);
MWW_API UINT WINAPI GetProfileIntW(LPCWSTR lpAppName, LPCWSTR lpKeyName, INT nDefault);
MWW_API DWORD WINAPI GetPrivateProfileSectionA(LPCSTR lpAppName, LPSTR lpReturnedString, DWORD
                                               nSize, LPCSTR lpFileName);
MWW_API DWORD WINAPI GetPrivateProfileSectionW(LPCWSTR lpAppName, LPWSTR lpReturnedString, DWORD
                                               nSize, LPCWSTR lpFileName);
MWW_API DWORD WINAPI GetProfileSectionA(LPCSTR lpAppName, LPSTR lpReturnedString, DWORD nSize);
MWW_API DWORD WINAPI GetProfileSectionW(LPCWSTR lpAppName, LPWSTR lpReturnedString, DWORD nSize);
MWW_API DWORD WINAPI GetPrivateProfileSectionNamesA(LPSTR lpszReturnBuffer, DWORD nSize, LPCSTR
                                                    lpFileName);
MWW_API DWORD WINAPI GetPrivateProfileSectionNamesW(LPWSTR lpszReturnBuffer, DWORD nSize, LPCWSTR
                                                    lpFileName);
MWW_API BOOL WINAPI WritePrivateProfileStringA(LPCSTR lpAppName, LPCSTR lpKeyName, LPCSTR lpString,
                                               LPCSTR lpFileName);
MWW_API BOOL WINAPI WritePrivateProfileStringW(LPCWSTR lpAppName, LPCWSTR lpKeyName, LPCWSTR
                                               lpString, LPCWSTR lpFileName);
MWW_API BOOL WINAPI WriteProfileStringA(LPCSTR lpAppName, LPCSTR lpKeyName, LPCSTR lpString);
MWW_API BOOL WINAPI WriteProfileStringW(LPCWSTR lpAppName, LPCWSTR lpKeyName, LPCWSTR lpString);
MWW_API BOOL WINAPI WritePrivateProfileSectionA(LPCSTR lpAppName, LPCSTR lpString, LPCSTR
                                                lpFileName);
MWW_API BOOL WINAPI WritePrivateProfileSectionW(LPCWSTR lpAppName, LPCWSTR lpString, LPCWSTR
                                                lpFileName);
MWW_API BOOL WINAPI WriteProfileSectionA(LPCSTR lpAppName, LPCSTR lpString);
MWW_API BOOL WINAPI WriteProfileSectionW(LPCWSTR lpAppName, LPCWSTR lpString);

#ifdef UNICODE
#  define GetPrivateProfileString       GetPrivateProfileStringW
#  define GetProfileString              GetProfileStringW
#  define GetPrivateProfileInt          GetPrivateProfileIntW
#  define GetProfileInt                 GetProfileIntW
#  define GetPrivateProfileSection      GetPrivateProfileSectionW
#  define GetProfileSection             GetProfileSectionW
#  define GetPrivateProfileSectionNames GetPrivateProfileSectionNamesW
#  define WritePrivateProfileString     WritePrivateProfileStringW
#  define WriteProfileString            WriteProfileStringW
#  define WritePrivateProfileSection    WritePrivateProfileSectionW
#  define WriteProfileSection           WriteProfileSectionW
#else
#  define GetPrivateProfileString       GetPrivateProfileStringA
#  define GetProfileString              GetProfileStringA
#  define GetPrivateProfileInt          GetPrivateProfileIntA
#  define GetProfileInt                 GetProfileIntA
#  define GetPrivateProfileSection      GetPrivateProfileSectionA
#  define GetProfileSection             GetProfileSectionA
#  define GetPrivateProfileSectionNames GetPrivateProfileSectionNamesA
#  define WritePrivateProfileString     WritePrivateProfileStringA
#  define WriteProfileString            WriteProfileStringA
#  define WritePrivateProfileSection    WritePrivateProfileSectionA
#  define WriteProfileSection           WriteProfileSectionA
#endif

#endif
