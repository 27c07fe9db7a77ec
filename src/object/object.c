/* SPDX-License-Identifier: MIT */
/* object.c — the table of this process's handles, and how they begin and end.
 *
 * The table finds, by namespace, file name and rights, the handle that this
 * process has already: then open is a look-up and a count, no system call.
 *
 * The lock guards the table and the counts only. Opening and letting go happen
 * outside it, since they may wait for other processes. Two threads that open
 * the same name at once both attach; the second finds the first one's handle in
 * the table and lets its own go. A thread that opens a name while another is
 * letting go the last handle attaches anew, as another process would.
 *
 * Order: the registry before the object (registry.c says why).
 */
#include "object/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include "base/error.h"
#include "base/macro.h"
#include "base/name.h"
#include "base/step.h"
#include "namespace/guard.h"
#include "object/sentry.h"
#include "object/timer.h"
#include "os/os.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Held, shared, by who is between opening a file and having its handle in the table,
 * or between taking it out and letting go: a fork waits for them, or the child would
 * inherit descriptors, mappings and so names that no handle of it knows. */
static pthread_rwlock_t passage = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static struct mw_object **table;
static uint32_t buckets, objects;

/* ---- ids: random start, then a walk that repeats after 2^64 ------------------ */

static uint64_t next_id;

static uint64_t make_id(void)
{
        uint64_t id;

        pthread_mutex_lock(&lock);
        if (!next_id)
                next_id = mwi_os_random();
        do
                id = next_id += UINT64_C(0x9e3779b97f4a7c15);
        while (!id);
        pthread_mutex_unlock(&lock);
        return id;
}

/* ---- the table, under the lock ------------------------------------------------ */

static uint32_t hash_of(const char *file, uint32_t scope)
{
        uint32_t hash = 2166136261u ^ scope; /* FNV-1a */

        for (; *file; file++)
                hash = (hash ^ (unsigned char) *file) * 16777619u;
        return hash;
}

static int grow(void)
{
        uint32_t fresh = buckets ? buckets * 2 : 64;
        struct mw_object **bigger = calloc(fresh, sizeof(struct mw_object *));

        if (!bigger)
                return buckets ? MW_OK : MW_ENOMEM; /* longer chains will do */
        for (uint32_t i = 0; i < buckets; i++)
                while (table[i]) {
                        struct mw_object *object = table[i];

                        table[i] = object->next;
                        object->next = bigger[object->hash & (fresh - 1)];
                        bigger[object->hash & (fresh - 1)] = object;
                }
        free(table);
        table = bigger;
        buckets = fresh;
        return MW_OK;
}

static struct mw_object *find(const char *file, uint32_t scope, int read_only, uint32_t hash)
{
        struct mw_object *object = buckets ? table[hash & (buckets - 1)] : NULL;

        while (object && (object->hash != hash || object->scope != scope ||
                          object->read_only != read_only || strcmp(object->file, file) != 0))
                object = object->next;
        return object;
}

static int insert(struct mw_object *object)
{
        if (objects >= buckets && grow() < 0)
                return mwi_fail(MW_ENOMEM, "no memory for the table of handles");
        object->next = table[object->hash & (buckets - 1)];
        table[object->hash & (buckets - 1)] = object;
        objects++;
        return MW_OK;
}

static void take_out(struct mw_object *object)
{
        struct mw_object **at = &table[object->hash & (buckets - 1)];

        while (*at != object)
                at = &(*at)->next;
        *at = object->next;
        objects--;
}

/* ---- opening ------------------------------------------------------------------ */

struct building {
        const struct mwi_object_want *want;
        const struct mwi_name *name;
        struct mwi_registry *registry;
};

