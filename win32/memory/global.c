/* SPDX-License-Identifier: MIT */
/* global.c — GlobalAlloc, LocalAlloc and their kin, which are the same thing.
 *
 * A fixed block is its own handle. A moveable one has a record, which is the
 * handle; its bytes may be anywhere, and nowhere while it is discarded (or was
 * made with 0 bytes). block.c knows both: fixed blocks by one mark, records by
 * another, and a record's bytes as owned by the record.
 */
#include "block.h"

#include <stdlib.h>

#define LOCKS_MAX 255u

typedef struct record {
        void *bytes;
        UINT locks;
        bool is_discardable;
} record;

static const char fixed_mark;
static const char record_mark;
MWW_LOCK(lock) /* of all records */

static void *new_bytes(const void *owner, SIZE_T size_bytes, UINT flags)
{
        void *bytes;

        if (size_bytes > MWW_BLOCK_LIMIT_BYTES)
                return NULL;
        bytes = flags & LMEM_ZEROINIT ? calloc(1, size_bytes + !size_bytes) :
                                        malloc(size_bytes + !size_bytes);
        if (bytes && !mww_block_add(bytes, owner, size_bytes)) {
                free(bytes);
                return NULL;
        }
        return bytes;
}

static void free_bytes(void *bytes, const void *owner)
{
        mww_block block;

        if (bytes && mww_block_take(bytes, owner, &block))
                free(bytes);
}

static bool is_fixed(const void *handle, mww_block *out_block)
{
        return mww_block_find(handle, out_block) && out_block->owner == &fixed_mark;
}

static record *record_of(const void *handle)
{
        mww_block found;

        return mww_block_find(handle, &found) && found.owner == &record_mark ? found.address : NULL;
}

static HLOCAL new_record(UINT flags, SIZE_T size_bytes)
{
        record *made = calloc(1, sizeof *made);

        if (!made)
                return NULL;
        made->is_discardable = (flags & LMEM_DISCARDABLE) != 0;
        if (size_bytes) {
                made->bytes = new_bytes(made, size_bytes, flags);
                if (!made->bytes) {
                        free(made);
                        return NULL;
                }
        }
        if (!mww_block_add(made, &record_mark, 0)) {
                free_bytes(made->bytes, made);
                free(made);
                return NULL;
        }
        return made;
}

