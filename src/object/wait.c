/* SPDX-License-Identifier: MIT */
/* wait.c — wait for one, any or all: look, spin, join, sleep, leave.
 *
 * A wait is a loop:
 *      look    is one (all) ready? take it. Taking is one compare-and-swap on the
 *              value that was looked at; lost the race: look again.
 *      spin    for a while, as the caller's policy says, without telling anybody.
 *              What signals us in this time pays no system call.
 *      join    say that we wait: an auto event's table of members, a manual
 *              event's epoch. Then W on each word, onto a value that says "not
 *              ready". From here on a set or pulse counts us.
 *      sleep   on all these words at once, each with its value (sleep.c).
 *      leave   strike out our entries.
 *
 * Wait-any takes the lowest index. It looks from the last to the first: one that was
 * signalled before another that we saw ready is looked at after it. Wait-all is no
 * member: a set stays one token, a reset clears it; see wait_all.c, and for pulses
 * watch.c.
 *
 * Why no wake-up is lost: word.h. We fall asleep only if, inside the kernel, each
 * word still has a value with W that was not ready; from such a value every
 * change that could release us sets H, and H goes only in the step that wakes.
 *
 * A spinner that is told to spin long joins without W, so that a pulse, or a set
 * followed by a reset, releases it as it would a sleeper, and still the signaller
 * makes no system call.
 *
 * If a process dies: joined: a W, which costs the next signaller one flush, and a
 * member entry, struck out by the next count. Asleep: nothing. After taking: the
 * token was consumed by a finished wait.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/error.h"
#include "base/step.h"
#include "object/look.h"
#include "object/sentry.h"
#include "object/sleep.h"
#include "object/timer.h"
#include "object/word.h"

/* ---- what each sort answers ------------------------------------------------------ */

/* Is v, which has no change pending, ready for this turn? */
static int is_ready_value(struct mwi_turn *turn, uint32_t v, int all)
{
        struct mw_object *object = turn->object;
        uint32_t owner;

        switch (object->sort) {
        case MWI_MANUAL:
                return v & MW_S || (turn->joined && (v & object->epoch_mask) != turn->epoch);
        case MWI_AUTO:
                return (MW_TOKENS(v) && !(all && v & MW_R) && (turn->joined || !(v & MW_Z))) ||
                       mwi_pulsed(turn, 0);
        case MWI_SEMAPHORE:
                return v & object->unit_mask && !(all && v & MW_R);
        default:
                owner = MW_OWNER(v);
                return !owner || (owner == mwi_thread.ref[object->registry->scope] && !(v & MW_R));
        }
}

/* An auto event that was reset: what was set for a member that has gone is void, before
 * somebody joins for whom it was not. 1; 0 raced. */
static int trim_at_look(struct mwi_turn *turn)
{
        uint32_t v = turn->seen;

        turn->seen = mwi_trim(turn->object, v);
        return turn->seen == v || mwi_cas(&turn->object->sync->w, v, turn->seen);
}

int mwi_ready(struct mwi_turn *turn, int all)
{
        struct mw_object *object = turn->object;
        int r;

        if (object->kind == MW_KIND_TIMER && (r = mwi_timer_fire(object)) < 0)
                return r;
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                if (mwi_look(object, &turn->seen) < 0)
                        return MW_ECORRUPT;
                if (MWI_UNLIKELY(object->sort == MWI_AUTO && turn->seen & MW_Z) &&
                    !trim_at_look(turn))
                        continue;
                if (is_ready_value(turn, turn->seen, all))
                        return 1;
                if (object->sort == MWI_MANUAL ||
                    (object->sort != MWI_MUTEX && !(turn->seen & MW_R)))
                        return 0;
                if ((r = mwi_heal(object, turn->seen)) <= 0)
                        return r;
        }
        return MW_ECORRUPT;
}

