/* SPDX-License-Identifier: MIT */
/* block.h — which blocks of memory the heap functions have given out.
 *
 * HeapFree and GlobalFree of a pointer that is none of theirs must fail, not
 * free it. So each block is in a table, by its address; what is not there was
 * never theirs, or is freed. The table tells the exact size, too.
 */
#ifndef MWW_BLOCK_H
#define MWW_BLOCK_H

#include "internal.h"

typedef struct mww_block {
        void *address;
        const void *owner; /* a heap, or a mark for a kind of block */
        SIZE_T size_bytes;
} mww_block;

/* False without memory. The address must not be in the table. */
bool mww_block_add(void *address, const void *owner, SIZE_T size_bytes);
bool mww_block_find(const void *address, mww_block *out_block);
/* Takes it out, if it is there and the owner's. */
bool mww_block_take(const void *address, const void *owner, mww_block *out_block);
bool mww_block_resize(const void *address, SIZE_T size_bytes);
/* Takes any block of this owner out; false: there is none. */
bool mww_block_take_any(const void *owner, mww_block *out_block);

/* The owner's block with the lowest address behind after; false: there is none. */
bool mww_block_next(const void *owner, const void *after, mww_block *out_block);

/* No more than this is given out at once: the largest that malloc takes
 * everywhere, sanitizers included. */
#define MWW_BLOCK_LIMIT_BYTES ((SIZE_T) (UINTPTR_MAX >> (sizeof(void *) == 8 ? 25 : 1)))

#endif
