/* SPDX-License-Identifier: MIT */
/* view.c — MapViewOfFile, UnmapViewOfFile, FlushViewOfFile, VirtualQuery.
 *
 * mapwire knows the views: where each begins, how long it is and what may be
 * done through it. Only what mapwire does not know is kept here, and only for
 * the views that have it: the disk file that must not be cut below the view,
 * and that the pages are reserved rather than committed (SEC_RESERVE).
 *
 * Views are detached: they keep the bytes, not the name. On Windows a name
 * goes with the last handle.
 */
#include "internal.h"

#include <stdlib.h>

#define BUCKETS 256u

typedef struct note {
        struct note *next;
        const void *base;
        mww_backing *backing; /* or NULL */
        bool is_reserved;
} note;

MWW_LOCK(lock)
static note *notes[BUCKETS];

static note **bucket_of(const void *base)
{
        return &notes[(uintptr_t) base / MWW_GRANULARITY_BYTES % BUCKETS];
}

static const void *page_of(const void *address)
{
        return (const void *) ((uintptr_t) address & ~(uintptr_t) (MWW_PAGE_BYTES - 1));
}

static uint64_t whole_pages(uint64_t size_bytes)
{
        return (size_bytes + MWW_PAGE_BYTES - 1) & ~(uint64_t) (MWW_PAGE_BYTES - 1);
}

static void add_note(note *made, const void *base, const mww_section *section)
{
        made->base = base;
        made->backing = mww_backing_ref(section->backing);
        made->is_reserved = section->kind == SEC_RESERVE;
        pthread_mutex_lock(&lock);
        made->next = *bucket_of(base);
        *bucket_of(base) = made;
        pthread_mutex_unlock(&lock);
}

/* Takes the view's note out; NULL if it has none. */
static note *take_note(const void *base)
{
        note *found = NULL;

        pthread_mutex_lock(&lock);
        for (note **at = bucket_of(base); *at; at = &(*at)->next) {
                if ((*at)->base != base)
                        continue;
                found = *at;
                *at = found->next;
                break;
        }
        pthread_mutex_unlock(&lock);
        return found;
}

static bool is_reserved(const void *base)
{
        bool reserved = false;

        pthread_mutex_lock(&lock);
        for (const note *at = *bucket_of(base); at; at = at->next)
                if (at->base == base)
                        reserved = at->is_reserved;
        pthread_mutex_unlock(&lock);
        return reserved;
}

/* The view that holds an address, by the first byte of its page: the bytes
 * between a view's end and its last page's end belong to it, too. */
static bool find_view(const void *address, mw_view_info *out_info)
{
        out_info->struct_size = sizeof *out_info;
        return mw_view_query(page_of(address), out_info) == MW_OK;
}

/* How a view is mapped for the access that was asked for, and what that needs. */
typedef struct mode {
        uint32_t flags; /* of mw_view_map() */
        DWORD needed;   /* rights of the handle */
} mode;

static mode mode_of(DWORD access)
{
        mode wanted = { MW_DETACHED, SECTION_MAP_READ };

        if ((access & ~(DWORD) FILE_MAP_EXECUTE) == FILE_MAP_COPY)
                wanted.flags |= MW_COPY_ON_WRITE;
        else if (access & FILE_MAP_WRITE)
                wanted.needed = SECTION_MAP_WRITE;
        else if (access & FILE_MAP_READ)
                wanted.flags |= MW_READ_ONLY;
        else
                wanted.flags |= MW_NO_ACCESS;
        if (access & FILE_MAP_EXECUTE) {
                wanted.flags |= MW_EXECUTABLE;
                wanted.needed |= SECTION_MAP_EXECUTE;
        }
        return wanted;
}

/* The section's protection bounds every view of it, whatever the handle says. */
static DWORD check_section(const mww_section *section, const mode *wanted, uint64_t offset,
                           uint64_t size_bytes)
{
        uint64_t total_bytes = mw_mapping_size_bytes(section->mapping);

        if ((wanted->needed & SECTION_MAP_WRITE) && section->protect != PAGE_READWRITE &&
            section->protect != PAGE_EXECUTE_READWRITE)
                return ERROR_ACCESS_DENIED;
        if ((wanted->flags & MW_EXECUTABLE) && section->protect < PAGE_EXECUTE)
                return ERROR_ACCESS_DENIED;
        if (offset >= total_bytes || size_bytes > total_bytes - offset)
                return ERROR_ACCESS_DENIED;
        return ERROR_SUCCESS;
}

