/* SPDX-License-Identifier: MIT */
/* specstrings.h — an older name for what sal.h has. */
#ifndef MWW_SPECSTRINGS_H
#define MWW_SPECSTRINGS_H

#include <sal.h>

#endif
