/* SPDX-License-Identifier: MIT */
/* lifetime.pml — a name lives exactly as long as somebody holds it.
 *
 * The protocol of src/namespace/lifetime.c: open-file-description locks on two
 * bytes of the object's file.
 *      byte 0, lifecycle: whoever joins or ends the object holds it for that
 *              moment; exclusively, or shared to join only;
 *      byte 1, liveness: every holder has it, shared, and never asks his own
 *              descriptor about it but a fresh one.
 * Rules: a file is made without a name, whole, and its maker has byte 1 before it
 * gives it the name; all others take byte 1 only under byte 0 and while the file has
 * its name; the name is taken away only under byte 0, exclusively, and while byte 1
 * is free.
 *
 * PROCESSES processes, each for ever: create-or-open, open, or sweep; hold; close.
 * (Two do all of this; of three one creates, one opens, one sweeps.) Any of them may
 * be killed before any step, any number of times; a new process then takes its
 * place. Files are used again when nobody has them open, so inode numbers come back
 * as on a real file system. The state space is finite and is searched to its end.
 *
 * Promised:
 *  - who holds has the one file that the name leads to, and it is whole;
 *  - a name is never taken from under a holder; a file is made whole by one
 *    creator only, from zero;
 *  - if nobody is ever killed, nothing is left when nobody is busy;
 *  - whatever was killed, one sweep that nobody disturbs leaves nothing.
 *
 * Mutants:
 *  1 open does not look whether the file lost its name while it waited (nlink)
 *  2 close-last unlinks without holding byte 0
 *  3 a leftover is made new in place instead of being unlinked
 *  4 opening an existing object takes no lock on byte 0
 *  5 close-last gives up when byte 0 is busy
 *  6 sweep unlinks without holding byte 0
 *  7 open gives byte 0 back before it takes byte 1
 *  8 the maker gives the file its name before it has byte 1
 */
#define MAY_BE_KILLED mortal
#include "kill.h"

#ifndef PROCESSES
#define PROCESSES 2
#endif
#define CREATES 1               /* what a process may do */
#define OPENS   2
#define SWEEPS  4
#if PROCESSES == 2
#define ROLES_1 (CREATES | OPENS | SWEEPS)
#define ROLES_2 (CREATES | OPENS | SWEEPS)
#else
#define ROLES_1 CREATES         /* all of them doing all would be too many states */
#define ROLES_2 OPENS
#define ROLES_3 SWEEPS
#endif
#define FILES   (PROCESSES + 1) /* one for each to have open, one more to be named */
#define NONE    0               /* files are numbered from 1 */

typedef file {
        bool linked;            /* st_nlink == 1 */
        bool sized;             /* its maker has reserved its space */
        bool whole;             /* its control page is complete */
        bool locked0;           /* byte 0, exclusively */
        byte shared0;           /* byte 0, shared: by so many */
        byte live;              /* byte 1, shared: by so many holders */
        byte opened;            /* descriptors, and mappings that outlive them */
};
file f[FILES + 1];
byte name;                      /* the directory's entry: a file, or NONE */

bool mortal;                    /* a run in which processes are killed, or one without */
byte busy;                      /* processes that are not idle */
bool undisturbed;               /* only one process was busy since it began */

/* openat(directory, ".", O_TMPFILE): a file that nobody has open and that has no name. */
inline make_file() {
        i = 1;
        do
        :: f[i].opened > 0 || f[i].linked -> i++
        :: else -> break
        od;
        f[i].sized = false;
        f[i].whole = false;
        f[i].opened++
}

/* unlinkat(directory, name): takes the name, whatever file it leads to by now. */
inline unlinkat() {
        if
        :: name != NONE ->
                assert(f[name].live == 0);
                f[name].linked = false;
                name = NONE
        :: else
        fi
}

/* The last reference to our open file description goes: so do its locks. */
inline close_file() {
        f[i].locked0 = f[i].locked0 && !exclusive;
        f[i].shared0 = f[i].shared0 - shared;
        f[i].live = f[i].live - holding;
        f[i].opened--;
        exclusive = false;
        shared = false;
        holding = false;
        i = NONE
}

#define CAN_LOCK0       (!f[i].locked0 && f[i].shared0 == 0)
#define CAN_SHARE0      (!f[i].locked0)
#define LOCK0           f[i].locked0 = true; exclusive = true
#define UNLOCK0         f[i].locked0 = false; exclusive = false
#define SHARE0          f[i].shared0++; shared = true
#define UNSHARE0        f[i].shared0--; shared = false
#define JOIN            assert(f[i].linked && name == i); f[i].live++; holding = true