static int build(void *context, struct mwi_life *life)
{
        struct building *building = context;
        const struct mwi_object_want *want = building->want;
        struct mw_control_shm *control = life->control;

        control->flags = want->control_flags;
        control->size_bytes = want->size_bytes;
        control->max_count = want->max_count;
        control->tag = want->tag;
        control->id = make_id();
        control->registry_id = building->registry ? building->registry->id : 0;
        control->name_bytes = building->name->bytes;
        memcpy(control->name, building->name->text, building->name->bytes);
        if (want->file_path) {
                control->path_bytes = (uint32_t) strlen(want->file_path);
                memcpy(control->path, want->file_path, control->path_bytes);
                control->file_device = want->file_device;
                control->file_inode = want->file_inode;
        }
        if (want->kind != MW_KIND_MAPPING) {
                struct mw_sync_shm *sync;

                control->words_at = MW_WORDS_AT(control->id);
                sync = MW_WORDS(control, control->words_at);
                mwi_store(&sync->w, want->first_word);
                if (want->kind == MW_KIND_TIMER)
                        mwi_timer_begin(sync);
                if (want->kind == MW_KIND_MUTEX && MW_OWNER(want->first_word))
                        mwi_store_relaxed(&sync->depth, 1);
        }
        return MW_OK;
}

static uint8_t sort_of(uint32_t kind, uint32_t control_flags)
{
        switch (kind) {
        case MW_KIND_EVENT:
                return control_flags & MW_FLAG_AUTO_RESET ? MWI_AUTO : MWI_MANUAL;
        case MW_KIND_SEMAPHORE:
                return MWI_SEMAPHORE;
        case MW_KIND_TIMER:
                return control_flags & MW_FLAG_AUTO_RESET ? MWI_SEMAPHORE : MWI_MANUAL;
        case MW_KIND_MUTEX:
                return MWI_MUTEX;
        default:
                return MWI_NONE;
        }
}

/* Which bits of w say that there is nothing to take and nothing to do. A timer's
 * word doesn't say it: it may be due. */
static uint32_t quiet_mask_of(uint32_t kind, uint8_t sort)
{
        if (kind == MW_KIND_TIMER)
                return 0;
        switch (sort) {
        case MWI_MANUAL:
                return MW_S | MW_H;
        case MWI_AUTO:
                return MW_TOKENS_MASK | MW_R | MW_H;
        case MWI_SEMAPHORE:
                return ~MW_W;
        default:
                return 0;
        }
}

static void fill(struct mw_object *object, const struct mwi_object_want *want,
                 uint32_t control_flags, uint32_t max_count)
{
        object->kind = (uint8_t) want->kind;
        object->sort = sort_of(want->kind, control_flags);
        object->quiet_mask = quiet_mask_of(want->kind, object->sort);
        object->unit_mask = want->kind == MW_KIND_TIMER ? MW_FIRED : ~(MW_UNIT_1 - 1);
        object->epoch_mask = want->kind == MW_KIND_TIMER ? MW_FIRINGS_MASK : ~(MW_EPOCH_1 - 1);
        object->always_wake = (control_flags & MW_FLAG_FOR_READERS) != 0;
        object->read_only = (want->flags & MW_READ_ONLY) != 0;
        object->max = max_count;
        object->references = 1;
}

/* What must hold between a joined object and us, beyond its format. */
static int check_joined(const struct mwi_object_want *want, const struct mwi_name *name,
                        const struct mw_control_shm *control, uint32_t flags, uint32_t max_count,
                        uint32_t words_at)
{
        if (control->name_bytes != name->bytes ||
            memcmp(control->name, name->text, name->bytes) != 0)
                return mwi_fail(MW_ECORRUPT,
                                "%s: '%s' in %s is damaged: its file holds another name",
                                want->what, name->quoted, mwi_scope_prefix(name->scope));
        if (want->kind == MW_KIND_EVENT && want->flags & MW_READ_ONLY &&
            !(flags & MW_FLAG_FOR_READERS))
                return mwi_fail(MW_EACCES,
                                "%s: the event '%s' can't be waited on read-only (make it with "
                                "MW_FOR_READERS)",
                                want->what, name->quoted);
        if (want->kind != MW_KIND_MAPPING && !MW_IS_WORDS_AT(words_at))
                return mwi_fail(MW_ECORRUPT, "%s: '%s' is damaged: its words are at %u", want->what,
                                name->quoted, words_at);
        if (want->kind == MW_KIND_EVENT && flags & MW_FLAG_FOR_READERS &&
            flags & MW_FLAG_AUTO_RESET)
                return mwi_fail(MW_ECORRUPT, "%s: the event '%s' is damaged: its flags are %#x",
                                want->what, name->quoted, flags);
        if (want->kind == MW_KIND_SEMAPHORE && (max_count < 1 || max_count > MW_SEMAPHORE_MAX))
                return mwi_fail(MW_ECORRUPT, "%s: the semaphore '%s' is damaged: its maximum is %u",
                                want->what, name->quoted, max_count);
        return MW_OK;
}

