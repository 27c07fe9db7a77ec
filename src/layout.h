/* SPDX-License-Identifier: MIT */
/* layout.h — every byte that another process can see.
 *
 * A namespace is a directory; an object is one file in it:
 *
 *      [ data, rounded up to whole pages ][ control page ]
 *
 * A mapping's data begins at offset 0 and is raw, so that any program can map
 * the file. All other kinds have no data: their file is the control page. A
 * mapping of a disk file has its data there, and only the control page here.
 * The control page is the last page of the file, always.
 *
 * The registry, file "%registry", is one more such object: its data are the
 * slots of the threads that wait for something which only one may have.
 *
 * Rules. No pointers, no size_t, no enums, no bool, no long: 32-bit and 64-bit
 * processes read the same bytes. Byte order is the host's; a foreign order is
 * refused by the fingerprint. A reader loads a shared word once, checks its
 * copy and uses its copy. docs/format.md tells the same in prose; its tables
 * are made from this file by scripts/layout-tables.
 *
 * One line per field: offset, size, who may write it, what it means.
 */
#ifndef MWI_LAYOUT_H
#define MWI_LAYOUT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

#define MW_MAGIC        UINT64_C(0x3145524957504d01) /* "\1MPWIRE1", little-endian           */
#define MW_FORMAT_MAJOR 1       /* refuse if different                                       */
#define MW_FORMAT_MINOR 0       /* additions only: a reader takes any                          */
#define MW_FINGERPRINT  UINT32_C(0x01020304) /* byte order; changes with any layout rule     */
#define MW_CONTROL_BYTES 4096u
#define MW_REGISTRY_FILE "%registry"

/* Kinds that only the format knows, beside MW_KIND_* of the public headers. */
#define MW_KIND_REGISTRY 0x100u

/* The bytes of an object's file that are locked, never written.
 * Byte 0: whoever makes, joins or ends the object, for that moment.
 * Byte 1: every holder, shared; the kernel lets go when a holder ends.
 * Byte 2 of the registry: who claims a slot. From byte 64 of the registry of
 * Global\: one a reference, held exclusively by its thread (see registry.c).
 * (A lock on a byte range of a file needs no such byte in the data.)         */
#define MW_LOCK_LIFECYCLE  0
#define MW_LOCK_LIVENESS   1
#define MW_LOCK_SLOTS      2
#define MW_LOCK_SLOT_FIRST 64

/* flags of the control page */
#define MW_FLAG_AUTO_RESET  1u  /* event, timer                                              */
#define MW_FLAG_FOR_READERS 2u  /* event: set and pulse always wake, W or not                */
#define MW_FLAG_LAZY        4u  /* mapping: its data has no reserved space                   */
#define MW_FLAG_FILE        8u  /* mapping: the data is the disk file of `path`              */

/* The words of an event, a mutex, a semaphore or a timer. Unnamed objects are just this, and
 * what stands behind it (below). */
struct mw_sync_shm {
        _Atomic uint32_t w;     /*   0  4  anybody      the state: bits below; also the futex  */
        _Atomic uint32_t own;   /*   4  4  wait-all     slot whose wait-all holds the unit (R) */
        _Atomic uint32_t p;     /*   8  4  pulser       auto event: pulses made; else: marks   */
        _Atomic uint32_t q;     /*  12  4  waiter       last pulse claimed; else: who marks    */
        _Atomic uint32_t depth; /*  16  4  owner        mutex: how often it is locked          */
        uint8_t reserved[44];   /*  20 44  -            zero; readers ignore                   */
};

/* Bits of w, all kinds. */
#define MW_W 1u         /* somebody may sleep on w; cleared only by the kernel, waking all    */
#define MW_H 2u         /* held: a change that counts for nobody until that wake              */
#define MW_R 4u         /* auto, semaphore, mutex: one unit is reserved by a wait-all         */
/* manual event: signalled, then 28 bits that every set and pulse changes                     */
#define MW_S            8u
#define MW_EPOCH_1      16u
#define MW_EPOCH(v)     ((v) >> 4)
/* auto event: there may be members; 11 bits of tokens; Z, reset since the last set: these are
 * for members only; 16 bits of pulses, to change the value                                   */
#define MW_M            8u
#define MW_TOKEN_1      16u
#define MW_TOKENS_MASK  0x7ff0u
#define MW_TOKENS(v)    (((v) & MW_TOKENS_MASK) >> 4)
#define MW_TOKENS_MAX   2047u
#define MW_Z            0x8000u
#define MW_PULSE_1      (1u << 16)
/* semaphore: 29 bits of count                                                                */
#define MW_UNIT_1       8u
#define MW_UNITS(v)     ((v) >> 3)
/* timer: has fired (auto: one unit, else S); 14 bits count firings, 14 bits settings         */
#define MW_FIRED        8u
#define MW_FIRING_1     (1u << 4)
#define MW_FIRINGS_MASK 0x3fff0u
#define MW_SETTING_1    (1u << 18)
#define MW_SETTINGS(v)  ((v) >> 18)
#define MW_NEXT_FIRING(v)                                                                   \
        (((v) & ~MW_FIRINGS_MASK) | (((v) + MW_FIRING_1) & MW_FIRINGS_MASK))
