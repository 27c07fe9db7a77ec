/* SPDX-License-Identifier: MIT */
/* mapping.c — named bytes: opening, sizes, space, the file behind.
 *
 * Where the bytes are:
 *      named, memory     at the start of the object's file in the namespace
 *      named, disk file  in that file; the namespace has only the control page
 *      unnamed, memory   in a memory file without a name, which can't shrink
 *      unnamed, file     in that file
 *
 * Space. All of it is reserved before anybody can see the mapping, so a full file
 * system is MW_ENOSPC here and never SIGBUS later; MW_LAZY reserves nothing. A
 * disk file is reserved only as far as we may write it.
 *
 * Descriptors. One a handle, to map views from. For named memory it is the open
 * file whose lock holds the name, so that nothing need be opened twice; a
 * detached view, which must not hold the name, is mapped from a second open file.
 * With a disk file behind it, a mapping of the control page holds the name.
 *
 * If a process dies: the kernel closes and unmaps. In the middle of making: see
 * lifetime.c. A disk file may have been grown already; it is never cut.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/error.h"
#include "base/macro.h"
#include "base/name.h"
#include "base/step.h"
#include "namespace/directory.h"
#include "object/view.h"
#include "os/os.h"

#define WHAT "open mapping"

/* The disk file of a mapping that is being opened. */
struct backing {
        int file;     /* -1: none                                          */
        int was_made; /* by this call                                      */
        int rights;   /* what its descriptor allows                        */
        struct mwi_os_stat st;
        char path[MW_PATH_MAX_BYTES + 1];
};

/* ---- the disk file ----------------------------------------------------------- */

/* An initialiser would clear 4 KiB of path in each open of a mapping in memory. */
static void begin_backing(struct backing *backing)
{
        backing->file = -1;
        backing->was_made = 0;
        backing->rights = 0;
        backing->st = (struct mwi_os_stat){ 0 };
        backing->path[0] = 0;
}

static int read_backing(struct backing *backing)
{
        int r = mwi_os_stat(backing->file, &backing->st);

        if (r < 0)
                return mwi_fail_os(r, WHAT ": can't look at the file %s", backing->path);
        if (!backing->st.is_regular)
                return mwi_fail(MW_EINVAL, WHAT ": %s is no regular file", backing->path);
        backing->rights = mwi_os_rights(backing->file);
        if (!(backing->rights & MWI_READ))
                return mwi_fail(MW_EACCES, WHAT ": the file %s is open for writing only",
                                backing->path);
        return MW_OK;
}

static int open_backing(const char *path, int read_only, int make, struct backing *backing)
{
        int r;

        if (strlen(path) > MW_PATH_MAX_BYTES)
                return mwi_fail(MW_EINVAL, WHAT ": the file's path has over %u bytes",
                                MW_PATH_MAX_BYTES);
        strcpy(backing->path, path);
        r = mwi_os_open_path(path, read_only ? MWI_READ : MWI_READ | MWI_WRITE, &backing->file);
        if (r == MW_ENOTFOUND && make) {
                r = mwi_os_open_path(path, MWI_READ | MWI_WRITE | MWI_NEW, &backing->file);
                backing->was_made = r == MW_OK;
        }
        if (r < 0)
                return mwi_fail_os(r, WHAT ": can't open the file %s", path);
        return read_backing(backing);
}

/* The caller's own descriptor may have any rights and any position. */
static int take_descriptor(int descriptor, struct backing *backing)
{
        int r = mwi_os_duplicate(descriptor, &backing->file);

        if (r < 0)
                return mwi_fail_os(r, WHAT ": file descriptor %d", descriptor);
        if ((r = mwi_os_path_of(backing->file, backing->path, sizeof backing->path)) < 0)
                return mwi_fail_os(r, WHAT ": can't find the path of file descriptor %d",
                                   descriptor);
        return read_backing(backing);
}

/* What others will find it by: absolute, and free of links at this moment. */
static int make_absolute(struct backing *backing)
{
        int r = backing->path[0] == '/' ?
                        MW_OK :
                        mwi_os_path_of(backing->file, backing->path, sizeof backing->path);

        return r < 0 ? mwi_fail_os(r, WHAT ": can't find the absolute path of the file") : MW_OK;
}

