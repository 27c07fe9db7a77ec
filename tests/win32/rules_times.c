/* SPDX-License-Identifier: MIT */
/* rules_times.c — what processes and threads took, their classes, their memory; modules
 * by address.
 */
#include "support.h"
#include <psapi.h>

static unsigned long long ticks(FILETIME time)
{
        return (unsigned long long) time.dwHighDateTime << 32 | time.dwLowDateTime;
}

static void burn(long long microseconds)
{
        volatile unsigned turns = 0;
        long long until = clock_us() + microseconds;

        while (clock_us() < until)
                turns++;
}

static DWORD WINAPI burn_and_end(LPVOID context)
{
        burn(150000);
        return 0;
}

static void thread_times(void)
{
        FILETIME created;
        FILETIME ended;
        FILETIME kernel;
        FILETIME user;
        FILETIME now;
        HANDLE task;

        ROW("31.1 GetThreadTimes of this thread leaves the last error alone",
            LEAVES(GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user)));
        GetSystemTimeAsFileTime(&now);
        ROW("31.1 it began before now", ticks(created) && ticks(created) <= ticks(now));
        task = CreateThread(NULL, 0, burn_and_end, NULL, 0, NULL);
        WaitForSingleObject(task, 30000);
        ROW("31.1 of one that has ended", GetThreadTimes(task, &created, &ended, &kernel, &user) &&
                                                  ticks(ended) >= ticks(created) + 400000);
        /* Wine asks Linux for the counts, which are gone with the thread. */
        ROW_OR_WINE("31.1 what it took",
                    ticks(kernel) + ticks(user) >= 10000 && ticks(kernel) + ticks(user) < 20000000,
                    ticks(kernel) + ticks(user) == 0);
        CloseHandle(task);
        ROW("31.1 no thread: 6", FAILS(GetThreadTimes(NULL, &created, &ended, &kernel, &user), 6));
}

static void process_times(void)
{
        FILETIME created;
        FILETIME created_then;
        FILETIME ended;
        FILETIME kernel;
        FILETIME user;
        FILETIME idle;
        unsigned long long before;
        HANDLE self = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, GetCurrentProcessId());

        ROW("31.2 GetProcessTimes",
            LEAVES(GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user)));
        before = ticks(kernel) + ticks(user);
        burn(60000);
        ROW("31.2 by a handle", GetProcessTimes(self, &created_then, &ended, &kernel, &user));
        ROW("31.2 counts go up", ticks(kernel) + ticks(user) >= before + 10000);
        ROW("31.2 the creation stays", ticks(created_then) + 200000 >= ticks(created) &&
                                               ticks(created_then) <= ticks(created) + 200000);
        ROW("31.2 no process: 6",
            FAILS(GetProcessTimes(NULL, &created, &ended, &kernel, &user), 6));
        ROW("31.2 GetSystemTimes, idle time is kernel time",
            GetSystemTimes(&idle, &kernel, &user) && ticks(kernel) >= ticks(idle) && ticks(user));
        ROW("31.2 places that are NULL", GetSystemTimes(NULL, NULL, &user));
        CloseHandle(self);
}

static unsigned long long now_ticks(void)
{
        FILETIME now;

        GetSystemTimeAsFileTime(&now);
        return ticks(now);
}

static void times_of_child(const char *text)
{
        unsigned long long before = now_ticks(), after;
        FILETIME created;
        FILETIME over;
        FILETIME again;
        FILETIME kernel;
        FILETIME user;

        ROW("31.2 a child", spawn(text, FALSE));
        after = now_ticks();
        ROW("31.2 its creation lies within its making",
            GetProcessTimes(spawned.hProcess, &created, &over, &kernel, &user) &&
                    ticks(created) >= before && ticks(created) <= after);
        WaitForSingleObject(spawned.hProcess, 30000);
        after = now_ticks();
        ROW("31.2 its end is kept",
            GetProcessTimes(spawned.hProcess, &again, &over, &kernel, &user) &&
                    ticks(again) == ticks(created) && ticks(over) >= ticks(created) &&
                    ticks(over) <= after);
        Sleep(20);
        ROW("31.2 and doesn't move",
            GetProcessTimes(spawned.hProcess, &created, &again, &kernel, &user) &&
                    ticks(again) == ticks(over));
        ended();
}

static void change_class(HANDLE self)
{
        ROW("31.3 SetPriorityClass", LEAVES(SetPriorityClass(self, BELOW_NORMAL_PRIORITY_CLASS)));
        ROW("31.3 it is kept", GetPriorityClass(self) == BELOW_NORMAL_PRIORITY_CLASS);
        ROW("31.3 and back", SetPriorityClass(self, NORMAL_PRIORITY_CLASS) &&
                                     GetPriorityClass(self) == NORMAL_PRIORITY_CLASS);
}

