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

#endif
