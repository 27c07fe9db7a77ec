/* SPDX-License-Identifier: MIT */
/* abandon.pml — a mutex whose owner ends is handed on at once, whoever dies next.
 *
 * THREADS threads lock and unlock one mutex, again and again, and stop when they
 * like; DEATHS of them are killed before any step. A thread that stops while it
 * owns is no different: for the kernel it ends.
 *
 * How a death is told (object/sleep.c). The kernel marks the `dead` word of the
 * thread's slot and wakes one who sleeps on it. That one passes it on to all the
 * others before it acts. If it is killed first, its own end must wake somebody:
 * while it sleeps its pending word is the bell (always 0), for which the kernel
 * wakes one sleeper of the bell, and all who watch a death sleep on the bell too.
 * Who is woken by the bell wakes all on it.
 *
 * Sleeping on several words is several steps of the kernel: it compares and
 * queues word by word, and afterwards names the last word that was woken. So the
 * bell is queued before the dead word (else a sleeper may be on the one when the
 * other rings), and who was woken by either rings it on.
 *
 * BYSTANDER adds a thread that watches another owner, who lives: it is on the bell
 * too, and may get the only ring.
 *
 * Promised:
 *  - two live threads never own the mutex at once;
 *  - the next owner is told MW_ABANDONED if and only if the last one ended as
 *    owner; what is told once is not told again;
 *  - nobody sleeps for ever. (No state in which nothing moves has a sleeper:
 *    Spin calls such a state an invalid end state.)
 *
 * Mutants:
 *  1 who is woken by a death tells nobody
 *  2 no bell: nothing is pending while asleep
 *  3 who is woken by the bell does not ring on (BYSTANDER)
 *  4 the pending word is cleared before the death is passed on
 *  5 healing does not note that the mutex was abandoned
 *  6 neither locking nor unlocking takes that note away
 *  7 the owner's death is not watched
 *  8 sleepers do not compare the mutex's word
 *  9 the bell is queued last, after the dead word
 */
#include "kill.h"

#ifndef THREADS
#define THREADS 3
#endif
#ifndef BYSTANDER
#define BYSTANDER 0
#endif
#ifndef DEADLINES
#define DEADLINES 0
#endif

/* The mutex's word: layout.h with fewer bits. */
#define W               1
#define H               2
#define A               4
#define OWNER(v)        ((v) >> 3)      /* thread + 1; 0 free */
#define OWNED_BY(id)    ((id + 1) << 3)

byte w;
bool dead[THREADS];                     /* what the kernel wrote into their slots */

/* The kernel: who sleeps on the mutex, on the bell, on each thread's dead word. */
byte asleep_w, asleep_bell, asleep_dead[THREADS];
byte woken;                             /* who was woken and has not run yet */
byte told;                              /* ... woken by the bell or by a dead word */
byte pending;                           /* whose end wakes one sleeper of the bell */
#define BIT             (1 << id)

/* Seen from outside. */
byte inside;                            /* live threads that own */
bool unfinished;                        /* the last owner ended as such; nobody was told yet */
byte deadlines;

inline wake_all(asleep) { woken = woken | asleep; asleep = 0 }

/* One of those who sleep there, whichever. */
inline wake_one(asleep, one) {
        if
        :: asleep & 1 -> one = 1
        :: asleep & 2 -> one = 2
        :: asleep & 4 -> one = 4
        :: asleep & 8 -> one = 8
        :: asleep == 0 -> one = 0
        fi;
        woken = woken | one;
        asleep = asleep & ~one
}

inline dequeue() {
        asleep_w = asleep_w & ~BIT;
        asleep_bell = asleep_bell & ~BIT;
        if
        :: watched < THREADS -> asleep_dead[watched] = asleep_dead[watched] & ~BIT
        :: else
        fi;
        rung = (told & BIT) > 0;
        told = told & ~BIT;
        woken = woken & ~BIT
}

/* mwi_os_flush: FUTEX_WAKE_OP, one step. */
inline flush() { STEP(w = w & ~(H | W); wake_all(asleep_w)) }

/* mwi_look */
inline look(v) {
        do
        :: STEP(v = w);
           if :: v & H -> flush() :: else -> break fi
        od
}

/* mwi_improve: from v to new; ok tells. */
inline improve(v, new, ok) {
        STEP(if
             :: w == v ->
                w = (v & W -> new | H : new);
                ok = true;
                inside = inside - owns;
                owns = false
             :: else -> ok = false
             fi);
        if
        :: ok && (v & W) -> flush()
        :: else
        fi
}

