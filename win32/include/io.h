/* SPDX-License-Identifier: MIT */
/* io.h — files by descriptors, as Windows' C run-time names them. The
 * descriptors are Linux's; text mode and binary mode are the same.
 */
#ifndef MWW_IO_H
#define MWW_IO_H

#include <windef.h>
#include <fcntl.h>
#include <sys/locking.h>
#include <sys/stat.h>

/* What Windows' io.h has of <unistd.h>, which has names more that a program may use for
 * functions of its own: link, pause, sleep ... Declared as there, so that both may come. */
MWW_EXTERN_C int access(const char *path, int mode) __THROW;
MWW_EXTERN_C int close(int descriptor);
MWW_EXTERN_C int dup(int descriptor) __THROW;
MWW_EXTERN_C int dup2(int descriptor, int as) __THROW;
MWW_EXTERN_C int isatty(int descriptor) __THROW;
#ifdef __USE_FILE_OFFSET64
MWW_EXTERN_C off_t __REDIRECT_NTH(lseek, (int descriptor, off_t offset, int from), lseek64);
#else
MWW_EXTERN_C off_t lseek(int descriptor, off_t offset, int from) __THROW;
#endif
MWW_EXTERN_C ssize_t read(int descriptor, void *to, size_t count);
MWW_EXTERN_C int unlink(const char *path) __THROW;
MWW_EXTERN_C ssize_t write(int descriptor, const void *from, size_t count);

/* _open's flags, with Windows' values; open()'s O_x stay Linux's. */
#define _O_RDONLY      0x0000
#define _O_WRONLY      0x0001
#define _O_RDWR        0x0002
#define _O_APPEND      0x0008
#define _O_RANDOM      0x0010
#define _O_SEQUENTIAL  0x0020
#define _O_TEMPORARY   0x0040
#define _O_NOINHERIT   0x0080
#define _O_CREAT       0x0100
#define _O_TRUNC       0x0200
#define _O_EXCL        0x0400
#define _O_SHORT_LIVED 0x1000
#define _O_TEXT        0x4000
#define _O_BINARY      0x8000
#define _O_RAW         _O_BINARY
#define _O_WTEXT       0x10000
#define _O_U16TEXT     0x20000
#define _O_U8TEXT      0x40000

/* For open(): Linux has one mode. */
#ifndef O_BINARY
#  define O_BINARY 0
#endif
#ifndef O_TEXT
#  define O_TEXT 0
#endif

#define _A_NORMAL 0x00
#define _A_RDONLY 0x01
#define _A_HIDDEN 0x02
#define _A_SYSTEM 0x04
#define _A_SUBDIR 0x10
#define _A_ARCH   0x20

typedef unsigned _fsize_t;

struct _finddata_t {
        unsigned  attrib;
        long long time_create; /* seconds since 1970; -1: unknown */
        long long time_access;
        long long time_write;
        _fsize_t  size;
        char      name[260];
};

struct __finddata64_t {
        unsigned  attrib;
        long long time_create;
        long long time_access;
        long long time_write;
        long long size;
        char      name[260];
};

struct _wfinddata_t {
        unsigned  attrib;
        long long time_create;
        long long time_access;
        long long time_write;
        _fsize_t  size;
        WCHAR     name[260];
};

struct _wfinddata64_t {
        unsigned  attrib;
        long long time_create;
        long long time_access;
        long long time_write;
        long long size;
        WCHAR     name[260];
};
/* By the widths of their times and sizes; times have 64 bits in all of them. */
#define _finddata64i32_t  _finddata_t
#define _finddatai64_t    __finddata64_t
#define _wfinddata64i32_t _wfinddata_t
#define _wfinddatai64_t   _wfinddata64_t
#define _findfirst64i32   _findfirst
#define _findnext64i32    _findnext
#define _findfirsti64     _findfirst64
#define _findnexti64      _findnext64
#define _wfindfirst64i32  _wfindfirst
#define _wfindnext64i32   _wfindnext
#define _wfindfirsti64    _wfindfirst64
#define _wfindnexti64     _wfindnext64

MWW_API int WINAPI _open(const char *_FileName, int _OpenFlag, ...);
MWW_API int WINAPI _wopen(const WCHAR *_FileName, int _OpenFlag, ...);
MWW_API int WINAPI _sopen(const char *_FileName, int _OpenFlag, int _ShareFlag, ...);
MWW_API int WINAPI _wsopen(const WCHAR *_FileName, int _OpenFlag, int _ShareFlag, ...);
MWW_API int WINAPI _sopen_s(int *_FileHandle, const char *_FileName, int _OpenFlag,
                            int _ShareFlag, int _PermissionMode);
MWW_API int WINAPI _wsopen_s(int *_FileHandle, const WCHAR *_FileName, int _OpenFlag,
                             int _ShareFlag, int _PermissionMode);
