/* SPDX-License-Identifier: MIT */
/* sys/timeb.h — _ftime by Windows' names. */
#ifndef MWW_SYS_TIMEB_H
#define MWW_SYS_TIMEB_H
#pragma GCC system_header

#include <time.h>

struct _timeb {
        time_t         time;
        unsigned short millitm;
        short          timezone;
        short          dstflag;
};
#define _timeb64  _timeb
#define __timeb64 _timeb
MWW_API void _ftime(struct _timeb *out);
MWW_API errno_t _ftime_s(struct _timeb *out);
MWW_API void _ftime64(struct _timeb *out) MWW_SAME_AS(_ftime);
MWW_API errno_t _ftime64_s(struct _timeb *out) MWW_SAME_AS(_ftime_s);

#endif
