/* SPDX-License-Identifier: MIT */
/* rules_virtual.c — 15.6: VirtualAlloc, VirtualFree, VirtualProtect on private
 * memory; 5.11, 5.12, 6.3 and 8.3 on views; IsBadReadPtr and its kin.
 */
#include "support.h"

#define PAGE 0x1000

static MEMORY_BASIC_INFORMATION query(const void *address)
{
        MEMORY_BASIC_INFORMATION info;

        memset(&info, 0, sizeof info);
        VirtualQuery(address, &info, sizeof info);
        return info;
}

/* The region at an address is that long, in that state. */
static int is_region(const void *address, SIZE_T size_bytes, DWORD state, DWORD protect)
{
        MEMORY_BASIC_INFORMATION info = query(address);

        return info.BaseAddress == address && info.RegionSize == size_bytes &&
               info.State == state && info.Protect == protect;
}

static void reserving(void)
{
        MEMORY_BASIC_INFORMATION info;
        DWORD before = 77;
        char *base;

        ROW("15.6 no size",
            REFUSED(VirtualAlloc(NULL, 0, MEM_RESERVE, PAGE_NOACCESS), ERROR_INVALID_PARAMETER));
        ROW("15.6 reserving leaves the last error",
            LEAVES(base = VirtualAlloc(NULL, 0xFFFC, MEM_RESERVE, PAGE_NOACCESS)));
        ROW("15.6 at a multiple of 64 KiB", (ULONG_PTR) base % 0x10000 == 0);
        info = query(base);
        ROW("15.6 reserved: whole pages",
            is_region(base, 0x10000, MEM_RESERVE, 0) && info.AllocationBase == base &&
                    info.AllocationProtect == PAGE_NOACCESS && info.Type == MEM_PRIVATE);
        ROW("15.6 reserved pages can't be protected",
            FAILS(VirtualProtect(base, 0xFFFC, PAGE_READONLY, &before), ERROR_INVALID_ADDRESS));
        ROW("15.6 committing a page", LEAVES(VirtualAlloc(base, PAGE, MEM_COMMIT, PAGE_NOACCESS)));
        ROW("15.6 splits the region", is_region(base, PAGE, MEM_COMMIT, PAGE_NOACCESS) &&
                                              is_region(base + PAGE, 0xF000, MEM_RESERVE, 0));
        ROW("15.6 a range with reserved pages can't be protected",
            FAILS(VirtualProtect(base, 0xFFFC, PAGE_READONLY, &before), ERROR_INVALID_ADDRESS));
        ROW("15.6 committed ones can",
            LEAVES(VirtualProtect(base, PAGE, PAGE_READONLY, &before)) && before == PAGE_NOACCESS);
        ROW("15.6 and tell what they were",
            VirtualProtect(base, PAGE, PAGE_READWRITE, &before) && before == PAGE_READONLY);
        ROW("15.6 the allocation's protection stays",
            query(base).AllocationProtect == PAGE_NOACCESS);
        base[0] = 'x';
        ROW("15.6 committing again keeps what is there",
            VirtualAlloc(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE) == base && base[0] == 'x' &&
                    base[PAGE] == 0);
        ROW("15.6 equal neighbours are one region",
            is_region(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE));
        ROW("15.6 decommitting one",
            VirtualFree(base, PAGE, MEM_DECOMMIT) && is_region(base, PAGE, MEM_RESERVE, 0));
        ROW("15.6 committed again it is zero",
            VirtualAlloc(base, PAGE, MEM_COMMIT, PAGE_READWRITE) == base && base[0] == 0);
        ROW("15.6 decommitting what is reserved", VirtualFree(base + 8 * PAGE, PAGE, MEM_DECOMMIT));
        ROW_OR_WINE("15.6 decommitting all, without a size",
                    VirtualFree(base, 0, MEM_DECOMMIT) && is_region(base, 0x10000, MEM_RESERVE, 0),
                    TRUE);
        ROW("15.6 releasing with a size",
            FAILS(VirtualFree(base, PAGE, MEM_RELEASE), ERROR_INVALID_PARAMETER));
        ROW("15.6 releasing from the middle",
            FAILS(VirtualFree(base + PAGE, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS));
        ROW("15.6 freeing in no way",
            FAILS(VirtualFree(base, 0x10000, 0), ERROR_INVALID_PARAMETER));
        ROW("15.6 freeing in both",
            FAILS(VirtualFree(base, 0, MEM_RELEASE | MEM_DECOMMIT), ERROR_INVALID_PARAMETER));
        ROW("15.6 releasing", LEAVES(VirtualFree(base, 0, MEM_RELEASE)));
        info = query(base);
        ROW("8.3 it is free", info.State == MEM_FREE && info.Protect == PAGE_NOACCESS &&
                                      !info.AllocationBase && !info.AllocationProtect &&
                                      !info.Type);
        ROW_OR_WINE("15.6 releasing twice",
                    FAILS(VirtualFree(base, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS),
                    GetLastError() == ERROR_INVALID_PARAMETER);
}

static void committing(void)
{
        char *base = VirtualAlloc(NULL, 3 * PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        char *other = VirtualAlloc(NULL, 100, MEM_COMMIT, PAGE_READONLY);
        DWORD before;

        ROW("15.6 RESERVE and COMMIT at once",
            is_region(base, 3 * PAGE, MEM_COMMIT, PAGE_READWRITE));
        base[3 * PAGE - 1] = 1;
        ROW("15.6 COMMIT alone, anywhere",
            is_region(other, PAGE, MEM_COMMIT, PAGE_READONLY) && (ULONG_PTR) other % 0x10000 == 0);
        ROW("15.6 there is something at that address",
            REFUSED(VirtualAlloc(base, PAGE, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_ADDRESS));
        ROW("15.6 also within its 64 KiB",
            REFUSED(VirtualAlloc(base + PAGE, PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE),
                    ERROR_INVALID_ADDRESS));
        ROW("15.6 a commit beyond the end",
            REFUSED(VirtualAlloc(base + 2 * PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE),
                    ERROR_INVALID_ADDRESS));
        ROW_OR_WINE("15.6 a protection beyond the end",
                    FAILS(VirtualProtect(base, 4 * PAGE, PAGE_READONLY, &before),
                          ERROR_INVALID_ADDRESS),
                    GetLastError() == ERROR_INVALID_PARAMETER);
        ROW("15.6 a decommit beyond the end",
            FAILS(VirtualFree(base, 4 * PAGE, MEM_DECOMMIT), ERROR_INVALID_PARAMETER));
        ROW("15.6 a protection covers every page that the range touches",
            VirtualProtect(base + PAGE - 1, 2, PAGE_READONLY, &before) &&
                    is_region(base, 2 * PAGE, MEM_COMMIT, PAGE_READONLY) &&
                    is_region(base + 2 * PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE));
        VirtualProtect(base, PAGE, PAGE_NOACCESS, &before);
        ROW("15.6 the old one is the first page's",
            VirtualProtect(base, 3 * PAGE, PAGE_READWRITE, &before) && before == PAGE_NOACCESS);
        VirtualFree(base, 0, MEM_RELEASE);
        ROW("15.6 a freed address can be had again",
            VirtualAlloc(base, PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == base);
        VirtualFree(base, 0, MEM_RELEASE);
        ROW("15.6 an address is rounded down to 64 KiB",
            VirtualAlloc(base + 0x1234, PAGE, MEM_RESERVE, PAGE_READWRITE) == base &&
                    is_region(base, 3 * PAGE, MEM_RESERVE, 0));
        ROW("15.6 a commit covers every page that the range touches",
            VirtualAlloc(base + PAGE - 1, 2, MEM_COMMIT, PAGE_READWRITE) == base &&
                    is_region(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE));
        VirtualFree(base, 0, MEM_RELEASE);
        ROW("15.6 committing what is not reserved",
            REFUSED(VirtualAlloc(base, PAGE, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_ADDRESS));
        VirtualFree(other, 0, MEM_RELEASE);
}

/* How pages are cached is said for all of an allocation. */
static void caching(void)
{
        DWORD before = 0;
        char *base = VirtualAlloc(NULL, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE | PAGE_NOCACHE);

        ROW("15.6 NOCACHE is kept",
            query(base).AllocationProtect == (PAGE_READWRITE | PAGE_NOCACHE) &&
                    is_region(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE | PAGE_NOCACHE));
        VirtualProtect(base, PAGE, PAGE_READONLY, &before);
        ROW("15.6 a page does not lose it",
            before == (PAGE_READWRITE | PAGE_NOCACHE) &&
                    is_region(base, PAGE, MEM_COMMIT, PAGE_READONLY | PAGE_NOCACHE));
        VirtualFree(base, 0, MEM_RELEASE);
        base = VirtualAlloc(NULL, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
        VirtualProtect(base, PAGE, PAGE_READONLY | PAGE_NOCACHE, &before);
        ROW("15.6 nor get it", is_region(base, PAGE, MEM_COMMIT, PAGE_READONLY));
        VirtualFree(base, 0, MEM_RELEASE);
}

/* What is there may be forgotten; where nothing is, that is done. */
static void resetting(void)
{
        char *base = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_READWRITE);

        VirtualAlloc(base, PAGE, MEM_COMMIT, PAGE_READWRITE);
        ROW("15.6 reserved pages are reset, too",
            VirtualAlloc(base + PAGE, PAGE, MEM_RESET, PAGE_NOACCESS) == base + PAGE &&
                    is_region(base + PAGE, 0xF000, MEM_RESERVE, 0));
        ROW("15.6 beyond the allocation: 487",
            REFUSED(VirtualAlloc(base + 0xF000, 2 * PAGE, MEM_RESET, PAGE_NOACCESS),
                    ERROR_INVALID_ADDRESS));
        VirtualFree(base, 0, MEM_RELEASE);
}

static void bad_arguments(void)
{
        static const DWORD bad[] = { 0,
                                     PAGE_READONLY | PAGE_EXECUTE,
                                     PAGE_NOACCESS | PAGE_GUARD,
                                     PAGE_GUARD,
                                     0x800,
                                     PAGE_WRITECOPY,
                                     PAGE_EXECUTE_WRITECOPY };
        char *base = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
        DWORD before = 77;

        for (size_t at = 0; at < sizeof bad / sizeof *bad; at++) {
                char rule[80];

                snprintf(rule, sizeof rule, "15.6 protection 0x%lx", (unsigned long) bad[at]);
                ROW_OR_WINE(rule,
                            REFUSED(VirtualAlloc(NULL, PAGE, MEM_COMMIT, bad[at]),
                                    ERROR_INVALID_PARAMETER) &&
                                    FAILS(VirtualProtect(base, PAGE, bad[at], &before),
                                          ERROR_INVALID_PARAMETER) &&
                                    before == 77,
                            bad[at] == (PAGE_NOACCESS | PAGE_GUARD));
        }
        ROW("15.6 no kind",
            REFUSED(VirtualAlloc(NULL, PAGE, 0, PAGE_READWRITE), ERROR_INVALID_PARAMETER));
        ROW("15.6 TOP_DOWN alone", REFUSED(VirtualAlloc(NULL, PAGE, MEM_TOP_DOWN, PAGE_READWRITE),
                                           ERROR_INVALID_PARAMETER));
        ROW("15.6 nowhere to write the old protection",
            FAILS(VirtualProtect(base, PAGE, PAGE_READONLY, NULL), ERROR_NOACCESS));
        ROW("15.6 then nothing is changed", query(base).Protect == PAGE_READWRITE);
        ROW("15.6 freeing a variable of the program",
            FAILS(VirtualFree(&before, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS) ||
                    GetLastError() == ERROR_INVALID_PARAMETER);
        ROW("15.6 more than there can be",
            !VirtualAlloc(NULL, (SIZE_T) 1 << 46, MEM_COMMIT, PAGE_READWRITE));
        ROW("15.6 more than there are addresses",
            !VirtualAlloc(NULL, (SIZE_T) 1 << 60, MEM_RESERVE, PAGE_READWRITE));
        VirtualFree(base, 0, MEM_RELEASE);
        ROW_OR_WINE(
                "15.6 protecting what is free",
                FAILS(VirtualProtect(base, PAGE, PAGE_READONLY, &before), ERROR_INVALID_ADDRESS),
                GetLastError() == ERROR_INVALID_PARAMETER);
        ROW("8.3 VirtualQuery of an address beyond the program's",
            !VirtualQuery((void *) (ULONG_PTR) -PAGE, (PMEMORY_BASIC_INFORMATION) &base, 48) &&
                    GetLastError() == ERROR_INVALID_PARAMETER);
}

static void of_the_process(void)
{
        HANDLE self = GetCurrentProcess();
        MEMORY_BASIC_INFORMATION info;
        DWORD before;
        char *base;

        ROW("15.6 VirtualAllocEx",
            (base = VirtualAllocEx(self, NULL, PAGE, MEM_COMMIT, PAGE_READWRITE)) != NULL);
        ROW("15.6 VirtualProtectEx",
            VirtualProtectEx(self, base, PAGE, PAGE_READONLY, &before) && before == PAGE_READWRITE);
        ROW("15.6 VirtualQueryEx", VirtualQueryEx(self, base, &info, sizeof info) == sizeof info &&
                                           info.Protect == PAGE_READONLY);
        ROW("15.6 VirtualFreeEx", VirtualFreeEx(self, base, 0, MEM_RELEASE));
        ROW("15.6 of no process",
            REFUSED(VirtualAllocEx(NULL, NULL, PAGE, MEM_COMMIT, PAGE_READWRITE),
                    ERROR_INVALID_HANDLE));
}

static void probes(void)
{
        char *base = VirtualAlloc(NULL, 3 * PAGE, MEM_RESERVE, PAGE_READWRITE);
        DWORD before;

        VirtualAlloc(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
        base[0] = 'q';
        VirtualProtect(base + PAGE, PAGE, PAGE_READONLY, &before);
        ROW("15.6 IsBadReadPtr", !IsBadReadPtr(base, 2 * PAGE) && !IsBadReadPtr(NULL, 0) &&
                                         IsBadReadPtr(NULL, 1) && IsBadReadPtr(base, 3 * PAGE) &&
                                         IsBadReadPtr(base + 2 * PAGE, 1));
        ROW("15.6 IsBadWritePtr", !IsBadWritePtr(base, PAGE) && IsBadWritePtr(base, PAGE + 1) &&
                                          IsBadWritePtr(NULL, 1) && base[0] == 'q');
        ROW("15.6 IsBadStringPtr", !IsBadStringPtrA(base, 100) && IsBadStringPtrA(NULL, 1) &&
                                           IsBadStringPtrA(base + 2 * PAGE, 1));
        ROW("15.6 IsBadCodePtr", IsBadCodePtr(NULL));
        VirtualFree(base, 0, MEM_RELEASE);
        ROW("15.6 IsBadReadPtr of freed memory", IsBadReadPtr(base, 1));
}

static void guards_and_locks(void)
{
        char *base = VirtualAlloc(NULL, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
        DWORD before;

        ROW("15.6 a guard page is told", query(base).Protect == (PAGE_READWRITE | PAGE_GUARD));
        if (on_wine) {
                skip("15.6 touching a guard page", "Wine's IsBadReadPtr ends the program");
        } else {
                ROW("15.6 touching it fails once", IsBadReadPtr(base, 1));
                ROW("15.6 and then no more",
                    !IsBadReadPtr(base, 1) && is_region(base, PAGE, MEM_COMMIT, PAGE_READWRITE));
                ROW("15.6 of the page touched, only",
                    query(base + PAGE).Protect == (PAGE_READWRITE | PAGE_GUARD));
                base[0] = 1;
        }
        ROW("15.6 VirtualProtect tells it",
            VirtualProtect(base + PAGE, PAGE, PAGE_READWRITE, &before) &&
                    before == (PAGE_READWRITE | PAGE_GUARD));
        VirtualProtect(base, 2 * PAGE, PAGE_READWRITE, &before);
        ROW("15.6 VirtualLock", VirtualLock(base, PAGE) || GetLastError() == 1453);
        ROW("15.6 locked pages look the same",
            is_region(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE));
        VirtualUnlock(base, PAGE);
        VirtualFree(base, 0, MEM_RELEASE);
}

static void protecting_views(void)
{
        static const DWORD all[] = { PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE, PAGE_WRITECOPY };
        static const struct {
                DWORD access;
                DWORD mapped;
                int allowed; /* bits of all[] */
        } views[] = { { FILE_MAP_READ, PAGE_READONLY, 1 | 2 | 8 },
                      { FILE_MAP_WRITE, PAGE_READWRITE, 1 | 2 | 4 | 8 },
                      { FILE_MAP_COPY, PAGE_WRITECOPY, 1 | 2 | 8 } };
        HANDLE section = memory_section(NULL, 2 * PAGE);

        for (size_t kind = 0; kind < 3; kind++)
                for (size_t at = 0; at < 4; at++) {
                        char *view = MapViewOfFile(section, views[kind].access, 0, 0, 0);
                        DWORD before = 77;
                        char rule[80];

                        snprintf(rule, sizeof rule, "5.12 a view of 0x%lx becomes 0x%lx",
                                 (unsigned long) views[kind].mapped, (unsigned long) all[at]);
                        if (views[kind].allowed >> at & 1)
                                ROW(rule, VirtualProtect(view, PAGE, all[at], &before) &&
                                                  before == views[kind].mapped &&
                                                  query(view).Protect == all[at] &&
                                                  query(view + PAGE).Protect == before);
                        else
                                ROW(rule, FAILS(VirtualProtect(view, PAGE, all[at], &before),
                                                ERROR_INVALID_PARAMETER));
                        UnmapViewOfFile(view);
                }
        CloseHandle(section);
}

/* Some versions of Wine tell nothing of writes: one region as if none had been. */
static int is_unsplit(const char *view)
{
        return is_region(view, 4 * PAGE, MEM_COMMIT, PAGE_WRITECOPY);
}

static void copied_pages(void)
{
        HANDLE section = memory_section(NULL, 4 * PAGE);
        char *view = MapViewOfFile(section, FILE_MAP_COPY, 0, 0, 0);
        DWORD before = 77;
        BOOL done;

        ROW("6.3 nothing written", is_region(view, 4 * PAGE, MEM_COMMIT, PAGE_WRITECOPY));
        view[PAGE] = 1;
        ROW_OR_WINE("6.3 a written page is the view's own",
                    is_region(view + PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE), is_unsplit(view));
        ROW_OR_WINE("6.3 and splits the region",
                    is_region(view, PAGE, MEM_COMMIT, PAGE_WRITECOPY) &&
                            is_region(view + 2 * PAGE, 2 * PAGE, MEM_COMMIT, PAGE_WRITECOPY),
                    is_unsplit(view));
        done = VirtualProtect(view + PAGE, PAGE, PAGE_READONLY, &before);
        ROW_OR_WINE("6.3 VirtualProtect tells it, too", done && before == PAGE_READWRITE,
                    done && before == PAGE_WRITECOPY);
        VirtualProtect(view + PAGE, PAGE, PAGE_WRITECOPY, &before);
        ROW_OR_WINE("6.3 and it stays the view's own",
                    is_region(view + PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE), is_unsplit(view));
        ROW("8.3 the allocation's protection stays",
            query(view + PAGE).AllocationProtect == PAGE_WRITECOPY);
        UnmapViewOfFile(view);
        CloseHandle(section);
}

/* Pages of a shared view that are made PAGE_WRITECOPY. */
static void copied_later(void)
{
        HANDLE section = memory_section(NULL, 4 * PAGE);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char *other = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        DWORD before = 77;
        BOOL done;

        view[PAGE] = 'a';
        view[2 * PAGE] = 'b';
        VirtualProtect(view, 4 * PAGE, PAGE_WRITECOPY, &before);
        ROW("6.3 a shared view made so: nothing written", is_unsplit(view) && view[PAGE] == 'a');
        view[PAGE] = 'c';
        ROW_OR_WINE("6.3 a shared view made so: the others' bytes stay", other[PAGE] == 'a',
                    other[PAGE] == 'c');
        ROW_OR_WINE("6.3 a shared view made so: a written page is the view's own",
                    is_region(view + PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE) &&
                            is_region(view + 2 * PAGE, 2 * PAGE, MEM_COMMIT, PAGE_WRITECOPY),
                    is_unsplit(view));
        done = VirtualProtect(view + PAGE, PAGE, PAGE_READONLY, &before);
        ROW_OR_WINE("6.3 a shared view made so: VirtualProtect tells it",
                    done && before == PAGE_READWRITE, done && before == PAGE_WRITECOPY);
        VirtualProtect(view, 4 * PAGE, PAGE_WRITECOPY, &before);
        ROW_OR_WINE("6.3 a shared view made so: it stays the view's own",
                    before == PAGE_WRITECOPY &&
                            is_region(view + PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE) &&
                            view[PAGE] == 'c' && view[2 * PAGE] == 'b',
                    is_unsplit(view) && view[PAGE] == 'c' && view[2 * PAGE] == 'b');
        UnmapViewOfFile(view);
        UnmapViewOfFile(other);
        CloseHandle(section);
}

/* How many pages of the range GetWriteWatch names, first of them first; -1: it failed. */
static long watched(DWORD flags, char *base, SIZE_T size_bytes, PVOID *out_first)
{
        PVOID pages[16] = { NULL };
        ULONG_PTR count = 16;
        DWORD granularity = 77;

        if (GetWriteWatch(flags, base, size_bytes, pages, &count, &granularity) ||
            granularity != PAGE)
                return -1;
        *out_first = pages[0];
        return (long) count;
}

/* What is written by the system, not by this program's instructions. */
static int is_read_into(char *place)
{
        const char *path = unique_file("watched");
        DWORD read = 0;
        HANDLE file;

        make_file(path, 10);
        file = open_file(path, GENERIC_READ);
        ReadFile(file, place, 10, &read, NULL);
        CloseHandle(file);
        DeleteFileA(path);
        return read == 10;
}

static void watch_arguments(char *base)
{
        PVOID pages[16];
        ULONG_PTR count = 16;
        DWORD granularity;
        char *own = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        char *again;

        ROW("15.6 GetWriteWatch of other memory",
            SETS(GetWriteWatch(0, own, PAGE, pages, &count, &granularity) == ~0u, 87));
        ROW("15.6 GetWriteWatch beyond the end",
            SETS(GetWriteWatch(0, base, 9 * PAGE, pages, &count, &granularity) == ~0u, 87));
        ROW("15.6 GetWriteWatch of nothing",
            SETS(GetWriteWatch(0, base, 0, pages, &count, &granularity) == ~0u, 87));
        ROW("15.6 GetWriteWatch with other flags",
            SETS(GetWriteWatch(2, base, PAGE, pages, &count, &granularity) == ~0u, 87));
        ROW("15.6 GetWriteWatch without a count",
            SETS(GetWriteWatch(0, base, PAGE, pages, NULL, &granularity) == ~0u, 998));
        ROW("15.6 GetWriteWatch without a place for the size of a page",
            SETS(GetWriteWatch(0, base, PAGE, pages, &count, NULL) == ~0u, 998));
        ROW("15.6 GetWriteWatch without a list",
            SETS(GetWriteWatch(0, base, PAGE, NULL, &count, &granularity) == ~0u, 998));
        count = 0;
        ROW("15.6 GetWriteWatch with no room",
            SETS(GetWriteWatch(0, base, PAGE, pages, &count, &granularity) == ~0u, 87));
        ROW("15.6 ResetWriteWatch of other memory", SETS(ResetWriteWatch(own, PAGE) == ~0u, 87));
        ROW("15.6 ResetWriteWatch of nothing", SETS(ResetWriteWatch(base, 0) == ~0u, 87));
        SetLastError(MARK);
        again = VirtualAlloc(base, PAGE, MEM_COMMIT | MEM_WRITE_WATCH, PAGE_READWRITE);
        ROW_OR_WINE("15.6 MEM_WRITE_WATCH of what is reserved", !again && GetLastError() == 87,
                    again == base);
        VirtualFree(own, 0, MEM_RELEASE);
}

static void write_watches(void)
{
        char *base = VirtualAlloc(NULL, 8 * PAGE, MEM_RESERVE | MEM_COMMIT | MEM_WRITE_WATCH,
                                  PAGE_READWRITE);
        PVOID first = NULL;
        PVOID pages[2];
        ULONG_PTR count = 1;
        DWORD granularity;
        DWORD before;

        if (!base && GetLastError() == ERROR_NOT_SUPPORTED) {
                skip("15.6 MEM_WRITE_WATCH", "the kernel has no PAGEMAP_SCAN (Linux 6.7)");
                return;
        }
        ROW("15.6 MEM_WRITE_WATCH looks like other memory",
            is_region(base, 8 * PAGE, MEM_COMMIT, PAGE_READWRITE));
        ROW("15.6 nothing written", watched(0, base, 8 * PAGE, &first) == 0);
        ROW("15.6 what is only read", base[3 * PAGE] == 0 && !watched(0, base, 8 * PAGE, &first));
        base[PAGE + 1] = 1;
        ROW("15.6 a written page",
            watched(WRITE_WATCH_FLAG_RESET, base, 8 * PAGE, &first) == 1 && first == base + PAGE);
        ROW("15.6 forgotten since", watched(0, base, 8 * PAGE, &first) == 0);
        base[2 * PAGE] = base[5 * PAGE] = 1;
        ROW("15.6 less room: the lowest",
            !GetWriteWatch(WRITE_WATCH_FLAG_RESET, base, 8 * PAGE, pages, &count, &granularity) &&
                    count == 1 && pages[0] == base + 2 * PAGE);
        ROW("15.6 forgets only what it told",
            watched(0, base, 8 * PAGE, &first) == 1 && first == base + 5 * PAGE);
        ROW("15.6 a part of it", watched(0, base, 5 * PAGE, &first) == 0);
        ROW("15.6 ResetWriteWatch",
            ResetWriteWatch(base, 8 * PAGE) == 0 && watched(0, base, 8 * PAGE, &first) == 0);
        VirtualProtect(base, 8 * PAGE, PAGE_READONLY, &before);
        VirtualProtect(base, 8 * PAGE, PAGE_READWRITE, &before);
        ROW("15.6 VirtualProtect is no write", watched(0, base, 8 * PAGE, &first) == 0);
        ROW("15.6 the system's own writes", is_read_into(base + 6 * PAGE) &&
                                                    watched(0, base, 8 * PAGE, &first) == 1 &&
                                                    first == base + 6 * PAGE);
        VirtualAlloc(base, 8 * PAGE, MEM_COMMIT, PAGE_READWRITE);
        ROW("15.6 committing again changes nothing", watched(0, base, 8 * PAGE, &first) == 1);
        watch_arguments(base);
        VirtualFree(base, 0, MEM_RELEASE);
}

/* Pages that are committed one by one, decommitted, and committed again. */
static void watched_later(void)
{
        char *base = VirtualAlloc(NULL, 8 * PAGE, MEM_RESERVE | MEM_WRITE_WATCH, PAGE_READWRITE);
        PVOID first = NULL;

        if (!base)
                return; /* write_watches() told why */
        VirtualAlloc(base + 2 * PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
        ROW("15.6 committed later: nothing written", watched(0, base, 8 * PAGE, &first) == 0);
        base[3 * PAGE] = 1;
        ROW("15.6 committed later: a written page",
            watched(WRITE_WATCH_FLAG_RESET, base, 8 * PAGE, &first) == 1 &&
                    first == base + 3 * PAGE);
        VirtualFree(base + 2 * PAGE, 2 * PAGE, MEM_DECOMMIT);
        VirtualAlloc(base + 2 * PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
        base[2 * PAGE] = 1;
        ROW("15.6 decommitted and committed again",
            watched(0, base, 8 * PAGE, &first) == 1 && first == base + 2 * PAGE);
        VirtualFree(base, 0, MEM_RELEASE);
}

static void reserved_sections(void)
{
        HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
                                            PAGE_READWRITE | SEC_RESERVE, 0, 4 * PAGE, NULL);
        char *one = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char *other = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        DWORD before;

        ROW("5.11 reserved at first", is_region(one, 4 * PAGE, MEM_RESERVE, 0) &&
                                              query(one).AllocationProtect == PAGE_READWRITE);
        ROW("5.11 reserved pages can't be protected",
            FAILS(VirtualProtect(one, PAGE, PAGE_READONLY, &before), ERROR_INVALID_ADDRESS));
        ROW("5.11 committing through a view",
            VirtualAlloc(one + PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE) == one + PAGE);
        ROW("5.11 commits those pages",
            is_region(one, PAGE, MEM_RESERVE, 0) &&
                    is_region(one + PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE) &&
                    is_region(one + 3 * PAGE, PAGE, MEM_RESERVE, 0));
        ROW("5.11 for all views, with their own protection",
            is_region(other, PAGE, MEM_RESERVE, 0) &&
                    is_region(other + PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READONLY) &&
                    query(other + PAGE).AllocationProtect == PAGE_READONLY);
        one[PAGE] = 'c';
        ROW("5.11 they are shared", other[PAGE] == 'c');
        ROW("5.11 VirtualFree of a view's pages",
            FAILS(VirtualFree(one + PAGE, PAGE, MEM_DECOMMIT), ERROR_INVALID_PARAMETER));
        ROW("5.11 nor can a view be released so",
            FAILS(VirtualFree(one, 0, MEM_RELEASE), ERROR_INVALID_PARAMETER));
        UnmapViewOfFile(one);
        UnmapViewOfFile(other);
        one = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ROW("5.11 they stay committed for later views",
            is_region(one + PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE) && one[PAGE] == 'c');
        UnmapViewOfFile(one);
        CloseHandle(section);
}

/* What will be needed, and what no more. Windows 8.1 has the latter, Wine not. */
static void hints(void)
{
        typedef DWORD(WINAPI * discards)(PVOID, SIZE_T);
        discards discard = (discards) (void *) GetProcAddress(GetModuleHandleA("kernel32.dll"),
                                                              "DiscardVirtualMemory");
        char *pages = VirtualAlloc(NULL, 4 * PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
        WIN32_MEMORY_RANGE_ENTRY ranges[2] = { { pages, PAGE }, { pages + 2 * PAGE, 10 } };
        HANDLE self = GetCurrentProcess();

        ROW("PrefetchVirtualMemory", PrefetchVirtualMemory(self, 2, ranges, 0));
        ROW("PrefetchVirtualMemory: of nothing",
            FAILS(PrefetchVirtualMemory(self, 0, ranges, 0), 87));
        ROW_OR_WINE("PrefetchVirtualMemory: flags",
                    FAILS(PrefetchVirtualMemory(self, 2, ranges, 1), 87), GetLastError() == MARK);
        if (discard) {
                pages[0] = pages[PAGE] = 'd';
                ROW("DiscardVirtualMemory", discard(pages, PAGE) == 0);
                ROW("DiscardVirtualMemory: what is beside stays", pages[PAGE] == 'd');
                pages[0] = 'e';
                ROW("DiscardVirtualMemory: whole pages", discard(pages + 1, PAGE) == 87 &&
                                                                 discard(pages, 1) == 87 &&
                                                                 discard(pages, 0) == 87);
                ROW("DiscardVirtualMemory: of private memory", discard(self, PAGE) == 87);
        }
        VirtualFree(pages, 0, MEM_RELEASE);
}

void rules_virtual(void)
{
        hints();
        reserving();
        committing();
        caching();
        resetting();
        bad_arguments();
        of_the_process();
        probes();
        guards_and_locks();
        protecting_views();
        copied_pages();
        copied_later();
        write_watches();
        watched_later();
        reserved_sections();
}
