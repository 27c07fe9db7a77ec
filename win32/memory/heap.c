/* SPDX-License-Identifier: MIT */
/* heap.c — HeapCreate, HeapAlloc and their kin, over the C library's malloc.
 *
 * A heap is a number of blocks that belong together: HeapDestroy frees them
 * all. Which block is whose, and how large, block.c knows. A heap with a
 * maximum counts its bytes and refuses what would exceed it.
 *
 * Locks. Blocks come and go without a lock of the heap's, malloc has its own, until
 * somebody calls HeapLock: from then on every call of this heap takes the lock. A call
 * that is under way at that moment may still end.
 */
#include "block.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

/* Windows takes no larger block from a heap with a maximum. */
#define FIXED_BLOCK_LIMIT_BYTES ((SIZE_T) (sizeof(void *) == 8 ? 0xFF000 : 0x7F000))

typedef struct heap {
        DWORD flags;
        SIZE_T limit_bytes; /* 0: none */
        _Atomic(SIZE_T) used_bytes;
        atomic_bool is_lockable; /* HeapLock was called once */
        pthread_mutex_t lock;    /* may be taken again by who has it */
} heap;

static heap process_heap;
static const char heap_mark; /* owner of what HeapCreate made */

static heap *heap_of(HANDLE handle)
{
        mww_block found;

        if (handle == &process_heap)
                return &process_heap;
        if (mww_block_find(handle, &found) && found.owner == &heap_mark)
                return handle;
        SetLastError(ERROR_INVALID_HANDLE);
        return NULL;
}

static void make_lock(heap *one)
{
        pthread_mutexattr_t kind;

        pthread_mutexattr_init(&kind);
        pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
        pthread_mutex_init(&one->lock, &kind);
        pthread_mutexattr_destroy(&kind);
}

/* Whether leave() has something to do. */
static bool enter(heap *one)
{
        bool takes = atomic_load_explicit(&one->is_lockable, memory_order_acquire);

        if (takes)
                pthread_mutex_lock(&one->lock);
        return takes;
}

static void leave(heap *one, bool was_taken)
{
        if (was_taken)
                pthread_mutex_unlock(&one->lock);
}

/* A forked child has no thread that could give the process's heap free. */
static void renew_lock(void)
{
        make_lock(&process_heap);
}

__attribute__((constructor)) static void make_process_heap(void)
{
        make_lock(&process_heap);
        pthread_atfork(NULL, NULL, renew_lock);
}

HANDLE GetProcessHeap(void)
{
        return &process_heap;
}

HANDLE HeapCreate(DWORD flags, SIZE_T initial_bytes, SIZE_T limit_bytes)
{
        heap *made;

        if (flags & HEAP_CREATE_ENABLE_EXECUTE)
                return mww_fail_handle(ERROR_NOT_SUPPORTED);
        if (limit_bytes && initial_bytes > limit_bytes)
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        made = calloc(1, sizeof *made);
        if (!made || !mww_block_add(made, &heap_mark, sizeof *made)) {
                free(made);
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        }
        made->flags = flags;
        made->limit_bytes = limit_bytes;
        make_lock(made);
        return made;
}

BOOL HeapDestroy(HANDLE handle)
{
        mww_block block;

        if (handle == &process_heap || !mww_block_take(handle, &heap_mark, &block))
                return mww_fail(ERROR_INVALID_HANDLE);
        while (mww_block_take_any(handle, &block))
                free(block.address);
        pthread_mutex_destroy(&((heap *) handle)->lock);
        free(handle);
        return TRUE;
}

static LPVOID no_memory(const heap *from, DWORD flags)
{
        if ((flags | from->flags) & HEAP_GENERATE_EXCEPTIONS)
                RaiseException(STATUS_NO_MEMORY, 0, 0, NULL);
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
}

/* Counts size_bytes more; false: that is too much for this heap. */
static bool admit(heap *from, SIZE_T size_bytes)
{
        SIZE_T used;

        if (size_bytes > MWW_BLOCK_LIMIT_BYTES)
                return false;
        if (!from->limit_bytes)
                return true;
        if (size_bytes > FIXED_BLOCK_LIMIT_BYTES)
                return false;
        used = atomic_fetch_add_explicit(&from->used_bytes, size_bytes, memory_order_relaxed);
        if (used + size_bytes <= from->limit_bytes)
                return true;
        atomic_fetch_sub_explicit(&from->used_bytes, size_bytes, memory_order_relaxed);
        return false;
}

static void discount(heap *from, SIZE_T size_bytes)
{
        if (from->limit_bytes)
                atomic_fetch_sub_explicit(&from->used_bytes, size_bytes, memory_order_relaxed);
}

