/* SPDX-License-Identifier: MIT */
/* stdio.h — the C library's, with formats as Windows' C run-time has them, the
 * _s functions, and the names with an underscore.
 *
 * printf, scanf and their kin are macros for functions of this layer: a
 * compiler knows the standard's printf too well, and would warn of %lu with a
 * DWORD, or compute what %I64d can't mean. mww_print_names.h has the list.
 */
#ifndef MWW_STDIO_H
#define MWW_STDIO_H
#pragma GCC system_header

#ifndef MWW_BUILDING
#  define fopen   mww_libc_fopen
#  define freopen mww_libc_freopen
#  define remove  mww_libc_remove
#  define rename  mww_libc_rename
#  define gets    mww_libc_gets
/* Names that Windows' stdio.h has not: many a program's own function is getline(). */
#  define getline  mww_libc_getline
#  define getdelim mww_libc_getdelim
#  define dprintf  mww_libc_dprintf
#  define vdprintf mww_libc_vdprintf
#endif
#include_next <stdio.h>
#include <wchar.h>
#ifndef MWW_BUILDING
#  undef fopen
#  undef freopen
#  undef remove
#  undef rename
#  undef gets
#  undef getline
#  undef getdelim
#  undef dprintf
#  undef vdprintf
MWW_API FILE *fopen(const char *path, const char *mode) MWW_SAME_AS(mww_fopen);
MWW_API FILE *freopen(const char *path, const char *mode, FILE *stream) MWW_SAME_AS(mww_freopen);
MWW_API int remove(const char *path) MWW_SAME_AS(mww_remove);
MWW_API int rename(const char *from, const char *to) MWW_SAME_AS(mww_rename);
MWW_API char *gets(char *buffer) MWW_SAME_AS(mww_gets);
#endif

#define _MAX_PATH  260
#define _MAX_DRIVE 3
#define _MAX_DIR   256
#define _MAX_FNAME 256
#define _MAX_EXT   256

MWW_API int mww_printf(const char *format, ...) MWW_WIDE(printf);
MWW_API int mww_fprintf(FILE *stream, const char *format, ...) MWW_WIDE(fprintf);
MWW_API int mww_sprintf(char *buffer, const char *format, ...) MWW_WIDE(sprintf);
MWW_API int mww_snprintf(char *buffer, size_t count, const char *format, ...) MWW_WIDE(snprintf);
MWW_API int mww_vprintf(const char *format, va_list arguments) MWW_WIDE(vprintf);
MWW_API int mww_vfprintf(FILE *stream, const char *format, va_list arguments) MWW_WIDE(vfprintf);
MWW_API int mww_vsprintf(char *buffer, const char *format, va_list arguments) MWW_WIDE(vsprintf);
MWW_API int mww_vsnprintf(char *buffer, size_t count, const char *format, va_list arguments)
        MWW_WIDE(vsnprintf);

MWW_API int printf_s(const char *format, ...) MWW_WIDE(printf);
MWW_API int fprintf_s(FILE *stream, const char *format, ...) MWW_WIDE(fprintf);
MWW_API int sprintf_s(char *buffer, size_t count, const char *format, ...) MWW_WIDE(sprintf_s);
MWW_API int vprintf_s(const char *format, va_list arguments) MWW_WIDE(vprintf);
MWW_API int vfprintf_s(FILE *stream, const char *format, va_list arguments) MWW_WIDE(vfprintf);
MWW_API int vsprintf_s(char *buffer, size_t count, const char *format, va_list arguments)
        MWW_WIDE(vsprintf_s);
MWW_API int _snprintf(char *buffer, size_t count, const char *format, ...) MWW_WIDE(_snprintf);
MWW_API int _snprintf_s(char *buffer, size_t size, size_t count, const char *format, ...)
        MWW_WIDE(_snprintf_s);
MWW_API int _vsnprintf(char *buffer, size_t count, const char *format, va_list arguments)
        MWW_WIDE(_vsnprintf);
MWW_API int _vsnprintf_s(char *buffer, size_t size, size_t count, const char *format,
                         va_list arguments) MWW_WIDE(_vsnprintf_s);
MWW_API int _scprintf(const char *format, ...) MWW_WIDE(_scprintf);
MWW_API int _vscprintf(const char *format, va_list arguments) MWW_WIDE(_vscprintf);

