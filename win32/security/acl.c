/* SPDX-License-Identifier: MIT */
/* acl.c — access lists: a header, and behind it entries of different sizes. */
#include "security.h"

static ACE_HEADER *first_entry(const ACL *acl)
{
        return (ACE_HEADER *) (uintptr_t) (acl + 1);
}

/* Sizes are what the program says, so an entry may begin anywhere. */
static WORD size_of(const ACE_HEADER *entry)
{
        WORD bytes;

        memcpy(&bytes, (const char *) entry + offsetof(ACE_HEADER, AceSize), sizeof bytes);
        return bytes;
}

static ACE_HEADER *next_entry(ACE_HEADER *entry)
{
        return (ACE_HEADER *) (void *) ((char *) entry + size_of(entry));
}

/* Where entry number index begins, or the end of the last one; NULL: the list
 * is not one. */
static ACE_HEADER *entry_at(const ACL *acl, unsigned index)
{
        const char *end = (const char *) acl + acl->AclSize;
        ACE_HEADER *entry = first_entry(acl);

        for (; index > 0; index--) {
                if ((const char *) entry + sizeof *entry > end || size_of(entry) < sizeof *entry ||
                    (const char *) entry + size_of(entry) > end)
                        return NULL;
                entry = next_entry(entry);
        }
        return entry;
}

BOOL IsValidAcl(PACL acl)
{
        return !IsBadReadPtr(acl, sizeof *acl) && acl->AclRevision >= ACL_REVISION &&
               acl->AclRevision <= ACL_REVISION_DS && acl->AclSize >= sizeof *acl &&
               !IsBadReadPtr(acl, acl->AclSize) && entry_at(acl, acl->AceCount) != NULL;
}

BOOL InitializeAcl(PACL acl, DWORD length, DWORD revision)
{
        if (length < sizeof *acl)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        if (!acl || length > 0xFFFF || revision < ACL_REVISION || revision > ACL_REVISION_DS)
                return mww_fail(ERROR_INVALID_PARAMETER);
        memset(acl, 0, sizeof *acl);
        acl->AclRevision = (BYTE) revision;
        acl->AclSize = (WORD) (length & ~3u);
        return TRUE;
}

size_t mww_acl_used_bytes(const ACL *acl)
{
        return (size_t) ((char *) entry_at(acl, acl->AceCount) - (const char *) acl);
}

DWORD mww_acl_add(PACL acl, BYTE type, BYTE flags, DWORD mask, PSID sid)
{
        size_t size = offsetof(ACCESS_ALLOWED_ACE, SidStart);
        ACCESS_ALLOWED_ACE *entry;

        if (!IsValidAcl(acl))
                return ERROR_ACL_INVALID;
        if (!IsValidSid(sid))
                return ERROR_SID_INVALID;
        size += GetLengthSid(sid);
        if (mww_acl_used_bytes(acl) + size > acl->AclSize)
                return ERROR_ALLOTTED_SPACE;
        entry = (ACCESS_ALLOWED_ACE *) (void *) entry_at(acl, acl->AceCount);
        entry->Header = (ACE_HEADER){ type, flags, (WORD) size };
        entry->Mask = mask;
        memcpy((char *) entry + offsetof(ACCESS_ALLOWED_ACE, SidStart), sid, GetLengthSid(sid));
        acl->AceCount++;
        return ERROR_SUCCESS;
}

static BOOL add(PACL acl, DWORD revision, BYTE type, DWORD flags, DWORD mask, PSID sid)
{
        DWORD error = revision < ACL_REVISION || revision > ACL_REVISION_DS ?
                              ERROR_REVISION_MISMATCH :
                              mww_acl_add(acl, type, (BYTE) flags, mask, sid);

        return error ? mww_fail(error) : TRUE;
}

BOOL AddAccessAllowedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid)
{
        return add(acl, revision, ACCESS_ALLOWED_ACE_TYPE, flags, mask, sid);
}

BOOL AddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid)
{
        return add(acl, revision, ACCESS_ALLOWED_ACE_TYPE, 0, mask, sid);
}

BOOL AddAccessDeniedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid)
{
        return add(acl, revision, ACCESS_DENIED_ACE_TYPE, flags, mask, sid);
}

BOOL AddAccessDeniedAce(PACL acl, DWORD revision, DWORD mask, PSID sid)
{
        return add(acl, revision, ACCESS_DENIED_ACE_TYPE, 0, mask, sid);
}

BOOL GetAce(PACL acl, DWORD index, LPVOID *out_entry)
{
        if (!IsValidAcl(acl) || !out_entry || index >= acl->AceCount)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_entry = entry_at(acl, index);
        return TRUE;
}

BOOL DeleteAce(PACL acl, DWORD index)
{
        ACE_HEADER *entry;
        char *behind;

        if (!IsValidAcl(acl) || index >= acl->AceCount)
                return mww_fail(ERROR_INVALID_PARAMETER);
        entry = entry_at(acl, index);
        behind = (char *) next_entry(entry);
        memmove(entry, behind, (size_t) ((char *) entry_at(acl, acl->AceCount) - behind));
        acl->AceCount--;
        return TRUE;
}

BOOL GetAclInformation(PACL acl, LPVOID out, DWORD length, ACL_INFORMATION_CLASS class)
{
        ACL_SIZE_INFORMATION size;

        if (!IsValidAcl(acl) || !out)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (class == AclRevisionInformation) {
                if (length < sizeof(ACL_REVISION_INFORMATION))
                        return mww_fail(ERROR_INSUFFICIENT_BUFFER);
                ((ACL_REVISION_INFORMATION *) out)->AclRevision = acl->AclRevision;
                return TRUE;
        }
        if (class != AclSizeInformation)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (length < sizeof size)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        size.AceCount = acl->AceCount;
        size.AclBytesInUse = (DWORD) mww_acl_used_bytes(acl);
        size.AclBytesFree = acl->AclSize - size.AclBytesInUse;
        memcpy(out, &size, sizeof size);
        return TRUE;
}
