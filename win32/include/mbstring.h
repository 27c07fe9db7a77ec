/* SPDX-License-Identifier: MIT */
/* mbstring.h — multibyte strings; the functions that mean bytes in UTF-8, too. */
#ifndef MWW_MBSTRING_H
#define MWW_MBSTRING_H

#include <string.h>

#define _mbscpy(to, from)  ((unsigned char *) strcpy((char *) (to), (const char *) (from)))
#define _mbscat(to, from)  ((unsigned char *) strcat((char *) (to), (const char *) (from)))
#define _mbscmp(a, b)      strcmp((const char *) (a), (const char *) (b))
#define _mbsicmp(a, b)     _stricmp((const char *) (a), (const char *) (b))
#define _mbschr(text, c)   ((unsigned char *) strchr((const char *) (text), (int) (c)))
#define _mbsrchr(text, c)  ((unsigned char *) strrchr((const char *) (text), (int) (c)))
#define _mbsstr(text, s)   ((unsigned char *) strstr((const char *) (text), (const char *) (s)))
#define _mbslen(text)      strlen((const char *) (text))
#define _mbsncmp(a, b, n)  strncmp((const char *) (a), (const char *) (b), n)
#define _mbsnbcmp(a, b, n) strncmp((const char *) (a), (const char *) (b), n)
#define _mbsnicmp(a, b, n) _strnicmp((const char *) (a), (const char *) (b), n)
#define _mbsncpy(a, b, n)  ((unsigned char *) strncpy((char *) (a), (const char *) (b), n))
#define _mbsnbcpy(a, b, n) ((unsigned char *) strncpy((char *) (a), (const char *) (b), n))
#define _mbsncat(a, b, n)  ((unsigned char *) strncat((char *) (a), (const char *) (b), n))
#define _mbsspn(text, s)   strspn((const char *) (text), (const char *) (s))
#define _mbscspn(text, s)  strcspn((const char *) (text), (const char *) (s))
#define _mbspbrk(text, s)  ((unsigned char *) strpbrk((const char *) (text), (const char *) (s)))
#define _mbslwr(text)      ((unsigned char *) _strlwr((char *) (text)))
#define _mbsupr(text)      ((unsigned char *) _strupr((char *) (text)))

/* No byte leads another: UTF-8 is none of the code pages with pairs of bytes. */
MWW_API unsigned char *_mbsinc(const unsigned char *text);
MWW_API unsigned char *_mbsdec(const unsigned char *start, const unsigned char *text);
MWW_API unsigned _mbsnextc(const unsigned char *text);
MWW_API size_t _mbclen(const unsigned char *text);
MWW_API int _ismbblead(unsigned character);
MWW_API int _ismbbtrail(unsigned character);

#endif