/* scanf is told which arguments point to a C long, for that has 64 bits here
 * and `%ld` means 32: bit n of longs is argument n. */
MWW_API int mww_scanf(unsigned long long longs, const char *format, ...) MWW_WIDE(scanf);
MWW_API int mww_fscanf(unsigned long long longs, FILE *stream, const char *format, ...)
        MWW_WIDE(fscanf);
MWW_API int mww_sscanf(unsigned long long longs, const char *buffer, const char *format, ...)
        MWW_WIDE(sscanf);
MWW_API int mww_scanf_s(unsigned long long longs, const char *format, ...) MWW_WIDE(scanf_s);
MWW_API int mww_fscanf_s(unsigned long long longs, FILE *stream, const char *format, ...)
        MWW_WIDE(fscanf_s);
MWW_API int mww_sscanf_s(unsigned long long longs, const char *buffer, const char *format, ...)
        MWW_WIDE(sscanf_s);
MWW_API int mww_vscanf(const char *format, va_list arguments) MWW_WIDE(vscanf);
MWW_API int mww_vfscanf(FILE *stream, const char *format, va_list arguments) MWW_WIDE(vfscanf);
MWW_API int mww_vsscanf(const char *buffer, const char *format, va_list arguments)
        MWW_WIDE(vsscanf);

MWW_API FILE *mww_fopen(const char *path, const char *mode);
MWW_API FILE *mww_freopen(const char *path, const char *mode, FILE *stream);
MWW_API int mww_remove(const char *path);
MWW_API int mww_rename(const char *from, const char *to);
MWW_API errno_t fopen_s(FILE **out_stream, const char *path, const char *mode);
MWW_API errno_t freopen_s(FILE **out_stream, const char *path, const char *mode, FILE *stream);
MWW_API FILE *_fsopen(const char *path, const char *mode, int share);
MWW_API errno_t tmpfile_s(FILE **out_stream);
MWW_API errno_t tmpnam_s(char *buffer, rsize_t count);
MWW_API errno_t clearerr_s(FILE *stream);
MWW_API size_t fread_s(void *buffer, size_t size, size_t element, size_t count, FILE *stream);
MWW_API char *mww_gets(char *buffer);
MWW_API char *gets_s(char *buffer, rsize_t count);
MWW_API int _flushall(void);
MWW_API int flushall(void) MWW_SAME_AS(_flushall);
MWW_API char *_tempnam(const char *directory, const char *prefix);
MWW_API int _getmaxstdio(void);
MWW_API int _setmaxstdio(int count);
MWW_API int _set_printf_count_output(int wanted); /* %n is refused: 0, always */
MWW_API int _get_printf_count_output(void);
MWW_API int _fcloseall(void);

MWW_API int _fileno(FILE *stream) MWW_SAME_AS(fileno);
MWW_API FILE *_fdopen(int descriptor, const char *mode) MWW_SAME_AS(fdopen);
MWW_API FILE *_popen(const char *command, const char *mode);
MWW_API int _pclose(FILE *stream) MWW_SAME_AS(pclose);
MWW_API int _fgetchar(void) MWW_SAME_AS(getchar);
MWW_API int _fputchar(int character) MWW_SAME_AS(putchar);
MWW_API int fgetchar(void) MWW_SAME_AS(getchar);
MWW_API int fputchar(int character) MWW_SAME_AS(putchar);
MWW_API int _getw(FILE *stream) MWW_SAME_AS(getw);
MWW_API int _putw(int word, FILE *stream) MWW_SAME_AS(putw);
MWW_API int _fseeki64(FILE *stream, long long offset, int whence) MWW_SAME_AS(fseeko64);
MWW_API long long _ftelli64(FILE *stream) MWW_SAME_AS(ftello64);
MWW_API int _getc_nolock(FILE *stream) MWW_SAME_AS(getc_unlocked);
MWW_API int _putc_nolock(int character, FILE *stream) MWW_SAME_AS(putc_unlocked);
MWW_API void _lock_file(FILE *stream) MWW_SAME_AS(flockfile);
MWW_API void _unlock_file(FILE *stream) MWW_SAME_AS(funlockfile);

#ifndef MWW_BUILDING
#  include <mww_print_names.h>
#  ifdef __cplusplus
#    include <mww_print_templates.h>
#  endif
#endif

#endif
