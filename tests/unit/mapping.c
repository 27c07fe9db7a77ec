/* SPDX-License-Identifier: MIT */
/* mapping.c — making and finding mappings that memory backs. */
#include "test.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mw_mapping *make(const char *name, uint64_t size_bytes)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open(name, size_bytes, MW_CREATE | MW_EXCLUSIVE, NULL, &mapping),
                  MW_CREATED);
        return mapping;
}

static unsigned char *view(mw_mapping *mapping, uint32_t flags)
{
        void *address = NULL;

        ASSERT_IS(mw_view_map(mapping, 0, 0, flags, &address), MW_OK);
        return address;
}

/* A directory is not what a view is made of. */
static bool is_file(int file)
{
        struct stat st;

        return fstat(file, &st) == 0 && S_ISREG(st.st_mode);
}

TEST(open_refuses_what_the_header_does_not_allow)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_mapping *mapping = (mw_mapping *) 16;

        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, NULL, NULL), MW_EINVAL);
        ASSERT_IS(mw_mapping_open("x", 0, MW_CREATE, NULL, &mapping), MW_EINVAL);
        ASSERT_IS(mw_mapping_open(NULL, 0, MW_CREATE, NULL, &mapping), MW_EINVAL);
        ASSERT_IS(mw_mapping_open(NULL, 10, 0, NULL, &mapping), MW_ENAME);
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE | 1u << 31, NULL, &mapping), MW_EINVAL);
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE | MW_AUTO_RESET, NULL, &mapping), MW_EINVAL);
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE | MW_LOCKED, NULL, &mapping), MW_EINVAL);
        options.struct_size = 3;
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, &options, &mapping), MW_EINVAL);
        ASSERT(mapping == (mw_mapping *) 16); /* written on success only */
        ASSERT_EQ(files_left(test_directory()), 0);
}

/* Daemons close whatever is open; and numbers are given out again. */
TEST(a_descriptor_that_the_program_closed_is_never_used)
{
        static const char *const names[] = { "x", NULL };
        enum { LOTS = 64 };

        for (int i = 0; i < 2; i++) {
                FILE *stream = tmpfile();
                int ours[LOTS], count = 0, plain = stream ? fileno(stream) : -1;
                bool was_open[LOTS];
                mw_mapping *mapping;
                void *address = NULL, *other = NULL;

                ASSERT_SYS(plain);
                ASSERT_SYS(ftruncate(plain, 65536));
                for (int file = 0; file < LOTS; file++)
                        was_open[file] = fcntl(file, F_GETFD) >= 0;
                mapping = make(names[i], 65536);
                ASSERT_OK(mw_view_map(mapping, 0, 0, MW_DETACHED, &address));
                for (int file = 0; file < LOTS; file++)
                        if (!was_open[file] && fcntl(file, F_GETFD) >= 0 && is_file(file))
                                ours[count++] = file;
                ASSERT_EQ(count, names[i] ? 2 : 1);
                for (int k = 0; k < count; k++)
                        ASSERT_SYS(dup2(plain, ours[k]));
                ((char *) address)[0] = 'v'; /* the view has what it had */
                ASSERT_IS(mw_view_map(mapping, 0, 0, 0, &other), MW_ECHANGED);
                ASSERT(other == NULL && strstr(mw_last_error(), "closed") != NULL);
                ASSERT_IS(mw_mapping_commit(mapping, 0, 1), MW_ECHANGED);
                /* The second look at the file is made anew, where there is a name for it. */
                ASSERT_IS(mw_view_map(mapping, 0, 0, MW_DETACHED, &other),
                          names[i] ? MW_OK : MW_ECHANGED);
                if (names[i]) {
                        ASSERT_EQ(((char *) other)[0], 'v');
                        ASSERT_OK(mw_view_unmap(other));
                }
                ASSERT_OK(mw_view_unmap(address));
                mw_mapping_close(mapping);
                for (int k = 0; k < count; k++)
                        ASSERT_SYS(close(ours[k])); /* left open: they are the program's */
                fclose(stream);
        }
}

TEST(open_finds_creates_or_insists)
{
        mw_mapping *one, *other;

        ASSERT_IS(mw_mapping_open("x", 10, 0, NULL, &one), MW_ENOTFOUND);
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, NULL, &one), MW_CREATED);
        ASSERT_IS(mw_mapping_open("x", 999, MW_CREATE, NULL, &other), MW_OK);
        ASSERT_EQ(mw_mapping_size_bytes(other), 10);
        mw_mapping_close(other);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &other), MW_OK);
        ASSERT_EQ(mw_mapping_size_bytes(other), 10);
        mw_mapping_close(other);
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE | MW_EXCLUSIVE, NULL, &other), MW_EEXIST);
        mw_mapping_close(one);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &one), MW_ENOTFOUND);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(the_size_is_exact_and_fresh_memory_is_zero)
{
        static const uint64_t sizes[] = { 1, 2, 7, 100, 4095, 4096, 4097, 65535, 65536, 65537,
                                          1000003, 1 << 20, (1 << 20) + 1, 10 << 20 };

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
                for (int named = 0; named < 2; named++) {
                        mw_mapping *mapping = make(named ? "x" : NULL, sizes[i]);
                        unsigned char *bytes = view(mapping, 0);

                        ASSERT_EQ(mw_mapping_size_bytes(mapping), sizes[i]);
                        for (uint64_t at = 0; at < sizes[i]; at++)
                                ASSERT(bytes[at] == 0);
                        memset(bytes, 0xa5, sizes[i]);
                        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
                        mw_mapping_close(mapping);
                }
}

