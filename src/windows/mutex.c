/* SPDX-License-Identifier: MIT */
/* mutex.c — owned by a thread; abandoned when the kernel says that it ended.
 *
 * The kernel keeps owner, depth and the mark of abandonment, and takes the mutexes of a
 * thread from it before anybody can see that it has ended. So mw_thread_leave(), with
 * which a layer above tells of an end before it comes, isn't there: nothing could make
 * the kernel believe it, and nobody needs it (docs/porting.md).
 */
#include "windows/object.h"

#define WHAT  "open mutex"
#define FLAGS (MW_CREATE | MW_EXCLUSIVE | MW_LOCKED)

static HANDLE create(const struct mwi_want *want, SECURITY_ATTRIBUTES *security,
                     const wchar_t *name)
{
        return CreateMutexW(security, (want->flags & MW_LOCKED) != 0, name);
}

int mw_mutex_open(const char *name, uint32_t flags, const mw_options *options, mw_mutex **out_mutex)
{
        struct mwi_want want = {
                .what = WHAT,
                .kind = MW_KIND_MUTEX,
                .flags = flags,
                .rights = SYNCHRONIZE | MUTEX_MODIFY_STATE,
                .least_rights = SYNCHRONIZE,
                .create = create,
                .open = OpenMutexW,
        };
        struct mw_object *object;
        int r;

        if ((r = mwi_check_open(&want, FLAGS, options, out_mutex)) < 0)
                return r;
        if ((r = mwi_open_object(&want, name, sizeof(struct mw_mutex), &object)) >= 0)
                *out_mutex = MWI_CONTAINER(object, struct mw_mutex, object);
        return r;
}

int mw_mutex_lock(mw_mutex *mutex, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(mutex), deadline_ns, MW_SPIN_DEFAULT);
}

int mw_mutex_unlock(mw_mutex *mutex)
{
        if (!mutex)
                return mwi_fail(MW_EINVAL, "unlock: mutex is NULL");
        if (ReleaseMutex(mutex->object.handle))
                return MW_OK;
        if (GetLastError() == ERROR_NOT_OWNER)
                return mwi_fail(MW_ENOTOWNER, "unlock: this thread does not own the mutex");
        return mwi_fail_os(MW_EOS, "unlock: the mutex");
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
