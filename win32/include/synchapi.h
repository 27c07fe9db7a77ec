/* SPDX-License-Identifier: MIT */
/* synchapi.h — events, mutexes, semaphores, waits. Part of windows.h. */
#ifndef MWW_SYNCHAPI_H
#define MWW_SYNCHAPI_H

#include <minwinbase.h>

#define CREATE_EVENT_MANUAL_RESET  0x00000001
#define CREATE_EVENT_INITIAL_SET   0x00000002
#define CREATE_MUTEX_INITIAL_OWNER 0x00000001

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
MWW_API void WINAPI Sleep(DWORD dwMilliseconds);

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
#endif

#endif
