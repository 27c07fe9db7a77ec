/* SPDX-License-Identifier: MIT */
/* processthreadsapi.h — threads and processes. Part of windows.h. */
#ifndef MWW_PROCESSTHREADSAPI_H
#define MWW_PROCESSTHREADSAPI_H

#include <minwinbase.h>

/* Rights to processes and threads. */
#define PROCESS_TERMINATE                 0x0001
#define PROCESS_CREATE_THREAD             0x0002
#define PROCESS_VM_OPERATION              0x0008
#define PROCESS_VM_READ                   0x0010
#define PROCESS_VM_WRITE                  0x0020
#define PROCESS_DUP_HANDLE                0x0040
#define PROCESS_CREATE_PROCESS            0x0080
#define PROCESS_SET_QUOTA                 0x0100
#define PROCESS_SET_INFORMATION           0x0200
#define PROCESS_QUERY_INFORMATION         0x0400
#define PROCESS_SUSPEND_RESUME            0x0800
#define PROCESS_QUERY_LIMITED_INFORMATION 0x1000
#define THREAD_TERMINATE                  0x0001
#define THREAD_SUSPEND_RESUME             0x0002
#define THREAD_GET_CONTEXT                0x0008
#define THREAD_SET_CONTEXT                0x0010
#define THREAD_SET_INFORMATION            0x0020
#define THREAD_QUERY_INFORMATION          0x0040
#define THREAD_SET_LIMITED_INFORMATION    0x0400
#define THREAD_QUERY_LIMITED_INFORMATION  0x0800

#define THREAD_PRIORITY_LOWEST        (-2)
#define THREAD_PRIORITY_BELOW_NORMAL  (-1)
#define THREAD_PRIORITY_NORMAL        0
#define THREAD_PRIORITY_ABOVE_NORMAL  1
#define THREAD_PRIORITY_HIGHEST       2
#define THREAD_PRIORITY_TIME_CRITICAL 15
#define THREAD_PRIORITY_IDLE          (-15)
#define THREAD_PRIORITY_ERROR_RETURN  0x7fffffff

#define MAXIMUM_SUSPEND_COUNT             127
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000
#define STILL_ACTIVE                      STATUS_PENDING
#define TLS_OUT_OF_INDEXES                0xFFFFFFFFu
#define FLS_OUT_OF_INDEXES                0xFFFFFFFFu
#define TLS_MINIMUM_AVAILABLE             64
#define FLS_MAXIMUM_AVAILABLE             4080

/* How a process is made. */
#define DEBUG_PROCESS              0x00000001
#define DEBUG_ONLY_THIS_PROCESS    0x00000002
#define CREATE_SUSPENDED           0x00000004
#define DETACHED_PROCESS           0x00000008
#define CREATE_NEW_CONSOLE         0x00000010
#define NORMAL_PRIORITY_CLASS      0x00000020
#define IDLE_PRIORITY_CLASS        0x00000040
#define HIGH_PRIORITY_CLASS        0x00000080
#define REALTIME_PRIORITY_CLASS    0x00000100
#define CREATE_NEW_PROCESS_GROUP   0x00000200
#define CREATE_UNICODE_ENVIRONMENT 0x00000400
#define BELOW_NORMAL_PRIORITY_CLASS 0x00004000
#define ABOVE_NORMAL_PRIORITY_CLASS 0x00008000
#define EXTENDED_STARTUPINFO_PRESENT 0x00080000
#define CREATE_BREAKAWAY_FROM_JOB  0x01000000
#define CREATE_DEFAULT_ERROR_MODE  0x04000000
#define CREATE_NO_WINDOW           0x08000000

#define STARTF_USESHOWWINDOW    0x00000001
#define STARTF_USESIZE          0x00000002
#define STARTF_USEPOSITION      0x00000004
#define STARTF_USECOUNTCHARS    0x00000008
#define STARTF_USEFILLATTRIBUTE 0x00000010
#define STARTF_FORCEONFEEDBACK  0x00000040
#define STARTF_FORCEOFFFEEDBACK 0x00000080
#define STARTF_USESTDHANDLES    0x00000100

