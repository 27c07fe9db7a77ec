/* SPDX-License-Identifier: MIT */
/* profile.h — initialisation files, as their sources share them.
 *
 *      profile_file.c  the text of a file: sections, keys, changes
 *      profile.c       GetPrivateProfileString and its kin
 */
#ifndef MWW_PROFILE_H
#define MWW_PROFILE_H

#include "file.h"

/* A file's text while it is open: UTF-8, whatever the file has. Ended by NUL. */
typedef struct mww_profile {
        int    descriptor;
        char  *text;
        size_t bytes;
        bool   is_utf16; /* it has that mark at its beginning */
} mww_profile;

/* Some text without an end of its own. */
typedef struct mww_span {
        const char *at;
        size_t      bytes;
} mww_span;

/* A line as Windows understands it, blanks at its ends gone. */
typedef struct mww_line {
        enum { MWW_LINE_EMPTY, MWW_LINE_SECTION, MWW_LINE_KEY } sort; /* a comment is empty */
        mww_span name;  /* of a section or a key                     */
        mww_span value; /* of a key; at is NULL: there is no '='     */
        size_t   begin; /* where the line stands, its end included   */
        size_t   end;
} mww_line;

/* 0 or a last error. To write: it is made if need be, and locked until it is closed. */
DWORD mww_profile_open(const char *given, bool writes, mww_profile *out_profile);
void mww_profile_close(mww_profile *profile);
/* The line at *inout_at, which moves behind it; false: that was all. */
bool mww_profile_line(const mww_profile *profile, size_t *inout_at, mww_line *out_line);
/* *out_at: behind the section's heading; false: there is none. */
bool mww_profile_section(const mww_profile *profile, const char *name, size_t *out_at,
                         mww_line *out_heading);
/* The text from begin to end becomes another, on the disk, too; 0 or a last error. */
DWORD mww_profile_replace(mww_profile *profile, size_t begin, size_t end, const char *with);

static inline bool mww_span_is(mww_span span, const char *name)
{
        return strlen(name) == span.bytes && strncasecmp(span.at, name, span.bytes) == 0;
}

#endif
