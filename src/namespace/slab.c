/* SPDX-License-Identifier: MIT */
/* slab.c — unnamed objects share chunks of shared memory.
 *
 * An unnamed object is 64 bytes (320 with a table of members; a timer, too), so a
 * program can have a million: no file, no descriptor, no mapping each. A chunk is a
 * memory file of up to 1 MiB, whose one descriptor we keep, so that an object in it
 * can be handed to another process; without a descriptor (the process has too many)
 * it is memory that only forked children share.
 *
 * A forked child shares the chunks of its parent, and nobody counts who still
 * uses which entry. So a fork ends a chunk's generation in both: what is given
 * back later in an old chunk is not handed out again, because the other process
 * may go on using it; new objects come from new chunks. When the last entry of
 * ours in a chunk is given back, we unmap it; the other's mapping stays.
 *
 * Handing an object to another process does the same to its one chunk. What others
 * handed to us lies in adopted chunks, each mapped once however many of its entries
 * we have; from these nothing is handed out.
 *
 * A program may close all descriptors that it doesn't know, ours too, and open files
 * under their numbers. So before a descriptor is used its file is looked at.
 */
#include "namespace/slab.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <mapwire/base.h>

#include "base/error.h"
#include "os/os.h"

#define CHUNK_MIN_BYTES (UINT32_C(16) << 10)
#define CHUNK_MAX_BYTES (UINT32_C(1) << 20)

