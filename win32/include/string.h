/* SPDX-License-Identifier: MIT */
/* string.h — the C library's, the _s functions, and Windows' names; wide
 * strings too, as there.
 */
#ifndef MWW_STRING_H
#define MWW_STRING_H
#pragma GCC system_header

/* Windows has no index(): a program's variable or function may have that name. */
#ifndef MWW_BUILDING
#  define index   mww_libc_index
#  define rindex  mww_libc_rindex
#  define stpcpy  mww_libc_stpcpy
#  define stpncpy mww_libc_stpncpy
#  define strsep  mww_libc_strsep
#  define ffs     mww_libc_ffs
#endif
#include_next <string.h>
#include <strings.h>
#ifndef MWW_BUILDING
#  undef index
#  undef rindex
#  undef stpcpy
#  undef stpncpy
#  undef strsep
#  undef ffs
#endif
#include <wchar.h>

MWW_API errno_t strcpy_s(char *to, rsize_t count, const char *from);
MWW_API errno_t strcat_s(char *to, rsize_t count, const char *from);
MWW_API errno_t strncpy_s(char *to, rsize_t count, const char *from, rsize_t most);
MWW_API errno_t strncat_s(char *to, rsize_t count, const char *from, rsize_t most);
MWW_API char *strtok_s(char *text, const char *delimiters, char **rest);
MWW_API size_t strnlen_s(const char *text, size_t most);
MWW_API errno_t memcpy_s(void *to, rsize_t room, const void *from, rsize_t count);
MWW_API errno_t memmove_s(void *to, rsize_t room, const void *from, rsize_t count);
MWW_API errno_t strerror_s(char *buffer, size_t count, int given);

MWW_API char *_strdup(const char *text) MWW_SAME_AS(strdup);
MWW_API int _stricmp(const char *a, const char *b);
MWW_API int _strnicmp(const char *a, const char *b, size_t count);
MWW_API int _strnicoll(const char *a, const char *b, size_t count) MWW_SAME_AS(_strnicmp);
MWW_API int _strncoll(const char *a, const char *b, size_t count) MWW_SAME_AS(strncmp);
MWW_API void *_memccpy(void *to, const void *from, int until, size_t count) MWW_SAME_AS(memccpy);
MWW_API char *_strerror(const char *text); /* with errno's text; NULL: that alone */
MWW_API errno_t _strerror_s(char *buffer, size_t count, const char *text);
MWW_API int stricmp(const char *a, const char *b) MWW_SAME_AS(_stricmp);
MWW_API int strcmpi(const char *a, const char *b) MWW_SAME_AS(_stricmp);
MWW_API int _strcmpi(const char *a, const char *b) MWW_SAME_AS(_stricmp);
MWW_API int _stricoll(const char *a, const char *b) MWW_SAME_AS(_stricmp);
MWW_API int strnicmp(const char *a, const char *b, size_t count) MWW_SAME_AS(_strnicmp);
MWW_API int _memicmp(const void *a, const void *b, size_t count);
MWW_API int memicmp(const void *a, const void *b, size_t count) MWW_SAME_AS(_memicmp);
MWW_API int _stricmp_l(const char *a, const char *b, _locale_t locale);
MWW_API int _strnicmp_l(const char *a, const char *b, size_t count, _locale_t locale);
MWW_API int _strcoll_l(const char *a, const char *b, _locale_t locale);
MWW_API size_t _strxfrm_l(char *to, const char *from, size_t count, _locale_t locale);
MWW_API char *_strlwr(char *text);
MWW_API char *_strupr(char *text);
MWW_API char *_strrev(char *text);
MWW_API char *_strset(char *text, int with);
MWW_API char *_strnset(char *text, int with, size_t count);
MWW_API char *strlwr(char *text) MWW_SAME_AS(_strlwr);
MWW_API char *strupr(char *text) MWW_SAME_AS(_strupr);
MWW_API char *strrev(char *text) MWW_SAME_AS(_strrev);
MWW_API char *strset(char *text, int with) MWW_SAME_AS(_strset);
MWW_API char *strnset(char *text, int with, size_t count) MWW_SAME_AS(_strnset);
MWW_API errno_t _strset_s(char *text, size_t room, int with);
MWW_API errno_t _strnset_s(char *text, size_t room, int with, size_t count);
MWW_API errno_t _strlwr_s(char *text, size_t count);
MWW_API errno_t _strupr_s(char *text, size_t count);

#ifdef __cplusplus
extern "C++" {
template <size_t size> inline errno_t strcpy_s(char (&to)[size], const char *from)
{
        return strcpy_s(to, size, from);
}
template <size_t size> inline errno_t strcat_s(char (&to)[size], const char *from)
{
        return strcat_s(to, size, from);
}
template <size_t size> inline errno_t strncpy_s(char (&to)[size], const char *from, rsize_t most)
{
        return strncpy_s(to, size, from, most);
}
template <size_t size> inline errno_t strncat_s(char (&to)[size], const char *from, rsize_t most)
{
        return strncat_s(to, size, from, most);
}
template <size_t size> inline errno_t _strlwr_s(char (&text)[size])
{
        return _strlwr_s(text, size);
}
template <size_t size> inline errno_t _strupr_s(char (&text)[size])
{
        return _strupr_s(text, size);
}
template <size_t size> inline errno_t strerror_s(char (&buffer)[size], int given)
{
        return strerror_s(buffer, size, given);
}
}
#endif

#endif
