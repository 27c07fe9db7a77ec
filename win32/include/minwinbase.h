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

#define WAIT_OBJECT_0      (STATUS_WAIT_0 + 0)
#define WAIT_ABANDONED     (STATUS_ABANDONED_WAIT_0 + 0)
#define WAIT_ABANDONED_0   (STATUS_ABANDONED_WAIT_0 + 0)
#define WAIT_IO_COMPLETION STATUS_USER_APC
#define WAIT_FAILED        ((DWORD) 0xFFFFFFFFu)
#define INFINITE           0xFFFFFFFFu

#endif
