/* SPDX-License-Identifier: MIT */
/* event.c — what each call on an event returns; one process, nobody asleep. */
#include "thing.h"
#include <signal.h>
#include <string.h>

TEST(open_refuses_what_the_header_does_not_allow)
{
        mw_options options = MW_OPTIONS_INIT;
        mw_event *event = (mw_event *) 16;

        ASSERT_IS(mw_event_open("x", MW_CREATE, NULL, NULL), MW_EINVAL);
        ASSERT_IS(mw_event_open("x", 1u << 30, NULL, &event), MW_EINVAL);
        ASSERT_IS(mw_event_open("x", MW_CREATE | 1u << 31, NULL, &event), MW_EINVAL);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_LAZY, NULL, &event), MW_EINVAL);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_LOCKED, NULL, &event), MW_EINVAL);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_EXECUTABLE, NULL, &event), MW_EINVAL);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_AUTO_RESET | MW_FOR_READERS, NULL, &event),
                  MW_EINVAL);
        options.struct_size = 2;
        ASSERT_IS(mw_event_open("x", MW_CREATE, &options, &event), MW_EINVAL);
        ASSERT(event == (mw_event *) 16); /* written on success only */
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(options_of_a_later_version_are_taken_when_their_tail_is_zero)
{
        struct {
                mw_options options;
                uint32_t tail[4];
        } later = { MW_OPTIONS_INIT, { 0 } };
        mw_event *event;

        later.options.struct_size = sizeof later;
        ASSERT_IS(mw_event_open("x", MW_CREATE, &later.options, &event), MW_CREATED);
        mw_event_close(event);
        later.tail[3] = 1;
        ASSERT_IS(mw_event_open("x", MW_CREATE, &later.options, &event), MW_EINVAL);
        later.tail[3] = 0;
        later.options.struct_size = UINT32_MAX; /* nobody set it: not so much is looked at */
        ASSERT_IS(mw_event_open("x", MW_CREATE, &later.options, &event), MW_EINVAL);
        ASSERT(strstr(mw_last_error(), "struct_size"));
}

TEST(open_finds_creates_or_insists)
{
        mw_event *one, *other;

        ASSERT_IS(mw_event_open("x", 0, NULL, &one), MW_ENOTFOUND);
        ASSERT_IS(mw_event_open("x", MW_CREATE, NULL, &one), MW_CREATED);
        ASSERT_IS(mw_event_open("x", MW_CREATE, NULL, &other), MW_OK);
        mw_event_close(other);
        ASSERT_IS(mw_event_open("x", 0, NULL, &other), MW_OK);
        mw_event_close(other);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_EXCLUSIVE, NULL, &other), MW_EEXIST);
        mw_event_close(one);
        ASSERT_IS(mw_event_open("x", 0, NULL, &one), MW_ENOTFOUND);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_EXCLUSIVE, NULL, &one), MW_CREATED);
        mw_event_close(one);
        ASSERT_EQ(files_left(test_directory()), 0);
}

TEST(type_and_state_of_one_that_exists_are_left_alone)
{
        mw_event *one, *other;

        ASSERT_OK(mw_event_open("x", MW_CREATE | MW_AUTO_RESET, NULL, &one));
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_SIGNALLED, NULL, &other), MW_OK);
        ASSERT_EQ(mw_event_is_auto_reset(other), 1);
        ASSERT_IS(mw_event_wait(other, MW_NOW), MW_ETIMEDOUT);
        ASSERT_IS(mw_event_set(one), MW_OK);
        mw_event_close(other);
        ASSERT_IS(mw_event_open("x", 0, NULL, &other), MW_OK);
        ASSERT_IS(mw_event_wait(other, MW_NOW), MW_OK);
        mw_event_close(one);
        mw_event_close(other);
}

TEST(starts_as_it_was_asked)
{
        for (uint32_t flags = 0; flags < 4; flags++) {
                uint32_t type = flags & 1 ? MW_AUTO_RESET : 0;
                uint32_t state = flags & 2 ? MW_SIGNALLED : 0;

                for (int named = 0; named < 2; named++) {
                        mw_event *event;

                        ASSERT_IS(mw_event_open(named ? "x" : NULL, MW_CREATE | type | state,
                                                NULL, &event),
                                  MW_CREATED);
                        ASSERT_EQ(mw_event_is_auto_reset(event), type != 0);
                        ASSERT_IS(mw_event_wait(event, MW_NOW), state ? MW_OK : MW_ETIMEDOUT);
                        ASSERT_IS(mw_event_wait(event, MW_NOW),
                                  state && !type ? MW_OK : MW_ETIMEDOUT);
                        mw_event_close(event);
                }
        }
}

TEST(manual_reset_stays_until_it_is_reset)
{
        struct thing event = thing_make(MANUAL, "x", 0);

        for (int round = 0; round < 3; round++) {
                ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
                ASSERT_IS(mw_event_set(event.event), MW_OK);
                ASSERT_IS(mw_event_set(event.event), MW_OK);
                for (int i = 0; i < 5; i++)
                        ASSERT_IS(thing_try(&event), MW_OK);
                ASSERT_IS(mw_event_reset(event.event), MW_OK);
                ASSERT_IS(mw_event_reset(event.event), MW_OK);
        }
        thing_close(&event);
}

TEST(auto_reset_lets_one_through_and_counts_sets_once)
{
        struct thing event = thing_make(AUTO, "x", 0);

        for (int sets = 1; sets < 5; sets++) {
                for (int i = 0; i < sets; i++)
                        ASSERT_IS(mw_event_set(event.event), MW_OK);
                ASSERT_IS(thing_try(&event), MW_OK);
                ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        }
        ASSERT_IS(mw_event_set(event.event), MW_OK);
        ASSERT_IS(mw_event_reset(event.event), MW_OK);
        ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        thing_close(&event);
}

