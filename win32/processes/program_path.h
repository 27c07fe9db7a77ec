/* SPDX-License-Identifier: MIT */
/* program_path.h — which program a CreateProcess means. */
#ifndef MWW_PROGRAM_PATH_H
#define MWW_PROGRAM_PATH_H

#include "internal.h"

#include <limits.h>

/* application: lpApplicationName or NULL. 0, or the last error. */
DWORD mww_program_path(const char *application, const char *command_line, char out[PATH_MAX]);

/* "cmd /c COMMAND" where there is no cmd: the arguments of the shell that is here, in one
 * block; NULL: it is something else, or there is no memory. */
#define MWW_SHELL_PATH "/bin/sh"
char **mww_command_shell(const char *application, const char *command_line);

#endif
