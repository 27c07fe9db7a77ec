/* SPDX-License-Identifier: MIT */
/* psapi.h — processes, their modules and memory. Each function has a second name, K32...,
 * as kernel32 has it.
 */
#ifndef MWW_PSAPI_H
#define MWW_PSAPI_H

#include <windows.h>

#ifndef PSAPI_VERSION
#  define PSAPI_VERSION 2
#endif

#define LIST_MODULES_DEFAULT 0
#define LIST_MODULES_32BIT   1
#define LIST_MODULES_64BIT   2
#define LIST_MODULES_ALL     3

typedef struct _MODULEINFO {
        LPVOID lpBaseOfDll;
        DWORD  SizeOfImage;
        LPVOID EntryPoint;
} MODULEINFO, *LPMODULEINFO;

typedef struct _PROCESS_MEMORY_COUNTERS {
        DWORD  cb;
        DWORD  PageFaultCount;
        SIZE_T PeakWorkingSetSize;
        SIZE_T WorkingSetSize;
        SIZE_T QuotaPeakPagedPoolUsage;
        SIZE_T QuotaPagedPoolUsage;
        SIZE_T QuotaPeakNonPagedPoolUsage;
        SIZE_T QuotaNonPagedPoolUsage;
        SIZE_T PagefileUsage;
        SIZE_T PeakPagefileUsage;
} PROCESS_MEMORY_COUNTERS, *PPROCESS_MEMORY_COUNTERS;

typedef struct _PROCESS_MEMORY_COUNTERS_EX {
        DWORD  cb;
        DWORD  PageFaultCount;
        SIZE_T PeakWorkingSetSize;
        SIZE_T WorkingSetSize;
        SIZE_T QuotaPeakPagedPoolUsage;
        SIZE_T QuotaPagedPoolUsage;
        SIZE_T QuotaPeakNonPagedPoolUsage;
        SIZE_T QuotaNonPagedPoolUsage;
        SIZE_T PagefileUsage;
        SIZE_T PeakPagefileUsage;
        SIZE_T PrivateUsage;
} PROCESS_MEMORY_COUNTERS_EX, *PPROCESS_MEMORY_COUNTERS_EX;

MWW_API BOOL WINAPI EnumProcesses(DWORD *lpidProcess, DWORD cb, LPDWORD lpcbNeeded);
MWW_API BOOL WINAPI K32EnumProcesses(DWORD *lpidProcess, DWORD cb, LPDWORD lpcbNeeded);
MWW_API BOOL WINAPI EnumProcessModules(HANDLE hProcess, HMODULE *lphModule, DWORD cb, LPDWORD
                                       lpcbNeeded);
MWW_API BOOL WINAPI K32EnumProcessModules(HANDLE hProcess, HMODULE *lphModule, DWORD cb, LPDWORD
                                          lpcbNeeded);
MWW_API BOOL WINAPI EnumProcessModulesEx(HANDLE hProcess, HMODULE *lphModule, DWORD cb, LPDWORD
                                         lpcbNeeded, DWORD dwFilterFlag);
MWW_API BOOL WINAPI K32EnumProcessModulesEx(HANDLE hProcess, HMODULE *lphModule, DWORD cb, LPDWORD
                                            lpcbNeeded, DWORD dwFilterFlag);
MWW_API DWORD WINAPI GetModuleBaseNameA(HANDLE hProcess, HMODULE hModule, LPSTR lpBaseName, DWORD
                                        nSize);
MWW_API DWORD WINAPI GetModuleBaseNameW(HANDLE hProcess, HMODULE hModule, LPWSTR lpBaseName, DWORD
                                        nSize);
MWW_API DWORD WINAPI K32GetModuleBaseNameA(HANDLE hProcess, HMODULE hModule, LPSTR lpBaseName, DWORD
                                           nSize);
MWW_API DWORD WINAPI K32GetModuleBaseNameW(HANDLE hProcess, HMODULE hModule, LPWSTR lpBaseName,
                                           DWORD nSize);
MWW_API DWORD WINAPI GetModuleFileNameExA(HANDLE hProcess, HMODULE hModule, LPSTR lpFilename, DWORD
                                          nSize);
MWW_API DWORD WINAPI GetModuleFileNameExW(HANDLE hProcess, HMODULE hModule, LPWSTR lpFilename, DWORD
                                          nSize);
MWW_API DWORD WINAPI K32GetModuleFileNameExA(HANDLE hProcess, HMODULE hModule, LPSTR lpFilename,
                                             DWORD nSize);
MWW_API DWORD WINAPI K32GetModuleFileNameExW(HANDLE hProcess, HMODULE hModule, LPWSTR lpFilename,
                                             DWORD nSize);
MWW_API BOOL WINAPI GetModuleInformation(HANDLE hProcess, HMODULE hModule, LPMODULEINFO lpmodinfo,
                                         DWORD cb);
MWW_API BOOL WINAPI K32GetModuleInformation(HANDLE hProcess, HMODULE hModule, LPMODULEINFO
                                            lpmodinfo, DWORD cb);
MWW_API DWORD WINAPI GetProcessImageFileNameA(HANDLE hProcess, LPSTR lpImageFileName, DWORD nSize);
MWW_API DWORD WINAPI GetProcessImageFileNameW(HANDLE hProcess, LPWSTR lpImageFileName, DWORD nSize);
MWW_API DWORD WINAPI K32GetProcessImageFileNameA(HANDLE hProcess, LPSTR lpImageFileName, DWORD
                                                 nSize);
MWW_API DWORD WINAPI K32GetProcessImageFileNameW(HANDLE hProcess, LPWSTR lpImageFileName, DWORD
                                                 nSize);
MWW_API BOOL WINAPI GetProcessMemoryInfo(HANDLE Process, PPROCESS_MEMORY_COUNTERS ppsmemCounters,
                                         DWORD cb);
MWW_API BOOL WINAPI EmptyWorkingSet(HANDLE hProcess);
MWW_API BOOL WINAPI K32EmptyWorkingSet(HANDLE hProcess);
MWW_API BOOL WINAPI K32GetProcessMemoryInfo(HANDLE Process, PPROCESS_MEMORY_COUNTERS ppsmemCounters,
                                            DWORD cb);

#ifdef UNICODE
#  define GetModuleBaseName          GetModuleBaseNameW
#  define K32GetModuleBaseName       K32GetModuleBaseNameW
#  define GetModuleFileNameEx        GetModuleFileNameExW
#  define K32GetModuleFileNameEx     K32GetModuleFileNameExW
#  define GetProcessImageFileName    GetProcessImageFileNameW
#  define K32GetProcessImageFileName K32GetProcessImageFileNameW
#else
#  define GetModuleBaseName          GetModuleBaseNameA
#  define K32GetModuleBaseName       K32GetModuleBaseNameA
#  define GetModuleFileNameEx        GetModuleFileNameExA
#  define K32GetModuleFileNameEx     K32GetModuleFileNameExA
#  define GetProcessImageFileName    GetProcessImageFileNameA
#  define K32GetProcessImageFileName K32GetProcessImageFileNameA
#endif

#endif
