/* SPDX-License-Identifier: MIT */
/* mww_hide_wide.h — until mww_show_wide.h, the C library declares its wide
 * functions under other names, which nobody uses. Included again and again.
 */
#pragma GCC system_header
#ifdef wprintf
#  error "a file includes mww_hide_wide.h twice"
#endif
#define wprintf   mww_libc_wprintf
#define fwprintf  mww_libc_fwprintf
#define swprintf  mww_libc_swprintf
#define vwprintf  mww_libc_vwprintf
#define vfwprintf mww_libc_vfwprintf
#define vswprintf mww_libc_vswprintf
#define wscanf    mww_libc_wscanf
#define fwscanf   mww_libc_fwscanf
#define swscanf   mww_libc_swscanf
#define vwscanf   mww_libc_vwscanf
#define vfwscanf  mww_libc_vfwscanf
#define vswscanf  mww_libc_vswscanf
#define fgetwc    mww_libc_fgetwc
#define getwc     mww_libc_getwc
#define getwchar  mww_libc_getwchar
#define fgetws    mww_libc_fgetws
#define fputwc    mww_libc_fputwc
#define putwc     mww_libc_putwc
#define putwchar  mww_libc_putwchar
#define fputws    mww_libc_fputws
#define ungetwc   mww_libc_ungetwc
#ifdef MWW_WIDE_IS_WCHAR_T
#  define wcslen  mww_libc_wcslen
#  define wcsnlen mww_libc_wcsnlen
#  define wcscpy  mww_libc_wcscpy
#  define wcsncpy mww_libc_wcsncpy
#  define wcscat  mww_libc_wcscat
#  define wcsncat mww_libc_wcsncat
#  define wcscmp  mww_libc_wcscmp
#  define wcsncmp mww_libc_wcsncmp
#  define wcscoll mww_libc_wcscoll
#  define wcsxfrm mww_libc_wcsxfrm
#  define wcschr  mww_libc_wcschr
#  define wcsrchr mww_libc_wcsrchr
#  define wcspbrk mww_libc_wcspbrk
#  define wcsstr  mww_libc_wcsstr
#  define wcsspn  mww_libc_wcsspn
#  define wcscspn mww_libc_wcscspn
#  define wcstok  mww_libc_wcstok
#  define wcsdup  mww_libc_wcsdup
#  define wmemcpy mww_libc_wmemcpy
#  define wmemmove mww_libc_wmemmove
#  define wmemset mww_libc_wmemset
#  define wmemcmp mww_libc_wmemcmp
#  define wmemchr mww_libc_wmemchr
#  define wcstol  mww_libc_wcstol
#  define wcstoul mww_libc_wcstoul
#  define wcstoll mww_libc_wcstoll
#  define wcstoull mww_libc_wcstoull
#  define wcstod  mww_libc_wcstod
#  define wcstof  mww_libc_wcstof
#  define wcstold mww_libc_wcstold
#  define mbrtowc mww_libc_mbrtowc
#  define mbrlen  mww_libc_mbrlen
#  define wcrtomb mww_libc_wcrtomb
#  define mbsrtowcs mww_libc_mbsrtowcs
#  define wcsrtombs mww_libc_wcsrtombs
#  define mbstowcs mww_libc_mbstowcs
#  define wcstombs mww_libc_wcstombs
#  define mbtowc  mww_libc_mbtowc
#  define wctomb  mww_libc_wctomb
#  define wcsftime mww_libc_wcsftime
#endif
