/* SPDX-License-Identifier: MIT */
/* token.c — access tokens: who this process is, for programs that ask. The
 * answers are those for an ordinary user, and for root those for an
 * administrator. Of the privileges an ordinary user has five; asking for
 * another one succeeds with ERROR_NOT_ALL_ASSIGNED, as on Windows.
 */
#include "security.h"
#include "text/utf.h"

#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { ERROR_PRIVILEGE_UNKNOWN = 1313, ERROR_NOT_ALL = 1300, ERROR_NO_TOKEN_THERE = 1008 };

typedef struct token {
        mww_object base;
        atomic_uint enabled[64]; /* attributes by number of the privilege */
} token;

static void destroy(mww_object *object)
{
        free(object);
}

static const mww_class token_class = {
        .all_access = TOKEN_ALL_ACCESS,
        .generic_read = TOKEN_READ,
        .generic_write = TOKEN_WRITE,
        .generic_execute = TOKEN_EXECUTE,
        .destroy = destroy,
};

/* By the numbers that Windows gives them. */
static const struct {
        DWORD number;
        bool is_everyones;
        const char *name;
} privileges[] = {
        { 2, false, "SeCreateTokenPrivilege" },
        { 3, false, "SeAssignPrimaryTokenPrivilege" },
        { 4, false, "SeLockMemoryPrivilege" },
        { 5, false, "SeIncreaseQuotaPrivilege" },
        { 6, false, "SeMachineAccountPrivilege" },
        { 7, false, "SeTcbPrivilege" },
        { 8, false, "SeSecurityPrivilege" },
        { 9, false, "SeTakeOwnershipPrivilege" },
        { 10, false, "SeLoadDriverPrivilege" },
        { 11, false, "SeSystemProfilePrivilege" },
        { 12, false, "SeSystemtimePrivilege" },
        { 13, false, "SeProfileSingleProcessPrivilege" },
        { 14, false, "SeIncreaseBasePriorityPrivilege" },
        { 15, false, "SeCreatePagefilePrivilege" },
        { 16, false, "SeCreatePermanentPrivilege" },
        { 17, false, "SeBackupPrivilege" },
        { 18, false, "SeRestorePrivilege" },
        { 19, true, "SeShutdownPrivilege" },
        { 20, false, "SeDebugPrivilege" },
        { 21, false, "SeAuditPrivilege" },
        { 22, false, "SeSystemEnvironmentPrivilege" },
        { 23, true, "SeChangeNotifyPrivilege" },
        { 24, false, "SeRemoteShutdownPrivilege" },
        { 25, true, "SeUndockPrivilege" },
        { 28, false, "SeManageVolumePrivilege" },
        { 29, false, "SeImpersonatePrivilege" },
        { 30, false, "SeCreateGlobalPrivilege" },
        { 33, true, "SeIncreaseWorkingSetPrivilege" },
        { 34, true, "SeTimeZonePrivilege" },
        { 35, false, "SeCreateSymbolicLinkPrivilege" },
};
enum { PRIVILEGES = sizeof privileges / sizeof privileges[0] };

static bool has(size_t index)
{
        return privileges[index].is_everyones;
}

BOOL OpenProcessToken(HANDLE process, DWORD access, PHANDLE out_token)
{
        token *made;
        DWORD granted;
        DWORD error = mww_access_open(&token_class, access, &granted);

        if (!out_token)
                return mww_fail(ERROR_NOACCESS);
        if (!mww_is_current_process(process)) {
                mww_pin pin;

                error = mww_handle_pin_as(process, &mww_process_class, 0, &pin);
                if (!error)
                        mww_handle_unpin(&pin);
                if (error)
                        return mww_fail(error);
                error = mww_access_open(&token_class, access, &granted);
        }
        if (error)
                return mww_fail(error);
        made = mww_object_new(&token_class, sizeof *made);
        if (!made)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        atomic_store(&made->enabled[23], SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT);
        *out_token = mww_handle_new(&made->base, granted, false);
        return *out_token ? TRUE : mww_fail(ERROR_NOT_ENOUGH_MEMORY);
}

