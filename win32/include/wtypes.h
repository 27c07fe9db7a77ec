/* SPDX-License-Identifier: MIT */
/* wtypes.h — the basic types, for programs that want no more. */
#ifndef MWW_WTYPES_H
#define MWW_WTYPES_H

#include <windows.h>

#endif
