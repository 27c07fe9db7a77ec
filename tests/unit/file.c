/* SPDX-License-Identifier: MIT */
/* file.c — mappings of disk files: growth, identity, truncation, the guard. */
#include "test.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *path_of(const char *name)
{
        static char path[4][300];
        static int turn;

        turn = (turn + 1) % 4;
        snprintf(path[turn], sizeof path[turn], "%s/%s", test_scratch(), name);
        return path[turn];
}

static const char *make_file(const char *name, size_t size)
{
        const char *path = path_of(name);
        int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

        ASSERT_SYS(fd);
        for (size_t at = 0; at < size; at++) {
                char byte = (char) ('a' + at % 26);

                ASSERT_EQ(write(fd, &byte, 1), 1);
        }
        close(fd);
        return path;
}

static off_t size_of(const char *path)
{
        struct stat info;

        ASSERT_SYS(stat(path, &info));
        return info.st_size;
}

static int open_file(const char *name, uint64_t size, uint32_t flags, const char *path, int fd,
                     mw_mapping **out_mapping)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;

        options.file_path = path;
        options.file_descriptor = fd;
        return mw_mapping_open(name, size, flags, &options, out_mapping);
}

static unsigned char *view(mw_mapping *mapping, uint32_t flags)
{
        void *address = NULL;

        ASSERT_IS(mw_view_map(mapping, 0, 0, flags, &address), MW_OK);
        return address;
}

TEST(size_0_takes_the_files_size_by_path_and_by_descriptor)
{
        const char *path = make_file("f", 5000);

        for (int way = 0; way < 4; way++) {
                const char *name = way & 1 ? "x" : NULL;
                int fd = way & 2 ? open(path, O_RDWR | O_CLOEXEC) : -1;
                mw_mapping *mapping;
                unsigned char *bytes;

                ASSERT_IS(open_file(name, 0, MW_CREATE, fd < 0 ? path : NULL, fd, &mapping),
                          MW_CREATED);
                if (fd >= 0)
                        close(fd); /* stays ours, may go at once */
                ASSERT_EQ(mw_mapping_size_bytes(mapping), 5000);
                bytes = view(mapping, 0);
                ASSERT_EQ(bytes[4999], 'a' + 4999 % 26);
                ASSERT_EQ(bytes[5000], 0); /* the rest of the page is zero */
                ASSERT_IS(mw_view_unmap(bytes), MW_OK);
                mw_mapping_close(mapping);
        }
        ASSERT_EQ(size_of(path), 5000);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(what_is_written_is_in_the_file)
{
        const char *path = make_file("f", 100);
        mw_mapping *mapping;
        unsigned char *bytes;
        char read_back[8] = "";
        int fd;

        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_CREATED);
        bytes = view(mapping, 0);
        memcpy(bytes + 50, "mapwire", 7);
        ASSERT_IS(mw_view_flush(bytes, 0), MW_OK);
        ASSERT_IS(mw_view_flush(bytes + 50, 7), MW_OK);
        fd = open(path, O_RDWR | O_CLOEXEC);
        ASSERT_EQ(pread(fd, read_back, 7, 50), 7);
        ASSERT_STR(read_back, "mapwire");
        ASSERT_EQ(pwrite(fd, "outside", 7, 60), 7);
        ASSERT(memcmp(bytes + 60, "outside", 7) == 0);
        close(fd);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
        ASSERT_EQ(size_of(path), 100);
}

TEST(the_file_grows_when_asked_and_is_never_cut)
{
        const char *path = make_file("f", 100);
        mw_mapping *mapping;
        unsigned char *bytes;
        struct stat info;

        ASSERT_IS(open_file(NULL, 300001, MW_CREATE, path, -1, &mapping), MW_CREATED);
        ASSERT_EQ(size_of(path), 300001);
        ASSERT_SYS(stat(path, &info));
        ASSERT(info.st_blocks * 512 >= 300001); /* reserved, not sparse */
        bytes = view(mapping, 0);
        ASSERT_EQ(bytes[99], 'a' + 99 % 26);
        ASSERT_EQ(bytes[100], 0);
        ASSERT_EQ(bytes[300000], 0);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
        ASSERT_IS(open_file(NULL, 50, MW_CREATE, path, -1, &mapping), MW_CREATED);
        ASSERT_EQ(mw_mapping_size_bytes(mapping), 50);
        mw_mapping_close(mapping);
        ASSERT_EQ(size_of(path), 300001);
}

