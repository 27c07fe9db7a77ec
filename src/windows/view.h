/* SPDX-License-Identifier: MIT */
/* view.h — what a mapping's handle is, and the files behind mappings. */
#ifndef MWI_WINDOWS_VIEW_H
#define MWI_WINDOWS_VIEW_H

#include "base/arguments.h"
#include "windows/object.h"

struct mw_mapping {
        struct mw_object object;
        uint64_t size_bytes;    /* exact                                                   */
        uint32_t tag;           /* the creator's                                           */
        HANDLE   file;          /* the disk file, if this call made the mapping; or NULL   */
        uint8_t  can_write;
        uint8_t  is_file;
        uint8_t  is_lazy;       /* SEC_RESERVE: pages are there when they are committed    */
        uint8_t  is_executable;
};

/* What the arguments of a call on this handle are checked against. */
static inline struct mwi_allowed mwi_allowed_by(const struct mw_mapping *mapping)
{
        return mapping ? (struct mwi_allowed){ mapping->size_bytes, mapping->can_write,
                                               mapping->is_executable } :
                         (struct mwi_allowed){ 0 };
}

/* The disk file of a mapping that is being made. */
struct mwi_backing {
        HANDLE   file; /* NULL: none               */
        wchar_t *path; /* NULL: the caller's handle */
        int      was_made;
        uint64_t size_bytes;
};

/* Open the file that the options name, if any; make it if `make` and nobody has. */
int mwi_backing_open(const mw_mapping_options *options, uint32_t flags, int make,
                     struct mwi_backing *out_backing);
/* Close it, unless somebody took it; remove it if it was made for nothing. */
void mwi_backing_end(struct mwi_backing *backing, int failed);

uint64_t mwi_page_bytes(void);

/* Let the pages of a range be there (MW_LAZY). */
int mwi_commit(void *address, uint64_t size_bytes, uint32_t view_flags);

#endif
