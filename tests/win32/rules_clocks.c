/* SPDX-License-Identifier: MIT */
/* rules_clocks.c — dates, zones, ticks; what the system tells about itself. */
#include "support.h"

static ULONGLONG ticks_of(FILETIME time)
{
        return (ULONGLONG) time.dwHighDateTime << 32 | time.dwLowDateTime;
}

static FILETIME time_of(ULONGLONG ticks)
{
        FILETIME time = { (DWORD) ticks, (DWORD) (ticks >> 32) };

        return time;
}

static int is_date(const SYSTEMTIME *fields, int year, int month, int day, int weekday)
{
        return fields->wYear == year && fields->wMonth == month && fields->wDay == day &&
               fields->wDayOfWeek == weekday;
}

static void conversions(void)
{
        static const SYSTEMTIME bad[] = {
                { 2024, 13, 0, 1, 0, 0, 0, 0 },  { 2024, 0, 0, 1, 0, 0, 0, 0 },
                { 2023, 2, 0, 29, 0, 0, 0, 0 },  { 2024, 1, 0, 0, 0, 0, 0, 0 },
                { 2024, 1, 0, 1, 24, 0, 0, 0 },  { 2024, 1, 0, 1, 0, 60, 0, 0 },
                { 2024, 1, 0, 1, 0, 0, 60, 0 },  { 2024, 1, 0, 1, 0, 0, 0, 1000 },
                { 1600, 12, 0, 31, 0, 0, 0, 0 },
        };
        SYSTEMTIME fields;
        SYSTEMTIME back;
        FILETIME time;
        ULONGLONG ticks = 0;
        int refused_count = 0;
        int same = 1;
        WORD dos_date;
        WORD dos_time;

        time = time_of(0);
        ROW("time 0 is Monday, 1 January 1601",
            FileTimeToSystemTime(&time, &fields) && is_date(&fields, 1601, 1, 1, 1));
        time = time_of(116444736000000000ull);
        ROW("time 1970", FileTimeToSystemTime(&time, &fields) && is_date(&fields, 1970, 1, 1, 4));
        fields.wYear = 2024;
        fields.wMonth = 2;
        fields.wDay = 29;
        fields.wHour = 23;
        fields.wMinute = 59;
        fields.wSecond = 58;
        fields.wMilliseconds = 123;
        ROW("time a leap day",
            SystemTimeToFileTime(&fields, &time) && FileTimeToSystemTime(&time, &back) &&
                    is_date(&back, 2024, 2, 29, 4) && back.wHour == 23 && back.wMinute == 59 &&
                    back.wSecond == 58 && back.wMilliseconds == 123);
        for (ticks = 0; ticks < 0x7000000000000000ull; ticks += 123456789ull * 864000000ull) {
                time = time_of(ticks / 10000 * 10000);
                same = same && FileTimeToSystemTime(&time, &fields) &&
                       SystemTimeToFileTime(&fields, &time) &&
                       ticks_of(time) == ticks / 10000 * 10000;
        }
        ROW("time there and back, over all years", same);
        for (size_t at = 0; at < sizeof bad / sizeof *bad; at++)
                refused_count +=
                        FAILS(SystemTimeToFileTime(&bad[at], &time), ERROR_INVALID_PARAMETER);
        ROW_OR_WINE("time fields that are no date", refused_count == sizeof bad / sizeof *bad,
                    refused_count + 1 == sizeof bad / sizeof *bad);
        time = time_of(0x8000000000000000ull);
        ROW("time a negative one",
            FAILS(FileTimeToSystemTime(&time, &fields), ERROR_INVALID_PARAMETER));
        ROW("time DOS", DosDateTimeToFileTime(0x5021, 0x0842, &time) &&
                                FileTimeToSystemTime(&time, &fields) &&
                                is_date(&fields, 2020, 1, 1, 3) && fields.wHour == 1 &&
                                fields.wMinute == 2 && fields.wSecond == 4);
        ROW("time and back", FileTimeToDosDateTime(&time, &dos_date, &dos_time) &&
                                     dos_date == 0x5021 && dos_time == 0x0842);
        back = fields;
        time = time_of(5);
        ROW("time CompareFileTime", CompareFileTime(&time, &time) == 0);
}

