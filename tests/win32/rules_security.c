/* SPDX-License-Identifier: MIT */
/* rules_security.c — section 2.11 and beyond: security descriptors, lists,
 * identifiers, tokens, as programs make them for their objects.
 */
#include "support.h"

#include <aclapi.h>
#include <sddl.h>

static PSID everyone(void)
{
        SID_IDENTIFIER_AUTHORITY world = { SECURITY_WORLD_SID_AUTHORITY };
        PSID sid = NULL;

        AllocateAndInitializeSid(&world, 1, SECURITY_WORLD_RID, 0, 0, 0, 0, 0, 0, 0, &sid);
        return sid;
}

static void descriptors(void)
{
        SECURITY_DESCRIPTOR descriptor;
        SECURITY_ATTRIBUTES attributes = { sizeof attributes, &descriptor, FALSE };
        BOOL present = FALSE;
        BOOL defaulted = TRUE;
        PACL acl = NULL;
        ACL empty;
        HANDLE event;

        ROW("2.11 a wrong revision: 1305",
            FAILS(InitializeSecurityDescriptor(&descriptor, 9), 1305));
        ROW("2.11 InitializeSecurityDescriptor",
            InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION) &&
                    IsValidSecurityDescriptor(&descriptor));
        event = CreateEventA(&attributes, TRUE, FALSE, NULL);
        ROW("2.11 a blank descriptor is accepted", event != NULL);
        CloseHandle(event);
        ROW("2.11 no list: everybody", SetSecurityDescriptorDacl(&descriptor, TRUE, NULL, FALSE));
        ROW("2.11 what was set is found",
            GetSecurityDescriptorDacl(&descriptor, &present, &acl, &defaulted) && present && !acl &&
                    !defaulted);
        event = CreateEventA(&attributes, TRUE, FALSE, NULL);
        ROW("2.11 and accepted", event != NULL);
        CloseHandle(event);
        ROW("2.11 InitializeAcl, too small: 122",
            FAILS(InitializeAcl(&empty, 4, ACL_REVISION), 122));
        ROW("2.11 an empty list is accepted",
            InitializeAcl(&empty, sizeof empty, ACL_REVISION) && IsValidAcl(&empty) &&
                    SetSecurityDescriptorDacl(&descriptor, TRUE, &empty, FALSE) &&
                    (event = CreateEventA(&attributes, TRUE, FALSE, NULL)) != NULL);
        CloseHandle(event);
}

static void identifiers(void)
{
        PSID sid = everyone();
        PSID other = NULL;
        LPSTR text = NULL;

        ROW("2.11 a SID", sid && IsValidSid(sid) && GetLengthSid(sid) == 12);
        ROW("2.11 as text", ConvertSidToStringSidA(sid, &text) && strcmp(text, "S-1-1-0") == 0);
        LocalFree(text);
        ROW("2.11 from text", ConvertStringSidToSidA("S-1-5-32-544", &other) &&
                                      *GetSidSubAuthorityCount(other) == 2 &&
                                      *GetSidSubAuthority(other, 1) == DOMAIN_ALIAS_RID_ADMINS);
        ROW("2.11 EqualSid", !EqualSid(sid, other) && EqualSid(sid, sid));
        LocalFree(other);
        ROW("2.11 no SID: 1337", FAILS(ConvertStringSidToSidA("S-x", &other), 1337));
        ROW("2.11 FreeSid returns NULL", FreeSid(sid) == NULL);
}

static void lists(void)
{
        BYTE room[256];
        PACL acl = (PACL) (void *) room;
        PACL merged = NULL;
        PSID sid = everyone();
        ACL_SIZE_INFORMATION size;
        EXPLICIT_ACCESSA entry;
        LPVOID ace = NULL;

        ROW("2.11 AddAccessAllowedAce",
            InitializeAcl(acl, sizeof room, ACL_REVISION) &&
                    AddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, sid));
        ROW("2.11 its size", GetAclInformation(acl, &size, sizeof size, AclSizeInformation) &&
                                     size.AceCount == 1 && size.AclBytesInUse == 28);
        ROW("2.11 GetAce", GetAce(acl, 0, &ace) &&
                                   ((ACCESS_ALLOWED_ACE *) ace)->Mask == GENERIC_ALL &&
                                   EqualSid(&((ACCESS_ALLOWED_ACE *) ace)->SidStart, sid));
        ROW("2.11 GetAce of none: 87", FAILS(GetAce(acl, 7, &ace), 87));
        InitializeAcl(acl, 20, ACL_REVISION);
        ROW("2.11 no room: 1344", FAILS(AddAccessAllowedAce(acl, ACL_REVISION, 1, sid), 1344));
        memset(&entry, 0, sizeof entry);
        entry.grfAccessPermissions = GENERIC_READ;
        entry.grfAccessMode = SET_ACCESS;
        entry.Trustee.TrusteeForm = TRUSTEE_IS_SID;
        entry.Trustee.TrusteeType = TRUSTEE_IS_WELL_KNOWN_GROUP;
        entry.Trustee.ptstrName = (LPSTR) sid;
        ROW("2.11 SetEntriesInAcl",
            SetEntriesInAclA(1, &entry, NULL, &merged) == 0 && merged && merged->AceCount == 1);
        LocalFree(merged);
        FreeSid(sid);
}

