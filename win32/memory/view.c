/* SPDX-License-Identifier: MIT */
/* view.c — MapViewOfFile, UnmapViewOfFile, FlushViewOfFile.
 *
 * mapwire maps and unmaps. A view may have an area, too (area.h), which says what
 * mapwire does not know: what its pages were changed to, that they are reserved
 * rather than committed (SEC_RESERVE), and the disk file that must not be cut
 * below them. Views that a program made by mapwire's own calls can be unmapped,
 * flushed and asked about here all the same.
 *
 * Views are detached: they keep the bytes, not the name. On Windows a name
 * goes with the last handle.
 */
#include "virtual.h"

#include <stdlib.h>

static const void *page_of(const void *address)
{
        return (const void *) ((uintptr_t) address & ~(uintptr_t) (MWW_PAGE_BYTES - 1));
}

static uint64_t whole_pages(uint64_t size_bytes)
{
        return mww_pages_of_bytes(size_bytes) * (uint64_t) MWW_PAGE_BYTES;
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

static inline mode mode_of(DWORD access)
{
        mode wanted = { MW_DETACHED, SECTION_MAP_READ };

        if ((access & ~(DWORD) FILE_MAP_EXECUTE) == FILE_MAP_COPY)
                wanted.flags |= MW_COPY_ON_WRITE;
        else if (access & FILE_MAP_WRITE)
                wanted.needed = SECTION_MAP_WRITE;
        else if (access & FILE_MAP_READ)
                wanted.flags |= MW_READ_ONLY;
        else /* nothing is read, so nothing is executed: EXECUTE alone asks for no more */
                wanted.flags |= MW_NO_ACCESS;
        if ((access & FILE_MAP_EXECUTE) && !(wanted.flags & MW_NO_ACCESS)) {
                wanted.flags |= MW_EXECUTABLE;
                wanted.needed |= SECTION_MAP_EXECUTE;
        }
        return wanted;
}

/* The section's protection bounds every view of it, whatever the handle says. */
static DWORD check_section(const mww_section *section, const mode *wanted, uint64_t offset,
                           uint64_t size_bytes)
{
        if ((wanted->needed & SECTION_MAP_WRITE) && section->protect != PAGE_READWRITE &&
            section->protect != PAGE_EXECUTE_READWRITE)
                return ERROR_ACCESS_DENIED;
        if ((wanted->flags & MW_EXECUTABLE) && section->protect < PAGE_EXECUTE)
                return ERROR_ACCESS_DENIED;
        if (offset >= section->size_bytes || size_bytes > section->size_bytes - offset)
                return ERROR_ACCESS_DENIED;
        return ERROR_SUCCESS;
}

DWORD mww_view_protection(uint32_t flags)
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

/* The area of a view that is to be made; NULL without memory. */
static mww_area *new_area(const mww_section *section, const mode *wanted, uint64_t size_bytes)
{
        DWORD protect = mww_view_protection(wanted->flags);
        bool is_lazy = section->kind & SEC_RESERVE;
        mww_area *area =
                mww_area_new(mww_pages_of_bytes(size_bytes), protect, is_lazy ? 0 : protect);

        if (!area)
                return NULL;
        area->is_view = true;
        area->is_lazy = is_lazy;
        area->is_file = section->kind & SEC_FILE;
        area->backing = mww_backing_ref(section->backing);
        return area;
}

/* Whether there is more to say of its views than mapwire knows: see area.h. */
static bool needs_areas(const mww_section *section)
{
        return (section->kind & (SEC_RESERVE | SEC_FILE)) || section->backing;
}

static MWW_COLD DWORD map_with_area(const mww_section *section, const mode *wanted, uint64_t offset,
                                    uint64_t size_bytes, void **inout_address)
{
        mww_area *area = new_area(section, wanted, size_bytes);
        bool has_room;
        int r;

        if (!area)
                return ERROR_NOT_ENOUGH_MEMORY;
        r = mw_view_map(section->mapping, offset, size_bytes, wanted->flags, inout_address);
        if (r < 0) {
                mww_area_free(area);
                return mww_error_of_result(r);
        }
        mww_areas_lock();
        has_room = mww_area_insert(area, *inout_address);
        mww_areas_unlock();
        if (has_room)
                return ERROR_SUCCESS;
        mw_view_unmap(*inout_address);
        mww_area_free(area);
        return ERROR_NOT_ENOUGH_MEMORY;
}

/* An area that a view left at this address when mapwire's own call ended it. */
static MWW_COLD void drop_left_over(const void *address, uint64_t size_bytes)
{
        mww_areas_lock();
        mww_area_drop(address, mww_pages_of_bytes(size_bytes));
        mww_areas_unlock();
}

static DWORD map_view(const mww_section *section, const mode *wanted, uint64_t offset,
                      uint64_t size_bytes, void **inout_address)
{
        DWORD error = check_section(section, wanted, offset, size_bytes);
        int r;

        if (error)
                return error;
        if (!size_bytes)
                size_bytes = section->size_bytes - offset;
        if (needs_areas(section))
                return map_with_area(section, wanted, offset, size_bytes, inout_address);
        r = mw_view_map(section->mapping, offset, size_bytes, wanted->flags, inout_address);
        if (r < 0)
                return mww_error_of_result(r);
        if (atomic_load(&mww_view_areas))
                drop_left_over(*inout_address, size_bytes);
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
        error = mww_handle_use_as(handle, &mww_section_class, wanted.needed, &pin);
        if (error)
                return mww_fail_handle(error);
        error = map_view((mww_section *) pin.object, &wanted,
                         (uint64_t) offset_high << 32 | offset_low, size_bytes, &address);
        mww_handle_unuse(&pin);
        return error ? mww_fail_handle(error) : address;
}

LPVOID MapViewOfFile(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low,
                     SIZE_T size_bytes)
{
        return MapViewOfFileEx(handle, access, offset_high, offset_low, size_bytes, NULL);
}

bool mww_view_describe(const void *address, mww_area *out_area)
{
        mw_view_info info;
        DWORD protect;

        if (!find_view(address, &info))
                return false;
        protect = mww_view_protection(info.flags);
        mww_area_init(out_area, mww_pages_of_bytes(info.size_bytes), protect, protect);
        out_area->base = (uintptr_t) info.address;
        out_area->is_view = true;
        return true;
}

mww_area *mww_area_known(const void *address)
{
        mww_area *area = mww_area_find(address);
        mww_area view;

        if (!area || !area->is_view)
                return area;
        if (mww_view_describe((const void *) area->base, &view) && view.base == area->base &&
            view.page_count == area->page_count &&
            view.allocation_protect == area->allocation_protect)
                return area;
        mww_area_drop((const void *) area->base, area->page_count);
        return NULL;
}

mww_area *mww_area_at(const void *address)
{
        mww_area *area = mww_area_known(address);
        mww_area view;

        if (area || !mww_view_describe(address, &view))
                return area;
        area = mww_area_new(view.page_count, view.allocation_protect, view.allocation_protect);
        if (!area)
                return NULL;
        area->is_view = true;
        if (mww_area_insert(area, (void *) view.base))
                return area;
        mww_area_free(area);
        return NULL;
}

/* Takes the area of a view out of the list, if it has one: before the address is free,
 * since another thread may get it for its view. */
static MWW_COLD mww_area *take_area(const void *address)
{
        mww_area *area;

        mww_areas_lock();
        area = mww_area_find(address);
        if (area && area->is_view)
                mww_area_remove(area);
        else
                area = NULL;
        mww_areas_unlock();
        return area;
}

BOOL UnmapViewOfFile(LPCVOID address)
{
        const void *page = page_of(address);
        mww_area *area = atomic_load(&mww_view_areas) ? take_area(page) : NULL;
        int r = mw_view_unmap(page);

        if (area)
                mww_area_free(area); /* now its file may be cut */
        if (r < 0)
                return mww_fail(ERROR_INVALID_ADDRESS);
        mww_access_changed();
        return TRUE;
}

BOOL UnmapViewOfFileEx(PVOID address, ULONG flags)
{
        if (flags & ~(ULONG) MEM_UNMAP_WITH_TRANSIENT_BOOST)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return UnmapViewOfFile(address);
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
