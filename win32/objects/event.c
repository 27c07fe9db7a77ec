/* SPDX-License-Identifier: MIT */
/* event.c — CreateEvent, OpenEvent, SetEvent, ResetEvent, PulseEvent. */
#include "internal.h"

typedef struct event {
        mww_object base;
        mw_event *event;
} event;

static mw_object *event_waitable(mww_object *object)
{
        return mw_event_object(((event *) object)->event);
}

static void event_destroy(mww_object *object)
{
        mw_event_close(((event *) object)->event);
        mww_object_free(object, sizeof(event));
}

const mww_class mww_event_class = {
        .all_access = EVENT_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | EVENT_QUERY_STATE,
        .generic_write = STANDARD_RIGHTS_WRITE | EVENT_MODIFY_STATE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
        .waitable = event_waitable,
        .destroy = event_destroy,
};

mww_object *mww_event_wrap(mw_event *given)
{
        event *made = mww_object_new(&mww_event_class, sizeof *made);

        if (!made) {
                mw_event_close(given);
                return NULL;
        }
        made->event = given;
        return &made->base;
}

static HANDLE create_event(LPSECURITY_ATTRIBUTES attributes, const mww_name *name, DWORD flags,
                           DWORD wanted)
{
        uint32_t mw_flags = MW_CREATE;
        event *made;
        DWORD access;
        DWORD error = mww_access_any(&mww_event_class, wanted, &access);
        int r;

        if (flags & ~(DWORD) (CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET))
                error = ERROR_INVALID_PARAMETER;
        if (error)
                return mww_fail_handle(error);
        if (!(flags & CREATE_EVENT_MANUAL_RESET))
                mw_flags |= MW_AUTO_RESET;
        if (flags & CREATE_EVENT_INITIAL_SET)
                mw_flags |= MW_SIGNALLED;

        made = mww_object_new(&mww_event_class, sizeof *made);
        if (!made)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_event_open(mww_name_or_null(name), mw_flags, NULL, &made->event);
        if (r < 0) {
                mww_object_free(&made->base, sizeof *made);
                return mww_fail_handle(mww_error_of_result(r));
        }
        return mww_done(mww_handle_new(&made->base, access, mww_wants_inherit(attributes)), r);
}

static HANDLE open_event(DWORD wanted, BOOL inherit, const mww_name *name)
{
        event *opened;
        DWORD access = 0;
        DWORD error = mww_name_check_open(name);
        DWORD refused = mww_access_open(&mww_event_class, wanted, &access);
        HANDLE handle;
        int r;

        if (error)
                return mww_fail_handle(error);
        opened = mww_object_new(&mww_event_class, sizeof *opened);
        if (!opened)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        r = mw_event_open(name->text, 0, NULL, &opened->event);
        /* Who only waits may do so where he may only read. */
        if (r == MW_EACCES && !(access & EVENT_MODIFY_STATE))
                r = mw_event_open(name->text, MW_READ_ONLY, NULL, &opened->event);
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

HANDLE CreateEventExA(LPSECURITY_ATTRIBUTES attributes, LPCSTR given, DWORD flags, DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : create_event(attributes, &name, flags, wanted);
}

HANDLE CreateEventExW(LPSECURITY_ATTRIBUTES attributes, LPCWSTR given, DWORD flags, DWORD wanted)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : create_event(attributes, &name, flags, wanted);
}

static DWORD event_flags(BOOL manual, BOOL initial)
{
        return (manual ? CREATE_EVENT_MANUAL_RESET : 0u) |
               (initial ? CREATE_EVENT_INITIAL_SET : 0u);
}

HANDLE CreateEventA(LPSECURITY_ATTRIBUTES attributes, BOOL manual, BOOL initial, LPCSTR name)
{
        return CreateEventExA(attributes, name, event_flags(manual, initial), EVENT_ALL_ACCESS);
}

HANDLE CreateEventW(LPSECURITY_ATTRIBUTES attributes, BOOL manual, BOOL initial, LPCWSTR name)
{
        return CreateEventExW(attributes, name, event_flags(manual, initial), EVENT_ALL_ACCESS);
}

HANDLE OpenEventA(DWORD wanted, BOOL inherit, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : open_event(wanted, inherit, &name);
}

HANDLE OpenEventW(DWORD wanted, BOOL inherit, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : open_event(wanted, inherit, &name);
}

static BOOL change_event(HANDLE handle, int (*change)(mw_event *))
{
        mww_pin pin;
        DWORD error = mww_handle_use_as(handle, &mww_event_class, EVENT_MODIFY_STATE, &pin);
        int r;

        if (error)
                return mww_fail(error);
        r = change(((event *) pin.object)->event);
        mww_handle_unuse(&pin);
        return r < 0 ? mww_fail(mww_error_of_result(r)) : TRUE;
}

BOOL SetEvent(HANDLE handle)
{
        return change_event(handle, mw_event_set);
}

BOOL ResetEvent(HANDLE handle)
{
        return change_event(handle, mw_event_reset);
}

BOOL PulseEvent(HANDLE handle)
{
        return change_event(handle, mw_event_pulse);
}
