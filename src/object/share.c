/* SPDX-License-Identifier: MIT */
/* share.c — handing an object to another process.
 *
 * Named. The share's descriptor is an open file of the object of its own, joined to
 * the name as every holder is (lifetime.c): its lock holds the name as long as any
 * process, or any message under way, has that open file. The taker opens the name
 * while it has the descriptor, so it can't meet another object; it compares the ids
 * all the same, since it might look in another directory.
 *
 * Unnamed. The descriptor is the memory: the chunk in which the words lie (slab.c),
 * or the mapping's file. The words refer to threads by their slots, so the taker must
 * be attached to the same registry.
 *
 * The taker trusts neither the bytes nor the file: sizes are checked against the file,
 * and a file that somebody could shorten isn't mapped as words.
 */
#include <mapwire/share.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/name.h"
#include "namespace/directory.h"
#include "object/view.h"
#include "os/os.h"

#define GIVE "share"
#define TAKE "open what was shared"

/* ---- giving -------------------------------------------------------------------- */

static int refuse_to_build(void *context, struct mwi_life *life)
{
        return mwi_fail(MW_ENOTFOUND, GIVE ": the object is gone");
}

/* One more hold on the name, by an open file of its own. */
static int give_named(const struct mw_object *object, mw_share *share)
{
        struct mw_control_shm copy;
        struct mwi_life_want want = {
                .what = GIVE,
                .quoted = object->file,
                .file = object->file,
                .scope = object->scope,
                .kind = object->kind,
                .read_only = object->read_only,
                .any_owner = 1,
                .build = refuse_to_build,
                .copy = &copy,
        };
        struct mwi_name parsed;
        struct mwi_life life;
        int r = mwi_life_open(&want, &life);

        if (r < 0)
                return r;
        if (life.inode != object->inode) {
                mwi_life_forget(&life);
                return mwi_fail(MW_ECHANGED, GIVE ": the file of '%s' was replaced", object->file);
        }
        /* its name from the control page is right if it leads to this file */
        strcpy(share->name, object->scope == MW_SCOPE_GLOBAL ? "Global\\" : "Local\\");
        if (copy.name_bytes <= MW_NAME_MAX_BYTES)
                strncat(share->name, copy.name, copy.name_bytes);
        if (mwi_name_parse(GIVE, share->name, &parsed) < 0 || parsed.scope != object->scope ||
            strcmp(parsed.file, object->file) != 0) {
                mwi_life_forget(&life);
                return mwi_fail(MW_ECORRUPT, GIVE ": the file of '%s' holds another name",
                                object->file);
        }
        share->descriptor = life.file;
        share->id = object->id;
        return MW_OK;
}

static int begin(const struct mw_object *object, mw_share *share)
{
        if (!object || !share)
                return mwi_fail(MW_EINVAL, GIVE ": %s is NULL",
                                object ? "out_share" : "the object");
        memset(share, 0, sizeof *share);
        share->struct_size = (uint32_t) sizeof *share;
        share->kind = object->kind;
        share->flags = object->read_only ? MW_READ_ONLY : 0;
        share->descriptor = -1;
        return MW_OK;
}

static int is_auto_reset(const struct mw_object *object)
{
        return object->sort == MWI_AUTO ||
               (object->kind == MW_KIND_TIMER && object->sort != MWI_MANUAL);
}

int mw_share_object(mw_object *object, mw_share *out_share)
{
        int file, r = begin(object, out_share);

        if (r < 0)
                return r;
        if (object->sort == MWI_NONE)
                return mwi_fail(MW_EINVAL, GIVE ": a mapping is given with mw_share_mapping()");
        if (object->file)
                return give_named(object, out_share);
        r = mwi_slab_share(object->chunk, object->sync, &file, &out_share->offset_bytes);
        if (r < 0)
                return mwi_fail_os(r, GIVE ": an unnamed object%s",
                                   r == MW_ENOTSUP ? " that lies in memory without a descriptor" :
                                                     "");
        out_share->descriptor = file;
        out_share->id = object->id;
        out_share->registry_id = object->registry->id;
        out_share->max_count = object->max;
        if (is_auto_reset(object))
                out_share->flags |= MW_AUTO_RESET;
        if (object->always_wake)
                out_share->flags |= MW_FOR_READERS;
        return MW_OK;
}

