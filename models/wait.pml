/* SPDX-License-Identifier: MIT */
/* wait.pml — set, reset, pulse, release; wait for one, wait for any.
 *
 * Two rules carry everything (docs/design.md, waiting):
 *  - W, "somebody may sleep on this word", is cleared only by the kernel, in the
 *    same step that wakes all who sleep there: the flush;
 *  - a change that could release a sleeper, made while W is set, carries H and
 *    counts for nobody until a flush. Whoever meets H flushes first.
 *
 * One word a (an auto-reset event, or a semaphore) and one word m (a manual-reset
 * event). Waiters wait for one of them or for either; any process may be killed
 * before any step. When nothing moves any more, nobody may be asleep who has
 * something to wake for. Nobody's deadline rescues him: here nobody has one,
 * except that DEADLINES waits may pass theirs.
 *
 * Promised:
 *  - nobody sleeps in front of a signal that others can see;
 *  - a set or pulse of m that is done releases all who waited, reset or not;
 *  - a set of a that is done releases one of those who waited, although a reset
 *    follows; sets count apart as long as there are waiters for them, and merge
 *    when there are none;
 *  - a pulse of a that is done releases exactly one of those who waited, if any;
 *  - after a reset of a no more are released than had begun to wait, and none can come
 *    later (but who came between another's take and his leaving: excused);
 *  - a process that was killed took nothing with it but what it had been given.
 *
 * CONF  1 auto: two waiters; set, then set or reset
 *       2 manual: two waiters; two who set+reset or pulse
 *       3 a wait-any for m and a beside a waiter for a; as 1 and 2
 *       4 a wait-any alone: what it does not take must merge
 *       5 auto: two waiters; one pulse, one set
 *       6 semaphore: two waiters; release 2, release 1
 *       7 auto: one waiter who sleeps, one who spins; as 1, and a pulse
 *       8 manual: one waiter who sleeps, one who spins; as 2
 *       9 auto: two waiters; set, set, reset: the second may be too many
 *      10 a wait-any for m and a, and a waiter for a; set and reset of a, set of m
 *
 * Mutants:
 *  1 set and release without H
 *  2 sleep without comparing the word
 *  3 m has no epoch
 *  4 the flush wakes one sleeper
 *  5 a set of m without H
 *  6 nobody trims: tokens beyond members + 1 stay
 *  7 sets always merge
 *  8 a reset of a forgets who waits
 *  9 a pulse of a leaves the word's value as it was
 * 10 the flush is two steps: the word is changed, then all are woken
 * 11 a reset of a leaves no Z
 * 12 Z keeps nobody off who is no member
 * 13 who looks leaves what is void
 *
 * Looking for a while before joining (mwi_look_short, mwi_look_adaptive) is `again`
 * run more often; it writes nothing and needs no words here. A long spin (spin,
 * wait.c) joins without W first: SPINS.
 */
#include "kill.h"

#ifndef CONF
#define CONF 1
#endif
#ifndef DEADLINES
#define DEADLINES 0
#endif

#define COUNTED (CONF != 6)             /* a is an event, whose waiters are counted */
#define PULSES  (CONF == 5 || CONF == 7)

/* ---- the words: layout.h, with fewer bits ------------------------------------- */

#define W               1
#define H               2
#define S               4               /* m: signalled */
#define EPOCH_1         8
#define EPOCH(v)        ((v) >> 3)
#define TOKEN_1         4               /* a: tokens, or the units of a semaphore */
#define TOKENS_MASK     28
#define TOKENS(v)       (((v) & TOKENS_MASK) >> 2)
#define M               32              /* a: somebody may be in the table of members */
#define PULSE_1         64              /* a: changes with every pulse */
#define Z               4096            /* a: reset since the last set: tokens are for members */

short m, a;
byte member;                            /* a: who waits, one entry (bit) a thread */
byte p, q;                              /* a: pulses made, last pulse claimed */
byte deadlines;                         /* how many waits may still reach theirs */

/* ---- what the promises are about: no process reads these ---------------------- */

