/* SPDX-License-Identifier: MIT */
/* fuzz_arguments.c — calls the layer with whatever there is: handles that are
 * live, closed, of another kind, without the right, NULL and wild; addresses that
 * are good, wild, unaligned, without access, read-only; sizes and flags at their
 * edges. No call may crash or hang, and each failure of those that are here must be one
 * of the last errors that the call is documented to give; fuzz_calls.c has the others.
 *
 *      fuzz_arguments SEED SECONDS      0 seconds: a fixed number of calls
 *
 * Before and after, 100,000 times opening and closing must leave no descriptor
 * and no memory behind; and handles are closed while threads wait for them.
 */
#include "fuzz.h"

#include <dirent.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __SANITIZE_ADDRESS__
#  include <sanitizer/asan_interface.h>
#endif

#define HANDLES     64
#define FIXED_CALLS 60000
#define ANY         0xFFFFFFFFu /* any error at all */

/* Sanitizers keep what was freed for a while. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#  define GROWTH_PAGES_MAX (1l << 20)
#else
#  define GROWTH_PAGES_MAX 1024l
#endif

static unsigned long long state;
static volatile LONG failures;
static HANDLE pool[HANDLES];
static char *no_access;
static char *read_only;
static char *views[8];
static char *blocks[8];
static unsigned block_bytes[8];

unsigned long long draw(void)
{
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state * 0x2545F4914F6CDD1Dull >> 16;
}

unsigned below(unsigned limit)
{
        return (unsigned) (draw() % limit);
}

/* A failure's last error must be among these; the list ends with 0. */
static void check(int succeeded, const char *call, const DWORD *allowed)
{
        DWORD error = GetLastError();

        for (size_t at = 0; allowed[at]; at++)
                if (allowed[at] == error || allowed[at] == ANY)
                        return;
        if (succeeded)
                return;
        failures++;
        printf("FAILED %s: last error %lu\n", call, (unsigned long) error);
}

