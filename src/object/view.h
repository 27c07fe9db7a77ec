/* SPDX-License-Identifier: MIT */
/* view.h — the mapped ranges of this process's mappings. */
#ifndef MWI_VIEW_H
#define MWI_VIEW_H

#include "base/arguments.h"
#include "object/object.h"

struct mw_mapping {
        struct mw_object object;        /* unnamed: control is NULL                            */
        uint64_t size_bytes;            /* exact                                               */
        uint32_t tag;                   /* the creator's, for the layer above                  */
        int      data;                  /* the file that views map                             */
        int      plain;                 /* the same file, opened without a lock; -1 until used */
        uint64_t device, inode;         /* of that file: a program may close what isn't its own */
        void    *lifeline;              /* disk file: a mapped page that holds the name        */
        uint8_t  holds_name;            /* `data` is the open file whose lock holds the name   */
        uint8_t  can_write;             /* what the descriptor allows                          */
        uint8_t  is_file;               /* its bytes are a disk file's                         */
        uint8_t  is_lazy;
        uint8_t  is_executable;
};

/* What the arguments of a call on this handle are checked against. */
static inline struct mwi_allowed mwi_allowed_by(const struct mw_mapping *mapping)
{
        return mapping ? (struct mwi_allowed){ mapping->size_bytes, mapping->can_write,
                                               mapping->is_executable } :
                         (struct mwi_allowed){ 0 };
}

/* Is a descriptor that we keep still the mapping's file? */
int mwi_mapping_has(const struct mw_mapping *mapping, int file);

/* The file that views map; MW_ECHANGED, in the words of who asks, if it isn't any more. */
int mwi_mapping_file(const struct mw_mapping *mapping, const char *what, int *out_file);

/* Where `data` holds the name: the descriptor to map a detached view from, which doesn't. */
int mwi_mapping_plain(struct mw_mapping *mapping, int *out_file);

void mwi_mapping_keep(struct mw_mapping *mapping);

/* At exit: let go the views that hold a name. */
void mwi_view_leave(void);

void mwi_view_fork_prepare(void);
void mwi_view_fork_done(void);

#endif
