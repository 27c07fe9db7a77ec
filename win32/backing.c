/* SPDX-License-Identifier: MIT */
/* backing.c — which disk files are mapped here, and how far.
 *
 * Windows refuses to cut a file below what a section or view of it covers, and
 * to delete it. Linux lets both happen, and touching what is gone is then
 * SIGBUS. So each section and view on a file counts here, and SetEndOfFile,
 * CreateFile and DeleteFile ask first. Only this process's are known.
 */
#include "internal.h"

#include <stdlib.h>
#include <sys/stat.h>

struct mww_backing {
        mww_backing *next;
        dev_t device;
        ino_t inode;
        uint64_t size_bytes;
        unsigned reference_count; /* under the lock */
};

MWW_LOCK(lock)
static mww_backing *all;

mww_backing *mww_backing_new(const struct stat *file, uint64_t size_bytes)
{
        mww_backing *made = malloc(sizeof *made);

        if (!made)
                return NULL;
        made->device = file->st_dev;
        made->inode = file->st_ino;
        made->size_bytes = size_bytes;
        made->reference_count = 1;
        pthread_mutex_lock(&lock);
        made->next = all;
        all = made;
        pthread_mutex_unlock(&lock);
        return made;
}

mww_backing *mww_backing_ref(mww_backing *backing)
{
        if (!backing)
                return NULL;
        pthread_mutex_lock(&lock);
        backing->reference_count++;
        pthread_mutex_unlock(&lock);
        return backing;
}

void mww_backing_unref(mww_backing *backing)
{
        bool is_last;

        if (!backing)
                return;
        pthread_mutex_lock(&lock);
        is_last = --backing->reference_count == 0;
        if (is_last) {
                mww_backing **at = &all;

                while (*at != backing)
                        at = &(*at)->next;
                *at = backing->next;
        }
        pthread_mutex_unlock(&lock);
        if (is_last)
                free(backing);
}

bool mww_backing_forbids(const struct stat *file, uint64_t new_size_bytes)
{
        bool forbids = false;

        pthread_mutex_lock(&lock);
        for (const mww_backing *at = all; at && !forbids; at = at->next)
                forbids = at->device == file->st_dev && at->inode == file->st_ino &&
                          new_size_bytes < at->size_bytes;
        pthread_mutex_unlock(&lock);
        return forbids;
}
