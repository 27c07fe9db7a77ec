/* SPDX-License-Identifier: MIT */
/* duplicate.c — DuplicateHandle within this process.
 *
 * A duplicate may have fewer rights than its source, and also more (whoever
 * may open an object may ask it again for all). Only a section needs care:
 * mapwire opened it read-only where its first handle could only read, so a
 * duplicate that may write has to open it once more.
 */
#include "internal.h"

/* True for this process, by pseudo handle or by a real one. */
static bool is_this_process(HANDLE process)
{
        mww_pin pin;
        bool is_process;

        if (mww_is_current_process(process))
                return true;
        if (!mww_handle_pin(process, &pin))
                return false;
        is_process = pin.object->class == &mww_process_class;
        mww_handle_unpin(&pin);
        return is_process;
}

/* The source's object, counted, and its rights. */
static DWORD source_object(HANDLE source, mww_object **out_object, DWORD *out_access)
{
        mww_pin pin;

        if (mww_is_current_process(source) || mww_is_current_thread(source)) {
                *out_object =
                        mww_is_current_process(source) ? mww_process_object() : mww_thread_object();
                if (!*out_object)
                        return ERROR_NOT_ENOUGH_MEMORY;
                *out_access = (*out_object)->class->all_access;
                return ERROR_SUCCESS;
        }
        if (!mww_handle_pin(source, &pin))
                return ERROR_INVALID_HANDLE;
        *out_object = mww_object_ref(pin.object);
        *out_access = pin.access;
        mww_handle_unpin(&pin);
        return ERROR_SUCCESS;
}

/* Replaces *object by one that can do what access says. */
static DWORD widen(mww_object **object, DWORD access)
{
        mww_section *section = (mww_section *) *object;
        mww_section *wider;
        DWORD error = ERROR_SUCCESS;

        if ((*object)->class != &mww_section_class || !(access & SECTION_MAP_WRITE) ||
            section->can_write)
                return ERROR_SUCCESS;
        wider = mww_section_reopen(section, &error);
        if (wider) {
                mww_object_unref(*object);
                *object = &wider->base;
        }
        return error;
}

static DWORD duplicate(HANDLE source, HANDLE *out_target, DWORD wanted, bool inherit, DWORD options)
{
        mww_object *object;
        DWORD access;
        DWORD error = source_object(source, &object, &access);

        if (error)
                return error;
        if (!out_target) { /* closing the source may be all that is wanted */
                mww_object_unref(object);
                return ERROR_SUCCESS;
        }
        if (!(options & DUPLICATE_SAME_ACCESS))
                error = mww_access_any(object->class, wanted, &access);
        if (!error)
                error = widen(&object, access);
        if (error) {
                mww_object_unref(object);
                return error;
        }
        *out_target = mww_handle_new(object, access, inherit);
        return *out_target ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

BOOL DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                     LPHANDLE out_target, DWORD wanted, BOOL inherit, DWORD options)
{
        DWORD error = ERROR_INVALID_HANDLE;
        DWORD before = GetLastError();

        if (options & ~(DWORD) (DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!is_this_process(source_process))
                return mww_fail(ERROR_INVALID_HANDLE);
        if ((options & DUPLICATE_CLOSE_SOURCE) && mww_handle_is_protected(source))
                return mww_fail(ERROR_INVALID_HANDLE);

        if (is_this_process(target_process))
                error = duplicate(source, out_target, wanted, inherit, options);
        /* Windows closes the source whether or not the rest went well. */
        if (options & DUPLICATE_CLOSE_SOURCE)
                CloseHandle(source);
        SetLastError(error ? error : before);
        return !error;
}