typedef struct _STARTUPINFOA {
        DWORD  cb;
        LPSTR  lpReserved;
        LPSTR  lpDesktop;
        LPSTR  lpTitle;
        DWORD  dwX;
        DWORD  dwY;
        DWORD  dwXSize;
        DWORD  dwYSize;
        DWORD  dwXCountChars;
        DWORD  dwYCountChars;
        DWORD  dwFillAttribute;
        DWORD  dwFlags;
        WORD   wShowWindow;
        WORD   cbReserved2;
        LPBYTE lpReserved2;
        HANDLE hStdInput;
        HANDLE hStdOutput;
        HANDLE hStdError;
} STARTUPINFOA, *LPSTARTUPINFOA;

typedef struct _STARTUPINFOW {
        DWORD  cb;
        LPWSTR lpReserved;
        LPWSTR lpDesktop;
        LPWSTR lpTitle;
        DWORD  dwX;
        DWORD  dwY;
        DWORD  dwXSize;
        DWORD  dwYSize;
        DWORD  dwXCountChars;
        DWORD  dwYCountChars;
        DWORD  dwFillAttribute;
        DWORD  dwFlags;
        WORD   wShowWindow;
        WORD   cbReserved2;
        LPBYTE lpReserved2;
        HANDLE hStdInput;
        HANDLE hStdOutput;
        HANDLE hStdError;
} STARTUPINFOW, *LPSTARTUPINFOW;

/* What CreateProcess is told besides, with EXTENDED_STARTUPINFO_PRESENT. */
typedef struct _PROC_THREAD_ATTRIBUTE_LIST *PPROC_THREAD_ATTRIBUTE_LIST,
        *LPPROC_THREAD_ATTRIBUTE_LIST;

#define PROC_THREAD_ATTRIBUTE_PARENT_PROCESS 0x00020000
#define PROC_THREAD_ATTRIBUTE_HANDLE_LIST    0x00020002

typedef struct _STARTUPINFOEXA {
        STARTUPINFOA                 StartupInfo;
        LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList;
} STARTUPINFOEXA, *LPSTARTUPINFOEXA;

typedef struct _STARTUPINFOEXW {
        STARTUPINFOW                 StartupInfo;
        LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList;
} STARTUPINFOEXW, *LPSTARTUPINFOEXW;

typedef struct _PROCESS_INFORMATION {
        HANDLE hProcess;
        HANDLE hThread;
        DWORD  dwProcessId;
        DWORD  dwThreadId;
} PROCESS_INFORMATION, *PPROCESS_INFORMATION, *LPPROCESS_INFORMATION;

typedef DWORD(WINAPI *PTHREAD_START_ROUTINE)(LPVOID lpThreadParameter);
typedef PTHREAD_START_ROUTINE LPTHREAD_START_ROUTINE;
typedef VOID(WINAPI *PFLS_CALLBACK_FUNCTION)(PVOID lpFlsData);

/* Threads. */
MWW_API HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
                                   LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
                                   DWORD dwCreationFlags, LPDWORD lpThreadId);
