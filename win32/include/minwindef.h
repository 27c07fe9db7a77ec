/* SPDX-License-Identifier: MIT */
/* minwindef.h — another name for what windef.h has. */
#ifndef MWW_MINWINDEF_H
#define MWW_MINWINDEF_H

#include <windef.h>

#endif
