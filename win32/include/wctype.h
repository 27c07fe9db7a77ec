/* SPDX-License-Identifier: MIT */
/* wctype.h — the C library's: these functions take characters of either size. */
#ifndef MWW_WCTYPE_H
#define MWW_WCTYPE_H
#pragma GCC system_header

#include_next <wctype.h>
#include <corecrt.h>

#define iswascii(character) ((unsigned) (character) < 0x80)

#endif
