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

MWW_API int _isalnum_l(int character, _locale_t locale);
MWW_API int _isalpha_l(int character, _locale_t locale);
MWW_API int _iscntrl_l(int character, _locale_t locale);
MWW_API int _isdigit_l(int character, _locale_t locale);
MWW_API int _isgraph_l(int character, _locale_t locale);
MWW_API int _islower_l(int character, _locale_t locale);
MWW_API int _isprint_l(int character, _locale_t locale);
MWW_API int _ispunct_l(int character, _locale_t locale);
MWW_API int _isspace_l(int character, _locale_t locale);
MWW_API int _isupper_l(int character, _locale_t locale);
MWW_API int _isxdigit_l(int character, _locale_t locale);
MWW_API int _tolower_l(int character, _locale_t locale);
MWW_API int _toupper_l(int character, _locale_t locale);

#endif
