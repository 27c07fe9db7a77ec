/* SPDX-License-Identifier: MIT */
/* win32_start.c — what a thread costs, and a process, from creation until its end is
 * known and its handles are closed. The process is this program, told to end at once. */
#include "win32_start.h"

#include <stdio.h>

#ifdef BENCH_WINPR
#  include <winpr/handle.h>
#  include <winpr/synch.h>
#  include <winpr/thread.h>
#  include <winpr/wtypes.h>
#else
#  include <windows.h>
#endif

static DWORD WINAPI end_at_once(LPVOID unused) {
        return 0;
}

static void wait_and_close(HANDLE handle) {
        if (WaitForSingleObject(handle, INFINITE) != WAIT_OBJECT_0)
                bench_die("WaitForSingleObject");
        CloseHandle(handle);
}

static void create_and_join(void *unused, long calls) {
        while (calls-- > 0) {
                HANDLE thread = CreateThread(NULL, 0, end_at_once, NULL, 0, NULL);

                if (!thread)
                        bench_die("CreateThread");
                wait_and_close(thread);
        }
}

static int run_thread(void) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_join, NULL), "ns");
        return 0;
}

static void create_and_wait(void *unused, long calls) {
        while (calls-- > 0) {
                STARTUPINFOA startup = { .cb = sizeof startup };
                PROCESS_INFORMATION started;
                char command[600];

                snprintf(command, sizeof command, "\"%s\" end", bench_program);
                if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup,
                                    &started))
                        bench_die("CreateProcess");
                CloseHandle(started.hThread);
                wait_and_close(started.hProcess);
        }
}

static int run_process(void) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_wait, NULL), "ns");
        return 0;
}

const struct bench_case bench_win32_start_cases[] = {
        { "thread.create_join", BENCH_WHO, run_thread },
        { "process.create_wait", BENCH_WHO, run_process },
        { NULL, NULL, NULL },
};
