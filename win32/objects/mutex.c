/* SPDX-License-Identifier: MIT */
/* mutex.c — CreateMutex, OpenMutex, ReleaseMutex. */
#include "internal.h"

typedef struct mutex {
        mww_object base;
        mw_mutex *mutex;
} mutex;

static mw_object *mutex_waitable(mww_object *object)
{
        return mw_mutex_object(((mutex *) object)->mutex);
}

static void mutex_destroy(mww_object *object)
{
        mw_mutex_close(((mutex *) object)->mutex);
        mww_object_free(object, sizeof(mutex));
}

const mww_class mww_mutex_class = {
        .all_access = MUTEX_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | MUTANT_QUERY_STATE,
        .generic_write = STANDARD_RIGHTS_WRITE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
        .waitable = mutex_waitable,
        .destroy = mutex_destroy,
};

mww_object *mww_mutex_wrap(mw_mutex *given)
{
        mutex *made = mww_object_new(&mww_mutex_class, sizeof *made);

        if (!made) {
                mw_mutex_close(given);
                return NULL;
        }
        made->mutex = given;
        return &made->base;
}

static HANDLE create_mutex(LPSECURITY_ATTRIBUTES attributes, const mww_name *name, DWORD flags,
                           DWORD wanted)
{
        mutex *made;
        DWORD access;
        DWORD error = mww_access_any(&mww_mutex_class, wanted, &access);
        int r;

        if (flags & ~(DWORD) CREATE_MUTEX_INITIAL_OWNER)
                error = ERROR_INVALID_PARAMETER;
        if (error)
                return mww_fail_handle(error);
        made = mww_object_new(&mww_mutex_class, sizeof *made);
        if (!made)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_mutex_open(mww_name_or_null(name),
                          MW_CREATE | (flags & CREATE_MUTEX_INITIAL_OWNER ? MW_LOCKED : 0), NULL,
                          &made->mutex);
        if (r < 0) {
                mww_object_free(&made->base, sizeof *made);
                return mww_fail_handle(mww_error_of_result(r));
        }
        return mww_done(mww_handle_new(&made->base, access, mww_wants_inherit(attributes)), r);
}

static HANDLE open_mutex(DWORD wanted, BOOL inherit, const mww_name *name)
{
        mutex *opened;
        DWORD access = 0;
        DWORD error = mww_name_check_open(name);
        DWORD refused = mww_access_open(&mww_mutex_class, wanted, &access);
        HANDLE handle;
        int r;

        if (error)
                return mww_fail_handle(error);
        opened = mww_object_new(&mww_mutex_class, sizeof *opened);
        if (!opened)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_mutex_open(name->text, 0, NULL, &opened->mutex);
        if (r < 0) {
                mww_object_free(&opened->base, sizeof *opened);
                return mww_fail_handle(mww_error_of_result(r));
        }
        if (refused) { /* told only of names that are there */
                mww_object_unref(&opened->base);
                return mww_fail_handle(refused);
        }
        handle = mww_handle_new(&opened->base, access, inherit);
        return handle ? handle : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

HANDLE CreateMutexExA(LPSECURITY_ATTRIBUTES attributes, LPCSTR given, DWORD flags, DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : create_mutex(attributes, &name, flags, wanted);
}

HANDLE CreateMutexExW(LPSECURITY_ATTRIBUTES attributes, LPCWSTR given, DWORD flags, DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : create_mutex(attributes, &name, flags, wanted);
}

HANDLE CreateMutexA(LPSECURITY_ATTRIBUTES attributes, BOOL owner, LPCSTR name)
{
        return CreateMutexExA(attributes, name, owner ? CREATE_MUTEX_INITIAL_OWNER : 0,
                              MUTEX_ALL_ACCESS);
}

HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES attributes, BOOL owner, LPCWSTR name)
{
        return CreateMutexExW(attributes, name, owner ? CREATE_MUTEX_INITIAL_OWNER : 0,
                              MUTEX_ALL_ACCESS);
}

HANDLE OpenMutexA(DWORD wanted, BOOL inherit, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : open_mutex(wanted, inherit, &name);
}

HANDLE OpenMutexW(DWORD wanted, BOOL inherit, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : open_mutex(wanted, inherit, &name);
}

BOOL ReleaseMutex(HANDLE handle)
{
        mww_pin pin;
        /* No right is asked for: whoever could own it may give it back. */
        DWORD error = mww_handle_use_as(handle, &mww_mutex_class, 0, &pin);
        int r;

        if (error)
                return mww_fail(error);
        r = mw_mutex_unlock(((mutex *) pin.object)->mutex);
        mww_handle_unuse(&pin);
        return r < 0 ? mww_fail(mww_error_of_result(r)) : TRUE;
}
