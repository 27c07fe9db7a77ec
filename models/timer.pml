/* SPDX-License-Identifier: MIT */
/* timer.pml — a timer fires because somebody looks at the clock.
 *
 * One timer: w, as a manual event or a semaphore of one unit has it (wait.pml), and
 * due, with the period beside it. Waiters look, let it fire, and sleep until due at
 * most; setters and cancellers change it meanwhile; a wait-all may hold its unit. Any
 * process may be killed before any step. Time passes or doesn't: nothing depends on
 * how fast.
 *
 * Promised:
 *  - it never fires for a time that was set anew or cancelled before, nor before it is
 *    time; each firing is taken at most once;
 *  - a set that is done fires, unless another set or cancel came: nobody sleeps in
 *    front of a timer that is due, who set it dead or not;
 *  - manual: who waited when it fired is released, set anew or not;
 *  - whoever was killed wherever: the next set works;
 *  - a wait-all's unit is neither doubled nor lost; a set clears it too;
 *  - who can't sleep has something to do: nobody spins in front of half a set.
 *
 * CONF  1 auto: a waiter, two setters
 *       2 manual: two waiters, a setter
 *       3 auto: a waiter, a setter, a canceller
 *       4 auto: a waiter who waits thrice; a setter with a period
 *       5 auto: a waiter, a wait-all; a setter with a period
 *       6 manual: a waiter; a setter, a setter of never
 *
 * Mutants:
 *  2 cancel does not change w (CONF 3)
 *  4 the tag has no settings (CONF 3)
 *  5 due is moved on before w is fired (CONF 4)
 *  7 the period is written before due (CONF 4)
 * 12 the unit that comes back is added, fired again or not (CONF 5)
 * The others that the text knows (1, 3, 6, 8 to 11) need more processes to fail, or
 * were not searched to their end; models/run does not count them.
 */
#include "kill.h"

#ifndef CONF
#define CONF 1
#endif
#define MANUAL  (CONF == 2 || CONF == 6)
#define PERIODS (CONF == 4 || CONF == 5)
#define END     (CONF == 4 -> 3 : 1)    /* the last moment there is */
#define NEVER   7

/* ---- the words: layout.h, with fewer bits ------------------------------------------ */

#define W               1
#define H               2
#define R               4
#define FIRED           8               /* two bits, so that a unit too many can be seen */
#define IS_FIRED(v)     ((v) & 24)
#define FIRING_1        32
#define FIRINGS(v)      (((v) >> 5) & 15)
#define SETTING_1       512
#define SETTINGS(v)     ((v) >> 9)
#define NEXT(v)         ((v) + FIRING_1)
#define WITH_FIRED(v)   (((v) & ~24) | FIRED)
#define CLEAR(v)        ((v) & ~(24 | (MUT == 10 -> 0 : R)))

#define TAG(v)          ((FIRINGS(v) & 1) | (MUT == 4 -> 0 : SETTINGS(v) << 1))
#define DUE(t, v)       ((t) << 8 | TAG(v))
#define TIME(d)         ((d) >> 8)
#define IS_OF(d, v)     (((d) & 255) == TAG(v))
#define SETTINGS_OF(d)  (((d) & 255) >> 1)

int w, due = DUE(NEVER, FIRING_1);
int period;                             /* settings << 3 | period */
byte own;                               /* 0 or 1 + id */
byte now;                               /* the clock */
byte decided, dead;                     /* one bit a process: its tx; by the kernel */
byte asleep, woken;                     /* who sleeps on w; who was woken and has not run */
#define BIT             (1 << id)

/* ---- what the promises are about: no process reads these ---------------------------- */

bool armed;                             /* as the last set or cancel that is done says */
byte armed_for, armed_period;
bool spoiled;                           /* a setter was killed in the midst */
bool signal, reserved;                  /* a unit: free, held by the wait-all */
bool stood;                             /* it was held when the wait-all had all it needs */
byte waiting, owed;                     /* manual: who waits; who must be released */
bool last;                              /* the last set was begun: nobody dies any more */
byte last_taken;

