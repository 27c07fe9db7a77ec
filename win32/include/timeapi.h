/* SPDX-License-Identifier: MIT */
/* timeapi.h — the multimedia clock. Part of windows.h, also as mmsystem.h. */
#ifndef MWW_TIMEAPI_H
#define MWW_TIMEAPI_H

#include <minwinbase.h>

typedef UINT MMRESULT;
typedef struct timecaps_tag {
        UINT wPeriodMin;
        UINT wPeriodMax;
} TIMECAPS, *PTIMECAPS, *LPTIMECAPS;

#define TIMERR_NOERROR 0
#define TIMERR_NOCANDO 97
#define TIMERR_STRUCT  129

MWW_API DWORD WINAPI timeGetTime(void);
MWW_API MMRESULT WINAPI timeGetDevCaps(LPTIMECAPS ptc, UINT cbtc);
/* The clock is finer than any period asked for, so asking changes nothing. */
MWW_API MMRESULT WINAPI timeBeginPeriod(UINT uPeriod);
MWW_API MMRESULT WINAPI timeEndPeriod(UINT uPeriod);

#endif
