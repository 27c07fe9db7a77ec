/* SPDX-License-Identifier: MIT */
/* inside.c — what the table of rules can't see: that the layer's objects are
 * mapwire's, that mapwire's promises hold through it, and that its handles
 * survive threads that close them under each other, and fork.
 */
#include "support.h"

#include <mapwire/mapwire.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static int passed;
static int failed;

#define CHECK(what, condition)                                                                     \
  do {                                                                                             \
    if (condition) {                                                                               \
      passed++;                                                                                    \
    } else {                                                                                       \
      failed++;                                                                                    \
      printf("FAILED %s (line %d, last error %u; %s)\n", what, __LINE__, GetLastError(),           \
             mw_last_error());                                                                     \
    }                                                                                              \
  } while (0)

static void one_namespace_with_mapwire(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, "both");
        HANDLE mutex = CreateMutexA(NULL, TRUE, "Local\\lock");
        HANDLE units = CreateSemaphoreA(NULL, 2, 5, "units");
        mw_semaphore *mw_units;
        mw_event *mw_both;
        mw_mutex *mw_lock;
        mw_object_info info = MW_OBJECT_INFO_INIT;

        CHECK("mapwire opens a Win32 event", mw_event_open("both", 0, NULL, &mw_both) == MW_OK);
        CHECK("and sets it", mw_event_set(mw_both) == MW_OK);
        CHECK("which ends a Win32 wait", WaitForSingleObject(event, 10000) == WAIT_OBJECT_0);
        CHECK("the other way", SetEvent(event) && mw_event_wait(mw_both, MW_NOW) == MW_OK);
        CHECK("the type is seen", mw_event_is_auto_reset(mw_both));
        mw_event_close(mw_both);
        CHECK("mapwire opens a Win32 mutex", mw_mutex_open("lock", 0, NULL, &mw_lock) == MW_OK);
        CHECK("this thread owns it", mw_mutex_unlock(mw_lock) == MW_OK && !ReleaseMutex(mutex));
        mw_mutex_close(mw_lock);
        CHECK("mapwire opens a Win32 semaphore",
              mw_semaphore_open("units", 0, 0, 0, NULL, &mw_units) == MW_OK);
        CHECK("and takes a unit", mw_semaphore_wait(mw_units, MW_NOW) == MW_OK);
        mw_semaphore_close(mw_units);
        CHECK("mapwire lists it with its counts", mw_inspect_name("units", &info) == MW_OK &&
                                                          info.kind == MW_KIND_SEMAPHORE &&
                                                          info.count == 1 && info.max_count == 5);
        CloseHandle(event);
        CloseHandle(mutex);
        CloseHandle(units);
        CHECK("the names are gone", mw_inspect_name("both", &info) == MW_ENOTFOUND &&
                                            mw_inspect_name("lock", &info) == MW_ENOTFOUND);
}

static void mappings_meet(void)
{
        HANDLE section = memory_section("cam", 100);
        mw_mapping *cam;
        mw_mapping *reader;
        void *bytes = NULL;
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        HANDLE mine;

        strcpy(view, "seen");
        CHECK("mapwire opens a Win32 mapping", mw_mapping_open("cam", 0, 0, NULL, &cam) == MW_OK);
        CHECK("and its bytes",
              mw_view_map(cam, 0, 0, 0, &bytes) == MW_OK && strcmp(bytes, "seen") == 0);
        CHECK("its size is whole pages", mw_mapping_size_bytes(cam) == 4096);
        mw_view_unmap(bytes);
        mw_mapping_close(cam);
        UnmapViewOfFile(view);
        CloseHandle(section);

        CHECK("mapwire makes one of 100 bytes",
              mw_mapping_open("tool", 100, MW_CREATE, NULL, &reader) == MW_CREATED);
        CHECK("Win32 opens it",
              (mine = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, "tool")) != NULL);
        view = MapViewOfFile(mine, FILE_MAP_WRITE, 0, 0, 0);
        CHECK("and writes to it", view && (strcpy(view, "written"), UnmapViewOfFile(view)));
        CHECK("Create says that it exists", CloseHandle(memory_section("tool", 50)));
        CloseHandle(mine);
        mw_mapping_close(reader);
}

