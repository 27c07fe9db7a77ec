/* SPDX-License-Identifier: MIT */
/* sid.c — security identifiers. A user of this system is S-1-22-1-uid, a group
 * S-1-22-2-gid, as Samba has it.
 */
#include "security.h"

#include <stdlib.h>

enum { UNIX_AUTHORITY = 22 };

DWORD GetSidLengthRequired(UCHAR count)
{
        return (DWORD) (offsetof(SID, SubAuthority) + count * sizeof(DWORD));
}

/* Of any address: the three IsValidX answer no where there is no memory, as on Windows. */
BOOL IsValidSid(PSID given)
{
        const BYTE *sid = given; /* a revision, a count, aligned or not */

        return !IsBadReadPtr(sid, offsetof(SID, SubAuthority)) && sid[0] == SID_REVISION &&
               sid[1] <= SID_MAX_SUB_AUTHORITIES &&
               !IsBadReadPtr(sid, GetSidLengthRequired(sid[1]));
}

DWORD GetLengthSid(PSID given)
{
        return GetSidLengthRequired(((SID *) given)->SubAuthorityCount);
}

BOOL InitializeSid(PSID given, PSID_IDENTIFIER_AUTHORITY authority, BYTE count)
{
        SID *sid = given;

        if (!sid || !authority || count > SID_MAX_SUB_AUTHORITIES)
                return mww_fail(ERROR_INVALID_PARAMETER);
        memset(sid, 0, GetSidLengthRequired(count));
        sid->Revision = SID_REVISION;
        sid->SubAuthorityCount = count;
        sid->IdentifierAuthority = *authority;
        return TRUE;
}

BOOL AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY authority, BYTE count, DWORD n0, DWORD n1,
                              DWORD n2, DWORD n3, DWORD n4, DWORD n5, DWORD n6, DWORD n7,
                              PSID *out_sid)
{
        const DWORD numbers[8] = { n0, n1, n2, n3, n4, n5, n6, n7 };
        SID *sid;

        if (!authority || !out_sid || count > 8)
                return mww_fail(count > 8 ? ERROR_SID_INVALID : ERROR_INVALID_PARAMETER);
        sid = malloc(GetSidLengthRequired(count) + sizeof(DWORD));
        if (!sid)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        InitializeSid(sid, authority, count);
        memcpy(sid->SubAuthority, numbers, count * sizeof(DWORD));
        *out_sid = sid;
        return TRUE;
}

PVOID FreeSid(PSID sid)
{
        free(sid);
        return NULL;
}

BOOL EqualSid(PSID a, PSID b)
{
        return a && b && GetLengthSid(a) == GetLengthSid(b) && memcmp(a, b, GetLengthSid(a)) == 0;
}

BOOL CopySid(DWORD room, PSID to, PSID from)
{
        if (!IsValidSid(from))
                return mww_fail(ERROR_SID_INVALID);
        if (room < GetLengthSid(from))
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        memmove(to, from, GetLengthSid(from));
        return TRUE;
}

PDWORD GetSidSubAuthority(PSID given, DWORD index)
{
        SID *sid = given;

        return (PDWORD) (void *) ((char *) sid + offsetof(SID, SubAuthority) +
                                  index * sizeof(DWORD));
}

PUCHAR GetSidSubAuthorityCount(PSID given)
{
        return &((SID *) given)->SubAuthorityCount;
}

PSID_IDENTIFIER_AUTHORITY GetSidIdentifierAuthority(PSID given)
{
        return &((SID *) given)->IdentifierAuthority;
}

void mww_sid_make(mww_sid *out, BYTE authority, unsigned count, DWORD first, DWORD second)
{
        SID_IDENTIFIER_AUTHORITY last = { { 0, 0, 0, 0, 0, authority } };

        InitializeSid(out, &last, (BYTE) count);
        if (count > 0)
                *GetSidSubAuthority(out, 0) = first;
        if (count > 1)
                *GetSidSubAuthority(out, 1) = second;
}

void mww_sid_of_user(mww_sid *out, unsigned uid)
{
        mww_sid_make(out, UNIX_AUTHORITY, 2, 1, uid);
}

void mww_sid_of_group(mww_sid *out, unsigned gid)
{
        mww_sid_make(out, UNIX_AUTHORITY, 2, 2, gid);
}
