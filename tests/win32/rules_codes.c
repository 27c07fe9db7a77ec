/* SPDX-License-Identifier: MIT */
/* rules_codes.c — section 14: the last error of each call, cell by cell. */
#include "support.h"

#define BOGUS ((HANDLE) (ULONG_PTR) 0x7ffff0)

static HANDLE section_of(HANDLE file, DWORD protect, DWORD size_bytes, const char *name)
{
        return CreateFileMappingA(file, NULL, protect, 0, size_bytes, name);
}

static HANDLE memory(DWORD protect, DWORD size_bytes)
{
        return section_of(INVALID_HANDLE_VALUE, protect, size_bytes, NULL);
}

static HANDLE closed_handle(void)
{
        HANDLE event = CreateEventA(NULL, TRUE, TRUE, NULL);

        CloseHandle(event);
        return event;
}

static void creating(void)
{
        const char *name = unique("codes");
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, name);
        HANDLE first;
        HANDLE second = NULL;
        char many[301];

        ROW("14 CreateFileMapping, memory of size 0: 87", REFUSED(memory(PAGE_READWRITE, 0), 87));
        ROW("14 a bad protection: 87", REFUSED(memory(PAGE_NOACCESS, 100), 87));
        ROW("14 two protections: 87", REFUSED(memory(PAGE_READWRITE | PAGE_READONLY, 100), 87));
        ROW("14 a bad mix of SEC bits: 87",
            REFUSED(memory(PAGE_READWRITE | SEC_RESERVE | SEC_COMMIT, 100), 87));
        ROW("14 a bad handle: 6", REFUSED(section_of(BOGUS, PAGE_READWRITE, 100, NULL), 6));
        ROW("14 a closed handle: 6",
            REFUSED(section_of(closed_handle(), PAGE_READWRITE, 100, NULL), 6));
        ROW("14 no file's handle: 6", REFUSED(section_of(event, PAGE_READWRITE, 100, NULL), 6));
        ROW("14 a name of another type: 6", REFUSED(memory_section(name, 100), 6));
        ROW("14 the name Local: 6", REFUSED(memory_section("Local", 100), 6));
        ROW("14 an absurd size: 8", REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
                                                               PAGE_READWRITE, 1 << 30, 0, NULL),
                                            8));
        ROW("14 a path: 3", REFUSED(memory_section("a\\b", 100), 3));
        ROW("14 a backslash in front: 161", REFUSED(memory_section("\\a", 100), 161));
        ROW("14 a prefix only: 123", REFUSED(memory_section("Local\\", 100), 123));
        memset(many, 'n', 300);
        many[300] = '\0';
        ROW("14 too long a name: 206", REFUSED(memory_section(many, 100), 206));
        first = memory_section(unique("exists"), 100);
        ROW("14 it exists: 183 and a handle",
            SETS(second = memory_section(unique("exists"), 100), 183));
        CloseHandle(first);
        CloseHandle(second);
        CloseHandle(event);
        ROW("14 CreateSemaphore, bad counts: 87",
            REFUSED(CreateSemaphoreA(NULL, 2, 1, NULL), 87) &&
                    REFUSED(CreateSemaphoreA(NULL, 0, 0, NULL), 87) &&
                    REFUSED(CreateSemaphoreA(NULL, -1, 1, NULL), 87));
}

static void of_files(void)
{
        const char *path = unique_file("codes");
        HANDLE file;
        HANDLE reader;
        HANDLE section;
        void *view;

        make_file(path, 0);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        ROW("14 an empty file, size 0: 1006",
            REFUSED(section_of(file, PAGE_READWRITE, 0, NULL), 1006));
        CloseHandle(file);
        make_file(path, 5000);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        reader = open_file(path, GENERIC_READ);
        ROW("14 a read-only section bigger than the file: 8",
            REFUSED(section_of(file, PAGE_READONLY, 5001, NULL), 8));
        ROW("14 a file opened without the access needed: 5",
            REFUSED(section_of(reader, PAGE_READWRITE, 0, NULL), 5));
        ROW("14 SEC_IMAGE of what is no program: 193",
            REFUSED(section_of(file, PAGE_READONLY | SEC_IMAGE, 0, NULL), 193));
        section = section_of(file, PAGE_READWRITE, 0, NULL);
        view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        SetFilePointer(file, 10, NULL, FILE_BEGIN);
        ROW("14 SetEndOfFile, to shrink a mapped file: 1224", FAILS(SetEndOfFile(file), 1224));
        UnmapViewOfFile(view);
        CloseHandle(section);
        CloseHandle(reader);
        CloseHandle(file);
        DeleteFileA(path);
}

