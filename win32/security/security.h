/* SPDX-License-Identifier: MIT */
/* security.h — what the sources about security share.
 *
 * Identifiers, lists and descriptors are made as on Windows, bit by bit, so
 * that a program finds in them what it put there. Nobody else reads them.
 */
#ifndef MWW_SECURITY_SOURCES_H
#define MWW_SECURITY_SOURCES_H

#include "internal.h"

#define ERROR_ACL_INVALID         1336u
#define ERROR_SID_INVALID         1337u
#define ERROR_DESCRIPTOR_INVALID  1338u
#define ERROR_REVISION_UNKNOWN    1305u
#define ERROR_ALLOTTED_SPACE      1344u

/* An identifier of up to 15 numbers. */
typedef union mww_sid {
        SID  sid;
        BYTE bytes[SECURITY_MAX_SID_SIZE];
} mww_sid;

void mww_sid_make(mww_sid *out, BYTE authority, unsigned count, DWORD first, DWORD second);
void mww_sid_of_user(mww_sid *out, unsigned uid);
void mww_sid_of_group(mww_sid *out, unsigned gid);

/* "S-1-5-32-544", "WD", in the first length bytes of text; false: it is neither. */
bool mww_sid_from_text(const char *text, size_t length, mww_sid *out);

/* Adds an entry of any simple type; 0, or the last error. */
DWORD mww_acl_add(PACL acl, BYTE type, BYTE flags, DWORD mask, PSID sid);
size_t mww_acl_used_bytes(const ACL *acl);

#endif
