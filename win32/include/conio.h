/* SPDX-License-Identifier: MIT */
/* conio.h — single keys from the console. _kbhit() is 0 when standard input has
 * nothing, also where it is no terminal; _getch() is EOF at its end.
 */
#ifndef MWW_CONIO_H
#define MWW_CONIO_H

#include <windef.h>

MWW_API int WINAPI _getch(void);
MWW_API int WINAPI _getche(void);
MWW_API int WINAPI _kbhit(void);
MWW_API int WINAPI _ungetch(int _Ch);
MWW_API int WINAPI _putch(int _Ch);
MWW_API int WINAPI _cputs(const char *_Str);
MWW_API char *WINAPI _cgets(char *_Buffer);
MWW_API int WINAPI _cprintf(const char *_Format, ...);
MWW_API int WINAPI _vcprintf(const char *_Format, va_list _ArgList);
MWW_API int WINAPI _cscanf(const char *_Format, ...);

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