/* A mapping on a disk file, made here, opened by its name elsewhere. */
static void file_by_name(void)
{
        HANDLE file;
        HANDLE section;
        mw_object_info info = MW_OBJECT_INFO_INIT;
        char *view;
        int status = 1;
        pid_t child;

        make_file("behind.bin", 5000);
        file = open_file("behind.bin", GENERIC_READ | GENERIC_WRITE);
        section = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, "behind");
        CloseHandle(file);
        CHECK("a mapping of a file", section && mw_inspect_name("behind", &info) == MW_OK &&
                                             info.backing == MW_BACKING_FILE &&
                                             info.size_bytes == 5000);
        child = fork();
        if (child == 0) {
                HANDLE again = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, "behind");

                view = MapViewOfFile(again, FILE_MAP_READ, 0, 0, 0);
                /* Its protection came along: nobody writes to it. */
                _exit(!view || view[4999] != 'a' || MapViewOfFile(again, FILE_MAP_WRITE, 0, 0, 0) ||
                      GetLastError() != 5);
        }
        waitpid(child, &status, 0);
        CHECK("another process has it by its name, and its protection", status == 0);
        CloseHandle(section);
        unlink("behind.bin");
}

/* The kernel keeps a reader's process from writing, not only the layer. */
static void rights_are_the_kernels(void)
{
        HANDLE section = memory_section("kernel", 4096);
        HANDLE reader = OpenFileMappingA(FILE_MAP_READ, FALSE, "kernel");
        void *view = MapViewOfFile(reader, FILE_MAP_READ, 0, 0, 0);
        mw_view_info info = { .struct_size = sizeof info };

        CHECK("a view of a reader is read-only and detached", mw_view_query(view, &info) == MW_OK &&
                                                                      (info.flags & MW_READ_ONLY) &&
                                                                      (info.flags & MW_DETACHED));
        UnmapViewOfFile(view);
        CloseHandle(reader);
        CloseHandle(section);
}

static DWORD protection_at(const void *address, SIZE_T *out_bytes)
{
        MEMORY_BASIC_INFORMATION info = { 0 };

        VirtualQuery(address, &info, sizeof info);
        *out_bytes = info.RegionSize;
        return info.Type == MEM_MAPPED ? info.Protect : 0;
}

/* What was said of a view's pages doesn't outlive it, when mapwire's own call ends it, and
 * isn't said of what comes to lie there. */
static void areas_end_with_views(void)
{
        HANDLE section = memory_section("areas", 65536);
        char *first = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        SIZE_T bytes;
        DWORD before;
        char *again;

        CHECK("a page of a view is changed",
              VirtualProtect(first + 4096, 4096, PAGE_READONLY, &before) &&
                      before == PAGE_READWRITE &&
                      protection_at(first + 4096, &bytes) == PAGE_READONLY && bytes == 4096);
        CHECK("mapwire ends the view", mw_view_unmap(first) == MW_OK);
        CHECK("nothing is known of its pages", protection_at(first + 4096, &bytes) == 0);
        again = MapViewOfFileEx(section, FILE_MAP_WRITE, 0, 0, 0, first);
        CHECK("another view lies there, and its pages are as they were made",
              again == first && protection_at(again, &bytes) == PAGE_READWRITE && bytes == 65536 &&
                      (again[4096] = 1));
        CHECK("nor where nobody asked in between",
              VirtualProtect(again + 4096, 4096, PAGE_READONLY, &before) &&
                      mw_view_unmap(again) == MW_OK &&
                      MapViewOfFileEx(section, FILE_MAP_WRITE, 0, 0, 0, first) == first &&
                      protection_at(first, &bytes) == PAGE_READWRITE && bytes == 65536);
        CHECK("nor is anything said of private memory that comes to lie there",
              VirtualProtect(again, 4096, PAGE_NOACCESS, &before) &&
                      mw_view_unmap(again) == MW_OK &&
                      VirtualAlloc(again, 65536, MEM_RESERVE, PAGE_READWRITE) == again &&
                      protection_at(again, &bytes) == 0 && VirtualFree(again, 0, MEM_RELEASE));
        CloseHandle(section);
}

/* Views that mapwire's own calls made are views here, too. */
static void views_of_mapwires_own(void)
{
        mw_mapping *cam;
        void *view = NULL;
        SIZE_T bytes;
        DWORD before;

        CHECK("mapwire maps a view", mw_mapping_open(NULL, 65536, MW_CREATE, NULL, &cam) >= 0 &&
                                             mw_view_map(cam, 0, 0, 0, &view) == MW_OK);
        CHECK("VirtualProtect changes a page of it",
              VirtualProtect((char *) view + 8192, 1, PAGE_READONLY, &before) &&
                      before == PAGE_READWRITE && protection_at(view, &bytes) == PAGE_READWRITE &&
                      bytes == 8192);
        CHECK("UnmapViewOfFile ends it, by any address in it",
              UnmapViewOfFile((char *) view + 9000) && !UnmapViewOfFile(view));
        mw_mapping_close(cam);
}