/* No thread impersonates anybody. */
BOOL OpenThreadToken(HANDLE thread, DWORD access, BOOL as_self, PHANDLE out_token)
{
        (void) thread;
        (void) access;
        (void) as_self;
        (void) out_token;
        return mww_fail(ERROR_NO_TOKEN_THERE);
}

/* ---- what it tells -------------------------------------------------------------- */

/* Several classes are one address and, behind it, the identifier. */
static DWORD tell_sid(const mww_sid *sid, size_t header, DWORD attributes, BYTE *out, DWORD room)
{
        DWORD needed = (DWORD) header + GetLengthSid((PSID) (uintptr_t) sid);
        SID_AND_ATTRIBUTES told = { out + header, attributes };

        if (out && room >= needed) {
                memset(out, 0, header);
                memcpy(out, &told, header < sizeof told ? sizeof told.Sid : sizeof told);
                memcpy(out + header, sid, needed - header);
        }
        return needed;
}

static DWORD tell_number(DWORD number, BYTE *out, DWORD room)
{
        if (out && room >= sizeof number)
                memcpy(out, &number, sizeof number);
        return sizeof number;
}

static DWORD tell_privileges(token *who, BYTE *out, DWORD room)
{
        TOKEN_PRIVILEGES *list = (TOKEN_PRIVILEGES *) (void *) out;
        DWORD count = 0;
        DWORD needed;

        for (size_t at = 0; at < PRIVILEGES; at++)
                count += has(at);
        needed = (DWORD) (offsetof(TOKEN_PRIVILEGES, Privileges) +
                          count * sizeof(LUID_AND_ATTRIBUTES));
        if (!out || room < needed)
                return needed;
        list->PrivilegeCount = count;
        count = 0;
        for (size_t at = 0; at < PRIVILEGES; at++) {
                LUID_AND_ATTRIBUTES one = { { privileges[at].number, 0 },
                                            atomic_load(&who->enabled[privileges[at].number]) };

                if (has(at))
                        memcpy((char *) list + offsetof(TOKEN_PRIVILEGES, Privileges) +
                                       count++ * sizeof one,
                               &one, sizeof one);
        }
        return needed;
}

/* The bytes needed; 0: a class that is not here. */
static DWORD tell(token *who, TOKEN_INFORMATION_CLASS class, BYTE *out, DWORD room)
{
        bool is_root = geteuid() == 0;
        mww_sid sid;

        switch (class) {
        case TokenUser:
                mww_sid_of_user(&sid, getuid());
                return tell_sid(&sid, sizeof(TOKEN_USER), 0, out, room);
        case TokenOwner:
                mww_sid_of_user(&sid, getuid());
                return tell_sid(&sid, sizeof(TOKEN_OWNER), 0, out, room);
        case TokenPrimaryGroup:
                mww_sid_of_group(&sid, getgid());
                return tell_sid(&sid, sizeof(TOKEN_PRIMARY_GROUP), 0, out, room);
        case TokenIntegrityLevel:
                mww_sid_make(&sid, 16, 1,
                             is_root ? SECURITY_MANDATORY_HIGH_RID : SECURITY_MANDATORY_MEDIUM_RID,
                             0);
                return tell_sid(&sid, sizeof(TOKEN_MANDATORY_LABEL), 0x60, out, room);
        case TokenPrivileges:
                return tell_privileges(who, out, room);
        case TokenType:
                return tell_number(TokenPrimary, out, room);
        case TokenSessionId:
                return tell_number(1, out, room);
        case TokenElevation:
                return tell_number(is_root, out, room);
        case TokenElevationType:
                return tell_number(1 /* no other token */, out, room);
        default:
                return 0;
        }
}

BOOL GetTokenInformation(HANDLE handle, TOKEN_INFORMATION_CLASS class, LPVOID out, DWORD room,
                         PDWORD out_needed)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &token_class, TOKEN_QUERY, &pin);
        DWORD needed;

        if (error)
                return mww_fail(error);
        needed = tell((token *) pin.object, class, out, room);
        mww_handle_unpin(&pin);
        if (out_needed)
                *out_needed = needed;
        if (!needed)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return room >= needed ? TRUE : mww_fail(ERROR_INSUFFICIENT_BUFFER);
}

