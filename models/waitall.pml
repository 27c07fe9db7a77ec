/* SPDX-License-Identifier: MIT */
/* waitall.pml — wait for all: take all, or none, at whichever step we die.
 *
 * Two objects with units (auto-reset events, semaphores), A = 0 and B = 1. A
 * wait-all reserves one unit of each, in this order, decides by one store, and
 * commits (object/wait_all.c). While R stands in a word, own[o] names the thread
 * whose slot tells what becomes of the unit; whoever meets R of a dead one heals
 * (object/heal.c).
 *
 * Two namespaces. A reference leads only to a slot of the object's own registry,
 * but one decision needs one word. A wait for objects of both decides in the
 * thread's Global\ slot; its Local\ slot points there (tx_at) from before the
 * decision. The Global\ registry may end with its last user, so before the first
 * commit the decision is noted in the Local\ slot too.
 *
 * That a death reaches all who sleep watching it is abandon.pml's; here it wakes
 * all of them in one step. Sleeping on several words is one step as well.
 *
 * Promised:
 *  - with one death: all units are taken by the wait-all, or none;
 *  - with any number: nobody sleeps in front of a unit, nor in front of one that a
 *    dead thread holds; no unit is made out of nothing.
 * With two deaths all-or-none is not promised: a healer killed between taking
 * `own` over and changing the word lets a decided unit go back (docs/caveats.md).
 *
 * CONF  1 two wait-alls and one who gives A, then B
 *       2 a wait-all, a single waiter for A, one for B
 *       3 a wait-all, two single waiters for A
 *       4 as 2; A is Local\, B is Global\
 *       5 as 2; both are Local\, a third object, in nobody's way, is Global\, and
 *         nobody else uses Global\
 *       6 two wait-alls, a single waiter for A
 *
 * Mutants:
 *  1 healing does not ask what was decided
 *  2 sleepers do not watch the death of who holds the unit
 *  3 no redirect: tx_at is never set (CONF 4)
 *  4 tx_at is set after the decision (CONF 4)
 *  5 the decision is not noted in the Local\ slot (CONF 5)
 *  6 the decision is made after the first commit
 *  7 the word is reserved before own names us
 *  8 healing does not take `own` over first (CONF 6)
 *  9 reserving takes `own` over from a dead thread without healing (CONF 6)
 * Harmless, and run to show it: tx_at set after the reservations but before the
 * decision (-DLATE_REDIRECT): what is read before the decision is "no" anyway.
 */
#include "kill.h"

#ifndef CONF
#define CONF 2
#endif
#ifdef LATE_REDIRECT
#define LATE true
#else
#define LATE false
#endif

/* The words: layout.h with fewer bits. */
#define W               1
#define H               2
#define R               4
#define UNIT_1          8
#define UNITS(v)        ((v) >> 3)
#define IDS             4               /* 0, 1 wait for all; 2, 3 for one object */
#define NONE            IDS

byte w[2];
byte own[2];

/* The slots. */
#define LOCAL           0
#define GLOBAL          1
#define SCOPE(o)        (CONF == 4 && (o) == 1 -> GLOBAL : LOCAL)
#define MIXED           (CONF == 4 || CONF == 5)
byte dead[2];                           /* a registry each: one bit a thread, by the kernel */
byte tx[2];                             /* likewise: decided */
byte tx_at;                             /* Local\ slots that point to their Global\ slot */

/* Who is attached to the registry of Global\; when nobody is, its slots are lost. */
byte attached;
bool is_lost;

/* The kernel's queues. */
byte asleep_w[2], asleep_dead[2 * IDS];
#define DEAD_WORD(id, scope)    asleep_dead[(scope) * IDS + (id)]
byte woken;
#define BIT             (1 << id)

/* Seen from outside: units that single waiters took; at the end, units that no
 * wait-all took. */
byte took[2], not_by_all[2];

