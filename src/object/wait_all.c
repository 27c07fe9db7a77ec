/* SPDX-License-Identifier: MIT */
/* wait_all.c — take all, or none, at whichever instruction we die.
 *
 *  1. Reserve, in the order of the objects' ids (so that two wait-alls don't
 *     block each other crosswise): auto event, semaphore: own, free to me, then
 *     one unit into R. Mutex: owner, free to me, with R; A is kept. If one can't
 *     be had, give all back.
 *  2. Manual events: signalled in all of them, twice, with the same words. Timers:
 *     R still there, or it was set anew. If one of all was pulsed, and isn't
 *     signalled any more: is that pulse ours (watch.c)?
 *  3. Decide: tx = 1 in my slot. This one store is the wait.
 *  4. Commit: R away; mutex: A away, depth = 1; then own = 0.
 *  5. tx = 0.
 *
 * The invariant: as long as R stands in a word, own (mutex: the owner) names the
 * slot whose tx says what becomes of the unit.
 *
 * Two namespaces. One decision needs one word, but a reference leads only to a
 * slot in the object's own registry. So a wait that touches Global\ decides in
 * the thread's Global\ slot, and its Local\ slot points there (tx_at) from before
 * the first reservation until after the last commit. The decision is also noted in
 * the Local\ slot before the first commit, since the Global\ registry may end with
 * us: then either nothing was committed, or the note is there.
 *
 * If a process dies: before the decision every unit goes back, and a reserved
 * mutex is as it was, not abandoned. After it every unit is consumed, every mutex
 * abandoned. Never a mixture. Others find it by the marked slot and heal (heal.c);
 * sleepers learn it at once, since they watch the reserver's death (sleep.c).
 */
#include "base/step.h"
#include "object/word.h"
#include "object/turn.h"

/* ---- one object ---------------------------------------------------------------- */

static int reserve_mutex(struct mwi_turn *turn, uint32_t self)
{
        struct mw_object *object = turn->object;
        uint32_t v = turn->seen;

        if (MW_OWNER(v) == self)
                return 1; /* ours already: only its depth grows at the end */
        if (!mwi_cas(&object->sync->w, v, (v & (MW_W | MW_A)) | MW_R | MW_OWNED_BY(self)))
                return 0;
        turn->reserved = 1;
        return 1;
}

/* 1 reserved; 0 not to be had, or (watched) not what it was; MW_ECORRUPT. */
static int reserve(struct mwi_turn *turn, int watched)
{
        struct mw_object *object = turn->object;
        struct mw_sync_shm *sync = object->sync;
        uint32_t self = mwi_thread.ref[object->registry->scope], own;
        int r;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                r = watched ? mwi_watch_is_unchanged(turn) : mwi_ready(turn, 1);
                if (r <= 0)
                        return r;
                if (object->sort == MWI_MANUAL)
                        return (turn->seen & MW_S) != 0;
                if (object->sort == MWI_MUTEX) {
                        if (reserve_mutex(turn, self))
                                return 1;
                        continue;
                }
                own = mwi_load(&sync->own);
                if (own && own != self) {
                        if (mwi_is_alive(object->registry, own, NULL) != MWI_DEAD)
                                return 0;
                        /* it may have died with R set after we looked: its unit first */
                        if ((r = mwi_heal_unit(object, own)) < 0)
                                return r;
                        continue;
                }
                if (!own && !mwi_cas(&sync->own, 0, self))
                        continue;
                MW_STEP("wait_all.reserve.own");
                if (turn->seen & MW_R)
                        continue;
                if (mwi_cas(&sync->w, turn->seen, (turn->seen | MW_R) - mwi_unit(object))) {
                        turn->reserved = 1;
                        return 1;
                }
                mwi_store(&sync->own, 0);
        }
        return MW_ECORRUPT;
}

