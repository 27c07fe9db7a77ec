/* SPDX-License-Identifier: MIT */
/* wincon.h — the console, as older programs include it. Part of windows.h. */
#ifndef MWW_WINCON_H
#define MWW_WINCON_H

#include <consoleapi.h>
#include <consoleapi2.h>

MWW_API HWND WINAPI GetConsoleWindow(void);
MWW_API BOOL WINAPI Beep(DWORD dwFreq, DWORD dwDuration);

#endif
