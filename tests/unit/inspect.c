/* SPDX-License-Identifier: MIT */
/* inspect.c — what tools are told, also about damaged and foreign files. */
#include "thing.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static mw_object_info info_of(const char *name)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;

        ASSERT_IS(mw_inspect_name(name, &info), MW_OK);
        return info;
}

/* How many files the list has; those called name. */
static int list(uint32_t scope, const char *name, int *out_named)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *inspector;
        int count = 0, named = 0, result;

        ASSERT_IS(mw_inspect_open(scope, &inspector), MW_OK);
        while ((result = mw_inspect_next(inspector, &info)) == MW_OK) {
                count++;
                named += name && strcmp(info.name, name) == 0;
                ASSERT_EQ(info.scope, scope);
        }
        ASSERT_IS(result, MW_ENOTFOUND);
        ASSERT_IS(mw_inspect_next(inspector, &info), MW_ENOTFOUND);
        mw_inspect_close(inspector);
        if (out_named)
                *out_named = named;
        return count;
}

TEST(kinds_have_names)
{
        ASSERT_STR(mw_kind_name(MW_KIND_MAPPING), "mapping");
        ASSERT_STR(mw_kind_name(MW_KIND_EVENT), "event");
        ASSERT_STR(mw_kind_name(MW_KIND_MUTEX), "mutex");
        ASSERT_STR(mw_kind_name(MW_KIND_SEMAPHORE), "semaphore");
        ASSERT_STR(mw_kind_name(0), "unknown");
        ASSERT_STR(mw_kind_name(MW_KIND_TIMER), "timer");
        ASSERT_STR(mw_kind_name(6), "unknown");
        ASSERT_STR(mw_kind_name(UINT32_MAX), "unknown");
}

TEST(bad_arguments_are_refused)
{
        mw_object_info info = MW_OBJECT_INFO_INIT, small = { .struct_size = 0 };
        mw_inspector *inspector;
        uint32_t count;

        ASSERT_IS(mw_inspect_open(2, &inspector), MW_EINVAL);
        ASSERT_IS(mw_inspect_open(MW_SCOPE_LOCAL, NULL), MW_EINVAL);
        ASSERT_IS(mw_inspect_next(NULL, &info), MW_EINVAL);
        ASSERT_IS(mw_inspect_name(NULL, &info), MW_EINVAL);
        ASSERT_IS(mw_inspect_name("", &info), MW_ENAME);
        ASSERT_IS(mw_inspect_name("x", NULL), MW_EINVAL);
        ASSERT_IS(mw_inspect_name("a\\b", &info), MW_ENAME);
        ASSERT(mw_inspect_name("x", &small) < 0);
        ASSERT(mw_inspect_holders("x", NULL, 1, &count) < 0);
        ASSERT_IS(mw_inspect_holders("x", NULL, 0, NULL), MW_EINVAL);
        ASSERT_IS(mw_inspect_holders("x", NULL, 0, &count), MW_ENOTFOUND);
        ASSERT_IS(mw_gc(2, 0, NULL, NULL), MW_EINVAL);
        mw_inspect_close(NULL);
}

TEST(no_namespace_yet_is_an_empty_list)
{
        setenv("MAPWIRE_DIR", "/dev/shm/mwt.never-made", 1);
        ASSERT_EQ(list(MW_SCOPE_LOCAL, NULL, NULL), 0);
        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL), MW_OK);
        ASSERT_STR(mw_scope_directory(MW_SCOPE_LOCAL), "/dev/shm/mwt.never-made");
        ASSERT(access("/dev/shm/mwt.never-made", F_OK) < 0);
}

TEST(events_and_semaphores_are_told_with_their_state)
{
        for (int what = 0; what < KINDS; what++)
                for (uint32_t initial = 0; initial < 2; initial++) {
                        struct thing thing = thing_make(what, "x", initial);
                        mw_object_info info = info_of("x");

                        ASSERT_EQ(info.kind, what_kind(what));
                        ASSERT_STR(info.name, "x");
                        ASSERT_STR(info.file_path, "");
                        ASSERT_EQ(info.state, MW_STATE_LIVE);
                        ASSERT_EQ(info.scope, MW_SCOPE_LOCAL);
                        ASSERT_EQ(info.owner_uid, geteuid());
                        ASSERT_EQ(info.mode, 0600);
                        ASSERT_EQ(info.creator_pid, getpid());
                        ASSERT_EQ(info.is_auto_reset, what == AUTO);
                        ASSERT_EQ(info.is_signalled, what == MUTEX ? !initial : initial);
                        ASSERT_EQ(info.is_abandoned, 0);
                        ASSERT_EQ(info.has_waiters, 0);
                        ASSERT_EQ(info.max_count, what == SEMAPHORE ? 9 : 0);
                        if (what != MANUAL)
                                ASSERT_EQ(info.count, initial);
                        ASSERT(info.used_bytes >= 4096 && info.used_bytes <= 8192);
                        ASSERT(llabs(info.created_unix_ns / 1000000000 - time(NULL)) < 100);
                        thing_close(&thing);
                }
}

