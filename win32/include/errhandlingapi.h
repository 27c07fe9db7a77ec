/* SPDX-License-Identifier: MIT */
/* errhandlingapi.h — the last error of this thread. Part of windows.h. */
#ifndef MWW_ERRHANDLINGAPI_H
#define MWW_ERRHANDLINGAPI_H

#include <minwinbase.h>

MWW_API DWORD WINAPI GetLastError(void);
MWW_API void WINAPI SetLastError(DWORD dwErrCode);

#endif
