/* SPDX-License-Identifier: MIT */
/* object_security.c — the security of files and objects: GetSecurityInfo, GetFileSecurity,
 * GetKernelObjectSecurity and what sets them.
 *
 * A file's descriptor says what its owner, group and mode say, entry by entry in the order
 * in which Linux looks: an owner is an owner even if others may more. A list that is set
 * becomes the mode; what no mode can say is refused with ERROR_NOT_SUPPORTED, so that
 * nobody is let in or kept out without anybody knowing. Other objects are their user's.
 */
#include "files/file.h"
#include "threads/task.h"
#include "security.h"

#include <aclapi.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_BIT = 4, WRITE_BIT = 2, EXECUTE_BIT = 1, LIST_BYTES = 256 };
enum { LABELS = SACL_SECURITY_INFORMATION | LABEL_SECURITY_INFORMATION };

#define ALWAYS (READ_CONTROL | SYNCHRONIZE | FILE_READ_ATTRIBUTES)
#define OWNERS (WRITE_DAC | WRITE_OWNER | FILE_WRITE_ATTRIBUTES)

/* What is secured: a file, or an object of this user's. */
typedef struct target {
        uid_t owner;
        gid_t group;
        mode_t mode;
        DWORD all_access; /* of an object that is no file, else 0 */
        int descriptor;   /* of an open file, else -1             */
        char path[PATH_MAX];
} target;

/* ---- what there is --------------------------------------------------------------------- */

static DWORD rights_of(const target *it, unsigned bits)
{
        DWORD rights = 0;

        if (bits & READ_BIT)
                rights |= FILE_GENERIC_READ;
        if (bits & WRITE_BIT)
                rights |= FILE_GENERIC_WRITE | (S_ISDIR(it->mode) ? FILE_DELETE_CHILD : 0);
        if (bits & EXECUTE_BIT)
                rights |= FILE_GENERIC_EXECUTE;
        return rights;
}

/* Owner, group, all: whom one of them has less than those behind it is first denied that. */
static void make_list(const target *it, PACL list)
{
        const unsigned owner = it->mode >> 6 & 7u, group = it->mode >> 3 & 7u, all = it->mode & 7u;
        SID_IDENTIFIER_AUTHORITY world = SECURITY_WORLD_SID_AUTHORITY;
        DWORD allowed, denied;
        mww_sid sid;

        InitializeAcl(list, LIST_BYTES, ACL_REVISION);
        mww_sid_of_user(&sid, it->owner);
        if (it->all_access) {
                mww_acl_add(list, ACCESS_ALLOWED_ACE_TYPE, 0, it->all_access, &sid);
                list->AclSize = (WORD) mww_acl_used_bytes(list);
                return;
        }
        allowed = owner == 7u ? FILE_ALL_ACCESS : ALWAYS | OWNERS | rights_of(it, owner);
        denied = rights_of(it, (group | all) & ~owner) & ~allowed;
        if (denied)
                mww_acl_add(list, ACCESS_DENIED_ACE_TYPE, 0, denied, &sid);
        mww_acl_add(list, ACCESS_ALLOWED_ACE_TYPE, 0, allowed, &sid);
        mww_sid_of_group(&sid, it->group);
        allowed = ALWAYS | rights_of(it, group);
        denied = rights_of(it, all & ~group) & ~allowed;
        if (denied)
                mww_acl_add(list, ACCESS_DENIED_ACE_TYPE, 0, denied, &sid);
        mww_acl_add(list, ACCESS_ALLOWED_ACE_TYPE, 0, allowed, &sid);
        InitializeSid(&sid, &world, 1);
        *GetSidSubAuthority(&sid, 0) = SECURITY_WORLD_RID;
        mww_acl_add(list, ACCESS_ALLOWED_ACE_TYPE, 0, ALWAYS | rights_of(it, all), &sid);
        list->AclSize = (WORD) mww_acl_used_bytes(list);
}

/* A descriptor in one block, as the kernel of Windows gives it. */
typedef struct block {
        BYTE revision;
        BYTE zero;
        WORD control;
        DWORD owner, group, sacl, dacl; /* offsets; 0: none */
        BYTE parts[LIST_BYTES + 2 * sizeof(mww_sid)];
} block;

static DWORD put_part(block *out, size_t *used, const void *part, size_t length)
{
        const size_t at = *used;

        memcpy(out->parts + at, part, length);
        *used += (length + 3) & ~(size_t) 3;
        return (DWORD) (offsetof(block, parts) + at);
}

