/* SPDX-License-Identifier: MIT */
/* inspect.c — what objects there are: the kernel's directories of names.
 *
 * Local\ is \Sessions\N\BaseNamedObjects of this session, Global\ is \BaseNamedObjects;
 * in session 0, where services run, both are the latter. Every program's objects are
 * there, ours and others', and all of them are told. What each is says state.c.
 *
 * There is nothing to collect: the kernel keeps no leftovers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "windows/state.h"

#define DIRECTORY_QUERY 1
#define ENTRY_ROOM      4096

struct mw_inspector {
        uint32_t scope;
        struct entry {
                uint32_t kind;
                char name[MW_NAME_MAX_BYTES + 1];
        } * entries;
        size_t count, room, next;
};

static void directory_of(uint32_t scope, wchar_t out[64])
{
        DWORD session = 0;

        ProcessIdToSessionId(GetCurrentProcessId(), &session);
        if (scope == MW_SCOPE_GLOBAL || session == 0)
                wcscpy(out, L"\\BaseNamedObjects");
        else
                swprintf(out, 64, L"\\Sessions\\%lu\\BaseNamedObjects", (unsigned long) session);
}

const char *mw_scope_directory(uint32_t scope)
{
        static char paths[2][64];
        char *path = paths[scope == MW_SCOPE_GLOBAL];
        wchar_t wide[64];

        if (!*path) { /* twice at once: the same bytes */
                directory_of(scope, wide);
                for (size_t i = wcslen(wide) + 1; i-- > 0;)
                        path[i] = (char) wide[i];
        }
        return path;
}

static uint32_t kind_of(const UNICODE_STRING *type)
{
        static const struct {
                const wchar_t *name;
                uint32_t kind;
        } types[] = { { L"Section", MW_KIND_MAPPING },
                      { L"Event", MW_KIND_EVENT },
                      { L"Mutant", MW_KIND_MUTEX },
                      { L"Semaphore", MW_KIND_SEMAPHORE },
                      { L"Timer", MW_KIND_TIMER } };

        for (size_t i = 0; i < MWI_COUNT(types); i++)
                if (type->Length == wcslen(types[i].name) * sizeof(wchar_t) &&
                    memcmp(type->Buffer, types[i].name, type->Length) == 0)
                        return types[i].kind;
        return 0;
}

static int keep(mw_inspector *inspector, const struct mwi_directory_entry *found)
{
        uint32_t kind = kind_of(&found->type);
        struct entry *entry;

        if (!kind)
                return MW_OK; /* a link or a directory of the system's */
        if (inspector->count == inspector->room) {
                size_t more = inspector->room ? inspector->room * 2 : 64;
                struct entry *bigger = realloc(inspector->entries, more * sizeof *bigger);

                if (!bigger)
                        return MW_ENOMEM;
                inspector->entries = bigger;
                inspector->room = more;
        }
        entry = &inspector->entries[inspector->count];
        entry->kind = kind;
        if (mwi_narrow_name(found->name.Buffer, found->name.Length / sizeof(wchar_t), entry->name,
                            sizeof entry->name) > 0)
                inspector->count++;
        return MW_OK;
}

static int list(mw_inspector *inspector)
{
        union {
                struct mwi_directory_entry entry;
                unsigned char room[ENTRY_ROOM];
        } found;
        OBJECT_ATTRIBUTES attributes;
        UNICODE_STRING path;
        wchar_t wide[64];
        ULONG context = 0;
        HANDLE directory;
        int r = MW_OK;

        directory_of(inspector->scope, wide);
        RtlInitUnicodeString(&path, wide);
        InitializeObjectAttributes(&attributes, &path, 0, NULL, NULL);
        if (NtOpenDirectoryObject(&directory, DIRECTORY_QUERY, &attributes) < 0)
                return MW_EACCES;
        /* one at a time: what comes and goes meanwhile is in the list, or it isn't */
        for (BOOLEAN first = TRUE; r == MW_OK; first = FALSE) {
                if (NtQueryDirectoryObject(directory, &found, sizeof found, TRUE, first, &context,
                                           NULL) != 0)
                        break;
                r = keep(inspector, &found.entry);
        }
        CloseHandle(directory);
        return r;
}

int mw_inspect_open(uint32_t scope, mw_inspector **out_inspector)
{
        mw_inspector *inspector;
        int r;

        if (!out_inspector || scope > MW_SCOPE_GLOBAL)
                return mwi_fail(MW_EINVAL, "inspect: no such namespace, or out_inspector is NULL");
        if (!(inspector = calloc(1, sizeof *inspector)))
                return mwi_fail(MW_ENOMEM, "inspect: no memory");
        inspector->scope = scope;
        if ((r = list(inspector)) < 0) {
                mw_inspect_close(inspector);
                return mwi_fail(r, "inspect: can't list %s", mw_scope_directory(scope));
        }
        *out_inspector = inspector;
        return MW_OK;
}

int mw_inspect_next(mw_inspector *inspector, mw_object_info *out_info)
{
        mw_object_info info;

        if (!inspector || !out_info)
                return mwi_fail(MW_EINVAL, "inspect: an argument is NULL");
        while (inspector->next < inspector->count) {
                const struct entry *entry = &inspector->entries[inspector->next++];

                if (mwi_state_of(inspector->scope, entry->kind, entry->name, &info) == MW_OK)
                        return mwi_hand_out_object(&info, out_info);
        }
        return MW_ENOTFOUND;
}

void mw_inspect_close(mw_inspector *inspector)
{
        if (!inspector)
                return;
        free(inspector->entries);
        free(inspector);
}

int mw_inspect_name(const char *name, mw_object_info *out_info)
{
        struct mwi_name parsed;
        mw_object_info info;
        int r;

        if (!name || !out_info)
                return mwi_fail(MW_EINVAL, "inspect: an argument is NULL");
        if ((r = mwi_name_check("inspect", name, &parsed)) < 0)
                return r;
        for (uint32_t kind = MW_KIND_MAPPING; kind <= MW_KIND_TIMER; kind++)
                if (mwi_state_of(parsed.scope, kind, parsed.text, &info) == MW_OK)
                        return mwi_hand_out_object(&info, out_info);
        return mwi_fail(MW_ENOTFOUND, "inspect: no object '%s' in %s", parsed.quoted,
                        mwi_scope_prefix(parsed.scope));
}

int mw_gc(uint32_t scope, int dry_run, uint32_t *out_removed, uint64_t *out_removed_bytes)
{
        if (scope > MW_SCOPE_GLOBAL)
                return mwi_fail(MW_EINVAL, "gc: no such namespace");
        if (out_removed)
                *out_removed = 0;
        if (out_removed_bytes)
                *out_removed_bytes = 0;
        return MW_OK;
}
