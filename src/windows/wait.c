/* SPDX-License-Identifier: MIT */
/* wait.c — one, any or all: the kernel's waits, with deadlines and spinning of ours.
 *
 * The kernel takes what a wait takes in one step, for all as for any, and hands a dead
 * owner's mutex on with WAIT_ABANDONED. Its time-outs are milliseconds from now, so a
 * deadline is turned into one, rounded up, and looked at again when that has passed.
 *
 * Spinning is asking the kernel again and again. By default we don't: each question is
 * a call of the kernel, and it doesn't get cheaper by being asked twice.
 */
#include "windows/object.h"

#include "base/arguments.h"
#include "base/atomic.h"

/* The longest time-out that we hand to the kernel: 2^31 - 1 ms is 24.8 days. */
#define LONGEST_MS 0x7fffffff

struct wait {
        HANDLE handles[MW_WAIT_MAX_OBJECTS];
        DWORD count;
        BOOL all;
        int64_t deadline_ns;
};

static DWORD ask(const struct wait *wait, DWORD ms)
{
        return WaitForMultipleObjects(wait->count, wait->handles, wait->all, ms);
}

static DWORD ms_left(int64_t deadline_ns)
{
        int64_t left;

        if (deadline_ns == MW_NEVER)
                return INFINITE;
        if ((left = deadline_ns - mw_now_ns()) <= 0)
                return 0;
        left = left / 1000000 + (left % 1000000 != 0);
        return left > LONGEST_MS ? LONGEST_MS : (DWORD) left;
}

static DWORD spin(const struct wait *wait, int64_t spin_ns)
{
        int64_t end_ns = spin_ns == MW_SPIN_ALWAYS ? MW_NEVER : mw_after_ns(spin_ns);
        DWORD r;

        if (end_ns > wait->deadline_ns)
                end_ns = wait->deadline_ns;
        while ((r = ask(wait, 0)) == WAIT_TIMEOUT && mw_now_ns() < end_ns)
                mwi_pause();
        return r;
}

static int run(const struct wait *wait, int64_t spin_ns, uint32_t *out_index)
{
        DWORD r = WAIT_TIMEOUT, ms;
        int fault = mwi_check_deadline(wait->deadline_ns, spin_ns);

        if (fault < 0)
                return fault;
        if (spin_ns > 0)
                r = spin(wait, spin_ns);
        while (r == WAIT_TIMEOUT) {
                ms = ms_left(wait->deadline_ns);
                r = ask(wait, ms);
                if (ms == 0)
                        break;
        }
        if (r == WAIT_TIMEOUT)
                return MW_ETIMEDOUT;
        if (r == WAIT_FAILED)
                return mwi_fail_os(GetLastError() == ERROR_INVALID_PARAMETER ?
                                           MW_EINVAL :
                                           mwi_windows_result(GetLastError()),
                                   "wait");
        if (out_index)
                *out_index = r >= WAIT_ABANDONED_0 ? r - WAIT_ABANDONED_0 : r - WAIT_OBJECT_0;
        return r >= WAIT_ABANDONED_0 ? MW_ABANDONED : MW_OK;
}

int mw_wait(mw_object *object, int64_t deadline_ns, int64_t spin_ns)
{
        struct wait wait = { .count = 1, .deadline_ns = deadline_ns };

        if (!object)
                return mwi_fail(MW_EINVAL, "wait: the object is NULL");
        wait.handles[0] = object->handle;
        return run(&wait, spin_ns, NULL);
}

static int is_read_only(const mw_object *object)
{
        return object->read_only;
}

/* The same contract as everywhere: read-only objects are waited for alone. */
static int fill(struct wait *wait, mw_object *const *objects, uint32_t count)
{
        int r = mwi_check_many(objects, count, is_read_only);

        for (uint32_t i = 0; r == MW_OK && i < count; i++)
                wait->handles[i] = objects[i]->handle;
        wait->count = count;
        return r;
}

int mw_wait_any(mw_object *const *objects, uint32_t count, int64_t deadline_ns, int64_t spin_ns,
                uint32_t *out_index)
{
        struct wait wait = { .deadline_ns = deadline_ns };
        int r = fill(&wait, objects, count);

        return r < 0 ? r : run(&wait, spin_ns, out_index);
}

/* Twice the same object, also through two handles: the kernel refuses that only on
 * Windows proper, so we look ourselves. Ids are random but for other programs'. */
static int check_all_differ(mw_object *const *objects, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                for (uint32_t j = 0; j < i; j++)
                        if (objects[i]->id == objects[j]->id)
                                return mwi_fail(MW_EINVAL,
                                                "wait: object %u stands in a wait for all twice",
                                                i);
        return MW_OK;
}

int mw_wait_all(mw_object *const *objects, uint32_t count, int64_t deadline_ns, int64_t spin_ns)
{
        struct wait wait = { .deadline_ns = deadline_ns, .all = TRUE };
        int r = fill(&wait, objects, count);

        if (r < 0 || (r = check_all_differ(objects, count)) < 0)
                return r;
        return run(&wait, spin_ns, NULL);
}

uint32_t mw_object_kind(const mw_object *object)
{
        return object ? object->kind : 0;
}

uint64_t mw_object_id(const mw_object *object)
{
        return object ? object->id : 0;
}