static int size_backing(struct backing *backing, uint64_t *inout_size, uint32_t flags)
{
        int r;

        if (*inout_size == 0) {
                if (backing->st.size_bytes == 0)
                        return mwi_fail(MW_EEMPTY,
                                        WHAT
                                        ": the file %s is empty (say how big the mapping shall "
                                        "be, and the file grows)",
                                        backing->path);
                *inout_size = backing->st.size_bytes;
        }
        if (!(flags & MW_READ_ONLY) && !(backing->rights & MWI_WRITE))
                return mwi_fail(MW_EACCES,
                                WHAT ": the file %s is open for reading only (MW_READ_ONLY?)",
                                backing->path);
        if (flags & MW_READ_ONLY) {
                if (*inout_size > backing->st.size_bytes)
                        return mwi_fail(MW_EACCES,
                                        WHAT ": the file %s has %llu bytes and can't grow to %llu, "
                                             "since it is open for reading only",
                                        backing->path, (unsigned long long) backing->st.size_bytes,
                                        (unsigned long long) *inout_size);
                return MW_OK;
        }
        if (flags & MW_LAZY)
                r = *inout_size > backing->st.size_bytes ?
                            mwi_os_resize(backing->file, *inout_size) :
                            MW_OK;
        else
                r = mwi_os_reserve(backing->file, 0, *inout_size);
        if (r < 0)
                return mwi_fail_os(r, WHAT ": can't reserve %llu bytes for the file %s",
                                   (unsigned long long) *inout_size, backing->path);
        return MW_OK;
}

/* Another user's mapping names a file by a path of his choice, and we would open it
 * with our rights: so it must be his own file. And a control page that others may
 * write names whatever they like. */
static int may_trust_path(const char *path, const struct mwi_os_stat *st,
                          const struct mwi_life *life)
{
        if (life->mode & 022)
                return mwi_fail(MW_EUNTRUSTED,
                                WHAT ": others may write the mapping's control page, "
                                     "so the file %s that it names can't be trusted",
                                path);
        if (life->owner != mwi_os_user() && st->owner != life->owner)
                return mwi_fail(MW_EUNTRUSTED,
                                WHAT ": user %u made the mapping, but the file %s that "
                                     "it names is user %u's",
                                life->owner, path, st->owner);
        return MW_OK;
}

/* The file behind a mapping that exists already. */
static int find_backing(const struct mw_control_shm *control, int read_only,
                        const struct mwi_life *life, struct backing *backing)
{
        char path[MW_PATH_MAX_BYTES + 1];
        struct mwi_os_stat st;
        int r;

        memcpy(path, control->path, control->path_bytes);
        path[control->path_bytes] = 0;
        r = mwi_os_stat_path(path, &st); /* before it is opened: it might be a device */
        if (r == MW_ENOTFOUND)
                return mwi_fail(MW_ECHANGED, WHAT ": the file %s behind the mapping is gone", path);
        if (r < 0)
                return mwi_fail_os(r, WHAT ": can't look at the file %s behind the mapping", path);
        if ((r = may_trust_path(path, &st, life)) < 0)
                return r;
        if (!st.is_regular || st.device != control->file_device || st.inode != control->file_inode)
                return mwi_fail(MW_ECHANGED,
                                WHAT ": the file %s is no longer the one that the mapping was "
                                     "made on",
                                path);
        if ((r = open_backing(path, read_only, 0, backing)) < 0)
                return r;
        if (backing->st.device != st.device || backing->st.inode != st.inode)
                return mwi_fail(MW_ECHANGED, WHAT ": the file %s was just replaced", path);
        if (backing->st.size_bytes < control->size_bytes)
                return mwi_fail(MW_ELOST,
                                WHAT ": the file %s was cut to %llu bytes, the mapping has %llu",
                                path, (unsigned long long) backing->st.size_bytes,
                                (unsigned long long) control->size_bytes);
        return MW_OK;
}

/* ---- opening ------------------------------------------------------------------ */

static int has_descriptor(const mw_mapping_options *options)
{
        return options->file_descriptor >= 0;
}

static int is_same(const struct mw_mapping *mapping, const struct mwi_os_stat *st)
{
        return st->device == mapping->device && st->inode == mapping->inode;
}

int mwi_mapping_has(const struct mw_mapping *mapping, int file)
{
        struct mwi_os_stat st;

        return file >= 0 && mwi_os_stat(file, &st) == MW_OK && is_same(mapping, &st);
}

static void take_file(struct mw_mapping *mapping, int file, uint64_t device, uint64_t inode)
{
        mapping->data = file;
        mapping->device = device;
        mapping->inode = inode;
}

static void take_disk_file(struct mw_mapping *mapping, struct backing *backing)
{
        take_file(mapping, backing->file, backing->st.device, backing->st.inode);
        mapping->can_write = mapping->can_write && backing->rights & MWI_WRITE;
        mapping->is_file = 1;
        backing->file = -1;
}

