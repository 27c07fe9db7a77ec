/* SPDX-License-Identifier: MIT */
/* job.c — CreateJobObject, AssignProcessToJobObject, TerminateJobObject, IsProcessInJob.
 *
 * What it is. A job is a list of processes in the process that made it. Its members are
 * those that were assigned; the processes that they make are found by their parents
 * (job_family.c) when it matters: when the job is ended, counted or asked for.
 *
 * The end. The last handle to a job with JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE ends its
 * members, and so does the end of this process, but not its being killed: nobody is
 * there to do it then.
 *
 * A member's ticket says that it is in a job, so that it can tell itself.
 *
 * Locks. One for all jobs, taken before those of ports and processes, never behind them.
 */
#include "job.h"

#include <signal.h>
#include <stdlib.h>

MWW_LOCK(lock)
static mww_job *jobs; /* under the lock */

void mww_job_lock(void)
{
        pthread_mutex_lock(&lock);
}

void mww_job_unlock(void)
{
        pthread_mutex_unlock(&lock);
}

static bool runs(const mww_process *process)
{
        return !atomic_load(&process->has_ended);
}

size_t mww_job_active(const mww_job *job)
{
        size_t count = 0;

        for (size_t at = 0; at < job->member_count; at++)
                count += runs(job->members[at]);
        return count;
}

void mww_job_tell(const mww_job *job, DWORD message, pid_t id)
{
        if (job->port)
                mww_port_post(job->port, message, job->port_key,
                              (OVERLAPPED *) (uintptr_t) (unsigned) id);
}

/* ---- ending ------------------------------------------------------------------------- */

/* Those that run; to be freed. */
static pid_t *active_ids(const mww_job *job, size_t *out_count)
{
        pid_t *ids = calloc(job->member_count + 1, sizeof *ids);

        *out_count = 0;
        for (size_t at = 0; ids && at < job->member_count; at++)
                if (runs(job->members[at]))
                        ids[(*out_count)++] = job->members[at]->id;
        return ids;
}

/* Under the lock. The family first: who loses its parent can't be found. This process last. */
static void end_members(mww_job *job, DWORD code)
{
        mww_process *own = NULL;
        size_t count;
        pid_t *ids = active_ids(job, &count);

        for (int round = 0; ids && round < 8; round++) {
                size_t found_count;
                pid_t *found = mww_descendants(ids, count, &found_count);

                for (size_t at = 0; at < found_count; at++)
                        if (found[at] != getpid())
                                kill(found[at], SIGKILL);
                free(found);
                if (found_count == 0)
                        break;
        }
        free(ids);
        for (size_t at = 0; at < job->member_count; at++) {
                mww_process *member = job->members[at];

                if (member->is_own)
                        own = member;
                else if (runs(member))
                        mww_process_terminate(member, code);
        }
        if (own) {
                mww_job_unlock(); /* which the end of this process takes again */
                mww_process_terminate(own, code);
        }
}

