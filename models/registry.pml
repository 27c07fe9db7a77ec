/* SPDX-License-Identifier: MIT */
/* registry.pml — a reference to a slot is judged in the registry it was made in.
 *
 * An owner, a member, a reserver is written into an object's word as (slot,
 * generation): numbers that mean something in one registry only. Judged in
 * another one they would make a dead owner live for ever, or a live one dead.
 *
 * The registry lives and dies as any object does, but its slots stay mapped
 * until the process is dead, because the kernel writes there. So its byte 1 hangs
 * on a mapping of one page, the lifeline. What keeps references right:
 *  - a process attaches the registry before it opens any object
 *                              (attach in object.c, before mwi_life_open);
 *  - an object's control page records the id of the registry that it was made
 *    under; who finds another id than that of his own does not join but waits for
 *    the end of those who hold it        (wait_for_end, lifetime.c, under byte 0);
 *  - at exit the objects are let go first, the lifeline last.
 * The second rule is not a luxury: when a process is killed, the kernel lets go
 * of its mappings one after the other, and the registry, mapped first, goes
 * first. Between the two the object is held by a process whose registry is gone.
 *
 * Here open-or-create and close-last are one step each: lifetime.pml shows that
 * they may be seen so. PROCESSES processes, LIVES lives each, of which each opens
 * the object, owns it for a moment if it can, judges its owner, and ends: by exit,
 * or killed before any step.
 *
 * Mutants:
 *  1 the registry is attached after the object
 *  2 the ids are not compared: a process being torn down hands its object on
 *  3 the ids are not compared, and the lifeline is given back before the objects
 *    (and nobody is killed)
 */
#include "kill.h"

#ifndef PROCESSES
#define PROCESSES 3
#endif
#ifndef LIVES
#define LIVES 2
#endif
#define REGISTRIES (PROCESSES * LIVES + 1)      /* numbered from 1; none is used again */
#define NONE 0

/* The registries. `made` of them were; the last one has the name. */
byte made;
byte lifelines[REGISTRIES + 1];

/* The object. It is one name; who joins, joins `holders`. */
byte holders;
byte registry_id;               /* control page: the registry it was made under */
byte owner;                     /* the reference in its word; NONE: free */
byte owner_in;                  /* the registry that this reference is meant for */

/* What the kernel has marked dead, in whatever registry: a bit a life. A life
 * is one (slot, generation), so a reference names one life. */
byte ended;
#define REF             (me * LIVES + lives + 1)
#define BIT(reference)  (1 << (reference - 1))

inline attach_registry() {      /* registry.c attach */
        atomic {
                if
                :: made == 0 || lifelines[made] == 0 -> made++
                :: else
                fi;
                mine = made;
                lifelines[mine]++
        }
}

proctype process(byte me) {
        byte mine = NONE;       /* the registry that we are attached to */
        bool holding;
        byte lives = LIVES;

born:   lives--;
        if
        :: MUT != 1 -> STEP(attach_registry())
        :: else
        fi;

        /* Join, or make the object; not while it belongs to another registry. */
        STEP_WHEN(holders == 0 || registry_id == mine || MUT != 0,
                  if
                  :: holders == 0 -> registry_id = mine; owner = NONE; owner_in = NONE
                  :: else
                  fi;
                  holders++;
                  holding = true);
        if
        :: MUT == 1 -> STEP(attach_registry())
        :: else
        fi;

        /* Lock, and unlock or not; or judge the owner that is there. */
        STEP(if
             :: owner == NONE
             :: else ->                                 /* mwi_is_alive */
                assert(owner_in == mine);
                if
                :: ended & BIT(owner)                   /* abandoned: it becomes ours */
                :: else -> goto leave
                fi
             fi;
             owner = REF;
             owner_in = mine);
        if
        :: STEP(assert(owner == REF); owner = NONE; owner_in = NONE)
        :: true                                         /* ends as its owner */
        fi;

leave:  if
        :: MUT != 3 ->
                STEP(holders--; holding = false);       /* mwi_object_leave */
                STEP(lifelines[mine]--; mine = NONE)    /* mwi_registry_leave */
        :: else ->
                STEP(lifelines[mine]--; mine = NONE);
                STEP(holders--; holding = false)
        fi;
        ended = ended | BIT(REF);                       /* our threads end */
        goto dead;

killed: /* The kernel marks our slots first (exit_robust_list), then lets go of our
         * mappings one by one, in whatever order. Each is a step that others see. */
        ended = ended | BIT(REF);
        do
        :: atomic { holding -> holders--; holding = false }
        :: atomic { mine != NONE -> lifelines[mine]--; mine = NONE }
        :: atomic { !holding && mine == NONE -> break }
        od;

dead:   if
        :: lives > 0 -> goto born
        :: else
        fi
}

init {
        atomic {
                if :: deaths = 0 :: deaths = DEATHS fi;
                byte n;
                do
                :: n < PROCESSES -> run process(n); n++
                :: else -> break
                od
        }
}
