/* SPDX-License-Identifier: MIT */
/* lifetime.c — how a name comes into being and when it ends.
 *
 * What it is. Two bytes of each object's file are locked, never written. The
 * locks belong to open files, so the kernel drops them when the last descriptor
 * and mapping of that open file go, kill -9 included.
 *
 *      byte 0  lifecycle   held, exclusively, while one process joins or ends
 *                          the object (shared by who can only read)
 *      byte 1  liveness    held, shared, by every holder for as long as it holds
 *
 * The invariant. Byte 1 is taken by the maker before the file has a name; by
 * others only under byte 0 and only of a file that still has it (link count 1). A
 * name is removed only under byte 0 and only when nobody has byte 1. Hence: whoever
 * has byte 1 has a file with a name, and there is at most one such file a name.
 *
 *      make    a file without a name (O_TMPFILE); reserve, build, take byte 1; then
 *              give it the name. EEXIST: somebody has it, so open that.
 *      open    the file; lock byte 0; is it still linked, regular, ours? Does
 *              anybody have byte 1?
 *                yes: join: take byte 1, release byte 0.
 *                no: what dead holders left. Remove the name and begin again: its
 *                memory is never used a second time.
 *      reap    (after letting go) a fresh open of the name. Has anybody byte 1? Then he
 *              reaps, later. Else lock byte 0; still the same file, linked, nobody
 *              has byte 1: remove the name.
 *
 * Why reap may look before it locks: whoever has byte 1 lets go of it before he
 * looks. So of those who let go, the last one finds nobody. Why a fresh open in reap:
 * our own open file may be shared with a forked child, and then it would not conflict
 * with itself. Why not one flock: its upgrade from shared to exclusive isn't atomic,
 * and a prober that is killed in the middle makes a dead object look alive.
 *
 * If a process dies: while making, the file has no name yet, and the kernel takes
 * it back. From the moment that it has a name it is whole and held. Between
 * letting go and reap: a leftover, removed by the next open, reap or sweep. Byte 0
 * falls with its holder. A holder of byte 0 that is stopped, not dead, makes
 * others wait two seconds and then say MW_EBUSY; nobody takes it for dead.
 *
 * Tried and refused: making the file under its name and filling it in under byte
 * 0. A creator killed in between leaves a file that only its owner can remove, and
 * in a shared directory that shuts all others out of the name.
 * More: docs/design.md. Models: models/lifetime.pml. Tests: kill at
 * every instruction and at random, tests/crash.
 */
#include "namespace/lifetime.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/macro.h"
#include "base/name.h"
#include "base/step.h"
#include "namespace/directory.h"
#include "namespace/guard.h"
#include "os/os.h"

/* A new turn, as opposed to an error: the file went away under us. */
#define AGAIN       1
#define AGAIN_LATER 2

/* Someone who makes and ends the same name all the time can make us turn for a
 * while; an honest crowd needs a handful of turns. */
#define TURNS_MAX 10000

size_t mwi_control_map_bytes(void)
{
        size_t page = mwi_os_page_bytes();

        return MW_CONTROL_BYTES > page ? MW_CONTROL_BYTES : page;
}

static const char *kind_name(uint32_t kind)
{
        return kind == MW_KIND_REGISTRY ? "registry" : mw_kind_name(kind);
}

static int fail_open(const struct mwi_life_want *want, int directory, int r)
{
        const char *prefix = mwi_scope_prefix(want->scope);
        struct mwi_os_stat st;
        int kept = errno;

        if (r == MW_ENOTFOUND)
                return mwi_fail(r, "%s: no %s '%s' in %s", want->what, kind_name(want->kind),
                                want->quoted, prefix);
        if (r == MW_EUNTRUSTED)
                return mwi_fail(
                        r, "%s: '%s' in %s is a link or a pipe that somebody planted (look at %s)",
                        want->what, want->quoted, prefix, mw_scope_directory(want->scope));
        if (r == MW_EACCES && mwi_os_stat_at(directory, want->file, &st) == MW_OK)
                return mwi_fail(r, "%s: '%s' in %s belongs to user %u, mode %04o%s", want->what,
                                want->quoted, prefix, st.owner, st.mode,
                                want->read_only ? "" : " (read-only may be possible)");
        errno = kept;
        return mwi_fail_os(r, "%s: can't open '%s' in %s", want->what, want->quoted, prefix);
}