static bool kills_on_close(const mww_job *job)
{
        return job->maker == getpid() &&
               (job->limits.BasicLimitInformation.LimitFlags & JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
}

static void job_destroy(mww_object *object)
{
        mww_job *job = (mww_job *) object;
        mww_job **place = &jobs;

        mww_job_lock();
        while (*place && *place != job)
                place = &(*place)->next;
        if (*place)
                *place = job->next;
        if (kills_on_close(job))
                end_members(job, 0);
        mww_job_unlock();
        for (size_t at = 0; at < job->member_count; at++)
                mww_object_unref(&job->members[at]->base);
        mww_object_unref(job->port);
        mw_event_close(job->never);
        free(job->members);
        free(job);
}

static mw_object *job_waitable(mww_object *object)
{
        mww_job *job = (mww_job *) object;

        return mw_event_object(job->never);
}

const mww_class mww_job_class = {
        .all_access = JOB_OBJECT_ALL_ACCESS,
        .also_valid = 0x20,
        .generic_read = STANDARD_RIGHTS_READ | JOB_OBJECT_QUERY,
        .generic_write = STANDARD_RIGHTS_WRITE | JOB_OBJECT_ASSIGN_PROCESS |
                         JOB_OBJECT_SET_ATTRIBUTES | JOB_OBJECT_TERMINATE,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
        .waitable = job_waitable,
        .destroy = job_destroy,
};

__attribute__((destructor)) void mww_jobs_end(void)
{
        mww_job_lock();
        for (mww_job *job = jobs; job; job = job->next) {
                if (!kills_on_close(job))
                        continue;
                job->limits.BasicLimitInformation.LimitFlags = 0;
                for (size_t at = 0; at < job->member_count; at++)
                        if (job->members[at]->is_own) { /* it ends anyway, by its own code */
                                mww_object_unref(&job->members[at]->base);
                                job->members[at] = job->members[--job->member_count];
                                break;
                        }
                end_members(job, 0);
        }
        mww_job_unlock();
}

void mww_job_process_ended(mww_process *process)
{
        DWORD code = atomic_load(&process->exit_code);

        mww_job_lock();
        for (mww_job *job = jobs; job; job = job->next)
                for (size_t at = 0; at < job->member_count; at++) {
                        if (job->members[at] != process || job->maker != getpid())
                                continue;
                        mww_job_tell(job,
                                     code >= 0x80000000u ? JOB_OBJECT_MSG_ABNORMAL_EXIT_PROCESS :
                                                           JOB_OBJECT_MSG_EXIT_PROCESS,
                                     process->id);
                        if (mww_job_active(job) == 0)
                                mww_job_tell(job, JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO, 0);
                        break;
                }
        mww_job_unlock();
}

/* ---- making and finding --------------------------------------------------------------- */

/* Without the prefix that means this user's, too. */
static const char *plain(const char *name)
{
        return strncmp(name, "Local\\", 6) == 0 ? name + 6 : name;
}

/* Under the lock; a reference. One that is about to go has none to give. */
static mww_job *find(const char *name)
{
        for (mww_job *job = jobs; job; job = job->next) {
                unsigned count = atomic_load(&job->base.reference_count);

                if (!job->name[0] || strcmp(job->name, plain(name)) != 0)
                        continue;
                while (count > 0)
                        if (atomic_compare_exchange_weak(&job->base.reference_count, &count,
                                                         count + 1))
                                return job;
        }
        return NULL;
}

/* Under the lock. */
static mww_job *make(const char *name)
{
        size_t bytes = strlen(plain(name)) + 1;
        mww_job *job = mww_object_new(&mww_job_class, sizeof *job + bytes);

        if (!job)
                return NULL;
        if (mw_event_open(NULL, MW_CREATE, NULL, &job->never) < 0) {
                free(job);
                return NULL;
        }
        memcpy(job->name, plain(name), bytes);
        job->maker = getpid();
        job->next = jobs;
        jobs = job;
        return job;
}

static HANDLE create(LPSECURITY_ATTRIBUTES attributes, const mww_name *name)
{
        const char *text = mww_name_or_null(name);
        mww_job *job;
        HANDLE handle;
        bool is_found;

        mww_job_lock();
        job = text ? find(text) : NULL;
        is_found = job != NULL;
        if (!job)
                job = make(text ? text : "");
        mww_job_unlock();
        handle = job ? mww_handle_new(&job->base, JOB_OBJECT_ALL_ACCESS,
                                      mww_wants_inherit(attributes)) :
                       NULL;
        return mww_done(handle, is_found ? MW_OK : MW_CREATED);
}

HANDLE CreateJobObjectA(LPSECURITY_ATTRIBUTES attributes, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : create(attributes, &name);
}

HANDLE CreateJobObjectW(LPSECURITY_ATTRIBUTES attributes, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : create(attributes, &name);
}

static HANDLE open_job(DWORD wanted, BOOL inherit, const mww_name *name)
{
        DWORD access;
        DWORD error = mww_name_check_open(name);
        DWORD refused = mww_access_open(&mww_job_class, wanted, &access);
        mww_job *job;
        HANDLE handle;

        if (error)
                return mww_fail_handle(error);
        mww_job_lock();
        job = find(name->text);
        mww_job_unlock();
        if (!job)
                return mww_fail_handle(ERROR_FILE_NOT_FOUND);
        if (refused) { /* told only of names that are there */
                mww_object_unref(&job->base);
                return mww_fail_handle(refused);
        }
        handle = mww_handle_new(&job->base, access, inherit);
        return handle ? handle : mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
}

HANDLE OpenJobObjectA(DWORD wanted, BOOL inherit, LPCSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_a(given, &name);

        return error ? mww_fail_handle(error) : open_job(wanted, inherit, &name);
}

HANDLE OpenJobObjectW(DWORD wanted, BOOL inherit, LPCWSTR given)
{
        mww_name name;
        DWORD error = mww_name_from_w(given, &name);

        return error ? mww_fail_handle(error) : open_job(wanted, inherit, &name);
}

/* ---- members ------------------------------------------------------------------------- */

static bool is_member(const mww_job *job, const mww_process *process)
{
        for (size_t at = 0; at < job->member_count; at++)
                if (job->members[at]->id == process->id && runs(job->members[at]))
                        return true;
        return false;
}

/* Under the lock. */
static DWORD assign(mww_job *job, mww_process *process)
{
        const JOBOBJECT_BASIC_LIMIT_INFORMATION *limits = &job->limits.BasicLimitInformation;
        DWORD code;
        DWORD error;

        mww_process_exit_code(process, &code);
        if (!runs(process))
                return ERROR_ACCESS_DENIED;
        if (is_member(job, process))
                return ERROR_SUCCESS;
        if ((limits->LimitFlags & JOB_OBJECT_LIMIT_ACTIVE_PROCESS) &&
            mww_job_active(job) >= limits->ActiveProcessLimit) {
                job->forced++;
                mww_job_tell(job, JOB_OBJECT_MSG_ACTIVE_PROCESS_LIMIT, 0);
                if (!process->is_own)
                        mww_process_terminate(process, ERROR_NOT_ENOUGH_QUOTA);
                return ERROR_NOT_ENOUGH_QUOTA;
        }
        if (job->member_count == job->member_room) {
                size_t room = job->member_room ? job->member_room * 2 : 8;
                mww_process **more = realloc(job->members, room * sizeof *more);

                if (!more)
                        return ERROR_NOT_ENOUGH_MEMORY;
                job->members = more;
                job->member_room = room;
        }
        error = mww_job_limit(job, process);
        if (error || !mww_process_watch(process))
                return error ? error : ERROR_NOT_ENOUGH_MEMORY;
        mww_object_ref(&process->base);
        job->members[job->member_count++] = process;
        mww_ticket_join(process->is_own ? mww_own_ticket(&(int){ 0 }) : process->ticket);
        mww_job_tell(job, JOB_OBJECT_MSG_NEW_PROCESS, process->id);
        return ERROR_SUCCESS;
}

BOOL AssignProcessToJobObject(HANDLE handle, HANDLE process_handle)
{
        mww_process_pin process;
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &mww_job_class, JOB_OBJECT_ASSIGN_PROCESS, &pin);

        if (error)
                return mww_fail(error);
        error = mww_process_pin_as(process_handle, PROCESS_SET_QUOTA | PROCESS_TERMINATE, &process);
        if (!error) {
                mww_job_lock();
                error = assign((mww_job *) pin.object, process.process);
                mww_job_unlock();
                mww_process_unpin(&process);
        }
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

BOOL TerminateJobObject(HANDLE handle, UINT code)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &mww_job_class, JOB_OBJECT_TERMINATE, &pin);

        if (error)
                return mww_fail(error);
        mww_job_lock();
        end_members((mww_job *) pin.object, code);
        mww_job_unlock();
        mww_handle_unpin(&pin);
        return TRUE;
}

