/* SPDX-License-Identifier: MIT */
/* memoryapi.h — file mappings and their views; pages. Part of windows.h. */
#ifndef MWW_MEMORYAPI_H
#define MWW_MEMORYAPI_H

#include <minwinbase.h>

#define FILE_MAP_COPY       SECTION_QUERY
#define FILE_MAP_WRITE      SECTION_MAP_WRITE
#define FILE_MAP_READ       SECTION_MAP_READ
#define FILE_MAP_EXECUTE    SECTION_MAP_EXECUTE_EXPLICIT
#define FILE_MAP_ALL_ACCESS SECTION_ALL_ACCESS

#define NUMA_NO_PREFERRED_NODE ((DWORD) -1)

/* None of what these ask for is here: MapViewOfFile3 takes no parameter. */
typedef struct MEM_EXTENDED_PARAMETER MEM_EXTENDED_PARAMETER, *PMEM_EXTENDED_PARAMETER;

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
MWW_API SIZE_T WINAPI VirtualQueryEx(HANDLE hProcess, LPCVOID lpAddress,
                                     PMEMORY_BASIC_INFORMATION lpBuffer, SIZE_T dwLength);
MWW_API UINT WINAPI GetWriteWatch(DWORD dwFlags, PVOID lpBaseAddress, SIZE_T dwRegionSize,
                                  PVOID *lpAddresses, ULONG_PTR *lpdwCount,
                                  LPDWORD lpdwGranularity);
MWW_API UINT WINAPI ResetWriteWatch(LPVOID lpBaseAddress, SIZE_T dwRegionSize);
MWW_API BOOL WINAPI UnmapViewOfFileEx(PVOID BaseAddress, ULONG UnmapFlags);
MWW_API BOOL WINAPI UnmapViewOfFile2(HANDLE Process, PVOID BaseAddress, ULONG UnmapFlags);

MWW_API HANDLE WINAPI CreateFileMappingNumaA(HANDLE hFile, LPSECURITY_ATTRIBUTES lpAttributes,
                                             DWORD flProtect, DWORD dwMaximumSizeHigh,
                                             DWORD dwMaximumSizeLow, LPCSTR lpName,
                                             DWORD nndPreferred);
MWW_API HANDLE WINAPI CreateFileMappingNumaW(HANDLE hFile, LPSECURITY_ATTRIBUTES lpAttributes,
                                             DWORD flProtect, DWORD dwMaximumSizeHigh,
                                             DWORD dwMaximumSizeLow, LPCWSTR lpName,
                                             DWORD nndPreferred);
MWW_API LPVOID WINAPI MapViewOfFileExNuma(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
                                          DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
                                          SIZE_T dwNumberOfBytesToMap, LPVOID lpBaseAddress,
                                          DWORD nndPreferred);
MWW_API HANDLE WINAPI CreateFileMappingFromApp(HANDLE hFile,
                                               PSECURITY_ATTRIBUTES SecurityAttributes,
                                               ULONG PageProtection, ULONG64 MaximumSize,
                                               PCWSTR Name);
MWW_API HANDLE WINAPI OpenFileMappingFromApp(ULONG DesiredAccess, BOOL InheritHandle,
                                             PCWSTR Name);
MWW_API PVOID WINAPI MapViewOfFileFromApp(HANDLE hFileMappingObject, ULONG DesiredAccess,
                                          ULONG64 FileOffset, SIZE_T NumberOfBytesToMap);
MWW_API PVOID WINAPI MapViewOfFile3(HANDLE FileMapping, HANDLE Process, PVOID BaseAddress,
                                    ULONG64 Offset, SIZE_T ViewSize, ULONG AllocationType,
                                    ULONG PageProtection,
                                    MEM_EXTENDED_PARAMETER *ExtendedParameters,
                                    ULONG ParameterCount);

MWW_API LPVOID WINAPI VirtualAlloc(LPVOID lpAddress, SIZE_T dwSize, DWORD flAllocationType,
                                   DWORD flProtect);
MWW_API LPVOID WINAPI VirtualAllocEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                     DWORD flAllocationType, DWORD flProtect);
MWW_API LPVOID WINAPI VirtualAllocExNuma(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                         DWORD flAllocationType, DWORD flProtect,
                                         DWORD nndPreferred);
