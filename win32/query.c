/* SPDX-License-Identifier: MIT */
/* query.c — what lies at an address that is no view: private memory, a program
 * file, or nothing. The kernel's own list (/proc/self/maps) says.
 */
#include "internal.h"

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

/* One line of the list: "from-to rights ... path". True: it decides. */
static bool read_line(const char *line, uintptr_t page, MEMORY_BASIC_INFORMATION *out_info)
{
        char rights[8] = "";
        uintptr_t from;
        uintptr_t to;

        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &from, &to, rights) != 3 || to <= page)
                return false;
        if (from > page) { /* a gap ends here */
                out_info->RegionSize = from - page;
                return true;
        }
        out_info->AllocationBase = (void *) from;
        out_info->RegionSize = to - page;
        out_info->State = MEM_COMMIT;
        out_info->Protect = protection_of(rights);
        out_info->AllocationProtect = out_info->Protect;
        out_info->Type = strchr(line, '/') ? MEM_IMAGE : MEM_PRIVATE;
        return true;
}

void mww_query_maps(const void *address, MEMORY_BASIC_INFORMATION *out_info)
{
        FILE *list = fopen("/proc/self/maps", "re");
        char *line = NULL;
        size_t capacity = 0;

        out_info->State = MEM_FREE;
        out_info->Protect = PAGE_NOACCESS;
        out_info->RegionSize = MWW_ADDRESS_LIMIT - (uintptr_t) address;
        while (list && getline(&line, &capacity, list) > 0 &&
               !read_line(line, (uintptr_t) address, out_info))
                ;
        free(line);
        if (list)
                fclose(list);
}
