/* SPDX-License-Identifier: MIT */
/* errhandlingapi.h — the last error of this thread, error modes, exceptions.
 * Part of windows.h.
 *
 * Exceptions are for vectored handlers and the unhandled-exception filter; the
 * compilers here know no __try. See mapwire-win32(7).
 */
#ifndef MWW_ERRHANDLINGAPI_H
#define MWW_ERRHANDLINGAPI_H

#include <minwinbase.h>
#include <mww_status.h>

#define SEM_FAILCRITICALERRORS     0x0001
#define SEM_NOGPFAULTERRORBOX      0x0002
#define SEM_NOALIGNMENTFAULTEXCEPT 0x0004
#define SEM_NOOPENFILEERRORBOX     0x8000

MWW_API DWORD WINAPI GetLastError(void);
MWW_API void WINAPI SetLastError(DWORD dwErrCode);
MWW_API void WINAPI SetLastErrorEx(DWORD dwErrCode, DWORD dwType);
MWW_API UINT WINAPI SetErrorMode(UINT uMode);
MWW_API UINT WINAPI GetErrorMode(void);
MWW_API BOOL WINAPI SetThreadErrorMode(DWORD dwNewMode, LPDWORD lpOldMode);
MWW_API DWORD WINAPI GetThreadErrorMode(void);

#define EXCEPTION_MAXIMUM_PARAMETERS    15
#define EXCEPTION_NONCONTINUABLE        0x1
#define EXCEPTION_EXECUTE_HANDLER       1
#define EXCEPTION_CONTINUE_SEARCH       0
#define EXCEPTION_CONTINUE_EXECUTION    (-1)

typedef struct _EXCEPTION_RECORD {
        DWORD ExceptionCode;
        DWORD ExceptionFlags;
        struct _EXCEPTION_RECORD *ExceptionRecord;
        PVOID ExceptionAddress;
        DWORD NumberParameters;
        ULONG_PTR ExceptionInformation[EXCEPTION_MAXIMUM_PARAMETERS];
} EXCEPTION_RECORD, *PEXCEPTION_RECORD;

/* The registers of the processor's integer unit, by Windows' names; the rest of
 * Windows' structure is not here. */
typedef struct _CONTEXT {
        DWORD ContextFlags;
        DWORD EFlags;
#if defined(__x86_64__)
        ULONGLONG Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi;
        ULONGLONG R8, R9, R10, R11, R12, R13, R14, R15, Rip;
#elif defined(__i386__)
        DWORD Edi, Esi, Ebx, Edx, Ecx, Eax, Ebp, Eip, Esp;
#else
        ULONGLONG Sp, Pc;
#endif
} CONTEXT, *PCONTEXT, *LPCONTEXT;

typedef struct _EXCEPTION_POINTERS {
        PEXCEPTION_RECORD ExceptionRecord;
        PCONTEXT ContextRecord;
} EXCEPTION_POINTERS, *PEXCEPTION_POINTERS, *LPEXCEPTION_POINTERS;

typedef LONG(WINAPI *PVECTORED_EXCEPTION_HANDLER)(PEXCEPTION_POINTERS ExceptionInfo);
typedef LONG(WINAPI *PTOP_LEVEL_EXCEPTION_FILTER)(PEXCEPTION_POINTERS ExceptionInfo);
typedef PTOP_LEVEL_EXCEPTION_FILTER LPTOP_LEVEL_EXCEPTION_FILTER;

MWW_API void WINAPI RaiseException(DWORD dwExceptionCode, DWORD dwExceptionFlags,
                                   DWORD nNumberOfArguments, const ULONG_PTR *lpArguments);
MWW_API PVOID WINAPI AddVectoredExceptionHandler(ULONG First,
                                                 PVECTORED_EXCEPTION_HANDLER Handler);
MWW_API ULONG WINAPI RemoveVectoredExceptionHandler(PVOID Handle);
MWW_API LPTOP_LEVEL_EXCEPTION_FILTER WINAPI
SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER lpTopLevelExceptionFilter);

#endif
