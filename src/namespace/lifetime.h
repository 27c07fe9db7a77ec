/* SPDX-License-Identifier: MIT */
/* lifetime.h — a name lives exactly as long as somebody holds it. */
#ifndef MWI_LIFETIME_H
#define MWI_LIFETIME_H

#include <stdint.h>

#include "layout.h"

struct mwi_os_stat;
struct mwi_life;

/* What is to be opened or made. */
struct mwi_life_want {
        const char *what;        /* the call, for messages                                      */
        const char *quoted;      /* the name, for messages                                      */
        const char *file;        /* its file                                                    */
        uint32_t scope;
        uint32_t kind;           /* MW_KIND_*                                                   */
        int may_create;          /* make it if nobody has it                                    */
        int must_create;         /* MW_EEXIST if somebody has it                                */
        int read_only;
        int any_owner;           /* also another user's, and his leftover if it can't be removed */
        uint32_t mode;           /* of a new file                                               */
        uint64_t data_bytes;     /* of a new file, before the control page; rounded up here     */
        int lazy;                /* no space for the data                                       */
        uint64_t registry_id;    /* the registry that its words must refer to; 0 = any          */
        struct mw_control_shm *copy; /* where to read or build the control page, for who needs
                                      * no words of it; NULL: map it                            */
        /* Fill in the control page of a new object. May fail. */
        int (*build)(void *context, struct mwi_life *life);
        void *context;
};

/* What it became. `file` holds the name, and so does the mapping of the control
 * page, if it is mapped: keep the one, the other, or both. */
struct mwi_life {
        int file;
        int was_created;
        struct mw_control_shm *control; /* the mapped page, or want->copy                       */
        int is_mapped;
        uint64_t device, inode;
        uint64_t data_bytes;     /* rounded up to pages: where the control page begins          */
        uint32_t owner, mode;    /* of the file                                                 */
};

/* Open or make it. 0, or MW_E…; the line for people is written. */
int mwi_life_open(const struct mwi_life_want *want, struct mwi_life *out_life);

/* To be called after we let go of it: if nobody else holds it, remove it.
 * inode 0: whatever object of ours has this file name now. deadline_ns: how long to
 * wait for who is just opening it. Returns 1 if it was removed, 0 if not. */
int mwi_life_reap(uint32_t scope, const char *file, uint64_t inode, int64_t deadline_ns,
                  int dry_run, uint64_t *out_bytes);

/* A file that nobody holds: may we take it for what dead holders of ours left? */
int mwi_life_is_ours(uint32_t scope, int file, const struct mwi_os_stat *st);

/* Unmap and close what was opened, without a thought for the name. */
void mwi_life_forget(struct mwi_life *life);

/* The size of the mapped control page: a page of this system. */
size_t mwi_control_map_bytes(void);

#endif
