/* SPDX-License-Identifier: MIT */
/* name.h — from "Local\\cam" to a namespace and a file name, and back. */
#ifndef MWI_NAME_H
#define MWI_NAME_H

#include <stdint.h>

#include <mapwire/base.h>

#include "base/limits.h"

/* A name that has been checked. */
struct mwi_name {
        uint32_t scope;                            /* MW_SCOPE_*                            */
        uint32_t bytes;                            /* of text                               */
        const char *text;                          /* the caller's string, past the prefix  */
        char file[MWI_FILE_NAME_MAX_BYTES + 1];    /* how it is called on disk              */
        char quoted[96];                           /* for messages: printable, shortened    */
};

/* Check a name. `what` names the call in the message. 0, or MW_ENAME and the line
 * that says what is wrong with it. `file` is not filled in. */
int mwi_name_check(const char *what, const char *name, struct mwi_name *out_name);

/* The same, and find its file name. */
int mwi_name_parse(const char *what, const char *name, struct mwi_name *out_name);

/* Turn a file name back into the object's name. Returns its length, or -1 when
 * the file name is not ours, or was too long to be kept whole (then the control
 * page has it). out_text has room for MW_NAME_MAX_BYTES + 1. */
int mwi_name_decode(const char *file, char *out_text);

/* "Local\" or "Global\", for messages. */
const char *mwi_scope_prefix(uint32_t scope);

#endif
