/* SPDX-License-Identifier: MIT */
/* share.h — hand an object to another process: a few bytes and a descriptor.
 *
 * The giver                                    The taker
 *
 *      mw_share share;                              mw_share share;
 *      mw_event *event;                             mw_event *event;
 *
 *      mw_share_object(                             receive(&share, sizeof share,
 *              mw_event_object(event), &share);             &share.descriptor);
 *      send(&share, sizeof share,                   mw_share_open_event(&share, &event);
 *           share.descriptor);                      mw_share_close(&share);
 *      mw_share_close(&share);
 *
 * For objects without a name this is the only way to a process that is not a forked
 * child. For objects with one it closes a gap: as long as the descriptor is open
 * somewhere, be it in a message that nobody has read yet, the name and the object
 * live, even if the giver has closed its handle or has ended.
 *
 * The bytes mean the same on both sides, except `descriptor`: the number under which
 * the taker has received the giver's. Descriptors travel over a Unix socket
 * (SCM_RIGHTS), or through exec when they aren't closed by it; mapwire makes them
 * close-on-exec.
 *
 * Both processes must be in the same namespaces (the same user, or MAPWIRE_DIR).
 *
 * Threads  any.
 * Crash    a share that dies with its giver leaves at most the file of a name that
 *          nobody has, which the next open or mapwire gc removes.
 * Caveats  who can read the bytes of one unnamed object can read those of up to
 *          16,383 neighbours of the same process: give it to those you trust.
 */
#ifndef MAPWIRE_SHARE_H
#define MAPWIRE_SHARE_H

#include <mapwire/base.h>
#include <mapwire/event.h>
#include <mapwire/mapping.h>
#include <mapwire/mutex.h>
#include <mapwire/semaphore.h>
#include <mapwire/timer.h>
#include <mapwire/wait.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What travels. All of it is plain bytes, without pointers. */
typedef struct mw_share {
        uint32_t struct_size;   /* sizeof(mw_share)                                          */
        uint32_t kind;          /* MW_KIND_*                                                 */
        uint32_t flags;         /* how the taker opens it, MW_READ_ONLY and such             */
        int32_t  descriptor;    /* of this process; -1 = none                                */
        uint64_t id;            /* mw_object_id(), the same in both processes                */
        uint64_t registry_id;   /* the namespace of an unnamed object                        */
        uint64_t offset_bytes;  /* unnamed, with words: where they are                       */
        uint64_t size_bytes;    /* unnamed mapping                                           */
        uint32_t max_count;     /* unnamed semaphore                                         */
        uint32_t tag;           /* unnamed mapping                                           */
        char     name[MW_NAME_MAX_BYTES + 8]; /* with Global\ if it is there; "" = unnamed    */
} mw_share;

/* mw_share_object, mw_share_mapping — make what the other process needs
 *
 * Shape    object: of an event, a mutex, a semaphore or a timer.
 * Blocks   no, but for a name waits up to 2 s for a process that is just opening or
 *          closing it; then MW_EBUSY.
 * Returns  0.  MW_ENOTSUP: this object lies in memory without a descriptor, since
 *          none was to be had when it was made.  MW_ELIMIT: too many descriptors.
 *          MW_EINVAL: NULL.
 */
MW_API int mw_share_object(mw_object *object, mw_share *out_share);
MW_API int mw_share_mapping(mw_mapping *mapping, mw_share *out_share);

/* mw_share_open_event, _mutex, _semaphore, _timer, _mapping — a handle to it
 *
 * Shape    the share stays the caller's to close.
 * Blocks   as opening by name.
 * Returns  0.  MW_EKIND: it is something else.  MW_ECHANGED: the giver is in other
 *          namespaces.  MW_ECORRUPT: these are not the bytes of a share.
 *          Others as opening by name.
 */
MW_API int mw_share_open_event(const mw_share *share, mw_event **out_event);
MW_API int mw_share_open_mutex(const mw_share *share, mw_mutex **out_mutex);
MW_API int mw_share_open_semaphore(const mw_share *share, mw_semaphore **out_semaphore);
MW_API int mw_share_open_timer(const mw_share *share, mw_timer **out_timer);
MW_API int mw_share_open_mapping(const mw_share *share, mw_mapping **out_mapping);

/* mw_share_close — close the descriptor; takes NULL, and a share twice
 *
 * Blocks   as mw_event_close(), when it was the last hold on a name.
 */
MW_API void mw_share_close(mw_share *share);

#ifdef __cplusplus
}
#endif

#endif
