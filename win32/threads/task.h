/* SPDX-License-Identifier: MIT */
/* task.h — what the sources of threads and processes share.
 *
 *      thread.c      threads' objects, their beginning and end
 *      suspend.c     SuspendThread, ResumeThread
 *      tls.c         TlsAlloc, FlsAlloc
 */
#ifndef MWW_TASK_H
#define MWW_TASK_H

#include "futex.h"
#include "internal.h"

#include <setjmp.h>
#include <sys/types.h>

typedef struct mww_process mww_process;

/* A thread of this process, or the first thread of another.
 *
 * Who writes. id, exit_code, has_ended: the thread itself (its code only when it has
 * ended). suspends: who suspends and resumes; the thread sleeps on it. parked: the
 * thread. ended: whoever waits first, under the lock of thread.c. */
typedef struct mww_thread {
        mww_object   base;
        mww_process *process;     /* of another process; NULL: of this one               */
        bool         is_elsewhere; /* in another process, and not its first                */
        mw_event    *ended;       /* manual; NULL until somebody waits                   */
        atomic_uint  id;          /* 0 until it runs                                     */
        atomic_uint  exit_code;   /* STILL_ACTIVE until it has ended                     */
        atomic_uint  has_ended;
        atomic_uint  suspends;    /* it stands still while this isn't 0                  */
        atomic_uint  parked;      /* MWW_RUNS ...                                        */
        atomic_uint  is_forced;   /* it shall stand still wherever it is                 */
        atomic_uint  has_begun;   /* its routine                                         */
        atomic_uint  is_boost_disabled;
        atomic_uint  is_cancelled; /* terminated before it ran, with cancel_code         */
        DWORD        cancel_code;
        atomic_int   priority;
        _Atomic uint64_t begun;   /* 100 ns since 1601, like the next                    */
        _Atomic uint64_t over;
        _Atomic uint64_t kernel;  /* 100 ns that it ran; when it has ended               */
        _Atomic uint64_t user;
        _Atomic uint64_t cycles;  /* nanoseconds that it ran; when it has ended          */
        atomic_uint  ideal_processor; /* a wish, kept                                    */
        WCHAR       *description; /* under the lock of description.c; NULL: none           */
        struct mww_thread *next;  /* in the list of this process's threads               */
} mww_thread;

enum { MWW_RUNS, MWW_PARKED, MWW_LATER };

/* thread.c. The calling thread's object, made if need be: NULL without memory. The
 * reference is the thread's own. */
mww_thread *mww_thread_self(void);
/* Ends the calling thread; the first thread stays until all others have ended. */
_Noreturn void mww_thread_exit(DWORD code);
/* Where ExitThread jumps in the calling thread from now on; where it did. And the code that
 * it was given. */
jmp_buf *mww_thread_exits_to(jmp_buf *place);
DWORD mww_thread_exit_code(void);
/* What beginthread.c needs: as CreateThread. The routine gets both arguments. */
typedef DWORD (*mww_routine)(void *function, void *argument);
HANDLE mww_thread_create(const SECURITY_ATTRIBUTES *attributes, SIZE_T stack_bytes, DWORD flags,
                         mww_routine routine, void *function, void *argument, DWORD *out_id);
/* A thread of a third process, of which we know its end only; takes the event over. */
mww_object *mww_thread_elsewhere(mw_event *ended, DWORD id);
/* Pins a thread's handle, GetCurrentThread() too, which then has no slot. */
typedef struct mww_thread_pin {
        mww_pin     pin;
        bool        is_pinned;
        mww_thread *thread;
} mww_thread_pin;
DWORD mww_thread_pin_as(HANDLE handle, DWORD needed, mww_thread_pin *out_pin);
void mww_thread_unpin(const mww_thread_pin *pin);
/* How many threads of the program run, this one included. */
bool mww_thread_is_last(void);

/* suspend.c: stands still as long as it is suspended. */
void mww_thread_park(mww_thread *self);

/* process.c */
DWORD mww_process_id(const mww_process *process);
DWORD mww_process_exit_code(mww_process *process, DWORD *out_code); /* 0 or an error */
DWORD mww_process_terminate(mww_process *process, DWORD code);
/* Its first thread, which is all of it for who looks from outside. */
DWORD mww_process_suspend(mww_thread *first, unsigned *out_before);
DWORD mww_process_resume(mww_thread *first, unsigned *out_before);

/* process_times.c: at a thread's beginning and end, in that thread. */
void mww_thread_note_begin(mww_thread *self);
void mww_thread_note_end(mww_thread *self);
/* When a process has ended, before it is reaped. */
void mww_process_note_begin(mww_process *process); /* of a child, when it is made */
void mww_process_note_end(mww_process *process);

/* tls.c: at a thread's end, while it still may run callbacks. */
void mww_tls_end(void);
/* For a fiber that goes on in this thread: its values in, and out those of who ran. */
void *mww_fls_swap(void *theirs);
void mww_fls_end(void *theirs); /* of a fiber that is deleted */

/* A word of this process to sleep on: returns when it isn't value any more, at a wake,
 * or when the time is over. */
static inline void mww_sleep_on(atomic_uint *word, unsigned value, int64_t deadline_ns)
{
        mww_futex_wait((const uint32_t *) word, value, deadline_ns, MWW_EVERYBODY);
}
static inline void mww_wake_all(atomic_uint *word)
{
        mww_futex_wake((const uint32_t *) word, INT_MAX, MWW_EVERYBODY);
}

/* put.c: copies to where a program wants it; false: nothing can be written there. */
bool mww_put(void *out, const void *from, size_t bytes);

#endif
