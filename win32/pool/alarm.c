/* SPDX-License-Identifier: MIT */
/* alarm.c — the thread that knows the time, for timers of pools and timer queues.
 *
 * What it is. A heap of alarms, the next one first, and one thread that sleeps until
 * then. It is made with the first alarm, and ends when there was none for 10 seconds.
 *
 * The invariant. heap[n] isn't later than heap[2n] and heap[2n + 1], from 1 on, and
 * each alarm knows its place.
 *
 * Who writes. Everything under the pool's lock. Fork: the child has no alarm set.
 */
#include "pool.h"

#include <stdlib.h>

static mww_alarm **heap; /* from 1 on */
static size_t count;
static size_t room;
static bool has_thread;
static atomic_uint bell; /* changes with the first alarm */

static void put(mww_alarm *alarm, size_t place)
{
        heap[place] = alarm;
        alarm->place = place;
}

/* To where it belongs, from a place that is free. */
static void sift(mww_alarm *alarm, size_t place)
{
        while (place > 1 && heap[place / 2]->due_ns > alarm->due_ns) {
                put(heap[place / 2], place);
                place /= 2;
        }
        for (;;) {
                size_t below = place * 2;

                if (below < count && heap[below + 1]->due_ns < heap[below]->due_ns)
                        below++;
                if (below > count || heap[below]->due_ns >= alarm->due_ns)
                        break;
                put(heap[below], place);
                place = below;
        }
        put(alarm, place);
}

void mww_alarm_clear(mww_alarm *alarm)
{
        size_t place = alarm->place;
        mww_alarm *last;

        if (!place)
                return;
        alarm->place = 0;
        last = heap[count--];
        if (last != alarm)
                sift(last, place);
}

/* The sleep and what ends it: a time, or an earlier alarm. False: there was nothing. */
static bool sleep_until_next(void)
{
        int64_t deadline_ns = count ? heap[1]->due_ns : mw_after_ns(MWW_POOL_IDLE_NS);
        unsigned heard = atomic_load(&bell);
        bool had_any = count > 0;

        mww_pool_leave();
        mww_sleep_on(&bell, heard, deadline_ns);
        mww_pool_enter();
        return had_any || count || mw_after_ns(0) < deadline_ns;
}

static DWORD attend(void *unused, void *unused_too)
{
        mww_pool_enter();
        do {
                while (count && heap[1]->due_ns <= mw_after_ns(0)) {
                        mww_alarm *alarm = heap[1];

                        mww_alarm_clear(alarm);
                        alarm->ring(alarm); /* which may let go of the lock */
                }
        } while (sleep_until_next());
        has_thread = false;
        mww_pool_leave();
        return 0;
}

bool mww_alarm_set(mww_alarm *alarm, int64_t due_ns)
{
        mww_alarm_clear(alarm);
        if (count + 2 > room) {
                size_t more = room ? room * 2 : 32;
                mww_alarm **bigger = realloc(heap, more * sizeof(mww_alarm *));

                if (!bigger)
                        return false;
                heap = bigger;
                room = more;
        }
        if (!has_thread)
                has_thread = mww_pool_thread(attend, NULL, 0);
        if (!has_thread)
                return false;
        alarm->due_ns = due_ns;
        count++;
        sift(alarm, count);
        if (alarm->place == 1) {
                atomic_fetch_add(&bell, 1);
                mww_wake_all(&bell);
        }
        return true;
}

/* ---- forks --------------------------------------------------------------------------- */

static void forget_alarms(void)
{
        for (size_t place = 1; place <= count; place++)
                heap[place]->place = 0;
        count = 0;
        has_thread = false;
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget_alarms);
}