static LPVOID take_block(heap *from, DWORD flags, SIZE_T size_bytes)
{
        void *block;

        if (!admit(from, size_bytes))
                return NULL;
        block = flags & HEAP_ZERO_MEMORY ? calloc(1, size_bytes + !size_bytes) :
                                           malloc(size_bytes + !size_bytes);
        if (block && mww_block_add(block, from, size_bytes))
                return block;
        free(block);
        discount(from, size_bytes);
        return NULL;
}

LPVOID HeapAlloc(HANDLE handle, DWORD flags, SIZE_T size_bytes)
{
        heap *from = heap_of(handle);
        bool taken = from && enter(from);
        void *block = from ? take_block(from, flags, size_bytes) : NULL;

        if (from)
                leave(from, taken);
        return block ? block : from ? no_memory(from, flags) : NULL;
}

/* The block itself can hold so much: it need not move. */
static bool fits(void *block, SIZE_T size_bytes)
{
        return size_bytes <= malloc_usable_size(block);
}

static LPVOID resize(heap *from, DWORD flags, const mww_block *block, SIZE_T size_bytes)
{
        void *moved = block->address;

        if (flags & HEAP_REALLOC_IN_PLACE_ONLY) {
                if (!fits(moved, size_bytes))
                        moved = NULL;
        } else {
                moved = realloc(block->address, size_bytes + !size_bytes);
        }
        if (!moved || !mww_block_add(moved, from, size_bytes)) {
                mww_block_add(block->address, from, block->size_bytes);
                return NULL;
        }
        if ((flags & HEAP_ZERO_MEMORY) && size_bytes > block->size_bytes)
                memset((char *) moved + block->size_bytes, 0, size_bytes - block->size_bytes);
        discount(from, block->size_bytes);
        return moved;
}

/* 0, or the last error. */
static DWORD change_block(heap *from, DWORD flags, void *address, SIZE_T size_bytes,
                          void **out_moved)
{
        mww_block block;

        if (!mww_block_take(address, from, &block))
                return ERROR_INVALID_PARAMETER;
        if (!admit(from, size_bytes)) {
                mww_block_add(address, from, block.size_bytes);
                return ERROR_NOT_ENOUGH_MEMORY;
        }
        *out_moved = resize(from, flags, &block, size_bytes);
        if (*out_moved)
                return ERROR_SUCCESS;
        discount(from, size_bytes);
        return ERROR_NOT_ENOUGH_MEMORY;
}

LPVOID HeapReAlloc(HANDLE handle, DWORD flags, LPVOID address, SIZE_T size_bytes)
{
        heap *from = heap_of(handle);
        void *moved = NULL;
        DWORD error;
        bool taken;

        if (!from)
                return NULL;
        if (!address) /* no block: no failure that has a number */
                return mww_fail_handle(ERROR_SUCCESS);
        taken = enter(from);
        error = change_block(from, flags, address, size_bytes, &moved);
        leave(from, taken);
        if (error == ERROR_NOT_ENOUGH_MEMORY)
                return no_memory(from, flags);
        return error ? mww_fail_handle(error) : moved;
}

BOOL HeapFree(HANDLE handle, DWORD flags, LPVOID address)
{
        mww_block block;
        heap *from;
        bool is_ours;
        bool taken;

        if (!address)
                return TRUE; /* of any heap, and of none */
        from = heap_of(handle);
        if (!from)
                return FALSE;
        taken = enter(from);
        is_ours = mww_block_take(address, from, &block);
        if (is_ours) {
                discount(from, block.size_bytes);
                free(address);
        }
        leave(from, taken);
        return is_ours ? TRUE : mww_fail(ERROR_INVALID_PARAMETER);
}

SIZE_T HeapSize(HANDLE handle, DWORD flags, LPCVOID address)
{
        heap *from = heap_of(handle);
        mww_block block;

        if (from && mww_block_find(address, &block) && block.owner == from)
                return block.size_bytes;
        if (from)
                SetLastError(ERROR_INVALID_PARAMETER);
        return (SIZE_T) -1;
}

BOOL HeapValidate(HANDLE handle, DWORD flags, LPCVOID address)
{
        heap *from = heap_of(handle);
        mww_block block;

        if (!from || !address)
                return from != NULL;
        return mww_block_find(address, &block) && block.owner == from;
}

BOOL HeapLock(HANDLE handle)
{
        heap *one = heap_of(handle);

        if (!one)
                return FALSE;
        atomic_store_explicit(&one->is_lockable, true, memory_order_release);
        pthread_mutex_lock(&one->lock);
        return TRUE;
}

