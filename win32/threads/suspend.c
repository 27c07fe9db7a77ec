/* SPDX-License-Identifier: MIT */
/* suspend.c — SuspendThread, ResumeThread, TerminateThread.
 *
 * Linux can't stop one thread of a process. So it stops itself: a real-time signal
 * makes it sleep, in the signal's handler, as long as its count of suspensions isn't
 * 0. SuspendThread returns when it stands still.
 *
 * Where it stands. On Windows a suspended thread is never inside the kernel's own
 * locks. Here it could be inside ours, or malloc's, and then whoever suspended it
 * would hang in his next call. So a thread that the signal finds running in one of the
 * libraries is let go and asked again a moment later; one that sleeps, or that is found
 * there for 10 ms, is stopped where it is.
 *
 * The invariant. suspends counts; only its owner sleeps on it. It is looked at after id
 * is set, so a thread that is suspended before it runs stops before its routine.
 *
 * TerminateThread ends a thread that has not run yet. Any other is refused: Linux can't
 * end one thread from outside, and what it holds would never be given back.
 */
#include "task.h"

#include <errno.h>
#include <limits.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#define PATIENCE_NS   10000000   /* for a better place to stand still  */
#define TIME_LIMIT_NS 2000000000 /* for the signal to arrive           */

/* ---- standing still -------------------------------------------------------------- */

void mww_thread_park(mww_thread *self)
{
        unsigned suspends = atomic_load(&self->suspends);

        if (!suspends)
                return;
        atomic_store(&self->parked, MWW_PARKED);
        mww_wake_all(&self->parked);
        while ((suspends = atomic_load(&self->suspends)) > 0)
                mww_sleep_on(&self->suspends, suspends, MW_NEVER);
        atomic_store(&self->parked, MWW_RUNS);
}

/* The code of the libraries: C library, loader, mapwire. Filled in before the first
 * signal is sent. */
static struct range {
        uintptr_t begin, end;
} libraries[16];
static unsigned library_count;

static int note_library(struct dl_phdr_info *info, size_t size, void *unused)
{
        static const char *const names[] = { "/libc.so", "/libc-",      "/libpthread", "/ld-linux",
                                             "/ld-musl", "/libmapwire", "/libstdc++" };

        for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
                if (!strstr(info->dlpi_name, names[at]))
                        continue;
                for (int part = 0; part < info->dlpi_phnum; part++) {
                        const ElfW(Phdr) *header = &info->dlpi_phdr[part];

                        if (header->p_type != PT_LOAD || !(header->p_flags & PF_X) ||
                            library_count == sizeof libraries / sizeof *libraries)
                                continue;
                        libraries[library_count].begin = info->dlpi_addr + header->p_vaddr;
                        libraries[library_count].end =
                                libraries[library_count].begin + header->p_memsz;
                        library_count++;
                }
                break;
        }
        return 0;
}

static bool is_in_library(const ucontext_t *context)
{
#if defined(__x86_64__)
        uintptr_t at = (uintptr_t) context->uc_mcontext.gregs[REG_RIP];
#elif defined(__i386__)
        uintptr_t at = (uintptr_t) context->uc_mcontext.gregs[REG_EIP];
#elif defined(__aarch64__)
        uintptr_t at = (uintptr_t) context->uc_mcontext.pc;
#else
        uintptr_t at = 0;
#endif
        for (unsigned library = 0; library < library_count; library++)
                if (at - libraries[library].begin <
                    libraries[library].end - libraries[library].begin)
                        return true;
        return false;
}

static void on_signal(int number, siginfo_t *info, void *context)
{
        mww_thread *self = mww_thread_self();
        int kept = errno;

        if (self && !atomic_load(&self->is_forced) && is_in_library(context)) {
                atomic_store(&self->parked, MWW_LATER);
                mww_wake_all(&self->parked);
        } else if (self) {
                mww_thread_park(self);
        }
        errno = kept;
}

/* ---- making it ------------------------------------------------------------------- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int signal_number; /* 0: none is free */

static void take_signal(void)
{
        struct sigaction before;
        struct sigaction action = { .sa_sigaction = on_signal,
                                    .sa_flags = SA_SIGINFO | SA_RESTART };

        dl_iterate_phdr(note_library, NULL);
        sigfillset(&action.sa_mask);
        sigdelset(&action.sa_mask, SIGSEGV);
        sigdelset(&action.sa_mask, SIGBUS);
        for (int number = SIGRTMAX - 1; number > SIGRTMIN; number--)
                if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_DFL) {
                        if (sigaction(number, &action, NULL) == 0)
                                signal_number = number;
                        return;
                }
}

/* It sleeps in the kernel, as /proc tells: it stands where it stands. */
static bool is_asleep(const mww_thread *thread)
{
        char path[64];
        char state = 'R';
        FILE *stat;

        snprintf(path, sizeof path, "/proc/self/task/%u/stat", atomic_load(&thread->id));
        stat = fopen(path, "re");
        if (!stat)
                return false;
        if (fscanf(stat, "%*d (%*[^)]) %c", &state) != 1)
                state = 'R';
        fclose(stat);
        return state == 'S' || state == 'D';
}

