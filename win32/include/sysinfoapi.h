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

MWW_API void WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo);
MWW_API ULONGLONG WINAPI GetTickCount64(void);
MWW_API DWORD WINAPI GetTickCount(void);

#endif
