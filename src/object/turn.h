/* SPDX-License-Identifier: MIT */
/* turn.h — one object's part in one wait, and what each sort does with it.
 *
 * wait.c leads: it asks whether objects are ready, takes, joins, sleeps, leaves.
 * The sorts answer: event.c (manual, auto), semaphore.c, mutex.c. Results of
 * these functions: 1 yes, 0 no or raced, negative an error; MWI_TAKEN_ABANDONED
 * where said.
 */
#ifndef MWI_TURN_H
#define MWI_TURN_H

#include "object/object.h"

struct mwi_turn {
        struct mw_object *object;
        _Atomic uint32_t *member;       /* auto: our entry in the table of members            */
        uint32_t seen;                  /* the value of w on which the last answer rests      */
        uint32_t epoch;                 /* manual: those bits of w, from when we joined       */
        uint32_t pulses;                /* auto: those made before we joined                  */
        uint32_t base;                  /* wait-all: w since it is watched (watch.c)          */
        uint32_t marks;                 /* semaphore, mutex: how often marked until then      */
        uint8_t  joined;                /* we count as waiting                                */
        uint8_t  reserved;              /* wait-all: we hold its unit                         */
        uint8_t  watched;               /* wait-all: base and marks are valid                 */
        uint8_t  is_marker;             /* wait-all: our slot stands in its q                 */
        uint8_t  is_borrowed;           /* wait-all: watched, and another may mark it         */
};

#define MWI_TAKEN           1
#define MWI_TAKEN_ABANDONED 2

/* Could it be taken now? turn->seen is what was seen. all: for a wait-all. */
int mwi_ready(struct mwi_turn *turn, int all);

/* Take it, after mwi_ready() said 1 for turn->seen. */
int mwi_take(struct mwi_turn *turn);

/* auto: enter and leave the table of members. */
int  mwi_member_enter(struct mwi_turn *turn);
void mwi_member_leave(struct mwi_turn *turn);

/* auto: is one of the pulses that we waited for still unclaimed? claim: take it. */
int mwi_pulsed(struct mwi_turn *turn, int claim);

/* auto: the same of the pulses after number turn->pulses, for who is no member. */
int mwi_pulsed_since(struct mwi_turn *turn, int claim);

/* auto: the value to change v to, so that of its tokens at most one for each member
 * remain, and one more if it was not reset (MW_Z). */
uint32_t mwi_trim(struct mw_object *object, uint32_t v);

/* mutex: take it if it is free and nobody ever wanted it beside its owner: one
 * compare-and-swap. */
int mwi_mutex_take_free(struct mw_object *object);

/* mutex: take it if free, or again if ours. */
int mwi_mutex_take(struct mw_object *object, uint32_t v);

/* What a dead owner or reserver left in v: put it right. 1 changed something, so
 * look again; 0 it lives. */
int mwi_heal(struct mw_object *object, uint32_t v);

/* auto, semaphore: the unit that this dead thread has reserved, if it has. 1: look
 * again; or an error. */
int mwi_heal_unit(struct mw_object *object, uint32_t dead);

/* The slot that owns or reserves it, according to v; 0 none. */
uint32_t mwi_holder_of(struct mw_object *object, uint32_t v);

/* One unit of this sort, in w: a semaphore's, a timer's (MW_FIRED), a token. */
static inline uint32_t mwi_unit(const struct mw_object *object)
{
        return object->sort == MWI_SEMAPHORE ? MW_UNIT_1 : MW_TOKEN_1;
}

/* v, from which a wait-all took a unit into R, with that unit back. A timer has no more
 * than one, and may have fired again meanwhile. */
static inline uint32_t mwi_with_unit_back(const struct mw_object *object, uint32_t v)
{
        return object->kind == MW_KIND_TIMER ? v | MW_FIRED : v + mwi_unit(object);
}

/* wait-all: take all of them, or none. order: indices by object id. pulsed: that one
 * was pulsed, and of the others each must be as it was when the watch began; count: all
 * are signalled. */
int mwi_take_all(struct mwi_turn *turns, const uint8_t *order, uint32_t count, uint32_t pulsed);

/* wait-all, of which only the event `missing` is not signalled: watch the others, and
 * count its pulses from now on. goes_on: the last watch was for the same, so if nothing
 * changed since, its pulses since then count, too. 1; 0 something is changing just now;
 * or an error. */
int mwi_watch(struct mwi_turn *turns, uint32_t count, uint32_t missing, int goes_on);

/* Was this one, not signalled, pulsed since then? Or an error. */
int mwi_watch_is_pulsed(struct mwi_turn *turn);

/* Is this other one signalled, and its word the same? Else 0; or an error. */
int mwi_watch_is_unchanged(struct mwi_turn *turn);

/* All others are reserved: did nothing change in between, and do we get the pulse? */
int mwi_watch_claim(struct mwi_turn *turns, uint32_t count, uint32_t pulsed);

/* This thread no longer marks this object. */
void mwi_watch_end(struct mwi_turn *turn);

#endif
