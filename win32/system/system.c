/* SPDX-License-Identifier: MIT */
/* system.c — GetSystemInfo, versions, memory, names of the machine and its user;
 * and the sizes of Windows' types, held fast.
 */
#include "internal.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
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

void GetNativeSystemInfo(LPSYSTEM_INFO out_info)
{
        GetSystemInfo(out_info);
}

/* A line of /proc/meminfo, in bytes. */
static DWORDLONG meminfo(const char *field)
{
        FILE *list = fopen("/proc/meminfo", "re");
        size_t length = strlen(field);
        unsigned long long kib = 0;
        char line[160];

        while (list && fgets(line, sizeof line, list))
                if (strncmp(line, field, length) == 0 && line[length] == ':' &&
                    sscanf(line + length + 1, "%llu", &kib) == 1)
                        break;
        if (list)
                fclose(list);
        return kib * 1024;
}

/* How much of the addresses this process has in use. */
static DWORDLONG used_bytes(void)
{
        FILE *sizes = fopen("/proc/self/statm", "re");
        unsigned long long pages = 0;

        if (sizes && fscanf(sizes, "%llu", &pages) != 1)
                pages = 0;
        if (sizes)
                fclose(sizes);
        return pages * MWW_PAGE_BYTES;
}

BOOL GlobalMemoryStatusEx(LPMEMORYSTATUSEX out_status)
{
        if (!out_status || out_status->dwLength != sizeof *out_status)
                return mww_fail(ERROR_INVALID_PARAMETER);
        out_status->ullTotalPhys = meminfo("MemTotal");
        out_status->ullAvailPhys = meminfo("MemAvailable");
        out_status->dwMemoryLoad = 0;
        if (out_status->ullTotalPhys)
                out_status->dwMemoryLoad =
                        (DWORD) (100 - out_status->ullAvailPhys * 100 / out_status->ullTotalPhys);
        /* The "page file" of Windows counts memory, too. */
        out_status->ullTotalPageFile = out_status->ullTotalPhys + meminfo("SwapTotal");
        out_status->ullAvailPageFile = out_status->ullAvailPhys + meminfo("SwapFree");
        out_status->ullTotalVirtual = MWW_ADDRESS_LIMIT - 2 * MWW_GRANULARITY_BYTES;
        out_status->ullAvailVirtual = out_status->ullTotalVirtual - used_bytes();
        out_status->ullAvailExtendedVirtual = 0;
        return TRUE;
}

static SIZE_T narrowed(DWORDLONG bytes)
{
        return bytes > (SIZE_T) -1 ? (SIZE_T) -1 : (SIZE_T) bytes;
}

void GlobalMemoryStatus(LPMEMORYSTATUS out_status)
{
        MEMORYSTATUSEX all = { .dwLength = sizeof all };

        GlobalMemoryStatusEx(&all);
        out_status->dwLength = sizeof *out_status;
        out_status->dwMemoryLoad = all.dwMemoryLoad;
        out_status->dwTotalPhys = narrowed(all.ullTotalPhys);
        out_status->dwAvailPhys = narrowed(all.ullAvailPhys);
        out_status->dwTotalPageFile = narrowed(all.ullTotalPageFile);
        out_status->dwAvailPageFile = narrowed(all.ullAvailPageFile);
        out_status->dwTotalVirtual = narrowed(all.ullTotalVirtual);
        out_status->dwAvailVirtual = narrowed(all.ullAvailVirtual);
}

/* What Windows 10 tells every program that does not claim to know a later one:
 * it is 6.2, Windows 8. */
#define VERSION_MAJOR 6
#define VERSION_MINOR 2
#define VERSION_BUILD 9200

DWORD GetVersion(void)
{
        return VERSION_BUILD << 16 | VERSION_MINOR << 8 | VERSION_MAJOR;
}

BOOL GetVersionExA(LPOSVERSIONINFOA out_version)
{
        DWORD size_bytes = out_version->dwOSVersionInfoSize;

        if (size_bytes != sizeof(OSVERSIONINFOA) && size_bytes != sizeof(OSVERSIONINFOEXA))
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        memset(out_version, 0, size_bytes);
        out_version->dwOSVersionInfoSize = size_bytes;
        out_version->dwMajorVersion = VERSION_MAJOR;
        out_version->dwMinorVersion = VERSION_MINOR;
        out_version->dwBuildNumber = VERSION_BUILD;
        out_version->dwPlatformId = VER_PLATFORM_WIN32_NT;
        if (size_bytes == sizeof(OSVERSIONINFOEXA))
                ((LPOSVERSIONINFOEXA) out_version)->wProductType = VER_NT_WORKSTATION;
        return TRUE;
}

BOOL GetVersionExW(LPOSVERSIONINFOW out_version)
{
        DWORD size_bytes = out_version->dwOSVersionInfoSize;

        if (size_bytes != sizeof(OSVERSIONINFOW) && size_bytes != sizeof(OSVERSIONINFOEXW))
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        memset(out_version, 0, size_bytes);
        out_version->dwOSVersionInfoSize = size_bytes;
        out_version->dwMajorVersion = VERSION_MAJOR;
        out_version->dwMinorVersion = VERSION_MINOR;
        out_version->dwBuildNumber = VERSION_BUILD;
        out_version->dwPlatformId = VER_PLATFORM_WIN32_NT;
        if (size_bytes == sizeof(OSVERSIONINFOEXW))
                ((LPOSVERSIONINFOEXW) out_version)->wProductType = VER_NT_WORKSTATION;
        return TRUE;
}

