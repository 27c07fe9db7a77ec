/* SPDX-License-Identifier: MIT */
/* windef.h — Windows' basic types, with Windows' sizes.
 *
 * On 64-bit Linux `long` has 64 bits and on Windows 32. So LONG, DWORD, ULONG
 * and BOOL are ints here: what a program lays out in shared memory is then the
 * same on both systems. Part of windows.h; include that one.
 */
#ifndef MWW_WINDEF_H
#define MWW_WINDEF_H

#include <corecrt.h>
#include <sal.h>
#ifdef __cplusplus
#  include <type_traits>
#  include <uchar.h>
#endif

/* Calling conventions mean nothing on x86-64 and on no other Linux. */
#define WINAPI
#define APIENTRY
#define CALLBACK
#define WINAPIV
#define APIPRIVATE
#define NTAPI
#define STDAPICALLTYPE
#define STDMETHODCALLTYPE
#define PASCAL
#define FAR
#define NEAR
#define far
#define near
#define _far
#define _near
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
#ifndef EXTERN_C
#  ifdef __cplusplus
#    define EXTERN_C extern "C"
#  else
#    define EXTERN_C extern
#  endif
#endif

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
typedef double             DOUBLE;
typedef intptr_t           INT_PTR, LONG_PTR, SSIZE_T;
typedef uintptr_t          UINT_PTR, ULONG_PTR, DWORD_PTR, SIZE_T;
typedef unsigned short     ATOM;

typedef void              *PVOID, *LPVOID;
typedef const void        *PCVOID, *LPCVOID;
typedef CHAR              *PCHAR, *LPCH, *PCH, *PSTR, *LPSTR, *NPSTR, *PSZ;
typedef const CHAR        *PCSTR, *LPCSTR, *LPCCH, *PCCH;
typedef INT8              *PINT8;
typedef INT16             *PINT16;
typedef INT32             *PINT32;
typedef INT64             *PINT64;
typedef UINT8             *PUINT8;
typedef UINT16            *PUINT16;
typedef UINT32            *PUINT32;
typedef UINT64            *PUINT64;
typedef BYTE              *PBYTE, *LPBYTE;
typedef const BYTE        *LPCBYTE;
typedef UCHAR             *PUCHAR;
typedef BOOLEAN           *PBOOLEAN;
typedef SHORT             *PSHORT;
typedef WORD              *PWORD, *LPWORD;
typedef USHORT            *PUSHORT;
typedef BOOL              *PBOOL, *LPBOOL;
typedef INT               *PINT, *LPINT;
typedef UINT              *PUINT, *LPUINT;
typedef LONG              *PLONG, *LPLONG, *PLONG32;
typedef ULONG             *PULONG, *PULONG32;
typedef DWORD             *PDWORD, *LPDWORD, *PDWORD32;
typedef FLOAT             *PFLOAT;
typedef LONGLONG          *PLONGLONG, *PLONG64;
typedef ULONGLONG         *PULONGLONG, *PULONG64, *PDWORD64, *PDWORDLONG;
typedef SIZE_T            *PSIZE_T;
typedef SSIZE_T           *PSSIZE_T;
typedef INT_PTR           *PINT_PTR;
typedef UINT_PTR          *PUINT_PTR;
typedef LONG_PTR          *PLONG_PTR;
typedef ULONG_PTR         *PULONG_PTR;
typedef DWORD_PTR         *PDWORD_PTR;

typedef void              *HANDLE;
typedef HANDLE            *PHANDLE, *LPHANDLE, *SPHANDLE;
typedef LONG               HRESULT, NTSTATUS;
typedef UINT_PTR           WPARAM;
typedef LONG_PTR           LPARAM, LRESULT;
typedef DWORD              COLORREF, LCID, LCTYPE;
typedef WORD               LANGID;

/* Handles of other kinds are types of their own, as with Windows' STRICT. */
#define DECLARE_HANDLE(name)         \
        struct name##__ {            \
                int unused;          \
        };                           \
        typedef struct name##__ *name
DECLARE_HANDLE(HINSTANCE);
DECLARE_HANDLE(HWND);
DECLARE_HANDLE(HKEY);
typedef HINSTANCE HMODULE;
typedef INT_PTR(WINAPI *FARPROC)(void);
typedef INT_PTR(WINAPI *NEARPROC)(void);
typedef INT_PTR(WINAPI *PROC)(void);

/* WCHAR is one UTF-16 unit. Where the compiler's wide characters have 16 bits
 * (-fshort-wchar) it is wchar_t, so that L"..." works; elsewhere u"..." does. */
#ifdef MWW_WIDE_IS_WCHAR_T
typedef wchar_t            WCHAR;
#elif defined(__cplusplus)
typedef char16_t           WCHAR;
#else
typedef unsigned short     WCHAR;
#endif
typedef WCHAR             *PWCHAR, *LPWCH, *PWCH, *PWSTR, *LPWSTR, *NWPSTR;
typedef const WCHAR       *PCWSTR, *LPCWSTR, *LPCWCH, *PCWCH;
#define UNALIGNED
#define RESTRICTED_POINTER

#define LOBYTE(w)        ((BYTE) ((DWORD_PTR) (w) & 0xff))
#define HIBYTE(w)        ((BYTE) (((DWORD_PTR) (w) >> 8) & 0xff))
#define LOWORD(l)        ((WORD) ((DWORD_PTR) (l) & 0xffff))
#define HIWORD(l)        ((WORD) (((DWORD_PTR) (l) >> 16) & 0xffff))
#define MAKEWORD(lo, hi) ((WORD) ((BYTE) (lo) | ((WORD) (BYTE) (hi) << 8)))
#define MAKELONG(lo, hi) ((LONG) ((WORD) (lo) | ((DWORD) (WORD) (hi) << 16)))

/* In C++ they are functions, which the standard library's own don't clash with. */
#ifndef NOMINMAX
#  ifndef __cplusplus
#    ifndef max
#      define max(a, b) ((a) > (b) ? (a) : (b))
#    endif
#    ifndef min
#      define min(a, b) ((a) < (b) ? (a) : (b))
#    endif
#  elif !defined(max) && !defined(min)
extern "C++" {
template <typename A, typename B>
constexpr typename std::common_type<A, B>::type max(A a, B b)
{
        return a > b ? a : b;
}
template <typename A, typename B>
constexpr typename std::common_type<A, B>::type min(A a, B b)
{
        return a < b ? a : b;
}
}
#  endif
#endif
#define __max(a, b) ((a) > (b) ? (a) : (b))
#define __min(a, b) ((a) < (b) ? (a) : (b))

#endif
