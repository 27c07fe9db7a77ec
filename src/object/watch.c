/* SPDX-License-Identifier: MIT */
/* watch.c — how a pulse reaches a wait for all.
 *
 * A pulse releases a wait for all if at that instant all the other objects are
 * signalled. The pulser can't know: they may be objects that it has never opened.
 * The waiter can, afterwards. When one event alone is missing, it watches the others
 * before it sleeps:
 *
 *      1. each of the others: signalled, and its word is kept
 *      2. the missing event: how often it was signalled until now (a manual-reset
 *         event's epoch, an auto-reset event's pulses)
 *      3. sleep
 *      4. the missing event was signalled since 2, and is not any more
 *      5. each of the others is taken (wait_all.c), if its word is the one of 1
 *
 * What happened between 2 and 4 happened between 1 and 5. If each of the others was
 * signalled all that time, it was at the instant of the pulse. If a word changed, it
 * can't be known, and the pulse is missed: never a false release.
 *
 * An equal word must mean "all that time". A manual-reset event has its epoch, a timer
 * its firings and settings. What is taken and given back, a unit or a mutex, may come
 * back to the same word. Therefore the watcher puts W onto it, though it is signalled:
 * a take leaves W, a give takes it away (word.h). So if W is there at both ends, and
 * nobody put it there anew, nothing was given meanwhile; and then nothing was taken
 * either, for the count is the same. Who puts W onto a signalled auto-reset event
 * counts up its pulses, in the same step. A semaphore and a mutex have no such bits.
 * There one thread at a time may do it, the marker (its slot in q), and it counts its
 * marks in p, before each. The others may watch what it has marked: they read p before
 * the word, and at the end after it. A mark that they didn't see is a word without W; one
 * that they didn't count keeps them from falling asleep (sleep.c).
 * (A wait for all that reserves a unit and gives it back is a give, here.)
 *
 * W also wakes the watcher when something is given, so that it watches from then on;
 * where that happens all the time, only every millisecond (wait.c).
 *
 * A pulse of an auto-reset event goes to one: it is claimed like a member's (event.c),
 * as the last step before the decision. Who can't be satisfied claims nothing.
 *
 * If a process dies: W stays, which costs the next giver one flush; a dead marker's
 * place is free for the next. A watcher killed between claiming an auto-reset event's
 * pulse and deciding gives all units back, but not the pulse, which nobody keeps: the
 * pulse has released the dead one.
 *
 * Tried and refused: an equal word without W, so "locked, pulsed, unlocked" released
 * who woke late; every watcher putting W there by itself, with a count beside the word:
 * one that is stopped between the two steps makes another believe in a word that came
 * back.
 */
#include "base/step.h"
#include "object/turn.h"
#include "object/word.h"

/* Its word can come back to what it was, and no bit of it counts that. */
static int needs_marker(const struct mw_object *object)
{
        return object->sort == MWI_MUTEX || object->kind == MW_KIND_SEMAPHORE;
}

/* A mutex that we own stays ours while we wait. */
static int is_ours(const struct mwi_turn *turn)
{
        const struct mw_object *object = turn->object;

        return object->sort == MWI_MUTEX && MW_OWNER(turn->seen) != 0 &&
               MW_OWNER(turn->seen) == mwi_thread.ref[object->registry->scope];
}

/* Be the one who may mark it, if nobody else alive is. 0 or an error. */
static int become_marker(struct mwi_turn *turn)
{
        struct mw_object *object = turn->object;
        uint32_t self, marker;
        int r = mwi_self(object->registry, &self);

        if (r < 0 || turn->is_marker)
                return r;
        marker = mwi_load(&object->sync->q);
        if (!marker || mwi_is_alive(object->registry, marker, NULL) == MWI_DEAD)
                turn->is_marker = (uint8_t) mwi_cas(&object->sync->q, marker, self);
        MW_STEP("watch.marker.entered");
        return MW_OK;
}

