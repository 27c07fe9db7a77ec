/* SPDX-License-Identifier: MIT */
/* posix.c — the part of posix.h that is real: access violations.
 *
 * The handler of an access violation is called where the violation was, as Linux does it:
 * the exception's context is sent there, and it leaves by longjmp().
 */
#include "posix.h"
#include <windows.h>

static void (*on_violation)(int);

static void go_there(void)
{
        on_violation(SIGSEGV);
        abort(); /* the handlers of the tests don't return */
}

static LONG CALLBACK divert(EXCEPTION_POINTERS *what)
{
        if (!on_violation || what->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION)
                return EXCEPTION_CONTINUE_SEARCH;
#ifdef _WIN64
        what->ContextRecord->Rsp = (what->ContextRecord->Rsp - 256) & ~(DWORD64) 15;
        what->ContextRecord->Rsp -= 8;
        what->ContextRecord->Rip = (DWORD64) go_there;
#else
        what->ContextRecord->Esp = (what->ContextRecord->Esp - 256) & ~(DWORD) 15;
        what->ContextRecord->Eip = (DWORD) go_there;
#endif
        return EXCEPTION_CONTINUE_EXECUTION;
}

int sigaction(int number, const struct sigaction *action, struct sigaction *out_old)
{
        static void *handler;

        if (number == SIGBUS && out_old) {
                *out_old = (struct sigaction){ 0 };
                return 0;
        }
        if (number == SIGBUS && !action->sa_sigaction)
                return 0; /* as it was */
        if (number != SIGSEGV)
                MW_NEEDS("this signal");
        if (!handler)
                handler = AddVectoredExceptionHandler(1, divert);
        if (out_old)
                *out_old = (struct sigaction){ .sa_handler = on_violation };
        on_violation = action->sa_handler;
        return 0;
}
