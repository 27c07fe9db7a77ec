/* SPDX-License-Identifier: MIT */
/* users.c — two users: Global\ with modes, and what another has planted.
 *
 * Root plays the one, and starts the others with setuid. Two ordinary users
 * meet in a directory that root made, as after `mapwire doctor --setup-global`.
 */
#include "thing.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALICE = 64001, BOB = 64002 };

static const char *global_directory(void)
{
        return getenv("MAPWIRE_GLOBAL_DIR");
}

static const char *path_in(const char *directory, const char *name)
{
        static char path[2][400];
        static int turn;

        turn = !turn;
        snprintf(path[turn], sizeof path[turn], "%s/%s", directory, name);
        return path[turn];
}

/* A Global\ as root sets it up. */
static void shared_global(void)
{
        need_root();
        ASSERT_SYS(chmod(global_directory(), 01777));
}

/* argv: orders, each "KIND FLAGS MODE NAME" or "touch|symlink|hardlink|mkdir NAME",
 * done one by one, each answered. What was opened is kept till the end. */
static int do_order(char *order)
{
        char verb[32], name[300];
        uint32_t flags = 0, mode = 0;
        mw_options options = MW_OPTIONS_INIT;
        mw_mapping_options mapping_options = MW_MAPPING_OPTIONS_INIT;

        if (sscanf(order, "%31s %u %o %299s", verb, &flags, &mode, name) != 4)
                return -1000;
        options.mode = mapping_options.mode = mode;
        if (strcmp(verb, "mapping") == 0) {
                mw_mapping *mapping;

                return mw_mapping_open(name, 5000, flags, &mapping_options, &mapping);
        }
        if (strcmp(verb, "filemap") == 0) {
                mw_mapping *mapping;

                mapping_options.file_path = getenv("MW_TEST_FILE");
                return mw_mapping_open(name, 0, flags, &mapping_options, &mapping);
        }
        if (strcmp(verb, "event") == 0) {
                mw_event *event;
                int result = mw_event_open(name, flags, &options, &event);

                /* the name says what to do with it */
                if (result >= 0 && strstr(name, "set") && mw_event_set(event) != MW_OK)
                        return -1001;
                if (result >= 0 && strstr(name, "wait") && mw_event_wait(event, MW_NEVER) != MW_OK)
                        return -1002;
                return result;
        }
        if (strcmp(verb, "mutex") == 0) {
                mw_mutex *mutex;
                int result = mw_mutex_open(name, flags, &options, &mutex);

                return result < 0 ? result : mw_mutex_lock(mutex, MW_NEVER);
        }
        if (strcmp(verb, "touch") == 0)
                return close(open(name, O_CREAT | O_RDWR | O_EXCL | O_CLOEXEC, mode));
        if (strcmp(verb, "mkdir") == 0)
                return mkdir(name, mode) | chmod(name, mode);
        return -1003;
}

ROLE(user)
{
        umask(0);
        if (strcmp(argv[0], "-") != 0)
                setenv("MAPWIRE_DIR", argv[0], 1);
        for (int i = 1; i < argc; i++) {
                int result = do_order(argv[i]);

                reach("%s %s", result_name(result), result < 0 ? mw_last_error() : "");
        }
        await_go();
}

/* The answer begins with this result and contains that text. */
static void answers(struct peer *peer, int line_number, int wanted, const char *text)
{
        char line[600], result[32];

        peer_line(peer, line, sizeof line);
        snprintf(result, sizeof result, "%s ", result_name(wanted));
        if (strncmp(line, result, strlen(result)) != 0 || (text && !strstr(line, text)))
                test_fail(__FILE__, line_number, "user said \"%s\", not %s%s", line, result,
                          text ? text : "");
}
#define ANSWERS(peer, wanted, text) answers(peer, __LINE__, wanted, text)

static void finish(struct peer *peer)
{
        peer_go(peer);
        peer_end(peer);
}

