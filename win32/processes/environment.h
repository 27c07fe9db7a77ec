/* SPDX-License-Identifier: MIT */
/* environment.h — the variables that a child is given. */
#ifndef MWW_ENVIRONMENT_H
#define MWW_ENVIRONMENT_H

#include <stdbool.h>

/* For execve: those of the block, of CreateProcess (NULL: ours), and one more. One
 * piece of memory, to be freed; NULL without memory. */
char **mww_environment_for(const void *block, bool is_wide, const char *extra);

#endif
