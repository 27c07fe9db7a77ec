/* SPDX-License-Identifier: MIT */
/* read_changes.c — ReadDirectoryChangesW, at once or later.
 *
 * The first call on a handle says what is looked for, and from then on nothing is missed;
 * the later ones have the first one's filter, as on Windows. A call takes as many changes as
 * its buffer holds; the rest waits for the next. Where not even one fits, or too many have
 * come, all of them are dropped, and the program is told to look for itself.
 *
 * A read that finishes later belongs to the handle, not the handle to it: when the last
 * handle is closed it ends, with nothing.
 */
#include "changes.h"

#include "threads/apc.h"
#include "port.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct asked {
        struct asked *next;
        void *buffer;
        DWORD room_bytes;
        OVERLAPPED *overlapped;
        LPOVERLAPPED_COMPLETION_ROUTINE routine; /* or NULL */
        mww_object *thread;                      /* whose call that is */
} asked;

/* mww_file.own of a directory; all but the constants under the changes' lock. */
typedef struct reading {
        mww_listener listener;
        mww_file *file; /* whose own this is */
        mww_changes *changes;
        bool is_gone;
        mw_event *come; /* for who waits in his call                */
        mw_event *done; /* what a wait for the handle waits for     */
        asked *first;
        asked **end;
} reading;

MWW_LOCK(making)
static mw_event *nothing_asked; /* signalled; under the lock */

/* ---- the buffer ---------------------------------------------------------------------- */

#ifndef ERROR_NOTIFY_ENUM_DIR
#  define ERROR_NOTIFY_ENUM_DIR 1022u
#endif

/* One change as FILE_NOTIFY_INFORMATION, at out if it fits; its bytes. */
static size_t put(const mww_change *change, char *out, size_t room)
{
        const size_t front = offsetof(FILE_NOTIFY_INFORMATION, FileName);
        FILE_NOTIFY_INFORMATION *record = (FILE_NOTIFY_INFORMATION *) (void *) out;
        size_t units = mww_wide_of_bytes(change->name, NULL, 0);
        size_t bytes = front + units * sizeof(WCHAR);

        if (bytes > room)
                return bytes;
        record->NextEntryOffset = 0;
        record->Action = change->action;
        record->FileNameLength = (DWORD) (units * sizeof(WCHAR));
        mww_wide_of_bytes(change->name, record->FileName, units);
        for (size_t at = 0; at < units; at++)
                if (record->FileName[at] == '/')
                        record->FileName[at] = '\\';
        return bytes;
}

static bool is_same(const mww_change *one, const mww_change *other)
{
        return one->action == FILE_ACTION_MODIFIED && other->action == one->action &&
               strcmp(one->name, other->name) == 0;
}

/* Under the lock. Takes what fits; false: nothing is there. *out_bytes 0: look yourself. */
static bool take(reading *on, void *buffer, DWORD room, DWORD *out_bytes)
{
        FILE_NOTIFY_INFORMATION *last = NULL;
        const mww_change *change;
        size_t used = 0;

        *out_bytes = 0;
        if (mww_changes_overflowed(on->changes))
                return true;
        if (!mww_changes_first(on->changes))
                return false;
        while ((change = mww_changes_first(on->changes)) != NULL) {
                size_t at = (used + 3) & ~(size_t) 3;
                size_t bytes = at < room ? put(change, (char *) buffer + at, room - at) : room;

                if (at >= room || bytes > room - at)
                        break;
                if (last)
                        last->NextEntryOffset =
                                (DWORD) ((char *) buffer + at - (char *) (void *) last);
                last = (FILE_NOTIFY_INFORMATION *) (void *) ((char *) buffer + at);
                used = at + bytes;
                while (change->next && is_same(change, change->next)) {
                        mww_changes_drop_first(on->changes);
                        change = mww_changes_first(on->changes);
                }
                mww_changes_drop_first(on->changes);
        }
        while (!used && mww_changes_first(on->changes))
                mww_changes_drop_first(on->changes);
        *out_bytes = (DWORD) used;
        return true;
}

/* ---- later ---------------------------------------------------------------------------- */

static void call_routine(const mww_apc *self)
{
        OVERLAPPED *overlapped = (OVERLAPPED *) self->context;

        ((LPOVERLAPPED_COMPLETION_ROUTINE) self->target)(self->low, self->high, overlapped);
}

/* Under the lock. */
static void finish_first(reading *on, DWORD error, DWORD bytes)
{
        asked *one = on->first;
        mww_apc call = { .call = call_routine,
                         .target = (void *) one->routine,
                         .context = (ULONG_PTR) one->overlapped,
                         .low = error,
                         .high = bytes };

        on->first = one->next;
        if (!on->first)
                on->end = &on->first;
        if (one->routine) { /* then hEvent is the program's own */
                one->overlapped->InternalHigh = bytes;
                __atomic_store_n(&one->overlapped->Internal, mww_status_of_error(error),
                                 __ATOMIC_RELEASE);
                mww_apc_queue(one->thread, &call);
        } else {
                bool is_told = mww_port_is_told(on->file, one->overlapped, error, true);

                mww_overlapped_done(one->overlapped, error, bytes);
                if (is_told)
                        mww_port_tell(on->file, one->overlapped, error, bytes);
        }
        mw_event_set(on->done);
        mww_object_unref(one->thread);
        free(one);
}

static void told(mww_listener *listener)
{
        reading *on = (reading *) listener;
        DWORD bytes;

        while (on->first && take(on, on->first->buffer, on->first->room_bytes, &bytes))
                finish_first(on, ERROR_SUCCESS, bytes);
        if (mww_changes_first(on->changes))
                mw_event_set(on->come);
}

