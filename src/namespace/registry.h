/* SPDX-License-Identifier: MIT */
/* registry.h — the threads of a namespace, and which of them are dead. */
#ifndef MWI_REGISTRY_H
#define MWI_REGISTRY_H

#include <stdint.h>

#include <mapwire/base.h>

#include "base/atomic.h"
#include "layout.h"

/* One a namespace, for the life of this process. */
struct mwi_registry {
        struct mw_slot_shm *slots;      /* mapped until the process ends: the kernel writes there */
        struct mw_control_shm *control;
        void    *lifeline;              /* the page whose mapping holds the registry's name       */
        uint64_t id, device, inode;
        uint32_t scope;
        int      file;                  /* Global\: to ask for slot locks; else -1                */
        int      is_attached;
};

/* The ends of a question. */
enum { MWI_DEAD = 0, MWI_ALIVE = 1, MWI_DYING = 2 };

/* This thread's slots: references, 0 as long as it has none. */
struct mwi_thread {
        uint32_t ref[2];
        void    *lock_page[2];
};
extern __thread struct mwi_thread mwi_thread __attribute__((tls_model("initial-exec")));

/* Attach to a namespace's registry: before anything whose words refer to slots
 * is opened in it, so that no reference outlives the registry that it is in. */
int mwi_registry_attach(uint32_t scope, const char *what, struct mwi_registry **out_registry);

/* The registry if this process is attached, else NULL. */
struct mwi_registry *mwi_registry_of(uint32_t scope);

/* Claim this thread's slot. MW_ELIMIT: all are taken. Blocks for other claims. */
int mwi_slot_claim(struct mwi_registry *registry);

/* Give this thread's slots up, as its end would. It may claim others later. */
void mwi_slot_leave(void);

/* This thread's reference in out_ref; claims a slot the first time. */
static inline int mwi_self(struct mwi_registry *registry, uint32_t *out_ref)
{
        if (!mwi_thread.ref[registry->scope]) {
                int r = mwi_slot_claim(registry);

                if (r < 0)
                        return r;
        }
        *out_ref = mwi_thread.ref[registry->scope];
        return MW_OK;
}

/* The slot of any 32-bit value: a bad one gets slot 0, which is never alive. */
struct mw_slot_shm *mwi_slot(struct mwi_registry *registry, uint32_t ref);

/* MWI_ALIVE, MWI_DEAD, or MWI_DYING: marked dead, but its process's end isn't
 * confirmed yet; treat as alive and ask again soon. out_dead: the value seen in
 * its `dead` word, to sleep on; may be NULL. */
int mwi_is_alive(struct mwi_registry *registry, uint32_t ref, uint32_t *out_dead);

/* Had the wait-all of this dead thread decided? */
int mwi_had_decided(struct mwi_registry *registry, uint32_t ref);

/* How much of the registry is mapped: all of it. */
size_t mwi_registry_map_bytes(void);

/* At exit: give the name back and remove it if we were the last. */
void mwi_registry_leave(void);

void mwi_registry_fork_prepare(void);
void mwi_registry_fork_parent(void);
void mwi_registry_fork_child(void);

#endif
