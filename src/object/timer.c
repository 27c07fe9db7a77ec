/* SPDX-License-Identifier: MIT */
/* timer.c — a timer fires because somebody looks at the clock.
 *
 * What it is. Two words: w, as a manual event or a semaphore of one unit has it,
 * and `due`: when the next firing is, and which one. Who waits for a timer sleeps
 * until `due` at most, looks, and lets it fire: sets w as a set or a release would.
 * So it needs no thread and no daemon, and it fires whoever dies.
 *
 * Exactly once. w counts firings and settings; `due` says which counts w will have
 * after the firing that it stands for: its tag. Therefore
 *
 *      tag of due = tag of w after one more firing     to come: fire when it is time
 *      tag of due = tag of w                           has fired: move due on
 *      anything else                                   being set: not to be fired
 *
 *      fire    CAS w: fired, one firing more           whoever is first; then
 *              CAS due: the next period, or never      whoever is first
 *      set     CAS due: one setting more than due had, so no two setters have the same;
 *              CAS period, while due is ours; then
 *              CAS w: clear, with the settings of due  with the flush that wakes
 *      cancel  CAS due: never, one setting more; then CAS w: with these settings
 *
 * A late firer can't fire what was set or cancelled meanwhile: w has changed. He
 * reads due again after w, so that its few bits of firings can't have come round.
 *
 * Who writes: due and period any holder, w any holder, all by compare-and-swap.
 * The period carries its count of settings, so that a late setter's compare-and-swap
 * can't find the value that it saw once more.
 *
 * Two setters at once: the later in due makes the earlier unfit. If the earlier gets
 * to w all the same, he has been set and set anew; the later finds w changed, begins
 * again, and wins. Nobody waits for anybody: a compare-and-swap fails only because
 * another's succeeded.
 *
 * A wait-all may hold the unit in R. Set takes R away, and so clears that unit too;
 * the wait-all looks for R before it decides, and gives nothing back without it.
 *
 * If a process dies: between firing and moving due on: the next who looks moves it.
 * Between a setter's compare-and-swap of due and that of w: the tag fits nothing, so
 * the timer is not set, and w is as it was. A sleeper that is killed takes nothing
 * with it.
 *
 * Tried and refused: a thread in the process that set it, which dies with it; and
 * "signalled" computed from due alone, without w, which can be taken by one
 * compare-and-swap but not reserved by a wait-all.
 */
#include "object/timer.h"

#include "base/error.h"
#include "object/word.h"

#define WHAT  "open timer"
#define FLAGS (MW_CREATE | MW_EXCLUSIVE | MW_AUTO_RESET)

static struct mw_timer_shm *words_of(const struct mw_object *object)
{
        return (struct mw_timer_shm *) (void *) (object->sync + 1);
}

static uint64_t load64(_Atomic uint64_t *word)
{
        return atomic_load_explicit(word, memory_order_seq_cst);
}

static int cas64(_Atomic uint64_t *word, uint64_t expected, uint64_t value)
{
        return atomic_compare_exchange_strong(word, &expected, value);
}

static uint64_t now_us(void)
{
        return (uint64_t) mw_now_ns() / 1000;
}

void mwi_timer_begin(struct mw_sync_shm *sync)
{
        struct mw_timer_shm *words = (struct mw_timer_shm *) (void *) (sync + 1);

        atomic_store_explicit(&words->due, MW_DUE(MW_DUE_NEVER, MW_NEXT_FIRING(0u)),
                              memory_order_seq_cst);
}

/* A time that doesn't belong to v wakes nobody: whoever sets it changes w after it, or
 * has died. */
int64_t mwi_timer_due_ns(const struct mw_object *object, uint32_t v)
{
        uint64_t due = load64(&words_of(object)->due);

        return MW_DUE_US(due) == MW_DUE_NEVER ||
                               !(MW_DUE_IS_OF(due, MW_NEXT_FIRING(v)) || MW_DUE_IS_OF(due, v)) ?
                       MW_NEVER :
                       (int64_t) (MW_DUE_US(due) * 1000);
}

/* The firing of `due` has happened: what comes after it? Periods that nobody saw
 * count once. The period belongs to due as long as due stands. */
static uint64_t due_after(struct mw_timer_shm *words, uint64_t due, uint32_t v)
{
        uint64_t period = MW_PERIOD_US(load64(&words->period)), time = MW_DUE_US(due),
                 now = now_us();

        if (period == 0 || period >= MW_DUE_NEVER - now)
                time = MW_DUE_NEVER;
        else
                time += now < time ? period : ((now - time) / period + 1) * period;
        return MW_DUE(time, MW_NEXT_FIRING(v));
}

