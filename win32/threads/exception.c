/* SPDX-License-Identifier: MIT */
/* exception.c — RaiseException, vectored handlers, the filter for what nobody
 * handles.
 *
 * What it is. A list of handlers. RaiseException asks them in order; so does a
 * signal handler, for the faults that Linux reports by a signal. That handler
 * is installed with the first of the program's handlers, so a program that has
 * none sees nothing of it. Who returns EXCEPTION_CONTINUE_EXECUTION ends the
 * search: the registers are set as he left them, and the program goes on there.
 * With nobody left to ask, what the signal did before happens: by default the
 * process ends.
 *
 * The list is read without a lock, because a fault may come while it is held. A
 * handler that is being removed at that moment may be asked once more, or the
 * one after it twice.
 */
#include "internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#define HANDLERS_MAX 64u

MWW_LOCK(lock)
static _Atomic(PVECTORED_EXCEPTION_HANDLER) handlers[HANDLERS_MAX]; /* in the order to ask */
static _Atomic(LPTOP_LEVEL_EXCEPTION_FILTER) filter;

static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };
#define SIGNALS (sizeof signals / sizeof *signals)
static struct sigaction before[SIGNALS];
static bool is_watching;

/* True: go on with the registers in the context. */
static bool dispatch(EXCEPTION_POINTERS *what)
{
        LPTOP_LEVEL_EXCEPTION_FILTER last = atomic_load(&filter);

        for (unsigned at = 0; at < HANDLERS_MAX; at++) {
                PVECTORED_EXCEPTION_HANDLER handler = atomic_load(&handlers[at]);

                if (handler && handler(what) == EXCEPTION_CONTINUE_EXECUTION)
                        return true;
        }
        if (!last)
                return false;
        switch (last(what)) {
        case EXCEPTION_CONTINUE_EXECUTION:
                return true;
        case EXCEPTION_EXECUTE_HANDLER: /* the process ends, without a word */
                _exit((int) (what->ExceptionRecord->ExceptionCode & 0xff));
        default:
                return false;
        }
}

#if defined(__x86_64__)
#  define REGISTERS(X)                                                                             \
    X(Rax, REG_RAX)                                                                                \
    X(Rcx, REG_RCX)                                                                                \
    X(Rdx, REG_RDX) X(Rbx, REG_RBX) X(Rsp, REG_RSP) X(Rbp, REG_RBP) X(Rsi, REG_RSI)                \
            X(Rdi, REG_RDI) X(R8, REG_R8) X(R9, REG_R9) X(R10, REG_R10) X(R11, REG_R11)            \
                    X(R12, REG_R12) X(R13, REG_R13) X(R14, REG_R14) X(R15, REG_R15)                \
                            X(Rip, REG_RIP) X(EFlags, REG_EFL)
#  define PC Rip
#elif defined(__i386__)
#  define REGISTERS(X)                                                                             \
    X(Edi, REG_EDI)                                                                                \
    X(Esi, REG_ESI)                                                                                \
    X(Ebx, REG_EBX) X(Edx, REG_EDX) X(Ecx, REG_ECX) X(Eax, REG_EAX) X(Ebp, REG_EBP)                \
            X(Eip, REG_EIP) X(Esp, REG_ESP) X(EFlags, REG_EFL)
#  define PC Eip
#endif

#ifdef REGISTERS
static void read_registers(const ucontext_t *from, CONTEXT *to)
{
#  define READ(field, number) to->field = (__typeof__(to->field)) from->uc_mcontext.gregs[number];
        REGISTERS(READ)
#  undef READ
}

static void write_registers(const CONTEXT *from, ucontext_t *to)
{
#  define WRITE(field, number) to->uc_mcontext.gregs[number] = (greg_t) from->field;
        REGISTERS(WRITE)
#  undef WRITE
}

static bool is_write(const ucontext_t *at)
{
        return at->uc_mcontext.gregs[REG_ERR] & 2;
}
#else
#  define PC Pc
static void read_registers(const ucontext_t *from, CONTEXT *to)
{
        to->Pc = from->uc_mcontext.pc;
        to->Sp = from->uc_mcontext.sp;
}

static void write_registers(const CONTEXT *from, ucontext_t *to)
{
        to->uc_mcontext.pc = from->Pc;
        to->uc_mcontext.sp = from->Sp;
}

static bool is_write(const ucontext_t *at)
{
        return false; /* this processor does not say */
}
#endif