int mwi_take(struct mwi_turn *turn)
{
        struct mw_object *object = turn->object;
        uint32_t v = turn->seen, fresh;

        switch (object->sort) {
        case MWI_MANUAL:
                return MWI_TAKEN;
        case MWI_AUTO:
                if (mwi_pulsed(turn, 1))
                        return MWI_TAKEN;
                fresh = mwi_trim(object, v);
                return MW_TOKENS(fresh) && mwi_cas(&object->sync->w, v, fresh - MW_TOKEN_1);
        case MWI_SEMAPHORE:
                return mwi_cas(&object->sync->w, v, v - MW_UNIT_1);
        default:
                return mwi_mutex_take(object, v);
        }
}

/* ---- joining and leaving ----------------------------------------------------------- */

/* Count as waiting, without W yet. */
static int join_softly(struct mwi_turn *turn)
{
        struct mw_object *object = turn->object;
        int r;

        if (turn->joined)
                return MW_OK;
        if (object->sort == MWI_AUTO)
                return mwi_member_enter(turn);
        if (object->sort == MWI_MANUAL) {
                if ((r = mwi_look(object, &turn->seen)) < 0)
                        return r;
                turn->epoch = turn->seen & object->epoch_mask;
                turn->joined = 1;
        }
        return MW_OK;
}

/* Put `bits` onto a value that says "not ready". 0 joined, and turn->seen is the
 * value to sleep on; 1 ready after all. entered: an auto event's table has a new
 * entry of ours; then the value changes in any case, so that whoever counted the
 * table before we stood in it can't clear M behind our back. */
static int raise(struct mwi_turn *turn, uint32_t bits, int entered, int all)
{
        struct mw_object *object = turn->object;
        int r;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                uint32_t v, fresh;

                if ((r = mwi_ready(turn, all)))
                        return r;
                v = turn->seen;
                fresh = (v | bits) + (entered ? MW_PULSE_1 : 0);
                if (fresh != v && !mwi_cas(&object->sync->w, v, fresh))
                        continue;
                MW_STEP("wait.join.raised");
                turn->seen = fresh;
                return object->sort == MWI_AUTO && turn->joined && mwi_pulsed(turn, 0);
        }
        return MW_ECORRUPT;
}

/* Truncated, or scribbled upon: then nobody would wake us. */
static int is_damaged(const struct mw_object *object)
{
        return object->control &&
               atomic_load_explicit(&object->control->magic, memory_order_relaxed) != MW_MAGIC;
}

static int join(struct mwi_turn *turn, uint32_t waits, int all)
{
        struct mw_object *object = turn->object;
        int is_member = object->sort == MWI_AUTO && !all, entered = is_member && !turn->joined, r;

        if (MWI_UNLIKELY(is_damaged(object)))
                return MW_ECORRUPT;
        if (!all && (r = join_softly(turn)) < 0)
                return r;
        return raise(turn, is_member ? waits | MW_M : waits, entered, all);
}

static void leave(struct mwi_turn *turns, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                if (turns[i].joined && turns[i].object->sort == MWI_AUTO)
                        mwi_member_leave(&turns[i]);
                else if (turns[i].is_marker)
                        mwi_watch_end(&turns[i]);
}

/* ---- one wait ------------------------------------------------------------------------- */

struct wait {
        struct mwi_turn *turns;
        const uint8_t *order;  /* wait-all: by id; NULL: wait-any                     */
        uint32_t count, index; /* index: of the one taken                             */
        int64_t deadline_ns, spin_ns;
        uint32_t lost_races; /* all were ready, and yet not to be had at once       */
        uint32_t missing;    /* wait-all: the one whose pulse would complete it     */
        int watching;        /* the others are watched (watch.c)                    */
        int64_t calm_ns;     /* until then we don't wake for what happens to them   */
};

/* The lowest ready index; count if none. Negative: an error. From the last to the
 * first: who was signalled before one that we found ready is looked at after it. */
