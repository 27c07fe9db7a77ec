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

/* Timers that call a function, or set an event, once or again and again. */
#define TIME_ONESHOT               0x0000
#define TIME_PERIODIC              0x0001
#define TIME_CALLBACK_FUNCTION     0x0000
#define TIME_CALLBACK_EVENT_SET    0x0010
#define TIME_CALLBACK_EVENT_PULSE  0x0020
#define TIME_KILL_SYNCHRONOUS      0x0100
#define MMSYSERR_NOERROR           0
#define MMSYSERR_INVALPARAM        11

typedef void(CALLBACK TIMECALLBACK)(UINT uTimerID, UINT uMsg, DWORD_PTR dwUser, DWORD_PTR dw1,
                                    DWORD_PTR dw2);
typedef TIMECALLBACK *LPTIMECALLBACK;

MWW_API MMRESULT WINAPI timeSetEvent(UINT uDelay, UINT uResolution, LPTIMECALLBACK fptc,
                                     DWORD_PTR dwUser, UINT fuEvent);
MWW_API MMRESULT WINAPI timeKillEvent(UINT uTimerID);

MWW_API DWORD WINAPI timeGetTime(void);
MWW_API MMRESULT WINAPI timeGetDevCaps(LPTIMECAPS ptc, UINT cbtc);
/* The clock is finer than any period asked for, so asking changes nothing. */
MWW_API MMRESULT WINAPI timeBeginPeriod(UINT uPeriod);
MWW_API MMRESULT WINAPI timeEndPeriod(UINT uPeriod);

#endif
