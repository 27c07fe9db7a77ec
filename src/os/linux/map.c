/* SPDX-License-Identifier: MIT */
/* map.c — memory on Linux. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/macro.h"
#include "os/linux/system.h"

size_t mwi_os_page_bytes(void)
{
        static size_t page;

        if (!page)
                page = (size_t) sysconf(_SC_PAGESIZE);
        return page;
}

/* mmap says ENOMEM for "no memory" and for "too many mappings": which is it? */
static int mapping_result(int error)
{
        unsigned long limit = 65530, lines = 0;
        FILE *file;
        int letter;

        if (error == EEXIST)
                return MW_EADDRESS;
        if (error != ENOMEM)
                return mwi_linux_result(error);
        if ((file = fopen("/proc/sys/vm/max_map_count", "re"))) {
                if (fscanf(file, "%lu", &limit) != 1)
                        limit = 65530;
                fclose(file);
        }
        if ((file = fopen("/proc/self/maps", "re"))) {
                while ((letter = fgetc(file)) != EOF)
                        lines += letter == '\n';
                fclose(file);
        }
        errno = ENOMEM;
        return lines + 8 >= limit ? MW_ELIMIT : MW_ENOMEM;
}

static int protection(int rights)
{
        return (rights & MWI_MAP_READ ? PROT_READ : 0) |
               (rights & (MWI_MAP_WRITE | MWI_MAP_COPY) ? PROT_READ | PROT_WRITE : 0) |
               (rights & MWI_MAP_EXECUTE ? PROT_EXEC : 0);
}

/* An address range of the wanted alignment that is ours: to be mapped over. */
static void *reserve_aligned(size_t size_bytes, size_t align)
{
        size_t page = mwi_os_page_bytes(), whole = MWI_ROUND_UP(size_bytes, page);
        char *base, *start, *end;

        if (whole > SIZE_MAX - align)
                return MAP_FAILED;
        base = mmap(NULL, whole + align, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                    0);
        if (base == MAP_FAILED)
                return base;
        start = (char *) MWI_ROUND_UP((uintptr_t) base, align);
        end = base + whole + align;
        if (start > base)
                munmap(base, (size_t) (start - base));
        if (start + whole < end)
                munmap(start + whole, (size_t) (end - (start + whole)));
        return start;
}

/* The kernel hands out addresses from high to low, so the multiple of `align`
 * that lies just below our last such mapping is most likely free; a hint asks
 * for it without insisting. One call instead of four. */
static _Atomic uintptr_t below;

static void *map_by_hint(size_t size_bytes, int prot, int flags, int file, uint64_t offset_bytes,
                         size_t align)
{
        uintptr_t hint = below;
        void *address;

        if (!hint || hint < size_bytes + align)
                return NULL;
        hint = (hint - size_bytes) & ~((uintptr_t) align - 1);
        address = mmap((void *) hint, size_bytes, prot, flags, file, (off_t) offset_bytes);
        if (address == MAP_FAILED)
                return NULL;
        if ((uintptr_t) address % align == 0) {
                below = (uintptr_t) address;
                return address;
        }
        munmap(address, size_bytes);
        return NULL;
}

int mwi_os_map(int file, uint64_t offset_bytes, size_t size_bytes, int rights, void *at,
               size_t align, void **out_address)
{
        int flags = rights & MWI_MAP_COPY ? MAP_PRIVATE | MAP_NORESERVE : MAP_SHARED;
        void *address;

        if (MWI_FAULT("mmap"))
                return mapping_result(errno);
        if (!at && align > mwi_os_page_bytes()) {
                address = map_by_hint(size_bytes, protection(rights), flags, file, offset_bytes,
                                      align);
                if (address) {
                        *out_address = address;
                        return MW_OK;
                }
                address = reserve_aligned(size_bytes, align);
                if (address == MAP_FAILED)
                        return mapping_result(errno);
                if (mmap(address, size_bytes, protection(rights), flags | MAP_FIXED, file,
                         (off_t) offset_bytes) == MAP_FAILED) {
                        int error = errno;

                        munmap(address, size_bytes);
                        return mapping_result(error);
                }
                below = (uintptr_t) address;
        } else {
                address = mmap(at, size_bytes, protection(rights),
                               flags | (at ? MAP_FIXED_NOREPLACE : 0), file, (off_t) offset_bytes);
                if (address == MAP_FAILED)
                        return mapping_result(errno);
                if (at && address != at) { /* Linux < 4.17 takes it for a hint */
                        munmap(address, size_bytes);
                        errno = EEXIST;
                        return MW_EADDRESS;
                }
        }
        *out_address = address;
        return MW_OK;
}

void mwi_os_unmap(void *address, size_t size_bytes)
{
        uintptr_t lowest = (uintptr_t) address;
        int kept = errno;

        /* the next one may have this address again, and its page tables */
        atomic_compare_exchange_strong(&below, &lowest, lowest + size_bytes);

        munmap(address, size_bytes);
        errno = kept;
}

int mwi_os_map_shared(size_t size_bytes, void **out_address)
{
        void *address;

        if (MWI_FAULT("mmap"))
                return mapping_result(errno);
        address = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (address == MAP_FAILED)
                return mapping_result(errno);
        *out_address = address;
        return MW_OK;
}

int mwi_os_replace(void *address, size_t size_bytes)
{
        return mmap(address, size_bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED ?
                       MW_ELIMIT :
                       MW_OK;
}

void mwi_os_keep_from_children(void *address, size_t size_bytes)
{
        madvise(address, size_bytes, MADV_DONTFORK);
}

int mwi_os_sync(void *address, size_t size_bytes)
{
        int r;

        MWI_SYS(r, "msync", msync(address, size_bytes, MS_SYNC));
        return r < 0 ? mwi_linux_result(errno) : MW_OK;
}

/* ---- SIGBUS -------------------------------------------------------------- */

static int (*bus_handler)(void *address);
static struct sigaction bus_before;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
        int kept = errno, is_fault = info->si_code > 0; /* else somebody sent it: no address */

        if (is_fault && bus_handler(info->si_addr)) {
                errno = kept;
                return;
        }
        errno = kept;
        if (bus_before.sa_flags & SA_SIGINFO) {
                bus_before.sa_sigaction(number, info, context);
        } else if (bus_before.sa_handler != SIG_DFL && bus_before.sa_handler != SIG_IGN) {
                bus_before.sa_handler(number);
        } else if (is_fault || bus_before.sa_handler == SIG_DFL) {
                sigaction(SIGBUS, &bus_before,
                          NULL); /* a fault comes again, and ends us as it should */
                if (!is_fault)
                        raise(number);
        }
}

void mwi_os_on_bus_error(int (*handler)(void *address))
{
        struct sigaction action = { .sa_sigaction = on_bus_error,
                                    .sa_flags = SA_SIGINFO | SA_NODEFER };

        bus_handler = handler;
        sigemptyset(&action.sa_mask);
        sigaction(SIGBUS, &action, &bus_before);
}
