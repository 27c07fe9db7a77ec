/* SPDX-License-Identifier: MIT */
/* registry.c — one slot a thread; only the kernel says that it is dead.
 *
 * What it is. A thread that owns a mutex, waits for an auto-reset event or
 * decides a wait-all is named in shared words by a reference: generation << 14 |
 * index of its slot. Its slot's word `dead` holds its thread id and hangs on its
 * robust list, so the kernel marks it when the thread ends: return, exit, exec,
 * kill -9. The id is compared by the kernel only with the list of that very
 * thread, so equal ids in two containers, and reuse of ids, do no harm.
 *
 * The invariant. A reference in a live object belongs to the registry that is
 * there now: a process attaches before it opens such an object and stays attached
 * until it ends, so the registry lives as long as any holder of any such object.
 * The control page records the registry's id; who opens it compares.
 *
 * Life. The registry is an object like all others (lifetime.c), except that its
 * slots can't be unmapped while the process lives: the kernel will write there.
 * So its name hangs on a mapping of its own, one page, the lifeline; at exit that
 * page is let go, and the slots stay mapped.
 *
 * Claiming, under the lock on byte 2 (kernel-released): pending, generation,
 * tx = 0, tx_at = 0, dead, list link, pending = none. If we die before `dead` is
 * written the slot is as dead as it was; after it, pending sees to its marking.
 * Slots whose thread died after it had decided a wait-all are taken last: others
 * may still have to ask what it decided.
 *
 * Global\. Whoever may write the registry can write "dead" into anybody's slot,
 * or count its generation up. There, each thread also holds a lock on the byte of
 * the file that its reference numbers, by a mapping that it gives back when it
 * ends; a death counts only once that lock is free, whatever the slot says.
 * Between the mark and the lock's end (the process is being torn down) the slot
 * is "dying", and who cares looks again.
 *
 * A leftover registry of another user in root's Global\ directory can't be
 * removed by us; it is used as it is. All its slots are dead by the kernel's
 * word, no live object refers to them, and generations go on counting.
 */
#include "namespace/registry.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/name.h"
#include "base/step.h"
#include "namespace/directory.h"
#include "namespace/guard.h"
#include "namespace/lifetime.h"
#include "os/os.h"

__thread struct mwi_thread mwi_thread __attribute__((tls_model("initial-exec")));

static struct mwi_registry registries[2] = { { .scope = 0, .file = -1 },
                                             { .scope = 1, .file = -1 } };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t thread_end;
static int thread_end_made;
static uint32_t search_from = 1;

/* ---- attaching ------------------------------------------------------------ */

static int build(void *context, struct mwi_life *life)
{
        int r = mwi_os_reserve(life->file, 0, MWI_SLOTS_STEP * sizeof(struct mw_slot_shm));

        if (r < 0)
                return mwi_fail_os(r, "can't reserve the registry's space in %s (see df on it)",
                                   mw_scope_directory(*(uint32_t *) context));
        life->control->id = mwi_os_random() | 1;
        life->control->size_bytes = MW_REGISTRY_DATA_BYTES;
        life->control->flags = MW_FLAG_LAZY;
        mwi_store(&life->control->slots, MWI_SLOTS_STEP);
        return MW_OK;
}

static int open_registry_file(uint32_t scope, uint64_t inode, int *out_file)
{
        struct mwi_os_stat st;
        int directory, file, r;

        if ((r = mwi_directory(scope, 0, &directory)) < 0 ||
            (r = mwi_os_open_at(directory, MW_REGISTRY_FILE, MWI_READ | MWI_WRITE, &file)) < 0)
                return r == MW_ENOTFOUND ? MW_ECHANGED : r;
        if ((r = mwi_os_stat(file, &st)) < 0 || st.inode != inode) {
                mwi_os_close(file);
                return r < 0 ? r : MW_ECHANGED;
        }
        *out_file = file;
        return MW_OK;
}