static void classes(void)
{
        HANDLE self = GetCurrentProcess();

        if (GetPriorityClass(self) == IDLE_PRIORITY_CLASS ||
            GetPriorityClass(self) == BELOW_NORMAL_PRIORITY_CLASS) {
                skip("31.3 GetPriorityClass: normal", "started at a lower one, as by nice");
        } else {
                ROW("31.3 GetPriorityClass: normal",
                    GetPriorityClass(self) == NORMAL_PRIORITY_CLASS);
                change_class(self);
        }
        ROW("31.3 no class: 87", FAILS(SetPriorityClass(self, 0x12345), 87));
        ROW("31.3 no process: 6", FAILS(GetPriorityClass(NULL), 6));
}

static void memory_of_processes(void)
{
        char *pages = VirtualAlloc(NULL, 8192, MEM_RESERVE, PAGE_READWRITE);
        HANDLE self = GetCurrentProcess();
        HANDLE asks = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, GetCurrentProcessId());
        MEMORY_BASIC_INFORMATION info;
        char copy[8192];
        SIZE_T count = 7;

        VirtualAlloc(pages, 4096, MEM_COMMIT, PAGE_READWRITE);
        memset(pages, 'p', 4096);
        ROW("31.4 ReadProcessMemory",
            LEAVES(ReadProcessMemory(self, pages + 10, copy, 100, &count)) && count == 100 &&
                    copy[99] == 'p');
        ROW("31.4 without a place for the count", ReadProcessMemory(self, pages, copy, 1, NULL));
        ROW("31.4 WriteProcessMemory",
            LEAVES(WriteProcessMemory(self, pages + 1, "text", 5, &count)) && count == 5 &&
                    strcmp(pages + 1, "text") == 0);
        /* Wine reads what is only reserved. */
        ROW_OR_WINE("31.4 nothing is there: 299",
                    FAILS(ReadProcessMemory(self, pages + 4096, copy, 100, &count), 299) &&
                            count == 0,
                    count == 100);
        ROW_OR_WINE("31.4 nor all of it: 299",
                    FAILS(ReadProcessMemory(self, pages, copy, 8192, &count), 299), count == 8192);
        ROW("31.4 no right: 5", FAILS(ReadProcessMemory(asks, pages, copy, 1, &count), 5));
        ROW("31.4 to write neither: 5", FAILS(WriteProcessMemory(asks, pages, copy, 1, &count), 5));
        CloseHandle(asks);
        asks = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, GetCurrentProcessId());
        ROW_OR_WINE("31.4 VirtualQueryEx with little right",
                    VirtualQueryEx(asks, pages, &info, sizeof info) == sizeof info &&
                            info.BaseAddress == pages,
                    GetLastError() == 5);
        CloseHandle(asks);
        asks = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, GetCurrentProcessId());
        ROW("31.4 or with the greater one",
            VirtualQueryEx(asks, pages, &info, sizeof info) == sizeof info);
        CloseHandle(asks);
        asks = OpenProcess(PROCESS_VM_READ, FALSE, GetCurrentProcessId());
        ROW("31.4 with neither: 5",
            (SetLastError(MARK), VirtualQueryEx(asks, pages, &info, sizeof info) == 0) &&
                    GetLastError() == 5);
        ROW("31.4 no process: 6", FAILS(ReadProcessMemory(NULL, pages, copy, 1, &count), 6));
        CloseHandle(asks);
        VirtualFree(pages, 0, MEM_RELEASE);
}

static DWORD WINAPI free_and_exit(LPVOID context)
{
        FreeLibraryAndExitThread(context, 21);
        return 0;
}

static void modules(void)
{
        HMODULE program = GetModuleHandleA(NULL);
        HMODULE kernel = GetModuleHandleA("kernel32.dll");
        HMODULE found = NULL;
        HANDLE task;
        DWORD code = 0;

        ROW("31.5 GetModuleHandleEx of the program",
            GetModuleHandleExA(0, NULL, &found) && found == program);
        ROW("31.5 of an address in it",
            GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                       GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                               (LPCSTR) (ULONG_PTR) free_and_exit, &found) &&
                    found == program);
        ROW("31.5 by its name", GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                                                   (LPCWSTR) WIDE("kernel32.dll"), &found) &&
                                        found == kernel);
        ROW("31.5 one that isn't loaded: 126",
            FAILS(GetModuleHandleExA(0, "nosuch.dll", &found), 126) && !found);
        ROW("31.5 pinned and unchanged at once: 87",
            FAILS(GetModuleHandleExA(3, "kernel32.dll", &found), 87));
        found = LoadLibraryA("kernel32.dll");
        task = CreateThread(NULL, 0, free_and_exit, found, 0, NULL);
        ROW("31.5 FreeLibraryAndExitThread", WaitForSingleObject(task, 30000) == WAIT_OBJECT_0 &&
                                                     GetExitCodeThread(task, &code) && code == 21);
        CloseHandle(task);
}

static DWORD WINAPI burn_little(LPVOID context)
{
        burn(30000);
        return 0;
}