/* A firing that counts: nobody has to flush it any more. */
bool fired_held;
inline fired_is_done() { owed = owed | waiting }

/* ---- the kernel, and object/word.h -------------------------------------------------- */

inline flush() {
        STEP(if :: (w & H) && fired_held -> fired_is_done(); fired_held = false :: else fi;
             w = w & ~(H | W);
             woken = woken | asleep;
             asleep = 0)
}

inline look(v) {
        do
        :: STEP(v = w);
           if :: v & H -> flush() :: else -> break fi
        od
}

/* What a process has seen and needs no more; else states differ by it. */
inline forget() { v = 0; d = 0; new = 0; x = 0; until = 0 }

/* ---- object/timer.c ------------------------------------------------------------------ */

/* mwi_timer_fire */
inline fire() {
        do
        :: STEP(d = due);
           if :: TIME(d) == NEVER -> break :: else fi;
           look(v);
           if
           :: MUT == 1
           :: else -> STEP(x = now; if :: due == d :: else -> v = -1 fi)
           fi;
           if
           :: v == -1
           :: v != -1 && IS_OF(d, v) ->
                move()
           :: v != -1 && !IS_OF(d, v) && IS_OF(d, NEXT(v)) ->
                if :: MUT == 1 -> STEP(x = now) :: else fi;
                if :: x < TIME(d) -> break :: else fi;
                if
                :: MUT == 5 ->
                        v = NEXT(v);
                        move();
                        v = v - FIRING_1
                :: else
                fi;
                new = WITH_FIRED(NEXT(v));
                STEP(if
                     :: w == v ->
                        w = ((v & W) && MUT != 9 -> new | H : new);
                        assert(armed && now >= armed_for);
                        armed = (armed_period > 0);
                        armed_for = armed_for + armed_period;
                        signal = true;
                        if
                        :: w & H -> fired_held = true
                        :: else -> fired_is_done()
                        fi
                     :: else -> v = -1
                     fi);
                if
                :: v != -1 && (v & W) -> flush()
                :: else
                fi
           :: else -> break
           fi
        od;
        forget()
}

/* due_after, and its compare-and-swap. */
inline move() {
        STEP(x = period & 7;
             if
             :: x == 0 -> new = NEVER
             :: else ->
                new = TIME(d) + x;
                do :: new > now -> break :: else -> new = new + x od
             fi;
             new = (new > END -> NEVER : new));
        STEP(if
             :: due == d ->
                due = DUE(new, NEXT(v));
                if
                :: armed && IS_OF(d, w) ->
                        assert(x == armed_period);
                        armed_for = (new == NEVER -> END + 1 : new)
                :: else
                fi
             :: else
             fi)
}

/* change: mw_timer_set, mw_timer_cancel. */
inline change(time, every, is_cancel) {
        done = false;
        do
        :: done -> break
        :: else ->
                STEP(d = due);
                look(v);
                new = (is_cancel -> v : CLEAR(v));
                new = (new & (SETTING_1 - 1)) +
                      SETTING_1 * ((MUT == 6 -> SETTINGS(v) : SETTINGS_OF(d)) + 1);
                new = (MUT == 4 -> v + SETTING_1 : new);
                new = (MUT == 4 && !is_cancel -> CLEAR(new) : new);
                x = DUE(time, NEXT(new));
                done = true;
                if
                :: MUT == 7 -> STEP(period = SETTINGS(new) << 3 | every)
                :: else
                fi;
                if
                :: MUT == 3
                :: MUT == 6 -> STEP(due = x; in_the_midst = true)
                :: else ->
                        STEP(if
                             :: due == d -> due = x; in_the_midst = true
                             :: else -> done = false
                             fi)
                fi;
                do                      /* put_period */
                :: !done || !PERIODS || MUT == 7 -> break
                :: else ->
                        STEP(old = period);
                        STEP(if :: due == x || MUT == 3 || MUT == 6 :: else -> old = -1 fi);
                        if :: old == -1 -> break :: else fi;
                        STEP(if
                             :: period == old -> period = SETTINGS(new) << 3 | every; old = -1
                             :: else
                             fi);
                        if :: old == -1 -> break :: else fi
                od;
                old = 0;
                if
                :: !done
                :: done && MUT == 2 && is_cancel -> armed = false
                :: else ->
                        STEP(if
                             :: w == v ->
                                w = (v & W -> new | H : new);
                                armed = (time != NEVER && (due == x || MUT == 3));
                                armed_for = time;
                                armed_period = every;
                                spoiled = false;
                                last_taken = 0;
                                if
                                :: is_cancel
                                :: else -> signal = false; reserved = false
                                fi
                             :: else -> done = false
                             fi);
                        if
                        :: done && MUT == 3 -> STEP(due = x)
                        :: else
                        fi;
                        if
                        :: done && (v & W) -> flush()
                        :: else
                        fi
                fi
        od;
        in_the_midst = false;
        forget()
}

