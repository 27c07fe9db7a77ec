/* SPDX-License-Identifier: MIT */
/* rules_census.c — which processes, threads and modules there are: CreateToolhelp32Snapshot,
 * EnumProcesses and their kin.
 */
#include "support.h"
#include <psapi.h>
#include <tlhelp32.h>

static char own_name[300];

static int ends_with(const char *text, const char *end)
{
        size_t length = strlen(text);
        size_t end_length = strlen(end);

        return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static void processes(void)
{
        PROCESSENTRY32 entry = { 0 };
        HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
        int found = 0;
        int count = 0;

        entry.dwSize = sizeof entry;
        ROW("34.1 a snapshot", all != INVALID_HANDLE_VALUE);
        ROW("34.1 its first process", Process32First(all, &entry));
        do {
                count++;
                if (entry.th32ProcessID == GetCurrentProcessId())
                        found = strcmp(entry.szExeFile, own_name) == 0 && entry.cntThreads > 0;
        } while (Process32Next(all, &entry));
        ROW("34.1 the end: 18", GetLastError() == ERROR_NO_MORE_FILES);
        ROW("34.1 this process is among them", found && count > 1);
        ROW("34.1 once more from the beginning", Process32First(all, &entry));
        entry.dwSize = 10;
        ROW("34.1 an entry that is too small: 122", FAILS(Process32First(all, &entry), 122));
        CloseHandle(all);
        ROW("34.1 no snapshot: 6",
            FAILS(Process32Next(all, (entry.dwSize = sizeof entry, &entry)), 6));
        ROW_OR_WINE("34.1 of nothing: 87",
                    CreateToolhelp32Snapshot(0, 0) == INVALID_HANDLE_VALUE && GetLastError() == 87,
                    GetLastError() == ERROR_CALL_NOT_IMPLEMENTED);
}

static void child_entry(void)
{
        PROCESSENTRY32 entry = { 0 };
        HANDLE all;
        int found = 0;

        if (!spawn_with("wait", FALSE, CREATE_SUSPENDED, NULL, NULL, NULL))
                return;
        all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
        entry.dwSize = sizeof entry;
        for (int more = Process32First(all, &entry); more; more = Process32Next(all, &entry))
                found = found || (entry.th32ProcessID == spawned.dwProcessId &&
                                  entry.th32ParentProcessID == GetCurrentProcessId());
        ROW("34.2 a child has its parent's number", found);
        CloseHandle(all);
        TerminateProcess(spawned.hProcess, 0);
        WaitForSingleObject(spawned.hProcess, 10000);
        CloseHandle(spawned.hProcess);
        CloseHandle(spawned.hThread);
}

static void threads(void)
{
        THREADENTRY32 entry = { 0 };
        HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
        int found = 0;

        entry.dwSize = sizeof entry;
        for (int more = Thread32First(all, &entry); more; more = Thread32Next(all, &entry))
                found = found || (entry.th32ThreadID == GetCurrentThreadId() &&
                                  entry.th32OwnerProcessID == GetCurrentProcessId());
        ROW("34.3 this thread is among all threads", found && GetLastError() == 18);
        ROW("34.3 such a snapshot has no processes: 18",
            FAILS(Process32First(all, &(PROCESSENTRY32){ .dwSize = sizeof(PROCESSENTRY32) }), 18));
        CloseHandle(all);
}

static void modules(void)
{
        MODULEENTRY32 entry = { 0 };
        HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE, GetCurrentProcessId());
        HMODULE handles[500];
        MODULEINFO info;
        DWORD bytes = 0;
        char path[400] = "";
        char base[300] = "";
        int count = 1;

        entry.dwSize = sizeof entry;
        ROW("34.4 modules: the program comes first",
            Module32First(all, &entry) && strcmp(entry.szModule, own_name) == 0 &&
                    entry.hModule == GetModuleHandleA(NULL));
        ROW("34.4 with its file", ends_with(entry.szExePath, own_name) && entry.modBaseSize > 0 &&
                                          entry.modBaseAddr != NULL);
        while (Module32Next(all, &entry))
                count++;
        ROW("34.4 others follow", count > 1);
        CloseHandle(all);
        ROW("34.4 EnumProcessModules",
            EnumProcessModules(GetCurrentProcess(), handles, sizeof handles, &bytes) &&
                    bytes >= 2 * sizeof handles[0] && handles[0] == GetModuleHandleA(NULL));
        ROW("34.4 names of a module", GetModuleBaseNameA(GetCurrentProcess(), handles[0], base,
                                                         sizeof base) == strlen(own_name) &&
                                              strcmp(base, own_name) == 0);
        ROW("34.4 its path",
            GetModuleFileNameExA(GetCurrentProcess(), handles[1], path, sizeof path) > 0 &&
                    GetModuleBaseNameA(GetCurrentProcess(), handles[1], base, sizeof base) > 0 &&
                    ends_with(path, base));
        ROW("34.4 NULL is the program",
            GetModuleFileNameExA(GetCurrentProcess(), NULL, path, sizeof path) > 0 &&
                    ends_with(path, own_name));
        ROW("34.4 GetModuleInformation",
            GetModuleInformation(GetCurrentProcess(), handles[0], &info, sizeof info) &&
                    info.lpBaseOfDll && info.SizeOfImage && info.EntryPoint);
        ROW("34.4 no module: 6",
            FAILS(GetModuleInformation(GetCurrentProcess(), (HMODULE) 16, &info, sizeof info), 6));
}

