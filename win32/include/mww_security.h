/* SPDX-License-Identifier: MIT */
/* mww_security.h — the structures of security: identifiers, lists, descriptors,
 * tokens. Part of winnt.h.
 */
#ifndef MWW_SECURITY_H
#define MWW_SECURITY_H
#pragma GCC system_header /* initialisers without inner braces, as programs write them */

typedef PVOID PSECURITY_DESCRIPTOR, PSID;
typedef DWORD SECURITY_INFORMATION, *PSECURITY_INFORMATION;
typedef WORD SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;

typedef struct _SID_IDENTIFIER_AUTHORITY {
        BYTE Value[6];
} SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;

typedef struct _SID {
        BYTE Revision;
        BYTE SubAuthorityCount;
        SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
        DWORD SubAuthority[ANYSIZE_ARRAY];
} SID, *PISID;

#define SID_REVISION                       1
#define SID_MAX_SUB_AUTHORITIES            15
#define SECURITY_MAX_SID_SIZE              68
#define SECURITY_NULL_SID_AUTHORITY        { 0, 0, 0, 0, 0, 0 }
#define SECURITY_WORLD_SID_AUTHORITY       { 0, 0, 0, 0, 0, 1 }
#define SECURITY_LOCAL_SID_AUTHORITY       { 0, 0, 0, 0, 0, 2 }
#define SECURITY_CREATOR_SID_AUTHORITY     { 0, 0, 0, 0, 0, 3 }
#define SECURITY_NT_AUTHORITY              { 0, 0, 0, 0, 0, 5 }
#define SECURITY_MANDATORY_LABEL_AUTHORITY { 0, 0, 0, 0, 0, 16 }
#define SECURITY_NULL_RID                  0x00000000
#define SECURITY_WORLD_RID                 0x00000000
#define SECURITY_LOCAL_RID                 0x00000000
#define SECURITY_CREATOR_OWNER_RID         0x00000000
#define SECURITY_INTERACTIVE_RID           0x00000004
#define SECURITY_ANONYMOUS_LOGON_RID       0x00000007
#define SECURITY_AUTHENTICATED_USER_RID    0x0000000B
#define SECURITY_LOCAL_SYSTEM_RID          0x00000012
#define SECURITY_BUILTIN_DOMAIN_RID        0x00000020
#define DOMAIN_ALIAS_RID_ADMINS            0x00000220
#define DOMAIN_ALIAS_RID_USERS             0x00000221
#define DOMAIN_ALIAS_RID_GUESTS            0x00000222
#define SECURITY_MANDATORY_LOW_RID         0x00001000
#define SECURITY_MANDATORY_MEDIUM_RID      0x00002000
#define SECURITY_MANDATORY_HIGH_RID        0x00003000

#define ACL_REVISION                       2
#define ACL_REVISION_DS                    4
typedef struct _ACL {
        BYTE AclRevision;
        BYTE Sbz1;
        WORD AclSize;
        WORD AceCount;
        WORD Sbz2;
} ACL, *PACL;

typedef struct _ACE_HEADER {
        BYTE AceType;
        BYTE AceFlags;
        WORD AceSize;
} ACE_HEADER, *PACE_HEADER;

#define ACCESS_ALLOWED_ACE_TYPE            0x0
#define ACCESS_DENIED_ACE_TYPE             0x1
#define SYSTEM_AUDIT_ACE_TYPE              0x2
#define SYSTEM_MANDATORY_LABEL_ACE_TYPE    0x11
#define OBJECT_INHERIT_ACE                 0x1
#define CONTAINER_INHERIT_ACE              0x2
#define NO_PROPAGATE_INHERIT_ACE           0x4
#define INHERIT_ONLY_ACE                   0x8
#define INHERITED_ACE                      0x10
typedef struct _ACCESS_ALLOWED_ACE {
        ACE_HEADER  Header;
        ACCESS_MASK Mask;
        DWORD       SidStart;
} ACCESS_ALLOWED_ACE, *PACCESS_ALLOWED_ACE;
typedef ACCESS_ALLOWED_ACE ACCESS_DENIED_ACE, *PACCESS_DENIED_ACE;

typedef enum _ACL_INFORMATION_CLASS {
        AclRevisionInformation = 1,
        AclSizeInformation
} ACL_INFORMATION_CLASS;
typedef struct _ACL_REVISION_INFORMATION {
        DWORD AclRevision;
} ACL_REVISION_INFORMATION, *PACL_REVISION_INFORMATION;
typedef struct _ACL_SIZE_INFORMATION {
        DWORD AceCount;
        DWORD AclBytesInUse;
        DWORD AclBytesFree;
} ACL_SIZE_INFORMATION, *PACL_SIZE_INFORMATION;

#define SECURITY_DESCRIPTOR_REVISION       1
#define SECURITY_DESCRIPTOR_REVISION1      1
#define SECURITY_DESCRIPTOR_MIN_LENGTH     (sizeof(SECURITY_DESCRIPTOR))
#define SE_OWNER_DEFAULTED                 0x0001
#define SE_GROUP_DEFAULTED                 0x0002
#define SE_DACL_PRESENT                    0x0004
#define SE_DACL_DEFAULTED                  0x0008
#define SE_SACL_PRESENT                    0x0010
#define SE_SACL_DEFAULTED                  0x0020
#define SE_DACL_AUTO_INHERITED             0x0400
#define SE_SACL_AUTO_INHERITED             0x0800
#define SE_DACL_PROTECTED                  0x1000
#define SE_SACL_PROTECTED                  0x2000
#define SE_SELF_RELATIVE                   0x8000
#define OWNER_SECURITY_INFORMATION         0x00000001
#define GROUP_SECURITY_INFORMATION         0x00000002
#define DACL_SECURITY_INFORMATION          0x00000004
#define SACL_SECURITY_INFORMATION          0x00000008
#define LABEL_SECURITY_INFORMATION         0x00000010
typedef struct _SECURITY_DESCRIPTOR {
        BYTE Revision;
        BYTE Sbz1;
        SECURITY_DESCRIPTOR_CONTROL Control;
        PSID Owner;
        PSID Group;
        PACL Sacl;
        PACL Dacl;
} SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;