static size_t make_block(const target *it, SECURITY_INFORMATION wanted, block *out)
{
        union {
                ACL list;
                BYTE bytes[LIST_BYTES];
        } made;
        size_t used = 0;
        mww_sid sid;

        memset(out, 0, sizeof *out);
        out->revision = SECURITY_DESCRIPTOR_REVISION;
        out->control = SE_SELF_RELATIVE;
        if (wanted & OWNER_SECURITY_INFORMATION) {
                mww_sid_of_user(&sid, it->owner);
                out->owner = put_part(out, &used, &sid, GetLengthSid(&sid));
        }
        if (wanted & GROUP_SECURITY_INFORMATION) {
                mww_sid_of_group(&sid, it->group);
                out->group = put_part(out, &used, &sid, GetLengthSid(&sid));
        }
        if (wanted & DACL_SECURITY_INFORMATION) {
                make_list(it, &made.list);
                out->control |= SE_DACL_PRESENT;
                out->dacl = put_part(out, &used, &made, made.list.AclSize);
        }
        return offsetof(block, parts) + used;
}

/* ---- whose ----------------------------------------------------------------------------- */

static DWORD target_of_stat(const struct stat *facts, target *out)
{
        out->owner = facts->st_uid;
        out->group = facts->st_gid;
        out->mode = facts->st_mode;
        return ERROR_SUCCESS;
}

static DWORD target_of_path(const char *given, target *out)
{
        struct stat facts;
        DWORD error = mww_path_from_a(given, out->path);

        out->all_access = 0;
        out->descriptor = -1;
        if (error)
                return error;
        if (stat(out->path, &facts) != 0)
                return mww_path_error(out->path, errno);
        return target_of_stat(&facts, out);
}

static void target_of_user(const mww_class *class, target *out)
{
        out->owner = geteuid();
        out->group = getegid();
        out->mode = 0;
        out->all_access = class->all_access;
        out->descriptor = -1;
}

/* Pins the handle, which must have the rights, unless it is this process or thread. */
static DWORD target_of_handle(HANDLE handle, DWORD needed, target *out, mww_pin *out_pin)
{
        struct stat facts;

        out_pin->slot = NULL;
        if (mww_is_current_process(handle) || mww_is_current_thread(handle)) {
                target_of_user(mww_is_current_process(handle) ? &mww_process_class :
                                                                &mww_thread_class,
                               out);
                return ERROR_SUCCESS;
        }
        if (!mww_handle_pin(handle, out_pin))
                return ERROR_INVALID_HANDLE;
        if ((out_pin->access & needed) != needed) {
                mww_handle_unpin(out_pin);
                return ERROR_ACCESS_DENIED;
        }
        target_of_user(out_pin->object->class, out);
        if (out_pin->object->class == &mww_file_class) {
                out->descriptor = ((mww_file *) out_pin->object)->descriptor;
                out->all_access = 0;
                if (out->descriptor < 0 || fstat(out->descriptor, &facts) != 0) {
                        mww_handle_unpin(out_pin);
                        return ERROR_NOT_SUPPORTED;
                }
                target_of_stat(&facts, out);
        }
        return ERROR_SUCCESS;
}

static void let_go(const mww_pin *pin)
{
        if (pin->slot)
                mww_handle_unpin(pin);
}

/* ---- what is set ----------------------------------------------------------------------- */

enum who { OWNER, GROUP, ALL, NOBODY, STRANGER };

static bool is_sid(PSID sid, BYTE authority, unsigned count, DWORD first, DWORD second)
{
        mww_sid other;

        mww_sid_make(&other, authority, count, first, second);
        return EqualSid(sid, &other);
}

/* The system and the administrators, who may all, are nobody of a mode's. */
static enum who who_is(const target *it, PSID sid)
{
        mww_sid own;

        mww_sid_of_user(&own, it->owner);
        if (EqualSid(sid, &own) || is_sid(sid, 3, 1, SECURITY_CREATOR_OWNER_RID, 0))
                return OWNER;
        mww_sid_of_group(&own, it->group);
        if (EqualSid(sid, &own))
                return GROUP;
        if (is_sid(sid, 1, 1, SECURITY_WORLD_RID, 0) ||
            is_sid(sid, 5, 1, SECURITY_AUTHENTICATED_USER_RID, 0) ||
            is_sid(sid, 5, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_USERS))
                return ALL;
        if (is_sid(sid, 5, 1, SECURITY_LOCAL_SYSTEM_RID, 0) ||
            is_sid(sid, 5, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS))
                return NOBODY;
        return STRANGER;
}