MWW_API VOID WINAPI ExitThread(DWORD dwExitCode) __attribute__((noreturn));
MWW_API BOOL WINAPI TerminateThread(HANDLE hThread, DWORD dwExitCode);
MWW_API BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode);
MWW_API DWORD WINAPI SuspendThread(HANDLE hThread);
MWW_API DWORD WINAPI ResumeThread(HANDLE hThread);
MWW_API HANDLE WINAPI OpenThread(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwThreadId);
MWW_API HANDLE WINAPI GetCurrentThread(void);
MWW_API DWORD WINAPI GetCurrentThreadId(void);
MWW_API VOID WINAPI GetCurrentThreadStackLimits(PULONG_PTR LowLimit, PULONG_PTR HighLimit);
MWW_API DWORD WINAPI GetThreadId(HANDLE Thread);
MWW_API DWORD WINAPI GetProcessIdOfThread(HANDLE Thread);
MWW_API BOOL WINAPI SetThreadPriority(HANDLE hThread, int nPriority);
MWW_API int WINAPI GetThreadPriority(HANDLE hThread);
MWW_API BOOL WINAPI SetThreadPriorityBoost(HANDLE hThread, BOOL bDisablePriorityBoost);
MWW_API BOOL WINAPI GetThreadPriorityBoost(HANDLE hThread, PBOOL pDisablePriorityBoost);
MWW_API BOOL WINAPI SwitchToThread(void);
MWW_API HRESULT WINAPI SetThreadDescription(HANDLE hThread, PCWSTR lpThreadDescription);
MWW_API HRESULT WINAPI GetThreadDescription(HANDLE hThread, PWSTR *ppszThreadDescription);

/* Processors. */
#if UINTPTR_MAX > 0xFFFFFFFFu
#  define MAXIMUM_PROCESSORS 64
#else
#  define MAXIMUM_PROCESSORS 32
#endif
#define ALL_PROCESSOR_GROUPS 0xffff

MWW_API DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE hThread, DWORD_PTR dwThreadAffinityMask);
MWW_API DWORD WINAPI SetThreadIdealProcessor(HANDLE hThread, DWORD dwIdealProcessor);
MWW_API BOOL WINAPI GetProcessAffinityMask(HANDLE hProcess, PDWORD_PTR lpProcessAffinityMask,
                                           PDWORD_PTR lpSystemAffinityMask);
MWW_API BOOL WINAPI SetProcessAffinityMask(HANDLE hProcess, DWORD_PTR dwProcessAffinityMask);
MWW_API DWORD WINAPI GetCurrentProcessorNumber(void);
MWW_API DWORD WINAPI GetActiveProcessorCount(WORD GroupNumber);
MWW_API WORD WINAPI GetActiveProcessorGroupCount(void);

MWW_API DWORD WINAPI TlsAlloc(void);
MWW_API LPVOID WINAPI TlsGetValue(DWORD dwTlsIndex);
MWW_API BOOL WINAPI TlsSetValue(DWORD dwTlsIndex, LPVOID lpTlsValue);
MWW_API BOOL WINAPI TlsFree(DWORD dwTlsIndex);
MWW_API DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION lpCallback);
MWW_API PVOID WINAPI FlsGetValue(DWORD dwFlsIndex);
MWW_API BOOL WINAPI FlsSetValue(DWORD dwFlsIndex, PVOID lpFlsData);
MWW_API BOOL WINAPI FlsFree(DWORD dwFlsIndex);

/* How much a process read and wrote, and the memory that it may keep. */
typedef struct _IO_COUNTERS {
        ULONGLONG ReadOperationCount;
        ULONGLONG WriteOperationCount;
        ULONGLONG OtherOperationCount;
        ULONGLONG ReadTransferCount;
        ULONGLONG WriteTransferCount;
        ULONGLONG OtherTransferCount;
} IO_COUNTERS, *PIO_COUNTERS;

MWW_API BOOL WINAPI GetProcessIoCounters(HANDLE hProcess, PIO_COUNTERS lpIoCounters);
MWW_API BOOL WINAPI IsWow64Process(HANDLE hProcess, PBOOL Wow64Process);

/* Processes. */
MWW_API BOOL WINAPI CreateProcessA(LPCSTR lpApplicationName, LPSTR lpCommandLine,
                                   LPSECURITY_ATTRIBUTES lpProcessAttributes,
                                   LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles,
                                   DWORD dwCreationFlags, LPVOID lpEnvironment,
                                   LPCSTR lpCurrentDirectory, LPSTARTUPINFOA lpStartupInfo,
                                   LPPROCESS_INFORMATION lpProcessInformation);
