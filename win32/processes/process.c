/* SPDX-License-Identifier: MIT */
/* process.c — processes by handle: their ends, exit codes, OpenProcess.
 *
 * What it is. A process is a pidfd, which becomes readable when it ends, and an event
 * that the attendant then sets, so that waits know only mapwire's objects. Whoever made
 * the process watches it from the start, since it must be reaped; others from their
 * first wait on.
 *
 * Exit codes. The process's ticket has all 32 bits, if it uses this layer. Else its
 * parent knows 8 of them from the kernel; who is neither can't know the code, and is
 * told so. A crash's code is the exception that Windows would have named.
 *
 * A watch holds a reference: the object stays until its process has ended.
 */
#include "child.h"
#include "inherit.h"
#include "job.h"
#include "objects/service.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#  define P_PIDFD 3
#endif

MWW_LOCK(lock)
static mww_process *this_process; /* under the lock */

static int open_pidfd(pid_t id)
{
        return (int) syscall(SYS_pidfd_open, id, 0);
}

/* ---- its end --------------------------------------------------------------------- */

static DWORD code_of_signal(int number)
{
        switch (number) {
        case SIGSEGV:
                return 0xC0000005u; /* access violation        */
        case SIGBUS:
                return 0xC0000006u; /* error while paging in   */
        case SIGILL:
                return 0xC000001Du; /* illegal instruction     */
        case SIGFPE:
                return 0xC0000094u; /* division by zero        */
        case SIGTRAP:
                return 0x80000003u; /* breakpoint              */
        case SIGINT:
                return 0xC000013Au; /* control-C               */
        case SIGABRT:
                return 3; /* as its C library exits  */
        default:
                return 1; /* as the Task Manager     */
        }
}

/* What the kernel and the ticket say together. */
static void note_code(mww_process *process)
{
        uint32_t state = MWW_LIVES;
        uint32_t code = 0;
        siginfo_t info = { 0 };
        bool was_told = mww_ticket_read(process->ticket, &state, &code);
        bool was_reaped =
                process->is_child && process->watched_in == getpid() &&
                waitid((idtype_t) P_PIDFD, (id_t) process->watch.descriptor, &info, WEXITED) == 0;

        if (was_reaped && info.si_code == CLD_EXITED &&
            (!was_told || (code & 0xff) != (uint32_t) info.si_status))
                code = (uint32_t) info.si_status;
        else if (was_reaped && info.si_code != CLD_EXITED && state != MWW_TERMINATED)
                code = code_of_signal(info.si_status);
        atomic_store(&process->exit_code, code);
        atomic_store(&process->knows_code, was_told || was_reaped);
}

static void note_end(mww_process *process)
{
        void *kept;

        mww_process_note_end(process);
        note_code(process);
        pthread_mutex_lock(&lock);
        atomic_store(&process->has_ended, 1);
        if (process->ended)
                mw_event_set(process->ended);
        pthread_mutex_unlock(&lock);
        pthread_mutex_lock(&lock);
        kept = process->keeps;
        process->keeps = NULL;
        pthread_mutex_unlock(&lock);
        if (kept)
                process->drop(kept);
        mww_job_process_ended(process);
}

static void process_ready(mww_watch *watch)
{
        mww_process *process = (mww_process *) ((char *) watch - offsetof(mww_process, watch));

        note_end(process);
        mww_object_unref(&process->base);
}

/* Once a process: in a forked child again. */
bool mww_process_watch(mww_process *process)
{
        bool is_watched = true;

        pthread_mutex_lock(&lock);
        if (!process->is_own && !atomic_load(&process->has_ended) &&
            process->watched_in != getpid()) {
                mww_object_ref(&process->base);
                process->watched_in = getpid();
                is_watched = mww_watch_once(&process->watch);
                if (!is_watched)
                        process->watched_in = 0;
        }
        pthread_mutex_unlock(&lock);
        if (!is_watched)
                mww_object_unref(&process->base);
        return is_watched;
}

/* ---- objects --------------------------------------------------------------------- */

/* As the kernel says, before the attendant has been there. */
static bool is_over(const mww_process *process)
{
        struct pollfd poll_one = { process->watch.descriptor, POLLIN, 0 };

        return poll(&poll_one, 1, 0) == 1;
}

/* Who asks whether it still runs, and waits no time, gets the truth too. */
static mw_object *process_waitable(mww_object *object)
{
        mww_process *process = (mww_process *) object;
        mw_event *ended;

        pthread_mutex_lock(&lock);
        if (!process->ended && mw_event_open(NULL, MW_CREATE, NULL, &process->ended) >= 0 &&
            atomic_load(&process->has_ended))
                mw_event_set(process->ended);
        ended = process->ended;
        pthread_mutex_unlock(&lock);
        if (!ended || !mww_process_watch(process))
                return NULL;
        if (!atomic_load(&process->has_ended) && is_over(process))
                mw_wait(mw_event_object(ended), mw_after_ns(2000000000), 0);
        return mw_event_object(ended);
}

