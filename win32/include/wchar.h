/* SPDX-License-Identifier: MIT */
/* wchar.h — the C library's, with wide text as Windows has it.
 *
 * Streams: a stream has no orientation here, programs mix printf and wprintf;
 * wide text is UTF-8 in it. Formats: %s is wide and %S narrow in wide functions.
 * With -fshort-wchar the C library's functions can't be used at all, since they
 * take 32-bit characters: their declarations are put out of the way, and there
 * are others of the same names for 16 bits.
 */
#ifndef MWW_WCHAR_H
#define MWW_WCHAR_H
#pragma GCC system_header

#include <corecrt.h>

#include <mww_hide_wide.h>
#include_next <wchar.h>
#include <mww_show_wide.h>
#if defined(__has_include) && __has_include(<bits/types/FILE.h>)
#  include <bits/types/FILE.h>
#else
#  include <stdio.h>
#endif

/* ---- formatted ---- */
MWW_API int wprintf(const wchar_t *format, ...) MWW_WIDE(wprintf);
MWW_API int wprintf_s(const wchar_t *format, ...) MWW_WIDE(wprintf);
MWW_API int fwprintf(FILE *stream, const wchar_t *format, ...) MWW_WIDE(fwprintf);
MWW_API int fwprintf_s(FILE *stream, const wchar_t *format, ...) MWW_WIDE(fwprintf);
MWW_API int swprintf(wchar_t *buffer, size_t count, const wchar_t *format, ...) MWW_WIDE(swprintf);
MWW_API int _swprintf_c(wchar_t *buffer, size_t count, const wchar_t *format, ...)
        MWW_WIDE(swprintf);
MWW_API int _swprintf(wchar_t *buffer, const wchar_t *format, ...) MWW_WIDE(_swprintf);
MWW_API int swprintf_s(wchar_t *buffer, size_t count, const wchar_t *format, ...)
        MWW_WIDE(swprintf_s);
MWW_API int _snwprintf(wchar_t *buffer, size_t count, const wchar_t *format, ...)
        MWW_WIDE(_snwprintf);
MWW_API int _snwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, ...)
        MWW_WIDE(_snwprintf_s);
MWW_API int _scwprintf(const wchar_t *format, ...) MWW_WIDE(_scwprintf);
MWW_API int vwprintf(const wchar_t *format, va_list arguments) MWW_WIDE(vwprintf);
MWW_API int vwprintf_s(const wchar_t *format, va_list arguments) MWW_WIDE(vwprintf);
MWW_API int vfwprintf(FILE *stream, const wchar_t *format, va_list arguments) MWW_WIDE(vfwprintf);
MWW_API int vfwprintf_s(FILE *stream, const wchar_t *format, va_list arguments)
        MWW_WIDE(vfwprintf);
MWW_API int vswprintf(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments)
        MWW_WIDE(vswprintf);
MWW_API int _vswprintf(wchar_t *buffer, const wchar_t *format, va_list arguments)
        MWW_WIDE(_vswprintf);
MWW_API int vswprintf_s(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments)
        MWW_WIDE(vswprintf_s);
MWW_API int _vsnwprintf(wchar_t *buffer, size_t count, const wchar_t *format, va_list arguments)
        MWW_WIDE(_vsnwprintf);
MWW_API int _vsnwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format,
                          va_list arguments) MWW_WIDE(_vsnwprintf_s);
MWW_API int _vscwprintf(const wchar_t *format, va_list arguments) MWW_WIDE(_vscwprintf);