TEST(pulse_without_waiters_only_clears)
{
        for (int what = MANUAL; what <= AUTO; what++)
                for (uint32_t initial = 0; initial < 2; initial++) {
                        struct thing event = thing_make(what, "x", initial);

                        ASSERT_IS(mw_event_pulse(event.event), MW_OK);
                        ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
                        ASSERT_IS(mw_event_pulse(event.event), MW_OK);
                        ASSERT_IS(thing_wait(&event, mw_after_ns(2000000)), MW_ETIMEDOUT);
                        ASSERT_IS(mw_event_set(event.event), MW_OK);
                        ASSERT_IS(thing_try(&event), MW_OK);
                        thing_close(&event);
                }
}

TEST(a_late_waiter_gets_no_pulse_after_a_time_out)
{
        struct thing event = thing_make(AUTO, "x", 0);

        /* The wait that timed out has left the event; the pulse is for nobody. */
        for (int i = 0; i < 20; i++) {
                ASSERT_IS(thing_wait(&event, mw_after_ns(100000)), MW_ETIMEDOUT);
                ASSERT_IS(mw_event_pulse(event.event), MW_OK);
                ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        }
        ASSERT_IS(mw_event_set(event.event), MW_OK);
        ASSERT_IS(mw_event_set(event.event), MW_OK);
        ASSERT_IS(thing_try(&event), MW_OK);
        ASSERT_IS(thing_try(&event), MW_ETIMEDOUT);
        thing_close(&event);
}

TEST(two_handles_are_one_event)
{
        struct thing one = thing_make(AUTO, "x", 0), other = thing_find(AUTO, "x");

        ASSERT_IS(thing_signal(&one), MW_OK);
        ASSERT_IS(thing_try(&other), MW_OK);
        ASSERT_IS(thing_try(&one), MW_ETIMEDOUT);
        thing_close(&one);
        ASSERT_IS(thing_signal(&other), MW_OK);
        one = thing_find(AUTO, "x");
        ASSERT_IS(thing_try(&one), MW_OK);
        thing_close(&other);
        thing_close(&one);
}

TEST(read_only_waits_and_changes_nothing)
{
        mw_event *event, *reader;
        mw_object *alone[1];

        ASSERT_OK(mw_event_open("x", MW_CREATE | MW_FOR_READERS, NULL, &event));
        ASSERT_IS(mw_event_open("x", MW_READ_ONLY, NULL, &reader), MW_OK);
        ASSERT_IS(mw_event_set(reader), MW_EACCES);
        ASSERT_IS(mw_event_reset(reader), MW_EACCES);
        ASSERT_IS(mw_event_pulse(reader), MW_EACCES);
        ASSERT_IS(mw_event_wait(reader, MW_NOW), MW_ETIMEDOUT);
        ASSERT_IS(mw_event_wait(reader, mw_after_ns(1000000)), MW_ETIMEDOUT);
        alone[0] = mw_event_object(reader);
        ASSERT_IS(mw_wait_any(alone, 1, MW_NOW, MW_SPIN_NONE, NULL), MW_EACCES);
        ASSERT_IS(mw_wait_all(alone, 1, MW_NOW, MW_SPIN_NONE), MW_EACCES);
        ASSERT_IS(mw_event_set(event), MW_OK);
        ASSERT_IS(mw_event_wait(reader, MW_NOW), MW_OK);
        ASSERT_IS(mw_event_wait(reader, MW_NEVER), MW_OK);
        ASSERT_IS(mw_event_reset(event), MW_OK);
        ASSERT_IS(mw_event_wait(reader, MW_NOW), MW_ETIMEDOUT);
        mw_event_close(event);
        /* The reader holds the name as well as anybody. */
        ASSERT_IS(mw_event_open("x", 0, NULL, &event), MW_OK);
        mw_event_close(event);
        mw_event_close(reader);
        ASSERT_IS(mw_event_open("x", 0, NULL, &event), MW_ENOTFOUND);
}

TEST(read_only_needs_an_event_made_for_readers)
{
        mw_event *event, *reader;

        ASSERT_OK(mw_event_open("x", MW_CREATE, NULL, &event));
        ASSERT_IS(mw_event_open("x", MW_READ_ONLY, NULL, &reader), MW_EACCES);
        mw_event_close(event);
        ASSERT_IS(mw_event_open("x", MW_CREATE | MW_READ_ONLY, NULL, &reader), MW_EINVAL);
}

TEST(null_is_refused_and_closing_null_is_nothing)
{
        ASSERT_IS(mw_event_set(NULL), MW_EINVAL);
        ASSERT_IS(mw_event_reset(NULL), MW_EINVAL);
        ASSERT_IS(mw_event_pulse(NULL), MW_EINVAL);
        ASSERT_IS(mw_event_wait(NULL, MW_NEVER), MW_EINVAL);
        ASSERT(mw_event_object(NULL) == NULL);
        mw_event_close(NULL);
}

static mw_event *in_handler;
static volatile sig_atomic_t handled;

static void set_in_handler(int signal_number)
{
        (void) signal_number;
        if (mw_event_set(in_handler) == MW_OK)
                handled = 1;
}

TEST(set_works_in_a_signal_handler)
{
        ASSERT_OK(mw_event_open("x", MW_CREATE | MW_AUTO_RESET, NULL, &in_handler));
        signal(SIGUSR1, set_in_handler);
        raise(SIGUSR1);
        ASSERT_EQ(handled, 1);
        ASSERT_IS(mw_event_wait(in_handler, MW_NOW), MW_OK);
        mw_event_close(in_handler);
}