TEST(mappings_are_told_with_size_and_backing)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_mapping *memory, *lazy, *file;
        mw_object_info info;
        char path[300];
        int fd;

        snprintf(path, sizeof path, "%s/file", test_scratch());
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        ASSERT_EQ(write(fd, "hello", 5), 5);
        close(fd);
        options.file_path = path;
        ASSERT_OK(mw_mapping_open("memory", 12345, MW_CREATE, NULL, &memory));
        ASSERT_OK(mw_mapping_open("lazy", 1ull << 33, MW_CREATE | MW_LAZY, NULL, &lazy));
        ASSERT_OK(mw_mapping_open("file", 0, MW_CREATE, &options, &file));
        info = info_of("memory");
        ASSERT_EQ(info.kind, MW_KIND_MAPPING);
        ASSERT_EQ(info.size_bytes, 12345);
        ASSERT_EQ(info.backing, MW_BACKING_MEMORY);
        ASSERT(info.used_bytes >= 12345);
        info = info_of("lazy");
        ASSERT_EQ(info.size_bytes, 1ull << 33);
        ASSERT_EQ(info.backing, MW_BACKING_LAZY);
        info = info_of("Local\\file");
        ASSERT_STR(info.name, "file");
        ASSERT_EQ(info.size_bytes, 5);
        ASSERT_EQ(info.backing, MW_BACKING_FILE);
        ASSERT_STR(info.file_path, path);
        ASSERT_EQ(list(MW_SCOPE_LOCAL, "lazy", &(int){ 0 }), 3);
        mw_mapping_close(memory);
        mw_mapping_close(lazy);
        mw_mapping_close(file);
        ASSERT_EQ(list(MW_SCOPE_LOCAL, NULL, NULL), 0);
}

TEST(each_creation_has_its_own_id)
{
        struct thing one = thing_make(AUTO, "x", 0);
        uint64_t first = info_of("x").id;

        ASSERT(first == info_of("x").id);
        thing_close(&one);
        one = thing_make(AUTO, "x", 0);
        ASSERT(first != info_of("x").id);
        thing_close(&one);
}

TEST(names_come_back_as_they_went_in)
{
        static const char *const names[] = { "plain", "a/b", "..", "%2f", "sp ace", "\xff\x01" };

        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                struct thing thing = thing_make(SEMAPHORE, names[i], 0);
                int named = 0;

                list(MW_SCOPE_LOCAL, names[i], &named);
                ASSERT_EQ(named, 1);
                ASSERT_STR(info_of(names[i]).name, names[i]);
                thing_close(&thing);
        }
}

TEST(inspecting_changes_and_keeps_nothing)
{
        struct thing thing = thing_make(AUTO, "x", 1);

        for (int i = 0; i < 100; i++)
                ASSERT_EQ(info_of("x").is_signalled, 1);
        ASSERT_IS(thing_try(&thing), MW_OK);
        ASSERT_EQ(info_of("x").is_signalled, 0);
        thing_close(&thing);
        ASSERT_IS(mw_inspect_name("x", &(mw_object_info) MW_OBJECT_INFO_INIT), MW_ENOTFOUND);
}

ROLE(holder)
{
        struct thing thing = thing_find(AUTO, argv[0]);

        reach("holding");
        await_go();
        thing_close(&thing);
}

