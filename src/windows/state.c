/* SPDX-License-Identifier: MIT */
/* state.c — what one object is like.
 *
 * Each is opened with the right to ask, and nothing more, and closed again: that changes
 * nothing but that the name lives a moment longer, if its last holder lets go just then.
 * What the kernel doesn't keep (who made it, and when) comes from the mark; without one,
 * or without the right to ask, it stays 0.
 */
#include "windows/state.h"

#include <string.h>

#define QUERY 1 /* of event, mutant, semaphore, timer and section alike */

typedef HANDLE(WINAPI *open_call)(DWORD rights, BOOL inherit, const wchar_t *name);

static const open_call calls[] = {
        [MW_KIND_MAPPING] = OpenFileMappingW, [MW_KIND_EVENT] = OpenEventW,
        [MW_KIND_MUTEX] = OpenMutexW,         [MW_KIND_SEMAPHORE] = OpenSemaphoreW,
        [MW_KIND_TIMER] = OpenWaitableTimerW,
};

int mwi_state_open(uint32_t scope, uint32_t kind, const char *name, HANDLE *out_handle)
{
        DWORD rights = kind == MW_KIND_MAPPING ? QUERY | SECTION_MAP_READ : QUERY;
        struct mwi_name parsed = { .scope = scope, .text = name, .bytes = (uint32_t) strlen(name) };
        wchar_t wide[MWI_WIDE_ROOM];

        mwi_wide_name(&parsed, wide);
        if (!(*out_handle = calls[kind](rights | READ_CONTROL, FALSE, wide)) &&
            GetLastError() == ERROR_ACCESS_DENIED)
                *out_handle = calls[kind](rights, FALSE, wide);
        if (*out_handle)
                return MW_OK;
        return GetLastError() == ERROR_ACCESS_DENIED ? MW_EACCES : MW_ENOTFOUND;
}

/* "\Device\HarddiskVolume2\x" (or, under Wine, "\??\C:\x") as "C:\x". */
static void find_drive(wchar_t *path, size_t units)
{
        wchar_t drive[3] = L"A:", device[MAX_PATH];

        if (wcsncmp(path, L"\\??\\", 4) == 0)
                memmove(path, path + 4, (wcslen(path + 4) + 1) * sizeof *path);
        for (; drive[0] <= L'Z'; drive[0]++) {
                size_t length = QueryDosDeviceW(drive, device, MAX_PATH) ? wcslen(device) : 0;

                if (length >= 2 && length < units && wcsncmp(path, device, length) == 0 &&
                    path[length] == L'\\') {
                        memmove(path + 2, path + length, (wcslen(path + length) + 1) * 2);
                        path[0] = drive[0];
                        path[1] = L':';
                        return;
                }
        }
}

static void tell_path(HANDLE handle, mw_object_info *info)
{
        wchar_t path[MW_PATH_MAX_BYTES / 3];
        void *view = MapViewOfFile(handle, FILE_MAP_READ, 0, 0, 1);
        DWORD units =
                view ? K32GetMappedFileNameW(GetCurrentProcess(), view, path, MWI_COUNT(path)) : 0;

        if (view)
                UnmapViewOfFile(view);
        if (units == 0)
                return;
        find_drive(path, MWI_COUNT(path));
        WideCharToMultiByte(CP_UTF8, 0, path, -1, info->file_path, sizeof info->file_path, NULL,
                            NULL);
}