void mwi_watch_end(struct mwi_turn *turn)
{
        turn->is_marker = 0;
        mwi_cas(&turn->object->sync->q, mwi_thread.ref[turn->object->registry->scope], 0);
}

/* Put W onto v, which says "signalled". 1 done, 0 it changed. */
static int mark(struct mwi_turn *turn, uint32_t v)
{
        struct mw_object *object = turn->object;
        uint32_t fresh = v | MW_W;

        if (needs_marker(object)) /* its marker is us: nobody else writes p */
                turn->marks = mwi_add(&object->sync->p, 1) + 1;
        else if (object->sort == MWI_AUTO)
                fresh += MW_PULSE_1;
        MW_STEP("watch.mark.counted");
        if (!mwi_cas(&object->sync->w, v, fresh))
                return 0;
        turn->seen = fresh;
        return 1;
}

/* Watch a signalled object from now on: 1, or 2 if it is as it was when we last did.
 * 0 it isn't signalled, or its marker hasn't marked it yet; or an error. */
static int watch(struct mwi_turn *turn)
{
        struct mw_object *object = turn->object;
        uint32_t marks = turn->marks;
        int was_watched = turn->watched, r;

        turn->watched = 0;
        if (is_ours(turn))
                return 2;
        if (needs_marker(object) && (r = become_marker(turn)) < 0)
                return r;
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                turn->marks = mwi_load(&object->sync->p); /* before the word */
                if ((r = mwi_ready(turn, 1)) <= 0)
                        return r;
                if (!(turn->seen & MW_W)) {
                        if (needs_marker(object) && !turn->is_marker)
                                return 0;
                        if (!mark(turn, turn->seen))
                                continue;
                }
                MW_STEP("watch.marked");
                r = was_watched && turn->seen == turn->base &&
                    (!needs_marker(object) || turn->marks == marks);
                turn->base = turn->seen;
                turn->watched = 1;
                turn->is_borrowed = (uint8_t) (needs_marker(object) && !turn->is_marker);
                return 1 + r;
        }
        return MW_ECORRUPT;
}

int mwi_watch(struct mwi_turn *turns, uint32_t count, uint32_t missing, int goes_on)
{
        struct mwi_turn *turn = &turns[missing];
        struct mw_object *object = turn->object;

        for (uint32_t i = 0; i < count; i++)
                if (i != missing) {
                        int r = watch(&turns[i]);

                        if (r <= 0)
                                return r;
                        goes_on &= r == 2;
                }
        if (goes_on)
                return 1;
        turn->pulses = mwi_load(&object->sync->p);
        turn->epoch = turn->seen & object->epoch_mask;
        /* it has had this epoch until now, when the others are watched */
        return mwi_load(&object->sync->w) == turn->seen;
}

int mwi_watch_is_pulsed(struct mwi_turn *turn)
{
        uint32_t v;

        if (turn->object->sort == MWI_AUTO)
                return mwi_pulsed_since(turn, 0);
        if (mwi_look(turn->object, &v) < 0)
                return MW_ECORRUPT;
        return (v & turn->object->epoch_mask) != turn->epoch;
}

int mwi_watch_is_unchanged(struct mwi_turn *turn)
{
        int r = mwi_ready(turn, 1);

        return r > 0 ? !turn->watched || turn->seen == turn->base : r;
}

int mwi_watch_claim(struct mwi_turn *turns, uint32_t count, uint32_t pulsed)
{
        for (uint32_t i = 0; i < count; i++)
                if (i != pulsed && turns[i].watched && needs_marker(turns[i].object) &&
                    mwi_load(&turns[i].object->sync->p) != turns[i].marks)
                        return 0;
        if (turns[pulsed].object->sort == MWI_MANUAL)
                return 1;
        for (int round = 0; round < MWI_ROUNDS_MAX && mwi_pulsed_since(&turns[pulsed], 0); round++)
                if (mwi_pulsed_since(&turns[pulsed], 1)) {
                        MW_STEP("watch.pulse.claimed");
                        return 1;
                }
        return 0;
}
