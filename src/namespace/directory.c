/* SPDX-License-Identifier: MIT */
/* directory.c — the two namespaces' directories.
 *
 * Local\   $MAPWIRE_DIR, or /dev/shm/mapwire-<uid>. Ours, and closed to others
 *          (0700), or refused.
 * Global\  $MAPWIRE_GLOBAL_DIR, or /dev/shm/mapwire-global. Trusted when root
 *          owns it (then 1777, or as root likes) or we do. Owned by another
 *          ordinary user it is refused, with his uid: else two programs could
 *          each believe to be in Global\ and never meet.
 *
 * The descriptor is opened once and kept, because each open of an object needs
 * it. Programs close descriptors that they don't know (daemons do, by the
 * thousand) and their numbers come again as something else; so each use first
 * compares device and inode, and a directory that was removed since (its link
 * count is 0) is looked up anew.
 *
 * If a process dies: a directory may stay behind, empty or not; nobody minds,
 * and the next program's end or `mapwire gc` removes it.
 */
#include "namespace/directory.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/name.h"
#include "os/os.h"

#define PATH_BYTES 512

static struct {
        struct mwi_directory info;
        int known, file, is_too_long;
        uint64_t device, inode;
        char path[PATH_BYTES];
} directories[2] = { { .file = -1 }, { .file = -1 } };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void find_out(uint32_t scope)
{
        const char *wanted =
                mwi_os_setting(scope == MW_SCOPE_GLOBAL ? "MAPWIRE_GLOBAL_DIR" : "MAPWIRE_DIR");

        if (wanted)
                directories[scope].is_too_long =
                        snprintf(directories[scope].path, PATH_BYTES, "%s", wanted) >= PATH_BYTES;
        else if (scope == MW_SCOPE_GLOBAL)
                snprintf(directories[scope].path, PATH_BYTES, "/dev/shm/mapwire-global");
        else
                snprintf(directories[scope].path, PATH_BYTES, "/dev/shm/mapwire-%u", mwi_os_user());
        directories[scope].info = (struct mwi_directory){ .path = directories[scope].path,
                                                          .scope = scope,
                                                          .is_default = !wanted };
        directories[scope].known = 1;
}

const struct mwi_directory *mwi_directory_info(uint32_t scope)
{
        pthread_mutex_lock(&lock);
        if (!directories[scope].known)
                find_out(scope);
        pthread_mutex_unlock(&lock);
        return &directories[scope].info;
}

const char *mw_scope_directory(uint32_t scope)
{
        return scope > MW_SCOPE_GLOBAL ? "" : mwi_directory_info(scope)->path;
}

/* May we work here? */
static int check(uint32_t scope, const struct mwi_os_stat *st)
{
        const char *path = directories[scope].path, *prefix = mwi_scope_prefix(scope);

        if (scope == MW_SCOPE_LOCAL) {
                if (st->owner != mwi_os_user())
                        return mwi_fail(MW_EUNTRUSTED,
                                        "%s: the directory %s belongs to user %u, not to us "
                                        "(remove it, or set MAPWIRE_DIR)",
                                        prefix, path, st->owner);
                if (st->mode & 077)
                        return mwi_fail(MW_EUNTRUSTED,
                                        "%s: the directory %s is open to others, mode %04o "
                                        "(chmod 700 it)",
                                        prefix, path, st->mode);
                return MW_OK;
        }
        if (st->owner != 0 && st->owner != mwi_os_user())
                return mwi_fail(MW_EUNTRUSTED,
                                "%s: the directory %s belongs to user %u, who is not trusted "
                                "(sudo mapwire doctor --setup-global)",
                                prefix, path, st->owner);
        if (st->owner == 0 && (st->mode & 02) && !st->is_sticky)
                return mwi_fail(MW_EUNTRUSTED,
                                "%s: in the directory %s anybody may remove anybody's files "
                                "(chmod 1777 it)",
                                prefix, path);
        return MW_OK;
}

