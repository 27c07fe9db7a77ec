/* SPDX-License-Identifier: MIT */
/* stdlib.h — the C library's, with Windows' rand, the _s functions, numbers as
 * text, parts of paths, the environment. system() knows `pause`, `cls`, `color`, `title`.
 */
#ifndef MWW_STDLIB_H
#define MWW_STDLIB_H
#pragma GCC system_header

#include <wchar.h>

/* C++'s own stdlib.h comes later: it takes up the names as they are then. */
#include <mww_hide_wide.h>
#ifndef MWW_BUILDING
#  define rand   mww_libc_rand
#  define srand  mww_libc_srand
#  define system mww_libc_system
/* Names that Windows' stdlib.h has not. */
#  define random  mww_libc_random
#  define srandom mww_libc_srandom
#endif
#ifdef __cplusplus
#  define _GLIBCXX_INCLUDE_NEXT_C_HEADERS
#endif
#include_next <stdlib.h>
#include <limits.h>
#ifdef __cplusplus
#  undef _GLIBCXX_INCLUDE_NEXT_C_HEADERS
#endif
#include <mww_show_wide.h>
#ifndef MWW_BUILDING
#  undef rand
#  undef srand
#  undef system
#  undef random
#  undef srandom
MWW_API int rand(void) MWW_SAME_AS(mww_rand);
MWW_API void srand(unsigned seed) MWW_SAME_AS(mww_srand);
MWW_API int system(const char *command) MWW_SAME_AS(mww_system);
#endif
#undef RAND_MAX
#define RAND_MAX 0x7FFF

#define _MAX_PATH   260
#define _MAX_DRIVE  3
#define _MAX_DIR    256
#define _MAX_FNAME  256
#define _MAX_EXT    256
#define _MAX_ENV    32767
#define _CVTBUFSIZE 349

#if !defined(__cplusplus) && !defined(NOMINMAX)
#  ifndef max
#    define max(a, b) ((a) > (b) ? (a) : (b))
#  endif
#  ifndef min
#    define min(a, b) ((a) < (b) ? (a) : (b))
#  endif
#endif
#define __max(a, b) ((a) > (b) ? (a) : (b))
#define __min(a, b) ((a) < (b) ? (a) : (b))

MWW_API int mww_rand(void);
MWW_API void mww_srand(unsigned seed);
MWW_API int mww_system(const char *command);

/* ---- numbers ---- */
MWW_API char *_itoa(int value, char *buffer, int radix);
MWW_API char *_ltoa(long value, char *buffer, int radix);
MWW_API char *_ultoa(unsigned long value, char *buffer, int radix);
MWW_API char *_i64toa(long long value, char *buffer, int radix);
MWW_API char *_ui64toa(unsigned long long value, char *buffer, int radix);
MWW_API char *itoa(int value, char *buffer, int radix) MWW_SAME_AS(_itoa);
MWW_API char *ltoa(long value, char *buffer, int radix) MWW_SAME_AS(_ltoa);
MWW_API char *ultoa(unsigned long value, char *buffer, int radix) MWW_SAME_AS(_ultoa);
MWW_API char *lltoa(long long value, char *buffer, int radix) MWW_SAME_AS(_i64toa);
MWW_API char *ulltoa(unsigned long long value, char *buffer, int radix) MWW_SAME_AS(_ui64toa);
MWW_API wchar_t *lltow(long long value, wchar_t *buffer, int radix) MWW_WIDE(_i64tow);
MWW_API wchar_t *ulltow(unsigned long long value, wchar_t *buffer, int radix) MWW_WIDE(_ui64tow);
MWW_API long long wtoll(const wchar_t *text) MWW_WIDE(_wtoi64);
MWW_API char *_ecvt(double value, int count, int *out_point, int *out_sign) MWW_SAME_AS(ecvt);
MWW_API char *_fcvt(double value, int count, int *out_point, int *out_sign) MWW_SAME_AS(fcvt);
MWW_API char *_gcvt(double value, int digits, char *buffer);
MWW_API errno_t _itoa_s(int value, char *buffer, size_t count, int radix);
MWW_API errno_t _ltoa_s(long value, char *buffer, size_t count, int radix);
MWW_API errno_t _ultoa_s(unsigned long value, char *buffer, size_t count, int radix);
MWW_API errno_t _i64toa_s(long long value, char *buffer, size_t count, int radix);
MWW_API errno_t _ui64toa_s(unsigned long long value, char *buffer, size_t count, int radix);
MWW_API long long _atoi64(const char *text) MWW_SAME_AS(atoll);
MWW_API long long _atoll(const char *text) MWW_SAME_AS(atoll);
MWW_API long long _strtoi64(const char *text, char **end, int base) MWW_SAME_AS(strtoll);
MWW_API unsigned long long _strtoui64(const char *text, char **end, int base)
        MWW_SAME_AS(strtoull);