/* ---- privileges ----------------------------------------------------------------- */

BOOL LookupPrivilegeValueA(LPCSTR system, LPCSTR name, PLUID out_luid)
{
        (void) system; /* this one */
        if (!name || !out_luid)
                return mww_fail(ERROR_INVALID_PARAMETER);
        for (size_t at = 0; at < PRIVILEGES; at++) {
                if (strcasecmp(privileges[at].name, name) == 0) {
                        out_luid->LowPart = privileges[at].number;
                        out_luid->HighPart = 0;
                        return TRUE;
                }
        }
        return mww_fail(ERROR_PRIVILEGE_UNKNOWN);
}

BOOL LookupPrivilegeValueW(LPCWSTR system, LPCWSTR name, PLUID out_luid)
{
        char *bytes = name ? mww_utf8_of_wide(name, mww_wide_length(name, 2), 2) : NULL;
        BOOL found = LookupPrivilegeValueA(NULL, bytes, out_luid);

        (void) system;
        free(bytes);
        return found;
}

/* False: this user doesn't have it. */
static bool change(token *who, const LUID_AND_ATTRIBUTES *wanted)
{
        for (size_t at = 0; at < PRIVILEGES; at++) {
                if (privileges[at].number != wanted->Luid.LowPart || wanted->Luid.HighPart)
                        continue;
                if (has(at))
                        atomic_store(&who->enabled[privileges[at].number],
                                     wanted->Attributes & SE_PRIVILEGE_ENABLED);
                return has(at);
        }
        return false;
}

BOOL AdjustTokenPrivileges(HANDLE handle, BOOL disable_all, PTOKEN_PRIVILEGES wanted, DWORD room,
                           PTOKEN_PRIVILEGES out_previous, PDWORD out_needed)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &token_class, TOKEN_ADJUST_PRIVILEGES, &pin);
        bool all = true;

        if (error)
                return mww_fail(error);
        if (!disable_all && !wanted) {
                mww_handle_unpin(&pin);
                return mww_fail(ERROR_INVALID_PARAMETER);
        }
        if (out_previous) {
                DWORD needed = tell_privileges((token *) pin.object, (BYTE *) out_previous, room);

                if (out_needed)
                        *out_needed = needed;
                if (needed > room) {
                        mww_handle_unpin(&pin);
                        return mww_fail(ERROR_INSUFFICIENT_BUFFER);
                }
        }
        for (size_t at = 0; disable_all && at < PRIVILEGES; at++)
                atomic_store(&((token *) pin.object)->enabled[privileges[at].number], 0);
        for (DWORD at = 0; !disable_all && at < wanted->PrivilegeCount; at++)
                all &= change((token *) pin.object, &wanted->Privileges[at]);
        mww_handle_unpin(&pin);
        SetLastError(all ? ERROR_SUCCESS : ERROR_NOT_ALL);
        return TRUE;
}

/* Everybody is among Everyone and Authenticated Users, root among Administrators. */
BOOL CheckTokenMembership(HANDLE handle, PSID wanted, PBOOL out_is_member)
{
        mww_sid some[6];

        (void) handle; /* NULL: this process, as any token of it */
        if (!IsValidSid(wanted) || !out_is_member)
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_sid_make(&some[0], 1, 1, SECURITY_WORLD_RID, 0);
        mww_sid_make(&some[1], 5, 1, SECURITY_AUTHENTICATED_USER_RID, 0);
        mww_sid_make(&some[2], 5, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_USERS);
        mww_sid_of_user(&some[3], getuid());
        mww_sid_of_group(&some[4], getgid());
        mww_sid_make(&some[5], 5, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS);
        *out_is_member = FALSE;
        for (int at = 0; at < (geteuid() == 0 ? 6 : 5); at++)
                *out_is_member |= EqualSid(&some[at], wanted);
        return TRUE;
}
