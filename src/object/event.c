/* SPDX-License-Identifier: MIT */
/* event.c — manual-reset and auto-reset events.
 *
 * The word (bits in layout.h):
 *      manual  S signalled; an epoch that each set and pulse of a clear event
 *              changes, so that who waited before it knows that he is released,
 *              even if a reset follows at once
 *      auto    T tokens; a set adds one if there is none, or if each of them is
 *              already meant for a waiter; else it merges with the last. M: the
 *              table may have members. Z: reset since the last set, so each token is
 *              meant for a member. A pulse count, so that the value changes.
 *
 * The invariant: 0 <= T <= members + 1, or with Z, T <= members, where members are
 * the live threads that wait. It is kept by whoever looks: the dead are struck out
 * while counting, and a taker trims what should have merged.
 *
 * Why Z: a reset keeps a token for each member, since it was set while that one
 * waited. But it counts also who has taken one and not yet left the table, and who
 * will take another object of his wait, or is killed. When they are gone, one token
 * too many is there, and nothing of it would tell that it was reset. So Z says it
 * until the next set; and to who is no member such an event is not signalled.
 *
 * Who writes: any holder, by compare-and-swap; each waiter its own entry of the
 * table; p the pulser, q the waiter that claims a pulse.
 *
 * Why a pulse is a number: pulse k releases one thread that joined before it. A
 * member that remembers p from when it joined may claim number max(q, that) + 1
 * up to p, by one compare-and-swap on q. So a pulse releases at most one, and
 * never one that came later. A pulse that nobody claims is a number left out.
 *
 * If a process dies: in set, reset or pulse before the compare-and-swap, nothing
 * happened (a pulse may be numbered, and wakes nobody; a member that wakes for
 * another reason may claim it). After it: word.h. A member's entry is struck out
 * by the next who counts.
 */
#include "base/error.h"
#include "base/step.h"
#include "object/turn.h"
#include "object/word.h"

/* ---- members of an auto event --------------------------------------------------- */

static struct mw_members_shm *members_of(struct mw_object *object)
{
        return (struct mw_members_shm *) (void *) (object->sync + 1);
}

/* How many live threads wait. Clears M in *inout_v when there are none and nobody
 * can be on his way to sleep. */
static uint32_t count_members(struct mw_object *object, uint32_t *inout_v)
{
        struct mw_members_shm *table = members_of(object);
        uint32_t live = 0;

        if (!(*inout_v & MW_M))
                return 0;
        for (uint32_t i = 0; i < MWI_MEMBERS; i++) {
                uint32_t ref = mwi_load(&table->member[i]);

                if (!ref)
                        continue;
                if (mwi_is_alive(object->registry, ref, NULL))
                        live++;
                else
                        mwi_cas(&table->member[i], ref, 0);
        }
        if (!live && !(*inout_v & MW_W))
                *inout_v &= ~MW_M;
        return live;
}

uint32_t mwi_trim(struct mw_object *object, uint32_t v)
{
        uint32_t fresh = v, tokens = MW_TOKENS(v), allowed = tokens, stay = v & MW_Z ? 0 : 1;

        if (tokens > stay)
                allowed = count_members(object, &fresh) + stay;
        return tokens > allowed ? (fresh & ~MW_TOKENS_MASK) + MW_TOKEN_1 * allowed : fresh;
}

int mwi_member_enter(struct mwi_turn *turn)
{
        struct mw_object *object = turn->object;
        struct mw_members_shm *table = members_of(object);
        uint32_t self;
        int r = mwi_self(object->registry, &self);

        if (r < 0)
                return r;
        for (uint32_t i = 0; i < MWI_MEMBERS && !turn->member; i++) {
                uint32_t ref = mwi_load(&table->member[i]);

                if ((!ref || !mwi_is_alive(object->registry, ref, NULL)) &&
                    mwi_cas(&table->member[i], ref, self))
                        turn->member = &table->member[i];
        }
        MW_STEP("event.member.entered");
        turn->pulses = mwi_load(&object->sync->p);
        turn->joined = 1; /* a full table: we aren't counted, but we wait (docs/caveats.md) */
        return MW_OK;
}

