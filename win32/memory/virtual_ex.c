/* SPDX-License-Identifier: MIT */
/* virtual_ex.c — the memory calls that name a process, which must be this one;
 * the newer spellings of the mapping calls; and what will be needed, or no more.
 */
#include "virtual.h"

#include <sys/mman.h>

/* 0: the handle is this process, with the right that is needed. */
static DWORD check_process(HANDLE process, DWORD needed)
{
        DWORD error = ERROR_SUCCESS;
        mww_object *self;
        mww_pin pin;

        if (mww_is_current_process(process))
                return ERROR_SUCCESS;
        error = mww_handle_pin_as(process, &mww_process_class, needed, &pin);
        if (error)
                return error;
        self = mww_process_object();
        if (pin.object != self)
                error = ERROR_NOT_SUPPORTED; /* another's memory is the kernel's to change */
        mww_object_unref(self);
        mww_handle_unpin(&pin);
        return error;
}

LPVOID VirtualAllocEx(HANDLE process, LPVOID address, SIZE_T size_bytes, DWORD type, DWORD protect)
{
        DWORD error = check_process(process, PROCESS_VM_OPERATION);

        return error ? mww_fail_handle(error) : VirtualAlloc(address, size_bytes, type, protect);
}

/* Memory is where it is first touched, whatever node was preferred. */
LPVOID VirtualAllocExNuma(HANDLE process, LPVOID address, SIZE_T size_bytes, DWORD type,
                          DWORD protect, DWORD node)
{
        return VirtualAllocEx(process, address, size_bytes, type, protect);
}

BOOL VirtualFreeEx(HANDLE process, LPVOID address, SIZE_T size_bytes, DWORD type)
{
        DWORD error = check_process(process, PROCESS_VM_OPERATION);

        return error ? mww_fail(error) : VirtualFree(address, size_bytes, type);
}

BOOL VirtualProtectEx(HANDLE process, LPVOID address, SIZE_T size_bytes, DWORD protect,
                      PDWORD out_before)
{
        DWORD error = check_process(process, PROCESS_VM_OPERATION);

        return error ? mww_fail(error) : VirtualProtect(address, size_bytes, protect, out_before);
}

SIZE_T VirtualQueryEx(HANDLE process, LPCVOID address, PMEMORY_BASIC_INFORMATION out_info,
                      SIZE_T capacity_bytes)
{
        DWORD error = check_process(process, PROCESS_QUERY_LIMITED_INFORMATION);

        if (error == ERROR_ACCESS_DENIED)
                error = check_process(process, PROCESS_QUERY_INFORMATION);
        return error ? (SIZE_T) mww_fail(error) : VirtualQuery(address, out_info, capacity_bytes);
}

BOOL UnmapViewOfFile2(HANDLE process, PVOID address, ULONG flags)
{
        DWORD error = check_process(process, PROCESS_VM_OPERATION);

        return error ? mww_fail(error) : UnmapViewOfFileEx(address, flags);
}

LPVOID MapViewOfFileExNuma(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low,
                           SIZE_T size_bytes, LPVOID address, DWORD node)
{
        return MapViewOfFileEx(handle, access, offset_high, offset_low, size_bytes, address);
}

PVOID MapViewOfFileFromApp(HANDLE handle, ULONG access, ULONG64 offset, SIZE_T size_bytes)
{
        return MapViewOfFile(handle, access, (DWORD) (offset >> 32), (DWORD) offset, size_bytes);
}

HANDLE CreateFileMappingFromApp(HANDLE file, PSECURITY_ATTRIBUTES attributes, ULONG protect,
                                ULONG64 size_bytes, PCWSTR name)
{
        return CreateFileMappingW(file, attributes, protect, (DWORD) (size_bytes >> 32),
                                  (DWORD) size_bytes, name);
}

HANDLE OpenFileMappingFromApp(ULONG access, BOOL inherit, PCWSTR name)
{
        return OpenFileMappingW(access, inherit, name);
}

