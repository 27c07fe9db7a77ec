/* SPDX-License-Identifier: MIT */
/* base.c — version, results, texts of failures, the clock. */
#include "test.h"
#include <errno.h>
#include <pthread.h>
#include <string.h>

TEST(version_is_the_headers_version)
{
        char text[32];

        snprintf(text, sizeof text, "%d.%d.%d", MW_VERSION_MAJOR, MW_VERSION_MINOR,
                 MW_VERSION_PATCH);
        ASSERT_STR(mw_version(), MW_VERSION);
        ASSERT_STR(mw_version(), text);
}

TEST(every_result_has_its_text_and_no_two_share_it)
{
        static const int results[] = {
                MW_OK, MW_CREATED, MW_ABANDONED,
#define MW_X(name, number, text) MW_##name,
                MW_ERRORS(MW_X)
#undef MW_X
        };
        size_t count = sizeof results / sizeof *results;

        for (size_t i = 0; i < count; i++) {
                ASSERT(mw_strerror(results[i])[0] != 0);
                ASSERT(strcmp(mw_strerror(results[i]), "unknown result") != 0);
                for (size_t k = 0; k < i; k++)
                        ASSERT(strcmp(mw_strerror(results[i]), mw_strerror(results[k])) != 0);
        }
#define MW_X(name, number, text)                                                            \
        ASSERT_EQ(MW_##name, number);                                                       \
        ASSERT_STR(mw_strerror(MW_##name), text);
        MW_ERRORS(MW_X)
#undef MW_X
}

TEST(strerror_knows_an_unknown_result)
{
        static const int unknown[] = { 3, 1000, -98, -100, -1000, INT32_MAX, INT32_MIN };

        for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
                ASSERT_STR(mw_strerror(unknown[i]), "unknown result");
}

TEST(last_error_is_empty_before_the_first_failure)
{
        ASSERT_STR(mw_last_error(), "");
        ASSERT_EQ(mw_os_error(), 0);
}

TEST(last_error_names_the_object_and_stays_one_line)
{
        mw_event *event;

        ASSERT_IS(mw_event_open("no such thing", 0, NULL, &event), MW_ENOTFOUND);
        ASSERT(strstr(mw_last_error(), "no such thing") != NULL);
        ASSERT(strchr(mw_last_error(), '\n') == NULL);
}

TEST(last_error_says_what_to_do_when_nobody_has_the_object)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open("cam", 0, 0, NULL, &mapping), MW_ENOTFOUND);
        ASSERT(strstr(mw_last_error(), "cam") != NULL);
        ASSERT(strlen(mw_last_error()) > strlen(mw_strerror(MW_ENOTFOUND)));
}

TEST(last_error_survives_a_success_and_a_time_out)
{
        char before[512];
        mw_event *event;

        ASSERT_IS(mw_event_open("missing", 0, NULL, &event), MW_ENOTFOUND);
        snprintf(before, sizeof before, "%s", mw_last_error());
        ASSERT_IS(mw_event_open("here", MW_CREATE, NULL, &event), MW_CREATED);
        ASSERT_STR(mw_last_error(), before);
        ASSERT_IS(mw_event_wait(event, MW_NOW), MW_ETIMEDOUT);
        ASSERT_IS(mw_event_wait(event, mw_after_ns(1000000)), MW_ETIMEDOUT);
        ASSERT_STR(mw_last_error(), before);
        mw_event_close(event);
}

static void *fail_elsewhere(void *argument)
{
        mw_event *event;

        (void) argument;
        ASSERT_STR(mw_last_error(), "");
        ASSERT_IS(mw_event_open("other thread's", 0, NULL, &event), MW_ENOTFOUND);
        ASSERT(strstr(mw_last_error(), "other thread's") != NULL);
        return NULL;
}

TEST(each_thread_has_its_own_last_error)
{
        pthread_t thread;
        mw_event *event;

        ASSERT_IS(mw_event_open("mine", 0, NULL, &event), MW_ENOTFOUND);
        ASSERT(pthread_create(&thread, NULL, fail_elsewhere, NULL) == 0);
        ASSERT(pthread_join(thread, NULL) == 0);
        ASSERT(strstr(mw_last_error(), "mine") != NULL);
}

TEST(os_error_is_0_for_our_own_findings_and_errno_for_the_systems)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;
        mw_mapping *mapping;
        mw_event *event;

        options.file_path = "/nonexistent/directory/file";
        ASSERT(mw_mapping_open("x", 10, MW_CREATE, &options, &mapping) < 0);
        ASSERT_EQ(mw_os_error(), ENOENT);
        ASSERT_IS(mw_event_open("a\\b", MW_CREATE, NULL, &event), MW_ENAME);
        ASSERT_EQ(mw_os_error(), 0);
}

TEST(now_never_goes_back)
{
        int64_t last_ns = mw_now_ns();

        ASSERT(last_ns > 0);
        for (int i = 0; i < 100000; i++) {
                int64_t now_ns = mw_now_ns();

                ASSERT(now_ns >= last_ns);
                last_ns = now_ns;
        }
}

TEST(after_adds_and_does_not_wrap)
{
        int64_t before_ns = mw_now_ns(), deadline_ns = mw_after_ns(1000), after_ns = mw_now_ns();

        ASSERT(deadline_ns >= before_ns + 1000 && deadline_ns <= after_ns + 1000);
        ASSERT(mw_after_ns(INT64_MAX) == MW_NEVER);
        ASSERT(mw_after_ns(INT64_MAX - 1) == MW_NEVER);
        before_ns = mw_now_ns();
        deadline_ns = mw_after_ns(-5);
        ASSERT(deadline_ns >= before_ns && deadline_ns <= mw_now_ns());
        ASSERT(mw_after_ns(INT64_MIN) > 0);
}