MWW_API errno_t rand_s(unsigned *out_value);
MWW_API double _atof_l(const char *text, _locale_t locale);
MWW_API int _atoi_l(const char *text, _locale_t locale);
MWW_API long _atol_l(const char *text, _locale_t locale);
MWW_API long long _atoi64_l(const char *text, _locale_t locale);
MWW_API double _strtod_l(const char *text, char **end, _locale_t locale);
MWW_API long _strtol_l(const char *text, char **end, int base, _locale_t locale);
MWW_API unsigned long _strtoul_l(const char *text, char **end, int base, _locale_t locale);
MWW_API long long _strtoi64_l(const char *text, char **end, int base, _locale_t locale);
MWW_API unsigned long long _strtoui64_l(const char *text, char **end, int base,
                                        _locale_t locale);

/* ---- order: the context comes first here ---- */
MWW_API void qsort_s(void *base, size_t count, size_t width,
                         int (*compare)(void *context, const void *a, const void *b),
                         void *context);
MWW_API void *bsearch_s(const void *key, const void *base, size_t count, size_t width,
                            int (*compare)(void *context, const void *key, const void *entry),
                            void *context);
MWW_API void _swab(char *from, char *to, int count);

/* ---- paths, environment ---- */
MWW_API void _searchenv(const char *name, const char *variable, char *out);
MWW_API errno_t _searchenv_s(const char *name, const char *variable, char *out, size_t room);
MWW_API void _wsearchenv(const wchar_t *name, const wchar_t *variable, wchar_t *out)
        MWW_WIDE(_wsearchenv);
MWW_API errno_t _wsearchenv_s(const wchar_t *name, const wchar_t *variable, wchar_t *out,
                              size_t room) MWW_WIDE(_wsearchenv_s);
MWW_API char *_fullpath(char *out, const char *path, size_t room);
MWW_API void _splitpath(const char *path, char *drive, char *directory, char *name,
                        char *extension);
MWW_API errno_t _splitpath_s(const char *path, char *drive, size_t drive_count, char *directory,
                             size_t directory_count, char *name, size_t name_count,
                             char *extension, size_t extension_count);
MWW_API void _makepath(char *path, const char *drive, const char *directory, const char *name,
                       const char *extension);
MWW_API errno_t _makepath_s(char *path, size_t count, const char *drive, const char *directory,
                            const char *name, const char *extension);
MWW_API errno_t getenv_s(size_t *out_needed, char *buffer, rsize_t count, const char *name);
MWW_API errno_t _dupenv_s(char **out_value, size_t *out_count, const char *name);
MWW_API int _putenv(const char *assignment);
MWW_API errno_t _putenv_s(const char *name, const char *value);

/* ---- wide text and bytes ---- */
MWW_API errno_t mbstowcs_s(size_t *out_converted, wchar_t *to, size_t room, const char *from,
                           size_t most) MWW_WIDE(mbstowcs_s);
MWW_API errno_t wcstombs_s(size_t *out_converted, char *to, size_t room, const wchar_t *from,
                           size_t most) MWW_WIDE(wcstombs_s);

