/* SPDX-License-Identifier: MIT */
/* job.h — job objects: what their sources share.
 *
 *      job.c            objects, members, their ends
 *      job_limits.c     what can be set and asked
 *      job_family.c     the processes that members made
 */
#ifndef MWW_JOB_H
#define MWW_JOB_H

#include "child.h"

/* All of it under mww_job_lock(). Members stay when they have ended, for their times. */
typedef struct mww_job {
        mww_object base;
        struct mww_job *next;
        mww_process **members;
        size_t member_count;
        size_t member_room;
        pid_t maker; /* forked children have no jobs                        */
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
        DWORD restrictions;
        DWORD forced;     /* ended for a limit                                   */
        mww_object *port; /* that is told; NULL: none                            */
        ULONG_PTR port_key;
        mw_event *never; /* what a wait waits for: no job time ends here        */
        char name[];     /* "" = unnamed                                        */
} mww_job;

void mww_job_lock(void);
void mww_job_unlock(void);
/* Under the lock. */
size_t mww_job_active(const mww_job *job); /* members that run */
void mww_job_tell(const mww_job *job, DWORD message, pid_t id);
/* What the limits ask of one member; 0 or the last error. */
DWORD mww_job_limit(const mww_job *job, mww_process *process);

/* job.c: a process has ended; this one is about to. */
void mww_job_process_ended(mww_process *process);
void mww_jobs_end(void);

/* job_family.c: the ids of the processes whose ancestors are among these, without these;
 * to be freed; NULL: none. */
pid_t *mww_descendants(const pid_t *ancestors, size_t count, size_t *out_count);

/* port.c */
bool mww_port_post(mww_object *port, DWORD bytes, ULONG_PTR key, OVERLAPPED *overlapped);

#endif
