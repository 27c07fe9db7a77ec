/* SPDX-License-Identifier: MIT */
/* initguid.h — what DEFINE_GUID names from here on is made here. */
#ifndef INITGUID
#  define INITGUID
#endif
#ifdef MWW_GUIDDEF_H
#  undef DEFINE_GUID
#  define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
        MWW_GUID_LINKAGE const GUID name;                              \
        const GUID name __attribute__((weak)) = {                      \
                l, w1, w2, { b1, b2, b3, b4, b5, b6, b7, b8 }          \
        }
#endif
#include <guiddef.h>
