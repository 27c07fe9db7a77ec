/* SPDX-License-Identifier: MIT */
/* changes.c — what changes in a directory, and in those below it, by inotify(7).
 *
 * What it is. An inotify descriptor that the attendant watches, a table that says which
 * directory each of its watches is, and a list of what has happened and nobody has taken.
 * inotify knows no trees: each directory has a watch of its own, and one that appears
 * gets one, with those below it. What was made in it before that is looked up, so it may
 * be told twice, but is not missed. A directory that is renamed loses its watches and
 * gets new ones.
 *
 * A rename is two events with one number, told one after the other. The first without the
 * second went out of the tree: it is a removal; the second without the first an addition.
 *
 * Who writes: the attendant, and whoever takes from the list, under the lock.
 *
 * The end. A watch can't be taken back from the attendant. So close() leaves the memory to
 * it, and gives it something to read: a watch that is made and removed says so.
 */
#include "changes.h"

#include "processes/attendant.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#define KEPT_BYTES_MAX (1u << 20) /* of changes that nobody has taken */
#define NAMES          (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)

typedef struct place {
        int number; /* of the watch; -1: free */
        char *path; /* below the root, with / at its end; "" is the root */
} place;

struct mww_changes {
        mww_watch watch;
        pthread_mutex_t lock;
        char *root;
        bool with_subtree;
        bool is_closed;
        DWORD filter;
        uint32_t mask;
        mww_listener *listener;
        place *places;
        size_t place_count;
        mww_change *first;
        mww_change **end;
        size_t kept_bytes;
        bool has_overflowed;
};

/* ---- the list --------------------------------------------------------------------- */

void mww_changes_lock(mww_changes *changes)
{
        pthread_mutex_lock(&changes->lock);
}

void mww_changes_unlock(mww_changes *changes)
{
        pthread_mutex_unlock(&changes->lock);
}

const mww_change *mww_changes_first(const mww_changes *changes)
{
        return changes->first;
}

void mww_changes_drop_first(mww_changes *changes)
{
        mww_change *gone = changes->first;

        changes->first = gone->next;
        if (!changes->first)
                changes->end = &changes->first;
        changes->kept_bytes -= sizeof *gone + strlen(gone->name) + 1;
        free(gone);
}

bool mww_changes_overflowed(mww_changes *changes)
{
        bool has = changes->has_overflowed;

        changes->has_overflowed = false;
        return has;
}

static void lose_all(mww_changes *changes)
{
        while (changes->first)
                mww_changes_drop_first(changes);
        changes->has_overflowed = true;
}

static void add(mww_changes *changes, DWORD action, const char *directory, const char *name)
{
        size_t bytes = sizeof(mww_change) + strlen(directory) + strlen(name) + 1;
        mww_change *made = changes->kept_bytes + bytes > KEPT_BYTES_MAX ? NULL : malloc(bytes);

        if (!made) {
                lose_all(changes);
                return;
        }
        made->next = NULL;
        made->action = action;
        stpcpy(stpcpy(made->name, directory), name);
        *changes->end = made;
        changes->end = &made->next;
        changes->kept_bytes += bytes;
}

/* ---- the tree ----------------------------------------------------------------------- */

static place *place_of(mww_changes *changes, int number)
{
        for (size_t at = 0; at < changes->place_count; at++)
                if (changes->places[at].number == number)
                        return &changes->places[at];
        return NULL;
}

static bool wants(const mww_changes *changes, bool is_directory)
{
        return changes->filter &
               (is_directory ? FILE_NOTIFY_CHANGE_DIR_NAME : FILE_NOTIFY_CHANGE_FILE_NAME);
}

static void look_after(mww_changes *changes, const char *path, bool tells);

/* What is in a directory that has a watch now. tells: as added. */
static void enter(mww_changes *changes, const char *full, const char *path, bool tells)
{
        DIR *directory = opendir(full);
        struct dirent *entry;

        while (directory && (entry = readdir(directory)) != NULL) {
                bool is_directory = entry->d_type == DT_DIR;
                char *below;

                if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                        continue;
                if (tells && wants(changes, is_directory))
                        add(changes, FILE_ACTION_ADDED, path, entry->d_name);
                if (is_directory && asprintf(&below, "%s%s/", path, entry->d_name) >= 0) {
                        look_after(changes, below, tells);
                        free(below);
                }
        }
        if (directory)
                closedir(directory);
}