TEST(sizes_beyond_reason_are_refused_and_leave_nothing)
{
        static const uint64_t sizes[] = { UINT64_MAX, UINT64_MAX - 4095, UINT64_MAX / 2,
                                          UINT64_MAX / 2 + 1, 1ull << 62, 1ull << 55 };
        mw_mapping *mapping;

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
                for (int lazy = 0; lazy < 2; lazy++) {
                        int result = mw_mapping_open("x", sizes[i],
                                                     MW_CREATE | (lazy ? MW_LAZY : 0), NULL,
                                                     &mapping);

                        if (lazy && result >= 0) { /* a promise of nothing may be large */
                                mw_mapping_close(mapping);
                                continue;
                        }
                        ASSERT(result == MW_EINVAL || result == MW_ENOSPC || result == MW_ENOMEM ||
                               result == MW_ELIMIT);
                        ASSERT_EQ(files_left(test_directory()), 0);
                }
}

TEST(the_data_stay_while_anybody_holds_and_end_with_the_last)
{
        mw_mapping *one = make("x", 5000), *other;
        unsigned char *bytes = view(one, 0);

        memcpy(bytes, "Information From Server", 24);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &other), MW_OK);
        mw_mapping_close(one);
        bytes = view(other, 0);
        ASSERT_STR((char *) bytes, "Information From Server");
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(other);
        one = make("x", 5000);
        bytes = view(one, 0);
        ASSERT_EQ(bytes[0], 0);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(one);
}

TEST(a_view_keeps_the_name)
{
        mw_mapping *mapping = make("x", 100), *again;
        unsigned char *bytes = view(mapping, 0), *other;

        mw_mapping_close(mapping);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &again), MW_OK);
        bytes[3] = 7;
        other = view(again, 0);
        ASSERT_EQ(other[3], 7);
        ASSERT_IS(mw_view_unmap(other), MW_OK);
        mw_mapping_close(again);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &again), MW_ENOTFOUND);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(a_detached_view_keeps_the_bytes_but_not_the_name)
{
        mw_mapping *mapping = make("x", 100), *again;
        unsigned char *bytes = view(mapping, MW_DETACHED), *fresh;

        strcpy((char *) bytes, "old");
        mw_mapping_close(mapping);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &again), MW_ENOTFOUND);
        ASSERT_STR((char *) bytes, "old");
        again = make("x", 100);
        fresh = view(again, 0);
        ASSERT_EQ(fresh[0], 0);
        strcpy((char *) fresh, "new");
        ASSERT_STR((char *) bytes, "old");
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_STR((char *) fresh, "new");
        ASSERT_IS(mw_view_unmap(fresh), MW_OK);
        mw_mapping_close(again);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(a_detached_view_beside_an_attached_one)
{
        mw_mapping *mapping = make("x", 100), *again;
        unsigned char *detached = view(mapping, MW_DETACHED), *attached = view(mapping, 0);

        mw_mapping_close(mapping);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &again), MW_OK);
        mw_mapping_close(again);
        ASSERT_IS(mw_view_unmap(attached), MW_OK);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &again), MW_ENOTFOUND);
        detached[0] = 1;
        ASSERT_IS(mw_view_unmap(detached), MW_OK);
}

TEST(unnamed_mappings_leave_no_name)
{
        mw_mapping *one = make(NULL, 4096), *other = make("", 4096);
        unsigned char *bytes = view(one, 0), *others = view(other, 0);

        bytes[0] = 1;
        ASSERT_EQ(others[0], 0);
        ASSERT_EQ(files_left(test_directory()), 0);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_view_unmap(others), MW_OK);
        mw_mapping_close(one);
        mw_mapping_close(other);
}

TEST(the_bytes_are_at_the_start_of_the_file_for_any_program)
{
        mw_mapping *mapping = make("plain", 10000);
        unsigned char *bytes = view(mapping, 0);
        char path[400], read_back[24];
        struct stat info;
        int fd;

        memcpy(bytes, "Information From Server", 24);
        snprintf(path, sizeof path, "%s/plain", test_directory());
        fd = open(path, O_RDONLY | O_CLOEXEC);
        ASSERT_SYS(fd);
        ASSERT_EQ(pread(fd, read_back, 24, 0), 24);
        ASSERT_STR(read_back, "Information From Server");
        ASSERT_SYS(fstat(fd, &info));
        ASSERT_EQ(info.st_mode & 07777, 0600);
        ASSERT_EQ(info.st_uid, geteuid());
        ASSERT(info.st_blocks * 512 >= 10000); /* its space is reserved */
        close(fd);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(the_creators_tag_is_told_to_every_opener)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_mapping *one, *other;

        options.tag = 0xfedcba98;
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, &options, &one), MW_CREATED);
        options.tag = 7;
        ASSERT_IS(mw_mapping_open("x", 10, MW_CREATE, &options, &other), MW_OK);
        ASSERT(mw_mapping_tag(one) == 0xfedcba98);
        ASSERT(mw_mapping_tag(other) == 0xfedcba98);
        mw_mapping_close(one);
        mw_mapping_close(other);
        ASSERT_IS(mw_mapping_open(NULL, 10, MW_CREATE, &options, &one), MW_CREATED);
        ASSERT_EQ(mw_mapping_tag(one), 7);
        ASSERT_EQ(mw_mapping_tag(NULL), 0);
        mw_mapping_close(one);
}

TEST(null_is_refused_and_closing_null_is_nothing)
{
        void *address = NULL;

        ASSERT_IS(mw_view_map(NULL, 0, 0, 0, &address), MW_EINVAL);
        ASSERT_IS(mw_mapping_commit(NULL, 0, 0), MW_EINVAL);
        ASSERT_EQ(mw_mapping_size_bytes(NULL), 0);
        mw_mapping_close(NULL);
}
