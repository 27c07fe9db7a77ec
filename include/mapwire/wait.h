/* SPDX-License-Identifier: MIT */
/* wait.h — wait for one, any or all of up to 64 events, mutexes, semaphores.
 *
 *      mw_object *both[] = { mw_event_object(ready), mw_mutex_object(lock) };
 *      uint32_t which;
 *
 *      r = mw_wait_any(both, 2, mw_after_ns(1000000000), MW_SPIN_DEFAULT, &which);
 *
 * What a wait takes. A manual-reset event: nothing. An auto-reset event: its
 * signal. A semaphore: one unit. A mutex: ownership, for the calling thread.
 *
 * Spinning. Before it sleeps, a wait may look again and again for a while:
 *      MW_SPIN_DEFAULT  a few microseconds where that pays, none where it
 *                       does not; each thread learns which
 *      MW_SPIN_NONE     sleeps at once
 *      a number         of nanoseconds
 *      MW_SPIN_ALWAYS   never sleeps: lowest latency, one processor busy
 *
 * Threads  any number of threads may wait for the same objects.
 * Crash    a waiter that is killed takes nothing with it: no signal, no unit;
 *          a mutex whose owner ends is handed on at once, as MW_ABANDONED.
 * Caveats  see mapwire(7): which waiter is released is unspecified; a wait for
 *          all may miss a set that is followed at once by a reset, and a pulse
 *          if one of its other objects has changed since it fell asleep.
 */
#ifndef MAPWIRE_WAIT_H
#define MAPWIRE_WAIT_H

#include <mapwire/base.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MW_SPIN_DEFAULT ((int64_t) -1)
#define MW_SPIN_NONE    ((int64_t) 0)
#define MW_SPIN_ALWAYS  INT64_MAX

/* What can be waited for: the common face of events, mutexes, semaphores. */
typedef struct mw_object mw_object;

/* mw_wait — wait for one object
 *
 * Units    deadline_ns: monotonic clock (mw_after_ns(), MW_NOW, MW_NEVER).
 *          spin_ns: see above.
 * Blocks   until the object is signalled, or the deadline. MW_NOW never blocks.
 * Returns  0.  MW_ABANDONED: you own the mutex; what it guards may be half
 *          changed.  MW_ETIMEDOUT: nothing was taken.
 *          MW_ECORRUPT: the shared bytes are damaged.  MW_ELIMIT: no thread
 *          slot is free.
 * Crash    before it returns, nothing is taken or all of it is.
 * Progress without sleepers a wait on a signalled object makes no system call.
 * Source   docs/design.md (waiting).
 */
MW_API int mw_wait(mw_object *object, int64_t deadline_ns, int64_t spin_ns);

/* mw_wait_any — wait until one of the objects is signalled, and take that one
 *
 * Shape    1 to 64 objects; the same one may stand in it twice. An event that
 *          was opened MW_READ_ONLY can only be waited for alone (MW_EACCES).
 *          *out_index: the lowest index that was signalled; may be NULL.
 * Returns  0 or MW_ABANDONED, and *out_index; else as mw_wait().
 */
MW_API int mw_wait_any(mw_object *const *objects, uint32_t count, int64_t deadline_ns,
                       int64_t spin_ns, uint32_t *out_index);

/* mw_wait_all — wait until all are signalled at once, and take them all
 *
 * Nothing is taken until all can be. Meanwhile others may take each of them. A
 * pulse of one is enough if all others are signalled at that instant.
 *
 * Shape    1 to 64 objects, each at most once (MW_EINVAL), none opened
 *          MW_READ_ONLY (MW_EACCES).
 * Returns  0.  MW_ABANDONED: one of the mutexes was abandoned; all are taken.
 *          Else as mw_wait().
 * Crash    all are taken or none, at whichever instruction we die.
 */
MW_API int mw_wait_all(mw_object *const *objects, uint32_t count, int64_t deadline_ns,
                       int64_t spin_ns);

/* mw_object_kind — MW_KIND_EVENT, MW_KIND_MUTEX or MW_KIND_SEMAPHORE. Never blocks. */
MW_API uint32_t mw_object_kind(const mw_object *object);

/* mw_object_id — a number that no two objects share: the same in every process
 * that has this object open, another for each creation of a name. Never blocks.
 */
MW_API uint64_t mw_object_id(const mw_object *object);

#ifdef __cplusplus
}
#endif

#endif
