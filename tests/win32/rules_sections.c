/* SPDX-License-Identifier: MIT */
/* rules_sections.c — sections 3 and 4: CreateFileMapping, OpenFileMapping. */
#include "support.h"

static HANDLE section_of(HANDLE file, DWORD protect, DWORD size_bytes, const char *name)
{
        return CreateFileMappingA(file, NULL, protect, 0, size_bytes, name);
}

static HANDLE anonymous(DWORD protect, DWORD size_bytes)
{
        return section_of(INVALID_HANDLE_VALUE, protect, size_bytes, NULL);
}

static BOOL closes(HANDLE handle)
{
        DWORD error = GetLastError();
        BOOL closed = handle && CloseHandle(handle);

        SetLastError(error);
        return closed;
}

static BOOL maps(HANDLE handle, DWORD access)
{
        void *view = MapViewOfFile(handle, access, 0, 0, 0);
        DWORD error = GetLastError();

        if (view)
                UnmapViewOfFile(view);
        SetLastError(error);
        return view != NULL;
}

static void protections(void)
{
        static const struct {
                DWORD protect;
                DWORD error; /* 0: it works */
        } table[] = {
                { 0, 87 },
                { PAGE_NOACCESS, 87 },
                { PAGE_READONLY, 0 },
                { PAGE_READWRITE, 0 },
                { PAGE_READWRITE | PAGE_NOACCESS, 87 },
                { PAGE_READWRITE | PAGE_READONLY, 87 },
                { PAGE_WRITECOPY, 0 },
                { PAGE_WRITECOPY | PAGE_READONLY, 87 },
                { PAGE_WRITECOPY | PAGE_READWRITE, 87 },
                { PAGE_EXECUTE, 87 },
                { PAGE_EXECUTE_READ, 0 },
                { PAGE_EXECUTE_READ | PAGE_READONLY, 87 },
                { PAGE_EXECUTE_READWRITE, 0 },
                { PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_READ, 87 },
                { PAGE_EXECUTE_WRITECOPY, 0 },
                { PAGE_EXECUTE_WRITECOPY | PAGE_READWRITE, 87 },
                { PAGE_READWRITE | PAGE_GUARD, 87 },
                { PAGE_READWRITE | PAGE_NOCACHE, 87 },
                { PAGE_READWRITE | PAGE_WRITECOMBINE, 87 },
                { 0xff, 87 },
        };

        for (size_t at = 0; at < sizeof table / sizeof *table; at++) {
                char rule[80];

                snprintf(rule, sizeof rule, "3.3 protection 0x%lx: %lu",
                         (unsigned long) table[at].protect, (unsigned long) table[at].error);
                if (table[at].error)
                        ROW(rule, REFUSED(anonymous(table[at].protect, 4096), table[at].error));
                else
                        ROW(rule, SETS(closes(anonymous(table[at].protect, 4096)), 0));
        }
}

/* 3.3: nothing but those six is a protection. */
static void all_protections(void)
{
        int taken = 0;
        int wrong = 0;

        for (DWORD protect = 0; protect < 0x800; protect++) {
                SetLastError(MARK);
                if (closes(anonymous(protect, 4096)))
                        taken++;
                else
                        wrong += GetLastError() != 87;
        }
        ROW("3.3 of the 2,048 values of protections and their modifiers six are taken", taken == 6);
        ROW("3.3 the others: 87", wrong == 0);
}

