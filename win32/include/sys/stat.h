/* SPDX-License-Identifier: MIT */
/* sys/stat.h — the C library's, with _stat and its kin. They have one structure
 * here, with a size of 64 bits, under all of its names; stat() stays Linux's.
 */
#ifndef MWW_SYS_STAT_H
#define MWW_SYS_STAT_H
#pragma GCC system_header

#include <corecrt.h>
#include_next <sys/stat.h>
#include <sys/types.h>

/* WCHAR, without the rest of windef.h, which the C++ library's headers may not bear. */
#if defined(MWW_WIDE_IS_WCHAR_T)
#  define MWW_STAT_WCHAR wchar_t
#elif defined(__cplusplus)
#  define MWW_STAT_WCHAR char16_t
#else
#  define MWW_STAT_WCHAR unsigned short
#endif

#define _S_IFMT   0xF000
#define _S_IFDIR  0x4000
#define _S_IFCHR  0x2000
#define _S_IFIFO  0x1000
#define _S_IFREG  0x8000
#define _S_IREAD  0x0100
#define _S_IWRITE 0x0080
#define _S_IEXEC  0x0040

struct _stat64 {
        unsigned       st_dev; /* the drive: 2 is C: */
        unsigned short st_ino;
        unsigned short st_mode;
        short          st_nlink;
        short          st_uid;
        short          st_gid;
        unsigned       st_rdev;
        long long      st_size;
/* The C library may have made macros of the names. */
#ifdef st_mtime
        struct timespec st_atim;
        struct timespec st_mtim;
        struct timespec st_ctim;
#else
        time_t st_atime;
        long   st_atime_ns;
        time_t st_mtime;
        long   st_mtime_ns;
        time_t st_ctime; /* of creation */
        long   st_ctime_ns;
#endif
};

#define _stat       _stat64
#define _stati64    _stat64
#define _stat64i32  _stat64
#define __stat64    _stat64
#define _fstat      _fstat64
#define _fstati64   _fstat64
#define _fstat64i32 _fstat64
#define _wstat      _wstat64
#define _wstati64   _wstat64
#define _wstat64i32 _wstat64

MWW_API int _stat64(const char *path, struct _stat64 *out);
MWW_API int _wstat64(const MWW_STAT_WCHAR *path, struct _stat64 *out);
MWW_API int _fstat64(int descriptor, struct _stat64 *out);

#endif
