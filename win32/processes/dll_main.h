/* SPDX-License-Identifier: MIT */
/* dll_main.h — when DllMain is called: what library.c and thread.c tell dll_main.c. */
#ifndef MWW_DLL_MAIN_H
#define MWW_DLL_MAIN_H

#include "internal.h"

/* What mww_module.h calls; the program sees it there. */
typedef void mww_entry(void);
MWW_API void mww_module_begin(const void *module, mww_entry *const entries[3]);
MWW_API void mww_module_end(const void *module);

/* Around dlopen() and dlclose() in this thread: +1, -1. */
void mww_dlls_load(int change);
void mww_dlls_unload(int change);
/* Behind dlopen(): false: a DllMain refused. */
bool mww_dlls_attach(void);
/* In a thread: DLL_THREAD_x. */
void mww_dlls_thread(DWORD reason);
void mww_dlls_deafen(HMODULE handle); /* DisableThreadLibraryCalls */

/* library.c: the module of a library's code; and it isn't loaded any more. */
HMODULE mww_library_at(const void *address);
void mww_library_gone(HMODULE handle);

#endif
