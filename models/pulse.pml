/* SPDX-License-Identifier: MIT */
/* pulse.pml — a pulse and a wait for all.
 *
 * An event that is only ever pulsed, X, and an object with one unit, Y, which has no
 * bits that count (a semaphore; a mutex is like it). A wait for both watches Y before
 * it sleeps, and when X was pulsed takes Y from the very word that it watched
 * (object/watch.c, wait_all.c, wait.c). Reserving and healing are waitall.pml's, with
 * one object; sleeping on several words is one step, as there. A sleep that ends after
 * a millisecond is a process that is slow to look again.
 *
 * Promised:
 *  - nobody is released by a pulse during which Y was taken;
 *  - a pulse of an auto-reset event releases one, whoever else waits; none is lost
 *    without a death;
 *  - who sleeps and watches is released by a pulse, if Y is as it was until he looks;
 *  - who waits for both and sleeps while Y is there watches it as it is;
 *  - nobody sleeps in front of a unit or of one that a dead thread holds; no unit is
 *    lost or made.
 *
 * CONF  1 manual: two wait for both; another takes Y, pulses X, gives Y
 *       2 auto: one waits for both, one for X; a pulse when both are asleep
 *       3 manual: one waits for both, one for Y; another takes Y, gives Y, pulses X
 *       4 auto: two wait for both, one for X; a pulse when all are asleep
 *       5 manual: one waits for both; another takes Y, gives Y, pulses X
 *
 * Mutants:
 *  1 no W on a signalled word: an equal word is believed (CONF 1)
 *  2 the marks are not counted (CONF 1)
 *  3 everybody marks, and counts (CONF 1)
 *  4 X is looked at for good before Y is watched (CONF 1)
 *  5 a pulse is not claimed (CONF 2)
 *  6 a give doesn't wake who watches (CONF 5)
 *  7 who falls asleep on another's mark does not compare their count (CONF 1)
 */
#include "kill.h"

#ifndef CONF
#define CONF 1
#endif
#define IS_AUTO         (CONF == 2 || CONF == 4)

/* The words: layout.h with fewer bits. */
#define W               1
#define H               2
#define R               4
#define UNIT_1          8
#define UNITS(v)        ((v) >> 3)
#define EPOCH_1         4
#define EPOCH(v)        ((v) >> 2)
#define NONE            4               /* 0, 1 wait for both; 2 for one; 3 signals */
#define BIT             (1 << id)

byte x, pulses, claimed;                /* X: w; p and q of an auto-reset event */
byte y = UNIT_1, own = NONE;            /* Y: w, own */
byte marks, marker = NONE;              /*    p, q of a semaphore or a mutex */
byte dead, tx;                          /* a bit a thread */

/* The kernel's queues. */
byte asleep_x, asleep_y, asleep_dead[2], woken;

/* Seen from outside. */
byte consumed, held, released;          /* units taken for good, held; who was released */
byte base_of[2], marks_of[2];           /* what who waits for both watches */
bool borrowed[4], watches[4];           /* and whether another marks it; if at all */
bool must;                              /* somebody, or 0, must be released */

inline wake_all(asleep) { woken = woken | asleep; asleep = 0 }
inline dequeue() {
        asleep_x = asleep_x & ~BIT;
        asleep_y = asleep_y & ~BIT;
        asleep_dead[0] = asleep_dead[0] & ~BIT;
        asleep_dead[1] = asleep_dead[1] & ~BIT;
        woken = woken & ~BIT
}

/* ---- object/word.h ---------------------------------------------------------------- */

