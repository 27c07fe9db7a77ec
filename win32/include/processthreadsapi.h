/* SPDX-License-Identifier: MIT */
/* processthreadsapi.h — who we are. Part of windows.h. */
#ifndef MWW_PROCESSTHREADSAPI_H
#define MWW_PROCESSTHREADSAPI_H

#include <minwinbase.h>

MWW_API HANDLE WINAPI GetCurrentProcess(void);
MWW_API DWORD WINAPI GetCurrentProcessId(void);
MWW_API HANDLE WINAPI GetCurrentThread(void);
MWW_API DWORD WINAPI GetCurrentThreadId(void);

#endif