TEST(holders_are_told_by_pid_and_command)
{
        struct thing thing = thing_make(AUTO, "x", 0);
        struct peer *peer = peer_start("holder", "x", NULL);
        mw_holder holders[4];
        uint32_t count = 0, mine = 0, theirs = 0;

        peer_expect(peer, "holding");
        ASSERT_IS(mw_inspect_holders("x", holders, 4, &count), MW_OK);
        ASSERT_EQ(count, 2);
        for (uint32_t i = 0; i < count; i++) {
                mine += holders[i].pid == (uint32_t) getpid();
                theirs += holders[i].pid == (uint32_t) peer->pid;
                /* that is how the kernel names a program started by /proc/self/exe */
                ASSERT_STR(holders[i].command, "exe");
        }
        ASSERT_EQ(mine, 1);
        ASSERT_EQ(theirs, 1);
        ASSERT_IS(mw_inspect_holders("x", holders, 1, &count), MW_OK);
        ASSERT_EQ(count, 2);
        ASSERT_IS(mw_inspect_holders("x", NULL, 0, &count), MW_OK);
        ASSERT_EQ(count, 2);
        peer_go(peer);
        peer_end(peer);
        ASSERT_IS(mw_inspect_holders("x", holders, 4, &count), MW_OK);
        ASSERT_EQ(count, 1);
        thing_close(&thing);
}

TEST(a_leftover_is_told_and_swept)
{
        struct thing thing = thing_make(AUTO, "x", 0);
        struct peer *peer = peer_start("holder", "x", NULL);
        uint32_t removed = 77;
        uint64_t bytes = 77;

        peer_expect(peer, "holding");
        thing_close(&thing);
        ASSERT_EQ(info_of("x").state, MW_STATE_LIVE);
        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, &removed, &bytes), MW_OK);
        ASSERT_EQ(removed, 0);
        ASSERT_EQ(bytes, 0);
        peer_kill(peer);
        ASSERT_EQ(info_of("x").state, MW_STATE_LEFTOVER);
        ASSERT_IS(thing_open(&thing, AUTO, "x", 0, 0), MW_ENOTFOUND);
        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 1, &removed, &bytes), MW_OK);
        ASSERT(removed >= 1);
        ASSERT(bytes >= 4096);
        ASSERT_EQ(info_of("x").state, MW_STATE_LEFTOVER); /* it only counted */
        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, &removed, &bytes), MW_OK);
        ASSERT(removed >= 1);
        ASSERT_IS(mw_inspect_name("x", &(mw_object_info) MW_OBJECT_INFO_INIT), MW_ENOTFOUND);
        ASSERT_EQ(files_left(test_directory()), 0);
}

static void put_file(const char *name, const void *data, size_t size)
{
        char path[400];
        int fd;

        snprintf(path, sizeof path, "%s/%s", test_directory(), name);
        fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ASSERT_SYS(fd);
        ASSERT_EQ(write(fd, data, size), size);
        close(fd);
}

static void remove_file(const char *name)
{
        char path[400];

        snprintf(path, sizeof path, "%s/%s", test_directory(), name);
        ASSERT_SYS(unlink(path));
}

/* An object gets its name when it is whole, so what is empty or without a magic
 * number is nobody's leftover: told, never believed, never removed. */
TEST(empty_files_are_no_leftovers_of_ours)
{
        static const size_t sizes[] = { 0, 4096, 8192, 12288 };
        static unsigned char zero[12288];

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                mw_object_info info = MW_OBJECT_INFO_INIT;
                struct thing thing;

                put_file("half", zero, sizes[i]);
                ASSERT_EQ(list(MW_SCOPE_LOCAL, NULL, NULL), 1);
                ASSERT_IS(mw_inspect_name("half", &info), MW_OK);
                ASSERT_EQ(info.state, MW_STATE_FOREIGN);
                ASSERT_IS(thing_open(&thing, AUTO, "half", 0, 0), MW_ENOTFOUND);
                ASSERT_IS(thing_open(&thing, AUTO, "half", MW_CREATE, 0), MW_EUNTRUSTED);
                ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL), MW_OK);
                ASSERT_EQ(files_left(test_directory()), 1);
                remove_file("half");
        }
}

/* Somebody's file in a directory that MAPWIRE_DIR names by mistake: listed, never
 * believed, never removed. */
TEST(foreign_files_are_listed_never_believed_and_never_removed)
{
        static const size_t sizes[] = { 1, 3, 8, 64, 100, 4095, 4096, 4097, 8192, 12288 };
        static unsigned char junk[12288];

        for (int round = 0; round < 20; round++)
                for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                        mw_object_info info = MW_OBJECT_INFO_INIT;
                        struct thing thing;
                        uint32_t removed;

                        for (size_t k = 0; k < sizeof junk; k++)
                                junk[k] = (unsigned char) (test_random() | 1);
                        put_file("junk", junk, sizes[i]);
                        ASSERT_EQ(list(MW_SCOPE_LOCAL, NULL, NULL), 1);
                        ASSERT_IS(mw_inspect_name("junk", &info), MW_OK);
                        ASSERT_EQ(info.state, MW_STATE_FOREIGN);
                        ASSERT_IS(thing_open(&thing, AUTO, "junk", 0, 0), MW_ENOTFOUND);
                        ASSERT_IS(thing_open(&thing, AUTO, "junk", MW_CREATE, 0), MW_EUNTRUSTED);
                        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, &removed, NULL), MW_OK);
                        ASSERT_EQ(removed, 0);
                        ASSERT_EQ(files_left(test_directory()), 1);
                        remove_file("junk");
                }
}