static unsigned bits_of(DWORD rights)
{
        unsigned bits = 0;

        if (rights & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL))
                bits |= READ_BIT;
        if (rights & (FILE_WRITE_DATA | FILE_APPEND_DATA | GENERIC_WRITE | GENERIC_ALL))
                bits |= WRITE_BIT;
        if (rights & (FILE_EXECUTE | GENERIC_EXECUTE | GENERIC_ALL))
                bits |= EXECUTE_BIT;
        return bits;
}

/* Entry by entry, the first that names a right decides; a class of users has its own
 * entries and those behind it in the order owner, group, all. */
static DWORD mode_of_list(const target *it, PACL list, mode_t *out_mode)
{
        unsigned given[3] = { 0 }, decided[3] = { 0 };
        const ACCESS_ALLOWED_ACE *entry;

        *out_mode = S_ISDIR(it->mode) || (it->mode & 0111) ? 0777 : 0666;
        if (!list)
                return ERROR_SUCCESS; /* no list: all may all */
        for (DWORD at = 0; GetAce(list, at, (LPVOID *) &entry); at++) {
                const bool allows = entry->Header.AceType == ACCESS_ALLOWED_ACE_TYPE;
                const unsigned bits = bits_of(entry->Mask);
                enum who who;

                if (entry->Header.AceFlags & INHERIT_ONLY_ACE)
                        continue;
                who = who_is(it, (PSID) &entry->SidStart);
                if (who == STRANGER || (!allows && entry->Header.AceType != ACCESS_DENIED_ACE_TYPE))
                        return ERROR_NOT_SUPPORTED;
                for (int which = OWNER; which <= ALL; which++) {
                        if (who != ALL && (int) who != which)
                                continue;
                        given[which] |= allows ? bits & ~decided[which] : 0;
                        decided[which] |= bits;
                }
        }
        *out_mode = (mode_t) (given[OWNER] << 6 | given[GROUP] << 3 | given[ALL]);
        return ERROR_SUCCESS;
}

static bool number_of_sid(PSID sid, bool is_group, unsigned *out)
{
        mww_sid own;

        if (!sid || !IsValidSid(sid) || *GetSidSubAuthorityCount(sid) != 2)
                return false;
        *out = *GetSidSubAuthority(sid, 1);
        if (is_group)
                mww_sid_of_group(&own, *out);
        else
                mww_sid_of_user(&own, *out);
        return EqualSid(sid, &own);
}

static DWORD change_owner(const target *it, unsigned owner, unsigned group)
{
        const int result = it->descriptor >= 0 ? fchown(it->descriptor, owner, group) :
                                                 chown(it->path, owner, group);

        if (result == 0)
                return ERROR_SUCCESS;
        return errno == EPERM ? ERROR_INVALID_OWNER : mww_error_of_errno(errno);
}

static DWORD change_mode(const target *it, mode_t mode)
{
        mode |= it->mode & 07000;
        if ((it->descriptor >= 0 ? fchmod(it->descriptor, mode) : chmod(it->path, mode)) == 0)
                return ERROR_SUCCESS;
        return mww_error_of_errno(errno);
}

/* Everything is looked at before anything is changed. Objects that aren't files have no
 * place for it. */
static DWORD change(const target *it, SECURITY_INFORMATION what, PSID owner, PSID group, PACL list)
{
        unsigned uid = it->owner, gid = it->group;
        mode_t mode = 0;
        DWORD error = ERROR_SUCCESS;

        if (what & LABELS)
                return ERROR_PRIVILEGE_NOT_HELD;
        if (((what & OWNER_SECURITY_INFORMATION) && !number_of_sid(owner, false, &uid)) ||
            ((what & GROUP_SECURITY_INFORMATION) && !number_of_sid(group, true, &gid)))
                return ERROR_INVALID_OWNER;
        if ((what & DACL_SECURITY_INFORMATION) && list && !IsValidAcl(list))
                return ERROR_ACL_INVALID;
        if (it->all_access)
                return uid == it->owner && gid == it->group ? ERROR_SUCCESS : ERROR_INVALID_OWNER;
        if (what & DACL_SECURITY_INFORMATION)
                error = mode_of_list(it, list, &mode);
        if (!error && (uid != it->owner || gid != it->group))
                error = change_owner(it, uid, gid);
        if (!error && (what & DACL_SECURITY_INFORMATION))
                error = change_mode(it, mode);
        return error;
}