TEST(a_mode_lets_others_in_and_the_default_does_not)
{
        mw_options options = MW_OPTIONS_INIT;
        mw_event *open_one, *closed_one;
        struct peer *alice;

        shared_global();
        umask(077); /* must not matter */
        options.mode = 0666;
        ASSERT_IS(mw_event_open("Global\\set", MW_CREATE | MW_AUTO_RESET, &options, &open_one),
                  MW_CREATED);
        ASSERT_IS(mw_event_open("Global\\closed", MW_CREATE, NULL, &closed_one), MW_CREATED);
        alice = peer_start_as(ALICE, "user", "-", "event 0 0 Global\\set",
                              "event 0 0 Global\\closed", "event 1 0 Global\\closed",
                              "event 1 0666 Global\\set", NULL);
        ANSWERS(alice, MW_OK, NULL);
        ASSERT_IS(mw_event_wait(open_one, MW_NEVER), MW_OK);
        ANSWERS(alice, MW_EACCES, "user 0");
        ANSWERS(alice, MW_EACCES, "user 0");
        ANSWERS(alice, MW_OK, NULL);
        finish(alice);
        mw_event_close(open_one);
        mw_event_close(closed_one);
}

TEST(readers_of_another_user_read_and_wait_only)
{
        mw_mapping_options mapping_options = MW_MAPPING_OPTIONS_INIT;
        mw_options options = MW_OPTIONS_INIT;
        mw_mapping *mapping;
        mw_event *event;
        struct peer *alice;
        char orders[2][64];

        shared_global();
        options.mode = mapping_options.mode = 0644;
        ASSERT_OK(mw_mapping_open("Global\\cam", 5000, MW_CREATE, &mapping_options, &mapping));
        ASSERT_OK(mw_event_open("Global\\wait", MW_CREATE | MW_FOR_READERS, &options, &event));
        snprintf(orders[0], sizeof orders[0], "mapping %d 0 Global\\cam", MW_READ_ONLY);
        snprintf(orders[1], sizeof orders[1], "event %d 0 Global\\wait", MW_READ_ONLY);
        alice = peer_start_as(ALICE, "user", "-", "mapping 0 0 Global\\cam", orders[0],
                              "event 0 0 Global\\wait", orders[1], NULL);
        ANSWERS(alice, MW_EACCES, NULL);
        ANSWERS(alice, MW_OK, NULL);
        ANSWERS(alice, MW_EACCES, NULL);
        until_asleep(alice->pid);
        ASSERT_IS(mw_event_set(event), MW_OK);
        ANSWERS(alice, MW_OK, NULL);
        finish(alice);
        mw_mapping_close(mapping);
        mw_event_close(event);
}

TEST(two_ordinary_users_share_events_and_mutexes)
{
        struct peer *alice, *bob;

        shared_global();
        alice = peer_start_as(ALICE, "user", "-", "event 1 0666 Global\\a",
                              "mutex 1 0666 Global\\m", NULL);
        ANSWERS(alice, MW_CREATED, NULL);
        ANSWERS(alice, MW_OK, NULL);
        bob = peer_start_as(BOB, "user", "-", "event 0 0 Global\\a", "mutex 0 0 Global\\m", NULL);
        ANSWERS(bob, MW_OK, NULL);
        until_asleep(bob->pid);
        peer_kill(alice);
        ANSWERS(bob, MW_ABANDONED, NULL); /* also across users, also in Global\ */
        finish(bob);
        ASSERT_OK(mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL));
}

TEST(creating_over_another_users_object_is_refused_with_his_uid)
{
        struct peer *alice, *bob;

        shared_global();
        alice = peer_start_as(ALICE, "user", "-", "event 1 0666 Global\\x", NULL);
        ANSWERS(alice, MW_CREATED, NULL);
        bob = peer_start_as(BOB, "user", "-", "event 1 0666 Global\\x", "event 0 0 Global\\x",
                            "mapping 1 0666 Global\\x", NULL);
        ANSWERS(bob, MW_EUNTRUSTED, "64001");
        ANSWERS(bob, MW_OK, NULL); /* who opens only says that he wants hers */
        ANSWERS(bob, MW_EKIND, NULL);
        finish(bob);
        finish(alice);
}