TEST(an_empty_file_is_an_error_unless_it_may_grow)
{
        const char *path = make_file("f", 0);
        mw_mapping *mapping;

        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_EEMPTY);
        ASSERT_IS(open_file(NULL, 0, MW_CREATE, path, -1, &mapping), MW_EEMPTY);
        ASSERT_EQ(files_left(test_directory()), 0);
        ASSERT_IS(open_file("x", 10, MW_CREATE, path, -1, &mapping), MW_CREATED);
        mw_mapping_close(mapping);
        ASSERT_EQ(size_of(path), 10);
}

TEST(a_read_only_mapping_of_a_file_never_grows_it)
{
        const char *path = make_file("f", 100);
        mw_mapping *mapping;
        unsigned char *bytes;
        void *address = NULL;

        ASSERT(open_file("x", 1000, MW_CREATE | MW_READ_ONLY, path, -1, &mapping) < 0);
        ASSERT_EQ(size_of(path), 100);
        ASSERT_EQ(files_left(test_directory()), 0);
        ASSERT_IS(open_file("x", 0, MW_CREATE | MW_READ_ONLY, path, -1, &mapping), MW_CREATED);
        ASSERT_IS(mw_view_map(mapping, 0, 0, 0, &address), MW_EACCES);
        bytes = view(mapping, MW_READ_ONLY);
        ASSERT_EQ(bytes[1], 'b');
        ASSERT_IS(mw_view_flush(bytes, 0), MW_OK);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(a_descriptor_without_the_rights_is_refused)
{
        const char *path = make_file("f", 100);
        int read_only = open(path, O_RDONLY | O_CLOEXEC);
        int write_only = open(path, O_WRONLY | O_CLOEXEC);
        mw_mapping *mapping;

        ASSERT_IS(open_file("x", 0, MW_CREATE, NULL, read_only, &mapping), MW_EACCES);
        ASSERT(open_file("x", 1000, MW_CREATE, NULL, read_only, &mapping) < 0);
        ASSERT_EQ(size_of(path), 100);
        ASSERT_IS(open_file("x", 0, MW_CREATE, NULL, write_only, &mapping), MW_EACCES);
        ASSERT_IS(open_file("x", 0, MW_CREATE | MW_READ_ONLY, NULL, write_only, &mapping),
                  MW_EACCES);
        ASSERT_IS(open_file("x", 0, MW_CREATE | MW_READ_ONLY, NULL, read_only, &mapping),
                  MW_CREATED);
        mw_mapping_close(mapping);
        close(read_only);
        close(write_only);
}

TEST(what_is_not_a_file_is_refused)
{
        int ends[2], directory = open(test_scratch(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        mw_mapping *mapping;
        int result;

        ASSERT_SYS(pipe2(ends, O_CLOEXEC));
        ASSERT(open_file("x", 100, MW_CREATE, NULL, ends[1], &mapping) < 0);
        ASSERT(open_file("x", 100, MW_CREATE, NULL, directory, &mapping) < 0);
        ASSERT(open_file("x", 100, MW_CREATE, NULL, 12345, &mapping) < 0);
        ASSERT(open_file("x", 100, MW_CREATE, test_scratch(), -1, &mapping) < 0);
        result = open_file("x", 0, MW_CREATE, path_of("missing"), -1, &mapping);
        ASSERT(result == MW_EOS || result == MW_ENOTFOUND);
        ASSERT_EQ(mw_os_error(), ENOENT);
        ASSERT_IS(open_file("x", 100, MW_CREATE, path_of("missing"), ends[0], &mapping),
                  MW_EINVAL); /* a path or a descriptor */
        ASSERT_EQ(files_left(test_directory()), 0);
        close(ends[0]);
        close(ends[1]);
        close(directory);
}

TEST(a_fifo_does_not_make_us_wait)
{
        const char *path = path_of("fifo");
        mw_mapping *mapping;

        ASSERT_SYS(mkfifo(path, 0600));
        ASSERT(open_file("x", 100, MW_CREATE, path, -1, &mapping) < 0);
        ASSERT(open_file("x", 0, MW_CREATE | MW_READ_ONLY, path, -1, &mapping) < 0);
}

TEST(a_path_too_long_is_refused)
{
        char path[MW_PATH_MAX_BYTES + 100];
        mw_mapping *mapping;

        memset(path, 'p', sizeof path);
        path[0] = '/';
        path[sizeof path - 1] = 0;
        ASSERT(open_file("x", 100, MW_CREATE, path, -1, &mapping) < 0);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(a_second_opener_gets_the_same_file_by_name_alone)
{
        const char *path = make_file("f", 5000);
        mw_mapping *one, *other;
        unsigned char *bytes, *others;

        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &one), MW_CREATED);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &other), MW_OK);
        ASSERT_EQ(mw_mapping_size_bytes(other), 5000);
        bytes = view(one, 0);
        others = view(other, 0);
        bytes[7] = '!';
        ASSERT_EQ(others[7], '!');
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_view_unmap(others), MW_OK);
        mw_mapping_close(one);
        mw_mapping_close(other);
}