static DWORD change_by_descriptor(const target *it, SECURITY_INFORMATION what,
                                  PSECURITY_DESCRIPTOR given)
{
        PSID owner = NULL, group = NULL;
        BOOL has_list = FALSE, ignored;
        PACL list = NULL;

        if (!IsValidSecurityDescriptor(given))
                return ERROR_DESCRIPTOR_INVALID;
        GetSecurityDescriptorOwner(given, &owner, &ignored);
        GetSecurityDescriptorGroup(given, &group, &ignored);
        GetSecurityDescriptorDacl(given, &has_list, &list, &ignored);
        return change(it, what, owner, group, has_list ? list : NULL);
}

static DWORD right_to_set(SECURITY_INFORMATION what)
{
        return (what & DACL_SECURITY_INFORMATION ? WRITE_DAC : 0) |
               (what & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION) ? WRITE_OWNER : 0);
}

/* ---- by descriptor --------------------------------------------------------------------- */

static BOOL give(DWORD error, const target *it, SECURITY_INFORMATION what, void *out, DWORD room,
                 LPDWORD out_needed)
{
        DWORD needed;
        block made;

        if (!error && (what & LABELS))
                error = ERROR_PRIVILEGE_NOT_HELD;
        if (error)
                return mww_fail(error);
        needed = (DWORD) make_block(it, what, &made);
        if (!mww_put(out_needed, &needed, sizeof needed))
                return mww_fail(ERROR_NOACCESS);
        if (room < needed)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        return mww_put(out, &made, needed) ? TRUE : mww_fail(ERROR_NOACCESS);
}

BOOL GetKernelObjectSecurity(HANDLE handle, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR out,
                             DWORD room, LPDWORD out_needed)
{
        target it;
        mww_pin pin;
        DWORD error = target_of_handle(handle, READ_CONTROL, &it, &pin);

        if (!error)
                let_go(&pin);
        return give(error, &it, what, out, room, out_needed);
}

BOOL SetKernelObjectSecurity(HANDLE handle, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR given)
{
        target it;
        mww_pin pin;
        DWORD error = target_of_handle(handle, right_to_set(what), &it, &pin);

        if (error)
                return mww_fail(error);
        error = change_by_descriptor(&it, what, given);
        let_go(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL GetFileSecurityA(LPCSTR name, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR out, DWORD room,
                      LPDWORD out_needed)
{
        target it;

        return give(target_of_path(name, &it), &it, what, out, room, out_needed);
}

BOOL GetFileSecurityW(LPCWSTR name, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR out, DWORD room,
                      LPDWORD out_needed)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(name, path, &text) &&
               GetFileSecurityA(text, what, out, room, out_needed);
}

BOOL SetFileSecurityA(LPCSTR name, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR given)
{
        target it;
        DWORD error = target_of_path(name, &it);

        if (!error)
                error = change_by_descriptor(&it, what, given);
        return error ? mww_fail(error) : TRUE;
}

BOOL SetFileSecurityW(LPCWSTR name, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR given)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(name, path, &text) && SetFileSecurityA(text, what, given);
}

/* ---- part by part ---------------------------------------------------------------------- */

/* The parts point into the block, which is for LocalFree. */
static DWORD give_parts(const target *it, SECURITY_INFORMATION what, PSID *out_owner,
                        PSID *out_group, PACL *out_list, PACL *out_audit, PSECURITY_DESCRIPTOR *out)
{
        BOOL ignored;
        size_t bytes;
        block made;
        void *kept;

        if (what & LABELS)
                return ERROR_PRIVILEGE_NOT_HELD;
        if (!out)
                return ERROR_INVALID_PARAMETER;
        bytes = make_block(it, what, &made);
        kept = LocalAlloc(LMEM_FIXED, bytes);
        if (!kept)
                return ERROR_NOT_ENOUGH_MEMORY;
        memcpy(kept, &made, bytes);
        if (out_owner)
                GetSecurityDescriptorOwner(kept, out_owner, &ignored);
        if (out_group)
                GetSecurityDescriptorGroup(kept, out_group, &ignored);
        if (out_list && what & DACL_SECURITY_INFORMATION)
                GetSecurityDescriptorDacl(kept, &ignored, out_list, &ignored);
        if (out_audit)
                *out_audit = NULL;
        *out = kept;
        return ERROR_SUCCESS;
}

