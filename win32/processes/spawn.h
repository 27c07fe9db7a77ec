/* SPDX-License-Identifier: MIT */
/* spawn.h — what CreateProcess is asked for, in bytes. */
#ifndef MWW_SPAWN_H
#define MWW_SPAWN_H

#include "inherit.h"

typedef struct mww_spawn {
        const char *application;  /* or NULL                          */
        const char *command_line; /* or NULL                          */
        const char *search;       /* whose first word is the program; NULL: the line's */
        const void *environment;  /* a block as the flags say; NULL   */
        const char *directory;    /* or NULL                          */
        const char *title;        /* or NULL                          */
        DWORD       flags;        /* CREATE_x                         */
        bool        inherits;
        bool        inherit_process; /* the new handles themselves    */
        bool        inherit_thread;
        bool        uses_standard;
        HANDLE      standard[3];
        mww_startup startup;
        const struct _PROC_THREAD_ATTRIBUTE_LIST *attributes; /* or NULL */
} mww_spawn;

/* attribute_list.c: which handles the child gets; 0, or a last error. */
DWORD mww_attributes_read(const struct _PROC_THREAD_ATTRIBUTE_LIST *list, bool inherits,
                          mww_handle_choice *out_choice);

DWORD mww_spawn_process(const mww_spawn *spawn, PROCESS_INFORMATION *out);

#endif