static void kinds(void)
{
        static const struct {
                DWORD kind;
                DWORD memory; /* last error; 0: it works */
                DWORD file;
        } table[] = {
                { SEC_COMMIT, 0, 0 },
                { SEC_RESERVE, 0, 0 },
                { SEC_RESERVE | SEC_COMMIT, 87, 87 },
                { SEC_NOCACHE, 87, 87 },
                { SEC_WRITECOMBINE, 87, 87 },
                { SEC_LARGE_PAGES, 87, 87 },
                { SEC_NOCACHE | SEC_COMMIT, 0, 0 },
                { SEC_NOCACHE | SEC_RESERVE, 0, 0 },
                { SEC_WRITECOMBINE | SEC_COMMIT, 0, 0 },
                { SEC_RESERVE | SEC_LARGE_PAGES, 87, 87 },
                { SEC_FILE, 87, 87 },
                { SEC_FILE | SEC_COMMIT, 87, 87 },
                { SEC_IMAGE, 193, 193 },
                { SEC_IMAGE | SEC_COMMIT, 87, 87 },
                { SEC_IMAGE | SEC_RESERVE, 87, 87 },
        };
        const char *path = unique_file("kinds");
        HANDLE file;

        make_file(path, 4096);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        for (size_t at = 0; at < sizeof table / sizeof *table; at++) {
                char rule[80];
                DWORD protect = PAGE_READWRITE | table[at].kind;

                /* An image section is asked for read-only. */
                if (table[at].kind & SEC_IMAGE)
                        protect = PAGE_READONLY | table[at].kind;
                snprintf(rule, sizeof rule, "3.4 memory, kind 0x%lx: %lu",
                         (unsigned long) table[at].kind, (unsigned long) table[at].memory);
                if (table[at].memory)
                        ROW(rule, REFUSED(anonymous(protect, 4096), table[at].memory));
                else
                        ROW(rule, SETS(closes(anonymous(protect, 4096)), 0));
                snprintf(rule, sizeof rule, "3.4 file, kind 0x%lx: %lu",
                         (unsigned long) table[at].kind, (unsigned long) table[at].file);
                if (table[at].file)
                        ROW(rule, REFUSED(section_of(file, protect, 4096, NULL), table[at].file));
                else
                        ROW(rule, SETS(closes(section_of(file, protect, 4096, NULL)), 0));
        }
        ROW("3.4 large pages on a file: 87",
            REFUSED(section_of(file, PAGE_READWRITE | SEC_COMMIT | SEC_LARGE_PAGES, 0, NULL), 87));
        ROW_OR_WINE(
                "3.5 large pages without the privilege: 1314",
                REFUSED(anonymous(PAGE_READWRITE | SEC_COMMIT | SEC_LARGE_PAGES, 1 << 21), 1314),
                1);
        CloseHandle(file);
        DeleteFileA(path);
}

static void file_arguments(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE closed = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE made;

        CloseHandle(closed);
        ROW("3.2 memory of size 0: 87", REFUSED(anonymous(PAGE_READWRITE, 0), 87));
        ROW("3.2 an event as file: 6", REFUSED(section_of(event, PAGE_READWRITE, 100, NULL), 6));
        ROW("3.2 a closed handle as file: 6",
            REFUSED(section_of(closed, PAGE_READWRITE, 100, NULL), 6));
        ROW("3.2 a value never issued as file: 6",
            REFUSED(section_of((HANDLE) (ULONG_PTR) 0x7ffff0, PAGE_READWRITE, 100, NULL), 6));
        ROW("3.14 a new mapping sets 0", SETS(made = anonymous(PAGE_READWRITE, 100), 0));
        CloseHandle(made);
        ROW("3.2 NULL as file is memory", closes(section_of(NULL, PAGE_READWRITE, 100, NULL)));
        /* Real Windows says 6. Old programs spell it so, hence we take it. */
        ROW_OR_WINE(
                "13.8 (HANDLE)0xFFFFFFFF as file is memory",
                SETS(closes(section_of((HANDLE) (ULONG_PTR) 0xFFFFFFFF, PAGE_READWRITE, 100, NULL)),
                     0),
                REFUSED(section_of((HANDLE) (ULONG_PTR) 0xFFFFFFFF, PAGE_READWRITE, 100, NULL), 6));
        CloseHandle(event);
}

static void sizes(void)
{
        HANDLE small = anonymous(PAGE_READWRITE, 100);
        char *view = MapViewOfFile(small, FILE_MAP_WRITE, 0, 0, 4096);
        int zeros = view != NULL;
        void *beyond;

        ROW("0.6 memory of 100 bytes is a page of 4096", view != NULL);
        ROW("5.4 but not of 4097: 5",
            FAILS(beyond = MapViewOfFile(small, FILE_MAP_WRITE, 0, 0, 4097), 5));
        for (int at = 0; view && at < 4096; at++)
                zeros = zeros && view[at] == 0;
        ROW("3.2 fresh memory is zero", zeros);
        UnmapViewOfFile(view);
        CloseHandle(small);
        ROW("3.8 2^62 bytes: 8", REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
                                                            PAGE_READWRITE, 0x40000000, 0, NULL),
                                         8));
        ROW("3.8 2^44 bytes: 8",
            REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0x1000, 0, NULL),
                    8));
        ROW("3.8 2^63 bytes: 87", REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
                                                             PAGE_READWRITE, 0x80000000, 0, NULL),
                                          87));
}

