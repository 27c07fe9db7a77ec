/* SPDX-License-Identifier: MIT */
/* psapi.c — EnumProcesses, EnumProcessModules and their kin; a process's memory and its
 * program's name. */
#include "child.h"
#include "roster.h"

#include <dirent.h>
#include <elf.h>
#include <psapi.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#define SAME_AS(name) __attribute__((alias(#name)))
#define DEVICE        "\\Device\\HarddiskVolume1"

/* ---- processes ----------------------------------------------------------------------- */

BOOL EnumProcesses(DWORD *out_ids, DWORD room_bytes, LPDWORD out_bytes)
{
        mww_roster_entry *all;
        size_t count;
        DWORD error = mww_roster_processes(&all, &count);

        if (error)
                return mww_fail(error);
        if (count > room_bytes / sizeof *out_ids)
                count = room_bytes / sizeof *out_ids;
        for (size_t at = 0; !error && at < count; at++)
                if (!mww_put(&out_ids[at], &all[at].process, sizeof *out_ids))
                        error = ERROR_NOACCESS;
        free(all);
        if (!error &&
            !mww_put(out_bytes, &(DWORD){ (DWORD) (count * sizeof *out_ids) }, sizeof *out_bytes))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

BOOL K32EnumProcesses(DWORD *out_ids, DWORD room_bytes, LPDWORD out_bytes) SAME_AS(EnumProcesses);

/* Either right to ask will do. */
static DWORD pin_to_ask(HANDLE handle, mww_process_pin *out_pin)
{
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, out_pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, out_pin);
        return error;
}

/* ---- the program's name ---------------------------------------------------------------- */

/* As a drive's path, or as the kernel of Windows would name it. */
static DWORD program_of(HANDLE handle, bool is_native, char out[PATH_MAX])
{
        mww_process_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        size_t front = sizeof DEVICE - 1;

        if (error)
                return error;
        error = mww_image_path((pid_t) mww_process_id(pin.process), out);
        mww_process_unpin(&pin);
        if (error || !is_native)
                return error;
        if (strlen(out) - 2 + front >= PATH_MAX)
                return ERROR_FILENAME_EXCED_RANGE;
        memmove(out + front, out + 2, strlen(out) - 1); /* "C:" goes */
        memcpy(out, DEVICE, front);
        return ERROR_SUCCESS;
}

static DWORD check_query(DWORD flags, const DWORD *inout_room)
{
        if (!inout_room || (flags & ~(DWORD) PROCESS_NAME_NATIVE))
                return ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

BOOL QueryFullProcessImageNameA(HANDLE handle, DWORD flags, LPSTR out, PDWORD inout_room)
{
        char path[PATH_MAX];
        DWORD error = check_query(flags, inout_room);
        DWORD length;

        if (!error)
                error = program_of(handle, flags & PROCESS_NAME_NATIVE, path);
        if (error)
                return mww_fail(error);
        length = mww_give_a(path, out, *inout_room);
        if (length >= *inout_room)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        *inout_room = length;
        return TRUE;
}

BOOL QueryFullProcessImageNameW(HANDLE handle, DWORD flags, LPWSTR out, PDWORD inout_room)
{
        char path[PATH_MAX];
        DWORD error = check_query(flags, inout_room);
        DWORD length;

        if (!error)
                error = program_of(handle, flags & PROCESS_NAME_NATIVE, path);
        if (error)
                return mww_fail(error);
        length = mww_give_w(path, out, *inout_room);
        if (length >= *inout_room)
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        *inout_room = length;
        return TRUE;
}

DWORD GetProcessImageFileNameA(HANDLE handle, LPSTR out, DWORD room)
{
        char path[PATH_MAX];
        DWORD error = program_of(handle, true, path);

        if (error)
                return (DWORD) mww_fail(error);
        if (strlen(path) >= room)
                return (DWORD) mww_fail(ERROR_INSUFFICIENT_BUFFER);
        return mww_give_a(path, out, room);
}

DWORD GetProcessImageFileNameW(HANDLE handle, LPWSTR out, DWORD room)
{
        char path[PATH_MAX];
        DWORD error = program_of(handle, true, path);

        if (error)
                return (DWORD) mww_fail(error);
        if (mww_wide_of_bytes(path, NULL, 0) >= room)
                return (DWORD) mww_fail(ERROR_INSUFFICIENT_BUFFER);
        return mww_give_w(path, out, room);
}

DWORD K32GetProcessImageFileNameA(HANDLE handle, LPSTR out, DWORD room)
        SAME_AS(GetProcessImageFileNameA);
DWORD K32GetProcessImageFileNameW(HANDLE handle, LPWSTR out, DWORD room)
        SAME_AS(GetProcessImageFileNameW);

/* ---- modules --------------------------------------------------------------------------- */

static DWORD images_of(HANDLE handle, pid_t *out_id, mww_image **out_images, size_t *out_count)
{
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_VM_READ, &pin);

        if (error)
                return error;
        *out_id = (pid_t) mww_process_id(pin.process);
        mww_process_unpin(&pin);
        error = mww_images_of(*out_id, out_images, out_count);
        return error == ERROR_INVALID_PARAMETER ? ERROR_PARTIAL_COPY : error;
}