inline wake_all(asleep) { woken = woken | asleep; asleep = 0 }
inline dequeue() {
        asleep_w[0] = asleep_w[0] & ~BIT;
        asleep_w[1] = asleep_w[1] & ~BIT;
        k = 0;
        do
        :: k < 2 * IDS -> asleep_dead[k] = asleep_dead[k] & ~BIT; k++
        :: else -> break
        od;
        k = 0;
        woken = woken & ~BIT
}

/* ---- object/word.h ---------------------------------------------------------------- */

inline flush(o) { STEP(w[o] = w[o] & ~(H | W); wake_all(asleep_w[o])) }

inline look(o, v) {
        do
        :: STEP(v = w[o]);
           if :: v & H -> flush(o) :: else -> break fi
        od
}

inline improve(o, v, new, ok) {
        STEP(if
             :: w[o] == v -> w[o] = (v & W -> new | H : new); ok = true
             :: else -> ok = false
             fi);
        if
        :: ok && (v & W) -> flush(o)
        :: else
        fi
}

/* ---- object/heal.c, namespace/registry.c -------------------------------------------- */

/* mwi_had_decided */
inline had_decided(holder, scope, d) {
        STEP(d = (tx[scope] >> holder) & 1);
        if
        :: !d && scope == LOCAL && (tx_at & (1 << holder)) ->
                STEP(if                 /* mwi_registry_attach(Global\): perhaps a new one */
                     :: attached & BIT
                     :: !(attached & BIT) ->
                        is_lost = is_lost || attached == 0;
                        attached = attached | BIT
                     fi;
                     d = (is_lost -> 0 : (tx[GLOBAL] >> holder) & 1))
        :: else
        fi;
        d = (MUT == 1 -> 0 : d)
}

/* mwi_heal, heal_unit, if `own` is a dead one's. healed: look again. */
inline heal(o, v, healed) {
        healed = false;
        STEP(holder = own[o]);
        if
        :: holder != NONE && holder != id && (dead[SCOPE(o)] & (1 << holder)) ->
                healed = true;
                had_decided(holder, SCOPE(o), decided);
                if
                :: MUT == 8 -> ok = true
                :: else ->
                        STEP(if
                             :: own[o] == holder -> own[o] = id; ok = true
                             :: else -> ok = false
                             fi)
                fi;
                do
                :: !ok -> break
                :: else ->
                        look(o, v);
                        if :: !(v & R) -> break :: else fi;
                        improve(o, v, (v & ~R) + (decided -> 0 : UNIT_1), ok);
                        if :: ok -> break :: else -> ok = true fi
                od;
                if
                :: ok -> STEP(own[o] = NONE)
                :: else
                fi
        :: else
        fi;
        holder = NONE
}

/* ---- object/wait.c, object/sleep.c -------------------------------------------------------- */

/* Join and sleep on the objects whose bits are in `on`, seen as e0 and e1. */
#define SEEN(o)         (o == 0 -> e0 : e1)
inline join(o, e) {
        STEP(if
             :: w[o] == e -> w[o] = e | W; e = e | W
             :: else -> goto again
             fi)
}
inline sleep(on) {
        if :: on & 1 -> join(0, e0) :: else fi;
        if :: on & 2 -> join(1, e1) :: else fi;
        w0 = NONE;
        w1 = NONE;
        /* mwi_sleep_watch */
        STEP(if :: (on & 1) && (e0 & R) -> w0 = own[0] :: else fi;
             if :: (on & 2) && (e1 & R) -> w1 = own[1] :: else fi;
             if
             :: w0 < NONE && (dead[SCOPE(0)] & (1 << w0)) -> goto again
             :: w1 < NONE && (dead[SCOPE(1)] & (1 << w1)) -> goto again
             :: else
             fi;
             if :: MUT == 2 -> w0 = NONE; w1 = NONE :: else fi);
        STEP(if
             :: ((on & 1) && w[0] != e0) || ((on & 2) && w[1] != e1) -> goto again
             :: w0 < NONE && (dead[SCOPE(0)] & (1 << w0)) -> goto again
             :: w1 < NONE && (dead[SCOPE(1)] & (1 << w1)) -> goto again
             :: else ->
                if :: on & 1 -> asleep_w[0] = asleep_w[0] | BIT :: else fi;
                if :: on & 2 -> asleep_w[1] = asleep_w[1] | BIT :: else fi;
                if
                :: w0 < NONE -> DEAD_WORD(w0, SCOPE(0)) = DEAD_WORD(w0, SCOPE(0)) | BIT
                :: else
                fi;
                if
                :: w1 < NONE -> DEAD_WORD(w1, SCOPE(1)) = DEAD_WORD(w1, SCOPE(1)) | BIT
                :: else
                fi
             fi);
end_asleep:
        STEP_WHEN(woken & BIT, dequeue())
}

