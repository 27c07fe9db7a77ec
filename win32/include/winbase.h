/* SPDX-License-Identifier: MIT */
/* winbase.h — the families together, flags of CreateFile, memory by Windows'
 * names. Part of windows.h.
 */
#ifndef MWW_WINBASE_H
#define MWW_WINBASE_H

#include <winerror.h>
#include <minwinbase.h>
#include <errhandlingapi.h>
#include <handleapi.h>
#include <synchapi.h>
#include <memoryapi.h>
#include <fileapi.h>
#include <processthreadsapi.h>
#include <sysinfoapi.h>

#define FILE_FLAG_WRITE_THROUGH   0x80000000u
#define FILE_FLAG_OVERLAPPED      0x40000000u
#define FILE_FLAG_NO_BUFFERING    0x20000000u
#define FILE_FLAG_RANDOM_ACCESS   0x10000000u
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000u
#define FILE_FLAG_DELETE_ON_CLOSE 0x04000000u

/* Functions of the library, not the compiler's memcpy: a program that overruns
 * its buffer by a few bytes runs on Windows, and must not be ended here by
 * _FORTIFY_SOURCE (see mapwire-win32(7)). */
MWW_API void WINAPI RtlCopyMemory(void *Destination, const void *Source, SIZE_T Length);
MWW_API void WINAPI RtlMoveMemory(void *Destination, const void *Source, SIZE_T Length);
MWW_API void WINAPI RtlFillMemory(void *Destination, SIZE_T Length, BYTE Fill);
MWW_API void WINAPI RtlZeroMemory(void *Destination, SIZE_T Length);
MWW_API PVOID WINAPI RtlSecureZeroMemory(PVOID Destination, SIZE_T Length);

#define CopyMemory       RtlCopyMemory
#define MoveMemory       RtlMoveMemory
#define FillMemory       RtlFillMemory
#define ZeroMemory       RtlZeroMemory
#define SecureZeroMemory RtlSecureZeroMemory

#endif
