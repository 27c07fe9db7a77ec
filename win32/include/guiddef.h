/* SPDX-License-Identifier: MIT */
/* guiddef.h — numbers that name things the world over. Part of windows.h. */
#ifndef MWW_GUIDDEF_H
#define MWW_GUIDDEF_H

#include <windef.h>
#include <string.h>

typedef struct _GUID {
        DWORD Data1;
        WORD  Data2;
        WORD  Data3;
        BYTE  Data4[8];
} GUID, *LPGUID, IID, *LPIID, CLSID, *LPCLSID;
typedef const GUID *LPCGUID;

#ifdef __cplusplus
typedef const GUID &REFGUID;
typedef const IID &REFIID;
typedef const CLSID &REFCLSID;

inline bool operator==(REFGUID one, REFGUID other)
{
        return memcmp(&one, &other, sizeof one) == 0;
}
inline bool operator!=(REFGUID one, REFGUID other)
{
        return !(one == other);
}
#  define IsEqualGUID(one, other) ((one) == (other))
#else
typedef const GUID *REFGUID;
typedef const IID *REFIID;
typedef const CLSID *REFCLSID;
#  define IsEqualGUID(one, other) (!memcmp((one), (other), sizeof(GUID)))
#endif
#define IsEqualIID(one, other)   IsEqualGUID(one, other)
#define IsEqualCLSID(one, other) IsEqualGUID(one, other)

/* Named where initguid.h (or INITGUID) came first, else said to be somewhere. */
#ifdef __cplusplus
#  define MWW_GUID_LINKAGE extern "C"
#else
#  define MWW_GUID_LINKAGE extern
#endif
#ifdef INITGUID
#  define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
        MWW_GUID_LINKAGE const GUID name;                              \
        const GUID name __attribute__((weak)) = {                      \
                l, w1, w2, { b1, b2, b3, b4, b5, b6, b7, b8 }          \
        }
#else
#  define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
        MWW_GUID_LINKAGE const GUID name
#endif

#endif