/* Consume the unit, or give it back. MWI_TAKEN, MWI_TAKEN_ABANDONED, MW_ECORRUPT. */
static int finish_unit(struct mwi_turn *turn, int commit)
{
        struct mw_object *object = turn->object;
        uint32_t v;
        int done = 0;

        for (int round = 0; !done; round++) {
                if (round == MWI_ROUNDS_MAX || mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                if (!(v & MW_R))
                        break; /* a timer was set; or a hostile writer was here */
                v &= ~MW_R;
                done = mwi_improve(object, v | MW_R, commit ? v : mwi_with_unit_back(object, v));
                if (done < 0)
                        return done;
        }
        MW_STEP("wait_all.finish.unit");
        mwi_store(&object->sync->own, 0);
        return MWI_TAKEN;
}

static int finish_mutex(struct mwi_turn *turn, int commit)
{
        struct mw_object *object = turn->object;
        uint32_t v;
        int done = 0;

        if (commit)
                mwi_store_relaxed(&object->sync->depth, 1);
        for (int round = 0; !done; round++) {
                if (round == MWI_ROUNDS_MAX || mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                if (!(v & MW_R))
                        return MWI_TAKEN;
                done = commit ? mwi_cas(&object->sync->w, v, v & ~(MW_R | MW_A)) :
                                mwi_improve(object, v, v & (MW_W | MW_A));
                if (done < 0)
                        return done;
        }
        MW_STEP("wait_all.finish.mutex");
        return commit && v & MW_A ? MWI_TAKEN_ABANDONED : MWI_TAKEN;
}

static int finish(struct mwi_turn *turn, int commit)
{
        struct mw_object *object = turn->object;

        if (turn->reserved) {
                turn->reserved = 0;
                return object->sort == MWI_MUTEX ? finish_mutex(turn, commit) :
                                                   finish_unit(turn, commit);
        }
        if (commit && object->sort == MWI_MUTEX)
                mwi_store_relaxed(&object->sync->depth, mwi_load_relaxed(&object->sync->depth) + 1);
        return MWI_TAKEN;
}

/* ---- all of them ------------------------------------------------------------------ */

/* Manual events can't be reserved: see them signalled twice with the same words; while
 * another was pulsed, with the words from before. A timer that is set gives up R. 1 all
 * is as it was, 0 not, MW_ECORRUPT. */
static int is_still_so(struct mwi_turn *turns, uint32_t count, uint32_t pulsed)
{
        for (int pass = pulsed < count; pass < 2; pass++)
                for (uint32_t i = 0; i < count; i++) {
                        int is_manual = turns[i].object->sort == MWI_MANUAL;
                        uint32_t v;

                        if (i == pulsed || (!is_manual && turns[i].object->kind != MW_KIND_TIMER))
                                continue;
                        if (mwi_look(turns[i].object, &v) < 0)
                                return MW_ECORRUPT;
                        if (!(v & (is_manual ? MW_S : MW_R)) ||
                            (is_manual && pass && v != turns[i].seen))
                                return 0;
                        turns[i].seen = v;
                }
        return 1;
}

/* This thread's slots in the registries of the objects, and the one that decides. */
struct decision {
        struct mw_slot_shm *slot;     /* NULL: nothing to reserve, nothing to decide      */
        struct mw_slot_shm *pointing; /* the Local\ slot, when the decision is Global\'s  */
        uint32_t at;
};

static int find_slots(struct mwi_turn *turns, uint32_t count, struct decision *out)
{
        struct mwi_registry *by_scope[2] = { NULL, NULL };
        uint32_t ref[2] = { 0, 0 };
        int r;

        for (uint32_t i = 0; i < count; i++)
                if (turns[i].object->sort != MWI_MANUAL)
                        by_scope[turns[i].object->registry->scope] = turns[i].object->registry;
        for (int scope = 0; scope < 2; scope++)
                if (by_scope[scope] && (r = mwi_self(by_scope[scope], &ref[scope])) < 0)
                        return r;
        *out = (struct decision){ NULL, NULL, 0 };
        if (ref[1])
                out->slot = mwi_slot(by_scope[1], ref[1]);
        else if (ref[0])
                out->slot = mwi_slot(by_scope[0], ref[0]);
        if (ref[0] && ref[1]) {
                out->pointing = mwi_slot(by_scope[0], ref[0]);
                out->at = ref[1];
        }
        return MW_OK;
}

/* Reserve in order: how many, and in *out_ok 1 if it was all, 0, or an error. */
static uint32_t reserve_all(struct mwi_turn *turns, const uint8_t *order, uint32_t count,
                            uint32_t pulsed, int *out_ok)
{
        uint32_t reserved = 0;

        for (*out_ok = 1; reserved < count; reserved++)
                if (order[reserved] != pulsed &&
                    (*out_ok = reserve(&turns[order[reserved]], pulsed < count)) != 1)
                        break;
        return reserved;
}

int mwi_take_all(struct mwi_turn *turns, const uint8_t *order, uint32_t count, uint32_t pulsed)
{
        struct decision decision;
        uint32_t reserved;
        int r, ok, got = MWI_TAKEN;

        if ((r = find_slots(turns, count, &decision)) < 0)
                return r;
        if (decision.pointing)
                mwi_store(&decision.pointing->tx_at, decision.at);
        MW_STEP("wait_all.begun");
        reserved = reserve_all(turns, order, count, pulsed, &ok);
        MW_STEP("wait_all.reserved");
        if (ok == 1)
                ok = is_still_so(turns, count, pulsed);
        if (ok == 1 && MWI_UNLIKELY(pulsed < count))
                ok = mwi_watch_claim(turns, count, pulsed);
        if (ok == 1 && decision.slot)
                mwi_store(&decision.slot->tx, 1);
        MW_STEP("wait_all.decided");
        if (ok == 1 && decision.pointing)
                mwi_store(&decision.pointing->tx, 1);
        MW_STEP("wait_all.noted");
        for (uint32_t i = 0; i < reserved; i++) {
                r = finish(&turns[order[i]], ok == 1);
                if (r < 0)
                        ok = r;
                if (r == MWI_TAKEN_ABANDONED)
                        got = r;
        }
        MW_STEP("wait_all.finished");
        if (decision.slot)
                mwi_store(&decision.slot->tx, 0);
        if (decision.pointing) {
                mwi_store(&decision.pointing->tx_at, 0);
                mwi_store(&decision.pointing->tx, 0);
        }
        return ok == 1 ? got : ok;
}
