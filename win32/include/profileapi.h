/* SPDX-License-Identifier: MIT */
/* profileapi.h — the fine clock. Part of windows.h. */
#ifndef MWW_PROFILEAPI_H
#define MWW_PROFILEAPI_H

#include <minwinbase.h>

MWW_API BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *lpPerformanceCount);
MWW_API BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *lpFrequency);

#endif