/* Is this a file that we may take for an object? */
static int check_file(const struct mwi_life_want *want, const struct mwi_os_stat *st)
{
        const char *prefix = mwi_scope_prefix(want->scope);

        if (st->links == 0)
                return AGAIN;
        if (!st->is_regular || st->links > 1)
                return mwi_fail(MW_EUNTRUSTED,
                                "%s: '%s' in %s is %s: somebody planted it (look at %s)",
                                want->what, want->quoted, prefix,
                                st->is_regular ? "a hard link" : "no regular file",
                                mw_scope_directory(want->scope));
        if (st->owner != mwi_os_user() && st->owner != 0 && !want->any_owner)
                return mwi_fail(MW_EUNTRUSTED,
                                "%s: '%s' in %s belongs to user %u, who is not trusted to "
                                "have made it for us (open it without creating it to use his)",
                                want->what, want->quoted, prefix, st->owner);
        return MW_OK;
}

/* Map or read the control page of a file that is this long. */
static int get_control(const struct mwi_life_want *want, int file, uint64_t file_bytes,
                       struct mwi_life *life)
{
        size_t bytes = mwi_control_map_bytes();
        void *address;
        int r;

        if (file_bytes < bytes || file_bytes % bytes != 0)
                return mwi_fail(MW_ECORRUPT, "%s: '%s' in %s is damaged: its file has %llu bytes",
                                want->what, want->quoted, mwi_scope_prefix(want->scope),
                                (unsigned long long) file_bytes);
        life->data_bytes = file_bytes - bytes;
        if (want->copy) {
                life->control = want->copy;
                r = mwi_os_read(file, life->data_bytes, want->copy, sizeof *want->copy);
                return r < 0 ? mwi_fail_os(r, "%s: can't read the control page of '%s'", want->what,
                                           want->quoted) :
                               MW_OK;
        }
        r = mwi_os_map(file, life->data_bytes, bytes,
                       want->read_only ? MWI_MAP_READ : MWI_MAP_READ | MWI_MAP_WRITE, NULL, 0,
                       &address);
        if (r == MW_ELIMIT)
                return mwi_fail(r,
                                "%s: '%s': this process has as many mappings as the system allows "
                                "(raise vm.max_map_count)",
                                want->what, want->quoted);
        if (r < 0)
                return mwi_fail_os(r, "%s: can't map the control page of '%s'", want->what,
                                   want->quoted);
        life->control = address;
        life->is_mapped = 1;
        mwi_guard_add(address, bytes); /* before it is touched */
        return MW_OK;
}

/* Does what the file says fit together, and fit what we want? */
static int check_control(const struct mwi_life_want *want, struct mwi_life *life)
{
        const struct mw_control_shm *control = life->control;
        const char *prefix = mwi_scope_prefix(want->scope);
        uint64_t magic = atomic_load(&((struct mw_control_shm *) life->control)->magic);
        uint32_t kind = control->kind, flags = control->flags;
        uint64_t size = control->size_bytes;

        if (magic != MW_MAGIC)
                return mwi_fail(MW_ECORRUPT, "%s: '%s' in %s is damaged: no mapwire object",
                                want->what, want->quoted, prefix);
        if (control->format_major != MW_FORMAT_MAJOR || control->fingerprint != MW_FINGERPRINT)
                return mwi_fail(
                        MW_EFORMAT, "%s: '%s' in %s was made by format %u, this library has %u",
                        want->what, want->quoted, prefix, control->format_major, MW_FORMAT_MAJOR);
        if (kind != want->kind)
                return mwi_fail(MW_EKIND, "%s: '%s' in %s is no %s but a %s", want->what,
                                want->quoted, prefix, kind_name(want->kind), kind_name(kind));
        if (control->name_bytes > sizeof control->name ||
            control->path_bytes > sizeof control->path ||
            (kind == MW_KIND_MAPPING && !(flags & MW_FLAG_FILE) &&
             (size > life->data_bytes ||
              MWI_ROUND_UP(size, mwi_control_map_bytes()) != life->data_bytes)))
                return mwi_fail(MW_ECORRUPT,
                                "%s: '%s' in %s is damaged: its control page contradicts its file",
                                want->what, want->quoted, prefix);
        return MW_OK;
}

