/* SPDX-License-Identifier: MIT */
/* descriptor.c — security descriptors, of addresses or of offsets ("self-
 * relative": one block, which sddl.c makes).
 */
#include "security.h"

/* The self-relative form. */
typedef struct relative {
        BYTE revision;
        BYTE zero;
        WORD control;
        DWORD owner;
        DWORD group;
        DWORD sacl;
        DWORD dacl;
} relative;

BOOL InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR given, DWORD revision)
{
        SECURITY_DESCRIPTOR *descriptor = given;

        if (revision != SECURITY_DESCRIPTOR_REVISION)
                return mww_fail(ERROR_REVISION_UNKNOWN);
        memset(descriptor, 0, sizeof *descriptor);
        descriptor->Revision = SECURITY_DESCRIPTOR_REVISION;
        return TRUE;
}

static bool is_relative(const SECURITY_DESCRIPTOR *descriptor)
{
        return descriptor->Control & SE_SELF_RELATIVE;
}

static void *behind(const void *descriptor, DWORD offset)
{
        return offset ? (char *) (uintptr_t) descriptor + offset : NULL;
}

/* The parts, whichever the form. */
static SECURITY_DESCRIPTOR parts_of(const void *given)
{
        const relative *block = given;
        SECURITY_DESCRIPTOR parts;

        if (!is_relative(given))
                return *(const SECURITY_DESCRIPTOR *) given;
        memset(&parts, 0, sizeof parts);
        parts.Revision = block->revision;
        parts.Control = block->control;
        parts.Owner = behind(block, block->owner);
        parts.Group = behind(block, block->group);
        parts.Sacl = behind(block, block->sacl);
        parts.Dacl = behind(block, block->dacl);
        return parts;
}

/* As much of it as its form has. */
static bool is_there(const void *given)
{
        return !IsBadReadPtr(given, sizeof(relative)) &&
               (is_relative(given) || !IsBadReadPtr(given, sizeof(SECURITY_DESCRIPTOR)));
}

BOOL IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR given)
{
        SECURITY_DESCRIPTOR parts;
        bool valid = is_there(given) && *(BYTE *) given == SECURITY_DESCRIPTOR_REVISION;

        if (valid) {
                parts = parts_of(given);
                valid = (!parts.Owner || IsValidSid(parts.Owner)) &&
                        (!parts.Group || IsValidSid(parts.Group)) &&
                        (!parts.Dacl || IsValidAcl(parts.Dacl)) &&
                        (!parts.Sacl || IsValidAcl(parts.Sacl));
        }
        return valid ? TRUE : mww_fail(ERROR_DESCRIPTOR_INVALID);
}

DWORD GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR given)
{
        SECURITY_DESCRIPTOR parts = parts_of(given);
        DWORD length = is_relative(given) ? sizeof(relative) : sizeof(SECURITY_DESCRIPTOR);

        length += parts.Owner ? (GetLengthSid(parts.Owner) + 3) & ~3u : 0;
        length += parts.Group ? (GetLengthSid(parts.Group) + 3) & ~3u : 0;
        length += parts.Sacl ? (parts.Sacl->AclSize + 3u) & ~3u : 0;
        length += parts.Dacl ? (parts.Dacl->AclSize + 3u) & ~3u : 0;
        return length;
}

BOOL GetSecurityDescriptorControl(PSECURITY_DESCRIPTOR given,
                                  PSECURITY_DESCRIPTOR_CONTROL out_control, LPDWORD out_revision)
{
        const SECURITY_DESCRIPTOR *descriptor = given;

        if (!given || !out_control || !out_revision)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_control = descriptor->Control;
        *out_revision = descriptor->Revision;
        return TRUE;
}

/* 0, or why this descriptor can't be changed. */
static DWORD check_change(const SECURITY_DESCRIPTOR *descriptor)
{
        if (!descriptor || descriptor->Revision != SECURITY_DESCRIPTOR_REVISION)
                return ERROR_REVISION_UNKNOWN;
        return is_relative(descriptor) ? ERROR_DESCRIPTOR_INVALID : ERROR_SUCCESS;
}

static void mark(SECURITY_DESCRIPTOR *descriptor, WORD bit, BOOL is)
{
        descriptor->Control = (WORD) (is ? descriptor->Control | bit : descriptor->Control & ~bit);
}

BOOL SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR given, BOOL present, PACL acl, BOOL defaulted)
{
        SECURITY_DESCRIPTOR *descriptor = given;

        if (check_change(descriptor))
                return mww_fail(check_change(descriptor));
        mark(descriptor, SE_DACL_PRESENT, present);
        mark(descriptor, SE_DACL_DEFAULTED, present && defaulted);
        descriptor->Dacl = present ? acl : NULL;
        return TRUE;
}

BOOL SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR given, BOOL present, PACL acl, BOOL defaulted)
{
        SECURITY_DESCRIPTOR *descriptor = given;

        if (check_change(descriptor))
                return mww_fail(check_change(descriptor));
        mark(descriptor, SE_SACL_PRESENT, present);
        mark(descriptor, SE_SACL_DEFAULTED, present && defaulted);
        descriptor->Sacl = present ? acl : NULL;
        return TRUE;
}

BOOL SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR given, PSID owner, BOOL defaulted)
{
        SECURITY_DESCRIPTOR *descriptor = given;

        if (check_change(descriptor))
                return mww_fail(check_change(descriptor));
        mark(descriptor, SE_OWNER_DEFAULTED, owner && defaulted);
        descriptor->Owner = owner;
        return TRUE;
}

BOOL SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR given, PSID group, BOOL defaulted)
{
        SECURITY_DESCRIPTOR *descriptor = given;

        if (check_change(descriptor))
                return mww_fail(check_change(descriptor));
        mark(descriptor, SE_GROUP_DEFAULTED, group && defaulted);
        descriptor->Group = group;
        return TRUE;
}

static BOOL get_acl(const void *given, WORD present, WORD defaulted, PACL acl, LPBOOL out_present,
                    PACL *out_acl, LPBOOL out_defaulted)
{
        const SECURITY_DESCRIPTOR *descriptor = given;

        *out_present = (descriptor->Control & present) != 0;
        if (*out_present) {
                *out_acl = acl;
                *out_defaulted = (descriptor->Control & defaulted) != 0;
        }
        return TRUE;
}

BOOL GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR given, LPBOOL out_present, PACL *out_acl,
                               LPBOOL out_defaulted)
{
        if (!given || !out_present || !out_acl || !out_defaulted)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return get_acl(given, SE_DACL_PRESENT, SE_DACL_DEFAULTED, parts_of(given).Dacl, out_present,
                       out_acl, out_defaulted);
}

BOOL GetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR given, LPBOOL out_present, PACL *out_acl,
                               LPBOOL out_defaulted)
{
        if (!given || !out_present || !out_acl || !out_defaulted)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return get_acl(given, SE_SACL_PRESENT, SE_SACL_DEFAULTED, parts_of(given).Sacl, out_present,
                       out_acl, out_defaulted);
}

BOOL GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR given, PSID *out_owner, LPBOOL out_defaulted)
{
        if (!given || !out_owner || !out_defaulted)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_owner = parts_of(given).Owner;
        *out_defaulted = (parts_of(given).Control & SE_OWNER_DEFAULTED) != 0;
        return TRUE;
}

BOOL GetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR given, PSID *out_group, LPBOOL out_defaulted)
{
        if (!given || !out_group || !out_defaulted)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_group = parts_of(given).Group;
        *out_defaulted = (parts_of(given).Control & SE_GROUP_DEFAULTED) != 0;
        return TRUE;
}
