/* SPDX-License-Identifier: MIT */
/* synchapi.h — events, mutexes, semaphores, timers, waits; the locks of one
 * process: critical sections, SRW locks, condition variables. Part of windows.h.
 */
#ifndef MWW_SYNCHAPI_H
#define MWW_SYNCHAPI_H

#include <minwinbase.h>

#define CREATE_EVENT_MANUAL_RESET  0x00000001
#define CREATE_EVENT_INITIAL_SET   0x00000002
#define CREATE_MUTEX_INITIAL_OWNER 0x00000001
#define CREATE_WAITABLE_TIMER_MANUAL_RESET    0x00000001
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 0x00000002

MWW_API HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                                   BOOL bInitialState, LPCSTR lpName);
MWW_API HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                                   BOOL bInitialState, LPCWSTR lpName);
MWW_API HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCSTR lpName,
                                     DWORD dwFlags, DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI CreateEventExW(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCWSTR lpName,
                                     DWORD dwFlags, DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI OpenEventA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
MWW_API HANDLE WINAPI OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName);
MWW_API BOOL WINAPI SetEvent(HANDLE hEvent);
MWW_API BOOL WINAPI ResetEvent(HANDLE hEvent);
MWW_API BOOL WINAPI PulseEvent(HANDLE hEvent);

MWW_API HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                                   LPCSTR lpName);
MWW_API HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                                   LPCWSTR lpName);
MWW_API HANDLE WINAPI CreateMutexExA(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCSTR lpName,
                                     DWORD dwFlags, DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI CreateMutexExW(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCWSTR lpName,
                                     DWORD dwFlags, DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI OpenMutexA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
MWW_API HANDLE WINAPI OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName);
MWW_API BOOL WINAPI ReleaseMutex(HANDLE hMutex);

MWW_API HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                       LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName);
MWW_API HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                       LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName);
MWW_API HANDLE WINAPI CreateSemaphoreExA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                         LONG lInitialCount, LONG lMaximumCount, LPCSTR lpName,
                                         DWORD dwFlags, DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI CreateSemaphoreExW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes,
                                         LONG lInitialCount, LONG lMaximumCount, LPCWSTR lpName,
                                         DWORD dwFlags, DWORD dwDesiredAccess);
#ifndef MWW_BUILDING
/* LONG_MAX, as programs spell "no maximum", is the C library's: 64 bits. */
static inline LONG __attribute__((unused)) mww_count_of(long long count)
{
        return count > 0x7fffffff ? 0x7fffffff : (LONG) count;
}
#  define CreateSemaphoreA(attributes, initial, maximum, name) \
        CreateSemaphoreA(attributes, mww_count_of(initial), mww_count_of(maximum), name)
#  define CreateSemaphoreW(attributes, initial, maximum, name) \
        CreateSemaphoreW(attributes, mww_count_of(initial), mww_count_of(maximum), name)
#  define CreateSemaphoreExA(attributes, initial, maximum, name, flags, access)              \
        CreateSemaphoreExA(attributes, mww_count_of(initial), mww_count_of(maximum), name, flags, \
                           access)
#  define CreateSemaphoreExW(attributes, initial, maximum, name, flags, access)              \
        CreateSemaphoreExW(attributes, mww_count_of(initial), mww_count_of(maximum), name, flags, \
                           access)
#endif
MWW_API HANDLE WINAPI OpenSemaphoreA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);
MWW_API HANDLE WINAPI OpenSemaphoreW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName);
MWW_API BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount,
                                     LPLONG lpPreviousCount);

MWW_API DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);
MWW_API DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable);
MWW_API DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
                                            DWORD dwMilliseconds);
MWW_API DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
                                              DWORD dwMilliseconds, BOOL bAlertable);
MWW_API DWORD WINAPI SignalObjectAndWait(HANDLE hObjectToSignal, HANDLE hObjectToWaitOn,
                                         DWORD dwMilliseconds, BOOL bAlertable);
MWW_API void WINAPI Sleep(DWORD dwMilliseconds);
MWW_API DWORD WINAPI SleepEx(DWORD dwMilliseconds, BOOL bAlertable);

/* Waitable timers. */
typedef void(WINAPI *PTIMERAPCROUTINE)(LPVOID lpArgToCompletionRoutine, DWORD dwTimerLowValue,
                                       DWORD dwTimerHighValue);
typedef struct _REASON_CONTEXT REASON_CONTEXT, *PREASON_CONTEXT; /* of power requests */

MWW_API HANDLE WINAPI CreateWaitableTimerA(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                           BOOL bManualReset, LPCSTR lpTimerName);
MWW_API HANDLE WINAPI CreateWaitableTimerW(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                           BOOL bManualReset, LPCWSTR lpTimerName);
MWW_API HANDLE WINAPI CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                             LPCSTR lpTimerName, DWORD dwFlags,
                                             DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES lpTimerAttributes,
                                             LPCWSTR lpTimerName, DWORD dwFlags,
                                             DWORD dwDesiredAccess);
