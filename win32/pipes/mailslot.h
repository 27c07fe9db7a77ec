/* SPDX-License-Identifier: MIT */
/* mailslot.h — mailslots: what CreateFile needs of them. */
#ifndef MWW_MAILSLOT_H
#define MWW_MAILSLOT_H

#include "files/file.h"

/* CreateFile of \\.\mailslot\NAME: the end that writes. */
DWORD mww_mailslot_open(const char *given, DWORD access, DWORD flags, mww_file **out_file);

#endif
