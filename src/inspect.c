/* SPDX-License-Identifier: MIT */
/* inspect.c — a tolerant decoder of whatever lies in a namespace's directory.
 *
 * It trusts nothing: a file may be half made, damaged, foreign, or not ours to
 * read, and says so in `state`. It reads the control page with pread, never by a
 * mapping, so a file that is truncated meanwhile is an error and not a signal,
 * and a look keeps no name alive.
 *
 * Liveness is asked, never tried: F_OFD_GETLK tells whether byte 1 is held.
 */
#include <mapwire/inspect.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/error.h"
#include "base/macro.h"
#include "base/name.h"
#include "layout.h"
#include "namespace/directory.h"
#include "namespace/lifetime.h"
#include "os/os.h"

struct mw_inspector {
        uint32_t scope;
        char **files;
        size_t count, room, next;
};

/* ---- one file --------------------------------------------------------------------- */

/* A mapping has none: its zeros will do. */
static const struct mw_sync_shm *words_of(const struct mw_control_shm *control)
{
        return control->kind == MW_KIND_MAPPING ? &control->sync :
                                                  MW_WORDS(control, control->words_at);
}

/* Has the thread that owns a mutex ended, so that the next owner will be told? */
static int is_owner_dead(uint32_t scope, uint32_t ref)
{
        struct mw_slot_shm slot;
        int directory, fd, r;

        if (mwi_directory(scope, 0, &directory) < 0 ||
            mwi_os_open_at(directory, MW_REGISTRY_FILE, MWI_READ, &fd) < 0)
                return 1;
        r = mwi_os_read(fd, (uint64_t) (ref & (MWI_SLOTS - 1)) * sizeof slot, &slot, sizeof slot);
        mwi_os_close(fd);
        return r < 0 || *(const uint32_t *) &slot.generation != ref >> MWI_SLOT_BITS ||
               mwi_os_is_dead_word(*(const uint32_t *) &slot.dead);
}

static void decode_mutex(const struct mw_control_shm *control, uint32_t w, mw_object_info *info)
{
        int dead = MW_OWNER(w) && is_owner_dead(info->scope, MW_OWNER(w));

        info->is_signalled = !MW_OWNER(w) || dead;
        info->is_abandoned = (w & MW_A) || (dead && !(w & MW_R));
        info->count = info->is_signalled ? 0 : *(const uint32_t *) &words_of(control)->depth;
}

/* What nobody has looked at since it became due has fired all the same. */
static void decode_timer(const struct mw_control_shm *control, uint32_t w, mw_object_info *info)
{
        const struct mw_timer_shm *timer = (const void *) (words_of(control) + 1);
        uint64_t due = *(const uint64_t *) &timer->due,
                 period = *(const uint64_t *) &timer->period;

        info->is_auto_reset = (control->flags & MW_FLAG_AUTO_RESET) != 0;
        info->due_ns = MW_DUE_US(due) == MW_DUE_NEVER || !MW_DUE_IS_OF(due, MW_NEXT_FIRING(w)) ?
                               MW_NEVER :
                               (int64_t) (MW_DUE_US(due) * 1000);
        info->period_ns = MW_PERIOD_IS_OF(period, w) ? (int64_t) (MW_PERIOD_US(period) * 1000) : 0;
        info->is_signalled = w & MW_FIRED || info->due_ns <= mw_now_ns();
        info->count = info->is_auto_reset && info->is_signalled;
}

static void decode_words(const struct mw_control_shm *control, mw_object_info *info)
{
        uint32_t w =
                *(const uint32_t *) &words_of(control)->w; /* a private copy: no order needed */

        info->has_waiters = w & MW_W ? 1 : 0;
        switch (control->kind) {
        case MW_KIND_EVENT:
                info->is_auto_reset = (control->flags & MW_FLAG_AUTO_RESET) != 0;
                /* with Z they are for those who wait already */
                info->count = info->is_auto_reset && !(w & MW_Z) ? MW_TOKENS(w) : 0;
                info->is_signalled = info->is_auto_reset ? info->count > 0 : (w & MW_S) != 0;
                break;
        case MW_KIND_SEMAPHORE:
                info->count = MW_UNITS(w);
                info->max_count = control->max_count;
                info->is_signalled = info->count > 0;
                break;
        case MW_KIND_TIMER:
                decode_timer(control, w, info);
                break;
        case MW_KIND_MUTEX:
                decode_mutex(control, w, info);
                break;
        default:
                info->has_waiters = 0;
                break;
        }
        if (w & MW_H && control->kind != MW_KIND_MUTEX)
                info->is_signalled = 0; /* prepared, and for nobody yet */
}