/* Give a file without a name its space, its control page and its lock. */
static int build(const struct mwi_life_want *want, struct mwi_life *life)
{
        size_t page = mwi_control_map_bytes();
        uint64_t data = want->data_bytes, whole;
        int r;

        if (data > UINT64_MAX - 2 * page)
                return mwi_fail(MW_ENOSPC, "%s: '%s': %llu bytes are more than there can be",
                                want->what, want->quoted, (unsigned long long) data);
        data = MWI_ROUND_UP(data, (uint64_t) page);
        whole = data + page;
        r = want->lazy ? mwi_os_resize(life->file, whole) : MW_OK;
        MW_STEP("life.build.resized");
        if (r == MW_OK)
                r = mwi_os_reserve(life->file, want->lazy ? data : 0, want->lazy ? page : whole);
        MW_STEP("life.build.reserved");
        if (r < 0)
                return mwi_fail_os(r, "%s: can't reserve %llu bytes for '%s' in %s%s", want->what,
                                   (unsigned long long) whole, want->quoted,
                                   mw_scope_directory(want->scope),
                                   r == MW_ENOSPC ? " (see df on it)" : "");
        if ((r = get_control(want, life->file, whole, life)) < 0 ||
            (r = want->build(want->context, life)) < 0)
                return r;
        life->control->format_major = MW_FORMAT_MAJOR;
        life->control->format_minor = MW_FORMAT_MINOR;
        life->control->fingerprint = MW_FINGERPRINT;
        life->control->kind = want->kind;
        life->control->created_unix_ns = mwi_os_unix_ns();
        life->control->creator_pid = mwi_os_process();
        MW_STEP("life.build.filled");
        atomic_store(&life->control->magic, MW_MAGIC);
        if (want->copy && (r = mwi_os_write(life->file, data, want->copy, sizeof *want->copy)) < 0)
                return mwi_fail_os(r, "%s: can't write the control page of '%s'", want->what,
                                   want->quoted);
        if ((r = mwi_os_lock(life->file, MW_LOCK_LIVENESS, 0, MW_NOW)) < 0)
                return mwi_fail_os(r,
                                   "%s: can't hold '%s' (do the locks of %s work? mapwire doctor)",
                                   want->what, want->quoted, mw_scope_directory(want->scope));
        MW_STEP("life.build.held");
        return MW_OK;
}

/* Make the object, whole and held, and only then give it its name. AGAIN: the
 * name was taken meanwhile, or the directory removed. */
static int make(const struct mwi_life_want *want, int directory, struct mwi_life *life)
{
        struct mwi_os_stat st;
        int r = mwi_os_open_nameless(directory, want->mode, &life->file);

        MW_STEP("life.make.opened");
        if (r == MW_ENOTFOUND)
                return AGAIN;
        if (r < 0)
                return mwi_fail_os(r, "%s: can't make a file in %s%s", want->what,
                                   mw_scope_directory(want->scope),
                                   r == MW_ENOTSUP ? " (its file system has no O_TMPFILE; use "
                                                     "tmpfs, ext4, xfs or btrfs)" :
                                                     " (see: mapwire doctor)");
        if ((r = build(want, life)) < 0)
                return r;
        if ((r = mwi_os_stat(life->file, &st)) < 0)
                return mwi_fail_os(r, "%s: '%s'", want->what, want->quoted);
        r = mwi_os_give_name(life->file, directory, want->file);
        MW_STEP("life.make.named");
        if (r == MW_EEXIST || r == MW_ENOTFOUND)
                return AGAIN;
        if (r < 0)
                return mwi_fail_os(r, "%s: can't give '%s' its name in %s", want->what,
                                   want->quoted, mw_scope_directory(want->scope));
        life->was_created = 1;
        life->device = st.device;
        life->inode = st.inode;
        life->owner = st.owner;
        life->mode = st.mode;
        return MW_OK;
}

/* In the default directories all files are ours. In one that the user named,
 * only a file that has our magic: what else lies there is not ours to remove,
 * whatever its name. */