byte waiting_m, waiting_a;              /* who waits, seen from outside: one bit a thread */
byte due_m;                             /* who must be released by a set or pulse of m */
byte owed;                              /* releases that sets of a owe to those who wait */
byte numbered_for;                      /* who waited when the pulse of a got its number */
byte due_pulse;                         /* one of these must be released by it: it is done */
byte begun;                             /* who began to wait for a, and has no result yet */
byte leaving;                           /* who has his result, and is still in the table */
bool is_reset;                          /* the last that was done to a is a reset */
byte kept;                              /* how many may still be released after it */
#define COUNT(mask)     (((mask) & 1) + (((mask) >> 1) & 1))
#define OWED            (TOKENS(a) < COUNT(waiting_a) -> TOKENS(a) : COUNT(waiting_a))
#define BIT             (1 << id)

bool pulsing;                           /* the change that is not done yet is a pulse's */
inline set_a_is_done() {
        owed = OWED;
        if
        :: pulsing -> due_pulse = waiting_a & numbered_for; pulsing = false
        :: else
        fi
}
inline released_m() { waiting_m = waiting_m & ~BIT; due_m = due_m & ~BIT }
inline released_a() {
        waiting_a = waiting_a & ~BIT;
        begun = begun & ~BIT;
        leaving = leaving | (member & BIT);
        due_pulse = due_pulse & ~BIT;
        numbered_for = numbered_for & ~BIT
}

/* ---- the kernel --------------------------------------------------------------- */

byte asleep_m, asleep_a;                /* who sleeps on the word: one bit a thread */
byte woken;                             /* who was woken and has not run yet */

inline wake_all(asleep) {
        if
        :: MUT == 4 && asleep == 3 -> woken = woken | 1; asleep = 2
        :: else -> woken = woken | asleep; asleep = 0
        fi
}

/* mwi_os_flush: FUTEX_WAKE_OP(word &= ~(H | W), wake all), one step. */
inline flush_m() {
        STEP(if
             :: m & H -> due_m = due_m | waiting_m
             :: else
             fi;
             m = m & ~(H | W);
             if :: MUT != 10 -> wake_all(asleep_m) :: else fi);
        if :: MUT == 10 -> STEP(wake_all(asleep_m)) :: else fi
}
inline flush_a() {
        STEP(if
             :: a & H -> set_a_is_done()
             :: else
             fi;
             a = a & ~(H | W);
             wake_all(asleep_a))
}

/* ---- one word: object/word.h ---------------------------------------------------- */

/* mwi_look: the word with no change pending. */
inline look_m(v) {
        do
        :: STEP(v = m);
           if :: v & H -> flush_m() :: else -> break fi
        od
}
inline look_a(v) {
        do
        :: STEP(v = a);
           if :: v & H -> flush_a() :: else -> break fi
        od
}

/* count_members, object/event.c: how many threads wait for a; entry by entry. The
 * dead are not counted: the kernel's mark on their slot strikes them out. new: v,
 * without M if there are none and nobody can be on his way to sleep. */
inline count_members(v, new, n) {
        if
        :: v & M ->
                STEP(n = member & 1);
                STEP(n = n + ((member >> 1) & 1));
                new = (n == 0 && !(v & W) -> v & ~M : v)
        :: else -> n = 0; new = v
        fi
}

/* mwi_trim: tokens beyond one for each member, and one more if Z is not there, are
 * sets that should have merged, or are void. new: v without them. */
#define STAY(v)         ((v) & Z -> 0 : 1)
inline trim(v, new, n) {
        new = v;
        if
        :: COUNTED && TOKENS(v) > STAY(v) && MUT != 6 ->
                count_members(v, new, n);
                if
                :: MUT == 8 && (v & Z) -> n = 0
                :: else
                fi;
                if
                :: TOKENS(v) > n + STAY(v) ->
                        new = (new & ~TOKENS_MASK) + TOKEN_1 * (n + STAY(v))
                :: else
                fi
        :: else
        fi
}

/* cleared: v as a reset leaves it. */
inline clear(v, new, n) {
        trim((v | Z), new, n);
        new = (TOKENS(new) == 0 || MUT == 11 -> new & ~Z : new)
}

/* Is a signalled for this one? is_ready_value. */
#define FOR_ME(v)       (!((v) & Z) || (member & BIT) || MUT == 12)

/* ---- signalling: object/event.c, semaphore.c ------------------------------------ */

#define SET     0
#define RESET   1
#define PULSE   2

