/* SPDX-License-Identifier: MIT */
/* rules_views.c — sections 5, 7 and 8: views, their ends, VirtualQuery. */
#include "support.h"

static void handles(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);

        ROW("5.6 NULL: 6", FAILS(MapViewOfFile(NULL, FILE_MAP_READ, 0, 0, 0), 6));
        ROW("5.6 a value never issued: 6",
            FAILS(MapViewOfFile((HANDLE) (ULONG_PTR) 0x7ffff0, FILE_MAP_READ, 0, 0, 0), 6));
        ROW("5.6 INVALID_HANDLE_VALUE: 6",
            FAILS(MapViewOfFile(INVALID_HANDLE_VALUE, FILE_MAP_READ, 0, 0, 0), 6));
        ROW("5.6 a process: 6",
            FAILS(MapViewOfFile(GetCurrentProcess(), FILE_MAP_READ, 0, 0, 0), 6));
        ROW("5.6 an event: 6", FAILS(MapViewOfFile(event, FILE_MAP_READ, 0, 0, 0), 6));
        CloseHandle(event);
}

static void ranges(void)
{
        HANDLE section = memory_section(NULL, 0x30000);
        char *whole;
        char *part;
        MEMORY_BASIC_INFORMATION around;

        SetLastError(MARK);
        whole = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ROW("1.12 MapViewOfFile leaves the last error", whole && GetLastError() == MARK);
        ROW("1.3 a view begins at a multiple of 64 KiB", (ULONG_PTR) whole % 65536 == 0);
        ROW("5.4 0 bytes is all of it",
            VirtualQuery(whole, &around, sizeof around) && around.RegionSize == 0x30000);
        strcpy(whole + 0x10000, "part");
        ROW("5.3 offset 4096: 1132",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 4096, 0), 1132));
        ROW("5.3 offset 1: 1132", FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 1, 0), 1132));
        ROW("5.3 alignment is looked at before the range",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0x7ffff000, 0), 1132));
        part = MapViewOfFile(section, FILE_MAP_READ, 0, 0x10000, 100);
        ROW("5.3 offset 64 KiB", part && strcmp(part, "part") == 0);
        ROW("5.4 a part of 100 bytes is a page",
            VirtualQuery(part, &around, sizeof around) && around.RegionSize == 4096);
        UnmapViewOfFile(part);
        part = MapViewOfFile(section, FILE_MAP_READ, 0, 0x10000, 0);
        ROW("5.4 0 bytes from an offset is to the end",
            VirtualQuery(part, &around, sizeof around) && around.RegionSize == 0x20000);
        UnmapViewOfFile(part);
        ROW("5.4 beyond the end: 5",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0x20000, 0x10001), 5));
        ROW("5.4 (SIZE_T)-1 bytes: 5",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0, (SIZE_T) -1), 5));
        ROW("13.1 offset at the end: 5 or 87",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0x30000, 0), 5) || GetLastError() == 87);
        ROW("13.1 offset far beyond: 5 or 87",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 7, 0, 0), 5) || GetLastError() == 87);
        part = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ROW("5.7 each call gives another address", part && part != whole);
        part[5] = 'x';
        ROW("5.9 with the same bytes", whole[5] == 'x');
        UnmapViewOfFile(whole);
        ROW("5.7 one view may go, the other stays", part[5] == 'x');
        UnmapViewOfFile(part);
        CloseHandle(section);
}

