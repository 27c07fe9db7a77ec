/* SPDX-License-Identifier: MIT */
/* dos.h — what is left of it: the attributes of files, in io.h. */
#ifndef MWW_DOS_H
#define MWW_DOS_H

#include <io.h>

#endif