static void fork_inherits(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, "forked");
        HANDLE answer = CreateEventA(NULL, FALSE, FALSE, NULL);
        DWORD parent = GetCurrentThreadId();
        int status = 1;
        pid_t child = fork();

        if (child == 0)
                _exit(GetCurrentThreadId() == parent || GetCurrentProcessId() != (DWORD) getpid() ||
                      WaitForSingleObject(event, 20000) != WAIT_OBJECT_0 || !SetEvent(answer));
        SetEvent(event);
        CHECK("a forked child waits on our handle and sets an unnamed event",
              WaitForSingleObject(answer, 20000) == WAIT_OBJECT_0);
        waitpid(child, &status, 0);
        CHECK("and has ids of its own", status == 0);
        CloseHandle(event);
        CloseHandle(answer);
}

/* What another thread of the parent waits on can be closed in the child. */
static void fork_under_a_wait(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        waiter one;
        int status = 1;
        pid_t child;

        waiter_start(&one, event, 30000);
        settle();
        child = fork();
        if (child == 0)
                _exit(!CloseHandle(event) || CreateEventA(NULL, FALSE, FALSE, NULL) != event);
        waitpid(child, &status, 0);
        CHECK("a forked child closes what a thread of its parent waits on", status == 0);
        SetEvent(event);
        waiter_join(&one);
        CHECK("and the parent's wait goes on", one.result == WAIT_OBJECT_0);
        CloseHandle(event);
}

/* Threads that open, use, duplicate and close the same numbers at random:
 * every call succeeds or fails with 6, and nothing is used after it is freed
 * (the sanitizers' builds see to that). */
static HANDLE shared[8];
static volatile LONG stop;
static volatile LONG wrong;

static void expect_success_or_6(BOOL success)
{
        if (!success && GetLastError() != ERROR_INVALID_HANDLE)
                atomic_add(&wrong, 1);
}

static void churn(void *argument)
{
        unsigned random = (unsigned) (ULONG_PTR) argument;

        while (!atomic_get(&stop)) {
                HANDLE *slot = &shared[(random = random * 1103515245 + 12345) >> 16 & 7];
                HANDLE handle = __atomic_load_n(slot, __ATOMIC_SEQ_CST);
                HANDLE copy;

                switch (random >> 24 & 3) {
                case 0:
                        expect_success_or_6(SetEvent(handle));
                        break;
                case 1:
                        WaitForSingleObject(handle, 0);
                        break;
                case 2:
                        if (DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy,
                                            0, FALSE, DUPLICATE_SAME_ACCESS))
                                CloseHandle(copy);
                        break;
                default:
                        handle = __atomic_exchange_n(slot, CreateEventA(NULL, FALSE, FALSE, NULL),
                                                     __ATOMIC_SEQ_CST);
                        expect_success_or_6(CloseHandle(handle));
                }
        }
}

static void closing_under_each_other(void)
{
        thread *threads[4];

        for (int at = 0; at < 8; at++)
                shared[at] = CreateEventA(NULL, FALSE, FALSE, NULL);
        for (int at = 0; at < 4; at++)
                threads[at] = thread_start(churn, (void *) (ULONG_PTR) (at + 1));
        Sleep(1000);
        atomic_add(&stop, 1);
        for (int at = 0; at < 4; at++)
                thread_join(threads[at]);
        for (int at = 0; at < 8; at++)
                CloseHandle(shared[at]);
        CHECK("four threads close handles under each other for a second", wrong == 0);
}

static long descriptors(void)
{
        long count = 0;

        for (int at = 0; at < 1000; at++)
                count += dup2(at, at) == at;
        return count;
}

static void no_growth(void)
{
        HANDLE first = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE last;
        long before = descriptors();
        int ok = 1;

        CloseHandle(first);
        for (int at = 0; at < 100000; at++) {
                last = CreateEventA(NULL, FALSE, FALSE, NULL);
                ok = ok && last == first && CloseHandle(last);
        }
        CHECK("100,000 unnamed events, one after another, are one number", ok);
        for (int at = 0; at < 2000; at++) {
                HANDLE section = memory_section("grow", 4096);
                void *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

                ok = ok && view && UnmapViewOfFile(view) && CloseHandle(section);
        }
        CHECK("2,000 named mappings leave no descriptor", ok && descriptors() == before);
}

int peer_main(const char *role, const char *argument)
{
        return 1;
}

int main(void)
{
        one_namespace_with_mapwire();
        mappings_meet();
        file_by_name();
        rights_are_the_kernels();
        areas_end_with_views();
        views_of_mapwires_own();
        fork_inherits();
        fork_under_a_wait();
        closing_under_each_other();
        no_growth();
        printf("%d passed, %d failed\n", passed, failed);
        return failed > 0;
}
