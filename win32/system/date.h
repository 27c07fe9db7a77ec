/* SPDX-License-Identifier: MIT */
/* date.h — what date.c and zone.c share. A tick is 100 ns, counted from 1601. */
#ifndef MWW_DATE_H
#define MWW_DATE_H

#include "internal.h"

#define MWW_TICKS_A_SECOND ((int64_t) 10000000)

/* date.c */
int64_t mww_ticks_now(void);
int64_t mww_seconds_of_ticks(int64_t ticks); /* since 1970 */
bool mww_ticks_of_fields(const SYSTEMTIME *fields, int64_t *out_ticks);
void mww_fields_of_ticks(int64_t ticks, SYSTEMTIME *out_fields);

/* zone.c: what to add to that moment for this place's time. */
int64_t mww_offset_ticks(int64_t ticks);

#endif
