/* SPDX-License-Identifier: MIT */
/* processenv.h — what a process was started with: standard handles, directory.
 * Part of windows.h.
 */
#ifndef MWW_PROCESSENV_H
#define MWW_PROCESSENV_H

#include <minwinbase.h>

#define STD_INPUT_HANDLE  ((DWORD) -10)
#define STD_OUTPUT_HANDLE ((DWORD) -11)
#define STD_ERROR_HANDLE  ((DWORD) -12)

MWW_API HANDLE WINAPI GetStdHandle(DWORD nStdHandle);
MWW_API BOOL WINAPI SetStdHandle(DWORD nStdHandle, HANDLE hHandle);
MWW_API DWORD WINAPI GetCurrentDirectoryA(DWORD nBufferLength, LPSTR lpBuffer);
MWW_API DWORD WINAPI GetCurrentDirectoryW(DWORD nBufferLength, LPWSTR lpBuffer);
MWW_API BOOL WINAPI SetCurrentDirectoryA(LPCSTR lpPathName);
MWW_API BOOL WINAPI SetCurrentDirectoryW(LPCWSTR lpPathName);
MWW_API DWORD WINAPI SearchPathA(LPCSTR lpPath, LPCSTR lpFileName, LPCSTR lpExtension,
                                 DWORD nBufferLength, LPSTR lpBuffer, LPSTR *lpFilePart);
MWW_API DWORD WINAPI SearchPathW(LPCWSTR lpPath, LPCWSTR lpFileName, LPCWSTR lpExtension,
                                 DWORD nBufferLength, LPWSTR lpBuffer, LPWSTR *lpFilePart);

MWW_API LPSTR WINAPI GetCommandLineA(void);
MWW_API LPWSTR WINAPI GetCommandLineW(void);
MWW_API DWORD WINAPI GetEnvironmentVariableA(LPCSTR lpName, LPSTR lpBuffer, DWORD nSize);
MWW_API DWORD WINAPI GetEnvironmentVariableW(LPCWSTR lpName, LPWSTR lpBuffer, DWORD nSize);
MWW_API BOOL WINAPI SetEnvironmentVariableA(LPCSTR lpName, LPCSTR lpValue);
MWW_API BOOL WINAPI SetEnvironmentVariableW(LPCWSTR lpName, LPCWSTR lpValue);
MWW_API LPSTR WINAPI GetEnvironmentStringsA(void);
MWW_API LPWSTR WINAPI GetEnvironmentStringsW(void);
MWW_API BOOL WINAPI FreeEnvironmentStringsA(LPSTR penv);
MWW_API BOOL WINAPI FreeEnvironmentStringsW(LPWSTR penv);
MWW_API DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR lpSrc, LPSTR lpDst, DWORD nSize);
MWW_API DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR lpSrc, LPWSTR lpDst, DWORD nSize);

#ifdef UNICODE
#  define GetCommandLine           GetCommandLineW
#  define GetEnvironmentVariable   GetEnvironmentVariableW
#  define SetEnvironmentVariable   SetEnvironmentVariableW
#  define GetEnvironmentStrings    GetEnvironmentStringsW
#  define FreeEnvironmentStrings   FreeEnvironmentStringsW
#  define ExpandEnvironmentStrings ExpandEnvironmentStringsW
#  define GetCurrentDirectory GetCurrentDirectoryW
#  define SetCurrentDirectory SetCurrentDirectoryW
#  define SearchPath          SearchPathW
#else
#  define GetCommandLine           GetCommandLineA
#  define GetEnvironmentVariable   GetEnvironmentVariableA
#  define SetEnvironmentVariable   SetEnvironmentVariableA
#  define GetEnvironmentStrings    GetEnvironmentStringsA
#  define FreeEnvironmentStrings   FreeEnvironmentStringsA
#  define ExpandEnvironmentStrings ExpandEnvironmentStringsA
#  define GetCurrentDirectory GetCurrentDirectoryA
#  define SetCurrentDirectory SetCurrentDirectoryA
#  define SearchPath          SearchPathA
#endif

#endif
