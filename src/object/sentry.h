/* SPDX-License-Identifier: MIT */
/* sentry.h — helper threads that sleep on one word each, for who can't himself. */
#ifndef MWI_SENTRY_H
#define MWI_SENTRY_H

#include <stdint.h>

#include "object/sleep.h"

/* How often this thread's sentries have called; 0 if it has none. */
uint32_t mwi_sentry_fired(void);

/* Will the next sleep on several words need them? Then this makes the counter,
 * so that what happens from now on is not missed. */
void mwi_sentry_prepare(void);

/* Sleep until one of the words is woken. */
void mwi_sentries_sleep(struct mwi_sleep *sleep, uint32_t fired, int64_t deadline_ns);

/* The word's memory goes away: end the sentries that stand on it. */
void mwi_sentry_end(_Atomic uint32_t *word);

void mwi_sentry_fork_prepare(void);
void mwi_sentry_fork_parent(void);
void mwi_sentry_fork_child(void);

#endif
