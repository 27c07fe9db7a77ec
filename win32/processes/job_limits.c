/* SPDX-License-Identifier: MIT */
/* job_limits.c — SetInformationJobObject, QueryInformationJobObject.
 *
 * A limit is kept by the kernel for each member (affinity, priority, memory), or by
 * whoever assigns the next one (their number). Limits of time, and of the job's memory
 * as a whole, nobody would keep: they are refused.
 */
#include "job.h"

#include <stdlib.h>
#include <sys/resource.h>

#define BASIC_FLAGS 0x000000FFu
#define KNOWN_FLAGS 0x00003FFFu
#define KEPT_BY_NOBODY                                                                             \
  (JOB_OBJECT_LIMIT_PROCESS_TIME | JOB_OBJECT_LIMIT_JOB_TIME | JOB_OBJECT_LIMIT_JOB_MEMORY)

/* The public functions take handles; this is one for a moment. */
static HANDLE lend(mww_process *process)
{
        return mww_handle_new(mww_object_ref(&process->base), PROCESS_ALL_ACCESS, false);
}

DWORD mww_job_limit(const mww_job *job, mww_process *process)
{
        const JOBOBJECT_BASIC_LIMIT_INFORMATION *limits = &job->limits.BasicLimitInformation;
        const rlim_t bytes = job->limits.ProcessMemoryLimit;
        DWORD error = ERROR_SUCCESS;
        HANDLE handle;

        if (!(limits->LimitFlags & (JOB_OBJECT_LIMIT_AFFINITY | JOB_OBJECT_LIMIT_PRIORITY_CLASS |
                                    JOB_OBJECT_LIMIT_PROCESS_MEMORY)))
                return ERROR_SUCCESS;
        handle = lend(process);
        if (!handle)
                return ERROR_NOT_ENOUGH_MEMORY;
        if ((limits->LimitFlags & JOB_OBJECT_LIMIT_AFFINITY) &&
            !SetProcessAffinityMask(handle, limits->Affinity))
                error = GetLastError();
        if (!error && (limits->LimitFlags & JOB_OBJECT_LIMIT_PRIORITY_CLASS) &&
            !SetPriorityClass(handle, limits->PriorityClass))
                error = GetLastError();
        if (!error && (limits->LimitFlags & JOB_OBJECT_LIMIT_PROCESS_MEMORY) &&
            prlimit(process->id, RLIMIT_DATA, &(struct rlimit){ bytes, bytes }, NULL) < 0)
                error = ERROR_ACCESS_DENIED;
        CloseHandle(handle);
        return error;
}

/* ---- setting ------------------------------------------------------------------------- */

static DWORD check_limits(const JOBOBJECT_BASIC_LIMIT_INFORMATION *limits, DWORD known)
{
        const DWORD flags = limits->LimitFlags;

        if (flags & ~known)
                return ERROR_INVALID_PARAMETER;
        if (flags & KEPT_BY_NOBODY)
                return ERROR_NOT_SUPPORTED;
        if ((flags & JOB_OBJECT_LIMIT_AFFINITY) && limits->Affinity == 0)
                return ERROR_INVALID_PARAMETER;
        if ((flags & JOB_OBJECT_LIMIT_WORKINGSET) &&
            (limits->MinimumWorkingSetSize == 0 ||
             limits->MinimumWorkingSetSize > limits->MaximumWorkingSetSize))
                return ERROR_INVALID_PARAMETER;
        return ERROR_SUCCESS;
}

static DWORD set_limits(mww_job *job, const JOBOBJECT_EXTENDED_LIMIT_INFORMATION *wanted)
{
        DWORD error = ERROR_SUCCESS;

        job->limits = *wanted;
        for (size_t at = 0; at < job->member_count && !error; at++)
                if (!atomic_load(&job->members[at]->has_ended))
                        error = mww_job_limit(job, job->members[at]);
        return error;
}

/* The basic ones change nothing of the others. */
static DWORD set_basic(mww_job *job, const JOBOBJECT_BASIC_LIMIT_INFORMATION *wanted)
{
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION all = job->limits;
        DWORD kept = all.BasicLimitInformation.LimitFlags & ~BASIC_FLAGS;
        DWORD error = check_limits(wanted, BASIC_FLAGS);

        all.BasicLimitInformation = *wanted;
        all.BasicLimitInformation.LimitFlags |= kept;
        return error ? error : set_limits(job, &all);
}