int mwi_life_is_ours(uint32_t scope, int file, const struct mwi_os_stat *st)
{
        uint64_t magic = 0, page = mwi_control_map_bytes();

        if (!st->is_regular)
                return 0;
        if (mwi_directory_info(scope)->is_default)
                return 1;
        return st->size_bytes >= page && st->size_bytes % page == 0 &&
               mwi_os_read(file, st->size_bytes - page, &magic, sizeof magic) == MW_OK &&
               magic == MW_MAGIC;
}

/* Under byte 0, of a file that dead holders left. */
static int clear_leftover(const struct mwi_life_want *want, int directory, int life_file,
                          const struct mwi_os_stat *st)
{
        int r;

        if (!want->may_create)
                return fail_open(want, directory, MW_ENOTFOUND);
        if (!mwi_life_is_ours(want->scope, life_file, st))
                return mwi_fail(MW_EUNTRUSTED,
                                "%s: '%s' in %s is no mapwire object, nor left by one (what is "
                                "it?)",
                                want->what, want->file, mw_scope_directory(want->scope));
        MW_STEP("life.leftover.before");
        r = mwi_os_unlink_at(directory, want->file);
        MW_STEP("life.leftover.after");
        if (r == MW_OK || r == MW_ENOTFOUND)
                return AGAIN;
        if (r == MW_EACCES && want->kind == MW_KIND_REGISTRY)
                return MW_OK; /* slots of the dead do no harm: registry.c */
        return mwi_fail_os(MW_EUNTRUSTED,
                           "%s: '%s' in %s was left by a dead process of user %u and can't be "
                           "removed (he or root: mapwire gc --global)",
                           want->what, want->quoted, mwi_scope_prefix(want->scope), st->owner);
}

/* Its words refer to slots of another registry than the one we are attached to.
 * That passes by itself when its holders, and with them their registry, are just
 * ending: the kernel drops a dying process's locks one by one, in any order. So
 * let go, and look again; it doesn't pass when the directory was emptied under
 * running programs. */
static int wait_for_end(const struct mwi_life_want *want, int64_t deadline_ns)
{
        if (mw_now_ns() < deadline_ns)
                return AGAIN_LATER;
        return mwi_fail(MW_ECHANGED,
                        "%s: '%s' in %s belongs to programs that run since before %s was emptied "
                        "(systemd's RemoveIPC? end them)",
                        want->what, want->quoted, mwi_scope_prefix(want->scope),
                        mw_scope_directory(want->scope));
}

/* With byte 0 held: join, or begin again. */
static int join(const struct mwi_life_want *want, int directory, int64_t deadline_ns,
                struct mwi_life *life)
{
        struct mwi_os_stat st;
        int r, alive;

        if ((r = mwi_os_stat(life->file, &st)) < 0)
                return mwi_fail_os(r, "%s: '%s'", want->what, want->quoted);
        if ((r = check_file(want, &st)) != MW_OK)
                return r;
        if ((alive = mwi_os_is_locked(life->file, MW_LOCK_LIVENESS)) < 0)
                return mwi_fail_os(alive, "%s: can't ask for the lock of '%s'", want->what,
                                   want->quoted);
        if (!alive && (r = clear_leftover(want, directory, life->file, &st)) != MW_OK)
                return r;
        if (want->must_create)
                return mwi_fail(MW_EEXIST, "%s: '%s' exists already in %s", want->what,
                                want->quoted, mwi_scope_prefix(want->scope));
        if ((r = get_control(want, life->file, st.size_bytes, life)) < 0 ||
            (r = check_control(want, life)) < 0)
                return r;
        if (want->registry_id && life->control->registry_id != want->registry_id)
                return wait_for_end(want, deadline_ns);
        life->device = st.device;
        life->inode = st.inode;
        life->owner = st.owner;
        life->mode = st.mode;
        if ((r = mwi_os_lock(life->file, MW_LOCK_LIVENESS, 0, MW_NOW)) < 0)
                return mwi_fail_os(r, "%s: can't hold '%s'", want->what, want->quoted);
        MW_STEP("life.join.held");
        mwi_os_unlock(life->file, MW_LOCK_LIFECYCLE);
        MW_STEP("life.join.after");
        return MW_OK;
}

