/* SPDX-License-Identifier: MIT */
/* corecrt.h — what stands before everything else: the words of Microsoft's compilers,
 * and how functions of this layer are declared. Every header of the layer includes
 * this one first.
 *
 * Wide characters. wchar_t has 32 bits, and 16 with -fshort-wchar. The C
 * library knows only the former, so a wide function of this layer exists twice,
 * as mww_NAME_16 and mww_NAME_32, and MWW_WIDE(NAME) says which one is meant.
 */
#ifndef MWW_CORECRT_H
#define MWW_CORECRT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <mww_words.h>

#ifdef __cplusplus
#  define MWW_EXTERN_C extern "C"
#else
#  define MWW_EXTERN_C extern
#endif
#define MWW_API MWW_EXTERN_C __attribute__((visibility("default")))

#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#  define MWW_WIDE_IS_WCHAR_T 1
#  define MWW_WIDE(name) __asm__("mww_" #name "_16")
#else
#  define MWW_WIDE(name) __asm__("mww_" #name "_32")
#endif
/* A function that the C library has under another name. */
#define MWW_SAME_AS(name) __asm__(#name)

/* The entry point of programs with wide arguments; see entry.c. */
#ifdef MWW_WIDE_IS_WCHAR_T
#  define wmain MWW_SHOWN mww_wmain_16
#else
#  define wmain MWW_SHOWN mww_wmain_32
#endif

typedef struct mww_locale *_locale_t; /* locale.h: _create_locale() */
typedef int    errno_t;
typedef size_t rsize_t;
#define RSIZE_MAX (SIZE_MAX >> 1)
#define _TRUNCATE ((size_t) -1)

#ifdef __cplusplus
extern "C++" {
template <typename Type, size_t count> char (&mww_countof(const Type (&)[count]))[count];
}
#  define _countof(array) (sizeof(mww_countof(array)))
#else
#  define _countof(array) (sizeof(array) / sizeof((array)[0]))
#endif

#endif
