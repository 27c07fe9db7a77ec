/* SPDX-License-Identifier: MIT */
/* sysinfoapi.h — pages, processors, ticks. Part of windows.h. */
#ifndef MWW_SYSINFOAPI_H
#define MWW_SYSINFOAPI_H

#include <minwinbase.h>

typedef struct _SYSTEM_INFO {
        __extension__ union {
                DWORD dwOemId;
                __extension__ struct {
                        WORD wProcessorArchitecture;
                        WORD wReserved;
                };
        };
        DWORD     dwPageSize;
        LPVOID    lpMinimumApplicationAddress;
        LPVOID    lpMaximumApplicationAddress;
        DWORD_PTR dwActiveProcessorMask;
        DWORD     dwNumberOfProcessors;
        DWORD     dwProcessorType;
        DWORD     dwAllocationGranularity;
        WORD      wProcessorLevel;
        WORD      wProcessorRevision;
} SYSTEM_INFO, *LPSYSTEM_INFO;

typedef struct _MEMORYSTATUSEX {
        DWORD     dwLength;
        DWORD     dwMemoryLoad; /* per cent in use */
        DWORDLONG ullTotalPhys;
        DWORDLONG ullAvailPhys;
        DWORDLONG ullTotalPageFile;
        DWORDLONG ullAvailPageFile;
        DWORDLONG ullTotalVirtual;
        DWORDLONG ullAvailVirtual;
        DWORDLONG ullAvailExtendedVirtual;
} MEMORYSTATUSEX, *LPMEMORYSTATUSEX;

typedef struct _MEMORYSTATUS {
        DWORD  dwLength;
        DWORD  dwMemoryLoad;
        SIZE_T dwTotalPhys;
        SIZE_T dwAvailPhys;
        SIZE_T dwTotalPageFile;
        SIZE_T dwAvailPageFile;
        SIZE_T dwTotalVirtual;
        SIZE_T dwAvailVirtual;
} MEMORYSTATUS, *LPMEMORYSTATUS;

typedef struct _OSVERSIONINFOA {
        DWORD dwOSVersionInfoSize;
        DWORD dwMajorVersion;
        DWORD dwMinorVersion;
        DWORD dwBuildNumber;
        DWORD dwPlatformId;
        CHAR  szCSDVersion[128];
} OSVERSIONINFOA, *POSVERSIONINFOA, *LPOSVERSIONINFOA;

typedef struct _OSVERSIONINFOW {
        DWORD dwOSVersionInfoSize;
        DWORD dwMajorVersion;
        DWORD dwMinorVersion;
        DWORD dwBuildNumber;
        DWORD dwPlatformId;
        WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, *LPOSVERSIONINFOW;

typedef struct _OSVERSIONINFOEXA {
        DWORD dwOSVersionInfoSize;
        DWORD dwMajorVersion;
        DWORD dwMinorVersion;
        DWORD dwBuildNumber;
        DWORD dwPlatformId;
        CHAR  szCSDVersion[128];
        WORD  wServicePackMajor;
        WORD  wServicePackMinor;
        WORD  wSuiteMask;
        BYTE  wProductType;
        BYTE  wReserved;
} OSVERSIONINFOEXA, *POSVERSIONINFOEXA, *LPOSVERSIONINFOEXA;

typedef struct _OSVERSIONINFOEXW {
        DWORD dwOSVersionInfoSize;
        DWORD dwMajorVersion;
        DWORD dwMinorVersion;
        DWORD dwBuildNumber;
        DWORD dwPlatformId;
        WCHAR szCSDVersion[128];
        WORD  wServicePackMajor;
        WORD  wServicePackMinor;
        WORD  wSuiteMask;
        BYTE  wProductType;
        BYTE  wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, *LPOSVERSIONINFOEXW;

#define VER_PLATFORM_WIN32_NT    2
#define VER_NT_WORKSTATION       1
#define MAX_COMPUTERNAME_LENGTH  15
#define UNLEN                    256

typedef enum _COMPUTER_NAME_FORMAT {
        ComputerNameNetBIOS,
        ComputerNameDnsHostname,
        ComputerNameDnsDomain,
        ComputerNameDnsFullyQualified,
        ComputerNamePhysicalNetBIOS,
        ComputerNamePhysicalDnsHostname,
        ComputerNamePhysicalDnsDomain,
        ComputerNamePhysicalDnsFullyQualified,
        ComputerNameMax
} COMPUTER_NAME_FORMAT;

MWW_API void WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo);
MWW_API void WINAPI GetNativeSystemInfo(LPSYSTEM_INFO lpSystemInfo);
MWW_API ULONGLONG WINAPI GetTickCount64(void);
MWW_API DWORD WINAPI GetTickCount(void);
MWW_API BOOL WINAPI QueryUnbiasedInterruptTime(PULONGLONG UnbiasedTime);
MWW_API void WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime);
MWW_API void WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime);
MWW_API void WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime);
MWW_API void WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME lpSystemTimeAsFileTime);
MWW_API BOOL WINAPI SetSystemTime(const SYSTEMTIME *lpSystemTime);
MWW_API BOOL WINAPI SetLocalTime(const SYSTEMTIME *lpSystemTime);
MWW_API BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX lpBuffer);
MWW_API void WINAPI GlobalMemoryStatus(LPMEMORYSTATUS lpBuffer);
MWW_API DWORD WINAPI GetVersion(void);
MWW_API BOOL WINAPI GetVersionExA(LPOSVERSIONINFOA lpVersionInformation);
MWW_API BOOL WINAPI GetVersionExW(LPOSVERSIONINFOW lpVersionInformation);
MWW_API BOOL WINAPI GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize);
MWW_API BOOL WINAPI GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize);
MWW_API BOOL WINAPI GetComputerNameExA(COMPUTER_NAME_FORMAT NameType, LPSTR lpBuffer,
                                       LPDWORD nSize);
MWW_API BOOL WINAPI GetComputerNameExW(COMPUTER_NAME_FORMAT NameType, LPWSTR lpBuffer,
                                       LPDWORD nSize);
MWW_API BOOL WINAPI GetUserNameA(LPSTR lpBuffer, LPDWORD pcbBuffer);
MWW_API BOOL WINAPI GetUserNameW(LPWSTR lpBuffer, LPDWORD pcbBuffer);

#ifdef UNICODE
typedef OSVERSIONINFOW OSVERSIONINFO, *POSVERSIONINFO, *LPOSVERSIONINFO;
typedef OSVERSIONINFOEXW OSVERSIONINFOEX, *POSVERSIONINFOEX, *LPOSVERSIONINFOEX;
#  define GetVersionEx      GetVersionExW
#  define GetComputerName   GetComputerNameW
#  define GetComputerNameEx GetComputerNameExW
#  define GetUserName       GetUserNameW
#else
typedef OSVERSIONINFOA OSVERSIONINFO, *POSVERSIONINFO, *LPOSVERSIONINFO;
typedef OSVERSIONINFOEXA OSVERSIONINFOEX, *POSVERSIONINFOEX, *LPOSVERSIONINFOEX;
#  define GetVersionEx      GetVersionExA
#  define GetComputerName   GetComputerNameA
#  define GetComputerNameEx GetComputerNameExA
#  define GetUserName       GetUserNameA
#endif

#endif
