/* SPDX-License-Identifier: MIT */
/* arguments.c — what every system asks of the arguments of the public functions. */
#include "base/arguments.h"

#include <string.h>

#include "base/options.h"

#define MAPPING_FLAGS (MW_CREATE | MW_EXCLUSIVE | MW_READ_ONLY | MW_LAZY | MW_EXECUTABLE)
#define VIEW_FLAGS    (MW_READ_ONLY | MW_COPY_ON_WRITE | MW_NO_ACCESS | MW_EXECUTABLE | MW_DETACHED)

int mwi_check_mapping_open(const char *what, const char *name, uint64_t size_bytes, uint32_t flags,
                           const mw_mapping_options *options,
                           int (*has_descriptor)(const mw_mapping_options *options),
                           mw_mapping *const *out_mapping)
{
        int r;

        if (!out_mapping)
                return mwi_fail(MW_EINVAL, "%s: out_mapping is NULL", what);
        if (flags & ~(uint32_t) MAPPING_FLAGS)
                return mwi_fail(MW_EINVAL, "%s: unknown flags %#x", what,
                                flags & ~(uint32_t) MAPPING_FLAGS);
        if ((r = mwi_options_check(what, options, sizeof *options)) < 0)
                return r;
        if (options && options->struct_size < sizeof *options)
                return mwi_fail(MW_EINVAL, "%s: options->struct_size is %u (use the initialiser)",
                                what, options->struct_size);
        if (options && options->file_path && has_descriptor(options))
                return mwi_fail(MW_EINVAL, "%s: both a path and a descriptor are given", what);
        if ((!name || !*name) && !(flags & MW_CREATE))
                return mwi_fail(MW_ENAME, "%s: no name, and nothing to be created", what);
        if (size_bytes > (uint64_t) INT64_MAX)
                return mwi_fail(MW_ENOSPC, "%s: %llu bytes are more than a file can have", what,
                                (unsigned long long) size_bytes);
        return MW_OK;
}

int mwi_check_map(const struct mwi_allowed *allowed, uint64_t offset_bytes, uint64_t size_bytes,
                  uint32_t flags, void *const *address)
{
        uint32_t sort = flags & (MW_READ_ONLY | MW_COPY_ON_WRITE | MW_NO_ACCESS);

        if (!allowed || !address || flags & ~(uint32_t) VIEW_FLAGS || (sort & (sort - 1)))
                return mwi_fail(MW_EINVAL, "map: %s",
                                !allowed ? "mapping is NULL" :
                                !address ? "inout_address is NULL" :
                                           "flags contradict each other");
        if (offset_bytes % MW_VIEW_GRANULARITY_BYTES ||
            (uintptr_t) *address % MW_VIEW_GRANULARITY_BYTES)
                return mwi_fail(MW_EALIGN,
                                "map: offset %llu or address %p is not a multiple of 65536",
                                (unsigned long long) offset_bytes, *address);
        if (offset_bytes >= allowed->size_bytes || size_bytes > allowed->size_bytes - offset_bytes)
                return mwi_fail(
                        MW_EINVAL,
                        "map: bytes %llu to %llu are not all in the mapping, which has %llu",
                        (unsigned long long) offset_bytes,
                        (unsigned long long) (offset_bytes + size_bytes),
                        (unsigned long long) allowed->size_bytes);
        if (!sort && !allowed->can_write)
                return mwi_fail(MW_EACCES,
                                "map: a writable view needs a writable handle (MW_READ_ONLY?)");
        if (flags & MW_EXECUTABLE && !allowed->is_executable)
                return mwi_fail(MW_EACCES, "map: the handle was opened without MW_EXECUTABLE");
        if ((size_bytes ? size_bytes : allowed->size_bytes - offset_bytes) > SIZE_MAX / 2)
                return mwi_fail(MW_ENOMEM, "map: this process's address space is too small");
        return MW_OK;
}

int mwi_check_commit(const struct mwi_allowed *allowed, uint64_t offset_bytes, uint64_t size_bytes)
{
        if (!allowed || offset_bytes > allowed->size_bytes ||
            size_bytes > allowed->size_bytes - offset_bytes)
                return mwi_fail(MW_EINVAL, "commit: the range is not inside the mapping");
        if (!allowed->can_write)
                return mwi_fail(MW_EACCES, "commit: the handle is read-only");
        return MW_OK;
}

int mwi_hand_out_object(const mw_object_info *info, mw_object_info *out_info)
{
        uint32_t bytes = out_info->struct_size;

        if (bytes < sizeof(uint32_t))
                return mwi_fail(MW_EINVAL, "inspect: out_info->struct_size is not set");
        if (bytes > sizeof *info)
                bytes = sizeof *info;
        memcpy(out_info, info, bytes);
        out_info->struct_size = bytes;
        return MW_OK;
}

int mwi_check_view_info(const mw_view_info *out_info)
{
        return !out_info || out_info->struct_size < sizeof(uint32_t) ?
                       mwi_fail(MW_EINVAL, "query: out_info->struct_size is not set") :
                       MW_OK;
}

void mwi_hand_out_view(const mw_view_info *info, mw_view_info *out_info)
{
        uint32_t bytes =
                out_info->struct_size < sizeof *info ? out_info->struct_size : sizeof *info;

        memcpy(out_info, info, bytes);
        out_info->struct_size = bytes;
}