static DWORD set_port(mww_job *job, const JOBOBJECT_ASSOCIATE_COMPLETION_PORT *wanted)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(wanted->CompletionPort, &mww_port_class,
                                        IO_COMPLETION_MODIFY_STATE, &pin);

        if (error)
                return error;
        if (job->port) {
                error = ERROR_INVALID_PARAMETER;
        } else {
                job->port = mww_object_ref(pin.object);
                job->port_key = (ULONG_PTR) wanted->CompletionKey;
                for (size_t at = 0; at < job->member_count; at++)
                        if (!atomic_load(&job->members[at]->has_ended))
                                mww_job_tell(job, JOB_OBJECT_MSG_NEW_PROCESS, job->members[at]->id);
        }
        mww_handle_unpin(&pin);
        return error;
}

/* 0: nobody sets that. */
static DWORD size_to_set(JOBOBJECTINFOCLASS what)
{
        switch (what) {
        case JobObjectBasicLimitInformation:
                return sizeof(JOBOBJECT_BASIC_LIMIT_INFORMATION);
        case JobObjectExtendedLimitInformation:
                return sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION);
        case JobObjectBasicUIRestrictions:
                return sizeof(JOBOBJECT_BASIC_UI_RESTRICTIONS);
        case JobObjectAssociateCompletionPortInformation:
                return sizeof(JOBOBJECT_ASSOCIATE_COMPLETION_PORT);
        default:
                return 0;
        }
}

static DWORD set_restrictions(mww_job *job, const JOBOBJECT_BASIC_UI_RESTRICTIONS *given)
{
        if (given->UIRestrictionsClass & ~(DWORD) JOB_OBJECT_UI_VALID_FLAGS)
                return ERROR_INVALID_PARAMETER;
        job->restrictions = given->UIRestrictionsClass;
        return ERROR_SUCCESS;
}

static DWORD set(mww_job *job, JOBOBJECTINFOCLASS what, const void *given, DWORD bytes)
{
        const JOBOBJECT_EXTENDED_LIMIT_INFORMATION *limits = given;
        DWORD wanted_bytes = size_to_set(what);
        DWORD error;

        if (wanted_bytes == 0)
                return ERROR_INVALID_PARAMETER;
        if (bytes != wanted_bytes)
                return ERROR_BAD_LENGTH;
        if (IsBadReadPtr(given, bytes))
                return ERROR_NOACCESS;
        switch (what) {
        case JobObjectBasicLimitInformation:
                return set_basic(job, given);
        case JobObjectExtendedLimitInformation:
                error = check_limits(&limits->BasicLimitInformation, KNOWN_FLAGS);
                return error ? error : set_limits(job, limits);
        case JobObjectBasicUIRestrictions:
                return set_restrictions(job, given);
        default:
                return set_port(job, given);
        }
}