typedef struct _LUID {
        DWORD LowPart;
        LONG  HighPart;
} LUID, *PLUID;
typedef struct _LUID_AND_ATTRIBUTES {
        LUID  Luid;
        DWORD Attributes;
} LUID_AND_ATTRIBUTES, *PLUID_AND_ATTRIBUTES;
typedef struct _SID_AND_ATTRIBUTES {
        PSID  Sid;
        DWORD Attributes;
} SID_AND_ATTRIBUTES, *PSID_AND_ATTRIBUTES;

#define TOKEN_ASSIGN_PRIMARY               0x0001
#define TOKEN_DUPLICATE                    0x0002
#define TOKEN_IMPERSONATE                  0x0004
#define TOKEN_QUERY                        0x0008
#define TOKEN_QUERY_SOURCE                 0x0010
#define TOKEN_ADJUST_PRIVILEGES            0x0020
#define TOKEN_ADJUST_GROUPS                0x0040
#define TOKEN_ADJUST_DEFAULT               0x0080
#define TOKEN_ADJUST_SESSIONID             0x0100
#define TOKEN_READ                         0x00020008
#define TOKEN_WRITE                        0x000200E0
#define TOKEN_EXECUTE                      0x00020000
#define TOKEN_ALL_ACCESS                   0x000F01FF
#define SE_PRIVILEGE_ENABLED_BY_DEFAULT    0x00000001
#define SE_PRIVILEGE_ENABLED               0x00000002
#define SE_PRIVILEGE_REMOVED               0x00000004

typedef enum _TOKEN_INFORMATION_CLASS {
        TokenUser = 1,
        TokenGroups,
        TokenPrivileges,
        TokenOwner,
        TokenPrimaryGroup,
        TokenDefaultDacl,
        TokenSource,
        TokenType,
        TokenImpersonationLevel,
        TokenStatistics,
        TokenRestrictedSids,
        TokenSessionId,
        TokenElevationType = 18,
        TokenElevation = 20,
        TokenIntegrityLevel = 25
} TOKEN_INFORMATION_CLASS;
typedef enum _TOKEN_TYPE {
        TokenPrimary = 1,
        TokenImpersonation
} TOKEN_TYPE;
typedef struct _TOKEN_USER {
        SID_AND_ATTRIBUTES User;
} TOKEN_USER, *PTOKEN_USER;
typedef struct _TOKEN_OWNER {
        PSID Owner;
} TOKEN_OWNER, *PTOKEN_OWNER;
typedef struct _TOKEN_PRIMARY_GROUP {
        PSID PrimaryGroup;
} TOKEN_PRIMARY_GROUP, *PTOKEN_PRIMARY_GROUP;
typedef struct _TOKEN_PRIVILEGES {
        DWORD PrivilegeCount;
        LUID_AND_ATTRIBUTES Privileges[ANYSIZE_ARRAY];
} TOKEN_PRIVILEGES, *PTOKEN_PRIVILEGES;
typedef struct _TOKEN_ELEVATION {
        DWORD TokenIsElevated;
} TOKEN_ELEVATION, *PTOKEN_ELEVATION;
typedef struct _TOKEN_MANDATORY_LABEL {
        SID_AND_ATTRIBUTES Label;
} TOKEN_MANDATORY_LABEL, *PTOKEN_MANDATORY_LABEL;

#define SE_CREATE_GLOBAL_NAME              TEXT("SeCreateGlobalPrivilege")
#define SE_CREATE_PAGEFILE_NAME            TEXT("SeCreatePagefilePrivilege")
#define SE_DEBUG_NAME                      TEXT("SeDebugPrivilege")
#define SE_BACKUP_NAME                     TEXT("SeBackupPrivilege")
#define SE_RESTORE_NAME                    TEXT("SeRestorePrivilege")
#define SE_SHUTDOWN_NAME                   TEXT("SeShutdownPrivilege")
#define SE_SECURITY_NAME                   TEXT("SeSecurityPrivilege")
#define SE_TAKE_OWNERSHIP_NAME             TEXT("SeTakeOwnershipPrivilege")
#define SE_LOCK_MEMORY_NAME                TEXT("SeLockMemoryPrivilege")
#define SE_INC_BASE_PRIORITY_NAME          TEXT("SeIncreaseBasePriorityPrivilege")
#define SE_INCREASE_QUOTA_NAME             TEXT("SeIncreaseQuotaPrivilege")
#define SE_MANAGE_VOLUME_NAME              TEXT("SeManageVolumePrivilege")
#define SE_IMPERSONATE_NAME                TEXT("SeImpersonatePrivilege")
#define SE_CHANGE_NOTIFY_NAME              TEXT("SeChangeNotifyPrivilege")
#define SE_SYSTEMTIME_NAME                 TEXT("SeSystemtimePrivilege")

#endif
