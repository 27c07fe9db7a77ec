/* SPDX-License-Identifier: MIT */
/* partners.h — the living who work with a victim: fresh objects, sleeping peers.
 *
 * Each point of a sweep has new objects of the same names; the partners are
 * strangers that live through the whole sweep and open them anew.
 */
#ifndef MW_TEST_PARTNERS_H
#define MW_TEST_PARTNERS_H

#include "thing.h"
#include "trace.h"
#include "layout.h"

enum { OBJECTS_MAX = 4, PARTNERS_MAX = 3 };

extern struct thing objects[OBJECTS_MAX];
extern const char *const object_names[OBJECTS_MAX];
extern struct peer *partners[PARTNERS_MAX];

/* End the last point and make objects for the next one: count of them. */
void fresh_objects(int count, const enum what *whats, const uint32_t *initials);
void close_objects(void);
/* After a sweep. */
void end_partners(void);

/* Partner number i opens all objects of this point and sleeps: an order as for
 * remote_sleep(). */
void partner_sleeps(int i, const char *order);
/* The same without waiting until it sleeps (it need not). */
void partner_begins(int i, const char *order);
/* How many of the first count partners are released, once the others sleep. */
int partners_released(int count);
/* What partner i's wait returned; it must be released. Kept for the point. */
int partner_result(int i, uint32_t *out_index);
bool partner_is_released(int i);
int partner_unlocks(int i, int object);

/* The object's words in the shared page, behind the library's back. */
struct mw_control_shm *peek(int object);
uint32_t word_of(int object);
/* Would a newcomer find it signalled, as the word stands? */
bool is_visibly_signalled(int object);
/* No partner of these sleeps in front of a visible signal. */
void check_no_sleeper_before(int object, int released, int partners_waiting);

#endif