/* How much of a lazy mapping is there, the kernel tells only to who maps it all. */
static void tell_mapping(HANDLE handle, const struct mwi_mark *mark, mw_object_info *info)
{
        struct mwi_section_basic basic;
        SYSTEM_INFO system;
        uint64_t page;

        if (NtQuerySection(handle, MWI_BASIC, &basic, sizeof basic, NULL) < 0)
                return;
        GetSystemInfo(&system);
        page = system.dwPageSize;
        info->size_bytes = (uint64_t) basic.size.QuadPart;
        if (!(basic.attributes & (SEC_FILE | SEC_RESERVE)))
                info->used_bytes = MWI_ROUND_UP(info->size_bytes, page);
        if (mark->size_bytes > 0 &&
            MWI_ROUND_UP(mark->size_bytes, page) == MWI_ROUND_UP(info->size_bytes, page))
                info->size_bytes = mark->size_bytes;
        info->backing = basic.attributes & SEC_FILE    ? MW_BACKING_FILE :
                        basic.attributes & SEC_RESERVE ? MW_BACKING_LAZY :
                                                         MW_BACKING_MEMORY;
        if (info->backing == MW_BACKING_FILE)
                tell_path(handle, info);
}

static void tell_event(HANDLE handle, mw_object_info *info)
{
        struct mwi_event_basic basic;

        if (NtQueryEvent(handle, MWI_BASIC, &basic, sizeof basic, NULL) < 0)
                return;
        info->is_auto_reset = basic.type == 1;
        info->is_signalled = basic.state != 0;
        info->count = info->is_auto_reset && info->is_signalled;
}

static void tell_mutex(HANDLE handle, mw_object_info *info)
{
        struct mwi_mutant_basic basic;

        if (NtQueryMutant(handle, MWI_BASIC, &basic, sizeof basic, NULL) < 0)
                return;
        info->is_signalled = basic.count > 0;
        info->count = basic.count > 0 ? 0 : (uint32_t) (1 - basic.count);
        info->is_abandoned = basic.is_abandoned != 0;
}

static void tell_semaphore(HANDLE handle, mw_object_info *info)
{
        struct mwi_semaphore_basic basic;

        if (NtQuerySemaphore(handle, MWI_BASIC, &basic, sizeof basic, NULL) < 0)
                return;
        info->count = basic.count;
        info->max_count = basic.max_count;
        info->is_signalled = basic.count > 0;
}

/* The kernel tells how long it takes to the next firing, not the period. */
static void tell_timer(HANDLE handle, const struct mwi_mark *mark, mw_object_info *info)
{
        struct mwi_timer_basic basic;

        info->due_ns = MW_NEVER;
        info->is_auto_reset = (mark->flags & MWI_MARK_AUTO_RESET) != 0;
        if (NtQueryTimer(handle, MWI_BASIC, &basic, sizeof basic, NULL) < 0)
                return;
        info->is_signalled = basic.state != 0;
        if (basic.remaining.QuadPart > 0 && basic.remaining.QuadPart < MW_NEVER / 200)
                info->due_ns = mw_after_ns(basic.remaining.QuadPart * 100);
}

int mwi_state_of(uint32_t scope, uint32_t kind, const char *name, mw_object_info *out_info)
{
        struct mwi_mark mark = { 0 };
        HANDLE handle;
        int r = mwi_state_open(scope, kind, name, &handle);

        if (r == MW_ENOTFOUND)
                return r;
        memset(out_info, 0, sizeof *out_info);
        out_info->struct_size = sizeof *out_info;
        out_info->scope = scope;
        out_info->kind = kind;
        out_info->state = r == MW_OK ? MW_STATE_LIVE : MW_STATE_FOREIGN;
        strncpy(out_info->name, name, sizeof out_info->name - 1);
        if (r < 0)
                return MW_OK;
        mwi_mark_read(handle, &mark);
        out_info->id = mark.id;
        out_info->creator_pid = mark.creator_pid;
        out_info->created_unix_ns = mark.created_unix_ns;
        if (kind == MW_KIND_MAPPING)
                tell_mapping(handle, &mark, out_info);
        else if (kind == MW_KIND_EVENT)
                tell_event(handle, out_info);
        else if (kind == MW_KIND_MUTEX)
                tell_mutex(handle, out_info);
        else if (kind == MW_KIND_SEMAPHORE)
                tell_semaphore(handle, out_info);
        else
                tell_timer(handle, &mark, out_info);
        CloseHandle(handle);
        return MW_OK;
}