static void describe(int number, const siginfo_t *info, const ucontext_t *at,
                     EXCEPTION_RECORD *out_record)
{
        switch (number) {
        case SIGSEGV:
        case SIGBUS:
                out_record->ExceptionCode =
                        number == SIGBUS ? EXCEPTION_IN_PAGE_ERROR : EXCEPTION_ACCESS_VIOLATION;
                out_record->NumberParameters = 2;
                out_record->ExceptionInformation[0] = is_write(at);
                out_record->ExceptionInformation[1] = (ULONG_PTR) info->si_addr;
                if (number == SIGSEGV && mww_guard_trip(info->si_addr))
                        out_record->ExceptionCode = EXCEPTION_GUARD_PAGE;
                break;
        case SIGFPE:
                out_record->ExceptionCode =
                        info->si_code == FPE_INTDIV ? EXCEPTION_INT_DIVIDE_BY_ZERO :
                        info->si_code == FPE_FLTDIV ? EXCEPTION_FLT_DIVIDE_BY_ZERO :
                                                      EXCEPTION_FLT_INVALID_OPERATION;
                break;
        case SIGILL:
                out_record->ExceptionCode = EXCEPTION_ILLEGAL_INSTRUCTION;
                break;
        default:
                out_record->ExceptionCode = EXCEPTION_BREAKPOINT;
                break;
        }
}

static void on_signal(int number, siginfo_t *info, void *context)
{
        EXCEPTION_RECORD record = { 0 };
        CONTEXT registers = { 0 };
        EXCEPTION_POINTERS what = { &record, &registers };
        size_t at = 0;

        if (info->si_code > 0) { /* the kernel's, not another process's */
                read_registers(context, &registers);
                record.ExceptionAddress = (PVOID) (ULONG_PTR) registers.PC;
                describe(number, info, context, &record);
                if (dispatch(&what)) {
                        write_registers(&registers, context);
                        return;
                }
        }
        while (signals[at] != number)
                at++;
        if (before[at].sa_flags & SA_SIGINFO) {
                before[at].sa_sigaction(number, info, context);
        } else if (before[at].sa_handler != SIG_DFL && before[at].sa_handler != SIG_IGN) {
                before[at].sa_handler(number);
        } else { /* by default: it happens again, and ends the process */
                signal(number, SIG_DFL);
                if (info->si_code <= 0 || number == SIGTRAP)
                        raise(number);
        }
}

/* Under the lock. */
static void watch(void)
{
        struct sigaction ours = { .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK };

        if (is_watching)
                return;
        ours.sa_sigaction = on_signal;
        sigemptyset(&ours.sa_mask);
        for (size_t at = 0; at < SIGNALS; at++)
                sigaction(signals[at], &ours, &before[at]);
        is_watching = true;
}

PVOID AddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler)
{
        unsigned at = 0;

        pthread_mutex_lock(&lock);
        while (at < HANDLERS_MAX && handlers[at])
                at++;
        if (at == HANDLERS_MAX) {
                pthread_mutex_unlock(&lock);
                return NULL;
        }
        for (; first && at > 0; at--)
                handlers[at] = handlers[at - 1];
        handlers[at] = handler;
        watch();
        pthread_mutex_unlock(&lock);
        return (PVOID) (ULONG_PTR) handler;
}

ULONG RemoveVectoredExceptionHandler(PVOID handle)
{
        bool is_found = false;

        pthread_mutex_lock(&lock);
        for (unsigned at = 0; handle && at < HANDLERS_MAX; at++) {
                is_found = is_found || (PVOID) (ULONG_PTR) handlers[at] == handle;
                if (is_found)
                        handlers[at] = at + 1 < HANDLERS_MAX ? handlers[at + 1] : NULL;
        }
        pthread_mutex_unlock(&lock);
        return is_found;
}

LPTOP_LEVEL_EXCEPTION_FILTER SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER wanted)
{
        LPTOP_LEVEL_EXCEPTION_FILTER former;

        pthread_mutex_lock(&lock);
        former = atomic_exchange(&filter, wanted);
        if (wanted)
                watch();
        pthread_mutex_unlock(&lock);
        return former;
}

void RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments)
{
        EXCEPTION_RECORD record = {
                .ExceptionCode = code & 0xEFFFFFFFu, /* bit 28 is Windows' own */
                .ExceptionFlags = flags & EXCEPTION_NONCONTINUABLE,
                .ExceptionAddress = __builtin_return_address(0),
        };
        CONTEXT registers = { 0 };
        EXCEPTION_POINTERS what = { &record, &registers };

        if (arguments)
                record.NumberParameters = min(count, (DWORD) EXCEPTION_MAXIMUM_PARAMETERS);
        for (DWORD at = 0; at < record.NumberParameters; at++)
                record.ExceptionInformation[at] = arguments[at];
        if (dispatch(&what) && !(flags & EXCEPTION_NONCONTINUABLE))
                return;
        fprintf(stderr, "exception 0x%08X, and nobody handles it\n", (unsigned) code);
        abort();
}
