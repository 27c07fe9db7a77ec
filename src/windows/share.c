/* SPDX-License-Identifier: MIT */
/* share.c — there is nothing here to share by: Windows has DuplicateHandle().
 *
 * A share is a few bytes and a descriptor that a socket carries. Handles of Windows
 * travel otherwise: one process puts them into the other, which it must be allowed to
 * open. So these calls refuse, and say so (docs/porting.md).
 */
#include <mapwire/share.h>

#include "windows/object.h"

static int refuse(const char *what)
{
        return mwi_fail(MW_ENOTSUP,
                        "%s: Windows has no descriptors that travel (open it by name in the other "
                        "process, or give it a handle with DuplicateHandle)",
                        what);
}

int mw_share_object(mw_object *object, mw_share *out_share)
{
        return refuse("share");
}

int mw_share_mapping(mw_mapping *mapping, mw_share *out_share)
{
        return refuse("share");
}

int mw_share_open_event(const mw_share *share, mw_event **out_event)
{
        return refuse("open share");
}

int mw_share_open_mutex(const mw_share *share, mw_mutex **out_mutex)
{
        return refuse("open share");
}

int mw_share_open_semaphore(const mw_share *share, mw_semaphore **out_semaphore)
{
        return refuse("open share");
}

int mw_share_open_mapping(const mw_share *share, mw_mapping **out_mapping)
{
        return refuse("open share");
}

void mw_share_close(mw_share *share)
{
        if (share)
                share->descriptor = -1;
}
