/* SPDX-License-Identifier: MIT */
/* account.c — LookupAccountSid: who a SID stands for; CreateWellKnownSid, IsWellKnownSid.
 *
 * The SIDs that Windows knows by itself have English names. A user of this system is
 * S-1-22-1-uid, a group S-1-22-2-gid; their domain is the machine.
 */
#include "security.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME_MAX_BYTES 512u

/* By one authority and up to two numbers. */
typedef struct known {
        int type; /* WELL_KNOWN_SID_TYPE */
        BYTE authority;
        BYTE count;
        DWORD numbers[2];
        const char *name;
        const char *domain;
        SID_NAME_USE use;
} known;

static const char authority_domain[] = "NT AUTHORITY";

static const known all[] = {
        { WinNullSid, 0, 1, { 0 }, "NULL SID", "", SidTypeWellKnownGroup },
        { WinWorldSid, 1, 1, { 0 }, "Everyone", "", SidTypeWellKnownGroup },
        { WinLocalSid, 2, 1, { 0 }, "LOCAL", "", SidTypeWellKnownGroup },
        { WinCreatorOwnerSid, 3, 1, { 0 }, "CREATOR OWNER", "", SidTypeWellKnownGroup },
        { WinCreatorGroupSid, 3, 1, { 1 }, "CREATOR GROUP", "", SidTypeWellKnownGroup },
        { WinDialupSid, 5, 1, { 1 }, "DIALUP", authority_domain, SidTypeWellKnownGroup },
        { WinNetworkSid, 5, 1, { 2 }, "NETWORK", authority_domain, SidTypeWellKnownGroup },
        { WinBatchSid, 5, 1, { 3 }, "BATCH", authority_domain, SidTypeWellKnownGroup },
        { WinInteractiveSid, 5, 1, { 4 }, "INTERACTIVE", authority_domain, SidTypeWellKnownGroup },
        { WinServiceSid, 5, 1, { 6 }, "SERVICE", authority_domain, SidTypeWellKnownGroup },
        { WinAnonymousSid,
          5,
          1,
          { 7 },
          "ANONYMOUS LOGON",
          authority_domain,
          SidTypeWellKnownGroup },
        { WinSelfSid, 5, 1, { 10 }, "SELF", authority_domain, SidTypeWellKnownGroup },
        { WinAuthenticatedUserSid,
          5,
          1,
          { 11 },
          "Authenticated Users",
          authority_domain,
          SidTypeWellKnownGroup },
        { WinRestrictedCodeSid,
          5,
          1,
          { 12 },
          "RESTRICTED",
          authority_domain,
          SidTypeWellKnownGroup },
        { WinLocalSystemSid, 5, 1, { 18 }, "SYSTEM", authority_domain, SidTypeWellKnownGroup },
        { WinLocalServiceSid,
          5,
          1,
          { 19 },
          "LOCAL SERVICE",
          authority_domain,
          SidTypeWellKnownGroup },
        { WinNetworkServiceSid,
          5,
          1,
          { 20 },
          "NETWORK SERVICE",
          authority_domain,
          SidTypeWellKnownGroup },
        { WinBuiltinDomainSid, 5, 1, { 32 }, "BUILTIN", "BUILTIN", SidTypeDomain },
        { WinBuiltinAdministratorsSid,
          5,
          2,
          { 32, 544 },
          "Administrators",
          "BUILTIN",
          SidTypeAlias },
        { WinBuiltinUsersSid, 5, 2, { 32, 545 }, "Users", "BUILTIN", SidTypeAlias },
        { WinBuiltinGuestsSid, 5, 2, { 32, 546 }, "Guests", "BUILTIN", SidTypeAlias },
        { WinBuiltinPowerUsersSid, 5, 2, { 32, 547 }, "Power Users", "BUILTIN", SidTypeAlias },
};

/* Authority and numbers, as far as these have one and up to two. */
static bool is_the_same(PSID sid, BYTE authority, BYTE count, const DWORD *numbers)
{
        const SID_IDENTIFIER_AUTHORITY wanted = { { 0, 0, 0, 0, 0, authority } };

        if (memcmp(GetSidIdentifierAuthority(sid), &wanted, sizeof wanted) != 0 ||
            *GetSidSubAuthorityCount(sid) != count)
                return false;
        for (DWORD at = 0; at < count; at++)
                if (*GetSidSubAuthority(sid, at) != numbers[at])
                        return false;
        return true;
}

BOOL IsWellKnownSid(PSID sid, WELL_KNOWN_SID_TYPE type)
{
        for (size_t at = 0; at < sizeof all / sizeof *all; at++)
                if (all[at].type == (int) type)
                        return is_the_same(sid, all[at].authority, all[at].count, all[at].numbers);
        return FALSE;
}