/* The mapping names a file by a path of its maker's choice, and is opened with the
 * rights of whoever opens it: hers must be her own file, or root would write into his. */
TEST(another_users_mapping_of_a_file_that_is_not_hers_is_refused)
{
        char path[] = "/tmp/mw-users.XXXXXX";
        mw_mapping *mapping;
        struct peer *alice;
        int file;

        shared_global();
        file = mkstemp(path);
        ASSERT_SYS(file);
        ASSERT(write(file, "root's own", 10) == 10);
        ASSERT_SYS(fchmod(file, 0644));
        setenv("MW_TEST_FILE", path, 1);
        alice = peer_start_as(ALICE, "user", "-", "filemap 5 0644 Global\\db", NULL);
        ANSWERS(alice, MW_CREATED, NULL);
        ASSERT_IS(mw_mapping_open("Global\\db", 0, 0, NULL, &mapping), MW_EUNTRUSTED);
        ASSERT_IS(mw_mapping_open("Global\\db", 0, MW_READ_ONLY, NULL, &mapping), MW_EUNTRUSTED);
        finish(alice);
        close(file);
        unlink(path);
}

TEST(a_planted_file_is_refused_and_survives_gc)
{
        char order[400];
        struct peer *alice, *bob;
        struct thing thing;

        shared_global();
        snprintf(order, sizeof order, "touch 0 0666 %s", path_in(global_directory(), "x"));
        alice = peer_start_as(ALICE, "user", "-", order, NULL);
        ANSWERS(alice, MW_OK, NULL);
        finish(alice);
        bob = peer_start_as(BOB, "user", "-", "event 1 0666 Global\\x", "event 0 0 Global\\x",
                            NULL);
        ANSWERS(bob, MW_EUNTRUSTED, "64001");
        ANSWERS(bob, MW_ENOTFOUND, NULL);
        finish(bob);
        ASSERT_IS(thing_open(&thing, AUTO, "Global\\x", MW_CREATE, 0), MW_EUNTRUSTED);
        ASSERT(strstr(mw_last_error(), "64001") != NULL);
        ASSERT_OK(mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL));
        ASSERT_EQ(files_left(global_directory()), 1); /* not an object's; not ours to remove */
        ASSERT_SYS(unlink(path_in(global_directory(), "x")));
}

TEST(a_planted_symlink_is_refused_and_its_target_untouched)
{
        struct thing thing;
        const char *target = path_in(test_scratch(), "target");
        struct stat info;

        for (int global = 0; global < 2; global++) {
                const char *directory = global ? global_directory() : test_directory();
                const char *name = global ? "Global\\x" : "x";
                char link_path[400];

                snprintf(link_path, sizeof link_path, "%s/x", directory);
                ASSERT_SYS(symlink(target, link_path));
                ASSERT_IS(thing_open(&thing, AUTO, name, MW_CREATE, 0), MW_EUNTRUSTED);
                ASSERT_IS(thing_open(&thing, AUTO, name, 0, 0), MW_EUNTRUSTED);
                ASSERT(lstat(target, &info) < 0);
                ASSERT_OK(mw_gc(global ? MW_SCOPE_GLOBAL : MW_SCOPE_LOCAL, 0, NULL, NULL));
                ASSERT_SYS(lstat(link_path, &info)); /* not ours to remove */
                ASSERT_SYS(unlink(link_path));
        }
}

TEST(a_hard_link_is_refused)
{
        struct thing thing = thing_make(AUTO, "x", 0), other;
        char from[400], to[400];

        snprintf(from, sizeof from, "%s/x", test_directory());
        snprintf(to, sizeof to, "%s/y", test_directory());
        ASSERT_SYS(link(from, to));
        ASSERT_IS(thing_open(&other, AUTO, "y", 0, 0), MW_EUNTRUSTED);
        ASSERT_IS(thing_open(&other, AUTO, "y", MW_CREATE, 0), MW_EUNTRUSTED);
        ASSERT_SYS(unlink(to));
        other = thing_find(AUTO, "x");
        thing_close(&other);
        thing_close(&thing);
}