static int is_sound(const struct mw_control_shm *control, uint64_t data_bytes)
{
        return *(const uint64_t *) &control->magic == MW_MAGIC &&
               control->format_major == MW_FORMAT_MAJOR && control->fingerprint == MW_FINGERPRINT &&
               control->name_bytes >= 1 && control->name_bytes <= sizeof control->name &&
               control->path_bytes <= MW_PATH_MAX_BYTES && control->kind >= MW_KIND_MAPPING &&
               control->kind <= MW_KIND_TIMER &&
               (control->kind == MW_KIND_MAPPING || MW_IS_WORDS_AT(control->words_at)) &&
               (control->kind != MW_KIND_MAPPING || control->flags & MW_FLAG_FILE ||
                control->size_bytes <= data_bytes);
}

static void decode_control(const struct mw_control_shm *control, mw_object_info *info)
{
        info->kind = control->kind;
        info->creator_pid = control->creator_pid;
        info->created_unix_ns = control->created_unix_ns;
        info->id = control->id;
        if (control->kind == MW_KIND_MAPPING) {
                info->size_bytes = control->size_bytes;
                info->backing = control->flags & MW_FLAG_FILE ? MW_BACKING_FILE :
                                control->flags & MW_FLAG_LAZY ? MW_BACKING_LAZY :
                                                                MW_BACKING_MEMORY;
        }
        memcpy(info->name, control->name, control->name_bytes);
        info->name[control->name_bytes] = 0;
        if (control->kind == MW_KIND_MAPPING)
                memcpy(info->file_path, control->path, control->path_bytes);
        decode_words(control, info);
}

/* Fill what a damaged or foreign file still tells. */
static void decode_file_name(const char *file, mw_object_info *info)
{
        if (mwi_name_decode(file, info->name) < 0) {
                strncpy(info->name, file, sizeof info->name - 1);
                info->name[sizeof info->name - 1] = 0;
        }
}

static uint32_t state_of(int alive, int building, int ours, int sound, uint64_t size_bytes)
{
        if (building)
                return MW_STATE_BUILDING;
        if (!alive)
                return ours ? MW_STATE_LEFTOVER : MW_STATE_FOREIGN;
        return sound && size_bytes > 0 ? MW_STATE_LIVE : MW_STATE_DAMAGED;
}

/* 0, or MW_ENOTFOUND when it went away while we looked. */
static int inspect_file(uint32_t scope, const char *file, mw_object_info *info)
{
        struct mw_control_shm control;
        struct mwi_os_stat st;
        int directory, fd, alive, building, sound = 0;
        uint64_t data_bytes;

        memset(info, 0, sizeof *info);
        info->struct_size = sizeof *info;
        info->scope = scope;
        info->state = MW_STATE_FOREIGN;
        if (mwi_directory(scope, 0, &directory) < 0 || mwi_os_stat_at(directory, file, &st) < 0)
                return MW_ENOTFOUND;
        info->owner_uid = st.owner;
        info->mode = st.mode;
        info->used_bytes = st.used_bytes;
        decode_file_name(file, info);
        if (!st.is_regular || st.links != 1 || mwi_os_open_at(directory, file, MWI_READ, &fd) < 0)
                return MW_OK;
        if (mwi_os_stat(fd, &st) == MW_OK) {
                data_bytes = st.size_bytes < mwi_control_map_bytes() ?
                                     0 :
                                     st.size_bytes - mwi_control_map_bytes();
                sound = mwi_os_read(fd, data_bytes, &control, sizeof control) == MW_OK &&
                        is_sound(&control, data_bytes);
                alive = mwi_os_is_locked(fd, MW_LOCK_LIVENESS) != 0;
                building = !alive && mwi_os_is_locked(fd, MW_LOCK_LIFECYCLE) != 0;
                info->state = state_of(alive, building, mwi_life_is_ours(scope, fd, &st), sound,
                                       st.size_bytes);
                if (sound)
                        decode_control(&control, info);
        }
        mwi_os_close(fd);
        return MW_OK;
}

/* ---- the list ------------------------------------------------------------------------ */

static int keep_file(void *context, const char *file)
{
        mw_inspector *inspector = context;

        if (strcmp(file, MW_REGISTRY_FILE) == 0)
                return MW_OK;
        if (inspector->count == inspector->room) {
                size_t room = inspector->room ? inspector->room * 2 : 64;
                char **bigger = realloc(inspector->files, room * sizeof *bigger);

                if (!bigger)
                        return MW_ENOMEM;
                inspector->files = bigger;
                inspector->room = room;
        }
        if (!(inspector->files[inspector->count] = strdup(file)))
                return MW_ENOMEM;
        inspector->count++;
        return MW_OK;
}

int mw_inspect_open(uint32_t scope, mw_inspector **out_inspector)
{
        mw_inspector *inspector;
        int directory, r;

        if (!out_inspector || scope > MW_SCOPE_GLOBAL)
                return mwi_fail(MW_EINVAL, "inspect: no such namespace, or out_inspector is NULL");
        r = mwi_directory(scope, 0, &directory);
        if (r < 0 && r != MW_ENOTFOUND)
                return r;
        if (!(inspector = calloc(1, sizeof *inspector)))
                return mwi_fail(MW_ENOMEM, "inspect: no memory");
        inspector->scope = scope;
        if (r == MW_OK)
                r = mwi_os_list(directory, keep_file, inspector);
        if (r < 0 && r != MW_ENOTFOUND) {
                mw_inspect_close(inspector);
                return mwi_fail_os(r, "inspect: can't list %s", mw_scope_directory(scope));
        }
        *out_inspector = inspector;
        return MW_OK;
}

