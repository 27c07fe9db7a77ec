/* SPDX-License-Identifier: MIT */
/* heapapi.h — heaps; the C run-time's aligned blocks. Part of windows.h. */
#ifndef MWW_HEAPAPI_H
#define MWW_HEAPAPI_H

#include <minwinbase.h>

#define HEAP_NO_SERIALIZE          0x00000001
#define HEAP_GENERATE_EXCEPTIONS   0x00000004
#define HEAP_ZERO_MEMORY           0x00000008
#define HEAP_REALLOC_IN_PLACE_ONLY 0x00000010
#define HEAP_CREATE_ENABLE_EXECUTE 0x00040000

typedef enum _HEAP_INFORMATION_CLASS {
        HeapCompatibilityInformation = 0,
        HeapEnableTerminationOnCorruption = 1
} HEAP_INFORMATION_CLASS;

#define PROCESS_HEAP_REGION            0x0001
#define PROCESS_HEAP_UNCOMMITTED_RANGE 0x0002
#define PROCESS_HEAP_ENTRY_BUSY        0x0004
#define PROCESS_HEAP_ENTRY_MOVEABLE    0x0010
#define PROCESS_HEAP_ENTRY_DDESHARE    0x0020

typedef struct _PROCESS_HEAP_ENTRY {
        PVOID lpData;
        DWORD cbData;
        BYTE  cbOverhead;
        BYTE  iRegionIndex;
        WORD  wFlags;
        __extension__ union {
                struct {
                        HANDLE hMem;
                        DWORD  dwReserved[3];
                } Block;
                struct {
                        DWORD  dwCommittedSize;
                        DWORD  dwUnCommittedSize;
                        LPVOID lpFirstBlock;
                        LPVOID lpLastBlock;
                } Region;
        };
} PROCESS_HEAP_ENTRY, *LPPROCESS_HEAP_ENTRY, *PPROCESS_HEAP_ENTRY;

MWW_API HANDLE WINAPI GetProcessHeap(void);
MWW_API DWORD WINAPI GetProcessHeaps(DWORD NumberOfHeaps, PHANDLE ProcessHeaps);
MWW_API BOOL WINAPI HeapLock(HANDLE hHeap);
MWW_API BOOL WINAPI HeapUnlock(HANDLE hHeap);
MWW_API BOOL WINAPI HeapWalk(HANDLE hHeap, LPPROCESS_HEAP_ENTRY lpEntry);
MWW_API HANDLE WINAPI HeapCreate(DWORD flOptions, SIZE_T dwInitialSize, SIZE_T dwMaximumSize);
MWW_API BOOL WINAPI HeapDestroy(HANDLE hHeap);
MWW_API LPVOID WINAPI HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes);
MWW_API LPVOID WINAPI HeapReAlloc(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem, SIZE_T dwBytes);
MWW_API BOOL WINAPI HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem);
MWW_API SIZE_T WINAPI HeapSize(HANDLE hHeap, DWORD dwFlags, LPCVOID lpMem);
MWW_API BOOL WINAPI HeapValidate(HANDLE hHeap, DWORD dwFlags, LPCVOID lpMem);
MWW_API SIZE_T WINAPI HeapCompact(HANDLE hHeap, DWORD dwFlags);
MWW_API BOOL WINAPI HeapSetInformation(HANDLE HeapHandle,
                                       HEAP_INFORMATION_CLASS HeapInformationClass,
                                       PVOID HeapInformation, SIZE_T HeapInformationLength);

MWW_API void *_aligned_malloc(size_t size, size_t alignment);
MWW_API void *_aligned_realloc(void *memblock, size_t size, size_t alignment);
MWW_API void _aligned_free(void *memblock);
MWW_API void *_recalloc(void *memblock, size_t count, size_t size);

/* Blocks that older programs use: fixed ones are pointers, moveable ones
 * handles that GlobalLock turns into a pointer. */
typedef HANDLE HGLOBAL, HLOCAL;

#define GMEM_FIXED          0x0000
#define GMEM_MOVEABLE       0x0002
#define GMEM_NOCOMPACT      0x0010
#define GMEM_NODISCARD      0x0020
#define GMEM_ZEROINIT       0x0040
#define GMEM_MODIFY         0x0080
#define GMEM_DISCARDABLE    0x0100
#define GMEM_NOT_BANKED     0x1000
#define GMEM_LOWER          GMEM_NOT_BANKED
#define GMEM_SHARE          0x2000
#define GMEM_DDESHARE       0x2000
#define GMEM_NOTIFY         0x4000
#define GMEM_VALID_FLAGS    0x7F72
#define GMEM_INVALID_HANDLE 0x8000
#define GMEM_DISCARDED      0x4000
#define GMEM_LOCKCOUNT      0x00FF
#define GHND                (GMEM_MOVEABLE | GMEM_ZEROINIT)
#define GPTR                (GMEM_FIXED | GMEM_ZEROINIT)

#define LMEM_FIXED          0x0000
#define LMEM_MOVEABLE       0x0002
#define LMEM_NOCOMPACT      0x0010
#define LMEM_NODISCARD      0x0020
#define LMEM_ZEROINIT       0x0040
#define LMEM_MODIFY         0x0080
#define LMEM_DISCARDABLE    0x0F00
#define LMEM_VALID_FLAGS    0x0F72
#define LMEM_INVALID_HANDLE 0x8000
#define LMEM_DISCARDED      0x4000
#define LMEM_LOCKCOUNT      0x00FF
#define LHND                (LMEM_MOVEABLE | LMEM_ZEROINIT)
#define LPTR                (LMEM_FIXED | LMEM_ZEROINIT)
#define NONZEROLHND         LMEM_MOVEABLE
#define NONZEROLPTR         LMEM_FIXED

MWW_API HGLOBAL WINAPI GlobalAlloc(UINT uFlags, SIZE_T dwBytes);
MWW_API HGLOBAL WINAPI GlobalReAlloc(HGLOBAL hMem, SIZE_T dwBytes, UINT uFlags);
MWW_API HGLOBAL WINAPI GlobalFree(HGLOBAL hMem);
MWW_API LPVOID WINAPI GlobalLock(HGLOBAL hMem);
MWW_API BOOL WINAPI GlobalUnlock(HGLOBAL hMem);
MWW_API SIZE_T WINAPI GlobalSize(HGLOBAL hMem);
MWW_API UINT WINAPI GlobalFlags(HGLOBAL hMem);
MWW_API HGLOBAL WINAPI GlobalHandle(LPCVOID pMem);
#define GlobalDiscard(h) GlobalReAlloc((h), 0, GMEM_MOVEABLE)

MWW_API HLOCAL WINAPI LocalAlloc(UINT uFlags, SIZE_T uBytes);
MWW_API HLOCAL WINAPI LocalReAlloc(HLOCAL hMem, SIZE_T uBytes, UINT uFlags);
MWW_API HLOCAL WINAPI LocalFree(HLOCAL hMem);
MWW_API LPVOID WINAPI LocalLock(HLOCAL hMem);
MWW_API BOOL WINAPI LocalUnlock(HLOCAL hMem);
MWW_API SIZE_T WINAPI LocalSize(HLOCAL hMem);
MWW_API UINT WINAPI LocalFlags(HLOCAL hMem);
MWW_API HLOCAL WINAPI LocalHandle(LPCVOID pMem);
#define LocalDiscard(h) LocalReAlloc((h), 0, LMEM_MOVEABLE)

#endif
