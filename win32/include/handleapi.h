/* SPDX-License-Identifier: MIT */
/* handleapi.h — close, duplicate and mark handles. Part of windows.h. */
#ifndef MWW_HANDLEAPI_H
#define MWW_HANDLEAPI_H

#include <minwinbase.h>

#define INVALID_HANDLE_VALUE           ((HANDLE) (LONG_PTR) -1)
#define HANDLE_FLAG_INHERIT            0x00000001
#define HANDLE_FLAG_PROTECT_FROM_CLOSE 0x00000002
#define DUPLICATE_CLOSE_SOURCE         0x00000001
#define DUPLICATE_SAME_ACCESS          0x00000002

MWW_API BOOL WINAPI CloseHandle(HANDLE hObject);
MWW_API BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
                                    HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle,
                                    DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwOptions);
MWW_API BOOL WINAPI GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags);
MWW_API BOOL WINAPI SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags);
MWW_API BOOL WINAPI CompareObjectHandles(HANDLE hFirstObjectHandle, HANDLE hSecondObjectHandle);

#endif
