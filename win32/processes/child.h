/* SPDX-License-Identifier: MIT */
/* child.h — processes as objects: what the sources of processes share.
 *
 *      process.c     objects, exit codes, OpenProcess, TerminateProcess
 *      ticket.c      full exit codes
 *      attendant.c   the thread that watches for ends
 *      spawn.c       CreateProcess; launch.c the system calls; command_line.c quoting
 *      inherit.c     handles of a child
 */
#ifndef MWW_CHILD_H
#define MWW_CHILD_H

#include "attendant.h"
#include "threads/task.h"
#include "ticket.h"

#define MWW_LAUNCH_STACK_BYTES (64u << 10)

struct mww_block;
struct mww_parcel;

/* Who writes. The maker, before anybody else has it; what is atomic: the attendant when
 * the process has ended, exit_code before has_ended. ended: who waits first, under the
 * lock of process.c. */
struct mww_process {
        mww_object   base;
        mww_watch    watch;      /* its pidfd; -1: this very process                       */
        pid_t        id;
        bool         is_own;
        bool         is_child;   /* ours to reap                                           */
        mww_ticket  *ticket;     /* NULL: its exit code is known by the kernel's word only */
        int          ticket_file;
        mw_event    *ended;
        atomic_uint  is_watched;
        atomic_uint  has_ended;
        atomic_uint  knows_code;
        atomic_uint  exit_code;
        uint64_t     times[4];   /* as GetProcessTimes tells them, when it has ended; a    */
                                 /* child's creation before that                           */
        uint64_t     cycles;     /* nanoseconds that it ran, when it has ended             */
        atomic_uint  priority_class; /* as it was set here; 0: nobody did                  */
        _Atomic size_t set_minimum; /* of the working set, likewise                        */
        _Atomic size_t set_maximum;
        atomic_uint  set_limits; /* QUOTA_LIMITS_x, likewise                               */
        int          start_line; /* lets a suspended one begin, brings it handles; -1      */
        struct mww_block *gifts; /* of such a one: what it shall find                      */
        void        *keeps;      /* what a suspended one reads until it is its program ... */
        void       (*drop)(void *keeps); /* ... and how that ends with it                  */
        pid_t        watched_in; /* the process whose attendant watches                    */
};

/* Takes over the descriptors and the ticket, also when it fails (NULL). */
mww_process *mww_process_new(pid_t id, int pidfd, mww_ticket *ticket, int ticket_file,
                             bool is_child);
/* A handle in a process that was made suspended and has not begun; ERROR_NOT_SUPPORTED:
 * it has, or isn't our child. */
DWORD mww_process_give(mww_process *process, const struct mww_parcel *parcel, DWORD access,
                       bool inherit, HANDLE *out_handle);
/* Sees to it that its end is noticed. */
bool mww_process_watch(mww_process *process);
/* The first thread of another process, as an object; takes no reference over. */
mww_thread *mww_process_thread(mww_process *process, unsigned suspends);
/* A process by a handle, GetCurrentProcess() too. */
typedef struct mww_process_pin {
        mww_pin      pin;
        bool         is_pinned;
        mww_process *process;
} mww_process_pin;
DWORD mww_process_pin_as(HANDLE handle, DWORD needed, mww_process_pin *out_pin);
void mww_process_unpin(const mww_process_pin *pin);

#endif
