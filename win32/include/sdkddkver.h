/* SPDX-License-Identifier: MIT */
/* sdkddkver.h — the versions of Windows by number. */
#ifndef MWW_SDKDDKVER_H
#define MWW_SDKDDKVER_H

#define _WIN32_WINNT_NT4      0x0400
#define _WIN32_WINNT_WIN2K    0x0500
#define _WIN32_WINNT_WINXP    0x0501
#define _WIN32_WINNT_WS03     0x0502
#define _WIN32_WINNT_VISTA    0x0600
#define _WIN32_WINNT_WIN6     0x0600
#define _WIN32_WINNT_WS08     0x0600
#define _WIN32_WINNT_LONGHORN 0x0600
#define _WIN32_WINNT_WIN7     0x0601
#define _WIN32_WINNT_WIN8     0x0602
#define _WIN32_WINNT_WINBLUE  0x0603
#define _WIN32_WINNT_WIN10    0x0A00
#define NTDDI_WIN7            0x06010000
#define NTDDI_WIN8            0x06020000
#define NTDDI_WIN10           0x0A000000
#ifndef _WIN32_WINNT
#  define _WIN32_WINNT 0x0A00
#endif
#ifndef WINVER
#  define WINVER _WIN32_WINNT
#endif
#ifndef NTDDI_VERSION
#  define NTDDI_VERSION 0x0A000000
#endif

#endif
