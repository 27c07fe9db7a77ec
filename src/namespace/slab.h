/* SPDX-License-Identifier: MIT */
/* slab.h — a few bytes of shared memory for each unnamed object. */
#ifndef MWI_SLAB_H
#define MWI_SLAB_H

#include "layout.h"

struct mwi_chunk;

/* Zeroed words of an unnamed object, if `members` with room for the table of members
 * behind them, or for a timer's times, which take less. Shared with children that are
 * forked from now on. */
int mwi_slab_take(int members, struct mw_sync_shm **out_sync, struct mwi_chunk **out_chunk);

void mwi_slab_give(struct mwi_chunk *chunk, struct mw_sync_shm *sync);

/* For handing the object to another process: a descriptor of its own and where in that
 * file the words are. From here on nothing that is given back in this chunk is handed
 * out again, as after a fork. MW_ENOTSUP: its memory has no descriptor. */
int mwi_slab_share(struct mwi_chunk *chunk, const struct mw_sync_shm *sync, int *out_file,
                   uint64_t *out_offset_bytes);

/* The words of an object that another process shared; the file stays the caller's.
 * To be given back with mwi_slab_give(). MW_ECORRUPT: no such file, no such place. */
int mwi_slab_adopt(int file, uint64_t offset_bytes, int members, struct mw_sync_shm **out_sync,
                   struct mwi_chunk **out_chunk);

void mwi_slab_fork_prepare(void);
void mwi_slab_fork_done(void);

#endif