static int take_new_memory(struct mw_mapping *mapping)
{
        struct mwi_os_stat st;
        int file, r;

        r = mwi_os_open_memory("mapwire", MWI_ROUND_UP(mapping->size_bytes, mwi_os_page_bytes()),
                               mapping->is_lazy, &file);
        if (r == MW_OK && (r = mwi_os_stat(file, &st)) < 0)
                mwi_os_close(file);
        if (r < 0)
                return mwi_fail_os(r, WHAT ": can't reserve %llu bytes of memory",
                                   (unsigned long long) mapping->size_bytes);
        take_file(mapping, file, st.device, st.inode);
        return MW_OK;
}

int mwi_mapping_file(const struct mw_mapping *mapping, const char *what, int *out_file)
{
        *out_file = mapping->data;
        return mwi_mapping_has(mapping, mapping->data) ?
                       MW_OK :
                       mwi_fail(MW_ECHANGED,
                                "%s: the mapping's descriptor %d was closed by somebody else; "
                                "is a close() or closefrom() too much in this program?",
                                what, mapping->data);
}

static void close_file(const struct mw_mapping *mapping, int file)
{
        struct mwi_os_stat st;

        if (file >= 0 && mwi_os_stat(file, &st) == MW_OK && !is_same(mapping, &st))
                return; /* the program closed it, and the number is another file's by now */
        mwi_os_close(file);
}

static void end(struct mw_object *object)
{
        struct mw_mapping *mapping = MWI_CONTAINER(object, struct mw_mapping, object);

        close_file(mapping, mapping->data);
        close_file(mapping, mapping->plain);
        if (mapping->lifeline)
                mwi_os_unmap(mapping->lifeline, mwi_control_map_bytes());
}

static void fill(struct mw_mapping *mapping, uint64_t size_bytes, uint32_t flags)
{
        mapping->object.end = end;
        mapping->size_bytes = size_bytes;
        mapping->data = mapping->plain = -1;
        mapping->can_write = !(flags & MW_READ_ONLY);
        mapping->is_executable = (flags & MW_EXECUTABLE) != 0;
}

static int open_unnamed(uint64_t size_bytes, uint32_t flags, const mw_mapping_options *options,
                        struct backing *backing, mw_mapping **out_mapping)
{
        struct mw_mapping *mapping = calloc(1, sizeof *mapping);
        int r;

        if (!mapping)
                return mwi_fail(MW_ENOMEM, WHAT ": no memory for a handle");
        fill(mapping, size_bytes, flags);
        mapping->object.kind = MW_KIND_MAPPING;
        mapping->object.references = 1;
        mapping->object.read_only = (flags & MW_READ_ONLY) != 0;
        mapping->is_lazy = (flags & MW_LAZY) != 0;
        if (backing->file >= 0) {
                take_disk_file(mapping, backing);
        } else if ((r = take_new_memory(mapping)) < 0) {
                free(mapping);
                return r;
        }
        mwi_process_begin();
        mapping->tag = options ? options->tag : 0;
        *out_mapping = mapping;
        return MW_CREATED;
}

/* The mapping of a disk file: what holds the name, and the file itself. */
static int equip_file(struct mw_mapping *mapping, const struct mwi_object_want *want,
                      struct mwi_life *life)
{
        const struct mw_control_shm *control = want->copy;
        struct backing *backing = want->context;
        int r;

        /* the control page is the whole file: its mapping holds the name */
        r = mwi_os_map(life->file, 0, mwi_control_map_bytes(), MWI_MAP_READ, NULL, 0,
                       &mapping->lifeline);
        if (r < 0)
                return mwi_fail_os(r, WHAT ": can't map the control page");
        if (!life->was_created) {
                mwi_os_close(backing->file); /* what is there counts, not what was asked for */
                backing->file = -1;
                r = find_backing(control, (want->flags & MW_READ_ONLY) != 0, life, backing);
                if (r < 0)
                        return r;
        }
        take_disk_file(mapping, backing);
        return MW_OK;
}

/* Give a new handle its descriptor. */
static int equip(struct mw_object *object, const struct mwi_object_want *want,
                 struct mwi_life *life)
{
        struct mw_mapping *mapping = MWI_CONTAINER(object, struct mw_mapping, object);
        const struct mw_control_shm *control = want->copy;
        int r = MW_OK;

