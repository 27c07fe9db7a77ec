/* SPDX-License-Identifier: MIT */
/* area.c — the list of areas and the runs of their pages, see area.h.
 *
 * The list is an array, sorted by address: found by halving, and a program has
 * thousands of areas at most. The runs of an area are one, too; two neighbours
 * never have the same state, so that a run is what VirtualQuery calls a region.
 */
#include "area.h"

#include <stdlib.h>
#include <sys/mman.h>

atomic_uint mww_access_changes;
atomic_uint mww_view_areas;
MWW_LOCK(lock)
static mww_area **areas;
static size_t area_count;
static size_t area_capacity;

void mww_areas_lock(void)
{
        pthread_mutex_lock(&lock);
}

void mww_areas_unlock(void)
{
        pthread_mutex_unlock(&lock);
}

void mww_area_init(mww_area *area, size_t page_count, DWORD allocation_protect, DWORD protect)
{
        *area = (mww_area){
                .page_count = page_count,
                .allocation_protect = allocation_protect,
                .only_run.protect = protect,
                .runs = &area->only_run,
                .run_count = 1,
        };
}

mww_area *mww_area_new(size_t page_count, DWORD allocation_protect, DWORD protect)
{
        mww_area *area = malloc(sizeof *area);

        if (area)
                mww_area_init(area, page_count, allocation_protect, protect);
        return area;
}

void mww_area_free(mww_area *area)
{
        if (!area)
                return;
        if (area->runs != &area->only_run)
                free(area->runs);
        mww_backing_unref(area->backing);
        free(area);
}

/* How many areas begin at or below an address. */
static size_t count_up_to(uintptr_t address)
{
        size_t from = 0;
        size_t to = area_count;

        while (from < to) {
                size_t middle = from + (to - from) / 2;

                if (areas[middle]->base <= address)
                        from = middle + 1;
                else
                        to = middle;
        }
        return from;
}

bool mww_area_insert(mww_area *area, void *base)
{
        size_t at;

        mww_area_drop(base, area->page_count);
        if (area_count == area_capacity) {
                size_t capacity = area_capacity ? area_capacity * 2 : 16;
                mww_area **wider = realloc(areas, capacity * sizeof(*areas));

                if (!wider)
                        return false;
                areas = wider;
                area_capacity = capacity;
        }
        area->base = (uintptr_t) base;
        at = count_up_to(area->base);
        memmove(&areas[at + 1], &areas[at], (area_count - at) * sizeof(*areas));
        areas[at] = area;
        area_count++;
        if (area->is_view)
                atomic_fetch_add(&mww_view_areas, 1);
        return true;
}

void mww_area_remove(const mww_area *area)
{
        size_t at = count_up_to(area->base) - 1;

        mww_access_changed();
        area_count--;
        memmove(&areas[at], &areas[at + 1], (area_count - at) * sizeof(*areas));
        if (area->is_view)
                atomic_fetch_sub(&mww_view_areas, 1);
}

void mww_area_drop(const void *base, size_t page_count)
{
        uintptr_t first = (uintptr_t) base;
        uintptr_t last = first + page_count * MWW_PAGE_BYTES - 1;
        size_t at;

        while ((at = count_up_to(last)) > 0) {
                mww_area *left = areas[at - 1]; /* the others begin further down */

                if (left->base + left->page_count * MWW_PAGE_BYTES <= first)
                        return;
                mww_area_remove(left);
                mww_area_free(left);
        }
}

mww_area *mww_area_find(const void *address)
{
        size_t at = count_up_to((uintptr_t) address);
        mww_area *area = at ? areas[at - 1] : NULL;

        if (!area || ((uintptr_t) address - area->base) / MWW_PAGE_BYTES >= area->page_count)
                return NULL;
        return area;
}

/* The index of the run that holds a page. */
static size_t index_of(const mww_area *area, size_t page)
{
        size_t from = 0;
        size_t to = area->run_count;

        while (to - from > 1) {
                size_t middle = from + (to - from) / 2;

                if (area->runs[middle].first_page <= page)
                        from = middle;
                else
                        to = middle;
        }
        return from;
}

static size_t end_of(const mww_area *area, size_t index)
{
        return index + 1 < area->run_count ? area->runs[index + 1].first_page : area->page_count;
}

const mww_run *mww_area_run(const mww_area *area, size_t page, size_t *out_end)
{
        size_t index = index_of(area, page);

        *out_end = end_of(area, index);
        return &area->runs[index];
}

/* Appends a run, or lengthens the last one if it has the same state. */
static void append(mww_run *runs, size_t *inout_count, size_t first, DWORD protect)
{
        if (*inout_count > 0 && runs[*inout_count - 1].protect == protect)
                return;
        runs[(*inout_count)++] = (mww_run){ first, protect };
}

bool mww_area_set(mww_area *area, size_t first, size_t count, DWORD protect)
{
        size_t begins = index_of(area, first);
        size_t ends = index_of(area, first + count - 1);
        size_t made_count = 0;
        mww_run *made;

        mww_access_changed();
        if (begins == ends && area->runs[begins].protect == protect)
                return true;
        made = malloc((area->run_count + 2) * sizeof *made);
        if (!made)
                return false;
        for (size_t at = 0; at < begins; at++)
                append(made, &made_count, area->runs[at].first_page, area->runs[at].protect);
        if (area->runs[begins].first_page < first)
                append(made, &made_count, area->runs[begins].first_page,
                       area->runs[begins].protect);
        append(made, &made_count, first, protect);
        if (end_of(area, ends) > first + count)
                append(made, &made_count, first + count, area->runs[ends].protect);
        for (size_t at = ends + 1; at < area->run_count; at++)
                append(made, &made_count, area->runs[at].first_page, area->runs[at].protect);

        if (area->runs != &area->only_run)
                free(area->runs);
        area->runs = made;
        area->run_count = made_count;
        return true;
}

bool mww_area_is_committed(const mww_area *area, size_t first, size_t count)
{
        for (size_t at = index_of(area, first); at <= index_of(area, first + count - 1); at++)
                if (!area->runs[at].protect)
                        return false;
        return true;
}

bool mww_area_pages(const mww_area *area, const void *address, SIZE_T size_bytes, size_t *out_first,
                    size_t *out_count)
{
        uintptr_t from = (uintptr_t) address;
        uintptr_t last;

        if (size_bytes == 0 || size_bytes - 1 > UINTPTR_MAX - from)
                return false;
        last = (from + size_bytes - 1 - area->base) / MWW_PAGE_BYTES;
        *out_first = (from - area->base) / MWW_PAGE_BYTES;
        *out_count = last - *out_first + 1;
        return last < area->page_count;
}

int mww_kernel_protection(DWORD protect)
{
        if (protect & PAGE_GUARD)
                return PROT_NONE;
        switch (protect & 0xff) {
        case PAGE_READONLY:
                return PROT_READ;
        case PAGE_READWRITE:
        case PAGE_WRITECOPY:
                return PROT_READ | PROT_WRITE;
        case PAGE_EXECUTE:
                return PROT_EXEC;
        case PAGE_EXECUTE_READ:
                return PROT_READ | PROT_EXEC;
        case PAGE_EXECUTE_READWRITE:
        case PAGE_EXECUTE_WRITECOPY:
                return PROT_READ | PROT_WRITE | PROT_EXEC;
        default:
                return PROT_NONE;
        }
}
