/* SPDX-License-Identifier: MIT */
/* thread.c — threads: how they begin and end, their handles and exit codes.
 *
 * What it is. A thread that this layer made has an object from the start; any other
 * thread gets one when it first asks who it is. The object lives as long as the
 * thread, and as anybody has a handle to it.
 *
 * The end. What a thread owns must be abandoned when its handle is signalled, or who
 * waited for the thread and then for its mutex would wait for ever. The kernel
 * abandons only later, when the thread is really gone; so the thread does it itself
 * (mw_thread_leave) and signals then. All this happens in the last round of its
 * thread-specific destructors, so that those of the program come before.
 *
 * ExitThread jumps back to where the thread began: on Windows, too, no C++ destructor
 * runs. The first thread can't end while others run: it does what an end does, sleeps
 * until it is the last, and ends the process with the code of whoever ended last.
 *
 * Who writes. The list: under the lock. A thread's fields: task.h.
 *
 * Fork. The child's one thread keeps its object; those of its parent's other threads
 * are out of its list, and their handles there are never signalled by us, but their
 * events are shared memory, which the parent signals.
 */
#include "processes/child.h"
#include "processes/dll_main.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>

MWW_LOCK(lock)
static mww_thread *threads; /* under the lock, like last_code */
static DWORD last_code;
static atomic_uint thread_count;
static pthread_key_t key;
static bool has_key;
static mww_thread *first_thread; /* ends the process with its end */

/* What the calling thread knows of itself. */
static _Thread_local struct {
        mww_thread *thread;
        jmp_buf *start; /* where ExitThread jumps to; NULL: not made by us */
        DWORD code;
        unsigned rounds; /* of destructors */
        bool has_destructor;
} mine;

/* ---- objects --------------------------------------------------------------------- */

static mw_object *thread_waitable(mww_object *object)
{
        mww_thread *thread = (mww_thread *) object;
        mw_event *ended;

        if (thread->process)
                return mww_process_class.waitable((mww_object *) thread->process);
        pthread_mutex_lock(&lock);
        if (!thread->ended && mw_event_open(NULL, MW_CREATE, NULL, &thread->ended) >= 0 &&
            atomic_load(&thread->has_ended))
                mw_event_set(thread->ended);
        ended = thread->ended;
        pthread_mutex_unlock(&lock);
        return ended ? mw_event_object(ended) : NULL;
}

static void thread_destroy(mww_object *object)
{
        mww_thread *thread = (mww_thread *) object;

        mw_event_close(thread->ended);
        mww_object_unref((mww_object *) thread->process);
        free(thread->description);
        free(thread);
}

const mww_class mww_thread_class = {
        .all_access = THREAD_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | 0x0048,
        .generic_write = STANDARD_RIGHTS_WRITE | 0x0437,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE | 0x1800,
        .waitable = thread_waitable,
        .destroy = thread_destroy,
};

static mww_thread *new_thread(void)
{
        mww_thread *made = mww_object_new(&mww_thread_class, sizeof *made);

        if (made)
                atomic_init(&made->exit_code, STILL_ACTIVE);
        return made;
}

mww_object *mww_thread_elsewhere(mw_event *ended, DWORD id)
{
        mww_thread *made = new_thread();

        if (!made) {
                mw_event_close(ended);
                return NULL;
        }
        made->ended = ended;
        made->is_elsewhere = true;
        atomic_init(&made->id, id);
        return &made->base;
}

mww_thread *mww_process_thread(mww_process *process, unsigned suspends)
{
        mww_thread *made = new_thread();

        if (!made)
                return NULL;
        made->process = (mww_process *) mww_object_ref((mww_object *) process);
        atomic_init(&made->id, mww_process_id(process));
        atomic_init(&made->suspends, suspends);
        return made;
}

static void enlist(mww_thread *thread)
{
        pthread_mutex_lock(&lock);
        thread->next = threads;
        threads = thread;
        atomic_fetch_add(&thread_count, 1);
        pthread_mutex_unlock(&lock);
}

/* ---- the end --------------------------------------------------------------------- */

/* After this nobody finds the thread by its id, and who waits for it goes on. */
static void end_thread(mww_thread *thread, DWORD code)
{
        mww_thread_note_end(thread);
        mw_thread_leave();
        pthread_mutex_lock(&lock);
        for (mww_thread **at = &threads; *at; at = &(*at)->next)
                if (*at == thread) {
                        *at = thread->next;
                        break;
                }
        last_code = code;
        atomic_store(&thread->exit_code, code);
        atomic_store(&thread->has_ended, 1);
        if (thread->ended)
                mw_event_set(thread->ended);
        atomic_fetch_sub(&thread_count, 1);
        pthread_mutex_unlock(&lock);
        mww_wake_all(&thread_count);
        mww_object_unref(&thread->base);
}