static int open_directory(uint32_t scope, int make)
{
        struct mwi_os_stat st;
        const char *path = directories[scope].path;
        int file, r;

        if (directories[scope].is_too_long)
                return mwi_fail(MW_EINVAL,
                                "%s: the directory that the environment names has over %d bytes",
                                mwi_scope_prefix(scope), PATH_BYTES - 1);
        r = mwi_os_open_directory(path, &file);

        if (r == MW_ENOTFOUND && make) {
                r = mwi_os_make_directory(path);
                if (r == MW_OK && scope == MW_SCOPE_GLOBAL && mwi_os_user() == 0)
                        mwi_os_open_to_all(path);
                if (r < 0 && r != MW_EEXIST) /* MW_ENOTFOUND would mean: no such object */
                        return mwi_fail_os(r == MW_ENOTFOUND ? MW_EOS : r,
                                           "%s: can't make the directory %s (see: mapwire doctor)",
                                           mwi_scope_prefix(scope), path);
                r = mwi_os_open_directory(path, &file);
        }
        if (r == MW_ENOTFOUND)
                return r;
        if (r == MW_EACCES && scope == MW_SCOPE_GLOBAL)
                return mwi_fail_os(MW_EUNTRUSTED,
                                   "%s: the directory %s is another user's own "
                                   "(sudo mapwire doctor --setup-global)",
                                   mwi_scope_prefix(scope), path);
        if (r < 0)
                return mwi_fail_os(r, "%s: can't open the directory %s%s", mwi_scope_prefix(scope),
                                   path,
                                   r == MW_EUNTRUSTED ? " (it must not be a link, either)" :
                                                        " (see: mapwire doctor)");
        /* root made it, and was killed before he opened it to others */
        if (mwi_os_stat(file, &st) == MW_OK && scope == MW_SCOPE_GLOBAL && st.owner == 0 &&
            st.mode == 0700 && directories[scope].info.is_default && mwi_os_user() == 0)
                mwi_os_open_to_all(path);
        if ((r = mwi_os_stat(file, &st)) < 0)
                mwi_fail_os(r, "%s: can't look at the directory %s", mwi_scope_prefix(scope), path);
        if (r < 0 || (r = check(scope, &st)) < 0) {
                mwi_os_close(file);
                return r;
        }
        if (directories[scope].file < 0)
                directories[scope].file = file;
        else
                mwi_os_move(file, directories[scope].file); /* others may be using the number */
        directories[scope].device = st.device;
        directories[scope].inode = st.inode;
        directories[scope].info.is_shared = scope == MW_SCOPE_GLOBAL && (st.mode & 022) != 0;
        return MW_OK;
}

static int is_still_it(uint32_t scope)
{
        struct mwi_os_stat st;

        if (directories[scope].file < 0)
                return 0;
        if (mwi_os_stat(directories[scope].file, &st) < 0 || st.inode != directories[scope].inode ||
            st.device != directories[scope].device) {
                directories[scope].file = -1; /* closed under us, perhaps somebody else's now */
                return 0;
        }
        return st.links > 0;
}

int mwi_directory(uint32_t scope, int make, int *out_directory)
{
        int r = MW_OK;

        pthread_mutex_lock(&lock);
        if (!directories[scope].known)
                find_out(scope);
        if (!is_still_it(scope))
                r = open_directory(scope, make);
        if (r == MW_OK)
                *out_directory = directories[scope].file;
        pthread_mutex_unlock(&lock);
        return r;
}

void mwi_directory_leave(void)
{
        for (uint32_t scope = 0; scope < 2; scope++)
                if (directories[scope].known && directories[scope].info.is_default &&
                    directories[scope].file >= 0 && !directories[scope].info.is_shared)
                        mwi_os_remove_directory(directories[scope].path);
}

void mwi_directory_fork_prepare(void)
{
        pthread_mutex_lock(&lock);
}

void mwi_directory_fork_done(void)
{
        pthread_mutex_unlock(&lock);
}
