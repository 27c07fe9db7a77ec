/* SPDX-License-Identifier: MIT */
/* rules_jobs.c — job objects: members, limits, ends, what a port is told. */
#include "support.h"

static HANDLE start(const char *what, DWORD flags, DWORD *out_id)
{
        STARTUPINFOA info;
        PROCESS_INFORMATION made;
        char path[MAX_PATH];
        char line[MAX_PATH + 64];

        memset(&info, 0, sizeof info);
        info.cb = sizeof info;
        GetModuleFileNameA(NULL, path, sizeof path);
        snprintf(line, sizeof line, "\"%s\" child %s", path, what);
        if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, flags, NULL, NULL, &info, &made))
                return NULL;
        if (flags & CREATE_SUSPENDED)
                ResumeThread(made.hThread);
        CloseHandle(made.hThread);
        if (out_id)
                *out_id = made.dwProcessId;
        return made.hProcess;
}

static DWORD code_of(HANDLE process)
{
        DWORD code = MARK;

        WaitForSingleObject(process, 10000);
        GetExitCodeProcess(process, &code);
        return code;
}

static int is_in(HANDLE process, HANDLE job)
{
        BOOL is = 7;

        return IsProcessInJob(process, job, &is) ? is : -1;
}

static DWORD active_in(HANDLE job)
{
        JOBOBJECT_BASIC_ACCOUNTING_INFORMATION sums;

        memset(&sums, 0xff, sizeof sums);
        QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &sums, sizeof sums,
                                  NULL);
        return sums.ActiveProcesses;
}

static BOOL limit(HANDLE job, DWORD flags, DWORD count)
{
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;

        memset(&limits, 0, sizeof limits);
        limits.BasicLimitInformation.LimitFlags = flags;
        limits.BasicLimitInformation.ActiveProcessLimit = count;
        return SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits,
                                       sizeof limits);
}

static void members(void)
{
        HANDLE job = CreateJobObjectA(NULL, NULL);
        DWORD id = 0;
        HANDLE one = start("sleep none", 0, &id);
        HANDLE two = start("sleep none", 0, NULL);
        HANDLE other = CreateJobObjectW(NULL, NULL);
        JOBOBJECT_BASIC_PROCESS_ID_LIST list;
        struct {
                JOBOBJECT_BASIC_PROCESS_ID_LIST list;
                ULONG_PTR more[8];
        } long_list;
        JOBOBJECT_BASIC_ACCOUNTING_INFORMATION sums;
        DWORD bytes = 0;

        ROW("job made", job && other && one && two);
        ROW("job nobody in it", active_in(job) == 0 && is_in(one, job) == 0);
        ROW("job assigned", AssignProcessToJobObject(job, one) && is_in(one, job) == 1);
        ROW("job of another one", is_in(one, other) == 0 && is_in(two, job) == 0);
        ROW("job any job", is_in(one, NULL) == 1);
        ROW("job a second one", AssignProcessToJobObject(job, two) && active_in(job) == 2);
        memset(&long_list, 0, sizeof long_list);
        ROW("job the list of its processes",
            QueryInformationJobObject(job, JobObjectBasicProcessIdList, &long_list,
                                      sizeof long_list, &bytes) &&
                    long_list.list.NumberOfAssignedProcesses == 2 &&
                    long_list.list.NumberOfProcessIdsInList == 2 &&
                    (long_list.list.ProcessIdList[0] == id || long_list.more[0] == id));
        ROW("job no room for the list",
            FAILS(QueryInformationJobObject(job, JobObjectBasicProcessIdList, &list, sizeof list,
                                            NULL),
                  ERROR_MORE_DATA) &&
                    list.NumberOfAssignedProcesses == 2 && list.NumberOfProcessIdsInList == 1);
        ROW("job isn't signalled", WaitForSingleObject(job, 0) == WAIT_TIMEOUT);
        ROW("job ended", TerminateJobObject(job, 9) && code_of(one) == 9 && code_of(two) == 9);
        for (int tries = 0; tries < 200 && active_in(job) != 0; tries++)
                Sleep(10);
        memset(&sums, 0, sizeof sums);
        ROW("job has counted", QueryInformationJobObject(job, JobObjectBasicAccountingInformation,
                                                         &sums, sizeof sums, &bytes) &&
                                       sums.TotalProcesses == 2 && sums.ActiveProcesses == 0 &&
                                       bytes == sizeof sums);
        ROW("job doesn't take who has ended",
            FAILS(AssignProcessToJobObject(other, one), ERROR_ACCESS_DENIED));
        CloseHandle(one);
        CloseHandle(two);
        CloseHandle(job);
        CloseHandle(other);
}

