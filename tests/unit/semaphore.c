/* SPDX-License-Identifier: MIT */
/* semaphore.c — what each call on a semaphore returns. */
#include "thing.h"

static int make(uint32_t initial, uint32_t max)
{
        mw_semaphore *semaphore;
        int result = mw_semaphore_open("x", initial, max, MW_CREATE, NULL, &semaphore);

        if (result >= 0)
                mw_semaphore_close(semaphore);
        return result;
}

TEST(counts_outside_their_range_are_refused)
{
        ASSERT_IS(make(0, 0), MW_EINVAL);
        ASSERT_IS(make(1, 0), MW_EINVAL);
        ASSERT_IS(make(2, 1), MW_EINVAL);
        ASSERT_IS(make(0, MW_SEMAPHORE_MAX + 1), MW_EINVAL);
        ASSERT_IS(make(0, UINT32_MAX), MW_EINVAL);
        ASSERT_IS(make(UINT32_MAX, UINT32_MAX), MW_EINVAL);
        ASSERT_EQ(files_left(test_directory()), 0);
        ASSERT_IS(make(0, 1), MW_CREATED);
        ASSERT_IS(make(1, 1), MW_CREATED);
        ASSERT_IS(make(0, MW_SEMAPHORE_MAX), MW_CREATED);
        ASSERT_IS(make(MW_SEMAPHORE_MAX, MW_SEMAPHORE_MAX), MW_CREATED);
}

TEST(open_refuses_what_the_header_does_not_allow)
{
        mw_semaphore *semaphore = (mw_semaphore *) 16;

        ASSERT_IS(mw_semaphore_open("x", 1, 1, MW_CREATE, NULL, NULL), MW_EINVAL);
        ASSERT_IS(mw_semaphore_open("x", 1, 1, MW_CREATE | MW_AUTO_RESET, NULL, &semaphore),
                  MW_EINVAL);
        ASSERT_IS(mw_semaphore_open("x", 1, 1, MW_CREATE | MW_SIGNALLED, NULL, &semaphore),
                  MW_EINVAL);
        ASSERT_IS(mw_semaphore_open("x", 1, 1, MW_CREATE | MW_LOCKED, NULL, &semaphore),
                  MW_EINVAL);
        ASSERT_IS(mw_semaphore_open("x", 1, 1, 1u << 28, NULL, &semaphore), MW_EINVAL);
        ASSERT(semaphore == (mw_semaphore *) 16);
}

TEST(counts_are_ignored_when_it_exists)
{
        mw_semaphore *one, *other;
        uint32_t previous;

        ASSERT_IS(mw_semaphore_open("x", 3, 5, MW_CREATE, NULL, &one), MW_CREATED);
        ASSERT_IS(mw_semaphore_open("x", 0, 0, 0, NULL, &other), MW_OK);
        ASSERT_IS(mw_semaphore_release(other, 1, &previous), MW_OK);
        ASSERT_EQ(previous, 3);
        mw_semaphore_close(other);
        ASSERT_IS(mw_semaphore_open("x", 1, 2, MW_CREATE, NULL, &other), MW_OK);
        ASSERT_IS(mw_semaphore_release(other, 1, &previous), MW_OK);
        ASSERT_EQ(previous, 4);
        ASSERT_IS(mw_semaphore_open("x", 1, 2, MW_CREATE | MW_EXCLUSIVE, NULL, &other),
                  MW_EEXIST);
        mw_semaphore_close(one);
        mw_semaphore_close(other);
        ASSERT_IS(mw_semaphore_open("x", 0, 0, 0, NULL, &one), MW_ENOTFOUND);
}

TEST(takes_what_was_given_and_no_more)
{
        struct thing semaphore = thing_make(SEMAPHORE, "x", 3);
        uint32_t previous = 77;

        for (int i = 0; i < 3; i++)
                ASSERT_IS(thing_try(&semaphore), MW_OK);
        ASSERT_IS(thing_try(&semaphore), MW_ETIMEDOUT);
        ASSERT_IS(thing_wait(&semaphore, mw_after_ns(1000000)), MW_ETIMEDOUT);
        ASSERT_IS(mw_semaphore_release(semaphore.semaphore, 4, &previous), MW_OK);
        ASSERT_EQ(previous, 0);
        ASSERT_IS(mw_semaphore_release(semaphore.semaphore, 5, &previous), MW_OK);
        ASSERT_EQ(previous, 4);
        for (int i = 0; i < 9; i++)
                ASSERT_IS(thing_try(&semaphore), MW_OK);
        ASSERT_IS(thing_try(&semaphore), MW_ETIMEDOUT);
        thing_close(&semaphore);
}

TEST(release_past_the_maximum_changes_nothing)
{
        struct thing semaphore = thing_make(SEMAPHORE, "x", 7);
        static const uint32_t too_much[] = { 3, 9, 10, MW_SEMAPHORE_MAX, MW_SEMAPHORE_MAX + 1,
                                             INT32_MAX, UINT32_MAX - 7, UINT32_MAX };
        uint32_t previous = 77;

        for (size_t i = 0; i < sizeof too_much / sizeof *too_much; i++) {
                ASSERT_IS(mw_semaphore_release(semaphore.semaphore, too_much[i], &previous),
                          MW_EFULL);
                ASSERT_EQ(previous, 77);
        }
        ASSERT_IS(mw_semaphore_release(semaphore.semaphore, 2, &previous), MW_OK);
        ASSERT_EQ(previous, 7);
        ASSERT_IS(mw_semaphore_release(semaphore.semaphore, 1, NULL), MW_EFULL);
        thing_close(&semaphore);
}

TEST(the_largest_semaphore_counts_exactly)
{
        mw_semaphore *semaphore;
        uint32_t previous;

        ASSERT_OK(mw_semaphore_open(NULL, MW_SEMAPHORE_MAX, MW_SEMAPHORE_MAX, MW_CREATE, NULL,
                                    &semaphore));
        ASSERT_IS(mw_semaphore_release(semaphore, 1, NULL), MW_EFULL);
        ASSERT_IS(mw_semaphore_wait(semaphore, MW_NOW), MW_OK);
        ASSERT_IS(mw_semaphore_release(semaphore, 1, &previous), MW_OK);
        ASSERT_EQ(previous, MW_SEMAPHORE_MAX - 1);
        mw_semaphore_close(semaphore);
}

TEST(release_of_nothing_is_refused)
{
        struct thing semaphore = thing_make(SEMAPHORE, "x", 1);

        ASSERT_IS(mw_semaphore_release(semaphore.semaphore, 0, NULL), MW_EINVAL);
        thing_close(&semaphore);
}

TEST(null_is_refused_and_closing_null_is_nothing)
{
        ASSERT_IS(mw_semaphore_release(NULL, 1, NULL), MW_EINVAL);
        ASSERT_IS(mw_semaphore_wait(NULL, MW_NOW), MW_EINVAL);
        ASSERT(mw_semaphore_object(NULL) == NULL);
        mw_semaphore_close(NULL);
}