static int find_ready(struct wait *wait)
{
        int lowest = (int) wait->count, r;

        for (uint32_t i = wait->count; i-- > 0;)
                if ((r = mwi_ready(&wait->turns[i], 0))) {
                        if (r < 0)
                                return r;
                        lowest = (int) i;
                }
        return lowest;
}

/* 0 nothing ready; MWI_TAKEN, MWI_TAKEN_ABANDONED; negative. */
static int try_any(struct wait *wait)
{
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                int i = find_ready(wait), r;

                if (i < 0 || i == (int) wait->count)
                        return i < 0 ? i : 0;
                MW_STEP("wait.take.before");
                if ((r = mwi_take(&wait->turns[i]))) {
                        MW_STEP("wait.take.after");
                        wait->index = (uint32_t) i;
                        return r;
                }
        }
        return MW_ECORRUPT;
}

static int try_all(struct wait *wait)
{
        for (uint32_t i = 0; i < wait->count; i++) {
                int r = mwi_ready(&wait->turns[i], 1);

                wait->index = i; /* the one that stands in the way, for who looks at it */
                if (r <= 0)
                        return r;
        }
        return mwi_take_all(wait->turns, wait->order, wait->count, wait->count);
}

/* Not all are ready. But the missing one may have been, for an instant in which all
 * others were. */
static int try_pulsed(struct wait *wait)
{
        int r = mwi_watch_is_pulsed(&wait->turns[wait->missing]);

        if (r <= 0)
                return r;
        wait->watching = 0; /* used or missed: the next watch begins anew */
        for (uint32_t i = 0; i < wait->count; i++)
                if (i != wait->missing && (r = mwi_watch_is_unchanged(&wait->turns[i])) <= 0)
                        return r;
        return mwi_take_all(wait->turns, wait->order, wait->count, wait->missing);
}

static int try(struct wait *wait)
{
        int r = wait->order ? try_all(wait) : try_any(wait);

        return r == 0 && wait->watching ? try_pulsed(wait) : r;
}

/* The deadline, or when the first timer among them fires. */
static int64_t end_of_sleep(const struct wait *wait)
{
        int64_t end_ns = wait->deadline_ns;

        for (uint32_t i = 0; i < wait->count; i++)
                if (wait->turns[i].object->kind == MW_KIND_TIMER) {
                        int64_t due_ns =
                                mwi_timer_due_ns(wait->turns[i].object, wait->turns[i].seen);

                        end_ns = due_ns < end_ns ? due_ns : end_ns;
                }
        return end_ns;
}

/* All were ready, and yet not to be had at once: another wait-all is just taking one.
 * That lasts some instructions, unless it is stopped among them; then look again now
 * and then. No word would wake us: it gives nothing back, it takes. */
static void step_aside(struct wait *wait)
{
        if (++wait->lost_races < MWI_LOST_RACES_MAX)
                mwi_os_yield();
        else
                mwi_os_nap(1000000);
}

/* A manual-reset timer has an epoch, too: what holds for set and reset holds for fired
 * and set anew. */
static int is_event(const struct mw_object *object)
{
        return object->sort == MWI_MANUAL || object->sort == MWI_AUTO;
}

/* Who watches wakes at most once in so many nanoseconds because something was given: it
 * costs the giver a system call. */
#define CALM_NS 1000000

/* wait-all: only `missing` isn't ready. Watch the others, and wake when they change: but
 * not for each change of what changes all the time. 1; 0 look again; or an error. */
static int watch(struct wait *wait, uint32_t missing, struct mwi_sleep *sleep, int64_t *end_ns)
{
        int goes_on = wait->watching && wait->missing == missing, r;
        int64_t now_ns;

        if ((r = mwi_watch(wait->turns, wait->count, missing, goes_on)) < 0)
                return r;
        wait->watching = r;
        wait->missing = missing;
        if (r && (r = mwi_watch_is_pulsed(&wait->turns[missing])))
                return r < 0 ? r : 0;
        now_ns = mw_now_ns();
        if (now_ns < wait->calm_ns) {
                *end_ns = wait->calm_ns < *end_ns ? wait->calm_ns : *end_ns;
                return 1;
        }
        wait->calm_ns = now_ns + CALM_NS;
        for (uint32_t i = 0; wait->watching && i < wait->count; i++)
                if (i != missing && wait->turns[i].watched)
                        mwi_sleep_add_watched(sleep, &wait->turns[i]);
        return wait->watching;
}