static int fail_changed(const char *what, uint32_t scope, int r)
{
        if (r == MW_ECHANGED)
                return mwi_fail(r,
                                "%s: the namespace %s was removed from %s under running programs "
                                "(systemd's RemoveIPC? start them again)",
                                what, mwi_scope_prefix(scope), mw_scope_directory(scope));
        return mwi_fail_os(r, "%s: can't open the registry in %s", what, mw_scope_directory(scope));
}

size_t mwi_registry_map_bytes(void)
{
        return (size_t) MW_REGISTRY_DATA_BYTES + mwi_control_map_bytes();
}

static int map_slots(struct mwi_registry *registry, const char *what, const struct mwi_life *life)
{
        size_t bytes = mwi_registry_map_bytes();
        void *address;
        int file, r;

        if (life->data_bytes != MW_REGISTRY_DATA_BYTES ||
            mwi_load(&life->control->slots) < MWI_SLOTS_STEP ||
            mwi_load(&life->control->sync.w) != 0)
                return mwi_fail(MW_ECORRUPT,
                                "%s: the registry in %s is damaged (end all programs that use "
                                "it, then mapwire gc)",
                                what, mw_scope_directory(registry->scope));
        if ((r = open_registry_file(registry->scope, life->inode, &file)) < 0)
                return fail_changed(what, registry->scope, r);
        r = mwi_os_map(file, 0, bytes, MWI_MAP_READ | MWI_MAP_WRITE, NULL, 0, &address);
        if (r < 0) {
                mwi_fail_os(r, "%s: can't map the registry in %s", what,
                            mw_scope_directory(registry->scope));
                mwi_os_close(file);
                return r;
        }
        if (registry->scope == MW_SCOPE_GLOBAL) {
                registry->file = file;
        } else {
                mwi_os_close(file);
        }
        mwi_guard_add(address, bytes);
        registry->slots = address;
        registry->control =
                (struct mw_control_shm *) (void *) ((char *) address + life->data_bytes);
        return MW_OK;
}

static int attach(struct mwi_registry *registry, const char *what)
{
        struct mwi_life_want want = {
                .what = what,
                .quoted = MW_REGISTRY_FILE,
                .file = MW_REGISTRY_FILE,
                .scope = registry->scope,
                .kind = MW_KIND_REGISTRY,
                .may_create = 1,
                .any_owner = 1,
                .data_bytes = MW_REGISTRY_DATA_BYTES,
                .lazy = 1,
                .build = build,
                .context = &registry->scope,
        };
        struct mwi_life life;
        int r, directory;

        if ((r = mwi_directory(registry->scope, 1, &directory)) < 0)
                return r;
        want.mode = mwi_directory_info(registry->scope)->is_shared ? 0666 : 0600;
        if ((r = mwi_life_open(&want, &life)) < 0)
                return r;
        r = map_slots(registry, what, &life);
        if (r < 0) {
                mwi_life_forget(&life);
                mwi_life_reap(registry->scope, MW_REGISTRY_FILE, life.inode, MW_NOW, 0, NULL);
                return r;
        }
        mwi_os_close(life.file);
        registry->lifeline = life.control;
        registry->id = life.control->id;
        registry->inode = life.inode;
        registry->device = life.device;
        registry->is_attached = 1;
        return MW_OK;
}

int mwi_registry_attach(uint32_t scope, const char *what, struct mwi_registry **out_registry)
{
        struct mwi_registry *registry = &registries[scope];
        int r = MW_OK;

        pthread_mutex_lock(&lock);
        if (!registry->is_attached)
                r = attach(registry, what);
        pthread_mutex_unlock(&lock);
        if (r == MW_OK)
                *out_registry = registry;
        return r;
}

struct mwi_registry *mwi_registry_of(uint32_t scope)
{
        return registries[scope].is_attached ? &registries[scope] : NULL;
}

/* ---- slots ----------------------------------------------------------------- */

static uint32_t slots_of(struct mwi_registry *registry)
{
        uint32_t slots = mwi_load(&registry->control->slots);

        return slots < MWI_SLOTS ? slots : MWI_SLOTS;
}