int mwi_timer_fire(struct mw_object *object)
{
        struct mw_timer_shm *words = words_of(object);
        int has_moved = 0;

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                uint64_t due = load64(&words->due);
                uint32_t v;
                int r;

                if (MW_DUE_US(due) == MW_DUE_NEVER)
                        return MW_OK;
                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                if (load64(&words->due) != due)
                        continue;
                if (MW_DUE_IS_OF(due, v)) {
                        /* a period shorter than a round of this loop: enough for now */
                        if (has_moved)
                                return MW_OK;
                        has_moved = cas64(&words->due, due, due_after(words, due, v));
                        MW_STEP("timer.fire.moved");
                        continue;
                }
                if (!MW_DUE_IS_OF(due, MW_NEXT_FIRING(v)) || now_us() < MW_DUE_US(due))
                        return MW_OK;
                r = mwi_improve(object, v, MW_NEXT_FIRING(v) | MW_FIRED);
                MW_STEP("timer.fire.fired");
                if (r < 0)
                        return r;
        }
        return MW_ECORRUPT;
}

/* ---- setting ------------------------------------------------------------------------ */

/* Put the period where it belongs, unless due is a later setter's by now. */
static void put_period(struct mw_timer_shm *words, uint64_t due, uint64_t period)
{
        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                uint64_t old = load64(&words->period);

                if (load64(&words->due) != due || cas64(&words->period, old, period))
                        return;
        }
}

/* A new setting, which takes the bits `cleared` from w. */
static int change(struct mw_object *object, uint64_t time, uint64_t period, uint32_t cleared)
{
        struct mw_timer_shm *words = words_of(object);

        for (int round = 0; round < MWI_ROUNDS_MAX; round++) {
                uint64_t old = load64(&words->due), due;
                uint32_t v, fresh;
                int r;

                if (mwi_look(object, &v) < 0)
                        return MW_ECORRUPT;
                fresh = (v & (MW_SETTING_1 - 1) & ~cleared) |
                        (MW_DUE_SETTINGS(old) + 1) * MW_SETTING_1;
                due = MW_DUE(time, MW_NEXT_FIRING(fresh));
                if (!cas64(&words->due, old, due))
                        continue;
                MW_STEP("timer.set.due");
                put_period(words, due, MW_PERIOD(period, MW_SETTINGS(fresh)));
                MW_STEP("timer.set.period");
                if ((r = mwi_improve(object, v, fresh)))
                        return r < 0 ? r : MW_OK;
        }
        return MW_ECORRUPT;
}

int mw_timer_set(mw_timer *timer, int64_t due_ns, int64_t period_ns)
{
        struct mw_object *object = MWI_OBJECT_OF(timer);
        uint64_t time = due_ns == MW_NEVER ? MW_DUE_NEVER : ((uint64_t) due_ns + 999) / 1000;
        uint64_t period = ((uint64_t) period_ns + 999) / 1000;
        int r;

        if (!object || due_ns < 0 || period_ns < 0)
                return mwi_fail(MW_EINVAL, "set timer: %s",
                                object ? "a time is negative" : "timer is NULL");
        if ((due_ns != MW_NEVER && time >= MW_DUE_NEVER) || period >= MW_DUE_NEVER)
                return mwi_fail(MW_EINVAL, "set timer: a time is later than 8.9 years");
        /* who waited for what is due already is released before it is cleared */
        if ((r = mwi_timer_fire(object)) < 0)
                return r;
        return change(object, time, period, MW_FIRED | MW_R);
}

int mw_timer_cancel(mw_timer *timer)
{
        struct mw_object *object = MWI_OBJECT_OF(timer);
        int r;

        if (!object)
                return mwi_fail(MW_EINVAL, "cancel timer: timer is NULL");
        if ((r = mwi_timer_fire(object)) < 0)
                return r;
        return change(object, MW_DUE_NEVER, 0, 0);
}

/* ---- handles ------------------------------------------------------------------------ */

int mw_timer_open(const char *name, uint32_t flags, const mw_options *options, mw_timer **out_timer)
{
        struct mwi_object_want want = {
                .what = WHAT,
                .kind = MW_KIND_TIMER,
                .flags = flags,
                .handle_bytes = sizeof(struct mw_timer),
                .control_flags = flags & MW_AUTO_RESET ? MW_FLAG_AUTO_RESET : 0,
        };
        struct mw_object *object;
        int r;

        want.any_owner = !(flags & MW_CREATE);
        if (!out_timer || flags & ~(uint32_t) FLAGS)
                return mwi_fail(MW_EINVAL, WHAT ": %s",
                                out_timer ? "unknown flags" : "out_timer is NULL");
        if ((r = mwi_options_check(WHAT, options, sizeof *options)) < 0)
                return r;
        want.mode = options ? options->mode : 0;
        if ((r = mwi_sync_open(&want, name, &object)) >= 0)
                *out_timer = MWI_CONTAINER(object, struct mw_timer, object);
        return r;
}

int mw_timer_is_auto_reset(const mw_timer *timer)
{
        return timer && timer->object.sort == MWI_SEMAPHORE;
}

mw_object *mw_timer_object(mw_timer *timer)
{
        return MWI_OBJECT_OF(timer);
}

int mw_timer_wait(mw_timer *timer, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(timer), deadline_ns, MW_SPIN_DEFAULT);
}

void mw_timer_close(mw_timer *timer)
{
        if (timer)
                mwi_object_drop(&timer->object);
}
