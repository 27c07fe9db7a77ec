/* SPDX-License-Identifier: MIT */
/* process_memory.c — ReadProcessMemory, WriteProcessMemory.
 *
 * The kernel copies, and stops where there is no memory or none that may be touched. It
 * allows that for the process itself, and for others as it allows debugging: children
 * mostly, others of this user if the system says so.
 */
#include "processes/child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

typedef ssize_t copy_function(pid_t, const struct iovec *, unsigned long, const struct iovec *,
                              unsigned long, unsigned long);

/* Page by page where it must be known how far it came. */
static DWORD copy(const mww_process *process, void *ours, uintptr_t theirs, SIZE_T bytes,
                  copy_function *between, SIZE_T *out_done)
{
        SIZE_T done = 0;

        while (done < bytes) {
                SIZE_T piece = min(bytes - done, (SIZE_T) 1 << 30);
                struct iovec local = { (char *) ours + done, piece };
                struct iovec remote = { (void *) (theirs + done), piece };
                ssize_t moved = between(process->id, &local, 1, &remote, 1, 0);

                if (moved <= 0)
                        break;
                done += (SIZE_T) moved;
        }
        *out_done = done;
        if (done == bytes)
                return ERROR_SUCCESS;
        return errno == EPERM ? ERROR_ACCESS_DENIED : ERROR_PARTIAL_COPY;
}

static DWORD give_count(SIZE_T *out_count, SIZE_T count)
{
        return !out_count || mww_put(out_count, &count, sizeof count) ? ERROR_SUCCESS :
                                                                        ERROR_NOACCESS;
}

BOOL ReadProcessMemory(HANDLE handle, LPCVOID address, LPVOID out, SIZE_T bytes, SIZE_T *out_count)
{
        mww_process_pin pin;
        SIZE_T done = 0;
        DWORD error = mww_process_pin_as(handle, PROCESS_VM_READ, &pin);
        DWORD count_error;

        if (!error) {
                error = copy(pin.process, out, (uintptr_t) address, bytes, process_vm_readv, &done);
                mww_process_unpin(&pin);
        }
        /* What the source lacks is told as nothing, what there is no room for as so much. */
        if (error == ERROR_PARTIAL_COPY && !IsBadWritePtr(out, bytes))
                done = 0;
        count_error = give_count(out_count, done);
        if (!error)
                error = count_error;
        return error ? mww_fail(error) : TRUE;
}

/* Whether code lies there, that may not be written; and where it ends. */
static bool is_code(pid_t id, uintptr_t address, uintptr_t *out_end)
{
        char line[512];
        bool found = false;
        FILE *maps;

        snprintf(line, sizeof line, "/proc/%d/maps", (int) id);
        maps = fopen(line, "re");
        while (maps && !found && fgets(line, sizeof line, maps)) {
                unsigned long from;
                unsigned long to;
                char rights[5];

                if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 || address < from ||
                    address >= to)
                        continue;
                *out_end = to;
                found = rights[2] == 'x';
                break;
        }
        if (maps)
                fclose(maps);
        return found;
}

/* As a debugger sets its break points: pages of code become this process's own. */
static SIZE_T write_code(pid_t id, const char *from, uintptr_t to, SIZE_T bytes)
{
        ssize_t moved = -1;
        uintptr_t end;
        char path[40];
        int memory;

        if (!is_code(id, to, &end))
                return 0;
        snprintf(path, sizeof path, "/proc/%d/mem", (int) id);
        memory = open(path, O_RDWR | O_CLOEXEC);
        if (memory < 0)
                return 0;
        moved = pwrite(memory, from, min(bytes, end - to), (off_t) to);
        close(memory);
        return moved > 0 ? (SIZE_T) moved : 0;
}

/* Windows writes into code, too, but not into data that may only be read; and code only
 * where it begins with it. */
static DWORD write_all(const mww_process *process, const char *from, uintptr_t to, SIZE_T bytes,
                       SIZE_T *out_done)
{
        bool has_data = false;
        SIZE_T all = 0;
        SIZE_T some;
        DWORD error;

        do {
                error = copy(process, (void *) (uintptr_t) (from + all), to + all, bytes - all,
                             process_vm_writev, &some);
                all += some;
                has_data = has_data || some > 0;
                some = error == ERROR_PARTIAL_COPY && !has_data ?
                               write_code(process->id, from + all, to + all, bytes - all) :
                               0;
                all += some;
        } while (some > 0 && all < bytes);
        *out_done = all;
        return all == bytes ? ERROR_SUCCESS : error;
}

BOOL WriteProcessMemory(HANDLE handle, LPVOID address, LPCVOID from, SIZE_T bytes,
                        SIZE_T *out_count)
{
        mww_process_pin pin;
        SIZE_T done = 0;
        DWORD error = mww_process_pin_as(handle, PROCESS_VM_WRITE | PROCESS_VM_OPERATION, &pin);
        DWORD count_error;

        if (!error) {
                error = write_all(pin.process, from, (uintptr_t) address, bytes, &done);
                mww_process_unpin(&pin);
        }
        if (error == ERROR_PARTIAL_COPY && IsBadReadPtr(from, bytes)) {
                done = 0;
        } else if (error == ERROR_PARTIAL_COPY && !done) {
                return mww_fail(ERROR_NOACCESS); /* and the count stays as it was */
        }
        count_error = give_count(out_count, done);
        if (!error)
                error = count_error;
        return error ? mww_fail(error) : TRUE;
}
