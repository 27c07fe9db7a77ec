/* SPDX-License-Identifier: MIT */
/* mww_module.h — how the layer learns of a library's DllMain; part of windows.h.
 *
 * Each source file says at its library's or program's beginning where the DllMain of that
 * one is, if it has any, and at its end that it goes; the layer counts a library once.
 * C++ has DllMain under names that tell its parameters.
 */
#ifndef MWW_MODULE_H
#define MWW_MODULE_H
#pragma GCC system_header

#include <windef.h>

#if !defined(MWW_BUILDING) && !defined(__MINGW32__)

#  define MWW_DLL_MAIN(name, symbol)                                                          \
          MWW_EXTERN_C void name(void) __asm__(symbol)                                        \
                  __attribute__((weak, visibility("hidden")))
MWW_DLL_MAIN(mww_dll_main_c, "DllMain");
MWW_DLL_MAIN(mww_dll_main_instance, "_Z7DllMainP11HINSTANCE__jPv");
MWW_DLL_MAIN(mww_dll_main_handle, "_Z7DllMainPvjS_");

typedef void mww_entry(void);
MWW_API void mww_module_begin(const void *module, mww_entry *const entries[3]);
MWW_API void mww_module_end(const void *module);

/* One a library or program, whose address names it. */
#  ifdef __cplusplus
extern "C" {
#  endif
__attribute__((weak, visibility("hidden"))) char mww_module;
#  ifdef __cplusplus
}
#  endif

static __attribute__((constructor(101))) void mww_module_begins(void)
{
        static mww_entry *const entries[3] = { mww_dll_main_c, mww_dll_main_instance,
                                               mww_dll_main_handle };

        mww_module_begin(&mww_module, entries);
}

static __attribute__((destructor)) void mww_module_ends(void)
{
        mww_module_end(&mww_module);
}

#endif
#endif
