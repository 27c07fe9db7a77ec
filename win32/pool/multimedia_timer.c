/* SPDX-License-Identifier: MIT */
/* multimedia_timer.c — timeSetEvent, timeKillEvent: a timer of the timer queue by a number.
 *
 * Numbers are a place in the table and how often it was used, so that an old number
 * kills no new timer. A timer that rings once gives its place back when it has rung.
 */
#include "internal.h"

#include <stdlib.h>

#define TIMERS_MAX 256u /* on Windows 16 in a process, later more */
#define DELAY_MAX  1000000u

typedef struct entry {
        HANDLE timer; /* NULL: the place is free */
        UINT id;
        UINT kind;
        LPTIMECALLBACK function;
        DWORD_PTR user;
} entry;

MWW_LOCK(lock)
static entry entries[TIMERS_MAX]; /* under the lock */

static entry *find(UINT id)
{
        entry *one = &entries[id % TIMERS_MAX];

        return one->timer && one->id == id ? one : NULL;
}

static void ring(PVOID given, BOOLEAN unused)
{
        UINT id = (UINT) (uintptr_t) given;
        HANDLE over = NULL;
        entry found = { 0 };
        entry *one;

        pthread_mutex_lock(&lock);
        one = find(id);
        if (one) {
                found = *one;
                if (!(one->kind & TIME_PERIODIC)) {
                        over = one->timer;
                        one->timer = NULL;
                }
        }
        pthread_mutex_unlock(&lock);
        if (!found.timer)
                return;
        if (found.kind & TIME_CALLBACK_EVENT_SET)
                SetEvent((HANDLE) (void *) found.function);
        else if (found.kind & TIME_CALLBACK_EVENT_PULSE)
                PulseEvent((HANDLE) (void *) found.function);
        else
                found.function(id, 0, found.user, 0, 0);
        if (over)
                DeleteTimerQueueTimer(NULL, over, NULL);
}

static entry *take_place(void)
{
        for (UINT at = 0; at < TIMERS_MAX; at++) {
                entry *one = &entries[at];

                if (one->timer)
                        continue;
                one->id = one->id ? one->id + TIMERS_MAX : at + TIMERS_MAX;
                if (one->id > 0x7FFFFFFF)
                        one->id = at + TIMERS_MAX;
                return one;
        }
        return NULL;
}

MMRESULT timeSetEvent(UINT delay, UINT resolution, LPTIMECALLBACK function, DWORD_PTR user,
                      UINT kind)
{
        DWORD before = GetLastError();
        MMRESULT id = 0;
        entry *one;

        if (delay == 0 || delay > DELAY_MAX || !function)
                return 0;
        pthread_mutex_lock(&lock);
        one = take_place();
        if (one) {
                one->kind = kind;
                one->function = function;
                one->user = user;
                if (CreateTimerQueueTimer(&one->timer, NULL, ring, (PVOID) (uintptr_t) one->id,
                                          delay, kind & TIME_PERIODIC ? delay : 0,
                                          WT_EXECUTEINTIMERTHREAD))
                        id = one->id;
                else
                        one->timer = NULL;
        }
        pthread_mutex_unlock(&lock);
        SetLastError(before);
        return id;
}

MMRESULT timeKillEvent(UINT id)
{
        DWORD before = GetLastError();
        HANDLE timer = NULL;
        bool waits = false;
        entry *one;

        pthread_mutex_lock(&lock);
        one = find(id);
        if (one) {
                timer = one->timer;
                waits = one->kind & TIME_KILL_SYNCHRONOUS;
                one->timer = NULL;
        }
        pthread_mutex_unlock(&lock);
        if (!timer)
                return MMSYSERR_INVALPARAM;
        DeleteTimerQueueTimer(NULL, timer, waits ? INVALID_HANDLE_VALUE : NULL);
        SetLastError(before);
        return TIMERR_NOERROR;
}
