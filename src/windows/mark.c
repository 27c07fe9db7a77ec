/* SPDX-License-Identifier: MIT */
/* mark.c — what mapwire must know of an object and the kernel doesn't keep: a mapping's
 * exact size (the kernel rounds it up to pages), the number that its creator put on
 * it, an identity, when it was made.
 *
 * What it is: one more entry in the object's access list. It allows nothing but to read
 * that list, to a subject that can't exist: a SID under the authority that Windows
 * leaves to resource managers (S-1-9-...), whose parts are our numbers. So it is made
 * together with the object in one step, dies with it, stands beside no file and no
 * second name, and no program that isn't looking for it meets it.
 *
 * Who writes: the creator, once. The object's owner may change the list as he may any
 * of his; so what is read here is checked against what the kernel says (mapping.c),
 * and nothing hangs on it but what he could do to us anyway.
 *
 * An object that another program made has none. Its size is then the kernel's.
 *
 * If a process dies: the list goes with the object.
 */
#include "windows/mark.h"

#include <stdlib.h>
#include <string.h>

#include "windows/object.h"

enum {
        MARK_MAGIC = 0x4d574d31, /* "MWM1" */
        /* the parts of the SID, in their order */
        AT_MAGIC = 0,
        AT_FLAGS,
        AT_TAG,
        AT_PID,
        AT_ID,
        AT_SIZE = AT_ID + 2,
        AT_CREATED = AT_SIZE + 2,
        PARTS = AT_CREATED + 2,
        ACL_ROOM = 4096
};
static const SID_IDENTIFIER_AUTHORITY authority = { SECURITY_RESOURCE_MANAGER_AUTHORITY };

uint64_t mwi_random(void)
{
        uint64_t value = 0;

        if (!RtlGenRandom(&value, sizeof value))
                value = (uint64_t) mw_now_ns() << 20 ^ GetCurrentThreadId();
        return value;
}

/* ---- the access list of a new object --------------------------------------------- */

/* What reading and writing mean for this kind; executing goes with reading a mapping. */
static DWORD rights_of(uint32_t kind, uint32_t bits, uint32_t flags)
{
        int can_write = (bits & 6) == 6;

        if (!(bits & 4))
                return 0;
        switch (kind) {
        case MW_KIND_MAPPING:
                return STANDARD_RIGHTS_READ | SECTION_QUERY | SECTION_MAP_READ |
                       (can_write ? SECTION_MAP_WRITE : 0) | (bits & 1 ? SECTION_MAP_EXECUTE : 0);
        case MW_KIND_EVENT:
                return STANDARD_RIGHTS_READ | 1 /* EVENT_QUERY_STATE */ |
                       (can_write || flags & MWI_MARK_FOR_READERS ? SYNCHRONIZE : 0) |
                       (can_write ? EVENT_MODIFY_STATE : 0);
        case MW_KIND_MUTEX:
                return STANDARD_RIGHTS_READ | MUTEX_MODIFY_STATE | (can_write ? SYNCHRONIZE : 0);
        case MW_KIND_SEMAPHORE:
                return STANDARD_RIGHTS_READ | 1 /* SEMAPHORE_QUERY_STATE */ |
                       (can_write ? SYNCHRONIZE | SEMAPHORE_MODIFY_STATE : 0);
        default:
                return STANDARD_RIGHTS_READ | TIMER_QUERY_STATE |
                       (can_write ? SYNCHRONIZE | TIMER_MODIFY_STATE : 0);
        }
}

/* A piece of what the token says of us; free() it. NULL: no memory. */
static void *ask_token(TOKEN_INFORMATION_CLASS class)
{
        DWORD size = 0;
        HANDLE token;
        void *data;

        if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token) &&
            !OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
                return NULL;
        GetTokenInformation(token, class, NULL, 0, &size);
        data = malloc(size + 1);
        if (data && !GetTokenInformation(token, class, data, size, &size)) {
                free(data);
                data = NULL;
        }
        CloseHandle(token);
        return data;
}

