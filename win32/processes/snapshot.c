/* SPDX-License-Identifier: MIT */
/* snapshot.c — CreateToolhelp32Snapshot: lists of processes, threads and modules, taken
 * at once and looked through one by one.
 *
 * What it is. A handle to lists that don't change any more, each with a place where the
 * next call goes on, which all who use the handle share.
 *
 * Who writes: the places, under the snapshot's lock; the rest who makes it.
 */
#include "roster.h"
#include "threads/task.h"

#include <stdlib.h>
#include <tlhelp32.h>
#include <unistd.h>

#undef PROCESSENTRY32
#undef MODULEENTRY32

enum { PROCESSES, THREADS, MODULES, LISTS };

typedef struct snapshot {
        mww_object base;
        pthread_mutex_t lock;
        DWORD process;     /* whose modules they are   */
        void *list[LISTS]; /* mww_roster_entry, mww_image */
        size_t count[LISTS];
        size_t place[LISTS];
} snapshot;

static void snapshot_destroy(mww_object *object)
{
        snapshot *one = (snapshot *) object;

        for (int which = 0; which < LISTS; which++)
                free(one->list[which]);
        pthread_mutex_destroy(&one->lock);
        free(one);
}

const mww_class mww_snapshot_class = {
        .all_access = STANDARD_RIGHTS_ALL | 0x1F,
        .generic_read = STANDARD_RIGHTS_READ,
        .generic_write = STANDARD_RIGHTS_WRITE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE,
        .destroy = snapshot_destroy,
};

static DWORD take(snapshot *one, DWORD flags, DWORD process)
{
        mww_roster_entry *entries;
        mww_image *images;
        DWORD error = ERROR_SUCCESS;

        if (flags & TH32CS_SNAPPROCESS) {
                error = mww_roster_processes(&entries, &one->count[PROCESSES]);
                if (!error)
                        one->list[PROCESSES] = entries;
        }
        if (!error && (flags & TH32CS_SNAPTHREAD)) {
                error = mww_roster_threads(&entries, &one->count[THREADS]);
                if (!error)
                        one->list[THREADS] = entries;
        }
        if (!error && (flags & (TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32))) {
                one->process = process ? process : (DWORD) getpid();
                error = mww_images_of((pid_t) one->process, &images, &one->count[MODULES]);
                if (!error)
                        one->list[MODULES] = images;
        }
        return error;
}

HANDLE CreateToolhelp32Snapshot(DWORD flags, DWORD process)
{
        const DWORD known = TH32CS_SNAPALL | TH32CS_SNAPMODULE32;
        HANDLE handle = NULL;
        snapshot *one = NULL;
        DWORD error = ERROR_SUCCESS;

        if (!(flags & known) || (flags & ~(known | TH32CS_INHERIT)))
                error = ERROR_INVALID_PARAMETER;
        else if ((one = mww_object_new(&mww_snapshot_class, sizeof *one)) == NULL)
                error = ERROR_NOT_ENOUGH_MEMORY;
        if (!error) {
                pthread_mutex_init(&one->lock, NULL);
                error = take(one, flags, process);
                if (error)
                        mww_object_unref(&one->base);
        }
        if (!error) {
                handle = mww_handle_new(&one->base, mww_snapshot_class.all_access,
                                        flags & TH32CS_INHERIT);
                if (!handle)
                        error = ERROR_NOT_ENOUGH_MEMORY;
        }
        if (!error)
                return handle;
        SetLastError(error);
        return INVALID_HANDLE_VALUE;
}

/* Copies one entry out; the caller must have room for it, and says so at its beginning. */
static DWORD next(HANDLE handle, int which, bool is_first, void *out_entry, size_t entry_bytes)
{
        DWORD error = ERROR_SUCCESS;
        snapshot *one;
        mww_pin pin;

        error = mww_handle_pin_as(handle, &mww_snapshot_class, 0, &pin);
        if (error)
                return error;
        one = (snapshot *) pin.object;
        pthread_mutex_lock(&one->lock);
        if (is_first)
                one->place[which] = 0;
        if (one->place[which] < one->count[which])
                memcpy(out_entry,
                       (const char *) one->list[which] + entry_bytes * one->place[which]++,
                       entry_bytes);
        else
                error = ERROR_NO_MORE_FILES;
        pthread_mutex_unlock(&one->lock);
        mww_handle_unpin(&pin);
        return error;
}

static BOOL checked(const void *out, DWORD size, DWORD needed)
{
        if (!out)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return size >= needed ? TRUE : mww_fail(ERROR_INSUFFICIENT_BUFFER);
}

/* UTF-16 that is cut if need be, with its end. */
static void give_wide(const char *text, LPWSTR out, DWORD room)
{
        size_t units = mww_wide_of_bytes(text, out, room - 1);

        out[units < room ? units : room - 1] = 0;
}

/* ---- processes ----------------------------------------------------------------------- */

#define FILL_PROCESS(out, entry)                                                                   \
  do {                                                                                             \
    (out)->cntUsage = 0;                                                                           \
    (out)->th32ProcessID = (entry).process;                                                        \
    (out)->th32DefaultHeapID = 0;                                                                  \
    (out)->th32ModuleID = 0;                                                                       \
    (out)->cntThreads = (entry).thread_count;                                                      \
    (out)->th32ParentProcessID = (entry).parent;                                                   \
    (out)->pcPriClassBase = 8;                                                                     \
    (out)->dwFlags = 0;                                                                            \
  } while (0)