int mw_share_mapping(mw_mapping *mapping, mw_share *out_share)
{
        int file, r = begin(MWI_OBJECT_OF(mapping), out_share);

        if (r < 0)
                return r;
        if (mapping->is_executable)
                out_share->flags |= MW_EXECUTABLE;
        if (mapping->object.file)
                return give_named(&mapping->object, out_share);
        if ((r = mwi_mapping_file(mapping, GIVE, &file)) < 0)
                return r;
        if ((r = mwi_os_duplicate(file, &file)) < 0)
                return mwi_fail_os(r, GIVE ": an unnamed mapping");
        out_share->descriptor = file;
        out_share->size_bytes = mapping->size_bytes;
        out_share->tag = mapping->tag;
        if (mapping->is_lazy)
                out_share->flags |= MW_LAZY;
        return MW_OK;
}

void mw_share_close(mw_share *share)
{
        struct mwi_name name;
        struct mwi_os_stat st;

        if (!share || share->descriptor < 0)
                return;
        share->name[sizeof share->name - 1] = 0;
        if (!share->name[0] || mwi_os_stat(share->descriptor, &st) < 0)
                st.inode = 0;
        mwi_os_close(share->descriptor);
        share->descriptor = -1;
        if (st.inode && mwi_name_parse(GIVE, share->name, &name) == MW_OK)
                mwi_life_reap(name.scope, name.file, st.inode, mw_after_ns(MWI_LIFECYCLE_WAIT_NS),
                              0, NULL);
}

/* ---- taking -------------------------------------------------------------------- */

static int check(const mw_share *share, uint32_t kind, const void *out)
{
        if (!share || !out)
                return mwi_fail(MW_EINVAL, TAKE ": %s is NULL", share ? "the handle" : "share");
        if (share->struct_size != sizeof *share || !memchr(share->name, 0, sizeof share->name))
                return mwi_fail(MW_ECORRUPT, TAKE ": these are no bytes of a share");
        if (share->kind != kind)
                return mwi_fail(MW_EKIND, TAKE ": it is no %s but a %s", mw_kind_name(kind),
                                mw_kind_name(share->kind));
        return MW_OK;
}

/* The name may lead to another object in other namespaces. */
static int check_named(const mw_share *share, const struct mw_object *object)
{
        if (object->id == share->id)
                return MW_OK;
        return mwi_fail(MW_ECHANGED, TAKE ": '%s' is another object here than there", share->name);
}

/* An unnamed object that we made, with its words replaced by the shared ones. */
static int replace_words(struct mw_object *object, const mw_share *share)
{
        struct mw_sync_shm *sync;
        struct mwi_chunk *chunk;
        int r;

        if (object->registry->id != share->registry_id)
                return mwi_fail(MW_ECHANGED, TAKE ": who gave it is in another namespace");
        r = mwi_slab_adopt(share->descriptor, share->offset_bytes,
                           object->kind == MW_KIND_TIMER || object->sort == MWI_AUTO, &sync,
                           &chunk);
        if (r < 0)
                return mwi_fail_os(r, TAKE ": its descriptor is not that of a share");
        mwi_slab_give(object->chunk, object->sync);
        object->chunk = chunk;
        object->sync = sync;
        object->id = share->id;
        return MW_OK;
}

