/* SPDX-License-Identifier: MIT */
/* sddl.c — security descriptors and identifiers from their text, such as
 * "D:(A;;GA;;;WD)", and identifiers back. What the language's object and
 * conditional entries are is not known here: ERROR_INVALID_ACL.
 */
#include "security.h"
#include "text/utf.h"

#include <sddl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { ACL_BYTES = 4096 };

static const struct {
        const char *letters;
        BYTE authority;
        BYTE count;
        DWORD first;
        DWORD second;
} aliases[] = {
        { "WD", 1, 1, 0, 0 },      { "CO", 3, 1, 0, 0 },     { "CG", 3, 1, 1, 0 },
        { "OW", 3, 1, 4, 0 },      { "NU", 5, 1, 2, 0 },     { "IU", 5, 1, 4, 0 },
        { "SU", 5, 1, 6, 0 },      { "AN", 5, 1, 7, 0 },     { "PS", 5, 1, 10, 0 },
        { "AU", 5, 1, 11, 0 },     { "RC", 5, 1, 12, 0 },    { "SY", 5, 1, 18, 0 },
        { "LS", 5, 1, 19, 0 },     { "NS", 5, 1, 20, 0 },    { "BA", 5, 2, 32, 544 },
        { "BU", 5, 2, 32, 545 },   { "BG", 5, 2, 32, 546 },  { "PU", 5, 2, 32, 547 },
        { "LW", 16, 1, 4096, 0 },  { "ME", 16, 1, 8192, 0 }, { "HI", 16, 1, 12288, 0 },
        { "SI", 16, 1, 16384, 0 }, { "AC", 15, 2, 2, 1 },
};

static const struct {
        char letters[3];
        DWORD mask;
} rights[] = {
        { "GA", 0x10000000 }, { "GR", 0x80000000 }, { "GW", 0x40000000 }, { "GX", 0x20000000 },
        { "RC", 0x00020000 }, { "SD", 0x00010000 }, { "WD", 0x00040000 }, { "WO", 0x00080000 },
        { "RP", 0x10 },       { "WP", 0x20 },       { "CC", 0x1 },        { "DC", 0x2 },
        { "LC", 0x4 },        { "SW", 0x8 },        { "LO", 0x80 },       { "DT", 0x40 },
        { "CR", 0x100 },      { "FA", 0x1F01FF },   { "FR", 0x120089 },   { "FW", 0x120116 },
        { "FX", 0x1200A0 },   { "KA", 0xF003F },    { "KR", 0x20019 },    { "KW", 0x20006 },
        { "KX", 0x20019 },    { "NW", 0x1 },        { "NR", 0x2 },        { "NX", 0x4 },
}, ace_flags[] = {
        { "OI", 0x1 }, { "CI", 0x2 }, { "NP", 0x4 }, { "IO", 0x8 },
        { "ID", 0x10 }, { "SA", 0x40 }, { "FA", 0x80 },
}, ace_types[] = {
        { "A", 0 }, { "D", 1 }, { "AU", 2 }, { "ML", 0x11 },
}, acl_flags[] = {
        { "P", SE_DACL_PROTECTED }, { "AR", 0x100 }, { "AI", SE_DACL_AUTO_INHERITED },
};
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- identifiers ---------------------------------------------------------------- */

bool mww_sid_from_text(const char *text, size_t length, mww_sid *out)
{
        char copy[256];
        char *at = copy;
        unsigned long long authority;
        DWORD numbers[SID_MAX_SUB_AUTHORITIES];
        BYTE count = 0;

        for (size_t i = 0; length == 2 && i < COUNT(aliases); i++) {
                if (strncasecmp(text, aliases[i].letters, 2) == 0) {
                        mww_sid_make(out, aliases[i].authority, aliases[i].count, aliases[i].first,
                                     aliases[i].second);
                        return true;
                }
        }
        if (length >= sizeof copy || length < 7 || strncasecmp(text, "S-1-", 4) != 0)
                return false;
        memcpy(copy, text, length);
        copy[length] = '\0';
        authority = strtoull(copy + 4, &at, 0);
        if (at == copy + 4 || authority > 255)
                return false;
        while (*at == '-' && count < SID_MAX_SUB_AUTHORITIES) {
                char *begin = at + 1;

                numbers[count++] = (DWORD) strtoul(begin, &at, 0);
                if (at == begin)
                        return false;
        }
        if (*at || !count)
                return false;
        mww_sid_make(out, (BYTE) authority, count, 0, 0);
        for (BYTE i = 0; i < count; i++)
                *GetSidSubAuthority(out, i) = numbers[i];
        return true;
}