proctype setter(byte time; byte every; bool cancels) {
        int v, d, new, x, old, until;
        bool done, in_the_midst;

        change(time, every, cancels);
        goto end;

killed: spoiled = spoiled || in_the_midst || (w & H);
end:    atomic { forget(); old = 0; done = false; in_the_midst = false }
}

/* ---- object/wait.c ------------------------------------------------------------------- */

/* mwi_heal_unit, if the wait-all that holds the unit is dead. */
inline heal() {
        STEP(x = own);
        if
        :: x && (dead & (1 << (x - 1))) ->
                d = decided & (1 << (x - 1));
                STEP(if :: own == x -> own = 1 + id :: else -> x = 0 fi);
                if :: x -> finish(d) :: else fi
        :: else
        fi;
        x = 0;
        d = 0
}

/* finish_unit */
inline finish(commit) {
        do
        :: look(v);
           if :: !(v & R) -> break :: else fi;
           new = v & ~R;
           new = (commit -> new : (MUT == 12 -> new + FIRED : new | FIRED));
           STEP(if
                :: w == v ->
                   w = (v & W -> new | H : new);
                   if
                   :: commit
                   :: else ->
                        assert(reserved);
                        reserved = false;
                        signal = true
                   fi
                :: else -> new = -1
                fi);
           if
           :: new != -1 && (v & W) -> flush(); break
           :: new != -1 && !(v & W) -> break
           :: else
           fi
        od;
        STEP(own = 0);
        new = 0
}

#define OWNER_IS_DEAD   (CONF >= 5 && (w & R) && own && (dead & (1 << (own - 1))))

proctype waiter(byte id; byte times) {
        int v, d, new, x, epoch, until;
        bool joined;

again:  forget();
        fire();
        look(v);
        if
        :: MANUAL && (IS_FIRED(v) || (joined && FIRINGS(v) != epoch)) ->
                atomic {
                        waiting = waiting & ~BIT;
                        owed = owed & ~BIT;
                        last_taken = last_taken + last
                };
                goto taken
        :: !MANUAL && IS_FIRED(v) ->
                STEP(if
                     :: w == v ->
                        w = v - FIRED;
                        assert(signal);
                        assert(IS_FIRED(w) == 0);
                        signal = false;
                        last_taken = last_taken + last;
                        v = 0
                     :: else
                     fi);
                if :: v -> goto again :: else -> goto taken fi
        :: else
        fi;
        if
        :: CONF >= 5 && (v & R) -> heal(); look(v);
                if :: IS_FIRED(v) -> goto again :: else fi
        :: else
        fi;
        if                              /* join, raise: W on a value not ready */
        :: MANUAL && !joined -> epoch = FIRINGS(v)
        :: else
        fi;
        STEP(if
             :: w == v ->
                w = v | W;
                v = v | W;
                if :: MANUAL -> joined = true; waiting = waiting | BIT :: else fi
             :: else -> goto again
             fi);
        STEP(d = due);                  /* end_of_sleep, mwi_timer_due_ns */
        until = (MUT == 8 || IS_OF(d, v) || IS_OF(d, NEXT(v)) -> TIME(d) : NEVER);
        STEP(if
             :: w == v && until > now -> asleep = asleep | BIT
             :: w == v && until <= now ->       /* not asleep at all: for a reason? */
                assert(due != d || IS_OF(d, v) || IS_OF(d, NEXT(v)));
                goto again
             :: else -> goto again
             fi);
end_asleep:
        STEP_WHEN((woken & BIT) || until <= now || OWNER_IS_DEAD,
                  woken = woken & ~BIT;
                  asleep = asleep & ~BIT;
                  forget());
        goto again;

taken:  joined = false;
        epoch = 0;
        times--;
        if :: times -> goto again :: else -> goto end fi;

killed: atomic {
                dead = dead | BIT;
                asleep = asleep & ~BIT;
                woken = woken & ~BIT;
                waiting = waiting & ~BIT;
                owed = owed & ~BIT
        };
end:    atomic { forget(); joined = false; epoch = 0; times = 0 }
}