static void refusals(void)
{
        HANDLE job = CreateJobObjectA(NULL, NULL);
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE reader = NULL;
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
        JOBOBJECT_BASIC_LIMIT_INFORMATION basic;

        memset(&limits, 0, sizeof limits);
        memset(&basic, 0, sizeof basic);
        ROW("job its limits at first",
            QueryInformationJobObject(job, JobObjectExtendedLimitInformation, &limits,
                                      sizeof limits, NULL) &&
                    limits.BasicLimitInformation.LimitFlags == 0);
        ROW("job layouts", sizeof(void *) != 8 || (sizeof limits == 144 && sizeof basic == 64));
        ROW_OR_WINE(
                "job limits of a wrong size",
                FAILS(SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, 5),
                      ERROR_BAD_LENGTH),
                GetLastError() == ERROR_INVALID_PARAMETER);
        basic.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        ROW("job an extended limit as a basic one",
            FAILS(SetInformationJobObject(job, JobObjectBasicLimitInformation, &basic,
                                          sizeof basic),
                  ERROR_INVALID_PARAMETER));
        ROW("job limits from nowhere",
            FAILS(SetInformationJobObject(job, JobObjectExtendedLimitInformation, (LPVOID) 16,
                                          sizeof limits),
                  ERROR_NOACCESS));
        ROW("job an unknown limit", FAILS(limit(job, 0x40000000, 0), ERROR_INVALID_PARAMETER));
        ROW("job by no handle",
            FAILS(AssignProcessToJobObject(NULL, GetCurrentProcess()), ERROR_INVALID_HANDLE));
        ROW("job by an event's handle", FAILS(TerminateJobObject(event, 1), ERROR_INVALID_HANDLE));
        ROW("job of no process", FAILS(AssignProcessToJobObject(job, NULL), ERROR_INVALID_HANDLE));
        DuplicateHandle(GetCurrentProcess(), job, GetCurrentProcess(), &reader, JOB_OBJECT_QUERY,
                        FALSE, 0);
        ROW("job without the right to end it",
            FAILS(TerminateJobObject(reader, 1), ERROR_ACCESS_DENIED) && active_in(reader) == 0);
        CloseHandle(reader);
        CloseHandle(event);
        CloseHandle(job);
}

static BOOL restrict_windows(HANDLE job, DWORD kept)
{
        JOBOBJECT_BASIC_UI_RESTRICTIONS restrictions = { kept };

        return SetInformationJobObject(job, JobObjectBasicUIRestrictions, &restrictions,
                                       sizeof restrictions);
}

static DWORD restricted(HANDLE job)
{
        JOBOBJECT_BASIC_UI_RESTRICTIONS restrictions = { MARK };

        return QueryInformationJobObject(job, JobObjectBasicUIRestrictions, &restrictions,
                                         sizeof restrictions, NULL) ?
                       restrictions.UIRestrictionsClass :
                       MARK;
}

/* Wine takes everything and keeps nothing. */
static void restrictions(void)
{
        HANDLE job = CreateJobObjectA(NULL, NULL);

        ROW_OR_WINE("job restrictions of windows are kept",
                    LEAVES(restrict_windows(job, 0xff)) && restricted(job) == 0xff,
                    restricted(job) == MARK);
        ROW_OR_WINE("job unknown restrictions: 87",
                    FAILS(restrict_windows(job, 0xdead0000), ERROR_INVALID_PARAMETER), 1);
        ROW_OR_WINE("job one unknown among known: 87",
                    FAILS(restrict_windows(job, 0x2ff), ERROR_INVALID_PARAMETER), 1);
        ROW_OR_WINE("job refused restrictions change nothing", restricted(job) == 0xff,
                    restricted(job) == MARK);
        ROW("job restrictions are lifted", LEAVES(restrict_windows(job, 0)));
        CloseHandle(job);
}

