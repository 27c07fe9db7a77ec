/* SPDX-License-Identifier: MIT */
/* heal.c — what the dead left in an object's word, put right by the living.
 *
 * A dead owner's mutex is free and abandoned. A dead wait-all's reservation goes
 * back if it had not decided, and is consumed if it had: its slot's tx tells
 * (registry.c). Whoever meets it does this, before anything else with the word.
 *
 * If the healer dies: a mutex is healed by one compare-and-swap, so before or
 * after. A unit is first taken over (own: the dead one's reference to mine), so
 * that the next healer asks me, not the dead one; dying between that and the
 * change of w makes a decided unit go back: the double death within ten
 * instructions that docs/caveats.md names.
 */
#include "base/error.h"
#include "base/step.h"
#include "object/turn.h"
#include "object/word.h"

uint32_t mwi_holder_of(struct mw_object *object, uint32_t v)
{
        if (object->sort == MWI_MUTEX)
                return MW_OWNER(v);
        return object->sort != MWI_MANUAL && v & MW_R ? mwi_load(&object->sync->own) : 0;
}

int mwi_heal_unit(struct mw_object *object, uint32_t dead)
{
        struct mw_sync_shm *sync = object->sync;
        uint32_t self, v;
        int r = mwi_self(object->registry, &self), decided;

        if (r < 0)
                return r;
        decided = mwi_had_decided(object->registry, dead);
        if (!mwi_cas(&sync->own, dead, self))
                return 1;
        MW_STEP("heal.own.taken");
        for (int round = 0, done = 0; !done; round++) {
                if (round == MWI_ROUNDS_MAX || mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                if (!(v & MW_R))
                        break;
                v &= ~MW_R;
                done = mwi_improve(object, v | MW_R, decided ? v : mwi_with_unit_back(object, v));
                if (done < 0)
                        return done;
        }
        mwi_store(&sync->own, 0);
        return 1;
}

int mwi_heal(struct mw_object *object, uint32_t v)
{
        uint32_t holder = mwi_holder_of(object, v);
        int decided, r;

        if (holder && (holder == mwi_thread.ref[object->registry->scope] ||
                       mwi_is_alive(object->registry, holder, NULL) != MWI_DEAD))
                return 0;
        if (object->sort != MWI_MUTEX)
                return mwi_heal_unit(object, holder);
        decided = mwi_had_decided(object->registry, holder);
        r = mwi_improve(object, v, (v & MW_W) | (v & MW_R && !decided ? v & MW_A : MW_A));
        return r < 0 ? r : 1;
}
