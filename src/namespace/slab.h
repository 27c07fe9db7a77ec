/* SPDX-License-Identifier: MIT */
/* slab.h — a few bytes of shared memory for each unnamed object. */
#ifndef MWI_SLAB_H
#define MWI_SLAB_H

#include "layout.h"

struct mwi_chunk;

/* Zeroed words of an unnamed object, with the table of members behind them if
 * `members`. Shared with children that are forked from now on. */
int mwi_slab_take(int members, struct mw_sync_shm **out_sync, struct mwi_chunk **out_chunk);

void mwi_slab_give(struct mwi_chunk *chunk, struct mw_sync_shm *sync);

void mwi_slab_fork_prepare(void);
void mwi_slab_fork_done(void);

#endif
