/* SPDX-License-Identifier: MIT */
/* table.c — the table: counts the rows of all groups, or plays a peer. */
#include "support.h"

static int passed_count;
static int failed_count;
static int accepted_count;

void row(const char *rule, int passed, int accepted, const char *file, int line)
{
        DWORD error = GetLastError();

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

/* The arguments: nothing, or -v, or "peer ROLE ARGUMENT". */
int main(int argument_count, char **arguments)
{
        on_wine = runs_on_wine();
        end_at_a_crash();
        if (argument_count == 4 && strcmp(arguments[1], "peer") == 0)
                return peer_main(arguments[2], arguments[3]);
        is_verbose = argument_count > 1 && strcmp(arguments[1], "-v") == 0;

        rules_types();
        rules_handles();
        rules_names();
        rules_sections();
        rules_files();
        rules_views();
        rules_memory();
        rules_lifetime();
        rules_events();
        rules_waits();
        rules_mutexes();
        rules_semaphores();
        rules_processes();

        if (accepted_count)
                printf("%d rows as Wine answers, not as Windows does\n", accepted_count);
        printf("%d passed, %d failed\n", passed_count, failed_count);
        return failed_count > 0;
}
