/* SPDX-License-Identifier: MIT */
/* winnt.h — the kernel's constants and structures: access rights, page
 * protections, section kinds, text. Values are Windows'. Part of windows.h.
 */
#ifndef MWW_WINNT_H
#define MWW_WINNT_H

#include <windef.h>
#include <guiddef.h>
#include <basetsd.h>
#include <ctype.h>
#include <string.h>

/* Text that follows the build: bytes, or UTF-16 with -DUNICODE. */
#ifdef UNICODE
#  ifdef MWW_WIDE_IS_WCHAR_T
#    define MWW_TEXT(quote) L##quote
#  else
#    define MWW_TEXT(quote) u##quote
#  endif
typedef WCHAR TCHAR, *PTCHAR, TBYTE, *PTBYTE;
typedef LPWSTR PTSTR, LPTSTR, PTCH, LPTCH;
typedef LPCWSTR PCTSTR, LPCTSTR;
#else
#  define MWW_TEXT(quote) quote
typedef CHAR TCHAR, *PTCHAR;
typedef unsigned char TBYTE, *PTBYTE;
typedef LPSTR PTSTR, LPTSTR, PTCH, LPTCH;
typedef LPCSTR PCTSTR, LPCTSTR;
#endif
#define TEXT(quote) MWW_TEXT(quote)

#define UNREFERENCED_PARAMETER(name)          ((void) (name))
#define DBG_UNREFERENCED_PARAMETER(name)      ((void) (name))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(name) ((void) (name))
#define FIELD_OFFSET(type, field)             ((LONG) offsetof(type, field))
#define RTL_NUMBER_OF(array)                  _countof(array)
#define ARRAYSIZE(array)                      _countof(array)
#define CONTAINING_RECORD(address, type, field) \
        ((type *) ((char *) (address) - offsetof(type, field)))
#define C_ASSERT(is)           typedef char MWW_UNIQUE(mww_assert_, __LINE__)[(is) ? 1 : -1]
#define MWW_UNIQUE(stem, line) MWW_UNIQUE_(stem, line)
#define MWW_UNIQUE_(stem, line) stem##line
#define Int32x32To64(a, b)  ((LONGLONG) (LONG) (a) * (LONGLONG) (LONG) (b))
#define UInt32x32To64(a, b) ((ULONGLONG) (DWORD) (a) * (ULONGLONG) (DWORD) (b))
#define MINCHAR   0x80
#define MAXCHAR   0x7f
#define MINSHORT  0x8000
#define MAXSHORT  0x7fff
#define MAXBYTE   0xff
#define MAXWORD   0xffff
#define MINLONG   0x80000000
#define MAXLONGLONG 0x7fffffffffffffffll
#define ANSI_NULL   ((CHAR) 0)
#define UNICODE_NULL ((WCHAR) 0)
#define UNREFERENCED_LOCAL_VARIABLE(name) ((void) (name))
#define ANYSIZE_ARRAY 1
#define DECLSPEC_NORETURN   __attribute__((noreturn))
#define DECLSPEC_ALIGN(n)   __attribute__((aligned(n)))
#define DECLSPEC_CACHEALIGN __attribute__((aligned(128)))
#define DECLSPEC_SELECTANY  __attribute__((weak))
#define DECLSPEC_IMPORT
#define DECLSPEC_NOTHROW    __attribute__((nothrow))
#define DECLSPEC_NOVTABLE
#define DECLSPEC_DEPRECATED __attribute__((deprecated))
#define DECLSPEC_NOINLINE   __attribute__((noinline))
#define FORCEINLINE         static __inline __attribute__((always_inline))

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
#define TIMER_QUERY_STATE         0x0001
#define TIMER_MODIFY_STATE        0x0002
#define TIMER_ALL_ACCESS          0x001F0003
#define PROCESS_VM_OPERATION      0x0008
#define PROCESS_QUERY_INFORMATION 0x0400
#define PROCESS_ALL_ACCESS        0x001FFFFF
#define THREAD_SET_CONTEXT        0x0010
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
#define FILE_LIST_DIRECTORY       0x0001
#define FILE_ADD_FILE             0x0002
#define FILE_ADD_SUBDIRECTORY     0x0004
#define FILE_TRAVERSE             0x0020
#define FILE_DELETE_CHILD         0x0040
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
#define FILE_ATTRIBUTE_DEVICE     0x00000040
#define FILE_ATTRIBUTE_TEMPORARY  0x00000100
#define FILE_ATTRIBUTE_SPARSE_FILE         0x00000200
#define FILE_ATTRIBUTE_REPARSE_POINT       0x00000400
#define FILE_ATTRIBUTE_COMPRESSED          0x00000800
#define FILE_ATTRIBUTE_OFFLINE             0x00001000
#define FILE_ATTRIBUTE_NOT_CONTENT_INDEXED 0x00002000
#define FILE_ATTRIBUTE_ENCRYPTED           0x00004000

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
#define MEM_DECOMMIT              0x00004000
#define MEM_RELEASE               0x00008000
#define MEM_FREE                  0x00010000
#define MEM_PRIVATE               0x00020000
#define MEM_MAPPED                0x00040000
#define MEM_RESET                 0x00080000
#define MEM_TOP_DOWN              0x00100000
#define MEM_WRITE_WATCH           0x00200000
#define MEM_IMAGE                 0x01000000
#define MEM_RESET_UNDO            0x01000000
#define MEM_LARGE_PAGES           0x20000000
#define MEM_UNMAP_WITH_TRANSIENT_BOOST 0x00000001
#define WRITE_WATCH_FLAG_RESET    0x01

typedef struct _MEMORY_BASIC_INFORMATION {
        PVOID  BaseAddress;
        PVOID  AllocationBase;
        DWORD  AllocationProtect;
#if UINTPTR_MAX > 0xFFFFFFFFu
        WORD   PartitionId;
#endif
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

/* Languages. */
#define LANG_NEUTRAL              0x00
#define LANG_INVARIANT            0x7f
#define LANG_ENGLISH              0x09
#define SUBLANG_NEUTRAL           0x00
#define SUBLANG_DEFAULT           0x01
#define SUBLANG_SYS_DEFAULT       0x02
#define SUBLANG_ENGLISH_US        0x01
#define SORT_DEFAULT              0x0
#define MAKELANGID(language, sub) ((WORD) ((WORD) (sub) << 10 | (WORD) (language)))
#define PRIMARYLANGID(id)         ((WORD) (id) & 0x3ff)
#define SUBLANGID(id)             ((WORD) (id) >> 10)
#define MAKELCID(language, sort) \
        ((DWORD) ((DWORD) (WORD) (sort) << 16 | (DWORD) (WORD) (language)))
#define LANG_SYSTEM_DEFAULT       MAKELANGID(LANG_NEUTRAL, SUBLANG_SYS_DEFAULT)
#define LANG_USER_DEFAULT         MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)

/* Why a library's DllMain is called. */
#define DLL_PROCESS_DETACH 0
#define DLL_PROCESS_ATTACH 1
#define DLL_THREAD_ATTACH  2
#define DLL_THREAD_DETACH  3

#include <mww_security.h>

#endif
