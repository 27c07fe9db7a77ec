/* SPDX-License-Identifier: MIT */
/* rules_locks.c — the locks of one process: critical sections, SRW locks,
 * condition variables, InitOnce, WaitOnAddress, Interlocked.
 */
#ifdef _WIN32 /* mingw-w64 declares some of this only for a newer Windows */
#  define _WIN32_WINNT 0x0A00
#endif
#include "support.h"

#include <stddef.h>

#define THREADS 4
#define ROUNDS  20000

static CRITICAL_SECTION section;
static SRWLOCK srw = SRWLOCK_INIT;
static CONDITION_VARIABLE condition = CONDITION_VARIABLE_INIT;
static volatile LONG shared_count;
static long guarded;
static int readers_now;
static int readers_most;

static void count_in_section(void *unused)
{
        for (int at = 0; at < ROUNDS; at++) {
                EnterCriticalSection(&section);
                EnterCriticalSection(&section);
                guarded++;
                LeaveCriticalSection(&section);
                LeaveCriticalSection(&section);
        }
}

static void count_in_srw(void *unused)
{
        for (int at = 0; at < ROUNDS; at++) {
                AcquireSRWLockExclusive(&srw);
                guarded++;
                ReleaseSRWLockExclusive(&srw);
                AcquireSRWLockShared(&srw);
                ReleaseSRWLockShared(&srw);
        }
}

static void in_threads(void (*body)(void *))
{
        thread *threads[THREADS];

        guarded = 0;
        for (int at = 0; at < THREADS; at++)
                threads[at] = thread_start(body, NULL);
        for (int at = 0; at < THREADS; at++)
                thread_join(threads[at]);
}

static BOOL other_could;

static void try_section(void *unused)
{
        other_could = TryEnterCriticalSection(&section);
        if (other_could)
                LeaveCriticalSection(&section);
}

static void critical_sections(void)
{
        InitializeCriticalSection(&section);
        ROW("lock a new critical section is free",
            section.LockCount == -1 && section.RecursionCount == 0 && !section.OwningThread);
        EnterCriticalSection(&section);
        ROW("lock its owner", section.OwningThread == (HANDLE) (ULONG_PTR) GetCurrentThreadId() &&
                                      section.RecursionCount == 1 && section.LockCount != -1);
        ROW("lock entered again", TryEnterCriticalSection(&section) && section.RecursionCount == 2);
        LeaveCriticalSection(&section);
        thread_join(thread_start(try_section, NULL));
        ROW("lock still owned after one leave", !other_could);
        LeaveCriticalSection(&section);
        thread_join(thread_start(try_section, NULL));
        ROW("lock free after the last",
            other_could && section.LockCount == -1 && !section.OwningThread);
        in_threads(count_in_section);
        ROW("lock one thread at a time", guarded == THREADS * ROUNDS);
        DeleteCriticalSection(&section);
        ROW("lock InitializeCriticalSectionAndSpinCount",
            InitializeCriticalSectionAndSpinCount(&section, 1000));
        ROW("lock SetCriticalSectionSpinCount", SetCriticalSectionSpinCount(&section, 10) <= 1000);
        in_threads(count_in_section);
        ROW("lock one at a time, spinning", guarded == THREADS * ROUNDS);
        DeleteCriticalSection(&section);
        ROW("lock InitializeCriticalSectionEx",
            InitializeCriticalSectionEx(&section, 0, CRITICAL_SECTION_NO_DEBUG_INFO));
#ifndef _WIN32 /* a flag of Windows 8, after the Windows that Wine is */
        DeleteCriticalSection(&section);
        ROW("lock debug information for who insists",
            InitializeCriticalSectionEx(&section, 0, RTL_CRITICAL_SECTION_FLAG_FORCE_DEBUG_INFO) &&
                    section.DebugInfo && section.DebugInfo != (PVOID) (LONG_PTR) -1);
#endif
}

static void read_together(void *unused)
{
        AcquireSRWLockShared(&srw);
        EnterCriticalSection(&section);
        readers_most = ++readers_now > readers_most ? readers_now : readers_most;
        LeaveCriticalSection(&section);
        for (int at = 0; at < 400 && readers_most < THREADS; at++)
                Sleep(5);
        ReleaseSRWLockShared(&srw);
}

