/* SPDX-License-Identifier: MIT */
/* winnt.h — the kernel's constants and structures: access rights, page
 * protections, section kinds, text. Values are Windows'. Part of windows.h.
 */
#ifndef MWW_WINNT_H
#define MWW_WINNT_H

#include <windef.h>
#include <ctype.h>
#include <string.h>

/* Text that follows the build: bytes, or UTF-16 with -DUNICODE. */
#ifdef UNICODE
#  ifdef MWW_WIDE_IS_WCHAR_T
#    define MWW_TEXT(quote) L##quote
#  else
#    define MWW_TEXT(quote) u##quote
#  endif
typedef WCHAR TCHAR, *PTCHAR;
typedef LPWSTR PTSTR, LPTSTR;
typedef LPCWSTR PCTSTR, LPCTSTR;
#else
#  define MWW_TEXT(quote) quote
typedef CHAR TCHAR, *PTCHAR;
typedef LPSTR PTSTR, LPTSTR;
typedef LPCSTR PCTSTR, LPCTSTR;
#endif
#define TEXT(quote) MWW_TEXT(quote)

typedef LONG HRESULT;
typedef DWORD ACCESS_MASK, *PACCESS_MASK;

typedef union _LARGE_INTEGER {
        __extension__ struct {
                DWORD LowPart;
                LONG  HighPart;
        };
        struct {
                DWORD LowPart;
                LONG  HighPart;
        } u;
        LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
        __extension__ struct {
                DWORD LowPart;
                DWORD HighPart;
        };
        struct {
                DWORD LowPart;
                DWORD HighPart;
        } u;
        ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

/* Rights that every kind of object has. */
#define DELETE                    0x00010000u
#define READ_CONTROL              0x00020000u
#define WRITE_DAC                 0x00040000u
#define WRITE_OWNER               0x00080000u
#define SYNCHRONIZE               0x00100000u
#define STANDARD_RIGHTS_REQUIRED  0x000F0000u
#define STANDARD_RIGHTS_READ      READ_CONTROL
#define STANDARD_RIGHTS_WRITE     READ_CONTROL
#define STANDARD_RIGHTS_EXECUTE   READ_CONTROL
#define STANDARD_RIGHTS_ALL       0x001F0000u
#define SPECIFIC_RIGHTS_ALL       0x0000FFFFu
#define ACCESS_SYSTEM_SECURITY    0x01000000u
#define MAXIMUM_ALLOWED           0x02000000u
#define GENERIC_READ              0x80000000u
#define GENERIC_WRITE             0x40000000u
#define GENERIC_EXECUTE           0x20000000u
#define GENERIC_ALL               0x10000000u

/* Rights of one kind. */
#define EVENT_QUERY_STATE         0x0001
#define EVENT_MODIFY_STATE        0x0002
#define EVENT_ALL_ACCESS          0x001F0003
#define MUTANT_QUERY_STATE        0x0001
#define MUTANT_ALL_ACCESS         0x001F0001
#define MUTEX_MODIFY_STATE        MUTANT_QUERY_STATE
#define MUTEX_ALL_ACCESS          MUTANT_ALL_ACCESS
#define SEMAPHORE_QUERY_STATE     0x0001
#define SEMAPHORE_MODIFY_STATE    0x0002
#define SEMAPHORE_ALL_ACCESS      0x001F0003
#define PROCESS_ALL_ACCESS        0x001FFFFF
#define THREAD_ALL_ACCESS         0x001FFFFF

#define SECTION_QUERY                0x0001
#define SECTION_MAP_WRITE            0x0002
#define SECTION_MAP_READ             0x0004
#define SECTION_MAP_EXECUTE          0x0008
#define SECTION_EXTEND_SIZE          0x0010
#define SECTION_MAP_EXECUTE_EXPLICIT 0x0020
#define SECTION_ALL_ACCESS           0x000F001F

#define FILE_READ_DATA            0x0001
#define FILE_WRITE_DATA           0x0002
#define FILE_APPEND_DATA          0x0004
#define FILE_READ_EA              0x0008
#define FILE_WRITE_EA             0x0010
#define FILE_EXECUTE              0x0020
#define FILE_READ_ATTRIBUTES      0x0080
#define FILE_WRITE_ATTRIBUTES     0x0100
#define FILE_ALL_ACCESS           0x001F01FF
#define FILE_GENERIC_READ         0x00120089
#define FILE_GENERIC_WRITE        0x00120116
#define FILE_GENERIC_EXECUTE      0x001200A0

#define FILE_SHARE_READ           0x00000001
#define FILE_SHARE_WRITE          0x00000002
#define FILE_SHARE_DELETE         0x00000004

#define FILE_ATTRIBUTE_READONLY   0x00000001
#define FILE_ATTRIBUTE_HIDDEN     0x00000002
#define FILE_ATTRIBUTE_SYSTEM     0x00000004
#define FILE_ATTRIBUTE_DIRECTORY  0x00000010
#define FILE_ATTRIBUTE_ARCHIVE    0x00000020
#define FILE_ATTRIBUTE_NORMAL     0x00000080
#define FILE_ATTRIBUTE_TEMPORARY  0x00000100

/* Protection of pages, and kinds of section. */
#define PAGE_NOACCESS             0x01
#define PAGE_READONLY             0x02
#define PAGE_READWRITE            0x04
#define PAGE_WRITECOPY            0x08
#define PAGE_EXECUTE              0x10
#define PAGE_EXECUTE_READ         0x20
#define PAGE_EXECUTE_READWRITE    0x40
#define PAGE_EXECUTE_WRITECOPY    0x80
#define PAGE_GUARD                0x100
#define PAGE_NOCACHE              0x200
#define PAGE_WRITECOMBINE         0x400

#define SEC_FILE                  0x00800000u
#define SEC_IMAGE                 0x01000000u
#define SEC_PROTECTED_IMAGE       0x02000000u
#define SEC_RESERVE               0x04000000u
#define SEC_COMMIT                0x08000000u
#define SEC_NOCACHE               0x10000000u
#define SEC_WRITECOMBINE          0x40000000u
#define SEC_LARGE_PAGES           0x80000000u

#define MEM_COMMIT                0x00001000
#define MEM_RESERVE               0x00002000
#define MEM_FREE                  0x00010000
#define MEM_PRIVATE               0x00020000
#define MEM_MAPPED                0x00040000
#define MEM_IMAGE                 0x01000000

typedef struct _MEMORY_BASIC_INFORMATION {
        PVOID  BaseAddress;
        PVOID  AllocationBase;
        DWORD  AllocationProtect;
        WORD   PartitionId;
        SIZE_T RegionSize;
        DWORD  State;
        DWORD  Protect;
        DWORD  Type;
} MEMORY_BASIC_INFORMATION, *PMEMORY_BASIC_INFORMATION;

#define MAXIMUM_WAIT_OBJECTS      64
#define MAXLONG                   0x7fffffff
#define MAXDWORD                  0xffffffffu

/* What a wait may return in Windows' own numbering; winbase.h gives the rest. */
#define STATUS_WAIT_0             ((DWORD) 0x00000000)
#define STATUS_ABANDONED_WAIT_0   ((DWORD) 0x00000080)
#define STATUS_USER_APC           ((DWORD) 0x000000C0)
#define STATUS_TIMEOUT            ((DWORD) 0x00000102)
#define STATUS_PENDING            ((DWORD) 0x00000103)

#define PROCESSOR_ARCHITECTURE_INTEL   0
#define PROCESSOR_ARCHITECTURE_ARM     5
#define PROCESSOR_ARCHITECTURE_AMD64   9
#define PROCESSOR_ARCHITECTURE_ARM64   12
#define PROCESSOR_ARCHITECTURE_UNKNOWN 0xFFFF
#define PROCESSOR_INTEL_PENTIUM        586
#define PROCESSOR_AMD_X8664            8664

#endif
