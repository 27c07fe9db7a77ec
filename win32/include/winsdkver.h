/* SPDX-License-Identifier: MIT */
/* winsdkver.h — the newest Windows that the headers know; old wizards' targetver.h
 * includes it.
 */
#ifndef MWW_WINSDKVER_H
#define MWW_WINSDKVER_H

#define _WIN32_MAXVER         0x0A00
#define _WIN32_WINNT_MAXVER   0x0A00
#define _WIN32_WINDOWS_MAXVER 0x0A00
#define NTDDI_MAXVER          0x0A00
#define WINVER_MAXVER         0x0A00

#endif