int mw_share_open_event(const mw_share *share, mw_event **out_event)
{
        uint32_t flags = MW_AUTO_RESET | MW_FOR_READERS;
        mw_event *event;
        int r = check(share, MW_KIND_EVENT, out_event);

        if (r < 0)
                return r;
        r = share->name[0] ? mw_event_open(share->name, share->flags & MW_READ_ONLY, NULL, &event) :
                             mw_event_open(NULL, MW_CREATE | (share->flags & flags), NULL, &event);
        if (r < 0)
                return r;
        r = share->name[0] ? check_named(share, &event->object) :
                             replace_words(&event->object, share);
        if (r < 0)
                mw_event_close(event);
        else
                *out_event = event;
        return r;
}

int mw_share_open_mutex(const mw_share *share, mw_mutex **out_mutex)
{
        mw_mutex *mutex;
        int r = check(share, MW_KIND_MUTEX, out_mutex);

        if (r < 0)
                return r;
        r = share->name[0] ? mw_mutex_open(share->name, 0, NULL, &mutex) :
                             mw_mutex_open(NULL, MW_CREATE, NULL, &mutex);
        if (r < 0)
                return r;
        r = share->name[0] ? check_named(share, &mutex->object) :
                             replace_words(&mutex->object, share);
        if (r < 0)
                mw_mutex_close(mutex);
        else
                *out_mutex = mutex;
        return r;
}

int mw_share_open_semaphore(const mw_share *share, mw_semaphore **out_semaphore)
{
        mw_semaphore *semaphore;
        int r = check(share, MW_KIND_SEMAPHORE, out_semaphore);

        if (r < 0)
                return r;
        r = share->name[0] ?
                    mw_semaphore_open(share->name, 0, 0, 0, NULL, &semaphore) :
                    mw_semaphore_open(NULL, 0, share->max_count, MW_CREATE, NULL, &semaphore);
        if (r < 0)
                return r;
        r = share->name[0] ? check_named(share, &semaphore->object) :
                             replace_words(&semaphore->object, share);
        if (r < 0)
                mw_semaphore_close(semaphore);
        else
                *out_semaphore = semaphore;
        return r;
}

int mw_share_open_timer(const mw_share *share, mw_timer **out_timer)
{
        mw_timer *timer;
        int r = check(share, MW_KIND_TIMER, out_timer);

        if (r < 0)
                return r;
        r = share->name[0] ?
                    mw_timer_open(share->name, 0, NULL, &timer) :
                    mw_timer_open(NULL, MW_CREATE | (share->flags & MW_AUTO_RESET), NULL, &timer);
        if (r < 0)
                return r;
        r = share->name[0] ? check_named(share, &timer->object) :
                             replace_words(&timer->object, share);
        if (r < 0)
                mw_timer_close(timer);
        else
                *out_timer = timer;
        return r;
}

/* A mapping of the very file, with what its maker said of it. */
static int take_unnamed_mapping(const mw_share *share, mw_mapping **out_mapping)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        uint32_t flags = MW_READ_ONLY | MW_LAZY | MW_EXECUTABLE;
        struct mwi_os_stat st;
        int r = mwi_os_stat(share->descriptor, &st);

        if (r < 0 || share->size_bytes == 0 || share->size_bytes > st.size_bytes)
                return mwi_fail(MW_ECORRUPT, TAKE ": its descriptor is not that of a mapping");
        options.file_descriptor = share->descriptor;
        options.tag = share->tag;
        r = mw_mapping_open(NULL, share->size_bytes, MW_CREATE | (share->flags & flags), &options,
                            out_mapping);
        return r < 0 ? r : MW_OK;
}

int mw_share_open_mapping(const mw_share *share, mw_mapping **out_mapping)
{
        mw_mapping *mapping;
        int r = check(share, MW_KIND_MAPPING, out_mapping);

        if (r < 0)
                return r;
        if (!share->name[0])
                return take_unnamed_mapping(share, out_mapping);
        r = mw_mapping_open(share->name, 0, share->flags & (MW_READ_ONLY | MW_EXECUTABLE), NULL,
                            &mapping);
        if (r == MW_OK && (r = check_named(share, &mapping->object)) < 0)
                mw_mapping_close(mapping);
        if (r == MW_OK)
                *out_mapping = mapping;
        return r;
}