static void names(void)
{
        const char *name = unique("job");
        HANDLE job;
        HANDLE again;
        HANDLE found;

        ROW("job name makes one", SETS(job = CreateJobObjectA(NULL, name), ERROR_SUCCESS));
        ROW("job name finds it", SETS(again = CreateJobObjectA(NULL, name), ERROR_ALREADY_EXISTS));
        ROW("job name opens it", (found = OpenJobObjectA(JOB_OBJECT_QUERY, FALSE, name)) != NULL);
        ROW("job name with the right to ask",
            limit(again, JOB_OBJECT_LIMIT_ACTIVE_PROCESS, 3) && active_in(found) == 0);
        CloseHandle(job);
        CloseHandle(again);
        CloseHandle(found);
        ROW("job name is gone",
            REFUSED(OpenJobObjectA(JOB_OBJECT_QUERY, FALSE, name), ERROR_FILE_NOT_FOUND));
}

static void ends(void)
{
        HANDLE job = CreateJobObjectA(NULL, NULL);
        HANDLE one = start("sleep none", CREATE_SUSPENDED, NULL);

        ROW("job that ends its members by its end",
            limit(job, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, 0) &&
                    AssignProcessToJobObject(job, one));
        ROW("job its members run", WaitForSingleObject(one, 50) == WAIT_TIMEOUT);
        CloseHandle(job);
        ROW("job its members have ended", WaitForSingleObject(one, 10000) == WAIT_OBJECT_0);
        CloseHandle(one);
        job = CreateJobObjectA(NULL, NULL);
        one = start("sleep none", 0, NULL);
        AssignProcessToJobObject(job, one);
        CloseHandle(job);
        ROW("job that leaves its members alone", WaitForSingleObject(one, 50) == WAIT_TIMEOUT);
        TerminateProcess(one, 1);
        WaitForSingleObject(one, 10000);
        CloseHandle(one);
}

static void count_limit(void)
{
        HANDLE job = CreateJobObjectA(NULL, NULL);
        HANDLE one = start("sleep none", 0, NULL);
        HANDLE two = start("sleep none", 0, NULL);

        ROW("job of one process",
            limit(job, JOB_OBJECT_LIMIT_ACTIVE_PROCESS, 1) && AssignProcessToJobObject(job, one));
        ROW_OR_WINE("job a process too many",
                    FAILS(AssignProcessToJobObject(job, two), ERROR_NOT_ENOUGH_QUOTA), TRUE);
        TerminateProcess(two, 1);
        TerminateJobObject(job, 2);
        ROW("job ended with a limit", code_of(one) == 2);
        WaitForSingleObject(two, 10000);
        CloseHandle(one);
        CloseHandle(two);
        CloseHandle(job);
}

/* The next packet, as a message; *out_id is what comes with it. */
static DWORD message(HANDLE port, ULONG_PTR wanted_key, DWORD *out_id)
{
        DWORD what = 0;
        ULONG_PTR key = 0;
        LPOVERLAPPED with = NULL;

        if (!GetQueuedCompletionStatus(port, &what, &key, &with, 10000) || key != wanted_key)
                return 0;
        *out_id = (DWORD) (ULONG_PTR) with;
        return what;
}

static void told(void)
{
        HANDLE job = CreateJobObjectA(NULL, NULL);
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
        JOBOBJECT_ASSOCIATE_COMPLETION_PORT tie = { (PVOID) 0x1234, port };
        DWORD id = 0;
        DWORD with = 0;
        HANDLE one = start("sleep none", 0, &id);

        ROW("job tied to a port",
            SetInformationJobObject(job, JobObjectAssociateCompletionPortInformation, &tie,
                                    sizeof tie));
        ROW("job tied twice",
            FAILS(SetInformationJobObject(job, JobObjectAssociateCompletionPortInformation, &tie,
                                          sizeof tie),
                  ERROR_INVALID_PARAMETER));
        AssignProcessToJobObject(job, one);
        ROW("job tells of a new one",
            message(port, 0x1234, &with) == JOB_OBJECT_MSG_NEW_PROCESS && with == id);
        TerminateProcess(one, 0);
        ROW("job tells of an end",
            message(port, 0x1234, &with) == JOB_OBJECT_MSG_EXIT_PROCESS && with == id);
        ROW("job tells that nobody is left",
            message(port, 0x1234, &with) == JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO);
        CloseHandle(one);
        CloseHandle(job);
        CloseHandle(port);
}

void rules_jobs(void)
{
        members();
        refusals();
        restrictions();
        names();
        ends();
        count_limit();
        told();
}