/* Makes a running thread stand still. */
static DWORD stop(mww_thread *thread)
{
        int64_t begun = mw_now_ns();

        if (!signal_number)
                return ERROR_NO_SYSTEM_RESOURCES;
        atomic_store(&thread->is_forced, is_asleep(thread));
        for (;;) {
                unsigned parked = MWW_LATER;
                int64_t spent;

                atomic_compare_exchange_strong(&thread->parked, &parked, MWW_RUNS);
                parked = MWW_RUNS;
                if (atomic_load(&thread->has_ended) ||
                    tgkill(getpid(), (pid_t) atomic_load(&thread->id), signal_number) < 0)
                        return ERROR_ACCESS_DENIED;
                for (int looks = 0; looks < 20 && parked == MWW_RUNS; looks++) {
                        mww_sleep_on(&thread->parked, MWW_RUNS, mw_after_ns(5000000));
                        parked = atomic_load(&thread->parked);
                        if (atomic_load(&thread->has_ended))
                                return ERROR_ACCESS_DENIED;
                }
                if (parked == MWW_PARKED)
                        return ERROR_SUCCESS;
                spent = mw_now_ns() - begun;
                if (spent > TIME_LIMIT_NS)
                        return ERROR_ACCESS_DENIED; /* it blocks the signal */
                if (spent > PATIENCE_NS)
                        atomic_store(&thread->is_forced, 1);
                else if (parked == MWW_LATER)
                        usleep(100);
        }
}

static void let_go(mww_thread *thread)
{
        mww_wake_all(&thread->suspends);
}

DWORD SuspendThread(HANDLE handle)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_SUSPEND_RESUME, &pin);
        unsigned before = 0;

        if (error)
                return mww_fail(error), (DWORD) -1;
        pthread_once(&once, take_signal);
        if (pin.thread->process)
                error = mww_process_suspend(pin.thread, &before);
        else if (atomic_load(&pin.thread->has_ended))
                error = ERROR_ACCESS_DENIED;
        else if (pin.thread->is_elsewhere)
                error = ERROR_NOT_SUPPORTED;
        else {
                before = atomic_load(&pin.thread->suspends);
                do {
                        if (before == MAXIMUM_SUSPEND_COUNT)
                                error = ERROR_SIGNAL_REFUSED;
                } while (!error &&
                         !atomic_compare_exchange_weak(&pin.thread->suspends, &before, before + 1));
                if (!error && before == 0 && pin.thread == mww_thread_self())
                        mww_thread_park(pin.thread);
                else if (!error && before == 0 && atomic_load(&pin.thread->id))
                        error = stop(pin.thread);
                if (error && error != ERROR_SIGNAL_REFUSED) {
                        atomic_fetch_sub(&pin.thread->suspends, 1);
                        let_go(pin.thread);
                }
        }
        mww_thread_unpin(&pin);
        return error ? (mww_fail(error), (DWORD) -1) : before;
}

DWORD ResumeThread(HANDLE handle)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_SUSPEND_RESUME, &pin);
        unsigned before = 0;

        if (error)
                return mww_fail(error), (DWORD) -1;
        if (pin.thread->process) {
                error = mww_process_resume(pin.thread, &before);
        } else {
                before = atomic_load(&pin.thread->suspends);
                while (before > 0 &&
                       !atomic_compare_exchange_weak(&pin.thread->suspends, &before, before - 1))
                        ;
                if (before == 1)
                        let_go(pin.thread);
        }
        mww_thread_unpin(&pin);
        return error ? (mww_fail(error), (DWORD) -1) : before;
}

/* A thread that waits for its first ResumeThread ends instead of running. */
static DWORD cancel(mww_thread *thread, DWORD code)
{
        if (thread->is_elsewhere)
                return ERROR_NOT_SUPPORTED;
        if (atomic_load(&thread->has_ended))
                return ERROR_SUCCESS;
        if (!atomic_load(&thread->has_begun) && atomic_load(&thread->suspends) > 0) {
                thread->cancel_code = code;
                atomic_store(&thread->is_cancelled, 1);
                atomic_store(&thread->suspends, 0);
                let_go(thread);
                return ERROR_SUCCESS;
        }
        return ERROR_NOT_SUPPORTED;
}

BOOL TerminateThread(HANDLE handle, DWORD code)
{
        mww_thread_pin pin;
        DWORD error = mww_thread_pin_as(handle, THREAD_TERMINATE, &pin);

        if (error)
                return mww_fail(error);
        if (pin.thread->process)
                error = mww_process_terminate(pin.thread->process, code);
        else if (pin.thread == mww_thread_self())
                mww_thread_exit(code);
        else
                error = cancel(pin.thread, code);
        mww_thread_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}