static void cycles(void)
{
        ULONG64 before = 0;
        ULONG64 after = 0;
        HANDLE task;

        /* Wine has neither: 120. */
        ROW_OR_WINE("cycles of this thread",
                    LEAVES(QueryThreadCycleTime(GetCurrentThread(), &before)),
                    GetLastError() == 120);
        burn(30000);
        ROW_OR_WINE("cycles of this thread, later",
                    QueryThreadCycleTime(GetCurrentThread(), &after) && after > before,
                    GetLastError() == 120);
        ROW_OR_WINE("cycles of this process",
                    LEAVES(QueryProcessCycleTime(GetCurrentProcess(), &before)),
                    GetLastError() == 120);
        burn(30000);
        ROW_OR_WINE("cycles of this process, later",
                    QueryProcessCycleTime(GetCurrentProcess(), &after) && after > before,
                    GetLastError() == 120);
        ROW_OR_WINE("cycles of no thread: 6", FAILS(QueryThreadCycleTime(NULL, &after), 6),
                    GetLastError() == 120);
        ROW_OR_WINE("cycles of no process: 6", FAILS(QueryProcessCycleTime(NULL, &after), 6),
                    GetLastError() == 120);
        task = CreateThread(NULL, 0, burn_little, NULL, 0, NULL);
        WaitForSingleObject(task, 30000);
        before = after = 0;
        ROW_OR_WINE("cycles of one that has ended",
                    QueryThreadCycleTime(task, &before) && before > 0 &&
                            QueryThreadCycleTime(task, &after) && after == before,
                    GetLastError() == 120);
        CloseHandle(task);
        spawn("code r 3", FALSE);
        WaitForSingleObject(spawned.hProcess, 30000);
        ROW_OR_WINE("cycles of a process that has ended",
                    QueryProcessCycleTime(spawned.hProcess, &before) && before > 0 &&
                            QueryProcessCycleTime(spawned.hProcess, &after) && after == before,
                    GetLastError() == 120);
        ended();
}

static void working_sets(void)
{
        const HANDLE self = GetCurrentProcess();
        const SIZE_T all = (SIZE_T) -1;
        SIZE_T least = 0;
        SIZE_T most = 0;
        DWORD flags = 0;

        ROW("working set",
            LEAVES(GetProcessWorkingSetSize(self, &least, &most)) && least > 0 && least <= most);
        ROW("working set without limits",
            GetProcessWorkingSetSizeEx(self, &least, &most, &flags) && flags == 0xA);
        ROW("working set of a size", SetProcessWorkingSetSize(self, 1 << 20, 4 << 20));
        /* Wine takes any sizes and limits, and always tells the same: 32 MB, no limits. */
        ROW_OR_WINE("working set as it was set",
                    GetProcessWorkingSetSize(self, &least, &most) && least == 1 << 20 &&
                            most == 4 << 20,
                    least == 32 << 20 && most == 32 << 20);
        ROW_OR_WINE("working set, less than nothing: 87",
                    FAILS(SetProcessWorkingSetSize(self, 4 << 20, 1 << 20), 87),
                    GetLastError() == MARK);
        ROW_OR_WINE("working set of no size: 87", FAILS(SetProcessWorkingSetSize(self, 0, 0), 87),
                    GetLastError() == MARK);
        ROW_OR_WINE("working set, limits that are none: 87",
                    FAILS(SetProcessWorkingSetSizeEx(self, 1 << 20, 4 << 20, 3), 87) &&
                            FAILS(SetProcessWorkingSetSizeEx(self, 1 << 20, 4 << 20, 16), 87),
                    GetLastError() == MARK);
        ROW_OR_WINE("working set with a limit",
                    SetProcessWorkingSetSizeEx(self, 1 << 20, 4 << 20,
                                               QUOTA_LIMITS_HARDWS_MAX_ENABLE) &&
                            GetProcessWorkingSetSizeEx(self, &least, &most, &flags) && flags == 6,
                    flags == 0xA);
        ROW("working set emptied", SetProcessWorkingSetSize(self, all, all));
        ROW_OR_WINE("working set as before",
                    GetProcessWorkingSetSize(self, &least, &most) && least == 1 << 20 &&
                            most == 4 << 20,
                    least == 32 << 20 && most == 32 << 20);
        ROW("EmptyWorkingSet", EmptyWorkingSet(self));
        ROW_OR_WINE("working set of no process: 6",
                    FAILS(SetProcessWorkingSetSize(NULL, 1 << 20, 4 << 20), 6),
                    GetLastError() == MARK);
}

static void shutdowns(void)
{
        DWORD level = 0;
        DWORD flags = 9;

        ROW("shutdown level",
            GetProcessShutdownParameters(&level, &flags) && level == 0x280 && flags == 0);
        ROW("shutdown level that is set", SetProcessShutdownParameters(0x101, SHUTDOWN_NORETRY) &&
                                                  GetProcessShutdownParameters(&level, &flags) &&
                                                  level == 0x101 && flags == 1);
        ROW_OR_WINE("shutdown flags that are none: 87",
                    FAILS(SetProcessShutdownParameters(0x280, 0x80), 87), GetLastError() == MARK);
        SetProcessShutdownParameters(0x280, 0);
}

void rules_times(void)
{
        cycles();
        working_sets();
        shutdowns();
        thread_times();
        process_times();
        times_of_child("code r 3");
        classes();
        memory_of_processes();
        modules();
}
