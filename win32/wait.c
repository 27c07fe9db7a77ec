/* SPDX-License-Identifier: MIT */
/* wait.c — WaitForSingleObject, WaitForMultipleObjects.
 *
 * All handles of a wait are pinned for its length: one that is closed meanwhile
 * is gone for everybody else, and its object stays until the wait returns.
 * Alertable waits are plain waits: nothing here queues calls to a thread.
 */
#include "internal.h"

/* For the process or thread itself: a wait that only time ends. */
static DWORD wait_for_self(DWORD milliseconds)
{
        Sleep(milliseconds);
        return WAIT_TIMEOUT;
}

static DWORD failed(DWORD error)
{
        SetLastError(error);
        return WAIT_FAILED;
}

static DWORD pin_to_wait(HANDLE handle, mww_pin *out_pin, mw_object **out_object)
{
        DWORD error = ERROR_SUCCESS;

        if (!mww_handle_pin(handle, out_pin))
                return ERROR_INVALID_HANDLE;
        *out_object = NULL;
        if (!(out_pin->access & SYNCHRONIZE))
                error = ERROR_ACCESS_DENIED;
        else if (!out_pin->object->class->waitable)
                error = ERROR_INVALID_HANDLE;
        else if (!(*out_object = out_pin->object->class->waitable(out_pin->object)))
                error = ERROR_NOT_ENOUGH_MEMORY;
        if (error)
                mww_handle_unpin(out_pin);
        return error;
}

static DWORD outcome(int result, DWORD index)
{
        if (result == MW_OK)
                return WAIT_OBJECT_0 + index;
        if (result == MW_ABANDONED)
                return WAIT_ABANDONED_0 + index;
        if (result == MW_ETIMEDOUT)
                return WAIT_TIMEOUT; /* not a failure: the last error stays */
        return failed(mww_error_of_result(result));
}

static DWORD wait_for_one(HANDLE handle, DWORD milliseconds)
{
        mw_object *object;
        mww_pin pin;
        DWORD error;
        int r;

        if (mww_is_current_process(handle) || mww_is_current_thread(handle))
                return wait_for_self(milliseconds);
        error = pin_to_wait(handle, &pin, &object);
        if (error)
                return failed(error);
        r = mw_wait(object, mww_deadline_ns(milliseconds), MW_SPIN_DEFAULT);
        mww_handle_unpin(&pin);
        return outcome(r, 0);
}

DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
        return wait_for_one(handle, milliseconds);
}

DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable)
{
        return wait_for_one(handle, milliseconds);
}

/* Windows refuses to wait for all of a set that names an object twice, also by
 * two handles. */
static bool has_duplicates(mw_object *const *objects, DWORD count)
{
        uint64_t ids[MAXIMUM_WAIT_OBJECTS];

        for (DWORD at = 0; at < count; at++) {
                ids[at] = mw_object_id(objects[at]);
                for (DWORD before = 0; before < at; before++)
                        if (ids[before] == ids[at])
                                return true;
        }
        return false;
}

DWORD WaitForMultipleObjectsEx(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds,
                               BOOL alertable)
{
        mw_object *objects[MAXIMUM_WAIT_OBJECTS];
        mww_pin pins[MAXIMUM_WAIT_OBJECTS];
        uint32_t index = 0;
        DWORD pinned = 0;
        DWORD error = ERROR_SUCCESS;
        int r = MW_OK;

        if (count == 0 || count > MAXIMUM_WAIT_OBJECTS || !handles)
                return failed(ERROR_INVALID_PARAMETER);
        while (pinned < count && !error) {
                error = pin_to_wait(handles[pinned], &pins[pinned], &objects[pinned]);
                if (!error)
                        pinned++;
        }
        if (!error && all && has_duplicates(objects, count))
                error = ERROR_INVALID_PARAMETER;
        if (!error && all)
                r = mw_wait_all(objects, count, mww_deadline_ns(milliseconds), MW_SPIN_DEFAULT);
        else if (!error)
                r = mw_wait_any(objects, count, mww_deadline_ns(milliseconds), MW_SPIN_DEFAULT,
                                &index);
        while (pinned > 0)
                mww_handle_unpin(&pins[--pinned]);
        return error ? failed(error) : outcome(r, index);
}

DWORD WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds)
{
        return WaitForMultipleObjectsEx(count, handles, all, milliseconds, FALSE);
}
