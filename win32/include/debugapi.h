/* SPDX-License-Identifier: MIT */
/* debugapi.h — words to a debugger; here they go to stderr. Part of windows.h. */
#ifndef MWW_DEBUGAPI_H
#define MWW_DEBUGAPI_H

#include <minwinbase.h>

MWW_API BOOL WINAPI IsDebuggerPresent(void);
MWW_API void WINAPI DebugBreak(void);
MWW_API void WINAPI OutputDebugStringA(LPCSTR lpOutputString);
MWW_API void WINAPI OutputDebugStringW(LPCWSTR lpOutputString);

#ifdef UNICODE
#  define OutputDebugString OutputDebugStringW
#else
#  define OutputDebugString OutputDebugStringA
#endif

#endif