/* The end of a thread: out of the queues; its slots are marked one after the other,
 * each mark wakes; then its mappings go, and with them its hold of Global\. */
#define ENDS                                                                            \
        atomic {                                                                        \
                dequeue();                                                              \
                dead[LOCAL] = dead[LOCAL] | BIT;                                        \
                wake_all(DEAD_WORD(id, LOCAL))                                          \
        };                                                                              \
        if                                                                              \
        :: MIXED ->                                                                     \
                atomic {                                                                \
                        dead[GLOBAL] = dead[GLOBAL] | BIT;                              \
                        wake_all(DEAD_WORD(id, GLOBAL))                                 \
                };                                                                      \
                attached = attached & ~BIT                                              \
        :: else                                                                         \
        fi

/* ---- object/wait_all.c --------------------------------------------------------------- */

/* reserve: one unit of o, seen as e. got tells. */
inline reserve(o, e, got) {
        got = false;
        STEP(holder = own[o]);
        if
        :: MUT == 7 -> ok = true
        :: MUT != 7 && holder != NONE && !(dead[SCOPE(o)] & (1 << holder)) ->
                ok = false
        :: MUT != 7 && MUT != 9 && holder != NONE && (dead[SCOPE(o)] & (1 << holder)) ->
                heal(o, v, healed);     /* it may hold a unit by now: not ours to forget */
                ok = false
        :: else ->
                STEP(if
                     :: own[o] == holder -> own[o] = id; ok = true
                     :: else -> ok = false
                     fi)
        fi;
        holder = NONE;
        if
        :: ok ->
                STEP(if
                     :: w[o] == e -> w[o] = (e | R) - UNIT_1; got = true
                     :: else
                     fi);
                if
                :: MUT == 7 && got -> STEP(own[o] = id)
                :: MUT != 7 && !got -> STEP(own[o] = NONE)
                :: else
                fi
        :: else
        fi
}

/* finish_unit: R away; the unit consumed, or given back. */
inline finish(o, commit) {
        do
        :: look(o, v);
           improve(o, v, (v & ~R) + (commit -> 0 : UNIT_1), ok);
           if :: ok -> break :: else fi
        od;
        STEP(own[o] = NONE)
}

inline decide() {
        STEP(tx[(MIXED -> GLOBAL : LOCAL)] = tx[(MIXED -> GLOBAL : LOCAL)] | BIT);
        if
        :: MIXED && MUT == 4 -> STEP(tx_at = tx_at | BIT)
        :: else
        fi;
        if
        :: MIXED && MUT != 3 && MUT != 4 && MUT != 5 -> STEP(tx[LOCAL] = tx[LOCAL] | BIT)
        :: else
        fi
}

