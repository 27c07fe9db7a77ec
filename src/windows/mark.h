/* SPDX-License-Identifier: MIT */
/* mark.h — what mapwire must know of an object and the kernel doesn't keep. */
#ifndef MWI_WINDOWS_MARK_H
#define MWI_WINDOWS_MARK_H

#include "windows/system.h"

/* Flags of a mark. */
enum { MWI_MARK_AUTO_RESET = 1, MWI_MARK_FOR_READERS = 2 };

struct mwi_mark {
        uint32_t magic;           /* 0: there is none */
        uint32_t flags;
        uint32_t tag;             /* mapping          */
        uint32_t creator_pid;
        uint64_t id;
        uint64_t size_bytes;      /* mapping: exact   */
        int64_t  created_unix_ns;
        uint8_t  owner_is_trusted; /* ours, or the system's; not a part of the mark itself */
};

/* The security of a new object: the default one, what `mode` adds to it, and the mark. */
struct mwi_security {
        SECURITY_ATTRIBUTES attributes;
        SECURITY_DESCRIPTOR descriptor;
        ACL *acl;
};
int  mwi_security_begin(const char *what, uint32_t kind, uint32_t mode, struct mwi_mark *mark,
                        struct mwi_security *out_security);
void mwi_security_end(struct mwi_security *security);

/* Read the mark of an object; needs READ_CONTROL. */
void mwi_mark_read(HANDLE handle, struct mwi_mark *out_mark);

uint64_t mwi_random(void);

#endif
