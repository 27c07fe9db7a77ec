/* SPDX-License-Identifier: MIT */
/* mww_wide16.h — the standard's wide functions for -fshort-wchar: the ones that
 * the C library has for 32 bits only. Part of wchar.h and stdlib.h.
 */
#ifndef MWW_WIDE16_H
#define MWW_WIDE16_H
#pragma GCC system_header

/* A function that returns its first argument as it came, const or not. */
#ifdef __cplusplus
#  ifndef __CORRECT_ISO_CPP_WCHAR_H_PROTO
#    define __CORRECT_ISO_CPP_WCHAR_H_PROTO /* tells <cwchar> of these two forms */
#  endif
#  define MWW_FINDS(name, second)                                                   \
        extern "C++" __attribute__((visibility("default"))) wchar_t *name(          \
                wchar_t *text, second) MWW_WIDE(name);                              \
        extern "C++" __attribute__((visibility("default"))) const wchar_t *name(    \
                const wchar_t *text, second) MWW_WIDE(name)
#else
#  define MWW_FINDS(name, second) \
        MWW_API wchar_t *name(const wchar_t *text, second) MWW_WIDE(name)
#endif
MWW_FINDS(wcschr, wchar_t wanted);
MWW_FINDS(wcsrchr, wchar_t wanted);
MWW_FINDS(wcspbrk, const wchar_t *any);
MWW_FINDS(wcsstr, const wchar_t *wanted);
#ifdef __cplusplus
extern "C++" __attribute__((visibility("default"))) wchar_t *
wmemchr(wchar_t *text, wchar_t wanted, size_t count) MWW_WIDE(wmemchr);
extern "C++" __attribute__((visibility("default"))) const wchar_t *
wmemchr(const wchar_t *text, wchar_t wanted, size_t count) MWW_WIDE(wmemchr);
#else
MWW_API wchar_t *wmemchr(const wchar_t *text, wchar_t wanted, size_t count) MWW_WIDE(wmemchr);
#endif

MWW_API size_t wcslen(const wchar_t *text) MWW_WIDE(wcslen);
MWW_API size_t wcsnlen(const wchar_t *text, size_t most) MWW_WIDE(wcsnlen);
MWW_API wchar_t *wcscpy(wchar_t *to, const wchar_t *from) MWW_WIDE(wcscpy);
MWW_API wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t count) MWW_WIDE(wcsncpy);
MWW_API wchar_t *wcscat(wchar_t *to, const wchar_t *from) MWW_WIDE(wcscat);
MWW_API wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t count) MWW_WIDE(wcsncat);
MWW_API int wcscmp(const wchar_t *a, const wchar_t *b) MWW_WIDE(wcscmp);
MWW_API int wcsncmp(const wchar_t *a, const wchar_t *b, size_t count) MWW_WIDE(wcsncmp);
MWW_API int wcscoll(const wchar_t *a, const wchar_t *b) MWW_WIDE(wcscmp);
MWW_API size_t wcsxfrm(wchar_t *to, const wchar_t *from, size_t count) MWW_WIDE(wcsxfrm);
MWW_API size_t wcsspn(const wchar_t *text, const wchar_t *accepted) MWW_WIDE(wcsspn);
MWW_API size_t wcscspn(const wchar_t *text, const wchar_t *refused) MWW_WIDE(wcscspn);
MWW_API wchar_t *wcstok(wchar_t *text, const wchar_t *delimiters, wchar_t **rest)
        MWW_WIDE(wcstok_s);
MWW_API wchar_t *wcsdup(const wchar_t *text) MWW_WIDE(_wcsdup);
MWW_API wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t count) MWW_WIDE(wmemcpy);
MWW_API wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t count) MWW_WIDE(wmemmove);
MWW_API wchar_t *wmemset(wchar_t *to, wchar_t with, size_t count) MWW_WIDE(wmemset);
MWW_API int wmemcmp(const wchar_t *a, const wchar_t *b, size_t count) MWW_WIDE(wmemcmp);

MWW_API long wcstol(const wchar_t *text, wchar_t **end, int base) MWW_WIDE(wcstol);
MWW_API unsigned long wcstoul(const wchar_t *text, wchar_t **end, int base) MWW_WIDE(wcstoul);
MWW_API long long wcstoll(const wchar_t *text, wchar_t **end, int base) MWW_WIDE(_wcstoi64);
MWW_API unsigned long long wcstoull(const wchar_t *text, wchar_t **end, int base)
        MWW_WIDE(_wcstoui64);
MWW_API double wcstod(const wchar_t *text, wchar_t **end) MWW_WIDE(wcstod);
MWW_API float wcstof(const wchar_t *text, wchar_t **end) MWW_WIDE(wcstof);
MWW_API long double wcstold(const wchar_t *text, wchar_t **end) MWW_WIDE(wcstold);

/* Between wide text and UTF-8. A character behind U+FFFF is two units, which
 * mbrtowc can't give at once: it refuses such a one with EILSEQ. */
MWW_API size_t mbrtowc(wchar_t *out, const char *bytes, size_t length, mbstate_t *state)
        MWW_WIDE(mbrtowc);
MWW_API size_t mbrlen(const char *bytes, size_t length, mbstate_t *state) MWW_WIDE(mbrlen);
MWW_API size_t wcrtomb(char *out, wchar_t character, mbstate_t *state) MWW_WIDE(wcrtomb);
MWW_API size_t mbsrtowcs(wchar_t *out, const char **bytes, size_t count, mbstate_t *state)
        MWW_WIDE(mbsrtowcs);
MWW_API size_t wcsrtombs(char *out, const wchar_t **text, size_t count, mbstate_t *state)
        MWW_WIDE(wcsrtombs);
MWW_API size_t mbstowcs(wchar_t *out, const char *bytes, size_t count) MWW_WIDE(mbstowcs);
MWW_API size_t wcstombs(char *out, const wchar_t *text, size_t count) MWW_WIDE(wcstombs);
MWW_API int mbtowc(wchar_t *out, const char *bytes, size_t length) MWW_WIDE(mbtowc);
MWW_API int wctomb(char *out, wchar_t character) MWW_WIDE(wctomb);

struct tm;
MWW_API size_t wcsftime(wchar_t *out, size_t count, const wchar_t *format, const struct tm *time)
        MWW_WIDE(wcsftime);

#endif
