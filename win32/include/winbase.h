/* SPDX-License-Identifier: MIT */
/* winbase.h — the families together, flags of CreateFile, memory by Windows'
 * names. Part of windows.h.
 */
#ifndef MWW_WINBASE_H
#define MWW_WINBASE_H

#include <winerror.h>
#include <minwinbase.h>
#include <errhandlingapi.h>
#include <handleapi.h>
#include <synchapi.h>
#include <interlockedapi.h>
#include <memoryapi.h>
#include <heapapi.h>
#include <debugapi.h>
#include <libloaderapi.h>
#include <fileapi.h>
#include <winbase_files.h>
#include <winbase_profile.h>
#include <ioapiset.h>
#include <namedpipeapi.h>
#include <processenv.h>
#include <wincon.h>
#include <processthreadsapi.h>
#include <realtimeapiset.h>
#include <jobapi.h>
#include <fibersapi.h>
#include <threadpoolapiset.h>
#include <threadpoollegacyapiset.h>
#include <sysinfoapi.h>
#include <timezoneapi.h>
#include <profileapi.h>
#include <securitybaseapi.h>
#include <stringapiset.h>
#include <winnls.h>
#include <timeapi.h>

MWW_API int WINAPI MulDiv(int nNumber, int nNumerator, int nDenominator);
MWW_API UINT WINAPI SetHandleCount(UINT uNumber);
MWW_API void WINAPI FlushProcessWriteBuffers(void);
MWW_API BOOL WINAPI ProcessIdToSessionId(DWORD dwProcessId, DWORD *pSessionId);

#define PROCESS_NAME_NATIVE 0x00000001
MWW_API BOOL WINAPI QueryFullProcessImageNameA(HANDLE hProcess, DWORD dwFlags, LPSTR lpExeName,
                                               PDWORD lpdwSize);
MWW_API BOOL WINAPI QueryFullProcessImageNameW(HANDLE hProcess, DWORD dwFlags, LPWSTR lpExeName,
                                               PDWORD lpdwSize);
#ifdef UNICODE
#  define QueryFullProcessImageName QueryFullProcessImageNameW
#else
#  define QueryFullProcessImageName QueryFullProcessImageNameA
#endif

MWW_API UINT WINAPI WinExec(LPCSTR lpCmdLine, UINT uCmdShow);

/* Functions of the library, not the compiler's memcpy: a program that overruns
 * its buffer by a few bytes runs on Windows, and must not be ended here by
 * _FORTIFY_SOURCE (see mapwire-win32(7)). */
MWW_API void WINAPI RtlCopyMemory(void *Destination, const void *Source, SIZE_T Length);
MWW_API void WINAPI RtlMoveMemory(void *Destination, const void *Source, SIZE_T Length);
MWW_API void WINAPI RtlFillMemory(void *Destination, SIZE_T Length, BYTE Fill);
MWW_API void WINAPI RtlZeroMemory(void *Destination, SIZE_T Length);
MWW_API PVOID WINAPI RtlSecureZeroMemory(PVOID Destination, SIZE_T Length);

#define CopyMemory       RtlCopyMemory
#define MoveMemory       RtlMoveMemory
#define FillMemory       RtlFillMemory
#define ZeroMemory       RtlZeroMemory
#define SecureZeroMemory RtlSecureZeroMemory

/* Texts that may be NULL; they are compared as words are ordered. */
MWW_API int WINAPI lstrlenA(LPCSTR lpString);
MWW_API int WINAPI lstrlenW(LPCWSTR lpString);
MWW_API LPSTR WINAPI lstrcpyA(LPSTR lpString1, LPCSTR lpString2);
MWW_API LPWSTR WINAPI lstrcpyW(LPWSTR lpString1, LPCWSTR lpString2);
MWW_API LPSTR WINAPI lstrcpynA(LPSTR lpString1, LPCSTR lpString2, int iMaxLength);
MWW_API LPWSTR WINAPI lstrcpynW(LPWSTR lpString1, LPCWSTR lpString2, int iMaxLength);
MWW_API LPSTR WINAPI lstrcatA(LPSTR lpString1, LPCSTR lpString2);
MWW_API LPWSTR WINAPI lstrcatW(LPWSTR lpString1, LPCWSTR lpString2);
MWW_API int WINAPI lstrcmpA(LPCSTR lpString1, LPCSTR lpString2);
MWW_API int WINAPI lstrcmpW(LPCWSTR lpString1, LPCWSTR lpString2);
MWW_API int WINAPI lstrcmpiA(LPCSTR lpString1, LPCSTR lpString2);
MWW_API int WINAPI lstrcmpiW(LPCWSTR lpString1, LPCWSTR lpString2);

MWW_API void WINAPI FatalAppExitA(UINT uAction, LPCSTR lpMessageText) __attribute__((noreturn));
MWW_API void WINAPI FatalAppExitW(UINT uAction, LPCWSTR lpMessageText) __attribute__((noreturn));

/* A program's own entry, where it has no main. */
MWW_API int WINAPI WinMain(HINSTANCE hInstance, HINSTANCE hPrevInstance, LPSTR lpCmdLine,
                           int nShowCmd);
MWW_API int WINAPI wWinMain(HINSTANCE hInstance, HINSTANCE hPrevInstance, LPWSTR lpCmdLine,
                            int nShowCmd);

#ifdef UNICODE
#  define lstrlen      lstrlenW
#  define lstrcpy      lstrcpyW
#  define lstrcpyn     lstrcpynW
#  define lstrcat      lstrcatW
#  define lstrcmp      lstrcmpW
#  define lstrcmpi     lstrcmpiW
#  define FatalAppExit FatalAppExitW
#else
#  define lstrlen      lstrlenA
#  define lstrcpy      lstrcpyA
#  define lstrcpyn     lstrcpynA
#  define lstrcat      lstrcatA
#  define lstrcmp      lstrcmpA
#  define lstrcmpi     lstrcmpiA
#  define FatalAppExit FatalAppExitA
#endif

/* Texts with inserts; those of the last errors are English. */
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS  0x00000200
#define FORMAT_MESSAGE_FROM_STRING     0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE    0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM     0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY  0x00002000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK  0x000000FF

MWW_API DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
                                    DWORD dwLanguageId, LPSTR lpBuffer, DWORD nSize,
                                    va_list *Arguments);
MWW_API DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
                                    DWORD dwLanguageId, LPWSTR lpBuffer, DWORD nSize,
                                    va_list *Arguments);
#ifdef UNICODE
#  define FormatMessage FormatMessageW
#else
#  define FormatMessage FormatMessageA
#endif

#endif