MWW_API int wscanf(const wchar_t *format, ...) MWW_WIDE(wscanf);
MWW_API int wscanf_s(const wchar_t *format, ...) MWW_WIDE(wscanf_s);
MWW_API int fwscanf(FILE *stream, const wchar_t *format, ...) MWW_WIDE(fwscanf);
MWW_API int fwscanf_s(FILE *stream, const wchar_t *format, ...) MWW_WIDE(fwscanf_s);
MWW_API int swscanf(const wchar_t *buffer, const wchar_t *format, ...) MWW_WIDE(swscanf);
MWW_API int swscanf_s(const wchar_t *buffer, const wchar_t *format, ...) MWW_WIDE(swscanf_s);
MWW_API int vwscanf(const wchar_t *format, va_list arguments) MWW_WIDE(vwscanf);
MWW_API int vfwscanf(FILE *stream, const wchar_t *format, va_list arguments) MWW_WIDE(vfwscanf);
MWW_API int vswscanf(const wchar_t *buffer, const wchar_t *format, va_list arguments)
        MWW_WIDE(vswscanf);

/* ---- streams ---- */
MWW_API wint_t fgetwc(FILE *stream) MWW_WIDE(fgetwc);
MWW_API wint_t getwc(FILE *stream) MWW_WIDE(fgetwc);
MWW_API wint_t getwchar(void) MWW_WIDE(getwchar);
MWW_API wint_t _fgetwchar(void) MWW_WIDE(getwchar);
MWW_API wint_t fputwc(wchar_t character, FILE *stream) MWW_WIDE(fputwc);
MWW_API wint_t putwc(wchar_t character, FILE *stream) MWW_WIDE(fputwc);
MWW_API wint_t putwchar(wchar_t character) MWW_WIDE(putwchar);
MWW_API wint_t _fputwchar(wchar_t character) MWW_WIDE(putwchar);
MWW_API wint_t ungetwc(wint_t character, FILE *stream) MWW_WIDE(ungetwc);
MWW_API wchar_t *fgetws(wchar_t *buffer, int count, FILE *stream) MWW_WIDE(fgetws);
MWW_API int fputws(const wchar_t *text, FILE *stream) MWW_WIDE(fputws);
MWW_API wchar_t *_getws(wchar_t *buffer) MWW_WIDE(_getws);
MWW_API wchar_t *_getws_s(wchar_t *buffer, size_t count) MWW_WIDE(_getws_s);
MWW_API int _putws(const wchar_t *text) MWW_WIDE(_putws);
MWW_API FILE *_wfopen(const wchar_t *path, const wchar_t *mode) MWW_WIDE(_wfopen);
MWW_API errno_t _wfopen_s(FILE **out_stream, const wchar_t *path, const wchar_t *mode)
        MWW_WIDE(_wfopen_s);
MWW_API FILE *_wfsopen(const wchar_t *path, const wchar_t *mode, int share) MWW_WIDE(_wfsopen);
MWW_API FILE *_wfreopen(const wchar_t *path, const wchar_t *mode, FILE *stream)
        MWW_WIDE(_wfreopen);
MWW_API errno_t _wfreopen_s(FILE **out_stream, const wchar_t *path, const wchar_t *mode,
                            FILE *stream) MWW_WIDE(_wfreopen_s);
MWW_API FILE *_wfdopen(int descriptor, const wchar_t *mode) MWW_WIDE(_wfdopen);
MWW_API wchar_t *_wtempnam(const wchar_t *directory, const wchar_t *prefix) MWW_WIDE(_wtempnam);
MWW_API wchar_t *_wtmpnam(wchar_t *buffer) MWW_WIDE(_wtmpnam);
MWW_API errno_t _wtmpnam_s(wchar_t *buffer, size_t count) MWW_WIDE(_wtmpnam_s);
MWW_API int _wremove(const wchar_t *path) MWW_WIDE(_wremove);
MWW_API int _wrename(const wchar_t *from, const wchar_t *to) MWW_WIDE(_wrename);
MWW_API void _wperror(const wchar_t *text) MWW_WIDE(_wperror);

/* ---- strings ---- */
MWW_API errno_t wcscpy_s(wchar_t *to, rsize_t count, const wchar_t *from) MWW_WIDE(wcscpy_s);
MWW_API errno_t wcscat_s(wchar_t *to, rsize_t count, const wchar_t *from) MWW_WIDE(wcscat_s);
MWW_API errno_t wcsncpy_s(wchar_t *to, rsize_t count, const wchar_t *from, rsize_t most)
        MWW_WIDE(wcsncpy_s);