/* ---- Open* ------------------------------------------------------------------------ */

static HANDLE open_mapping(const char *name)
{
        return OpenFileMappingA(FILE_MAP_READ, FALSE, name);
}

static HANDLE open_event(const char *name)
{
        return OpenEventA(SYNCHRONIZE, FALSE, name);
}

static HANDLE open_mutex(const char *name)
{
        return OpenMutexA(SYNCHRONIZE, FALSE, name);
}

static HANDLE open_semaphore(const char *name)
{
        return OpenSemaphoreA(SYNCHRONIZE, FALSE, name);
}

static HANDLE open_timer(const char *name)
{
        return OpenWaitableTimerA(SYNCHRONIZE, FALSE, name);
}

static void opening(void)
{
        static const struct {
                const char *what;
                HANDLE (*open)(const char *name);
        } calls[] = {
                { "FileMapping", open_mapping }, { "Event", open_event },
                { "Mutex", open_mutex },         { "Semaphore", open_semaphore },
                { "WaitableTimer", open_timer },
        };
        HANDLE mapping = memory_section(unique("a mapping"), 100);
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, unique("an event"));

        for (size_t at = 0; at < sizeof calls / sizeof *calls; at++) {
                const char *other = unique(at == 0 ? "an event" : "a mapping");
                char rule[80];

#define OPENING(case_, call, code)                                                                 \
  snprintf(rule, sizeof rule, "14 Open%s, " case_ ": " #code, calls[at].what);                     \
  ROW(rule, REFUSED(call, code))

                OPENING("missing", calls[at].open(unique("none")), 2);
                OPENING("NULL", calls[at].open(NULL), 87);
                OPENING("no name", calls[at].open(""), 6);
                OPENING("another type", calls[at].open(other), 6);
        }
        CloseHandle(mapping);
        CloseHandle(event);
}

/* Rights that can't be had: told only of a name that is there. */
static void opening_without_rights(void)
{
        HANDLE mutex = CreateMutexA(NULL, FALSE, unique("rights"));

        ROW("14 OpenEvent with no rights, missing: 2", REFUSED(OpenEventA(0, FALSE, "none"), 2));
        ROW("14 OpenMutex likewise: 2", REFUSED(OpenMutexA(0, FALSE, "none"), 2));
        ROW("14 OpenSemaphore likewise: 2", REFUSED(OpenSemaphoreA(0, FALSE, "none"), 2));
        ROW("14 OpenWaitableTimer likewise: 2", REFUSED(OpenWaitableTimerA(0, FALSE, "none"), 2));
        ROW("14 OpenFileMapping likewise: 2", REFUSED(OpenFileMappingA(0, FALSE, "none"), 2));
        ROW("14 OpenEvent with a right that events don't have, missing: 2",
            REFUSED(OpenEventA(0x4, FALSE, "none"), 2));
        ROW_OR_WINE("14 OpenMutex with no rights: 5",
                    REFUSED(OpenMutexA(0, FALSE, unique("rights")), 5), 1);
        ROW("14 and the mutex is there as before",
            SETS(CloseHandle(CreateMutexA(NULL, FALSE, unique("rights"))), 183));
        CloseHandle(mutex);
}

/* ---- views, events, waits, the rest ------------------------------------------------ */