/* Let others mark what we don't watch any more. */
static void unwatch(struct wait *wait)
{
        wait->watching = 0;
        for (uint32_t i = 0; i < wait->count; i++)
                if (wait->turns[i].is_marker)
                        mwi_watch_end(&wait->turns[i]);
}

/* Nothing is ready: sleep once, or find that something is. 0 look again. */
static int sleep_once(struct wait *wait, uint32_t fired)
{
        struct mwi_sleep sleep;
        int64_t end_ns;
        uint32_t missing = 0;
        int r, all = wait->order != NULL;

        sleep.states = 0;
        for (uint32_t i = 0; i < wait->count; i++) {
                if ((r = join(&wait->turns[i], MW_W, all)) < 0)
                        return r;
                if (r && !all)
                        return 0;
                if (r)
                        continue;
                mwi_sleep_add(&sleep, &wait->turns[i]);
                missing = i;
        }
        if (sleep.states == 0) {
                step_aside(wait);
                return 0;
        }
        end_ns = end_of_sleep(wait);
        if (all && (sleep.states > 1 || !is_event(wait->turns[missing].object)))
                unwatch(wait); /* no pulse could complete it */
        else if (all && (r = watch(wait, missing, &sleep, &end_ns)) <= 0)
                return r;
        if ((r = mwi_sleep_watch(&sleep, wait->turns, wait->count)) > 0)
                mwi_sleep(&sleep, fired, end_ns);
        return r < 0 ? r : 0;
}

/* Look at what stands in the way: of a wait-any everything, of a wait-all the first
 * that was not ready. */
static int look(const struct wait *wait, int64_t for_ns)
{
        return wait->order ? mwi_look_short(&wait->turns[wait->index], 1, for_ns) :
                             mwi_look_short(wait->turns, wait->count, for_ns);
}

/* One short look, where that pays. */
static int look_first(struct wait *wait)
{
        int64_t for_ns = mwi_look_budget_ns(), began_ns;
        int r = 0;

        if (for_ns <= 0)
                return 0;
        began_ns = mw_now_ns();
        if (look(wait, for_ns))
                r = try(wait);
        mwi_look_learn(r > 0 ? mw_now_ns() - began_ns : -1);
        return r;
}

/* Spin as long as the policy says. 0: not ready, the time is up. */
static int spin(struct wait *wait)
{
        int64_t until_ns =
                wait->spin_ns == MW_SPIN_ALWAYS ? wait->deadline_ns : mw_after_ns(wait->spin_ns);
        int r;

        if (until_ns > wait->deadline_ns)
                until_ns = wait->deadline_ns;
        if (look(wait, MWI_LOOK_UNJOINED_NS) && (r = try(wait)))
                return r;
        for (uint32_t i = 0; !wait->order && i < wait->count; i++) {
                struct mwi_turn *turn = &wait->turns[i];
                int entered = turn->object->sort == MWI_AUTO && !turn->joined;

                if ((r = join_softly(turn)) < 0 || (entered && (r = raise(turn, MW_M, 1, 0)) < 0))
                        return r;
        }
        while (!(r = try(wait)) && mw_now_ns() < until_ns)
                look(wait, MWI_LOOK_UNJOINED_NS);
        return r;
}

