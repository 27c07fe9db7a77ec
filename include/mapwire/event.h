/* SPDX-License-Identifier: MIT */
/* event.h — "the data is there": a flag that processes can wait for.
 *
 *      mw_event *ready;
 *
 *      if (mw_event_open("ready", MW_CREATE | MW_AUTO_RESET, NULL, &ready) < 0)
 *              return fprintf(stderr, "%s\n", mw_last_error()), 1;
 *      mw_event_set(ready);                        here
 *      mw_event_wait(ready, mw_after_ns(1000000)); and there
 *      mw_event_close(ready);
 *
 * manual-reset (the default): a set releases all who wait and all who come,
 *                  until a reset. A set followed at once by a reset still
 *                  releases everybody who was waiting.
 * auto-reset:      a set releases exactly one waiter, now or later. Two sets
 *                  with nobody waiting count once.
 * pulse:           releases those who wait at this moment (auto-reset: one of
 *                  them), nobody later.
 *
 * Threads  any. mw_event_set() and mw_event_reset() may be called in a signal
 *          handler.
 * Crash    killed before its one compare-and-swap, a set did nothing; after
 *          it, it is done or invisible until the next call completes it. No
 *          signal is lost when the waiter that it woke is killed.
 * Order    what was written before a set is visible to who is released by it.
 */
#ifndef MAPWIRE_EVENT_H
#define MAPWIRE_EVENT_H

#include <mapwire/base.h>
#include <mapwire/wait.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_event mw_event;

/* mw_event_open — get a handle to an event; make it if MW_CREATE says so
 *
 * Shape    name: NULL or "" for an unnamed one (needs MW_CREATE).
 *          flags: MW_CREATE, MW_EXCLUSIVE; for a new one MW_AUTO_RESET,
 *          MW_SIGNALLED, MW_FOR_READERS; MW_READ_ONLY opens an event that was
 *          made with MW_FOR_READERS, to wait on it only, and alone.
 *          Type and state of an event that exists are left as they are.
 * Blocks   no, but waits up to 2 s for a process that is just opening or
 *          closing the same name; then MW_EBUSY.
 * Returns  MW_CREATED, or 0 if it existed. Errors as mw_mapping_open().
 * Crash    dying here leaves the name free or the object whole, never a half.
 */
MW_API int mw_event_open(const char *name, uint32_t flags, const mw_options *options,
                         mw_event **out_event);

/* mw_event_set, mw_event_reset, mw_event_pulse — signal, clear, signal once
 *
 * Blocks   never.
 * Returns  0, also when nothing changed.  MW_EACCES: a read-only handle.
 *          MW_ECORRUPT: the shared bytes are damaged.
 * Crash    done or not done; never a sleeper in front of a visible signal.
 * Progress lock-free. Without sleepers no system call; else one.
 * Source   docs/design.md (waiting).
 */
MW_API int mw_event_set(mw_event *event);
MW_API int mw_event_reset(mw_event *event);
MW_API int mw_event_pulse(mw_event *event);

/* mw_event_wait — wait until it is signalled; as mw_wait() with MW_SPIN_DEFAULT */
MW_API int mw_event_wait(mw_event *event, int64_t deadline_ns);

/* mw_event_is_auto_reset — 1 auto-reset, 0 manual-reset. Never blocks. */
MW_API int mw_event_is_auto_reset(const mw_event *event);

/* mw_event_object — the event as something to wait for; lives as long as it */
MW_API mw_object *mw_event_object(mw_event *event);

/* mw_event_close — give the handle back; takes NULL. As mw_mapping_close(). */
MW_API void mw_event_close(mw_event *event);

#ifdef __cplusplus
}
#endif

#endif