static void zones(void)
{
        /* Central Europe: the last Sundays of March and October. */
        TIME_ZONE_INFORMATION zone;
        SYSTEMTIME summer = { 2024, 7, 0, 1, 12, 0, 0, 0 };
        SYSTEMTIME winter = { 2024, 1, 0, 1, 12, 0, 0, 0 };
        SYSTEMTIME edge = { 2024, 3, 0, 31, 0, 59, 59, 0 };
        SYSTEMTIME local;
        SYSTEMTIME back;
        FILETIME now;
        FILETIME there;
        FILETIME again;
        DWORD state = GetTimeZoneInformation(&zone);

        ROW("time GetTimeZoneInformation", state <= TIME_ZONE_ID_DAYLIGHT);
        GetSystemTimeAsFileTime(&now);
        ROW("time to local and back", FileTimeToLocalFileTime(&now, &there) &&
                                              LocalFileTimeToFileTime(&there, &again) &&
                                              ticks_of(again) == ticks_of(now));
        memset(&zone, 0, sizeof zone);
        zone.Bias = -60;
        zone.DaylightBias = -60;
        zone.DaylightDate.wMonth = 3;
        zone.DaylightDate.wDay = 5;
        zone.DaylightDate.wHour = 2;
        zone.StandardDate.wMonth = 10;
        zone.StandardDate.wDay = 5;
        zone.StandardDate.wHour = 3;
        ROW("time summer in a zone",
            SystemTimeToTzSpecificLocalTime(&zone, &summer, &local) && local.wHour == 14);
        ROW("time and back",
            TzSpecificLocalTimeToSystemTime(&zone, &local, &back) && back.wHour == 12);
        ROW("time winter",
            SystemTimeToTzSpecificLocalTime(&zone, &winter, &local) && local.wHour == 13);
        ROW("time and back",
            TzSpecificLocalTimeToSystemTime(&zone, &local, &back) && back.wHour == 12);
        ROW("time a second before the change",
            SystemTimeToTzSpecificLocalTime(&zone, &edge, &local) && local.wHour == 1);
        edge.wHour = 1;
        edge.wMinute = 0;
        edge.wSecond = 0;
        ROW("time at the change",
            SystemTimeToTzSpecificLocalTime(&zone, &edge, &local) && local.wHour == 3);
}

static void clocks(void)
{
        LARGE_INTEGER frequency;
        LARGE_INTEGER first;
        LARGE_INTEGER second;
        SYSTEMTIME fields;
        FILETIME one;
        FILETIME other;
        ULONGLONG ticks = GetTickCount64();
        DWORD short_ticks = GetTickCount();

        ROW("time QueryPerformanceFrequency",
            QueryPerformanceFrequency(&frequency) && frequency.QuadPart == 10000000);
        QueryPerformanceCounter(&first);
        Sleep(20);
        QueryPerformanceCounter(&second);
        ROW("time QueryPerformanceCounter",
            (second.QuadPart - first.QuadPart) * 1000 / frequency.QuadPart >= 19 &&
                    second.QuadPart - first.QuadPart < 100000000);
        ROW("time GetTickCount64", ticks_pass(15));
        ROW("time GetTickCount is its low half", short_ticks - (DWORD) ticks < 10000);
        GetSystemTimeAsFileTime(&one);
        GetSystemTime(&fields);
        SystemTimeToFileTime(&fields, &other);
        ROW("time GetSystemTime is GetSystemTimeAsFileTime",
            ticks_of(other) + 10000 >= ticks_of(one) &&
                    ticks_of(other) - ticks_of(one) + 20000 < 20020000);
        GetLocalTime(&fields);
        SystemTimeToFileTime(&fields, &other);
        FileTimeToLocalFileTime(&one, &one);
        ROW("time GetLocalTime", ticks_of(other) + 10000 >= ticks_of(one) &&
                                         ticks_of(other) - ticks_of(one) + 20000 < 20020000);
}

