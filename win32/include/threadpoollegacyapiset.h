/* SPDX-License-Identifier: MIT */
/* threadpoollegacyapiset.h — the process's own pool of threads: work items, timer
 * queues, registered waits. Part of windows.h.
 */
#ifndef MWW_THREADPOOLLEGACYAPISET_H
#define MWW_THREADPOOLLEGACYAPISET_H

#include <minwinbase.h>
#include <processthreadsapi.h>

#define WT_EXECUTEDEFAULT              0x00000000
#define WT_EXECUTEINIOTHREAD           0x00000001
#define WT_EXECUTEINUITHREAD           0x00000002
#define WT_EXECUTEINWAITTHREAD         0x00000004
#define WT_EXECUTEONLYONCE             0x00000008
#define WT_EXECUTELONGFUNCTION         0x00000010
#define WT_EXECUTEINTIMERTHREAD        0x00000020
#define WT_EXECUTEINPERSISTENTIOTHREAD 0x00000040
#define WT_EXECUTEINPERSISTENTTHREAD   0x00000080
#define WT_TRANSFER_IMPERSONATION      0x00000100
#define WT_EXECUTEDELETEWAIT           0x00000008
#define WT_EXECUTEINLONGTHREAD         0x00000010
#define WT_SET_MAX_THREADPOOL_THREADS(Flags, Limit) ((Flags) |= (Limit) << 16)

typedef VOID(NTAPI *WAITORTIMERCALLBACKFUNC)(PVOID lpParameter, BOOLEAN TimerOrWaitFired);
typedef WAITORTIMERCALLBACKFUNC WAITORTIMERCALLBACK;

MWW_API BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE Function, PVOID Context,
                                      ULONG Flags);

MWW_API BOOL WINAPI RegisterWaitForSingleObject(PHANDLE phNewWaitObject, HANDLE hObject,
                                                WAITORTIMERCALLBACK Callback, PVOID Context,
                                                ULONG dwMilliseconds, ULONG dwFlags);
MWW_API BOOL WINAPI UnregisterWait(HANDLE WaitHandle);
MWW_API BOOL WINAPI UnregisterWaitEx(HANDLE WaitHandle, HANDLE CompletionEvent);

MWW_API HANDLE WINAPI CreateTimerQueue(void);
MWW_API BOOL WINAPI CreateTimerQueueTimer(PHANDLE phNewTimer, HANDLE TimerQueue,
                                          WAITORTIMERCALLBACK Callback, PVOID Parameter,
                                          DWORD DueTime, DWORD Period, ULONG Flags);
MWW_API BOOL WINAPI ChangeTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer, ULONG DueTime,
                                          ULONG Period);
MWW_API BOOL WINAPI DeleteTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer,
                                          HANDLE CompletionEvent);
MWW_API BOOL WINAPI DeleteTimerQueue(HANDLE TimerQueue);
MWW_API BOOL WINAPI DeleteTimerQueueEx(HANDLE TimerQueue, HANDLE CompletionEvent);

#endif
