/* SPDX-License-Identifier: MIT */
/* sys/utime.h — the times of a file by Windows' names. utime() and its structure
 * stay Linux's. */
#ifndef MWW_SYS_UTIME_H
#define MWW_SYS_UTIME_H
#pragma GCC system_header

#include <sys/stat.h>
#include <time.h>
#include <utime.h>

struct _utimbuf {
        time_t actime;
        time_t modtime;
};
#define __utimbuf64 _utimbuf

MWW_API int _utime(const char *path, struct _utimbuf *times); /* NULL: now */
MWW_API int _wutime(const MWW_STAT_WCHAR *path, struct _utimbuf *times);
MWW_API int _futime(int descriptor, struct _utimbuf *times);
MWW_API int _utime64(const char *path, struct _utimbuf *times) MWW_SAME_AS(_utime);
MWW_API int _wutime64(const MWW_STAT_WCHAR *path, struct _utimbuf *times) MWW_SAME_AS(_wutime);
MWW_API int _futime64(int descriptor, struct _utimbuf *times) MWW_SAME_AS(_futime);

#endif
