/* SPDX-License-Identifier: MIT */
/* rules_system.c — versions, processors, counters, multimedia timers, GUIDs, dates as text. */
#include "support.h"

#include <limits.h>
#include <mmsystem.h>

static DWORD verified(DWORD major, DWORD minor, BYTE condition)
{
        OSVERSIONINFOEXA wanted;
        ULONGLONG mask = 0;

        memset(&wanted, 0, sizeof wanted);
        wanted.dwOSVersionInfoSize = sizeof wanted;
        wanted.dwMajorVersion = major;
        wanted.dwMinorVersion = minor;
        mask = VerSetConditionMask(mask, VER_MAJORVERSION, condition);
        mask = VerSetConditionMask(mask, VER_MINORVERSION, condition);
        SetLastError(0);
        VerifyVersionInfoA(&wanted, VER_MAJORVERSION | VER_MINORVERSION, mask);
        return GetLastError();
}

static void versions(void)
{
        OSVERSIONINFOEXA is;
        ULONGLONG mask = VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL);

        memset(&is, 0, sizeof is);
        is.dwOSVersionInfoSize = sizeof is;
        ROW("version of the longer form", GetVersionExA((LPOSVERSIONINFOA) (void *) &is));
        ROW("version conditions lie by parts",
            mask == 3u << 3 && VerSetConditionMask(mask, VER_MINORVERSION, VER_EQUAL) == 0x19);
        ROW("version XP or later", verified(5, 1, VER_GREATER_EQUAL) == 0);
        ROW("version the same", verified(is.dwMajorVersion, is.dwMinorVersion, VER_EQUAL) == 0);
        ROW("version a greater one",
            verified(is.dwMajorVersion + 1, 0, VER_GREATER_EQUAL) == ERROR_OLD_WIN_VERSION);
        ROW("version a greater minor one", verified(is.dwMajorVersion, is.dwMinorVersion + 1,
                                                    VER_GREATER_EQUAL) == ERROR_OLD_WIN_VERSION);
        ROW("version a smaller major one, a greater minor one",
            verified(is.dwMajorVersion - 1, 99, VER_GREATER) == 0);
        ROW("version less", verified(is.dwMajorVersion + 1, 0, VER_LESS) == 0);
        ROW("version without a condition",
            FAILS(VerifyVersionInfoA(&is, VER_MAJORVERSION, 0), ERROR_BAD_ARGUMENTS));
}

static void processors(void)
{
        static SYSTEM_LOGICAL_PROCESSOR_INFORMATION all[1000];
        DWORD bytes = 0;
        ULONG_PTR seen = 0;
        unsigned cores = 0;
        SYSTEM_INFO info;

        GetSystemInfo(&info);
        ROW("processors how much they have to tell",
            FAILS(GetLogicalProcessorInformation(NULL, &bytes), ERROR_INSUFFICIENT_BUFFER) &&
                    bytes > 0 && bytes % sizeof all[0] == 0);
        bytes = sizeof all;
        ROW("processors what they have to tell", GetLogicalProcessorInformation(all, &bytes));
        for (DWORD at = 0; at < bytes / sizeof all[0]; at++)
                if (all[at].Relationship == RelationProcessorCore) {
                        ROW("processors no two cores share one", !(seen & all[at].ProcessorMask));
                        seen |= all[at].ProcessorMask;
                        cores++;
                }
        ROW("processors all have a core",
            cores > 0 && cores <= info.dwNumberOfProcessors &&
                    (seen & info.dwActiveProcessorMask) == info.dwActiveProcessorMask);
}

static void counters(void)
{
        IO_COUNTERS before = { 0 };
        BOOL is_wow = 7;
        LPVOID bad = (LPVOID) 16;

        ROW("counters of this process", GetProcessIoCounters(GetCurrentProcess(), &before));
        ROW("counters of no process",
            FAILS(GetProcessIoCounters(NULL, &before), ERROR_INVALID_HANDLE));
        ROW("wow64 of this process",
            IsWow64Process(GetCurrentProcess(), &is_wow) && is_wow == (sizeof bad == 4));
        ROW("wow64 of no process", FAILS(IsWow64Process(NULL, &is_wow), ERROR_INVALID_HANDLE));
}