/* mutex: abandoned; 28 bits of owner: a slot reference, 0 free                               */
#define MW_A            8u
#define MW_OWNER(v)     ((v) >> 4)
#define MW_OWNED_BY(r)  ((uint32_t) (r) << 4)

/* Auto event: who waits. 64 slot references, 0 empty; each waiter writes its own entry, and
 * whoever counts strikes out the dead. */
struct mw_members_shm {
        _Atomic uint32_t member[MWI_MEMBERS]; /* 0 256  waiter, counter                        */
};

/* Timer: when it fires next. The low 16 bits of `due` say which firing that is: 2 bits of
 * the count of firings, 14 of the count of settings, as w has them after it (timer.c).
 * Above: CLOCK_MONOTONIC in microseconds, all ones never. */
struct mw_timer_shm {
        _Atomic uint64_t due;    /*  0  8  setter, anybody  time << 16 | which firing         */
        _Atomic uint64_t period; /*  8  8  setter       microseconds << 16 | which setting    */
        uint8_t reserved[48];    /* 16 48  -            zero                                  */
};
#define MW_DUE_NEVER    (UINT64_MAX >> 16)
#define MW_DUE(us, v)   ((uint64_t) (us) << 16 | MW_DUE_TAG(v))
#define MW_DUE_US(due)  ((due) >> 16)
#define MW_DUE_TAG(v)   ((uint64_t) ((v) >> 4 & 3u) | (uint64_t) MW_SETTINGS(v) << 2)
#define MW_DUE_IS_OF(due, v) (((due) & 0xffffu) == MW_DUE_TAG(v))
#define MW_DUE_SETTINGS(due) ((uint32_t) ((due) >> 2) & (UINT32_MAX >> 18))
#define MW_PERIOD(us, settings) ((uint64_t) (us) << 16 | (settings))
#define MW_PERIOD_US(period) ((period) >> 16)
#define MW_PERIOD_IS_OF(period, v) (((period) & 0xffffu) == MW_SETTINGS(v))

/* A slot: one thread that may own, wait or decide. A reference to it is
 * generation << 14 | index. Only the kernel says that its thread is dead: it
 * marks `dead`, which hangs on the thread's robust list. */
struct mw_slot_shm {
        _Atomic uint32_t generation; /*  0  4  claimer   counts claims; 1 to 16,383            */
        _Atomic uint32_t tx;         /*  4  4  thread    1: its wait-all has decided           */
        _Atomic uint32_t tx_at;      /*  8  4  thread    or ask its Global\ slot: a ref; 0 no   */
        uint8_t reserved[4];         /* 12  4  -         zero                                  */
        _Atomic uint32_t dead;       /* 16  4  thread, kernel  tid | WAITERS, then OWNER_DIED */
        uint8_t robust[44];          /* 20 44  thread    its libc's list node; ours to reserve */
};

/* The control page. */
struct mw_control_shm {
        /* Written once by the creator, before `magic`; constant afterwards. */
        _Atomic uint64_t magic;      /*   0  8  creator  MW_MAGIC, stored last                  */
        uint16_t format_major;       /*   8  2  creator                                         */
        uint16_t format_minor;       /*  10  2  creator                                         */
        uint32_t fingerprint;        /*  12  4  creator                                         */
        uint32_t kind;               /*  16  4  creator  MW_KIND_*                              */
        uint32_t flags;              /*  20  4  creator  MW_FLAG_*                              */
        uint64_t size_bytes;         /*  24  8  creator  mapping: exact size of the data        */
        uint64_t id;                 /*  32  8  creator  differs for every object ever made     */
        int64_t  created_unix_ns;    /*  40  8  creator  wall clock, for people                 */
        uint32_t creator_pid;        /*  48  4  creator  as it sees itself; decides nothing     */
        uint32_t max_count;          /*  52  4  creator  semaphore: its maximum                 */
        uint64_t registry_id;        /*  56  8  creator  id of the registry its words refer to  */
        uint64_t file_device;        /*  64  8  creator  the disk file behind it                */
        uint64_t file_inode;         /*  72  8  creator                                         */
        uint32_t name_bytes;         /*  80  4  creator                                         */
        uint32_t path_bytes;         /*  84  4  creator                                         */
        _Atomic uint32_t slots;      /*  88  4  claimer  registry: slots with reserved space    */
        uint32_t tag;                /*  92  4  creator  mapping: a number of the layer above   */
        uint32_t words_at;           /*  96  4  creator  where the words are; 0: it has none    */
        uint8_t  reserved0[28];      /* 100 28  -        zero                                   */

