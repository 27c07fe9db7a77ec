/* SPDX-License-Identifier: MIT */
/* locale_ids.c — which language this is: English of the United States, whose
 * messages FormatMessage has.
 */
#include "internal.h"

enum { ENGLISH_US = 0x0409 };

LANGID GetUserDefaultLangID(void)
{
        return ENGLISH_US;
}

LANGID GetSystemDefaultLangID(void)
{
        return ENGLISH_US;
}

LCID GetUserDefaultLCID(void)
{
        return ENGLISH_US;
}

LCID GetSystemDefaultLCID(void)
{
        return ENGLISH_US;
}

LCID GetThreadLocale(void)
{
        return ENGLISH_US;
}
