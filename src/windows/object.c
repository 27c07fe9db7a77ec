/* SPDX-License-Identifier: MIT */
/* object.c — opening and making a kernel object, for all kinds alike.
 *
 * Create-or-open is one call of the kernel, and whether it made the object is what the
 * kernel says (ERROR_ALREADY_EXISTS). So two processes that create at once make one
 * object, and MW_EXCLUSIVE is to give an existing one back again, unchanged.
 *
 * If a process dies: the kernel closes its handles; with the last one the object and
 * its name are gone.
 */
#include "windows/object.h"

#include <stdlib.h>
#include <string.h>

static const char *article(uint32_t kind)
{
        return kind == MW_KIND_EVENT ? "an" : "a";
}

static int fail_open(const struct mwi_want *want, const struct mwi_name *name)
{
        DWORD error = GetLastError();
        const char *prefix = mwi_scope_prefix(name->scope);
        int r = mwi_windows_result(error);

        if (r == MW_ENOTFOUND)
                return mwi_fail(r, "%s: no %s '%s' in %s", want->what, mw_kind_name(want->kind),
                                name->quoted, prefix);
        if (error == ERROR_INVALID_HANDLE) /* a name of another type */
                return mwi_fail(MW_EKIND, "%s: '%s' in %s is not %s %s", want->what, name->quoted,
                                prefix, article(want->kind), mw_kind_name(want->kind));
        if (r == MW_EACCES && want->flags & MW_CREATE && want->kind == MW_KIND_MAPPING &&
            name->scope == MW_SCOPE_GLOBAL)
                return mwi_fail_os(r,
                                   "%s: '%s' in %s (a new mapping there takes the right "
                                   "SeCreateGlobalPrivilege, which services and administrators "
                                   "have)",
                                   want->what, name->quoted, prefix);
        return mwi_fail_os(r, "%s: '%s' in %s", want->what, name->quoted, prefix);
}

/* Open what exists; with fewer rights where another program allows no more. */
static int find(const struct mwi_want *want, const struct mwi_name *name, const wchar_t *wide,
                HANDLE *out_handle, struct mwi_mark *out_mark)
{
        HANDLE handle = want->open(want->rights | READ_CONTROL, FALSE, wide);

        memset(out_mark, 0, sizeof *out_mark);
        if (handle)
                mwi_mark_read(handle, out_mark);
        else if (GetLastError() == ERROR_ACCESS_DENIED)
                handle = want->open(want->least_rights, FALSE, wide);
        if (!handle)
                return fail_open(want, name);
        *out_handle = handle;
        return MW_OK;
}

static int fail_existing(const struct mwi_want *want, const struct mwi_name *name,
                         const struct mwi_mark *mark)
{
        if (want->flags & MW_EXCLUSIVE)
                return mwi_fail(MW_EEXIST, "%s: '%s' exists already in %s", want->what,
                                name->quoted, mwi_scope_prefix(name->scope));
        if (!mark->owner_is_trusted)
                return mwi_fail(MW_EUNTRUSTED,
                                "%s: '%s' in %s belongs to another user, who is not trusted to "
                                "have made it for us (open it without creating it to use his)",
                                want->what, name->quoted, mwi_scope_prefix(name->scope));
        return MW_OK;
}

static int make(const struct mwi_want *want, const struct mwi_name *name, const wchar_t *wide,
                HANDLE *out_handle, struct mwi_mark *out_mark)
{
        struct mwi_mark mark = want->mark;
        struct mwi_security security;
        DWORD error;
        int r = mwi_security_begin(want->what, want->kind,
                                   name->scope == MW_SCOPE_GLOBAL ? want->mode : 0, &mark,
                                   &security);

        if (r < 0)
                return r;
        *out_handle = want->create(want, &security.attributes, wide);
        error = GetLastError();
        mwi_security_end(&security);
        SetLastError(error);
        if (*out_handle && error != ERROR_ALREADY_EXISTS) {
                *out_mark = mark;
                return MW_CREATED;
        }
        if (*out_handle) {
                mwi_mark_read(*out_handle, out_mark);
        } else if (error == ERROR_ACCESS_DENIED) {
                r = find(want, name, wide, out_handle, out_mark);
                if (r < 0) {
                        SetLastError(error);
                        return r == MW_ENOTFOUND ? fail_open(want, name) : r;
                }
        } else {
                return fail_open(want, name);
        }
        if ((r = fail_existing(want, name, out_mark)) < 0)
                CloseHandle(*out_handle);
        return r;
}

int mwi_open(const struct mwi_want *want, const char *name, HANDLE *out_handle,
             struct mwi_mark *out_mark)
{
        wchar_t wide[MWI_WIDE_ROOM];
        struct mwi_name parsed;
        int r;

        memset(out_mark, 0, sizeof *out_mark);
        if (!name || !*name) {
                if (!(want->flags & MW_CREATE))
                        return mwi_fail(MW_ENAME, "%s: no name, and nothing to be created",
                                        want->what);
                *out_mark = want->mark;
                out_mark->id = mwi_random();
                if (!(*out_handle = want->create(want, NULL, NULL)))
                        return mwi_fail_os(mwi_windows_result(GetLastError()),
                                           "%s: can't make one without a name", want->what);
                return MW_CREATED;
        }
        if ((r = mwi_name_check(want->what, name, &parsed)) < 0)
                return r;
        mwi_wide_name(&parsed, wide);
        r = want->flags & MW_CREATE ? make(want, &parsed, wide, out_handle, out_mark) :
                                      find(want, &parsed, wide, out_handle, out_mark);
        if (r >= 0 && !out_mark->magic) { /* another program's: its name is all that we know */
                out_mark->id = UINT64_C(0xcbf29ce484222325) ^ want->kind;
                for (const wchar_t *at = wide; *at; at++)
                        out_mark->id = (out_mark->id ^ (uint16_t) *at) * UINT64_C(0x100000001b3);
        }
        return r;
}

int mwi_open_object(const struct mwi_want *want, const char *name, size_t handle_bytes,
                    struct mw_object **out_object)
{
        struct mw_object *object = calloc(1, handle_bytes);
        struct mwi_mark mark;
        int r;

        if (!object)
                return mwi_fail(MW_ENOMEM, "%s: no memory for a handle", want->what);
        if ((r = mwi_open(want, name, &object->handle, &mark)) < 0) {
                free(object);
                return r;
        }
        object->references = 1;
        object->kind = want->kind;
        object->id = mark.id;
        object->read_only = (want->flags & MW_READ_ONLY) != 0;
        object->is_auto_reset = (mark.flags & MWI_MARK_AUTO_RESET) != 0;
        object->is_for_readers = !mark.magic || mark.flags & MWI_MARK_FOR_READERS;
        *out_object = object;
        return r;
}

int mwi_check_open(struct mwi_want *want, uint32_t allowed_flags, const mw_options *options,
                   const void *out_handle)
{
        int r;

        if (!out_handle || want->flags & ~allowed_flags)
                return mwi_fail(MW_EINVAL, "%s: %s", want->what,
                                out_handle ? "unknown flags" : "the place for the handle is NULL");
        if ((r = mwi_options_check(want->what, options, sizeof *options)) < 0)
                return r;
        want->mode = options ? options->mode : 0;
        return MW_OK;
}

void mwi_object_keep(struct mw_object *object)
{
        InterlockedIncrement(&object->references);
}

void mwi_object_drop(struct mw_object *object)
{
        if (InterlockedDecrement(&object->references) > 0)
                return;
        if (object->end)
                object->end(object);
        CloseHandle(object->handle);
        free(object);
}