        /* Changing. */
        struct mw_sync_shm sync;     /* 128 64  -        registry: w is its bell, always 0      */
        uint8_t  reserved1[320];     /* 192 320 -        zero                                   */

        /* Constant; of an object with words, these lie in `path` (below). */
        char     name[1024];         /* 512 1024 creator  name_bytes of it, no NUL              */
        char     path[2304];         /* 1536 2304 creator mapping: path_bytes of it, no NUL     */
        uint8_t  reserved2[256];     /* 3840 256 -        zero                                  */
};

/* The words of a named event, mutex, semaphore or timer: a mw_sync_shm, and behind it
 * for an auto event a mw_members_shm, for a timer a mw_timer_shm, `words_at` bytes into
 * the control page: on one of 32 cache lines, by the object's id. Were they at the same
 * offset of every page, the words of many objects would compete for one set of the
 * processor's cache, and who waits for 64 of them would miss it 64 times. */
#define MW_WORDS_FIRST  1536u
#define MW_WORDS_PLACES 32u
#define MW_WORDS_AT(id) (MW_WORDS_FIRST + 64u * (uint32_t) ((id) % MW_WORDS_PLACES))
#define MW_WORDS(control, at) ((struct mw_sync_shm *) (void *) ((char *) (control) + (at)))
#define MW_IS_WORDS_AT(at)                                                                  \
        ((at) >= MW_WORDS_FIRST && (at) <= MW_WORDS_AT(MW_WORDS_PLACES - 1) && (at) % 64 == 0)

_Static_assert(MW_WORDS_FIRST == offsetof(struct mw_control_shm, path) &&
                       64 * (MW_WORDS_PLACES - 1) + sizeof(struct mw_sync_shm) +
                                       sizeof(struct mw_members_shm) <=
                               sizeof(((struct mw_control_shm *) 0)->path),
               "the words leave their place");

#define MW_AT(type, field, at)                                                              \
        _Static_assert(offsetof(struct type, field) == (at), #type "." #field " moved")

MW_AT(mw_sync_shm, w, 0);
MW_AT(mw_sync_shm, own, 4);
MW_AT(mw_sync_shm, p, 8);
MW_AT(mw_sync_shm, q, 12);
MW_AT(mw_sync_shm, depth, 16);
_Static_assert(sizeof(struct mw_sync_shm) == 64, "an unnamed object grew");
_Static_assert(sizeof(struct mw_members_shm) == 256, "the table of members grew");
MW_AT(mw_timer_shm, due, 0);
MW_AT(mw_timer_shm, period, 8);
_Static_assert(sizeof(struct mw_timer_shm) == 64, "a timer grew");

MW_AT(mw_slot_shm, generation, 0);
MW_AT(mw_slot_shm, tx, 4);
MW_AT(mw_slot_shm, tx_at, 8);
MW_AT(mw_slot_shm, dead, 16);
MW_AT(mw_slot_shm, robust, 20);
_Static_assert(sizeof(struct mw_slot_shm) == 64, "a slot grew");

MW_AT(mw_control_shm, magic, 0);
MW_AT(mw_control_shm, format_major, 8);
MW_AT(mw_control_shm, format_minor, 10);
MW_AT(mw_control_shm, fingerprint, 12);
MW_AT(mw_control_shm, kind, 16);
MW_AT(mw_control_shm, flags, 20);
MW_AT(mw_control_shm, size_bytes, 24);
MW_AT(mw_control_shm, id, 32);
MW_AT(mw_control_shm, created_unix_ns, 40);
MW_AT(mw_control_shm, creator_pid, 48);
MW_AT(mw_control_shm, max_count, 52);
MW_AT(mw_control_shm, registry_id, 56);
MW_AT(mw_control_shm, file_device, 64);
MW_AT(mw_control_shm, file_inode, 72);
MW_AT(mw_control_shm, name_bytes, 80);
MW_AT(mw_control_shm, path_bytes, 84);
MW_AT(mw_control_shm, slots, 88);
MW_AT(mw_control_shm, tag, 92);
MW_AT(mw_control_shm, words_at, 96);
MW_AT(mw_control_shm, sync, 128);
MW_AT(mw_control_shm, name, 512);
MW_AT(mw_control_shm, path, 1536);
_Static_assert(sizeof(struct mw_control_shm) == MW_CONTROL_BYTES, "the control page grew");
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2,
               "atomics of 32 and 64 bits must not need a lock");

#define MW_REGISTRY_DATA_BYTES ((uint64_t) MWI_SLOTS * sizeof(struct mw_slot_shm))

#endif