BOOL SetInformationJobObject(HANDLE handle, JOBOBJECTINFOCLASS what, LPVOID given, DWORD bytes)
{
        mww_pin pin;
        DWORD error = mww_handle_pin_as(handle, &mww_job_class, JOB_OBJECT_SET_ATTRIBUTES, &pin);

        if (error)
                return mww_fail(error);
        mww_job_lock();
        error = set((mww_job *) pin.object, what, given, bytes);
        mww_job_unlock();
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* ---- asking -------------------------------------------------------------------------- */

/* Of those that run, their families too; to be freed. */
static pid_t *list_ids(const mww_job *job, size_t *out_count)
{
        size_t count = 0;
        size_t found_count = 0;
        pid_t *ids = calloc(job->member_count + 1, sizeof *ids);
        pid_t *found;
        pid_t *all;

        for (size_t at = 0; ids && at < job->member_count; at++)
                if (!atomic_load(&job->members[at]->has_ended))
                        ids[count++] = job->members[at]->id;
        found = ids ? mww_descendants(ids, count, &found_count) : NULL;
        all = ids ? realloc(ids, (count + found_count + 1) * sizeof *all) : NULL;
        if (found && all)
                memcpy(all + count, found, found_count * sizeof *found);
        free(found);
        *out_count = all ? count + found_count : 0;
        return all;
}

static LONGLONG ticks(const FILETIME *time)
{
        return (LONGLONG) ((uint64_t) time->dwHighDateTime << 32 | time->dwLowDateTime);
}

static void add_io(IO_COUNTERS *sum, const IO_COUNTERS *more)
{
        sum->ReadOperationCount += more->ReadOperationCount;
        sum->WriteOperationCount += more->WriteOperationCount;
        sum->ReadTransferCount += more->ReadTransferCount;
        sum->WriteTransferCount += more->WriteTransferCount;
}

static void account(const mww_job *job, JOBOBJECT_BASIC_AND_IO_ACCOUNTING_INFORMATION *out)
{
        JOBOBJECT_BASIC_ACCOUNTING_INFORMATION *basic = &out->BasicInfo;
        size_t active;

        for (size_t at = 0; at < job->member_count; at++) {
                HANDLE handle = lend(job->members[at]);
                FILETIME times[4] = { { 0 } };
                IO_COUNTERS io = { 0 };

                if (handle && GetProcessTimes(handle, &times[0], &times[1], &times[2], &times[3])) {
                        basic->TotalKernelTime.QuadPart += ticks(&times[2]);
                        basic->TotalUserTime.QuadPart += ticks(&times[3]);
                }
                if (handle && GetProcessIoCounters(handle, &io))
                        add_io(&out->IoInfo, &io);
                if (handle)
                        CloseHandle(handle);
        }
        free(list_ids(job, &active));
        basic->ThisPeriodTotalKernelTime = basic->TotalKernelTime;
        basic->ThisPeriodTotalUserTime = basic->TotalUserTime;
        basic->ActiveProcesses = (DWORD) active;
        basic->TotalProcesses =
                (DWORD) (job->member_count + active - mww_job_active(job) + job->forced);
        basic->TotalTerminatedProcesses = job->forced;
}

static DWORD give(const void *from, DWORD size, void *out, DWORD room, DWORD *out_given)
{
        if (room < size)
                return ERROR_BAD_LENGTH;
        *out_given = size;
        return mww_put(out, from, size) ? ERROR_SUCCESS : ERROR_NOACCESS;
}

static DWORD give_ids(const mww_job *job, JOBOBJECT_BASIC_PROCESS_ID_LIST *out, DWORD room,
                      DWORD *out_given)
{
        const DWORD head = offsetof(JOBOBJECT_BASIC_PROCESS_ID_LIST, ProcessIdList);
        size_t count;
        pid_t *ids;
        size_t fit;

        if (room < sizeof *out)
                return ERROR_BAD_LENGTH;
        ids = list_ids(job, &count);
        fit = min(count, (size_t) (room - head) / sizeof(ULONG_PTR));
        out->NumberOfAssignedProcesses = (DWORD) count;
        out->NumberOfProcessIdsInList = (DWORD) fit;
        for (size_t at = 0; at < fit; at++)
                ((ULONG_PTR *) ((char *) out + head))[at] = (ULONG_PTR) ids[at];
        free(ids);
        *out_given = head + (DWORD) (fit * sizeof(ULONG_PTR));
        return fit < count ? ERROR_MORE_DATA : ERROR_SUCCESS;
}

static DWORD ask(const mww_job *job, JOBOBJECTINFOCLASS what, void *out, DWORD room,
                 DWORD *out_given)
{
        JOBOBJECT_BASIC_AND_IO_ACCOUNTING_INFORMATION sums = { 0 };
        JOBOBJECT_BASIC_LIMIT_INFORMATION basic = job->limits.BasicLimitInformation;

        switch (what) {
        case JobObjectBasicAccountingInformation:
                account(job, &sums);
                return give(&sums.BasicInfo, sizeof sums.BasicInfo, out, room, out_given);
        case JobObjectBasicAndIoAccountingInformation:
                account(job, &sums);
                return give(&sums, sizeof sums, out, room, out_given);
        case JobObjectBasicLimitInformation:
                basic.LimitFlags &= BASIC_FLAGS;
                return give(&basic, sizeof basic, out, room, out_given);
        case JobObjectExtendedLimitInformation:
                return give(&job->limits, sizeof job->limits, out, room, out_given);
        case JobObjectBasicUIRestrictions:
                return give(&job->restrictions, sizeof job->restrictions, out, room, out_given);
        case JobObjectBasicProcessIdList:
                return give_ids(job, out, room, out_given);
        default:
                return ERROR_INVALID_PARAMETER;
        }
}

BOOL QueryInformationJobObject(HANDLE handle, JOBOBJECTINFOCLASS what, LPVOID out, DWORD room,
                               LPDWORD out_bytes)
{
        mww_pin pin;
        DWORD given = 0;
        DWORD error = mww_handle_pin_as(handle, &mww_job_class, JOB_OBJECT_QUERY, &pin);

        if (error)
                return mww_fail(error);
        mww_job_lock();
        error = ask((const mww_job *) pin.object, what, out, room, &given);
        mww_job_unlock();
        mww_handle_unpin(&pin);
        if ((!error || error == ERROR_MORE_DATA) && out_bytes &&
            !mww_put(out_bytes, &given, sizeof given))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}
