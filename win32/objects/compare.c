/* SPDX-License-Identifier: MIT */
/* compare.c — CompareObjectHandles: do two handles stand for one object?
 *
 * Duplicates share their object here. Handles that were opened by name, each
 * for itself, have objects of their own, and behind these one of mapwire's.
 */
#include "internal.h"

static bool is_same_section(const mww_section *one, const mww_section *other)
{
        mw_share first, second;
        bool is_same = false;

        if (mw_share_mapping(one->mapping, &first) < 0)
                return false;
        if (mw_share_mapping(other->mapping, &second) == MW_OK) {
                is_same = first.name[0] && second.name[0] && first.id == second.id;
                mw_share_close(&second);
        }
        mw_share_close(&first);
        return is_same;
}

static bool is_same(const mww_pin *one, const mww_pin *other)
{
        const mww_class *class = one->object->class;
        mw_object *first;
        mw_object *second;

        if (one->object == other->object)
                return true;
        if (class != other->object->class)
                return false;
        if (class == &mww_section_class)
                return is_same_section((const mww_section *) one->object,
                                       (const mww_section *) other->object);
        if (!class->waitable || class == &mww_file_class)
                return false;
        first = class->waitable(one->object);
        second = class->waitable(other->object);
        return first && second && mw_object_id(first) == mw_object_id(second);
}

/* The pseudo-handles of this process and thread as real ones; 0, or the error. */
static DWORD pin(HANDLE handle, mww_pin *out_pin, HANDLE *out_made)
{
        *out_made = NULL;
        if (mww_is_current_process(handle) || mww_is_current_thread(handle)) {
                if (!DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), out_made, 0,
                                     FALSE, DUPLICATE_SAME_ACCESS))
                        return GetLastError();
                handle = *out_made;
        }
        return mww_handle_pin(handle, out_pin) ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

BOOL CompareObjectHandles(HANDLE one, HANDLE other)
{
        HANDLE made[2] = { NULL, NULL };
        DWORD kept = GetLastError();
        bool is_one = false;
        mww_pin pins[2];
        DWORD error = pin(one, &pins[0], &made[0]);

        if (!error) {
                error = pin(other, &pins[1], &made[1]);
                if (!error) {
                        is_one = is_same(&pins[0], &pins[1]);
                        mww_handle_unpin(&pins[1]);
                }
                mww_handle_unpin(&pins[0]);
        }
        for (int at = 0; at < 2; at++)
                if (made[at])
                        CloseHandle(made[at]);
        if (error)
                return mww_fail(error);
        SetLastError(is_one ? kept : ERROR_NOT_SAME_OBJECT);
        return is_one;
}