/* 3.1, 3.8 */
static void halves(void)
{
        HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
                                            PAGE_READWRITE | SEC_RESERVE, 1, 0x2000, NULL);
        void *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        MEMORY_BASIC_INFORMATION around = { 0 };

        ROW("3.1 the size is both halves: 0x1'00002000",
            !IS_64_BIT || (view && VirtualQuery(view, &around, sizeof around) &&
                           around.RegionSize == 0x100002000ull));
        UnmapViewOfFile(view);
        CloseHandle(section);
        section = anonymous(PAGE_READWRITE, 0x2000);
        ROW("3.1 without the high one the low one alone",
            maps(section, FILE_MAP_READ) &&
                    FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0x2001), 5));
        CloseHandle(section);
        if (on_wine)
                skip("3.8 2^43 bytes: 1455", "Wine makes them");
        else
                ROW("3.8 2^43 bytes, more than there are: 8 or 1455",
                    REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0x800, 0,
                                               NULL),
                            1455) ||
                            GetLastError() == 8);
}

static void read_only_memory(void)
{
        HANDLE reader = section_of(INVALID_HANDLE_VALUE, PAGE_READONLY, 4096, unique("ro"));
        HANDLE writer;
        char *view = MapViewOfFile(reader, FILE_MAP_READ, 0, 0, 0);

        ROW("3.6 a read-only mapping of memory is legal, and zero",
            view && view[0] == 0 && view[4095] == 0);
        UnmapViewOfFile(view);
        ROW("5.2 no writable view of it: 5", FAILS(maps(reader, FILE_MAP_WRITE), 5));
        ROW("5.2 a copy-on-write view of it", maps(reader, FILE_MAP_COPY));
        ROW("3.13 Create read-write of it gives a handle",
            SETS(writer = section_of(INVALID_HANDLE_VALUE, PAGE_READWRITE, 4096, unique("ro")),
                 183));
        ROW_OR_WINE("13.4 which still can't write", !maps(writer, FILE_MAP_WRITE), 1);
        ROW("3.13 but read", maps(writer, FILE_MAP_READ));
        CloseHandle(writer);
        writer = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, unique("ro"));
        ROW("4.3 Open for all of it gives a handle", writer != NULL);
        ROW_OR_WINE("5.2 which can't write", !maps(writer, FILE_MAP_WRITE), 1);
        CloseHandle(writer);
        CloseHandle(reader);
        reader = anonymous(PAGE_WRITECOPY, 4096);
        ROW("3.6 a write-copy mapping of memory is legal", reader != NULL);
        ROW("5.2 no writable view of a write-copy mapping: 5",
            FAILS(maps(reader, FILE_MAP_WRITE), 5));
        ROW("5.2 a copy-on-write view of a write-copy mapping", maps(reader, FILE_MAP_COPY));
        ROW("5.2 a read-only view of a write-copy mapping", maps(reader, FILE_MAP_READ));
        CloseHandle(reader);
}

static void existing(void)
{
        const char *name = unique("existing");
        HANDLE first = section_of(INVALID_HANDLE_VALUE, PAGE_READWRITE, 8192, name);
        HANDLE second;
        char *one = MapViewOfFile(first, FILE_MAP_WRITE, 0, 0, 0);
        char *two;
        MEMORY_BASIC_INFORMATION around;

        strcpy(one, "there");
        ROW("0.7 size 0 of an existing one: 87",
            REFUSED(section_of(INVALID_HANDLE_VALUE, PAGE_READWRITE, 0, name), 87));
        ROW("0.7 a bad protection of an existing one: 87",
            REFUSED(section_of(INVALID_HANDLE_VALUE, PAGE_NOACCESS, 4096, name), 87));
        ROW("2.8 a bogus file is not looked at when the name exists",
            SETS(closes(section_of((HANDLE) (ULONG_PTR) 0x7ffff0, PAGE_READWRITE, 100, name)),
                 183));
        ROW("0.7 a second Create gives the same object",
            SETS(second = section_of(INVALID_HANDLE_VALUE, PAGE_READWRITE, 100, name), 183));
        two = MapViewOfFile(second, FILE_MAP_READ, 0, 0, 0);
        ROW("0.7 with its bytes", two && strcmp(two, "there") == 0);
        ROW("0.7 and its size, not this call's",
            VirtualQuery(two, &around, sizeof around) && around.RegionSize == 8192);
        UnmapViewOfFile(two);
        CloseHandle(second);
        second = section_of(INVALID_HANDLE_VALUE, PAGE_READWRITE, 1 << 20, name);
        ROW("3.13 a bigger size is ignored: beyond the real one 5",
            FAILS(MapViewOfFile(second, FILE_MAP_READ, 0, 0, 8193), 5));
        CloseHandle(second);
        second = section_of(INVALID_HANDLE_VALUE, PAGE_READONLY, 8192, name);
        ROW("3.13 Create read-only of a read-write one reads",
            second && maps(second, FILE_MAP_READ));
        ROW("3.13 but has no right to write: 5", FAILS(maps(second, FILE_MAP_WRITE), 5));
        CloseHandle(second);
        UnmapViewOfFile(one);
        CloseHandle(first);
}