void mwi_member_leave(struct mwi_turn *turn)
{
        struct mw_object *object = turn->object;
        uint32_t v, fresh;

        turn->joined = 0;
        if (turn->member)
                mwi_cas(turn->member, mwi_thread.ref[object->registry->scope], 0);
        turn->member = NULL;
        MW_STEP("event.member.left");
        /* what was set for us, and we didn't take, merges */
        for (int round = 0; round < MWI_ROUNDS_MAX; round++)
                if (mwi_look(object, &v) < 0 || (fresh = mwi_trim(object, v)) == v ||
                    mwi_cas(&object->sync->w, v, fresh))
                        return;
}

/* q first: it is never ahead of p. Numbers wrap, so only distances from p count: q may
 * lie far behind, since what is pulsed while nobody waits is not claimed. */
int mwi_pulsed_since(struct mwi_turn *turn, int claim)
{
        struct mw_sync_shm *sync = turn->object->sync;
        uint32_t q = mwi_load(&sync->q), p = mwi_load(&sync->p);
        uint32_t for_us = p - turn->pulses, unclaimed = p - q;
        uint32_t left = for_us < unclaimed ? for_us : unclaimed;

        return left && (!claim || mwi_cas(&sync->q, q, p - left + 1));
}

int mwi_pulsed(struct mwi_turn *turn, int claim)
{
        return turn->joined && mwi_pulsed_since(turn, claim);
}

/* ---- set, reset, pulse ------------------------------------------------------------ */

static int set_manual(struct mw_object *object)
{
        uint32_t v;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                /* signalled already: write all the same, so that who is released by it
                 * sees what we wrote before */
                r = v & MW_S ? mwi_cas(&object->sync->w, v, v) :
                               mwi_improve(object, v, (v | MW_S) + MW_EPOCH_1);
                if (r)
                        return r < 0 ? r : MW_OK;
        }
        return MW_ECORRUPT;
}

static int set_auto(struct mw_object *object)
{
        uint32_t v, fresh, members;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                fresh = v;
                members = MW_TOKENS(v) ? count_members(object, &fresh) : 0;
                if (v & MW_Z && MW_TOKENS(v) > members)
                        fresh = (fresh & ~MW_TOKENS_MASK) + MW_TOKEN_1 * members;
                if (MW_TOKENS(fresh) <= members)
                        r = mwi_improve(object, v, (fresh & ~MW_Z) + MW_TOKEN_1);
                else
                        r = mwi_cas(&object->sync->w, v, fresh); /* merged */
                if (r)
                        return r < 0 ? r : MW_OK;
        }
        return MW_ECORRUPT;
}

/* An auto event's v as a reset leaves it: one token for each thread that waits stays,
 * since it was set while they waited. What a wait-all has reserved may come back. */
static uint32_t cleared(struct mw_object *object, uint32_t v)
{
        uint32_t fresh = mwi_trim(object, v | MW_Z);

        return fresh & (MW_TOKENS_MASK | MW_R) ? fresh : fresh & ~MW_Z;
}

static int reset(struct mw_object *object)
{
        uint32_t v, fresh;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                fresh = object->sort == MWI_MANUAL ? v & ~MW_S : cleared(object, v);
                if (mwi_cas(&object->sync->w, v, fresh))
                        return MW_OK;
        }
        return MW_ECORRUPT;
}

static int pulse_manual(struct mw_object *object)
{
        uint32_t v;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                /* signalled: nobody waits, so only reset */
                r = v & MW_S ? mwi_cas(&object->sync->w, v, v & ~MW_S) :
                               mwi_improve(object, v, v + MW_EPOCH_1);
                if (r)
                        return r < 0 ? r : MW_OK;
        }
        return MW_ECORRUPT;
}