/* A process that did not make the mapping finds the file by its recorded path. */
ROLE(opener)
{
        mw_mapping *mapping;
        int result = mw_mapping_open("x", 0, 0, NULL, &mapping);

        if (result >= 0) {
                unsigned char *bytes = view(mapping, MW_READ_ONLY);

                reach("%s %c", result_name(result), bytes[1]);
                ASSERT_IS(mw_view_unmap(bytes), MW_OK);
                mw_mapping_close(mapping);
        } else {
                reach("%s", result_name(result));
        }
}

static void stranger_finds(const char *what)
{
        struct peer *peer = peer_start("opener", NULL);

        peer_expect(peer, what);
        peer_end(peer);
}

TEST(a_stranger_is_told_when_the_file_was_replaced)
{
        const char *path = make_file("f", 5000), *aside = path_of("aside");
        mw_mapping *mapping;

        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_CREATED);
        stranger_finds("MW_OK b");
        ASSERT_SYS(rename(path, aside));
        stranger_finds("MW_ECHANGED");
        make_file("f", 5000);
        stranger_finds("MW_ECHANGED");
        ASSERT_SYS(rename(aside, path));
        stranger_finds("MW_OK b");
        mw_mapping_close(mapping);
}

TEST(a_stranger_is_told_when_the_file_was_cut)
{
        const char *path = make_file("f", 5000);
        mw_mapping *mapping;

        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_CREATED);
        ASSERT_SYS(truncate(path, 100));
        stranger_finds("MW_ELOST");
        mw_mapping_close(mapping);
}

TEST(a_relative_path_is_found_from_another_directory)
{
        const char *path = make_file("f", 5000);
        mw_mapping *mapping;

        ASSERT(strrchr(path, '/') != NULL);
        ASSERT_SYS(chdir(test_scratch()));
        ASSERT_IS(open_file("x", 0, MW_CREATE, "f", -1, &mapping), MW_CREATED);
        ASSERT_SYS(chdir("/"));
        stranger_finds("MW_OK b");
        mw_mapping_close(mapping);
}

static void die_touching(void *argument)
{
        volatile unsigned char *bytes = argument;

        (void) bytes[4096 * 2];
        _exit(0);
}

TEST(without_the_guard_a_truncated_page_is_sigbus)
{
        const char *path = make_file("f", 3 * 4096);
        mw_mapping *mapping;
        unsigned char *bytes;
        int status;

        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_CREATED);
        bytes = view(mapping, 0);
        ASSERT_SYS(truncate(path, 10));
        status = peer_status(peer_fork(die_touching, bytes));
#if defined(__SANITIZE_ADDRESS__)
        ASSERT(status != 0);
#else
        ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
