/* SPDX-License-Identifier: MIT */
/* search.h — the C library's, with Windows' searches through a table. */
#include_next <search.h>
#ifndef MWW_SEARCH_H
#define MWW_SEARCH_H

#include <corecrt.h>

MWW_API void *_lfind(const void *key, const void *base, unsigned *count, unsigned size,
                     int (*compare)(const void *, const void *));
MWW_API void *_lsearch(const void *key, void *base, unsigned *count, unsigned size,
                       int (*compare)(const void *, const void *));
/* Their numbers are unsigned ints on Windows, and size_t in the C library. */
#define lfind   _lfind
#define lsearch _lsearch

#endif
