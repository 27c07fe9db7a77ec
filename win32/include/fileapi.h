/* SPDX-License-Identifier: MIT */
/* fileapi.h — the disk files behind mappings. Part of windows.h. */
#ifndef MWW_FILEAPI_H
#define MWW_FILEAPI_H

#include <minwinbase.h>

#define CREATE_NEW               1
#define CREATE_ALWAYS            2
#define OPEN_EXISTING            3
#define OPEN_ALWAYS              4
#define TRUNCATE_EXISTING        5

#define INVALID_FILE_SIZE        ((DWORD) 0xFFFFFFFFu)
#define INVALID_SET_FILE_POINTER ((DWORD) 0xFFFFFFFFu)
#define FILE_BEGIN               0
#define FILE_CURRENT             1
#define FILE_END                 2

MWW_API HANDLE WINAPI CreateFileA(LPCSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                  LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                                  DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
                                  HANDLE hTemplateFile);
MWW_API HANDLE WINAPI CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                  LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                                  DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
                                  HANDLE hTemplateFile);
MWW_API BOOL WINAPI ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
                             LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
                              LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped);
MWW_API DWORD WINAPI GetFileSize(HANDLE hFile, LPDWORD lpFileSizeHigh);
MWW_API BOOL WINAPI GetFileSizeEx(HANDLE hFile, PLARGE_INTEGER lpFileSize);
MWW_API DWORD WINAPI SetFilePointer(HANDLE hFile, LONG lDistanceToMove,
                                    PLONG lpDistanceToMoveHigh, DWORD dwMoveMethod);
MWW_API BOOL WINAPI SetFilePointerEx(HANDLE hFile, LARGE_INTEGER liDistanceToMove,
                                     PLARGE_INTEGER lpNewFilePointer, DWORD dwMoveMethod);
MWW_API BOOL WINAPI SetEndOfFile(HANDLE hFile);
MWW_API BOOL WINAPI FlushFileBuffers(HANDLE hFile);
MWW_API BOOL WINAPI DeleteFileA(LPCSTR lpFileName);
MWW_API BOOL WINAPI DeleteFileW(LPCWSTR lpFileName);

#ifdef UNICODE
#  define CreateFile CreateFileW
#  define DeleteFile DeleteFileW
#else
#  define CreateFile CreateFileA
#  define DeleteFile DeleteFileA
#endif

#endif