static void process_destroy(mww_object *object)
{
        mww_process *process = (mww_process *) object;

        mw_event_close(process->ended);
        mww_unmap_ticket(process->ticket);
        if (process->ticket_file >= 0)
                close(process->ticket_file);
        if (process->watch.descriptor >= 0)
                close(process->watch.descriptor);
        if (process->start_line >= 0)
                close(process->start_line);
        free(process);
}

const mww_class mww_process_class = {
        .all_access = PROCESS_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | 0x0410,
        .generic_write = STANDARD_RIGHTS_WRITE | 0x0BEA,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE | 0x1001,
        .waitable = process_waitable,
        .destroy = process_destroy,
};

mww_process *mww_process_new(pid_t id, int pidfd, mww_ticket *ticket, int ticket_file,
                             bool is_child)
{
        mww_process *made = mww_object_new(&mww_process_class, sizeof *made);

        if (!made) {
                mww_unmap_ticket(ticket);
                if (ticket_file >= 0)
                        close(ticket_file);
                if (pidfd >= 0)
                        close(pidfd);
                return NULL;
        }
        made->id = id;
        made->watch = (mww_watch){ .ready = process_ready, .descriptor = pidfd };
        made->ticket = ticket;
        made->ticket_file = ticket_file;
        made->is_child = is_child;
        if (is_child)
                mww_process_note_begin(made);
        made->start_line = -1;
        return made;
}

mww_object *mww_process_object(void)
{
        mww_object *object = NULL;

        pthread_mutex_lock(&lock);
        if (!this_process) {
                this_process = mww_process_new(getpid(), -1, NULL, -1, false);
                if (this_process)
                        this_process->is_own = true;
        }
        if (this_process)
                object = mww_object_ref(&this_process->base);
        pthread_mutex_unlock(&lock);
        return object;
}

static void forget_own(void)
{
        this_process = NULL; /* who has handles to it means the parent */
}

/* A handle to the parent itself becomes one to another process in a forked child. */
static void keep_parent(void)
{
        if (this_process) {
                this_process->is_own = false;
                this_process->watch.descriptor = open_pidfd(this_process->id);
                this_process->ended = NULL;
        }
        forget_own();
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, keep_parent);
}

DWORD mww_process_pin_as(HANDLE handle, DWORD needed, mww_process_pin *out_pin)
{
        DWORD error = ERROR_SUCCESS;

        out_pin->is_pinned = !mww_is_current_process(handle);
        if (!out_pin->is_pinned) {
                out_pin->process = (mww_process *) mww_process_object();
                return out_pin->process ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        error = mww_handle_pin_as(handle, &mww_process_class, needed, &out_pin->pin);
        if (!error)
                out_pin->process = (mww_process *) out_pin->pin.object;
        return error;
}

void mww_process_unpin(const mww_process_pin *pin)
{
        if (pin->is_pinned)
                mww_handle_unpin(&pin->pin);
        else
                mww_object_unref(&pin->process->base);
}

/* ---- asking ---------------------------------------------------------------------- */

/* Either right will do. */
static DWORD pin_to_ask(HANDLE handle, mww_process_pin *out_pin)
{
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, out_pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, out_pin);
        return error;
}

DWORD mww_process_exit_code(mww_process *process, DWORD *out_code)
{
        *out_code = STILL_ACTIVE;
        if (process->is_own || (!atomic_load(&process->has_ended) && !is_over(process)))
                return ERROR_SUCCESS;
        /* It ended just now, or nobody watched: the attendant is about to say so. */
        if (!atomic_load(&process->has_ended)) {
                mw_object *ended = process_waitable(&process->base);

                if (!ended || mw_wait(ended, mw_after_ns(2000000000), 0) != MW_OK)
                        return ERROR_NOT_ENOUGH_MEMORY;
        }
        if (!atomic_load(&process->knows_code))
                return ERROR_NOT_SUPPORTED;
        *out_code = atomic_load(&process->exit_code);
        return ERROR_SUCCESS;
}

