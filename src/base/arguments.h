/* SPDX-License-Identifier: MIT */
/* arguments.h — what every system asks of the arguments of the public functions.
 *
 * A handle is another thing on each system, so these take what they need of it. Each
 * returns 0, or what the public function returns, with the line of mw_last_error() set.
 */
#ifndef MWI_ARGUMENTS_H
#define MWI_ARGUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include <mapwire/inspect.h>
#include <mapwire/mapping.h>
#include <mapwire/wait.h>

#include "base/error.h"

/* What a mapping's handle allows. */
struct mwi_allowed {
        uint64_t size_bytes;
        int can_write, is_executable;
};

/* mw_mapping_open(). has_descriptor: do the options, which are sound, name one? */
int mwi_check_mapping_open(const char *what, const char *name, uint64_t size_bytes, uint32_t flags,
                           const mw_mapping_options *options,
                           int (*has_descriptor)(const mw_mapping_options *options),
                           mw_mapping *const *out_mapping);

/* mw_view_map(), and its twin for reserving; `allowed` is NULL if the mapping is. */
int mwi_check_map(const struct mwi_allowed *allowed, uint64_t offset_bytes, uint64_t size_bytes,
                  uint32_t flags, void *const *address);
int mwi_check_commit(const struct mwi_allowed *allowed, uint64_t offset_bytes, uint64_t size_bytes);

/* Give the caller as much as his structure has room for. */
int mwi_hand_out_object(const mw_object_info *info, mw_object_info *out_info);
int mwi_check_view_info(const mw_view_info *out_info);
void mwi_hand_out_view(const mw_view_info *info, mw_view_info *out_info);

/* ---- waits: inline, since they are short and often asked -------------------------------- */

static inline int mwi_check_deadline(int64_t deadline_ns, int64_t spin_ns)
{
        return deadline_ns < 0 || spin_ns < MW_SPIN_DEFAULT ?
                       mwi_fail(MW_EINVAL, "wait: the deadline or the time to spin is negative") :
                       MW_OK;
}

/* is_read_only: what is, can be waited for alone only. */
static inline int mwi_check_many(mw_object *const *objects, uint32_t count,
                                 int (*is_read_only)(const mw_object *object))
{
        if (!objects || count < 1 || count > MW_WAIT_MAX_OBJECTS)
                return mwi_fail(MW_EINVAL, "wait: %u objects (1 to %u)", count,
                                MW_WAIT_MAX_OBJECTS);
        for (uint32_t i = 0; i < count; i++) {
                if (!objects[i])
                        return mwi_fail(MW_EINVAL, "wait: object %u is NULL", i);
                if (is_read_only(objects[i]))
                        return mwi_fail(MW_EACCES,
                                        "wait: object %u was opened read-only, which can only be "
                                        "waited for alone",
                                        i);
        }
        return MW_OK;
}

#endif
