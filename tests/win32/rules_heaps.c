/* SPDX-License-Identifier: MIT */
/* rules_heaps.c — heaps; LocalAlloc and GlobalAlloc. */
#include "support.h"

static int is_zero(const char *bytes, SIZE_T from, SIZE_T to)
{
        while (from < to)
                if (bytes[from++])
                        return 0;
        return 1;
}

static void process_heap(void)
{
        HANDLE heap = GetProcessHeap();
        char *block = HeapAlloc(heap, 0, 100);
        char *grown;
        char *empty;

        ROW("heap GetProcessHeap", heap && heap == GetProcessHeap());
        ROW("heap HeapSize is exact", HeapSize(heap, 0, block) == 100);
        ROW("heap HeapValidate", HeapValidate(heap, 0, block) && HeapValidate(heap, 0, NULL));
        memset(block, 'x', 100);
        grown = HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, 1000);
        ROW("heap HeapReAlloc keeps, and zeroes what is new",
            grown && grown[99] == 'x' && is_zero(grown, 100, 1000) &&
                    HeapSize(heap, 0, grown) == 1000);
        block = HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, grown, 10);
        ROW("heap it shrinks in place", block == grown && HeapSize(heap, 0, block) == 10);
        ROW("heap it does not grow without end in place",
            !HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 100000000));
        ROW("heap the block is as it was", HeapSize(heap, 0, block) == 10 && block[9] == 'x');
        ROW("heap HeapFree", HeapFree(heap, 0, block));
        ROW("heap HeapFree of NULL", HeapFree(heap, 0, NULL) && LEAVES(HeapFree(NULL, 0, NULL)));
        SetLastError(MARK);
        ROW_OR_WINE("heap HeapReAlloc of NULL: NULL, and 0",
                    !HeapReAlloc(heap, 0, NULL, 1) && GetLastError() == 0, GetLastError() == MARK);
        block = HeapAlloc(heap, HEAP_ZERO_MEMORY, 4096);
        ROW("heap HEAP_ZERO_MEMORY", is_zero(block, 0, 4096));
        ROW("heap blocks are aligned to two pointers",
            (ULONG_PTR) block % (2 * sizeof(void *)) == 0);
        HeapFree(heap, 0, block);
        empty = HeapAlloc(heap, 0, 0);
        ROW("heap a block of no bytes", empty && HeapSize(heap, 0, empty) == 0);
        HeapFree(heap, 0, empty);
        ROW("heap too much", !HeapAlloc(heap, 0, ~(SIZE_T) 0 - 65536));
}

static void own_heaps(void)
{
        HANDLE heap = HeapCreate(0, 0, 0);
        HANDLE fixed = HeapCreate(HEAP_NO_SERIALIZE, 0x1000, 0x10000);
        char *blocks[64];
        int made = 0;

        for (int at = 0; at < 64; at++)
                made += (blocks[at] = HeapAlloc(heap, 0, (SIZE_T) at * 100)) != NULL;
        ROW("heap HeapCreate", heap && heap != GetProcessHeap() && made == 64);
        for (int at = 0; at < 64; at += 2)
                HeapFree(heap, 0, blocks[at]);
        ROW("heap HeapDestroy with blocks in it", HeapDestroy(heap));
        ROW("heap one with a maximum", HeapAlloc(fixed, 0, 0x4000) != NULL);
        ROW("heap gives no more than that", !HeapAlloc(fixed, 0, 0x20000));
        ROW("heap nor in pieces", HeapAlloc(fixed, 0, 0x4000) && !HeapAlloc(fixed, 0, 0x9000));
        ROW("heap HeapDestroy", HeapDestroy(fixed));
}

static void fixed_blocks(void)
{
        char *block = LocalAlloc(LPTR, 50);
        char *grown;

        ROW("local LPTR is zero", block && is_zero(block, 0, 50));
        ROW("local LocalSize", LocalSize(block) == 50);
        ROW("local LocalFlags of a fixed one", LocalFlags(block) == 0);
        ROW("local LocalLock of a fixed one", LocalLock(block) == block);
        ROW("local LocalHandle", LocalHandle(block) == block);
        block[0] = 'l';
        grown = LocalReAlloc(block, 5000, LMEM_MOVEABLE | LMEM_ZEROINIT);
        ROW("local LocalReAlloc with leave to move",
            grown && grown[0] == 'l' && is_zero(grown, 1, 5000) && LocalSize(grown) == 5000);
        ROW("local LocalFree", LEAVES(!LocalFree(grown)));
        ROW("local LocalFree of NULL", LocalFree(NULL) == NULL);
        block = GlobalAlloc(GPTR, 10);
        ROW("global GPTR", block && is_zero(block, 0, 10) && GlobalSize(block) == 10);
        ROW("global GlobalLock of a fixed one",
            GlobalLock(block) == block && GlobalUnlock(block) && GlobalFlags(block) == 0);
        ROW("global GlobalFree", !GlobalFree(block));
}

