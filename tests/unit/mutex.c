/* SPDX-License-Identifier: MIT */
/* mutex.c — what each call on a mutex returns; one process, its threads. */
#include "thing.h"
#include <pthread.h>
#include <string.h>

TEST(open_refuses_what_the_header_does_not_allow)
{
        mw_mutex *mutex = (mw_mutex *) 16;

        ASSERT_IS(mw_mutex_open("x", MW_CREATE, NULL, NULL), MW_EINVAL);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_AUTO_RESET, NULL, &mutex), MW_EINVAL);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_SIGNALLED, NULL, &mutex), MW_EINVAL);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_READ_ONLY, NULL, &mutex), MW_EINVAL);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_LAZY, NULL, &mutex), MW_EINVAL);
        ASSERT_IS(mw_mutex_open("x", 1u << 29, NULL, &mutex), MW_EINVAL);
        ASSERT(mutex == (mw_mutex *) 16);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(open_finds_creates_or_insists)
{
        mw_mutex *one, *other;

        ASSERT_IS(mw_mutex_open("x", 0, NULL, &one), MW_ENOTFOUND);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE, NULL, &one), MW_CREATED);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE, NULL, &other), MW_OK);
        mw_mutex_close(other);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_EXCLUSIVE, NULL, &other), MW_EEXIST);
        mw_mutex_close(one);
        ASSERT_IS(mw_mutex_open("x", 0, NULL, &one), MW_ENOTFOUND);
}

TEST(unlock_needs_the_owner)
{
        struct thing mutex = thing_make(MUTEX, "x", 0);

        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_ENOTOWNER);
        ASSERT_IS(mw_mutex_lock(mutex.mutex, MW_NOW), MW_OK);
        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_ENOTOWNER);
        thing_close(&mutex);
}

TEST(the_owner_may_lock_again_and_unlocks_as_often)
{
        struct thing mutex = thing_make(MUTEX, "x", 0);

        for (int i = 0; i < 1000; i++)
                ASSERT_IS(mw_mutex_lock(mutex.mutex, i % 2 ? MW_NOW : MW_NEVER), MW_OK);
        for (int i = 0; i < 1000; i++)
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_ENOTOWNER);
        thing_close(&mutex);
}

static void *try_lock(void *argument)
{
        struct thing *mutex = argument;
        int result = mw_mutex_lock(mutex->mutex, MW_NOW);

        if (result >= 0)
                ASSERT_IS(mw_mutex_unlock(mutex->mutex), MW_OK);
        else
                ASSERT_IS(mw_mutex_unlock(mutex->mutex), MW_ENOTOWNER);
        return (void *) (intptr_t) result;
}

static int in_thread(void *(*run)(void *), void *argument)
{
        pthread_t thread;
        void *result;

        ASSERT(pthread_create(&thread, NULL, run, argument) == 0);
        ASSERT(pthread_join(thread, &result) == 0);
        return (int) (intptr_t) result;
}

TEST(another_thread_is_kept_out_until_the_last_unlock)
{
        struct thing mutex = thing_make(MUTEX, "x", 0);

        ASSERT_IS(in_thread(try_lock, &mutex), MW_OK);
        ASSERT_IS(mw_mutex_lock(mutex.mutex, MW_NOW), MW_OK);
        ASSERT_IS(mw_mutex_lock(mutex.mutex, MW_NOW), MW_OK);
        ASSERT_IS(in_thread(try_lock, &mutex), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        ASSERT_IS(in_thread(try_lock, &mutex), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
        ASSERT_IS(in_thread(try_lock, &mutex), MW_OK);
        thing_close(&mutex);
}

TEST(locked_gives_it_to_the_creator_only)
{
        mw_mutex *one, *other;
        struct thing thing = { .what = MUTEX };

        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_LOCKED, NULL, &one), MW_CREATED);
        thing.mutex = one;
        ASSERT_IS(in_thread(try_lock, &thing), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(one), MW_OK);
        ASSERT_IS(mw_mutex_unlock(one), MW_ENOTOWNER);
        ASSERT_IS(mw_mutex_open("x", MW_CREATE | MW_LOCKED, NULL, &other), MW_OK);
        ASSERT_IS(mw_mutex_unlock(other), MW_ENOTOWNER);
        ASSERT_IS(in_thread(try_lock, &thing), MW_OK);
        mw_mutex_close(one);
        mw_mutex_close(other);
}