static __attribute__((noinline)) int wait_long(struct wait *wait)
{
        int r, first = 1;

        if (wait->count > 1 && !mwi_os_can_sleep_many())
                mwi_sentry_prepare();
        for (;;) {
                uint32_t fired = mwi_sentry_fired();

                if ((r = try(wait)))
                        break;
                if (wait->deadline_ns == MW_NOW ||
                    (wait->deadline_ns != MW_NEVER && mw_now_ns() >= wait->deadline_ns)) {
                        r = MW_ETIMEDOUT;
                        break;
                }
                if (first && wait->spin_ns == MW_SPIN_DEFAULT) {
                        if ((r = look_first(wait)))
                                break;
                } else if (wait->spin_ns > 0 && (first || wait->spin_ns == MW_SPIN_ALWAYS)) {
                        if ((r = spin(wait)))
                                break;
                }
                first = 0;
                if (wait->spin_ns == MW_SPIN_ALWAYS)
                        continue;
                if ((r = sleep_once(wait, fired)) < 0)
                        break;
        }
        leave(wait->turns, wait->count);
        return r;
}

static int result_of(int r)
{
        if (r == MWI_TAKEN_ABANDONED)
                return MW_ABANDONED;
        if (r == MW_ECORRUPT)
                return mwi_fail(r, "wait: the shared bytes of an object are damaged");
        return r > 0 ? MW_OK : r;
}

/* ---- the public face --------------------------------------------------------------------- */

/* Read-only: nothing is written, so a held change is not helped but awaited. The
 * event always wakes (MW_FLAG_FOR_READERS). What was held when we came was made
 * before: its epoch is the one to differ from. */
static int wait_read_only(struct mw_object *object, int64_t deadline_ns)
{
        uint32_t v = mwi_load(&object->sync->w);
        uint32_t epoch = (MW_EPOCH(v) - (v & MW_H ? 1 : 0)) & (UINT32_MAX >> 4);

        for (;; v = mwi_load(&object->sync->w)) {
                struct mwi_word word = { &object->sync->w, v };

                if (!(v & MW_H) && (v & MW_S || MW_EPOCH(v) != epoch))
                        return MW_OK;
                if (deadline_ns != MW_NEVER && mw_now_ns() >= deadline_ns)
                        return MW_ETIMEDOUT;
                if (is_damaged(object))
                        return mwi_fail(MW_ECORRUPT, "wait: the event's shared bytes are damaged");
                mwi_os_sleep(&word, deadline_ns);
        }
}

static __attribute__((noinline)) int wait_one(mw_object *object, int64_t deadline_ns,
                                              int64_t spin_ns)
{
        struct mwi_turn turn = { .object = object };
        struct wait wait = { &turn, NULL, 1, 0, deadline_ns, spin_ns, 0, 0, 0, 0 };
        int r = mwi_check_deadline(deadline_ns, spin_ns);

        if (r < 0)
                return r;
        if (object->read_only)
                return wait_read_only(object, deadline_ns);
        return result_of(wait_long(&wait));
}

int mw_wait(mw_object *object, int64_t deadline_ns, int64_t spin_ns)
{
        uint32_t v;

        if (MWI_UNLIKELY(!object))
                return mwi_fail(MW_EINVAL, "wait: the object is NULL");
        /* signalled, and nothing else to do: one look, one compare-and-swap */
        v = mwi_load(&object->sync->w);
        if (object->sort == MWI_MANUAL && (v & (MW_S | MW_H)) == MW_S)
                return MW_OK;
        if (object->sort == MWI_AUTO && (v & (MW_TOKENS_MASK | MW_Z | MW_H)) == MW_TOKEN_1 &&
            mwi_cas(&object->sync->w, v, v - MW_TOKEN_1))
                return MW_OK;
        if (object->sort == MWI_SEMAPHORE && !(v & MW_H) && v & object->unit_mask &&
            mwi_cas(&object->sync->w, v, v - MW_UNIT_1))
                return MW_OK;
        if (object->sort == MWI_MUTEX && v == 0 && mwi_mutex_take_free(object))
                return MW_OK;
        return wait_one(object, deadline_ns, spin_ns);
}