static void addresses(void)
{
        HANDLE section = memory_section(NULL, 0x20000);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char *again;
        char local;

        ROW("5.8 an address that is taken: 487",
            FAILS(MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, view), 487));
        ROW("5.8 an address inside it: 487",
            FAILS(MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, view + 0x10000), 487));
        ROW("5.8 an address that is no multiple of 64 KiB: 1132",
            FAILS(MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, view + 4096), 1132));
        strcpy(view, "again");
        UnmapViewOfFile(view);
        again = MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, view);
        ROW("5.8 the address of an earlier view", again == view && strcmp(again, "again") == 0);
        UnmapViewOfFile(again);
        again = MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, NULL);
        ROW("5.8 NULL is any address", again != NULL);

        ROW("7.2 UnmapViewOfFile(NULL): 487", FAILS(UnmapViewOfFile(NULL), 487));
        ROW("7.2 of a mapping handle: 487", FAILS(UnmapViewOfFile(section), 487));
        ROW("7.2 of the stack: 487", FAILS(UnmapViewOfFile(&local), 487));
        ROW("7.2 of the heap: 487", ({
                    char *heap = malloc(100);
                    int fails = FAILS(UnmapViewOfFile(heap), 487);

                    free(heap);
                    fails;
            }));
        ROW("7.2 of VirtualAlloc's memory: 487, and it stays", ({
                    char *memory = VirtualAlloc(NULL, 4096, MEM_COMMIT, PAGE_READWRITE);
                    int fails;

                    memory[7] = 's';
                    fails = FAILS(UnmapViewOfFile(memory), 487) && memory[7] == 's';
                    VirtualFree(memory, 0, MEM_RELEASE);
                    fails;
            }));
        ROW("1.12 UnmapViewOfFile leaves the last error", LEAVES(UnmapViewOfFile(again)));
        ROW("7.2 twice: 487", FAILS(UnmapViewOfFile(again), 487));
        again = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        ROW("7.1 any address inside will do", LEAVES(UnmapViewOfFile(again + 100)));
        again = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        ROW("7.1 in another page, too", LEAVES(UnmapViewOfFile(again + 0x1f123)));
        ROW("7.1 the whole view goes", FAILS(UnmapViewOfFile(again), 487));
        again = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 100);
        ROW("7.1 in the rest of a view's last page", LEAVES(UnmapViewOfFile(again + 4000)));
        CloseHandle(section);
}

/* 7.4: as UnmapViewOfFile. They are newer than the headers that Wine's side has. */
static void unmap_otherwise(void)
{
        typedef BOOL(WINAPI * unmap_ex)(PVOID address, ULONG flags);
        typedef BOOL(WINAPI * unmap_2)(HANDLE process, PVOID address, ULONG flags);
        HMODULE library = GetModuleHandleA("kernelbase.dll");
        unmap_ex ex = (unmap_ex) (void *) GetProcAddress(library, "UnmapViewOfFileEx");
        unmap_2 two = (unmap_2) (void *) GetProcAddress(library, "UnmapViewOfFile2");
        HANDLE section = memory_section(NULL, 0x2000);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        MEMORY_BASIC_INFORMATION around;

        if (!ex || !two) {
                skip("7.4 UnmapViewOfFileEx and UnmapViewOfFile2", "this system lacks one of them");
                return;
        }
        ROW("7.4 UnmapViewOfFileEx unmaps", LEAVES(ex(view + 100, 0)) &&
                                                    VirtualQuery(view, &around, sizeof around) &&
                                                    around.State == MEM_FREE);
        ROW("7.4 twice: 487", FAILS(ex(view, 0), 487));
        view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ROW("7.4 UnmapViewOfFile2 of no process: 6", FAILS(two(NULL, view, 0), 6));
        ROW("7.4 of this process unmaps", LEAVES(two(GetCurrentProcess(), view, 0)) &&
                                                  VirtualQuery(view, &around, sizeof around) &&
                                                  around.State == MEM_FREE);
        ROW("7.4 twice: 487", FAILS(two(GetCurrentProcess(), view, 0), 487));
        CloseHandle(section);
}

static DWORD protection(HANDLE section, DWORD access, DWORD *out_allocation)
{
        MEMORY_BASIC_INFORMATION around = { 0 };
        void *view = MapViewOfFile(section, access, 0, 0, 0);

        if (!view || VirtualQuery(view, &around, sizeof around) != sizeof around)
                return 0;
        UnmapViewOfFile(view);
        *out_allocation = around.AllocationProtect;
        return around.Protect;
}