static void srw_locks(void)
{
        SRWLOCK mixed = SRWLOCK_INIT;
        CONDITION_VARIABLE nobody = CONDITION_VARIABLE_INIT;
        BOOL free_again;

        AcquireSRWLockExclusive(&srw);
        ROW("lock an SRW lock is not recursive",
            !TryAcquireSRWLockExclusive(&srw) && !TryAcquireSRWLockShared(&srw));
        ReleaseSRWLockExclusive(&srw);
        AcquireSRWLockExclusive(&mixed);
        ROW("lock a sleep as a reader, of who writes, times out",
            !SleepConditionVariableSRW(&nobody, &mixed, 5, CONDITION_VARIABLE_LOCKMODE_SHARED));
        ReleaseSRWLockExclusive(&mixed);
        free_again = TryAcquireSRWLockExclusive(&mixed);
        ROW_OR_WINE("lock and the SRW lock is free after that", free_again, TRUE);
        AcquireSRWLockShared(&srw);
        ROW("lock readers keep a writer out", !TryAcquireSRWLockExclusive(&srw));
        ROW("lock but not readers", TryAcquireSRWLockShared(&srw));
        ReleaseSRWLockShared(&srw);
        ReleaseSRWLockShared(&srw);
        ROW("lock free again", TryAcquireSRWLockExclusive(&srw) && srw.Ptr);
        ReleaseSRWLockExclusive(&srw);
        ROW("lock a free one is zero", !srw.Ptr);
        AcquireSRWLockExclusive(&srw);
        ROW_OR_WINE("lock one that is held is 1", srw.Ptr == (PVOID) 1, 1);
        srw.Ptr = (PVOID) 1;
        ReleaseSRWLockExclusive(&srw);
        ROW_OR_WINE("lock and let go 0, as programs find out", !srw.Ptr, 1);
        srw.Ptr = NULL;
        in_threads(count_in_srw);
        ROW("lock one writer at a time", guarded == THREADS * ROUNDS && !srw.Ptr);
        in_threads(read_together);
        ROW("lock readers together", readers_most == THREADS);
}

static volatile int is_ready;

static void wait_for_condition(void *unused)
{
        EnterCriticalSection(&section);
        InterlockedIncrement(&shared_count);
        while (!is_ready)
                SleepConditionVariableCS(&condition, &section, INFINITE);
        guarded++;
        LeaveCriticalSection(&section);
}

static void wait_for_condition_srw(void *unused)
{
        AcquireSRWLockShared(&srw);
        InterlockedIncrement(&shared_count);
        while (!is_ready)
                SleepConditionVariableSRW(&condition, &srw, INFINITE,
                                          CONDITION_VARIABLE_LOCKMODE_SHARED);
        ReleaseSRWLockShared(&srw);
        InterlockedIncrement((volatile LONG *) &guarded);
}

static void conditions(void)
{
        static void (*const bodies[])(void *) = { wait_for_condition, wait_for_condition_srw };
        thread *threads[THREADS];
        long long began = clock_us();
        int slept;

        EnterCriticalSection(&section);
        do /* a sleep may end without a wake */
                slept = SleepConditionVariableCS(&condition, &section, 20);
        while (slept);
        ROW("lock a condition's time-out",
            GetLastError() == ERROR_TIMEOUT && clock_us() - began > 18000);
        LeaveCriticalSection(&section);
        for (int kind = 0; kind < 2; kind++) {
                guarded = 0;
                is_ready = 0;
                shared_count = 0;
                for (int at = 0; at < THREADS; at++)
                        threads[at] = thread_start(bodies[kind], NULL);
                while (atomic_get(&shared_count) < THREADS)
                        Sleep(1);
                EnterCriticalSection(&section);
                AcquireSRWLockExclusive(&srw);
                is_ready = 1;
                ReleaseSRWLockExclusive(&srw);
                LeaveCriticalSection(&section);
                WakeConditionVariable(&condition);
                WakeAllConditionVariable(&condition);
                for (int at = 0; at < THREADS; at++)
                        thread_join(threads[at]);
                ROW(kind ? "lock waking all who sleep with an SRW lock" :
                           "lock waking all who sleep with a critical section",
                    guarded == THREADS);
        }
}

