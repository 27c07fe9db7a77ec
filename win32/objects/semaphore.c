/* SPDX-License-Identifier: MIT */
/* semaphore.c — CreateSemaphore, OpenSemaphore, ReleaseSemaphore.
 *
 * mapwire's semaphores count to MW_SEMAPHORE_MAX, Windows' to four times that.
 * Programs give LONG_MAX as "no limit": a maximum above ours becomes ours.
 */
#include "internal.h"

typedef struct semaphore {
        mww_object base;
        mw_semaphore *semaphore;
} semaphore;

static mw_object *semaphore_waitable(mww_object *object)
{
        return mw_semaphore_object(((semaphore *) object)->semaphore);
}

static void semaphore_destroy(mww_object *object)
{
        mw_semaphore_close(((semaphore *) object)->semaphore);
        mww_object_free(object, sizeof(semaphore));
}

const mww_class mww_semaphore_class = {
        .all_access = SEMAPHORE_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | SEMAPHORE_QUERY_STATE,
        .generic_write = STANDARD_RIGHTS_WRITE | SEMAPHORE_MODIFY_STATE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
        .waitable = semaphore_waitable,
        .destroy = semaphore_destroy,
};

mww_object *mww_semaphore_wrap(mw_semaphore *given)
{
        semaphore *made = mww_object_new(&mww_semaphore_class, sizeof *made);

        if (!made) {
                mw_semaphore_close(given);
                return NULL;
        }
        made->semaphore = given;
        return &made->base;
}

static uint32_t at_most_ours(LONG count)
{
        return (uint32_t) count > MW_SEMAPHORE_MAX ? MW_SEMAPHORE_MAX : (uint32_t) count;
}

/* Looks at the counts before the name, as Windows does. */
static HANDLE create_semaphore(LPSECURITY_ATTRIBUTES attributes, LONG initial, LONG maximum,
                               const mww_name *name, DWORD name_error, DWORD flags, DWORD wanted)
{
        semaphore *made;
        DWORD access;
        DWORD error = mww_access_any(&mww_semaphore_class, wanted, &access);
        int r;

        if (flags || maximum <= 0 || initial < 0 || initial > maximum)
                error = ERROR_INVALID_PARAMETER;
        if (!error)
                error = name_error;
        if (error)
                return mww_fail_handle(error);
        made = mww_object_new(&mww_semaphore_class, sizeof *made);
        if (!made)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_semaphore_open(mww_name_or_null(name), at_most_ours(initial), at_most_ours(maximum),
                              MW_CREATE, NULL, &made->semaphore);
        if (r < 0) {
                mww_object_free(&made->base, sizeof *made);
                return mww_fail_handle(mww_error_of_result(r));
        }
        return mww_done(mww_handle_new(&made->base, access, mww_wants_inherit(attributes)), r);
}

static HANDLE open_semaphore(DWORD wanted, BOOL inherit, const mww_name *name)
{
        semaphore *opened;
        DWORD access = 0;
        DWORD error = mww_name_check_open(name);
        DWORD refused = mww_access_open(&mww_semaphore_class, wanted, &access);
        HANDLE handle;
        int r;

        if (error)
                return mww_fail_handle(error);
        opened = mww_object_new(&mww_semaphore_class, sizeof *opened);
        if (!opened)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_semaphore_open(name->text, 0, 0, 0, NULL, &opened->semaphore);
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

HANDLE CreateSemaphoreExA(LPSECURITY_ATTRIBUTES attributes, LONG initial, LONG maximum,
                          LPCSTR given, DWORD flags, DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return create_semaphore(attributes, initial, maximum, &name, error, flags, wanted);
}

HANDLE CreateSemaphoreExW(LPSECURITY_ATTRIBUTES attributes, LONG initial, LONG maximum,
                          LPCWSTR given, DWORD flags, DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return create_semaphore(attributes, initial, maximum, &name, error, flags, wanted);
}

HANDLE CreateSemaphoreA(LPSECURITY_ATTRIBUTES attributes, LONG initial, LONG maximum, LPCSTR name)
{
        return CreateSemaphoreExA(attributes, initial, maximum, name, 0, SEMAPHORE_ALL_ACCESS);
}

HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES attributes, LONG initial, LONG maximum, LPCWSTR name)
{
        return CreateSemaphoreExW(attributes, initial, maximum, name, 0, SEMAPHORE_ALL_ACCESS);
}

HANDLE OpenSemaphoreA(DWORD wanted, BOOL inherit, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : open_semaphore(wanted, inherit, &name);
}

HANDLE OpenSemaphoreW(DWORD wanted, BOOL inherit, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : open_semaphore(wanted, inherit, &name);
}

BOOL ReleaseSemaphore(HANDLE handle, LONG count, LPLONG out_previous)
{
        uint32_t previous;
        mww_pin pin;
        DWORD error = mww_handle_use_as(handle, &mww_semaphore_class, SEMAPHORE_MODIFY_STATE, &pin);
        int r;

        if (error)
                return mww_fail(error);
        if (out_previous && IsBadWritePtr(out_previous, sizeof *out_previous)) {
                mww_handle_unuse(&pin);
                return mww_fail(ERROR_NOACCESS);
        }
        if (count <= 0)
                r = MW_EINVAL;
        else if ((uint32_t) count > MW_SEMAPHORE_MAX)
                r = MW_EFULL;
        else
                r = mw_semaphore_release(((semaphore *) pin.object)->semaphore, (uint32_t) count,
                                         &previous);
        mww_handle_unuse(&pin);
        if (r < 0)
                return mww_fail(mww_error_of_result(r));
        if (out_previous)
                memcpy((void *) out_previous, &previous, sizeof previous);
        return TRUE;
}
