/* SPDX-License-Identifier: MIT */
/* timer.h — an object that signals itself at a time, once or again and again.
 *
 *      mw_timer *tick;
 *
 *      mw_timer_open("tick", MW_CREATE | MW_AUTO_RESET, NULL, &tick);
 *      mw_timer_set(tick, mw_after_ns(100000000), 100000000);   every 100 ms
 *      mw_timer_wait(tick, MW_NEVER);                           here or in any process
 *
 * manual-reset (the default): once fired it stays signalled until it is set again;
 *                  whoever waited when it fired is released, also if it is set
 *                  again at once.
 * auto-reset:      each firing releases one waiter, now or later. Firings that
 *                  nobody took in time count once.
 *
 * There is no daemon and no thread behind it: the time stands in the shared bytes,
 * and whoever waits sleeps until then at most. So a timer fires on time whichever
 * process set it, and whether or not that one still lives.
 *
 * Threads  any.
 * Units    absolute times on mw_now_ns()'s clock, nanoseconds, kept in
 *          microseconds, rounded up. The latest is 8.9 years of uptime.
 * Crash    see mw_timer_set(). A firing is taken by one waiter or by none, never
 *          lost with a waiter that is killed before it returns from its wait.
 * Order    what was written before mw_timer_set() is visible to who is released.
 */
#ifndef MAPWIRE_TIMER_H
#define MAPWIRE_TIMER_H

#include <mapwire/base.h>
#include <mapwire/wait.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_timer mw_timer;

/* mw_timer_open — get a handle to a timer; make it if MW_CREATE says so
 *
 * Shape    flags: MW_CREATE, MW_EXCLUSIVE; for a new one MW_AUTO_RESET. A new one is
 *          not signalled and not set.
 * Blocks, Returns, Crash: as mw_event_open().
 */
MW_API int mw_timer_open(const char *name, uint32_t flags, const mw_options *options,
                         mw_timer **out_timer);

/* mw_timer_set — clear it, and let it fire at a time
 *
 * Units    due_ns: absolute, as mw_after_ns() gives it; past: at once. MW_NEVER:
 *          only clear it.
 *          period_ns: fire again so long after each firing; 0: once.
 * Blocks   never.
 * Returns  0.  MW_EINVAL: a time is negative, or later than can be kept.
 *          MW_ECORRUPT: the shared bytes are damaged.
 * Crash    set, or (killed between its steps) not set to fire and not cleared.
 * Progress lock-free. Without sleepers no system call; else one.
 */
MW_API int mw_timer_set(mw_timer *timer, int64_t due_ns, int64_t period_ns);

/* mw_timer_cancel — let it not fire any more; signalled or not, it stays so
 *
 * Blocks   never.
 * Returns  0, also when it was not set.  MW_ECORRUPT.
 * Crash    cancelled or not.
 */
MW_API int mw_timer_cancel(mw_timer *timer);

/* mw_timer_wait — wait until it has fired; as mw_wait() with MW_SPIN_DEFAULT */
MW_API int mw_timer_wait(mw_timer *timer, int64_t deadline_ns);

/* mw_timer_is_auto_reset — 1 auto-reset, 0 manual-reset. Never blocks. */
MW_API int mw_timer_is_auto_reset(const mw_timer *timer);

/* mw_timer_object — the timer as something to wait for */
MW_API mw_object *mw_timer_object(mw_timer *timer);

/* mw_timer_close — give the handle back; takes NULL. As mw_event_close(): while
 * anybody has a handle, a set timer goes on. */
MW_API void mw_timer_close(mw_timer *timer);

#ifdef __cplusplus
}
#endif

#endif
