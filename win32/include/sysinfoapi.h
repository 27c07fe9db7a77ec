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
/* Which parts of a version are compared, and how. */
#define VER_EQUAL            1
#define VER_GREATER          2
#define VER_GREATER_EQUAL    3
#define VER_LESS             4
#define VER_LESS_EQUAL       5
#define VER_AND              6
#define VER_OR               7
#define VER_MINORVERSION     0x0000001
#define VER_MAJORVERSION     0x0000002
#define VER_BUILDNUMBER      0x0000004
#define VER_PLATFORMID       0x0000008
#define VER_SERVICEPACKMINOR 0x0000010
#define VER_SERVICEPACKMAJOR 0x0000020
#define VER_SUITENAME        0x0000040
#define VER_PRODUCT_TYPE     0x0000080

MWW_API ULONGLONG WINAPI VerSetConditionMask(ULONGLONG ConditionMask, DWORD TypeMask,
                                             BYTE Condition);
MWW_API BOOL WINAPI VerifyVersionInfoA(LPOSVERSIONINFOEXA lpVersionInformation, DWORD dwTypeMask,
                                       DWORDLONG dwlConditionMask);
MWW_API BOOL WINAPI VerifyVersionInfoW(LPOSVERSIONINFOEXW lpVersionInformation, DWORD dwTypeMask,
                                       DWORDLONG dwlConditionMask);
#define VER_SET_CONDITION(mask, type, condition) \
        ((mask) = VerSetConditionMask((mask), (type), (condition)))

/* What the processors share. */
typedef enum _LOGICAL_PROCESSOR_RELATIONSHIP {
        RelationProcessorCore,
        RelationNumaNode,
        RelationCache,
        RelationProcessorPackage,
        RelationGroup,
        RelationAll = 0xffff
} LOGICAL_PROCESSOR_RELATIONSHIP;

typedef enum _PROCESSOR_CACHE_TYPE {
        CacheUnified,
        CacheInstruction,
        CacheData,
        CacheTrace
} PROCESSOR_CACHE_TYPE;

typedef struct _CACHE_DESCRIPTOR {
        BYTE                 Level;
        BYTE                 Associativity;
        WORD                 LineSize;
        DWORD                Size;
        PROCESSOR_CACHE_TYPE Type;
} CACHE_DESCRIPTOR, *PCACHE_DESCRIPTOR;

struct mww_processor_core {
        BYTE Flags;
};
struct mww_numa_node {
        DWORD NodeNumber;
};
typedef struct _SYSTEM_LOGICAL_PROCESSOR_INFORMATION {
        ULONG_PTR                      ProcessorMask;
        LOGICAL_PROCESSOR_RELATIONSHIP Relationship;
        __extension__ union {
                struct mww_processor_core ProcessorCore;
                struct mww_numa_node      NumaNode;
                CACHE_DESCRIPTOR          Cache;
                ULONGLONG                 Reserved[2];
        };
} SYSTEM_LOGICAL_PROCESSOR_INFORMATION, *PSYSTEM_LOGICAL_PROCESSOR_INFORMATION;

MWW_API BOOL WINAPI GetLogicalProcessorInformation(PSYSTEM_LOGICAL_PROCESSOR_INFORMATION Buffer,
                                                   PDWORD ReturnedLength);

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
#  define VerifyVersionInfo VerifyVersionInfoW
#  define GetComputerName   GetComputerNameW
#  define GetComputerNameEx GetComputerNameExW
#  define GetUserName       GetUserNameW
#else
typedef OSVERSIONINFOA OSVERSIONINFO, *POSVERSIONINFO, *LPOSVERSIONINFO;
typedef OSVERSIONINFOEXA OSVERSIONINFOEX, *POSVERSIONINFOEX, *LPOSVERSIONINFOEX;
#  define GetVersionEx      GetVersionExA
#  define VerifyVersionInfo VerifyVersionInfoA
#  define GetComputerName   GetComputerNameA
#  define GetComputerNameEx GetComputerNameExA
#  define GetUserName       GetUserNameA
#endif

#endif