MWW_API BOOL WINAPI CreateProcessW(LPCWSTR lpApplicationName, LPWSTR lpCommandLine,
                                   LPSECURITY_ATTRIBUTES lpProcessAttributes,
                                   LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles,
                                   DWORD dwCreationFlags, LPVOID lpEnvironment,
                                   LPCWSTR lpCurrentDirectory, LPSTARTUPINFOW lpStartupInfo,
                                   LPPROCESS_INFORMATION lpProcessInformation);
MWW_API BOOL WINAPI InitializeProcThreadAttributeList(
        LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList, DWORD dwAttributeCount, DWORD dwFlags,
        PSIZE_T lpSize);
MWW_API BOOL WINAPI UpdateProcThreadAttribute(LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList,
                                              DWORD dwFlags, DWORD_PTR Attribute, PVOID lpValue,
                                              SIZE_T cbSize, PVOID lpPreviousValue,
                                              PSIZE_T lpReturnSize);
MWW_API void WINAPI
DeleteProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList);
MWW_API VOID WINAPI GetStartupInfoA(LPSTARTUPINFOA lpStartupInfo);
MWW_API VOID WINAPI GetStartupInfoW(LPSTARTUPINFOW lpStartupInfo);
MWW_API HANDLE WINAPI OpenProcess(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwProcessId);
MWW_API BOOL WINAPI GetExitCodeProcess(HANDLE hProcess, LPDWORD lpExitCode);
MWW_API BOOL WINAPI TerminateProcess(HANDLE hProcess, UINT uExitCode);
MWW_API VOID WINAPI ExitProcess(UINT uExitCode) __attribute__((noreturn));
MWW_API HANDLE WINAPI GetCurrentProcess(void);
MWW_API DWORD WINAPI GetCurrentProcessId(void);
MWW_API DWORD WINAPI GetProcessId(HANDLE Process);
MWW_API BOOL WINAPI GetProcessHandleCount(HANDLE hProcess, PDWORD pdwHandleCount);
MWW_API BOOL WINAPI GetProcessTimes(HANDLE hProcess, LPFILETIME lpCreationTime,
                                    LPFILETIME lpExitTime, LPFILETIME lpKernelTime,
                                    LPFILETIME lpUserTime);
MWW_API BOOL WINAPI GetThreadTimes(HANDLE hThread, LPFILETIME lpCreationTime,
                                   LPFILETIME lpExitTime, LPFILETIME lpKernelTime,
                                   LPFILETIME lpUserTime);
MWW_API BOOL WINAPI GetSystemTimes(PFILETIME lpIdleTime, PFILETIME lpKernelTime,
                                   PFILETIME lpUserTime);
#define SHUTDOWN_NORETRY 0x00000001
MWW_API BOOL WINAPI GetProcessShutdownParameters(LPDWORD lpdwLevel, LPDWORD lpdwFlags);
MWW_API BOOL WINAPI SetProcessShutdownParameters(DWORD dwLevel, DWORD dwFlags);
MWW_API BOOL WINAPI SetPriorityClass(HANDLE hProcess, DWORD dwPriorityClass);
MWW_API DWORD WINAPI GetPriorityClass(HANDLE hProcess);

#ifdef UNICODE
typedef STARTUPINFOW STARTUPINFO;
typedef LPSTARTUPINFOW LPSTARTUPINFO;
typedef STARTUPINFOEXW STARTUPINFOEX;
typedef LPSTARTUPINFOEXW LPSTARTUPINFOEX;
#  define CreateProcess  CreateProcessW
#  define GetStartupInfo GetStartupInfoW
#else
typedef STARTUPINFOA STARTUPINFO;
typedef LPSTARTUPINFOA LPSTARTUPINFO;
typedef STARTUPINFOEXA STARTUPINFOEX;
typedef LPSTARTUPINFOEXA LPSTARTUPINFOEX;
#  define CreateProcess  CreateProcessA
#  define GetStartupInfo GetStartupInfoA
#endif

#endif
