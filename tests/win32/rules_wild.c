/* SPDX-License-Identifier: MIT */
/* rules_wild.c — buffers that aren't there, given to whatever can be read and written.
 * The system looks at a reader's buffer before it waits, and takes nothing away. */
#include "support.h"

static void *wild_addresses[4];

enum { WILD = sizeof wild_addresses / sizeof *wild_addresses };

static int refuses(HANDLE file, int writes, void *data, DWORD size_bytes, DWORD code)
{
        DWORD done = 9;

        SetLastError(MARK);
        return !(writes ? WriteFile(file, data, size_bytes, &done, NULL) :
                          ReadFile(file, data, size_bytes, &done, NULL)) &&
               GetLastError() == code && done == 0;
}

/* Each of them, and one that begins well and ends where nothing is. */
static int refuses_all(HANDLE file, int writes, DWORD code)
{
        char *before = (char *) wild_addresses[2] - 4;
        int all = refuses(file, writes, before, 10, code);

        for (int at = 0; at < WILD; at++)
                if (!(writes && at == 3) && !refuses(file, writes, wild_addresses[at], 10, code))
                        all = 0;
        return all;
}

static void addresses(void)
{
        char *pages = VirtualAlloc(NULL, 8192, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        DWORD before;

        VirtualProtect(pages + 4096, 4096, PAGE_NOACCESS, &before);
        wild_addresses[0] = NULL;
        wild_addresses[1] = (void *) (ULONG_PTR) 0x10;
        wild_addresses[2] = pages + 4096;
        wild_addresses[3] = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY);
}

static void of_files(void)
{
        const char *path = unique_file("wild");
        HANDLE file =
                CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        HANDLE nothing =
                CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        OVERLAPPED at = { 0 };
        DWORD done;

        ROW("15.5 an empty file isn't read to nowhere: 998", refuses_all(file, 0, 998));
        WriteFile(file, "0123456789", 10, &done, NULL);
        ROW("15.5 nor behind a file's end", refuses_all(file, 0, 998));
        at.Offset = 100;
        ROW("15.5 nor far behind it", FAILS(ReadFile(file, NULL, 10, &done, &at), 998));
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        ROW("15.5 nor its bytes", refuses_all(file, 0, 998));
        ROW("15.5 its pointer stays", SetFilePointer(file, 0, NULL, FILE_CURRENT) == 0);
        ROW("15.5 nothing is written from nowhere: 1784",
            refuses(file, 1, NULL, 10, 1784) && refuses(file, 1, wild_addresses[2], 10, 1784));
        ROW("15.5 NUL isn't read to nowhere either: 998", refuses_all(nothing, 0, 998));
        CloseHandle(nothing);
        CloseHandle(file);
        DeleteFileA(path);
}

/* One end is read, the other written; there may be nothing, or something, to read. */
static void of_pipe(const char *what, HANDLE reads, HANDLE writes)
{
        char text[100];
        char bytes[10];
        DWORD done = 0;
        DWORD all = 0;

        snprintf(text, sizeof text, "11 an empty pipe (%s) isn't read to nowhere: 998", what);
        ROW(text, refuses_all(reads, 0, 998));
        WriteFile(writes, "0123456789", 10, &done, NULL);
        snprintf(text, sizeof text, "11 nor a full one (%s)", what);
        ROW(text, refuses_all(reads, 0, 998));
        snprintf(text, sizeof text, "11 nothing is written from nowhere (%s): 998", what);
        ROW_OR_WINE(text, refuses_all(writes, 1, 998), refuses_all(writes, 1, 1784));
        snprintf(text, sizeof text, "11 and what was there is there still (%s)", what);
        ROW(text, PeekNamedPipe(reads, NULL, 0, NULL, &all, NULL) && all == 10 &&
                          ReadFile(reads, bytes, 10, &done, NULL) && done == 10 &&
                          memcmp(bytes, "0123456789", 10) == 0);
        CloseHandle(reads);
        CloseHandle(writes);
}

