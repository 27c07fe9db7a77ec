/* SPDX-License-Identifier: MIT */
/* killstep_life.c — kill -9 at every instruction of making, joining, leaving.
 *
 * What must hold after each death: a living holder keeps his very object; where
 * there is none, the name is free at once and what is made anew is whole and
 * clean; and after one sweep not a file is left, not even the registry's.
 *
 * The controller never touches the library, so that it holds nothing itself:
 * victims, verifiers and holders are processes of their own.
 */
#include "thing.h"
#include "trace.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct peer *holder;
static struct thing thing;
static mw_mapping *mapping;
static void *address;

/* Run it in a process that ends properly. */
static void in_child(void (*run)(void), bool ends_properly)
{
        int status;
        pid_t pid;

        fflush(NULL);
        pid = fork();
        ASSERT_SYS(pid);
        if (pid == 0) {
                run();
                if (ends_properly)
                        exit(0);
                _exit(0);
        }
        ASSERT_SYS(waitpid(pid, &status, 0));
        CHECK(status == 0);
}

/* In a verifier: a violation is told by the exit status and this line. */
#define HERE(condition)                                                                     \
        do {                                                                                \
                if (!(condition)) {                                                         \
                        fprintf(stderr, "  %s:%d: %s; %s\n", __FILE__, __LINE__,            \
                                #condition, mw_last_error());                               \
                        _exit(1);                                                           \
                }                                                                           \
        } while (0)

static int open_mapping(uint32_t flags)
{
        return mw_mapping_open("x", 5000, flags, NULL, &mapping);
}

static int open_file_mapping(uint32_t flags)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        char path[300];

        snprintf(path, sizeof path, "%s/file", test_scratch());
        options.file_path = path;
        return mw_mapping_open("x", 0, flags, &options, &mapping);
}

static void make_disk_file(void)
{
        char path[300];
        int fd;

        snprintf(path, sizeof path, "%s/file", test_scratch());
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        ASSERT_EQ(pwrite(fd, "hello", 5, 0), 5);
        close(fd);
}

/* What a newcomer must find when nobody holds the name. */
static void verifier_of_free_name(void)
{
        struct thing again;
        unsigned char *bytes;
        uint32_t previous;

        HERE(thing_open(&again, AUTO, "x", 0, 0) == MW_ENOTFOUND);
        HERE(thing_open(&again, SEMAPHORE, "x", MW_CREATE | MW_EXCLUSIVE, 3) == MW_CREATED);
        HERE(mw_semaphore_release(again.semaphore, 6, &previous) == MW_OK && previous == 3);
        HERE(mw_semaphore_release(again.semaphore, 1, &previous) == MW_EFULL);
        thing_close(&again);
        HERE(open_mapping(MW_CREATE | MW_EXCLUSIVE) == MW_CREATED);
        address = NULL;
        HERE(mw_view_map(mapping, 0, 0, 0, &address) == MW_OK);
        bytes = address;
        for (int i = 0; i < 5000; i++)
                HERE(bytes[i] == 0);
        memset(bytes, 0xee, 5000);
        HERE(mw_view_unmap(address) == MW_OK);
        mw_mapping_close(mapping);
        HERE(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL) == MW_OK);
}

static void verify_free(void)
{
        in_child(verifier_of_free_name, true);
        if (list_files(test_directory())[0]) {
                CHECK(!"files are left after the sweep");
                fprintf(stderr, "   %s\n", list_files(test_directory()));
        }
}

/* The holder has set it: a newcomer takes that, the holder sees it taken. */
static void verifier_of_held_name(void)
{
        struct thing again;

        HERE(thing_open(&again, AUTO, "x", MW_CREATE | MW_EXCLUSIVE, 0) == MW_EEXIST);
        HERE(thing_open(&again, AUTO, "x", 0, 0) == MW_OK);
        HERE(thing_try(&again) == MW_OK);
        HERE(thing_try(&again) == MW_ETIMEDOUT);
        HERE(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL) == MW_OK);
        thing_close(&again);
        HERE(thing_open(&again, AUTO, "x", 0, 0) == MW_OK);
        thing_close(&again);
}

static void verify_held(void)
{
        CHECK(remote_call(holder, "set 0") == MW_OK);
        in_child(verifier_of_held_name, true);
        CHECK(remote_call(holder, "one 0 0") == MW_ETIMEDOUT);
        CHECK(files_left(test_directory()) == 1);
}

static void start_holder(void)
{
        holder = remote_start();
        ASSERT_IS(remote_call(holder, "open %d %d x", AUTO, MW_CREATE), MW_CREATED);
}

static void end_holder(void)
{
        peer_end(holder);
        holder = NULL;
        ASSERT_STR(list_files(test_directory()), "");
}

/* What dead holders leave, by a process that does not end properly. */
static void leave(void)
{
        HERE(thing_open(&thing, AUTO, "x", MW_CREATE, 1) == MW_CREATED);
}

static void leave_mapping(void)
{
        HERE(open_mapping(MW_CREATE) == MW_CREATED);
        address = NULL;
        HERE(mw_view_map(mapping, 0, 0, 0, &address) == MW_OK);
        memset(address, 0xee, 5000);
}

static void setup_leftover(void) { in_child(leave, false); }
static void setup_leftover_mapping(void) { in_child(leave_mapping, false); }

/* The victim knows the namespace already. */
static void be_attached(void)
{
        struct thing other;

        ASSERT_OK(thing_open(&other, AUTO, "other", MW_CREATE, 0));
        thing_close(&other);
}

