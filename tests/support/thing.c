/* SPDX-License-Identifier: MIT */
/* thing.c — one face for events, mutexes and semaphores; peers told by pipe. */
#include "thing.h"
#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *const what_name[KINDS] = { "manual", "auto", "mutex", "semaphore" };

uint32_t what_kind(enum what what)
{
        if (what == MUTEX)
                return MW_KIND_MUTEX;
        return what == SEMAPHORE ? MW_KIND_SEMAPHORE : MW_KIND_EVENT;
}

int thing_open(struct thing *thing, enum what what, const char *name, uint32_t flags,
               uint32_t initial)
{
        uint32_t state = initial ? MW_SIGNALLED : 0;
        int result;

        thing->what = what;
        switch (what) {
        case MUTEX:
                result = mw_mutex_open(name, flags | (initial ? MW_LOCKED : 0), NULL,
                                       &thing->mutex);
                if (result >= 0)
                        thing->object = mw_mutex_object(thing->mutex);
                return result;
        case SEMAPHORE:
                result = mw_semaphore_open(name, initial, 9, flags, NULL, &thing->semaphore);
                if (result >= 0)
                        thing->object = mw_semaphore_object(thing->semaphore);
                return result;
        default:
                if (!(flags & MW_CREATE))
                        state = 0;
                else if (what == AUTO)
                        state |= MW_AUTO_RESET;
                result = mw_event_open(name, flags | state, NULL, &thing->event);
                if (result >= 0)
                        thing->object = mw_event_object(thing->event);
                return result;
        }
}

struct thing thing_make(enum what what, const char *name, uint32_t initial)
{
        struct thing thing;

        ASSERT_IS(thing_open(&thing, what, name, MW_CREATE | MW_EXCLUSIVE, initial), MW_CREATED);
        return thing;
}

struct thing thing_find(enum what what, const char *name)
{
        struct thing thing;

        ASSERT_IS(thing_open(&thing, what, name, 0, 0), MW_OK);
        return thing;
}

void thing_close(struct thing *thing)
{
        if (thing->what == MUTEX)
                mw_mutex_close(thing->mutex);
        else if (thing->what == SEMAPHORE)
                mw_semaphore_close(thing->semaphore);
        else
                mw_event_close(thing->event);
}

int thing_signal(struct thing *thing)
{
        if (thing->what == MUTEX)
                return mw_mutex_unlock(thing->mutex);
        if (thing->what == SEMAPHORE)
                return mw_semaphore_release(thing->semaphore, 1, NULL);
        return mw_event_set(thing->event);
}

int thing_try(struct thing *thing)
{
        return mw_wait(thing->object, MW_NOW, MW_SPIN_NONE);
}

int thing_wait(struct thing *thing, int64_t deadline_ns)
{
        return mw_wait(thing->object, deadline_ns, MW_SPIN_NONE);
}

/* --- the peer's side --- */

enum { REMOTE_OBJECTS = 64 };
static struct thing remote_things[REMOTE_OBJECTS];
static uint32_t remote_count;

static struct thing *thing_number(const char *text)
{
        unsigned long number = text ? strtoul(text, NULL, 10) : REMOTE_OBJECTS;

        ASSERT(number < remote_count);
        return &remote_things[number];
}

static int remote_wait(const char *how, uint32_t *out_index)
{
        mw_object *objects[MW_WAIT_MAX_OBJECTS];
        long milliseconds = strtol(strtok(NULL, " "), NULL, 10);
        int64_t deadline_ns =
                milliseconds < 0 ? MW_NEVER : mw_after_ns((int64_t) milliseconds * 1000000);
        uint32_t count = 0;
        char *text;

        while ((text = strtok(NULL, " ")) != NULL)
                objects[count++] = thing_number(text)->object;
        if (strcmp(how, "any") == 0)
                return mw_wait_any(objects, count, deadline_ns, MW_SPIN_NONE, out_index);
        if (strcmp(how, "all") == 0)
                return mw_wait_all(objects, count, deadline_ns, MW_SPIN_NONE);
        ASSERT(count == 1);
        return mw_wait(objects[0], deadline_ns, MW_SPIN_NONE);
}