/* A destructor: it puts itself off until the last round. */
static void thread_ended(void *unused)
{
        if (mine.rounds == 0)
                mww_tls_end();
        if (++mine.rounds < PTHREAD_DESTRUCTOR_ITERATIONS &&
            pthread_setspecific(key, mine.thread) == 0)
                return;
        if (mine.thread)
                end_thread(mine.thread, mine.code);
        mine.thread = NULL;
}

static void begin(void)
{
        has_key = pthread_key_create(&key, thread_ended) == 0;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Makes the calling thread the one that the object stands for. False: its end must be
 * told by whoever knows of it, since no destructor will. */
static bool become(mww_thread *thread)
{
        pthread_once(&once, begin);
        mine.thread = thread;
        mww_thread_note_begin(thread);
        atomic_store(&thread->id, (unsigned) gettid());
        enlist(thread);
        return has_key && pthread_setspecific(key, thread) == 0;
}

mww_thread *mww_thread_self(void)
{
        mww_thread *made;

        if (mine.thread)
                return mine.thread;
        made = new_thread();
        if (made && !become(made)) {
                end_thread(made, 0);
                made = mine.thread = NULL;
        }
        return made;
}

mww_object *mww_thread_object(void)
{
        mww_thread *self = mww_thread_self();

        return self ? mww_object_ref(&self->base) : NULL;
}

bool mww_thread_is_last(void)
{
        return atomic_load(&thread_count) <= 1;
}

/* The first thread's end: the process goes on with the others. */
static _Noreturn void leave_to_others(mww_thread *self, DWORD code)
{
        unsigned others;

        mww_tls_end();
        mww_object_ref(&self->base); /* for GetCurrentThread() in handlers of exit() */
        end_thread(self, code);
        while ((others = atomic_load(&thread_count)) > 0)
                mww_sleep_on(&thread_count, others, mw_after_ns(1000000000));
        pthread_mutex_lock(&lock);
        code = last_code;
        pthread_mutex_unlock(&lock);
        exit((int) code);
}

_Noreturn void mww_thread_exit(DWORD code)
{
        mww_thread *self = mww_thread_self();

        mine.code = code;
        if (mine.start)
                longjmp(*mine.start, 1);
        if (self && self == first_thread)
                leave_to_others(self, code);
        pthread_exit(NULL);
}

jmp_buf *mww_thread_exits_to(jmp_buf *place)
{
        jmp_buf *before = mine.start;

        mine.start = place;
        return before;
}

DWORD mww_thread_exit_code(void)
{
        return mine.code;
}

/* ---- the beginning --------------------------------------------------------------- */

/* What a new thread is given; it frees it. */
typedef struct start {
        mww_thread *thread;
        mww_routine routine;
        void *function;
        void *argument;
} start;

static void *run(void *given)
{
        start work = *(start *) given;
        jmp_buf place;

        free(given);
        mine.has_destructor = become(work.thread);
        mww_wake_all(&work.thread->id);
        mine.start = &place;
        if (setjmp(place) == 0) {
                mww_thread_park(work.thread);
                atomic_store(&work.thread->has_begun, 1);
                if (atomic_load(&work.thread->is_cancelled)) {
                        mine.code = work.thread->cancel_code;
                } else {
                        mww_dlls_thread(DLL_THREAD_ATTACH);
                        mine.code = work.routine(work.function, work.argument);
                }
        }
        mine.start = NULL;
        if (!atomic_load(&work.thread->is_cancelled))
                mww_dlls_thread(DLL_THREAD_DETACH);
        if (!mine.has_destructor) {
                mww_tls_end();
                end_thread(mine.thread, mine.code);
        }
        return NULL;
}

/* A program's stack size is what Windows commits at once, unless a flag says that it
 * is the whole; the C library needs some for itself. */
static int set_stack(pthread_attr_t *attributes, SIZE_T bytes, DWORD flags)
{
        const SIZE_T least = 256u << 10;
        size_t usual = 0;

        pthread_attr_getstacksize(attributes, &usual);
        if (bytes > SIZE_MAX / 2)
                return ENOMEM;
        bytes = (bytes + MWW_GRANULARITY_BYTES - 1) & ~(SIZE_T) (MWW_GRANULARITY_BYTES - 1);
        if (!bytes || (!(flags & STACK_SIZE_PARAM_IS_A_RESERVATION) && bytes < usual))
                return 0;
        return pthread_attr_setstacksize(attributes, bytes < least ? least : bytes);
}

static DWORD start_thread(start *work, SIZE_T stack_bytes, DWORD flags)
{
        pthread_attr_t attributes;
        pthread_t id;
        int r;

        if (pthread_attr_init(&attributes) != 0)
                return ERROR_NOT_ENOUGH_MEMORY;
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        r = set_stack(&attributes, stack_bytes, flags);
        if (r == 0)
                r = pthread_create(&id, &attributes, run, work);
        pthread_attr_destroy(&attributes);
        return r == 0 ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

HANDLE mww_thread_create(const SECURITY_ATTRIBUTES *attributes, SIZE_T stack_bytes, DWORD flags,
                         mww_routine routine, void *function, void *argument, DWORD *out_id)
{
        mww_thread *made;
        start *work;
        HANDLE handle;
        DWORD error;

        pthread_once(&once, begin);
        made = has_key ? new_thread() : NULL;
        work = made ? malloc(sizeof *work) : NULL;
        if (!work) {
                mww_object_unref(made ? &made->base : NULL);
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        }
        *work = (start){ made, routine, function, argument };
        atomic_init(&made->suspends, flags & CREATE_SUSPENDED ? 1 : 0);
        mww_object_ref(&made->base); /* ours, until out_id is written */
        mww_object_ref(&made->base); /* the handle's */
        handle = mww_handle_new(&made->base, THREAD_ALL_ACCESS, mww_wants_inherit(attributes));
        error = handle ? start_thread(work, stack_bytes, flags) : ERROR_NOT_ENOUGH_MEMORY;
        if (error) {
                free(work);
                mww_object_unref(&made->base);
                if (handle)
                        CloseHandle(handle);
        } else if (out_id) {
                while (!atomic_load(&made->id))
                        mww_sleep_on(&made->id, 0, MW_NEVER);
                *out_id = atomic_load(&made->id);
        }
        mww_object_unref(&made->base);
        return error ? mww_fail_handle(error) : handle;
}

static DWORD call_windows(void *function, void *argument)
{
        return ((LPTHREAD_START_ROUTINE) function)(argument);
}

HANDLE CreateThread(LPSECURITY_ATTRIBUTES attributes, SIZE_T stack_bytes,
                    LPTHREAD_START_ROUTINE function, LPVOID argument, DWORD flags, LPDWORD out_id)
{
        if (!function)
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        return mww_thread_create(attributes, stack_bytes, flags, call_windows, (void *) function,
                                 argument, out_id);
}

void ExitThread(DWORD code)
{
        mww_thread_exit(code);
}

/* ---- asking ---------------------------------------------------------------------- */

DWORD mww_thread_pin_as(HANDLE handle, DWORD needed, mww_thread_pin *out_pin)
{
        DWORD error;

        out_pin->is_pinned = !mww_is_current_thread(handle);
        if (!out_pin->is_pinned) {
                out_pin->thread = mww_thread_self();
                return out_pin->thread ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        error = mww_handle_pin_as(handle, &mww_thread_class, needed, &out_pin->pin);
        if (!error)
                out_pin->thread = (mww_thread *) out_pin->pin.object;
        return error;
}

void mww_thread_unpin(const mww_thread_pin *pin)
{
        if (pin->is_pinned)
                mww_handle_unpin(&pin->pin);
}

HANDLE OpenThread(DWORD wanted, BOOL inherit, DWORD id)
{
        mww_thread *found = NULL;
        DWORD access;
        DWORD error = mww_access_any(&mww_thread_class, wanted, &access);
        HANDLE handle;

        if (error)
                return mww_fail_handle(error);
        if (id == (DWORD) gettid())
                mww_thread_self();
        pthread_mutex_lock(&lock);
        for (mww_thread *at = threads; at && !found; at = at->next)
                if (id && atomic_load(&at->id) == id)
                        found = (mww_thread *) mww_object_ref(&at->base);
        pthread_mutex_unlock(&lock);
        if (!found)
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        handle = mww_handle_new(&found->base, access, inherit);
        return handle ? handle : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

HANDLE GetCurrentThread(void)
{
        return MWW_CURRENT_THREAD;
}

static _Thread_local DWORD thread_id;

DWORD GetCurrentThreadId(void)
{
        if (!thread_id)
                thread_id = (DWORD) gettid();
        return thread_id;
}

/* ---- the first thread, and forks ---------------------------------------------------- */

static void forget_others(void)
{
        thread_id = 0; /* the forking thread is another one in the child */
        threads = mine.thread;
        atomic_store(&thread_count, mine.thread ? 1 : 0);
        if (mine.thread) {
                threads->next = NULL;
                mine.thread->ended = NULL; /* shared with the parent, whose thread lives on */
                atomic_store(&mine.thread->id, (unsigned) gettid());
        }
        first_thread = mine.thread;
}

/* The program's first thread is known by its id from the start. */
__attribute__((constructor)) static void begin_first(void)
{
        mww_thread *made = new_thread();

        pthread_atfork(NULL, NULL, forget_others);
        if (!made)
                return;
        first_thread = made;
        become(made);
}
