/* SPDX-License-Identifier: MIT */
/* word.h — the two rules on which every object that can be waited for rests.
 *
 *  1. W, "somebody may sleep on this word", is cleared only by the kernel, in the
 *     same step that wakes all sleepers: the flush.
 *  2. A change that could release a sleeper, made while W is set, carries H,
 *     "held", and counts for nobody until a flush. Whoever meets H flushes first;
 *     a flush is idempotent, so anyone may do it for anyone.
 *
 * Hence: without W nobody sleeps, and a plain compare-and-swap is the whole
 * operation. With W and without H the state releases no sleeper. A signaller
 * killed before its compare-and-swap did nothing; after it, it has prepared
 * something that nobody has seen; after the flush it is done. At no instruction
 * does a visible signal stand in front of a sleeper.
 */
#ifndef MWI_WORD_H
#define MWI_WORD_H

#include "base/macro.h"
#include "base/step.h"
#include "namespace/guard.h"
#include "object/object.h"
#include "os/os.h"

/* Were this object's words truncated away (and private zeros put there)? Asked only
 * once that has happened to any object of this process. */
static inline int mwi_is_lost(const struct mw_object *object)
{
        return MWI_UNLIKELY(mwi_load_relaxed(&mwi_control_pages_lost)) && object->control &&
               atomic_load_explicit(&object->control->magic, memory_order_relaxed) != MW_MAGIC;
}

/* Load w with no change pending. 0 or MW_ECORRUPT. */
static inline int mwi_look(struct mw_object *object, uint32_t *out_value)
{
        if (mwi_is_lost(object))
                return MW_ECORRUPT;
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                *out_value = mwi_load(&object->sync->w);
                if (MWI_LIKELY(!(*out_value & MW_H)))
                        return MW_OK;
                if (mwi_os_flush(&object->sync->w) < 0)
                        return MW_ECORRUPT;
        }
        return MW_ECORRUPT;
}

/* A change from v to fresh that may release sleepers. 1 done, 0 raced, or
 * MW_ECORRUPT. */
static inline int mwi_improve(struct mw_object *object, uint32_t v, uint32_t fresh)
{
        if (MWI_UNLIKELY((v & MW_W) || object->always_wake))
                fresh |= MW_H;
        if (!mwi_cas(&object->sync->w, v, fresh))
                return 0;
        MW_STEP("word.improve.prepared");
        if (MWI_LIKELY(!(fresh & MW_H)))
                return 1;
        return mwi_os_flush(&object->sync->w) < 0 ? MW_ECORRUPT : 1;
}

#endif
