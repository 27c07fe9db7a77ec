/* SPDX-License-Identifier: MIT */
/* system.c — GetSystemInfo; and the sizes of Windows' types, held fast. */
#include "internal.h"

#include <unistd.h>

/* What programs lay out in shared memory must be the same on both systems. */
_Static_assert(sizeof(BOOL) == 4 && sizeof(LONG) == 4 && sizeof(DWORD) == 4, "32-bit types");
_Static_assert(sizeof(WORD) == 2 && sizeof(WCHAR) == 2 && sizeof(LARGE_INTEGER) == 8, "sizes");
_Static_assert(sizeof(HANDLE) == sizeof(SIZE_T) && sizeof(ULONG_PTR) == sizeof(void *), "pointers");
#if UINTPTR_MAX > 0xFFFFFFFFu
_Static_assert(sizeof(SECURITY_ATTRIBUTES) == 24 && sizeof(OVERLAPPED) == 32, "layouts");
_Static_assert(sizeof(MEMORY_BASIC_INFORMATION) == 48 && sizeof(SYSTEM_INFO) == 48, "layouts");
#endif

void GetSystemInfo(LPSYSTEM_INFO out_info)
{
        long processors = sysconf(_SC_NPROCESSORS_ONLN);

        memset(out_info, 0, sizeof *out_info);
#if defined(__x86_64__)
        out_info->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_AMD64;
        out_info->dwProcessorType = PROCESSOR_AMD_X8664;
#elif defined(__i386__)
        out_info->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_INTEL;
        out_info->dwProcessorType = PROCESSOR_INTEL_PENTIUM;
#elif defined(__aarch64__)
        out_info->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_ARM64;
#else
        out_info->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_UNKNOWN;
#endif
        out_info->dwPageSize = MWW_PAGE_BYTES;
        out_info->dwAllocationGranularity = MWW_GRANULARITY_BYTES;
        out_info->lpMinimumApplicationAddress = (LPVOID) (uintptr_t) MWW_GRANULARITY_BYTES;
        out_info->lpMaximumApplicationAddress =
                (LPVOID) (MWW_ADDRESS_LIMIT - MWW_GRANULARITY_BYTES - 1);
        out_info->dwNumberOfProcessors = processors > 0 ? (DWORD) processors : 1;
        out_info->dwActiveProcessorMask = processors >= 64 || processors <= 0 ?
                                                  ~(DWORD_PTR) 0 :
                                                  ((DWORD_PTR) 1 << processors) - 1;
}