MWW_API int WINAPI _creat(const char *_FileName, int _PermissionMode);
MWW_API int WINAPI _wcreat(const WCHAR *_FileName, int _PermissionMode);
MWW_API int WINAPI _umask(int _Mode); /* of what _open and its kin make */
MWW_API errno_t WINAPI _umask_s(int _NewMode, int *_OldMode);
MWW_API int WINAPI _close(int _FileHandle);
MWW_API int WINAPI _read(int _FileHandle, void *_DstBuf, unsigned _MaxCharCount);
MWW_API int WINAPI _write(int _FileHandle, const void *_Buf, unsigned _MaxCharCount);
MWW_API LONG WINAPI _lseek(int _FileHandle, LONG _Offset, int _Origin);
MWW_API LONGLONG WINAPI _lseeki64(int _FileHandle, LONGLONG _Offset, int _Origin);
MWW_API LONG WINAPI _tell(int _FileHandle);
MWW_API LONGLONG WINAPI _telli64(int _FileHandle);
MWW_API LONG WINAPI _filelength(int _FileHandle);
MWW_API LONGLONG WINAPI _filelengthi64(int _FileHandle);
MWW_API int WINAPI _eof(int _FileHandle);
MWW_API int WINAPI _chsize(int _FileHandle, LONG _Size);
MWW_API int WINAPI _chsize_s(int _FileHandle, LONGLONG _Size);
MWW_API int WINAPI _locking(int _FileHandle, int _LockMode, LONG _NumOfBytes);
MWW_API int WINAPI _commit(int _FileHandle);
MWW_API int WINAPI _dup(int _FileHandle);
MWW_API int WINAPI _dup2(int _FileHandleSrc, int _FileHandleDst);
MWW_API int WINAPI _isatty(int _FileHandle);
MWW_API int WINAPI _setmode(int _FileHandle, int _Mode);
MWW_API int WINAPI _pipe(int *_PtHandles, unsigned _PipeSize, int _TextMode);
MWW_API intptr_t WINAPI _get_osfhandle(int _FileHandle);
MWW_API int WINAPI _open_osfhandle(intptr_t _OSFileHandle, int _Flags);

MWW_API int WINAPI _access(const char *_FileName, int _AccessMode);
MWW_API int WINAPI _waccess(const WCHAR *_FileName, int _AccessMode);
MWW_API int WINAPI _access_s(const char *_FileName, int _AccessMode);
MWW_API int WINAPI _waccess_s(const WCHAR *_FileName, int _AccessMode);
MWW_API int WINAPI _unlink(const char *_FileName);
MWW_API int WINAPI _wunlink(const WCHAR *_FileName);
MWW_API int WINAPI _chmod(const char *_FileName, int _Mode);
MWW_API int WINAPI _wchmod(const WCHAR *_FileName, int _Mode);
MWW_API char *WINAPI _mktemp(char *_TemplateName);
MWW_API int WINAPI _mktemp_s(char *_TemplateName, size_t _Size);
MWW_API WCHAR *WINAPI _wmktemp(WCHAR *_TemplateName);
MWW_API errno_t WINAPI _wmktemp_s(WCHAR *_TemplateName, size_t _SizeInWords);

/* The names of before C had rules for them. */
MWW_API int WINAPI chsize(int _FileHandle, LONG _Size) MWW_SAME_AS(_chsize);
MWW_API int WINAPI eof(int _FileHandle) MWW_SAME_AS(_eof);
MWW_API LONG WINAPI filelength(int _FileHandle) MWW_SAME_AS(_filelength);
MWW_API int WINAPI locking(int _FileHandle, int _LockMode, LONG _NumOfBytes)
        MWW_SAME_AS(_locking);
MWW_API int WINAPI setmode(int _FileHandle, int _Mode) MWW_SAME_AS(_setmode);
MWW_API int WINAPI sopen(const char *_FileName, int _OpenFlag, int _ShareFlag, ...)
        MWW_SAME_AS(_sopen);
MWW_API LONG WINAPI tell(int _FileHandle) MWW_SAME_AS(_tell);

MWW_API intptr_t WINAPI _findfirst(const char *_FileName, struct _finddata_t *_FindData);
MWW_API int WINAPI _findnext(intptr_t _FindHandle, struct _finddata_t *_FindData);
MWW_API intptr_t WINAPI _findfirst64(const char *_FileName, struct __finddata64_t *_FindData);
MWW_API int WINAPI _findnext64(intptr_t _FindHandle, struct __finddata64_t *_FindData);
MWW_API intptr_t WINAPI _wfindfirst(const WCHAR *_FileName, struct _wfinddata_t *_FindData);
MWW_API int WINAPI _wfindnext(intptr_t _FindHandle, struct _wfinddata_t *_FindData);
MWW_API intptr_t WINAPI _wfindfirst64(const WCHAR *_FileName, struct _wfinddata64_t *_FindData);
MWW_API int WINAPI _wfindnext64(intptr_t _FindHandle, struct _wfinddata64_t *_FindData);
MWW_API int WINAPI _findclose(intptr_t _FindHandle);

#endif