/* mw_event_set, mw_event_reset, mw_event_pulse of a manual-reset event. */
inline change_m(what) {
        done = false;
        do
        :: done -> break
        :: else ->
                look_m(v);
                new = v;
                if
                :: what == SET && !(v & S) -> new = (v | S) + EPOCH_1
                :: what == RESET || (what == PULSE && (v & S)) -> new = v & ~S
                :: what == PULSE && !(v & S) -> new = v + EPOCH_1
                :: else
                fi;
                if
                :: MUT == 3 && what != RESET && !(v & S) -> new = new - EPOCH_1
                :: else
                fi;
                if
                :: what != RESET && !(v & S) && (v & W) && MUT != 5 -> new = new | H
                :: else
                fi;
                STEP(if
                     :: m == v ->
                        m = new;
                        done = true;
                        if
                        :: what != RESET && !(v & S) && !(new & H) -> due_m = due_m | waiting_m
                        :: else
                        fi
                     :: else
                     fi);
                if
                :: done && what != RESET && !(v & S) && (v & W) -> flush_m()
                :: else
                fi
        od
}

/* Set of an auto-reset event, or release of `units`. */
inline set_a(units) {
        done = false;
        do
        :: done -> break
        :: else ->
                look_a(v);
                bad_merge = TOKENS(v) <= COUNT(waiting_a);
                new = v;
                n = 0;
                if
                :: COUNTED && TOKENS(v) > 0 -> count_members(v, new, n)
                :: else
                fi;
                if
                :: (v & Z) && TOKENS(v) > n -> new = (new & ~TOKENS_MASK) + TOKEN_1 * n
                :: else
                fi;
                if
                :: !COUNTED || TOKENS(v) == 0 || (TOKENS(new) <= n && MUT != 7) ->
                        new = (new & ~Z) + TOKEN_1 * (units);
                        new = ((v & W) && MUT != 1 -> new | H : new);
                        STEP(if
                             :: a == v ->
                                a = new;
                                done = true;
                                is_reset = false;
                                if :: new & H :: else -> set_a_is_done() fi
                             :: else
                             fi);
                        if
                        :: done && (v & W) -> flush_a()
                        :: else
                        fi
                :: else ->              /* merges; written all the same, for the order */
                        STEP(if
                             :: a == v ->
                                a = new;
                                done = true;
                                is_reset = false;
                                assert(!bad_merge || TOKENS(v) > COUNT(waiting_a))
                             :: else
                             fi)
                fi
        od;
        bad_merge = false
}

inline reset_a() {
        done = false;
        do
        :: done -> break
        :: else ->
                look_a(v);
                clear(v, new, n);
                STEP(if
                     :: a == v -> a = new; done = true; is_reset = true; kept = COUNT(begun)
                     :: else
                     fi)
        od
}

inline pulse_a() {
        done = false;
        numbered = false;
        do
        :: done -> break
        :: else ->
                look_a(v);
                if
                :: !numbered ->
                        numbered = true;
                        n = 0;
                        if
                        :: TOKENS(v) > 0 -> count_members(v, new, n)
                        :: else
                        fi;
                        if
                        :: TOKENS(v) == 0 || n > TOKENS(v) ->
                                STEP(p++; numbered_for = waiting_a)
                        :: else
                        fi
                :: else
                fi;
                clear(v, new, n);
                new = (MUT == 9 -> new : new + PULSE_1);
                new = (v & W -> new | H : new);
                STEP(if
                     :: a == v ->
                        a = new;
                        done = true;
                        pulsing = true;
                        if :: new & H :: else -> set_a_is_done() fi
                     :: else
                     fi);
                if
                :: done && (v & W) -> flush_a()
                :: else
                fi
        od
}

/* ---- waiting: object/wait.c ------------------------------------------------------ */

#define FOR_M   1
#define FOR_A   2
#define SPINS   4               /* joins without W and looks again and again */
#define BITS    ((what & SPINS -> 0 : W) | (COUNTED -> M : 0))

/* Pulses are numbered; one of those made since we joined that nobody claimed is
 * ours. mwi_pulsed. */
#define FIRST_UNCLAIMED (q > pw -> q : pw)