HANDLE CreateFileMappingNumaA(HANDLE file, LPSECURITY_ATTRIBUTES attributes, DWORD protect,
                              DWORD size_high, DWORD size_low, LPCSTR name, DWORD node)
{
        return CreateFileMappingA(file, attributes, protect, size_high, size_low, name);
}

HANDLE CreateFileMappingNumaW(HANDLE file, LPSECURITY_ATTRIBUTES attributes, DWORD protect,
                              DWORD size_high, DWORD size_low, LPCWSTR name, DWORD node)
{
        return CreateFileMappingW(file, attributes, protect, size_high, size_low, name);
}

/* A view by its pages' protection instead of the access that is wanted. */
PVOID MapViewOfFile3(HANDLE handle, HANDLE process, PVOID address, ULONG64 offset,
                     SIZE_T size_bytes, ULONG type, ULONG protect,
                     MEM_EXTENDED_PARAMETER *parameters, ULONG parameter_count)
{
        DWORD error = check_process(process, PROCESS_VM_OPERATION);
        DWORD access;

        if (error)
                return mww_fail_handle(error);
        switch (protect) {
        case PAGE_READONLY:
                access = FILE_MAP_READ;
                break;
        case PAGE_READWRITE:
                access = FILE_MAP_WRITE;
                break;
        case PAGE_WRITECOPY:
                access = FILE_MAP_COPY;
                break;
        case PAGE_EXECUTE_READ:
                access = FILE_MAP_READ | FILE_MAP_EXECUTE;
                break;
        case PAGE_EXECUTE_READWRITE:
                access = FILE_MAP_WRITE | FILE_MAP_EXECUTE;
                break;
        case PAGE_EXECUTE_WRITECOPY:
                access = FILE_MAP_COPY | FILE_MAP_EXECUTE;
                break;
        default:
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        }
        if (type || parameter_count)
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        return MapViewOfFileEx(handle, access, (DWORD) (offset >> 32), (DWORD) offset, size_bytes,
                               address);
}

SIZE_T GetLargePageMinimum(void)
{
        return 2u << 20;
}

/* A hint: what can't be fetched is fetched when it is touched. */
BOOL PrefetchVirtualMemory(HANDLE process, ULONG_PTR count, PWIN32_MEMORY_RANGE_ENTRY ranges,
                           ULONG flags)
{
        DWORD error = check_process(process, PROCESS_QUERY_INFORMATION | PROCESS_VM_OPERATION);

        if (!error && (count == 0 || flags))
                error = ERROR_INVALID_PARAMETER;
        if (!error && IsBadReadPtr(ranges, count * sizeof *ranges))
                error = ERROR_NOACCESS;
        if (error)
                return mww_fail(error);
        for (ULONG_PTR at = 0; at < count; at++) {
                uintptr_t address = (uintptr_t) ranges[at].VirtualAddress;
                uintptr_t page = address & ~(uintptr_t) (MWW_PAGE_BYTES - 1);

                madvise((void *) page, address - page + ranges[at].NumberOfBytes, MADV_WILLNEED);
        }
        return TRUE;
}

/* Under the lock: pages of private memory that may be written. */
static DWORD discard(void *address, SIZE_T size_bytes)
{
        mww_area *area = mww_area_known(address);
        size_t first;
        size_t count;

        if (!area || area->is_view || !mww_area_pages(area, address, size_bytes, &first, &count))
                return ERROR_INVALID_PARAMETER;
        for (size_t page = first, end; page < first + count; page = end)
                if (!(mww_area_run(area, page, &end)->protect &
                      (PAGE_READWRITE | PAGE_EXECUTE_READWRITE)))
                        return ERROR_INVALID_PARAMETER;
        madvise(address, size_bytes, MADV_DONTNEED);
        return ERROR_SUCCESS;
}

DWORD DiscardVirtualMemory(PVOID address, SIZE_T size_bytes)
{
        DWORD error;

        if (size_bytes == 0 || (uintptr_t) address % MWW_PAGE_BYTES || size_bytes % MWW_PAGE_BYTES)
                return ERROR_INVALID_PARAMETER;
        mww_areas_lock();
        error = discard(address, size_bytes);
        mww_areas_unlock();
        return error;
}
