/* SPDX-License-Identifier: MIT */
/* test_windows.c — test_linux.c for Windows: each test a program of its own, in a job.
 *
 * Names are the kernel's and shared by all programs of the session, so in a session tests
 * run one after the other (tests/windows/CMakeLists.txt), and what a test left in the
 * namespace is what is there now and wasn't when it began. A test that hangs is ended with
 * all that it started: the job sees to that.
 *
 * Which tests can't run here, and why, says tests/windows/skips.h.
 */
#include "harness.h"
#include <windows.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "skips.h"

enum { NAMES_MAX = 256 };

void put_setting(const char *name, const char *value)
{
        SetEnvironmentVariableA(name, value);
}

/* ---- what is in the namespace ---------------------------------------------------------- */

static char *names_before[NAMES_MAX];
static int names_before_count;

static bool was_there(const char *name)
{
        for (int i = 0; i < names_before_count; i++)
                if (strcmp(names_before[i], name) == 0)
                        return true;
        return strncmp(name, "__wine", 6) == 0; /* the desktop comes when it likes */
}

/* Call `each` with every name that wasn't there before; how many. */
static int each_name(void (*each)(const char *name))
{
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *all;
        int found = 0;

        ASSERT_OK(mw_inspect_open(MW_SCOPE_LOCAL, &all));
        while (mw_inspect_next(all, &info) == MW_OK) {
                if (was_there(info.name))
                        continue;
                if (each)
                        each(info.name);
                found++;
        }
        mw_inspect_close(all);
        return found;
}

static void remember(const char *name)
{
        ASSERT(names_before_count < NAMES_MAX);
        names_before[names_before_count++] = strdup(name);
}

const char *test_directory(void)
{
        return "Local\\";
}

int files_left(const char *directory)
{
        (void) directory;
        return each_name(NULL);
}

static char listed[512];

static void append(const char *name)
{
        size_t used = strlen(listed);

        snprintf(listed + used, sizeof listed - used, " %s", name);
}

const char *list_files(const char *directory)
{
        (void) directory;
        listed[0] = 0;
        each_name(append);
        return listed;
}

/* ---- a test, in this process ----------------------------------------------------------- */

void run_and_look(struct test *test)
{
        DWORD before = 0, after = 0;
        int left;

        each_name(remember);
        GetProcessHandleCount(GetCurrentProcess(), &before);
        test->run();
        GetProcessHandleCount(GetCurrentProcess(), &after);
        left = files_left(test_directory());
        if (left)
                test_fail(__FILE__, __LINE__, "left behind, %d names:%s", left,
                          list_files(test_directory()));
        /* threads and the C library open some of their own at first use */
        if (after > before + 16)
                test_fail(__FILE__, __LINE__, "%lu handles at the end, %lu at the start", after,
                          before);
}

/* ---- the runner ------------------------------------------------------------------------ */

static const char *program_name(void)
{
        static char path[MAX_PATH];
        char *name, *dot;

        GetModuleFileNameA(NULL, path, sizeof path);
        name = strrchr(path, '\\') ? strrchr(path, '\\') + 1 : path;
        if ((dot = strrchr(name, '.')))
                *dot = 0;
        return strncmp(name, "test_", 5) == 0 ? name + 5 : name;
}

/* Why this test can't run here; NULL: it can. */
static const char *reason_to_skip(const struct test *test)
{
        for (size_t i = 0; i < sizeof skips / sizeof skips[0]; i++)
                if (strcmp(skips[i].program, program_name()) == 0 &&
                    strcmp(skips[i].test, test->name) == 0)
                        return skips[i].reason;
        return NULL;
}

static char scratch[MAX_PATH + 32];

bool begin_runner(void)
{
        char temporary[MAX_PATH];

        GetTempPathA(sizeof temporary, temporary);
        snprintf(scratch, sizeof scratch, "%smwt%lu", temporary, GetCurrentProcessId());
        CreateDirectoryA(scratch, NULL);
        put_setting("MW_TEST_SCRATCH", scratch);
        return true;
}

void end_runner(void)
{
        RemoveDirectoryA(scratch);
}

bool goes_on(void)
{
        return true;
}

void begin_process(int *argc, char **argv)
{
        _fmode = _O_BINARY; /* a byte is a byte, as on Linux */
        SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
        if (*argc > 2 && strncmp(argv[1], "--role=", 7) == 0)
                argv[--*argc] = NULL; /* by which we are found (peer_windows.c) */
}

static void empty_directory(const char *path)
{
        char pattern[MAX_PATH * 2];
        WIN32_FIND_DATAA found;
        HANDLE search;

        snprintf(pattern, sizeof pattern, "%s\\*", path);
        search = FindFirstFileA(pattern, &found);
        if (search == INVALID_HANDLE_VALUE)
                return;
        do {
                snprintf(pattern, sizeof pattern, "%s\\%s", path, found.cFileName);
                DeleteFileA(pattern);
        } while (FindNextFileA(search, &found));
        FindClose(search);
}

/* Returns 0, 1 or EXIT_SKIP. */
int run_apart(struct test *test)
{
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = { 0 };
        STARTUPINFOA start = { .cb = sizeof start };
        PROCESS_INFORMATION process;
        char command[MAX_PATH + 300], path[MAX_PATH];
        const char *reason = reason_to_skip(test);
        HANDLE job;
        DWORD verdict = 1;

        if (reason) {
                printf("  %s\n", reason);
                return EXIT_SKIP;
        }
        job = CreateJobObjectA(NULL, NULL);
        GetModuleFileNameA(NULL, path, sizeof path);
        snprintf(command, sizeof command, "\"%s\" --run=%s", path, test->name);
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
        fflush(NULL);
        if (!CreateProcessA(path, command, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start,
                            &process)) {
                fprintf(stderr, "  can't start %s: error %lu\n", command, GetLastError());
                return 1;
        }
        AssignProcessToJobObject(job, process.hProcess);
        ResumeThread(process.hThread);
        if (WaitForSingleObject(process.hProcess, (DWORD) limit_of(test) * 1000) == WAIT_TIMEOUT) {
                fprintf(stderr, "  still running after %d s\n", limit_of(test));
                TerminateJobObject(job, 1);
                WaitForSingleObject(process.hProcess, INFINITE);
        }
        GetExitCodeProcess(process.hProcess, &verdict);
        if (verdict > 1 && verdict != EXIT_SKIP)
                fprintf(stderr, "  ended with %#lx\n", verdict);
        CloseHandle(process.hThread);
        CloseHandle(process.hProcess);
        CloseHandle(job);
        empty_directory(scratch);
        return verdict == 0 || verdict == EXIT_SKIP ? (int) verdict : 1;
}
