/* SPDX-License-Identifier: MIT */
/* 03_mutex.c — one at a time, and what happens when the one dies in the middle.
 *
 * Build  cc 03_mutex.c $(pkg-config --cflags --libs mapwire)
 *
 * Two accounts in a shared page; their sum must stay 1000. A child takes the
 * mutex, moves money out of one account, and is killed before it can put it
 * into the other. The parent, asleep in lock, gets the mutex at once and is told
 * MW_ABANDONED: "the last owner died, look at what it left". It repairs the
 * accounts, from a note that the child wrote first.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

struct accounts {
        int64_t left, right;
        int64_t moving; /* the note: so much is on its way from left to right */
};

static int fail(const char *who)
{
        fprintf(stderr, "%s: %s\n", who, mw_last_error());
        return 1;
}

/* Dies while it owns the mutex, the money being nowhere. */
static int be_child(mw_mutex *lock, mw_event *owned, struct accounts *accounts)
{
        if (mw_mutex_lock(lock, MW_NEVER) < 0 || mw_event_set(owned) < 0)
                return fail("child");
        accounts->moving = 100;
        accounts->left -= 100;
        raise(SIGKILL);
        return 0;
}

static void repair(struct accounts *accounts)
{
        printf("parent: the owner died; left %lld, right %lld, and %lld on the way\n",
               (long long) accounts->left, (long long) accounts->right,
               (long long) accounts->moving);
        accounts->right += accounts->moving;
        accounts->moving = 0;
}

int main(void)
{
        struct accounts *accounts;
        mw_mapping *mapping;
        mw_event *owned;
        mw_mutex *lock;
        void *bytes = NULL;
        pid_t child;
        int r;

        /* Unnamed objects belong to this process and to the children that it forks. */
        if (mw_mapping_open(NULL, sizeof *accounts, MW_CREATE, NULL, &mapping) < 0 ||
            mw_view_map(mapping, 0, 0, 0, &bytes) < 0 ||
            mw_mutex_open(NULL, MW_CREATE, NULL, &lock) < 0 ||
            mw_event_open(NULL, MW_CREATE, NULL, &owned) < 0)
                return fail("parent");
        accounts = bytes;
        accounts->left = 1000;

        child = fork();
        if (child == 0)
                return be_child(lock, owned, accounts);
        if (child < 0 || mw_event_wait(owned, MW_NEVER) < 0)
                return 1;

        r = mw_mutex_lock(lock, mw_after_ns(INT64_C(10000000000)));
        if (r < 0)
                return fail("parent");
        if (r == MW_ABANDONED)
                repair(accounts);
        printf("parent: left %lld, right %lld\n", (long long) accounts->left,
               (long long) accounts->right);
        r = accounts->left + accounts->right == 1000 && r == MW_ABANDONED ? 0 : 1;
        if (mw_mutex_unlock(lock) < 0)
                return fail("parent");

        waitpid(child, NULL, 0);
        mw_event_close(owned);
        mw_mutex_close(lock);
        mw_view_unmap(bytes);
        mw_mapping_close(mapping);
        return r;
}
