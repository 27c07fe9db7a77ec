/* SPDX-License-Identifier: MIT */
/* semaphore.c — a count of units: the kernel's. */
#include "windows/object.h"

#define WHAT  "open semaphore"
#define FLAGS (MW_CREATE | MW_EXCLUSIVE)
#define QUERY 1 /* SEMAPHORE_QUERY_STATE */

struct counts {
        uint32_t initial, max;
};

static HANDLE create(const struct mwi_want *want, SECURITY_ATTRIBUTES *security,
                     const wchar_t *name)
{
        const struct counts *counts = want->context;

        return CreateSemaphoreW(security, (LONG) counts->initial, (LONG) counts->max, name);
}

int mw_semaphore_open(const char *name, uint32_t initial_count, uint32_t max_count, uint32_t flags,
                      const mw_options *options, mw_semaphore **out_semaphore)
{
        struct counts counts = { initial_count, max_count };
        struct mwi_want want = {
                .what = WHAT,
                .kind = MW_KIND_SEMAPHORE,
                .flags = flags,
                .rights = SYNCHRONIZE | SEMAPHORE_MODIFY_STATE | QUERY,
                .least_rights = SYNCHRONIZE | SEMAPHORE_MODIFY_STATE,
                .create = create,
                .open = OpenSemaphoreW,
                .context = &counts,
        };
        struct mwi_semaphore_basic basic;
        struct mw_object *object;
        int r;

        if ((r = mwi_check_open(&want, FLAGS, options, out_semaphore)) < 0)
                return r;
        if (flags & MW_CREATE &&
            (max_count < 1 || max_count > MW_SEMAPHORE_MAX || initial_count > max_count))
                return mwi_fail(MW_EINVAL,
                                WHAT ": %u of %u units (the maximum is 1 to %u, and not less than "
                                     "the initial count)",
                                initial_count, max_count, MW_SEMAPHORE_MAX);
        if ((r = mwi_open_object(&want, name, sizeof(struct mw_semaphore), &object)) < 0)
                return r;
        if (NtQuerySemaphore(object->handle, MWI_BASIC, &basic, sizeof basic, NULL) >= 0)
                object->max_count = basic.max_count;
        *out_semaphore = MWI_CONTAINER(object, struct mw_semaphore, object);
        return r;
}

int mw_semaphore_release(mw_semaphore *semaphore, uint32_t count, uint32_t *out_previous_count)
{
        LONG previous;

        if (!semaphore || count < 1)
                return mwi_fail(MW_EINVAL, "release: %s",
                                semaphore ? "count is 0" : "semaphore is NULL");
        if (count > MW_SEMAPHORE_MAX ||
            (!ReleaseSemaphore(semaphore->object.handle, (LONG) count, &previous) &&
             GetLastError() == ERROR_TOO_MANY_POSTS))
                return mwi_fail(MW_EFULL, "release: %u more units would exceed the maximum of %u",
                                count, semaphore->object.max_count);
        if (out_previous_count)
                *out_previous_count = (uint32_t) previous;
        return MW_OK;
}

int mw_semaphore_wait(mw_semaphore *semaphore, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(semaphore), deadline_ns, MW_SPIN_DEFAULT);
}

mw_object *mw_semaphore_object(mw_semaphore *semaphore)
{
        return MWI_OBJECT_OF(semaphore);
}

void mw_semaphore_close(mw_semaphore *semaphore)
{
        if (semaphore)
                mwi_object_drop(&semaphore->object);
}
