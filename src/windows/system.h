/* SPDX-License-Identifier: MIT */
/* system.h — how the Windows files call the system.
 *
 * Everything documented goes through kernel32 and advapi32. Five calls of ntdll tell
 * what those don't: a section's size, an event's or a semaphore's sort, and which
 * names there are. They have been the same since Windows NT; their structures are
 * declared here, since the public headers leave them out.
 */
#ifndef MWI_WINDOWS_SYSTEM_H
#define MWI_WINDOWS_SYSTEM_H

#include <windows.h>

#include <ntsecapi.h>
#include <psapi.h>
#include <winternl.h>

#include <mapwire/mapwire.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/macro.h"
#include "base/name.h"
#include "base/options.h"

/* The error number of the system as one of ours. */
int mwi_windows_result(DWORD error);

/* A name or a path as the system takes it: every byte of a name becomes one unit of
 * UTF-16 at most. */
enum { MWI_WIDE_ROOM = MW_NAME_MAX_BYTES + 16 };

/* What the kernel calls the object: prefix and all. */
void mwi_wide_name(const struct mwi_name *name, wchar_t out[MWI_WIDE_ROOM]);

/* And back, for `units` of UTF-16. Returns the bytes, or -1: more than `room` less 1. */
int mwi_narrow_name(const wchar_t *wide, size_t units, char *out, size_t room);

/* A path in UTF-8, for CreateFileW; free() it. NULL: no memory, or not UTF-8. */
wchar_t *mwi_wide_path(const char *path);

/* ---- ntdll --------------------------------------------------------------------------- */

struct mwi_section_basic {
        void         *base;
        ULONG         attributes; /* SEC_FILE, SEC_RESERVE, SEC_COMMIT */
        LARGE_INTEGER size;
};
struct mwi_event_basic {
        LONG type; /* 0 manual-reset, 1 auto-reset */
        LONG state;
};
struct mwi_semaphore_basic {
        ULONG count;
        ULONG max_count;
};
struct mwi_mutant_basic {
        LONG    count; /* 1 free; 1 - depth owned */
        BOOLEAN is_ours;
        BOOLEAN is_abandoned;
};
struct mwi_timer_basic {
        LARGE_INTEGER remaining; /* 100 ns; negative: is due */
        BOOLEAN       state;
};
struct mwi_directory_entry {
        UNICODE_STRING name;
        UNICODE_STRING type;
};
enum { MWI_BASIC = 0 }; /* the class that each of these queries has first */

NTSTATUS NTAPI NtQuerySection(HANDLE, int, void *, SIZE_T, SIZE_T *);
NTSTATUS NTAPI NtQueryEvent(HANDLE, int, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtQuerySemaphore(HANDLE, int, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtQueryMutant(HANDLE, int, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtQueryTimer(HANDLE, int, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtOpenDirectoryObject(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtQueryDirectoryObject(HANDLE, void *, ULONG, BOOLEAN, BOOLEAN, ULONG *, ULONG *);

#endif
