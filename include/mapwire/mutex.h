/* SPDX-License-Identifier: MIT */
/* mutex.h — one thread at a time, among all processes; survives its owner.
 *
 *      int r = mw_mutex_lock(lock, MW_NEVER);
 *
 *      if (r == MW_ABANDONED)
 *              repair(bytes);          the last owner died in the middle
 *      if (r >= 0) {
 *              change(bytes);
 *              mw_mutex_unlock(lock);
 *      }
 *
 * The owner is a thread; it may lock again, and unlocks as often. When the
 * owner ends (returns, exits, is killed) without unlocking, the next waiter
 * has the mutex at once and is told MW_ABANDONED. A stopped owner stays owner.
 * Neither process ids nor time decide this: it is right across containers.
 *
 * Crash    dying in lock or unlock leaves the mutex free, owned or abandoned.
 * Caveats  a forked child does not own what its parent owns.
 */
#ifndef MAPWIRE_MUTEX_H
#define MAPWIRE_MUTEX_H

#include <mapwire/base.h>
#include <mapwire/wait.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_mutex mw_mutex;

/* mw_mutex_open — get a handle to a mutex; make it if MW_CREATE says so
 *
 * Shape    flags: MW_CREATE, MW_EXCLUSIVE; MW_LOCKED: if this call makes it,
 *          the calling thread owns it from the start.
 * Blocks, Returns, Crash: as mw_event_open().
 */
MW_API int mw_mutex_open(const char *name, uint32_t flags, const mw_options *options,
                         mw_mutex **out_mutex);

/* mw_mutex_lock — own it, or wait until we can; as mw_wait() with MW_SPIN_DEFAULT
 *
 * Returns  0.  MW_ABANDONED: owned, but the last owner ended without unlocking.
 *          MW_ETIMEDOUT: not owned.  MW_ELIMIT: 16,383 threads of this
 *          namespace hold a slot, or the recursion is 2^32 deep.
 */
MW_API int mw_mutex_lock(mw_mutex *mutex, int64_t deadline_ns);

/* mw_mutex_unlock — undo one lock; the last one hands it on
 *
 * Blocks   never.
 * Returns  0.  MW_ENOTOWNER: this thread does not own it.  MW_ECORRUPT.
 * Progress lock-free. Without sleepers no system call; else one.
 */
MW_API int mw_mutex_unlock(mw_mutex *mutex);

/* mw_mutex_object — the mutex as something to wait for; lives as long as it */
MW_API mw_object *mw_mutex_object(mw_mutex *mutex);

/* mw_mutex_close — give the handle back; takes NULL. It does not unlock. */
MW_API void mw_mutex_close(mw_mutex *mutex);

/* mw_thread_leave — abandon what this thread owns, as the end of the thread would
 *
 * For who tells others that a thread has ended, a moment before it has: when they
 * hear of it, its mutexes must be abandoned already. The thread may go on and lock
 * mutexes; it is another owner then.
 * Blocks   never.
 * Threads  acts on the calling thread only. Not while it waits (signal handlers).
 * Crash    as the end of the thread: what it owns is abandoned.
 */
MW_API void mw_thread_leave(void);

#ifdef __cplusplus
}
#endif

#endif