BOOL HeapUnlock(HANDLE handle)
{
        heap *one = heap_of(handle);

        if (!one)
                return FALSE;
        return pthread_mutex_unlock(&one->lock) == 0 ? TRUE : mww_fail(ERROR_NOT_OWNER);
}

/* Blocks that are in use, by rising addresses. */
BOOL HeapWalk(HANDLE handle, LPPROCESS_HEAP_ENTRY entry)
{
        heap *one = heap_of(handle);
        mww_block block;

        if (!one)
                return FALSE;
        if (IsBadWritePtr(entry, sizeof *entry))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (!mww_block_next(one, entry->lpData, &block))
                return mww_fail(ERROR_NO_MORE_ITEMS);
        memset(entry, 0, sizeof *entry);
        entry->lpData = block.address;
        entry->cbData = (DWORD) block.size_bytes;
        entry->cbOverhead = sizeof(size_t); /* malloc's own word */
        entry->wFlags = PROCESS_HEAP_ENTRY_BUSY;
        return TRUE;
}

DWORD GetProcessHeaps(DWORD room, PHANDLE out_heaps)
{
        mww_block made = { .address = NULL };
        DWORD count = 1;

        if (room > 0)
                out_heaps[0] = &process_heap;
        while (mww_block_next(&heap_mark, made.address, &made)) {
                if (count < room)
                        out_heaps[count] = made.address;
                count++;
        }
        return count;
}

BOOL HeapSetInformation(HANDLE handle, HEAP_INFORMATION_CLASS class, PVOID information,
                        SIZE_T size_bytes)
{
        if (handle && !heap_of(handle))
                return FALSE;
        if (class == HeapEnableTerminationOnCorruption) /* malloc ends the process as it is */
                return size_bytes ? mww_fail(ERROR_INVALID_PARAMETER) : TRUE;
        /* Ours is as quick for small blocks as Windows' "low fragmentation" (2). */
        if (class == HeapCompatibilityInformation && handle && information &&
            size_bytes >= sizeof(ULONG) && *(const ULONG *) information == 2)
                return TRUE;
        return mww_fail(ERROR_INVALID_PARAMETER);
}

/* The largest free block, as far as malloc tells: all that is free. */
SIZE_T HeapCompact(HANDLE handle, DWORD flags)
{
        struct mallinfo2 facts;

        if (!heap_of(handle))
                return 0;
        malloc_trim(0);
        facts = mallinfo2();
        return facts.fordblks ? facts.fordblks : MWW_PAGE_BYTES;
}

/* The C library looks at its blocks when they are used. */
int _heapchk(void)
{
        return _HEAPOK;
}

int _heapmin(void)
{
        malloc_trim(0);
        return 0;
}

intptr_t _get_heap_handle(void)
{
        return (intptr_t) GetProcessHeap();
}

void *_expand(void *block, size_t size_bytes)
{
        return block && malloc_usable_size(block) >= size_bytes ? block : NULL;
}

/* The C run-time's aligned blocks. */
void *_aligned_malloc(size_t size_bytes, size_t alignment)
{
        void *block = NULL;

        if (!alignment || (alignment & (alignment - 1)) || size_bytes > MWW_BLOCK_LIMIT_BYTES)
                return NULL;
        if (alignment < sizeof(void *))
                alignment = sizeof(void *);
        return posix_memalign(&block, alignment, size_bytes + !size_bytes) == 0 ? block : NULL;
}

void _aligned_free(void *block)
{
        free(block);
}

void *_aligned_realloc(void *block, size_t size_bytes, size_t alignment)
{
        size_t before = block ? malloc_usable_size(block) : 0;
        void *made;

        if (block && !size_bytes) {
                free(block);
                return NULL;
        }
        made = _aligned_malloc(size_bytes, alignment);
        if (made && block) {
                memcpy(made, block, before < size_bytes ? before : size_bytes);
                free(block);
        }
        return made;
}

/* What is new is zero; the rest of the old block, too, as far as it was not asked for. */
void *_recalloc(void *block, size_t count, size_t size_bytes)
{
        size_t before = block ? malloc_usable_size(block) : 0;
        size_t whole;
        char *made;

        if (__builtin_mul_overflow(count, size_bytes, &whole) || whole > MWW_BLOCK_LIMIT_BYTES) {
                errno = ENOMEM;
                return NULL;
        }
        made = realloc(block, whole + !whole);
        if (made && whole > before)
                memset(made + before, 0, whole - before);
        return made;
}
