/* SPDX-License-Identifier: MIT */
/* minwinbase.h — the structures that several families share. Part of windows.h. */
#ifndef MWW_MINWINBASE_H
#define MWW_MINWINBASE_H

#include <winnt.h>

/* Security descriptors are accepted and not read: who may open an object is
 * decided by its namespace and its file's permissions, see mapwire-win32(7). */
typedef struct _SECURITY_ATTRIBUTES {
        DWORD  nLength;
        LPVOID lpSecurityDescriptor;
        BOOL   bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

typedef struct _OVERLAPPED {
        ULONG_PTR Internal;
        ULONG_PTR InternalHigh;
        __extension__ union {
                __extension__ struct {
                        DWORD Offset;
                        DWORD OffsetHigh;
                };
                PVOID Pointer;
        };
        HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

/* 100 ns since the year 1601. */
typedef struct _FILETIME {
        DWORD dwLowDateTime;
        DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _SYSTEMTIME {
        WORD wYear;
        WORD wMonth;     /* 1 to 12               */
        WORD wDayOfWeek; /* 0: Sunday             */
        WORD wDay;
        WORD wHour;
        WORD wMinute;
        WORD wSecond;
        WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

typedef VOID(WINAPI *LPOVERLAPPED_COMPLETION_ROUTINE)(DWORD dwErrorCode,
                                                      DWORD dwNumberOfBytesTransfered,
                                                      LPOVERLAPPED lpOverlapped);

#define LOCKFILE_FAIL_IMMEDIATELY 0x00000001u
#define LOCKFILE_EXCLUSIVE_LOCK   0x00000002u

#define WAIT_OBJECT_0      (STATUS_WAIT_0 + 0)
#define WAIT_ABANDONED     (STATUS_ABANDONED_WAIT_0 + 0)
#define WAIT_ABANDONED_0   (STATUS_ABANDONED_WAIT_0 + 0)
#define WAIT_IO_COMPLETION STATUS_USER_APC
#define WAIT_FAILED        ((DWORD) 0xFFFFFFFFu)
#define INFINITE           0xFFFFFFFFu

#endif