BOOL ConvertStringSidToSidA(LPCSTR text, PSID *out_sid)
{
        mww_sid sid;

        if (!text || !out_sid)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!mww_sid_from_text(text, strlen(text), &sid))
                return mww_fail(ERROR_SID_INVALID);
        *out_sid = LocalAlloc(LMEM_FIXED, GetLengthSid(&sid));
        if (!*out_sid)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        memcpy(*out_sid, &sid, GetLengthSid(&sid));
        return TRUE;
}

BOOL ConvertStringSidToSidW(LPCWSTR text, PSID *out_sid)
{
        char *bytes = text ? mww_utf8_of_wide(text, mww_wide_length(text, 2), 2) : NULL;
        BOOL done = ConvertStringSidToSidA(bytes, out_sid);

        free(bytes);
        return done;
}

static void spell_sid(PSID sid, char out[256])
{
        const BYTE *authority = GetSidIdentifierAuthority(sid)->Value;
        unsigned long long number = 0;
        int used;

        for (int at = 0; at < 6; at++)
                number = number << 8 | authority[at];
        used = snprintf(out, 256, "S-1-%llu", number);

        for (BYTE at = 0; at < *GetSidSubAuthorityCount(sid); at++)
                used += snprintf(out + used, 256 - (size_t) used, "-%u",
                                 *GetSidSubAuthority(sid, at));
}

BOOL ConvertSidToStringSidA(PSID sid, LPSTR *out_text)
{
        char text[256];

        if (!out_text)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!IsValidSid(sid))
                return mww_fail(ERROR_SID_INVALID);
        spell_sid(sid, text);
        *out_text = LocalAlloc(LMEM_FIXED, strlen(text) + 1);
        if (!*out_text)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        memcpy(*out_text, text, strlen(text) + 1);
        return TRUE;
}

BOOL ConvertSidToStringSidW(PSID sid, LPWSTR *out_text)
{
        char text[256];
        size_t length;

        if (!out_text)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!IsValidSid(sid))
                return mww_fail(ERROR_SID_INVALID);
        spell_sid(sid, text);
        length = strlen(text);
        *out_text = LocalAlloc(LPTR, (length + 1) * sizeof **out_text);
        if (!*out_text)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        mww_wide_fill(text, length, 2, *out_text, length, NULL);
        return TRUE;
}

/* ---- descriptors ---------------------------------------------------------------- */

/* What has been read so far. */
typedef struct reading {
        const char *at;
        WORD control;
        bool has_owner;
        bool has_group;
        mww_sid owner;
        mww_sid group;
        union {
                ACL acl;
                BYTE bytes[ACL_BYTES];
        } dacl, sacl;
} reading;

/* One field of an entry: up to the next semicolon or the parenthesis. */
static size_t field(reading *r, const char **out_text)
{
        size_t length = strcspn(r->at, ";)");

        *out_text = r->at;
        r->at += length;
        if (*r->at == ';')
                r->at++;
        return length;
}

/* Letter pairs of a table, or a number. */
#define READ_BITS(name, table)                                                                     \
  static bool name(const char *text, size_t length, DWORD *out)                                    \
  {                                                                                                \
    *out = 0;                                                                                      \
    if (length > 1 && text[0] == '0') {                                                            \
      *out = (DWORD) strtoul(text, NULL, 0);                                                       \
      return true;                                                                                 \
    }                                                                                              \
    for (size_t at = 0; at < length;) {                                                            \
      size_t i = 0;                                                                                \
                                                                                                   \
      while (i < COUNT(table) &&                                                                   \
             strncmp(text + at, table[i].letters, strlen(table[i].letters)) != 0)                  \
        i++;                                                                                       \
      if (i == COUNT(table))                                                                       \
        return false;                                                                              \
      *out |= table[i].mask;                                                                       \
      at += strlen(table[i].letters);                                                              \
    }                                                                                              \
    return true;                                                                                   \
  }
READ_BITS(read_rights, rights)
READ_BITS(read_ace_flags, ace_flags)
READ_BITS(read_acl_flags, acl_flags)

static bool read_type(const char *text, size_t length, BYTE *out)
{
        for (size_t i = 0; i < COUNT(ace_types); i++) {
                if (strlen(ace_types[i].letters) == length &&
                    strncmp(ace_types[i].letters, text, length) == 0) {
                        *out = (BYTE) ace_types[i].mask;
                        return true;
                }
        }
        return false;
}

/* (type;flags;rights;object;inherited object;trustee) */
static bool read_entry(reading *r, PACL acl)
{
        const char *text;
        size_t length;
        BYTE type;
        DWORD flags;
        DWORD mask;
        mww_sid sid;

        r->at++;
        length = field(r, &text);
        if (!read_type(text, length, &type))
                return false;
        length = field(r, &text);
        if (!read_ace_flags(text, length, &flags))
                return false;
        length = field(r, &text);
        if (!read_rights(text, length, &mask))
                return false;
        if (field(r, &text) || field(r, &text)) /* of directory services */
                return false;
        length = field(r, &text);
        if (!mww_sid_from_text(text, length, &sid) || *r->at != ')')
                return false;
        r->at++;
        return mww_acl_add(acl, type, (BYTE) flags, mask, &sid) == ERROR_SUCCESS;
}