BOOL EnumProcessModulesEx(HANDLE handle, HMODULE *out_modules, DWORD room_bytes, LPDWORD out_bytes,
                          DWORD filter)
{
        mww_image *images;
        size_t count;
        pid_t id;
        DWORD needed;
        DWORD error;

        if (filter > LIST_MODULES_ALL)
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = images_of(handle, &id, &images, &count);
        if (error)
                return mww_fail(error);
        needed = (DWORD) (count * sizeof *out_modules);
        for (size_t at = 0; !error && at < count && at < room_bytes / sizeof *out_modules; at++)
                if (!mww_put(&out_modules[at], &images[at].handle, sizeof *out_modules))
                        error = ERROR_NOACCESS;
        free(images);
        if (!error && !mww_put(out_bytes, &needed, sizeof needed))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

BOOL EnumProcessModules(HANDLE handle, HMODULE *out_modules, DWORD room_bytes, LPDWORD out_bytes)
{
        return EnumProcessModulesEx(handle, out_modules, room_bytes, out_bytes,
                                    LIST_MODULES_DEFAULT);
}

BOOL K32EnumProcessModules(HANDLE handle, HMODULE *out_modules, DWORD room_bytes, LPDWORD out_bytes)
        SAME_AS(EnumProcessModules);
BOOL K32EnumProcessModulesEx(HANDLE handle, HMODULE *out_modules, DWORD room_bytes,
                             LPDWORD out_bytes, DWORD filter) SAME_AS(EnumProcessModulesEx);

/* NULL is the program. In this process any handle that LoadLibrary gave is a module, too. */
static DWORD find_image(HANDLE process, HMODULE module, pid_t *out_id, mww_image *out_image)
{
        mww_image *images;
        size_t count;
        size_t at = 0;
        DWORD error = images_of(process, out_id, &images, &count);

        if (error)
                return error;
        while (at < count && module && images[at].handle != module &&
               images[at].base != (uintptr_t) module)
                at++;
        if (at < count)
                *out_image = images[at];
        else
                error = ERROR_INVALID_HANDLE;
        free(images);
        return error;
}

static DWORD path_of(HANDLE process, HMODULE module, bool only_name, char out[PATH_MAX])
{
        mww_image *image = malloc(sizeof *image);
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;
        const char *slash;
        pid_t id;

        if (image)
                error = find_image(process, module, &id, image);
        if (!error) {
                slash = strrchr(image->path, '\\');
                strcpy(out, only_name && slash ? slash + 1 : image->path);
        }
        free(image);
        return error;
}

/* What doesn't fit is cut. */
static DWORD name_a(HANDLE process, HMODULE module, bool only_name, LPSTR out, DWORD room)
{
        char path[PATH_MAX];
        DWORD error = path_of(process, module, only_name, path);

        if (!error && (!out || !room))
                error = ERROR_INSUFFICIENT_BUFFER;
        if (error)
                return (DWORD) mww_fail(error);
        if (strlen(path) < room)
                return mww_give_a(path, out, room);
        memcpy(out, path, room - 1);
        out[room - 1] = '\0';
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return room;
}

static DWORD name_w(HANDLE process, HMODULE module, bool only_name, LPWSTR out, DWORD room)
{
        char path[PATH_MAX];
        DWORD error = path_of(process, module, only_name, path);

        if (!error && (!out || !room))
                error = ERROR_INSUFFICIENT_BUFFER;
        if (error)
                return (DWORD) mww_fail(error);
        if (mww_wide_of_bytes(path, NULL, 0) < room)
                return mww_give_w(path, out, room);
        mww_wide_of_bytes(path, out, room - 1);
        out[room - 1] = 0;
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return room;
}

DWORD GetModuleBaseNameA(HANDLE process, HMODULE module, LPSTR out, DWORD room)
{
        return name_a(process, module, true, out, room);
}

DWORD GetModuleBaseNameW(HANDLE process, HMODULE module, LPWSTR out, DWORD room)
{
        return name_w(process, module, true, out, room);
}

DWORD GetModuleFileNameExA(HANDLE process, HMODULE module, LPSTR out, DWORD room)
{
        return name_a(process, module, false, out, room);
}

DWORD GetModuleFileNameExW(HANDLE process, HMODULE module, LPWSTR out, DWORD room)
{
        return name_w(process, module, false, out, room);
}

DWORD K32GetModuleBaseNameA(HANDLE process, HMODULE module, LPSTR out, DWORD room)
        SAME_AS(GetModuleBaseNameA);
DWORD K32GetModuleBaseNameW(HANDLE process, HMODULE module, LPWSTR out, DWORD room)
        SAME_AS(GetModuleBaseNameW);
DWORD K32GetModuleFileNameExA(HANDLE process, HMODULE module, LPSTR out, DWORD room)
        SAME_AS(GetModuleFileNameExA);
DWORD K32GetModuleFileNameExW(HANDLE process, HMODULE module, LPWSTR out, DWORD room)
        SAME_AS(GetModuleFileNameExW);

#if UINTPTR_MAX > 0xFFFFFFFFu
typedef Elf64_Ehdr elf_header;
#else
typedef Elf32_Ehdr elf_header;
#endif

/* What the file's header says, where it can be read. */
static LPVOID entry_of(pid_t id, const mww_image *image)
{
        elf_header header;
        struct iovec ours = { &header, sizeof header };
        struct iovec theirs = { (void *) image->base, sizeof header };

        if (process_vm_readv(id, &ours, 1, &theirs, 1, 0) != (ssize_t) sizeof header ||
            memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || !header.e_entry)
                return NULL;
        return (LPVOID) (header.e_entry + (header.e_type == ET_DYN ? image->base : 0));
}

BOOL GetModuleInformation(HANDLE process, HMODULE module, LPMODULEINFO out, DWORD room)
{
        mww_image *image = malloc(sizeof *image);
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;
        MODULEINFO info;
        pid_t id;

        if (room < sizeof info)
                error = ERROR_INSUFFICIENT_BUFFER;
        else if (image)
                error = find_image(process, module, &id, image);
        if (!error) {
                info = (MODULEINFO){ (LPVOID) image->base, (DWORD) image->bytes,
                                     entry_of(id, image) };
                if (!mww_put(out, &info, sizeof info))
                        error = ERROR_NOACCESS;
        }
        free(image);
        return error ? mww_fail(error) : TRUE;
}

BOOL K32GetModuleInformation(HANDLE process, HMODULE module, LPMODULEINFO out, DWORD room)
        SAME_AS(GetModuleInformation);

/* ---- memory ---------------------------------------------------------------------------- */

static SIZE_T bytes_of_line(const char *line, const char *name)
{
        unsigned long long kilobytes;
        size_t length = strlen(name);

        if (strncmp(line, name, length) != 0 || sscanf(line + length, ": %llu", &kilobytes) != 1)
                return 0;
        return (SIZE_T) kilobytes << 10;
}

/* What is its alone counts as in the paging file, whether it is swapped out or not. */
static DWORD read_memory(pid_t id, PROCESS_MEMORY_COUNTERS_EX *out)
{
        char line[200];
        unsigned long minor = 0;
        unsigned long major = 0;
        FILE *stream;

        snprintf(line, sizeof line, "/proc/%d/status", (int) id);
        stream = fopen(line, "re");
        if (!stream)
                return ERROR_GEN_FAILURE;
        while (fgets(line, sizeof line, stream)) {
                out->PeakWorkingSetSize += bytes_of_line(line, "VmHWM");
                out->WorkingSetSize += bytes_of_line(line, "VmRSS");
                out->PrivateUsage += bytes_of_line(line, "RssAnon");
                out->PrivateUsage += bytes_of_line(line, "VmSwap");
                out->QuotaPagedPoolUsage += bytes_of_line(line, "VmPTE");
        }
        fclose(stream);
        snprintf(line, sizeof line, "/proc/%d/stat", (int) id);
        stream = fopen(line, "re");
        if (stream && fscanf(stream, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %lu %*u %lu", &minor,
                             &major) == 2)
                out->PageFaultCount = (DWORD) (minor + major);
        if (stream)
                fclose(stream);
        out->QuotaPeakPagedPoolUsage = out->QuotaPagedPoolUsage;
        out->PagefileUsage = out->PeakPagefileUsage = out->PrivateUsage;
        return ERROR_SUCCESS;
}

BOOL GetProcessMemoryInfo(HANDLE handle, PPROCESS_MEMORY_COUNTERS out, DWORD room)
{
        PROCESS_MEMORY_COUNTERS_EX counters = { 0 };
        mww_process_pin pin;
        DWORD error;

        if (room < sizeof(PROCESS_MEMORY_COUNTERS))
                return mww_fail(ERROR_INSUFFICIENT_BUFFER);
        counters.cb = room < sizeof counters ? (DWORD) sizeof(PROCESS_MEMORY_COUNTERS) :
                                               (DWORD) sizeof counters;
        error = pin_to_ask(handle, &pin);
        if (!error) {
                error = read_memory((pid_t) mww_process_id(pin.process), &counters);
                mww_process_unpin(&pin);
        }
        if (!error && !mww_put(out, &counters, counters.cb))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

BOOL K32GetProcessMemoryInfo(HANDLE handle, PPROCESS_MEMORY_COUNTERS out, DWORD room)
        SAME_AS(GetProcessMemoryInfo);

/* ---- handles --------------------------------------------------------------------------- */

static DWORD count_descriptors(pid_t id)
{
        char path[48];
        DWORD count = 0;
        DIR *list;

        snprintf(path, sizeof path, "/proc/%d/fd", (int) id);
        list = opendir(path);
        while (list && readdir(list))
                count++;
        if (list)
                closedir(list);
        return count > 2 ? count - 2 : 0;
}

/* Of another process its descriptors are counted: its handles are its own. */
BOOL GetProcessHandleCount(HANDLE handle, PDWORD out_count)
{
        mww_process_pin pin;
        DWORD count = 0;
        DWORD error = pin_to_ask(handle, &pin);

        if (error)
                return mww_fail(error);
        count = mww_process_id(pin.process) == (DWORD) getpid() ?
                        mww_handle_count() :
                        count_descriptors((pid_t) mww_process_id(pin.process));
        mww_process_unpin(&pin);
        return mww_put(out_count, &count, sizeof count) ? TRUE : mww_fail(ERROR_NOACCESS);
}
