/* SPDX-License-Identifier: MIT */
/* command_line.h — a command line into arguments, and arguments into one. */
#ifndef MWW_COMMAND_LINE_H
#define MWW_COMMAND_LINE_H

#include "files/file.h"

/* One block, to be freed; NULL without memory. */
char **mww_split_command_line(const char *line, int *out_count);
/* Quoted so that it splits into the same again; to be freed. */
char *mww_join_command_line(const char *const *arguments);
/* The one that the parent gave us; while the process begins. */
void mww_give_command_line(const char *line);

#endif