TEST(two_handles_are_one_mutex)
{
        struct thing one = thing_make(MUTEX, "x", 0), other = thing_find(MUTEX, "x");

        ASSERT_IS(mw_mutex_lock(one.mutex, MW_NOW), MW_OK);
        ASSERT_IS(mw_mutex_lock(other.mutex, MW_NOW), MW_OK);
        ASSERT_IS(mw_mutex_unlock(one.mutex), MW_OK);
        ASSERT_IS(in_thread(try_lock, &one), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(other.mutex), MW_OK);
        ASSERT_IS(in_thread(try_lock, &other), MW_OK);
        thing_close(&one);
        thing_close(&other);
}

TEST(closing_the_last_handle_of_a_mutex_one_owns_ends_it)
{
        for (int round = 0; round < 3; round++) {
                struct thing mutex = thing_make(MUTEX, "x", 1);

                thing_close(&mutex);
        }
        struct thing again = thing_make(MUTEX, "x", 0);

        ASSERT_IS(mw_mutex_unlock(again.mutex), MW_ENOTOWNER);
        ASSERT_IS(mw_mutex_lock(again.mutex, MW_NOW), MW_OK);
        thing_close(&again);
}

TEST(closing_one_handle_does_not_unlock)
{
        struct thing one = thing_make(MUTEX, "x", 1), other = thing_find(MUTEX, "x");

        thing_close(&one);
        ASSERT_IS(in_thread(try_lock, &other), MW_ETIMEDOUT);
        ASSERT_IS(mw_mutex_unlock(other.mutex), MW_OK);
        ASSERT_IS(in_thread(try_lock, &other), MW_OK);
        thing_close(&other);
}

static void *lock_and_return(void *argument)
{
        struct thing *mutex = argument;

        ASSERT_OK(mw_mutex_lock(mutex->mutex, MW_NEVER));
        ASSERT_OK(mw_mutex_lock(mutex->mutex, MW_NEVER));
        return NULL;
}

TEST(abandoned_is_told_once_and_depth_starts_at_one)
{
        static const char *const names[] = { "x", NULL };

        for (int n = 0; n < 2; n++) {
                struct thing mutex = thing_make(MUTEX, names[n], 0);

                in_thread(lock_and_return, &mutex);
                ASSERT_IS(mw_mutex_lock(mutex.mutex, MW_NOW), MW_ABANDONED);
                ASSERT_IS(mw_mutex_lock(mutex.mutex, MW_NOW), MW_OK);
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_OK);
                ASSERT_IS(mw_mutex_unlock(mutex.mutex), MW_ENOTOWNER);
                ASSERT_IS(in_thread(try_lock, &mutex), MW_OK);
                thing_close(&mutex);
        }
}

static void *just_one(void *argument)
{
        struct thing *mutex = argument;

        ASSERT_OK(mw_mutex_lock(mutex->mutex, MW_NEVER));
        ASSERT_OK(mw_mutex_unlock(mutex->mutex));
        return NULL;
}

TEST(ten_thousand_threads_one_after_another_need_no_more_slots)
{
        struct thing mutex = thing_make(MUTEX, "x", 0);

        for (int i = 0; i < 20000; i++)
                in_thread(just_one, &mutex);
        thing_close(&mutex);
}

TEST(null_is_refused_and_closing_null_is_nothing)
{
        ASSERT_IS(mw_mutex_lock(NULL, MW_NOW), MW_EINVAL);
        ASSERT_IS(mw_mutex_unlock(NULL), MW_EINVAL);
        ASSERT(mw_mutex_object(NULL) == NULL);
        mw_mutex_close(NULL);
}
