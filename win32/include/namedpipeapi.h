/* SPDX-License-Identifier: MIT */
/* namedpipeapi.h — pipes, with and without a name. Part of windows.h. */
#ifndef MWW_NAMEDPIPEAPI_H
#define MWW_NAMEDPIPEAPI_H

#include <minwinbase.h>

#define PIPE_ACCESS_INBOUND  0x00000001
#define PIPE_ACCESS_OUTBOUND 0x00000002
#define PIPE_ACCESS_DUPLEX   0x00000003

#define PIPE_CLIENT_END            0x00000000
#define PIPE_SERVER_END            0x00000001
#define PIPE_WAIT                  0x00000000
#define PIPE_NOWAIT                0x00000001
#define PIPE_READMODE_BYTE         0x00000000
#define PIPE_READMODE_MESSAGE      0x00000002
#define PIPE_TYPE_BYTE             0x00000000
#define PIPE_TYPE_MESSAGE          0x00000004
#define PIPE_ACCEPT_REMOTE_CLIENTS 0x00000000
#define PIPE_REJECT_REMOTE_CLIENTS 0x00000008
#define PIPE_UNLIMITED_INSTANCES   255

#define NMPWAIT_WAIT_FOREVER     0xffffffffu
#define NMPWAIT_NOWAIT           0x00000001
#define NMPWAIT_USE_DEFAULT_WAIT 0x00000000

#ifndef FILE_FLAG_FIRST_PIPE_INSTANCE
#  define FILE_FLAG_FIRST_PIPE_INSTANCE 0x00080000
#endif

MWW_API BOOL WINAPI CreatePipe(PHANDLE hReadPipe, PHANDLE hWritePipe,
                               LPSECURITY_ATTRIBUTES lpPipeAttributes, DWORD nSize);
MWW_API BOOL WINAPI PeekNamedPipe(HANDLE hNamedPipe, LPVOID lpBuffer, DWORD nBufferSize,
                                  LPDWORD lpBytesRead, LPDWORD lpTotalBytesAvail,
                                  LPDWORD lpBytesLeftThisMessage);
MWW_API HANDLE WINAPI CreateNamedPipeA(LPCSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode,
                                       DWORD nMaxInstances, DWORD nOutBufferSize,
                                       DWORD nInBufferSize, DWORD nDefaultTimeOut,
                                       LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API HANDLE WINAPI CreateNamedPipeW(LPCWSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode,
                                       DWORD nMaxInstances, DWORD nOutBufferSize,
                                       DWORD nInBufferSize, DWORD nDefaultTimeOut,
                                       LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API BOOL WINAPI ConnectNamedPipe(HANDLE hNamedPipe, LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI DisconnectNamedPipe(HANDLE hNamedPipe);
MWW_API BOOL WINAPI SetNamedPipeHandleState(HANDLE hNamedPipe, LPDWORD lpMode,
                                            LPDWORD lpMaxCollectionCount,
                                            LPDWORD lpCollectDataTimeout);
MWW_API BOOL WINAPI GetNamedPipeHandleStateA(HANDLE hNamedPipe, LPDWORD lpState,
                                             LPDWORD lpCurInstances, LPDWORD lpMaxCollectionCount,
                                             LPDWORD lpCollectDataTimeout, LPSTR lpUserName,
                                             DWORD nMaxUserNameSize);
MWW_API BOOL WINAPI GetNamedPipeInfo(HANDLE hNamedPipe, LPDWORD lpFlags, LPDWORD lpOutBufferSize,
                                     LPDWORD lpInBufferSize, LPDWORD lpMaxInstances);
MWW_API BOOL WINAPI TransactNamedPipe(HANDLE hNamedPipe, LPVOID lpInBuffer, DWORD nInBufferSize,
                                      LPVOID lpOutBuffer, DWORD nOutBufferSize,
                                      LPDWORD lpBytesRead, LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI WaitNamedPipeA(LPCSTR lpNamedPipeName, DWORD nTimeOut);
MWW_API BOOL WINAPI WaitNamedPipeW(LPCWSTR lpNamedPipeName, DWORD nTimeOut);
MWW_API BOOL WINAPI CallNamedPipeA(LPCSTR lpNamedPipeName, LPVOID lpInBuffer, DWORD nInBufferSize,
                                   LPVOID lpOutBuffer, DWORD nOutBufferSize, LPDWORD lpBytesRead,
                                   DWORD nTimeOut);
MWW_API BOOL WINAPI CallNamedPipeW(LPCWSTR lpNamedPipeName, LPVOID lpInBuffer,
                                   DWORD nInBufferSize, LPVOID lpOutBuffer, DWORD nOutBufferSize,
                                   LPDWORD lpBytesRead, DWORD nTimeOut);
MWW_API BOOL WINAPI GetNamedPipeClientProcessId(HANDLE Pipe, PULONG ClientProcessId);
MWW_API BOOL WINAPI GetNamedPipeServerProcessId(HANDLE Pipe, PULONG ServerProcessId);

#ifdef UNICODE
#  define CreateNamedPipe CreateNamedPipeW
#  define WaitNamedPipe   WaitNamedPipeW
#  define CallNamedPipe   CallNamedPipeW
#else
#  define CreateNamedPipe CreateNamedPipeA
#  define WaitNamedPipe   WaitNamedPipeA
#  define CallNamedPipe   CallNamedPipeA
#endif
#define GetNamedPipeHandleState GetNamedPipeHandleStateA

#endif