static void moveable_blocks(void)
{
        HGLOBAL handle = GlobalAlloc(GHND, 100);
        char *bytes = GlobalLock(handle);
        HGLOBAL none;

        ROW("global a moveable one",
            handle && bytes && (void *) bytes != (void *) handle && is_zero(bytes, 0, 100));
        ROW("global its size", GlobalSize(handle) == 100);
        ROW("global its locks are counted",
            GlobalFlags(handle) == 1 && GlobalLock(handle) == bytes && GlobalFlags(handle) == 2);
        ROW("global GlobalHandle", GlobalHandle(bytes) == handle);
        ROW("global GlobalUnlock: still locked", GlobalUnlock(handle) == TRUE);
        ROW("global the last one", FAILS(GlobalUnlock(handle), NO_ERROR));
        ROW("global one too many", FAILS(GlobalUnlock(handle), ERROR_NOT_LOCKED));
        bytes = GlobalLock(handle);
        strcpy(bytes, "text");
        GlobalUnlock(handle);
        handle = GlobalReAlloc(handle, 100000, GMEM_MOVEABLE | GMEM_ZEROINIT);
        bytes = GlobalLock(handle);
        ROW("global it grows", bytes && strcmp(bytes, "text") == 0 && is_zero(bytes, 100, 100000) &&
                                       GlobalSize(handle) == 100000);
        GlobalUnlock(handle);
        handle = GlobalReAlloc(handle, 0, GMEM_MOVEABLE);
        ROW("global discarded",
            handle && (GlobalFlags(handle) & GMEM_DISCARDED) && GlobalSize(handle) == 0);
        ROW("global a discarded one is not locked", REFUSED(GlobalLock(handle), ERROR_DISCARDED));
        ROW("global GlobalFree", !GlobalFree(handle));
        none = LocalAlloc(LMEM_MOVEABLE, 0);
        ROW("local a moveable one of no bytes is discarded",
            none && (LocalFlags(none) & LMEM_DISCARDED));
        LocalFree(none);
}

/* How many blocks in use a walk finds among count ones; -1: it fails. */
static int walk(HANDLE heap, char **blocks, int count)
{
        PROCESS_HEAP_ENTRY entry = { 0 };
        int found = 0;

        while (HeapWalk(heap, &entry))
                for (int at = 0; at < count; at++)
                        found += (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) &&
                                 entry.lpData == blocks[at] && entry.cbData >= 100;
        return GetLastError() == ERROR_NO_MORE_ITEMS ? found : -1;
}

static volatile LONG allocations;

static void allocate(void *heap)
{
        HeapFree(heap, 0, HeapAlloc(heap, 0, 100));
        atomic_add(&allocations, 1);
}

static void walks(void)
{
        HANDLE heap = HeapCreate(0, 0, 0);
        HANDLE all[64];
        DWORD count = GetProcessHeaps(64, all);
        char *blocks[20];
        thread *other;
        int is_there = 0;

        for (int at = 0; at < 20; at++)
                blocks[at] = HeapAlloc(heap, 0, 100 + (SIZE_T) at);
        HeapFree(heap, 0, blocks[7]);
        ROW("heap HeapLock", LEAVES(HeapLock(heap)));
        ROW("heap HeapWalk finds each block that is in use", walk(heap, blocks, 20) == 19);
        ROW("heap whoever has the lock may take it again, and allocate",
            HeapLock(heap) && (blocks[7] = HeapAlloc(heap, 0, 100)) != NULL && HeapUnlock(heap));
        other = thread_start(allocate, heap);
        Sleep(30);
        ROW("heap the others wait", atomic_get(&allocations) == 0);
        ROW("heap HeapUnlock", LEAVES(HeapUnlock(heap)));
        thread_join(other);
        ROW("heap then they go on", atomic_get(&allocations) == 1);
        for (DWORD at = 0; at < count && at < 64; at++)
                is_there |= all[at] == heap;
        ROW("heap GetProcessHeaps has it", count >= 2 && is_there);
        HeapDestroy(heap);
}

void rules_heaps(void)
{
        process_heap();
        own_heaps();
        fixed_blocks();
        moveable_blocks();
        walks();
}