static void language(void)
{
        PSECURITY_DESCRIPTOR descriptor = NULL;
        BOOL present = FALSE;
        BOOL defaulted;
        PACL acl = NULL;
        ULONG size = 0;

        ROW("2.11 SDDL",
            ConvertStringSecurityDescriptorToSecurityDescriptorA(
                    "D:(A;OICI;GA;;;WD)(D;;GR;;;BG)", SDDL_REVISION_1, &descriptor, &size) &&
                    IsValidSecurityDescriptor(descriptor) &&
                    size == GetSecurityDescriptorLength(descriptor));
        ROW("2.11 its list",
            descriptor && GetSecurityDescriptorDacl(descriptor, &present, &acl, &defaulted) &&
                    present && acl && acl->AceCount == 2);
        LocalFree(descriptor);
        ROW("2.11 SDDL, a wrong revision: 1305",
            FAILS(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:", 5, &descriptor, NULL),
                  1305));
        ROW_OR_WINE("2.11 SDDL, no text: 87",
                    FAILS(ConvertStringSecurityDescriptorToSecurityDescriptorA(NULL, 1, &descriptor,
                                                                               NULL),
                          87),
                    1);
        ROW("2.11 SDDL that is none", !ConvertStringSecurityDescriptorToSecurityDescriptorA(
                                              "D:(A;;QQ;;;WD)", 1, &descriptor, NULL));
}

static void tokens(void)
{
        HANDLE token = NULL;
        BYTE room[256];
        DWORD needed = 0;
        LUID luid = { 0, 0 };
        TOKEN_PRIVILEGES wanted;

        ROW("2.11 OpenProcessToken",
            LEAVES(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES,
                                    &token)));
        ROW("2.11 TokenUser, too small: 122",
            FAILS(GetTokenInformation(token, TokenUser, NULL, 0, &needed), 122) && needed > 0);
        ROW("2.11 TokenUser", GetTokenInformation(token, TokenUser, room, sizeof room, &needed) &&
                                      IsValidSid(((TOKEN_USER *) (void *) room)->User.Sid));
        ROW("2.11 LookupPrivilegeValue: SeDebugPrivilege is 20",
            LookupPrivilegeValueA(NULL, "SeDebugPrivilege", &luid) && luid.LowPart == 20);
        ROW("2.11 no such privilege: 1313",
            FAILS(LookupPrivilegeValueA(NULL, "SeNonePrivilege", &luid), 1313));
        LookupPrivilegeValueA(NULL, "SeChangeNotifyPrivilege", &luid);
        wanted.PrivilegeCount = 1;
        wanted.Privileges[0].Luid = luid;
        wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
        ROW("2.11 a privilege that everybody has: 0",
            SETS(AdjustTokenPrivileges(token, FALSE, &wanted, 0, NULL, NULL), 0));
        LookupPrivilegeValueA(NULL, "SeCreateTokenPrivilege", &luid);
        wanted.Privileges[0].Luid = luid;
        ROW_OR_WINE("2.11 a privilege that nobody has: TRUE and 1300",
                    SETS(AdjustTokenPrivileges(token, FALSE, &wanted, 0, NULL, NULL), 1300), 1);
        CloseHandle(token);
        ROW("2.11 a closed token: 6",
            FAILS(GetTokenInformation(token, TokenUser, room, sizeof room, &needed), 6));
        ROW("2.11 no thread impersonates: 1008",
            FAILS(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token), 1008));
}

/* Of a SID in memory that is long enough for any. */
static int is_named(PSID sid, const char *wanted, const char *wanted_domain,
                    SID_NAME_USE wanted_use)
{
        char name[256];
        char domain[256];
        DWORD name_room = sizeof name;
        DWORD domain_room = sizeof domain;
        SID_NAME_USE use = SidTypeInvalid;

        return LookupAccountSidA(NULL, sid, name, &name_room, domain, &domain_room, &use) &&
               strcmp(name, wanted) == 0 && strcmp(domain, wanted_domain) == 0 &&
               use == wanted_use && (on_wine || name_room == strlen(wanted));
}