proctype waiter(byte id; byte what) {
        short v, w, new;                /* m and a as seen */
        short epoch;                    /* m as we joined */
        byte pw;                        /* p as we joined */
        byte n;
        bool got, joined_m, is_late, met_leaving;

        if :: what & FOR_A -> STEP(begun = begun | BIT; met_leaving = (leaving != 0)) :: else fi;
again:  /* Scan, by index: is one ready? */
        if
        :: what & FOR_M ->
                look_m(v);
                if
                :: (v & S) || (joined_m && EPOCH(v) != epoch) -> got = true; goto leave
                :: else
                fi
        :: else
        fi;
        if
        :: what & FOR_A ->
                look_a(w);
                if
                :: (member & BIT) && PULSES ->          /* mwi_take: claim a pulse */
                        STEP(n = FIRST_UNCLAIMED; got = (p > n));
                        if
                        :: got ->
                                STEP(if
                                     :: q <= n ->
                                        q = n + 1;
                                        due_pulse = 0;
                                        numbered_for = 0;
                                        released_a()
                                     :: else -> got = false
                                     fi);
                                if :: got -> goto leave :: else -> goto again fi
                        :: else
                        fi
                :: else
                fi;
                if
                :: (w & Z) && MUT != 13 ->              /* trim_at_look */
                        trim(w, new, n);
                        if
                        :: new != w ->
                                STEP(if :: a == w -> a = new; w = new :: else -> goto again fi)
                        :: else
                        fi
                :: else
                fi;
                if
                :: TOKENS(w) > 0 && FOR_ME(w) ->        /* mwi_take: take a token */
                        trim(w, new, n);
                        if :: TOKENS(new) == 0 -> goto again :: else fi;
                        STEP(if
                             :: a == w ->
                                a = new - TOKEN_1;
                                got = true;
                                assert(!is_reset || kept > 0);
                                kept = (kept > 0 -> kept - 1 : 0);
                                owed = (owed > 0 -> owed - 1 : 0);
                                released_a()
                             :: else
                             fi);
                        if :: got -> goto leave :: else -> goto again fi
                :: else
                fi
        :: else
        fi;
        if :: is_late -> goto leave :: else fi;

        /* join: mwi_member_enter, raise. Our entry before W, W on a value not ready. */
        if
        :: what & FOR_A ->
                if
                :: COUNTED && !(member & BIT) ->
                        STEP(member = member | BIT;
                             kept = (leaving || met_leaving -> kept + 1 : kept));
                        STEP(pw = p)
                :: else
                fi;
                look_a(w);
                if :: TOKENS(w) > 0 && FOR_ME(w) -> goto again :: else fi;
                STEP(if
                     :: (w & BITS) == BITS || a == w ->
                        a = ((w & BITS) == BITS -> a : a | BITS);
                        w = w | BITS;
                        waiting_a = waiting_a | BIT
                     :: else -> goto again
                     fi);
                if
                :: PULSES -> STEP(if :: p > FIRST_UNCLAIMED -> goto again :: else fi)
                :: else
                fi
        :: else
        fi;
        if
        :: what & FOR_M ->
                look_m(v);
                if
                :: (v & S) || (joined_m && EPOCH(v) != epoch) -> goto again
                :: else
                fi;
                STEP(if
                     :: (v & W) || (what & SPINS) || m == v ->
                        if
                        :: (v & W) || (what & SPINS)
                        :: else -> v = v | W; m = v
                        fi;
                        epoch = (joined_m -> epoch : EPOCH(v));
                        joined_m = true;
                        waiting_m = waiting_m | BIT
                     :: else -> goto again
                     fi)
        :: else
        fi;

        if
        :: what & SPINS ->
end_spinning:
                STEP_WHEN(((what & FOR_M) && m != v) ||
                          ((what & FOR_A) && (a != w || p > FIRST_UNCLAIMED)), skip);
                goto again
        :: else
        fi;

        /* Sleep: the kernel compares and queues, word by word (futex_waitv). */
        if
        :: what & FOR_A ->
                STEP(if
                     :: a == w || MUT == 2 -> asleep_a = asleep_a | BIT
                     :: else -> goto again
                     fi)
        :: else
        fi;
        if
        :: what & FOR_M ->
                STEP(if
                     :: m == v || MUT == 2 -> asleep_m = asleep_m | BIT
                     :: else -> asleep_a = asleep_a & ~BIT; woken = woken & ~BIT; goto again
                     fi)
        :: else
        fi;
end_asleep:
        STEP_WHEN((woken & BIT) || deadlines > 0,
                  if
                  :: woken & BIT
                  :: deadlines > 0 -> deadlines--; is_late = true
                  fi;
                  woken = woken & ~BIT;
                  asleep_a = asleep_a & ~BIT;
                  asleep_m = asleep_m & ~BIT);
        goto again;

leave:  /* mwi_member_leave: strike out our entry; what was set for us meanwhile merges. */
        atomic {
                released_m();
                if :: what & FOR_A -> released_a(); owed = (OWED < owed -> OWED : owed) :: else fi
        };
        if
        :: (what & FOR_A) && COUNTED ->
                STEP(member = member & ~BIT);
                do
                :: look_a(w);
                   trim(w, new, n);
                   if :: new == w -> break :: else fi;
                   STEP(if :: a == w -> a = new; break :: else fi)
                od;
                leaving = leaving & ~BIT
        :: else
        fi;
        goto end;

killed: atomic {
                member = member & ~BIT;         /* its slot is marked */
                leaving = leaving & ~BIT;
                asleep_a = asleep_a & ~BIT;     /* and the kernel's queues forget it */
                asleep_m = asleep_m & ~BIT;
                woken = woken & ~BIT;
                released_m();
                released_a();
                owed = (OWED < owed -> OWED : owed)
        };
end:    skip
}

