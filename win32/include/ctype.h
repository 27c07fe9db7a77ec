/* SPDX-License-Identifier: MIT */
/* ctype.h — the C library's, and Windows' names. */
#ifndef MWW_CTYPE_H
#define MWW_CTYPE_H
#pragma GCC system_header

#include_next <ctype.h>
#include <wctype.h>

#define __isascii(character)    ((unsigned) (character) < 0x80)
#define __toascii(character)    ((character) & 0x7F)
#define __iscsym(character)     (isalnum(character) || (character) == '_')
#define __iscsymf(character)    (isalpha(character) || (character) == '_')

#endif