static void accounts(void)
{
        DWORD memory[17];
        PSID sid = memory;
        DWORD bytes = 4;
        DWORD room = 2;
        DWORD domain_room = 0;
        char name[4];
        SID_NAME_USE use;
        SID_IDENTIFIER_AUTHORITY nobodys = { { 0, 0, 0, 0, 0, 77 } };

        ROW("sid well known, no room",
            FAILS(CreateWellKnownSid(WinWorldSid, NULL, sid, &bytes), ERROR_INSUFFICIENT_BUFFER) &&
                    bytes == 12);
        ROW("sid of everyone", CreateWellKnownSid(WinWorldSid, NULL, sid, &bytes) &&
                                       IsWellKnownSid(sid, WinWorldSid) &&
                                       !IsWellKnownSid(sid, WinNullSid));
        ROW("account everyone", is_named(sid, "Everyone", "", SidTypeWellKnownGroup));
        SetLastError(MARK);
        ROW("account no room",
            !LookupAccountSidA(NULL, sid, name, &room, NULL, &domain_room, &use) &&
                    GetLastError() == ERROR_INSUFFICIENT_BUFFER && room == 9 && domain_room > 0);
        bytes = sizeof memory;
        ROW("sid of administrators",
            CreateWellKnownSid(WinBuiltinAdministratorsSid, NULL, sid, &bytes) && bytes == 16 &&
                    is_named(sid, "Administrators", "BUILTIN", SidTypeAlias));
        bytes = sizeof memory;
        ROW("sid of the system",
            CreateWellKnownSid(WinLocalSystemSid, NULL, sid, &bytes) &&
                    is_named(sid, "SYSTEM", "NT AUTHORITY", SidTypeWellKnownGroup));
        bytes = sizeof memory;
        ROW("sid of authenticated users",
            CreateWellKnownSid(WinAuthenticatedUserSid, NULL, sid, &bytes) &&
                    *GetSidSubAuthority(sid, 0) == SECURITY_AUTHENTICATED_USER_RID);
        InitializeSid(sid, &nobodys, 1);
        *GetSidSubAuthority(sid, 0) = 5;
        room = sizeof name;
        ROW("account of nobody",
            FAILS(LookupAccountSidA(NULL, sid, name, &room, NULL, &domain_room, &use),
                  ERROR_NONE_MAPPED));
}

/* Who runs this has a name. */
static void own_account(void)
{
        DWORD memory[32];
        DWORD bytes = 0;
        char name[256];
        char domain[256];
        char user[256] = "";
        DWORD name_room = sizeof name;
        DWORD domain_room = sizeof domain;
        DWORD user_room = sizeof user;
        SID_NAME_USE use = SidTypeInvalid;
        HANDLE token;

        OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
        GetTokenInformation(token, TokenUser, memory, sizeof memory, &bytes);
        CloseHandle(token);
        GetUserNameA(user, &user_room);
        ROW("account of this user",
            LookupAccountSidA(NULL, ((TOKEN_USER *) (void *) memory)->User.Sid, name, &name_room,
                              domain, &domain_room, &use) &&
                    use == SidTypeUser && strcmp(name, user) == 0);
}

/* ---- of files and objects -------------------------------------------------------------- */

/* What a list allows everyone. */
static DWORD everyones(PACL list)
{
        SID_IDENTIFIER_AUTHORITY world = SECURITY_WORLD_SID_AUTHORITY;
        ACCESS_ALLOWED_ACE *entry;
        BYTE everyone[SECURITY_MAX_SID_SIZE];
        DWORD rights = 0;

        InitializeSid(everyone, &world, 1);
        *GetSidSubAuthority(everyone, 0) = SECURITY_WORLD_RID;
        for (DWORD at = 0; GetAce(list, at, (LPVOID *) &entry); at++)
                if (entry->Header.AceType == ACCESS_ALLOWED_ACE_TYPE &&
                    EqualSid(&entry->SidStart, everyone))
                        rights |= entry->Mask;
        return rights;
}

static int owner_is_this_user(PSID owner)
{
        DWORD memory[32];
        DWORD bytes = 0;
        HANDLE token;

        OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
        GetTokenInformation(token, TokenUser, memory, sizeof memory, &bytes);
        CloseHandle(token);
        return EqualSid(owner, ((TOKEN_USER *) (void *) memory)->User.Sid);
}

static const DWORD all_three =
        OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;

static DWORD everyones_of_file(const char *path)
{
        PSECURITY_DESCRIPTOR descriptor = NULL;
        PACL list = NULL;
        DWORD rights = 0;

        if (GetNamedSecurityInfoA((LPSTR) path, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL,
                                  NULL, &list, NULL, &descriptor) == 0 &&
            list)
                rights = everyones(list);
        LocalFree(descriptor);
        return rights;
}