BOOL GetExitCodeProcess(HANDLE handle, LPDWORD out_code)
{
        mww_process_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        DWORD code;

        if (error)
                return mww_fail(error);
        error = mww_process_exit_code(pin.process, &code);
        mww_process_unpin(&pin);
        if (!error && !mww_put(out_code, &code, sizeof code))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

DWORD mww_process_id(const mww_process *process)
{
        return (DWORD) process->id;
}

DWORD GetProcessId(HANDLE handle)
{
        mww_process_pin pin;
        DWORD error = pin_to_ask(handle, &pin);
        DWORD id;

        if (error)
                return mww_fail(error);
        id = mww_process_id(pin.process);
        mww_process_unpin(&pin);
        return id;
}

HANDLE GetCurrentProcess(void)
{
        return MWW_CURRENT_PROCESS;
}

/* Who asks for its own number may tell it to others, who may then ask us. */
DWORD GetCurrentProcessId(void)
{
        mww_service_start();
        return (DWORD) getpid();
}

/* ---- ending and stopping it -------------------------------------------------------- */

static DWORD signal_it(mww_process *process, int number)
{
        if (syscall(SYS_pidfd_send_signal, process->watch.descriptor, number, NULL, 0) == 0)
                return ERROR_SUCCESS;
        return ERROR_ACCESS_DENIED; /* another user's, or it has ended */
}

DWORD mww_process_terminate(mww_process *process, DWORD code)
{
        DWORD error;

        if (process->is_own) {
                int file;

                mww_jobs_end();
                mww_ticket_decide(mww_own_ticket(&file), MWW_EXITED, code);
                _exit((int) (code & 0xff));
        }
        if (atomic_load(&process->has_ended) || is_over(process))
                return ERROR_ACCESS_DENIED;
        error = signal_it(process, 0); /* may we? */
        if (!error) {
                mww_ticket_decide(process->ticket, MWW_TERMINATED, code);
                error = signal_it(process, SIGKILL);
        }
        return error;
}

BOOL TerminateProcess(HANDLE handle, UINT code)
{
        mww_process_pin pin;
        DWORD error = mww_process_pin_as(handle, PROCESS_TERMINATE, &pin);

        if (error)
                return mww_fail(error);
        error = mww_process_terminate(pin.process, code);
        mww_process_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* Of its threads we see the first only; stopping that one stops them all. */
DWORD mww_process_suspend(mww_thread *first, unsigned *out_before)
{
        unsigned before = atomic_load(&first->suspends);

        if (before == MAXIMUM_SUSPEND_COUNT)
                return ERROR_SIGNAL_REFUSED;
        if (before == 0) {
                DWORD error = signal_it(first->process, SIGSTOP);

                if (error)
                        return error;
        }
        *out_before = atomic_fetch_add(&first->suspends, 1);
        return ERROR_SUCCESS;
}

DWORD mww_process_resume(mww_thread *first, unsigned *out_before)
{
        mww_process *process = first->process;
        unsigned before = atomic_load(&first->suspends);

        while (before > 0 && !atomic_compare_exchange_weak(&first->suspends, &before, before - 1))
                ;
        *out_before = before;
        if (before != 1)
                return ERROR_SUCCESS;
        pthread_mutex_lock(&lock);
        if (process->start_line >= 0) { /* it hasn't begun */
                mww_gift_end(process->ticket_file, process->start_line);
                close(process->start_line);
                process->start_line = -1;
                pthread_mutex_unlock(&lock);
                return ERROR_SUCCESS;
        }
        pthread_mutex_unlock(&lock);
        signal_it(process, SIGCONT);
        return ERROR_SUCCESS;
}

DWORD mww_process_give(mww_process *process, const mww_parcel *parcel, DWORD access, bool inherit,
                       HANDLE *out_handle)
{
        DWORD error = ERROR_NOT_SUPPORTED;

        pthread_mutex_lock(&lock);
        if (process->start_line >= 0 && process->keeps)
                error = mww_gift_give(process->gifts, process->ticket_file, process->start_line,
                                      parcel, access, inherit, out_handle);
        pthread_mutex_unlock(&lock);
        return error;
}

/* ---- by number --------------------------------------------------------------------- */

HANDLE OpenProcess(DWORD wanted, BOOL inherit, DWORD id)
{
        mww_object *object;
        DWORD access;
        DWORD error = mww_access_any(&mww_process_class, wanted, &access);
        int ticket_file;
        HANDLE handle;

        if (!error && (id == 0 || id > INT32_MAX))
                error = ERROR_INVALID_PARAMETER;
        if (error)
                return mww_fail_handle(error);
        if (id == (DWORD) getpid()) {
                object = mww_process_object();
        } else {
                int pidfd = open_pidfd((pid_t) id);

                if (pidfd < 0)
                        return mww_fail_handle(errno == EMFILE || errno == ENFILE ?
                                                       ERROR_TOO_MANY_OPEN_FILES :
                                                       ERROR_INVALID_PARAMETER);
                ticket_file = mww_service_ticket((pid_t) id);
                object = (mww_object *) mww_process_new(
                        (pid_t) id, pidfd, ticket_file < 0 ? NULL : mww_map_ticket(ticket_file),
                        ticket_file, false);
        }
        if (!object)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        handle = mww_handle_new(object, access, inherit);
        return handle ? handle : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}
