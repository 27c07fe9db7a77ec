/* SPDX-License-Identifier: MIT */
/* view_pages.c — single pages of views: their access, committing them, and what
 * the kernel knows about them.
 *
 * A SEC_RESERVE section has no list of its committed pages. The pages that are
 * committed exist in its memory, those that are not don't, in every process
 * alike; so the kernel is asked. A page that nobody committed can be touched
 * here, and exists from then on, where Windows would end the program.
 */
#include "virtual.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#  define MADV_POPULATE_READ 22
#endif

#ifndef MFD_NOEXEC_SEAL
#  define MFD_NOEXEC_SEAL 8u
#endif

#define CHUNK_PAGES 512u

/* Which protections a page may get, by what its view was mapped for. */
static bool view_allows(DWORD mapped, DWORD wanted)
{
        const DWORD readable = PAGE_NOACCESS | PAGE_READONLY | PAGE_WRITECOPY;
        const DWORD executable = PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_WRITECOPY;

        wanted &= 0xff;
        switch (mapped & 0xff) {
        case PAGE_READONLY:
        case PAGE_WRITECOPY:
                return wanted & readable;
        case PAGE_READWRITE:
                return wanted & (readable | PAGE_READWRITE);
        case PAGE_EXECUTE:
                return wanted & (PAGE_NOACCESS | PAGE_EXECUTE);
        case PAGE_EXECUTE_READ:
        case PAGE_EXECUTE_WRITECOPY:
                return wanted & (readable | executable);
        case PAGE_EXECUTE_READWRITE:
                return true;
        default:
                return wanted & PAGE_NOACCESS;
        }
}

static bool is_copy(DWORD protect)
{
        return protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY);
}

/* A file without a name for so many bytes; -1: there is none. */
static int new_file(size_t size_bytes)
{
        int file = memfd_create("mapwire-copy", MFD_CLOEXEC | MFD_NOEXEC_SEAL);

        if (file < 0 && errno == EINVAL) /* a kernel before 6.3 */
                file = memfd_create("mapwire-copy", MFD_CLOEXEC);
        if (file >= 0 && ftruncate(file, (off_t) size_bytes) < 0) {
                close(file);
                return -1;
        }
        return file;
}

/* Pages that are shared become copies of their own. On Windows each would with
 * its first write; the kernel can't change that for a mapping that is there. The
 * copies are a file's, mapped privately, so that the first write to each is seen
 * all the same: mww_view_written(). */
static bool make_private(void *address, size_t size_bytes, int protection)
{
        int file = new_file(size_bytes);
        void *copy = MAP_FAILED;
        bool is_done = false;

        if (file >= 0)
                copy = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (copy != MAP_FAILED) {
                struct iovec from = { address, size_bytes };
                struct iovec to = { copy, size_bytes };

                mprotect(address, size_bytes, PROT_READ);
                is_done = process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t) size_bytes &&
                          mmap(address, size_bytes, protection, MAP_PRIVATE | MAP_FIXED, file, 0) !=
                                  MAP_FAILED;
                munmap(copy, size_bytes);
        }
        if (file >= 0)
                close(file);
        return is_done;
}

/* The same for a range, of which some pages may be private already, and stay so. */
static bool make_all_private(const mww_area *area, size_t first, size_t count, int protection)
{
        for (size_t page = first, end = first + count; page < end;) {
                bool is_written;
                size_t alike = mww_view_written(area, page, end, &is_written);
                void *address = mww_area_address(area, page);

                if (is_written ? mprotect(address, alike * MWW_PAGE_BYTES, protection) < 0 :
                                 !make_private(address, alike * MWW_PAGE_BYTES, protection))
                        return false;
                page += alike;
        }
        return true;
}

DWORD mww_view_protect(mww_area *area, size_t first, size_t count, DWORD protect)
{
        void *address = mww_area_address(area, first);
        size_t size_bytes = count * MWW_PAGE_BYTES;
        int protection = mww_kernel_protection(protect);

        if (!view_allows(area->allocation_protect, protect))
                return ERROR_INVALID_PARAMETER;
        if (is_copy(protect) && !is_copy(area->allocation_protect)) {
                if (!make_all_private(area, first, count, protection))
                        return ERROR_NOT_ENOUGH_MEMORY;
        } else if (mprotect(address, size_bytes, protection) < 0) {
                return errno == EACCES ? ERROR_ACCESS_DENIED : ERROR_NOT_ENOUGH_MEMORY;
        }
        return mww_area_set(area, first, count, mww_cached_as(area, protect)) ?
                       ERROR_SUCCESS :
                       ERROR_NOT_ENOUGH_MEMORY;
}

/* Makes the pages exist; false: there is no space for them. */
static bool populate(char *address, size_t size_bytes)
{
        if (madvise(address, size_bytes, MADV_POPULATE_READ) == 0)
                return true;
        if (errno != EINVAL) /* a kernel before 5.14 */
                return false;
        for (size_t at = 0; at < size_bytes; at += MWW_PAGE_BYTES) {
                char byte;
                struct iovec from = { address + at, 1 };
                struct iovec to = { &byte, 1 };

                if (process_vm_readv(getpid(), &to, 1, &from, 1, 0) != 1)
                        return false;
        }
        return true;
}

DWORD mww_view_commit(mww_area *area, size_t first, size_t count, DWORD protect)
{
        if (area->is_file)
                return ERROR_ACCESS_DENIED;
        if (area->is_lazy && area->allocation_protect != PAGE_NOACCESS &&
            !populate(mww_area_address(area, first), count * MWW_PAGE_BYTES))
                return ERROR_COMMITMENT_LIMIT;
        return mww_view_protect(area, first, count, protect);
}

size_t mww_view_committed(const mww_area *area, size_t page, size_t end, bool *out_answer)
{
        unsigned char is_there[CHUNK_PAGES];
        size_t at = page;

        *out_answer = false;
        while (at < end) {
                size_t count = min(end - at, (size_t) CHUNK_PAGES);

                if (mincore(mww_area_address(area, at), count * MWW_PAGE_BYTES, is_there) < 0)
                        return end - page;
                if (at == page)
                        *out_answer = is_there[0] & 1;
                for (size_t one = 0; one < count; one++, at++)
                        if ((is_there[one] & 1) != *out_answer)
                                return at - page;
        }
        return end - page;
}

/* /proc/self/pagemap, 64 bits a page: 63 present, 62 swapped, 61 the file's. */
static bool is_private(uint64_t entry)
{
        return (entry >> 62) && !(entry >> 61 & 1);
}

size_t mww_view_written(const mww_area *area, size_t page, size_t end, bool *out_answer)
{
        int map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
        uint64_t entries[CHUNK_PAGES];
        size_t at = page;

        *out_answer = false;
        while (map >= 0 && at < end) {
                size_t count = min(end - at, (size_t) CHUNK_PAGES);
                off_t offset = (off_t) (area->base / MWW_PAGE_BYTES + at) * 8;

                if (pread(map, entries, count * 8, offset) != (ssize_t) (count * 8))
                        break;
                if (at == page)
                        *out_answer = is_private(entries[0]);
                for (size_t one = 0; one < count; one++, at++) {
                        if (is_private(entries[one]) == *out_answer)
                                continue;
                        close(map);
                        return at - page;
                }
        }
        if (map >= 0)
                close(map);
        return end - page;
}