static DWORD map_view(const mww_section *section, const mode *wanted, uint64_t offset,
                      uint64_t size_bytes, void **inout_address)
{
        note *made = NULL;
        DWORD error = check_section(section, wanted, offset, size_bytes);
        int r;

        if (error)
                return error;
        if (section->backing || section->kind == SEC_RESERVE) {
                made = malloc(sizeof *made);
                if (!made)
                        return ERROR_NOT_ENOUGH_MEMORY;
        }
        r = mw_view_map(section->mapping, offset, size_bytes, wanted->flags, inout_address);
        if (r < 0) {
                free(made);
                return mww_error_of_result(r);
        }
        if (made)
                add_note(made, *inout_address, section);
        return ERROR_SUCCESS;
}

LPVOID MapViewOfFileEx(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low,
                       SIZE_T size_bytes, LPVOID address)
{
        mode wanted = mode_of(access);
        mww_pin pin;
        DWORD error;

        if (offset_low % MWW_GRANULARITY_BYTES || (uintptr_t) address % MWW_GRANULARITY_BYTES)
                return mww_fail_handle(ERROR_MAPPED_ALIGNMENT);
        error = mww_handle_pin_as(handle, &mww_section_class, wanted.needed, &pin);
        if (error)
                return mww_fail_handle(error);
        error = map_view((mww_section *) pin.object, &wanted,
                         (uint64_t) offset_high << 32 | offset_low, size_bytes, &address);
        mww_handle_unpin(&pin);
        return error ? mww_fail_handle(error) : address;
}

LPVOID MapViewOfFile(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low,
                     SIZE_T size_bytes)
{
        return MapViewOfFileEx(handle, access, offset_high, offset_low, size_bytes, NULL);
}

BOOL UnmapViewOfFile(LPCVOID address)
{
        mw_view_info info;
        note *noted;

        if (!find_view(address, &info))
                return mww_fail(ERROR_INVALID_ADDRESS);
        /* Before the address is free: another thread may get it for its view. */
        noted = take_note(info.address);
        if (mw_view_unmap(info.address) < 0) {
                if (noted) { /* another thread unmapped it just now */
                        mww_backing_unref(noted->backing);
                        free(noted);
                }
                return mww_fail(ERROR_INVALID_ADDRESS);
        }
        if (noted) {
                mww_backing_unref(noted->backing);
                free(noted);
        }
        return TRUE;
}

BOOL FlushViewOfFile(LPCVOID address, SIZE_T size_bytes)
{
        MEMORY_BASIC_INFORMATION around;
        mw_view_info info;
        uint64_t from;
        int r;

        if (!find_view(address, &info)) {
                /* Private memory has nothing to flush, and Windows is content. */
                if (VirtualQuery(address, &around, sizeof around) && around.State != MEM_FREE)
                        return TRUE;
                return mww_fail(ERROR_INVALID_ADDRESS);
        }
        from = (uint64_t) ((const char *) address - (const char *) info.address);
        if (size_bytes > whole_pages(info.size_bytes) - from)
                return mww_fail(ERROR_INVALID_ADDRESS);
        if (from >= info.size_bytes)
                return TRUE;
        if (size_bytes > info.size_bytes - from)
                size_bytes = info.size_bytes - from;
        r = mw_view_flush(address, size_bytes);
        return r < 0 ? mww_fail(mww_error_of_result(r)) : TRUE;
}

static DWORD protection_of(uint32_t flags)
{
        DWORD protect = PAGE_READWRITE;

        if (flags & MW_NO_ACCESS)
                return PAGE_NOACCESS;
        if (flags & MW_READ_ONLY)
                protect = PAGE_READONLY;
        else if (flags & MW_COPY_ON_WRITE)
                protect = PAGE_WRITECOPY;
        return flags & MW_EXECUTABLE ? protect << 4 : protect; /* PAGE_EXECUTE_x */
}

SIZE_T VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION out_info, SIZE_T capacity_bytes)
{
        const char *page = page_of(address);
        mw_view_info view;

        if (capacity_bytes < sizeof *out_info) {
                SetLastError(ERROR_BAD_LENGTH);
                return 0;
        }
        if ((uintptr_t) address >= MWW_ADDRESS_LIMIT) {
                SetLastError(ERROR_INVALID_PARAMETER);
                return 0;
        }
        memset(out_info, 0, sizeof *out_info);
        out_info->BaseAddress = (void *) page;
        if (!find_view(address, &view)) {
                mww_query_maps(page, out_info);
                return sizeof *out_info;
        }
        out_info->AllocationBase = view.address;
        out_info->AllocationProtect = protection_of(view.flags);
        out_info->RegionSize =
                whole_pages(view.size_bytes) - (SIZE_T) (page - (const char *) view.address);
        out_info->Type = MEM_MAPPED;
        out_info->State = MEM_COMMIT;
        out_info->Protect = out_info->AllocationProtect;
        if (is_reserved(view.address)) {
                out_info->State = MEM_RESERVE;
                out_info->Protect = 0;
        }
        return sizeof *out_info;
}