struct mwi_chunk {
        struct mwi_chunk *next; /* with free entries, of this generation              */
        char *base;
        int file;               /* its memory; -1: none, or not ours to close         */
        uint64_t device, inode; /* of that file                                       */
        uint32_t entry_bytes;
        uint32_t entries; /* 0: adopted                                         */
        uint32_t map_bytes;
        uint32_t is_shared; /* another process has it, too                        */
        uint32_t fresh;     /* entries from here on were never taken              */
        uint32_t taken;     /* entries in use by this process                     */
        uint32_t generation;
        uint32_t given;   /* entries on the stack below                         */
        uint32_t stack[]; /* those given back, to be taken again                */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct mwi_chunk *with_room[2];
static uint32_t next_bytes[2] = { CHUNK_MIN_BYTES, CHUNK_MIN_BYTES };
static uint32_t generation;
static struct mwi_chunk *adopted; /* from other processes; `next` links them */

static uint32_t entry_bytes_of(int members)
{
        return (uint32_t) (sizeof(struct mw_sync_shm) +
                           (members ? sizeof(struct mw_members_shm) : 0));
}

/* Memory of a file that we keep, or else of none. */
static int map_chunk(struct mwi_chunk *chunk, uint32_t bytes)
{
        struct mwi_os_stat st;
        void *base;

        if (mwi_os_open_memory("mapwire-unnamed", bytes, 1, &chunk->file) == MW_OK) {
                if (mwi_os_stat(chunk->file, &st) == MW_OK &&
                    mwi_os_map(chunk->file, 0, bytes, MWI_MAP_READ | MWI_MAP_WRITE, NULL, 0,
                               &base) == MW_OK) {
                        chunk->device = st.device;
                        chunk->inode = st.inode;
                        chunk->base = base;
                        return MW_OK;
                }
                mwi_os_close(chunk->file);
        }
        chunk->file = -1;
        if (mwi_os_map_shared(bytes, &base) < 0)
                return MW_ENOMEM;
        chunk->base = base;
        return MW_OK;
}

/* Is the descriptor still the one that we opened? */
static int has_file(const struct mwi_chunk *chunk)
{
        struct mwi_os_stat st;

        return chunk->file >= 0 && mwi_os_stat(chunk->file, &st) == MW_OK &&
               st.device == chunk->device && st.inode == chunk->inode;
}

static int add_chunk(int members)
{
        uint32_t bytes = next_bytes[members], entry = entry_bytes_of(members),
                 entries = bytes / entry;
        struct mwi_chunk *chunk = malloc(sizeof *chunk + entries * sizeof chunk->stack[0]);
        int r;

        if (!chunk)
                return mwi_fail(MW_ENOMEM, "no memory for an unnamed object");
        *chunk = (struct mwi_chunk){ .map_bytes = bytes,
                                     .entry_bytes = entry,
                                     .entries = entries,
                                     .generation = generation,
                                     .next = with_room[members] };
        if ((r = map_chunk(chunk, bytes)) < 0) {
                free(chunk);
                return mwi_fail_os(r, "no memory for an unnamed object");
        }
        with_room[members] = chunk;
        if (bytes < CHUNK_MAX_BYTES)
                next_bytes[members] = bytes * 2;
        return MW_OK;
}

static int has_room(const struct mwi_chunk *chunk)
{
        return chunk->generation == generation && !chunk->is_shared &&
               (chunk->given > 0 || chunk->fresh < chunk->entries);
}

static void end_chunk(struct mwi_chunk *chunk)
{
        if (has_file(chunk))
                mwi_os_close(chunk->file);
        mwi_os_unmap(chunk->base, chunk->map_bytes);
        free(chunk);
}

int mwi_slab_take(int members, struct mw_sync_shm **out_sync, struct mwi_chunk **out_chunk)
{
        struct mwi_chunk *chunk;
        uint32_t index;
        int r = MW_OK;

        pthread_mutex_lock(&lock);
        while ((chunk = with_room[members]) && !has_room(chunk)) {
                with_room[members] = chunk->next; /* comes back when an entry of it does */
                if (chunk->taken == 0)
                        end_chunk(chunk); /* a fork ended it while it was empty */
        }
        if (!chunk && (r = add_chunk(members)) == MW_OK)
                chunk = with_room[members];
        if (chunk) {
                index = chunk->given > 0 ? chunk->stack[--chunk->given] : chunk->fresh++;
                chunk->taken++;
                *out_sync = (struct mw_sync_shm *) (void *) (chunk->base +
                                                             (size_t) index * chunk->entry_bytes);
                *out_chunk = chunk;
                memset(*out_sync, 0, chunk->entry_bytes);
        }
        pthread_mutex_unlock(&lock);
        return r;
}

/* Under the lock. */
static void unlist(struct mwi_chunk *chunk)
{
        for (struct mwi_chunk **at = &with_room[chunk->entry_bytes > sizeof(struct mw_sync_shm)];
             *at; at = &(*at)->next)
                if (*at == chunk) {
                        *at = chunk->next;
                        return;
                }
}

static void give_adopted(struct mwi_chunk *chunk)
{
        struct mwi_chunk **at = &adopted;
        int is_last;

        pthread_mutex_lock(&lock);
        is_last = --chunk->taken == 0;
        if (is_last) {
                while (*at != chunk)
                        at = &(*at)->next;
                *at = chunk->next;
        }
        pthread_mutex_unlock(&lock);
        if (is_last)
                end_chunk(chunk);
}

void mwi_slab_give(struct mwi_chunk *chunk, struct mw_sync_shm *sync)
{
        int members = chunk->entry_bytes > sizeof(struct mw_sync_shm);
        int is_last, had_room;

        if (!chunk->entries) {
                give_adopted(chunk);
                return;
        }
        pthread_mutex_lock(&lock);
        had_room = has_room(chunk);
        chunk->stack[chunk->given++] =
                (uint32_t) (((char *) sync - chunk->base) / chunk->entry_bytes);
        is_last = --chunk->taken == 0 && (chunk->generation != generation || chunk->is_shared ||
                                          with_room[members] != chunk);
        if (is_last) {
                unlist(chunk);
        } else if (!had_room && has_room(chunk)) {
                unlist(chunk); /* it may still stand there, full */
                chunk->next = with_room[members];
                with_room[members] = chunk;
        }
        pthread_mutex_unlock(&lock);
        if (is_last)
                end_chunk(chunk);
}

int mwi_slab_share(struct mwi_chunk *chunk, const struct mw_sync_shm *sync, int *out_file,
                   uint64_t *out_offset_bytes)
{
        int r = MW_ENOTSUP;

        pthread_mutex_lock(&lock);
        if (has_file(chunk) && (r = mwi_os_duplicate(chunk->file, out_file)) == MW_OK) {
                chunk->is_shared = 1;
                *out_offset_bytes = (uint64_t) ((const char *) sync - chunk->base);
        }
        pthread_mutex_unlock(&lock);
        return r;
}

/* Under the lock. A file that nobody can shorten, or touching it might be SIGBUS. */
static int adopt_chunk(int file, const struct mwi_os_stat *st, struct mwi_chunk **out_chunk)
{
        struct mwi_chunk *chunk;
        void *base;
        int r;

        for (chunk = adopted; chunk; chunk = chunk->next)
                if (chunk->inode == st->inode && chunk->device == st->device) {
                        *out_chunk = chunk;
                        return MW_OK;
                }
        if (st->size_bytes == 0 || st->size_bytes > CHUNK_MAX_BYTES || !mwi_os_is_fixed(file))
                return MW_ECORRUPT;
        if (!(chunk = malloc(sizeof *chunk)))
                return MW_ENOMEM;
        *chunk = (struct mwi_chunk){ .file = -1,
                                     .map_bytes = (uint32_t) st->size_bytes,
                                     .device = st->device,
                                     .inode = st->inode,
                                     .is_shared = 1 };
        r = mwi_os_duplicate(file, &chunk->file);
        if (r == MW_OK && (r = mwi_os_map(file, 0, chunk->map_bytes, MWI_MAP_READ | MWI_MAP_WRITE,
                                          NULL, 0, &base)) < 0)
                mwi_os_close(chunk->file);
        if (r < 0) {
                free(chunk);
                return r;
        }
        chunk->base = base;
        chunk->next = adopted;
        adopted = chunk;
        *out_chunk = chunk;
        return MW_OK;
}

int mwi_slab_adopt(int file, uint64_t offset_bytes, int members, struct mw_sync_shm **out_sync,
                   struct mwi_chunk **out_chunk)
{
        struct mwi_os_stat st;
        struct mwi_chunk *chunk;
        int r = mwi_os_stat(file, &st);

        if (r < 0)
                return r;
        if (offset_bytes % sizeof(struct mw_sync_shm) != 0 || offset_bytes > st.size_bytes ||
            st.size_bytes - offset_bytes < entry_bytes_of(members))
                return MW_ECORRUPT;
        pthread_mutex_lock(&lock);
        r = adopt_chunk(file, &st, &chunk);
        if (r == MW_OK) {
                chunk->taken++;
                *out_sync = (struct mw_sync_shm *) (void *) (chunk->base + offset_bytes);
                *out_chunk = chunk;
        }
        pthread_mutex_unlock(&lock);
        return r;
}

void mwi_slab_fork_prepare(void)
{
        pthread_mutex_lock(&lock);
        generation++;
        next_bytes[0] = next_bytes[1] = CHUNK_MIN_BYTES;
}

void mwi_slab_fork_done(void)
{
        pthread_mutex_unlock(&lock);
}