proctype wait_all(byte id) {
        byte v, e0, e1, k, n, holder, w0, w1;
        bool ok, healed, decided, got0, got1;

again:  n = 0;
        look(0, e0);
        if
        :: e0 & R -> heal(0, e0, healed); if :: healed -> goto again :: else fi
        :: else
        fi;
        n = (UNITS(e0) > 0 && !(e0 & R) -> n : n | 1);
        look(1, e1);
        if
        :: e1 & R -> heal(1, e1, healed); if :: healed -> goto again :: else fi
        :: else
        fi;
        n = (UNITS(e1) > 0 && !(e1 & R) -> n : n | 2);
        if
        :: n > 0 -> sleep(n); goto again
        :: else
        fi;

        /* mwi_take_all */
        if
        :: MIXED && !LATE && MUT != 3 && MUT != 4 -> STEP(tx_at = tx_at | BIT)
        :: else
        fi;
        got1 = false;
        reserve(0, e0, got0);
        if
        :: got0 -> reserve(1, e1, got1)
        :: else
        fi;
        if
        :: got0 && got1 ->
                if
                :: MIXED && LATE -> STEP(tx_at = tx_at | BIT)
                :: else
                fi;
                if
                :: MUT == 6 -> finish(0, true); decide()
                :: else -> decide(); finish(0, true)
                fi;
                finish(1, true)
        :: got0 && !got1 -> finish(0, false)
        :: else
        fi;
        if
        :: MIXED -> STEP(tx[GLOBAL] = tx[GLOBAL] & ~BIT); STEP(tx_at = tx_at & ~BIT)
        :: else
        fi;
        STEP(tx[LOCAL] = tx[LOCAL] & ~BIT);
        if
        :: got0 && got1
        :: else -> goto again
        fi;

killed: ENDS
}

/* mw_wait for one unit of o. */
proctype single(byte id; byte o) {
        byte v, e0, e1, k, holder, w0, w1;
        bool ok, healed, decided;

again:  look(o, v);
        if
        :: UNITS(v) > 0 ->
                STEP(if
                     :: w[o] == v -> w[o] = v - UNIT_1; took[o]++; goto killed
                     :: else -> goto again
                     fi)
        :: UNITS(v) == 0 && (v & R) -> heal(o, v, healed); if :: healed -> goto again :: else fi
        :: else
        fi;
        e0 = v;
        e1 = v;
        sleep(1 << o);
        goto again;

killed: ENDS
}

proctype giver() {
        byte v;
        bool ok;

        do
        :: look(0, v); improve(0, v, v + UNIT_1, ok); if :: ok -> break :: else fi
        od;
        do
        :: look(1, v); improve(1, v, v + UNIT_1, ok); if :: ok -> break :: else fi
        od;
killed: skip
}

/* ---- the end: nothing moves any more ------------------------------------------------- */

/* What a healer would find. */
#define DECIDED(o)      ((tx[SCOPE(o)] & (1 << own[o])) || (SCOPE(o) == LOCAL &&        \
                         (tx_at & (1 << own[o])) && !is_lost && attached &&             \
                         (tx[GLOBAL] & (1 << own[o]))))
#define GOES_BACK(o)    ((w[o] & R) && !DECIDED(o))
#define LEFT(o)         (UNITS(w[o]) + (GOES_BACK(o) -> 1 : 0))
#define HELD_BY_DEAD(o) ((w[o] & R) && (dead[SCOPE(o)] & (1 << own[o])))
#define READY(o)        (UNITS(w[o]) > 0 && !(w[o] & (H | R)))

init {
        atomic {
                own[0] = NONE;
                own[1] = NONE;
                if :: deaths = 0 :: deaths = DEATHS fi;
#if CONF == 1
                run wait_all(0);
                run wait_all(1);
                run giver()
#else
                w[0] = UNIT_1;
                w[1] = UNIT_1;
                attached = (CONF == 4 -> 1 + 8 : 1);    /* bits: who uses Global\ */
                run wait_all(0);
                run single(2, 0);
#if CONF == 6
                run wait_all(1)
#elif CONF == 3
                run single(3, 0)
#else
                run single(3, 1)
#endif
#endif
        };
        atomic {
                timeout;
                assert(!(asleep_w[0] & 12) || !READY(0));
                assert(!(asleep_w[1] & 12) || !READY(1));
                assert(!asleep_w[0] || !HELD_BY_DEAD(0));
                assert(!asleep_w[1] || !HELD_BY_DEAD(1));
                assert(!((asleep_w[0] | asleep_w[1]) & 3) || !READY(0) || !READY(1));
                not_by_all[0] = LEFT(0) + took[0];
                not_by_all[1] = LEFT(1) + took[1];
                assert(not_by_all[0] <= 1 && not_by_all[1] <= 1);
                assert(CONF == 1 || DEATHS > 1 || not_by_all[0] == not_by_all[1])
        }
}