static void the_system(void)
{
        MEMORYSTATUSEX memory = { 0 };
        OSVERSIONINFOA version = { 0 };
        SYSTEM_INFO info;
        char name[300];
        DWORD size = sizeof name;
        DWORD length;

        ROW("system GlobalMemoryStatusEx wants its size",
            FAILS(GlobalMemoryStatusEx(&memory), ERROR_INVALID_PARAMETER));
        memory.dwLength = sizeof memory;
        ROW("system GlobalMemoryStatusEx",
            GlobalMemoryStatusEx(&memory) && memory.ullTotalPhys > 1 << 20 &&
                    memory.ullAvailPhys <= memory.ullTotalPhys && memory.dwMemoryLoad <= 100);
        GetSystemInfo(&info);
        ROW("1.3 pages and granularity",
            info.dwPageSize == 4096 && info.dwAllocationGranularity == 65536 &&
                    info.dwNumberOfProcessors >= 1 && info.dwActiveProcessorMask);
        version.dwOSVersionInfoSize = sizeof version;
        ROW("system GetVersionEx", GetVersionExA(&version) && version.dwMajorVersion >= 6 &&
                                           version.dwPlatformId == VER_PLATFORM_WIN32_NT);
        ROW("system GetComputerName",
            GetComputerNameA(name, &size) && size == strlen(name) && size > 0);
        length = size;
        size = 0;
        ROW("system too small a buffer",
            FAILS(GetComputerNameA(name, &size), ERROR_BUFFER_OVERFLOW) && size == length + 1);
        size = sizeof name;
#ifndef _WIN32 /* advapi32 is another library there */
        ROW("system GetUserName", GetUserNameA(name, &size) && size == strlen(name) + 1);
#endif
}

/* Is the version that GetVersionEx tells so much newer than that one? */
static int is_newer(DWORD major, DWORD minor, BYTE how)
{
        OSVERSIONINFOEXA asked = { .dwOSVersionInfoSize = sizeof asked };
        ULONGLONG mask = VerSetConditionMask(0, VER_MAJORVERSION, how);

        asked.dwMajorVersion = major;
        asked.dwMinorVersion = minor;
        mask = VerSetConditionMask(mask, VER_MINORVERSION, how);
        SetLastError(MARK);
        return VerifyVersionInfoA(&asked, VER_MAJORVERSION | VER_MINORVERSION, mask);
}

static void versions(void)
{
        OSVERSIONINFOA now = { .dwOSVersionInfoSize = sizeof now };
        OSVERSIONINFOEXA asked = { .dwOSVersionInfoSize = sizeof asked };

        GetVersionExA(&now);
        ROW("system VerSetConditionMask: three bits each",
            VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL) == 3 << 3 &&
                    VerSetConditionMask(7, VER_PRODUCT_TYPE, VER_EQUAL) == (7 | 1 << 21) &&
                    VerSetConditionMask(7, 0, VER_EQUAL) == 7);
        ROW("system VerifyVersionInfo agrees with GetVersionEx",
            is_newer(now.dwMajorVersion, now.dwMinorVersion, VER_EQUAL) &&
                    is_newer(now.dwMajorVersion, now.dwMinorVersion, VER_GREATER_EQUAL) &&
                    is_newer(now.dwMajorVersion, now.dwMinorVersion, VER_LESS_EQUAL));
        ROW("system an older one",
            is_newer(5, 9, VER_GREATER_EQUAL) && is_newer(5, 9, VER_GREATER));
        ROW("system a newer one: 1150",
            !is_newer(now.dwMajorVersion, now.dwMinorVersion + 1, VER_GREATER_EQUAL) &&
                    GetLastError() == 1150);
        ROW("system the first number that differs decides",
            is_newer(now.dwMajorVersion + 1, 0, VER_LESS) &&
                    !is_newer(now.dwMajorVersion + 1, 0, VER_GREATER_EQUAL));
        ROW("system nothing asked for: 160", FAILS(VerifyVersionInfoA(&asked, 0, 1), 160));
        ROW("system without a condition: 160",
            FAILS(VerifyVersionInfoA(&asked, VER_MAJORVERSION, 0), 160));
        asked.dwPlatformId = VER_PLATFORM_WIN32_NT;
        ROW("system its platform",
            LEAVES(VerifyVersionInfoA(&asked, VER_PLATFORMID,
                                      VerSetConditionMask(0, VER_PLATFORMID, VER_EQUAL))));
}

void rules_clocks(void)
{
        conversions();
        zones();
        clocks();
        the_system();
        versions();
}
