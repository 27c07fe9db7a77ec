/* SPDX-License-Identifier: MIT */
/* query.c — VirtualQuery: what lies at an address.
 *
 * An area (area.h) tells what it is, or mapwire, of a view that has none. For the
 * rest the kernel's own list
 * (/proc/self/maps) says: private memory, a program file, or nothing.
 */
#include "virtual.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static DWORD protection_of(const char *rights)
{
        DWORD protect = PAGE_NOACCESS;

        if (rights[1] == 'w')
                protect = PAGE_READWRITE;
        else if (rights[0] == 'r')
                protect = PAGE_READONLY;
        if (rights[2] == 'x')
                return protect == PAGE_NOACCESS ? PAGE_EXECUTE : protect << 4;
        return protect;
}

/* Lines are "from-to rights ... path". */
bool mww_vma_from(uintptr_t address, mww_vma *out_vma)
{
        FILE *list = fopen("/proc/self/maps", "re");
        char *line = NULL;
        size_t capacity = 0;
        bool found = false;

        while (list && !found && getline(&line, &capacity, list) > 0) {
                char rights[8] = "";

                if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &out_vma->from, &out_vma->to,
                           rights) != 3)
                        break;
                found = out_vma->to > address;
                out_vma->protect = protection_of(rights);
                out_vma->is_file = strchr(line, '/') != NULL;
        }
        free(line);
        if (list)
                fclose(list);
        return found;
}

static void query_kernel(uintptr_t page, MEMORY_BASIC_INFORMATION *out_info)
{
        mww_vma vma;

        out_info->State = MEM_FREE;
        out_info->Protect = PAGE_NOACCESS;
        out_info->RegionSize = MWW_ADDRESS_LIMIT - page;
        if (!mww_vma_from(page, &vma))
                return;
        if (vma.from > page) { /* a gap ends here */
                out_info->RegionSize = vma.from - page;
                return;
        }
        out_info->AllocationBase = (void *) vma.from;
        out_info->RegionSize = vma.to - page;
        out_info->State = MEM_COMMIT;
        out_info->Protect = vma.protect;
        out_info->AllocationProtect = vma.protect;
        out_info->Type = vma.is_file ? MEM_IMAGE : MEM_PRIVATE;
}

/* Under the lock. The pages behind page in the same state, which is theirs as
 * the program sees it: the run's, and what the kernel knows beyond it. */
static size_t query_pages(const mww_area *area, size_t page, DWORD *out_protect)
{
        size_t end;
        size_t next;
        DWORD protect = mww_area_run(area, page, &end)->protect & ~MWW_PAGE_LOCKED;
        bool answer = false;
        size_t count;

        /* Pages that are locked have a run of their own and look the same. */
        while (end < area->page_count &&
               (mww_area_run(area, end, &next)->protect & ~MWW_PAGE_LOCKED) == protect)
                end = next;
        *out_protect = protect;
        if (!protect && area->is_lazy) {
                count = mww_view_committed(area, page, end, &answer);
                if (answer)
                        *out_protect = area->allocation_protect;
                return count;
        }
        if (!mww_view_copies(area, protect))
                return end - page;
        count = mww_view_written(area, page, end, &answer);
        if (answer)
                *out_protect = mww_written_protection(protect);
        return count;
}

static void query_area(const mww_area *area, const void *address,
                       MEMORY_BASIC_INFORMATION *out_info)
{
        DWORD protect;
        size_t pages =
                query_pages(area, ((uintptr_t) address - area->base) / MWW_PAGE_BYTES, &protect);

        out_info->AllocationBase = (void *) area->base;
        out_info->AllocationProtect = area->allocation_protect;
        out_info->RegionSize = pages * MWW_PAGE_BYTES;
        out_info->State = protect ? MEM_COMMIT : MEM_RESERVE;
        out_info->Protect = protect;
        out_info->Type = area->is_view ? MEM_MAPPED : MEM_PRIVATE;
}

static SIZE_T failed(DWORD error)
{
        SetLastError(error);
        return 0;
}

SIZE_T VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION out_info, SIZE_T capacity_bytes)
{
        uintptr_t page = (uintptr_t) address & ~(uintptr_t) (MWW_PAGE_BYTES - 1);
        MEMORY_BASIC_INFORMATION info = { .BaseAddress = (void *) page };
        const mww_area *area;
        mww_area view;

        if (capacity_bytes < sizeof info)
                return failed(ERROR_BAD_LENGTH);
        if ((uintptr_t) address >= MWW_ADDRESS_LIMIT)
                return failed(ERROR_INVALID_PARAMETER);
        mww_areas_lock();
        area = mww_area_known(address);
        if (!area && mww_view_describe(address, &view))
                area = &view;
        if (area)
                query_area(area, address, &info);
        else
                query_kernel(page, &info);
        mww_areas_unlock();
        if (IsBadWritePtr(out_info, sizeof info))
                return failed(ERROR_NOACCESS);
        memcpy((void *) out_info, &info, sizeof info); /* aligned or not */
        return sizeof info;
}