static int fail_lock(const struct mwi_life_want *want, int r)
{
        if (r == MW_EBUSY)
                return mwi_fail(r,
                                "%s: another process keeps '%s' in %s locked for seconds (is it "
                                "stopped? see /proc/locks)",
                                want->what, want->quoted, mwi_scope_prefix(want->scope));
        return mwi_fail_os(r, "%s: can't lock '%s' (do the locks of %s work? mapwire doctor)",
                           want->what, want->quoted, mw_scope_directory(want->scope));
}

/* One attempt. AGAIN and AGAIN_LATER: another. */
static int try_open(const struct mwi_life_want *want, int64_t *inout_deadline_ns,
                    struct mwi_life *life)
{
        int directory, r = mwi_directory(want->scope, want->may_create, &directory);

        if (r == MW_ENOTFOUND)
                return fail_open(want, -1, r);
        if (r < 0)
                return r;
        MW_STEP("life.open.before");
        r = mwi_os_open_at(directory, want->file, want->read_only ? MWI_READ : MWI_READ | MWI_WRITE,
                           &life->file);
        MW_STEP("life.open.opened");
        if (r == MW_ENOTFOUND && want->may_create)
                return make(want, directory, life);
        if (r < 0)
                return fail_open(want, directory, r);
        if (!*inout_deadline_ns)
                *inout_deadline_ns = mw_after_ns(MWI_LIFECYCLE_WAIT_NS);
        r = mwi_os_lock(life->file, MW_LOCK_LIFECYCLE, !want->read_only, *inout_deadline_ns);
        MW_STEP("life.open.locked");
        return r < 0 ? fail_lock(want, r) : join(want, directory, *inout_deadline_ns, life);
}

void mwi_life_forget(struct mwi_life *life)
{
        if (life->is_mapped) {
                mwi_guard_remove(life->control);
                mwi_os_unmap(life->control, mwi_control_map_bytes());
        }
        /* said, not left to close(): a forked child may have this open file, too */
        if (life->file >= 0)
                mwi_os_unlock(life->file, MW_LOCK_LIFECYCLE);
        mwi_os_close(life->file);
}

int mwi_life_open(const struct mwi_life_want *want, struct mwi_life *out_life)
{
        int64_t deadline_ns = 0;

        for (int turn = 0; turn < TURNS_MAX; turn++) {
                struct mwi_life life = { .file = -1 };
                int r = try_open(want, &deadline_ns, &life);

                if (r == MW_OK) {
                        *out_life = life;
                        return MW_OK;
                }
                mwi_life_forget(&life);
                if (r < 0)
                        return r;
                if (r == AGAIN_LATER)
                        mwi_os_nap(500000);
        }
        return mwi_fail(MW_EBUSY, "%s: '%s' in %s is made and ended all the time", want->what,
                        want->quoted, mwi_scope_prefix(want->scope));
}

/* Whose is it to remove: the object that we had (inode), or any of ours. */
static int may_remove(uint32_t scope, int file, uint64_t inode, const struct mwi_os_stat *st)
{
        return st->links == 1 && st->is_regular &&
               (inode ? st->inode == inode : mwi_life_is_ours(scope, file, st));
}

int mwi_life_reap(uint32_t scope, const char *file, uint64_t inode, int64_t deadline_ns,
                  int dry_run, uint64_t *out_bytes)
{
        struct mwi_os_stat st;
        int directory, fd, removed = 0;

        if (mwi_directory(scope, 0, &directory) < 0 ||
            mwi_os_open_at(directory, file, MWI_READ | MWI_WRITE, &fd) < 0)
                return 0;
        MW_STEP("life.reap.opened");
        if (mwi_os_is_locked(fd, MW_LOCK_LIVENESS) == 0 &&
            mwi_os_lock(fd, MW_LOCK_LIFECYCLE, 1, deadline_ns) == MW_OK) {
                MW_STEP("life.reap.locked");
                if (mwi_os_stat(fd, &st) == MW_OK && may_remove(scope, fd, inode, &st) &&
                    mwi_os_is_locked(fd, MW_LOCK_LIVENESS) == 0) {
                        removed = dry_run || mwi_os_unlink_at(directory, file) == MW_OK;
                        if (out_bytes)
                                *out_bytes = st.used_bytes;
                }
                MW_STEP("life.reap.after");
                mwi_os_unlock(fd, MW_LOCK_LIFECYCLE);
        }
        mwi_os_close(fd);
        return removed;
}
