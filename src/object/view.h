/* SPDX-License-Identifier: MIT */
/* view.h — the mapped ranges of this process's mappings. */
#ifndef MWI_VIEW_H
#define MWI_VIEW_H

#include "object/object.h"

struct mw_mapping {
        struct mw_object object;        /* unnamed: control is NULL                            */
        uint64_t size_bytes;            /* exact                                               */
        uint32_t tag;                   /* the creator's, for the layer above                  */
        int      data;                  /* the file that views map                             */
        int      plain;                 /* the same file, opened without a lock; -1 until used */
        void    *lifeline;              /* disk file: a mapped page that holds the name        */
        uint8_t  holds_name;            /* `data` is the open file whose lock holds the name   */
        uint8_t  can_write;             /* what the descriptor allows                          */
        uint8_t  is_file;               /* its bytes are a disk file's                         */
        uint8_t  is_lazy;
        uint8_t  is_executable;
};

/* The descriptor to map a detached view from: it holds no name. */
int mwi_mapping_plain(struct mw_mapping *mapping, int *out_file);

void mwi_mapping_keep(struct mw_mapping *mapping);

/* At exit: let go the views that hold a name. */
void mwi_view_leave(void);

void mwi_view_fork_prepare(void);
void mwi_view_fork_done(void);

#endif