static void gone(mww_listener *listener)
{
        reading *on = (reading *) listener;

        on->is_gone = true;
        while (on->first)
                finish_first(on, ERROR_ACCESS_DENIED, 0);
        mw_event_set(on->come);
}

DWORD mww_directory_cancel(mww_file *file, OVERLAPPED *overlapped)
{
        reading *on = file->own;
        asked *kept = NULL;
        asked **end = &kept;
        DWORD error = ERROR_NOT_FOUND;

        if (!on)
                return error;
        mww_changes_lock(on->changes);
        while (on->first) {
                asked *one = on->first;

                if (!overlapped || one->overlapped == overlapped) {
                        finish_first(on, ERROR_OPERATION_ABORTED, 0);
                        error = ERROR_SUCCESS;
                        continue;
                }
                on->first = one->next;
                one->next = NULL;
                *end = one;
                end = &one->next;
        }
        on->first = kept;
        on->end = kept ? end : &on->first;
        mww_changes_unlock(on->changes);
        return error;
}

mw_object *mww_directory_waitable(mww_file *file)
{
        reading *on = file->own;

        if (on)
                return mw_event_object(on->done);
        making_take();
        if (!nothing_asked)
                mw_event_open(NULL, MW_CREATE | MW_SIGNALLED, NULL, &nothing_asked);
        making_give();
        return nothing_asked ? mw_event_object(nothing_asked) : NULL;
}

static void free_reading(reading *on)
{
        mw_event_close(on->come);
        mw_event_close(on->done);
        free(on);
}

void mww_directory_destroy(mww_file *file)
{
        reading *on = file->own;

        if (!on)
                return;
        mww_changes_lock(on->changes);
        while (on->first)
                finish_first(on, ERROR_SUCCESS, 0); /* nobody can ask any more */
        mww_changes_unlock(on->changes);
        mww_changes_close(on->changes);
        free_reading(on);
}

/* ---- the call -------------------------------------------------------------------------- */

static DWORD begin_reading(mww_file *file, bool with_subtree, DWORD filter)
{
        char path[64];
        char root[PATH_MAX];
        reading *made;
        ssize_t length;
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;

        if (file->own)
                return ERROR_SUCCESS;
        mww_descriptor_path(file->descriptor, path);
        length = readlink(path, root, sizeof root - 1);
        if (length < 0)
                return ERROR_INVALID_HANDLE;
        root[length] = '\0';
        made = calloc(1, sizeof *made);
        if (!made)
                return error;
        made->listener = (mww_listener){ told, gone };
        made->end = &made->first;
        made->file = file;
        if (mw_event_open(NULL, MW_CREATE, NULL, &made->done) >= 0 &&
            mw_event_open(NULL, MW_CREATE | MW_AUTO_RESET, NULL, &made->come) >= 0)
                error = mww_changes_open(root, with_subtree, filter, &made->listener,
                                         &made->changes);
        if (error)
                free_reading(made);
        else
                file->own = made;
        return error;
}

/* Until something came, in the caller's thread. */
static DWORD read_here(reading *on, void *buffer, DWORD room, DWORD *out_bytes)
{
        for (;;) {
                bool has = false;
                bool is_gone;

                mww_changes_lock(on->changes);
                has = take(on, buffer, room, out_bytes);
                is_gone = on->is_gone;
                mww_changes_unlock(on->changes);
                if (has)
                        return *out_bytes ? ERROR_SUCCESS : ERROR_NOTIFY_ENUM_DIR;
                if (is_gone)
                        return ERROR_ACCESS_DENIED;
                mw_wait(mw_event_object(on->come), MW_NEVER, 0);
        }
}

static DWORD read_later(reading *on, void *buffer, DWORD room, OVERLAPPED *overlapped,
                        LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
        asked *one = calloc(1, sizeof *one);

        if (!one)
                return ERROR_NOT_ENOUGH_MEMORY;
        *one = (asked){ NULL,       buffer,  room,
                        overlapped, routine, routine ? mww_thread_object() : NULL };
        overlapped->Internal = STATUS_PENDING;
        overlapped->InternalHigh = 0;
        if (!routine && overlapped->hEvent)
                ResetEvent((HANDLE) ((uintptr_t) overlapped->hEvent & ~(uintptr_t) 1));
        mww_changes_lock(on->changes);
        mw_event_reset(on->done);
        *on->end = one;
        on->end = &one->next;
        told(&on->listener);
        if (on->is_gone)
                gone(&on->listener);
        mww_changes_unlock(on->changes);
        return ERROR_SUCCESS;
}

BOOL ReadDirectoryChangesW(HANDLE handle, LPVOID buffer, DWORD room, BOOL with_subtree,
                           DWORD filter, LPDWORD out_bytes, LPOVERLAPPED overlapped,
                           LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
        DWORD bytes = 0;
        mww_file *file;
        mww_pin pin;
        DWORD error;

        if (!filter || (routine && !overlapped))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if ((uintptr_t) buffer & 3 || (!buffer && room))
                return mww_fail(ERROR_NOACCESS);
        error = mww_file_pin(handle, FILE_LIST_DIRECTORY, &pin, &file);
        if (error)
                return mww_fail(error);
        if (file->kind != &mww_directory_kind ||
            ((file->flags & FILE_FLAG_OVERLAPPED) && !overlapped))
                error = ERROR_INVALID_PARAMETER;
        if (!error) {
                making_take();
                error = begin_reading(file, with_subtree, filter);
                making_give();
        }
        if (!error && (file->flags & FILE_FLAG_OVERLAPPED))
                error = read_later(file->own, buffer, room, overlapped, routine);
        else if (!error)
                error = read_here(file->own, buffer, room, &bytes);
        mww_handle_unpin(&pin);
        if (out_bytes)
                *out_bytes = bytes;
        return error ? mww_fail(error) : TRUE;
}
