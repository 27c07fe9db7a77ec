/* SPDX-License-Identifier: MIT */
/* file.c — file objects: made, told apart, deleted late, ended.
 *
 * A file deleted with its last handle (FILE_FLAG_DELETE_ON_CLOSE) keeps its
 * name until then, so that others may open it. Such files stand in a list, and
 * those that are still open when the program ends are deleted by a destructor.
 * A process that is killed can't do that: then the file stays.
 *
 * Fork. The child has the same handles, but the file is its parent's to delete.
 */
#include "file.h"
#include "port.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

MWW_LOCK(lock)
static mww_file *deleted_later; /* under the lock */

void mww_descriptor_path(int descriptor, char out[64])
{
        snprintf(out, 64, "/proc/self/fd/%d", descriptor);
}

/* By the name that it has now, and only if that still is this very file. */
DWORD mww_unlink_descriptor(int descriptor)
{
        char link[64];
        char path[PATH_MAX];
        struct stat here;
        struct stat there;
        ssize_t length;

        mww_descriptor_path(descriptor, link);
        length = readlink(link, path, sizeof path - 1);
        if (length < 0 || fstat(descriptor, &here) < 0)
                return mww_error_of_errno(errno);
        path[length] = '\0';
        if (lstat(path, &there) < 0 || there.st_ino != here.st_ino || there.st_dev != here.st_dev)
                return ERROR_FILE_NOT_FOUND;
        if ((S_ISDIR(there.st_mode) ? rmdir(path) : unlink(path)) < 0)
                return mww_error_of_errno(errno);
        return ERROR_SUCCESS;
}

/* Under the lock. */
static void leave_list(mww_file *file)
{
        mww_file **at = &deleted_later;

        while (*at != file)
                at = &(*at)->next_deleted;
        *at = file->next_deleted;
        file->is_deleted_later = false;
}

void mww_file_delete_later(mww_file *file, bool deletes)
{
        pthread_mutex_lock(&lock);
        if (file->is_deleted_later && !deletes) {
                leave_list(file);
        } else if (!file->is_deleted_later && deletes) {
                file->is_deleted_later = true;
                file->next_deleted = deleted_later;
                deleted_later = file;
        }
        pthread_mutex_unlock(&lock);
}

bool mww_file_is_deleted_later(mww_file *file)
{
        bool is;

        pthread_mutex_lock(&lock);
        is = file->is_deleted_later;
        pthread_mutex_unlock(&lock);
        return is;
}

__attribute__((destructor)) static void delete_what_is_open(void)
{
        for (const mww_file *at = deleted_later; at; at = at->next_deleted)
                mww_unlink_descriptor(at->descriptor);
}

static void forget_in_child(void)
{
        while (deleted_later)
                leave_list(deleted_later);
}

__attribute__((constructor)) static void forget_across_fork(void)
{
        pthread_atfork(NULL, NULL, forget_in_child);
}

static mw_object *always_signalled(mww_file *file)
{
        /* acquire file.always: pairs with the release of the exchange below. */
        mw_event *event = atomic_load_explicit(&file->always, memory_order_acquire);
        mw_event *made;

        if (event)
                return mw_event_object(event);
        if (mw_event_open(NULL, MW_CREATE | MW_SIGNALLED, NULL, &made) < 0)
                return NULL;
        if (!atomic_compare_exchange_strong_explicit(&file->always, &event, made,
                                                     memory_order_acq_rel, memory_order_acquire))
                mw_event_close(made);
        else
                event = made;
        return mw_event_object(event);
}

static mw_object *file_waitable(mww_object *object)
{
        mww_file *file = (mww_file *) object;

        return file->kind->waitable ? file->kind->waitable(file) : always_signalled(file);
}

static void file_destroy(mww_object *object)
{
        mww_file *file = (mww_file *) object;

        if (file->kind->destroy)
                file->kind->destroy(file);
        pthread_mutex_lock(&lock);
        if (file->is_deleted_later) {
                leave_list(file);
                mww_unlink_descriptor(file->descriptor);
        }
        pthread_mutex_unlock(&lock);
        /* relaxed: nobody else has the object any more. */
        mww_locks_free(atomic_load_explicit(&file->locks, memory_order_relaxed));
        mww_port_leave(file);
        mw_event_close(atomic_load_explicit(&file->always, memory_order_relaxed));
        if (file->descriptor >= 0 && !(file->flags & MWW_FILE_BORROWS))
                close(file->descriptor);
        free(file);
}

static void file_closed(mww_object *object)
{
        mww_file *file = (mww_file *) object;

        if (file->kind->closed)
                file->kind->closed(file);
}

const mww_class mww_file_class = {
        .all_access = FILE_ALL_ACCESS,
        .generic_read = FILE_GENERIC_READ,
        .generic_write = FILE_GENERIC_WRITE,
        .generic_execute = FILE_GENERIC_EXECUTE,
        .waitable = file_waitable,
        .closed = file_closed,
        .destroy = file_destroy,
};

mww_file *mww_file_new(const mww_file_kind *kind, int descriptor, DWORD flags)
{
        mww_file *file = mww_object_new(&mww_file_class, sizeof *file);

        if (!file) {
                if (descriptor >= 0 && !(flags & MWW_FILE_BORROWS))
                        close(descriptor);
                return NULL;
        }
        file->kind = kind;
        file->descriptor = descriptor;
        file->flags = flags;
        return file;
}

const mww_file_kind *mww_kind_of(int descriptor)
{
        struct stat status;

        if (fstat(descriptor, &status) < 0)
                return &mww_stream_kind;
        if (S_ISREG(status.st_mode) || S_ISBLK(status.st_mode))
                return &mww_disk_kind;
        if (S_ISDIR(status.st_mode))
                return &mww_directory_kind;
        if (S_ISCHR(status.st_mode))
                return isatty(descriptor) ? &mww_console_kind : &mww_device_kind;
        return &mww_stream_kind;
}

mww_file *mww_file_adopt(int descriptor, DWORD flags)
{
        return mww_file_new(mww_kind_of(descriptor), descriptor, flags);
}

DWORD mww_file_pin(HANDLE handle, DWORD needed, mww_pin *out_pin, mww_file **out_file)
{
        DWORD number = (DWORD) (uintptr_t) handle;
        DWORD error;

        /* Windows takes STD_x_HANDLE itself for the handle that it stands for. */
        if (number >= STD_ERROR_HANDLE && number <= STD_INPUT_HANDLE)
                handle = GetStdHandle(number);
        error = mww_handle_pin_as(handle, &mww_file_class, needed, out_pin);
        if (!error)
                *out_file = (mww_file *) out_pin->object;
        return error;
}
