/* SPDX-License-Identifier: MIT */
/* find_change.c — FindFirstChangeNotification: a handle that is signalled when something
 * in a directory changes.
 *
 * From its making, and from each FindNextChangeNotification, the next change signals it.
 * What changes while it is signalled isn't lost: the next call of that signals it at once.
 */
#include "changes.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define FILTERS                                                                                    \
  (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME | FILE_NOTIFY_CHANGE_ATTRIBUTES |    \
   FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE | FILE_NOTIFY_CHANGE_LAST_ACCESS |      \
   FILE_NOTIFY_CHANGE_CREATION | FILE_NOTIFY_CHANGE_SECURITY)

typedef struct notice {
        mww_object base;
        mww_listener listener;
        mww_changes *changes;
        mw_event *event;
        bool is_armed;   /* the next change signals it; under the changes' lock, */
        bool has_missed; /* something happened since it was signalled           */
} notice;

static void told(mww_listener *listener)
{
        notice *one = (notice *) ((char *) listener - offsetof(notice, listener));

        mww_changes_overflowed(one->changes);
        while (mww_changes_first(one->changes))
                mww_changes_drop_first(one->changes);
        if (one->is_armed)
                mw_event_set(one->event);
        else
                one->has_missed = true;
        one->is_armed = false;
}

static mw_object *notice_waitable(mww_object *object)
{
        return mw_event_object(((notice *) object)->event);
}

static void notice_destroy(mww_object *object)
{
        notice *one = (notice *) object;

        if (one->changes)
                mww_changes_close(one->changes);
        mw_event_close(one->event);
        free(one);
}

static const mww_class notice_class = {
        .all_access = FILE_ALL_ACCESS,
        .generic_read = FILE_GENERIC_READ,
        .generic_write = FILE_GENERIC_WRITE,
        .generic_execute = FILE_GENERIC_EXECUTE,
        .waitable = notice_waitable,
        .destroy = notice_destroy,
};

static DWORD find_directory(LPCSTR given, char out[PATH_MAX])
{
        struct stat status;
        DWORD error = given ? mww_path_from_a(given, out) : ERROR_PATH_NOT_FOUND;

        if (error)
                return error;
        if (stat(out, &status) < 0)
                return mww_path_error(out, errno);
        return S_ISDIR(status.st_mode) ? ERROR_SUCCESS : ERROR_DIRECTORY;
}

static DWORD begin(const char *path, bool with_subtree, DWORD filter, notice **out_notice)
{
        notice *made = mww_object_new(&notice_class, sizeof *made);
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;

        if (!made)
                return error;
        made->listener = (mww_listener){ told, told };
        made->is_armed = true;
        if (mw_event_open(NULL, MW_CREATE, NULL, &made->event) >= 0)
                error = mww_changes_open(path, with_subtree, filter, &made->listener,
                                         &made->changes);
        if (!error) {
                *out_notice = made;
                return ERROR_SUCCESS;
        }
        mw_event_close(made->event);
        free(made);
        return error;
}

HANDLE FindFirstChangeNotificationA(LPCSTR given, BOOL with_subtree, DWORD filter)
{
        char path[PATH_MAX];
        HANDLE handle = NULL;
        notice *made;
        DWORD error = !filter || (filter & ~(DWORD) FILTERS) ? ERROR_INVALID_PARAMETER :
                                                               find_directory(given, path);

        if (!error)
                error = begin(path, with_subtree, filter, &made);
        if (!error) {
                handle = mww_handle_new(&made->base, SYNCHRONIZE | FILE_LIST_DIRECTORY, false);
                error = handle ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        if (!error)
                return handle;
        SetLastError(error);
        return INVALID_HANDLE_VALUE;
}

HANDLE FindFirstChangeNotificationW(LPCWSTR given, BOOL with_subtree, DWORD filter)
{
        char path[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(given, path, &text))
                return INVALID_HANDLE_VALUE;
        return FindFirstChangeNotificationA(text, with_subtree, filter);
}

BOOL FindNextChangeNotification(HANDLE handle)
{
        notice *one;
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &notice_class, 0, &pin);

        if (error)
                return mww_fail(error);
        one = (notice *) pin.object;
        mww_changes_lock(one->changes);
        if (one->has_missed) {
                one->has_missed = false;
                mw_event_set(one->event);
        } else {
                mw_event_reset(one->event);
                one->is_armed = true;
        }
        mww_changes_unlock(one->changes);
        mww_handle_unpin(&pin);
        return TRUE;
}

BOOL FindCloseChangeNotification(HANDLE handle)
{
        return CloseHandle(handle);
}
