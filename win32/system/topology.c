/* SPDX-License-Identifier: MIT */
/* topology.c — GetLogicalProcessorInformation: what processors share, as /sys tells.
 *
 * A core, a package, a node and each cache is told once, with the set of processors
 * that have it. A machine whose /sys tells nothing has a core for each processor.
 */
#include "threads/task.h"

#include <stdio.h>
#include <stdlib.h>

#define PROCESSORS_MAX (sizeof(ULONG_PTR) * 8)
#define CACHES_MAX     16u

typedef SYSTEM_LOGICAL_PROCESSOR_INFORMATION entry;

typedef struct found {
        entry entries[PROCESSORS_MAX * (3 + CACHES_MAX)];
        size_t count;
} found;

static bool read_text(const char *path, char *out, int room)
{
        FILE *file = fopen(path, "re");
        bool is_read = file && fgets(out, room, file);

        if (file)
                fclose(file);
        return is_read;
}

/* "0-3,8" as a set; 0: nothing is told. */
static ULONG_PTR read_set(const char *path)
{
        ULONG_PTR set = 0;
        char text[512];
        char *at = text;

        if (!read_text(path, text, sizeof text))
                return 0;
        while (*at >= '0' && *at <= '9') {
                unsigned long first = strtoul(at, &at, 10);
                unsigned long last = *at == '-' ? strtoul(at + 1, &at, 10) : first;

                for (unsigned long one = first; one <= last && one < PROCESSORS_MAX; one++)
                        set |= (ULONG_PTR) 1 << one;
                if (*at == ',')
                        at++;
        }
        return set;
}

static unsigned long read_number(const char *path)
{
        char text[64];
        char *end;
        unsigned long number;

        if (!read_text(path, text, sizeof text))
                return 0;
        number = strtoul(text, &end, 10);
        return *end == 'K' ? number << 10 : *end == 'M' ? number << 20 : number;
}

/* Once a set. */
static void add(found *list, const entry *one)
{
        for (size_t at = 0; at < list->count; at++)
                if (memcmp(&list->entries[at], one, sizeof *one) == 0)
                        return;
        if (list->count < sizeof list->entries / sizeof *list->entries)
                list->entries[list->count++] = *one;
}

static void add_shared(found *list, unsigned processor, const char *file,
                       LOGICAL_PROCESSOR_RELATIONSHIP relation)
{
        entry one = { .Relationship = relation };
        char path[128];

        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/topology/%s", processor, file);
        one.ProcessorMask = read_set(path);
        if (!one.ProcessorMask)
                one.ProcessorMask = (ULONG_PTR) 1 << processor;
        if (relation == RelationProcessorCore)
                one.ProcessorCore.Flags = (one.ProcessorMask & (one.ProcessorMask - 1)) != 0;
        add(list, &one);
}

static bool add_cache(found *list, unsigned processor, unsigned number)
{
        entry one = { .Relationship = RelationCache };
        char path[128];
        char type[32] = "";
        int length = snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/cache/index%u/",
                              processor, number);
        size_t room = sizeof path - (size_t) length;
        unsigned long ways;

        snprintf(path + length, room, "shared_cpu_list");
        one.ProcessorMask = read_set(path);
        snprintf(path + length, room, "type");
        if (!one.ProcessorMask || !read_text(path, type, sizeof type))
                return false;
        one.Cache.Type = type[0] == 'D' ? CacheData :
                         type[0] == 'I' ? CacheInstruction :
                                          CacheUnified;
        snprintf(path + length, room, "level");
        one.Cache.Level = (BYTE) read_number(path);
        snprintf(path + length, room, "ways_of_associativity");
        ways = read_number(path);
        one.Cache.Associativity = (BYTE) (ways > 0xFE ? 0xFF : ways); /* 0xFF: fully */
        snprintf(path + length, room, "coherency_line_size");
        one.Cache.LineSize = (WORD) read_number(path);
        snprintf(path + length, room, "size");
        one.Cache.Size = (DWORD) read_number(path);
        add(list, &one);
        return true;
}

static void find_all(found *list)
{
        ULONG_PTR online = read_set("/sys/devices/system/cpu/online");
        bool has_nodes = false;

        for (unsigned one = 0; one < PROCESSORS_MAX; one++) {
                if (!(online & (ULONG_PTR) 1 << one) && (online || one))
                        continue;
                add_shared(list, one, "thread_siblings_list", RelationProcessorCore);
                add_shared(list, one, "core_siblings_list", RelationProcessorPackage);
                for (unsigned number = 0; number < CACHES_MAX; number++)
                        if (!add_cache(list, one, number))
                                break;
        }
        for (unsigned node = 0; node < PROCESSORS_MAX; node++) {
                entry one = { .Relationship = RelationNumaNode, .NumaNode = { node } };
                char path[64];

                snprintf(path, sizeof path, "/sys/devices/system/node/node%u/cpulist", node);
                one.ProcessorMask = read_set(path);
                has_nodes |= one.ProcessorMask != 0;
                if (one.ProcessorMask)
                        add(list, &one);
        }
        if (!has_nodes)
                add(list, &(entry){ .Relationship = RelationNumaNode,
                                    .ProcessorMask = online ? online : 1 });
}

BOOL GetLogicalProcessorInformation(PSYSTEM_LOGICAL_PROCESSOR_INFORMATION out, PDWORD inout_bytes)
{
        found *list;
        DWORD room;
        DWORD needed;
        DWORD error = ERROR_SUCCESS;

        if (!inout_bytes)
                return mww_fail(ERROR_INVALID_PARAMETER);
        list = calloc(1, sizeof *list);
        if (!list)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        find_all(list);
        room = *inout_bytes;
        needed = (DWORD) (list->count * sizeof *out);
        if (room < needed)
                error = ERROR_INSUFFICIENT_BUFFER;
        else if (!mww_put(out, list->entries, needed))
                error = ERROR_NOACCESS;
        *inout_bytes = needed;
        free(list);
        return error ? mww_fail(error) : TRUE;
}
