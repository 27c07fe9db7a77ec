/* SPDX-License-Identifier: MIT */
/* block.c — the table of blocks, see block.h.
 *
 * What it is. Tables with a lock each, chosen by the address's hash, with open
 * addressing: a block is at its place or in the run of entries that follows it.
 * The invariant: no empty entry between a block's place and the block. So a
 * removal moves later entries of the run up, and no mark of a former entry is
 * left to slow down those that come.
 */
#include "block.h"

#include <stdlib.h>

#define TABLES        64u
#define FIRST_ENTRIES 64u

typedef struct table {
        pthread_mutex_t lock;
        mww_block *entries;
        size_t capacity; /* a power of two, or 0 */
        size_t count;
} table;

static table tables[TABLES];

static void take_all(void)
{
        for (unsigned at = 0; at < TABLES; at++)
                pthread_mutex_lock(&tables[at].lock);
}

static void give_all(void)
{
        for (unsigned at = TABLES; at-- > 0;)
                pthread_mutex_unlock(&tables[at].lock);
}

__attribute__((constructor)) static void make_tables(void)
{
        for (unsigned at = 0; at < TABLES; at++)
                pthread_mutex_init(&tables[at].lock, NULL);
        pthread_atfork(take_all, give_all, give_all);
}

static uint64_t hash(const void *address)
{
        return (uint64_t) ((uintptr_t) address >> 4) * 0x9E3779B97F4A7C15u;
}

/* Locked. */
static table *table_of(const void *address)
{
        table *one = &tables[hash(address) >> 58];

        pthread_mutex_lock(&one->lock);
        return one;
}

static size_t place_of(const table *one, const void *address)
{
        return (size_t) (hash(address) >> 16) & (one->capacity - 1);
}

/* The entry that has the address, or the empty one where it would be. */
static mww_block *entry_of(const table *one, const void *address)
{
        size_t at = place_of(one, address);

        while (one->entries[at].address && one->entries[at].address != address)
                at = (at + 1) & (one->capacity - 1);
        return &one->entries[at];
}

static bool make_room(table *one)
{
        table wider = { .capacity = one->capacity ? one->capacity * 2 : FIRST_ENTRIES };

        if (one->count < one->capacity / 2)
                return true;
        wider.entries = calloc(wider.capacity, sizeof *wider.entries);
        if (!wider.entries)
                return false;
        for (size_t at = 0; at < one->capacity; at++)
                if (one->entries[at].address)
                        *entry_of(&wider, one->entries[at].address) = one->entries[at];
        free(one->entries);
        one->entries = wider.entries;
        one->capacity = wider.capacity;
        return true;
}

static void remove_entry(table *one, mww_block *entry)
{
        size_t hole = (size_t) (entry - one->entries);

        for (size_t at = (hole + 1) & (one->capacity - 1); one->entries[at].address;
             at = (at + 1) & (one->capacity - 1)) {
                size_t place = place_of(one, one->entries[at].address);

                /* It may fill the hole if its place is not behind it. */
                if (((at - place) & (one->capacity - 1)) >= ((at - hole) & (one->capacity - 1))) {
                        one->entries[hole] = one->entries[at];
                        hole = at;
                }
        }
        memset(&one->entries[hole], 0, sizeof *one->entries);
        one->count--;
}

bool mww_block_add(void *address, const void *owner, SIZE_T size_bytes)
{
        table *one = table_of(address);
        bool has_room = make_room(one);

        if (has_room) {
                *entry_of(one, address) = (mww_block){ address, owner, size_bytes };
                one->count++;
        }
        pthread_mutex_unlock(&one->lock);
        return has_room;
}

bool mww_block_find(const void *address, mww_block *out_block)
{
        table *one = address ? table_of(address) : NULL;
        bool found = false;

        if (!one)
                return false;
        if (one->capacity) {
                *out_block = *entry_of(one, address);
                found = out_block->address != NULL;
        }
        pthread_mutex_unlock(&one->lock);
        return found;
}

bool mww_block_take(const void *address, const void *owner, mww_block *out_block)
{
        table *one = address ? table_of(address) : NULL;
        bool found = false;

        if (!one)
                return false;
        if (one->capacity) {
                mww_block *entry = entry_of(one, address);

                *out_block = *entry;
                found = entry->address && entry->owner == owner;
                if (found)
                        remove_entry(one, entry);
        }
        pthread_mutex_unlock(&one->lock);
        return found;
}

bool mww_block_resize(const void *address, SIZE_T size_bytes)
{
        table *one = table_of(address);
        bool found = one->capacity && entry_of(one, address)->address;

        if (found)
                entry_of(one, address)->size_bytes = size_bytes;
        pthread_mutex_unlock(&one->lock);
        return found;
}

bool mww_block_take_any(const void *owner, mww_block *out_block)
{
        bool found = false;

        for (unsigned number = 0; number < TABLES && !found; number++) {
                table *one = &tables[number];

                pthread_mutex_lock(&one->lock);
                for (size_t at = 0; at < one->capacity && !found; at++) {
                        if (!one->entries[at].address || one->entries[at].owner != owner)
                                continue;
                        *out_block = one->entries[at];
                        found = true;
                        remove_entry(one, &one->entries[at]);
                }
                pthread_mutex_unlock(&one->lock);
        }
        return found;
}

bool mww_block_next(const void *owner, const void *after, mww_block *out_block)
{
        bool found = false;

        for (unsigned number = 0; number < TABLES; number++) {
                table *one = &tables[number];

                pthread_mutex_lock(&one->lock);
                for (size_t at = 0; at < one->capacity; at++) {
                        const mww_block *entry = &one->entries[at];

                        if (!entry->address || entry->owner != owner ||
                            (uintptr_t) entry->address <= (uintptr_t) after ||
                            (found && (uintptr_t) entry->address > (uintptr_t) out_block->address))
                                continue;
                        *out_block = *entry;
                        found = true;
                }
                pthread_mutex_unlock(&one->lock);
        }
        return found;
}
