/* SPDX-License-Identifier: MIT */
/* partners.h — the living who work with a victim: fresh objects, sleeping peers.
 *
 * Each point of a sweep has new objects of the same names (a to d; numbered from 0);
 * the partners are strangers that live through the whole sweep and open them anew.
 */
#ifndef MW_TEST_PARTNERS_H
#define MW_TEST_PARTNERS_H

#include "thing.h"
#include "trace.h"
#include "layout.h"

enum { OBJECTS_MAX = 4, PARTNERS_MAX = 3 };

extern struct thing objects[OBJECTS_MAX];
extern struct peer *partners[PARTNERS_MAX];

/* End the last point and make objects for the next one, in Local\ unless is_global. */
struct wish {
        enum what what;
        uint32_t initial; /* as for thing_open() */
        bool is_global;
};
void fresh_objects(int count, const struct wish *wishes);
#define OBJECTS(...)                                                                        \
        do {                                                                                \
                const struct wish wishes_[] = { __VA_ARGS__ };                              \
                                                                                            \
                fresh_objects(sizeof wishes_ / sizeof *wishes_, wishes_);                   \
        } while (0)
void close_objects(void);
/* After a sweep. */
void end_partners(void);

/* Partner number i opens all objects of this point and sleeps: an order as for
 * remote_sleep(). */
void partner_sleeps(int i, const char *order);
/* The same without waiting until it sleeps (it need not). */
void partner_begins(int i, const char *order);
/* How many of the first count partners are released, once the others sleep for good. */
int partners_released(int count);
/* What partner i's wait returned; it must be released. Kept for the point. */
int partner_result(int i, uint32_t *out_index);
bool partner_is_released(int i); /* as partners_released() has found it */
int partner_unlocks(int i, int object);

/* What the controller does with object number i; signal_it() and reset_it() must work. */
int try(int object);
void signal_it(int object);
void reset_it(int object);

/* For a sweep's functions. The victim's: has its slot before it is traced; signals
 * object 0, waits for it, waits for any of 1 and 0. The controller's: signals 0;
 * lets partners 0 and 1 sleep on it, the latter in an any. */
void have_slot(void);
void op_signal(void);
void op_wait(void);
void op_any(void);
void wake_0(void);
void two_sleep(void);

/* The auto event is clear, works on, and nothing is left of its waiters. */
void check_auto_is_as_new(int object);

/* The object's words in the shared page, behind the library's back. */
struct mw_control_shm *peek(int object);
uint32_t word_of(int object);
/* Would a newcomer find it signalled, as the word stands? */
bool is_visibly_signalled(int object);
/* No partner of these sleeps in front of a visible signal. */
void check_no_sleeper_before(int object, int released, int partners_waiting);

#endif
