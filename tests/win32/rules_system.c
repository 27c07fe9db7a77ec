/* SPDX-License-Identifier: MIT */
/* rules_system.c — versions, processors, counters, multimedia timers, GUIDs. */
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

void rules_system(void)
{
        versions();
        processors();
        counters();
        multimedia_timers();
        identities();
}