inline flush(w, asleep) { STEP(w = w & ~(H | W); wake_all(asleep)) }
inline look(w, asleep, v) {
        do
        :: STEP(v = w);
           if :: v & H -> flush(w, asleep) :: else -> break fi
        od
}
/* Who is owed this pulse: he sleeps, and watches what is there. */
#define IS_OWED         (!(dead & 1) && (asleep_x & 1) && y == base_of[0] && UNITS(y))
#define GIVES           1
#define PULSES          2
inline improve(w, asleep, v, new, ok, is) {
        STEP(if
             :: w == v ->
                w = (v & W -> new | H : new);
                ok = true;
                if
                :: is == GIVES -> held = 0
                :: is == PULSES -> must = IS_AUTO || (CONF != 1 && IS_OWED)
                :: else
                fi
             :: else -> ok = false
             fi);
        if
        :: ok && (v & W) -> flush(w, asleep)
        :: else
        fi
}

/* ---- object/heal.c: as in waitall.pml ------------------------------------------------ */

inline heal(v, healed) {
        healed = false;
        STEP(holder = own);
        if
        :: holder != NONE && holder != id && (dead & (1 << holder)) ->
                healed = true;
                STEP(decided = (tx >> holder) & 1);
                STEP(if :: own == holder -> own = id; ok = true :: else -> ok = false fi);
                do
                :: !ok -> break
                :: else ->
                        look(y, asleep_y, v);
                        if :: !(v & R) -> break :: else fi;
                        improve(y, asleep_y, v, (v & ~R) + (decided -> 0 : UNIT_1), ok, 0);
                        if :: ok -> break :: else -> ok = true fi
                od;
                if :: ok -> STEP(own = NONE) :: else fi
        :: else
        fi;
        holder = NONE
}

/* ---- object/wait.c, object/sleep.c ---------------------------------------------------- */

/* Asleep on X as vx, and on Y as vy (not NOT), until who has reserved Y dies. */
#define NOT             255
inline sleep(vx, vy) {
        holder = NONE;
        STEP(if :: vy != NOT && (vy & R) -> holder = own :: else fi;
             if :: holder < NONE && (dead & (1 << holder)) -> goto again :: else fi);
        STEP(if
             :: (vx != NOT && x != vx) || (vy != NOT && y != vy) -> goto again
             :: borrowed[id] && marks != marks_of[id] -> goto again
             :: holder < NONE && (dead & (1 << holder)) -> goto again
             :: else ->
                if :: vx != NOT -> asleep_x = asleep_x | BIT :: else fi;
                if :: vy != NOT && !(MUT == 6 && UNITS(vy)) -> asleep_y = asleep_y | BIT
                :: else
                fi;
                if :: holder < NONE -> asleep_dead[holder] = asleep_dead[holder] | BIT
                :: else
                fi
             fi);
        holder = NONE;
end_asleep:
        STEP_WHEN(woken & BIT, dequeue())
}

inline join(w, v) {
        STEP(if :: w == v -> w = v | W; v = v | W :: else -> goto again fi)
}

#define ENDS                                                                            \
        atomic {                                                                        \
                dequeue();                                                              \
                dead = dead | BIT;                                                      \
                if :: id < 2 -> wake_all(asleep_dead[id]) :: else fi                    \
        }

/* ---- object/event.c: mwi_pulsed_since ------------------------------------------------ */

#define LAST            (q > from -> q : from)
inline pulsed_since(from, is) {
        STEP(q = claimed);
        STEP(is = pulses > LAST)
}
inline claim(from, ok) {
        STEP(if
             :: MUT == 5 -> ok = true
             :: MUT != 5 && claimed == q -> claimed = LAST + 1; ok = true
             :: else -> ok = false
             fi)
}

/* ---- object/watch.c ---------------------------------------------------------------------- */

inline is_pulsed() {
        if
        :: IS_AUTO -> pulsed_since(from, ok)
        :: else -> look(x, asleep_x, v); ok = EPOCH(v) != from
        fi
}

