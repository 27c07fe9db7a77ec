/* SPDX-License-Identifier: MIT */
/* direct.h — directories, as Windows' C run-time names them. _getcwd() gives
 * Windows' form, C:\dir; all take both forms.
 */
#ifndef MWW_DIRECT_H
#define MWW_DIRECT_H

#include <windef.h>

struct _diskfree_t {
        unsigned total_clusters;
        unsigned avail_clusters;
        unsigned sectors_per_cluster;
        unsigned bytes_per_sector;
};

MWW_API int WINAPI _mkdir(const char *_Path);
MWW_API int WINAPI _wmkdir(const WCHAR *_Path);
MWW_API int WINAPI _rmdir(const char *_Path);
MWW_API int WINAPI _wrmdir(const WCHAR *_Path);
MWW_API int WINAPI _chdir(const char *_Path);
MWW_API int WINAPI _wchdir(const WCHAR *_Path);
MWW_API WCHAR *WINAPI _wfullpath(WCHAR *out, const WCHAR *path, size_t room);
MWW_API char *WINAPI _getcwd(char *_DstBuf, int _SizeInBytes);
MWW_API WCHAR *WINAPI _wgetcwd(WCHAR *_DstBuf, int _SizeInWords);
MWW_API int WINAPI _getdrive(void);
MWW_API int WINAPI _chdrive(int _Drive);
MWW_API char *WINAPI _getdcwd(int _Drive, char *_DstBuf, int _SizeInBytes); /* 3: C: */
MWW_API WCHAR *WINAPI _wgetdcwd(int _Drive, WCHAR *_DstBuf, int _SizeInWords);
MWW_API unsigned long WINAPI _getdrives(void);
MWW_API unsigned WINAPI _getdiskfree(unsigned _Drive, struct _diskfree_t *_DiskFree);

#endif