static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static int initialised;

static BOOL CALLBACK initialise(PINIT_ONCE self, PVOID parameter, PVOID *context)
{
        Sleep(5);
        initialised++;
        *context = parameter;
        return TRUE;
}

/* Leaves the context as the caller had it. */
static BOOL CALLBACK look_at_context(PINIT_ONCE self, PVOID parameter, PVOID *context)
{
        *(PVOID **) parameter = context;
        return TRUE;
}

static BOOL CALLBACK fail_to(PINIT_ONCE self, PVOID parameter, PVOID *context)
{
        return FALSE;
}

static void run_once(void *unused)
{
        PVOID context = NULL;

        if (InitOnceExecuteOnce(&once, initialise, &once, &context) && context == &once)
                InterlockedIncrement(&shared_count);
}

static void init_once(void)
{
        INIT_ONCE other = INIT_ONCE_STATIC_INIT;
        PVOID context = NULL;
        BOOL pending = FALSE;

        shared_count = 0;
        ROW("lock an initialisation that fails", !InitOnceExecuteOnce(&once, fail_to, NULL, NULL));
        in_threads(run_once);
        ROW("lock it runs once", initialised == 1 && shared_count == THREADS);
        ROW("lock CHECK_ONLY before",
            FAILS(InitOnceBeginInitialize(&other, INIT_ONCE_CHECK_ONLY, &pending, &context),
                  ERROR_GEN_FAILURE));
        ROW("lock begin", InitOnceBeginInitialize(&other, 0, &pending, &context) && pending);
        ROW("lock complete", InitOnceComplete(&other, 0, &other));
        ROW("lock done, with its context",
            InitOnceBeginInitialize(&other, INIT_ONCE_CHECK_ONLY, &pending, &context) && !pending &&
                    context == &other);
        ROW("lock complete, which it is: 31",
            FAILS(InitOnceComplete(&other, 0, NULL), ERROR_GEN_FAILURE));
        InitOnceInitialize(&other);
        ROW("lock ASYNC: both may begin",
            InitOnceBeginInitialize(&other, INIT_ONCE_ASYNC, &pending, NULL) && pending &&
                    InitOnceBeginInitialize(&other, INIT_ONCE_ASYNC, &pending, NULL) && pending);
        ROW("lock the first that completes wins",
            InitOnceComplete(&other, INIT_ONCE_ASYNC, &other) &&
                    FAILS(InitOnceComplete(&other, INIT_ONCE_ASYNC, NULL), ERROR_GEN_FAILURE));
}

static void contexts_of_init_once(void)
{
        INIT_ONCE other = INIT_ONCE_STATIC_INIT;
        PVOID context = (PVOID) &shared_count;
        PVOID *seen = &context;
        BOOL pending = 15;

        ROW("lock the initialiser gets the caller's own pointer",
            InitOnceExecuteOnce(&other, look_at_context, (PVOID) &seen, &context) &&
                    seen == &context);
        context = NULL;
        ROW("lock and what is there is the context",
            InitOnceExecuteOnce(&other, fail_to, NULL, &context) &&
                    context == (PVOID) &shared_count);
        InitOnceInitialize(&other);
        ROW("lock without one it gets NULL",
            InitOnceExecuteOnce(&other, look_at_context, (PVOID) &seen, NULL) && !seen);
        InitOnceInitialize(&other);
        ROW("lock CHECK_ONLY that fails tells nothing",
            FAILS(InitOnceBeginInitialize(&other, INIT_ONCE_CHECK_ONLY, &pending, &context),
                  ERROR_GEN_FAILURE) &&
                    pending == 15);
}

/* Locks that lie across, as in a packed structure. */
#pragma pack(push, 1)
static struct {
        char before;
        SRWLOCK srw;
        CONDITION_VARIABLE condition;
        CRITICAL_SECTION section;
} packed;
#pragma pack(pop)

