/* SPDX-License-Identifier: MIT */
/* process.h — the C library's threads and processes. */
#ifndef MWW_PROCESS_H
#define MWW_PROCESS_H

#include <corecrt.h>
#include <windef.h>

typedef void(__cdecl *_beginthread_proc_type)(void *);
typedef unsigned(__stdcall *_beginthreadex_proc_type)(void *);

MWW_API uintptr_t __cdecl _beginthread(_beginthread_proc_type _StartAddress, unsigned _StackSize,
                                       void *_ArgList);
MWW_API uintptr_t __cdecl _beginthreadex(void *_Security, unsigned _StackSize,
                                         _beginthreadex_proc_type _StartAddress, void *_ArgList,
                                         unsigned _InitFlag, unsigned *_ThrdAddr);
MWW_API void __cdecl _endthread(void) __attribute__((noreturn));
MWW_API void __cdecl _endthreadex(unsigned _ReturnCode) __attribute__((noreturn));

#define _P_WAIT    0
#define _P_NOWAIT  1
#define _P_OVERLAY 2
#define _P_NOWAITO 3
#define _P_DETACH  4
#define P_WAIT     _P_WAIT
#define P_NOWAIT   _P_NOWAIT
#define P_OVERLAY  _P_OVERLAY
#define P_NOWAITO  _P_NOWAITO
#define P_DETACH   _P_DETACH
#define WAIT_CHILD      0
#define WAIT_GRANDCHILD 1

MWW_API int __cdecl _getpid(void);
MWW_API intptr_t __cdecl _spawnl(int _Mode, const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _spawnlp(int _Mode, const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _spawnle(int _Mode, const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _spawnv(int _Mode, const char *_Filename, const char *const *_ArgList);
MWW_API intptr_t __cdecl _spawnvp(int _Mode, const char *_Filename, const char *const *_ArgList);
MWW_API intptr_t __cdecl _spawnve(int _Mode, const char *_Filename, const char *const *_ArgList,
                                  const char *const *_Env);
MWW_API intptr_t __cdecl _spawnvpe(int _Mode, const char *_Filename, const char *const *_ArgList,
                                   const char *const *_Env);
MWW_API intptr_t __cdecl _spawnlpe(int _Mode, const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _execl(const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _execlp(const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _execle(const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _execlpe(const char *_Filename, const char *_ArgList, ...);
MWW_API intptr_t __cdecl _execv(const char *_Filename, const char *const *_ArgList);
MWW_API intptr_t __cdecl _execvp(const char *_Filename, const char *const *_ArgList);
MWW_API intptr_t __cdecl _execve(const char *_Filename, const char *const *_ArgList,
                                 const char *const *_Env);
MWW_API intptr_t __cdecl _execvpe(const char *_Filename, const char *const *_ArgList,
                                  const char *const *_Env);
MWW_API intptr_t __cdecl _cwait(int *_TermStat, intptr_t _ProcHandle, int _Action);

MWW_API intptr_t __cdecl _wspawnl(int _Mode, const wchar_t *_Filename,
                                  const wchar_t *_ArgList, ...) MWW_WIDE(_wspawnl);
MWW_API intptr_t __cdecl _wspawnlp(int _Mode, const wchar_t *_Filename,
                                   const wchar_t *_ArgList, ...) MWW_WIDE(_wspawnlp);
MWW_API intptr_t __cdecl _wspawnle(int _Mode, const wchar_t *_Filename,
                                   const wchar_t *_ArgList, ...) MWW_WIDE(_wspawnle);
MWW_API intptr_t __cdecl _wspawnlpe(int _Mode, const wchar_t *_Filename,
                                    const wchar_t *_ArgList, ...) MWW_WIDE(_wspawnlpe);
MWW_API intptr_t __cdecl _wspawnv(int _Mode, const wchar_t *_Filename,
                                  const wchar_t *const *_ArgList) MWW_WIDE(_wspawnv);
MWW_API intptr_t __cdecl _wspawnvp(int _Mode, const wchar_t *_Filename,
                                   const wchar_t *const *_ArgList) MWW_WIDE(_wspawnvp);
MWW_API intptr_t __cdecl _wspawnve(int _Mode, const wchar_t *_Filename,
                                   const wchar_t *const *_ArgList,
                                   const wchar_t *const *_Env) MWW_WIDE(_wspawnve);
MWW_API intptr_t __cdecl _wspawnvpe(int _Mode, const wchar_t *_Filename,
                                    const wchar_t *const *_ArgList,
                                    const wchar_t *const *_Env) MWW_WIDE(_wspawnvpe);
MWW_API intptr_t __cdecl _wexecl(const wchar_t *_Filename, const wchar_t *_ArgList,
                                 ...) MWW_WIDE(_wexecl);
MWW_API intptr_t __cdecl _wexeclp(const wchar_t *_Filename, const wchar_t *_ArgList,
                                  ...) MWW_WIDE(_wexeclp);
MWW_API intptr_t __cdecl _wexecle(const wchar_t *_Filename, const wchar_t *_ArgList,
                                  ...) MWW_WIDE(_wexecle);
MWW_API intptr_t __cdecl _wexeclpe(const wchar_t *_Filename, const wchar_t *_ArgList,
                                   ...) MWW_WIDE(_wexeclpe);
MWW_API intptr_t __cdecl _wexecv(const wchar_t *_Filename,
                                 const wchar_t *const *_ArgList) MWW_WIDE(_wexecv);
MWW_API intptr_t __cdecl _wexecvp(const wchar_t *_Filename,
                                  const wchar_t *const *_ArgList) MWW_WIDE(_wexecvp);
MWW_API intptr_t __cdecl _wexecve(const wchar_t *_Filename, const wchar_t *const *_ArgList,
                                  const wchar_t *const *_Env) MWW_WIDE(_wexecve);
MWW_API intptr_t __cdecl _wexecvpe(const wchar_t *_Filename,
                                   const wchar_t *const *_ArgList,
                                   const wchar_t *const *_Env) MWW_WIDE(_wexecvpe);

#define spawnl  _spawnl
#define spawnlp _spawnlp
#define spawnle _spawnle
#define spawnv  _spawnv
#define spawnvp _spawnvp
#define spawnve _spawnve
#define spawnlpe _spawnlpe
#define spawnvpe _spawnvpe
#define execlpe  _execlpe
#define cwait   _cwait

#endif
