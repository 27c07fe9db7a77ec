/* SPDX-License-Identifier: MIT */
/* table.c — the table: counts the rows of all groups, or plays a peer.
 *
 * A row that never comes would hold the table until its runner loses patience,
 * and nobody would know which: so a thread looks on, and ends the table with the
 * name of the last row that came.
 */
#include "support.h"

enum { PATIENCE_S = 150 }; /* between two rows; the slowest take a few seconds */

static int passed_count;
static int failed_count;
static int accepted_count;
static int skipped_count;
static volatile LONG row_count;
static char last_rule[160] = "(none)";

static void look_on(void *unused)
{
        LONG seen = 0;

        for (int seconds = 0; seconds < PATIENCE_S; seconds++) {
                Sleep(1000);
                if (atomic_get(&row_count) != seen)
                        seconds = 0;
                seen = atomic_get(&row_count);
        }
        printf("FAILED stuck: no row for %d s after %s\n", PATIENCE_S, last_rule);
        fflush(stdout);
        TerminateProcess(GetCurrentProcess(), 1);
}

void row(const char *rule, int passed, int accepted, const char *file, int line)
{
        DWORD error = GetLastError();

        note_number(rule);
        snprintf(last_rule, sizeof last_rule, "%s", rule);
        atomic_add(&row_count, 1);
        if (passed || accepted)
                passed_count++;
        else
                failed_count++;
        if (accepted)
                accepted_count++;
        if (!passed && !accepted)
                printf("FAILED %s   (%s:%d, last error %lu)\n", rule, file, line,
                       (unsigned long) error);
        else if (is_verbose)
                printf("%s %s\n", accepted ? "wine  " : "ok    ", rule);
        fflush(stdout);
}

void skip(const char *rule, const char *reason)
{
        note_number(rule);
        skipped_count++;
        if (is_verbose)
                printf("skip   %s: %s\n", rule, reason);
}

/* The arguments: nothing, or -v, or "peer ROLE ARGUMENT". */
int main(int argument_count, char **arguments)
{
        on_wine = runs_on_wine();
        end_at_a_crash();
        if (argument_count == 4 && strcmp(arguments[1], "peer") == 0)
                return peer_main(arguments[2], arguments[3]);
        if (argument_count > 2 && strcmp(arguments[1], "child") == 0)
                return child_main(argument_count - 2, arguments + 2);
        is_verbose = argument_count > 1 && strcmp(arguments[1], "-v") == 0;
        thread_start(look_on, NULL);

        rules_types();
        rules_handles();
        rules_names();
        rules_sections();
        rules_files();
        rules_share();
        rules_find();
        rules_watch();
        rules_exec();
        rules_sparse();
        rules_paths();
        rules_copy();
        rules_io();
        rules_later();
        rules_profiles();
        rules_census();
        rules_descriptors();
        rules_views();
        rules_memory();
        rules_virtual();
        rules_heaps();
        rules_locks();
        rules_clocks();
        rules_messages();
        rules_lifetime();
        rules_events();
        rules_waits();
        rules_mutexes();
        rules_semaphores();
        rules_timers();
        rules_processes();
        rules_threads();
        rules_spawn();
        rules_inherit();
        rules_pipes();
        rules_ports();
        rules_fibers();
        rules_text();
        rules_crt();
        rules_crt_more();
        rules_wide();
        rules_wild();
        rules_security();
        rules_pool();
        rules_pool_own();
        rules_pool_io();
        rules_times();
        rules_system();
        rules_locale();
        rules_jobs();
        rules_mailslots();

        rules_codes();
        rules_numbers();

        if (accepted_count)
                printf("%d rows as Wine answers, not as Windows does\n", accepted_count);
        if (skipped_count)
                printf("%d rows can't run here (-v tells why)\n", skipped_count);
        printf("%d passed, %d failed\n", passed_count, failed_count);
        return failed_count > 0;
}