MWW_API BOOL WINAPI VirtualFree(LPVOID lpAddress, SIZE_T dwSize, DWORD dwFreeType);
MWW_API BOOL WINAPI VirtualFreeEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                  DWORD dwFreeType);
MWW_API BOOL WINAPI VirtualProtect(LPVOID lpAddress, SIZE_T dwSize, DWORD flNewProtect,
                                   PDWORD lpflOldProtect);
MWW_API BOOL WINAPI VirtualProtectEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                     DWORD flNewProtect, PDWORD lpflOldProtect);
MWW_API BOOL WINAPI ReadProcessMemory(HANDLE hProcess, LPCVOID lpBaseAddress, LPVOID lpBuffer,
                                      SIZE_T nSize, SIZE_T *lpNumberOfBytesRead);
MWW_API BOOL WINAPI WriteProcessMemory(HANDLE hProcess, LPVOID lpBaseAddress, LPCVOID lpBuffer,
                                       SIZE_T nSize, SIZE_T *lpNumberOfBytesWritten);
MWW_API BOOL WINAPI VirtualLock(LPVOID lpAddress, SIZE_T dwSize);
MWW_API BOOL WINAPI VirtualUnlock(LPVOID lpAddress, SIZE_T dwSize);
MWW_API SIZE_T WINAPI GetLargePageMinimum(void);

/* What will be needed soon, and what no more. */
typedef struct _WIN32_MEMORY_RANGE_ENTRY {
        PVOID  VirtualAddress;
        SIZE_T NumberOfBytes;
} WIN32_MEMORY_RANGE_ENTRY, *PWIN32_MEMORY_RANGE_ENTRY;
MWW_API BOOL WINAPI PrefetchVirtualMemory(HANDLE hProcess, ULONG_PTR NumberOfEntries,
                                          PWIN32_MEMORY_RANGE_ENTRY VirtualAddresses,
                                          ULONG Flags);
MWW_API DWORD WINAPI DiscardVirtualMemory(PVOID VirtualAddress, SIZE_T Size);

/* How much of a process shall be in memory: remembered. */
#define QUOTA_LIMITS_HARDWS_MIN_ENABLE  0x00000001
#define QUOTA_LIMITS_HARDWS_MIN_DISABLE 0x00000002
#define QUOTA_LIMITS_HARDWS_MAX_ENABLE  0x00000004
#define QUOTA_LIMITS_HARDWS_MAX_DISABLE 0x00000008
MWW_API BOOL WINAPI GetProcessWorkingSetSize(HANDLE hProcess, PSIZE_T lpMinimumWorkingSetSize,
                                             PSIZE_T lpMaximumWorkingSetSize);
MWW_API BOOL WINAPI GetProcessWorkingSetSizeEx(HANDLE hProcess, PSIZE_T lpMinimumWorkingSetSize,
                                               PSIZE_T lpMaximumWorkingSetSize, PDWORD Flags);
MWW_API BOOL WINAPI SetProcessWorkingSetSize(HANDLE hProcess, SIZE_T dwMinimumWorkingSetSize,
                                             SIZE_T dwMaximumWorkingSetSize);
MWW_API BOOL WINAPI SetProcessWorkingSetSizeEx(HANDLE hProcess, SIZE_T dwMinimumWorkingSetSize,
                                               SIZE_T dwMaximumWorkingSetSize, DWORD Flags);

MWW_API BOOL WINAPI IsBadReadPtr(const VOID *lp, UINT_PTR ucb);
MWW_API BOOL WINAPI IsBadWritePtr(LPVOID lp, UINT_PTR ucb);
MWW_API BOOL WINAPI IsBadCodePtr(FARPROC lpfn);
MWW_API BOOL WINAPI IsBadStringPtrA(LPCSTR lpsz, UINT_PTR ucchMax);
MWW_API BOOL WINAPI IsBadStringPtrW(LPCWSTR lpsz, UINT_PTR ucchMax);

#ifdef UNICODE
#  define CreateFileMappingNuma CreateFileMappingNumaW
#  define IsBadStringPtr        IsBadStringPtrW
#else
#  define CreateFileMappingNuma CreateFileMappingNumaA
#  define IsBadStringPtr        IsBadStringPtrA
#endif

#ifdef UNICODE
#  define CreateFileMapping CreateFileMappingW
#  define OpenFileMapping   OpenFileMappingW
#else
#  define CreateFileMapping CreateFileMappingA
#  define OpenFileMapping   OpenFileMappingA
#endif

#endif
