/* SPDX-License-Identifier: MIT */
/* holders.c — which processes hold an object.
 *
 * The system lists every handle of every process, with the object's type but, to most
 * programs, not which object it is. So each handle of the type in question is duplicated
 * into this process for a moment and compared with one of ours. That is what the
 * system's own tools do; it asks nothing of the process that holds it.
 *
 * Unseen: processes that we may not open, and a view without a handle (MW_DETACHED).
 */
#include <stdlib.h>
#include <string.h>

#include "windows/state.h"

enum { ALL_HANDLES = 64, TOO_LITTLE_ROOM = (int) 0xc0000004 };

struct handle_entry {
        void *object; /* NULL unless we may know the kernel's addresses */
        ULONG_PTR pid;
        ULONG_PTR handle;
        ULONG rights;
        USHORT trace, type;
        ULONG attributes, reserved;
};
struct handle_list {
        ULONG_PTR count, reserved;
        struct handle_entry entries[];
};

/* All handles of all processes; free() it. NULL: no memory, or the system refuses. */
static struct handle_list *list_handles(void)
{
        struct handle_list *all = NULL;
        ULONG size = 1 << 20;
        NTSTATUS status = TOO_LITTLE_ROOM;

        for (int turn = 0; turn < 12 && status == TOO_LITTLE_ROOM; turn++, size *= 2) {
                free(all);
                if (!(all = malloc(size)))
                        return NULL;
                status = NtQuerySystemInformation((SYSTEM_INFORMATION_CLASS) ALL_HANDLES, all, size,
                                                  NULL);
        }
        if (status < 0) {
                free(all);
                return NULL;
        }
        return all;
}

static int is_same(HANDLE ours, HANDLE process, const struct handle_entry *entry)
{
        typedef BOOL(WINAPI * compare_call)(HANDLE, HANDLE);
        static compare_call compare;
        HANDLE copy;
        int same;

        if (!compare) /* since Windows 10 */
                compare = (compare_call) (void *) GetProcAddress(
                        GetModuleHandleW(L"kernelbase.dll"), "CompareObjectHandles");
        if (!compare || !DuplicateHandle(process, (HANDLE) entry->handle, GetCurrentProcess(),
                                         &copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
                return 0;
        same = compare(ours, copy);
        CloseHandle(copy);
        return same;
}

static void tell(HANDLE process, DWORD pid, mw_holder *out)
{
        wchar_t path[512];
        DWORD units = MWI_COUNT(path);
        const wchar_t *name = path;

        memset(out, 0, sizeof *out);
        out->pid = pid;
        if (!QueryFullProcessImageNameW(process, 0, path, &units))
                return;
        for (const wchar_t *at = path; *at; at++)
                if (*at == L'\\' || *at == L'/')
                        name = at + 1;
        if (!WideCharToMultiByte(CP_UTF8, 0, name, -1, out->command, sizeof out->command, NULL,
                                 NULL))
                out->command[sizeof out->command - 1] = 0;
}

/* The handles of one process come one after the other. */
static uint32_t search(const struct handle_list *all, HANDLE ours, USHORT type,
                       mw_holder *out_holders, uint32_t capacity)
{
        ULONG_PTR self = GetCurrentProcessId(), pid = 0, found_in = 0;
        HANDLE process = NULL;
        uint32_t found = 0;

        for (ULONG_PTR i = 0; i < all->count; i++) {
                const struct handle_entry *entry = &all->entries[i];

                if (entry->type != type || entry->pid == found_in ||
                    (entry->pid == self && (HANDLE) entry->handle == ours))
                        continue;
                if (entry->pid != pid) {
                        if (process)
                                CloseHandle(process);
                        pid = entry->pid;
                        process =
                                OpenProcess(PROCESS_DUP_HANDLE | PROCESS_QUERY_LIMITED_INFORMATION,
                                            FALSE, (DWORD) pid);
                }
                if (!process || !is_same(ours, process, entry))
                        continue;
                if (found < capacity)
                        tell(process, (DWORD) pid, &out_holders[found]);
                found++;
                found_in = pid;
        }
        if (process)
                CloseHandle(process);
        return found;
}

static USHORT type_of(const struct handle_list *all, HANDLE ours)
{
        for (ULONG_PTR i = 0; i < all->count; i++)
                if (all->entries[i].pid == GetCurrentProcessId() &&
                    (HANDLE) all->entries[i].handle == ours)
                        return all->entries[i].type;
        return 0;
}

int mw_inspect_holders(const char *name, mw_holder *out_holders, uint32_t capacity,
                       uint32_t *out_count)
{
        struct handle_list *all;
        struct mwi_name parsed;
        HANDLE ours = NULL;
        int r;

        if (!name || !out_count)
                return mwi_fail(MW_EINVAL, "holders: an argument is NULL");
        if ((r = mwi_name_check("holders", name, &parsed)) < 0)
                return r;
        r = MW_ENOTFOUND;
        for (uint32_t kind = MW_KIND_MAPPING; kind <= MW_KIND_TIMER && r == MW_ENOTFOUND; kind++)
                r = mwi_state_open(parsed.scope, kind, parsed.text, &ours);
        if (r == MW_ENOTFOUND)
                return mwi_fail(r, "holders: no object '%s' in %s", parsed.quoted,
                                mwi_scope_prefix(parsed.scope));
        if (r < 0)
                return mwi_fail_os(r, "holders: can't look at '%s'", parsed.quoted);
        if (!(all = list_handles())) {
                CloseHandle(ours);
                return mwi_fail(MW_EOS, "holders: the system doesn't list its handles");
        }
        *out_count = search(all, ours, type_of(all, ours), out_holders, out_holders ? capacity : 0);
        free(all);
        CloseHandle(ours);
        return MW_OK;
}
