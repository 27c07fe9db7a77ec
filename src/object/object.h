/* SPDX-License-Identifier: MIT */
/* object.h — what a handle is, for all kinds alike.
 *
 * A handle is this process's one attachment to an object: opening the same name
 * again with the same rights gives the same handle, counted. So identity is the
 * pointer, a handle costs one small block of heap, and an event, a mutex, a semaphore
 * or a timer keeps no descriptor: the mapping of its control page holds the name.
 * A mapping needs no words, so its control page is read once and not mapped; its
 * descriptor holds the name.
 */
#ifndef MWI_OBJECT_H
#define MWI_OBJECT_H

#include <stdint.h>

#include <mapwire/mapwire.h>

#include "base/atomic.h"
#include "base/options.h"
#include "layout.h"
#include "namespace/lifetime.h"
#include "namespace/registry.h"
#include "namespace/slab.h"

struct mw_object {
        /* What the fast paths read: one line. */
        struct mw_sync_shm *sync;       /* its words                                             */
        struct mwi_registry *registry;  /* where the slots in its words are                      */
        uint32_t quiet_mask;            /* if no bit of it is set in w: not signalled, no work   */
        uint32_t unit_mask;             /* semaphore, auto timer: the bits of w that count units */
        uint32_t epoch_mask;            /* manual: a change of these bits of w releases          */
        uint8_t  sort;                  /* MWI_MANUAL ... below                                  */
        uint8_t  always_wake;           /* MW_FLAG_FOR_READERS                                   */
        uint8_t  read_only;
        uint8_t  kind;                  /* MW_KIND_*                                             */
        uint32_t max;                   /* semaphore: private copy, checked at attach            */
        uint32_t references;            /* under the table's lock                                */
        uint64_t id;

        void   (*end)(struct mw_object *object); /* gives back what this kind has beside; or NULL */
        struct mw_object *next;         /* in the table                                          */
        struct mw_control_shm *control; /* named, with words: the mapped page, holds the name    */
        struct mwi_chunk *chunk;        /* unnamed: where its words come from                    */
        const char *file;               /* named: its file name, behind the structure            */
        uint64_t inode;
        uint32_t hash;
        uint8_t  scope;
};

/* What decides how words are read. An event is one of two sorts. A timer is a manual
 * event that sets itself, or a semaphore of one unit that releases itself. */
enum { MWI_NONE, MWI_MANUAL, MWI_AUTO, MWI_SEMAPHORE, MWI_MUTEX };

struct mw_event     { struct mw_object object; };
struct mw_mutex     { struct mw_object object; };
struct mw_semaphore { struct mw_object object; };
struct mw_timer     { struct mw_object object; };

/* What opening needs to know beyond what the public call was told. */
struct mwi_object_want {
        const char *what;                /* the call, for messages                               */
        uint32_t kind, flags, mode;
        size_t   handle_bytes;           /* of the handle's structure                            */
        uint32_t control_flags, max_count, first_word;
        uint64_t data_bytes, size_bytes; /* mapping                                              */
        uint32_t tag;
        struct mw_control_shm *copy;     /* its handle needs no words: read them into this       */
        int      any_owner;              /* the caller wants what is there, whoever made it      */
        int      control_read_only;      /* join without write access to the control page        */
        /* Give a new handle what it needs beyond words, before others can see it. Takes
         * life->file over, come what may. NULL: words are all. */
        int    (*equip)(struct mw_object *object, const struct mwi_object_want *want,
                        struct mwi_life *life);
        void    *context;
        const char *file_path;           /* mapping of a disk file                               */
        uint64_t file_device, file_inode;
};

/* Open or make a named object, or find that we have it. MW_CREATED, 0, or MW_E…. */
int mwi_object_open(const struct mwi_object_want *want, const char *name,
                    struct mw_object **out_object);

/* The same for an event, a mutex, a semaphore or a timer, named or not. */
int mwi_sync_open(const struct mwi_object_want *want, const char *name,
                  struct mw_object **out_object);

/* One more reference, e.g. of a view. */
void mwi_object_keep(struct mw_object *object);

/* One less; the last one lets go. */
void mwi_object_drop(struct mw_object *object);

/* Call `each` with every mapped control page. */
void mwi_object_each_control(void (*each)(void *address, size_t bytes));

/* At exit: put private memory in place of a page that holds a name; if there are
 * too many mappings for that, pull it away. */
void mwi_let_go(void *address, size_t bytes);

/* Let every control page go, in place: at exit. */
void mwi_object_leave(void);

void mwi_object_fork_prepare(void);
void mwi_object_fork_parent(void);
void mwi_object_fork_child(void);

/* Once a process: handlers of fork and exit. */
void mwi_process_begin(void);

/* The same address in another structure: for the wrappers of the public types. */
#define MWI_OBJECT_OF(handle) ((handle) ? &(handle)->object : NULL)

#endif
