/* SPDX-License-Identifier: MIT */
/* timezoneapi.h — conversions between the ways to write a time. Part of windows.h. */
#ifndef MWW_TIMEZONEAPI_H
#define MWW_TIMEZONEAPI_H

#include <minwinbase.h>

#define TIME_ZONE_ID_UNKNOWN  0
#define TIME_ZONE_ID_STANDARD 1
#define TIME_ZONE_ID_DAYLIGHT 2
#define TIME_ZONE_ID_INVALID  ((DWORD) 0xFFFFFFFFu)

typedef struct _TIME_ZONE_INFORMATION {
        LONG       Bias; /* minutes: UTC = local time + Bias */
        WCHAR      StandardName[32];
        SYSTEMTIME StandardDate;
        LONG       StandardBias;
        WCHAR      DaylightName[32];
        SYSTEMTIME DaylightDate;
        LONG       DaylightBias;
} TIME_ZONE_INFORMATION, *PTIME_ZONE_INFORMATION, *LPTIME_ZONE_INFORMATION;

MWW_API BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *lpSystemTime, LPFILETIME lpFileTime);
MWW_API BOOL WINAPI FileTimeToSystemTime(const FILETIME *lpFileTime, LPSYSTEMTIME lpSystemTime);
MWW_API BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *lpFileTime,
                                            LPFILETIME lpLocalFileTime);
MWW_API BOOL WINAPI LocalFileTimeToFileTime(const FILETIME *lpLocalFileTime,
                                            LPFILETIME lpFileTime);
MWW_API LONG WINAPI CompareFileTime(const FILETIME *lpFileTime1, const FILETIME *lpFileTime2);
MWW_API BOOL WINAPI FileTimeToDosDateTime(const FILETIME *lpFileTime, LPWORD lpFatDate,
                                          LPWORD lpFatTime);
MWW_API BOOL WINAPI DosDateTimeToFileTime(WORD wFatDate, WORD wFatTime, LPFILETIME lpFileTime);
MWW_API DWORD WINAPI GetTimeZoneInformation(LPTIME_ZONE_INFORMATION lpTimeZoneInformation);
MWW_API BOOL WINAPI SystemTimeToTzSpecificLocalTime(const TIME_ZONE_INFORMATION *lpTimeZone,
                                                    const SYSTEMTIME *lpUniversalTime,
                                                    LPSYSTEMTIME lpLocalTime);
MWW_API BOOL WINAPI TzSpecificLocalTimeToSystemTime(const TIME_ZONE_INFORMATION *lpTimeZone,
                                                    const SYSTEMTIME *lpLocalTime,
                                                    LPSYSTEMTIME lpUniversalTime);

#endif