/* A live object whose control page somebody overwrote. */
TEST(a_damaged_live_object_is_told_as_damaged)
{
        struct thing thing = thing_make(AUTO, "x", 0);
        char path[400];
        struct stat info;
        unsigned char *page;
        int fd;

        snprintf(path, sizeof path, "%s/x", test_directory());
        fd = open(path, O_RDWR | O_CLOEXEC);
        ASSERT_SYS(fd);
        ASSERT_SYS(fstat(fd, &info));
        page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, info.st_size - 4096);
        ASSERT(page != MAP_FAILED);
        close(fd);
        for (int fill = 0; fill < 256; fill += 51) {
                mw_object_info told = MW_OBJECT_INFO_INIT;
                struct thing other;
                int result;

                memset(page, fill, 4096);
                ASSERT_IS(mw_inspect_name("x", &told), MW_OK);
                ASSERT_EQ(told.state, MW_STATE_DAMAGED);
                result = thing_open(&other, AUTO, "x", 0, 0);
                /* We hold it already, so we may know better than the bytes. */
                if (result >= 0)
                        thing_close(&other);
                else
                        ASSERT(result == MW_ECORRUPT || result == MW_EFORMAT);
        }
        munmap(page, 4096);
        thing_close(&thing);
        mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL);
}

TEST(what_is_not_a_file_is_told_as_foreign_and_left_alone)
{
        char path[400], target[400];

        snprintf(path, sizeof path, "%s/directory", test_directory());
        ASSERT_SYS(mkdir(path, 0700));
        snprintf(path, sizeof path, "%s/fifo", test_directory());
        ASSERT_SYS(mkfifo(path, 0600));
        snprintf(path, sizeof path, "%s/link", test_directory());
        snprintf(target, sizeof target, "%s/target", test_scratch());
        ASSERT_SYS(symlink(target, path));
        ASSERT(list(MW_SCOPE_LOCAL, NULL, NULL) <= 3);
        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL), MW_OK);
        ASSERT_EQ(files_left(test_directory()), 3);
        for (int i = 0; i < 3; i++) {
                static const char *const names[] = { "directory", "fifo", "link" };
                struct thing thing;

                ASSERT(thing_open(&thing, AUTO, names[i], 0, 0) < 0);
                ASSERT(thing_open(&thing, AUTO, names[i], MW_CREATE, 0) < 0);
                snprintf(path, sizeof path, "%s/%s", test_directory(), names[i]);
                ASSERT_SYS(remove(path));
        }
        ASSERT(access(target, F_OK) < 0);
}

TEST(an_abandoned_mutex_and_a_waiter_are_told)
{
        need_sleep_reports();
        struct thing mutex = thing_make(MUTEX, "m", 1), event = thing_make(AUTO, "e", 0);
        struct peer *peer = remote_start();

        ASSERT_EQ(info_of("m").count, 1);
        ASSERT_OK(thing_try(&mutex));
        ASSERT_EQ(info_of("m").count, 2);
        remote_open(peer, AUTO, "e");
        remote_sleep(peer, "one -1 0");
        ASSERT_EQ(info_of("e").has_waiters, 1);
        ASSERT_IS(thing_signal(&event), MW_OK);
        ASSERT_IS(remote_result(peer, NULL), MW_OK);
        ASSERT_EQ(info_of("e").has_waiters, 0);
        ASSERT_OK(mw_mutex_unlock(mutex.mutex));
        ASSERT_OK(mw_mutex_unlock(mutex.mutex));
        remote_open(peer, MUTEX, "m");
        ASSERT_IS(remote_call(peer, "one 0 1"), MW_OK);
        ASSERT_EQ(info_of("m").is_signalled, 0);
        peer_kill(peer);
        ASSERT_EQ(info_of("m").is_abandoned, 1);
        ASSERT_IS(thing_try(&mutex), MW_ABANDONED);
        ASSERT_EQ(info_of("m").is_abandoned, 0);
        thing_close(&mutex);
        thing_close(&event);
}