static volatile LONG rings;
static HANDLE rung;

static void CALLBACK ring(UINT id, UINT message, DWORD_PTR user, DWORD_PTR one, DWORD_PTR two)
{
        InterlockedIncrement((LONG volatile *) user);
        SetEvent(rung);
}

static void multimedia_timers(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        UINT id;
        LONG seen;

        rung = CreateEventA(NULL, FALSE, FALSE, NULL);
        id = timeSetEvent(10, 0, ring, (DWORD_PTR) &rings, TIME_ONESHOT);
        ROW("multimedia timer that rings once", id != 0 && WaitForSingleObject(rung, 5000) == 0);
        ROW("multimedia timer not twice", WaitForSingleObject(rung, 50) == WAIT_TIMEOUT);
        ROW("multimedia timer that has rung is gone", timeKillEvent(id) != TIMERR_NOERROR);
        id = timeSetEvent(5, 0, ring, (DWORD_PTR) &rings, TIME_PERIODIC);
        for (int tries = 0; tries < 1000 && rings < 4; tries++)
                Sleep(5);
        ROW("multimedia timer that rings on", rings >= 4);
        ROW("multimedia timer killed", timeKillEvent(id) == TIMERR_NOERROR);
        Sleep(20);
        seen = rings;
        Sleep(50);
        ROW("multimedia timer that was killed is still", rings == seen);
        id = timeSetEvent(5, 0, (LPTIMECALLBACK) (void *) event, 0,
                          TIME_ONESHOT | TIME_CALLBACK_EVENT_SET);
        ROW("multimedia timer of an event", id != 0 && WaitForSingleObject(event, 5000) == 0);
        ROW("multimedia timer that was never set", timeKillEvent(0x7654321) != TIMERR_NOERROR);
        if (on_wine)
                skip("multimedia timer without a function", "Wine takes it, and calls NULL");
        else
                ROW("multimedia timer without a function",
                    timeSetEvent(10, 0, NULL, 0, TIME_ONESHOT) == 0);
        CloseHandle(event);
        CloseHandle(rung);
}

static void identities(void)
{
        GUID one = { 0x12345678, 0x9abc, 0xdef0, { 1, 2, 3, 4, 5, 6, 7, 8 } };
        GUID other = one;

        ROW("guid of 16 bytes", sizeof(GUID) == 16);
        ROW("guid the same", IsEqualGUID(&one, &other));
        other.Data4[7] = 9;
        ROW("guid another", !IsEqualGUID(&one, &other));
        ROW("limits of 64 bits", _I64_MIN == -_I64_MAX - 1 && _UI64_MAX == (ULONGLONG) -1);
        ROW("program's own path", _pgmptr && strlen(_pgmptr) > 3);
}

static char text[100];

/* The date (time) as the locale or a picture has it. */
static int date_is(LCID locale, DWORD flags, const char *picture, const char *wanted)
{
        const SYSTEMTIME when = { 2024, 2, 0, 9, 13, 5, 7, 0 }; /* a Friday */
        int length = GetDateFormatA(locale, flags, &when, picture, text, sizeof text);

        return length == (int) strlen(wanted) + 1 && strcmp(text, wanted) == 0;
}

static int time_is(WORD hour, LCID locale, DWORD flags, const char *picture, const char *wanted)
{
        const SYSTEMTIME when = { 2024, 2, 5, 9, hour, 5, 7, 0 };
        int length = GetTimeFormatA(locale, flags, &when, picture, text, sizeof text);

        return length == (int) strlen(wanted) + 1 && strcmp(text, wanted) == 0;
}

