/* SPDX-License-Identifier: MIT */
/* sleep.h — sleep on the words of several objects, and on the deaths that matter. */
#ifndef MWI_SLEEP_H
#define MWI_SLEEP_H

#include "object/turn.h"
#include "os/os.h"

/* 64 objects, each reserved by a thread, and the bells of both registries. */
#define MWI_SLEEP_ENTRIES (3 * MW_WAIT_MAX_OBJECTS + 2)

struct mwi_sleep {
        struct mwi_word words[MWI_SLEEP_ENTRIES];       /* states, then bells, then deaths    */
        uint32_t states, deaths, bells;
        struct mwi_registry *watched[2];                /* in which a death is watched        */
        int is_dying;           /* a death is marked but not confirmed: sleep briefly         */
};

/* Add the state word of a turn that joined, with the value that lets us sleep. */
void mwi_sleep_add(struct mwi_sleep *sleep, struct mwi_turn *turn);

/* The same of one that is watched (watch.c); and that nobody marks it anew before. */
void mwi_sleep_add_watched(struct mwi_sleep *sleep, struct mwi_turn *turn);

/* Add the bells, and the deaths that would release us. 1; 0: one is dead
 * already, so look again; MW_ECORRUPT. */
int mwi_sleep_watch(struct mwi_sleep *sleep, struct mwi_turn *turns, uint32_t count);

/* Sleep until one of the words may have changed. `fired`: what
 * mwi_sentry_fired() said before the objects were looked at. */
void mwi_sleep(struct mwi_sleep *sleep, uint32_t fired, int64_t deadline_ns);

#endif