static int is_read_only(const mw_object *object)
{
        return object->read_only;
}

static int check_many(mw_object *const *objects, uint32_t count, int64_t deadline_ns,
                      int64_t spin_ns)
{
        int r = mwi_check_many(objects, count, is_read_only);

        return r < 0 ? r : mwi_check_deadline(deadline_ns, spin_ns);
}

static __attribute__((noinline)) int wait_any(mw_object *const *objects, uint32_t count,
                                              int64_t deadline_ns, int64_t spin_ns,
                                              uint32_t *out_index)
{
        struct mwi_turn turns[MW_WAIT_MAX_OBJECTS];
        struct wait wait = { turns, NULL, count, 0, deadline_ns, spin_ns, 0, 0, 0, 0 };
        int r = check_many(objects, count, deadline_ns, spin_ns);

        if (r < 0)
                return r;
        for (uint32_t i = 0; i < count; i++)
                turns[i] = (struct mwi_turn){ .object = objects[i] };
        r = result_of(wait_long(&wait));
        if (r >= 0 && out_index)
                *out_index = wait.index;
        return r;
}

/* The lowest object that is not quiet; count if all are, or if one is not fit to be
 * waited for among others. One pass, from the last to the first (find_ready). */
static uint32_t lowest_loud(mw_object *const *objects, uint32_t count)
{
        uint32_t lowest = count;

        for (uint32_t i = count; i-- > 0;) {
                const struct mw_object *object = objects[i];

                if (!object || object->read_only)
                        return count;
                if (!object->quiet_mask || mwi_load(&object->sync->w) & object->quiet_mask)
                        lowest = i;
        }
        return lowest;
}

int mw_wait_any(mw_object *const *objects, uint32_t count, int64_t deadline_ns, int64_t spin_ns,
                uint32_t *out_index)
{
        uint32_t loud;

        /* the lowest that could be signalled is: take it without more ado */
        if (MWI_LIKELY(objects && count >= 1 && count <= MW_WAIT_MAX_OBJECTS) &&
            (loud = lowest_loud(objects, count)) < count) {
                struct mwi_turn turn = { .object = objects[loud] };
                int r = mwi_ready(&turn, 0);

                if (r > 0 && (r = mwi_take(&turn)) > 0) {
                        if (out_index)
                                *out_index = loud;
                        return r == MWI_TAKEN_ABANDONED ? MW_ABANDONED : MW_OK;
                }
        }
        return wait_any(objects, count, deadline_ns, spin_ns, out_index);
}

/* Indices by object id, so that two wait-alls reserve in one order. MW_EINVAL:
 * one stands there twice. */
static int sort_by_id(mw_object *const *objects, uint32_t count, uint8_t *out_order)
{
        for (uint32_t i = 0; i < count; i++) {
                uint32_t j = i;

                for (; j > 0 && objects[out_order[j - 1]]->id > objects[i]->id; j--)
                        out_order[j] = out_order[j - 1];
                out_order[j] = (uint8_t) i;
                if (j > 0 && objects[out_order[j - 1]]->id == objects[i]->id)
                        return mwi_fail(MW_EINVAL, "wait: object %u stands in a wait for all twice",
                                        i);
        }
        return MW_OK;
}

int mw_wait_all(mw_object *const *objects, uint32_t count, int64_t deadline_ns, int64_t spin_ns)
{
        struct mwi_turn turns[MW_WAIT_MAX_OBJECTS];
        uint8_t order[MW_WAIT_MAX_OBJECTS];
        struct wait wait = { turns, order, count, 0, deadline_ns, spin_ns, 0, 0, 0, 0 };
        int r = check_many(objects, count, deadline_ns, spin_ns);

        if (r < 0 || (r = sort_by_id(objects, count, order)) < 0)
                return r;
        for (uint32_t i = 0; i < count; i++)
                turns[i] = (struct mwi_turn){ .object = objects[i] };
        return result_of(wait_long(&wait));
}
