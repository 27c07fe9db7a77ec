/* SPDX-License-Identifier: MIT */
/* macro.h — the few macros that every file may use. */
#ifndef MWI_MACRO_H
#define MWI_MACRO_H

#include <stddef.h>

#define MWI_COUNT(array) (sizeof(array) / sizeof *(array))

/* The structure that holds this member. */
#define MWI_CONTAINER(pointer, type, member)                                                \
        ((type *) (void *) ((char *) (pointer) - offsetof(type, member)))

/* Round up to a power of two. The mask has the wider of both types: with 32 bits a size_t
 * for unit must not cut a 64-bit value. */
#define MWI_ROUND_UP(value, unit) (((value) + (unit) - 1) & ~(((value) & 0) + (unit) - 1))

#define MWI_LIKELY(condition)   __builtin_expect(!!(condition), 1)
#define MWI_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

#endif
