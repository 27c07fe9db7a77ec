/* SPDX-License-Identifier: MIT */
/* dll_main.c — when a library's DllMain is called.
 *
 * What it is. A list of the libraries that have one, in the order in which they came.
 * Each tells of itself when its constructors begin (mww_module.h). Its DllMain is called
 * when they are all done: by LoadLibrary when dlopen() is back, or by the program's own
 * constructors, which run behind those of the libraries that it was linked with; and
 * again when it goes, and in each thread that CreateThread made, when that begins and ends.
 *
 * The lock is Windows' loader lock: recursive, and held while a DllMain runs. So one that
 * waits for a thread to begin or end waits for ever, as there.
 */
#include "dll_main.h"

#include <stdio.h>
#include <stdlib.h>

typedef BOOL WINAPI dll_main(HINSTANCE, DWORD, LPVOID);

typedef struct dll {
        struct dll *next;
        const void *key; /* an address in it */
        dll_main *entry;
        HMODULE handle; /* since it is attached */
        bool is_attached;
        bool is_deaf; /* to threads */
} dll;

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static dll *dlls;
static atomic_uint dll_count;
static bool has_started; /* the program's own constructors */
static _Thread_local unsigned loads;
static _Thread_local unsigned unloads;

static void renew_lock(void)
{
        lock = (pthread_mutex_t) PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
}

__attribute__((constructor)) static void renew_after_fork(void)
{
        pthread_atfork(NULL, NULL, renew_lock);
}

static void *reserved(bool is_static)
{
        return is_static ? &lock : NULL; /* only whether it is NULL counts */
}

/* Under the lock. False: it does not want to be there. */
static bool attach(dll *one, bool is_static)
{
        one->is_attached = true;
        one->handle = mww_library_at((const void *) (uintptr_t) one->entry);
        if (one->entry(one->handle, DLL_PROCESS_ATTACH, reserved(is_static)))
                return true;
        one->entry(one->handle, DLL_PROCESS_DETACH, reserved(is_static));
        one->entry = NULL;
        return false;
}

/* Under the lock: all that are not yet. */
static bool attach_all(bool is_static)
{
        bool is_fine = true;

        for (dll *one = dlls; one; one = one->next)
                if (!one->is_attached)
                        is_fine = attach(one, is_static) && is_fine;
        return is_fine;
}

static dll *find(const void *key)
{
        dll *one = dlls;

        while (one && one->key != key)
                one = one->next;
        return one;
}

static void append(const void *key, mww_entry *entry)
{
        dll **last = &dlls;
        dll *made = calloc(1, sizeof *made);

        if (!made)
                return;
        while (*last)
                last = &(*last)->next;
        made->key = key;
        made->entry = (dll_main *) (uintptr_t) entry;
        *last = made;
        atomic_fetch_add(&dll_count, 1);
}

void mww_module_begin(const void *module, mww_entry *const entries[3])
{
        mww_entry *entry = entries[0] ? entries[0] : entries[1] ? entries[1] : entries[2];
        bool is_fine = true;

        pthread_mutex_lock(&lock);
        if (entry && !find(module))
                append(module, entry);
        if (!entry && !loads && !has_started) {
                has_started = true;
                is_fine = attach_all(true);
        } else if (has_started && !loads) {
                is_fine = attach_all(false); /* by dlopen() */
        }
        pthread_mutex_unlock(&lock);
        if (is_fine)
                return;
        fputs("mapwire-win32: a library's DllMain says that it can't begin\n", stderr);
        ExitProcess((UINT) STATUS_DLL_INIT_FAILED);
}

void mww_module_end(const void *module)
{
        dll **at = &dlls;
        dll *one;

        pthread_mutex_lock(&lock);
        while (*at && (*at)->key != module)
                at = &(*at)->next;
        one = *at;
        if (one) {
                if (one->is_attached && one->entry)
                        one->entry(one->handle, DLL_PROCESS_DETACH, reserved(!unloads));
                for (at = &dlls; *at != one; at = &(*at)->next)
                        ;
                *at = one->next;
                atomic_fetch_sub(&dll_count, 1);
                mww_library_gone(one->handle);
                free(one);
        }
        pthread_mutex_unlock(&lock);
}

void mww_dlls_load(int change)
{
        loads += (unsigned) change;
}

void mww_dlls_unload(int change)
{
        unloads += (unsigned) change;
}

bool mww_dlls_attach(void)
{
        bool is_fine;

        if (loads || !atomic_load(&dll_count))
                return true;
        pthread_mutex_lock(&lock);
        is_fine = attach_all(false);
        pthread_mutex_unlock(&lock);
        return is_fine;
}

static void call_in_thread(const dll *one, DWORD reason)
{
        if (one->is_attached && one->entry && !one->is_deaf)
                one->entry(one->handle, reason, NULL);
}

/* Those that came last go first. */
static void call_backwards(const dll *one, DWORD reason)
{
        if (!one)
                return;
        call_backwards(one->next, reason);
        call_in_thread(one, reason);
}

void mww_dlls_thread(DWORD reason)
{
        if (!atomic_load(&dll_count))
                return;
        pthread_mutex_lock(&lock);
        if (reason == DLL_THREAD_DETACH)
                call_backwards(dlls, reason);
        for (const dll *one = dlls; one && reason == DLL_THREAD_ATTACH; one = one->next)
                call_in_thread(one, reason);
        pthread_mutex_unlock(&lock);
}

void mww_dlls_deafen(HMODULE handle)
{
        pthread_mutex_lock(&lock);
        for (dll *one = dlls; one; one = one->next)
                one->is_deaf |= one->is_attached && one->handle == handle;
        pthread_mutex_unlock(&lock);
}
