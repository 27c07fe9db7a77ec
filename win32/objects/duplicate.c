/* SPDX-License-Identifier: MIT */
/* duplicate.c — DuplicateHandle, within this process and between two.
 *
 * A duplicate may have fewer rights than its source, and also more (whoever
 * may open an object may ask it again for all). Only a section needs care:
 * mapwire opened it read-only where its first handle could only read, so a
 * duplicate that may write has to open it once more.
 */
#include "service.h"

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

/* Where the handle comes from and where it goes. */
typedef struct ends {
        mww_process_pin source;
        mww_process_pin target;
} ends;

/* The source's object in this process, and its rights. */
static DWORD fetch(const ends *between, HANDLE source, DWORD options, mww_object **out_object,
                   DWORD *out_access)
{
        mww_parcel parcel;
        DWORD error;

        if (between->source.process->is_own)
                return source_object(source, out_object, out_access);
        if (mww_is_current_process(source)) { /* that process itself */
                *out_object = mww_object_ref((mww_object *) between->source.process);
                *out_access = PROCESS_ALL_ACCESS;
                return ERROR_SUCCESS;
        }
        error = mww_service_take(between->source.process, source, options, &parcel, out_access);
        if (error)
                return error;
        error = mww_parcel_unpack(&parcel, out_object);
        mww_parcel_close(&parcel);
        return error;
}

/* A handle where it is wanted; takes the object over. */
static DWORD deliver(const ends *between, mww_object *object, DWORD access, bool inherit,
                     HANDLE *out_target)
{
        mww_process *target = between->target.process;
        mww_parcel parcel;
        DWORD error;

        if (target->is_own) {
                *out_target = mww_handle_new(object, access, inherit);
                return *out_target ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        error = mww_parcel_pack(object, &parcel);
        if (!error) {
                error = mww_process_give(target, &parcel, access, inherit, out_target);
                if (error == ERROR_NOT_SUPPORTED) /* it runs, and does that itself */
                        error = mww_service_give(target, &parcel, access, inherit, out_target);
        }
        mww_parcel_close(&parcel);
        mww_object_unref(object);
        return error;
}

static DWORD duplicate(const ends *between, HANDLE source, HANDLE *out_target, DWORD wanted,
                       bool inherit, DWORD options)
{
        mww_object *object;
        DWORD access;
        DWORD error = fetch(between, source, options, &object, &access);

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
        return deliver(between, object, access, inherit, out_target);
}

BOOL DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                     LPHANDLE out_target, DWORD wanted, BOOL inherit, DWORD options)
{
        DWORD before = GetLastError();
        DWORD error;
        ends between;

        if (options & ~(DWORD) (DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS))
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = mww_process_pin_as(source_process, PROCESS_DUP_HANDLE, &between.source);
        if (error)
                return mww_fail(error);
        if (between.source.process->is_own && (options & DUPLICATE_CLOSE_SOURCE) &&
            mww_handle_is_protected(source)) {
                mww_process_unpin(&between.source);
                return mww_fail(ERROR_INVALID_HANDLE);
        }
        error = mww_process_pin_as(target_process, PROCESS_DUP_HANDLE, &between.target);
        if (!error) {
                error = duplicate(&between, source, out_target, wanted, inherit, options);
                mww_process_unpin(&between.target);
        }
        /* Windows closes the source whether or not the rest went well. */
        if (between.source.process->is_own && (options & DUPLICATE_CLOSE_SOURCE))
                CloseHandle(source);
        mww_process_unpin(&between.source);
        SetLastError(error ? error : before);
        return !error;
}