static void names(void)
{
        char path[400];
        DWORD room = sizeof path;

        ROW("34.5 QueryFullProcessImageName",
            QueryFullProcessImageNameA(GetCurrentProcess(), 0, path, &room) &&
                    room == strlen(path) && path[1] == ':' && ends_with(path, own_name));
        room = 5;
        ROW("34.5 too small: 122",
            FAILS(QueryFullProcessImageNameA(GetCurrentProcess(), 0, path, &room), 122));
        room = sizeof path;
        ROW("34.5 as the kernel names it",
            QueryFullProcessImageNameA(GetCurrentProcess(), PROCESS_NAME_NATIVE, path, &room) &&
                    memcmp(path, "\\Device\\", 8) == 0 && ends_with(path, own_name));
        ROW("34.5 GetProcessImageFileName",
            GetProcessImageFileNameA(GetCurrentProcess(), path, sizeof path) == strlen(path) &&
                    memcmp(path, "\\Device\\", 8) == 0 && ends_with(path, own_name));
        ROW("34.5 no process: 6", FAILS(QueryFullProcessImageNameA(NULL, 0, path, &room), 6));
}

static void counts(void)
{
        PROCESS_MEMORY_COUNTERS memory = { 0 };
        DWORD ids[2000];
        DWORD bytes = 0;
        DWORD before = 0;
        DWORD after = 0;
        HANDLE event;
        int found = 0;

        ROW("34.6 EnumProcesses", EnumProcesses(ids, sizeof ids, &bytes) && bytes % 4 == 0);
        for (DWORD at = 0; at < bytes / 4; at++)
                found = found || ids[at] == GetCurrentProcessId();
        ROW("34.6 this process is among them", found);
        ROW("34.6 GetProcessMemoryInfo",
            GetProcessMemoryInfo(GetCurrentProcess(), &memory, sizeof memory) &&
                    memory.WorkingSetSize > 100000 &&
                    memory.PeakWorkingSetSize >= memory.WorkingSetSize / 2);
        ROW("34.6 into too little: 122",
            FAILS(GetProcessMemoryInfo(GetCurrentProcess(), &memory, 8), 122));
        ROW("34.6 GetProcessHandleCount", GetProcessHandleCount(GetCurrentProcess(), &before));
        event = CreateEventA(NULL, FALSE, FALSE, NULL);
        GetProcessHandleCount(GetCurrentProcess(), &after);
        ROW_OR_WINE("34.6 one handle more", after == before + 1, after == before);
        CloseHandle(event);
}

void rules_census(void)
{
        const char *path = own_path();
        const char *name = path;

        for (; *path; path++)
                if (*path == '\\' || *path == '/')
                        name = path + 1;
        snprintf(own_name, sizeof own_name, "%s", name);
        processes();
        child_entry();
        threads();
        modules();
        names();
        counts();
}