struct mw_slot_shm *mwi_slot(struct mwi_registry *registry, uint32_t ref)
{
        uint32_t index = ref & (MWI_SLOTS - 1);

        return &registry->slots[index < slots_of(registry) ? index : 0];
}

/* Is `file` the registry's, and does nobody hold this slot's lock? -1: it isn't. */
static int ask_lock(struct mwi_registry *registry, int file, uint32_t ref)
{
        struct mwi_os_stat st;

        if (file < 0 || mwi_os_stat(file, &st) < 0 || st.inode != registry->inode ||
            st.device != registry->device)
                return -1;
        return mwi_os_is_locked(file, MW_LOCK_SLOT_FIRST + (uint64_t) ref) == 0;
}

/* Is the lock byte of this slot free? Errors count as held. Async-signal-safe, as
 * mw_event_set() must be, unless the program closed our descriptor. */
static int is_confirmed_dead(struct mwi_registry *registry, uint32_t ref)
{
        int confirmed = ask_lock(registry, registry->file, ref), kept = errno;

        if (confirmed >= 0 || pthread_mutex_trylock(&lock) != 0) {
                errno = kept;
                return confirmed > 0; /* held by another: not confirmed now, so ask again */
        }
        if ((confirmed = ask_lock(registry, registry->file, ref)) < 0) {
                int file;

                if (open_registry_file(registry->scope, registry->inode, &file) == MW_OK) {
                        registry->file = file;
                        confirmed = ask_lock(registry, file, ref);
                }
        }
        pthread_mutex_unlock(&lock);
        errno = kept;
        return confirmed > 0;
}

/* What its slot says. */
static int says_alive(struct mwi_registry *registry, uint32_t ref, uint32_t *out_dead)
{
        struct mw_slot_shm *slot = mwi_slot(registry, ref);
        uint32_t dead = mwi_load(&slot->dead);

        if (out_dead)
                *out_dead = dead;
        return slot != registry->slots && mwi_load(&slot->generation) == ref >> MWI_SLOT_BITS &&
               !mwi_os_is_dead_word(dead);
}

int mwi_is_alive(struct mwi_registry *registry, uint32_t ref, uint32_t *out_dead)
{
        if (says_alive(registry, ref, out_dead))
                return MWI_ALIVE;
        if (ref && registry->scope == MW_SCOPE_GLOBAL && !is_confirmed_dead(registry, ref))
                return MWI_DYING;
        return MWI_DEAD;
}

int mwi_had_decided(struct mwi_registry *registry, uint32_t ref)
{
        struct mw_slot_shm *slot = mwi_slot(registry, ref);
        uint32_t at = mwi_load(&slot->tx_at), decided = mwi_load(&slot->tx);
        struct mwi_registry *global;

        /* decided in Global\, and died before it noted that here: then it has committed nothing */
        if (!decided && at && registry->scope == MW_SCOPE_LOCAL &&
            mwi_registry_attach(MW_SCOPE_GLOBAL, "wait", &global) == MW_OK) {
                decided = mwi_load(&mwi_slot(global, at)->tx);
                if (mwi_load(&mwi_slot(global, at)->generation) != at >> MWI_SLOT_BITS)
                        decided = 0;
        }
        /* taken anew meanwhile: what was decided is no longer known */
        return mwi_load(&slot->generation) == ref >> MWI_SLOT_BITS && decided == 1;
}

/* The reference that the next thread to have this slot will be known by. */
static uint32_t next_ref(struct mwi_registry *registry, uint32_t index)
{
        uint32_t generation =
                (mwi_load(&registry->slots[index].generation) + 1) & MWI_GENERATION_MASK;

        return (generation ? generation : 1) << MWI_SLOT_BITS | index;
}

/* May the next thread have this slot? `last`: even if its last thread died after
 * a decision that others may still ask for. */