/* Text into the caller's buffer of *inout_size characters. Too small: the error,
 * and how many are needed. counts_end: the size told includes the end, also on
 * success. */
static BOOL give(const char *text, LPSTR narrow, LPWSTR wide, LPDWORD inout_size, bool counts_end,
                 DWORD too_small)
{
        DWORD length = (DWORD) strlen(text);

        if (!inout_size || (!narrow && !wide && *inout_size > length))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (*inout_size <= length) {
                *inout_size = length + 1;
                return mww_fail(too_small);
        }
        for (DWORD at = 0; at <= length; at++) {
                if (wide)
                        wide[at] = (unsigned char) text[at];
                else
                        narrow[at] = text[at];
        }
        *inout_size = counts_end ? length + 1 : length;
        return TRUE;
}

/* The name without a domain; the old one has 15 capitals at most. */
static void machine_name(COMPUTER_NAME_FORMAT format, char out[256])
{
        char *dot;

        if (gethostname(out, 256) < 0)
                strcpy(out, "localhost");
        out[255] = '\0';
        dot = strchr(out, '.');
        if (format == ComputerNameDnsDomain || format == ComputerNamePhysicalDnsDomain) {
                memmove(out, dot ? dot + 1 : "", dot ? strlen(dot) : 1);
                return;
        }
        if (dot && format != ComputerNameDnsFullyQualified &&
            format != ComputerNamePhysicalDnsFullyQualified)
                *dot = '\0';
        if (format == ComputerNameNetBIOS || format == ComputerNamePhysicalNetBIOS) {
                out[MAX_COMPUTERNAME_LENGTH] = '\0';
                for (char *at = out; *at; at++)
                        *at = (char) toupper((unsigned char) *at);
        }
}

BOOL GetComputerNameA(LPSTR out_name, LPDWORD inout_size)
{
        char name[256];

        machine_name(ComputerNameNetBIOS, name);
        return give(name, out_name, NULL, inout_size, false, ERROR_BUFFER_OVERFLOW);
}

BOOL GetComputerNameW(LPWSTR out_name, LPDWORD inout_size)
{
        char name[256];

        machine_name(ComputerNameNetBIOS, name);
        return give(name, NULL, out_name, inout_size, false, ERROR_BUFFER_OVERFLOW);
}

BOOL GetComputerNameExA(COMPUTER_NAME_FORMAT format, LPSTR out_name, LPDWORD inout_size)
{
        char name[256];

        if ((unsigned) format >= ComputerNameMax)
                return mww_fail(ERROR_INVALID_PARAMETER);
        machine_name(format, name);
        return give(name, out_name, NULL, inout_size, false, ERROR_MORE_DATA);
}

BOOL GetComputerNameExW(COMPUTER_NAME_FORMAT format, LPWSTR out_name, LPDWORD inout_size)
{
        char name[256];

        if ((unsigned) format >= ComputerNameMax)
                return mww_fail(ERROR_INVALID_PARAMETER);
        machine_name(format, name);
        return give(name, NULL, out_name, inout_size, false, ERROR_MORE_DATA);
}

static void user_name(char out[256])
{
        struct passwd entry;
        struct passwd *found = NULL;
        char space[4096];

        if (getpwuid_r(geteuid(), &entry, space, sizeof space, &found) == 0 && found)
                snprintf(out, 256, "%s", found->pw_name);
        else
                snprintf(out, 256, "%u", (unsigned) geteuid());
}

BOOL GetUserNameA(LPSTR out_name, LPDWORD inout_size)
{
        char name[256];

        user_name(name);
        return give(name, out_name, NULL, inout_size, true, ERROR_INSUFFICIENT_BUFFER);
}

BOOL GetUserNameW(LPWSTR out_name, LPDWORD inout_size)
{
        char name[256];

        user_name(name);
        return give(name, NULL, out_name, inout_size, true, ERROR_INSUFFICIENT_BUFFER);
}

/* Rounded; -1 if it doesn't fit, or divisor is 0. */
int MulDiv(int number, int numerator, int divisor)
{
        int64_t product = (int64_t) number * numerator;
        int64_t half = divisor < 0 ? -(int64_t) divisor / 2 : divisor / 2;
        int64_t result;

        if (!divisor)
                return -1;
        result = ((product < 0) == (divisor < 0) || !product) ? llabs(product) + half :
                                                                -(llabs(product) + half);
        result /= llabs(divisor);
        return result > INT32_MAX || result < INT32_MIN ? -1 : (int) result;
}

/* Windows has taken any number since it has had 32 bits. */
UINT SetHandleCount(UINT count)
{
        return count;
}

void FlushProcessWriteBuffers(void)
{
        if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) != 0)
                atomic_thread_fence(memory_order_seq_cst); /* a kernel without it */
}

BOOL ProcessIdToSessionId(DWORD id, DWORD *out_session)
{
        if (kill((pid_t) id, 0) != 0 && errno == ESRCH)
                return mww_fail(ERROR_INVALID_PARAMETER);
        *out_session = 1; /* all programs are in the one session that there is */
        return TRUE;
}
