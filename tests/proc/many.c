/* SPDX-License-Identifier: MIT */
/* many.c — descriptors and pages are scarce: how much fits into one process. */
#include "thing.h"
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

static long setting(const char *path)
{
        FILE *file = fopen(path, "re");
        long value = 0;

        if (file) {
                if (fscanf(file, "%ld", &value) != 1)
                        value = 0;
                fclose(file);
        }
        return value;
}

static void few_descriptors(void)
{
        struct rlimit limit = { 1024, 1024 };

        ASSERT_SYS(setrlimit(RLIMIT_NOFILE, &limit));
}

static void need_shared_memory(uint64_t bytes)
{
        struct statvfs info;

        if (statvfs("/dev/shm", &info) < 0 || info.f_bavail * info.f_frsize < bytes)
                test_skip("needs %llu MiB in /dev/shm", (unsigned long long) bytes >> 20);
}

TEST_WITHIN(fifty_thousand_named_events_in_one_process_with_1024_descriptors, 300)
{
        enum { EVENTS = 50000 };
        mw_event **events = calloc(EVENTS, sizeof *events);
        char name[32];

        ASSERT(events);
        if (setting("/proc/sys/vm/max_map_count") < 60000)
                test_skip("needs vm.max_map_count of 60000");
        need_shared_memory(300u << 20);
        few_descriptors();
        for (int i = 0; i < EVENTS; i++) {
                snprintf(name, sizeof name, "event %d", i);
                ASSERT_IS(mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &events[i]),
                          MW_CREATED);
        }
        for (int i = 0; i < EVENTS; i += 7)
                ASSERT_IS(mw_event_set(events[i]), MW_OK);
        for (int i = 0; i < EVENTS; i++)
                ASSERT_IS(mw_event_wait(events[i], MW_NOW), i % 7 ? MW_ETIMEDOUT : MW_OK);
        for (int i = 0; i < EVENTS; i++)
                mw_event_close(events[i]);
        free(events);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST_WITHIN(one_more_than_the_system_maps_is_a_clear_error, 300)
{
        long most = setting("/proc/sys/vm/max_map_count");
        mw_event **events;
        long count = 0;
        int result;

        if (most <= 0 || most > 200000)
                test_skip("vm.max_map_count is out of reach");
        need_shared_memory((uint64_t) most * 5000);
        events = calloc((size_t) most + 1, sizeof *events);
        ASSERT(events);
        few_descriptors();
        for (;;) {
                char name[32];

                snprintf(name, sizeof name, "event %ld", count);
                result = mw_event_open(name, MW_CREATE, NULL, &events[count]);
                if (result < 0)
                        break;
                count++;
                ASSERT(count <= most);
        }
        ASSERT_IS(result, MW_ELIMIT);
        ASSERT(strstr(mw_last_error(), "vm.max_map_count") != NULL);
        ASSERT(count > most - 1000);
        ASSERT_EQ(files_left(test_directory()), count);
        ASSERT_IS(mw_event_set(events[count - 1]), MW_OK);
        mw_event_close(events[0]);
        ASSERT_OK(mw_event_open("again", MW_CREATE, NULL, &events[0]));
        while (count)
                mw_event_close(events[--count]);
        free(events);
        ASSERT_EQ(files_left(test_directory()), 0);
}

static uint64_t resident_bytes(void)
{
        FILE *file = fopen("/proc/self/statm", "re");
        unsigned long all, resident = 0;

        ASSERT(file && fscanf(file, "%lu %lu", &all, &resident) == 2);
        fclose(file);
        return (uint64_t) resident * (uint64_t) sysconf(_SC_PAGESIZE);
}

static void a_million(enum what what, uint64_t bytes_each)
{
        enum { THINGS = 1000000 };
        struct thing *things = malloc(THINGS * sizeof *things);
        uint64_t before;

        ASSERT(things);
        memset(things, 0, THINGS * sizeof *things);
        few_descriptors();
        before = resident_bytes();
        for (int i = 0; i < THINGS; i++)
                things[i] = thing_make(what, NULL, 0);
        printf("  a million unnamed: %s, %llu bytes each, handle included\n", what_name[what],
               (unsigned long long) (resident_bytes() - before) / THINGS);
#if !defined(__SANITIZE_ADDRESS__)
        ASSERT((resident_bytes() - before) / THINGS <= bytes_each);
#endif
        for (int i = 0; i < THINGS; i += 999) {
                if (what == MUTEX)
                        ASSERT_IS(thing_try(&things[i]), MW_OK);
                ASSERT_IS(thing_signal(&things[i]), MW_OK);
                ASSERT_IS(thing_try(&things[i]), MW_OK);
        }
        for (int i = 0; i < THINGS; i++)
                thing_close(&things[i]);
        free(things);
}

/* 64 shared and 256 private where no table of members is needed, else 384. */
TEST_WITHIN(a_million_unnamed_manual_events, 300)
{
        a_million(MANUAL, 64 + 256 + 16);
}

TEST_WITHIN(a_million_unnamed_auto_events, 300)
{
        a_million(AUTO, 384 + 256 + 16);
}

TEST_WITHIN(a_million_unnamed_mutexes, 300)
{
        a_million(MUTEX, 64 + 256 + 16);
}

TEST_WITHIN(a_million_unnamed_semaphores, 300)
{
        a_million(SEMAPHORE, 64 + 256 + 16);
}

TEST(handles_of_one_object_share_its_pages)
{
        enum { HANDLES = 100000 };
        mw_event **events = calloc(HANDLES, sizeof *events);

        ASSERT(events);
        few_descriptors();
        for (int i = 0; i < HANDLES; i++)
                ASSERT_IS(mw_event_open("x", MW_CREATE, NULL, &events[i]), i ? MW_OK : MW_CREATED);
        ASSERT_IS(mw_event_set(events[0]), MW_OK);
        ASSERT_IS(mw_event_wait(events[HANDLES - 1], MW_NOW), MW_OK);
        for (int i = 0; i < HANDLES; i++)
                mw_event_close(events[i]);
        free(events);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(descriptors_that_run_out_are_a_clear_error)
{
        mw_mapping *mappings[1100];
        int count = 0, result;
        struct thing thing;

        few_descriptors();
        for (;;) {
                char name[32];

                snprintf(name, sizeof name, "mapping %d", count);
                result = mw_mapping_open(name, 10, MW_CREATE, NULL, &mappings[count]);
                if (result < 0)
                        break;
                count++;
                ASSERT(count < 1100);
        }
        ASSERT_IS(result, MW_ELIMIT);
        ASSERT(count > 900);
        for (int i = 0; i < 5; i++)
                mw_mapping_close(mappings[--count]);
        ASSERT_EQ(files_left(test_directory()), count);
        thing = thing_make(AUTO, "x", 0);
        thing_close(&thing);
        while (count)
                mw_mapping_close(mappings[--count]);
        ASSERT_EQ(files_left(test_directory()), 0);
}
