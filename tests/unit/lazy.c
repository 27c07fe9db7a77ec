/* SPDX-License-Identifier: MIT */
/* lazy.c — mappings that reserve nothing until they are told. */
#include "test.h"
#include <string.h>
#include <sys/stat.h>

static mw_mapping *make(const char *name, uint64_t size_bytes)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open(name, size_bytes, MW_CREATE | MW_LAZY, NULL, &mapping),
                  MW_CREATED);
        return mapping;
}

static uint64_t used(const char *name)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;

        ASSERT_IS(mw_inspect_name(name, &info), MW_OK);
        ASSERT_EQ(info.backing, MW_BACKING_LAZY);
        return info.used_bytes;
}

TEST(a_terabyte_takes_no_space_until_it_is_committed)
{
        uint64_t terabyte = 1ull << 40, first = sizeof(void *) > 4 ? 0 : terabyte - (1u << 20);
        mw_mapping *mapping = make("x", terabyte);
        void *address = NULL;
        unsigned char *bytes;

        ASSERT_EQ(mw_mapping_size_bytes(mapping), terabyte);
        ASSERT(used("x") <= 65536);
        /* all of it where addresses reach that far, else its last part */
        ASSERT_IS(mw_view_map(mapping, first, 0, 0, &address), MW_OK);
        bytes = address;
        ASSERT_IS(mw_mapping_commit(mapping, terabyte - 100000, 100000), MW_OK);
        ASSERT(used("x") >= 100000);
        memset(bytes + (terabyte - first) - 100000, 1, 100000);
        ASSERT_IS(mw_mapping_commit(mapping, first, 1), MW_OK);
        bytes[0] = 1;
        ASSERT(used("x") < 1 << 20);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(committing_again_is_no_error_and_keeps_the_bytes)
{
        mw_mapping *mapping = make("x", 1 << 20), *other;
        void *address = NULL;
        unsigned char *bytes;

        ASSERT_IS(mw_mapping_commit(mapping, 5000, 10), MW_OK);
        ASSERT_IS(mw_view_map(mapping, 0, 0, 0, &address), MW_OK);
        bytes = address;
        bytes[5003] = 9;
        ASSERT_IS(mw_mapping_commit(mapping, 0, 1 << 20), MW_OK);
        ASSERT_IS(mw_mapping_commit(mapping, 5000, 10), MW_OK);
        ASSERT_EQ(bytes[5003], 9);
        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &other), MW_OK);
        ASSERT_IS(mw_mapping_commit(other, 5000, 10), MW_OK);
        mw_mapping_close(other);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(ranges_outside_are_refused)
{
        mw_mapping *mapping = make("x", 100000);

        ASSERT_IS(mw_mapping_commit(mapping, 0, 100000), MW_OK);
        ASSERT_IS(mw_mapping_commit(mapping, 0, 100001), MW_EINVAL);
        ASSERT_IS(mw_mapping_commit(mapping, 99999, 2), MW_EINVAL);
        ASSERT_IS(mw_mapping_commit(mapping, 100001, 1), MW_EINVAL);
        ASSERT_IS(mw_mapping_commit(mapping, UINT64_MAX, 2), MW_EINVAL);
        ASSERT_IS(mw_mapping_commit(mapping, 2, UINT64_MAX), MW_EINVAL);
        mw_mapping_close(mapping);
}

TEST(commit_on_an_ordinary_mapping_has_nothing_to_do)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open("x", 10000, MW_CREATE, NULL, &mapping), MW_CREATED);
        ASSERT_IS(mw_mapping_commit(mapping, 0, 10000), MW_OK);
        ASSERT_IS(mw_mapping_commit(mapping, 0, 10001), MW_EINVAL);
        mw_mapping_close(mapping);
}

TEST(unnamed_lazy_mappings_work_alike)
{
        mw_mapping *mapping = make(NULL, 1ull << 36);
        void *address = NULL;

        ASSERT_IS(mw_mapping_commit(mapping, 1ull << 35, 4096), MW_OK);
        ASSERT_IS(mw_view_map(mapping, 1ull << 35, 4096, 0, &address), MW_OK);
        *(volatile char *) address = 1;
        ASSERT_IS(mw_view_unmap(address), MW_OK);
        mw_mapping_close(mapping);
}
