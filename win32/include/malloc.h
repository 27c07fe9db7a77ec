/* SPDX-License-Identifier: MIT */
/* malloc.h — the C library's, and memory of the stack by Windows' names. */
#ifndef MWW_MALLOC_H
#define MWW_MALLOC_H
#pragma GCC system_header

#include_next <malloc.h>
#include <alloca.h>
#include <corecrt.h>

#define _alloca(bytes)  __builtin_alloca(bytes)
#define _malloca(bytes) __builtin_alloca(bytes)
#define _freea(memory)  ((void) (memory))
#define _HEAPOK       (-2)
#define _HEAPEMPTY    (-1)
#define _HEAPBADBEGIN (-3)
MWW_API int _heapchk(void);
MWW_API int _heapmin(void);
MWW_API intptr_t _get_heap_handle(void);
MWW_API void *_expand(void *memory, size_t size_bytes); /* where it is, or NULL */
MWW_API size_t _msize(void *memory) MWW_SAME_AS(malloc_usable_size);

#endif
