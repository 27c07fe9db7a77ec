/* SPDX-License-Identifier: MIT */
/* description.c — SetThreadDescription, GetThreadDescription: a text that a thread's
 * object keeps. What fits of it becomes the thread's name on Linux, which ps(1),
 * top(1) and debuggers show.
 */
#include "task.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINUX_NAME_BYTES = 15 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t bytes_of(PCWSTR text)
{
        size_t units = 0;

        while (text[units])
                units++;
        return (units + 1) * sizeof *text;
}

/* Whole characters only. A name that can't be given is no failure. */
static void name_for_linux(DWORD id, PCWSTR text)
{
        char bytes[3 * LINUX_NAME_BYTES + 1];
        char path[64];
        int units = (int) (bytes_of(text) / sizeof *text) - 1;
        int length;
        int fd;

        if (units > LINUX_NAME_BYTES)
                units = LINUX_NAME_BYTES;
        length = units ? WideCharToMultiByte(CP_UTF8, 0, text, units, bytes, sizeof bytes - 1, NULL,
                                             NULL) :
                         0;
        if (length > LINUX_NAME_BYTES) {
                length = LINUX_NAME_BYTES;
                while (length && (bytes[length] & 0xC0) == 0x80)
                        length--;
        }
        snprintf(path, sizeof path, "/proc/self/task/%u/comm", (unsigned) id);
        fd = length ? open(path, O_WRONLY | O_CLOEXEC) : -1;
        if (fd < 0)
                return;
        length = (int) write(fd, bytes, (size_t) length);
        close(fd);
}

static DWORD describe(mww_thread *thread, PCWSTR text)
{
        DWORD id = atomic_load(&thread->id);
        WCHAR *kept;

        if (thread->process || thread->is_elsewhere)
                return ERROR_NOT_SUPPORTED; /* its object is in its own process */
        kept = malloc(bytes_of(text));
        if (!kept)
                return ERROR_NOT_ENOUGH_MEMORY;
        memcpy(kept, text, bytes_of(text));
        pthread_mutex_lock(&lock);
        free(thread->description);
        thread->description = kept;
        pthread_mutex_unlock(&lock);
        if (id && !atomic_load(&thread->has_ended))
                name_for_linux(id, text);
        return 0;
}

HRESULT SetThreadDescription(HANDLE handle, PCWSTR text)
{
        static const WCHAR nothing[] = { 0 };
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_SET_LIMITED_INFORMATION, &pin);

        if (error)
                return HRESULT_FROM_WIN32(error);
        error = describe(pin.thread, text ? text : nothing);
        mww_thread_unpin(&pin);
        return error ? HRESULT_FROM_WIN32(error) : S_OK;
}

/* The caller gives it to LocalFree. */
static DWORD copy_description(mww_thread *thread, PWSTR *out_text)
{
        static const WCHAR nothing[] = { 0 };
        const WCHAR *text;
        DWORD error = 0;

        if (thread->process || thread->is_elsewhere)
                return ERROR_NOT_SUPPORTED;
        pthread_mutex_lock(&lock);
        text = thread->description ? thread->description : nothing;
        *out_text = LocalAlloc(LMEM_FIXED, bytes_of(text));
        if (*out_text)
                memcpy(*out_text, text, bytes_of(text));
        else
                error = ERROR_NOT_ENOUGH_MEMORY;
        pthread_mutex_unlock(&lock);
        return error;
}

HRESULT GetThreadDescription(HANDLE handle, PWSTR *out_text)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_QUERY_LIMITED_INFORMATION, &pin);

        *out_text = NULL;
        if (error)
                return HRESULT_FROM_WIN32(error);
        error = copy_description(pin.thread, out_text);
        mww_thread_unpin(&pin);
        return error ? HRESULT_FROM_WIN32(error) : S_OK;
}