static int pulse_auto(struct mw_object *object)
{
        uint32_t v, numbered = 0;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                if (!numbered++) {
                        uint32_t tokens = MW_TOKENS(v), scratch = v;

                        /* without a token it is for whoever waits; a wait for all is no
                         * member, and knows by itself whether it can use it (watch.c) */
                        if (!tokens || count_members(object, &scratch) > tokens)
                                mwi_add(&object->sync->p, 1);
                        MW_STEP("event.pulse.numbered");
                }
                /* change the value, so that nobody falls asleep on the one from before */
                r = mwi_improve(object, v, cleared(object, v) + MW_PULSE_1);
                if (r)
                        return r < 0 ? r : MW_OK;
        }
        return MW_ECORRUPT;
}

static int may_signal(const char *what, mw_event *event)
{
        if (!event)
                return mwi_fail(MW_EINVAL, "%s: event is NULL", what);
        if (event->object.read_only)
                return mwi_fail(MW_EACCES, "%s: the event was opened read-only", what);
        return MW_OK;
}

int mw_event_set(mw_event *event)
{
        int r = MWI_LIKELY(event && !event->object.read_only) ? MW_OK : may_signal("set", event);

        if (r < 0)
                return r;
        return event->object.sort == MWI_MANUAL ? set_manual(&event->object) :
                                                  set_auto(&event->object);
}

int mw_event_reset(mw_event *event)
{
        int r = MWI_LIKELY(event && !event->object.read_only) ? MW_OK : may_signal("reset", event);

        return r < 0 ? r : reset(&event->object);
}

int mw_event_pulse(mw_event *event)
{
        int r = may_signal("pulse", event);

        if (r < 0)
                return r;
        return event->object.sort == MWI_MANUAL ? pulse_manual(&event->object) :
                                                  pulse_auto(&event->object);
}

/* ---- handles ------------------------------------------------------------------------ */

#define WHAT "open event"
#define FLAGS                                                                                      \
  (MW_CREATE | MW_EXCLUSIVE | MW_READ_ONLY | MW_AUTO_RESET | MW_SIGNALLED | MW_FOR_READERS)

int mw_event_open(const char *name, uint32_t flags, const mw_options *options, mw_event **out_event)
{
        struct mwi_object_want want = {
                .what = WHAT,
                .kind = MW_KIND_EVENT,
                .flags = flags,
                .handle_bytes = sizeof(struct mw_event),
                .control_flags = (flags & MW_AUTO_RESET ? MW_FLAG_AUTO_RESET : 0) |
                                 (flags & MW_FOR_READERS ? MW_FLAG_FOR_READERS : 0),
                .first_word = !(flags & MW_SIGNALLED) ? 0 :
                              flags & MW_AUTO_RESET   ? MW_TOKEN_1 :
                                                        MW_S,
        };
        struct mw_object *object;
        int r;

        want.any_owner = !(flags & MW_CREATE);
        if (!out_event || flags & ~(uint32_t) FLAGS)
                return mwi_fail(MW_EINVAL, WHAT ": %s",
                                out_event ? "unknown flags" : "out_event is NULL");
        if (flags & MW_FOR_READERS && flags & MW_AUTO_RESET)
                return mwi_fail(MW_EINVAL, WHAT
                                ": an auto-reset event can't be for readers: waiting changes it");
        if (flags & MW_READ_ONLY && flags & MW_CREATE)
                return mwi_fail(MW_EINVAL,
                                WHAT ": MW_READ_ONLY opens what exists; it can't create");
        if ((r = mwi_options_check(WHAT, options, sizeof *options)) < 0)
                return r;
        want.mode = options ? options->mode : 0;
        if ((r = mwi_sync_open(&want, name, &object)) >= 0)
                *out_event = MWI_CONTAINER(object, struct mw_event, object);
        return r;
}

int mw_event_is_auto_reset(const mw_event *event)
{
        return event && event->object.sort == MWI_AUTO;
}

mw_object *mw_event_object(mw_event *event)
{
        return MWI_OBJECT_OF(event);
}

int mw_event_wait(mw_event *event, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(event), deadline_ns, MW_SPIN_DEFAULT);
}

void mw_event_close(mw_event *event)
{
        if (event)
                mwi_object_drop(&event->object);
}
