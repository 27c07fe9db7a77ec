/* SPDX-License-Identifier: MIT */
/* message_text.h — what a last error means, in Windows' words; NULL: not known. */
#ifndef MWW_MESSAGE_TEXT_H
#define MWW_MESSAGE_TEXT_H

#include "internal.h"

const char *mww_message_text(DWORD number);

#endif
