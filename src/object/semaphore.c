/* SPDX-License-Identifier: MIT */
/* semaphore.c — a count in 29 bits of the word.
 *
 * The invariant: 0 <= count + (R ? 1 : 0) <= max. A unit that a wait-all has
 * reserved is still one of the semaphore's until it is committed.
 *
 * Who writes: any holder, by compare-and-swap: release adds, take subtracts.
 * If a process dies: word.h; a released count is there or not, whole.
 */
#include "base/error.h"
#include "object/word.h"

#define WHAT  "open semaphore"
#define FLAGS (MW_CREATE | MW_EXCLUSIVE)

int mw_semaphore_open(const char *name, uint32_t initial_count, uint32_t max_count, uint32_t flags,
                      const mw_options *options, mw_semaphore **out_semaphore)
{
        struct mwi_object_want want = {
                .what = WHAT,
                .kind = MW_KIND_SEMAPHORE,
                .flags = flags,
                .handle_bytes = sizeof(struct mw_semaphore),
                .max_count = max_count,
                .first_word = initial_count * MW_UNIT_1,
        };
        struct mw_object *object;
        int r;

        want.any_owner = !(flags & MW_CREATE);
        if (!out_semaphore || flags & ~(uint32_t) FLAGS)
                return mwi_fail(MW_EINVAL, WHAT ": %s",
                                out_semaphore ? "unknown flags" : "out_semaphore is NULL");
        if (flags & MW_CREATE &&
            (max_count < 1 || max_count > MW_SEMAPHORE_MAX || initial_count > max_count))
                return mwi_fail(MW_EINVAL,
                                WHAT
                                ": initial %u of at most %u (0 <= initial <= maximum, 1 <= maximum "
                                "<= %u)",
                                initial_count, max_count, MW_SEMAPHORE_MAX);
        if ((r = mwi_options_check(WHAT, options, sizeof *options)) < 0)
                return r;
        want.mode = options ? options->mode : 0;
        if ((r = mwi_sync_open(&want, name, &object)) >= 0)
                *out_semaphore = MWI_CONTAINER(object, struct mw_semaphore, object);
        return r;
}

int mw_semaphore_release(mw_semaphore *semaphore, uint32_t count, uint32_t *out_previous_count)
{
        struct mw_object *object = MWI_OBJECT_OF(semaphore);
        uint32_t v;

        if (!object || count < 1)
                return mwi_fail(MW_EINVAL, "release: %s",
                                object ? "count is 0" : "semaphore is NULL");
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                uint32_t have;
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                have = MW_UNITS(v) + (v & MW_R ? 1 : 0);
                if (count > object->max || have > object->max - count)
                        return mwi_fail(MW_EFULL, "release: %u and %u more exceed the maximum %u",
                                        have, count, object->max);
                r = mwi_improve(object, v, v + count * MW_UNIT_1);
                if (r < 0)
                        return r;
                if (r) {
                        if (out_previous_count)
                                *out_previous_count = MW_UNITS(v);
                        return MW_OK;
                }
        }
        return MW_ECORRUPT;
}

mw_object *mw_semaphore_object(mw_semaphore *semaphore)
{
        return MWI_OBJECT_OF(semaphore);
}

int mw_semaphore_wait(mw_semaphore *semaphore, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(semaphore), deadline_ns, MW_SPIN_DEFAULT);
}

void mw_semaphore_close(mw_semaphore *semaphore)
{
        if (semaphore)
                mwi_object_drop(&semaphore->object);
}