/* A watch for a directory, and for those below. One that can't be had is told as too much
 * to remember: then the program looks for itself. */
static void look_after(mww_changes *changes, const char *path, bool tells)
{
        place *there = place_of(changes, -1);
        char *full;
        int number;

        if (asprintf(&full, "%s/%s", changes->root, path) < 0)
                return;
        number = inotify_add_watch(changes->watch.descriptor, full,
                                   changes->mask | IN_ONLYDIR | IN_DONT_FOLLOW);
        if (number < 0 && errno != ENOENT && errno != ENOTDIR)
                lose_all(changes);
        if (number >= 0 && !place_of(changes, number)) {
                if (!there) {
                        place *more =
                                realloc(changes->places, (changes->place_count + 1) * sizeof *more);

                        if (more) {
                                changes->places = more;
                                there = &more[changes->place_count++];
                        }
                }
                if (there)
                        *there = (place){ number, strdup(path) };
                if (there && !there->path)
                        there->number = -1;
                if (changes->with_subtree)
                        enter(changes, full, path, tells);
        }
        free(full);
}

static void leave(mww_changes *changes, const char *directory, const char *name)
{
        size_t length = strlen(directory);
        size_t more = strlen(name);

        for (size_t at = 0; at < changes->place_count; at++) {
                place *one = &changes->places[at];

                if (one->number < 0 || strncmp(one->path, directory, length) != 0 ||
                    strncmp(one->path + length, name, more) != 0 || one->path[length + more] != '/')
                        continue;
                inotify_rm_watch(changes->watch.descriptor, one->number);
                one->number = -1;
                free(one->path);
                one->path = NULL;
        }
}

/* ---- events ------------------------------------------------------------------------- */

static DWORD action_of(const struct inotify_event *event, bool is_rename)
{
        if (event->mask & IN_CREATE)
                return FILE_ACTION_ADDED;
        if (event->mask & IN_DELETE)
                return FILE_ACTION_REMOVED;
        if (event->mask & IN_MOVED_FROM)
                return is_rename ? FILE_ACTION_RENAMED_OLD_NAME : FILE_ACTION_REMOVED;
        if (event->mask & IN_MOVED_TO)
                return is_rename ? FILE_ACTION_RENAMED_NEW_NAME : FILE_ACTION_ADDED;
        return FILE_ACTION_MODIFIED;
}

static bool is_half_of(const struct inotify_event *one, uint32_t kind, uint32_t cookie)
{
        return one && (one->mask & kind) && one->cookie == cookie;
}

/* before, after: its neighbours, or NULL. False: the directory itself is gone. */
static bool note(mww_changes *changes, const struct inotify_event *before,
                 const struct inotify_event *event, const struct inotify_event *after)
{
        bool is_directory = event->mask & IN_ISDIR;
        bool is_rename = is_half_of(before, IN_MOVED_FROM, event->cookie) ||
                         is_half_of(after, IN_MOVED_TO, event->cookie);
        const place *there = place_of(changes, event->wd);
        char *directory;
        char *below;

        if (event->mask & IN_Q_OVERFLOW)
                lose_all(changes);
        if (!there)
                return true; /* of a watch that was removed */
        if (event->mask & IN_IGNORED) {
                bool is_root = !*there->path;

                free(there->path);
                *(place *) (uintptr_t) there = (place){ -1, NULL };
                return !is_root;
        }
        if (!event->len || !(directory = strdup(there->path)))
                return true; /* of a directory itself: the one above it tells */
        if (!(event->mask & NAMES) || wants(changes, is_directory))
                add(changes, action_of(event, is_rename && (event->mask & IN_MOVE)), directory,
                    event->name);
        if (is_directory && changes->with_subtree &&
            asprintf(&below, "%s%s/", directory, event->name) >= 0) {
                if (event->mask & (IN_MOVED_FROM | IN_DELETE))
                        leave(changes, directory, event->name);
                if (event->mask & (IN_MOVED_TO | IN_CREATE))
                        look_after(changes, below, event->mask & IN_CREATE);
                free(below);
        }
        free(directory);
        return true;
}

static const struct inotify_event *event_at(const char *bytes, ssize_t at, ssize_t end)
{
        return at < end ? (const struct inotify_event *) (const void *) (bytes + at) : NULL;
}