static void of_pipes(void)
{
        static const DWORD kinds[2] = { PIPE_TYPE_BYTE, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE };
        HANDLE reads = NULL;
        HANDLE writes = NULL;

        CreatePipe(&reads, &writes, NULL, 0);
        of_pipe("anonymous", reads, writes);
        for (int at = 0; at < 2; at++) {
                char name[200];

                snprintf(name, sizeof name, "\\\\.\\pipe\\%s", unique("wild"));
                reads = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, kinds[at], 1, 4096, 4096, 0,
                                         NULL);
                writes = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0,
                                     NULL);
                of_pipe(at ? "messages" : "bytes", reads, writes);
        }
}

static void of_security(void)
{
        ROW("security IsValidSid of an address that isn't there",
            !IsValidSid(wild_addresses[2]) && !IsValidSid((PSID) 0x10));
        ROW("security nor is there a list", !IsValidAcl(wild_addresses[2]) && !IsValidAcl(NULL));
}

/* (Wine writes there, and ends.) */
static void of_protection(void)
{
        DWORD *page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        DWORD before = 0;

        if (on_wine)
                return;
        ROW("15.6 what was, told to the page itself, isn't told",
            LEAVES(VirtualProtect(page, 4096, PAGE_READONLY, page)) && page[0] == 0);
        ROW("15.6 and is",
            VirtualProtect(page, 4096, PAGE_READWRITE, &before) && before == PAGE_READONLY);
}

/* What a debugger may write: code, but no page that its owner only reads. (Wine lets it do
 * all.) */
static void of_own_memory(void)
{
        HANDLE self = GetCurrentProcess();
        char *page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        SIZE_T count = 9;
        DWORD before;

        page[0] = 'x';
        VirtualProtect(page, 4096, PAGE_READONLY, &before);
        ROW_OR_WINE("31.4 WriteProcessMemory to a page that is only read: 998",
                    FAILS(WriteProcessMemory(self, page, "abc", 3, &count), 998) && page[0] == 'x',
                    1);
        ROW_OR_WINE("31.4 and the count stays as it was", count == 9, 1);
        ROW("31.4 it is read", ReadProcessMemory(self, page, &before, 1, &count) && count == 1);
        VirtualProtect(page, 4096, PAGE_NOACCESS, &before);
        ROW_OR_WINE("31.4 one without access isn't: 299",
                    FAILS(ReadProcessMemory(self, page, &before, 1, &count), 299), 1);
        ROW_OR_WINE("31.4 nor written: 998",
                    FAILS(WriteProcessMemory(self, page, "abc", 3, &count), 998), 1);
        VirtualProtect(page, 4096, PAGE_EXECUTE_READ, &before);
        ROW("31.4 code is written",
            WriteProcessMemory(self, page, "abc", 3, &count) && count == 3 && page[2] == 'c');
        VirtualFree(page, 0, MEM_RELEASE);
}

/* Half of it can't be touched: what is told depends on whose half that is. */
static void of_half_a_buffer(void)
{
        HANDLE self = GetCurrentProcess();
        char *whole = VirtualAlloc(NULL, 0x2000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        char *half = VirtualAlloc(NULL, 0x2000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        SIZE_T count = 9;
        DWORD before;

        VirtualProtect(half + 0x1000, 0x1000, PAGE_NOACCESS, &before);
        ROW_OR_WINE("31.4 half a source is read as nothing: 299",
                    FAILS(ReadProcessMemory(self, half, whole, 0x2000, &count), 299) && count == 0,
                    1);
        count = 9;
        ROW_OR_WINE("31.4 and written as nothing: 299",
                    FAILS(WriteProcessMemory(self, whole, half, 0x2000, &count), 299) && count == 0,
                    1);
        ROW_OR_WINE("31.4 half a room is filled: 299",
                    FAILS(ReadProcessMemory(self, whole, half, 0x2000, &count), 299) &&
                            count == 0x1000,
                    1);
        VirtualProtect(half, 0x1000, PAGE_EXECUTE_READWRITE, &before);
        VirtualProtect(half + 0x1000, 0x1000, PAGE_EXECUTE_READ, &before);
        ROW_OR_WINE("31.4 code behind data isn't written",
                    !WriteProcessMemory(self, half, whole, 0x2000, &count), 1);
        VirtualFree(whole, 0, MEM_RELEASE);
        VirtualFree(half, 0, MEM_RELEASE);
}

void rules_wild(void)
{
        addresses();
        of_security();
        of_protection();
        of_own_memory();
        of_half_a_buffer();
        of_files();
        of_pipes();
}
