/* SPDX-License-Identifier: MIT */
/* wait.c — WaitForSingleObject, WaitForMultipleObjects, SignalObjectAndWait.
 *
 * All handles of a wait are pinned for its length: one that is closed meanwhile
 * is gone for everybody else, and its object stays until the wait returns.
 *
 * An alertable wait is a wait for one event more: the calling thread's own, which
 * is set with each call that is queued to it (apc.h). What was waited for comes
 * first: calls are made only if the wait would go on. Where an event more can't be
 * waited for (in a wait for all, or with 64 objects) the wait is cut into pieces.
 */
#include "threads/apc.h"
#include "memory/area.h"

#define PIECE_NS 5000000

static DWORD failed(DWORD error)
{
        SetLastError(error);
        return WAIT_FAILED;
}

DWORD mww_pin_to_wait(HANDLE handle, mww_pin *out_pin, mw_object **out_object)
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

/* What is waited for; no object: only time passes. */
typedef struct set {
        mw_object *objects[MAXIMUM_WAIT_OBJECTS];
        uint32_t count;
        bool all;
} set;

static int wait_for_set(const set *of, int64_t deadline_ns, uint32_t *out_index)
{
        if (of->count == 1)
                return mw_wait(of->objects[0], deadline_ns, MW_SPIN_DEFAULT);
        if (of->all)
                return mw_wait_all(of->objects, of->count, deadline_ns, MW_SPIN_DEFAULT);
        return mw_wait_any(of->objects, of->count, deadline_ns, MW_SPIN_DEFAULT, out_index);
}

/* One piece of an alertable wait: for the set, or for the thread's event. */
static int wait_piece(set *of, mw_event *calls, int64_t deadline_ns, uint32_t *out_index)
{
        int64_t piece_ns = mw_after_ns(PIECE_NS);
        uint32_t count = of->count;
        int r;

        if (count && (of->all || count == MAXIMUM_WAIT_OBJECTS))
                return wait_for_set(of, min(deadline_ns, piece_ns), out_index);
        of->objects[count] = mw_event_object(calls);
        r = mw_wait_any(of->objects, count + 1, deadline_ns, MW_SPIN_DEFAULT, out_index);
        return r == MW_OK && *out_index == count ? MW_ETIMEDOUT : r;
}

static DWORD wait_alertably(set *of, int64_t deadline_ns)
{
        mw_event *calls = mww_apc_event();

        if (!calls)
                return failed(ERROR_NOT_ENOUGH_MEMORY);
        for (;;) {
                int64_t due_ns = mww_apc_next_due();
                uint32_t index = 0;
                int r = wait_piece(of, calls, min(due_ns, deadline_ns), &index);

                if (r != MW_ETIMEDOUT)
                        return outcome(r, index);
                mww_apc_fire();
                if (mww_apc_run())
                        return WAIT_IO_COMPLETION;
                if (deadline_ns != MW_NEVER && mw_after_ns(0) >= deadline_ns)
                        return WAIT_TIMEOUT;
        }
}

DWORD mww_sleep_alertably(int64_t deadline_ns)
{
        set nothing = { .count = 0 };
        DWORD result = wait_alertably(&nothing, deadline_ns);

        return result == WAIT_TIMEOUT ? 0 : result;
}

/* For the process or thread itself: a wait that only time ends. */
static __attribute__((noinline)) DWORD wait_for_self(DWORD milliseconds, bool alertable)
{
        set nothing = { .count = 0 };

        if (alertable)
                return wait_alertably(&nothing, mww_deadline_ns(milliseconds));
        Sleep(milliseconds);
        return WAIT_TIMEOUT;
}

/* Apart, so that a plain wait does not clear a set first. */
static __attribute__((noinline)) DWORD wait_for_one_alertably(mw_object *object, DWORD milliseconds)
{
        set one = { .objects = { object }, .count = 1 };

        return wait_alertably(&one, mww_deadline_ns(milliseconds));
}

static inline DWORD wait_pinned(mw_object *object, DWORD milliseconds, bool alertable)
{
        if (alertable)
                return wait_for_one_alertably(object, milliseconds);
        return outcome(mw_wait(object, mww_deadline_ns(milliseconds), MW_SPIN_DEFAULT), 0);
}

/* While there is one thread: what can be had at once is had without a pin. */
static inline bool takes_at_once(HANDLE handle, DWORD *out_result)
{
        mww_object *found = mww_handle_peek(handle, SYNCHRONIZE);
        mw_object *object = found && found->class->waitable ? found->class->waitable(found) : NULL;
        int r = object ? mw_wait(object, MW_NOW, MW_SPIN_DEFAULT) : MW_ETIMEDOUT;

        *out_result = r == MW_OK ? WAIT_OBJECT_0 : WAIT_ABANDONED_0;
        return r == MW_OK || r == MW_ABANDONED;
}

DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable)
{
        mw_object *object;
        mww_pin pin;
        DWORD result;
        DWORD error;

        if (!alertable && takes_at_once(handle, &result))
                return result;
        if (mww_is_current_process(handle) || mww_is_current_thread(handle))
                return wait_for_self(milliseconds, alertable);
        error = mww_pin_to_wait(handle, &pin, &object);
        if (error)
                return failed(error);
        result = wait_pinned(object, milliseconds, alertable);
        mww_handle_unpin(&pin);
        return result;
}

DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
        return WaitForSingleObjectEx(handle, milliseconds, FALSE);
}

/* Windows refuses to wait for all of a set that names an object twice, also by
 * two handles. */
static bool has_duplicates(const set *of)
{
        uint64_t ids[MAXIMUM_WAIT_OBJECTS];

        for (DWORD at = 0; at < of->count; at++) {
                ids[at] = mw_object_id(of->objects[at]);
                for (DWORD before = 0; before < at; before++)
                        if (ids[before] == ids[at])
                                return true;
        }
        return false;
}

/* The kernel is asked whether the handles can be read, but not for the pages
 * that this thread was allowed last: programs wait for the same array again. */
static bool can_read(const HANDLE *handles, DWORD count)
{
        static _Thread_local uintptr_t first_page;
        static _Thread_local uintptr_t last_page;
        static _Thread_local unsigned changes;
        uintptr_t first = (uintptr_t) handles / MWW_PAGE_BYTES;
        uintptr_t last = ((uintptr_t) handles + count * sizeof *handles - 1) / MWW_PAGE_BYTES;
        unsigned changes_now = atomic_load(&mww_access_changes);

        if (first && first == first_page && last == last_page && changes == changes_now)
                return true;
        if (IsBadReadPtr(handles, count * sizeof *handles))
                return false;
        first_page = first;
        last_page = last;
        changes = changes_now;
        return true;
}

DWORD WaitForMultipleObjectsEx(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds,
                               BOOL alertable)
{
        mww_pin pins[MAXIMUM_WAIT_OBJECTS];
        set wanted;
        uint32_t index = 0;
        DWORD pinned = 0;
        DWORD error = ERROR_SUCCESS;
        DWORD result = WAIT_FAILED;

        if (count == 0 || count > MAXIMUM_WAIT_OBJECTS)
                return failed(ERROR_INVALID_PARAMETER);
        if (!can_read(handles, count))
                return failed(handles ? ERROR_NOACCESS : ERROR_INVALID_PARAMETER);
        wanted.count = count;
        wanted.all = all;
        while (pinned < count && !error) {
                HANDLE one;

                memcpy(&one, (const char *) handles + pinned * sizeof one,
                       sizeof one); /* aligned or not */
                error = mww_pin_to_wait(one, &pins[pinned], &wanted.objects[pinned]);
                if (!error)
                        pinned++;
        }
        if (!error && all && has_duplicates(&wanted))
                error = ERROR_INVALID_PARAMETER;
        if (!error && alertable)
                result = wait_alertably(&wanted, mww_deadline_ns(milliseconds));
        else if (!error) {
                int r = wait_for_set(&wanted, mww_deadline_ns(milliseconds), &index);

                result = outcome(r, index);
        }
        while (pinned > 0)
                mww_handle_unpin(&pins[--pinned]);
        return error ? failed(error) : result;
}

DWORD WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds)
{
        return WaitForMultipleObjectsEx(count, handles, all, milliseconds, FALSE);
}

/* SetEvent, ReleaseSemaphore or ReleaseMutex, whichever fits; they say what is
 * wrong, and then nothing is signalled. */
static bool signal_object(HANDLE handle)
{
        const mww_class *class;
        mww_pin pin;

        if (!mww_handle_pin(handle, &pin))
                return mww_fail(ERROR_INVALID_HANDLE);
        class = pin.object->class;
        mww_handle_unpin(&pin);
        if (class == &mww_event_class)
                return SetEvent(handle);
        if (class == &mww_semaphore_class)
                return ReleaseSemaphore(handle, 1, NULL);
        if (class == &mww_mutex_class)
                return ReleaseMutex(handle);
        return mww_fail(ERROR_INVALID_HANDLE);
}

static bool is_open(HANDLE handle)
{
        mww_pin pin;

        if (mww_is_current_process(handle) || mww_is_current_thread(handle))
                return true;
        if (!mww_handle_pin(handle, &pin))
                return false;
        mww_handle_unpin(&pin);
        return true;
}

/* Not one step, here as on Windows: others may run between the signal and the
 * wait. What is waited for is looked at before anything is signalled; of two
 * wrong handles the one to signal is told of. */
DWORD SignalObjectAndWait(HANDLE to_signal, HANDLE to_wait, DWORD milliseconds, BOOL alertable)
{
        bool is_self = mww_is_current_process(to_wait) || mww_is_current_thread(to_wait);
        mw_object *object;
        mww_pin pin;
        DWORD error = is_self ? ERROR_SUCCESS : mww_pin_to_wait(to_wait, &pin, &object);
        DWORD result = WAIT_FAILED;

        if (error)
                return failed(is_open(to_signal) ? error : ERROR_INVALID_HANDLE);
        if (signal_object(to_signal))
                result = is_self ? wait_for_self(milliseconds, alertable) :
                                   wait_pinned(object, milliseconds, alertable);
        if (!is_self)
                mww_handle_unpin(&pin);
        return result;
}