/* What any object of this program gets when nothing is said. */
static int add_defaults(ACL *acl)
{
        TOKEN_DEFAULT_DACL *defaults = ask_token(TokenDefaultDacl);
        TOKEN_USER *user;
        void *ace;
        int is_done = defaults && defaults->DefaultDacl;

        for (DWORD i = 0; is_done && i < defaults->DefaultDacl->AceCount; i++)
                is_done = GetAce(defaults->DefaultDacl, i, &ace) &&
                          AddAce(acl, ACL_REVISION, MAXDWORD, ace, ((ACE_HEADER *) ace)->AceSize);
        if (!is_done && (user = ask_token(TokenUser))) {
                is_done = AddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, user->User.Sid);
                free(user);
        }
        free(defaults);
        return is_done;
}

/* The group's and everybody's bits of `mode`. */
static int add_mode(ACL *acl, uint32_t kind, uint32_t mode, uint32_t flags)
{
        DWORD group_rights = rights_of(kind, mode >> 3 & 7, flags);
        DWORD other_rights = rights_of(kind, mode & 7, flags);
        unsigned char everyone[SECURITY_MAX_SID_SIZE];
        DWORD size = sizeof everyone;
        int is_done = 1;

        if (group_rights) {
                TOKEN_PRIMARY_GROUP *group = ask_token(TokenPrimaryGroup);

                is_done = group &&
                          AddAccessAllowedAce(acl, ACL_REVISION, group_rights, group->PrimaryGroup);
                free(group);
        }
        if (is_done && other_rights)
                is_done = CreateWellKnownSid(WinWorldSid, NULL, everyone, &size) &&
                          AddAccessAllowedAce(acl, ACL_REVISION, other_rights, everyone);
        return is_done;
}

static void put(SID *sid, DWORD at, uint64_t value)
{
        *GetSidSubAuthority(sid, at) = (DWORD) value;
        *GetSidSubAuthority(sid, at + 1) = (DWORD) (value >> 32);
}

static int add_mark(ACL *acl, const struct mwi_mark *mark)
{
        union {
                SID sid;
                unsigned char room[SECURITY_MAX_SID_SIZE];
        } subject;

        if (!InitializeSid(&subject.sid, (SID_IDENTIFIER_AUTHORITY *) &authority, PARTS))
                return 0;
        *GetSidSubAuthority(&subject.sid, AT_MAGIC) = MARK_MAGIC;
        *GetSidSubAuthority(&subject.sid, AT_FLAGS) = mark->flags;
        *GetSidSubAuthority(&subject.sid, AT_TAG) = mark->tag;
        *GetSidSubAuthority(&subject.sid, AT_PID) = mark->creator_pid;
        put(&subject.sid, AT_ID, mark->id);
        put(&subject.sid, AT_SIZE, mark->size_bytes);
        put(&subject.sid, AT_CREATED, (uint64_t) mark->created_unix_ns);
        return AddAccessAllowedAce(acl, ACL_REVISION, READ_CONTROL, &subject.sid);
}

int mwi_security_begin(const char *what, uint32_t kind, uint32_t mode, struct mwi_mark *mark,
                       struct mwi_security *out_security)
{
        mark->magic = MARK_MAGIC;
        mark->id = mwi_random();
        mark->creator_pid = GetCurrentProcessId();
        mark->created_unix_ns = mwi_unix_ns();
        if (!(out_security->acl = calloc(1, ACL_ROOM)))
                return mwi_fail(MW_ENOMEM, "%s: no memory for an access list", what);
        if (!InitializeAcl(out_security->acl, ACL_ROOM, ACL_REVISION) ||
            !add_defaults(out_security->acl) ||
            !add_mode(out_security->acl, kind, mode, mark->flags) ||
            !add_mark(out_security->acl, mark) ||
            !InitializeSecurityDescriptor(&out_security->descriptor,
                                          SECURITY_DESCRIPTOR_REVISION) ||
            !SetSecurityDescriptorDacl(&out_security->descriptor, TRUE, out_security->acl, FALSE)) {
                mwi_fail_os(MW_EOS, "%s: can't make an access list", what);
                mwi_security_end(out_security);
                return MW_EOS;
        }
        out_security->attributes = (SECURITY_ATTRIBUTES){
                .nLength = sizeof out_security->attributes,
                .lpSecurityDescriptor = &out_security->descriptor,
        };
        return MW_OK;
}