/* 5.1: what the access asked for makes of the view. */
static void accesses(void)
{
        static const struct {
                const char *rule;
                DWORD access;
                DWORD protect;
        } table[] = {
                { "5.1 READ is READONLY", FILE_MAP_READ, PAGE_READONLY },
                { "5.1 WRITE is READWRITE", FILE_MAP_WRITE, PAGE_READWRITE },
                { "5.1 READ|WRITE is READWRITE", FILE_MAP_READ | FILE_MAP_WRITE, PAGE_READWRITE },
                { "5.1 COPY is WRITECOPY", FILE_MAP_COPY, PAGE_WRITECOPY },
                { "5.1 COPY|WRITE is READWRITE", FILE_MAP_COPY | FILE_MAP_WRITE, PAGE_READWRITE },
                { "5.1 COPY|READ is READONLY", FILE_MAP_COPY | FILE_MAP_READ, PAGE_READONLY },
                { "5.1 ALL_ACCESS is READWRITE", FILE_MAP_ALL_ACCESS, PAGE_READWRITE },
                { "5.1 0 is NOACCESS", 0, PAGE_NOACCESS },
                { "5.1 8 is NOACCESS", 8, PAGE_NOACCESS },
                { "5.1 GENERIC_READ is NOACCESS", GENERIC_READ, PAGE_NOACCESS },
                { "5.1 GENERIC_WRITE is NOACCESS", GENERIC_WRITE, PAGE_NOACCESS },
                { "5.1 COPY|READ|WRITE is READWRITE",
                  FILE_MAP_COPY | FILE_MAP_READ | FILE_MAP_WRITE, PAGE_READWRITE },
        };
        HANDLE section = memory_section(NULL, 8192);

        for (size_t at = 0; at < sizeof table / sizeof *table; at++) {
                DWORD allocation = 0;
                DWORD protect = protection(section, table[at].access, &allocation);

                ROW(table[at].rule,
                    protect == table[at].protect && allocation == table[at].protect);
        }
        ROW("5.1 a NOACCESS view is there, and can't be read", ({
                    char *view = MapViewOfFile(section, 0, 0, 0, 0);
                    int unreadable = view && IsBadReadPtr(view, 1) && IsBadReadPtr(view + 8191, 1);

                    unreadable &&UnmapViewOfFile(view);
            }));
        ROW("5.2 EXECUTE of a mapping that isn't executable: 5",
            FAILS(MapViewOfFile(section, FILE_MAP_READ | FILE_MAP_EXECUTE, 0, 0, 0), 5));
        ROW_OR_WINE("5.1 EXECUTE alone is a NOACCESS view, too", ({
                            char *view = MapViewOfFile(section, FILE_MAP_EXECUTE, 0, 0, 0);
                            MEMORY_BASIC_INFORMATION info = { 0 };

                            VirtualQuery(view, &info, sizeof info);
                            UnmapViewOfFile(view) && info.Protect == PAGE_NOACCESS;
                    }),
                    1);
        CloseHandle(section);
}

/* 5.1 and 5.2: executable views. */
static void executable(void)
{
        const char *name = unique("code");
        HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_EXECUTE_READWRITE, 0,
                                            4096, name);
        HANDLE reader = OpenFileMappingA(FILE_MAP_READ, FALSE, name);
        HANDLE runner = OpenFileMappingA(FILE_MAP_READ | FILE_MAP_EXECUTE, FALSE, name);
        DWORD allocation = 0;

        ROW("5.1 READ|EXECUTE is EXECUTE_READ",
            protection(section, FILE_MAP_READ | FILE_MAP_EXECUTE, &allocation) ==
                    PAGE_EXECUTE_READ);
        ROW("5.1 WRITE|EXECUTE is EXECUTE_READWRITE",
            protection(section, FILE_MAP_WRITE | FILE_MAP_EXECUTE, &allocation) ==
                    PAGE_EXECUTE_READWRITE);
        ROW("5.1 COPY|EXECUTE is EXECUTE_WRITECOPY",
            protection(section, FILE_MAP_COPY | FILE_MAP_EXECUTE, &allocation) ==
                    PAGE_EXECUTE_WRITECOPY);
        ROW("5.1 READ alone of an executable one is READONLY",
            protection(section, FILE_MAP_READ, &allocation) == PAGE_READONLY);
        ROW_OR_WINE("5.2 opened READ|EXECUTE it executes",
                    protection(runner, FILE_MAP_READ | FILE_MAP_EXECUTE, &allocation) ==
                            PAGE_EXECUTE_READ,
                    1);
        ROW("5.2 opened READ it does not: 5",
            FAILS(MapViewOfFile(reader, FILE_MAP_READ | FILE_MAP_EXECUTE, 0, 0, 0), 5));
        CloseHandle(section);
        CloseHandle(reader);
        CloseHandle(runner);
}

