/* SPDX-License-Identifier: MIT */
/* look.h — a short look before sleeping, where that pays. */
#ifndef MWI_LOOK_H
#define MWI_LOOK_H

#include "object/turn.h"

/* How long even a determined spinner looks before it joins. */
#define MWI_LOOK_UNJOINED_NS 1000

/* Look for at most this long. 1: a word is no longer what turn->seen says. */
int mwi_look_short(const struct mwi_turn *turns, uint32_t count, int64_t for_ns);

/* How long this thread's experience says that looking pays; 0: not at all. */
int64_t mwi_look_budget_ns(void);

/* It took this long and found what it waited for; -1: it found nothing. */
void mwi_look_learn(int64_t took_ns);

#endif