MWW_API errno_t wcsncat_s(wchar_t *to, rsize_t count, const wchar_t *from, rsize_t most)
        MWW_WIDE(wcsncat_s);
MWW_API wchar_t *wcstok_s(wchar_t *text, const wchar_t *delimiters, wchar_t **rest)
        MWW_WIDE(wcstok_s);
MWW_API size_t wcsnlen_s(const wchar_t *text, size_t most) MWW_WIDE(wcsnlen_s);
MWW_API errno_t wmemcpy_s(wchar_t *to, rsize_t room, const wchar_t *from, rsize_t count)
        MWW_WIDE(wmemcpy_s);
MWW_API errno_t wmemmove_s(wchar_t *to, rsize_t room, const wchar_t *from, rsize_t count)
        MWW_WIDE(wmemmove_s);
MWW_API int _wcsicmp(const wchar_t *a, const wchar_t *b) MWW_WIDE(_wcsicmp);
MWW_API int _wcsnicmp(const wchar_t *a, const wchar_t *b, size_t count) MWW_WIDE(_wcsnicmp);
MWW_API int wcsicmp(const wchar_t *a, const wchar_t *b) MWW_WIDE(_wcsicmp);
MWW_API int wcsnicmp(const wchar_t *a, const wchar_t *b, size_t count) MWW_WIDE(_wcsnicmp);
MWW_API int _wcsicoll(const wchar_t *a, const wchar_t *b) MWW_WIDE(_wcsicmp);
MWW_API wchar_t *_wcsdup(const wchar_t *text) MWW_WIDE(_wcsdup);
MWW_API wchar_t *_wcslwr(wchar_t *text) MWW_WIDE(_wcslwr);
MWW_API wchar_t *_wcsupr(wchar_t *text) MWW_WIDE(_wcsupr);
MWW_API wchar_t *_wcsrev(wchar_t *text) MWW_WIDE(_wcsrev);
MWW_API wchar_t *_wcsset(wchar_t *text, wchar_t with) MWW_WIDE(_wcsset);
MWW_API wchar_t *_wcsnset(wchar_t *text, wchar_t with, size_t count) MWW_WIDE(_wcsnset);
MWW_API wchar_t *wcsset(wchar_t *text, wchar_t with) MWW_WIDE(_wcsset);
MWW_API wchar_t *wcsnset(wchar_t *text, wchar_t with, size_t count) MWW_WIDE(_wcsnset);
MWW_API int wcsicoll(const wchar_t *a, const wchar_t *b) MWW_WIDE(_wcsicmp);
MWW_API int _wcsnicoll(const wchar_t *a, const wchar_t *b, size_t count) MWW_WIDE(_wcsnicmp);
MWW_API wchar_t *_wcserror(int number) MWW_WIDE(_wcserror);
MWW_API errno_t _wcserror_s(wchar_t *buffer, size_t count, int number) MWW_WIDE(_wcserror_s);
MWW_API wchar_t *wcslwr(wchar_t *text) MWW_WIDE(_wcslwr);
MWW_API wchar_t *wcsupr(wchar_t *text) MWW_WIDE(_wcsupr);
MWW_API wchar_t *wcsrev(wchar_t *text) MWW_WIDE(_wcsrev);
MWW_API errno_t _wcslwr_s(wchar_t *text, size_t count) MWW_WIDE(_wcslwr_s);
MWW_API errno_t _wcsupr_s(wchar_t *text, size_t count) MWW_WIDE(_wcsupr_s);

