/* SPDX-License-Identifier: MIT */
/* 02_event.c — "the data is there": a process sleeps until another one says so.
 *
 * Build  cc 02_event.c $(pkg-config --cflags --libs mapwire)
 *
 * Two auto-reset events, one for each direction, over one shared number. Parent
 * and child answer each other a thousand times. No message is lost when one of
 * the two is slower: a set is kept until somebody takes it.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

enum { ROUNDS = 1000 };

/* A partner that has died must not hang us. */
#define PATIENCE_NS INT64_C(10000000000)

struct table {
        mw_mapping *mapping;
        mw_event *ping, *pong;
        uint64_t *number; /* shared; each side writes it only when it is its turn */
};

static int fail(const char *who)
{
        fprintf(stderr, "%s: %s\n", who, mw_last_error());
        return 1;
}

/* Make it or join it: whoever comes first makes it, and both do the same. */
static int sit_down(struct table *table, int number)
{
        char name[64];
        void *bytes = NULL;

        snprintf(name, sizeof name, "example-number-%d", number);
        if (mw_mapping_open(name, sizeof(uint64_t), MW_CREATE, NULL, &table->mapping) < 0 ||
            mw_view_map(table->mapping, 0, 0, 0, &bytes) < 0)
                return -1;
        table->number = bytes;
        snprintf(name, sizeof name, "example-ping-%d", number);
        if (mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &table->ping) < 0)
                return -1;
        snprintf(name, sizeof name, "example-pong-%d", number);
        return mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &table->pong);
}

static void leave(struct table *table)
{
        mw_event_close(table->pong);
        mw_event_close(table->ping);
        mw_view_unmap(table->number);
        mw_mapping_close(table->mapping);
}

/* The parent: add one, say so, wait for the answer. */
static int ask(struct table *table)
{
        for (int round = 0; round < ROUNDS; round++) {
                ++*table->number;
                if (mw_event_set(table->ping) < 0 ||
                    mw_event_wait(table->pong, mw_after_ns(PATIENCE_NS)) < 0)
                        return -1;
        }
        return 0;
}

/* The child: wait to be asked, add one, say so. */
static int answer(struct table *table)
{
        for (int round = 0; round < ROUNDS; round++) {
                if (mw_event_wait(table->ping, mw_after_ns(PATIENCE_NS)) < 0)
                        return -1;
                ++*table->number;
                if (mw_event_set(table->pong) < 0)
                        return -1;
        }
        return 0;
}

static int be_child(int number)
{
        struct table table;

        if (sit_down(&table, number) < 0 || answer(&table) < 0)
                return fail("child");
        leave(&table);
        return 0;
}

int main(void)
{
        int number = (int) getpid(), status = 0;
        struct table table;
        pid_t child = fork();
        uint64_t sum;

        if (child < 0) {
                perror("fork");
                return 1;
        }
        if (child == 0)
                return be_child(number);
        if (sit_down(&table, number) < 0 || ask(&table) < 0)
                return fail("parent");
        sum = *table.number;
        leave(&table);
        if (waitpid(child, &status, 0) < 0 || status != 0)
                return 1;
        printf("%d questions, %d answers, number %llu\n", ROUNDS, ROUNDS, (unsigned long long) sum);
        return sum != 2 * ROUNDS;
}