static void viewing(void)
{
        HANDLE section = memory_section(unique("view"), 0x20000);
        HANDLE reader = open_mapping(unique("view"));
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

        ROW("14 MapViewOfFile without the right: 5",
            FAILS(MapViewOfFile(reader, FILE_MAP_WRITE, 0, 0, 0), 5));
        ROW("14 beyond the end: 5", FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0x20001), 5));
        ROW("14 an offset that is no multiple of 64 KiB: 1132",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0x8000, 0), 1132));
        ROW("14 of a bad handle: 6", FAILS(MapViewOfFile(BOGUS, FILE_MAP_READ, 0, 0, 0), 6));
        ROW("14 MapViewOfFileEx where there is something: 487",
            FAILS(MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, view), 487));
        ROW("14 at no multiple of 64 KiB: 1132",
            FAILS(MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, view + 0x1000), 1132));
        UnmapViewOfFile(view);
        ROW("14 UnmapViewOfFile where no view is: 487", FAILS(UnmapViewOfFile(view), 487));
        CloseHandle(reader);
        CloseHandle(section);
}

static void setting(void)
{
        static const struct {
                const char *what;
                BOOL(WINAPI *call)(HANDLE event);
        } calls[] = {
                { "SetEvent", SetEvent },
                { "ResetEvent", ResetEvent },
                { "PulseEvent", PulseEvent },
        };
        HANDLE event = CreateEventA(NULL, TRUE, TRUE, unique("set"));
        HANDLE waits = open_event(unique("set"));
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE closed = closed_handle();

        for (size_t at = 0; at < sizeof calls / sizeof *calls; at++) {
                char rule[80];

#define SETTING(case_, handle, code)                                                               \
  snprintf(rule, sizeof rule, "14 %s, " case_ ": " #code, calls[at].what);                         \
  ROW(rule, FAILS(calls[at].call(handle), code))

                SETTING("a bad handle", BOGUS, 6);
                SETTING("a closed one", closed, 6);
                SETTING("a mutex", mutex, 6);
                SETTING("without the right", waits, 5);
        }
        ROW("14 and the event is as it was", WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        CloseHandle(event);
        CloseHandle(waits);
        CloseHandle(mutex);
}

static void waiting(void)
{
        HANDLE event = CreateEventA(NULL, TRUE, TRUE, unique("wait"));
        HANDLE sets = OpenEventA(EVENT_MODIFY_STATE, FALSE, unique("wait"));
        HANDLE handles[2] = { event, BOGUS };

        ROW("14 WaitForSingleObject, a bad handle: 6",
            WAIT_FAILS(WaitForSingleObject(BOGUS, 0), 6));
        ROW("14 without SYNCHRONIZE: 5", WAIT_FAILS(WaitForSingleObject(sets, 0), 5));
        ROW("14 WaitForMultipleObjects, a bad handle: 6",
            WAIT_FAILS(WaitForMultipleObjects(2, handles, FALSE, 0), 6));
        handles[1] = sets;
        ROW("14 one without SYNCHRONIZE: 5",
            WAIT_FAILS(WaitForMultipleObjects(2, handles, FALSE, 0), 5));
        ROW("14 none: 87", WAIT_FAILS(WaitForMultipleObjects(0, handles, FALSE, 0), 87));
        CloseHandle(event);
        CloseHandle(sets);
}

static void releasing(void)
{
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE units = CreateSemaphoreA(NULL, 1, 1, NULL);

        ROW("14 ReleaseMutex by who doesn't own it: 288", FAILS(ReleaseMutex(mutex), 288));
        ROW("14 ReleaseSemaphore beyond its maximum: 298",
            FAILS(ReleaseSemaphore(units, 1, NULL), 298));
        ROW("14 CloseHandle, a bad one: 6", FAILS(CloseHandle(BOGUS), 6));
        ROW("14 a closed one: 6", FAILS(CloseHandle(closed_handle()), 6));
        SetHandleInformation(mutex, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE);
        ROW("14 a protected one: 6", FAILS(CloseHandle(mutex), 6));
        SetHandleInformation(mutex, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
        CloseHandle(mutex);
        CloseHandle(units);
}

void rules_codes(void)
{
        creating();
        of_files();
        opening();
        opening_without_rights();
        viewing();
        setting();
        waiting();
        releasing();
}
