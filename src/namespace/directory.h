/* SPDX-License-Identifier: MIT */
/* directory.h — where a namespace's files are, and whether it may be trusted. */
#ifndef MWI_DIRECTORY_H
#define MWI_DIRECTORY_H

#include <stdint.h>

#include <mapwire/inspect.h>

/* The directory of a scope: path now, open descriptor once it was needed. */
struct mwi_directory {
        const char *path;
        uint32_t    scope;
        int         is_default;  /* nobody asked for this path: we may remove it      */
        int         is_shared;   /* root's: other users work here, too                */
};

/* Get the descriptor of a scope's directory, checked and open; make it first if
 * `make`. MW_ENOTFOUND: there is none. MW_EUNTRUSTED: it is another user's.
 * The descriptor is this process's own and stays open; don't close it. */
int mwi_directory(uint32_t scope, int make, int *out_directory);

/* What is known of it without opening it. */
const struct mwi_directory *mwi_directory_info(uint32_t scope);

/* Remove the default directories if they are ours and empty. */
void mwi_directory_leave(void);

void mwi_directory_fork_prepare(void);
void mwi_directory_fork_done(void);

#endif
