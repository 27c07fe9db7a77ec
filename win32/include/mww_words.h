/* SPDX-License-Identifier: MIT */
/* mww_words.h — the words of Microsoft's compilers, which need no header there: the
 * package's flags have this file read before a program's first line (-imacros), so it
 * has nothing but macros. corecrt.h includes it for those who use other flags.
 *
 * A word that means nothing here is empty; one that has a meaning gets gcc's
 * word for it; __declspec(x) with an x that has neither fails by its name, as
 * MWW_DECLSPEC_x.
 */
#ifndef MWW_WORDS_H
#define MWW_WORDS_H

/* Calling conventions mean nothing on x86-64 and on no other Linux. */
#define __cdecl
#define __stdcall
#define __fastcall
#define __thiscall
#define __vectorcall
#define __pascal
#define _cdecl
#define _stdcall
#define _fastcall
#define cdecl
#define CDECL
#define _CRTIMP
#define _CRTAPI1
#define __CRTDECL
#define __CLRCALL_OR_CDECL
#define __unaligned
#define __w64
#define __ptr32
#define __ptr64
#define __noop(...)  ((void) 0)
#define __assume(is) ((is) ? (void) 0 : __builtin_unreachable())

#define __int8       char
#define __int16      short
#define __int32      int
#define __int64      long long
#define _int8        char
#define _int16       short
#define _int32       int
#define _int64       long long
#define __int3264    long

#ifndef __cplusplus
#  define _inline __inline
#endif
/* The package's flags hide what a program defines, as Windows does: its send() or pause()
 * must not become this library's. What this library calls is shown. */
#define MWW_SHOWN __attribute__((visibility("default")))

/* -DMWW_VOID_MAIN: this file of C++ has a void main(), which gcc refuses under that name. */
#if defined(__cplusplus) && defined(MWW_VOID_MAIN)
#  define main MWW_SHOWN mww_main
#endif
#define __forceinline __inline __attribute__((always_inline))
#define _forceinline  __forceinline

#ifndef __declspec
#  define __declspec(word) MWW_DECLSPEC_##word
#endif
#define _declspec(word)         __declspec(word)
#define MWW_DECLSPEC_align(n)   __attribute__((aligned(n)))
#define MWW_DECLSPEC_allocator
#define MWW_DECLSPEC_deprecated __attribute__((deprecated))
#define MWW_DECLSPEC_dllexport  MWW_SHOWN
#define MWW_DECLSPEC_dllimport
#define MWW_DECLSPEC_noalias
#define MWW_DECLSPEC_noinline   __attribute__((noinline))
#define MWW_DECLSPEC_noreturn   __attribute__((noreturn))
#define MWW_DECLSPEC_nothrow    __attribute__((nothrow))
#define MWW_DECLSPEC_novtable
#define MWW_DECLSPEC_restrict
#define MWW_DECLSPEC_selectany  __attribute__((weak))
#ifdef __cplusplus
#  define MWW_DECLSPEC_thread thread_local
#else
#  define MWW_DECLSPEC_thread _Thread_local
#endif

/* Structured exceptions: there are none. (In C++ the standard library uses
 * __try itself, for try.) */
#define MWW_NO_SEH(word) _Pragma(word)
#ifndef __cplusplus
#  define __try MWW_NO_SEH("GCC error \"__try: no structured exceptions, see mapwire-win32(7)\"")
#endif
#define __except(filter) \
        MWW_NO_SEH("GCC error \"__except: no structured exceptions, see mapwire-win32(7)\"") \
        if (filter)
#define __finally \
        MWW_NO_SEH("GCC error \"__finally: no structured exceptions, see mapwire-win32(7)\"")
#define __leave MWW_NO_SEH("GCC error \"__leave: no structured exceptions, see mapwire-win32(7)\"")

#endif
