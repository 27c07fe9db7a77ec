/* SPDX-License-Identifier: MIT */
/* locale.h — the two locales that there are: English of the United States, and no one's. */
#ifndef MWW_LOCALE_SOURCES_H
#define MWW_LOCALE_SOURCES_H

#include "internal.h"

/* date_text.c: from January; from Sunday. */
extern const char *const mww_month_names[12];
extern const char *const mww_day_names[7];

/* locale_info.c. False: there is no such locale. */
bool mww_locale_of_id(LCID id, bool *out_is_invariant);

#endif
