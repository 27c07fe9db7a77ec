/* SPDX-License-Identifier: MIT */
/* lookout.c — the threads that wait for objects, for waits of pools and registered waits.
 *
 * What it is. A waiter is a thread that waits for up to 63 objects, and for an event of
 * its own, which tells it that the set has changed. There are as many waiters as are
 * needed; one that had nothing to wait for during 10 seconds ends.
 *
 * The invariant. A lookout whose waiter is set stands in that waiter's list. What a
 * waiter takes (an event that resets itself, a mutex, which it then owns) is told to
 * done(): mww_lookout_end() waits until the waiter is up, so that nothing is taken for a
 * lookout after that. The object is its owner's to hold.
 *
 * Who writes. Everything under the pool's lock, which is let go for the wait itself.
 * Fork: the child has no waiters; what its parent waited for, it doesn't.
 */
#include "pool.h"

#include <stdlib.h>

#define LOOKOUT_MAX (MAXIMUM_WAIT_OBJECTS - 1)
#define POLL_NS     5000000

typedef struct mww_waiter {
        mww_lookout *lookouts[LOOKOUT_MAX];
        unsigned count;
        mw_event *changed;
        bool is_asleep;
        atomic_uint wakes; /* how often it was up */
        struct mww_waiter *next;
} waiter;

static waiter *waiters;

/* ---- the list of a waiter ------------------------------------------------------------ */

static void take_out(mww_lookout *lookout)
{
        waiter *from = lookout->waiter;

        for (unsigned at = 0; at < from->count; at++)
                if (from->lookouts[at] == lookout) {
                        from->lookouts[at] = from->lookouts[--from->count];
                        break;
                }
        lookout->waiter = NULL;
}

static void finish(mww_lookout *lookout, DWORD result)
{
        take_out(lookout);
        lookout->done(lookout, result);
}

/* Is it still the one that was waited for? */
static bool has(const waiter *by, const mww_lookout *lookout)
{
        for (unsigned at = 0; at < by->count; at++)
                if (by->lookouts[at] == lookout)
                        return true;
        return false;
}

/* ---- waiting ------------------------------------------------------------------------- */

typedef struct round {
        mww_lookout *lookouts[LOOKOUT_MAX];
        mw_object *objects[MAXIMUM_WAIT_OBJECTS];
        unsigned count;
        int64_t deadline_ns;
} round;

/* The next time it begins behind the last one that was signalled, for fairness. */
static void list_round(const waiter *by, unsigned first, round *out)
{
        out->count = by->count;
        out->deadline_ns = by->count ? MW_NEVER : mw_after_ns(MWW_POOL_IDLE_NS);
        out->objects[0] = mw_event_object(by->changed);
        for (unsigned at = 0; at < by->count; at++) {
                mww_lookout *lookout = by->lookouts[(at + first) % by->count];

                out->lookouts[at] = lookout;
                out->objects[at + 1] = lookout->object;
                if (lookout->deadline_ns < out->deadline_ns)
                        out->deadline_ns = lookout->deadline_ns;
        }
}

/* Where not all can be waited for together (an event that may only be read): one by one,
 * every 5 ms. */
static int look_at_each(const round *of, uint32_t *out_index)
{
        int64_t piece_ns = mw_after_ns(POLL_NS);

        for (uint32_t at = 1; at <= of->count; at++) {
                int r = mw_wait(of->objects[at], MW_NOW, MW_SPIN_NONE);

                *out_index = at;
                if (r == MW_OK || r == MW_ABANDONED)
                        return r;
        }
        *out_index = 0;
        if (mw_wait(of->objects[0], min(of->deadline_ns, piece_ns), MW_SPIN_NONE) != MW_ETIMEDOUT)
                mww_sleep_on(&(atomic_uint){ 0 }, 0, piece_ns); /* not even that could be had */
        return MW_OK;
}

static int wait_round(const round *of, uint32_t *out_index)
{
        int r = mw_wait_any(of->objects, of->count + 1, of->deadline_ns, MW_SPIN_NONE, out_index);

        if (r == MW_OK || r == MW_ABANDONED || r == MW_ETIMEDOUT)
                return r;
        return look_at_each(of, out_index);
}