/* ---- object/wait_all.c: once; the other objects are to be had or not ------------------ */

proctype wait_all(byte id) {
        int v, d, new, x, until;
        bool ok;

        fire();
        look(v);
        if :: !IS_FIRED(v) || (v & R) -> goto end :: else fi;
        STEP(if :: own == 0 -> own = 1 + id :: else -> goto end fi);
        STEP(if                         /* reserve */
             :: w == v -> w = (v | R) - FIRED; signal = false; reserved = true; ok = true
             :: else
             fi);
        if :: !ok -> STEP(own = 0); goto end :: else fi;
        if
        :: true -> ok = false           /* another is not to be had */
        :: true ->
                STEP(stood = reserved); /* another was reserved just now */
                if
                :: MUT == 11
                :: else ->              /* is_still_so */
                        look(v);
                        STEP(v = w; stood = stood || reserved);
                        ok = (v & R)
                fi
        fi;
        if
        :: ok -> STEP(decided = decided | BIT; assert(stood); reserved = false)
        :: else
        fi;
        finish(ok);
        STEP(decided = decided & ~BIT);
        goto end;

killed: dead = dead | BIT;
end:    atomic { forget(); ok = false }
}

proctype clock() {
        do
        :: now < END -> now++
        :: else -> break
        od
}

/* ---- the end: nothing moves any more ---------------------------------------------------- */

#define IS_TO_COME      IS_OF(due, NEXT(w))

init {
        atomic {
                if :: deaths = 0 :: deaths = DEATHS fi;
                run clock();
#if CONF == 1
                run waiter(0, 1);
                run setter(1, 0, false);
                run setter(0, 0, false)
#elif CONF == 2
                run waiter(0, 1);
                run waiter(1, 1);
                run setter(1, 0, false)
#elif CONF == 3
                run waiter(0, 1);
                run setter(1, 0, false);
                run setter(NEVER, 0, true)
#elif CONF == 4
                run waiter(0, 3);
                run setter(0, 1, false)
#elif CONF == 5
                run waiter(0, 1);
                run wait_all(1);
                run setter(0, 1, false)
#elif CONF == 6
                run waiter(0, 1);
                run setter(0, 0, false);
                run setter(NEVER, 0, false)
#endif
        };
        atomic {
                timeout;
                assert(!(asleep && IS_FIRED(w) && !(w & H)));
                assert(!(asleep && IS_TO_COME && TIME(due) <= now && !(w & H)));
                assert(!(asleep && (w & H) && fired_held && !spoiled));
                assert(!(asleep && OWNER_IS_DEAD));
                assert(spoiled || (w & H) || !armed || armed_for > END ||
                       (IS_TO_COME && TIME(due) == armed_for) || IS_OF(due, w));
                assert(!(owed & waiting));
                assert(!signal || IS_FIRED(w));
                deaths = 0;
                last = true;
                run setter(0, 0, false)
        };
        atomic { timeout; run waiter(2, 1) };
        atomic {
                timeout;
                assert(MANUAL -> (!asleep && last_taken) : last_taken == 1)
        }
}