/* All that is there; false: the directory is gone. */
static bool read_events(mww_changes *changes)
{
        _Alignas(struct inotify_event) char bytes[16384];
        const struct inotify_event *before = NULL;
        const struct inotify_event *event;
        struct pollfd more = { changes->watch.descriptor, POLLIN, 0 };
        ssize_t end = read(changes->watch.descriptor, bytes, sizeof bytes / 2);
        bool is_there = true;

        if (end > 0 && poll(&more, 1, 1) > 0) { /* the other half of a rename, maybe */
                ssize_t size =
                        read(changes->watch.descriptor, bytes + end, sizeof bytes - (size_t) end);

                end += size > 0 ? size : 0;
        }
        for (ssize_t at = 0; (event = event_at(bytes, at, end)) != NULL;) {
                at += (ssize_t) (sizeof *event + event->len);
                is_there = note(changes, before, event, event_at(bytes, at, end)) && is_there;
                before = event;
        }
        return is_there;
}

static void free_changes(mww_changes *changes)
{
        while (changes->first)
                mww_changes_drop_first(changes);
        for (size_t at = 0; at < changes->place_count; at++)
                free(changes->places[at].path);
        if (changes->watch.descriptor >= 0)
                close(changes->watch.descriptor);
        pthread_mutex_destroy(&changes->lock);
        free(changes->places);
        free(changes->root);
        free(changes);
}

static void ready(mww_watch *watch)
{
        mww_changes *changes = (mww_changes *) watch;
        bool is_over;

        pthread_mutex_lock(&changes->lock);
        is_over = changes->is_closed;
        if (!is_over) {
                bool is_there = read_events(changes);

                if (changes->first || changes->has_overflowed)
                        changes->listener->told(changes->listener);
                if (!is_there)
                        changes->listener->gone(changes->listener);
                mww_watch_once(watch);
        }
        pthread_mutex_unlock(&changes->lock);
        if (is_over)
                free_changes(changes);
}

/* ---- open, close --------------------------------------------------------------------- */

/* Directories must be seen coming and going, whatever the program wants to know. */
static uint32_t mask_of(DWORD filter, bool with_subtree)
{
        uint32_t mask = 0;

        if (with_subtree || (filter & (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME)))
                mask |= NAMES;
        if (filter & (FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE))
                mask |= IN_MODIFY;
        if (filter & (FILE_NOTIFY_CHANGE_ATTRIBUTES | FILE_NOTIFY_CHANGE_LAST_WRITE |
                      FILE_NOTIFY_CHANGE_CREATION | FILE_NOTIFY_CHANGE_SECURITY))
                mask |= IN_ATTRIB;
        if (filter & FILE_NOTIFY_CHANGE_LAST_ACCESS)
                mask |= IN_ACCESS;
        return mask;
}

DWORD mww_changes_open(const char *path, bool with_subtree, DWORD filter, mww_listener *listener,
                       mww_changes **out_changes)
{
        mww_changes *made = calloc(1, sizeof *made);
        DWORD error = ERROR_SUCCESS;

        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        pthread_mutex_init(&made->lock, NULL);
        made->end = &made->first;
        made->watch = (mww_watch){ .ready = ready,
                                   .descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK) };
        made->root = strdup(path);
        made->with_subtree = with_subtree;
        made->filter = filter;
        made->mask = mask_of(filter, with_subtree);
        made->listener = listener;
        if (made->watch.descriptor < 0)
                error = errno == EMFILE ? ERROR_TOO_MANY_OPEN_FILES : mww_error_of_errno(errno);
        else if (!made->root)
                error = ERROR_NOT_ENOUGH_MEMORY;
        if (!error) {
                look_after(made, "", false);
                if (!made->place_count)
                        error = ERROR_NO_SYSTEM_RESOURCES; /* fs.inotify.max_user_watches */
                made->has_overflowed = false;
        }
        *out_changes = made; /* before the first event comes */
        if (!error && !mww_watch_once(&made->watch))
                error = ERROR_NOT_ENOUGH_MEMORY;
        if (error)
                free_changes(made);
        return error;
}

void mww_changes_close(mww_changes *changes)
{
        int descriptor = changes->watch.descriptor;

        pthread_mutex_lock(&changes->lock);
        changes->is_closed = true;
        inotify_rm_watch(descriptor, inotify_add_watch(descriptor, "/", IN_DELETE_SELF));
        pthread_mutex_unlock(&changes->lock);
}