proctype process(byte may) {
        byte i = NONE;                          /* the file that we have open */
        bool exclusive, shared, holding;        /* what our description of it has locked */
        bool sweeping;

idle:   atomic {
                undisturbed = (busy == 0);
                busy++;
                if
                :: may & CREATES -> goto create_or_open
                :: may & OPENS -> goto open_existing
                :: may & SWEEPS -> sweeping = true; goto sweep
                fi
        };

create_or_open:                         /* mwi_life_open, may_create: try_open */
        STEP(if
             :: name != NONE -> i = name; f[i].opened++
             :: else -> goto make
             fi);
        STEP_WHEN(CAN_LOCK0, LOCK0);    /* a deadline passed here is, to others, a death */
        STEP(if                         /* join: was it ended while we waited? */
             :: !f[i].linked && MUT != 1 -> close_file(); goto create_or_open
             :: else
             fi);
        STEP(if                         /* F_OFD_GETLK, byte 1: does anybody hold it? */
             :: f[i].live == 0 && MUT == 3 -> goto build
             :: f[i].live == 0 && MUT != 3 -> goto leftover
             :: else
             fi);
        if
        :: MUT == 7 -> STEP(UNLOCK0); STEP(JOIN)
        :: else -> STEP(JOIN); STEP(UNLOCK0)
        fi;
        goto hold;

make:   STEP(make_file());              /* make: mwi_os_open_nameless */
build:  STEP(if                         /* build: mwi_os_reserve */
             :: assert(!f[i].sized); f[i].sized = true
             :: close_file(); goto done /* no space: the kernel takes the file back */
             fi);
        STEP(assert(!f[i].whole); f[i].whole = true);   /* control page, magic last */
        if
        :: MUT != 8 -> STEP(f[i].live++; holding = true)
        :: else
        fi;
        STEP(if                         /* mwi_os_give_name: linkat, or EEXIST */
             :: name != NONE -> close_file(); goto create_or_open
             :: else -> name = i; f[i].linked = true
             fi);
        if
        :: MUT == 8 -> STEP(JOIN)
        :: else
        fi;
        goto hold;

leftover:                               /* clear_leftover: its memory is never used again */
        STEP(unlinkat());
        STEP(close_file());
        goto create_or_open;
open_existing:                          /* mwi_life_open of who can only read, or may not create */
        STEP(if
             :: name == NONE -> goto done       /* MW_ENOTFOUND */
             :: else -> i = name; f[i].opened++
             fi);
        if
        :: MUT != 4 -> STEP_WHEN(CAN_SHARE0, SHARE0)
        :: else
        fi;
        STEP(if
             :: !f[i].linked && MUT != 1 -> close_file(); goto open_existing
             :: else
             fi);
        STEP(if                         /* a leftover: MW_ENOTFOUND */
             :: f[i].live == 0 -> close_file(); goto done
             :: else
             fi);
        STEP(JOIN);
        if
        :: shared -> STEP(UNSHARE0)
        :: else
        fi;

hold:   STEP(assert(f[i].linked && name == i && f[i].whole));

        {                               /* mwi_object_drop: unmap; mwi_life_reap: ask afresh */
                byte was = i;
                STEP(close_file());
                STEP(if
                     :: name == was -> i = name; f[i].opened++
                     :: else -> was = NONE; goto done   /* no such file, or not ours */
                     fi);
                was = NONE
        };
        STEP(if                         /* somebody holds it, and reaps when he lets go */
             :: f[i].live > 0 -> close_file(); goto done
             :: else
             fi);
        if
        :: MUT == 2
        :: MUT == 5 -> STEP(if :: CAN_LOCK0 -> LOCK0 :: else -> close_file(); goto done fi)
        :: else -> STEP_WHEN(CAN_LOCK0, LOCK0)
        fi;
        goto end_if_free;

sweep:                                  /* mwi_gc: mwi_life_reap that never waits */
        STEP(if
             :: name == NONE -> goto done
             :: else -> i = name; f[i].opened++
             fi);
        if
        :: MUT != 6 -> STEP(if :: CAN_LOCK0 -> LOCK0 :: else -> close_file(); goto done fi)
        :: else
        fi;
end_if_free:
        STEP(if
             :: !f[i].linked -> close_file(); goto done
             :: else
             fi);
        STEP(if
             :: f[i].live > 0 -> close_file(); goto done
             :: else
             fi);
        STEP(unlinkat());
        STEP(close_file());

done:   atomic {
                busy--;
                assert(mortal || busy > 0 || name == NONE);
                assert(!(sweeping && undisturbed) || name == NONE);
                sweeping = false;
                goto idle
        };

killed: atomic {
                if
                :: i != NONE -> close_file()
                :: else
                fi;
                sweeping = false;
                busy--;
                goto idle
        }
}

init {
        atomic {
                if :: mortal = false :: mortal = true fi;
                run process(ROLES_1);
                run process(ROLES_2);
#if PROCESSES == 3
                run process(ROLES_3)
#endif
        }
}
