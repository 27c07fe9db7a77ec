/* SPDX-License-Identifier: MIT */
/* windows.h — Windows' named file mappings, events, mutexes, semaphores and
 * waits, for programs on Linux.
 *
 *      #include <windows.h>
 *
 *      HANDLE cam = CreateFileMapping(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 100, "cam");
 *      char *text = MapViewOfFile(cam, FILE_MAP_WRITE, 0, 0, 0);
 *
 *      cc $(pkg-config --cflags mapwire-win32) prog.c $(pkg-config --libs mapwire-win32)
 *
 * Every function that is declared here does what Windows documents, last error
 * included; whatever is not here fails when it is compiled, by its name. The
 * objects are mapwire's own: `mapwire ls` shows them, and a program that uses
 * <mapwire/event.h> may set the event that a Windows program waits for.
 *
 * Text. CHAR strings are bytes (UTF-8 where they meet WCHAR strings); WCHAR is
 * a 16-bit unit. TEXT("...") with -DUNICODE gives u"..." literals, or L"..."
 * with -fshort-wchar.
 *
 * Threads  all of it, as on Windows: any handle from any thread.
 * Differences and limits: mapwire-win32(7).
 */
#ifndef MWW_WINDOWS_H
#define MWW_WINDOWS_H

/* What is not here is an error, also in C of before 1999. */
#ifndef __cplusplus
#  pragma GCC diagnostic error "-Wimplicit-function-declaration"
#endif
/* #pragma comment(lib, ...) and #pragma warning(...) are for other compilers. */
#pragma GCC diagnostic ignored "-Wunknown-pragmas"

#include <excpt.h>
#include <sdkddkver.h>
#include <windef.h>
#include <winnt.h>
#include <winbase.h>
#include <winuser.h>
#include <mww_module.h>
#ifndef WIN32_LEAN_AND_MEAN
#  include <shellapi.h>
#  include <stdlib.h> /* as combaseapi.h does on Windows */
#  include <winioctl.h>
#endif

#endif