#define CHECK(call, ...)                                                                           \
  do {                                                                                             \
    static const DWORD allowed_[] = { __VA_ARGS__, 0 };                                            \
    SetLastError(MARK);                                                                            \
    check((call) != 0, #call, allowed_);                                                           \
  } while (0)
#define CHECK_WAIT(call, ...)                                                                      \
  do {                                                                                             \
    static const DWORD allowed_[] = { __VA_ARGS__, 0 };                                            \
    SetLastError(MARK);                                                                            \
    check((call) != WAIT_FAILED, #call, allowed_);                                                 \
  } while (0)

/* ---- arguments ------------------------------------------------------------------- */

HANDLE any_handle(void)
{
        switch (below(12)) {
        case 0:
                return NULL;
        case 1:
                return (HANDLE) (ULONG_PTR) (below(4000) * 4);
        case 2:
                return (HANDLE) (ULONG_PTR) draw();
        default:
                return pool[below(HANDLES)]; /* some of them are closed */
        }
}

static char *good_address(void)
{
        static char good[8192];

        return good + below(128);
}

/* Where a view or a block was, or behind it, a sanitizer's heap may be by now, which it
 * lets nobody touch. */
static void *unless_poisoned(char *at)
{
#ifdef __SANITIZE_ADDRESS__
        if (__asan_region_is_poisoned(at, 8192))
                return good_address();
#endif
        return at;
}

void *any_address(void)
{
        switch (below(12)) {
        case 0:
                return NULL;
        case 1:
                return (void *) (ULONG_PTR) below(70000);
#ifndef __SANITIZE_ADDRESS__ /* whose own memory may be there */
        case 2:
                return (void *) (ULONG_PTR) (draw() & 0x7fffffffffff);
#endif
        case 3:
                return (void *) (ULONG_PTR) (draw() | 1ull << 63);
        case 4:
                return no_access + below(4096);
        case 5:
                return read_only + below(4096);
        case 6:
        case 7:
                return unless_poisoned(views[below(8)]);
        case 8:
                return unless_poisoned(views[below(8)] + below(70000));
        case 9:
        case 10:
                return unless_poisoned(blocks[below(8)] + 4096 * below(20));
        default:
                return good_address();
        }
}

/* Where a call shall write: as any address, but never into memory of somebody
 * else's that happens to be there. */
void *any_target(void)
{
        static char good[8192];

        switch (below(9)) {
        case 0:
                return NULL;
        case 1:
                return (void *) (ULONG_PTR) below(60000);
        case 2:
                return (void *) (ULONG_PTR) (draw() | 1ull << 63);
        case 3:
                return no_access + below(4096);
        case 4:
                return read_only + below(4096);
        case 5:
                return views[below(8)];
        case 6:
                return blocks[below(8)];
        default:
                return good + below(128);
        }
}

/* Memory that the program may not be given as free for its own. */
static int is_ours(const char *at)
{
        for (int slot = 0; slot < 8; slot++)
                if (at && (at == views[slot] ||
                           (at >= blocks[slot] && at < blocks[slot] + block_bytes[slot])))
                        return 1;
        return !at || (ULONG_PTR) at < 0x10000 || (ULONG_PTR) at >> 47;
}

DWORD any_bits(void)
{
        switch (below(4)) {
        case 0:
                return 1u << below(32);
        case 1:
                return (1u << below(32)) | (1u << below(32));
        case 2:
                return below(16);
        default:
                return (DWORD) draw();
        }
}

SIZE_T any_size(void)
{
        static const SIZE_T edges[] = { 0, 1, 4095, 4096, 4097, 65535, 65536, 65537, 131072 };

        switch (below(8)) {
        case 0:
                return (SIZE_T) draw();
        case 1:
                return ~(SIZE_T) below(3);
        case 2:
                return (SIZE_T) 1 << below(sizeof(SIZE_T) * 8);
        default:
                return edges[below(9)];
        }
}

const char *any_name(void)
{
        static char made[600];

        switch (below(10)) {
        case 0:
                return NULL;
        case 1:
                return "";
        case 2:
                return "a\\b";
        case 3:
                return "\\x";
        case 4:
                return "Local\\";
        case 5:
                return "Global\\";
        case 6:
                memset(made, 'n', sizeof made - 1);
                return made + below(sizeof made);
        default:
                snprintf(made, 40, "fuzz-%u", below(6));
                return made;
        }
}

static DWORD milliseconds(void)
{
        return below(3) ? 0 : below(3);
}

static void keep(HANDLE made)
{
        HANDLE *slot = &pool[below(HANDLES)];

        if (!made)
                return;
        if (below(4))
                CloseHandle(
                        *slot); /* or its number stays in the pool, as a leak of the program's */
        else
                for (int at = 0; at < HANDLES; at++)
                        if (pool[at] != *slot && below(2))
                                slot = &pool[at];
        CloseHandle(*slot);
        *slot = made;
}

/* ---- calls ----------------------------------------------------------------------- */

#define NAME_ERRORS                                                                                \
  ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE, ERROR_PATH_NOT_FOUND, ERROR_BAD_PATHNAME,         \
          ERROR_INVALID_NAME, ERROR_FILENAME_EXCED_RANGE, ERROR_ACCESS_DENIED,                     \
          ERROR_PRIVILEGE_NOT_HELD

static void create(void)
{
        HANDLE made = NULL;

        switch (below(8)) {
        case 0:
                CHECK(made = CreateEventExA(NULL, any_name(), any_bits(), any_bits()), NAME_ERRORS);
                break;
        case 1:
                CHECK(made = CreateEventA(NULL, below(2), below(2), any_name()), NAME_ERRORS);
                break;
        case 2:
                CHECK(made = CreateMutexA(NULL, below(2), any_name()), NAME_ERRORS);
                break;
        case 3:
                CHECK(made = CreateMutexExA(NULL, any_name(), below(4), any_bits()), NAME_ERRORS);
                break;
        case 4:
                CHECK(made = CreateSemaphoreA(NULL, (LONG) any_bits(), (LONG) any_bits(),
                                              any_name()),
                      NAME_ERRORS);
                break;
        case 5:
                CHECK(made = CreateWaitableTimerExA(NULL, any_name(), below(8), any_bits()),
                      NAME_ERRORS);
                break;
        case 6:
                CHECK(made = CreateFileMappingA(below(4) ? INVALID_HANDLE_VALUE : any_handle(),
                                                NULL, below(3) ? PAGE_READWRITE : any_bits(), 0,
                                                1 + below(300000), any_name()),
                      NAME_ERRORS, ERROR_BAD_EXE_FORMAT, ERROR_FILE_INVALID,
                      ERROR_NOT_ENOUGH_MEMORY, ERROR_COMMITMENT_LIMIT);
                break;
        default:
                CHECK(made = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE,
                                                below(8) ? any_bits() | 0x1000 : 0x80000000u,
                                                any_bits(), NULL),
                      ERROR_NOT_ENOUGH_MEMORY, ERROR_INVALID_PARAMETER, ERROR_COMMITMENT_LIMIT);
                break;
        }
        keep(made);
}

static void open(void)
{
        DWORD access = below(2) ? MAXIMUM_ALLOWED : any_bits();
        HANDLE made = NULL;

        switch (below(5)) {
        case 0:
                CHECK(made = OpenEventA(access, FALSE, any_name()), NAME_ERRORS,
                      ERROR_FILE_NOT_FOUND);
                break;
        case 1:
                CHECK(made = OpenMutexA(access, FALSE, any_name()), NAME_ERRORS,
                      ERROR_FILE_NOT_FOUND);
                break;
        case 2:
                CHECK(made = OpenSemaphoreA(access, FALSE, any_name()), NAME_ERRORS,
                      ERROR_FILE_NOT_FOUND);
                break;
        case 3:
                CHECK(made = OpenWaitableTimerA(access, FALSE, any_name()), NAME_ERRORS,
                      ERROR_FILE_NOT_FOUND);
                break;
        default:
                CHECK(made = OpenFileMappingA(access, FALSE, any_name()), NAME_ERRORS,
                      ERROR_FILE_NOT_FOUND);
                break;
        }
        keep(made);
}

static void change(void)
{
        LARGE_INTEGER due;

        due.QuadPart = (LONGLONG) draw() - (1ll << 46);
        switch (below(8)) {
        case 0:
                CHECK(SetEvent(any_handle()), ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED);
                break;
        case 1:
                CHECK(ResetEvent(any_handle()), ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED);
                break;
        case 2:
                CHECK(PulseEvent(any_handle()), ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED);
                break;
        case 3:
                CHECK(ReleaseMutex(any_handle()), ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED,
                      ERROR_NOT_OWNER);
                break;
        case 4:
                CHECK(ReleaseSemaphore(any_handle(), (LONG) any_bits(),
                                       below(2) ? NULL : any_target()),
                      ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_TOO_MANY_POSTS,
                      ERROR_INVALID_PARAMETER, ERROR_NOACCESS);
                break;
        case 5:
                CHECK(SetWaitableTimer(any_handle(), below(8) ? &due : NULL,
                                       below(4) ? (LONG) below(5) : (LONG) any_bits(), NULL, NULL,
                                       FALSE),
                      ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER,
                      ERROR_NOACCESS);
                break;
        case 6:
                CHECK(CancelWaitableTimer(any_handle()), ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED);
                break;
        default:
                CHECK(SetHandleInformation(any_handle(), any_bits(), below(2)),
                      ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER);
                break;
        }
}

static void wait(void)
{
        HANDLE some[70];
        DWORD count = below(20) ? 1 + below(5) : (DWORD) below(70);

        for (int at = 0; at < 70; at++)
                some[at] = any_handle();
        switch (below(5)) {
        case 0:
                CHECK_WAIT(WaitForSingleObject(any_handle(), milliseconds()), ERROR_INVALID_HANDLE,
                           ERROR_ACCESS_DENIED);
                break;
        case 1:
                CHECK_WAIT(WaitForSingleObjectEx(any_handle(), milliseconds(), TRUE),
                           ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED);
                break;
        case 2:
                CHECK_WAIT(WaitForMultipleObjects(count, some, below(2), milliseconds()),
                           ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER);
                break;
        case 3:
                CHECK_WAIT(WaitForMultipleObjectsEx(count, any_address(), below(2), milliseconds(),
                                                    below(2)),
                           ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER,
                           ERROR_NOACCESS);
                break;
        default:
                CHECK_WAIT(
                        SignalObjectAndWait(any_handle(), any_handle(), milliseconds(), below(2)),
                        ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_NOT_OWNER,
                        ERROR_TOO_MANY_POSTS);
                break;
        }
}

static void handles(void)
{
        HANDLE made = NULL;
        DWORD flags;

        switch (below(3)) {
        case 0:
                CHECK(DuplicateHandle(GetCurrentProcess(), any_handle(), GetCurrentProcess(), &made,
                                      any_bits(), FALSE, below(4)),
                      ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER,
                      ERROR_PRIVILEGE_NOT_HELD);
                break;
        case 1:
                CHECK(CloseHandle(any_handle()), ERROR_INVALID_HANDLE);
                break;
        default:
                CHECK(GetHandleInformation(any_handle(), &flags), ERROR_INVALID_HANDLE);
                break;
        }
        keep(made);
}

static void map(void)
{
        char **slot = &views[below(8)];
        char *made = NULL;

        CHECK(made = MapViewOfFileEx(any_handle(), any_bits(), 0, below(2) ? 0 : any_bits(),
                                     below(2) ? 0 : any_size(), below(3) ? NULL : any_address()),
              ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED, ERROR_MAPPED_ALIGNMENT,
              ERROR_INVALID_ADDRESS, ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY);
        if (!made)
                return;
        if (*slot)
                CHECK(UnmapViewOfFile(*slot + below(4096)), ERROR_INVALID_ADDRESS);
        *slot = made;
}

static void of_views(void)
{
        MEMORY_BASIC_INFORMATION info;
        char *at = any_address();

        switch (below(4)) {
        case 0:
                CHECK(FlushViewOfFile(at, any_size()), ERROR_INVALID_ADDRESS,
                      ERROR_INVALID_PARAMETER);
                break;
        case 1:
                if (!is_ours(at))
                        break;
                for (int slot = 0; slot < 8; slot++)
                        if (views[slot] == at)
                                views[slot] = NULL;
                CHECK(UnmapViewOfFile(at), ERROR_INVALID_ADDRESS);
                break;
        case 2:
                CHECK(VirtualQuery(at, &info, below(4) ? sizeof info : below(60)), ERROR_BAD_LENGTH,
                      ERROR_INVALID_PARAMETER);
                break;
        default:
                CHECK(VirtualQuery(at, any_target(), sizeof info), ERROR_NOACCESS,
                      ERROR_INVALID_PARAMETER);
                break;
        }
}

static void pages(void)
{
        static const DWORD kinds[] = { MEM_COMMIT, MEM_RESERVE, MEM_COMMIT | MEM_RESERVE };
        static const DWORD protections[] = { PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE,
                                             PAGE_WRITECOPY, PAGE_READWRITE | PAGE_GUARD };
        DWORD protect = below(5) ? protections[below(5)] : any_bits();
        unsigned number = below(8);
        char **slot = &blocks[number];
        unsigned wanted = below(200000);
        char *at = any_address();
        DWORD before;
        char *made = NULL;

        switch (below(6)) {
        case 0:
                CHECK(made = VirtualAlloc(NULL, wanted, kinds[below(3)], protect),
                      ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY, ERROR_COMMITMENT_LIMIT);
                if (!made)
                        break;
                if (*slot) /* may have been freed by chance, and a view be there now: 87 */
                        CHECK(VirtualFree(*slot, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS,
                              ERROR_INVALID_PARAMETER);
                *slot = made;
                block_bytes[number] = wanted;
                break;
        case 1:
                if (is_ours(at))
                        CHECK(VirtualAlloc(at, any_size(), below(3) ? MEM_COMMIT : any_bits(),
                                           protect),
                              ERROR_INVALID_PARAMETER, ERROR_INVALID_ADDRESS, ERROR_ACCESS_DENIED,
                              ERROR_NOT_ENOUGH_MEMORY, ERROR_COMMITMENT_LIMIT,
                              ERROR_PRIVILEGE_NOT_HELD);
                break;
        case 2:
                if (is_ours(at))
                        CHECK(VirtualProtect(at, any_size() % 0x100000, protect,
                                             below(4) ? &before : any_target()),
                              ERROR_INVALID_PARAMETER, ERROR_INVALID_ADDRESS, ERROR_ACCESS_DENIED,
                              ERROR_NOT_ENOUGH_MEMORY, ERROR_NOACCESS);
                break;
        case 3:
                CHECK(VirtualFree(at, any_size(), below(3) ? MEM_DECOMMIT : any_bits()),
                      ERROR_INVALID_PARAMETER, ERROR_INVALID_ADDRESS);
                break;
        case 4:
                CHECK(VirtualFree(at, 0, MEM_RELEASE), ERROR_INVALID_PARAMETER,
                      ERROR_INVALID_ADDRESS);
                for (int other = 0; other < 8; other++)
                        if (blocks[other] == at)
                                blocks[other] = NULL;
                break;
        default:
                IsBadReadPtr(at, any_size() % 100000);
                IsBadWritePtr(at, any_size() % 100000);
                break;
        }
}

static void heap_blocks(void)
{
        void *at = any_address();

        CHECK(HeapFree(GetProcessHeap(), 0, at), ERROR_INVALID_PARAMETER);
        CHECK(!GlobalFree(at), ERROR_INVALID_HANDLE);
        CHECK(GlobalLock(at), ERROR_INVALID_HANDLE);
        CHECK(HeapSize(GetProcessHeap(), 0, at) != 5, ERROR_INVALID_PARAMETER);
        CHECK(HeapDestroy(any_handle()), ERROR_INVALID_HANDLE);
        CHECK(FreeLibrary((HMODULE) at), ERROR_MOD_NOT_FOUND);
}

/* ---- the rest -------------------------------------------------------------------- */

static int descriptors(void)
{
        DIR *list = opendir("/proc/self/fd");
        int count = 0;

        while (list && readdir(list))
                count++;
        if (list)
                closedir(list);
        return count;
}

static long resident_pages(void)
{
        FILE *sizes = fopen("/proc/self/statm", "r");
        long pages_now = 0;

        if (!sizes || fscanf(sizes, "%*d %ld", &pages_now) != 1)
                pages_now = 0;
        if (sizes)
                fclose(sizes);
        return pages_now;
}

static void cycle(int times)
{
        while (times-- > 0) {
                CloseHandle(CreateEventA(NULL, TRUE, FALSE, NULL));
                CloseHandle(CreateMutexA(NULL, TRUE, NULL));
                CloseHandle(CreateSemaphoreA(NULL, 1, 2, NULL));
                CloseHandle(CreateWaitableTimerA(NULL, TRUE, NULL));
        }
}

static void cycles_without_growth(void)
{
        int opened;
        long resident;

        cycle(500);
        opened = descriptors();
        resident = resident_pages();
        cycle(25000);
        if (descriptors() != opened || resident_pages() > resident + GROWTH_PAGES_MAX) {
                failures++;
                printf("FAILED 100,000 cycles: %d descriptors more, %ld pages more\n",
                       descriptors() - opened, resident_pages() - resident);
        }
}

static HANDLE volatile waited_for;
static volatile LONG is_over;

static void wait_all_the_time(void *unused)
{
        for (int turn = 0; !atomic_get(&is_over); turn++) {
                HANDLE now = InterlockedCompareExchangePointer(&waited_for, NULL, NULL);
                HANDLE both[2] = { now, now };
                DWORD result = turn % 2 ? WaitForSingleObject(both[0], 1) :
                                          WaitForMultipleObjects(2, both, FALSE, 1);

                if (result == WAIT_FAILED && GetLastError() != ERROR_INVALID_HANDLE) {
                        InterlockedIncrement(&failures);
                        printf("FAILED closed under a wait: %lu\n", (unsigned long) GetLastError());
                }
        }
}

static void close_under_waits(void)
{
        thread *waiters[3];

        waited_for = CreateEventA(NULL, FALSE, FALSE, NULL);
        for (int at = 0; at < 3; at++)
                waiters[at] = thread_start(wait_all_the_time, NULL);
        for (int at = 0; at < 500; at++) {
                HANDLE next = at % 2 ? CreateEventA(NULL, FALSE, at % 3, NULL) :
                                       CreateSemaphoreA(NULL, 1, 1, NULL);

                CloseHandle(InterlockedExchangePointer(&waited_for, next));
                if (at % 10 == 0)
                        Sleep(1);
        }
        atomic_add(&is_over, 1);
        for (int at = 0; at < 3; at++)
                thread_join(waiters[at]);
        CloseHandle(waited_for);
}

static void one_call(void)
{
        static void (*const calls[])(void) = { create, open,     change,     wait,  wait,
                                               change, handles,  map,        pages, pages,
                                               pages,  of_views, heap_blocks };

        if (below(2))
                any_call();
        else
                calls[below(sizeof calls / sizeof *calls)]();
}

int peer_main(const char *role, const char *argument)
{
        return 0;
}

void row(const char *rule, int passed, int accepted, const char *file, int line)
{
}

int main(int count, char **arguments)
{
        unsigned long seed = count > 1 ? strtoul(arguments[1], NULL, 0) : 1;
        long long until = clock_us() + (count > 2 ? atoi(arguments[2]) : 0) * 1000000ll;
        long calls = 0;

        state = (seed + 1) * 0x9E3779B97F4A7C15ull;
        no_access = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        read_only = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        cycles_without_growth();
        close_under_waits();
        calls_begin(pool, HANDLES);
        while (calls < FIXED_CALLS || clock_us() < until) {
                one_call();
                calls++;
                if (failures > 20)
                        break;
        }
        printf("seed %lu: %ld calls, %d failed\n", seed, calls, (int) failures);
        return failures > 0;
}
