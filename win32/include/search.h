/* SPDX-License-Identifier: MIT */
/* search.h — the C library's, and Windows' searches through an array. */
#ifndef MWW_SEARCH_H
#define MWW_SEARCH_H
#pragma GCC system_header

#include_next <search.h>
#include <corecrt.h>

typedef int (*mww_compare)(const void *key, const void *entry);

MWW_API void *_lfind(const void *key, const void *base, unsigned *count, unsigned width,
                     mww_compare compare);
MWW_API void *_lsearch(const void *key, void *base, unsigned *count, unsigned width,
                       mww_compare compare);
/* Their numbers are unsigned ints on Windows, and size_t in the C library. */
#define lfind   _lfind
#define lsearch _lsearch

#endif
