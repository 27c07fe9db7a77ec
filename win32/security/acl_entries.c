/* SPDX-License-Identifier: MIT */
/* acl_entries.c — aclapi.h: a list from a program's entries. An entry names its
 * trustee by identifier, or as EVERYONE or CURRENT_USER.
 */
#include "security.h"
#include "text/utf.h"

#include <aclapi.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { ERROR_NO_ACCOUNT = 1332 };

/* One entry, whatever its text is made of. */
typedef struct entry {
        DWORD mask;
        ACCESS_MODE mode;
        DWORD inheritance;
        mww_sid sid;
} entry;

static DWORD find_trustee(TRUSTEE_FORM form, const void *name, const char *text, mww_sid *out)
{
        if (form == TRUSTEE_IS_SID)
                return name && CopySid(sizeof *out, out, (PSID) (uintptr_t) name) ?
                               ERROR_SUCCESS :
                               ERROR_SID_INVALID;
        if (form != TRUSTEE_IS_NAME || !text)
                return ERROR_INVALID_PARAMETER;
        if (strcasecmp(text, "EVERYONE") == 0)
                mww_sid_make(out, 1, 1, SECURITY_WORLD_RID, 0);
        else if (strcasecmp(text, "CURRENT_USER") == 0)
                mww_sid_of_user(out, getuid());
        else
                return ERROR_NO_ACCOUNT;
        return ERROR_SUCCESS;
}

/* Denials come first, as the documentation wants; SET and REVOKE take what the
 * old list has about the trustee away. */
static DWORD build(const entry *entries, ULONG count, PACL old, PACL *out_acl)
{
        size_t size = sizeof(ACL) + (old ? mww_acl_used_bytes(old) : 0) +
                      count * (sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE);
        PACL acl = size <= 0xFFFC ? LocalAlloc(LPTR, size) : NULL;
        DWORD error = ERROR_SUCCESS;

        if (!acl)
                return ERROR_NOT_ENOUGH_MEMORY;
        InitializeAcl(acl, (DWORD) size, ACL_REVISION);
        for (int allowed = 0; allowed <= 1 && !error; allowed++)
                for (ULONG at = 0; at < count && !error; at++) {
                        const entry *one = &entries[at];

                        if (one->mode == REVOKE_ACCESS || (one->mode != DENY_ACCESS) != allowed)
                                continue;
                        error = mww_acl_add(
                                acl, allowed ? ACCESS_ALLOWED_ACE_TYPE : ACCESS_DENIED_ACE_TYPE,
                                (BYTE) one->inheritance, one->mask, (PSID) (uintptr_t) &one->sid);
                }
        for (DWORD at = 0; old && at < old->AceCount && !error; at++) {
                LPVOID found;
                ACCESS_ALLOWED_ACE *ace;
                bool is_replaced = false;

                GetAce(old, at, &found);
                ace = found;
                for (ULONG i = 0; i < count; i++)
                        is_replaced |= (entries[i].mode == SET_ACCESS ||
                                        entries[i].mode == REVOKE_ACCESS) &&
                                       EqualSid(&ace->SidStart, (PSID) (uintptr_t) &entries[i].sid);
                if (!is_replaced)
                        error = mww_acl_add(acl, ace->Header.AceType, ace->Header.AceFlags,
                                            ace->Mask, &ace->SidStart);
        }
        if (error)
                LocalFree(acl);
        else
                *out_acl = acl;
        return error;
}

DWORD SetEntriesInAclA(ULONG count, PEXPLICIT_ACCESS_A given, PACL old, PACL *out_acl)
{
        entry *entries = calloc(count + 1, sizeof *entries);
        DWORD error = entries ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;

        if (!out_acl || (count && !given) || (old && !IsValidAcl(old)))
                error = ERROR_INVALID_PARAMETER;
        for (ULONG at = 0; at < count && !error; at++) {
                entries[at].mask = given[at].grfAccessPermissions;
                entries[at].mode = given[at].grfAccessMode;
                entries[at].inheritance = given[at].grfInheritance;
                error = find_trustee(given[at].Trustee.TrusteeForm, given[at].Trustee.ptstrName,
                                     given[at].Trustee.ptstrName, &entries[at].sid);
        }
        if (!error)
                error = build(entries, count, old, out_acl);
        free(entries);
        return error;
}

DWORD SetEntriesInAclW(ULONG count, PEXPLICIT_ACCESS_W given, PACL old, PACL *out_acl)
{
        entry *entries = calloc(count + 1, sizeof *entries);
        DWORD error = entries ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;

        if (!out_acl || (count && !given) || (old && !IsValidAcl(old)))
                error = ERROR_INVALID_PARAMETER;
        for (ULONG at = 0; at < count && !error; at++) {
                const TRUSTEE_W *trustee = &given[at].Trustee;
                char *text = NULL;

                if (trustee->TrusteeForm == TRUSTEE_IS_NAME && trustee->ptstrName)
                        text = mww_utf8_of_wide(trustee->ptstrName,
                                                mww_wide_length(trustee->ptstrName, 2), 2);
                entries[at].mask = given[at].grfAccessPermissions;
                entries[at].mode = given[at].grfAccessMode;
                entries[at].inheritance = given[at].grfInheritance;
                error = find_trustee(trustee->TrusteeForm, trustee->ptstrName, text,
                                     &entries[at].sid);
                free(text);
        }
        if (!error)
                error = build(entries, count, old, out_acl);
        free(entries);
        return error;
}

void BuildExplicitAccessWithNameA(PEXPLICIT_ACCESS_A out, LPSTR name, DWORD mask, ACCESS_MODE mode,
                                  DWORD inheritance)
{
        memset(out, 0, sizeof *out);
        out->grfAccessPermissions = mask;
        out->grfAccessMode = mode;
        out->grfInheritance = inheritance;
        out->Trustee.TrusteeForm = TRUSTEE_IS_NAME;
        out->Trustee.ptstrName = name;
}

void BuildExplicitAccessWithNameW(PEXPLICIT_ACCESS_W out, LPWSTR name, DWORD mask, ACCESS_MODE mode,
                                  DWORD inheritance)
{
        memset(out, 0, sizeof *out);
        out->grfAccessPermissions = mask;
        out->grfAccessMode = mode;
        out->grfInheritance = inheritance;
        out->Trustee.TrusteeForm = TRUSTEE_IS_NAME;
        out->Trustee.ptstrName = name;
}

void BuildTrusteeWithSidA(PTRUSTEE_A out, PSID sid)
{
        memset(out, 0, sizeof *out);
        out->TrusteeForm = TRUSTEE_IS_SID;
        out->ptstrName = sid;
}

void BuildTrusteeWithSidW(PTRUSTEE_W out, PSID sid)
{
        memset(out, 0, sizeof *out);
        out->TrusteeForm = TRUSTEE_IS_SID;
        out->ptstrName = sid;
}
