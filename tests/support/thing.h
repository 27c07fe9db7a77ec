/* SPDX-License-Identifier: MIT */
/* thing.h — an event, mutex or semaphore, and the same questions to each.
 *
 * Most tests of waiting say the same of all four kinds; this lets them say it
 * once. The calls return what the library returned.
 */
#ifndef MW_TEST_THING_H
#define MW_TEST_THING_H

#include "test.h"

enum what { MANUAL, AUTO, MUTEX, SEMAPHORE, KINDS };

struct thing {
        enum what what;
        mw_object *object;
        union {
                mw_event *event;
                mw_mutex *mutex;
                mw_semaphore *semaphore;
        };
};

extern const char *const what_name[KINDS];
/* MW_KIND_* of it. */
uint32_t what_kind(enum what what);

/* initial: 1 = signalled, count of units, or owned by us; units: at most 9. */
int thing_open(struct thing *thing, enum what what, const char *name, uint32_t flags,
               uint32_t initial);
/* A new one; the test fails if it can't be made or was there. */
struct thing thing_make(enum what what, const char *name, uint32_t initial);
struct thing thing_find(enum what what, const char *name);
void thing_close(struct thing *thing);

/* Make it signalled: set, unlock, release of one. */
int thing_signal(struct thing *thing);
/* MW_NOW: take it if it is signalled. */
int thing_try(struct thing *thing);
int thing_wait(struct thing *thing, int64_t deadline_ns);

/* A peer that opens and waits as it is told: orders and answers are lines. */
struct peer *remote_start(void);
/* Its objects are numbered in the order of opening. */
void remote_open(struct peer *peer, enum what what, const char *name);
/* Orders, as printf: "open WHAT FLAGS NAME", "semaphore MAXIMUM NAME" (makes it
 * empty), "one|any|all MILLISECONDS|-1 NUMBER...", "signal NUMBER",
 * "set|reset|pulse NUMBER", "release NUMBER UNITS", "forget" (close the last). */
void remote_begin(struct peer *peer, const char *format, ...)
        __attribute__((format(printf, 2, 3)));
/* The answer: what the call returned; *out_index of an any. Waits for it. */
int remote_result(struct peer *peer, uint32_t *out_index);
int remote_call(struct peer *peer, const char *format, ...)
        __attribute__((format(printf, 2, 3)));
/* remote_begin() of a wait, and the waiter known to be asleep. */
void remote_sleep(struct peer *peer, const char *format, ...)
        __attribute__((format(printf, 2, 3)));
/* How many of these peers have an answer, once each of the others sleeps. */
int remote_released(struct peer *const *peers, int count);
/* Take the answers of all of them; each must be this one. */
void remote_results(struct peer *const *peers, int count, int wanted);
bool remote_is_released(struct peer *peer);

#endif