static DWORD result_of(int r)
{
        return r == MW_OK ? WAIT_OBJECT_0 : r == MW_ABANDONED ? WAIT_ABANDONED_0 : WAIT_TIMEOUT;
}

/* Another object may have ended the wait, and who has no time is looked at nevertheless. */
static void end_those_in_time(waiter *by)
{
        int64_t now_ns = mw_after_ns(0);

        for (unsigned at = by->count; at-- > 0;)
                if (by->lookouts[at]->is_leaving)
                        take_out(by->lookouts[at]);
        for (unsigned at = 0; at < by->count;) {
                mww_lookout *lookout = by->lookouts[at];

                if (lookout->deadline_ns > now_ns) {
                        at++;
                        continue;
                }
                finish(lookout, result_of(mw_wait(lookout->object, MW_NOW, MW_SPIN_NONE)));
                at = 0; /* the list may have changed */
        }
}

static void retire(waiter *self)
{
        for (waiter **at = &waiters; *at; at = &(*at)->next)
                if (*at == self) {
                        *at = self->next;
                        break;
                }
        mw_event_close(self->changed);
        free(self);
}

static DWORD keep_watch(void *given, void *unused)
{
        waiter *self = given;
        uint32_t first = 0;
        round now;

        mww_pool_enter();
        for (;;) {
                uint32_t index = 0;
                int r;

                list_round(self, first, &now);
                self->is_asleep = true;
                mww_pool_leave();
                r = wait_round(&now, &index);
                mww_pool_enter();
                self->is_asleep = false;
                if (index && r != MW_ETIMEDOUT && has(self, now.lookouts[index - 1])) {
                        first = (first + index) % LOOKOUT_MAX;
                        finish(now.lookouts[index - 1], result_of(r));
                }
                atomic_fetch_add(&self->wakes, 1);
                mww_wake_all(&self->wakes);
                end_those_in_time(self);
                if (r == MW_ETIMEDOUT && !now.count && !self->count)
                        break;
        }
        retire(self);
        mww_pool_leave();
        return 0;
}

/* ---- beginning and end --------------------------------------------------------------- */

static waiter *with_room(void)
{
        waiter *made;

        for (waiter *one = waiters; one; one = one->next)
                if (one->count < LOOKOUT_MAX)
                        return one;
        made = calloc(1, sizeof *made);
        if (!made || mw_event_open(NULL, MW_CREATE | MW_AUTO_RESET, NULL, &made->changed) < 0) {
                free(made);
                return NULL;
        }
        if (!mww_pool_thread(keep_watch, made, 0)) {
                mw_event_close(made->changed);
                free(made);
                return NULL;
        }
        made->next = waiters;
        waiters = made;
        return made;
}

bool mww_lookout_begin(mww_lookout *lookout, mw_object *object, int64_t deadline_ns)
{
        waiter *by = with_room();

        if (!by)
                return false;
        lookout->object = object;
        lookout->deadline_ns = deadline_ns;
        lookout->is_leaving = false;
        lookout->waiter = by;
        by->lookouts[by->count++] = lookout;
        mw_event_set(by->changed);
        return true;
}

void mww_lookout_end(mww_lookout *lookout)
{
        lookout->is_leaving = true;
        while (lookout->waiter && lookout->waiter->is_asleep) {
                waiter *by = lookout->waiter;
                unsigned seen = atomic_load(&by->wakes);

                mw_event_set(by->changed);
                mww_pool_leave();
                mww_sleep_on(&by->wakes, seen, MW_NEVER);
                mww_pool_enter();
        }
        if (lookout->waiter)
                take_out(lookout);
}

/* ---- forks --------------------------------------------------------------------------- */

static void forget_waiters(void)
{
        for (waiter *one = waiters; one; one = one->next)
                for (unsigned at = 0; at < one->count; at++)
                        one->lookouts[at]->waiter = NULL;
        waiters = NULL;
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget_waiters);
}