static int is_free(struct mwi_registry *registry, int file, uint32_t index, int last)
{
        struct mw_slot_shm *slot = &registry->slots[index];

        return index && index < MWI_SLOTS && mwi_os_is_dead_word(mwi_load(&slot->dead)) &&
               (last || (!mwi_load(&slot->tx) && !mwi_load(&slot->tx_at))) &&
               (registry->scope == MW_SCOPE_LOCAL ||
                mwi_os_is_locked(file, MW_LOCK_SLOT_FIRST + ((uint64_t) mwi_load(&slot->generation)
                                                                     << MWI_SLOT_BITS |
                                                             index)) == 0);
}

/* Index or 0. */
static uint32_t find_dead(struct mwi_registry *registry, int file, uint32_t slots, int last)
{
        for (uint32_t k = 0; k < slots; k++) {
                uint32_t index = (search_from + k) % slots;

                if (is_free(registry, file, index, last))
                        return index;
        }
        return 0;
}

/* Under the claim lock. */
static uint32_t find_slot(struct mwi_registry *registry, int file)
{
        uint32_t slots = slots_of(registry) & ~(MWI_SLOTS_STEP - 1), index;

        while (!(index = find_dead(registry, file, slots, 0)) && slots < MWI_SLOTS) {
                uint64_t from = (uint64_t) slots * sizeof(struct mw_slot_shm);

                if (mwi_os_reserve(file, from, MWI_SLOTS_STEP * sizeof(struct mw_slot_shm)) < 0)
                        break;
                MW_STEP("slot.grow.reserved");
                slots += MWI_SLOTS_STEP;
                mwi_store(&registry->control->slots, slots);
                search_from = slots - MWI_SLOTS_STEP;
        }
        return index ? index : find_dead(registry, file, slots, 1);
}

static int take_slot(struct mwi_registry *registry, uint32_t ref)
{
        struct mw_slot_shm *slot = &registry->slots[ref & (MWI_SLOTS - 1)];
        int r = mwi_os_mourn_begin(&slot->dead);

        if (r < 0)
                return mwi_fail(
                        r, "this libc's robust list is not what mapwire knows (mapwire doctor)");
        MW_STEP("slot.claim.begun");
        mwi_store(&slot->generation, ref >> MWI_SLOT_BITS);
        mwi_store(&slot->tx, 0);
        mwi_store(&slot->tx_at, 0);
        MW_STEP("slot.claim.generation");
        mwi_store(&slot->dead, mwi_os_mourn_value());
        MW_STEP("slot.claim.alive");
        mwi_os_mourn_end(&slot->dead);
        MW_STEP("slot.claim.after");
        mwi_thread.ref[registry->scope] = ref;
        return MW_OK;
}

/* Global\: hold the lock of this reference for as long as this thread lives. 0, or
 * MW_EBUSY: somebody has it. */
static int hold_lock(struct mwi_registry *registry, int file, uint32_t ref)
{
        void *page;
        int r = mwi_os_lock(file, MW_LOCK_SLOT_FIRST + (uint64_t) ref, 1, MW_NOW);

        if (r == MW_OK)
                r = mwi_os_map(file, MW_REGISTRY_DATA_BYTES, mwi_control_map_bytes(), MWI_MAP_READ,
                               NULL, 0, &page);
        if (r == MW_OK) {
                mwi_os_keep_from_children(page, mwi_control_map_bytes());
                mwi_thread.lock_page[registry->scope] = page;
        }
        return r;
}

/* Runs at the end of each thread that claimed a slot. The kernel marks the slot. */
static void on_thread_end(void *unused)
{
        for (int scope = 0; scope < 2; scope++)
                if (mwi_thread.lock_page[scope]) {
                        mwi_os_unmap(mwi_thread.lock_page[scope], mwi_control_map_bytes());
                        mwi_thread.lock_page[scope] = NULL;
                }
}