static struct mw_object *make_handle(const struct mwi_object_want *want,
                                     const struct mwi_name *name, struct mwi_registry *registry,
                                     const struct mwi_life *life, uint32_t flags,
                                     uint32_t max_count)
{
        size_t file_bytes = strlen(name->file) + 1;
        struct mw_object *object = calloc(1, want->handle_bytes + file_bytes);

        if (!object)
                return NULL;
        fill(object, want, flags, max_count);
        memcpy((char *) object + want->handle_bytes, name->file, file_bytes);
        object->file = (char *) object + want->handle_bytes;
        object->hash = hash_of(name->file, name->scope);
        object->scope = (uint8_t) name->scope;
        if (life->is_mapped) {
                object->control = life->control;
        }
        object->registry = registry;
        object->id = life->control->id;
        object->inode = life->inode;
        return object;
}

/* Let go of what was opened but didn't become a handle. */
static void abandon(const struct mwi_name *name, struct mwi_life *life)
{
        mwi_life_forget(life);
        mwi_life_reap(name->scope, name->file, life->inode, mw_after_ns(MWI_LIFECYCLE_WAIT_NS), 0,
                      NULL);
}

/* Let go of a handle that nobody can find any more. */
static void let_go(struct mw_object *object)
{
        if (object->sort != MWI_NONE)
                mwi_sentry_end(&object->sync->w);
        if (object->end)
                object->end(object);
        if (object->chunk)
                mwi_slab_give(object->chunk, object->sync);
        if (object->control) {
                mwi_guard_remove(object->control);
                MW_STEP("object.close.before");
                mwi_os_unmap(object->control, mwi_control_map_bytes());
        }
        if (object->file) {
                MW_STEP("object.close.unmapped");
                mwi_life_reap(object->scope, object->file, object->inode,
                              mw_after_ns(MWI_LIFECYCLE_WAIT_NS), 0, NULL);
        }
        free(object);
}

static int fail_exists(const struct mwi_object_want *want, const struct mwi_name *name,
                       uint32_t kind)
{
        if (kind != want->kind)
                return mwi_fail(MW_EKIND, "%s: '%s' in %s is no %s but a %s", want->what,
                                name->quoted, mwi_scope_prefix(name->scope),
                                mw_kind_name(want->kind), mw_kind_name(kind));
        return mwi_fail(MW_EEXIST, "%s: '%s' exists already in %s", want->what, name->quoted,
                        mwi_scope_prefix(name->scope));
}

/* Do we have it already? 1, 0, or MW_E…. */
static int reuse(const struct mwi_object_want *want, const struct mwi_name *name,
                 struct mw_object **out_object)
{
        struct mw_object *object;
        int r = 0;

        pthread_mutex_lock(&lock);
        object = find(name->file, name->scope, (want->flags & MW_READ_ONLY) != 0,
                      hash_of(name->file, name->scope));
        if (object && (object->kind != want->kind ||
                       (want->flags & MW_CREATE && want->flags & MW_EXCLUSIVE))) {
                r = fail_exists(want, name, object->kind);
        } else if (object) {
                object->references++;
                *out_object = object;
                r = 1;
        }
        pthread_mutex_unlock(&lock);
        return r;
}

/* Put the handle into the table, or take the one that another thread put there. */
static int enlist(struct mw_object *fresh, struct mw_object **out_object)
{
        struct mw_object *other;
        int r = MW_OK;

        pthread_mutex_lock(&lock);
        other = find(fresh->file, fresh->scope, fresh->read_only, fresh->hash);
        if (other && other->inode == fresh->inode)
                other->references++;
        else if ((other = NULL, r = insert(fresh)) == MW_OK)
                *out_object = fresh;
        pthread_mutex_unlock(&lock);
        if (other || r < 0)
                let_go(fresh);
        if (other)
                *out_object = other;
        return r;
}

