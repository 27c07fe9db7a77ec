/* SPDX-License-Identifier: MIT */
/* mmsystem.h — the multimedia calls that are here: the clock. */
#ifndef MWW_MMSYSTEM_H
#define MWW_MMSYSTEM_H

#include <windows.h>
#include <timeapi.h>

#endif