/* ---- numbers ---- */
MWW_API int _wtoi(const wchar_t *text) MWW_WIDE(_wtoi);
MWW_API long _wtol(const wchar_t *text) MWW_WIDE(_wtol);
MWW_API long long _wtoi64(const wchar_t *text) MWW_WIDE(_wtoi64);
MWW_API long long _wtoll(const wchar_t *text) MWW_WIDE(_wtoi64);
MWW_API double _wtof(const wchar_t *text) MWW_WIDE(_wtof);
MWW_API long long _wcstoi64(const wchar_t *text, wchar_t **end, int base) MWW_WIDE(_wcstoi64);
MWW_API unsigned long long _wcstoui64(const wchar_t *text, wchar_t **end, int base)
        MWW_WIDE(_wcstoui64);
MWW_API wchar_t *_itow(int value, wchar_t *buffer, int radix) MWW_WIDE(_itow);
MWW_API wchar_t *_ltow(long value, wchar_t *buffer, int radix) MWW_WIDE(_ltow);
MWW_API wchar_t *_ultow(unsigned long value, wchar_t *buffer, int radix) MWW_WIDE(_ultow);
MWW_API wchar_t *_i64tow(long long value, wchar_t *buffer, int radix) MWW_WIDE(_i64tow);
MWW_API wchar_t *_ui64tow(unsigned long long value, wchar_t *buffer, int radix)
        MWW_WIDE(_ui64tow);
MWW_API errno_t _itow_s(int value, wchar_t *buffer, size_t count, int radix) MWW_WIDE(_itow_s);
MWW_API errno_t _ltow_s(long value, wchar_t *buffer, size_t count, int radix) MWW_WIDE(_ltow_s);
MWW_API errno_t _ultow_s(unsigned long value, wchar_t *buffer, size_t count, int radix)
        MWW_WIDE(_ultow_s);
MWW_API errno_t _i64tow_s(long long value, wchar_t *buffer, size_t count, int radix)
        MWW_WIDE(_i64tow_s);
MWW_API errno_t _ui64tow_s(unsigned long long value, wchar_t *buffer, size_t count, int radix)
        MWW_WIDE(_ui64tow_s);

/* ---- environment, paths ---- */
MWW_API wchar_t *_wgetenv(const wchar_t *name) MWW_WIDE(_wgetenv);
MWW_API errno_t _wgetenv_s(size_t *out_needed, wchar_t *buffer, size_t count, const wchar_t *name)
        MWW_WIDE(_wgetenv_s);
MWW_API errno_t _wdupenv_s(wchar_t **out_value, size_t *out_count, const wchar_t *name)
        MWW_WIDE(_wdupenv_s);
MWW_API int _wputenv(const wchar_t *assignment) MWW_WIDE(_wputenv);
MWW_API errno_t _wputenv_s(const wchar_t *name, const wchar_t *value) MWW_WIDE(_wputenv_s);
MWW_API int _wsystem(const wchar_t *command) MWW_WIDE(_wsystem);
MWW_API FILE *_wpopen(const wchar_t *command, const wchar_t *mode) MWW_WIDE(_wpopen);
MWW_API void _wsplitpath(const wchar_t *path, wchar_t *drive, wchar_t *directory, wchar_t *name,
                         wchar_t *extension) MWW_WIDE(_wsplitpath);
MWW_API errno_t _wsplitpath_s(const wchar_t *path, wchar_t *drive, size_t drive_count,
                              wchar_t *directory, size_t directory_count, wchar_t *name,
                              size_t name_count, wchar_t *extension, size_t extension_count)
        MWW_WIDE(_wsplitpath_s);
MWW_API void _wmakepath(wchar_t *path, const wchar_t *drive, const wchar_t *directory,
                        const wchar_t *name, const wchar_t *extension) MWW_WIDE(_wmakepath);
MWW_API errno_t _wmakepath_s(wchar_t *path, size_t count, const wchar_t *drive,
                             const wchar_t *directory, const wchar_t *name,
                             const wchar_t *extension) MWW_WIDE(_wmakepath_s);

#ifdef MWW_WIDE_IS_WCHAR_T
#  include <mww_wide16.h>
#endif
#ifdef __cplusplus
#  include <mww_wide_templates.h>
#endif

#endif