        fill(mapping, control->size_bytes, want->flags);
        mapping->is_lazy = (control->flags & MW_FLAG_LAZY) != 0;
        mapping->tag = control->tag;
        if (control->flags & MW_FLAG_FILE) {
                r = equip_file(mapping, want, life);
                mwi_os_close(life->file);
        } else if (want->control_read_only) {
                mwi_os_close(life->file);
                r = mwi_fail(MW_EACCES,
                             WHAT ": '%s' belongs to user %u, who allows others only to "
                                  "read (MW_READ_ONLY?)",
                             object->file, life->owner);
        } else {
                take_file(mapping, life->file, life->device, life->inode);
                mapping->holds_name = 1;
        }
        return r;
}

static int open_named(const char *name, struct mwi_object_want *want, struct backing *backing,
                      mw_mapping **out_mapping)
{
        struct mw_control_shm copy;
        struct mw_object *object;
        struct mw_mapping *mapping;
        int r;

        want->copy = &copy;
        want->equip = equip;
        want->context = backing;
        want->control_read_only = 0;
        r = mwi_object_open(want, name, &object);
        if (r == MW_EACCES && !(want->flags & (MW_CREATE | MW_READ_ONLY))) {
                /* of a disk file: its control page is its maker's to write, the file maybe ours */
                want->control_read_only = 1;
                r = mwi_object_open(want, name, &object);
        }
        if (r < 0) {
                mwi_os_close(backing->file);
                backing->file = -1;
                return r;
        }
        mapping = MWI_CONTAINER(object, struct mw_mapping, object);
        if (want->flags & MW_EXECUTABLE)
                mapping->is_executable = 1;
        *out_mapping = mapping;
        return r;
}

/* MW_CREATE with MW_READ_ONLY: use what is there; make it only if nobody has it,
 * and then open it again, so that the kernel keeps us from writing. */
static int create_read_only(const char *name, struct mwi_object_want *want, struct backing *backing,
                            mw_mapping **out_mapping)
{
        uint32_t flags = want->flags;
        struct backing none;
        mw_mapping *made;
        int r, opened;

        begin_backing(&none);
        for (int turn = 0; turn < 100; turn++) {
                want->flags = flags & ~(uint32_t) (MW_CREATE | MW_EXCLUSIVE);
                if (!(flags & MW_EXCLUSIVE) &&
                    (r = open_named(name, want, &none, out_mapping)) != MW_ENOTFOUND)
                        return r;
                want->flags = flags & ~(uint32_t) MW_READ_ONLY;
                if ((r = open_named(name, want, backing, &made)) < 0)
                        return r;
                want->flags = flags & ~(uint32_t) (MW_CREATE | MW_EXCLUSIVE);
                opened = open_named(name, want, &none, out_mapping);
                mw_mapping_close(made);
                if (opened != MW_ENOTFOUND)
                        return opened < 0 ? opened : r;
        }
        return mwi_fail(MW_EBUSY, WHAT ": '%s' is made and ended all the time", name);
}

static int open_with_backing(const char *name, uint64_t size_bytes, uint32_t flags,
                             const mw_mapping_options *options, struct backing *backing,
                             mw_mapping **out_mapping)
{
        struct mwi_object_want want = {
                .what = WHAT,
                .kind = MW_KIND_MAPPING,
                .flags = flags,
                .mode = options ? options->mode : 0,
                .tag = options ? options->tag : 0,
                .handle_bytes = sizeof(struct mw_mapping),
                .control_flags = flags & MW_LAZY ? MW_FLAG_LAZY : 0,
                .size_bytes = size_bytes,
                .data_bytes = size_bytes,
                .any_owner = !(flags & MW_CREATE),
        };

        if (backing->file >= 0) {
                want.control_flags |= MW_FLAG_FILE;
                want.data_bytes = 0;
                want.file_path = backing->path;
                want.file_device = backing->st.device;
                want.file_inode = backing->st.inode;
        }
        if (flags & MW_CREATE && flags & MW_READ_ONLY)
                return create_read_only(name, &want, backing, out_mapping);
        return open_named(name, &want, backing, out_mapping);
}

/* Does the name exist? Then neither size nor file of this call matter, and the
 * file must not be touched. */
static int is_there(const char *name, uint32_t flags, mw_mapping **out_mapping)
{
        struct backing none;
        struct mwi_object_want want = {
                .what = WHAT,
                .kind = MW_KIND_MAPPING,
                .flags = flags & ~(uint32_t) (MW_CREATE | MW_EXCLUSIVE | MW_LAZY),
                .any_owner = !(flags & MW_CREATE),
                .handle_bytes = sizeof(struct mw_mapping),
        };

        begin_backing(&none);
        return open_named(name, &want, &none, out_mapping);
}

