/* SPDX-License-Identifier: MIT */
/* visible.c — compares a traced process's shared pages, instruction by instruction.
 *
 * Only pages that the process has touched are read: what it writes is present in
 * its page table by then, and reading others would give them space. A page that
 * becomes present counts as a change, for what it held before isn't known.
 */
#include "visible.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PAGE = 4096, REGIONS_MAX = 64, PAGES_MAX = 512, REGION_PAGES_MAX = 1 << 14,
       HEAD_BYTES = 24 };

struct picture {
        int pages;
        uintptr_t at[PAGES_MAX];
        unsigned char head[HEAD_BYTES];
        unsigned char bytes[PAGES_MAX][PAGE];
};

static struct picture pictures[2], *now = &pictures[0], *before = &pictures[1];
static struct {
        uintptr_t start;
        size_t pages;
} regions[REGIONS_MAX];
static int region_count, pagemap = -1;
static void *robust_head;

static void list_regions(pid_t pid)
{
        char path[64], line[600];
        FILE *maps;

        snprintf(path, sizeof path, "/proc/%d/maps", pid);
        maps = fopen(path, "re");
        ASSERT(maps);
        region_count = 0;
        while (fgets(line, sizeof line, maps)) {
                unsigned long start, end;
                char rights[5];

                if (sscanf(line, "%lx-%lx %4s", &start, &end, rights) != 3 ||
                    rights[1] != 'w' || rights[3] != 's')
                        continue;
                ASSERT(region_count < REGIONS_MAX);
                regions[region_count].start = start;
                regions[region_count++].pages = (end - start) / PAGE;
                ASSERT((end - start) / PAGE <= REGION_PAGES_MAX);
        }
        fclose(maps);
}

static void list_pages(struct picture *picture)
{
        static uint64_t entries[REGION_PAGES_MAX];

        picture->pages = 0;
        for (int i = 0; i < region_count; i++) {
                size_t bytes = regions[i].pages * sizeof *entries;

                ASSERT_EQ(pread(pagemap, entries, bytes,
                                (off_t) (regions[i].start / PAGE * sizeof *entries)),
                          bytes);
                for (size_t k = 0; k < regions[i].pages; k++) {
                        if (!(entries[k] >> 63))
                                continue;
                        ASSERT(picture->pages < PAGES_MAX);
                        picture->at[picture->pages++] = regions[i].start + k * PAGE;
                }
        }
}

static void look(pid_t pid, struct picture *picture)
{
        static struct iovec from[PAGES_MAX + 1];
        struct iovec to[2] = { { picture->head, HEAD_BYTES }, { picture->bytes, 0 } };

        list_pages(picture);
        from[0] = (struct iovec) { robust_head, HEAD_BYTES };
        for (int i = 0; i < picture->pages; i++)
                from[i + 1] = (struct iovec) { (void *) picture->at[i], PAGE };
        to[1].iov_len = (size_t) picture->pages * PAGE;
        ASSERT_EQ(process_vm_readv(pid, to, 2, from, (unsigned long) picture->pages + 1, 0),
                  HEAD_BYTES + to[1].iov_len);
}

void visible_begin(pid_t pid)
{
        char path[64];
        size_t bytes;

        visible_end();
        list_regions(pid);
        snprintf(path, sizeof path, "/proc/%d/pagemap", pid);
        pagemap = open(path, O_RDONLY | O_CLOEXEC);
        ASSERT_SYS(pagemap);
        ASSERT_SYS(syscall(SYS_get_robust_list, pid, &robust_head, &bytes));
        ASSERT_EQ(bytes, HEAD_BYTES);
        look(pid, before);
}

bool visible_changed(pid_t pid)
{
        struct picture *swap = before;
        bool same;

        look(pid, now);
        same = now->pages == before->pages &&
               memcmp(now->at, before->at, (size_t) now->pages * sizeof *now->at) == 0 &&
               memcmp(now->head, before->head, HEAD_BYTES) == 0 &&
               memcmp(now->bytes, before->bytes, (size_t) now->pages * PAGE) == 0;
        before = now;
        now = swap;
        return !same;
}

void visible_end(void)
{
        if (pagemap >= 0)
                close(pagemap);
        pagemap = -1;
}
