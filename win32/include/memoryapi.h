/* SPDX-License-Identifier: MIT */
/* memoryapi.h — file mappings and their views. Part of windows.h. */
#ifndef MWW_MEMORYAPI_H
#define MWW_MEMORYAPI_H

#include <minwinbase.h>

#define FILE_MAP_COPY       SECTION_QUERY
#define FILE_MAP_WRITE      SECTION_MAP_WRITE
#define FILE_MAP_READ       SECTION_MAP_READ
#define FILE_MAP_EXECUTE    SECTION_MAP_EXECUTE_EXPLICIT
#define FILE_MAP_ALL_ACCESS SECTION_ALL_ACCESS

MWW_API HANDLE WINAPI CreateFileMappingA(HANDLE hFile, LPSECURITY_ATTRIBUTES lpAttributes,
                                         DWORD flProtect, DWORD dwMaximumSizeHigh,
                                         DWORD dwMaximumSizeLow, LPCSTR lpName);
MWW_API HANDLE WINAPI CreateFileMappingW(HANDLE hFile, LPSECURITY_ATTRIBUTES lpAttributes,
                                         DWORD flProtect, DWORD dwMaximumSizeHigh,
                                         DWORD dwMaximumSizeLow, LPCWSTR lpName);
MWW_API HANDLE WINAPI OpenFileMappingA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
MWW_API HANDLE WINAPI OpenFileMappingW(DWORD dwDesiredAccess, BOOL bInheritHandle,
                                       LPCWSTR lpName);
MWW_API LPVOID WINAPI MapViewOfFile(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
                                    DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
                                    SIZE_T dwNumberOfBytesToMap);
MWW_API LPVOID WINAPI MapViewOfFileEx(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
                                      DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
                                      SIZE_T dwNumberOfBytesToMap, LPVOID lpBaseAddress);
MWW_API BOOL WINAPI UnmapViewOfFile(LPCVOID lpBaseAddress);
MWW_API BOOL WINAPI FlushViewOfFile(LPCVOID lpBaseAddress, SIZE_T dwNumberOfBytesToFlush);
MWW_API SIZE_T WINAPI VirtualQuery(LPCVOID lpAddress, PMEMORY_BASIC_INFORMATION lpBuffer,
                                   SIZE_T dwLength);

#ifdef UNICODE
#  define CreateFileMapping CreateFileMappingW
#  define OpenFileMapping   OpenFileMappingW
#else
#  define CreateFileMapping CreateFileMappingA
#  define OpenFileMapping   OpenFileMappingA
#endif

#endif