BOOL CreateWellKnownSid(WELL_KNOWN_SID_TYPE type, PSID domain, PSID out, DWORD *inout_bytes)
{
        for (size_t at = 0; at < sizeof all / sizeof *all; at++) {
                const known *one = &all[at];
                SID_IDENTIFIER_AUTHORITY authority = { { 0, 0, 0, 0, 0, one->authority } };
                DWORD needed = GetSidLengthRequired(one->count);
                DWORD room = *inout_bytes;

                if (one->type != (int) type)
                        continue;
                *inout_bytes = needed;
                if (room < needed)
                        return mww_fail(ERROR_INSUFFICIENT_BUFFER);
                if (!out)
                        return mww_fail(ERROR_INVALID_PARAMETER);
                InitializeSid(out, &authority, one->count);
                for (DWORD number = 0; number < one->count; number++)
                        *GetSidSubAuthority(out, number) = one->numbers[number];
                return TRUE;
        }
        return mww_fail(ERROR_INVALID_PARAMETER); /* a domain's, or unknown */
}

/* ---- names --------------------------------------------------------------------------- */

typedef struct account {
        char name[NAME_MAX_BYTES];
        char domain[NAME_MAX_BYTES];
        SID_NAME_USE use;
} account;

static bool find_unix(PSID sid, account *out)
{
        const SID_IDENTIFIER_AUTHORITY wanted = { { 0, 0, 0, 0, 0, 22 } };
        const struct passwd *user;
        const struct group *group;
        DWORD room = sizeof out->domain;

        if (memcmp(GetSidIdentifierAuthority(sid), &wanted, sizeof wanted) != 0 ||
            *GetSidSubAuthorityCount(sid) != 2)
                return false;
        GetComputerNameA(out->domain, &room);
        if (*GetSidSubAuthority(sid, 0) == 1) {
                user = getpwuid((uid_t) *GetSidSubAuthority(sid, 1));
                out->use = SidTypeUser;
                snprintf(out->name, sizeof out->name, "%s", user ? user->pw_name : "");
        } else {
                group = getgrgid((gid_t) *GetSidSubAuthority(sid, 1));
                out->use = SidTypeGroup;
                snprintf(out->name, sizeof out->name, "%s", group ? group->gr_name : "");
        }
        return out->name[0] != '\0';
}

static DWORD find(PSID sid, account *out)
{
        if (!IsValidSid(sid))
                return ERROR_INVALID_PARAMETER;
        for (size_t at = 0; at < sizeof all / sizeof *all; at++) {
                if (!is_the_same(sid, all[at].authority, all[at].count, all[at].numbers))
                        continue;
                strcpy(out->name, all[at].name);
                strcpy(out->domain, all[at].domain);
                out->use = all[at].use;
                return ERROR_SUCCESS;
        }
        return find_unix(sid, out) ? ERROR_SUCCESS : ERROR_NONE_MAPPED;
}

/* Lengths are told without the end when it fits, and with it when it doesn't. */
static bool give(const char *text, char *out, DWORD *inout_length)
{
        DWORD length = (DWORD) strlen(text);
        bool fits = out && *inout_length > length;

        if (fits)
                memcpy(out, text, length + 1);
        *inout_length = length + !fits;
        return fits;
}

static bool give_wide(const char *text, WCHAR *out, DWORD *inout_length)
{
        DWORD needed = (DWORD) MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
        bool fits = out && *inout_length >= needed;

        if (fits)
                MultiByteToWideChar(CP_UTF8, 0, text, -1, out, (int) needed);
        *inout_length = fits ? needed - 1 : needed;
        return fits;
}

BOOL LookupAccountSidA(LPCSTR system, PSID sid, LPSTR name, LPDWORD inout_name, LPSTR domain,
                       LPDWORD inout_domain, PSID_NAME_USE out_use)
{
        account found;
        DWORD error = find(sid, &found);
        bool fits;

        if (error)
                return mww_fail(error);
        fits = give(found.name, name, inout_name);
        fits = give(found.domain, domain, inout_domain) && fits;
        if (!fits)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        *out_use = found.use;
        return TRUE;
}

BOOL LookupAccountSidW(LPCWSTR system, PSID sid, LPWSTR name, LPDWORD inout_name, LPWSTR domain,
                       LPDWORD inout_domain, PSID_NAME_USE out_use)
{
        account found;
        DWORD error = find(sid, &found);
        bool fits;

        if (error)
                return mww_fail(error);
        fits = give_wide(found.name, name, inout_name);
        fits = give_wide(found.domain, domain, inout_domain) && fits;
        if (!fits)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        *out_use = found.use;
        return TRUE;
}