static BOOL process_a(HANDLE handle, bool is_first, struct tagPROCESSENTRY32 *out)
{
        mww_roster_entry entry;
        DWORD error;

        if (!checked(out, out ? out->dwSize : 0, sizeof *out))
                return FALSE;
        error = next(handle, PROCESSES, is_first, &entry, sizeof entry);
        if (error)
                return mww_fail(error);
        FILL_PROCESS(out, entry);
        strcpy(out->szExeFile, entry.name);
        return TRUE;
}

static BOOL process_w(HANDLE handle, bool is_first, struct tagPROCESSENTRY32W *out)
{
        mww_roster_entry entry;
        DWORD error;

        if (!checked(out, out ? out->dwSize : 0, sizeof *out))
                return FALSE;
        error = next(handle, PROCESSES, is_first, &entry, sizeof entry);
        if (error)
                return mww_fail(error);
        FILL_PROCESS(out, entry);
        give_wide(entry.name, out->szExeFile, MAX_PATH);
        return TRUE;
}

BOOL Process32First(HANDLE handle, struct tagPROCESSENTRY32 *out)
{
        return process_a(handle, true, out);
}

BOOL Process32Next(HANDLE handle, struct tagPROCESSENTRY32 *out)
{
        return process_a(handle, false, out);
}

BOOL Process32FirstW(HANDLE handle, struct tagPROCESSENTRY32W *out)
{
        return process_w(handle, true, out);
}

BOOL Process32NextW(HANDLE handle, struct tagPROCESSENTRY32W *out)
{
        return process_w(handle, false, out);
}

/* ---- threads ------------------------------------------------------------------------- */

static BOOL thread(HANDLE handle, bool is_first, LPTHREADENTRY32 out)
{
        mww_roster_entry entry;
        DWORD error;

        if (!checked(out, out ? out->dwSize : 0, sizeof *out))
                return FALSE;
        error = next(handle, THREADS, is_first, &entry, sizeof entry);
        if (error)
                return mww_fail(error);
        *out = (THREADENTRY32){ .dwSize = out->dwSize,
                                .th32ThreadID = entry.thread,
                                .th32OwnerProcessID = entry.process,
                                .tpBasePri = 8 };
        return TRUE;
}

BOOL Thread32First(HANDLE handle, LPTHREADENTRY32 out)
{
        return thread(handle, true, out);
}

BOOL Thread32Next(HANDLE handle, LPTHREADENTRY32 out)
{
        return thread(handle, false, out);
}

/* ---- modules ------------------------------------------------------------------------- */

#define FILL_MODULE(out, image, id)                                                                \
  do {                                                                                             \
    (out)->th32ModuleID = 1;                                                                       \
    (out)->th32ProcessID = (id);                                                                   \
    (out)->GlblcntUsage = (out)->ProccntUsage = 0xFFFF;                                            \
    (out)->modBaseAddr = (BYTE *) (image)->base;                                                   \
    (out)->modBaseSize = (DWORD) (image)->bytes;                                                   \
    (out)->hModule = (image)->handle;                                                              \
  } while (0)

static const char *name_of(const mww_image *image)
{
        const char *slash = strrchr(image->path, '\\');

        return slash ? slash + 1 : image->path;
}

/* From malloc(); NULL and the last error. */
static mww_image *next_image(HANDLE handle, bool is_first, DWORD *out_process)
{
        mww_image *image = malloc(sizeof *image);
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;
        mww_pin pin;

        if (image)
                error = next(handle, MODULES, is_first, image, sizeof *image);
        if (!error)
                error = mww_handle_pin_as(handle, &mww_snapshot_class, 0, &pin);
        if (error) {
                free(image);
                SetLastError(error);
                return NULL;
        }
        *out_process = ((snapshot *) pin.object)->process;
        mww_handle_unpin(&pin);
        return image;
}

static BOOL module_a(HANDLE handle, bool is_first, struct tagMODULEENTRY32 *out)
{
        mww_image *image;
        DWORD process;

        if (!checked(out, out ? out->dwSize : 0, sizeof *out))
                return FALSE;
        image = next_image(handle, is_first, &process);
        if (!image)
                return FALSE;
        FILL_MODULE(out, image, process);
        snprintf(out->szModule, sizeof out->szModule, "%.*s", MAX_MODULE_NAME32, name_of(image));
        snprintf(out->szExePath, sizeof out->szExePath, "%.*s", MAX_PATH - 1, image->path);
        free(image);
        return TRUE;
}

static BOOL module_w(HANDLE handle, bool is_first, struct tagMODULEENTRY32W *out)
{
        mww_image *image;
        DWORD process;

        if (!checked(out, out ? out->dwSize : 0, sizeof *out))
                return FALSE;
        image = next_image(handle, is_first, &process);
        if (!image)
                return FALSE;
        FILL_MODULE(out, image, process);
        give_wide(name_of(image), out->szModule, MAX_MODULE_NAME32 + 1);
        give_wide(image->path, out->szExePath, MAX_PATH);
        free(image);
        return TRUE;
}

BOOL Module32First(HANDLE handle, struct tagMODULEENTRY32 *out)
{
        return module_a(handle, true, out);
}

BOOL Module32Next(HANDLE handle, struct tagMODULEENTRY32 *out)
{
        return module_a(handle, false, out);
}

BOOL Module32FirstW(HANDLE handle, struct tagMODULEENTRY32W *out)
{
        return module_w(handle, true, out);
}

BOOL Module32NextW(HANDLE handle, struct tagMODULEENTRY32W *out)
{
        return module_w(handle, false, out);
}