static bool is_known(SE_OBJECT_TYPE type)
{
        return type == SE_FILE_OBJECT || type == SE_KERNEL_OBJECT;
}

DWORD GetSecurityInfo(HANDLE handle, SE_OBJECT_TYPE type, SECURITY_INFORMATION what, PSID *owner,
                      PSID *group, PACL *list, PACL *audit, PSECURITY_DESCRIPTOR *out)
{
        target it;
        mww_pin pin;
        DWORD error = is_known(type) ? target_of_handle(handle, READ_CONTROL, &it, &pin) :
                                       ERROR_NOT_SUPPORTED;

        if (error)
                return error;
        let_go(&pin);
        return give_parts(&it, what, owner, group, list, audit, out);
}

DWORD SetSecurityInfo(HANDLE handle, SE_OBJECT_TYPE type, SECURITY_INFORMATION what, PSID owner,
                      PSID group, PACL list, PACL audit)
{
        target it;
        mww_pin pin;
        DWORD error = is_known(type) ? target_of_handle(handle, right_to_set(what), &it, &pin) :
                                       ERROR_NOT_SUPPORTED;

        (void) audit; /* needs a privilege that nobody has */
        if (error)
                return error;
        error = change(&it, what, owner, group, list);
        let_go(&pin);
        return error;
}

/* Of the objects with names whichever has this one. */
static HANDLE open_named(const char *name, DWORD access)
{
        HANDLE handle = OpenEventA(access, FALSE, name);

        if (!handle)
                handle = OpenMutexA(access, FALSE, name);
        if (!handle)
                handle = OpenSemaphoreA(access, FALSE, name);
        if (!handle)
                handle = OpenFileMappingA(access, FALSE, name);
        if (!handle)
                handle = OpenWaitableTimerA(access, FALSE, name);
        return handle;
}

DWORD GetNamedSecurityInfoA(LPCSTR name, SE_OBJECT_TYPE type, SECURITY_INFORMATION what,
                            PSID *owner, PSID *group, PACL *list, PACL *audit,
                            PSECURITY_DESCRIPTOR *out)
{
        HANDLE handle;
        target it;
        DWORD error;

        if (!name || !is_known(type))
                return name ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER;
        if (type == SE_FILE_OBJECT) {
                error = target_of_path(name, &it);
                return error ? error : give_parts(&it, what, owner, group, list, audit, out);
        }
        handle = open_named(name, READ_CONTROL);
        if (!handle)
                return GetLastError();
        error = GetSecurityInfo(handle, type, what, owner, group, list, audit, out);
        CloseHandle(handle);
        return error;
}

DWORD SetNamedSecurityInfoA(LPSTR name, SE_OBJECT_TYPE type, SECURITY_INFORMATION what, PSID owner,
                            PSID group, PACL list, PACL audit)
{
        HANDLE handle;
        target it;
        DWORD error;

        if (!name || !is_known(type))
                return name ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER;
        if (type == SE_FILE_OBJECT) {
                error = target_of_path(name, &it);
                return error ? error : change(&it, what, owner, group, list);
        }
        handle = open_named(name, READ_CONTROL | right_to_set(what));
        if (!handle)
                return GetLastError();
        error = SetSecurityInfo(handle, type, what, owner, group, list, audit);
        CloseHandle(handle);
        return error;
}

DWORD GetNamedSecurityInfoW(LPCWSTR name, SE_OBJECT_TYPE type, SECURITY_INFORMATION what,
                            PSID *owner, PSID *group, PACL *list, PACL *audit,
                            PSECURITY_DESCRIPTOR *out)
{
        char path[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(name, path, &text))
                return GetLastError();
        return GetNamedSecurityInfoA(text, type, what, owner, group, list, audit, out);
}

DWORD SetNamedSecurityInfoW(LPWSTR name, SE_OBJECT_TYPE type, SECURITY_INFORMATION what, PSID owner,
                            PSID group, PACL list, PACL audit)
{
        char path[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(name, path, &text))
                return GetLastError();
        return SetNamedSecurityInfoA((LPSTR) text, type, what, owner, group, list, audit);
}
