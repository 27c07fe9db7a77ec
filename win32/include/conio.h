/* SPDX-License-Identifier: MIT */
/* conio.h — single keys from the console. _kbhit() is 0 when standard input has
 * nothing, also where it is no terminal; _getch() is EOF at its end.
 */
#ifndef MWW_CONIO_H
#define MWW_CONIO_H

#include <wchar.h>
#include <windef.h>

MWW_API int WINAPI _getch(void);
MWW_API int WINAPI _getche(void);
MWW_API int WINAPI _kbhit(void);
MWW_API int WINAPI _ungetch(int _Ch);
MWW_API int WINAPI _putch(int _Ch);
MWW_API int WINAPI _cputs(const char *_Str);
MWW_API char *WINAPI _cgets(char *_Buffer);
MWW_API errno_t WINAPI _cgets_s(char *_Buffer, size_t _Size, size_t *_SizeRead);
MWW_API int WINAPI _cprintf(const char *_Format, ...);
MWW_API int WINAPI _vcprintf(const char *_Format, va_list _ArgList);
MWW_API int WINAPI _cprintf_s(const char *_Format, ...) MWW_SAME_AS(_cprintf);
MWW_API int WINAPI _vcprintf_s(const char *_Format, va_list _ArgList) MWW_SAME_AS(_vcprintf);
MWW_API int WINAPI _cscanf(const char *_Format, ...);

MWW_API wint_t WINAPI _getwch(void) MWW_WIDE(_getwch);
MWW_API wint_t WINAPI _getwche(void) MWW_WIDE(_getwche);
MWW_API wint_t WINAPI _ungetwch(wint_t _WCh) MWW_WIDE(_ungetwch);
MWW_API wint_t WINAPI _putwch(wchar_t _WCh) MWW_WIDE(_putwch);
MWW_API int WINAPI _cputws(const wchar_t *_String) MWW_WIDE(_cputws);
MWW_API wchar_t *WINAPI _cgetws(wchar_t *_Buffer) MWW_WIDE(_cgetws);
MWW_API errno_t WINAPI _cgetws_s(wchar_t *_Buffer, size_t _SizeInWords, size_t *_SizeRead)
        MWW_WIDE(_cgetws_s);
MWW_API int WINAPI _cwprintf(const wchar_t *_Format, ...) MWW_WIDE(_cwprintf);
MWW_API int WINAPI _cwprintf_s(const wchar_t *_Format, ...) MWW_WIDE(_cwprintf);
MWW_API int WINAPI _vcwprintf(const wchar_t *_Format, va_list _ArgList) MWW_WIDE(_vcwprintf);
MWW_API int WINAPI _vcwprintf_s(const wchar_t *_Format, va_list _ArgList) MWW_WIDE(_vcwprintf);
MWW_API int WINAPI _cwscanf(const wchar_t *_Format, ...) MWW_WIDE(_cwscanf);

/* The names of before C had rules for them. */
#define getch   _getch
#define getche  _getche
#define kbhit   _kbhit
#define ungetch _ungetch
#define putch   _putch
#define cputs   _cputs
#define cgets   _cgets
#define cprintf _cprintf
#define cscanf  _cscanf

#endif