static int remote_order(char *line, uint32_t *out_index)
{
        char *verb = strtok(line, " ");
        struct thing *thing;

        if (strcmp(verb, "open") == 0) {
                enum what what = (enum what) strtol(strtok(NULL, " "), NULL, 10);
                uint32_t flags = (uint32_t) strtoul(strtok(NULL, " "), NULL, 10);
                int result;

                ASSERT(remote_count < REMOTE_OBJECTS);
                thing = &remote_things[remote_count];
                result = thing_open(thing, what, strtok(NULL, "\n"), flags, 0);
                remote_count += result >= 0;
                return result;
        }
        if (strcmp(verb, "semaphore") == 0) {
                uint32_t max = (uint32_t) strtoul(strtok(NULL, " "), NULL, 10);
                int result;

                ASSERT(remote_count < REMOTE_OBJECTS);
                thing = &remote_things[remote_count];
                result = mw_semaphore_open(strtok(NULL, "\n"), 0, max, MW_CREATE, NULL,
                                           &thing->semaphore);
                if (result >= 0) {
                        thing->what = SEMAPHORE;
                        thing->object = mw_semaphore_object(thing->semaphore);
                        remote_count++;
                }
                return result;
        }
        if (strcmp(verb, "forget") == 0) { /* close the one opened last */
                ASSERT(remote_count > 0);
                thing_close(&remote_things[--remote_count]);
                return MW_OK;
        }
        if (strcmp(verb, "one") == 0 || strcmp(verb, "any") == 0 || strcmp(verb, "all") == 0)
                return remote_wait(verb, out_index);
        thing = thing_number(strtok(NULL, " "));
        if (strcmp(verb, "set") == 0)
                return mw_event_set(thing->event);
        if (strcmp(verb, "reset") == 0)
                return mw_event_reset(thing->event);
        if (strcmp(verb, "pulse") == 0)
                return mw_event_pulse(thing->event);
        if (strcmp(verb, "release") == 0)
                return mw_semaphore_release(thing->semaphore,
                                            (uint32_t) strtoul(strtok(NULL, " "), NULL, 10), NULL);
        if (strcmp(verb, "signal") == 0)
                return thing_signal(thing);
        return MW_EINVAL;
}

ROLE(remote)
{
        char line[3000];

        while (await_line(line, sizeof line)) {
                uint32_t index = 0;
                int result = remote_order(line, &index);

                reach("%d %u", result, index);
        }
        while (remote_count)
                thing_close(&remote_things[--remote_count]);
}

/* --- the test's side --- */

struct peer *remote_start(void)
{
        return peer_start("remote", NULL);
}

int remote_result(struct peer *peer, uint32_t *out_index)
{
        char line[64], *end;
        long result;
        uint32_t index;

        peer_line(peer, line, sizeof line);
        if (line[0] == 0)
                test_fail(__FILE__, __LINE__, "peer %d ended instead of answering", peer->pid);
        result = strtol(line, &end, 10);
        index = (uint32_t) strtoul(end, NULL, 10);
        if (out_index)
                *out_index = index;
        return (int) result;
}

static void begin(struct peer *peer, const char *format, va_list arguments)
{
        char line[3000];

        vsnprintf(line, sizeof line, format, arguments);
        peer_say(peer, "%s", line);
}

void remote_begin(struct peer *peer, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        begin(peer, format, arguments);
        va_end(arguments);
}

int remote_call(struct peer *peer, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        begin(peer, format, arguments);
        va_end(arguments);
        return remote_result(peer, NULL);
}

void remote_sleep(struct peer *peer, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        begin(peer, format, arguments);
        va_end(arguments);
        for (int calm = 0; calm < 3;) {
                if (peer_has_line(peer))
                        test_fail(__FILE__, __LINE__, "\"%s\" returned %s instead of sleeping",
                                  format, result_name(remote_result(peer, NULL)));
                calm = is_asleep(peer->pid) ? calm + 1 : 0;
                if (!calm)
                        breathe();
        }
}

void remote_open(struct peer *peer, enum what what, const char *name)
{
        ASSERT_IS(remote_call(peer, "open %d 0 %s", what, name), MW_OK);
}

/* Three calm looks: see until_asleep(). */
int remote_released(struct peer *const *peers, int count)
{
        int released = 0;

        for (int calm = 0; calm < 3; calm++) {
                released = 0;
                for (int i = 0; i < count; i++) {
                        if (peer_has_line(peers[i]))
                                released++;
                        else if (!is_asleep(peers[i]->pid))
                                calm = -1;
                }
                if (calm < 0)
                        breathe();
                else
                        sched_yield();
        }
        return released;
}

void remote_results(struct peer *const *peers, int count, int wanted)
{
        for (int i = 0; i < count; i++)
                ASSERT_IS(remote_result(peers[i], NULL), wanted);
}

bool remote_is_released(struct peer *peer)
{
        return remote_released(&peer, 1) == 1;
}
