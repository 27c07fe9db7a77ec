/* SPDX-License-Identifier: MIT */
/* 06_inspect.c — what objects there are, who holds them, and sweeping up.
 *
 * Build  cc 06_inspect.c $(pkg-config --cflags --libs mapwire)
 *
 * A child makes a mapping and is killed. Its name is dead at that instant: the
 * inspector calls what is left of it a leftover, open says that there is no such
 * object, and mw_gc() gives the memory back.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

static int fail(const char *what)
{
        fprintf(stderr, "%s: %s\n", what, mw_last_error());
        return 1;
}

static const char *state_name(uint32_t state)
{
        static const char *const names[] = { "?",        "live",    "leftover",
                                             "building", "damaged", "foreign" };

        return names[state <= MW_STATE_FOREIGN ? state : 0];
}

/* Print what is in Local\; returns the state of the one we look for. */
static uint32_t list(const char *wanted)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_holder holders[4];
        mw_inspector *all;
        uint32_t state = 0, count = 0;

        if (mw_inspect_open(MW_SCOPE_LOCAL, &all) < 0)
                return 0;
        while (mw_inspect_next(all, &info) == MW_OK) {
                if (strcmp(info.name, wanted) != 0)
                        continue; /* another program's */
                state = info.state;
                /* the count may exceed the room that we gave: it is how many there are */
                if (mw_inspect_holders(wanted, holders, 4, &count) < 0)
                        count = 0;
                printf("%s: %s, %llu bytes, %s, %u holders%s%s\n", info.name,
                       mw_kind_name(info.kind), (unsigned long long) info.size_bytes,
                       state_name(state), count, count ? ", one is " : "",
                       count ? holders[0].command : "");
        }
        mw_inspect_close(all);
        return state;
}

static int hold_and_wait(const char *name, int ready)
{
        mw_mapping *mapping;

        if (mw_mapping_open(name, 100000, MW_CREATE, NULL, &mapping) < 0)
                return fail("child");
        if (write(ready, "", 1) != 1)
                return 1;
        for (;;)
                pause();
}

int main(void)
{
        uint32_t alive, dead, removed;
        uint64_t bytes;
        mw_mapping *mapping;
        int ready[2], r;
        char name[64], byte;
        pid_t child;

        snprintf(name, sizeof name, "example-inspect-%d", (int) getpid());
        if (pipe(ready) < 0 || (child = fork()) < 0) {
                perror("06_inspect");
                return 1;
        }
        if (child == 0)
                return hold_and_wait(name, ready[1]);
        close(ready[1]);
        if (read(ready[0], &byte, 1) != 1)
                return 1;

        alive = list(name);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        dead = list(name);
        r = mw_mapping_open(name, 0, 0, NULL, &mapping);
        printf("open says: %s\n", mw_last_error());
        if (mw_gc(MW_SCOPE_LOCAL, 0, &removed, &bytes) < 0)
                return fail("gc");
        printf("gc removed %u objects, %llu bytes\n", removed, (unsigned long long) bytes);
        return !(alive == MW_STATE_LIVE && dead == MW_STATE_LEFTOVER && r == MW_ENOTFOUND &&
                 list(name) == 0);
}
