/* SPDX-License-Identifier: MIT */
/* ioapiset.h — I/O that may finish later. Part of windows.h. */
#ifndef MWW_IOAPISET_H
#define MWW_IOAPISET_H

#include <minwinbase.h>

#define HasOverlappedIoCompleted(lpOverlapped) \
        (((DWORD) (lpOverlapped)->Internal) != STATUS_PENDING)

MWW_API BOOL WINAPI GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped,
                                        LPDWORD lpNumberOfBytesTransferred, BOOL bWait);
MWW_API BOOL WINAPI GetOverlappedResultEx(HANDLE hFile, LPOVERLAPPED lpOverlapped,
                                          LPDWORD lpNumberOfBytesTransferred,
                                          DWORD dwMilliseconds, BOOL bAlertable);
/* Completion ports. */
#define IO_COMPLETION_MODIFY_STATE            0x0002
#define IO_COMPLETION_ALL_ACCESS              0x001F0003
#define FILE_SKIP_COMPLETION_PORT_ON_SUCCESS  0x1
#define FILE_SKIP_SET_EVENT_ON_HANDLE         0x2

typedef struct _OVERLAPPED_ENTRY {
        ULONG_PTR lpCompletionKey;
        LPOVERLAPPED lpOverlapped;
        ULONG_PTR Internal;
        DWORD dwNumberOfBytesTransferred;
} OVERLAPPED_ENTRY, *LPOVERLAPPED_ENTRY;

MWW_API HANDLE WINAPI CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort,
                                             ULONG_PTR CompletionKey,
                                             DWORD NumberOfConcurrentThreads);
MWW_API BOOL WINAPI GetQueuedCompletionStatus(HANDLE CompletionPort,
                                              LPDWORD lpNumberOfBytesTransferred,
                                              PULONG_PTR lpCompletionKey,
                                              LPOVERLAPPED *lpOverlapped, DWORD dwMilliseconds);
MWW_API BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE CompletionPort,
                                                LPOVERLAPPED_ENTRY lpCompletionPortEntries,
                                                ULONG ulCount, PULONG ulNumEntriesRemoved,
                                                DWORD dwMilliseconds, BOOL fAlertable);
MWW_API BOOL WINAPI PostQueuedCompletionStatus(HANDLE CompletionPort,
                                               DWORD dwNumberOfBytesTransferred,
                                               ULONG_PTR dwCompletionKey,
                                               LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI SetFileCompletionNotificationModes(HANDLE FileHandle, UCHAR Flags);

MWW_API BOOL WINAPI CancelIo(HANDLE hFile);
MWW_API BOOL WINAPI CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped);

#endif
