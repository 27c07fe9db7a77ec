/* SPDX-License-Identifier: MIT */
/* raw_start.c — a thread and a process by the C library's own calls. The process is
 * this program, told to end at once. */
#include "raw.h"

#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

static void *end_at_once(void *unused) {
        return NULL;
}

static void create_and_join(void *unused, long calls) {
        while (calls-- > 0) {
                pthread_t thread;

                if (pthread_create(&thread, NULL, end_at_once, NULL) != 0 ||
                    pthread_join(thread, NULL) != 0)
                        bench_die("pthread_create");
        }
}

static int run_thread(void) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_join, NULL), "ns");
        return 0;
}

static void create_and_wait(void *unused, long calls) {
        char *arguments[] = { (char *) bench_program, (char *) "end", NULL };

        while (calls-- > 0) {
                int status;
                pid_t process;

                if (posix_spawn(&process, bench_program, NULL, NULL, arguments, environ) != 0 ||
                    waitpid(process, &status, 0) != process || status != 0)
                        bench_die("posix_spawn");
        }
}

static int run_process(void) {
        bench_settle_alone();
        bench_report(NULL, bench_per_call_ns(create_and_wait, NULL), "ns");
        return 0;
}

const struct bench_case bench_raw_start_cases[] = {
        { "thread.create_join", "raw", run_thread },
        { "process.create_wait", "raw", run_process },
        { NULL, NULL, NULL },
};
