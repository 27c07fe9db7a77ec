/* SPDX-License-Identifier: MIT */
/* mutex.c — owned by a thread; abandoned when the kernel says that it ended.
 *
 * The word: 0 free; else the owner's slot reference in bits 4 to 31; A when an
 * owner ended without unlocking and nobody has been told yet; R while a wait-all
 * has it reserved. depth counts the owner's locks; only the owner writes it, so
 * it needs no order.
 *
 * Who writes: lock, compare-and-swap free to me (clears A: told). Unlock, me to
 * free, an improvement (word.h). Anybody who meets a dead owner: owner to free
 * and A, likewise an improvement.
 *
 * If a process dies: in lock before its compare-and-swap, nothing; after it, it
 * is the owner and dead, hence abandoned. In unlock before the compare-and-swap,
 * abandoned; after it, free.
 *
 * Tried and refused: robust pthread mutexes in shared memory. Across PID
 * namespaces two threads with equal ids both get in (docs/design.md).
 */
#include "base/error.h"
#include "base/step.h"
#include "object/turn.h"
#include "object/word.h"

#define WHAT  "open mutex"
#define FLAGS (MW_CREATE | MW_EXCLUSIVE | MW_LOCKED)

int mw_mutex_open(const char *name, uint32_t flags, const mw_options *options, mw_mutex **out_mutex)
{
        struct mwi_object_want want = {
                .what = WHAT,
                .kind = MW_KIND_MUTEX,
                .flags = flags & ~(uint32_t) MW_LOCKED,
                .handle_bytes = sizeof(struct mw_mutex),
        };
        struct mw_object *object;
        int r;

        want.any_owner = !(flags & MW_CREATE);
        if (!out_mutex || flags & ~(uint32_t) FLAGS)
                return mwi_fail(MW_EINVAL, WHAT ": %s",
                                out_mutex ? "unknown flags" : "out_mutex is NULL");
        if ((r = mwi_options_check(WHAT, options, sizeof *options)) < 0)
                return r;
        want.mode = options ? options->mode : 0;
        if (flags & MW_LOCKED) {
                struct mwi_registry *registry;
                uint32_t self;
                int global = name && __builtin_strncmp(name, "Global\\", 7) == 0;

                mwi_process_begin();
                if ((r = mwi_registry_attach(global ? MW_SCOPE_GLOBAL : MW_SCOPE_LOCAL, WHAT,
                                             &registry)) < 0 ||
                    (r = mwi_self(registry, &self)) < 0)
                        return r;
                want.first_word = MW_OWNED_BY(self);
        }
        if ((r = mwi_sync_open(&want, name, &object)) >= 0)
                *out_mutex = MWI_CONTAINER(object, struct mw_mutex, object);
        return r;
}

int mwi_mutex_take(struct mw_object *object, uint32_t v)
{
        uint32_t self, depth;
        int r = mwi_self(object->registry, &self);

        if (r < 0)
                return r;
        if (MW_OWNER(v) == self) {
                depth = mwi_load_relaxed(&object->sync->depth);
                if (depth == UINT32_MAX)
                        return mwi_fail(MW_ELIMIT,
                                        "lock: the mutex is locked %u times by this thread", depth);
                mwi_store_relaxed(&object->sync->depth, depth + 1);
                return MWI_TAKEN;
        }
        if (!mwi_cas(&object->sync->w, v, (v & MW_W) | MW_OWNED_BY(self)))
                return 0;
        MW_STEP("mutex.lock.owned");
        mwi_store_relaxed(&object->sync->depth, 1);
        return v & MW_A ? MWI_TAKEN_ABANDONED : MWI_TAKEN;
}

int mwi_mutex_take_free(struct mw_object *object)
{
        uint32_t self = mwi_thread.ref[object->registry->scope];

        if (!self || mwi_is_lost(object) || !mwi_cas(&object->sync->w, 0, MW_OWNED_BY(self)))
                return 0;
        mwi_store_relaxed(&object->sync->depth, 1);
        return 1;
}

int mw_mutex_lock(mw_mutex *mutex, int64_t deadline_ns)
{
        struct mw_object *object = MWI_OBJECT_OF(mutex);

        if (MWI_LIKELY(object && mwi_mutex_take_free(object)))
                return MW_OK;
        return mw_wait(object, deadline_ns, MW_SPIN_DEFAULT);
}

int mw_mutex_unlock(mw_mutex *mutex)
{
        struct mw_object *object = MWI_OBJECT_OF(mutex);
        uint32_t v, self, depth;

        if (!object)
                return mwi_fail(MW_EINVAL, "unlock: mutex is NULL");
        self = mwi_thread.ref[object->registry->scope];
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                if (!self || MW_OWNER(v) != self)
                        return mwi_fail(MW_ENOTOWNER, "unlock: this thread does not own the mutex");
                depth = mwi_load_relaxed(&object->sync->depth);
                if (MWI_UNLIKELY(depth > 1)) {
                        mwi_store_relaxed(&object->sync->depth, depth - 1);
                        return MW_OK;
                }
                r = mwi_improve(object, v, v & MW_W);
                if (r)
                        return r < 0 ? r : MW_OK;
        }
        return MW_ECORRUPT;
}

mw_object *mw_mutex_object(mw_mutex *mutex)
{
        return MWI_OBJECT_OF(mutex);
}

void mw_mutex_close(mw_mutex *mutex)
{
        if (mutex)
                mwi_object_drop(&mutex->object);
}

/* As if the thread had ended: what it owns is abandoned, by its slot's word. */
void mw_thread_leave(void)
{
        mwi_slot_leave();
}