HLOCAL LocalAlloc(UINT flags, SIZE_T size_bytes)
{
        HLOCAL made;

        if (flags & LMEM_MOVEABLE)
                made = new_record(flags, size_bytes);
        else
                made = new_bytes(&fixed_mark, size_bytes, flags);
        return made ? made : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

HLOCAL LocalFree(HLOCAL handle)
{
        mww_block block;

        if (!handle)
                return NULL;
        if (mww_block_take(handle, &fixed_mark, &block)) {
                free(handle);
                return NULL;
        }
        pthread_mutex_lock(&lock);
        if (mww_block_take(handle, &record_mark, &block)) {
                record *found = handle;

                free_bytes(found->bytes, found);
                free(found);
                handle = NULL;
        }
        pthread_mutex_unlock(&lock);
        if (handle)
                SetLastError(ERROR_INVALID_HANDLE);
        return handle;
}

/* Bytes as new_bytes() gives them, in place of the old ones, which are gone
 * then; NULL: the old ones are as they were. */
static void *move_bytes(void *bytes, const void *owner, SIZE_T size_bytes, UINT flags)
{
        void *moved = new_bytes(owner, size_bytes, flags);
        mww_block before;

        if (moved && bytes && mww_block_find(bytes, &before)) {
                memcpy(moved, bytes, min(before.size_bytes, size_bytes));
                free_bytes(bytes, owner);
        }
        return moved;
}

static HLOCAL resize_fixed(HLOCAL handle, SIZE_T before_bytes, SIZE_T size_bytes, UINT flags)
{
        HLOCAL moved;

        if (flags & LMEM_MODIFY) /* its flags only; fixed it stays */
                return handle;
        /* Without leave to move it, it can't grow: others have its address. */
        if (!(flags & LMEM_MOVEABLE)) {
                if (size_bytes > before_bytes)
                        return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
                mww_block_resize(handle, size_bytes);
                return handle;
        }
        moved = move_bytes(handle, &fixed_mark, size_bytes, flags);
        return moved ? moved : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

/* Under the lock; 0 or the last error. */
static DWORD resize_record(record *found, SIZE_T size_bytes, UINT flags)
{
        void *moved;

        if (flags & LMEM_MODIFY) {
                found->is_discardable = (flags & LMEM_DISCARDABLE) != 0;
                return ERROR_SUCCESS;
        }
        if (!size_bytes) {
                if (found->locks)
                        return ERROR_INVALID_PARAMETER;
                free_bytes(found->bytes, found);
                found->bytes = NULL;
                return ERROR_SUCCESS;
        }
        moved = move_bytes(found->bytes, found, size_bytes, flags);
        if (!moved)
                return ERROR_NOT_ENOUGH_MEMORY;
        found->bytes = moved;
        return ERROR_SUCCESS;
}

HLOCAL LocalReAlloc(HLOCAL handle, SIZE_T size_bytes, UINT flags)
{
        DWORD error = ERROR_INVALID_HANDLE;
        mww_block block;
        record *found;

        if (is_fixed(handle, &block))
                return resize_fixed(handle, block.size_bytes, size_bytes, flags);
        pthread_mutex_lock(&lock);
        found = record_of(handle);
        if (found)
                error = resize_record(found, size_bytes, flags);
        pthread_mutex_unlock(&lock);
        return error ? mww_fail_handle(error) : handle;
}

LPVOID LocalLock(HLOCAL handle)
{
        DWORD error = ERROR_INVALID_HANDLE;
        LPVOID bytes = NULL;
        mww_block block;
        record *found;

        if (is_fixed(handle, &block))
                return handle;
        pthread_mutex_lock(&lock);
        found = record_of(handle);
        if (found) {
                bytes = found->bytes;
                error = ERROR_DISCARDED;
                if (bytes && found->locks < LOCKS_MAX)
                        found->locks++;
        }
        pthread_mutex_unlock(&lock);
        return bytes ? bytes : mww_fail_handle(error);
}

/* FALSE with NO_ERROR: that was the last lock. */
BOOL LocalUnlock(HLOCAL handle)
{
        DWORD error = ERROR_INVALID_HANDLE;
        BOOL is_still_locked = FALSE;
        mww_block block;
        record *found;

        if (is_fixed(handle, &block))
                return mww_fail(ERROR_NOT_LOCKED);
        pthread_mutex_lock(&lock);
        found = record_of(handle);
        if (found) {
                error = found->locks ? NO_ERROR : ERROR_NOT_LOCKED;
                if (found->locks)
                        is_still_locked = --found->locks > 0;
        }
        pthread_mutex_unlock(&lock);
        return is_still_locked ? TRUE : mww_fail(error);
}

SIZE_T LocalSize(HLOCAL handle)
{
        mww_block block;
        SIZE_T size_bytes = 0;
        record *found;

        if (is_fixed(handle, &block))
                return block.size_bytes;
        pthread_mutex_lock(&lock);
        found = record_of(handle);
        if (found && found->bytes && mww_block_find(found->bytes, &block))
                size_bytes = block.size_bytes;
        pthread_mutex_unlock(&lock);
        if (!found)
                SetLastError(ERROR_INVALID_HANDLE);
        return size_bytes;
}

UINT LocalFlags(HLOCAL handle)
{
        UINT flags = LMEM_INVALID_HANDLE;
        mww_block block;
        record *found;

        if (is_fixed(handle, &block))
                return LMEM_FIXED;
        pthread_mutex_lock(&lock);
        found = record_of(handle);
        if (found) {
                flags = found->locks;
                if (!found->bytes)
                        flags |= LMEM_DISCARDED;
                if (found->is_discardable)
                        flags |= GMEM_DISCARDABLE;
        }
        pthread_mutex_unlock(&lock);
        if (!found)
                SetLastError(ERROR_INVALID_HANDLE);
        return flags;
}

HLOCAL LocalHandle(LPCVOID bytes)
{
        mww_block block;

        if (!mww_block_find(bytes, &block))
                return mww_fail_handle(ERROR_INVALID_HANDLE);
        if (block.owner == &fixed_mark || block.owner == &record_mark)
                return block.address;
        if (record_of(block.owner))
                return (HLOCAL) (uintptr_t) block.owner;
        return mww_fail_handle(ERROR_INVALID_HANDLE);
}

HGLOBAL GlobalAlloc(UINT flags, SIZE_T size_bytes)
{
        return LocalAlloc(flags, size_bytes);
}

HGLOBAL GlobalReAlloc(HGLOBAL handle, SIZE_T size_bytes, UINT flags)
{
        return LocalReAlloc(handle, size_bytes, flags);
}

HGLOBAL GlobalFree(HGLOBAL handle)
{
        return LocalFree(handle);
}

LPVOID GlobalLock(HGLOBAL handle)
{
        return LocalLock(handle);
}

BOOL GlobalUnlock(HGLOBAL handle)
{
        mww_block block;

        return is_fixed(handle, &block) ? TRUE : LocalUnlock(handle);
}

SIZE_T GlobalSize(HGLOBAL handle)
{
        return LocalSize(handle);
}

UINT GlobalFlags(HGLOBAL handle)
{
        return LocalFlags(handle);
}

HGLOBAL GlobalHandle(LPCVOID bytes)
{
        return LocalHandle(bytes);
}