/* From what was opened to a handle in the table. Takes *life over. */
static int make(const struct mwi_object_want *want, const struct mwi_name *name,
                struct mwi_registry *registry, struct mwi_life *life, struct mw_object **out_object)
{
        /* a peer may change them at any time: read once, check, use */
        uint32_t flags = life->control->flags, max_count = life->control->max_count,
                 words_at = life->control->words_at;
        struct mw_object *object;
        int r = MW_OK;

        if (!life->was_created)
                r = check_joined(want, name, life->control, flags, max_count, words_at);
        object = r < 0 ? NULL : make_handle(want, name, registry, life, flags, max_count);
        if (!object) {
                abandon(name, life);
                return r < 0 ? r : mwi_fail(MW_ENOMEM, "%s: no memory for a handle", want->what);
        }
        if (life->is_mapped)
                object->sync = MW_WORDS(life->control, words_at);
        if (!want->equip) {
                mwi_os_close(life->file);
        } else if ((r = want->equip(object, want, life)) < 0) {
                let_go(object);
                return r;
        }
        return enlist(object, out_object);
}

static int attach(const struct mwi_object_want *want, const struct mwi_name *name,
                  struct mw_object **out_object)
{
        struct building building = { want, name, NULL };
        struct mwi_life_want life_want = {
                .what = want->what,
                .quoted = name->quoted,
                .file = name->file,
                .scope = name->scope,
                .kind = want->kind,
                .may_create = (want->flags & MW_CREATE) != 0,
                .must_create = want->flags & MW_CREATE && want->flags & MW_EXCLUSIVE,
                .read_only = want->flags & MW_READ_ONLY || want->control_read_only,
                .any_owner = want->any_owner,
                .mode = name->scope == MW_SCOPE_GLOBAL && want->mode ? want->mode : 0600,
                .data_bytes = want->data_bytes,
                .lazy = (want->control_flags & MW_FLAG_LAZY) != 0,
                .build = build,
                .context = &building,
                .copy = want->copy,
        };
        struct mwi_life life;
        int r;

        if (want->file_path)
                life_want.mode &= ~022u; /* who could write it could name another file */
        if (want->kind != MW_KIND_MAPPING && !(want->flags & MW_READ_ONLY)) {
                r = mwi_registry_attach(name->scope, want->what, &building.registry);
                if (r < 0)
                        return r;
                life_want.registry_id = building.registry->id;
        }
        if ((r = mwi_life_open(&life_want, &life)) < 0 ||
            (r = make(want, name, building.registry, &life, out_object)) < 0)
                return r;
        MW_STEP("object.open.enlisted");
        return life.was_created ? MW_CREATED : MW_OK;
}

int mwi_object_open(const struct mwi_object_want *want, const char *name,
                    struct mw_object **out_object)
{
        struct mwi_name parsed;
        int r;

        mwi_process_begin();
        if ((r = mwi_name_parse(want->what, name, &parsed)) < 0 ||
            (r = reuse(want, &parsed, out_object)) < 0)
                return r;
        if (r)
                return MW_OK;
        pthread_rwlock_rdlock(&passage);
        r = attach(want, &parsed, out_object);
        pthread_rwlock_unlock(&passage);
        return r;
}

