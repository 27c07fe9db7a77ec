/* SPDX-License-Identifier: MIT */
/* changes.h — a directory that is looked after: what changes in it. */
#ifndef MWW_CHANGES_H
#define MWW_CHANGES_H

#include "file.h"

/* One change; the list's order is that of their happening. */
typedef struct mww_change {
        struct mww_change *next;
        DWORD action; /* FILE_ACTION_x                                  */
        char  name[]; /* below the directory, with / between, in UTF-8  */
} mww_change;

/* Who wants to know. Both are called under the directory's lock, by the attendant: told
 * when there is something in the list, gone when the directory itself was deleted. */
typedef struct mww_listener {
        void (*told)(struct mww_listener *listener);
        void (*gone)(struct mww_listener *listener);
} mww_listener;

typedef struct mww_changes mww_changes;

/* Begins; 0 or the last error. filter: FILE_NOTIFY_CHANGE_x. */
DWORD mww_changes_open(const char *path, bool with_subtree, DWORD filter, mww_listener *listener,
                       mww_changes **out_changes);
/* No call comes after this. Not to be called under the lock. */
void mww_changes_close(mww_changes *changes);

void mww_changes_lock(mww_changes *changes);
void mww_changes_unlock(mww_changes *changes);
/* Under the lock: the first of the list, which stays there; NULL. And without it. */
const mww_change *mww_changes_first(const mww_changes *changes);
void mww_changes_drop_first(mww_changes *changes);
/* Under the lock: were there more than can be remembered? Asking forgets it. */
bool mww_changes_overflowed(mww_changes *changes);

/* Of directories' handles (read_changes.c). */
DWORD mww_directory_cancel(mww_file *file, OVERLAPPED *overlapped);
mw_object *mww_directory_waitable(mww_file *file);
void mww_directory_destroy(mww_file *file);

#endif
