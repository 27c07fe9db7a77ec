/* SPDX-License-Identifier: MIT */
/* apc.c — QueueUserAPC, and the queue of each thread, see apc.h.
 *
 * What it is. A queue for each thread that anybody queued to, or that waited
 * alertably; it holds the thread's object, by which others find it. Its event is
 * set with every call that is queued, so that an alertable wait is a wait for
 * that event, too.
 *
 * Timers with completion routines need no thread that watches them: a call is
 * made in an alertable wait or not at all, so who waits alertably looks at his
 * own timers, and sleeps until the next one is due at most.
 *
 * All queues and timers are under one lock. A queue whose thread has ended is
 * freed by the next one that is made.
 */
#include "apc.h"

#include <stdlib.h>

typedef struct queue {
        struct queue *next;
        mww_object *thread;
        mw_event *event;
        mww_apc *first;
        mww_apc **end;
} queue;

typedef struct armed {
        struct armed *next;
        const void *timer;
        queue *owner;
        mww_apc call;
        int64_t due_ns;
        int64_t period_ns;
} armed;

MWW_LOCK(lock)
static queue *queues;
static armed *timers;
static _Thread_local queue *mine;

/* ---- queues, under the lock ------------------------------------------------------ */

static bool has_ended(mww_object *thread)
{
        mw_object *ended = thread->class->waitable(thread);

        return ended && mw_wait(ended, MW_NOW, MW_SPIN_NONE) == MW_OK;
}

static mww_apc *take_first(queue *of)
{
        mww_apc *taken = of->first;

        if (taken) {
                of->first = taken->next;
                if (!of->first)
                        of->end = &of->first;
        }
        return taken;
}

static void free_queue(queue *of)
{
        mww_apc *call;

        for (armed **at = &timers; *at;) {
                armed *one = *at;

                if (one->owner != of) {
                        at = &one->next;
                        continue;
                }
                *at = one->next;
                free(one);
        }
        while ((call = take_first(of)) != NULL)
                free(call);
        mw_event_close(of->event);
        mww_object_unref(of->thread);
        free(of);
}

static void free_those_of_ended_threads(void)
{
        for (queue **at = &queues; *at;) {
                queue *one = *at;

                if (!has_ended(one->thread)) {
                        at = &one->next;
                        continue;
                }
                *at = one->next;
                free_queue(one);
        }
}

static queue *queue_of(mww_object *thread)
{
        queue *found = queues;

        while (found && found->thread != thread)
                found = found->next;
        if (found)
                return found;
        free_those_of_ended_threads();
        found = calloc(1, sizeof *found);
        if (!found || mw_event_open(NULL, MW_CREATE | MW_AUTO_RESET, NULL, &found->event) < 0) {
                free(found);
                return NULL;
        }
        found->end = &found->first;
        found->thread = mww_object_ref(thread);
        found->next = queues;
        queues = found;
        return found;
}

static bool append(queue *to, const mww_apc *call)
{
        mww_apc *copy = malloc(sizeof *copy);

        if (!copy)
                return false;
        *copy = *call;
        copy->next = NULL;
        *to->end = copy;
        to->end = &copy->next;
        mw_event_set(to->event);
        return true;
}

/* ---- the calling thread's -------------------------------------------------------- */

static queue *own_queue(void)
{
        mww_object *self;

        if (mine)
                return mine;
        self = mww_thread_object();
        if (!self)
                return NULL;
        pthread_mutex_lock(&lock);
        mine = queue_of(self);
        pthread_mutex_unlock(&lock);
        mww_object_unref(self);
        return mine;
}

mw_event *mww_apc_event(void)
{
        queue *own = own_queue();

        return own ? own->event : NULL;
}

bool mww_apc_run(void)
{
        bool has_run = false;

        while (mine) {
                mww_apc *call;

                pthread_mutex_lock(&lock);
                call = take_first(mine);
                if (!call) /* with the last call the event goes, too */
                        mw_event_reset(mine->event);
                pthread_mutex_unlock(&lock);
                if (!call)
                        break;
                has_run = true;
                call->call(call);
                free(call);
        }
        return has_run;
}