static bool read_list(reading *r, PACL acl, WORD present, unsigned shift)
{
        size_t length = strcspn(r->at, "(:");
        DWORD flags;

        if (r->control & present)
                return false;
        if (r->at[length] == ':') /* the next part's letter */
                length--;
        if (!read_acl_flags(r->at, length, &flags))
                return false;
        r->control |= (WORD) (present | flags << shift);
        r->at += length;
        InitializeAcl(acl, ACL_BYTES, ACL_REVISION);
        while (*r->at == '(')
                if (!read_entry(r, acl))
                        return false;
        acl->AclSize = (WORD) mww_acl_used_bytes(acl);
        return true;
}

static bool read_owner(reading *r, mww_sid *out)
{
        size_t length = strcspn(r->at, ":");

        if (r->at[length] == ':')
                length--;
        if (!mww_sid_from_text(r->at, length, out))
                return false;
        r->at += length;
        return true;
}

static bool read_descriptor(reading *r)
{
        while (*r->at) {
                char part = *r->at;
                bool valid = false;

                if (r->at[1] != ':')
                        return false;
                r->at += 2;
                if (part == 'O')
                        valid = r->has_owner = read_owner(r, &r->owner);
                else if (part == 'G')
                        valid = r->has_group = read_owner(r, &r->group);
                else if (part == 'D')
                        valid = read_list(r, &r->dacl.acl, SE_DACL_PRESENT, 0);
                else if (part == 'S')
                        valid = read_list(r, &r->sacl.acl, SE_SACL_PRESENT, 1);
                if (!valid)
                        return false;
        }
        return true;
}

/* Behind the header; 0: there is no such part. */
static DWORD put_part(BYTE *block, DWORD *used, const void *part, size_t length)
{
        DWORD at = *used;

        if (!length)
                return 0;
        if (block)
                memcpy(block + at, part, length);
        *used += (DWORD) ((length + 3) & ~(size_t) 3);
        return at;
}

/* The block's size; written where there is a block. */
static DWORD assemble(reading *r, BYTE *block)
{
        DWORD marks = SECURITY_DESCRIPTOR_REVISION | (DWORD) (r->control | SE_SELF_RELATIVE) << 16;
        DWORD header[5] = { marks };
        DWORD used = sizeof header;

        header[1] = put_part(block, &used, &r->owner, r->has_owner ? GetLengthSid(&r->owner) : 0);
        header[2] = put_part(block, &used, &r->group, r->has_group ? GetLengthSid(&r->group) : 0);
        header[3] = put_part(block, &used, &r->sacl,
                             r->control & SE_SACL_PRESENT ? r->sacl.acl.AclSize : 0);
        header[4] = put_part(block, &used, &r->dacl,
                             r->control & SE_DACL_PRESENT ? r->dacl.acl.AclSize : 0);
        if (block)
                memcpy(block, header, sizeof header);
        return used;
}

BOOL ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR text, DWORD revision,
                                                          PSECURITY_DESCRIPTOR *out_descriptor,
                                                          PULONG out_size)
{
        reading *r;
        DWORD error = ERROR_SUCCESS;
        DWORD size;

        if (!text || !out_descriptor)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (revision != SDDL_REVISION_1)
                return mww_fail(ERROR_REVISION_UNKNOWN);
        r = calloc(1, sizeof *r);
        if (!r)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        r->at = text;
        if (!read_descriptor(r)) {
                error = ERROR_ACL_INVALID;
        } else {
                size = assemble(r, NULL);
                *out_descriptor = LocalAlloc(LPTR, size);
                if (*out_descriptor)
                        assemble(r, *out_descriptor);
                else
                        error = ERROR_NOT_ENOUGH_MEMORY;
                if (out_size)
                        *out_size = size;
        }
        free(r);
        return error ? mww_fail(error) : TRUE;
}

BOOL ConvertStringSecurityDescriptorToSecurityDescriptorW(LPCWSTR text, DWORD revision,
                                                          PSECURITY_DESCRIPTOR *out_descriptor,
                                                          PULONG out_size)
{
        char *bytes = text ? mww_utf8_of_wide(text, mww_wide_length(text, 2), 2) : NULL;
        BOOL done = ConvertStringSecurityDescriptorToSecurityDescriptorA(bytes, revision,
                                                                         out_descriptor, out_size);

        free(bytes);
        return done;
}