MWW_API HANDLE WINAPI OpenWaitableTimerA(DWORD dwDesiredAccess, BOOL bInheritHandle,
                                         LPCSTR lpTimerName);
MWW_API HANDLE WINAPI OpenWaitableTimerW(DWORD dwDesiredAccess, BOOL bInheritHandle,
                                         LPCWSTR lpTimerName);
MWW_API BOOL WINAPI SetWaitableTimer(HANDLE hTimer, const LARGE_INTEGER *lpDueTime, LONG lPeriod,
                                     PTIMERAPCROUTINE pfnCompletionRoutine,
                                     LPVOID lpArgToCompletionRoutine, BOOL fResume);
MWW_API BOOL WINAPI SetWaitableTimerEx(HANDLE hTimer, const LARGE_INTEGER *lpDueTime,
                                       LONG lPeriod, PTIMERAPCROUTINE pfnCompletionRoutine,
                                       LPVOID lpArgToCompletionRoutine,
                                       PREASON_CONTEXT WakeContext, ULONG TolerableDelay);
MWW_API BOOL WINAPI CancelWaitableTimer(HANDLE hTimer);

/* Calls that are queued to a thread, which makes them in alertable waits. */
typedef void(WINAPI *PAPCFUNC)(ULONG_PTR Parameter);
MWW_API DWORD WINAPI QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData);

/* Critical sections. LockCount: -1 is free. */
typedef struct _RTL_CRITICAL_SECTION_DEBUG *PRTL_CRITICAL_SECTION_DEBUG;
typedef struct _RTL_CRITICAL_SECTION {
        PRTL_CRITICAL_SECTION_DEBUG DebugInfo;
        LONG      LockCount;
        LONG      RecursionCount;
        HANDLE    OwningThread;
        HANDLE    LockSemaphore;
        ULONG_PTR SpinCount;
} RTL_CRITICAL_SECTION, *PRTL_CRITICAL_SECTION;
typedef RTL_CRITICAL_SECTION CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION;

#define CRITICAL_SECTION_NO_DEBUG_INFO         0x01000000
#define RTL_CRITICAL_SECTION_FLAG_NO_DEBUG_INFO 0x01000000
#define RTL_CRITICAL_SECTION_FLAG_DYNAMIC_SPIN 0x02000000
#define RTL_CRITICAL_SECTION_FLAG_STATIC_INIT  0x04000000
#define RTL_CRITICAL_SECTION_FLAG_FORCE_DEBUG_INFO 0x10000000

MWW_API void WINAPI InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
MWW_API BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                          DWORD dwSpinCount);
MWW_API BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION lpCriticalSection,
                                                DWORD dwSpinCount, DWORD Flags);
MWW_API DWORD WINAPI SetCriticalSectionSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                 DWORD dwSpinCount);
MWW_API void WINAPI EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
MWW_API BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
MWW_API void WINAPI LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
MWW_API void WINAPI DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

/* SRW locks, condition variables, one-time initialisation: zero is their start. */
typedef struct _RTL_SRWLOCK {
        PVOID Ptr;
} RTL_SRWLOCK, *PRTL_SRWLOCK, SRWLOCK, *PSRWLOCK;
typedef struct _RTL_CONDITION_VARIABLE {
        PVOID Ptr;
} RTL_CONDITION_VARIABLE, *PRTL_CONDITION_VARIABLE, CONDITION_VARIABLE, *PCONDITION_VARIABLE;
typedef union _RTL_RUN_ONCE {
        PVOID Ptr;
} RTL_RUN_ONCE, *PRTL_RUN_ONCE, INIT_ONCE, *PINIT_ONCE, *LPINIT_ONCE;

#define RTL_SRWLOCK_INIT                   { 0 }
#define RTL_CONDITION_VARIABLE_INIT        { 0 }
#define RTL_RUN_ONCE_INIT                  { 0 }
#define SRWLOCK_INIT                       RTL_SRWLOCK_INIT
#define CONDITION_VARIABLE_INIT            RTL_CONDITION_VARIABLE_INIT
#define INIT_ONCE_STATIC_INIT              RTL_RUN_ONCE_INIT
#define CONDITION_VARIABLE_LOCKMODE_SHARED 0x1
#define INIT_ONCE_CHECK_ONLY               0x1u
#define INIT_ONCE_ASYNC                    0x2u
#define INIT_ONCE_INIT_FAILED              0x4u
#define INIT_ONCE_CTX_RESERVED_BITS        2