static int open_new(const char *name, uint64_t size_bytes, uint32_t flags,
                    const mw_mapping_options *options, mw_mapping **out_mapping)
{
        struct backing backing;
        int is_named = name && *name, r = MW_OK;

        begin_backing(&backing);
        if (options && options->file_path)
                r = open_backing(options->file_path, (flags & MW_READ_ONLY) != 0,
                                 size_bytes > 0 && !(flags & MW_READ_ONLY), &backing);
        else if (options && has_descriptor(options))
                r = take_descriptor(options->file_descriptor, &backing);
        if (r == MW_OK && backing.file >= 0)
                r = size_backing(&backing, &size_bytes, flags);
        if (r == MW_OK && backing.file >= 0 && is_named)
                r = make_absolute(&backing);
        if (r == MW_OK && size_bytes == 0)
                r = mwi_fail(MW_EINVAL,
                             WHAT ": the size is 0 and there is no file to take it from");
        if (r == MW_OK)
                r = is_named ? open_with_backing(name, size_bytes, flags, options, &backing,
                                                 out_mapping) :
                               open_unnamed(size_bytes, flags, options, &backing, out_mapping);
        if (r < 0 && backing.was_made)
                mwi_os_unlink(options->file_path);
        if (r < 0 || is_named)
                mwi_os_close(backing.file);
        return r;
}

int mw_mapping_open(const char *name, uint64_t size_bytes, uint32_t flags,
                    const mw_mapping_options *options, mw_mapping **out_mapping)
{
        int has_file = options && (options->file_path || has_descriptor(options));
        int r = mwi_check_mapping_open(WHAT, name, size_bytes, flags, options, has_descriptor,
                                       out_mapping);

        if (r < 0)
                return r;
        if (!(flags & MW_CREATE))
                return is_there(name, flags, out_mapping);
        if (name && *name && has_file) {
                r = is_there(name, flags, out_mapping);
                if (r >= 0 && flags & MW_EXCLUSIVE) {
                        mw_mapping_close(*out_mapping);
                        return mwi_fail(MW_EEXIST, WHAT ": '%s' exists already", name);
                }
                if (r != MW_ENOTFOUND)
                        return r;
        }
        return open_new(name, size_bytes, flags, options, out_mapping);
}

/* ---- using ----------------------------------------------------------------------- */

uint64_t mw_mapping_size_bytes(const mw_mapping *mapping)
{
        return mapping ? mapping->size_bytes : 0;
}

uint32_t mw_mapping_tag(const mw_mapping *mapping)
{
        return mapping ? mapping->tag : 0;
}

int mw_mapping_commit(mw_mapping *mapping, uint64_t offset_bytes, uint64_t size_bytes)
{
        struct mwi_allowed allowed = mwi_allowed_by(mapping);
        uint64_t page = mwi_os_page_bytes(), from, to;
        int file, r;

        if ((r = mwi_check_commit(mapping ? &allowed : NULL, offset_bytes, size_bytes)) < 0)
                return r;
        if (size_bytes == 0)
                return MW_OK;
        from = offset_bytes & ~(page - 1);
        to = MWI_ROUND_UP(offset_bytes + size_bytes, page);
        if (mapping->is_file && to > mapping->size_bytes)
                to = mapping->size_bytes; /* don't grow the file by the round-up */
        if ((r = mwi_mapping_file(mapping, "commit", &file)) < 0)
                return r;
        if ((r = mwi_os_reserve(file, from, to - from)) < 0)
                return mwi_fail_os(r,
                                   "commit: can't reserve %llu bytes for %s (df tells how much "
                                   "there is)",
                                   (unsigned long long) (to - from),
                                   mapping->object.file ? mapping->object.file :
                                                          "an unnamed mapping");
        return MW_OK;
}

/* Under the views' lock (view.c). */
int mwi_mapping_plain(struct mw_mapping *mapping, int *out_file)
{
        int directory, file, r;

        if (!mwi_mapping_has(mapping, mapping->plain)) {
                if ((r = mwi_directory(mapping->object.scope, 0, &directory)) < 0 ||
                    (r = mwi_os_open_at(directory, mapping->object.file,
                                        mapping->can_write ? MWI_READ | MWI_WRITE : MWI_READ,
                                        &file)) < 0)
                        return r;
                if (!mwi_mapping_has(mapping, file)) {
                        mwi_os_close(file);
                        return MW_ECHANGED;
                }
                mapping->plain = file;
        }
        *out_file = mapping->plain;
        return MW_OK;
}

void mwi_mapping_keep(struct mw_mapping *mapping)
{
        mwi_object_keep(&mapping->object);
}

void mw_mapping_close(mw_mapping *mapping)
{
        if (mapping)
                mwi_object_drop(&mapping->object);
}
