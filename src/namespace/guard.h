/* SPDX-License-Identifier: MIT */
/* guard.h — the ranges in which a SIGBUS is ours to answer. */
#ifndef MWI_GUARD_H
#define MWI_GUARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/atomic.h"

/* A range of mapped memory. Views are always listed, since they must be found
 * by address; control pages only while the guard is on. */
struct mwi_range {
        uintptr_t address;
        size_t    bytes;
        void     *view;         /* struct view, or NULL: a control page                  */
        uint32_t  lost;         /* the guard met bytes that were truncated away          */
};

/* Install the handler. 1: now; 0: it was there. What is mapped already must then
 * be added; whoever maps from now on adds it himself. */
int mwi_guard_start(void);

/* How many control pages were truncated away: as long as it is 0, nobody need look
 * whether his is still one. */
extern _Atomic uint32_t mwi_control_pages_lost;

/* List a control page, or the registry's slots, if the guard is on. Twice is once. */
void mwi_guard_add(void *address, size_t bytes);
void mwi_guard_remove(void *address);

/* The list, sorted by falling address, because new mappings come below old ones.
 * Between lock and unlock nothing that can fault may be touched. */
void mwi_ranges_lock(void);
void mwi_ranges_unlock(void);
int  mwi_ranges_insert(uintptr_t address, size_t bytes, void *view);
void mwi_ranges_remove(uintptr_t address);
struct mwi_range *mwi_ranges_find(uintptr_t address);
struct mwi_range *mwi_ranges_at(size_t index);

/* Changes with every insert and remove: who remembers a range compares. Never 0. */
extern _Atomic uint32_t mwi_ranges_changes;
static inline uint32_t mwi_ranges_version(void)
{
        return mwi_load(&mwi_ranges_changes);
}

extern _Atomic uint32_t mwi_guard_on;
static inline int mwi_guard_is_on(void)
{
        return mwi_load(&mwi_guard_on) != 0;
}

#endif