void mwi_slot_leave(void)
{
        for (uint32_t scope = 0; scope < 2; scope++) {
                if (!mwi_thread.ref[scope])
                        continue;
                mwi_os_mourn_leave(&mwi_slot(&registries[scope], mwi_thread.ref[scope])->dead);
                mwi_thread.ref[scope] = 0;
        }
        on_thread_end(NULL);
}

static int claim_under_lock(struct mwi_registry *registry, int file)
{
        for (uint32_t tries = 0; tries < MWI_ROUNDS_MAX; tries++) {
                uint32_t index = find_slot(registry, file), ref;
                int r = MW_OK;

                if (!index)
                        return mwi_fail(MW_ELIMIT,
                                        "all %u thread slots of %s are taken (threads that wait or "
                                        "lock; see mapwire doctor)",
                                        MWI_SLOTS - 1, mwi_scope_prefix(registry->scope));
                search_from = index + 1;
                ref = next_ref(registry, index);
                if (registry->scope == MW_SCOPE_GLOBAL)
                        r = hold_lock(registry, file, ref);
                if (r == MW_EBUSY)
                        continue; /* somebody locked it just now */
                if (r < 0)
                        return mwi_fail_os(r, "can't hold a thread slot of Global\\");
                if ((r = take_slot(registry, ref)) < 0)
                        on_thread_end(NULL);
                return r;
        }
        return mwi_fail(MW_EBUSY, "no thread slot of %s can be locked",
                        mwi_scope_prefix(registry->scope));
}

/* Global\: see to it that this thread gives its lock back when it ends. */
static int promise_thread_end(struct mwi_registry *registry)
{
        if (registry->scope == MW_SCOPE_LOCAL)
                return MW_OK;
        if (!thread_end_made)
                thread_end_made = pthread_key_create(&thread_end, on_thread_end) == 0;
        if (!thread_end_made || pthread_setspecific(thread_end, &mwi_thread) != 0)
                return mwi_fail(MW_ELIMIT,
                                "no thread-specific key is left, which a thread that waits "
                                "in Global\\ needs");
        return MW_OK;
}

int mwi_slot_claim(struct mwi_registry *registry)
{
        int file, r;

        pthread_mutex_lock(&lock);
        r = promise_thread_end(registry);
        if (r == MW_OK) {
                r = open_registry_file(registry->scope, registry->inode, &file);
                if (r < 0)
                        fail_changed("wait", registry->scope, r);
        }
        if (r < 0) {
                file = -1;
        } else {
                r = mwi_os_lock(file, MW_LOCK_SLOTS, 1, mw_after_ns(MWI_LIFECYCLE_WAIT_NS));
                if (r < 0)
                        mwi_fail_os(r, "can't lock the registry in %s",
                                    mw_scope_directory(registry->scope));
                else
                        r = claim_under_lock(registry, file);
                mwi_os_unlock(file, MW_LOCK_SLOTS);
                mwi_os_close(file);
        }
        pthread_mutex_unlock(&lock);
        return r;
}

/* ---- the process's end, and its children ------------------------------------ */

void mwi_registry_leave(void)
{
        for (uint32_t scope = 0; scope < 2; scope++) {
                struct mwi_registry *registry = &registries[scope];

                if (!registry->is_attached)
                        continue;
                if (mwi_os_replace(registry->lifeline, mwi_control_map_bytes()) < 0)
                        mwi_os_unmap(registry->lifeline, mwi_control_map_bytes());
                mwi_life_reap(scope, MW_REGISTRY_FILE, registry->inode,
                              mw_after_ns(MWI_LIFECYCLE_WAIT_NS), 0, NULL);
        }
}

void mwi_registry_fork_prepare(void)
{
        pthread_mutex_lock(&lock);
}

void mwi_registry_fork_parent(void)
{
        pthread_mutex_unlock(&lock);
}

/* The child has inherited the mappings, not the threads: it is nobody yet. */
void mwi_registry_fork_child(void)
{
        pthread_mutex_unlock(&lock);
        mwi_thread = (struct mwi_thread){ { 0, 0 }, { NULL, NULL } };
}