/* mwi_watch, and the watch() of Y. What changes just now: again. */
inline watch() {
        if
        :: !is_marker && MUT != 3 && MUT != 1 ->
                STEP(holder = marker);
                if
                :: holder == NONE || (dead & (1 << holder)) ->
                        STEP(if
                             :: marker == holder -> marker = id; is_marker = true
                             :: else
                             fi)
                :: else
                fi;
                holder = NONE
        :: else
        fi;
        n = my_marks;
        STEP(my_marks = marks);
        look(y, asleep_y, vy);
        if
        :: UNITS(vy) == 0 || (vy & R) -> watching = false; goto again
        :: else
        fi;
        if
        :: !(vy & W) && MUT != 1 ->
                if :: !is_marker && MUT != 3 -> watching = false; goto again :: else fi;
                STEP(marks++; my_marks = marks);
                STEP(if
                     :: y == vy -> y = vy | W; vy = vy | W
                     :: else -> watching = false; goto again
                     fi)
        :: else
        fi;
        if
        :: watching && vy == base && n == my_marks ->   /* it goes on */
                is_pulsed();
                if :: ok -> goto again :: else fi
        :: else ->
                base = vy;
                watching = false;
                if
                :: IS_AUTO -> STEP(from = pulses)
                :: !IS_AUTO && MUT == 4 -> from = EPOCH(vx)
                :: else -> from = EPOCH(vx); STEP(if :: x == vx :: else -> goto again fi)
                fi;
                watching = true
        fi;
        atomic {
                base_of[id] = base;
                marks_of[id] = my_marks;
                borrowed[id] = !is_marker && MUT != 7;
                watches[id] = true
        }
}

/* mwi_take_all: X was pulsed. got tells. */
inline take() {
        got = false;
        STEP(if :: own == NONE -> own = id; ok = true :: else -> ok = false fi);
        if
        :: ok ->
                STEP(if
                     :: y == base && UNITS(base) -> y = (base | R) - UNIT_1; got = true
                     :: else
                     fi);
                if :: !got -> STEP(own = NONE) :: else fi
        :: else
        fi;
        if
        :: got ->
                STEP(ok = marks == my_marks || MUT == 2);
                do
                :: ok && IS_AUTO ->
                        pulsed_since(from, ok);
                        if
                        :: ok -> claim(from, ok); if :: ok -> break :: else -> ok = true fi
                        :: else -> break
                        fi
                :: else -> break
                od;
                got = ok;
                if
                :: got -> STEP(tx = tx | BIT; consumed++)
                :: else
                fi;
                do
                :: look(y, asleep_y, v);
                   improve(y, asleep_y, v, (v & ~R) + (got -> 0 : UNIT_1), ok, 0);
                   if :: ok -> break :: else fi
                od;
                STEP(own = NONE);
                STEP(tx = tx & ~BIT)
        :: else
        fi
}

proctype both(byte id) {
        byte v, vx, vy, q, n, holder = NONE, base, from, my_marks;
        bool ok, healed, decided, got, watching, is_marker;

again:  skip;
        d_step {                        /* what was, is forgotten: fewer states */
                v = 0; vx = 0; vy = 0; q = 0; n = 0;
                ok = false; healed = false; decided = false; got = false;
                base = (watching -> base : 0);
                from = (watching -> from : 0)
        };
        look(x, asleep_x, vx);
        look(y, asleep_y, vy);
        if
        :: vy & R -> heal(vy, healed); if :: healed -> goto again :: else fi
        :: else
        fi;
        if
        :: watching ->
                is_pulsed();
                if
                :: ok ->
                        watching = false;
                        take();
                        if :: got -> goto out :: else -> goto again fi
                :: else
                fi
        :: else
        fi;
        join(x, vx);
        if
        :: UNITS(vy) == 0 || (vy & R) ->
                watching = false;
                if
                :: is_marker -> STEP(marker = NONE); is_marker = false
                :: else
                fi;
                atomic { borrowed[id] = false; watches[id] = false };
                join(y, vy)
        :: else -> watch()
        fi;
        sleep(vx, vy);
        goto again;

out:    released = released | BIT;
        if
        :: is_marker -> STEP(marker = NONE)
        :: else
        fi;
killed: ENDS
}

