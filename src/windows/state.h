/* SPDX-License-Identifier: MIT */
/* state.h — what one object is like, by its name. */
#ifndef MWI_WINDOWS_STATE_H
#define MWI_WINDOWS_STATE_H

#include "windows/object.h"

/* Look at it, for a moment, changing nothing. `name` is without prefix.
 * 0, or MW_ENOTFOUND: there is no such object of this kind (any more). */
int mwi_state_of(uint32_t scope, uint32_t kind, const char *name, mw_object_info *out_info);

/* A handle to look at it; MW_ENOTFOUND, or MW_EACCES: it is there, and not for us. */
int mwi_state_open(uint32_t scope, uint32_t kind, const char *name, HANDLE *out_handle);

#endif