DWORD mww_apc_queue(mww_object *thread, const mww_apc *call)
{
        DWORD error = ERROR_GEN_FAILURE;
        queue *to;

        pthread_mutex_lock(&lock);
        if (!has_ended(thread)) {
                to = queue_of(thread);
                error = to && append(to, call) ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        pthread_mutex_unlock(&lock);
        return error;
}

/* ---- timers ---------------------------------------------------------------------- */

int64_t mww_apc_next_due(void)
{
        int64_t due_ns = MW_NEVER;

        pthread_mutex_lock(&lock);
        for (const armed *one = timers; one; one = one->next)
                if (one->owner == mine && one->due_ns < due_ns)
                        due_ns = one->due_ns;
        pthread_mutex_unlock(&lock);
        return due_ns;
}

/* The due time as the routine gets it: 100 ns since 1601, in two halves. */
static mww_apc stamped(const armed *one)
{
        mww_apc call = one->call;
        FILETIME now;

        GetSystemTimeAsFileTime(&now);
        call.low = now.dwLowDateTime;
        call.high = now.dwHighDateTime;
        return call;
}

void mww_apc_fire(void)
{
        int64_t now_ns = mw_after_ns(0);

        pthread_mutex_lock(&lock);
        for (armed **at = &timers; *at;) {
                armed *one = *at;
                mww_apc call;

                if (one->owner != mine || one->due_ns > now_ns) {
                        at = &one->next;
                        continue;
                }
                call = stamped(one);
                append(one->owner, &call);
                if (one->period_ns) { /* times that were missed are one call */
                        one->due_ns += (now_ns - one->due_ns) / one->period_ns * one->period_ns +
                                       one->period_ns;
                        at = &one->next;
                } else {
                        *at = one->next;
                        free(one);
                }
        }
        pthread_mutex_unlock(&lock);
}

DWORD mww_apc_arm(const void *timer, const mww_apc *call, int64_t due_ns, int64_t period_ns)
{
        armed *made = call ? calloc(1, sizeof *made) : NULL;

        if (call && (!made || !own_queue())) {
                free(made);
                return ERROR_NOT_ENOUGH_MEMORY;
        }
        pthread_mutex_lock(&lock);
        for (armed **at = &timers; *at; at = &(*at)->next) {
                armed *one = *at;

                if (one->timer != timer)
                        continue;
                *at = one->next;
                free(one);
                break;
        }
        if (made) {
                *made = (armed){ timers, timer, mine, *call, due_ns, period_ns };
                timers = made;
        }
        pthread_mutex_unlock(&lock);
        return ERROR_SUCCESS;
}

/* ---- the program's calls --------------------------------------------------------- */

static void call_user(const mww_apc *self)
{
        ((PAPCFUNC) self->target)(self->context);
}

DWORD QueueUserAPC(PAPCFUNC function, HANDLE thread, ULONG_PTR argument)
{
        mww_apc call = { .call = call_user, .target = (void *) function, .context = argument };
        mww_object *self = NULL;
        mww_pin pin;
        DWORD error;

        if (mww_is_current_thread(thread)) {
                self = mww_thread_object();
                error = self ? mww_apc_queue(self, &call) : ERROR_NOT_ENOUGH_MEMORY;
                mww_object_unref(self);
        } else {
                error = mww_handle_pin_as(thread, &mww_thread_class, THREAD_SET_CONTEXT, &pin);
                if (!error) {
                        error = mww_apc_queue(pin.object, &call);
                        mww_handle_unpin(&pin);
                }
        }
        return error ? (DWORD) mww_fail(error) : 1;
}

DWORD SleepEx(DWORD milliseconds, BOOL alertable)
{
        if (alertable)
                return mww_sleep_alertably(mww_deadline_ns(milliseconds));
        Sleep(milliseconds);
        return 0;
}
