/* SPDX-License-Identifier: MIT */
/* semaphore.h — a count of units that processes give and take.
 *
 *      mw_semaphore *free_slots;
 *
 *      mw_semaphore_open("slots", 4, 4, MW_CREATE, NULL, &free_slots);
 *      mw_semaphore_wait(free_slots, MW_NEVER);           takes one
 *      mw_semaphore_release(free_slots, 1, NULL);         gives one back
 *
 * A unit has no owner: any thread may release. A process that dies keeps the
 * units that it took (use a mutex where that is not wanted).
 */
#ifndef MAPWIRE_SEMAPHORE_H
#define MAPWIRE_SEMAPHORE_H

#include <mapwire/base.h>
#include <mapwire/wait.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_semaphore mw_semaphore;

/* mw_semaphore_open — get a handle to a semaphore; make it if MW_CREATE says so
 *
 * Units    units: 0 <= initial_count <= max_count, 1 <= max_count <=
 *          MW_SEMAPHORE_MAX. Both are ignored when it exists (0, 0 will do
 *          without MW_CREATE).
 * Blocks, Returns, Crash: as mw_event_open(); flags MW_CREATE, MW_EXCLUSIVE.
 */
MW_API int mw_semaphore_open(const char *name, uint32_t initial_count, uint32_t max_count,
                             uint32_t flags, const mw_options *options,
                             mw_semaphore **out_semaphore);

/* mw_semaphore_release — give units, all at once
 *
 * Units    count: at least 1.
 *          *out_previous_count: the count before; may be NULL.
 * Blocks   never.
 * Returns  0.  MW_EFULL: it would exceed the maximum; nothing changed.
 * Crash    all units are given or none.
 * Progress lock-free. Without sleepers no system call; else one.
 */
MW_API int mw_semaphore_release(mw_semaphore *semaphore, uint32_t count,
                                uint32_t *out_previous_count);

/* mw_semaphore_wait — take one unit; as mw_wait() with MW_SPIN_DEFAULT */
MW_API int mw_semaphore_wait(mw_semaphore *semaphore, int64_t deadline_ns);

/* mw_semaphore_object — the semaphore as something to wait for */
MW_API mw_object *mw_semaphore_object(mw_semaphore *semaphore);

/* mw_semaphore_close — give the handle back; takes NULL. */
MW_API void mw_semaphore_close(mw_semaphore *semaphore);

#ifdef __cplusplus
}
#endif

#endif