#endif
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(with_the_guard_a_truncated_page_is_an_error_code)
{
        const char *path = make_file("f", 4 * 4096);
        mw_view_info info = { .struct_size = sizeof info };
        mw_mapping *mapping;
        unsigned char *bytes, data[4096];

        ASSERT_IS(mw_guard_enable(), MW_OK);
        ASSERT_IS(mw_guard_enable(), MW_OK);
        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_CREATED);
        bytes = view(mapping, 0);
        ASSERT_IS(mw_view_read(bytes, data, sizeof data), MW_OK);
        ASSERT_SYS(truncate(path, 4096));
        ASSERT_IS(mw_view_read(bytes, data, sizeof data), MW_OK); /* still there */
        ASSERT_EQ(data[1], 'b');
        ASSERT_IS(mw_view_read(bytes + 2 * 4096, data, 100), MW_ELOST);
        ASSERT_IS(mw_view_query(bytes, &info), MW_OK);
        ASSERT_EQ(info.is_lost, 1);
        ASSERT_EQ(bytes[3 * 4096], 0); /* a plain access: zero, no signal */
        bytes[3 * 4096] = 5;
        ASSERT_IS(mw_view_write(bytes + 2 * 4096, data, 100), MW_ELOST);
        ASSERT_IS(mw_view_flush(bytes, 0), MW_ELOST);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_view_query(bytes, &info), MW_EADDRESS);
        mw_mapping_close(mapping);
}

TEST(a_plain_access_under_the_guard_marks_the_view_only)
{
        const char *path = make_file("f", 4 * 4096);
        mw_view_info info = { .struct_size = sizeof info };
        mw_mapping *mapping;
        unsigned char *one, *other;

        ASSERT_IS(mw_guard_enable(), MW_OK);
        ASSERT_IS(open_file("x", 0, MW_CREATE, path, -1, &mapping), MW_CREATED);
        one = view(mapping, 0);
        other = view(mapping, MW_READ_ONLY);
        ASSERT_SYS(truncate(path, 0));
        ASSERT_EQ(((volatile unsigned char *) one)[4096], 0);
        ASSERT_IS(mw_view_query(one, &info), MW_OK);
        ASSERT_EQ(info.is_lost, 1);
        ASSERT_IS(mw_view_query(other, &info), MW_OK);
        ASSERT_EQ(info.is_lost, 0);
        ASSERT_EQ(((volatile unsigned char *) other)[0], 0);
        ASSERT_IS(mw_view_query(other, &info), MW_OK);
        ASSERT_EQ(info.is_lost, 1);
        ASSERT_IS(mw_view_unmap(one), MW_OK);
        ASSERT_IS(mw_view_unmap(other), MW_OK);
        mw_mapping_close(mapping);
}

static volatile sig_atomic_t foreign_bus;

static void foreign_handler(int number, siginfo_t *info, void *context)
{
        (void) number, (void) info, (void) context;
        foreign_bus++;
        _exit(42);
}

static void sigbus_elsewhere(void *argument)
{
        struct sigaction action = { .sa_sigaction = foreign_handler, .sa_flags = SA_SIGINFO };

        (void) argument;
        sigaction(SIGBUS, &action, NULL);
        ASSERT_IS(mw_guard_enable(), MW_OK);
        raise(SIGBUS);
        _exit(1);
}

static void sigbus_by_default(void *argument)
{
        (void) argument;
        signal(SIGBUS, SIG_DFL);
        ASSERT_IS(mw_guard_enable(), MW_OK);
        raise(SIGBUS);
        _exit(1);
}

TEST(a_sigbus_that_is_not_ours_goes_where_it_went_before)
{
        int status = peer_status(peer_fork(sigbus_elsewhere, NULL));

        ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
        status = peer_status(peer_fork(sigbus_by_default, NULL));
        ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
}

TEST(growing_a_file_past_the_file_size_limit_is_an_error_not_a_signal)
{
        mw_mapping *mapping;
        const char *path = make_file("f", 10);

        ASSERT(open_file("x", 1ull << 50, MW_CREATE, path, -1, &mapping) < 0);
        ASSERT_EQ(size_of(path), 10);
        ASSERT_EQ(files_left(test_directory()), 0);
}
