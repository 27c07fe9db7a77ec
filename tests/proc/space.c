/* SPDX-License-Identifier: MIT */
/* space.c — a full file system is an error code, never a signal. */
#include "thing.h"
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char small[300];

/* A tmpfs of this many KiB, seen by this process only, as MAPWIRE_DIR. */
static void small_file_system(int kibibytes)
{
        char options[64];

        if (geteuid() != 0 || unshare(CLONE_NEWNS) < 0 ||
            mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
                test_skip("needs root, to mount a small tmpfs");
        snprintf(small, sizeof small, "%s/small", test_scratch());
        ASSERT_SYS(mkdir(small, 0700));
        snprintf(options, sizeof options, "size=%dk,mode=0700", kibibytes);
        ASSERT_SYS(mount("mwt", small, "tmpfs", 0, options));
        setenv("MAPWIRE_DIR", small, 1);
}

static void is_empty_again(void)
{
        ASSERT_EQ(files_left(small), 0);
}

TEST(a_mapping_too_large_for_the_file_system_is_enospc_and_leaves_nothing)
{
        mw_mapping *mapping;

        small_file_system(1024);
        for (int i = 0; i < 20; i++) {
                ASSERT_IS(mw_mapping_open("big", 2 << 20, MW_CREATE, NULL, &mapping), MW_ENOSPC);
                is_empty_again();
        }
        ASSERT_IS(mw_mapping_open("fits", 500 << 10, MW_CREATE, NULL, &mapping), MW_CREATED);
        mw_mapping_close(mapping);
        is_empty_again();
}

TEST(every_page_of_what_was_made_on_a_nearly_full_file_system_is_there)
{
        mw_mapping *mappings[64];
        unsigned char *bytes[64];
        int count = 0, result;

        small_file_system(1024);
        for (;;) {
                char name[12];
                void *address = NULL;

                snprintf(name, sizeof name, "%d", count);
                result = mw_mapping_open(name, 40000, MW_CREATE, NULL, &mappings[count]);
                if (result < 0)
                        break;
                ASSERT_OK(mw_view_map(mappings[count], 0, 0, 0, &address));
                bytes[count++] = address;
                ASSERT(count < 64);
        }
        ASSERT_IS(result, MW_ENOSPC);
        ASSERT(count > 10);
        for (int i = 0; i < count; i++)
                memset(bytes[i], i, 40000); /* SIGBUS, if it were not reserved */
        for (int i = 0; i < count; i++) {
                ASSERT_OK(mw_view_unmap(bytes[i]));
                mw_mapping_close(mappings[i]);
        }
        is_empty_again();
}

TEST(events_mutexes_and_semaphores_fail_cleanly_when_it_is_full)
{
        struct thing things[2000];
        int count = 0, result;

        small_file_system(1024);
        for (;;) {
                char name[16];

                snprintf(name, sizeof name, "%d", count);
                result = thing_open(&things[count], count % KINDS, name, MW_CREATE, 0);
                if (result < 0)
                        break;
                /* each works, up to the last */
                if (things[count].what == MUTEX)
                        ASSERT_IS(thing_try(&things[count]), MW_OK);
                ASSERT_IS(thing_signal(&things[count]), MW_OK);
                count++;
                ASSERT(count < 2000);
        }
        ASSERT_IS(result, MW_ENOSPC);
        ASSERT(count > 50);
        for (int i = 0; i < count; i++)
                ASSERT_IS(thing_try(&things[i]), MW_OK);
        while (count)
                thing_close(&things[--count]);
        is_empty_again();
}

/* Not even the registry fits: the first object of all. */
TEST(the_first_object_on_a_full_file_system_fails_cleanly)
{
        char path[400];
        struct thing thing;
        int fd;

        small_file_system(256);
        snprintf(path, sizeof path, "%s/filler", small);
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        ASSERT_SYS(fd);
        for (off_t at = 0; posix_fallocate(fd, at, 4096) == 0;)
                at += 4096;
        for (int what = 0; what < KINDS; what++)
                ASSERT_IS(thing_open(&thing, what, "x", MW_CREATE, 0), MW_ENOSPC);
        ASSERT_STR(list_files(small), " filler");
        ASSERT_SYS(ftruncate(fd, 0));
        close(fd);
        thing = thing_make(AUTO, "x", 0);
        thing_close(&thing);
        ASSERT_SYS(unlink(path));
}

TEST(a_lazy_mapping_runs_out_by_error_code)
{
        mw_mapping *mapping;
        void *address = NULL;
        uint64_t at = 0;
        int result;

        small_file_system(1024);
        ASSERT_IS(mw_mapping_open("lazy", 1ull << 30, MW_CREATE | MW_LAZY, NULL, &mapping),
                  MW_CREATED);
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
        while ((result = mw_mapping_commit(mapping, at, 65536)) == MW_OK) {
                memset((char *) address + at, 1, 65536);
                at += 65536;
                ASSERT(at < 2 << 20);
        }
        ASSERT_IS(result, MW_ENOSPC);
        ASSERT(at > 500 << 10);
        ASSERT_OK(mw_view_unmap(address));
        mw_mapping_close(mapping);
        is_empty_again();
}

TEST(a_file_that_cannot_grow_keeps_its_size)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_mapping *mapping;
        char path[400];
        struct stat info;
        int fd;

        small_file_system(1024);
        setenv("MAPWIRE_DIR", test_scratch(), 1); /* the objects elsewhere; 0700 */
        snprintf(path, sizeof path, "%s/data", small);
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        ASSERT_EQ(write(fd, "0123456789", 10), 10);
        close(fd);
        options.file_path = path;
        for (int named = 0; named < 2; named++) {
                ASSERT_IS(mw_mapping_open(named ? "x" : NULL, 4 << 20, MW_CREATE, &options,
                                          &mapping),
                          MW_ENOSPC);
                ASSERT_SYS(stat(path, &info));
                ASSERT_EQ(info.st_size, 10);
                ASSERT(info.st_blocks * 512 <= 65536);
        }
        ASSERT_IS(mw_mapping_open("x", 0, MW_CREATE, &options, &mapping), MW_CREATED);
        mw_mapping_close(mapping);
}

TEST(the_file_size_limit_is_an_error_code_too)
{
        struct rlimit limit = { 100000, 100000 };
        mw_mapping *mapping;

        ASSERT_SYS(setrlimit(RLIMIT_FSIZE, &limit)); /* SIGXFSZ is at its default: deadly */
        ASSERT(mw_mapping_open("big", 1 << 20, MW_CREATE, NULL, &mapping) < 0);
        ASSERT_EQ(files_left(test_directory()), 0);
        ASSERT_IS(mw_mapping_open("fits", 50000, MW_CREATE, NULL, &mapping), MW_CREATED);
        mw_mapping_close(mapping);
}
