/* SPDX-License-Identifier: MIT */
/* threadpoolapiset.h — pools of threads: work, timers, waits. Part of windows.h. */
#ifndef MWW_THREADPOOLAPISET_H
#define MWW_THREADPOOLAPISET_H

#include <minwinbase.h>
#include <synchapi.h>

typedef DWORD TP_VERSION, *PTP_VERSION;
typedef DWORD TP_WAIT_RESULT;
typedef struct _TP_CALLBACK_INSTANCE TP_CALLBACK_INSTANCE, *PTP_CALLBACK_INSTANCE;
typedef struct _TP_POOL TP_POOL, *PTP_POOL;
typedef struct _TP_CLEANUP_GROUP TP_CLEANUP_GROUP, *PTP_CLEANUP_GROUP;
typedef struct _TP_WORK TP_WORK, *PTP_WORK;
typedef struct _TP_TIMER TP_TIMER, *PTP_TIMER;
typedef struct _TP_WAIT TP_WAIT, *PTP_WAIT;
typedef struct _TP_IO TP_IO, *PTP_IO;

typedef VOID(NTAPI *PTP_SIMPLE_CALLBACK)(PTP_CALLBACK_INSTANCE Instance, PVOID Context);
typedef VOID(NTAPI *PTP_WORK_CALLBACK)(PTP_CALLBACK_INSTANCE Instance, PVOID Context,
                                       PTP_WORK Work);
typedef VOID(NTAPI *PTP_TIMER_CALLBACK)(PTP_CALLBACK_INSTANCE Instance, PVOID Context,
                                        PTP_TIMER Timer);
typedef VOID(NTAPI *PTP_WAIT_CALLBACK)(PTP_CALLBACK_INSTANCE Instance, PVOID Context,
                                       PTP_WAIT Wait, TP_WAIT_RESULT WaitResult);
typedef VOID(WINAPI *PTP_WIN32_IO_CALLBACK)(PTP_CALLBACK_INSTANCE Instance, PVOID Context,
                                            PVOID Overlapped, ULONG IoResult,
                                            ULONG_PTR NumberOfBytesTransferred, PTP_IO Io);
typedef VOID(NTAPI *PTP_CLEANUP_GROUP_CANCEL_CALLBACK)(PVOID ObjectContext,
                                                       PVOID CleanupContext);

typedef enum _TP_CALLBACK_PRIORITY {
        TP_CALLBACK_PRIORITY_HIGH,
        TP_CALLBACK_PRIORITY_NORMAL,
        TP_CALLBACK_PRIORITY_LOW,
        TP_CALLBACK_PRIORITY_INVALID,
        TP_CALLBACK_PRIORITY_COUNT = TP_CALLBACK_PRIORITY_INVALID
} TP_CALLBACK_PRIORITY;

typedef struct _TP_POOL_STACK_INFORMATION {
        SIZE_T StackReserve;
        SIZE_T StackCommit;
} TP_POOL_STACK_INFORMATION, *PTP_POOL_STACK_INFORMATION;

struct _ACTIVATION_CONTEXT;
typedef struct _TP_CALLBACK_ENVIRON_V3 {
        TP_VERSION                        Version;
        PTP_POOL                          Pool;
        PTP_CLEANUP_GROUP                 CleanupGroup;
        PTP_CLEANUP_GROUP_CANCEL_CALLBACK CleanupGroupCancelCallback;
        PVOID                             RaceDll;
        struct _ACTIVATION_CONTEXT       *ActivationContext;
        PTP_SIMPLE_CALLBACK               FinalizationCallback;
        union {
                DWORD Flags;
                struct {
                        DWORD LongFunction : 1;
                        DWORD Persistent : 1;
                        DWORD Private : 30;
                } s;
        } u;
        TP_CALLBACK_PRIORITY CallbackPriority;
        DWORD                Size;
} TP_CALLBACK_ENVIRON_V3, TP_CALLBACK_ENVIRON, *PTP_CALLBACK_ENVIRON;

/* A pool, and how it treats its callbacks. */
MWW_API PTP_POOL WINAPI CreateThreadpool(PVOID reserved);
MWW_API VOID WINAPI SetThreadpoolThreadMaximum(PTP_POOL ptpp, DWORD cthrdMost);
MWW_API BOOL WINAPI SetThreadpoolThreadMinimum(PTP_POOL ptpp, DWORD cthrdMic);
MWW_API BOOL WINAPI SetThreadpoolStackInformation(PTP_POOL ptpp,
                                                  PTP_POOL_STACK_INFORMATION ptpsi);
MWW_API BOOL WINAPI QueryThreadpoolStackInformation(PTP_POOL ptpp,
                                                    PTP_POOL_STACK_INFORMATION ptpsi);
MWW_API VOID WINAPI CloseThreadpool(PTP_POOL ptpp);

