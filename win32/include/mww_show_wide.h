/* SPDX-License-Identifier: MIT */
/* mww_show_wide.h — the end of what mww_hide_wide.h began. */
#pragma GCC system_header
#undef wprintf
#undef fwprintf
#undef swprintf
#undef vwprintf
#undef vfwprintf
#undef vswprintf
#undef wscanf
#undef fwscanf
#undef swscanf
#undef vwscanf
#undef vfwscanf
#undef vswscanf
#undef fgetwc
#undef getwc
#undef getwchar
#undef fgetws
#undef fputwc
#undef putwc
#undef putwchar
#undef fputws
#undef ungetwc
#ifdef MWW_WIDE_IS_WCHAR_T
#  undef wcslen
#  undef wcsnlen
#  undef wcscpy
#  undef wcsncpy
#  undef wcscat
#  undef wcsncat
#  undef wcscmp
#  undef wcsncmp
#  undef wcscoll
#  undef wcsxfrm
#  undef wcschr
#  undef wcsrchr
#  undef wcspbrk
#  undef wcsstr
#  undef wcsspn
#  undef wcscspn
#  undef wcstok
#  undef wcsdup
#  undef wmemcpy
#  undef wmemmove
#  undef wmemset
#  undef wmemcmp
#  undef wmemchr
#  undef wcstol
#  undef wcstoul
#  undef wcstoll
#  undef wcstoull
#  undef wcstod
#  undef wcstof
#  undef wcstold
#  undef mbrtowc
#  undef mbrlen
#  undef wcrtomb
#  undef mbsrtowcs
#  undef wcsrtombs
#  undef mbstowcs
#  undef wcstombs
#  undef mbtowc
#  undef wctomb
#  undef wcsftime
#endif