int mw_inspect_next(mw_inspector *inspector, mw_object_info *out_info)
{
        mw_object_info info;

        if (!inspector || !out_info)
                return mwi_fail(MW_EINVAL, "inspect: an argument is NULL");
        while (inspector->next < inspector->count)
                if (inspect_file(inspector->scope, inspector->files[inspector->next++], &info) ==
                    MW_OK)
                        return mwi_hand_out_object(&info, out_info);
        return MW_ENOTFOUND;
}

void mw_inspect_close(mw_inspector *inspector)
{
        if (!inspector)
                return;
        for (size_t i = 0; i < inspector->count; i++)
                free(inspector->files[i]);
        free(inspector->files);
        free(inspector);
}

int mw_inspect_name(const char *name, mw_object_info *out_info)
{
        struct mwi_name parsed;
        mw_object_info info;
        int directory, r;

        if (!name || !out_info)
                return mwi_fail(MW_EINVAL, "inspect: an argument is NULL");
        if ((r = mwi_name_parse("inspect", name, &parsed)) < 0)
                return r;
        r = mwi_directory(parsed.scope, 0, &directory);
        if (r < 0 && r != MW_ENOTFOUND)
                return r;
        if (r < 0 || inspect_file(parsed.scope, parsed.file, &info) < 0)
                return mwi_fail(MW_ENOTFOUND, "inspect: no object '%s' in %s", parsed.quoted,
                                mwi_scope_prefix(parsed.scope));
        return mwi_hand_out_object(&info, out_info);
}

/* ---- holders -------------------------------------------------------------------------- */

struct seeking {
        mw_holder *holders;
        uint32_t capacity, count;
};

static void keep_holder(void *context, uint32_t pid, const char *command)
{
        struct seeking *seeking = context;

        if (seeking->count < seeking->capacity) {
                mw_holder *holder = &seeking->holders[seeking->count];

                memset(holder, 0, sizeof *holder);
                holder->pid = pid;
                strncpy(holder->command, command, sizeof holder->command - 1);
        }
        seeking->count++;
}

int mw_inspect_holders(const char *name, mw_holder *out_holders, uint32_t capacity,
                       uint32_t *out_count)
{
        struct seeking seeking = { out_holders, out_holders ? capacity : 0, 0 };
        struct mwi_name parsed;
        struct mwi_os_stat st;
        int directory, r;

        if (!name || !out_count)
                return mwi_fail(MW_EINVAL, "holders: an argument is NULL");
        if ((r = mwi_name_parse("holders", name, &parsed)) < 0)
                return r;
        r = mwi_directory(parsed.scope, 0, &directory);
        if (r == MW_OK)
                r = mwi_os_stat_at(directory, parsed.file, &st);
        if (r == MW_ENOTFOUND)
                return mwi_fail(r, "holders: no object '%s' in %s", parsed.quoted,
                                mwi_scope_prefix(parsed.scope));
        if (r < 0)
                return mwi_fail_os(r, "holders: can't look at '%s'", parsed.quoted);
        mwi_os_holders(st.device, st.inode, keep_holder, &seeking);
        *out_count = seeking.count;
        return MW_OK;
}

/* ---- what the dead left ------------------------------------------------------------------ */

struct sweeping {
        uint32_t scope, removed;
        uint64_t bytes;
        int dry_run;
};

static int sweep_file(void *context, const char *file)
{
        struct sweeping *sweeping = context;
        uint64_t bytes = 0;

        if (mwi_life_reap(sweeping->scope, file, 0, MW_NOW, sweeping->dry_run, &bytes)) {
                sweeping->removed++;
                sweeping->bytes += bytes;
        }
        return MW_OK;
}

int mw_gc(uint32_t scope, int dry_run, uint32_t *out_removed, uint64_t *out_removed_bytes)
{
        struct sweeping sweeping = { .scope = scope, .dry_run = dry_run };
        int directory, r;

        if (scope > MW_SCOPE_GLOBAL)
                return mwi_fail(MW_EINVAL, "gc: no such namespace");
        r = mwi_directory(scope, 0, &directory);
        if (r < 0 && r != MW_ENOTFOUND)
                return r;
        if (r == MW_OK && (r = mwi_os_list(directory, sweep_file, &sweeping)) < 0)
                return mwi_fail_os(r, "gc: can't list %s", mw_scope_directory(scope));
        if (!dry_run)
                mwi_directory_leave();
        if (out_removed)
                *out_removed = sweeping.removed;
        if (out_removed_bytes)
                *out_removed_bytes = sweeping.bytes;
        return MW_OK;
}