static void wait_across(void *unused)
{
        CRITICAL_SECTION *lock = (void *) (&packed.before + offsetof(__typeof__(packed), section));
        CONDITION_VARIABLE *at =
                (void *) (&packed.before + offsetof(__typeof__(packed), condition));

        EnterCriticalSection(lock);
        InterlockedIncrement(&shared_count);
        other_could = SleepConditionVariableCS(at, lock, 20000);
        LeaveCriticalSection(lock);
}

static void lock_across(void *unused)
{
        SRWLOCK *lock = (void *) (&packed.before + offsetof(__typeof__(packed), srw));

        for (int at = 0; at < 200; at++) {
                AcquireSRWLockExclusive(lock);
                guarded++;
                if (at % 50 == 0)
                        Sleep(1); /* the others sleep, too */
                ReleaseSRWLockExclusive(lock);
        }
}

static void locks_across(void)
{
#ifdef __SANITIZE_ADDRESS__
        skip("lock across", "a sanitizer objects to what lies across");
#else
        CRITICAL_SECTION *lock = (void *) (&packed.before + offsetof(__typeof__(packed), section));
        CONDITION_VARIABLE *at =
                (void *) (&packed.before + offsetof(__typeof__(packed), condition));
        thread *sleeper;

        InitializeCriticalSection(lock);
        EnterCriticalSection(lock);
        ROW("lock across: a condition that nobody wakes: 1460",
            FAILS(SleepConditionVariableCS(at, lock, 20), ERROR_TIMEOUT));
        LeaveCriticalSection(lock);
        shared_count = 0;
        sleeper = thread_start(wait_across, NULL);
        while (atomic_get(&shared_count) == 0)
                Sleep(1);
        EnterCriticalSection(lock); /* once it is ours the waiter sleeps */
        WakeConditionVariable(at);
        LeaveCriticalSection(lock);
        thread_join(sleeper);
        ROW("lock across: woken", other_could);
        in_threads(lock_across);
        ROW("lock across: one at a time", guarded == THREADS * 200);
        DeleteCriticalSection(lock);
#endif
}

static volatile LONG64 watched;

static void change_watched(void *unused)
{
        Sleep(20);
        watched = 5;
        WakeByAddressAll((PVOID) &watched);
}

static void addresses(void)
{
        LONG64 expected = 0;
        thread *changer;

        watched = 1;
        ROW("lock WaitOnAddress: it differs",
            WaitOnAddress(&watched, &expected, sizeof watched, INFINITE));
        expected = 1;
        ROW("lock WaitOnAddress: the time-out",
            FAILS(WaitOnAddress(&watched, &expected, sizeof watched, 5), ERROR_TIMEOUT));
        ROW("lock WaitOnAddress: of 3 bytes",
            FAILS(WaitOnAddress(&watched, &expected, 3, 5), ERROR_INVALID_PARAMETER));
        changer = thread_start(change_watched, NULL);
        while (watched == 1)
                WaitOnAddress(&watched, &expected, sizeof watched, INFINITE);
        ROW("lock WaitOnAddress: woken", watched == 5);
        thread_join(changer);
}

