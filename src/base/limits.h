/* SPDX-License-Identifier: MIT */
/* limits.h — every limit, with its reason. mapwire(7) tells them to the user.
 * The public ones are in mapwire/base.h. */
#ifndef MWI_LIMITS_H
#define MWI_LIMITS_H

/* Rounds of any loop over a shared word before we call the word corrupt. Each
 * round means that somebody else changed the word; honest processes never come
 * near, a scribbler keeps us 100,000 rounds (some ms) at most. */
#define MWI_ROUNDS_MAX 100000

/* How long an open or close waits for the lifecycle lock of one name. Honest
 * holders keep it for microseconds; a stopped one must not hang us for ever.
 * This decides nobody's death: it only ends our own call with MW_EBUSY. */
#define MWI_LIFECYCLE_WAIT_NS INT64_C(2000000000)

/* A file name on disk: NAME_MAX is 255; leave room. */
#define MWI_FILE_NAME_MAX_BYTES 240

/* Threads of a namespace that may have a slot at a time: 14 bits of a mutex
 * word. Slot 0 is never used, so that a reference is never 0. */
#define MWI_SLOT_BITS 14
#define MWI_SLOTS     (1u << MWI_SLOT_BITS)

/* Generations of a slot: the other 14 bits of a 28-bit owner. */
#define MWI_GENERATION_BITS 14
#define MWI_GENERATION_MASK ((1u << MWI_GENERATION_BITS) - 1)

/* Slots whose space is reserved at a time: 256 slots are 16 KiB. */
#define MWI_SLOTS_STEP 256u

/* Waiters of one auto-reset event that are counted. Those beyond wait just as
 * well, but quick sets may merge while only they wait. */
#define MWI_MEMBERS 64u

/* How often a wait-all that lost a race just yields; then it naps between looks. */
#define MWI_LOST_RACES_MAX 100u

/* Words that one sleep may watch: the kernel's own limit for futex_waitv. */
#define MWI_SLEEP_WORDS 128u

#endif
