/* SPDX-License-Identifier: MIT */
/* intsafe.h — sums and products that say when they overflow. */
#ifndef MWW_INTSAFE_H
#define MWW_INTSAFE_H

#include <windows.h>

#define INTSAFE_E_ARITHMETIC_OVERFLOW ((HRESULT) 0x80070216u)

/* name(a, b, &result), for one type. */
#define MWW_SAFE(name, type, builtin)                                                       \
        static __inline HRESULT name(type a, type b, type *out_result)                      \
        {                                                                                   \
                if (!builtin(a, b, out_result))                                             \
                        return 0;                                                           \
                *out_result = (type) -1;                                                    \
                return INTSAFE_E_ARITHMETIC_OVERFLOW;                                       \
        }
MWW_SAFE(UIntAdd, UINT, __builtin_add_overflow)
MWW_SAFE(UIntSub, UINT, __builtin_sub_overflow)
MWW_SAFE(UIntMult, UINT, __builtin_mul_overflow)
MWW_SAFE(DWordAdd, DWORD, __builtin_add_overflow)
MWW_SAFE(DWordSub, DWORD, __builtin_sub_overflow)
MWW_SAFE(DWordMult, DWORD, __builtin_mul_overflow)
MWW_SAFE(ULongAdd, ULONG, __builtin_add_overflow)
MWW_SAFE(ULongSub, ULONG, __builtin_sub_overflow)
MWW_SAFE(ULongMult, ULONG, __builtin_mul_overflow)
MWW_SAFE(SizeTAdd, size_t, __builtin_add_overflow)
MWW_SAFE(SizeTSub, size_t, __builtin_sub_overflow)
MWW_SAFE(SizeTMult, size_t, __builtin_mul_overflow)
MWW_SAFE(ULongLongAdd, ULONGLONG, __builtin_add_overflow)
MWW_SAFE(ULongLongSub, ULONGLONG, __builtin_sub_overflow)
MWW_SAFE(ULongLongMult, ULONGLONG, __builtin_mul_overflow)

#endif