/* ---- the program ---- */
typedef int (*_onexit_t)(void);
typedef void (*_invalid_parameter_handler)(const wchar_t *expression, const wchar_t *function,
                                           const wchar_t *file, unsigned line,
                                           uintptr_t reserved);
MWW_API _invalid_parameter_handler
_set_invalid_parameter_handler(_invalid_parameter_handler handler);
MWW_API _invalid_parameter_handler _get_invalid_parameter_handler(void);
MWW_API errno_t _get_errno(int *out_number);
MWW_API errno_t _set_errno(int number);
MWW_EXTERN_C void _exit(int code) __attribute__((noreturn)); /* the C library has it */
MWW_API _onexit_t _onexit(_onexit_t function);
MWW_API _onexit_t onexit(_onexit_t function) MWW_SAME_AS(_onexit);
MWW_API void _sleep(unsigned long milliseconds);
MWW_API void _beep(unsigned frequency, unsigned milliseconds);
MWW_API void _seterrormode(int mode);
#define _OUT_TO_DEFAULT 0
#define _OUT_TO_STDERR  1
#define _OUT_TO_MSGBOX  2
#define _REPORT_ERRMODE 3
MWW_API int _set_error_mode(int mode); /* remembered */
MWW_API errno_t _get_fmode(int *out_mode);
MWW_API errno_t _set_fmode(int mode); /* remembered: text and binary are the same */
MWW_API int *mww_fmode(void);
#define _fmode (*mww_fmode())
MWW_API errno_t _get_pgmptr(char **out_path);
MWW_API errno_t _get_wpgmptr(wchar_t **out_path) MWW_WIDE(_get_wpgmptr);
MWW_API char *mww_program(void);
#define _pgmptr mww_program()
#define _WRITE_ABORT_MSG  1
#define _CALL_REPORTFAULT 2
MWW_API unsigned _set_abort_behavior(unsigned flags, unsigned mask);

/* What Windows' run-time keeps of the command line. */
MWW_EXTERN_C int __argc; /* no macros: glibc's headers name parameters so */
MWW_EXTERN_C char **__argv;
#define _environ environ
MWW_EXTERN_C char **environ;

MWW_API unsigned _rotl(unsigned value, int by);
MWW_API unsigned _rotr(unsigned value, int by);
MWW_API unsigned long long _rotl64(unsigned long long value, int by);
MWW_API unsigned long long _rotr64(unsigned long long value, int by);
MWW_API unsigned short _byteswap_ushort(unsigned short value);
MWW_API unsigned _byteswap_ulong(unsigned value);
MWW_API unsigned long long _byteswap_uint64(unsigned long long value);
MWW_API long long _abs64(long long value) MWW_SAME_AS(llabs);

#ifdef __cplusplus
#  include_next <stdlib.h>
extern "C++" {
template <size_t size> inline errno_t _itoa_s(int value, char (&buffer)[size], int radix)
{
        return _itoa_s(value, buffer, size, radix);
}
template <size_t size> inline errno_t _ltoa_s(long value, char (&buffer)[size], int radix)
{
        return _ltoa_s(value, buffer, size, radix);
}
template <size_t size>
inline errno_t _ultoa_s(unsigned long value, char (&buffer)[size], int radix)
{
        return _ultoa_s(value, buffer, size, radix);
}
template <size_t size>
inline errno_t getenv_s(size_t *out_needed, char (&buffer)[size], const char *name)
{
        return getenv_s(out_needed, buffer, size, name);
}
template <size_t size>
inline errno_t mbstowcs_s(size_t *out_converted, wchar_t (&to)[size], const char *from,
                          size_t most)
{
        return mbstowcs_s(out_converted, to, size, from, most);
}
template <size_t size>
inline errno_t wcstombs_s(size_t *out_converted, char (&to)[size], const wchar_t *from,
                          size_t most)
{
        return wcstombs_s(out_converted, to, size, from, most);
}
}
#endif

#endif