/* 4.3: what a handle can map, by how it was opened. */
static void rights(void)
{
        static const struct {
                const char *rule;
                DWORD access;
                int read, copy, none, write, all;
        } table[] = {
                { "4.3 opened READ", FILE_MAP_READ, 1, 1, 1, 0, 0 },
                { "4.3 opened WRITE", FILE_MAP_WRITE, 0, 0, 0, 1, 1 },
                { "4.3 opened READ|WRITE", FILE_MAP_READ | FILE_MAP_WRITE, 1, 1, 1, 1, 1 },
                { "4.3 opened ALL_ACCESS", FILE_MAP_ALL_ACCESS, 1, 1, 1, 1, 1 },
                { "4.3 opened EXECUTE", FILE_MAP_EXECUTE, 0, 0, 0, 0, 0 },
                { "4.3 opened SECTION_MAP_EXECUTE", SECTION_MAP_EXECUTE, 0, 0, 0, 0, 0 },
                { "4.2 opened COPY reads", FILE_MAP_COPY, 1, 1, 1, 0, 0 },
                { "4.2 opened GENERIC_READ", GENERIC_READ, 1, 1, 1, 0, 0 },
                { "4.2 opened GENERIC_WRITE", GENERIC_WRITE, 0, 0, 0, 1, 1 },
                { "4.2 opened GENERIC_EXECUTE", GENERIC_EXECUTE, 0, 0, 0, 0, 0 },
                { "4.2 opened GENERIC_ALL", GENERIC_ALL, 1, 1, 1, 1, 1 },
                { "4.2 opened MAXIMUM_ALLOWED", MAXIMUM_ALLOWED, 1, 1, 1, 1, 1 },
        };
        const char *name = unique("rights");
        HANDLE owner = section_of(INVALID_HANDLE_VALUE, PAGE_READWRITE, 4096, name);

        for (size_t at = 0; at < sizeof table / sizeof *table; at++) {
                HANDLE handle = OpenFileMappingA(table[at].access, FALSE, name);
                char rule[80];

#define MAPS(what, access, expected)                                                               \
  snprintf(rule, sizeof rule, "%s: view %s %s", table[at].rule, what, (expected) ? "works" : "5"); \
  ROW(rule, (expected) ? maps(handle, access) : FAILS(maps(handle, access), 5))

                MAPS("READ", FILE_MAP_READ, table[at].read);
                MAPS("COPY", FILE_MAP_COPY, table[at].copy);
                MAPS("0", 0, table[at].none);
                MAPS("WRITE", FILE_MAP_WRITE, table[at].write);
                MAPS("ALL_ACCESS", FILE_MAP_ALL_ACCESS, table[at].all);
                CloseHandle(handle);
        }
        ROW_OR_WINE("5.2 opened to execute, what isn't executable has no such view: 5", ({
                            HANDLE runner =
                                    OpenFileMappingA(FILE_MAP_READ | FILE_MAP_EXECUTE, FALSE, name);
                            int fails = runner &&
                                        FAILS(maps(runner, FILE_MAP_READ | FILE_MAP_EXECUTE), 5);

                            CloseHandle(runner);
                            fails;
                    }),
                    1);
        ROW_OR_WINE("13.5 OpenFileMapping with no access: 5",
                    REFUSED(OpenFileMappingA(0, FALSE, name), 5), 1);
        ROW("4.1 a missing one: 2",
            REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, unique("none")), 2));
        ROW("4.4 an opened handle keeps it when its maker's is closed", ({
                    HANDLE kept = OpenFileMappingA(FILE_MAP_READ, FALSE, name);
                    HANDLE again;
                    int found;

                    CloseHandle(owner);
                    again = OpenFileMappingA(FILE_MAP_WRITE, FALSE, name);
                    found = maps(kept, FILE_MAP_READ) && maps(again, FILE_MAP_WRITE);
                    CloseHandle(kept);
                    CloseHandle(again);
                    found;
            }));
        ROW("4.4 closed by all: 2", REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, name), 2));
}

static void not_waitable(void)
{
        HANDLE section = memory_section(NULL, 100);

        ROW("3.7 a mapping can't be waited for: 5", WAIT_FAILS(WaitForSingleObject(section, 0), 5));
        ROW("10.6 nor set: 6", FAILS(SetEvent(section), 6));
        CloseHandle(section);
}

void rules_sections(void)
{
        protections();
        all_protections();
        kinds();
        file_arguments();
        sizes();
        halves();
        read_only_memory();
        existing();
        rights();
        not_waitable();
}