static void queries(void)
{
        HANDLE section = memory_section(NULL, 0x5000);
        char *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        MEMORY_BASIC_INFORMATION around;

        SetLastError(MARK);
        ROW("8.3 VirtualQuery returns the structure's size",
            VirtualQuery(view + 0x2345, &around, sizeof around) == sizeof around);
        ROW("1.12 and leaves the last error", GetLastError() == MARK);
        ROW("8.3 BaseAddress is the page", around.BaseAddress == (void *) (view + 0x2000));
        ROW("8.3 AllocationBase is the view", around.AllocationBase == (void *) view);
        ROW("8.3 RegionSize is to its end", around.RegionSize == 0x3000);
        ROW("8.3 State is MEM_COMMIT", around.State == MEM_COMMIT);
        ROW("8.3 Type is MEM_MAPPED", around.Type == MEM_MAPPED);
        ROW("8.3 Protect is READONLY", around.Protect == PAGE_READONLY);
        UnmapViewOfFile(view);
        VirtualQuery(view, &around, sizeof around);
        ROW("7.3 unmapped: MEM_FREE", around.State == MEM_FREE);
        ROW("8.3 no AllocationBase", around.AllocationBase == NULL);
        ROW("8.3 no AllocationProtect", around.AllocationProtect == 0);
        ROW("8.3 NOACCESS", around.Protect == PAGE_NOACCESS);
        ROW("8.3 no Type", around.Type == 0);
        ROW("8.3 the stack is private and committed",
            VirtualQuery(&around, &around, sizeof around) && around.State == MEM_COMMIT &&
                    around.Type == MEM_PRIVATE && around.Protect == PAGE_READWRITE);
        ROW("8.3 code is an image",
            VirtualQuery((void *) (ULONG_PTR) queries, &around, sizeof around) &&
                    around.Type == MEM_IMAGE);
        ROW("8.3 too little room: 0", VirtualQuery(view, &around, 10) == 0);
        CloseHandle(section);
        section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE | SEC_RESERVE, 0,
                                     0x10000, NULL);
        view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ROW("5.11 pages of a SEC_RESERVE mapping are MEM_RESERVE",
            VirtualQuery(view, &around, sizeof around) && around.State == MEM_RESERVE &&
                    around.Protect == 0 && around.AllocationProtect == PAGE_READWRITE);
        UnmapViewOfFile(view);
        CloseHandle(section);
}

static void flushes(void)
{
        HANDLE section = memory_section(NULL, 0x2000);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char *reader = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        char *copy = MapViewOfFile(section, FILE_MAP_COPY, 0, 0, 0);

        ROW("8.1 FlushViewOfFile of memory", LEAVES(FlushViewOfFile(view, 0)));
        ROW("8.1 of a range", LEAVES(FlushViewOfFile(view + 0x1000, 0x1000)));
        ROW("8.1 of a read-only view", LEAVES(FlushViewOfFile(reader, 0)));
        ROW("8.1 of a copy-on-write view", LEAVES(FlushViewOfFile(copy, 0)));
        ROW("13.6 past the view's end: 487 (Wine 87)",
            FAILS(FlushViewOfFile(view, 0x2001), 487) || (on_wine && GetLastError() == 87));
        UnmapViewOfFile(copy);
        UnmapViewOfFile(reader);
        UnmapViewOfFile(view);
        ROW("13.6 of an unmapped address: 487 (Wine 87)",
            FAILS(FlushViewOfFile(view, 0), 487) || (on_wine && GetLastError() == 87));
        ROW("13.6 of NULL: 487 (Wine 87)",
            FAILS(FlushViewOfFile(NULL, 0), 487) || (on_wine && GetLastError() == 87));
        ROW("8.1 of private memory: nothing to do", ({
                    char *heap = malloc(10000);
                    int flushed = LEAVES(FlushViewOfFile(heap, 10));

                    free(heap);
                    flushed;
            }));
        CloseHandle(section);
}

/* 5.13 */
static void large(void)
{
        HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
                                            PAGE_READWRITE | SEC_RESERVE, 2, 0x10000, NULL);
        char *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        MEMORY_BASIC_INFORMATION around;

        ROW("5.13 a view of 8 GiB",
            !IS_64_BIT || (view && VirtualQuery(view, &around, sizeof around) &&
                           around.RegionSize == 0x200010000));
        UnmapViewOfFile(view);
        view = MapViewOfFile(section, FILE_MAP_READ, 1, 0x10000, 0x10000);
        ROW("5.13 a view at 4 GiB", view != NULL);
        UnmapViewOfFile(view);
        CloseHandle(section);
}

void rules_views(void)
{
        handles();
        ranges();
        addresses();
        unmap_otherwise();
        accesses();
        if (can_execute_views())
                executable();
        else
                skip("5.1 executable views", "the objects' file system forbids them");
        queries();
        flushes();
        large();
}
