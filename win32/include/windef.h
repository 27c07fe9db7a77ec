/* SPDX-License-Identifier: MIT */
/* windef.h — Windows' basic types, with Windows' sizes.
 *
 * On 64-bit Linux `long` has 64 bits and on Windows 32. So LONG, DWORD, ULONG
 * and BOOL are ints here: what a program lays out in shared memory is then the
 * same on both systems. Part of windows.h; include that one.
 */
#ifndef MWW_WINDEF_H
#define MWW_WINDEF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
#  include <uchar.h>
#endif

/* How functions of this layer are declared: C names, visible in the library. */
#ifdef __cplusplus
#  define MWW_EXTERN_C extern "C"
#else
#  define MWW_EXTERN_C extern
#endif
#define MWW_API MWW_EXTERN_C __attribute__((visibility("default")))

/* Calling conventions mean nothing on x86-64 and on no other Linux. */
#define WINAPI
#define APIENTRY
#define CALLBACK
#define WINAPIV
#define PASCAL
#ifndef __stdcall
#  define __stdcall
#endif
#ifndef __cdecl
#  define __cdecl
#endif
#ifndef __fastcall
#  define __fastcall
#endif
#ifndef __int64
#  define __int64 long long
#endif
#define FAR
#define NEAR
#define CONST const

/* Words by which parameters tell their direction. */
#ifndef IN
#  define IN
#endif
#ifndef OUT
#  define OUT
#endif
#ifndef OPTIONAL
#  define OPTIONAL
#endif

#ifndef FALSE
#  define FALSE 0
#endif
#ifndef TRUE
#  define TRUE 1
#endif
#define MAX_PATH 260

#define VOID void
typedef char               CHAR;
typedef signed char        INT8;
typedef unsigned char      BYTE, UCHAR, BOOLEAN, UINT8;
typedef short              SHORT, INT16;
typedef unsigned short     WORD, USHORT, UINT16;
typedef int                BOOL, INT, LONG, INT32, LONG32;
typedef unsigned int       UINT, DWORD, ULONG, UINT32, ULONG32, DWORD32;
typedef long long          LONGLONG, INT64, LONG64;
typedef unsigned long long ULONGLONG, UINT64, ULONG64, DWORD64, DWORDLONG;
typedef float              FLOAT;
typedef intptr_t           INT_PTR, LONG_PTR, SSIZE_T;
typedef uintptr_t          UINT_PTR, ULONG_PTR, DWORD_PTR, SIZE_T;

typedef void              *PVOID, *LPVOID;
typedef const void        *PCVOID, *LPCVOID;
typedef CHAR              *PCHAR, *PSTR, *LPSTR;
typedef const CHAR        *PCSTR, *LPCSTR;
typedef BYTE              *PBYTE, *LPBYTE;
typedef UCHAR             *PUCHAR;
typedef BOOLEAN           *PBOOLEAN;
typedef SHORT             *PSHORT;
typedef WORD              *PWORD, *LPWORD;
typedef USHORT            *PUSHORT;
typedef BOOL              *PBOOL, *LPBOOL;
typedef INT               *PINT, *LPINT;
typedef UINT              *PUINT;
typedef LONG              *PLONG, *LPLONG;
typedef ULONG             *PULONG;
typedef DWORD             *PDWORD, *LPDWORD;
typedef LONGLONG          *PLONGLONG;
typedef ULONGLONG         *PULONGLONG;
typedef SIZE_T            *PSIZE_T;
typedef ULONG_PTR         *PULONG_PTR;
typedef DWORD_PTR         *PDWORD_PTR;

typedef void              *HANDLE;
typedef HANDLE            *PHANDLE, *LPHANDLE;

/* WCHAR is one UTF-16 unit. Where the compiler's wide characters have 16 bits
 * (-fshort-wchar) it is wchar_t, so that L"..." works; elsewhere u"..." does. */
#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#  define MWW_WIDE_IS_WCHAR_T 1
typedef wchar_t            WCHAR;
#elif defined(__cplusplus)
typedef char16_t           WCHAR;
#else
typedef unsigned short     WCHAR;
#endif
typedef WCHAR             *PWCHAR, *PWSTR, *LPWSTR;
typedef const WCHAR       *PCWSTR, *LPCWSTR;

#define LOBYTE(w)        ((BYTE) ((DWORD_PTR) (w) & 0xff))
#define HIBYTE(w)        ((BYTE) (((DWORD_PTR) (w) >> 8) & 0xff))
#define LOWORD(l)        ((WORD) ((DWORD_PTR) (l) & 0xffff))
#define HIWORD(l)        ((WORD) (((DWORD_PTR) (l) >> 16) & 0xffff))
#define MAKEWORD(lo, hi) ((WORD) ((BYTE) (lo) | ((WORD) (BYTE) (hi) << 8)))
#define MAKELONG(lo, hi) ((LONG) ((WORD) (lo) | ((DWORD) (WORD) (hi) << 16)))

#if !defined(NOMINMAX) && !defined(__cplusplus)
#  ifndef max
#    define max(a, b) ((a) > (b) ? (a) : (b))
#  endif
#  ifndef min
#    define min(a, b) ((a) < (b) ? (a) : (b))
#  endif
#endif

#endif