static void file_security(void)
{
        const char *path = unique_file("secured");
        const DWORD list_only = DACL_SECURITY_INFORMATION;
        PSECURITY_DESCRIPTOR descriptor = NULL;
        BYTE memory[1024];
        BOOL ignored;
        DWORD needed = 0;
        PSID owner = NULL;

        make_file(path, 1);
        ROW("security of a file, how long",
            FAILS(GetFileSecurityA(path, all_three, NULL, 0, &needed), ERROR_INSUFFICIENT_BUFFER) &&
                    needed > sizeof(SECURITY_DESCRIPTOR) / 2);
        ROW("security of a file",
            GetFileSecurityA(path, all_three, memory, sizeof memory, &needed) &&
                    IsValidSecurityDescriptor(memory));
        ROW("security of a file: its owner",
            GetSecurityDescriptorOwner(memory, &owner, &ignored) && owner_is_this_user(owner));
        ROW("security of no file: 2",
            FAILS(GetFileSecurityA("nosuchfile", all_three, memory, sizeof memory, &needed), 2));
        ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;FA;;;WD)", SDDL_REVISION_1,
                                                             &descriptor, NULL);
        ROW("security set: everyone may all",
            SetFileSecurityA(path, list_only, descriptor) && (everyones_of_file(path) & 3) == 3);
        LocalFree(descriptor);
        ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(D;;FW;;;WD)(A;;FA;;;WD)",
                                                             SDDL_REVISION_1, &descriptor, NULL);
        ROW_OR_WINE("security set: everyone may read",
                    SetFileSecurityA(path, list_only, descriptor) &&
                            (everyones_of_file(path) & FILE_READ_DATA) &&
                            (runs_natively() ? GetFileAttributesA(path) & FILE_ATTRIBUTE_READONLY :
                                               TRUE),
                    TRUE);
        LocalFree(descriptor);
        if (runs_natively()) {
                ConvertStringSecurityDescriptorToSecurityDescriptorA(
                        "D:(D;;FW;;;S-1-5-21-1-2-3-1004)", SDDL_REVISION_1, &descriptor, NULL);
                ROW("security that no mode can say: 50",
                    FAILS(SetFileSecurityA(path, list_only, descriptor), ERROR_NOT_SUPPORTED));
                LocalFree(descriptor);
        }
        SetFileAttributesA(path, FILE_ATTRIBUTE_NORMAL);
        DeleteFileA(path);
}

static void object_security(void)
{
        const char *name = unique("secured");
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, name);
        HANDLE poor = OpenEventA(SYNCHRONIZE, FALSE, name);
        PSECURITY_DESCRIPTOR descriptor = NULL;
        SECURITY_DESCRIPTOR open;
        BYTE memory[1024];
        DWORD needed = 0;
        PSID owner = NULL;
        PACL list = NULL;

        ROW("security of an event",
            GetKernelObjectSecurity(event, all_three, memory, sizeof memory, &needed) &&
                    IsValidSecurityDescriptor(memory));
        /* Wine names no owner. */
        ROW_OR_WINE("security of an event, part by part",
                    GetSecurityInfo(event, SE_KERNEL_OBJECT, all_three, &owner, NULL, &list, NULL,
                                    &descriptor) == 0 &&
                            owner_is_this_user(owner),
                    TRUE);
        LocalFree(descriptor);
        ROW("security by a handle that may not: 5",
            FAILS(GetKernelObjectSecurity(poor, all_three, memory, sizeof memory, &needed), 5));
        ROW("security of nothing: 6",
            FAILS(GetKernelObjectSecurity(NULL, all_three, memory, sizeof memory, &needed), 6));
        InitializeSecurityDescriptor(&open, SECURITY_DESCRIPTOR_REVISION);
        SetSecurityDescriptorDacl(&open, TRUE, NULL, FALSE);
        ROW("security of an event that is set",
            SetKernelObjectSecurity(event, DACL_SECURITY_INFORMATION, &open));
        ROW("security that a handle may not set: 5",
            FAILS(SetKernelObjectSecurity(poor, DACL_SECURITY_INFORMATION, &open), 5));
        ROW_OR_WINE("security by name",
                    GetNamedSecurityInfoA((LPSTR) name, SE_KERNEL_OBJECT,
                                          OWNER_SECURITY_INFORMATION, &owner, NULL, NULL, NULL,
                                          &descriptor) == 0 &&
                            owner_is_this_user(owner),
                    TRUE);
        CloseHandle(poor);
        CloseHandle(event);
}

void rules_security(void)
{
        file_security();
        object_security();
        descriptors();
        identifiers();
        lists();
        language();
        tokens();
        accounts();
        own_account();
}