MWW_API void WINAPI InitializeSRWLock(PSRWLOCK SRWLock);
MWW_API void WINAPI AcquireSRWLockExclusive(PSRWLOCK SRWLock);
MWW_API void WINAPI AcquireSRWLockShared(PSRWLOCK SRWLock);
MWW_API BOOLEAN WINAPI TryAcquireSRWLockExclusive(PSRWLOCK SRWLock);
MWW_API BOOLEAN WINAPI TryAcquireSRWLockShared(PSRWLOCK SRWLock);
MWW_API void WINAPI ReleaseSRWLockExclusive(PSRWLOCK SRWLock);
MWW_API void WINAPI ReleaseSRWLockShared(PSRWLOCK SRWLock);

MWW_API void WINAPI InitializeConditionVariable(PCONDITION_VARIABLE ConditionVariable);
MWW_API BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE ConditionVariable,
                                             PCRITICAL_SECTION CriticalSection,
                                             DWORD dwMilliseconds);
MWW_API BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE ConditionVariable,
                                              PSRWLOCK SRWLock, DWORD dwMilliseconds,
                                              ULONG Flags);
MWW_API void WINAPI WakeConditionVariable(PCONDITION_VARIABLE ConditionVariable);
MWW_API void WINAPI WakeAllConditionVariable(PCONDITION_VARIABLE ConditionVariable);

typedef BOOL(WINAPI *PINIT_ONCE_FN)(PINIT_ONCE InitOnce, PVOID Parameter, PVOID *Context);
MWW_API void WINAPI InitOnceInitialize(PINIT_ONCE InitOnce);
MWW_API BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE InitOnce, PINIT_ONCE_FN InitFn,
                                        PVOID Parameter, LPVOID *Context);
MWW_API BOOL WINAPI InitOnceBeginInitialize(LPINIT_ONCE lpInitOnce, DWORD dwFlags,
                                            PBOOL fPending, LPVOID *lpContext);
MWW_API BOOL WINAPI InitOnceComplete(LPINIT_ONCE lpInitOnce, DWORD dwFlags, LPVOID lpContext);

MWW_API BOOL WINAPI WaitOnAddress(volatile VOID *Address, PVOID CompareAddress,
                                  SIZE_T AddressSize, DWORD dwMilliseconds);
MWW_API void WINAPI WakeByAddressSingle(PVOID Address);
MWW_API void WINAPI WakeByAddressAll(PVOID Address);

typedef struct _RTL_BARRIER {
        DWORD     Reserved1;
        DWORD     Reserved2;
        ULONG_PTR Reserved3[2];
        DWORD     Reserved4;
        DWORD     Reserved5;
} RTL_BARRIER, *PRTL_BARRIER, SYNCHRONIZATION_BARRIER, *PSYNCHRONIZATION_BARRIER,
        *LPSYNCHRONIZATION_BARRIER;

#define SYNCHRONIZATION_BARRIER_FLAGS_SPIN_ONLY  0x01
#define SYNCHRONIZATION_BARRIER_FLAGS_BLOCK_ONLY 0x02
#define SYNCHRONIZATION_BARRIER_FLAGS_NO_DELETE  0x04

MWW_API BOOL WINAPI InitializeSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier,
                                                     LONG lTotalThreads, LONG lSpinCount);
MWW_API BOOL WINAPI EnterSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier,
                                                DWORD dwFlags);
MWW_API BOOL WINAPI DeleteSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier);

#ifdef UNICODE
#  define CreateEvent       CreateEventW
#  define CreateEventEx     CreateEventExW
#  define OpenEvent         OpenEventW
#  define CreateMutex       CreateMutexW
#  define CreateMutexEx     CreateMutexExW
#  define OpenMutex         OpenMutexW
#  define CreateSemaphore   CreateSemaphoreW
#  define CreateSemaphoreEx CreateSemaphoreExW
#  define OpenSemaphore     OpenSemaphoreW
#  define CreateWaitableTimer   CreateWaitableTimerW
#  define CreateWaitableTimerEx CreateWaitableTimerExW
#  define OpenWaitableTimer     OpenWaitableTimerW
#else
#  define CreateEvent       CreateEventA
#  define CreateEventEx     CreateEventExA
#  define OpenEvent         OpenEventA
#  define CreateMutex       CreateMutexA
#  define CreateMutexEx     CreateMutexExA
#  define OpenMutex         OpenMutexA
#  define CreateSemaphore   CreateSemaphoreA
#  define CreateSemaphoreEx CreateSemaphoreExA
#  define OpenSemaphore     OpenSemaphoreA
#  define CreateWaitableTimer   CreateWaitableTimerA
#  define CreateWaitableTimerEx CreateWaitableTimerExA
#  define OpenWaitableTimer     OpenWaitableTimerA
#endif

#endif
