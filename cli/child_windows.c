/* SPDX-License-Identifier: MIT */
/* child_windows.c — commands that the tool runs, and what ends it, on Windows.
 *
 * Ctrl-C, Ctrl-Break, a closed console and a logoff arrive on a thread of their own. They
 * are told as the signals that they are elsewhere: INT and TERM. TerminateProcess() asks
 * nobody, like kill -9; the system gives our names back then.
 *
 * While a command runs, we never end before it does: what we hold for it must hold. The
 * console tells the command itself. If we are killed, it ends with us where that was
 * asked for: it is in a job that ends with our last handle to it.
 */
#include "cli.h"

#include <windows.h>

#include <stdlib.h>
#include <string.h>

enum { NUMBER_INT = 2, NUMBER_TERM = 15 };

static volatile LONG caught;
static mw_event *signal_event;

static BOOL WINAPI on_console(DWORD what) {
        InterlockedCompareExchange(&caught,
                                   what == CTRL_C_EVENT || what == CTRL_BREAK_EVENT ? NUMBER_INT :
                                                                                      NUMBER_TERM,
                                   0);
        if (signal_event)
                mw_event_set(signal_event);
        if (what != CTRL_C_EVENT && what != CTRL_BREAK_EVENT)
                Sleep(INFINITE); /* returning would end us before our names are given back */
        return TRUE;
}

void cli_catch_signals(void) {
        if (signal_event)
                return;
        if (mw_event_open(NULL, MW_CREATE, NULL, &signal_event) < 0)
                signal_event = NULL;
        SetConsoleCtrlHandler(on_console, TRUE);
}

int cli_caught_signal(void) {
        return caught;
}

mw_event *cli_signal_event(void) {
        return signal_event;
}

/* Reads what comes until the input ends; then says so. */
static DWORD WINAPI watch_input(void *argument) {
        HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
        char bytes[4096];
        DWORD got;

        while (ReadFile(in, bytes, sizeof(bytes), &got, NULL) && got > 0)
                ;
        mw_event_set(argument);
        return 0;
}

/* A file is at its end from the start, and NUL, too; they say nothing. */
static bool is_worth_watching(int watch_fd) {
        HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
        DWORD mode;

        return watch_fd == 0 &&
               (GetFileType(in) == FILE_TYPE_PIPE || GetConsoleMode(in, &mode));
}

int cli_hold_until_signal(int watch_fd, int64_t deadline_ns) {
        mw_event *ended = NULL;
        mw_object *objects[2];
        uint32_t count = 0;

        cli_catch_signals();
        if (signal_event)
                objects[count++] = mw_event_object(signal_event);
        if (is_worth_watching(watch_fd) && mw_event_open(NULL, MW_CREATE, NULL, &ended) >= 0) {
                HANDLE thread = CreateThread(NULL, 0, watch_input, ended, 0, NULL);

                if (thread)
                        CloseHandle(thread);
                objects[count++] = mw_event_object(ended);
        }
        if (count > 0)
                mw_wait_any(objects, count, deadline_ns, MW_SPIN_DEFAULT, NULL);
        return caught; /* `ended` stays: its thread may still set it */
}

/* One word as CommandLineToArgvW() and the C library take it apart. False: no room. */
static bool append_word(char *line, size_t room, const char *word) {
        size_t used = strlen(line), backslashes = 0;
        bool quoted = !*word || strpbrk(word, " \t\n\v\"");

        if (used + 2 * strlen(word) + 4 > room)
                return false;
        if (used > 0)
                line[used++] = ' ';
        if (quoted)
                line[used++] = '"';
        for (; *word; word++) {
                if (*word == '"') /* those in front of it are doubled, and it gets one */
                        for (size_t i = 0; i <= backslashes; i++)
                                line[used++] = '\\';
                backslashes = *word == '\\' ? backslashes + 1 : 0;
                line[used++] = *word;
        }
        for (size_t i = 0; quoted && i < backslashes; i++)
                line[used++] = '\\';
        if (quoted)
                line[used++] = '"';
        line[used] = 0;
        return true;
}

static wchar_t *command_line(char **command) {
        enum { LINE_BYTES = 32767 * 3 };
        char *line = calloc(1, LINE_BYTES);
        wchar_t *wide = calloc(32768, sizeof(*wide));
        bool fits = line && wide;

        for (; fits && *command; command++)
                fits = append_word(line, LINE_BYTES, *command);
        if (!fits || !MultiByteToWideChar(CP_UTF8, 0, line, -1, wide, 32767)) {
                free(wide);
                wide = NULL;
        }
        free(line);
        return wide;
}

/* A job that ends what is in it when our handle to it goes. */
static HANDLE job_that_ends_with_us(void) {
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
        HANDLE job = CreateJobObjectW(NULL, NULL);

        memset(&limits, 0, sizeof(limits));
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        if (job)
                SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits,
                                        sizeof(limits));
        return job;
}

int cli_run_command(char **command, bool ends_with_us) {
        STARTUPINFOW start;
        PROCESS_INFORMATION process;
        wchar_t *line = command_line(command);
        HANDLE job = ends_with_us ? job_that_ends_with_us() : NULL;
        DWORD status = CLI_FAILURE;

        cli_catch_signals();
        fflush(stdout);
        if (caught) {
                cli.ended_by = caught;
                return CLI_FAILURE;
        }
        memset(&start, 0, sizeof(start));
        start.cb = sizeof(start);
        if (!line || !CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL,
                                     &start, &process)) {
                DWORD error = line ? GetLastError() : ERROR_FILENAME_EXCED_RANGE;

                free(line);
                return cli_error(error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ?
                                         CLI_NO_COMMAND :
                                         CLI_CANT_RUN,
                                 "can't run '%s': system error %lu", cli_printable(command[0]),
                                 (unsigned long) error);
        }
        free(line);
        if (job)
                AssignProcessToJobObject(job, process.hProcess);
        ResumeThread(process.hThread);
        WaitForSingleObject(process.hProcess, INFINITE);
        GetExitCodeProcess(process.hProcess, &status);
        CloseHandle(process.hThread);
        CloseHandle(process.hProcess);
        if (job)
                CloseHandle(job);
        return (int) status;
}
