/* SPDX-License-Identifier: MIT */
/* bits/c++config.h — libstdc++'s, which all of its headers include first.
 *
 * With -fshort-wchar the templates of wide text that are ready in the library,
 * std::wstring and std::wostream, are for another size of character: the program
 * then gets its own.
 */
#pragma GCC system_header
#include <corecrt.h>
#include_next <bits/c++config.h>
#ifdef MWW_WIDE_IS_WCHAR_T
#  undef _GLIBCXX_EXTERN_TEMPLATE
#  define _GLIBCXX_EXTERN_TEMPLATE 0
#endif