/* mw_wait for X, an auto-reset event. */
proctype for_x(byte id) {
        byte vx, q, from, holder;
        bool ok;

        STEP(from = pulses);
again:  look(x, asleep_x, vx);
        pulsed_since(from, ok);
        if
        :: ok ->
                claim(from, ok);
                if :: ok -> released = released | BIT; goto killed :: else -> goto again fi
        :: else
        fi;
        join(x, vx);
        sleep(vx, NOT);
        goto again;
killed: ENDS
}

/* mw_wait for Y. */
proctype for_y(byte id) {
        byte v, vy, holder;
        bool ok, healed, decided;

again:  look(y, asleep_y, vy);
        if
        :: UNITS(vy) > 0 ->
                STEP(if
                     :: y == vy -> y = vy - UNIT_1; consumed++; must = false; goto killed
                     :: else -> goto again
                     fi)
        :: UNITS(vy) == 0 && (vy & R) -> heal(vy, healed); if :: healed -> goto again :: else fi
        :: else
        fi;
        join(y, vy);
        sleep(NOT, vy);
        goto again;
killed: ENDS
}

inline take_y() {
        do
        :: look(y, asleep_y, v);
           if :: UNITS(v) == 0 -> goto killed :: else fi;
           STEP(if
                :: y == v -> y = v - UNIT_1; held = 1; must = false; ok = true
                :: else -> ok = false
                fi);
           if :: ok -> break :: else fi
        od
}
inline give_y() {
        do
        :: look(y, asleep_y, v);
           improve(y, asleep_y, v, v + UNIT_1, ok, GIVES);
           if :: ok -> break :: else fi
        od
}
inline pulse() {
        if :: IS_AUTO -> STEP(pulses++) :: else fi;
        do
        :: look(x, asleep_x, v);
           improve(x, asleep_x, v, v + EPOCH_1, ok, PULSES);
           if :: ok -> break :: else fi
        od
}

proctype signaller(byte id) {
        byte v;
        bool ok;

        if
        :: CONF == 1 -> take_y(); pulse(); give_y()
        :: CONF == 2 -> end_2: asleep_x == 5; pulse()
        :: CONF == 3 || CONF == 5 -> take_y(); give_y(); pulse()
        :: CONF == 4 -> end_4: asleep_x == 7; pulse()
        fi;
killed: skip
}

/* ---- the end: nothing moves any more ------------------------------------------------- */

#define LEFT            (UNITS(y) + ((y & R) && !(tx & (1 << own)) -> 1 : 0))
#define READY           (UNITS(y) > 0 && !(y & (H | R)))
#define WATCHES(i)      ((asleep_y & (1 << i)) && y == base_of[i] && marks == marks_of[i])
#define COUNT(s)        (((s) & 1) + (((s) >> 1) & 1) + (((s) >> 2) & 1))

init {
        atomic {
                if :: deaths = 0 :: deaths = DEATHS fi;
                run both(0);
#if CONF == 1
                run both(1);
#elif CONF == 2
                run for_x(2);
#elif CONF == 3
                run for_y(2);
#elif CONF == 4
                run both(1);
                run for_x(2);
#endif
                run signaller(3)
        };
        atomic {
                timeout;
                assert(CONF != 1 || !released);
                assert(!IS_AUTO || COUNT(released) <= 1);
                assert(!must || (x & H) || released || (dead & ~released));
                assert(!(asleep_y & 4) || !READY);
                assert(!(y & R) || !(dead & (1 << own)) ||
                       !(asleep_y & ~((watches[0] -> 1 : 0) | (watches[1] -> 2 : 0))));
                assert(!(asleep_x & 1) || !READY || WATCHES(0));
                assert(CONF == 2 || !(asleep_x & 2) || !READY || WATCHES(1));
                assert(LEFT + consumed + held == 1)
        }
}