TEST(a_fifo_or_directory_in_the_way_is_refused_at_once)
{
        struct thing thing;

        ASSERT_SYS(mkfifo(path_in(test_directory(), "x"), 0600));
        ASSERT_IS(thing_open(&thing, AUTO, "x", MW_CREATE, 0), MW_EUNTRUSTED);
        ASSERT_SYS(unlink(path_in(test_directory(), "x")));
        ASSERT_SYS(mkdir(path_in(test_directory(), "x"), 0700));
        ASSERT(thing_open(&thing, AUTO, "x", MW_CREATE, 0) < 0);
        ASSERT_SYS(rmdir(path_in(test_directory(), "x")));
}

TEST(a_global_directory_of_another_ordinary_user_is_refused_with_his_uid)
{
        struct peer *bob;

        need_root();
        ASSERT_SYS(chown(global_directory(), ALICE, ALICE));
        ASSERT_SYS(chmod(global_directory(), 0777));
        bob = peer_start_as(BOB, "user", "-", "event 1 0 Global\\x", NULL);
        ANSWERS(bob, MW_EUNTRUSTED, "64001");
        finish(bob);
        ASSERT_SYS(chmod(global_directory(), 0700));
        bob = peer_start_as(BOB, "user", "-", "event 1 0 Global\\x", NULL);
        ANSWERS(bob, MW_EUNTRUSTED, NULL);
        finish(bob);
        ASSERT_EQ(files_left(global_directory()), 0);
}

TEST(a_global_directory_where_anybody_may_remove_is_refused)
{
        struct peer *bob;

        need_root();
        ASSERT_SYS(chmod(global_directory(), 0777)); /* no sticky bit */
        bob = peer_start_as(BOB, "user", "-", "event 1 0 Global\\x", NULL);
        ANSWERS(bob, MW_EUNTRUSTED, NULL);
        finish(bob);
}

TEST(a_user_alone_needs_no_preparation_for_global)
{
        struct peer *alice;
        char fresh[300];

        need_root();
        snprintf(fresh, sizeof fresh, "/dev/shm/mwt.alone.%d", (int) getpid());
        setenv("MAPWIRE_GLOBAL_DIR", fresh, 1);
        alice = peer_start_as(ALICE, "user", "-", "event 1 0 Global\\x", "mutex 1 0 Global\\m",
                              NULL);
        ANSWERS(alice, MW_CREATED, NULL);
        ANSWERS(alice, MW_OK, NULL);
        finish(alice);
        rmdir(fresh);
        ASSERT(access(fresh, F_OK) < 0);
}

TEST(a_local_directory_of_another_or_open_to_others_is_refused)
{
        struct thing thing;
        struct peer *alice;
        char order[400];
        const char *hers;

        need_root();
        alice = peer_start_as(ALICE, "user", test_directory(), "event 1 0 x", NULL);
        ANSWERS(alice, MW_EACCES, NULL); /* it is root's, and closed */
        finish(alice);
        ASSERT_SYS(chmod(test_scratch(), 0777));
        hers = path_in(test_scratch(), "hers");
        snprintf(order, sizeof order, "mkdir 0 0777 %s", hers);
        alice = peer_start_as(ALICE, "user", hers, order, "event 1 0 x", NULL);
        ANSWERS(alice, MW_OK, NULL);
        ANSWERS(alice, MW_EUNTRUSTED, NULL); /* open to others */
        finish(alice);
        setenv("MAPWIRE_DIR", hers, 1);
        ASSERT_IS(thing_open(&thing, AUTO, "x", MW_CREATE, 0), MW_EUNTRUSTED);
        ASSERT(strstr(mw_last_error(), "64001") != NULL);
}

TEST(a_local_directory_that_is_a_symlink_is_refused)
{
        const char *there = path_in(test_scratch(), "there");
        struct thing thing;

        ASSERT_SYS(symlink(test_directory(), there));
        setenv("MAPWIRE_DIR", there, 1);
        ASSERT(thing_open(&thing, AUTO, "x", MW_CREATE, 0) < 0);
}