MWW_API VOID WINAPI InitializeThreadpoolEnvironment(PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI SetThreadpoolCallbackPool(PTP_CALLBACK_ENVIRON pcbe, PTP_POOL ptpp);
MWW_API VOID WINAPI SetThreadpoolCallbackCleanupGroup(PTP_CALLBACK_ENVIRON pcbe,
                                                      PTP_CLEANUP_GROUP ptpcg,
                                                      PTP_CLEANUP_GROUP_CANCEL_CALLBACK pfng);
MWW_API VOID WINAPI SetThreadpoolCallbackRunsLong(PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI SetThreadpoolCallbackLibrary(PTP_CALLBACK_ENVIRON pcbe, PVOID mod);
MWW_API VOID WINAPI SetThreadpoolCallbackPriority(PTP_CALLBACK_ENVIRON pcbe,
                                                  TP_CALLBACK_PRIORITY Priority);
MWW_API VOID WINAPI SetThreadpoolCallbackPersistent(PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI DestroyThreadpoolEnvironment(PTP_CALLBACK_ENVIRON pcbe);

MWW_API PTP_CLEANUP_GROUP WINAPI CreateThreadpoolCleanupGroup(void);
MWW_API VOID WINAPI CloseThreadpoolCleanupGroupMembers(PTP_CLEANUP_GROUP ptpcg,
                                                       BOOL fCancelPendingCallbacks,
                                                       PVOID pvCleanupContext);
MWW_API VOID WINAPI CloseThreadpoolCleanupGroup(PTP_CLEANUP_GROUP ptpcg);

/* What a callback may ask for. */
MWW_API VOID WINAPI SetEventWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE evt);
MWW_API VOID WINAPI ReleaseSemaphoreWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE sem,
                                                        DWORD crel);
MWW_API VOID WINAPI ReleaseMutexWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE mut);
MWW_API VOID WINAPI LeaveCriticalSectionWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci,
                                                            PCRITICAL_SECTION pcs);
MWW_API VOID WINAPI FreeLibraryWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HMODULE mod);
MWW_API BOOL WINAPI CallbackMayRunLong(PTP_CALLBACK_INSTANCE pci);
MWW_API VOID WINAPI DisassociateCurrentThreadFromCallback(PTP_CALLBACK_INSTANCE pci);

/* Work. */
MWW_API BOOL WINAPI TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK pfns, PVOID pv,
                                                PTP_CALLBACK_ENVIRON pcbe);
MWW_API PTP_WORK WINAPI CreateThreadpoolWork(PTP_WORK_CALLBACK pfnwk, PVOID pv,
                                             PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI SubmitThreadpoolWork(PTP_WORK pwk);
MWW_API VOID WINAPI WaitForThreadpoolWorkCallbacks(PTP_WORK pwk, BOOL fCancelPendingCallbacks);
MWW_API VOID WINAPI CloseThreadpoolWork(PTP_WORK pwk);

/* Timers. */
MWW_API PTP_TIMER WINAPI CreateThreadpoolTimer(PTP_TIMER_CALLBACK pfnti, PVOID pv,
                                               PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI SetThreadpoolTimer(PTP_TIMER pti, PFILETIME pftDueTime, DWORD msPeriod,
                                       DWORD msWindowLength);
MWW_API BOOL WINAPI SetThreadpoolTimerEx(PTP_TIMER pti, PFILETIME pftDueTime, DWORD msPeriod,
                                         DWORD msWindowLength);
MWW_API BOOL WINAPI IsThreadpoolTimerSet(PTP_TIMER pti);
MWW_API VOID WINAPI WaitForThreadpoolTimerCallbacks(PTP_TIMER pti,
                                                    BOOL fCancelPendingCallbacks);
MWW_API VOID WINAPI CloseThreadpoolTimer(PTP_TIMER pti);

/* Waits. */
MWW_API PTP_WAIT WINAPI CreateThreadpoolWait(PTP_WAIT_CALLBACK pfnwa, PVOID pv,
                                             PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI SetThreadpoolWait(PTP_WAIT pwa, HANDLE h, PFILETIME pftTimeout);
MWW_API BOOL WINAPI SetThreadpoolWaitEx(PTP_WAIT pwa, HANDLE h, PFILETIME pftTimeout,
                                        PVOID Reserved);
MWW_API VOID WINAPI WaitForThreadpoolWaitCallbacks(PTP_WAIT pwa, BOOL fCancelPendingCallbacks);
MWW_API VOID WINAPI CloseThreadpoolWait(PTP_WAIT pwa);

/* I/O on a file with FILE_FLAG_OVERLAPPED. */
MWW_API PTP_IO WINAPI CreateThreadpoolIo(HANDLE fl, PTP_WIN32_IO_CALLBACK pfnio, PVOID pv,
                                         PTP_CALLBACK_ENVIRON pcbe);
MWW_API VOID WINAPI StartThreadpoolIo(PTP_IO pio);
MWW_API VOID WINAPI CancelThreadpoolIo(PTP_IO pio);
MWW_API VOID WINAPI WaitForThreadpoolIoCallbacks(PTP_IO pio, BOOL fCancelPendingCallbacks);
MWW_API VOID WINAPI CloseThreadpoolIo(PTP_IO pio);

#endif
