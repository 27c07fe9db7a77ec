/* SPDX-License-Identifier: MIT */
/* system.c — GetSystemInfo. */
#include "internal.h"

#include <unistd.h>

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
        out_info->lpMaximumApplicationAddress = (LPVOID) (uintptr_t) 0x7ffffffeffff;
        out_info->dwNumberOfProcessors = processors > 0 ? (DWORD) processors : 1;
        out_info->dwActiveProcessorMask = processors >= 64 || processors <= 0
                                                  ? ~(DWORD_PTR) 0
                                                  : ((DWORD_PTR) 1 << processors) - 1;
}