static void hold_event(void) { ASSERT_OK(thing_open(&thing, AUTO, "x", MW_CREATE, 0)); }
static void hold_mapping(void) { ASSERT_OK(open_mapping(MW_CREATE)); }
static void hold_view(void)
{
        hold_mapping();
        address = NULL;
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
}
static void hold_view_only(void)
{
        hold_view();
        mw_mapping_close(mapping);
}
static void hold_detached_view(void)
{
        hold_mapping();
        address = NULL;
        ASSERT_OK(mw_view_map(mapping, 0, 0, MW_DETACHED, &address));
}

static void op_create_event(void) { thing_open(&thing, AUTO, "x", MW_CREATE, 0); }
static void op_create_mutex(void) { thing_open(&thing, MUTEX, "x", MW_CREATE, 1); }
static void op_create_semaphore(void) { thing_open(&thing, SEMAPHORE, "x", MW_CREATE, 1); }
static void op_create_mapping(void) { open_mapping(MW_CREATE); }
static void op_create_lazy(void)
{
        mw_mapping_open("x", 1 << 30, MW_CREATE | MW_LAZY, NULL, &mapping);
        mw_mapping_commit(mapping, 100000, 5000);
}
static void op_create_file_mapping(void) { open_file_mapping(MW_CREATE); }
static void op_open(void) { thing_open(&thing, AUTO, "x", 0, 0); }
static void op_close_event(void) { thing_close(&thing); }
static void op_close_mapping(void) { mw_mapping_close(mapping); }
static void op_map(void)
{
        address = NULL;
        mw_view_map(mapping, 0, 0, 0, &address);
}
static void op_unmap(void) { mw_view_unmap(address); }
static void op_exit(void) { exit(0); }
static void op_gc(void) { mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL); }

/* Making an object is up to 25,000 instructions, most of which only format texts and
 * change nothing outside (visible.h). Beyond the states: every 101st of them in
 * `proof`, another one in each run. */
#define TABLE(sweeps, least) sweep_table(sweeps, sizeof(sweeps) / sizeof *(sweeps), 101, least)

TEST_WITHIN(killed_in_create, 1800)
{
        static const struct sweep sweeps[] = {
                { "create, the first of all", NULL, NULL, NULL, op_create_event, NULL, NULL,
                  verify_free },
                { "create event", NULL, be_attached, NULL, op_create_event, NULL, NULL,
                  verify_free },
                { "create mutex, owned", NULL, be_attached, NULL, op_create_mutex, NULL, NULL,
                  verify_free },
                { "create semaphore", NULL, be_attached, NULL, op_create_semaphore, NULL, NULL,
                  verify_free },
                { "create mapping", NULL, be_attached, NULL, op_create_mapping, NULL, NULL,
                  verify_free },
                { "create lazy mapping, commit", NULL, be_attached, NULL, op_create_lazy, NULL,
                  NULL, verify_free },
                { "create mapping of a file", make_disk_file, be_attached, NULL,
                  op_create_file_mapping, NULL, NULL, verify_free },
        };

        TABLE(sweeps, 800);
}

TEST_WITHIN(killed_in_create_over_a_leftover, 1800)
{
        static const struct sweep sweeps[] = {
                { "create over a leftover event", setup_leftover, be_attached, NULL,
                  op_create_event, NULL, NULL, verify_free },
                { "create over a leftover mapping", setup_leftover_mapping, be_attached, NULL,
                  op_create_mapping, NULL, NULL, verify_free },
                { "open of a leftover", setup_leftover, be_attached, NULL, op_open, NULL, NULL,
                  verify_free },
                { "gc of a leftover", setup_leftover, NULL, NULL, op_gc, NULL, NULL,
                  verify_free },
        };

        TABLE(sweeps, 500);
}

TEST_WITHIN(killed_in_open_and_close_beside_a_holder, 1800)
{
        static const struct sweep sweeps[] = {
                { "open, another holds", NULL, be_attached, NULL, op_open, NULL, NULL,
                  verify_held },
                { "create-or-open, another holds", NULL, NULL, NULL, op_create_event, NULL, NULL,
                  verify_held },
                { "close, another holds", NULL, hold_event, NULL, op_close_event, NULL, NULL,
                  verify_held },
                { "exit, another holds", NULL, hold_event, NULL, op_exit, NULL, NULL,
                  verify_held },
                { "gc, another holds", NULL, NULL, NULL, op_gc, NULL, NULL, verify_held },
        };

        start_holder();
        TABLE(sweeps, 450);
        end_holder();
}

TEST_WITHIN(killed_in_close_as_the_last, 1800)
{
        static const struct sweep sweeps[] = {
                { "close event, last", NULL, hold_event, NULL, op_close_event, NULL, NULL,
                  verify_free },
                { "close mapping, last", NULL, hold_mapping, NULL, op_close_mapping, NULL, NULL,
                  verify_free },
                { "map a view", NULL, hold_mapping, NULL, op_map, NULL, NULL, verify_free },
                { "close mapping, a view stays", NULL, hold_view, NULL, op_close_mapping, NULL,
                  NULL, verify_free },
                { "close mapping, a detached view stays", NULL, hold_detached_view, NULL,
                  op_close_mapping, NULL, NULL, verify_free },
                { "unmap the last view", NULL, hold_view_only, NULL, op_unmap, NULL, NULL,
                  verify_free },
                { "exit without closing", NULL, hold_view, NULL, op_exit, NULL, NULL,
                  verify_free },
        };

        TABLE(sweeps, 300);
}