static void interlocked(void)
{
        SLIST_HEADER *list = _aligned_malloc(sizeof *list, 16);
        SLIST_ENTRY *entries = _aligned_malloc(3 * sizeof *entries * 2, 16);
        volatile LONG number = 5;
        volatile LONG64 wide = 1;
        PVOID pointer = NULL;

        ROW("lock Increment, Decrement",
            InterlockedIncrement(&number) == 6 && InterlockedDecrement(&number) == 5);
        ROW("lock Exchange, ExchangeAdd", InterlockedExchange(&number, 7) == 5 &&
                                                  InterlockedExchangeAdd(&number, 3) == 7 &&
                                                  number == 10);
        ROW("lock CompareExchange",
            InterlockedCompareExchange(&number, 1, 9) == 10 && number == 10 &&
                    InterlockedCompareExchange(&number, 1, 10) == 10 && number == 1);
        ROW("lock And, Or, Xor", InterlockedOr(&number, 6) == 1 &&
                                         InterlockedAnd(&number, 3) == 7 &&
                                         InterlockedXor(&number, 1) == 3 && number == 2);
        ROW("lock 64 bits", InterlockedIncrement64(&wide) == 2 &&
                                    InterlockedExchangeAdd64(&wide, 1ll << 40) == 2 &&
                                    wide == (1ll << 40) + 2);
        ROW("lock pointers", !InterlockedCompareExchangePointer(&pointer, list, NULL) &&
                                     InterlockedExchangePointer(&pointer, NULL) == list);
        number = 0;
        ROW("lock bits", !InterlockedBitTestAndSet(&number, 31) &&
                                 InterlockedBitTestAndReset(&number, 31) && !number);
        InitializeSListHead(list);
        InterlockedPushEntrySList(list, &entries[0]);
        ROW("lock a list", InterlockedPushEntrySList(list, &entries[2]) == &entries[0] &&
                                   QueryDepthSList(list) == 2);
        ROW("lock popped, last first", InterlockedPopEntrySList(list) == &entries[2] &&
                                               InterlockedFlushSList(list) == &entries[0] &&
                                               !InterlockedPopEntrySList(list));
        _aligned_free(list);
        _aligned_free(entries);
}

#ifndef _WIN32 /* Wine has no barriers yet */
static SYNCHRONIZATION_BARRIER barrier;
static volatile LONG arrived;
static volatile LONG lasts;

static void meet(void *unused)
{
        InterlockedIncrement(&arrived);
        if (EnterSynchronizationBarrier(&barrier, 0))
                InterlockedIncrement(&lasts);
}

static void end_barrier(void *unused)
{
        DeleteSynchronizationBarrier(&barrier);
        InterlockedIncrement(&shared_count);
}

static void barriers(void)
{
        thread *first;
        thread *ender;

        ROW("lock a barrier that is none: 87",
            FAILS(InitializeSynchronizationBarrier(NULL, 1, -1), ERROR_INVALID_PARAMETER) &&
                    FAILS(InitializeSynchronizationBarrier(&barrier, 0, -1),
                          ERROR_INVALID_PARAMETER) &&
                    FAILS(InitializeSynchronizationBarrier(&barrier, 1, -2),
                          ERROR_INVALID_PARAMETER));
        for (int at = 0; at < 200; at++) {
                arrived = lasts = 0;
                InitializeSynchronizationBarrier(&barrier, THREADS, -1);
                in_threads(meet);
                if (arrived != THREADS || lasts != 1)
                        break;
        }
        ROW("lock a barrier tells one that he was the last", arrived == THREADS && lasts == 1);
        for (int at = 0; at < 200; at++) {
                InitializeSynchronizationBarrier(&barrier, 2, -1);
                first = thread_start(meet, NULL);
                EnterSynchronizationBarrier(&barrier, 0);
                DeleteSynchronizationBarrier(&barrier);
                InitializeSynchronizationBarrier(&barrier, 1, -1); /* the memory is ours again */
                thread_join(first);
        }
        ROW("lock a barrier is deleted when all have left", 1);
        arrived = shared_count = 0;
        InitializeSynchronizationBarrier(&barrier, 2, -1);
        first = thread_start(meet, NULL);
        while (!atomic_get(&arrived))
                Sleep(1);
        Sleep(20);
        ender = thread_start(end_barrier, NULL);
        Sleep(30);
        ROW("lock not while somebody waits", !atomic_get(&shared_count));
        EnterSynchronizationBarrier(&barrier, SYNCHRONIZATION_BARRIER_FLAGS_NO_DELETE);
        thread_join(first);
        thread_join(ender);
        ROW("lock but then", shared_count == 1);
}
#else
static void barriers(void)
{
        skip("lock barriers", "Wine has none yet");
}
#endif

void rules_locks(void)
{
        critical_sections();
        srw_locks();
        conditions();
        init_once();
        contexts_of_init_once();
        locks_across();
        addresses();
        barriers();
        interlocked();
        DeleteCriticalSection(&section);
}
