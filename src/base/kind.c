/* SPDX-License-Identifier: MIT */
/* kind.c — what kinds of object are called. */
#include <mapwire/inspect.h>

#include "base/macro.h"

const char *mw_kind_name(uint32_t kind)
{
        static const char *const names[] = { "unknown", "mapping",   "event",
                                             "mutex",   "semaphore", "timer" };

        return names[kind < MWI_COUNT(names) ? kind : 0];
}