proctype thread(byte id) {
        byte v;
        byte one;
        byte watched = THREADS;         /* whose dead word we sleep on; THREADS: nobody's */
        bool ok, rung, late, owns;

again:  look(v);
        if
        :: OWNER(v) == 0 -> goto take
        :: OWNER(v) > 0 && dead[OWNER(v) - 1] -> goto heal
        :: else
        fi;
        if :: late -> goto stop :: else fi;

        /* raise, wait.c: W onto a value that is not ready */
        STEP(if
             :: (v & W) || w == v -> w = (v & W -> w : w | W); v = v | W
             :: else -> goto again
             fi);

        /* mwi_sleep_watch: whose death would release us? */
        STEP(if :: dead[OWNER(v) - 1] -> goto again :: else fi);
        pending = (MUT == 2 -> pending : pending | BIT);        /* mwi_os_on_death_wake */

        /* mwi_os_sleep_many: the mutex, the bell, the owner's dead word. The bell comes
         * before the dead word: between the two we could be passed over by both. */
        STEP(if
             :: w == v || MUT == 8 -> asleep_w = asleep_w | BIT
             :: else -> goto awake
             fi);
        if
        :: MUT == 7 || MUT == 9
        :: else -> STEP(asleep_bell = asleep_bell | BIT)
        fi;
        if
        :: MUT == 7
        :: else ->
                STEP(if
                     :: !dead[OWNER(v) - 1] ->
                        watched = OWNER(v) - 1;
                        asleep_dead[watched] = asleep_dead[watched] | BIT
                     :: else -> dequeue(); goto awake
                     fi)
        fi;
        if
        :: MUT == 9 -> STEP(asleep_bell = asleep_bell | BIT)
        :: else
        fi;
        STEP_WHEN((woken & BIT) || deadlines > 0,
                  if
                  :: woken & BIT
                  :: !(woken & BIT) && deadlines > 0 -> deadlines--; late = true
                  fi;
                  dequeue());
awake:  if
        :: MUT == 4 -> STEP(pending = pending & ~BIT)
        :: else
        fi;

        /* pass_on, sleep.c: tell the others before we act */
        if
        :: MUT != 1 && dead[OWNER(v) - 1] ->
                STEP(told = told | asleep_dead[OWNER(v) - 1]; wake_all(asleep_dead[OWNER(v) - 1]))
        :: else
        fi;
        if
        :: MUT != 3 && rung -> STEP(told = told | asleep_bell; wake_all(asleep_bell))
        :: else
        fi;
        rung = false;
        watched = THREADS;
        STEP(pending = pending & ~BIT);
        goto again;

heal:   /* mwi_heal: one compare-and-swap */
        improve(v, (v & W) | (MUT == 5 -> 0 : A), ok);
        goto again;

take:   /* mwi_mutex_take */
        STEP(if
             :: w == v ->
                w = (v & W) | OWNED_BY(id) | (MUT == 6 -> v & A : 0);
                owns = true;
                inside++;
                assert(inside == 1);
                assert(unfinished == ((v & A) != 0));
                unfinished = false
             :: else -> goto again
             fi);
        if
        :: goto stop                    /* ends as its owner */
        :: true
        fi;

        /* mw_mutex_unlock */
        ok = false;
        do
        :: ok -> break
        :: else -> look(v); improve(v, v & (MUT == 6 -> W | A : W), ok)
        od;
        if
        :: goto again
        :: goto stop
        :: goto end_idle
        fi;

end_idle:
        false;                          /* lives on and does nothing */

stop:
killed: /* The kernel: out of the queues; marks, waking one; then the pending word. */
        atomic {
                dequeue();
                unfinished = unfinished || owns;
                inside = inside - owns;
                dead[id] = true;
                wake_one(asleep_dead[id], one);
                told = (MUT == 1 -> told : told | one)
        };
        atomic {
                if
                :: pending & BIT ->
                        pending = pending & ~BIT;
                        wake_one(asleep_bell, one);
                        told = told | one
                :: else
                fi
        }
}

/* Asleep on the bell because of somebody else's owner, for ever. */
proctype bystander(byte id) {
        byte watched = THREADS;
        bool rung;

        do
        :: atomic { asleep_bell = asleep_bell | BIT; pending = pending | BIT };
end_asleep:
           atomic { woken & BIT; dequeue() };
           if
           :: MUT != 3 && rung -> atomic { told = told | asleep_bell; wake_all(asleep_bell) }
           :: else
           fi
        od
}

init {
        atomic {
                byte n;
                if :: deaths = 0 :: deaths = DEATHS fi;
                deadlines = DEADLINES;
                do
                :: n < THREADS -> run thread(n); n++
                :: else -> break
                od;
                if
                :: BYSTANDER -> run bystander(THREADS)
                :: else
                fi
        }
}