static void date_pictures(void)
{
        const LCID us = MAKELCID(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), SORT_DEFAULT);
        SYSTEMTIME when = { 2023, 2, 0, 29, 0, 0, 0, 0 };
        WCHAR wide[40] = { 0 };

        ROW("date picture of numbers",
            date_is(us, 0, "d dd M MM y yy yyyy", "9 09 2 02 24 24 2024"));
        ROW("date picture of names",
            date_is(us, 0, "ddd dddd MMM MMMM", "Fri Friday Feb February"));
        ROW("date picture with words", date_is(us, 0, "'day' d', it''s' yyyy", "day 9, it's 2024"));
        ROW("date picture with time's letters",
            date_is(us, 0, "yyyy-MM-dd HH:mm", "2024-02-09 HH:mm"));
        ROW("date short",
            date_is(us, DATE_SHORTDATE, NULL, "2/9/2024") && date_is(us, 0, NULL, "2/9/2024"));
        ROW("date long", date_is(us, DATE_LONGDATE, NULL, "Friday, February 9, 2024"));
        ROW("date of nowhere",
            date_is(LOCALE_INVARIANT, DATE_SHORTDATE, NULL, "02/09/2024") &&
                    date_is(LOCALE_INVARIANT, DATE_LONGDATE, NULL, "Friday, 09 February 2024"));
        ROW_OR_WINE("date that there isn't",
                    FAILS(GetDateFormatA(us, 0, &when, NULL, text, sizeof text),
                          ERROR_INVALID_PARAMETER),
                    TRUE);
        ROW("date form and picture",
            FAILS(GetDateFormatA(us, DATE_LONGDATE, NULL, "d", text, 9), ERROR_INVALID_FLAGS));
        ROW("date how long", GetDateFormatA(us, 0, NULL, "yyyy", NULL, 0) == 5);
        ROW("date too small a buffer",
            FAILS(GetDateFormatA(us, 0, NULL, "yyyy", text, 4), ERROR_INSUFFICIENT_BUFFER));
        when.wDay = 28;
        ROW("date wide", GetDateFormatW(us, 0, &when, WIDE("MMM d"), wide, 40) == 7 &&
                                 wide[0] == 'F' && wide[5] == '8' && wide[6] == 0);
}

static void time_pictures(void)
{
        const LCID us = MAKELCID(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), SORT_DEFAULT);

        ROW("time picture",
            time_is(13, us, 0, "h hh H HH m mm s ss t tt", "1 01 13 13 5 05 7 07 P PM"));
        ROW("time picture with words", time_is(9, us, 0, "hh'h' mm'm'", "09h 05m"));
        ROW("time at midnight", time_is(0, us, 0, "h:mm tt", "12:05 AM"));
        ROW("time of the locale", time_is(13, us, 0, NULL, "1:05:07 PM"));
        ROW("time without seconds", time_is(13, us, TIME_NOSECONDS, NULL, "1:05 PM"));
        ROW("time without minutes", time_is(13, us, TIME_NOMINUTESORSECONDS, NULL, "1 PM"));
        ROW("time without a marker", time_is(13, us, TIME_NOTIMEMARKER, NULL, "1:05:07"));
        ROW("time of 24 hours", time_is(13, us, TIME_FORCE24HOURFORMAT, NULL, "13:05:07 PM") &&
                                        time_is(13, us, TIME_FORCE24HOURFORMAT, "hh:mm", "13:05"));
        ROW("time of 24 hours without a marker",
            time_is(9, us, TIME_FORCE24HOURFORMAT | TIME_NOTIMEMARKER, NULL, "9:05:07"));
        ROW("time of nowhere", time_is(9, LOCALE_INVARIANT, 0, NULL, "09:05:07"));
        ROW("time that there isn't", !time_is(24, us, 0, NULL, ""));
}

void rules_system(void)
{
        date_pictures();
        time_pictures();
        versions();
        processors();
        counters();
        multimedia_timers();
        identities();
}
