/* SPDX-License-Identifier: MIT */
/* critical_section.c — EnterCriticalSection and its kin.
 *
 * What it is. A recursive lock of one process in the memory of the program, in
 * Windows' own structure, whose LockCount is the word that threads sleep on. It
 * counts as Windows' does since Vista, as far as debuggers and programs look:
 * -1 is free, -2 is held, and anything less is held with somebody waiting.
 *
 *      FREE -> HELD -> FREE                    nobody waited: no system call
 *      HELD -> AWAITED (the waiter sleeps) -> FREE (the leaver wakes one)
 *
 * The invariant. OwningThread and RecursionCount are written by the owner only.
 * Who finds his own number in OwningThread is the owner; any other value, also
 * one that is just changing, says that he is not.
 *
 * A waiter that is woken takes the lock as AWAITED, since it can't know whether
 * others sleep; that costs one idle wake at most. There is no queue: the next
 * owner is whoever comes first, as on Windows since Vista.
 */
#include "futex.h"

#define FREE    (-1)
#define HELD    (-2)
#define AWAITED (-6)

#define NO_DEBUG_INFO ((PRTL_CRITICAL_SECTION_DEBUG) (LONG_PTR) -1)
static LONG_PTR debug_info[8]; /* who insists on some gets this, which says nothing */
#define SPIN_MASK 0x00FFFFFFu

/* Kept where it is reached without a call: it is half of what entering costs. */
static _Thread_local DWORD my_id __attribute__((tls_model("initial-exec")));

static HANDLE me(void)
{
        if (!my_id)
                my_id = GetCurrentThreadId();
        return (HANDLE) (ULONG_PTR) my_id;
}

static void forget_my_id(void)
{
        my_id = 0; /* the forking thread is another one in the child */
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget_my_id);
}

static bool is_mine(LPCRITICAL_SECTION section)
{
        return __atomic_load_n(&section->OwningThread, __ATOMIC_RELAXED) == me();
}

static bool take_if_free(LPCRITICAL_SECTION section)
{
        LONG expected = FREE;

        return __atomic_compare_exchange_n(&section->LockCount, &expected, HELD, false,
                                           __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static void own(LPCRITICAL_SECTION section)
{
        __atomic_store_n(&section->OwningThread, me(), __ATOMIC_RELAXED);
        section->RecursionCount = 1;
}

static void take_slowly(LPCRITICAL_SECTION section)
{
        for (ULONG_PTR spins = section->SpinCount & SPIN_MASK; spins > 0; spins--) {
                if (__atomic_load_n(&section->LockCount, __ATOMIC_RELAXED) == FREE &&
                    take_if_free(section))
                        return;
                YieldProcessor();
        }
        while (__atomic_exchange_n(&section->LockCount, AWAITED, __ATOMIC_ACQUIRE) != FREE)
                mww_futex_wait((uint32_t *) &section->LockCount, (uint32_t) AWAITED, MW_NEVER,
                               MWW_EVERYBODY);
}

BOOL InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD spin_count, DWORD flags)
{
        if (flags &
            ~(DWORD) (CRITICAL_SECTION_NO_DEBUG_INFO | RTL_CRITICAL_SECTION_FLAG_DYNAMIC_SPIN |
                      RTL_CRITICAL_SECTION_FLAG_STATIC_INIT |
                      RTL_CRITICAL_SECTION_FLAG_FORCE_DEBUG_INFO))
                return mww_fail(ERROR_INVALID_PARAMETER);
        memset(section, 0, sizeof *section);
        section->DebugInfo = flags & RTL_CRITICAL_SECTION_FLAG_FORCE_DEBUG_INFO ?
                                     (PRTL_CRITICAL_SECTION_DEBUG) (void *) debug_info :
                                     NO_DEBUG_INFO;
        section->LockCount = FREE;
        section->SpinCount = spin_count & SPIN_MASK;
        return TRUE;
}

void InitializeCriticalSection(LPCRITICAL_SECTION section)
{
        InitializeCriticalSectionEx(section, 0, 0);
}

BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spin_count)
{
        return InitializeCriticalSectionEx(section, spin_count, 0);
}

DWORD SetCriticalSectionSpinCount(LPCRITICAL_SECTION section, DWORD spin_count)
{
        DWORD before = (DWORD) section->SpinCount;

        section->SpinCount = spin_count & SPIN_MASK;
        return before;
}

void EnterCriticalSection(LPCRITICAL_SECTION section)
{
        if (take_if_free(section)) {
                own(section);
        } else if (is_mine(section)) {
                section->RecursionCount++;
        } else {
                take_slowly(section);
                own(section);
        }
}

BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section)
{
        if (take_if_free(section))
                own(section);
        else if (is_mine(section))
                section->RecursionCount++;
        else
                return FALSE;
        return TRUE;
}

/* Leaving what one does not own is a fault of the program; on Windows it breaks
 * the lock, here it is not done. */
void LeaveCriticalSection(LPCRITICAL_SECTION section)
{
        if (!is_mine(section) || --section->RecursionCount > 0)
                return;
        __atomic_store_n(&section->OwningThread, NULL, __ATOMIC_RELAXED);
        if (__atomic_exchange_n(&section->LockCount, FREE, __ATOMIC_RELEASE) == AWAITED)
                mww_futex_wake((uint32_t *) &section->LockCount, 1, MWW_EVERYBODY);
}

void DeleteCriticalSection(LPCRITICAL_SECTION section)
{
        memset(section, 0, sizeof *section);
        section->LockCount = FREE;
}