/* Under the lock: a member, or of a member's family. */
static bool is_in(const mww_job *job, const mww_process *process)
{
        size_t count;
        size_t found_count = 0;
        pid_t *ids;
        pid_t *found;
        bool is = is_member(job, process);

        if (is || !runs(process))
                return is;
        ids = active_ids(job, &count);
        found = ids ? mww_descendants(ids, count, &found_count) : NULL;
        for (size_t at = 0; at < found_count; at++)
                is |= found[at] == process->id;
        free(found);
        free(ids);
        return is;
}

static bool is_in_any(const mww_process *process)
{
        bool is = process->is_own ? mww_own_ticket_has_joined() :
                                    mww_ticket_has_joined(process->ticket);

        for (const mww_job *job = jobs; job && !is; job = job->next)
                is = is_in(job, process);
        return is;
}

BOOL IsProcessInJob(HANDLE process_handle, HANDLE handle, PBOOL out_is)
{
        mww_process_pin process;
        mww_pin pin = { 0 };
        DWORD error =
                mww_process_pin_as(process_handle, PROCESS_QUERY_LIMITED_INFORMATION, &process);
        BOOL is;

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(process_handle, PROCESS_QUERY_INFORMATION, &process);
        if (error)
                return mww_fail(error);
        if (handle)
                error = mww_handle_pin_as(handle, &mww_job_class, JOB_OBJECT_QUERY, &pin);
        if (!error) {
                mww_job_lock();
                is = handle ? is_in((mww_job *) pin.object, process.process) :
                              is_in_any(process.process);
                mww_job_unlock();
                if (handle)
                        mww_handle_unpin(&pin);
                if (!mww_put(out_is, &is, sizeof is))
                        error = ERROR_NOACCESS;
        }
        mww_process_unpin(&process);
        return error ? mww_fail(error) : TRUE;
}
