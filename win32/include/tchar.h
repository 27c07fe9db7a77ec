/* SPDX-License-Identifier: MIT */
/* tchar.h — names that follow the build's kind of text.
 *
 * _T and TCHAR work in both builds. The names of library functions are here
 * for byte text only: with -DUNICODE they are not declared, because the C
 * library has no functions for 16-bit text.
 */
#ifndef MWW_TCHAR_H
#define MWW_TCHAR_H

#include <winnt.h>

#define _T(quote)    MWW_TEXT(quote)
#define _TEXT(quote) MWW_TEXT(quote)

#ifndef UNICODE
#  define _tmain    main
#  define _tprintf  printf
#  define _ftprintf fprintf
#  define _stprintf sprintf
#  define _sntprintf snprintf
#  define _tscanf   scanf
#  define _fgetts   fgets
#  define _fputts   fputs
#  define _puttchar putchar
#  define _putts    puts
#  define _tcslen   strlen
#  define _tcscpy   strcpy
#  define _tcsncpy  strncpy
#  define _tcscat   strcat
#  define _tcscmp   strcmp
#  define _tcsncmp  strncmp
#  define _tcschr   strchr
#  define _tcsrchr  strrchr
#  define _tcsstr   strstr
#  define _tcstol   strtol
#  define _tcstoul  strtoul
#  define _ttoi     atoi
#endif

#endif