static int open_unnamed(const struct mwi_object_want *want, struct mw_object **out_object)
{
        struct mwi_registry *registry = NULL;
        struct mw_object *object;
        int r, has_more = want->kind == MW_KIND_TIMER ||
                          sort_of(want->kind, want->control_flags) == MWI_AUTO;

        if (!(want->flags & MW_CREATE))
                return mwi_fail(MW_ENAME, "%s: no name, and nothing to be created", want->what);
        if (want->flags & MW_READ_ONLY)
                return mwi_fail(MW_EINVAL, "%s: an unnamed object can't be read-only", want->what);
        mwi_process_begin();
        if ((r = mwi_registry_attach(MW_SCOPE_LOCAL, want->what, &registry)) < 0)
                return r;
        if (!(object = calloc(1, want->handle_bytes)))
                return mwi_fail(MW_ENOMEM, "%s: no memory for a handle", want->what);
        if ((r = mwi_slab_take(has_more, &object->sync, &object->chunk)) < 0) {
                free(object);
                return r;
        }
        fill(object, want, want->control_flags, want->max_count);
        object->registry = registry;
        object->scope = MW_SCOPE_LOCAL;
        object->id = make_id();
        mwi_store(&object->sync->w, want->first_word);
        if (want->kind == MW_KIND_TIMER)
                mwi_timer_begin(object->sync);
        if (want->kind == MW_KIND_MUTEX && MW_OWNER(want->first_word))
                mwi_store_relaxed(&object->sync->depth, 1);
        *out_object = object;
        return MW_CREATED;
}

int mwi_sync_open(const struct mwi_object_want *want, const char *name,
                  struct mw_object **out_object)
{
        if (!name || !*name)
                return open_unnamed(want, out_object);
        return mwi_object_open(want, name, out_object);
}

/* ---- letting go ----------------------------------------------------------------- */

void mwi_object_keep(struct mw_object *object)
{
        pthread_mutex_lock(&lock);
        object->references++;
        pthread_mutex_unlock(&lock);
}

void mwi_object_drop(struct mw_object *object)
{
        int is_last;

        pthread_mutex_lock(&lock);
        is_last = --object->references == 0;
        if (is_last && object->file)
                take_out(object);
        pthread_mutex_unlock(&lock);
        if (is_last) {
                pthread_rwlock_rdlock(&passage);
                let_go(object);
                pthread_rwlock_unlock(&passage);
        }
}

void mwi_object_each_control(void (*each)(void *address, size_t bytes))
{
        pthread_mutex_lock(&lock);
        for (uint32_t i = 0; i < buckets; i++)
                for (struct mw_object *object = table[i]; object; object = object->next)
                        if (object->control)
                                each(object->control, mwi_control_map_bytes());
        pthread_mutex_unlock(&lock);
}

void mwi_let_go(void *address, size_t bytes)
{
        if (mwi_os_replace(address, bytes) < 0)
                mwi_os_unmap(address, bytes);
}

/* A thread that still runs may be in the table; give it a moment, but don't hang:
 * what can't be let go is left to the next open or gc. */
static int lock_at_exit(void)
{
        for (int tries = 0; tries < 100; tries++) {
                if (pthread_mutex_trylock(&lock) == 0)
                        return 1;
                mwi_os_nap(1000000);
        }
        return 0;
}

void mwi_object_leave(void)
{
        if (!lock_at_exit())
                return;
        for (uint32_t i = 0; i < buckets; i++)
                for (struct mw_object *object = table[i]; object; object = object->next) {
                        if (object->end)
                                object->end(object);
                        if (object->control)
                                mwi_let_go(object->control, mwi_control_map_bytes());
                        mwi_life_reap(object->scope, object->file, object->inode,
                                      mw_after_ns(MWI_LIFECYCLE_WAIT_NS), 0, NULL);
                }
        pthread_mutex_unlock(&lock);
}

void mwi_object_fork_prepare(void)
{
        pthread_rwlock_wrlock(&passage);
        pthread_mutex_lock(&lock);
}

void mwi_object_fork_parent(void)
{
        pthread_mutex_unlock(&lock);
        pthread_rwlock_unlock(&passage);
}

/* The child begins with the lock anew: libc tells its writer by the thread's id, and
 * that is another here. */
void mwi_object_fork_child(void)
{
        next_id = 0;
        pthread_mutex_unlock(&lock);
        passage = (pthread_rwlock_t) PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
}

/* ---- what all can be asked -------------------------------------------------------- */

uint32_t mw_object_kind(const mw_object *object)
{
        return object ? object->kind : 0;
}

uint64_t mw_object_id(const mw_object *object)
{
        return object ? object->id : 0;
}