void mwi_security_end(struct mwi_security *security)
{
        free(security->acl);
        security->acl = NULL;
}

/* ---- reading ------------------------------------------------------------------------ */

static uint64_t get(SID *sid, DWORD at)
{
        return *GetSidSubAuthority(sid, at) | (uint64_t) *GetSidSubAuthority(sid, at + 1) << 32;
}

/* Is this entry the mark? */
static SID *subject_of(void *ace)
{
        ACCESS_ALLOWED_ACE *allowed = ace;
        SID *sid = (SID *) (void *) &allowed->SidStart;

        if (allowed->Header.AceType != ACCESS_ALLOWED_ACE_TYPE ||
            allowed->Header.AceSize <
                    offsetof(ACCESS_ALLOWED_ACE, SidStart) + GetSidLengthRequired(PARTS) ||
            *GetSidSubAuthorityCount(sid) != PARTS ||
            memcmp(GetSidIdentifierAuthority(sid), &authority, sizeof authority) != 0 ||
            *GetSidSubAuthority(sid, AT_MAGIC) != MARK_MAGIC)
                return NULL;
        return sid;
}

/* We, the administrators and the system itself can be trusted with our names. */
static int is_trusted(PSID owner)
{
        TOKEN_USER *user;
        TOKEN_OWNER *usual; /* of what we make: an administrator's group, for instance */
        int trusted;

        if (!owner || IsWellKnownSid(owner, WinLocalSystemSid) ||
            IsWellKnownSid(owner, WinBuiltinAdministratorsSid))
                return 1;
        user = ask_token(TokenUser);
        usual = ask_token(TokenOwner);
        trusted = (user && EqualSid(user->User.Sid, owner)) ||
                  (usual && EqualSid(usual->Owner, owner));
        free(user);
        free(usual);
        return trusted;
}

static void read_list(ACL *acl, struct mwi_mark *out_mark)
{
        for (DWORD i = 0; i < acl->AceCount; i++) {
                void *ace;
                SID *sid = GetAce(acl, i, &ace) ? subject_of(ace) : NULL;

                if (!sid)
                        continue;
                out_mark->magic = MARK_MAGIC;
                out_mark->flags = *GetSidSubAuthority(sid, AT_FLAGS);
                out_mark->tag = *GetSidSubAuthority(sid, AT_TAG);
                out_mark->creator_pid = *GetSidSubAuthority(sid, AT_PID);
                out_mark->id = get(sid, AT_ID);
                out_mark->size_bytes = get(sid, AT_SIZE);
                out_mark->created_unix_ns = (int64_t) get(sid, AT_CREATED);
                return;
        }
}

void mwi_mark_read(HANDLE handle, struct mwi_mark *out_mark)
{
        SECURITY_INFORMATION which = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
        DWORD size = 0;
        BOOL is_present = FALSE, is_default;
        PSID owner = NULL;
        ACL *acl = NULL;
        void *descriptor;

        memset(out_mark, 0, sizeof *out_mark);
        out_mark->owner_is_trusted = 1;
        GetKernelObjectSecurity(handle, which, NULL, 0, &size);
        if (size == 0 || !(descriptor = malloc(size)))
                return;
        if (GetKernelObjectSecurity(handle, which, descriptor, size, &size)) {
                if (GetSecurityDescriptorOwner(descriptor, &owner, &is_default))
                        out_mark->owner_is_trusted = (uint8_t) is_trusted(owner);
                if (GetSecurityDescriptorDacl(descriptor, &is_present, &acl, &is_default) &&
                    is_present && acl)
                        read_list(acl, out_mark);
        }
        free(descriptor);
}
