/* SPDX-License-Identifier: MIT */
/* timer.h — what waits and the decoder ask of timers. */
#ifndef MWI_TIMER_H
#define MWI_TIMER_H

#include "object/object.h"

/* Words as a new timer has them. */
void mwi_timer_begin(struct mw_sync_shm *sync);

/* If it is due, let it fire: whoever looks at a timer does so first. 0, MW_ECORRUPT. */
int mwi_timer_fire(struct mw_object *object);

/* When it fires next, for who sleeps on this value of w; MW_NEVER. */
int64_t mwi_timer_due_ns(const struct mw_object *object, uint32_t v);

#endif
