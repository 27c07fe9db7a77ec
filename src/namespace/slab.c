/* SPDX-License-Identifier: MIT */
/* slab.c — unnamed objects share chunks of anonymous shared memory.
 *
 * An unnamed object is 64 bytes (320 with a table of members), so a program can
 * have a million of them: no file, no descriptor, no mapping each.
 *
 * A forked child shares the chunks of its parent, and nobody counts who still
 * uses which entry. So a fork ends a chunk's generation in both: what is given
 * back later in an old chunk is not handed out again, because the other process
 * may go on using it; new objects come from new chunks. When the last entry of
 * ours in a chunk is given back, we unmap it; the other's mapping stays.
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
        uint32_t entry_bytes, entries;
        uint32_t fresh; /* entries from here on were never taken              */
        uint32_t taken; /* entries in use by this process                     */
        uint32_t generation;
        uint32_t given;   /* entries on the stack below                         */
        uint32_t stack[]; /* those given back, to be taken again                */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct mwi_chunk *with_room[2];
static uint32_t next_bytes[2] = { CHUNK_MIN_BYTES, CHUNK_MIN_BYTES };
static uint32_t generation;

static uint32_t entry_bytes_of(int members)
{
        return (uint32_t) (sizeof(struct mw_sync_shm) +
                           (members ? sizeof(struct mw_members_shm) : 0));
}

static int add_chunk(int members)
{
        uint32_t bytes = next_bytes[members], entry = entry_bytes_of(members),
                 entries = bytes / entry;
        struct mwi_chunk *chunk = malloc(sizeof *chunk + entries * sizeof chunk->stack[0]);
        void *base;
        int r;

        if (!chunk)
                return mwi_fail(MW_ENOMEM, "no memory for an unnamed object");
        if ((r = mwi_os_map_shared(bytes, &base)) < 0) {
                free(chunk);
                return mwi_fail_os(r, "no memory for an unnamed object");
        }
        *chunk = (struct mwi_chunk){ .base = base,
                                     .entry_bytes = entry,
                                     .entries = entries,
                                     .generation = generation,
                                     .next = with_room[members] };
        with_room[members] = chunk;
        if (bytes < CHUNK_MAX_BYTES)
                next_bytes[members] = bytes * 2;
        return MW_OK;
}

static int has_room(const struct mwi_chunk *chunk)
{
        return chunk->generation == generation &&
               (chunk->given > 0 || chunk->fresh < chunk->entries);
}

static void end_chunk(struct mwi_chunk *chunk)
{
        mwi_os_unmap(chunk->base, (size_t) chunk->entries * chunk->entry_bytes);
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

void mwi_slab_give(struct mwi_chunk *chunk, struct mw_sync_shm *sync)
{
        int members = chunk->entry_bytes > sizeof(struct mw_sync_shm);
        int is_last, had_room;

        pthread_mutex_lock(&lock);
        had_room = has_room(chunk);
        chunk->stack[chunk->given++] =
                (uint32_t) (((char *) sync - chunk->base) / chunk->entry_bytes);
        is_last = --chunk->taken == 0 &&
                  (chunk->generation != generation || with_room[members] != chunk);
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