/* ---- who signals ------------------------------------------------------------------- */

proctype auto_signaller() {
        short v, new;
        byte n;
        bool done, bad_merge, numbered;

#if CONF == 5 || CONF == 7
        if
        :: pulse_a(); set_a(1)
        :: set_a(1); pulse_a()
#if CONF == 7
        :: set_a(1); set_a(1)
        :: set_a(1); reset_a()
#endif
        fi;
#elif CONF == 6
        set_a(2);
        set_a(1);
#else
        set_a(1);
#if CONF == 9
        set_a(1);
#endif
        if
        :: CONF < 9 -> set_a(1)
        :: reset_a()
        fi;
#endif
killed: skip
}

proctype manual_signaller() {
        short v, new;
        bool done;

        if
        :: change_m(SET); if :: CONF < 10 -> change_m(RESET) :: else fi
        :: CONF < 10 -> change_m(PULSE)
        fi;
killed: skip
}

/* ---- the end: nothing moves any more ------------------------------------------------ */

/* How many newcomers would get a token now? As `again` in waiter, with nobody else. */
inline newcomers(v, n) {
        v = (a & H -> a & ~(H | W) : a);
        n = 0;
        if
        :: (v & Z) && TOKENS(v) > COUNT(member) ->      /* void; else not theirs */
                v = (v & ~TOKENS_MASK) + TOKEN_1 * COUNT(member)
        :: else
        fi;
        do
        :: TOKENS(v) == 0 || ((v & Z) && MUT != 12) -> break
        :: else ->
                if
                :: MUT != 6 && TOKENS(v) > COUNT(member) + 1 ->
                        v = (v & ~TOKENS_MASK) + TOKEN_1 * (COUNT(member) + 1)
                :: else
                fi;
                v = v - TOKEN_1;
                n++
        od
}

init {
        short v;
        byte n;

        atomic {
                if :: deaths = 0 :: deaths = DEATHS fi;
                deadlines = DEADLINES;
#if CONF == 1 || CONF == 5 || CONF == 6 || CONF == 9
                run waiter(0, FOR_A);
                run waiter(1, FOR_A);
                run auto_signaller()
#elif CONF == 7
                run waiter(0, FOR_A);
                run waiter(1, FOR_A | SPINS);
                run auto_signaller()
#elif CONF == 8
                run waiter(0, FOR_M);
                run waiter(1, FOR_M | SPINS);
                run manual_signaller();
                run manual_signaller()
#elif CONF == 2
                run waiter(0, FOR_M);
                run waiter(1, FOR_M);
                run manual_signaller();
                run manual_signaller()
#elif CONF == 3 || CONF == 10
                run waiter(0, FOR_A);
                run waiter(1, FOR_A | FOR_M);
                run auto_signaller();
                run manual_signaller()
#elif CONF == 4
                run waiter(0, FOR_A | FOR_M);
                run auto_signaller();
                run manual_signaller()
#endif
        };
        atomic {
                timeout;
                assert(!(waiting_m && (m & S) && !(m & H)));
                assert(!(waiting_a && TOKENS(a) && !(a & H)));
                assert(!(waiting_m & due_m));
                assert(owed == 0);
                assert(due_pulse == 0);
                newcomers(v, n);
                assert(!COUNTED || n <= COUNT(member) + 1);
                assert(!(is_reset && n > 0))
        }
}
