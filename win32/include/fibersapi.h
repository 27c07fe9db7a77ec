/* SPDX-License-Identifier: MIT */
/* fibersapi.h — fibers: programs of their own stack that a thread runs in turns. The
 * values of FlsAlloc are in processthreadsapi.h. Part of windows.h.
 */
#ifndef MWW_FIBERSAPI_H
#define MWW_FIBERSAPI_H

#include <processthreadsapi.h>

#define FIBER_FLAG_FLOAT_SWITCH 0x1

typedef VOID(WINAPI *PFIBER_START_ROUTINE)(LPVOID lpFiberParameter);
typedef PFIBER_START_ROUTINE LPFIBER_START_ROUTINE;

MWW_API LPVOID WINAPI ConvertThreadToFiber(LPVOID lpParameter);
MWW_API LPVOID WINAPI ConvertThreadToFiberEx(LPVOID lpParameter, DWORD dwFlags);
MWW_API BOOL WINAPI ConvertFiberToThread(void);
MWW_API LPVOID WINAPI CreateFiber(SIZE_T dwStackSize, LPFIBER_START_ROUTINE lpStartAddress,
                                  LPVOID lpParameter);
MWW_API LPVOID WINAPI CreateFiberEx(SIZE_T dwStackCommitSize, SIZE_T dwStackReserveSize,
                                    DWORD dwFlags, LPFIBER_START_ROUTINE lpStartAddress,
                                    LPVOID lpParameter);
MWW_API void WINAPI SwitchToFiber(LPVOID lpFiber);
MWW_API void WINAPI DeleteFiber(LPVOID lpFiber);
MWW_API BOOL WINAPI IsThreadAFiber(void);
MWW_API PVOID WINAPI GetCurrentFiber(void);
MWW_API PVOID WINAPI GetFiberData(void);

#endif
